"""The views of many statements at once, in numbers: what `views` says of one, word by word.

    statements ──► chunks ──► words ──► stems, concepts ──► view

A `Memory` knows every distinct word once, `Readings` are the statements of a batch as arrays. A
view gives two arrays, the statement of each piece and the piece's number in `Memory.strings`, in
the order of the text. `tests/test_scorer.py` holds every view here equal to its namesake there;
a view that is only there is read from there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import chain

import numpy as np

from classifier import concepts as ideas
from classifier import views
from classifier.arabic import fold
from classifier.concepts import NEGATION, TONES, Concepts
from classifier.masks import MARKS, masked
from classifier.numbering import Flags, Joined, Numbered, Numbers, Ragged, Single

_WORD = re.compile(r"[^\W_]+")
#: Kinds of negotiation word; 0 is none.
KINDS = ("none", *sorted(ideas.NEGOTIATION))
_SIDES = ("before", "after")
_BEHIND = (*KINDS, *_SIDES)

Pieces = tuple[Numbers, Numbers]


class Memory:
    """What is known of every distinct word that was met.

    What remembers single words elsewhere (`masked`, `stem`, `concepts_of`) is gone round: to
    remember them twice took a fifth of the memory.
    """

    def __init__(self) -> None:
        self.strings: Numbered[str] = Numbered()
        self.concepts: Numbered[Concepts] = Numbered([()])
        self.masked = Single(lambda new: self._all(masked.__wrapped__, new))
        self.words = Ragged(self._words)
        self.stems = Single(lambda new: self._all(ideas.stem.__wrapped__, new))
        self.marks = Single(self._concepts_of)
        self._pair_starts, self._pair_ends = map(self._flags, ideas.pair_words())
        self.names = ideas.names()
        self.with_stems = Joined(self.strings.things, _BEHIND, self.strings)
        self.concept_pairs = Joined(self.names, self.names, self.strings)
        self._facts = np.zeros((0, 4 + views.PER_WORD), dtype=np.intp)

    def texts(self, numbers: Iterable[int]) -> list[str]:
        """The strings of these numbers."""
        return [*map(self.strings.things.__getitem__, numbers)]

    def _all(self, change: Callable[[str], str], numbers: list[int]) -> Numbers:
        return self.strings.all(map(change, self.texts(numbers)))

    def _concepts_of(self, words: list[int]) -> Numbers:
        return self.concepts.all(map(ideas.concepts_of.__wrapped__, self.texts(words)))

    def _words(self, chunks: list[int]) -> tuple[Numbers, Numbers]:
        found = [
            (word,) if (word := text.strip(MARKS)).isalnum() else _WORD.findall(text)
            for text in self.texts(chunks)
        ]
        lengths = np.fromiter(map(len, found), np.intp)
        return self.strings.all(chain.from_iterable(found)), lengths

    def _flags(self, texts: Iterable[str]) -> Flags:
        """A flag for each string of a small number, set for these; the last is for all others."""
        numbers = self.strings.all(texts)
        flags = np.zeros(len(self.strings) + 1, dtype=bool)
        flags[numbers] = True
        return flags

    def may_be_pairs(self, words: Numbers, stems: Numbers) -> Flags:
        """Whether each word but the last may make a listed pair with the following."""
        starts, ends = self._pair_starts, self._pair_ends
        first = starts[np.minimum(words[:-1], len(starts) - 1)]
        first |= starts[np.minimum(stems[:-1], len(starts) - 1)]
        both: Flags = first & ends[np.minimum(words[1:], len(ends) - 1)]
        return both

    @property
    def facts(self) -> Numbers:
        """Of each number of `concepts`: kind, negated, each tone, then its first names or -1."""
        if len(self._facts) < len(self.concepts):
            new = [self._fact(own) for own in self.concepts.things[len(self._facts) :]]
            self._facts = np.concatenate([self._facts, np.array(new, dtype=np.intp)])
        return self._facts

    def _fact(self, own: Concepts) -> list[int]:
        named = [self.names.index(concept) for concept in own[: views.PER_WORD]]
        return [
            KINDS.index(views.target_of(own) or "none"),
            NEGATION in own,
            *(tone in own for tone in TONES),
            *(named + [-1] * views.PER_WORD)[: views.PER_WORD],
        ]


class Readings:
    """The statements of a batch: their chunks and words, worked out once.

    Fields:
        texts: the statements.
        plain, chunks, chunk_at: the number of each chunk before and behind the masks, the statement
            it stands in.
        words, at: the same for words.
    """

    def __init__(self, texts: Sequence[str], memory: Memory) -> None:
        self.texts, self.memory = texts, memory
        lines = "\n".join(text.replace("\n", " ") for text in texts)
        found = [line.split() for line in fold(lines).lower().split("\n")] if texts else []
        self.plain = memory.strings.all(chain.from_iterable(found))
        self.chunks = memory.masked.of(self.plain)
        self.chunk_at = np.repeat(np.arange(len(texts)), [len(chunks) for chunks in found])
        words, lengths = memory.words.rows(self.chunks)
        self.words = words.astype(np.intp)
        self.at = np.repeat(self.chunk_at, lengths)

    @cached_property
    def stems(self) -> Numbers:
        """The stem of each word."""
        return self.memory.stems.of(self.words)

    @cached_property
    def facts(self) -> Numbers:
        """The row of `Memory.facts` of each word, shape (n_words, …)."""
        memory, words = self.memory, self.words
        marks = memory.marks.of(words)
        pairs = memory.may_be_pairs(words, self.stems) & (self.at[1:] == self.at[:-1])
        for place in np.flatnonzero(pairs).tolist():
            pair = memory.texts(words[place : place + 2].tolist())
            marks[place] = memory.concepts[ideas.concepts_in(pair)[0]]
        return memory.facts[marks]

    @property
    def kinds(self) -> Numbers:
        """The kind of negotiation word that each word is; 0 for none."""
        kinds: Numbers = self.facts[:, 0]
        return kinds

    @cached_property
    def around(self) -> tuple[Numbers, Numbers, Numbers]:
        """Words near a negotiation word: their place, the side they stand on, the kind."""
        reach = np.arange(-views.REACH, views.REACH + 1)
        reach = reach[reach != 0]
        targets = np.flatnonzero(self.kinds)
        rows, columns = np.nonzero(_within(self.at, targets, reach))
        places = targets[rows] + reach[columns]
        side = len(KINDS) + (reach[columns] > 0)
        return places, side, self.kinds[targets[rows]]


def _within(at: Numbers, places: Numbers, reach: Numbers) -> Flags:
    """Whether a place that far away lies in the same statement, (n_places, n_reach)."""
    others = places[:, None] + reach
    inside = (others >= 0) & (others < len(at))
    same: Flags = inside & (at[np.where(inside, others, 0)] == at[places][:, None])
    return same


def _whole(r: Readings) -> Pieces:
    return r.chunk_at, r.chunks


def _stems(r: Readings) -> Pieces:
    return r.at, r.stems


def _names(r: Readings) -> Pieces:
    other = r.plain != r.chunks
    words, lengths = r.memory.words.rows(r.plain[other])
    return np.repeat(r.chunk_at[other], lengths), r.memory.stems.of(words.astype(np.intp))


def _window(r: Readings) -> Pieces:
    reach = np.arange(-views.WINDOW, views.WINDOW + 1)
    targets = np.flatnonzero(r.kinds)
    rows, columns = np.nonzero(_within(r.at, targets, reach))
    near = np.zeros(len(r.at), dtype=bool)
    near[targets[rows] + reach[columns]] = True
    return r.at[near], r.stems[near]


def _sides(r: Readings) -> Pieces:
    places, side, _ = r.around
    return r.at[places], r.memory.with_stems.of(r.stems[places], side)


def _targets(r: Readings) -> Pieces:
    places, _, kind = r.around
    return r.at[places], r.memory.with_stems.of(r.stems[places], kind)


def _frame(r: Readings) -> Pieces:
    there = np.zeros((len(r.texts), len(KINDS)), dtype=bool)
    there[r.at, r.kinds] = True
    there[:, 0] = ~there[:, 1:].any(axis=1)
    first = np.searchsorted(r.at, r.at)
    opening = np.flatnonzero(np.arange(len(r.at)) - first < views.OPENING)
    rows, kinds = np.nonzero(there[r.at[opening]])
    places = opening[rows]
    return r.at[places], r.memory.with_stems.of(r.stems[places], kinds)


def _named(r: Readings, names: Numbers) -> Numbers:
    """Strings of concepts."""
    return r.memory.strings.all(r.memory.names)[names]


def _concepts(r: Readings) -> Pieces:
    first = r.facts[:, 4]
    has = first >= 0
    return r.at[has], _named(r, first[has])


def _concept_pairs(r: Readings) -> Pieces:
    words, slots = np.nonzero(r.facts[:, 4:] >= 0)
    names, at = r.facts[words, 4 + slots], r.at[words]
    reach = np.arange(1, views.PER_WORD * (views.CONCEPT_REACH + 1))
    numbers = np.arange(len(at))
    rows, columns = np.nonzero(_within(at, numbers, reach))
    others = rows + reach[columns]
    apart = words[others] - words[rows]
    close = (apart > 0) & (apart <= views.CONCEPT_REACH)
    rows, others = rows[close], others[close]
    pairs = r.memory.concept_pairs.of(names[rows], names[others])
    place = np.concatenate([at, at[rows]])
    order = np.argsort(place, kind="stable")
    return place[order], np.concatenate([_named(r, names), pairs])[order]


#: What a word says, in the order of `_TONE_TEXTS`: negation, tones, tones turned round.
_TONE_TEXTS = (NEGATION, *TONES, *(f"not_{tone}" for tone in TONES))


def _tone_row(r: Readings) -> Pieces:
    """The statement and the place in `_TONE_TEXTS` of each tone."""
    negated = r.facts[:, 1] > 0
    turned = np.zeros(len(negated), dtype=np.intp)
    for back in range(1, views.NEGATED_WITHIN + 1):
        turned[back:] |= negated[:-back] & (r.at[back:] == r.at[:-back])
    words, slots = np.nonzero(r.facts[:, 1:4])
    return r.at[words], slots + np.where(slots > 0, len(TONES) * turned[words], 0)


def _tones(r: Readings) -> Pieces:
    at, tones = _tone_row(r)
    return at, r.memory.strings.all(_TONE_TEXTS)[tones]


def _balance(r: Readings) -> Pieces:
    at, tones = _tone_row(r)
    at, tones = at[tones > 0], tones[tones > 0]
    strings, count = r.memory.strings, len(r.texts)
    firsts = strings.all(f"first_{text}" for text in _TONE_TEXTS)
    lasts = strings.all(f"last_{text}" for text in _TONE_TEXTS)
    first = np.flatnonzero(np.diff(at, prepend=-1))
    last, toned = np.append(first, len(at))[1:] - 1, at[first]
    columns = [firsts[tones[first]], lasts[tones[last]]]
    for number, tone in enumerate(TONES, 1):
        own = np.bincount(at[tones == number], minlength=count)[toned]
        said = strings.all(f"{tone}_{times}" for times in range(views.COUNTED + 1))
        columns.append(said[np.minimum(own, views.COUNTED)])
    silent = np.zeros(count, dtype=bool)
    silent[r.chunk_at] = True
    silent[toned] = False
    toneless = np.flatnonzero(silent)
    place = np.concatenate([np.repeat(toned, len(columns)), toneless])
    pieces = [np.stack(columns, axis=1).ravel(), np.full(len(toneless), strings["toneless"])]
    order = np.argsort(place, kind="stable")
    return place[order], np.concatenate(pieces)[order]


VIEWS: dict[str, Callable[[Readings], Pieces]] = {
    "whole": _whole,
    "stems": _stems,
    "names": _names,
    "window": _window,
    "frame": _frame,
    "sides": _sides,
    "targets": _targets,
    "concepts": _concepts,
    "concept_pairs": _concept_pairs,
    "tones": _tones,
    "balance": _balance,
}


def view_of(view: str, readings: Readings) -> Pieces:
    """The pieces of a view, text after text: the statement and the string of each."""
    if view in VIEWS:
        return VIEWS[view](readings)
    pieces = [views.VIEWS[view](views.Reading(text)) for text in readings.texts]
    at = np.repeat(np.arange(len(pieces)), [len(own) for own in pieces])
    return at, readings.memory.strings.all(piece.text for own in pieces for piece in own)
