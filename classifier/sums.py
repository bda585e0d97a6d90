"""The sums of prediction for many texts at once, by compiled code.

    texts ──► chunks, numbered ──► a row of numbers for each chunk ──► views ──► sums of each block

What a chunk is gets worked out when it is first met and is remembered up to a bound (`numbering`,
`word_numbers`); what hangs on its neighbours and on the text is compiled (`kernel_chunks`,
`kernel_views`, `kernel`). Whoever imports this imports numba: `scorer` does so only for many texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from threading import Lock
from typing import NamedTuple

import numpy as np

from classifier import kernel
from classifier.features import Block
from classifier.kernel import Floats, Layer
from classifier.masks import masked
from classifier.numbering import Chunks, Longs, Rows, code_points, folded
from classifier.posts import NEWS, laid_out
from classifier.word_numbers import ALONE, KEPT, OF_STEMS, VIEWS, WordNumbers

#: Texts that are counted together, and their letters together (a longer text stands alone).
SLICE = 2048
SLICE_LETTERS = 1 << 19
#: Codes of letters are of so many bits at most.
_CODE_BITS = 16


class Fitted(NamedTuple):
    """A block as it was taught: its terms in column order, the first column among those of all."""

    block: Block
    terms: Sequence[str]
    first: int


class Sums:
    """What texts bring to the labels of one model, block by block.

    Args:
        fitted: the blocks.
        layer: what is counted, of the columns of all blocks.
        register: how texts are read.

    Fields:
        left: the blocks that are not counted here: over views that only `views` knows, of letters
            that do not fit into numbers. What they bring is 0.
    """

    def __init__(self, fitted: Sequence[Fitted], layer: Layer, register: str = NEWS) -> None:
        self._register, self._lock = register, Lock()
        self._blocks, self._labels = len(fitted), layer.weights.shape[1]
        letters = [number for number, own in enumerate(fitted) if LetterSums.can(own)]
        views = {own.block.view for own in fitted}
        kept = next((view for view in KEPT if view in views), "")
        words = [number for number, own in enumerate(fitted) if WordSums.can(own, kept)]
        self._parts: list[LetterSums | WordSums] = []
        self._parts += [LetterSums(number, fitted[number], layer) for number in letters]
        if words:
            self._parts.append(WordSums(words, [fitted[number] for number in words], layer))
        self.left = sorted({*range(len(fitted))} - {*letters, *words})
        self._begin(SLICE_LETTERS)

    def _begin(self, room: int) -> None:
        self._chunks, self._learnt = Chunks(room), True
        for part in self._parts:
            part.forget()

    def of(self, texts: Sequence[str]) -> Iterator[Floats]:
        """What each block brings to each text, slice by slice: (n_blocks, n_texts, n_labels)."""
        for first, last in _slices(texts):
            with self._lock:
                found = self._slice(texts[first:last])
            yield found

    def _slice(self, texts: Sequence[str]) -> Floats:
        lines = folded([laid_out(text, self._register) for text in texts])
        if not (self._learnt and self._chunks.has_room(len(lines))):
            self._begin(max(len(lines), SLICE_LETTERS))
        self._learnt = False  # whoever is interrupted from here on begins again
        bounds, chunks, new = self._chunks.cut(lines, len(texts))
        if new:
            # What remembers single words elsewhere is gone round: the chunk is remembered.
            seen = [*map(masked.__wrapped__, new)] if self._register == NEWS else new
            for part in self._parts:
                part.learn(new, seen)
        self._learnt = True
        found = np.zeros((self._blocks, len(texts), self._labels))
        for part in self._parts:
            part.add(bounds, chunks, found)
        return found


class LetterSums:
    """The sums of a block of letter n-grams of chunks.

    A letter of the known n-grams becomes a code from 1, and an n-gram the codes side by side in one
    number: there are no collisions.
    """

    def __init__(self, number: int, fitted: Fitted, layer: Layer) -> None:
        self._number, self._layer, block = number, layer, fitted.block
        self._scale, self._sizes = block.weight, (block.low, block.high)
        letters, bits = code_points("".join(fitted.terms)), 63 // block.high
        alphabet = np.unique(letters)
        self._codes = np.zeros(0x110000, dtype=np.uint16)
        self._codes[alphabet] = np.arange(1, len(alphabet) + 1)
        lengths = np.fromiter(map(len, fitted.terms), np.int64, len(fitted.terms))
        starts, keys = np.cumsum(lengths) - lengths, np.zeros(len(lengths), np.int64)
        for place in range(block.high):
            longer = np.flatnonzero(place < lengths)
            keys[longer] = keys[longer] << bits | self._codes[letters[starts[longer] + place]]
        self._slots, places = kernel.table_of(keys)
        self._places = places + np.int32(fitted.first)

    @staticmethod
    def can(fitted: Fitted) -> bool:
        """Whether a block is one of letters of chunks, and its n-grams fit into numbers."""
        block = fitted.block
        if block.analyzer != "char_wb" or block.view != "whole" or not fitted.terms:
            return False
        lengths, letters = {*map(len, fitted.terms)}, len(set("".join(fitted.terms)))
        whole = min(lengths) > 0 and max(lengths) <= block.high
        return whole and letters < 1 << min(63 // block.high, _CODE_BITS)

    def forget(self) -> None:
        """Begin again: chunks get other numbers."""
        self._rows = Rows()

    def learn(self, plain: Sequence[str], chunks: Sequence[str]) -> None:
        """Keep the columns of new chunks, as they stand and masked."""
        del plain
        codes = self._codes[code_points("".join([f" {chunk} " for chunk in chunks]))]
        ends = np.cumsum(np.fromiter(map(len, chunks), np.int64, len(chunks)) + 2)
        found = kernel.letter_columns(codes, ends, self._sizes, self._slots, self._places)
        self._rows.add(*found)

    def add(self, bounds: Longs, chunks: Longs, found: Floats) -> None:
        """Add what the block brings to each text."""
        texts = kernel.Texts(bounds, chunks, self._rows.numbers, self._rows.ends)
        kernel.add_letters(texts, self._layer, self._scale, found[self._number])


class WordSums:
    """The sums of all blocks of word n-grams together."""

    def __init__(self, numbers: Sequence[int], fitted: Sequence[Fitted], layer: Layer) -> None:
        laid = [*dict.fromkeys(own.block.view for own in fitted)]
        stemmed = chain.from_iterable(map(_words, (f for f in fitted if f.block.view in OF_STEMS)))
        self._known = WordNumbers({word.partition("_")[0] for word in stemmed}, laid)
        self.forget, self.learn = self._known.forget, self._known.learn
        blocks, tokens, grams, words = [], [np.zeros(0, np.int32)], [], 0
        for number, own in zip(numbers, fitted, strict=True):
            block, flat = own.block, _words(own)
            each = {word: place for place, word in enumerate(dict.fromkeys(flat), words)}
            grams.append(np.fromiter(map(each.__getitem__, flat), np.int64, len(flat)))
            place, first = laid.index(block.view), sum(map(len, tokens))
            blocks.append((place, first, block.low, block.high, block.view in ALONE, number))
            tokens.append(self._known.tokens(block.view, each))
            words += len(each)
        sizes = np.array([term.count(" ") + 1 for own in fitted for term in own.terms])
        columns = [np.arange(first, first + len(terms)) for _, terms, first in fitted]
        self._layer = layer
        self._words = kernel.Words(
            np.array(blocks, np.int64),
            np.array([own.block.weight for own in fitted]),
            self._known.short,
            np.concatenate(tokens),
            *kernel.tree_of(
                np.concatenate(grams), np.cumsum(sizes), np.concatenate(columns), words
            ),
        )

    @staticmethod
    def can(fitted: Fitted, kept: str) -> bool:
        """Whether a block is one of words, over a view that can be laid out in numbers.

        Of the views in `KEPT` one can.
        """
        block = fitted.block
        laid = block.view in VIEWS and (block.view not in KEPT or block.view == kept)
        return block.analyzer == "word" and laid and bool(fitted.terms)

    def add(self, bounds: Longs, chunks: Longs, found: Floats) -> None:
        """Add what the blocks bring to each text."""
        kernel.add_words(*self._known.lay(bounds, chunks), self._words, self._layer, found)


def _words(fitted: Fitted) -> list[str]:
    """The words of all n-grams of a block, one n-gram behind the other."""
    return " ".join(fitted.terms).split(" ")


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
