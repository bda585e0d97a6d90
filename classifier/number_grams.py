"""The n-grams of many statements at once, as columns of a fitted block.

A block of letter grams keeps the columns of every distinct piece. A block of word grams numbers
its words and goes from gram to longer gram by keys (a gram and the word behind it).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from classifier.features import Block, letter_grams, word_grams
from classifier.number_views import Memory, Pieces
from classifier.numbering import Keys, Numbered, Numbers, Ragged, grown, ragged

Floats = NDArray[np.float64]

#: A chunk of one letter with a space on each side.
_SHORTEST = 3


class LetterColumns(Protocol):
    """What knows the columns of letter n-grams."""

    def columns(self, chunks: Sequence[str], low: int, high: int) -> tuple[Numbers, Numbers]:
        """The columns of all known n-grams, chunk by chunk, and how many each chunk has."""


def letters_known(block: Block, terms: Sequence[str]) -> LetterColumns:
    """What knows the `terms` (in column order) of a block of letters."""
    packed = PackedLetters(terms, block.high)
    return packed if packed.fits(block.low) else PlainLetters(terms)


class LetterGrams:
    """The letter n-grams of the pieces of a memory.

    Args:
        block: whose grams.
        known: what knows their columns.
        memory: what knows the strings of the pieces.
        facts: makes of the columns of some pieces, and how many each has, a row for each piece.
    """

    def __init__(
        self,
        block: Block,
        known: LetterColumns,
        memory: Memory,
        facts: Callable[[Numbers, Numbers], Floats],
    ) -> None:
        self._low, self._high, self._known = block.low, block.high, known
        self._memory, self._facts_of = memory, facts
        self._facts = facts(np.zeros(0, np.intp), np.zeros(1024, np.intp))
        self._rows = Ragged(self._learn)

    def _learn(self, pieces: list[int]) -> tuple[Numbers, Numbers]:
        chunks = self._memory.texts(pieces)
        columns, lengths = self._known.columns(chunks, self._low, self._high)
        self._facts = grown(self._facts, max(pieces) + 1, 0)
        self._facts[pieces] = self._facts_of(columns, lengths)
        return columns, lengths

    def size(self) -> int:
        """How many columns are remembered."""
        return self._rows.size

    def rows(self, pieces: Numbers) -> tuple[NDArray[np.int32], Numbers]:
        """The columns of the known grams, piece by piece, and how many each piece has."""
        return self._rows.rows(pieces)

    def facts(self, pieces: Numbers) -> Floats:
        """The row of facts of each piece, of which `rows` was asked before."""
        return self._facts.take(pieces, axis=0)


class PlainLetters:
    """Letter n-grams of any size and script, one by one."""

    def __init__(self, terms: Sequence[str]) -> None:
        self._places = {term: place for place, term in enumerate(terms)}

    def columns(self, chunks: Sequence[str], low: int, high: int) -> tuple[Numbers, Numbers]:
        """The columns of all known n-grams, chunk by chunk, and how many each chunk has."""
        known = self._places
        return ragged(
            [known[gram] for gram in letter_grams(chunk, low, high) if gram in known]
            for chunk in chunks
        )


class PackedLetters:
    """Letter n-grams packed into one number each, so that arrays of them are looked up at once.

    A letter of the known grams becomes a code from 1, and a gram the codes side by side: there
    are no collisions. What does not fit (long grams, huge alphabets) is left to `PlainLetters`.
    """

    def __init__(self, terms: Sequence[str], high: int) -> None:
        self._bits, self._high = 63 // high, high
        letters = _code_points("".join(terms))
        alphabet = np.unique(letters)
        self._codes = np.zeros(0x110000, dtype=np.int64)
        self._codes[alphabet] = np.arange(1, len(alphabet) + 1)
        self._letters = len(alphabet)
        lengths = np.fromiter(map(len, terms), np.intp, len(terms))
        usable = np.flatnonzero((lengths > 0) & (lengths <= high))
        codes = np.append(self._codes[letters], np.zeros(high, dtype=np.int64))
        starts, keys = (np.cumsum(lengths) - lengths)[usable], np.zeros(len(usable), np.intp)
        for place in range(high):
            longer = place < lengths[usable]
            keys[longer] = (keys[longer] << self._bits) | codes[starts[longer] + place]
        self._places, self._keys = usable, Keys(keys if self.fits(1) else keys[:0])

    def fits(self, low: int) -> bool:
        """Whether every gram has its own number, and no chunk is shorter than a gram."""
        return self._letters < 1 << self._bits and low <= _SHORTEST

    def columns(self, chunks: Sequence[str], low: int, high: int) -> tuple[Numbers, Numbers]:
        """The columns of all known n-grams, chunk by chunk, and how many each chunk has."""
        lengths = np.fromiter(map(len, chunks), np.intp, len(chunks)) + 2
        codes = self._codes[_code_points("".join(f" {chunk} " for chunk in chunks))]
        left = np.repeat(np.cumsum(lengths), lengths) - np.arange(len(codes))
        found = np.full((len(codes), high - low + 1), -1, dtype=np.int32)
        places, keys = np.arange(len(codes)), np.zeros(len(codes), dtype=np.int64)
        known = np.ones(len(codes), dtype=bool)
        for size in range(1, high + 1):
            following = codes.take(places + size - 1, mode="clip")
            keys = (keys << self._bits) | following
            known &= following > 0
            if size >= low:
                usable = np.flatnonzero(known & (left.take(places) >= size))
                places, keys, known = places[usable], keys[usable], known[usable]
                found[places, size - low] = self._keys.find(keys)
        there = found >= 0
        counts = np.add.reduceat(there.sum(axis=1), np.cumsum(lengths) - lengths)
        return self._places[found[there]], counts


def _code_points(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


class WordGrams:
    """The word n-grams of a block, `terms` in column order."""

    def __init__(self, block: Block, terms: Sequence[str]) -> None:
        self._low, self._high = block.low, block.high
        self._numbers: Numbered[str] = Numbered()
        flat = self._numbers.all(" ".join(terms).split(" ")) if terms else np.zeros(0, np.intp)
        self._words = len(self._numbers)
        sizes = np.array([term.count(" ") + 1 for term in terms], dtype=np.intp)
        starts = np.cumsum(sizes) - sizes
        nodes = flat[starts] if terms else starts
        first = np.full(self._words, -1, dtype=np.intp)
        first[nodes[sizes == 1]] = np.flatnonzero(sizes == 1)
        #: Of each length: the keys of its grams (one word needs none), and their columns (-1: it
        #: only begins a longer one).
        self._levels: list[tuple[Keys, Numbers]] = [(Keys(np.zeros(0, np.intp)), first)]
        places = np.arange(len(terms))
        for size in range(2, self._high + 1):
            longer = sizes[places] >= size
            places, nodes = places[longer], nodes[longer]
            keys, nodes = np.unique(
                nodes * self._words + flat[starts[places] + size - 1], return_inverse=True
            )
            columns = np.full(len(keys), -1, dtype=np.intp)
            columns[nodes[sizes[places] == size]] = places[sizes[places] == size]
            self._levels.append((Keys(keys), columns))

    def forget(self, memory: Memory) -> None:
        """Begin with another memory."""
        self._rows = Ragged(lambda pieces: self._words_of(memory.texts(pieces)))

    def _words_of(self, pieces: list[str]) -> tuple[Numbers, Numbers]:
        """The words of each piece, -1 for what is not known; nearly all are one word each."""
        known = self._numbers.get
        if "".join(pieces).replace("_", "").isalnum():
            lengths = np.fromiter((len(piece) > 1 for piece in pieces), np.intp)
            words = (known(piece, -1) for piece in pieces if len(piece) > 1)
            return np.fromiter(words, np.intp), lengths
        found = (word_grams(piece, 1, 1) for piece in pieces)
        return ragged([known(word, -1) for word in own] for own in found)

    def size(self) -> int:
        """How many words are remembered."""
        return self._rows.size

    def columns(self, pieces: Pieces) -> Pieces:
        """The statement and the column of each known gram."""
        rows, lengths = self._rows.rows(pieces[1])
        words = rows.astype(np.intp)
        at = np.repeat(pieces[0], lengths)
        places = np.flatnonzero(words >= 0)
        nodes = words[places]
        found_at, found = [], []
        for size, (keys, columns) in enumerate(self._levels, 1):
            if size > 1:
                places, nodes = self._longer(places, nodes, places + size - 1, words, at, keys)
            own = columns[nodes] if size >= self._low else np.full(len(nodes), -1)
            found_at.append(at[places[own >= 0]])
            found.append(own[own >= 0])
        return np.concatenate(found_at), np.concatenate(found)

    def _longer(
        self,
        places: Numbers,
        nodes: Numbers,
        ends: Numbers,
        words: Numbers,
        at: Numbers,
        keys: Keys,
    ) -> Pieces:
        """Grams (where they begin, which) and the word at `ends` are longer grams, where known."""
        inside = ends < len(words)
        places, nodes, ends = places[inside], nodes[inside], ends[inside]
        whole = (at[ends] == at[places]) & (words[ends] >= 0)
        longer = keys.find(nodes[whole] * self._words + words[ends[whole]])
        there = longer >= 0
        return places[whole][there], longer[there]
