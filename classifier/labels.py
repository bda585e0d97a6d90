"""The labeller: one recipe, taught on quotes, used on statements.

`recipe` gives the unfitted scikit-learn parts, `teach` fits them and keeps what they learnt as
plain tables (`classifier.scorer.Model`), `label_texts` labels with those tables. Nothing else in
the house knows how a label comes about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from classifier.features import BLOCKS, Block, union
from classifier.records import Label
from classifier.scorer import Floats, Head, Model, Table, decisions

__all__ = ["Head", "Model", "label_texts", "recipe", "teach"]


def recipe(blocks: Sequence[Block] = BLOCKS, seed: int = 0) -> Any:
    """The unfitted pipeline of one head: features, then a linear model (texts → labels)."""
    from sklearn.pipeline import Pipeline

    return Pipeline([("features", union(blocks)), ("linear", linear(seed))])


def linear(seed: int = 0) -> Any:
    """The unfitted linear model: logistic regression over all labels at once."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=10.0, max_iter=200, random_state=seed)


def teach(
    texts: Sequence[str],
    answers: Mapping[str, Sequence[str | None]],
    weights: Sequence[float] | None = None,
    *,
    blocks: Sequence[Block] = BLOCKS,
    seed: int = 0,
) -> Model:
    """A model of one head per key of `answers`; None where a text has no answer for a head."""
    features = union(blocks)
    matrix = features.fit_transform(texts)
    tables = tuple(
        Table(block, tuple(map(str, part.get_feature_names_out())), np.asarray(part.idf_))
        for block, (_, part) in zip(blocks, features.transformer_list, strict=True)
    )
    say = np.ones(len(texts)) if weights is None else np.asarray(weights, dtype=np.float64)
    heads = tuple(
        _head(name, matrix, given, say, linear(seed)) for name, given in answers.items()
    )
    return Model(tables, heads)


def _head(name: str, matrix: Any, given: Sequence[str | None], say: Floats, model: Any) -> Head:
    known = np.array([answer is not None for answer in given])
    model.fit(matrix[known], [a for a in given if a is not None], sample_weight=say[known])
    weights, intercept = model.coef_.T, model.intercept_
    if len(model.classes_) == 2:  # scikit-learn keeps one column for two labels
        weights = np.hstack([-weights / 2, weights / 2])
        intercept = np.hstack([-intercept / 2, intercept / 2])
    short = weights.astype(np.float32).astype(np.float64)  # what the model file keeps
    labels = tuple(map(str, model.classes_))
    return Head(name, labels, short, intercept, np.zeros(len(labels)))


def label_texts(model: Model, texts: Iterable[str]) -> list[dict[str, Label]]:
    """The labels of each text, a `Label` a head: `[{"stance": Label, "sentiment": Label}, …]`."""
    return [_labels(model, text) for text in texts]


def _labels(model: Model, text: str) -> dict[str, Label]:
    found: dict[str, Label] = {}
    for head, values in zip(model.heads, decisions(model, text), strict=True):
        chances = head.probabilities(values)
        best = head.labels[int(np.argmax(chances))]
        found[head.name] = Label(best, dict(zip(head.labels, map(float, chances), strict=True)))
    return found
