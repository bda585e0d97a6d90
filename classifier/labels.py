"""The labeller: one recipe, taught on quotes, used on statements.

`teach` fits the recipe with scikit-learn and keeps what was learnt as plain tables (a `Model`);
`label_texts` labels with those tables, `pipelines` turns them back into scikit-learn's own. So
training and prediction cannot drift apart: there is one list of blocks and one linear model.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from classifier.errors import InputError
from classifier.features import BLOCKS, GENERAL, Block, fitted, vectoriser
from classifier.linear import Way, choose, linear
from classifier.linear import fitted as fitted_linear
from classifier.linear import seen as seen_by
from classifier.records import Label
from classifier.scorer import Floats, Head, Model, Table, decisions_of
from classifier.vectors import Vectors

__all__ = [
    "AS_MEASURED",
    "Head",
    "Model",
    "Way",
    "label_texts",
    "pipelines",
    "recipe",
    "teach",
]


#: As the recipe was measured on statements of news: nothing is left to choose.
AS_MEASURED = Way()


def recipe(head: str, blocks: Sequence[Block] = BLOCKS) -> Any:
    """The whole recipe of one head as an unfitted scikit-learn pipeline (texts → labels)."""
    from sklearn.pipeline import FeatureUnion, Pipeline

    seen = [block for block in blocks if block.seen_by(head)]
    features = FeatureUnion(
        [(block.name, vectoriser(block)) for block in seen],
        transformer_weights={block.name: block.weight for block in seen},
    )
    return Pipeline([("features", features), ("linear", linear())])


def teach(
    texts: Sequence[str],
    answers: Mapping[str, Sequence[str | None]],
    weights: Mapping[str, Sequence[float]] | Sequence[float] | None = None,
    *,
    blocks: Sequence[Block] = BLOCKS,
    way: Way = AS_MEASURED,
    vectors: Vectors | None = None,
) -> Model:
    """A model of one head per key of `answers`; None where a text has no answer for a head.

    `weights` is how much say each text has, the same for all heads or by the name of the head.
    Blocks of which the texts hold no n-gram often enough are left out. Of several trials each
    head takes the one that has the best macro-F1 on texts left out. `vectors` of words become a
    block of words after the others. Thresholds for the labels of posts are found on texts
    left out too, and become the offsets of the head.

    Raises:
        InputError: the texts hold nothing that could be counted.
    """
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    columns = []
    for block in blocks:
        terms, idf, matrix = _fit_block(block, texts, way.register)
        if terms:
            columns.append(_Columns(Table(block, terms, idf), matrix * block.weight))
    even = np.ones(len(texts)) if weights is None else weights
    says = weights if isinstance(weights, Mapping) else dict.fromkeys(answers, even)
    with threadpool_limits(1):  # sums in one order: the same file on any number of cores
        columns += [] if vectors is None else [_dense_columns(vectors, texts)]
        heads = tuple(
            _head(name, columns, own, np.asarray(says[name], dtype=np.float64), way)
            for name, own in answers.items()
        )
    return Model(tuple(own.table for own in columns), heads, register=way.register)


class _Columns(NamedTuple):
    """What the linear model sees of a block: a column a term or, with `vectors`, a dimension."""

    table: Table
    matrix: Any
    vectors: Vectors | None = None

    def seen_by(self, head: str) -> bool:
        return self.table.block.seen_by(head)

    def by_term(self, rows: Floats) -> Floats:
        """The weights of the columns as weights of the terms, shape (n_terms, n_labels)."""
        return rows if self.vectors is None else self.vectors.weights(rows)


def _dense_columns(vectors: Vectors, texts: Sequence[str]) -> _Columns:
    """Where the texts lie, as long on average as the unit vectors of the other blocks."""
    from scipy.sparse import csr_matrix

    places = vectors.places(texts)
    length = vectors.reach(places)
    table = Table(vectors.block, vectors.terms, vectors.idf)
    scaled = replace(vectors, points=vectors.points / length)
    return _Columns(table, csr_matrix(places / length * vectors.block.weight), scaled)


def _fit_block(
    block: Block, texts: Sequence[str], register: str
) -> tuple[tuple[str, ...], Floats, Any]:
    """Terms, idf and the matrix (n_texts, n_terms); no terms where none is frequent enough."""
    unfitted = vectoriser(block, register)
    try:
        matrix = unfitted.fit_transform(texts)
    except ValueError:  # scikit-learn's «empty vocabulary» and «after pruning, no terms remain»
        return (), np.zeros(0), None
    return tuple(map(str, unfitted.get_feature_names_out())), np.asarray(unfitted.idf_), matrix


def _head(
    name: str,
    columns: Sequence[_Columns],
    given: Sequence[str | None],
    say: Floats,
    way: Way,
) -> Head:
    from scipy.sparse import hstack

    known = np.array([answer is not None for answer in given])
    seen = [own for own in columns if own.seen_by(name)]
    if not seen:
        message = f"the {len(given)} texts share no words; more quotes are needed to learn {name}"
        raise InputError(message)
    matrix = hstack([own.matrix for own in seen]).tocsr()
    matrix, say, gold = matrix[known], say[known], [a for a in given if a is not None]
    general = np.concatenate(
        [np.full(own.matrix.shape[1], own.table.block.name in GENERAL) for own in seen]
    )
    trial, offsets = choose(way, matrix, gold, say, general)
    model = fitted_linear(trial, seen_by(matrix, trial, general), gold, say)
    rows, intercept = np.atleast_2d(model.coef_).T, np.atleast_1d(model.intercept_)
    if len(model.classes_) == 2:  # scikit-learn keeps one column for two labels
        rows = np.hstack([-rows / 2, rows / 2])
        intercept = np.hstack([-intercept / 2, intercept / 2])
    weights = _by_term(name, columns, rows)
    short = weights.astype(np.float32).astype(np.float64)  # what the model file keeps
    return Head(name, tuple(map(str, model.classes_)), short, intercept, offsets)


def _by_term(name: str, columns: Sequence[_Columns], rows: Floats) -> Floats:
    """A row of weights for each term of every block; 0 in the blocks that the head does not see."""
    weights, last = [], 0
    for own in columns:
        if own.seen_by(name):
            first, last = last, last + own.matrix.shape[1]
            weights.append(own.by_term(rows[first:last]))
        else:
            weights.append(np.zeros((len(own.table.terms), rows.shape[1])))
    return np.concatenate(weights)


def label_texts(model: Model, texts: Iterable[str]) -> list[dict[str, Label]]:
    """The labels of each text, a `Label` a head: `[{"stance": Label, "sentiment": Label}, …]`."""
    texts = list(texts)
    found: list[dict[str, Label]] = [{} for _ in texts]
    for head, decisions in zip(model.heads, decisions_of(model, texts), strict=True):
        chances = head.probabilities(decisions)
        best = chances.argmax(axis=1).tolist()
        for labels, place, row in zip(found, best, chances.tolist(), strict=True):
            labels[head.name] = Label(head.labels[place], dict(zip(head.labels, row, strict=True)))
    return found


def pipelines(model: Model) -> dict[str, Any]:
    """The model as fitted scikit-learn pipelines, one a head, with calibrated `predict_proba`."""
    return {head.name: _pipeline(model, head) for head in model.heads}


def _pipeline(model: Model, head: Head) -> Any:
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import FeatureUnion, Pipeline

    parts, kept, first = [], [], 0
    for table in model.tables:
        count = len(table.terms)
        if table.block.seen_by(head.name):
            parts.append(
                (table.block.name, fitted(table.block, table.terms, table.idf, model.register))
            )
            kept.append(head.weights[first : first + count])
        first += count
    scale = {t.block.name: t.block.weight for t in model.tables if t.block.seen_by(head.name)}
    coefficients = np.vstack(kept).astype(np.float64).T / head.temperature
    intercept = (head.intercept + head.offsets) / head.temperature
    if len(head.labels) == 2:
        coefficients, intercept = coefficients[1:] - coefficients[:1], intercept[1:] - intercept[:1]
    last = LogisticRegression()
    last.classes_ = np.array(head.labels)
    last.coef_, last.intercept_ = coefficients, intercept
    last.n_features_in_ = coefficients.shape[1]
    last.n_iter_ = np.zeros(1, dtype=np.int32)
    union = FeatureUnion(parts, transformer_weights=scale)
    return Pipeline([("features", union), ("linear", last)])
