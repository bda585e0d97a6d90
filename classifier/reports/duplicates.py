"""Wire copy counted once: the same statement in twelve outlets is one with twelve appearances.

First by the folded words of what was said, then by likeness of its word pairs (MinHash over bands
finds who may be alike, the pairs themselves decide). Two tellings are the same statement only when

    the speakers can be the same (one name inside the other, or one of them unknown),
    the days lie no more than a week apart (or one of them is unknown), and
    for likeness: the label is the same. One «لا» more is a small change and another statement.

The same words are found however far apart they are told: a file remembers them (`scratch`). For
likeness only the newest `window` statements are remembered, in a table of fixed size, which costs
nothing as long as copies come within the window; `Copies.forgot` says whether any was forgotten.

The MinHash is our own few lines of numpy: a library would bring a class per statement for what
is one array operation here.
"""

from __future__ import annotations

import itertools
import re
import zlib
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy
from numpy.typing import NDArray

from classifier import arabic
from classifier.reports.scratch import Scratch, hash_of
from classifier.reports.told import Told

_WORD = re.compile(r"\w+")
_FEW_WORDS = 4
_DAYS = 7
#: Shared word pairs of all pairs. At 0.5, 14 pairs of 800 real sentences are joined, all of them
#: copies (12 at 0.6); copies with a twelfth of their words changed are found without a miss.
_ALIKE = 0.5
_BANDS, _ROWS = 24, 2
#: Places of a band in the table of the newest. With 20,000 statements in them one in seven is
#: written over: of pairs at the border of likeness 0.3 % are missed instead of 0.1 %.
_PLACES = 1 << 16

Ints = NDArray[numpy.uint64]
Keys = NDArray[numpy.uint32]


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text: how two tellings are compared.

    >>> words("«لن نَتفاوض»، أمّا بعد")
    ('لن', 'نتفاوض', 'اما', 'بعد')
    """
    return tuple(_WORD.findall(arabic.fold(text)))


@lru_cache(maxsize=4_000)
def _name(who: str) -> frozenset[str]:
    """The words of a name; one object for all statements of a speaker."""
    return frozenset(words(who))


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is remembered of a telling: the number of its statement, who, when, which label."""

    number: int
    who: str
    day: int | None
    label: str = ""
    pairs: Keys | None = None

    def can_be(self, other: _Seen) -> bool:
        """Whether speaker and day allow that both are one statement."""
        near = self.day is None or other.day is None or abs(self.day - other.day) <= _DAYS
        one, two = _name(self.who), _name(other.who)
        return near and (one <= two or two <= one)


class Copies:
    """Gives every telling the number of the statement it tells; the same number for copies.

    >>> said = "نرفض أي مفاوضات تحت القصف ونطالب بوقفه فورا"
    >>> first = Told(0, said, speaker="سالم")
    >>> other = Told(1, said + ".", speaker="الوزير سالم")
    >>> with Scratch() as scratch:
    ...     copies = Copies(scratch)
    ...     copies.number(first, "opposed"), copies.number(other, "opposed")
    (0, 0)
    """

    def __init__(self, scratch: Scratch, window: int = 20_000) -> None:
        self.forgot = False
        self._scratch = scratch
        self._window = window
        self._newest: list[_Seen] = []
        self._place = 0
        self._table = numpy.full((_BANDS, _PLACES), -1, dtype=numpy.int32)
        chance = numpy.random.default_rng(7)
        # wider than the pairs they multiply, so that the product wraps and mixes; odd
        self._factors: Ints = chance.integers(
            1 << 62, 1 << 63, _BANDS * _ROWS, dtype=numpy.uint64
        ) | numpy.uint64(1)

    def number(self, told: Told, label: str) -> int:
        """The number of the statement that `told` tells: its own, or that of an earlier one."""
        said = words(told.content)
        if len(said) < _FEW_WORDS:
            said = (*words(told.text), told.who, str(told.day))
        day = told.day.toordinal() if told.day else None
        seen = _Seen(told.number, told.who, day, label)
        key = hash_of(" ".join(said))
        known = self._scratch.recall(key)
        if known and _Seen(known[0], known[2], known[1]).can_be(seen):
            return known[0]
        if len(said) > _FEW_WORDS:
            likeness = self._like(seen, said)
            if likeness is not None:
                return likeness
        self._scratch.remember(key, told.number, day, told.who)
        return told.number

    def _like(self, seen: _Seen, said: tuple[str, ...]) -> int | None:
        """The number of an earlier statement that is alike; else remember this one."""
        pairs: Keys = numpy.unique(
            numpy.array(
                [
                    zlib.crc32(f"{a} {b}".encode("utf-8", "replace"))
                    for a, b in itertools.pairwise(said)
                ],
                dtype=numpy.uint32,
            )
        )
        bands = numpy.arange(_BANDS), self._bands(pairs)
        places: list[int] = self._table[bands].tolist()
        for place in dict.fromkeys(one for one in places if one >= 0):
            other = self._newest[place]
            if other.label == seen.label and other.can_be(seen) and _alike(other.pairs, pairs):
                return other.number
        self._table[bands] = self._keep(replace(seen, pairs=pairs))
        return None

    def _keep(self, seen: _Seen) -> int:
        """Remember a statement, in the place of the oldest when the window is full."""
        if len(self._newest) < self._window:
            self._newest.append(seen)
            return len(self._newest) - 1
        place = self._place
        self._newest[place] = seen
        self._place = (place + 1) % self._window
        self.forgot = True
        return place

    def _bands(self, pairs: Keys) -> Ints:
        """The place of each band in its row of the table."""
        mixed = self._factors[:, None] * pairs[None, :].astype(numpy.uint64)
        one, two = mixed.min(axis=1).reshape(_BANDS, _ROWS).T
        factors = self._factors[:_ROWS]
        places: Ints = (one * factors[0] + two * factors[1]) >> numpy.uint64(48)
        return places


def _alike(one: Keys | None, other: Keys) -> bool:
    if one is None:
        return False
    shared = numpy.intersect1d(one, other, assume_unique=True).size
    return bool(shared >= _ALIKE * (one.size + other.size - shared))
