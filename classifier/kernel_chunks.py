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
    found = np.empty(len(codes) // 2 + 1, np.int64)
    bounds, new = np.zeros(texts + 1, np.int64), np.empty(len(found), np.int64)
    chunks = text = fresh = start = 0
    mixed = np.uint64(seed)
    for place in range(len(codes)):
        code = codes[place]
        if code >= len(spaces) or not spaces[code]:
            mixed = (mixed ^ np.uint64(code)) * _PRIME
            continue
        if place > start:
            number = _number(codes[start:place], mixed, known, count + fresh)
            if number == count + fresh:
                new[fresh] = start
                fresh += 1
            found[chunks] = number
            chunks += 1
        start, mixed = place + 1, np.uint64(seed)
        if code == _LINE:
            text += 1
            bounds[text] = chunks
    return found[:chunks].copy(), bounds, new[:fresh].copy()


@compiled
def _number(chunk: Letters, mixed: np.uint64, known: Known, count: int) -> np.int64:
    """The number of a chunk; a new one gets the next, which is `count`."""
    slots, letters, ends = known
    slot = np.int64((mixed ^ (mixed >> np.uint64(29))) & np.uint64(len(slots) - 1))
    while slots[slot]:
        number = np.int64(slots[slot] - 1)
        start, place = ends[number - 1] if number else 0, 0
        if ends[number] - start == len(chunk):
            while place < len(chunk) and letters[start + place] == chunk[place]:
                place += 1
            if place == len(chunk):
                return number
        slot = (slot + 1) & (len(slots) - 1)
    start = ends[count - 1] if count else 0
    letters[start : start + len(chunk)] = chunk
    ends[count] = start + len(chunk)
    slots[slot] = count + 1
    return np.int64(count)
