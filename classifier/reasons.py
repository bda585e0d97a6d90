"""Why a label was given: the words that weighed for and against it, in their own spelling.

Every n-gram brings its value times its weight to the decision value of a label. What the n-grams
bring is gathered into the words that they lie in, so that

    decision value = Σ reasons + `standing`

where `standing` is what no word brought (the label's own inclination and the priors of news).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from classifier.arabic import Folded
from classifier.features import Block, letter_grams, words_long_enough
from classifier.posts import NEWS, Post
from classifier.records import Reason
from classifier.scorer import Floats, Head, Model, Table, decisions, row
from classifier.views import Piece, Reading

Longs = NDArray[np.int64]

_CHUNK = re.compile(r"\S+")
_INNER = re.compile(r"\w(?:.*\w)?", re.DOTALL)
#: Neighbours that both weigh this share of the heaviest word are shown as one phrase.
_HEAVY = 0.5
#: … of so many words at most.
_LONGEST_PHRASE = 4


def explain(
    model: Model, text: str, labels: Mapping[str, str] | None = None
) -> dict[str, tuple[Reason, ...]]:
    """The reasons for the label of each head, heaviest first.

    Args:
        model: as loaded or taught.
        text: the statement; offsets of the reasons count its code points.
        labels: head → label to explain; the predicted one where a head is not named.
    """
    reading, values = Reading(text, model.register), decisions(model, text)
    spans, said = _spans(text, model.register), [_said(table, reading) for table in model.tables]
    found = {}
    for head, decided in zip(model.heads, values, strict=True):
        label = (labels or {}).get(head.name) or head.labels[int(np.argmax(decided + head.offsets))]
        weights = _per_chunk(model, head, head.labels.index(label), said, len(reading.chunks))
        phrases = _phrases(weights)
        reasons = [_reason(text, spans, phrase, weights) for phrase in phrases]
        found[head.name] = tuple(sorted(reasons, key=lambda r: (-abs(r.weight), r.start)))
    return found


def standing(head: Head, label: str) -> float:
    """What the decision value of a label is before any word is read."""
    place = head.labels.index(label)
    return float(head.intercept[place] + head.offsets[place])


def _spans(text: str, register: str) -> list[tuple[int, int]]:
    """Where each chunk stands in the text, without the marks around its words."""
    folded = Folded.of(text) if register == NEWS else Post.of(text)
    spans = []
    for chunk in _CHUNK.finditer(folded.text):
        inner = _INNER.search(chunk[0])
        first, last = inner.span() if inner else (0, len(chunk[0]))
        start, end = chunk.start() + first, chunk.start() + last
        spans.append((folded.original(start), folded.original_end(end)))
    return spans


class _Said(NamedTuple):
    """What the n-grams of a block bring, place by place: equally long arrays.

    Fields:
        columns: which n-gram; chunks: where it lies (one in several chunks has a row for each).
        values: what this place has of the n-gram's value in the row of the text.
    """

    columns: Longs
    chunks: Longs
    values: Floats


def _said(table: Table, reading: Reading) -> _Said:
    """Share the value of each n-gram of a block out among its places and their chunks."""
    known = table.places
    found = [
        (column, chunk, len(chunks))
        for gram, chunks in _places(table.block, reading)
        if (column := known.get(gram)) is not None
        for chunk in chunks
    ]
    columns, chunks, parts = np.array(found, dtype=np.int64).reshape(-1, 3).T
    met, values = row(table, reading)
    order = np.argsort(met)
    place = np.searchsorted(met, columns, sorter=order)
    occurrences = np.bincount(place, weights=1 / parts)
    return _Said(columns, chunks, values[order][place] / occurrences[place] / parts)


def _per_chunk(model: Model, head: Head, label: int, said: Sequence[_Said], size: int) -> Floats:
    """What each of `size` chunks brought to the decision value, shape (size,)."""
    brought = np.zeros(size)
    first = 0
    for table, one in zip(model.tables, said, strict=True):
        if table.block.seen_by(head.name):
            weights = head.weights[first : first + len(table.terms), label]
            brought += np.bincount(one.chunks, one.values * weights[one.columns], minlength=size)
        first += len(table.terms)
    return brought


def _places(block: Block, reading: Reading) -> Iterable[tuple[str, tuple[int, ...]]]:
    """Each n-gram of a text in one block, as often as it occurs, with the chunks it lies in."""
    pieces = block.pieces(reading)
    if block.analyzer == "word":
        yield from _word_places(block, words_long_enough(pieces))
        return
    for piece in pieces:
        for gram in letter_grams(piece.text, block.low, block.high):
            yield gram, (piece.chunk,)


def _word_places(block: Block, words: list[Piece]) -> Iterable[tuple[str, tuple[int, ...]]]:
    for size in range(block.low, block.high + 1):
        for at in range(len(words) - size + 1):
            run = words[at : at + size]
            yield " ".join(word.text for word in run), tuple(word.chunk for word in run)


def _phrases(weights: Floats) -> list[tuple[int, int]]:
    """Chunks as (first, behind last): heavy neighbours of one sign together, others alone."""
    if not len(weights):
        return []
    heavy = np.abs(weights) >= _HEAVY * np.abs(weights).max()
    cuts = [0]
    for one, other in pairwise(range(len(weights))):
        joined = heavy[one] and heavy[other] and (weights[one] > 0) == (weights[other] > 0)
        if not joined or other - cuts[-1] >= _LONGEST_PHRASE:
            cuts.append(other)
    return [(first, last) for first, last in pairwise([*cuts, len(weights)])]


def _reason(
    text: str, spans: list[tuple[int, int]], phrase: tuple[int, int], weights: Floats
) -> Reason:
    first, behind = phrase
    start, end = spans[first][0], spans[behind - 1][1]
    return Reason(text[start:end], float(weights[first:behind].sum()), start, end)
