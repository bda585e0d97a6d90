"""The compiled sums of prediction: columns in, what each block brings to each label out.

Nothing here knows a word. N-grams of letters come as rows of columns, one for each chunk; those of
words are found in the pieces that `kernel_views` lays out. Additions are done in the order in which
`scorer` does them for one text, so that both give the same bits.

Numba compiles this when it is first called on a machine, and again when this file has changed: so
the file leans on no other.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import numba
import numpy as np
from numpy.typing import NDArray

Act = TypeVar("Act", bound=Callable[..., Any])
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]

compiled: Callable[[Act], Act] = numba.njit(cache=True, nogil=True)

#: Columns of `Words.blocks`: the place of its view; where its pieces begin among `tokens`; the
#: shortest and the longest n-gram; whether its pieces are single stems; the block's number.
VIEW, PIECES, LOW, HIGH, ALONE, BLOCK = range(6)
#: A piece that is in no n-gram; one that is no word, a single letter.
UNKNOWN, SHORT = -1, -2
_MIX = np.uint64(0x9E3779B97F4A7C15)  # 2**64 over the golden ratio: spreads keys that lie close


class Texts(NamedTuple):
    """Texts as chunks, and what is known of each chunk.

    Fields:
        bounds: where the chunks of each text begin among `chunks`, and of one more.
        chunks: the number of each chunk.
        rows, ends: rows of numbers, one behind the other, and where that of each chunk ends.
    """

    bounds: Longs
    chunks: Longs
    rows: Ints
    ends: Longs


class Layer(NamedTuple):
    """What is counted.

    Fields:
        idf, weights: of each column, (n_columns,) and (n_columns, n_labels).
        damped: 1 + log of each count from 0 to some number; those above it are worked out.
    """

    idf: Floats
    weights: NDArray[np.float32] | Floats
    damped: Floats


class Words(NamedTuple):
    """What is known of the blocks of words.

    Fields:
        blocks, scales: a row (`VIEW` …) and the weight of each.
        short: so many of the known stems, the first, are single letters.
        tokens: of each piece of each block, the word that it is; -1 where it is in no n-gram.
        slots, nodes: an n-gram and a further word → the longer n-gram, as `table_of` gives them.
        columns: of each word, then of each longer n-gram; -1 where it only begins another.
    """

    blocks: Longs
    scales: Floats
    short: int
    tokens: Ints
    slots: Longs
    nodes: Ints
    columns: Ints


def kept_in() -> str:
    """The folder that holds what was compiled."""
    dispatcher: Any = add_words
    return str(dispatcher.stats.cache_path)


@compiled
def table_of(keys: Longs) -> tuple[Longs, Ints]:
    """Distinct keys, all above 0, as a table with open addresses: its slots, and their places."""
    size = 256
    while size < 2 * len(keys):
        size *= 2
    slots, places = np.zeros(size, np.int64), np.zeros(size, np.int32)
    for place in range(len(keys)):
        slot = _slot(keys[place], size)
        while slots[slot] != 0:
            slot = (slot + 1) & (size - 1)
        slots[slot], places[slot] = keys[place], place
    return slots, places


@compiled
def tree_of(flat: Longs, ends: Longs, own: Longs, words: int) -> tuple[Longs, Ints, Ints]:
    """N-grams by what they begin with, as `Words.slots`, `nodes` and `columns` keep them.

    Args:
        flat: the words of all n-grams, one n-gram behind the other.
        ends: where each n-gram ends among them.
        own: the column of each n-gram.
        words: how many words there are; they are numbered from 0.
    """
    size = 256
    while size < 2 * len(flat):
        size *= 2
    slots, nodes = np.zeros(size, np.int64), np.zeros(size, np.int32)
    columns = np.full(words + len(flat), UNKNOWN, np.int32)
    start, count = 0, words
    for gram in range(len(ends)):
        node = flat[start]
        for word in flat[start + 1 : ends[gram]]:
            key = (node << 32 | word) + 1
            slot = _slot(key, size)
            while slots[slot] != 0 and slots[slot] != key:
                slot = (slot + 1) & (size - 1)
            if slots[slot] == 0:
                slots[slot], nodes[slot] = key, count
                count += 1
            node = np.int64(nodes[slot])
        columns[node] = own[gram]
        start = ends[gram]
    return slots, nodes, columns[:count].copy()


@compiled
def _slot(key: int, size: int) -> np.int64:
    return np.int64(np.uint64(key) * _MIX >> np.uint64(32)) & np.int64(size - 1)


@compiled
def _place_of(key: int, slots: Longs, places: Ints) -> int:
    """The place of a key among those of the table; -1 where it is none of them."""
    slot = _slot(key, len(slots))
    while slots[slot] != key:
        if slots[slot] == 0:
            return -1
        slot = (slot + 1) & (len(slots) - 1)
    return int(places[slot])


@compiled
def letter_columns(
    codes: NDArray[np.uint16], ends: Longs, sizes: tuple[int, int], slots: Longs, places: Ints
) -> tuple[Ints, Longs]:
    """The columns of the known n-grams of chunks, in the order of `features.letter_grams`.

    Args:
        codes: of each letter of each chunk with its spaces; 0 for one that no known n-gram has.
        ends: where each chunk ends among them.
        sizes: the shortest and the longest n-gram.
        slots: those of the table of n-grams, packed into one number each.
        places: their columns.

    Returns:
        The columns, chunk after chunk, and where those of each chunk end.
    """
    low, high = sizes
    found = np.empty(len(codes) * (high - low + 1), np.int32)
    last = np.empty(len(ends), np.int64)
    bits, count, start = 63 // high, 0, 0
    for chunk in range(len(ends)):
        for size in range(low, high + 1):
            width = min(size, ends[chunk] - start)
            for first in range(start, ends[chunk] - width + 1):
                key = 0
                for code in codes[first : first + width]:
                    if code == 0:
                        key = 0
                        break
                    key = (key << bits) | int(code)
                column = _place_of(key, slots, places) if key else -1
                if column >= 0:
                    found[count] = column
                    count += 1
            if size >= ends[chunk] - start:
                break
        start = ends[chunk]
        last[chunk] = count
    return found[:count].copy(), last


@compiled
def add_letters(texts: Texts, layer: Layer, scale: float, out: Floats) -> None:
    """Add what a block of letters brings to each text, `out` of shape (n_texts, n_labels)."""
    counts, touched = np.zeros(len(layer.idf), np.int32), np.empty(len(layer.idf), np.int32)
    bounds, chunks, rows, ends = texts
    for text in range(len(bounds) - 1):
        met = 0
        for chunk in chunks[bounds[text] : bounds[text + 1]]:
            for column in rows[ends[chunk - 1] if chunk else 0 : ends[chunk]]:
                if counts[column] == 0:
                    touched[met] = column
                    met += 1
                counts[column] += 1
        _bring(touched[:met], counts, layer, scale, out[text])


@compiled
def _bring(touched: Ints, counts: Ints, layer: Layer, scale: float, out: Floats) -> None:
    """Say what counted columns bring to each label, and set their counts to 0 again."""
    idf, weights, damped = layer
    values, squares = np.empty(len(touched), np.float64), 0.0
    for place in range(len(touched)):
        count = counts[touched[place]]
        counts[touched[place]] = 0
        often = damped[count] if count < len(damped) else 1.0 + math.log(count)
        values[place] = often * idf[touched[place]]
        squares += values[place] * values[place]
    factor = scale / math.sqrt(squares) if squares > 0 else 0.0
    out[:] = 0.0
    for place in range(len(touched)):
        value, column = values[place] * factor, touched[place]
        for label in range(len(out)):
            out[label] += value * weights[column, label]


@compiled
def add_words(pieces: Longs, ends: Longs, words: Words, layer: Layer, out: Floats) -> None:
    """Add what blocks of words bring to each text, `out` of shape (n_blocks, n_texts, n_labels).

    `pieces` and `ends` are those of `kernel_views.lay`.
    """
    counts, touched = np.zeros(len(layer.idf), np.int32), np.empty(len(layer.idf), np.int32)
    flat = ends.ravel()
    own = np.empty((2, np.diff(np.append(0, flat)).max()), np.int64)
    for text in range(len(ends)):
        for number in range(len(words.blocks)):
            block = words.blocks[number]
            last = text * ends.shape[1] + block[VIEW]
            begin, end = flat[last - 1] if last else 0, flat[last]
            count = _words_of(pieces[begin:end], block, words, own[0])
            met = _count(own[0, :count], own[1], block, words, counts, touched)
            _bring(touched[:met], counts, layer, words.scales[number], out[block[BLOCK], text])


@compiled
def _words_of(pieces: Longs, block: Longs, words: Words, own: Longs) -> int:
    """The block's words that pieces are; single letters that stand alone are left out."""
    tokens, first, alone, short, count = words.tokens, block[PIECES], block[ALONE], words.short, 0
    for piece in pieces:
        if not alone or (piece != SHORT and not 0 <= piece < short):
            own[count] = tokens[first + piece] if piece >= 0 else UNKNOWN
            count += 1
    return count


@compiled
def _count(
    own: Longs, begun: Longs, block: Longs, words: Words, counts: Ints, touched: Ints
) -> int:
    """Count the columns of the n-grams of words, in the order of `features.word_grams`.

    `begun` is filled: the n-gram of the size before that begins at each word, -1 for none.
    """
    slots, nodes, columns = words.slots, words.nodes, words.columns
    met, low = 0, block[LOW]
    for size in range(1, block[HIGH] + 1):
        for place in range(len(own) - size + 1):
            last = own[place + size - 1]
            node = begun[place] if size > 1 else last
            if size > 1 and node >= 0:
                node = _place_of((node << 32 | last) + 1, slots, nodes) if last >= 0 else UNKNOWN
            begun[place] = node
            column = columns[node] if node >= 0 and size >= low else UNKNOWN
            if column >= 0:
                if counts[column] == 0:
                    touched[met] = column
                    met += 1
                counts[column] += 1
    return met
