"""What is known of the words of chunks, as the numbers that `kernel_views` lays out.

A chunk's words are worked out in Python (`masks`, `concepts`) when it is first met, and never again
while it is remembered. `WordNumbers.piece` says which number a piece of a view has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import product

import numpy as np

from classifier import concepts as ideas
from classifier import kernel_views, views
from classifier.concepts import NEGATION, TONES, Concepts
from classifier.masks import MARKS
from classifier.numbering import Ints, Longs, Rows
from classifier.posts import spelt

_stem_of, _concepts_of = ideas.stem.__wrapped__, ideas.concepts_of.__wrapped__
_WORD = re.compile(r"[^\W_]+")
#: Kinds of negotiation word; 0 is none.
KINDS = ("none", *sorted(ideas.NEGOTIATION))
#: What stands behind a stem and a line, in the views where something does.
BEHIND = {"sides": ("before", "after"), "targets": KINDS, "frame": KINDS}
#: The views whose pieces are stems.
ALONE = frozenset({"stems", "window", "names", "words", "marked"})
#: Of these one is kept for a chunk, the first that is asked for.
KEPT = ("marked", "words", "names")
#: Those whose pieces are stems, or begin with one.
OF_STEMS = ALONE.union(BEHIND)
_TURNED = tuple(f"not_{tone}" for tone in TONES)
_BALANCE = (
    *(f"{place}_{tone}" for place in ("first", "last") for tone in (*TONES, *_TURNED)),
    *(f"{tone}_{count}" for tone in TONES for count in range(views.COUNTED + 1)),
    "toneless",
)
#: Of each view that can be laid out: its number, how far it reaches, how many choices there are.
VIEWS = {
    "stems": (kernel_views.STEMS, 0, 1),
    "window": (kernel_views.WINDOW, views.WINDOW, 1),
    "names": (kernel_views.NAMES, 0, 1),
    "words": (kernel_views.NAMES, 0, 1),
    "marked": (kernel_views.NAMES, 0, 1),
    "sides": (kernel_views.SIDES, views.REACH, len(BEHIND["sides"])),
    "targets": (kernel_views.TARGETS, views.REACH, len(KINDS)),
    "frame": (kernel_views.FRAME, views.OPENING, len(KINDS)),
    "concepts": (kernel_views.CONCEPTS, 0, 1),
    "concept_pairs": (kernel_views.PAIRS, views.CONCEPT_REACH, len(ideas.names())),
    "tones": (kernel_views.TONES, views.NEGATED_WITHIN, 1),
    "balance": (kernel_views.BALANCE, views.NEGATED_WITHIN, views.COUNTED),
}


class WordNumbers:
    """The words of chunks as numbers.

    Args:
        stems: those that count; all others are one.
        laid: the views that are laid out, in this order; of `KEPT` but one.

    >>> numbers = WordNumbers(["رفض", "و"], ["stems", "sides", "tones"])
    >>> numbers.piece("stems", "رفض"), numbers.piece("sides", "و_after")
    (1, 1)
    """

    def __init__(self, stems: Iterable[str], laid: Sequence[str]) -> None:
        ordered = sorted(stems, key=lambda stem: (len(stem) > 1, stem))
        self._stems = {stem: number for number, stem in enumerate(ordered)}
        #: So many stems, the first, are single letters.
        self.short = sum(len(stem) < 2 for stem in ordered)
        self._kept = next((view for view in KEPT if view in laid), "")
        self._views = np.array([VIEWS[view] for view in laid], np.int64)
        names = ideas.names()
        self._names = {name: number for number, name in enumerate(names)}
        pairs = map("_".join, product(names, repeat=2))
        self._listed = {
            "concepts": self._names,
            "concept_pairs": {name: number for number, name in enumerate((*names, *pairs))},
            "tones": {name: number for number, name in enumerate((NEGATION, *TONES, *_TURNED))},
            "balance": {name: number for number, name in enumerate(_BALANCE)},
        }
        self._concepts: dict[Concepts, int] = {(): 0}
        self._facts = np.zeros((0, 0), np.int32)
        self._pair_up()
        self.forget()

    def _pair_up(self) -> None:
        pairs = ideas.pairs()
        firsts, seconds = (dict.fromkeys(words) for words in zip(*pairs, strict=True))
        self._firsts = {word: number for number, word in enumerate(firsts, 1)}
        self._seconds = {word: number for number, word in enumerate(seconds, 1)}
        self._paired = {*firsts, *seconds}
        self._pairs = np.zeros((len(firsts) + 1, len(seconds) + 1), np.int32)
        for (first, second), own in pairs.items():
            mark = self._concepts.setdefault(tuple(dict.fromkeys(own)), len(self._concepts))
            self._pairs[self._firsts[first], self._seconds[second]] = mark

    def forget(self) -> None:
        """Begin again: chunks get other numbers."""
        self._rows = Rows()

    def tokens(self, view: str, words: Mapping[str, int]) -> Ints:
        """Of each piece of a view the number that `words` gives it; -1 where it gives none."""
        listed = self._listed.get(view)
        pieces = len(self._stems) * len(BEHIND.get(view, "1")) if listed is None else len(listed)
        found = np.full(pieces, kernel_views.UNKNOWN, np.int32)
        for word, number in words.items():
            if (piece := self.piece(view, word)) >= 0:
                found[piece] = number
        return found

    def piece(self, view: str, text: str) -> int:
        """The number of a piece of a view; -1 where it cannot be met or its stem does not count."""
        if (listed := self._listed.get(view)) is not None:
            return listed.get(text, kernel_views.UNKNOWN)
        stem, line, behind = text.partition("_")
        number = self._stems.get(stem, kernel_views.UNKNOWN)
        choices = BEHIND.get(view, ("",))
        if number < 0 or behind not in choices or bool(line) == (view in ALONE):
            return kernel_views.UNKNOWN
        return number * len(choices) + choices.index(behind)

    def learn(self, plain: Sequence[str], chunks: Sequence[str]) -> None:
        """Keep what is known of new chunks, as they stand and masked."""
        numbers: list[int] = []
        ends: list[int] = []
        for source, chunk in zip(plain, chunks, strict=True):
            word = chunk.strip(MARKS)
            words = (word,) if word.isalnum() else _WORD.findall(chunk)
            numbers.append(len(words))
            for word in words:
                # What remembers single words elsewhere is gone round: the chunk is remembered.
                stem, own = _stem_of(word), _concepts_of(word)
                mark = self._concepts.setdefault(own, len(self._concepts)) if own else 0
                paired = word in self._paired or stem in self._paired
                numbers += self._stem(stem), mark, self._pair(word, stem) if paired else 0
            if self._kept == "marked":
                numbers += map(self._stem, words or (spelt(chunk),))
            elif self._kept == "words":
                numbers += map(self._stem, words)
            elif source != chunk:
                numbers += [self._stem(_stem_of(word)) for word in _WORD.findall(source)]
            ends.append(len(numbers))
        self._rows.add(np.array(numbers, np.int32), np.array(ends, np.int64))
        if len(self._facts) < len(self._concepts):
            self._facts = np.array([self._fact(own) for own in self._concepts], np.int32)

    def _stem(self, stem: str) -> int:
        number = self._stems.get(stem)
        if number is None:
            return kernel_views.UNKNOWN if len(stem) > 1 else kernel_views.SHORT
        return number

    def _pair(self, word: str, stem: str) -> int:
        """What `kernel_views.PAIR` says of a word."""
        firsts, seconds = self._pairs.shape
        begins = self._firsts.get(word, 0) * firsts + self._firsts.get(stem, 0)
        return begins * seconds + self._seconds.get(word, 0)

    def _fact(self, own: Concepts) -> list[int]:
        """`kernel_views.KIND` and what follows, of a word with these concepts."""
        named = [self._names[concept] for concept in own[: views.PER_WORD]]
        return [
            KINDS.index(views.target_of(own) or "none"),
            NEGATION in own,
            *(tone in own for tone in TONES),
            *(named + [kernel_views.UNKNOWN] * views.PER_WORD)[: views.PER_WORD],
        ]

    def lay(self, bounds: Longs, chunks: Longs) -> tuple[Longs, Longs]:
        """The pieces of all views of texts, as `kernel_views.lay` gives them."""
        known = kernel_views.Known(self._rows.numbers, self._rows.ends, self._facts, self._pairs)
        return kernel_views.lay(bounds, chunks, known, self._views)
