"""What a summary is made of: frozen records that every rendering reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from classifier.reports.shares import Share
from classifier.reports.told import Told

Unit = Literal["week", "month", "quarter", "year"]
#: Statements that take a position, from which on a report says where somebody stands.
ENOUGH = 3
_LONGEST: tuple[tuple[Unit, int], ...] = (("week", 112), ("month", 1_500), ("quarter", 4_400))


@dataclass(frozen=True, slots=True)
class Quote:
    """A statement chosen to be read: its first telling, and how often it was told.

    Fields:
        appearances: in how many articles; `outlets`: the outlets known, sorted.
    """

    told: Told
    label: str
    appearances: int = 1
    outlets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """The statements of one period, counted by label; `start` is the period's first day."""

    start: date
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Shift:
    """The leading position in the earlier and the later half of a time, each `n` of `of`.

    `clear`: the share of the later position (of the earlier, where none leads later) has 95%
    intervals in the two halves that lie apart; else chance may have made the difference.
    """

    earlier: str
    earlier_n: int
    earlier_of: int
    later: str
    later_n: int
    later_of: int
    clear: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """What one party, speaker, outlet or form says.

    Its statements are those about the subject, those `aside` and those `unlabelled`.

    Fields:
        name: empty for «not known».
        statements: distinct statements; `appearances`: all their tellings.
        aside: how many of them are not about the subject; they are not in `shares`.
        shares: by label, of the statements about the subject, with intervals.
        leading: the most frequent position; empty when there is none or two are equal. Whether
            it is a stand, `firm` tells.
        leading_n, leading_of: how many statements take it, of those that take a position.
        leading_low, leading_high: the 95% interval of that share.
        others: statements by label of the second head (sentiment beside stance).
        parties: for a speaker: the parties spoken for, the most frequent first.
        speakers: for a party: how many speakers are known.
        quotes: the most telling statements of each label.
    """

    name: str
    statements: int
    appearances: int
    aside: int
    shares: tuple[Share, ...]
    leading: str = ""
    leading_n: int = 0
    leading_of: int = 0
    leading_low: float = 0.0
    leading_high: float = 1.0
    others: Mapping[str, int] = field(default_factory=dict)
    parties: tuple[str, ...] = ()
    speakers: int = 0
    moments: tuple[Moment, ...] = ()
    shift: Shift | None = None
    quotes: Mapping[str, tuple[Quote, ...]] = field(default_factory=dict)

    @property
    def about(self) -> int:
        """How many labelled statements are about the subject."""
        return about(self.shares)

    @property
    def unlabelled(self) -> int:
        """How many have no label, or were too unsure for one."""
        return self.statements - self.about - self.aside

    @property
    def firm(self) -> bool:
        """Whether enough statements take a position to say where somebody stands."""
        return self.leading_of >= ENOUGH


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition somebody names; `whole` when it is not cut out and the statement stands."""

    party: str
    speaker: str
    text: str
    whole: bool
    quote: Quote


@dataclass(frozen=True, slots=True)
class Accusation:
    """How often one side accuses another, and its words; `accused` empty when none is named."""

    accuser: str
    accused: str
    n: int
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A document with its statements, in the order of the text.

    `omitted` counts statements left out because there were too many.
    """

    id: str
    title: str
    outlet: str
    source: str
    day: date | None
    told: tuple[Told, ...]
    omitted: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """All that a report tells, made in one pass over the lines.

    Fields:
        head: the label that the report is about (`stance`; `sentiment` when there is no stance).
        labels: its labels in reading order; `other_head`, `other_labels`: the second, or empty.
        tellings: lines read; `statements`: distinct ones, copies counted once.
        abstained: distinct statements too unsure for a label; they are in no share.
        unlabelled: distinct statements without a label of `head`.
        undated: distinct statements without a date; they are in nothing that tells of time.
        shares: by label, of the statements about the subject, with intervals and, where given,
            corrections; `aside`: how many labelled statements are not about it.
        crossed: statements by label and by label of the second head.
        forms: a profile for direct, reported and mixed statements each.
        parties, speakers, outlets: profiles, the most statements about the subject first; «not
            known» last.
        periods: the first days of all periods from the first to the last; `unit` is their length.
        moments: all statements that have a date, by period.
        evidence: quotes behind the points of the time line, of each point the most telling first.
        pages: documents with their statements, as many as can be shown: those that speak of the
            subject first, among them the newest.
        confidence: how sure the model is on average, the share of right labels that it expects.
        notices: what a reader must know, as keys of the table of strings with their numbers.
        remarks: what the caller wants said, as it stands.
    """

    head: str
    labels: tuple[str, ...]
    other_head: str
    other_labels: tuple[str, ...]
    tellings: int
    statements: int
    articles: int
    speakers_known: int
    parties_known: int
    outlets_known: int
    unknown_speaker: int
    abstained: int
    unlabelled: int
    undated: int
    aside: int
    first: date | None
    last: date | None
    unit: Unit
    periods: tuple[date, ...]
    moments: tuple[Moment, ...]
    shares: tuple[Share, ...]
    crossed: Mapping[str, Mapping[str, int]]
    forms: tuple[Profile, ...]
    parties: tuple[Profile, ...]
    speakers: tuple[Profile, ...]
    outlets: tuple[Profile, ...]
    conditions: tuple[Condition, ...]
    accusations: tuple[Accusation, ...]
    evidence: tuple[Quote, ...]
    pages: tuple[Page, ...]
    confidence: float | None = None
    notices: tuple[tuple[str, int], ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def about(self) -> int:
        """How many labelled statements are about the subject."""
        return about(self.shares)

    @property
    def actors(self) -> tuple[Profile, ...]:
        """Who is compared: the parties, or the speakers where no party is known."""
        return self.parties if self.parties_known else self.speakers

    @property
    def documents(self) -> frozenset[str]:
        """The documents whose texts a page shows: by their ids, or by those of their articles."""
        return frozenset(name for page in self.pages for name in (page.id, page.told[0].article_id))


def about(shares: Sequence[Share]) -> int:
    """Of how many statements these are the shares: of all labelled ones about the subject."""
    return shares[0].of if shares else 0


def unit_for(first: date | None, last: date | None) -> Unit:
    """The length of a period that divides a time into at most some fifty.

    >>> unit_for(date(2024, 1, 1), date(2024, 3, 1)), unit_for(date(2020, 1, 1), date(2024, 1, 1))
    ('week', 'month')
    """
    days = (last - first).days if first and last else 0
    return next((unit for unit, longest in _LONGEST if days <= longest), "year")


def start_of(day: date, unit: Unit) -> date:
    """The first day of the period that holds `day`; weeks begin on Monday.

    >>> day = date(2024, 5, 9)
    >>> start_of(day, "month").day, start_of(day, "quarter").month, start_of(day, "week").day
    (1, 4, 6)
    """
    if unit == "week":
        return date.fromordinal(max(1, day.toordinal() - day.weekday()))
    if unit == "year":
        return day.replace(month=1, day=1)
    return day.replace(month=day.month if unit == "month" else (day.month - 1) // 3 * 3 + 1, day=1)


def periods_between(first: date | None, last: date | None, unit: Unit) -> tuple[date, ...]:
    """The first days of all periods from the one of `first` to the one of `last`.

    >>> len(periods_between(date(2023, 11, 5), date(2024, 2, 10), "month"))
    4
    """
    if not first or not last:
        return ()
    length = {"week": 7, "month": 32, "quarter": 93, "year": 367}[unit]
    found = [start_of(first, unit)]
    while found[-1] < start_of(last, unit):
        found.append(start_of(found[-1] + timedelta(days=length), unit))
    return tuple(found)
