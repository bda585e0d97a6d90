"""The compiled cutting of texts into chunks, each of which gets a number when it is first met.

Numba compiles this when it is first called on a machine, and again when this file has changed:
so the file leans on no other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import numba
import numpy as np
from numpy.typing import NDArray

Act = TypeVar("Act", bound=Callable[..., Any])
Longs = NDArray[np.int64]
Letters = NDArray[np.uint32]
Hashes = NDArray[np.uint64]

compiled: Callable[[Act], Act] = numba.njit(cache=True, nogil=True)

_LINE = np.uint32(ord("\n"))
_PRIME = np.uint64(0x100000001B3)  # of the 64-bit hash of Fowler, Noll and Vo


class Known(NamedTuple):
    """The chunks that were met: an open-addressing table and what stands in it.

    Fields:
        slots: the number of a chunk, from 1; 0 where there is none. Its length is a power of two.
        letters: the code points of all chunks, in the order of their numbers.
        ends: where each chunk ends among them.
    """

    slots: NDArray[np.int32]
    letters: Letters
    ends: Longs


@compiled
def cut(
    codes: Letters, spaces: NDArray[np.bool_], texts: int, known: Known, count: int, seed: int
) -> tuple[Longs, Longs, Longs]:
    """Cut texts at spaces.

    Args:
        codes: code points of the texts, a line feed behind each.
        spaces: of each small code point, whether it is a space; the larger ones are none.
        texts: how many they are.
        known: the chunks known so far; grows, so there must be room.
        count: how many chunks are known.
        seed: where each hash begins.

    Returns:
        The number of each chunk; where the chunks of each text begin, and of one more; where each
        chunk that is new begins in `codes`.
    """
    starts, ends = np.empty(len(codes) // 2 + 1, np.int64), np.empty(len(codes) // 2 + 1, np.int64)
    hashes, bounds = np.empty(len(starts), np.uint64), np.zeros(texts + 1, np.int64)
    chunks = text = start = 0
    mixed = np.uint64(seed)
    for place in range(len(codes)):
        code = codes[place]
        if code >= len(spaces) or not spaces[code]:
            mixed = (mixed ^ np.uint64(code)) * _PRIME
            continue
        if place > start:
            starts[chunks], ends[chunks], hashes[chunks] = start, place, mixed
            chunks += 1
        start, mixed = place + 1, np.uint64(seed)
        if code == _LINE:
            text += 1
            bounds[text] = chunks
    numbers, new = _numbers(codes, starts[:chunks], ends[:chunks], hashes, known, count)
    return numbers, bounds, starts[new]


@compiled
def _numbers(
    codes: Letters, starts: Longs, ends: Longs, hashes: Hashes, known: Known, count: int
) -> tuple[Longs, Longs]:
    """The number of each chunk, and which of them are new: they get the next, from `count` on.

    All in one loop: called for each chunk, it would take half as long again.
    """
    slots, letters, behind = known
    numbers, new, before = np.empty(len(starts), np.int64), np.empty(len(starts), np.int64), count
    for chunk in range(len(starts)):
        first, size, number = starts[chunk], ends[chunk] - starts[chunk], -1
        mixed = hashes[chunk] ^ (hashes[chunk] >> np.uint64(29))
        slot = np.int64(mixed & np.uint64(len(slots) - 1))
        while slots[slot] and number < 0:
            met = slots[slot] - 1
            own, place = behind[met - 1] if met else 0, 0
            if behind[met] - own == size:
                while place < size and letters[own + place] == codes[first + place]:
                    place += 1
                number = met if place == size else -1
            slot = (slot + 1) & (len(slots) - 1)
        if number < 0:
            number, new[count - before] = count, chunk
            own = behind[count - 1] if count else 0
            letters[own : own + size] = codes[first : first + size]
            behind[count], slots[slot] = own + size, count + 1
            count += 1
        numbers[chunk] = number
    return numbers, new[: count - before]
