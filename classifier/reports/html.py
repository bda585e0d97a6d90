"""A summary as one HTML file: opens from a mail attachment, works offline, prints well."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from classifier.crosswalk import traps
from classifier.reports import charts
from classifier.reports.cards import choose, evidence
from classifier.reports.highlight import Marked, mark
from classifier.reports.page import asset, policy
from classifier.reports.palette import Look, looks
from classifier.reports.parts import Accusation, Condition, Page, Profile, Quote, Summary, start_of
from classifier.reports.profiles import Stand, stands
from classifier.reports.strings import Lang, Strings
from classifier.reports.summary import sum_up
from classifier.reports.templates import template
from classifier.reports.told import ASIDE, PLAIN, Told

_WORTH_TELLING = 0.05


@dataclass(frozen=True, slots=True)
class Shown:
    """How much of a summary a page shows; it says so where something is left out."""

    parties: int = 40
    timelines: int = 12
    speakers: int = 250
    outlets: int = 60
    conditions: int = 120
    accusations: int = 40
    glance: int = 7
    first_conditions: int = 3
    open_parties: int = 12
    cards: int = 1_600
    printed: int = 30
    printed_cards: int = 80
    letters: int = 1_200_000


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page with its text marked, or without a text (`marked` is None)."""

    page: Page
    marked: Marked | None


class View:
    """What the template asks for: words, looks, shapes, and the choice of what is shown."""

    def __init__(self, summary: Summary, strings: Strings, shown: Shown) -> None:
        self.summary = summary
        self.t = strings
        self.shown = shown
        self.rtl = strings.direction == "rtl"
        self.looks = looks(summary.labels, "l")
        self.other_looks = looks(summary.other_labels, "o")
        self.subject_labels = tuple(label for label in summary.labels if label != ASIDE)
        self.parties = _speaking(summary.parties)[: shown.parties]
        self.speakers = _speaking(s for s in summary.speakers if s.name)[: shown.speakers]
        self.outlets = [o for o in summary.outlets if o.name][: shown.outlets]
        self.conditions = summary.conditions[: shown.conditions]
        self.accusations = summary.accusations[: shown.accusations]
        moving = [(one.name, one.moments) for one in self._moving()[: shown.timelines]]
        time = summary.periods, summary.labels, self.rtl
        self.timelines = charts.timelines(moving, *time)
        self.everyone = charts.timelines([("", summary.moments)], *time) if moving[1:] else ()
        self.cards = choose(summary, self._quotes(), shown.cards)
        self.numbers = frozenset(quote.told.number for quote in self.cards)
        self.crosswalk = traps()

    def _moving(self) -> list[Profile]:
        """Who speaks in several periods; all who are dated, where nobody does."""
        dated = [one for one in self.summary.actors if one.name and one.moments and one.about]
        return [one for one in dated if len(one.moments) > 1] or dated

    def _quotes(self) -> Iterable[Quote]:
        yield from evidence(self.summary, {line.name for line in self.timelines})
        for profile in (*self.parties, *self.speakers[:80]):
            for quotes in profile.quotes.values():
                yield from quotes
        for condition in self.conditions:
            yield condition.quote
        for accusation in self.accusations:
            yield from accusation.quotes

    @cached_property
    def stands(self) -> tuple[Stand, ...]:
        """Who mostly takes which position: the first glance; the divided are apart."""
        return stands(self.summary)[:-1]

    @cached_property
    def divided(self) -> Stand:
        """Who takes several positions equally often."""
        return stands(self.summary)[-1]

    @cached_property
    def first_conditions(self) -> list[Condition]:
        """One condition of each party, those that are cut out before whole statements."""
        found: dict[str, Condition] = {}
        for one in sorted(self.conditions, key=lambda one: one.whole):
            found.setdefault(one.party or one.speaker, one)
        return list(found.values())[: self.shown.first_conditions]

    @cached_property
    def changed(self) -> list[Profile]:
        """Who takes another position later than in the earlier half; the clear changes first."""
        found = [
            (not one.shift.clear, one)
            for one in self.summary.actors
            if one.name and one.shift and one.shift.earlier != one.shift.later
        ]
        return [one for _, one in sorted(found, key=lambda pair: pair[0])]

    def moved(self, profile: Profile) -> str:
        """Which position a profile took in the earlier and which in the later half, in words."""
        shift = profile.shift
        if not shift:
            return ""
        earlier = self._half(shift.earlier, shift.earlier_n, shift.earlier_of)
        later = self._half(shift.later, shift.later_n, shift.later_of)
        return self.t("shift.moved" if shift.clear else "shift.maybe", earlier=earlier, later=later)

    def _half(self, label: str, n: int, of: int) -> str:
        words = self.t("shift.half", label=self.name(label), n=n, of=of)
        return words if label else self.t("glance.mixed")

    @cached_property
    def whole(self) -> tuple[charts.Segment, ...]:
        """The stacked bar of everything that is about the subject."""
        counts = {share.label: share.n for share in self.summary.shares}
        return charts.bar(counts, self.subject_labels)

    def weight(self, profile: Profile) -> float:
        """How long the bar of a party is, in percent of the longest."""
        named = [one.about for one in self.parties if one.name]
        most = max(named, default=0) or profile.about or 1
        return min(100.0, max(4.0, round(100 * profile.about / most, 1)))

    def look(self, label: str) -> Look | None:
        """The look of a label of the first head."""
        return self.looks.get(label)

    def name(self, label: str) -> str:
        """What a label of the first head is called."""
        return self.t.label(self.summary.head, label)

    def other_name(self, label: str) -> str:
        """What a label of the second head is called."""
        return self.t.label(self.summary.other_head, label)

    def bar(self, profile: Profile) -> tuple[charts.Segment, ...]:
        """The stacked bar of a profile, without what is aside."""
        counts = {share.label: share.n for share in profile.shares}
        return charts.bar(counts, self.subject_labels)

    @staticmethod
    def moving(profiles: Iterable[Profile]) -> bool:
        """Whether anybody speaks in several periods, so that a trend can be drawn."""
        return any(len(one.moments) > 1 for one in profiles)

    def strip(self, profile: Profile) -> tuple[charts.Mark, ...]:
        """The trend strip of a profile."""
        return charts.strip(profile, self.summary.periods, self.summary.labels, self.rtl)

    @cached_property
    def scale(self) -> float:
        """The share at the end of the scale of the interval charts, a multiple of 0.1."""
        ends = [max(share.high, share.corrected or 0.0) for share in self.summary.shares]
        return min(1.0, math.ceil(10 * max(ends, default=1.0)) / 10)

    def across(self, share: float) -> float:
        """A share as a place from 0 to 100 in the direction of reading."""
        return charts.across(min(1.0, share / self.scale), self.rtl)

    def period_of(self, day: date | None) -> str:
        """The key of the period of a day, as the time line's columns carry it."""
        return start_of(day, self.summary.unit).isoformat() if day else ""

    def has_quotes(self, line: charts.Timeline, column: charts.Column) -> bool:
        """Whether a statement behind a point of a time line has a card."""
        return (line.name, column.start.isoformat()) in self._told_when

    @cached_property
    def _told_when(self) -> frozenset[tuple[str, str]]:
        told = [quote.told for quote in self.cards]
        return frozenset(
            (name, self.period_of(one.day)) for one in told for name in (one.party or one.who, "")
        )

    def told_in(self, column: charts.Column) -> str:
        """A column's counts in words."""
        return "، ".join(f"{self.name(box.label)} {box.n}" for box in column.boxes)

    def ranked(self, told: Told) -> tuple[tuple[str, float], ...]:
        """The likeliest labels of a statement after the first, as far as they count."""
        shares = sorted(told.probabilities[self.summary.head].items(), key=lambda pair: -pair[1])
        return tuple(pair for pair in shares[:4] if pair[1] >= _WORTH_TELLING)

    def choices(self, kind: str) -> tuple[tuple[str, str], ...]:
        """What a filter offers: each value among the cards, with its words."""
        told = [quote.told for quote in self.cards]
        unit = self.summary.unit
        if kind == "period":
            starts = sorted({start_of(one.day, unit) for one in told if one.day})
            return tuple((start.isoformat(), self.t.period(start, unit)) for start in starts)
        if kind == "form":
            return tuple((form, self.t.term("form", form)) for form in _met(o.form for o in told))
        values = _met(one.who if kind == "speaker" else getattr(one, kind) for one in told)
        return tuple((value, value or self.t(f"unknown.{kind}")) for value in values)

    def takes_position(self, label: str) -> bool:
        """Whether a label is a position rather than «neutral» or «unrelated»."""
        return label not in PLAIN

    def accused(self, accusation: Accusation) -> str:
        """The accused party, or the words for nobody named."""
        return accusation.accused or self.t("unknown.accused")


def _speaking(profiles: Iterable[Profile]) -> list[Profile]:
    """Those who spoke of the subject; all of them, where nobody did."""
    every = list(profiles)
    return [one for one in every if one.about] or every


def _met(values: Iterable[str]) -> list[str]:
    """Distinct values in the order of the alphabet, the empty one last."""
    return sorted(set(values), key=lambda value: (not value, value))


def _pages(view: View, articles: Mapping[str, str]) -> tuple[ShownPage, ...]:
    """Pages with their texts, the newest first, as long as there is room for letters."""
    left = view.shown.letters
    found = []
    for page in view.summary.pages:
        text = articles.get(page.id)
        if text is None:
            text = articles.get(page.told[0].article_id)
        if left <= 0:
            break
        marked = None if text is None else mark(text, page.told, min(40_000, left))
        left -= sum(len(p.text) for s in marked.stretches for p in s.pieces) if marked else 200
        found.append(ShownPage(page, marked))
    return tuple(found)


def render_html(
    summary: Summary,
    *,
    lang: Lang = "ar",
    articles: Mapping[str, str] | None = None,
    shown: Shown | None = None,
) -> str:
    """The whole page.

    Args:
        summary: what it tells.
        lang: `ar` (right to left) or `en`.
        articles: texts by the id of their page; statements are marked in them. None: no section
            of articles, and the page says so.
        shown: how much is shown.

    >>> from classifier.reports.summary import summarise
    >>> page = render_html(summarise([{"text": "لا <b>", "stance": "opposed"}]), lang="en")
    >>> 'dir="ltr"' in page, "لا &lt;b&gt;" in page
    (True, True)
    """
    view = View(summary, Strings.of(lang), shown or Shown())
    return template("report.html").render(
        view=view,
        summary=summary,
        t=view.t,
        pages=None if articles is None else _pages(view, articles),
        style=asset("report.css"),
        script=asset("report.js"),
        policy=policy("report.js"),
    )


def page_of_lines(
    read: Callable[[], Iterable[Mapping[str, Any]]],
    texts: Callable[[Iterable[str]], Mapping[str, str]],
    lang: Lang = "ar",
) -> str:
    """The page of lines that lie beside their texts: read twice, then the texts that it shows.

    >>> line = {"text": "لا حوار", "article_id": "خبر", "start": 0, "end": 7, "stance": "opposed"}
    >>> '<a class="m ' in page_of_lines(lambda: [line], lambda ids: {"خبر": "لا حوار"})
    True
    """
    summary = sum_up(read)
    return render_html(summary, lang=lang, articles=texts(summary.documents))
