"""The sums of prediction for many texts at once: what their n-grams bring to every label.

A block's vector is (1 + log count) × idf of each known n-gram, made a unit vector; what it brings
is that vector times the weights. Word n-grams of a text are numbers (text, column) that are
sorted and counted. Letter n-grams are ten times as many, but what those of a chunk bring while each
is counted once never changes: it is kept with the chunk and added up, and only the n-grams that a
text holds several times are put right. Additions are always done in the order of the text or
of the columns, so that a text's sums are the same, bit for bit, whatever stands beside it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from threading import Lock
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from classifier.features import Block
from classifier.number_grams import LetterGrams, WordGrams, letters_known
from classifier.number_views import Memory, Pieces, Readings, view_of
from classifier.numbering import Numbers

Floats = NDArray[np.float64]
Weights = NDArray[np.float64] | NDArray[np.float32]
Shorts = NDArray[np.int32] | NDArray[np.int64]

#: Texts that are counted together, and their letters together (a longer text stands alone). A new
#: sentence took 102, 92, 88 and 84 µs of CPU in slices of 512, 1,024, 2,048 and 4,096; the process
#: had 255 MB with 512, 270 with 2,048, 307 with 4,096.
SLICE = 2048
SLICE_LETTERS = 1 << 19
#: Strings remembered, and numbers remembered of them, before all is forgotten: some 150 MB, and the
#: words of 50,000 sentences. With half of it real articles, 25,000 paragraphs of them, took a third
#: longer.
REMEMBERED = 1 << 18
KEPT = 1 << 23
_DAMPED = np.array([0.0, *(1.0 + math.log(count) for count in range(1, 4096))])


class Fitted(NamedTuple):
    """A block as it was taught: its terms in column order, their idf, their weights by label."""

    block: Block
    terms: Sequence[str]
    idf: Floats
    weights: Floats


class Part(Protocol):
    """Some blocks of a model."""

    def forget(self, memory: Memory) -> None:
        """Begin with another memory: what was known of its strings is void."""

    def size(self) -> int:
        """How many numbers are remembered."""

    def add(self, readings: Readings, sums: Floats) -> None:
        """Add what the blocks bring to each text."""


class Sums:
    """What texts bring to the labels of one model; remembers the words that it has met."""

    def __init__(self, fitted: Sequence[Fitted], labels: int) -> None:
        self._labels, self._lock = labels, Lock()
        letters = [LetterSums(own) for own in fitted if own.block.analyzer == "char_wb"]
        words = WordSums([own for own in fitted if own.block.analyzer == "word"], labels)
        self._parts: tuple[Part, ...] = (*letters, words)
        self._begin()

    def _begin(self) -> None:
        self._memory = Memory()
        for part in self._parts:
            part.forget(self._memory)

    def of(self, texts: Sequence[str]) -> Floats:
        """The sums of each text, shape (n_texts, n_labels)."""
        with self._lock:
            parts = [self._slice(texts[first:last]) for first, last in _slices(texts)]
        return np.concatenate([np.zeros((0, self._labels)), *parts])

    def _slice(self, texts: Sequence[str]) -> Floats:
        kept = sum(part.size() for part in self._parts)
        if len(self._memory.strings) > REMEMBERED or kept > KEPT:
            self._begin()
        readings = Readings(texts, self._memory)
        sums = np.zeros((len(texts), self._labels))
        for part in self._parts:
            part.add(readings, sums)
        return sums


class LetterSums:
    """The sums of a block of letter n-grams."""

    def __init__(self, fitted: Fitted) -> None:
        self._block, idf = fitted.block, fitted.idf[:, None]
        #: Of each column: its squared idf, then what it brings.
        self._facts = np.hstack([idf * idf, fitted.weights * idf])
        self._known = letters_known(fitted.block, fitted.terms)
        self._columns = max(1, len(fitted.terms))

    def forget(self, memory: Memory) -> None:
        """Begin with another memory: what was known of its strings is void."""
        self._grams = LetterGrams(self._block, self._known, memory, self._once)

    def size(self) -> int:
        """How many numbers are remembered."""
        return self._grams.size()

    def _once(self, columns: Numbers, lengths: Numbers) -> Floats:
        """Of each chunk: its squared length, then what it brings, each gram counted once."""
        facts = np.zeros((len(lengths), self._facts.shape[1]))
        some = np.flatnonzero(lengths)
        if len(some):
            starts = (np.cumsum(lengths) - lengths)[some]
            facts[some] = np.add.reduceat(self._facts.take(columns, axis=0), starts, axis=0)
        return facts

    def add(self, readings: Readings, sums: Floats) -> None:
        """Add what the block brings to each text."""
        at, strings = view_of(self._block.view, readings)
        if not len(at):
            return
        columns, lengths = self._grams.rows(strings)
        facts = np.zeros((len(sums), 1 + sums.shape[1]))
        _add_up(facts, at, self._grams.facts(strings))
        self._put_right(facts, np.repeat(at, lengths), columns)
        there = facts[:, 0] > 0
        scale = self._block.weight / np.sqrt(facts[there, 0])
        sums[there] += facts[there, 1:] * scale[:, None]

    def _put_right(self, facts: Floats, at: Numbers, columns: Shorts) -> None:
        """Count what a text holds several times as 1 + log(count), not as count."""
        keys = _keys(at, columns, len(facts), self._columns)
        keys.sort()
        again = np.flatnonzero(keys[1:] == keys[:-1])
        if not len(again):
            return
        begins = np.flatnonzero(np.diff(again, prepend=-2) != 1)
        counts = np.diff(begins, append=len(again)) + 1
        own, column = _parts(keys[again[begins]], self._columns)
        damped, more = _damped(counts), self._facts.take(column, axis=0)
        more[:, 0] *= damped * damped - counts
        more[:, 1:] *= (damped - counts)[:, None]
        _add_up(facts, own, more)


class WordSums:
    """The sums of all blocks of word n-grams together."""

    def __init__(self, fitted: Sequence[Fitted], labels: int) -> None:
        self._views = [own.block.view for own in fitted]
        self._grams = [WordGrams(own.block, own.terms) for own in fitted]
        counts = [len(own.terms) for own in fitted]
        self._firsts, self._columns = np.cumsum([0, *counts]), max(1, sum(counts))
        self._blocks = np.repeat(np.arange(len(fitted), dtype=np.uint8), counts)
        self._idf = np.concatenate([np.zeros(0), *(own.idf for own in fitted)])
        self._scale = np.array([own.block.weight for own in fitted])
        self._weights = short(np.concatenate([np.zeros((0, labels)), *(f.weights for f in fitted)]))

    def forget(self, memory: Memory) -> None:
        """Begin with another memory: what was known of its strings is void."""
        for grams in self._grams:
            grams.forget(memory)

    def size(self) -> int:
        """How many numbers are remembered."""
        return sum(grams.size() for grams in self._grams)

    def add(self, readings: Readings, sums: Floats) -> None:
        """Add what the blocks bring to each text."""
        at, columns, counts = self._counted(readings)
        if not len(at):
            return
        values, blocks = _damped(counts) * self._idf[columns], len(self._scale)
        own = at * blocks + self._blocks[columns]
        lengths = np.sqrt(np.bincount(own, values * values, len(sums) * blocks))
        lengths[lengths == 0] = 1.0
        values *= (np.tile(self._scale, len(sums)) / lengths)[own]
        _add_up(sums, at, self._weights.take(columns, axis=0) * values[:, None])

    def _counted(self, readings: Readings) -> tuple[Numbers, Numbers, Numbers]:
        """Each text's columns in order: text, column, how often."""
        texts = len(readings.texts)
        views = {view: view_of(view, readings) for view in dict.fromkeys(self._views)}
        keys: list[NDArray[Any]] = [np.zeros(0, dtype=np.int32)]
        for view, grams, first in zip(self._views, self._grams, self._firsts, strict=False):
            at, columns = grams.columns(views[view])
            keys.append(_keys(at, columns + first, texts, self._columns))
        ordered = np.concatenate(keys)
        ordered.sort()
        starts = np.flatnonzero(np.diff(ordered, prepend=-1))
        counts = np.diff(starts, append=len(ordered))
        return *_parts(ordered[starts], self._columns), counts


def _keys(at: Numbers, columns: Shorts, texts: int, width: int) -> Shorts:
    """One number for each text and column; short ones where they fit: they sort faster."""
    if texts * width < 2**31:
        return at.astype(np.int32) * np.int32(width) + columns.astype(np.int32, copy=False)
    return at * np.int64(width) + columns


def _parts(keys: Shorts, width: int) -> Pieces:
    """The text and the column of each key."""
    at = keys // width
    return at.astype(np.intp), (keys - at * width).astype(np.intp)


def _add_up(sums: Floats, at: Numbers, rows: Floats) -> None:
    """Add rows, in their order, to those of `sums` that `at` (not falling) says."""
    starts = np.flatnonzero(np.diff(at, prepend=-1))
    sums[at[starts]] += np.add.reduceat(rows, starts, axis=0)


def _damped(counts: Numbers) -> Floats:
    """1 + log(count): looked up, so that a value never depends on its neighbours in an array."""
    damped = _DAMPED[np.minimum(counts, len(_DAMPED) - 1)]
    for place in np.flatnonzero(counts >= len(_DAMPED)).tolist():
        damped[place] = 1.0 + math.log(int(counts[place]))
    return damped


def short(weights: Floats) -> Weights:
    """The same numbers in half the memory, where they fit (those of a model file do)."""
    half = weights.astype(np.float32)
    return half if (half == weights).all() else weights


def _slices(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First and last (exclusive) of texts that are taken together."""
    first = letters = 0
    for place, text in enumerate(texts):
        if place > first and (place - first >= SLICE or letters + len(text) > SLICE_LETTERS):
            yield first, place
            first, letters = place, 0
        letters += len(text)
    if first < len(texts):
        yield first, len(texts)
