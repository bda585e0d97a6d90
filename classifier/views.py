"""Views of a statement: which of its words, in which guise, the n-grams are counted in.

A *chunk* is what stands between two spaces of the folded text, sides and numbers masked; a *word*
is a run of letters or digits inside it («#لا_للحرب» holds two). A view turns chunks into pieces,
each of which remembers its chunk, so that a weight finds its way back to the words of the reader.

>>> reading = Reading("«لن نقبل التفاوض»")
>>> [piece.text for piece in VIEWS["stems"](reading)]
['لن', 'نقبل', 'تفاوض']
>>> [piece.text for piece in VIEWS["concepts"](reading)]
['negation', 'accept', 'talks']
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import NamedTuple

from classifier.arabic import fold
from classifier.concepts import (
    NEGATION,
    NEGOTIATION,
    TONES,
    Concepts,
    concepts_in,
    stem,
)
from classifier.masks import denied, masked
from classifier.posts import NEWS, laid_out, spelt

#: Words on each side of a negotiation word that make its window. Tried 2, 4, 8: .495, .504, .476
#: stance macro-F1 on real statements (beside letters and stems).
WINDOW = 4
#: Words on each side that are paired with a negotiation word; 6 and 10 tried: .496, .474.
REACH = 6
#: Concepts on either side of one another within so many words make a pair.
CONCEPT_REACH = 8
#: Words that open a statement: its reporting verb and what stands around it.
OPENING = 4
#: Concepts of one word that are paired with others.
PER_WORD = 2
#: A tone within so many words behind a negation is turned round.
NEGATED_WITHIN = 2
#: Tones are counted up to so many.
COUNTED = 3

_WORD = re.compile(r"[^\W_]+")


class Piece(NamedTuple):
    """A piece of a view: `text` without spaces, and the chunk (counted from 0) it came from."""

    text: str
    chunk: int


def chunks_of(source: str) -> list[str]:
    """The chunks of a text: folded, small letters, cut at spaces, denied refusals seen as one.

    >>> chunks_of("أكّد  Putin: «لا»")
    ['اكد', 'putin:', '«لا»']
    """
    return denied(fold(source).lower().split())


def words_of(chunks: Sequence[str]) -> list[Piece]:
    """The words of the chunks, without the marks around them.

    >>> words_of(["«لا", "حوار»،"])
    [Piece(text='لا', chunk=0), Piece(text='حوار', chunk=1)]
    """
    return [
        Piece(word, place) for place, chunk in enumerate(chunks) for word in _WORD.findall(chunk)
    ]


def target_of(concepts: Concepts) -> str:
    """The kind of negotiation word that a word with these concepts is; empty when none.

    >>> target_of(("accept", "deal"))
    'deal'
    """
    return next((concept for concept in concepts if concept in NEGOTIATION), "")


class Reading:
    """The chunks of a statement or post, and what the views want to know of them, once.

    >>> reading = Reading("لن نقبل «التفاوض»")
    >>> reading.stems
    ['لن', 'نقبل', 'تفاوض']
    >>> reading.marks[2]
    ('talks',)
    """

    def __init__(self, source: str, register: str = NEWS) -> None:
        self.plain = chunks_of(laid_out(source, register))
        self.chunks = [masked(chunk) for chunk in self.plain] if register == NEWS else self.plain

    @cached_property
    def words(self) -> list[Piece]:
        """The runs of letters and digits inside the chunks."""
        return words_of(self.chunks)

    @cached_property
    def stems(self) -> list[str]:
        """The stem of each word."""
        return [stem(word) for word, _ in self.words]

    @cached_property
    def marks(self) -> list[Concepts]:
        """The concepts of each word."""
        return concepts_in([word for word, _ in self.words])

    @cached_property
    def near(self) -> list[bool]:
        """Whether each word stands within `WINDOW` words of a negotiation word."""
        count = len(self.words)
        near = [False] * count
        for place, concepts in enumerate(self.marks):
            if target_of(concepts):
                low, high = max(0, place - WINDOW), min(count, place + WINDOW + 1)
                near[low:high] = [True] * (high - low)
        return near

    @cached_property
    def around(self) -> list[tuple[Piece, str, str]]:
        """Each word near a negotiation word: its stem's piece, its side, the concept it is near.

        «رفض الحوار» gives رفض, before, talks.
        """
        found = []
        for place, concepts in enumerate(self.marks):
            target = target_of(concepts)
            if not target:
                continue
            for other in range(max(0, place - REACH), min(len(self.words), place + REACH + 1)):
                if other != place:
                    piece = Piece(self.stems[other], self.words[other].chunk)
                    found.append((piece, "before" if other < place else "after", target))
        return found


View = Callable[[Reading], list[Piece]]


def _whole(reading: Reading) -> list[Piece]:
    """Every chunk as it stands, for n-grams of letters."""
    return [Piece(chunk, place) for place, chunk in enumerate(reading.chunks)]


def _words(reading: Reading) -> list[Piece]:
    return reading.words


def _marked(reading: Reading) -> list[Piece]:
    """The words, and as one more each chunk that holds none: a mark, a row of the same mark."""
    return [
        piece
        for place, chunk in enumerate(reading.chunks)
        for piece in (Piece(word, place) for word in _WORD.findall(chunk) or [spelt(chunk)])
    ]


def _stems(reading: Reading) -> list[Piece]:
    return [Piece(s, w.chunk) for s, w in zip(reading.stems, reading.words, strict=True)]


def _names(reading: Reading) -> list[Piece]:
    """The stems of what is masked elsewhere: the names of the sides, and numbers."""
    both = zip(reading.plain, reading.chunks, strict=True)
    return [
        Piece(stem(word), place)
        for place, (plain, seen) in enumerate(both)
        if plain != seen
        for word in _WORD.findall(plain)
    ]


def _window(reading: Reading) -> list[Piece]:
    """Stems near a negotiation word: what is said of the talks themselves."""
    return [piece for piece, near in zip(_stems(reading), reading.near, strict=True) if near]


def _sides(reading: Reading) -> list[Piece]:
    """A stem with the side of a negotiation word on which it stands: `رفض_before`."""
    return [Piece(f"{near.text}_{side}", near.chunk) for near, side, _ in reading.around]


def _targets(reading: Reading) -> list[Piece]:
    """A stem with the kind of negotiation word that it stands near: `رفض_talks`."""
    return [Piece(f"{near.text}_{target}", near.chunk) for near, _, target in reading.around]


def _frame(reading: Reading) -> list[Piece]:
    """The first stems with each kind of negotiation word in the statement: `دعا_talks`."""
    kinds = sorted({kind for concepts in reading.marks if (kind := target_of(concepts))})
    opening = zip(reading.stems[:OPENING], reading.words, strict=False)
    return [Piece(f"{s}_{k}", word.chunk) for s, word in opening for k in kinds or ("none",)]


def _concepts(reading: Reading) -> list[Piece]:
    """The first concept of each word that has one: the statement as a row of ideas."""
    return [Piece(c[0], w.chunk) for w, c in zip(reading.words, reading.marks, strict=True) if c]


def _concept_pairs(reading: Reading) -> list[Piece]:
    """Concepts, and pairs of them in order within a few words: `negation_accept`."""
    words = reading.words
    row = [(place, c) for place, found in enumerate(reading.marks) for c in found[:PER_WORD]]
    pieces = [Piece(concept, words[place].chunk) for place, concept in row]
    for number, (place, concept) in enumerate(row):
        for other, following in row[number + 1 :]:
            if other - place > CONCEPT_REACH:
                break
            if other > place:
                pieces.append(Piece(f"{concept}_{following}", words[place].chunk))
    return pieces


def _toned(reading: Reading) -> list[Piece]:
    """Tones in order, turned round by a negation just before: `positive`, `not_positive`."""
    negated = [NEGATION in concepts for concepts in reading.marks]
    found = []
    for place, (own, (_, chunk)) in enumerate(zip(reading.marks, reading.words, strict=True)):
        turned = any(negated[max(0, place - NEGATED_WITHIN) : place])
        if negated[place]:
            found.append(Piece("negation", chunk))
        found += [Piece(f"not_{tone}" if turned else tone, chunk) for tone in TONES if tone in own]
    return found


def _balance(reading: Reading) -> list[Piece]:
    """The first and the last tone, and how many there are of each: what it ends on, dwells on."""
    tones = [piece for piece in _toned(reading) if piece.text != NEGATION]
    if not tones:
        return [Piece("toneless", 0)] if reading.chunks else []
    first, last = tones[0], tones[-1]
    pieces = [Piece(f"first_{first.text}", first.chunk), Piece(f"last_{last.text}", last.chunk)]
    for tone in TONES:
        own = [piece for piece in tones if piece.text == tone]
        chunk = own[-1].chunk if own else last.chunk
        pieces.append(Piece(f"{tone}_{min(COUNTED, len(own))}", chunk))
    return pieces


VIEWS: dict[str, View] = {
    "whole": _whole,
    "words": _words,
    "marked": _marked,
    "stems": _stems,
    "names": _names,
    "window": _window,
    "frame": _frame,
    "sides": _sides,
    "targets": _targets,
    "concepts": _concepts,
    "concept_pairs": _concept_pairs,
    "tones": _toned,
    "balance": _balance,
}


def view_text(view: str, source: str, register: str = NEWS) -> str:
    """A view of a text, its pieces joined by a space: what n-grams are counted in."""
    return " ".join(piece.text for piece in VIEWS[view](Reading(source, register)))
