"""The pass over the lines: every telling is counted once, and little of it is kept.

What grows with the lines (which words were said, which articles and names were met) lies in a
file; what is held in memory has a bound (`Limits`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from classifier.flat import HEADS
from classifier.reports.duplicates import Copies
from classifier.reports.gather import Best, Group, Groups, Shelf, telling
from classifier.reports.parts import Quote, unit_for
from classifier.reports.points import Points
from classifier.reports.scratch import Scratch
from classifier.reports.sides import Names
from classifier.reports.told import ASIDE, Told

#: Labels in reading order; a user's own follow in the order in which the lines name them.
_KNOWN = {
    "stance": ("supportive", "conditional", "opposed", "accusing", "neutral", "unrelated"),
    "sentiment": ("positive", "neutral", "negative"),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is remembered; beyond it a report says what was let go.

    The defaults keep a page of a million statements, and the memory of the pass, within what
    `tests/soak_report.py` allows.

    Fields:
        parties, speakers, outlets: how many have a profile.
        quotes, quotes_of_speaker: the most telling statements kept of each label.
        likeness: statements among which near copies are sought.
        points: points of time lines whose quotes are kept.
        shown: statements shown in their articles.
    """

    parties: int = 2_000
    speakers: int = 5_000
    outlets: int = 2_000
    quotes: int = 2
    quotes_of_speaker: int = 1
    conditions: int = 500
    accusations: int = 2_000
    points: int = 10_000
    likeness: int = 20_000
    shown: int = 900


class _Said(NamedTuple):
    """A telling with what is needed to count it: its label, how telling, the second label."""

    told: Told
    label: str
    score: float
    other: str


def _same(side: str, other: str) -> bool:
    """Whether two names can be of one side: one is the other, or its beginning.

    >>> _same("منظمة الأمن والتعاون في أوروبا", "منظمة الأمن والتعاون"), _same("مصر", "مصرف")
    (True, False)
    """
    one, two = sorted((f"{side} ", f"{other} "), key=len)
    return bool(one.strip()) and two.startswith(one)


def _names(told: Told) -> dict[str, str]:
    return {"form": told.form, "party": told.party, "speaker": told.who}


class Gatherer:
    """The state of the pass; `add` is fed every line.

    Args:
        names: how parties are called, each name with its party.
        limits: how much is remembered.
        scratch: where the rest lies until the summary is made.
    """

    def __init__(self, names: Mapping[str, str], limits: Limits, scratch: Scratch) -> None:
        self.limits = limits
        self.scratch = scratch
        self.names = Names(names, table=True)
        self.head = ""
        self.order: dict[str, dict[str, None]] = {head: {} for head in HEADS}
        self.copies = Copies(scratch, limits.likeness)
        self.all = Group()
        self.crossed: dict[str, Counter[str]] = {}
        self.groups = {
            "form": Groups(50, limits.quotes),
            "party": Groups(limits.parties, limits.quotes),
            "speaker": Groups(limits.speakers, limits.quotes_of_speaker),
            "outlet": Groups(limits.outlets, limits.quotes),
        }
        self.moments: dict[tuple[int, str], tuple[int, str]] = {}
        self.seen: Counter[str] = Counter()
        self.sure = 0.0
        self.span: tuple[date, date] | None = None
        self.by_month = False
        self.conditions = Best(limits.conditions)
        self.accusing: dict[tuple[str, str], tuple[Counter[str], Best]] = {}
        self.points = Points(self.limits.points)
        self.shelf = Shelf(limits.shown)

    def add(self, told: Told) -> None:
        """Count one telling."""
        if not self.head:
            self.head = next((head for head in HEADS if head in told.labels), "")
        for head, label in told.labels.items():
            for name in (*told.probabilities.get(head, ()), label):
                self.order[head].setdefault(name)
        label = told.labels.get(self.head, "")
        number = self.copies.number(told, label)
        self.seen["tellings"] += 1
        self.seen["articles"] += self.scratch.meet("article", told.article_id)
        self.shelf.put(told, label != ASIDE and not told.abstained)
        said = _Said(told, label, telling(told, self.head), self._other(told))
        outlet = self._group("outlet", told.outlet)
        groups = [self.all, *(self._group(kind, name) for kind, name in _names(told).items())]
        for group in (*groups, outlet):
            group.appearances += 1
        self._count(said, [outlet])  # what an outlet prints counts there, copied or not
        if number == told.number:
            self._count(said, groups)
            self._statement(said)
        else:
            self.scratch.tell_again(number, told.outlet)

    def _group(self, kind: str, name: str) -> Group:
        """The group of a name; a name that was let go and comes again is no new one."""
        groups = self.groups[kind]
        if name and name not in groups:
            self.seen[kind] += self.scratch.meet(kind, name)
        return groups.named(name)

    def _other(self, told: Told) -> str:
        return next((told.labels[h] for h in HEADS if h != self.head and h in told.labels), "")

    def _count(self, said: _Said, groups: list[Group]) -> None:
        told, label, score, other = said
        for group in groups:
            group.statements += 1
            group.parties[told.party] += 1
            if told.abstained or not label:
                continue
            group.tally.add(told.article_id, label)
            best = group.best.get(label)
            if best is None:
                best = group.best[label] = Best(group.quotes)
            best.offer(score, told)
            if other:
                group.others[other] += 1
            if told.day:
                group.days[self._moment(told.day, label, group)] += 1

    def _statement(self, said: _Said) -> None:
        told, label, score, other = said
        self.seen["unknown speaker"] += not told.who
        self.seen["undated"] += told.day is None
        if told.abstained or not label:
            self.seen["abstained" if told.abstained else "unlabelled"] += 1
            return
        if told.day:
            self._reach(told.day)
        confidence = told.confidence(self.head)
        if confidence is not None:
            self.sure += confidence
            self.seen["sure"] += 1
        if other:
            self.crossed.setdefault(label, Counter())[other] += 1
        if told.day and self.span:
            self.points.offer(told, label, score, self.span)
        if label == "conditional":
            self.conditions.offer(score + (1.0 if told.condition else 0.0), told)
        if label == "accusing":
            self._accuse(told, score)

    def _moment(self, day: date, label: str, group: Group) -> tuple[int, str]:
        """The day that is counted: the first of its month, once no period is shorter.

        One object for all groups, of which some thousand count the same days.
        """
        counted = day.replace(day=1) if self.by_month and group is not self.all else day
        moment = (counted.toordinal(), label)
        return self.moments.setdefault(moment, moment)

    def _reach(self, day: date) -> None:
        """Widen the span; from where on months are drawn, days need no room of their own."""
        first, last = self.span or (day, day)
        self.span = min(first, day), max(last, day)
        if self.by_month or unit_for(*self.span) == "week":
            return
        self.by_month = True
        for group in (one for groups in self.groups.values() for one in groups.values()):
            days, group.days = group.days, Counter()
            for (ordinal, label), n in days.items():
                group.days[self._moment(date.fromordinal(ordinal), label, group)] += n

    def _accuse(self, told: Told, score: float) -> None:
        accuser = told.party or told.who
        texts = (told.content, told.text)  # «اتهم … الجانب …» names it in the frame
        found = [side for text in texts for side in self.names.find(text)]
        named = [side for side in found if not _same(side, accuser)]
        key = (accuser, named[0] if named else "")
        if key in self.accusing or len(self.accusing) < self.limits.accusations:
            count, best = self.accusing.setdefault(key, (Counter(), Best(self.limits.quotes)))
            count["n"] += 1
            best.offer(score, told)

    @property
    def confidence(self) -> float | None:
        """How sure the model is of its labels on average; None where the lines do not tell."""
        return self.sure / self.seen["sure"] if self.seen["sure"] else None

    @property
    def other(self) -> str:
        """The second head that has labels; empty for none."""
        return next((h for h in HEADS if h != (self.head or HEADS[0]) and self.order[h]), "")

    def labels(self, head: str) -> tuple[str, ...]:
        """The labels of a head in reading order."""
        met = self.order.get(head, {})
        known = [label for label in _KNOWN.get(head, ()) if label in met]
        return (*known, *(label for label in met if label not in known))

    def quote(self, told: Told) -> Quote:
        """A statement with what is known of its copies."""
        again = self.scratch.told_again(told.number)
        return Quote(
            told,
            told.labels.get(self.head, ""),
            1 + sum(again.values()),
            tuple(sorted({*again, told.outlet} - {""})),
        )
