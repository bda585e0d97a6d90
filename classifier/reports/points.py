"""The quotes behind the points of a time line: the most telling of every side, time and label.

    line ──► side, period, label ──► the best of two speakers

The period grows with the time that the lines span, as that of the drawing does, and where there are
more points than the bound, those of the sides that spoke least are let go: they are not drawn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from classifier.reports.parts import Unit, start_of, unit_for
from classifier.reports.told import Told

_Key = tuple[str, date, str]
_Entry = tuple[float, int, Told]


@dataclass(slots=True)
class Voices:
    """The best of every speaker, of at most `size` of them; of equals the earlier.

    >>> voices = Voices(2)
    >>> for number, (score, who) in enumerate(((0.9, "سالم"), (0.8, "سالم"), (0.4, "منير"))):
    ...     voices.offer(score, Told(number, "قال", speaker=who))
    >>> [(told.number, told.who) for told in voices.found()]
    [(0, 'سالم'), (2, 'منير')]
    """

    size: int
    _entries: list[_Entry] = field(default_factory=list)

    def offer(self, score: float, told: Told) -> None:
        """Keep it if it is the best of its speaker, and among the best speakers."""
        self.put((score, -told.number, told))

    def put(self, entry: _Entry) -> None:
        """As `offer`, for what another has kept."""
        own = [each for each in self._entries if each[2].who == entry[2].who]
        rival = own[0] if own else min(self._entries, default=entry)
        if not own and len(self._entries) < self.size:
            self._entries.append(entry)
        elif entry[:2] > rival[:2]:
            self._entries[self._entries.index(rival)] = entry

    def entries(self) -> tuple[_Entry, ...]:
        """What was kept, to be put elsewhere."""
        return tuple(self._entries)

    def found(self) -> list[Told]:
        """What was kept, the best first."""
        return [told for _, _, told in sorted(self._entries, key=lambda each: each[:2])[::-1]]


class Points:
    """What was said at each point, `limit` points at most.

    Args:
        limit: points that are remembered; past it those of the sides that spoke least are let go.
        voices: speakers that are heard at each.
    """

    def __init__(self, limit: int, voices: int = 2) -> None:
        self.limit = limit
        self.voices = voices
        self.unit: Unit = "week"
        self._points: dict[_Key, Voices] = {}
        self._spoke: Counter[str] = Counter()

    def offer(self, told: Told, label: str, score: float, span: tuple[date, date]) -> None:
        """Take a dated statement; `span`: the time of all lines so far, its day within."""
        unit = unit_for(*span)
        if unit != self.unit:
            self._regroup(unit)
        name, day = told.party or told.who, told.day or span[0]
        self._spoke[name] += 1
        self._at((name, start_of(day, unit), label)).offer(score, told)

    def _at(self, key: _Key) -> Voices:
        """The voices of a point, a new one if need be."""
        found = self._points.get(key)
        if found is None:
            if len(self._points) >= self.limit:
                self._let_go()
            found = self._points[key] = Voices(self.voices)
        return found

    def _regroup(self, unit: Unit) -> None:
        """Go over to longer periods."""
        before, self._points, self.unit = self._points, {}, unit
        for (name, start, label), voices in before.items():
            at = self._at((name, start_of(start, unit), label))
            for entry in voices.entries():
                at.put(entry)

    def _let_go(self) -> None:
        """Keep half the points: those of the sides that spoke most."""
        points = Counter(name for name, _, _ in self._points)
        kept, room = set[str](), self.limit // 2
        for name, _ in self._spoke.most_common():
            room -= points[name]
            if room < 0:
                break
            kept.add(name)
        self._points = {key: voices for key, voices in self._points.items() if key[0] in kept}
        self._spoke = Counter({name: self._spoke[name] for name in kept})

    def found(self) -> Iterator[Told]:
        """All that is remembered, of each point the best first."""
        for voices in self._points.values():
            yield from voices.found()
