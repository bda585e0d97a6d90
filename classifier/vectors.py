"""Words as points: those that stand among the same words lie near one another.

The points come from articles without labels (`training.unlabelled`); they tell the labeller of
words that no quote holds. A text lies where its words lie on average: its tf-idf unit vector times
their points. Under a linear model this needs no sums of its own, since

    decision = (tf-idf × points) × weights = tf-idf × (points × weights)

so a taught model keeps one weight a word, an ordinary block of words, and no points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.features import Block, fitted
from classifier.posts import NEWS

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Vectors:
    """Words and their points.

    Fields:
        block: which words of a text are looked up, and which heads see them.
        terms: the words.
        idf: shape (n_terms,), how rare each is among the articles.
        points: shape (n_terms, n_dimensions).
        origin: what a model's card tells of the articles.
        register: how texts are read.
    """

    block: Block
    terms: tuple[str, ...]
    idf: Floats
    points: Floats
    origin: Mapping[str, Any] = field(default_factory=dict)
    register: str = NEWS

    def places(self, texts: Sequence[str]) -> Floats:
        """Where each text lies, shape (n_texts, n_dimensions); without a known word: at 0."""
        made = fitted(self.block, self.terms, self.idf, self.register)
        found: Floats = made.transform(texts) @ self.points
        return found

    @staticmethod
    def reach(places: Floats) -> float:
        """How far from 0 texts lie, as a root mean square; 1 where none holds a known word."""
        return float(np.sqrt((places * places).sum(axis=1).mean())) or 1.0

    def weights(self, rows: Floats) -> Floats:
        """Weights of the dimensions, (n_dimensions, n_labels), as weights of the words."""
        folded: Floats = self.points @ rows
        return folded
