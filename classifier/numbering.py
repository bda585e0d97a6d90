"""Chunks of texts as numbers, and rows of numbers that are kept for each: the memory of `sums`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from classifier import kernel_chunks
from classifier.arabic import fold
from classifier.masks import DENIED, denies, refuses

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Kind = TypeVar("Kind", bound=np.generic)

#: Of each code point up to the last that is one, whether it is a space, as `str.split` cuts.
_SPACES = np.array([chr(code).isspace() for code in range(0x3001)])
#: Chunks remembered before all is forgotten: those of some 30,000 new sentences, and about 20 MB.
REMEMBERED = 1 << 17
#: What a chunk can be in a denied refusal.
_DENIAL, _REFUSAL = 1, 2


class Cut(NamedTuple):
    """Texts as chunks.

    Fields:
        bounds: where the chunks of each text begin among `chunks`, and of one more.
        chunks: the number of each chunk.
        new: the chunks that were not met before, in the order of their numbers.
    """

    bounds: Longs
    chunks: Longs
    new: list[str]


class Chunks:
    """The chunks that were met, each with its number: `views.chunks_of` for many texts at once.

    The first two are what a denied refusal is seen as.

    Args:
        room: how many letters a call may have at most.

    >>> chunks = Chunks(100)
    >>> chunks.cut(folded(["لا  حوار", "", "لا"]), 3)
    Cut(bounds=array([0, 2, 2, 3]), chunks=array([2, 3, 2]), new=[..., 'لا', 'حوار'])
    >>> chunks.cut(folded(["لا نرفض حوار"]), 1)
    Cut(bounds=array([0, 3]), chunks=array([0, 1, 3]), new=['نرفض'])
    """

    def __init__(self, room: int) -> None:
        most = REMEMBERED + room // 2 + 1 + len(DENIED)
        self._slots = np.zeros(1 << (2 * most - 1).bit_length(), np.int32)
        self._letters, self._ends = np.zeros(0, np.uint32), np.zeros(most, np.int64)
        self._seed = hash("chunks") >> 1  # another in each process: nobody can make them collide
        self._room, self.count, self._roles = room, 0, np.zeros(0, np.int8)

    def has_room(self, letters: int) -> bool:
        """Whether so many letters may be cut."""
        return self.count <= REMEMBERED and letters <= self._room

    def cut(self, lines: str, texts: int) -> Cut:
        """Cut so many folded texts, denied refusals seen as one; their chunks are known then."""
        first = [] if self.count else self._cut(" ".join(DENIED) + "\n", 1).new
        found = self._cut(lines, texts)
        self._deny(found.bounds, found.chunks)
        return found._replace(new=first + found.new)

    def _deny(self, bounds: Longs, chunks: Longs) -> None:
        """See every denied refusal as one, in place: what `masks.denied` does to one text."""
        roles = self._roles[chunks]
        pairs = (roles[:-1] == _DENIAL) & (roles[1:] == _REFUSAL)
        inner = bounds[(bounds > 0) & (bounds < len(chunks))]
        pairs[inner - 1] = False  # two texts
        first = np.flatnonzero(pairs)
        chunks[first], chunks[first + 1] = range(len(DENIED))

    def _cut(self, lines: str, texts: int) -> Cut:
        codes, count = code_points(lines), self.count
        used = int(self._ends[count - 1]) if count else 0
        self._letters = grown(self._letters, used, used + len(codes))
        known = kernel_chunks.Known(self._slots, self._letters, self._ends)
        chunks, bounds, starts = kernel_chunks.cut(codes, _SPACES, texts, known, count, self._seed)
        self.count += len(starts)
        lengths = np.diff(self._ends[count : self.count], prepend=used)
        spans = zip(starts.tolist(), (starts + lengths).tolist(), strict=True)
        new = [lines[start:end] for start, end in spans]
        roles = [_DENIAL if denies(chunk) else _REFUSAL * refuses(chunk) for chunk in new]
        self._roles = np.concatenate([self._roles, np.array(roles, np.int8)])
        return Cut(bounds, chunks, new)


class Rows:
    """Rows of numbers, one behind the other: `ends` tells where each of the first `count` ends."""

    def __init__(self) -> None:
        self.numbers, self.ends, self.count = np.zeros(0, np.int32), np.zeros(0, np.int64), 0

    def add(self, numbers: Ints, ends: Longs) -> None:
        """Add rows, one behind the other; where each ends among these `numbers`."""
        count = self.count + len(ends)
        used = int(self.ends[self.count - 1]) if self.count else 0
        self.numbers = grown(self.numbers, used, used + len(numbers))
        self.ends = grown(self.ends, self.count, count)
        self.numbers[used : used + len(numbers)] = numbers
        self.ends[self.count : count] = ends + used
        self.count = count


def folded(texts: Sequence[str]) -> str:
    """Texts as the labeller reads them, a line each."""
    return fold("".join([text.replace("\n", " ") + "\n" for text in texts])).lower()


def code_points(text: str) -> NDArray[np.uint32]:
    """The code points of a text, lone surrogates too."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def grown(array: NDArray[Kind], used: int, least: int) -> NDArray[Kind]:
    """The array, or a copy of what is used of it that is half as long again or long enough."""
    if least <= len(array):
        return array
    new = np.zeros(max(len(array) * 3 // 2, least), dtype=array.dtype)
    new[:used] = array[:used]
    return new
