"""Words as numbers: every distinct word is worked on once, whole batches are arrays of numbers.

>>> names = Numbered()
>>> names.all(["لا", "حوار", "لا"])
array([0, 1, 0])
>>> letters = Ragged(lambda numbers: ragged(list(map(ord, names.things[n])) for n in numbers))
>>> letters.rows(np.array([0, 0]))
(array([1604, 1575, 1604, 1575], dtype=int32), array([2, 2]))
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import chain
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.intp]
Flags = NDArray[np.bool_]
Thing = TypeVar("Thing", bound=Hashable)
Kind = TypeVar("Kind", bound=np.generic)


#: Spreads keys that differ in few bits over the whole table (2**64 over the golden ratio).
_MIX = np.uint64(0x9E3779B97F4A7C15)


class Numbered(dict[Thing, int], Generic[Thing]):
    """Things in the order in which they were first asked for: thing → its number."""

    def __init__(self, things: Iterable[Thing] = ()) -> None:
        super().__init__()
        self.things: list[Thing] = []
        self.all(things)

    def __missing__(self, thing: Thing) -> int:
        number = len(self.things)
        self.things.append(thing)  # first: whoever is interrupted behind it only wastes a number
        self[thing] = number
        return number

    def all(self, things: Iterable[Thing]) -> Numbers:
        """The number of each thing; new ones get the next."""
        return np.fromiter(map(self.__getitem__, things), np.intp)


def grown(array: NDArray[Kind], least: int, fill: int) -> NDArray[Kind]:
    """The array, or a copy that is half as long again or as long as needed."""
    if least <= len(array):
        return array
    new = np.full((max(len(array) * 3 // 2, least), *array.shape[1:]), fill, dtype=array.dtype)
    new[: len(array)] = array
    return new


def _distinct(numbers: Numbers, most: int) -> Numbers:
    """Numbers below `most`, each once, in order: a flag for each takes a tenth of `np.unique`."""
    flags = np.zeros(most, dtype=bool)
    flags[numbers] = True
    return np.flatnonzero(flags)


class Single:
    """One number for each number, worked out when it is first asked for.

    `work` gives the numbers of some numbers.
    """

    def __init__(self, work: Callable[[list[int]], Numbers]) -> None:
        self._work = work
        self._known = np.full(1024, -1, dtype=np.int32)

    def of(self, numbers: Numbers) -> Numbers:
        """The number of each number."""
        self._known = grown(self._known, int(numbers.max(initial=0)) + 1, -1)
        found = self._known[numbers]
        if len(found) and found.min() < 0:
            new = _distinct(numbers[found < 0], len(self._known))
            self._known[new] = self._work(new.tolist())
            found = self._known[numbers]
        return found.astype(np.intp)


class Ragged:
    """A row of numbers for each number, worked out when it is first asked for.

    `work` gives the rows of some numbers, one behind the other, and the length of each.
    """

    def __init__(self, work: Callable[[list[int]], tuple[Numbers, Numbers]]) -> None:
        self._work = work
        self._starts = np.zeros(1024, dtype=np.int32)
        self._lengths = np.full(1024, -1, dtype=np.int32)
        self._data = np.zeros(4096, dtype=np.int32)
        self.size = 0

    def rows(self, numbers: Numbers) -> tuple[NDArray[np.int32], Numbers]:
        """The rows of some numbers, one behind the other, and the length of each."""
        lengths = self._lengths_of(numbers).astype(np.intp)
        ends = np.cumsum(lengths)
        total = int(ends[-1]) if len(ends) else 0
        places = np.repeat(self._starts[numbers] - ends + lengths, lengths)
        places += np.arange(total)
        return self._data.take(places), lengths

    def _lengths_of(self, numbers: Numbers) -> NDArray[np.int32]:
        least = int(numbers.max(initial=0)) + 1
        self._starts, self._lengths = grown(self._starts, least, 0), grown(self._lengths, least, -1)
        lengths = self._lengths[numbers]
        if len(lengths) and lengths.min() < 0:
            self._learn(_distinct(numbers[lengths < 0], len(self._lengths)))
            lengths = self._lengths[numbers]
        return lengths

    def _learn(self, numbers: Numbers) -> None:
        new, lengths = self._work(numbers.tolist())
        self._data = grown(self._data, self.size + len(new), 0)
        self._data[self.size : self.size + len(new)] = new
        self._starts[numbers] = self.size + np.cumsum(lengths) - lengths
        self.size += len(new)
        self._lengths[numbers] = lengths  # last: what is interrupted before was never learnt


def ragged(rows: Iterable[Sequence[int]]) -> tuple[Numbers, Numbers]:
    """Rows one behind the other, and the length of each: what `Ragged` asks of its work.

    >>> ragged([[3, 4], [], [5]])
    (array([3, 4, 5]), array([2, 0, 1]))
    """
    rows = list(rows)
    flat = np.fromiter(chain.from_iterable(rows), np.intp)
    return flat, np.fromiter(map(len, rows), np.intp)


class Keys:
    """Distinct keys (0 to 2**63) and the place of each: a table with open addresses.

    >>> Keys(np.array([70, 7, 700])).find(np.array([700, 8, 70]))
    array([ 2, -1,  0])
    """

    def __init__(self, keys: Numbers) -> None:
        bits = max(8, (2 * len(keys)).bit_length())
        self._shift = np.uint64(64 - bits)
        self._slots: Numbers = np.full(1 << bits, -1, dtype=np.intp)
        self._places: Numbers = np.full(1 << bits, -1, dtype=np.intp)
        left, slots = np.arange(len(keys)), self._first(keys)
        while len(left):
            own = keys[left]
            free = self._slots[slots] < 0
            self._slots[slots[free]] = own[free]  # of several, the last
            won = self._slots[slots] == own
            self._places[slots[won]] = left[won]
            left, slots = left[~won], self._next(slots[~won])

    def _first(self, keys: Numbers) -> Numbers:
        mixed = keys.astype(np.uint64) * _MIX >> self._shift
        return mixed.astype(np.intp)

    def _next(self, slots: Numbers) -> Numbers:
        return (slots + 1) & (len(self._slots) - 1)

    def find(self, keys: Numbers) -> Numbers:
        """The place of each key among those of the table; -1 where it is none of them."""
        slots = self._first(keys)
        there = self._slots.take(slots)
        found = np.where(there == keys, self._places.take(slots), -1)
        left = np.flatnonzero((there != keys) & (there >= 0))
        slots = slots[left]
        while len(left):
            slots, own = self._next(slots), keys[left]
            there = self._slots.take(slots)
            right = there == own
            found[left[right]] = self._places.take(slots[right])
            more = ~right & (there >= 0)
            left, slots = left[more], slots[more]
        return found


class Joined:
    """Two words become one with a line between them: رفض, before → رفض_before.

    Args:
        lefts: what may stand before the line; may grow.
        rights: what may stand behind it.
        strings: what numbers the words that come of it.
    """

    def __init__(self, lefts: Sequence[str], rights: Sequence[str], strings: Numbered[str]) -> None:
        self._lefts, self._rights, self._strings = lefts, rights, strings
        self._known = np.full((256, len(rights)), -1, dtype=np.int32)

    def of(self, lefts: Numbers, rights: Numbers) -> Numbers:
        """The number in `strings` of each pair of a left and a right."""
        self._known = grown(self._known, int(lefts.max(initial=0)) + 1, -1)
        found = self._known[lefts, rights]
        if len(found) and found.min() < 0:
            unknown, width = found < 0, len(self._rights)
            new = _distinct(lefts[unknown] * width + rights[unknown], self._known.size)
            texts = [f"{self._lefts[n // width]}_{self._rights[n % width]}" for n in new.tolist()]
            self._known.reshape(-1)[new] = self._strings.all(texts)
            found = self._known[lefts, rights]
        return found.astype(np.intp)
