"""What is remembered while the lines go by: counts, the best few quotes, the newest pages.

Everything here has a bound, so that a million lines need no more room than some ten thousand.
"""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass, field

from classifier.reports.parts import Page
from classifier.reports.shares import Tally
from classifier.reports.told import Told

_GOOD_LENGTH = range(6, 46)
_Key = tuple[str, str]
_Rank = tuple[bool, int, int]


def telling(told: Told, head: str) -> float:
    """How much a statement says for itself: sure of its label, in own words, of handy length.

    The probability of the label, plus 0.1 for a direct quote, minus 0.2 for a content of fewer
    than 6 or more than 45 words. A matter of taste, used only to choose what is shown first.
    """
    score = told.confidence(head) or 0.0
    score += 0.1 if told.form == "direct" else 0.0
    return score - (0.0 if len(told.content.split()) in _GOOD_LENGTH else 0.2)


@dataclass(slots=True)
class Best:
    """The `size` best of what is offered; of equals the earlier.

    >>> best = Best(1)
    >>> for number, score in enumerate((0.2, 0.9, 0.9)):
    ...     best.offer(score, Told(number, "قال"))
    >>> [told.number for told in best.found()]
    [1]
    """

    size: int
    _heap: list[tuple[float, int, Told]] = field(default_factory=list)

    def offer(self, score: float, told: Told) -> None:
        """Keep it if it is among the best so far."""
        entry = (score, -told.number, told)
        if len(self._heap) < self.size:
            heapq.heappush(self._heap, entry)
        elif entry > self._heap[0]:
            heapq.heapreplace(self._heap, entry)

    def found(self) -> list[Told]:
        """What was kept, the best first."""
        return [told for _, _, told in sorted(self._heap, reverse=True)]


@dataclass(slots=True)
class Group:
    """What one party, speaker, outlet or form said so far.

    `quotes`: how many of each label are kept to be read.
    """

    quotes: int = 2
    statements: int = 0
    appearances: int = 0
    tally: Tally = field(default_factory=Tally)
    others: Counter[str] = field(default_factory=Counter)
    parties: Counter[str] = field(default_factory=Counter)
    days: Counter[tuple[int, str]] = field(default_factory=Counter)
    best: dict[str, Best] = field(default_factory=dict)


class Groups(dict[str, Group]):
    """Groups by name, at most `limit` of them: beyond it the least frequent half is let go.

    >>> groups = Groups(limit=2, quotes=1)
    >>> for name in "اابببج":
    ...     groups.named(name).appearances += 1
    >>> sorted(groups), groups.dropped
    (['ب', 'ج'], 1)
    """

    def __init__(self, limit: int, quotes: int) -> None:
        super().__init__()
        self.limit = limit
        self.quotes = quotes
        self.dropped = 0

    def named(self, name: str) -> Group:
        """The group of that name, a new one if need be."""
        group = self.get(name)
        if group is None:
            if len(self) >= self.limit:
                rarest = sorted(self, key=lambda key: self[key].appearances)
                for key in rarest[: max(1, self.limit // 2)]:
                    del self[key]
                    self.dropped += 1
            group = self[name] = Group(self.quotes)
        return group


def _key(told: Told) -> _Key:
    """Which page a statement stands on: articles numbered alike in other files are others."""
    return told.page_id, told.source


class Shelf:
    """Pages with their statements, `limit` statements in all, `most` of one page.

    Pages that speak of the subject go before others, among them the newest (undated ones count
    as the oldest). The lines of one page are taken to follow each other.
    """

    def __init__(self, limit: int, most: int = 400) -> None:
        self.limit = limit
        self.most = most
        self.dropped = False
        self._pages: dict[_Key, list[Told]] = {}
        self._omitted: Counter[_Key] = Counter()
        self._ranks: dict[_Key, _Rank] = {}
        self._order: list[tuple[_Rank, _Key]] = []
        self._floor: _Rank | None = None
        self._held = 0
        self._open: list[tuple[Told, bool]] = []

    def put(self, told: Told, speaks: bool = True) -> None:
        """Take a statement; `speaks`: it is about the subject."""
        if self._open and _key(self._open[0][0]) != _key(told):
            self._shelve()
        if len(self._open) < self.most:
            self._open.append((told, speaks))
        else:
            self._omitted[_key(told)] += 1

    def _shelve(self) -> None:
        """Put away the page whose statements have come, if it is among the first."""
        first = self._open[0][0]
        key = _key(first)
        speaks = any(about for _, about in self._open)
        rank = (speaks, first.day.toordinal() if first.day else 0, -first.number)
        rank = max(rank, self._ranks.get(key, rank))
        if self._floor and rank < self._floor:
            self.dropped = True
        else:
            page = self._pages.setdefault(key, [])
            new = [told for told, _ in self._open][: self.most - len(page)]
            self._omitted[key] += len(self._open) - len(new)
            page += new
            self._held += len(new)
            if self._ranks.get(key) != rank:
                self._ranks[key] = rank
                heapq.heappush(self._order, (rank, key))
        self._open = []
        while self._held > self.limit and len(self._pages) > 1:
            self._drop(*heapq.heappop(self._order))

    def _drop(self, rank: _Rank, key: _Key) -> None:
        """Let a page go, unless it has a better rank by now."""
        if self._ranks.get(key) == rank:
            self._held -= len(self._pages.pop(key))
            del self._ranks[key], self._omitted[key]
            self._floor = rank
            self.dropped = True

    def pages(self) -> tuple[Page, ...]:
        """The pages, the first of them first; statements in the order of the text."""
        if self._open:
            self._shelve()
        first = sorted(self._pages, key=lambda key: self._ranks[key], reverse=True)
        return tuple(self._page(key) for key in first)

    def _page(self, key: _Key) -> Page:
        told = sorted(self._pages[key], key=lambda one: (one.start or 0, one.number))
        first = told[0]
        titles = dict.fromkeys(one.title for one in told if one.title)
        return Page(
            first.page_id,
            " ⁄ ".join(titles),
            first.outlet,
            first.source,
            next((one.day for one in told if one.day), None),
            tuple(told),
            self._omitted[key],
        )
