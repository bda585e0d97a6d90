"""From what was counted of a party, a speaker, an outlet to its profile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from classifier.reports.gather import Group
from classifier.reports.parts import (
    Moment,
    Profile,
    Quote,
    Shift,
    Summary,
    Unit,
    start_of,
    unit_for,
)
from classifier.reports.shares import wilson
from classifier.reports.told import ASIDE, PLAIN, Told

_LEAST_IN_HALF = 3


def positions(labels: tuple[str, ...]) -> tuple[str, ...]:
    """The labels that take a position; all of them in a scheme that has no other kind.

    >>> positions(("opposed", "neutral", "unrelated")), positions(("neutral",))
    (('opposed',), ('neutral',))
    """
    return tuple(label for label in labels if label not in PLAIN) or labels


def leading(counts: Mapping[str, int], labels: tuple[str, ...]) -> tuple[str, int, int]:
    """The most frequent position, how often it is taken, and how many take any.

    Empty when nobody takes one or two are equal.

    >>> leading({"opposed": 3, "supportive": 1, "neutral": 9}, ("supportive", "opposed", "neutral"))
    ('opposed', 3, 4)
    >>> leading({"opposed": 1, "supportive": 1}, ("supportive", "opposed"))
    ('', 1, 2)
    """
    among = positions(labels)
    ranked = sorted(among, key=lambda label: -counts.get(label, 0))
    of = sum(counts.get(label, 0) for label in among)
    most = counts.get(ranked[0], 0) if ranked else 0
    tied = len(ranked) > 1 and counts.get(ranked[1], 0) == most
    return ("" if tied or not most else ranked[0]), most, of


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes profiles with the labels and the unit of time of one summary."""

    labels: tuple[str, ...]
    unit: Unit
    quote: Callable[[Told], Quote]

    def all(self, groups: Mapping[str, Group]) -> tuple[Profile, ...]:
        """All profiles, the most statements about the subject first, «not known» last."""
        made = [self.one(name, group) for name, group in groups.items()]
        return tuple(sorted(made, key=lambda p: (not p.name, -p.about, -p.statements, p.name)))

    def one(self, name: str, group: Group) -> Profile:
        """The profile of one group."""
        counts = group.tally.counts
        lead, lead_n, lead_of = leading(counts, self.labels)
        low, high = group.tally.interval(lead, lead_of) if lead else (0.0, 1.0)
        moments = self.moments(group)
        return Profile(
            name=name,
            statements=group.statements,
            appearances=group.appearances,
            aside=counts[ASIDE],
            shares=group.tally.shares(tuple(one for one in self.labels if one != ASIDE)),
            leading=lead,
            leading_n=lead_n,
            leading_of=lead_of,
            leading_low=low,
            leading_high=high,
            others=dict(group.others),
            parties=tuple(party for party, _ in group.parties.most_common(3) if party),
            moments=moments,
            shift=self._shift(group),
            quotes={
                label: tuple(map(self.quote, group.best[label].found()))
                for label in self.labels
                if label in group.best
            },
        )

    def moments(self, group: Group) -> tuple[Moment, ...]:
        """The dated statements of a group by period, in order."""
        found: dict[date, Counter[str]] = {}
        for (day, label), n in sorted(group.days.items()):
            found.setdefault(start_of(date.fromordinal(day), self.unit), Counter())[label] += n
        return tuple(Moment(start, dict(counts)) for start, counts in found.items())

    def _shift(self, group: Group) -> Shift | None:
        """Compare the halves of the time; None where one holds too few positions."""
        first, last = span(group)
        if not first or not last:
            return None
        middle = (first.toordinal() + last.toordinal()) / 2
        halves: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        for (day, label), n in group.days.items():
            halves[day > middle][label] += n
        before, after = (leading(half, self.labels) for half in halves)
        if min(before[2], after[2]) < _LEAST_IN_HALF:
            return None
        label = after[0] or before[0]
        (low, high), (later_low, later_high) = (
            wilson(half[label], of) for half, of in zip(halves, (before[2], after[2]), strict=True)
        )
        return Shift(*before, *after, clear=high < later_low or later_high < low)


@dataclass(frozen=True, slots=True)
class Stand:
    """A position and who mostly takes it; label empty: who takes several equally often.

    Fields:
        profiles: those of whom enough is known to say so, the most often first.
        few: the others: one statement or two show no stand, so they are named apart.
    """

    label: str
    profiles: tuple[Profile, ...]
    few: tuple[Profile, ...]


def stands(summary: Summary) -> tuple[Stand, ...]:
    """The first glance: for every position who mostly takes it, and last who is divided."""
    actors = [one for one in summary.actors if one.name and one.leading_of]
    actors.sort(key=lambda one: (-one.leading_n, -one.leading_of, one.name))
    found = []
    for label in (*positions(summary.labels), ""):
        among = [one for one in actors if one.leading == label]
        firm = tuple(one for one in among if one.firm)
        found.append(Stand(label, firm, tuple(one for one in among if not one.firm)))
    return tuple(found)


def span(*groups: Group) -> tuple[date | None, date | None]:
    """The first and the last day of the groups' labelled statements."""
    days = [day for group in groups for day, _ in group.days]
    return (date.fromordinal(min(days)), date.fromordinal(max(days))) if days else (None, None)


def time_of(group: Group) -> tuple[date | None, date | None, Unit]:
    """The first and the last day of a group, and the length of a period that divides the time."""
    first, last = span(group)
    return first, last, unit_for(first, last)


def known(names: Iterable[str]) -> int:
    """How many of these are names, and not the empty one for «not known»."""
    return sum(1 for name in names if name)


def with_speakers(
    parties: tuple[Profile, ...], speakers: tuple[Profile, ...]
) -> tuple[Profile, ...]:
    """Party profiles with the number of speakers who mostly speak for each."""
    counted = Counter(one.parties[0] for one in speakers if one.name and one.parties)
    return tuple(replace(party, speakers=counted[party.name]) for party in parties)
