"""How prediction works: the fitted tables, and the decision values of texts from them.

The sums are scikit-learn's own (sublinear tf, idf, one l2 norm a block, a linear layer). `row`
does them for one text, gram by gram, and can name each gram; `decisions_of` does them for
many texts at once, on arrays of numbers (`sums`), many times as fast. Neither imports scikit-learn;
`tests/test_scorer.py` holds all three equal to 1e-9 on any text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.features import Block, letter_grams, word_grams
from classifier.sums import Fitted, Sums
from classifier.views import Reading

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Table:
    """A fitted block: its `terms` in column order and their `idf`, shape (n_terms,)."""

    block: Block
    terms: tuple[str, ...]
    idf: Floats

    @cached_property
    def places(self) -> dict[str, int]:
        """Term → column within the block."""
        return {term: place for place, term in enumerate(self.terms)}


@dataclass(frozen=True)
class Head:
    """One question and its answers (`stance`: supportive, conditional …).

    Fields:
        name, labels: from the data.
        weights: shape (n_features, n_labels), rows of blocks that it does not see are 0.
        intercept: shape (n_labels,).
        offsets: shape (n_labels,), what the priors of real news add to the decision values.
        temperature: what the sum is divided by before it becomes probabilities.
    """

    name: str
    labels: tuple[str, ...]
    weights: Floats
    intercept: Floats
    offsets: Floats
    temperature: float = 1.0

    def probabilities(self, decisions: Floats) -> Floats:
        """Calibrated probabilities of decision values, shape (…, n_labels); rows sum to 1."""
        scaled = (decisions + self.offsets) / self.temperature
        scaled = scaled - scaled.max(axis=-1, keepdims=True)
        raised = np.exp(scaled)
        chances: Floats = raised / raised.sum(axis=-1, keepdims=True)
        return chances


@dataclass(frozen=True)
class Model:
    """Everything prediction needs; `card` is the birth certificate (data, versions, scores)."""

    tables: tuple[Table, ...]
    heads: tuple[Head, ...]
    card: Mapping[str, Any] = field(default_factory=dict)
    digest: str = ""

    @property
    def features(self) -> int:
        """How many columns the tables hold together."""
        return sum(len(table.terms) for table in self.tables)

    @cached_property
    def sums(self) -> Sums:
        """What adds up the decision values, with its memory of words."""
        fitted, last = [], 0
        for table in self.tables:
            first, last = last, last + len(table.terms)
            own = [head.weights[first:last] * table.block.seen_by(head.name) for head in self.heads]
            weights = np.hstack([np.zeros((last - first, 0)), *own])
            fitted.append(Fitted(table.block, table.terms, table.idf, weights))
        return Sums(fitted, sum(len(head.labels) for head in self.heads))

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "sums"}


def grams(block: Block, reading: Reading) -> Counter[str]:
    """The n-grams of a text in one block, counted."""
    pieces = [piece.text for piece in block.pieces(reading)]
    if block.analyzer == "word":
        return Counter(word_grams(" ".join(pieces), block.low, block.high))
    found: Counter[str] = Counter()
    for piece in pieces:
        found.update(letter_grams(piece, block.low, block.high))
    return found


def row(table: Table, reading: Reading) -> tuple[NDArray[np.intp], Floats]:
    """The non-zero columns of one text in one block, and their values (a unit vector × weight)."""
    places: list[int] = []
    counts: list[int] = []
    known = table.places
    for gram, count in grams(table.block, reading).items():
        place = known.get(gram)
        if place is not None:
            places.append(place)
            counts.append(count)
    columns = np.array(places, dtype=np.intp)
    values = (1.0 + np.log(np.array(counts, dtype=np.float64))) * table.idf[columns]
    length = np.sqrt(values @ values)
    return columns, values * (table.block.weight / length if length else 0.0)


def decisions(model: Model, text: str) -> list[Floats]:
    """The decision values of one text, one array of shape (n_labels,) a head."""
    return [rows[0] for rows in decisions_of(model, [text])]


def decisions_of(model: Model, texts: Sequence[str]) -> list[Floats]:
    """The decision values of many texts, one array of shape (n_texts, n_labels) a head.

    A text gets the same values, bit for bit, whatever texts stand beside it.
    """
    sums, last, found = model.sums.of(texts), 0, []
    for head in model.heads:
        first, last = last, last + len(head.labels)
        found.append(head.intercept + sums[:, first:last])
    return found
