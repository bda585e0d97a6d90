"""The same model on plain scikit-learn: the measure of the scorer, and a door that uses it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.features import fitted
from classifier.records import Label
from classifier.scorer import Model


class Plain:
    """One `FeatureUnion` of all blocks, made once for both heads, and their linear layers."""

    def __init__(self, model: Model) -> None:
        from sklearn.pipeline import FeatureUnion

        self.heads = model.heads
        self.union = FeatureUnion(
            [(t.block.name, fitted(t.block, t.terms, t.idf)) for t in model.tables],
            transformer_weights={t.block.name: t.block.weight for t in model.tables},
        )

    def decisions(self, texts: Sequence[str]) -> list[NDArray[np.float64]]:
        matrix: Any = self.union.transform(texts)
        return [matrix @ head.weights + head.intercept for head in self.heads]

    def label(self, model: Model, texts: Sequence[str], *, explain: bool = False) -> list[dict]:
        """As `flow.label`, for the door of statements."""
        del model, explain
        found: list[dict[str, Label]] = [{} for _ in texts]
        if not texts:
            return found
        for head, values in zip(self.heads, self.decisions(texts), strict=True):
            chances = head.probabilities(values)
            for labels, row in zip(found, chances.tolist(), strict=True):
                best = head.labels[max(range(len(row)), key=row.__getitem__)]
                labels[head.name] = Label(best, dict(zip(head.labels, row, strict=True)))
        return found
