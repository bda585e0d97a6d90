"""Wire copy counted once: the same statement in twelve outlets is one with twelve appearances.

First by the folded words of what was said, then by likeness of its word pairs (MinHash over bands
finds who may be alike, the pairs themselves decide). Two tellings are the same statement only when

    the speakers can be the same (one name inside the other, or one of them unknown),
    the days lie no more than a week apart (or one of them is unknown), and
    for likeness: the label is the same. One «لا» more is a small change and another statement.

Memory is bounded: the oldest tellings are forgotten (`words_window`, `likeness_window`), which
costs nothing as long as copies come within the window; `Copies.forgot` says whether any was.

The MinHash is our own few lines of numpy: a library would bring a class per statement for what
is one array operation here.
"""

from __future__ import annotations

import hashlib
import itertools
import re
import zlib
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache

import numpy
from numpy.typing import NDArray

from classifier import arabic
from classifier.reports.told import Told

_WORD = re.compile(r"\w+")
_FEW_WORDS = 4
_DAYS = 7
#: Shared word pairs of all pairs. At 0.5, 14 pairs of 800 real sentences are joined, all of them
#: copies (12 at 0.6); copies with a twelfth of their words changed are found without a miss.
_ALIKE = 0.5
_BANDS, _ROWS = 24, 2

Ints = NDArray[numpy.uint64]


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text: how two tellings are compared.

    >>> words("«لن نَتفاوض»، أمّا بعد")
    ('لن', 'نتفاوض', 'اما', 'بعد')
    """
    return tuple(_WORD.findall(arabic.fold(text)))


@lru_cache(maxsize=20_000)
def _name(who: str) -> frozenset[str]:
    """The words of a name; one object for all statements of a speaker."""
    return frozenset(words(who))


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is remembered of a telling: the number of its statement, who, when, which label."""

    number: int
    who: frozenset[str]
    day: int | None
    label: str
    pairs: Ints | None = None

    def can_be(self, other: _Seen) -> bool:
        """Whether speaker and day allow that both are one statement."""
        near = self.day is None or other.day is None or abs(self.day - other.day) <= _DAYS
        return near and (self.who <= other.who or other.who <= self.who)


class Copies:
    """Gives every telling the number of the statement it tells; the same number for copies.

    >>> copies = Copies()
    >>> said = "نرفض أي مفاوضات تحت القصف ونطالب بوقفه فورا"
    >>> first = Told(0, said, speaker="سالم")
    >>> other = Told(1, said + ".", speaker="الوزير سالم")
    >>> copies.number(first, "opposed"), copies.number(other, "opposed")
    (0, 0)
    """

    def __init__(self, words_window: int = 300_000, likeness_window: int = 20_000) -> None:
        self.forgot = False
        self._words_window = words_window
        self._likeness_window = likeness_window
        self._by_words: OrderedDict[int, _Seen] = OrderedDict()
        self._by_band: dict[int, int] = {}
        self._alike: OrderedDict[int, tuple[_Seen, list[int]]] = OrderedDict()
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
        seen = _Seen(
            told.number,
            _name(told.who),
            told.day.toordinal() if told.day else None,
            label,
        )
        key = hash_of(" ".join(said))
        known = self._by_words.get(key)
        if known and known.can_be(seen):
            return known.number
        if len(said) > _FEW_WORDS:
            likeness = self._like(seen, said)
            if likeness is not None:
                return likeness
        self._by_words[key] = seen
        if len(self._by_words) > self._words_window:
            self._by_words.popitem(last=False)
            self.forgot = True
        return told.number

    def _like(self, seen: _Seen, said: tuple[str, ...]) -> int | None:
        """The number of an earlier statement that is alike; else remember this one."""
        pairs: Ints = numpy.unique(
            numpy.array(
                [
                    zlib.crc32(f"{a} {b}".encode("utf-8", "replace"))
                    for a, b in itertools.pairwise(said)
                ],
                dtype=numpy.uint64,
            )
        )
        bands = self._bands(pairs)
        for number in dict.fromkeys(self._by_band[b] for b in bands if b in self._by_band):
            other, _ = self._alike[number]
            if other.label == seen.label and other.can_be(seen) and _alike(other.pairs, pairs):
                return other.number
        fresh = [band for band in bands if band not in self._by_band]
        self._by_band.update(dict.fromkeys(fresh, seen.number))
        self._alike[seen.number] = (
            _Seen(seen.number, seen.who, seen.day, seen.label, pairs),
            fresh,
        )
        if len(self._alike) > self._likeness_window:
            _, (_, gone) = self._alike.popitem(last=False)
            for band in gone:
                del self._by_band[band]
            self.forgot = True
        return None

    def _bands(self, pairs: Ints) -> list[int]:
        mixed = self._factors[:, None] * pairs[None, :]
        least = mixed.min(axis=1).reshape(_BANDS, _ROWS)
        return [hash((place, *row)) for place, row in enumerate(least.tolist())]


def _alike(one: Ints | None, other: Ints) -> bool:
    if one is None:
        return False
    shared = numpy.intersect1d(one, other, assume_unique=True).size
    return bool(shared >= _ALIKE * (one.size + other.size - shared))


def hash_of(text: str) -> int:
    """A 64-bit number for a text, the same on every machine and in every run.

    >>> hash_of("سلام") == hash_of("سلام")
    True
    """
    digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest)
