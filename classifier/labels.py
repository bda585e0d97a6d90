"""The labeller: one recipe, taught on quotes, used on statements.

`teach` fits the recipe with scikit-learn and keeps what was learnt as plain tables (a `Model`);
`label_texts` labels with those tables, `pipelines` turns them back into scikit-learn's own. So
training and prediction cannot drift apart: there is one list of blocks and one linear model.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from classifier.errors import InputError
from classifier.features import BLOCKS, Block, fitted, vectoriser
from classifier.records import Label
from classifier.scorer import Floats, Head, Model, Table, decisions_of

__all__ = ["Head", "Model", "label_texts", "linear", "pipelines", "recipe", "teach"]

#: Pull of the weights towards 0. Stance macro-F1 on real statements with 1.5, 2, 3, 4 and 5:
#: .555, .558, .549, .540, .536; sentiment at 1, 2, 5 and 8: .648, .643, .628, .622.
PULL = 2.0


def linear() -> Any:
    """The unfitted linear model: a least-squares hyperplane a label, its weights kept small.

    Hinge loss (LinearSVC) gave .530 for stance and .623 for sentiment where this gives .532 and
    .638; logistic regression gave less and takes longer.
    """
    from sklearn.linear_model import RidgeClassifier

    return RidgeClassifier(alpha=PULL, solver="sparse_cg", tol=1e-4)


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
) -> Model:
    """A model of one head per key of `answers`; None where a text has no answer for a head.

    `weights` is how much say each text has, the same for all heads or by the name of the head.
    Blocks of which the texts hold no n-gram often enough are left out.

    Raises:
        InputError: the texts hold nothing that could be counted.
    """
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    tables, columns = [], []
    for block in blocks:
        terms, idf, matrix = _fit_block(block, texts)
        if terms:
            tables.append(Table(block, terms, idf))
            columns.append(matrix * block.weight)
    even = np.ones(len(texts)) if weights is None else weights
    says = weights if isinstance(weights, Mapping) else dict.fromkeys(answers, even)
    with threadpool_limits(1):  # sums in one order: the same file on any number of cores
        heads = tuple(
            _head(name, tables, columns, own, np.asarray(says[name], dtype=np.float64))
            for name, own in answers.items()
        )
    return Model(tuple(tables), heads)


def _fit_block(block: Block, texts: Sequence[str]) -> tuple[tuple[str, ...], Floats, Any]:
    """Terms, idf and the matrix (n_texts, n_terms); no terms where none is frequent enough."""
    unfitted = vectoriser(block)
    try:
        matrix = unfitted.fit_transform(texts)
    except ValueError:  # scikit-learn's «empty vocabulary» and «after pruning, no terms remain»
        return (), np.zeros(0), None
    return tuple(map(str, unfitted.get_feature_names_out())), np.asarray(unfitted.idf_), matrix


def _head(
    name: str,
    tables: Sequence[Table],
    columns: Sequence[Any],
    given: Sequence[str | None],
    say: Floats,
) -> Head:
    from scipy.sparse import hstack

    known = np.array([answer is not None for answer in given])
    seen = [table.block.seen_by(name) for table in tables]
    if not any(seen):
        message = f"the {len(given)} texts share no words; more quotes are needed to learn {name}"
        raise InputError(message)
    matrix = hstack([own for own, sees in zip(columns, seen, strict=True) if sees]).tocsr()
    model = linear()
    model.fit(matrix[known], [a for a in given if a is not None], sample_weight=say[known])
    rows, intercept = np.atleast_2d(model.coef_).T, np.atleast_1d(model.intercept_)
    if len(model.classes_) == 2:  # scikit-learn keeps one column for two labels
        rows = np.hstack([-rows / 2, rows / 2])
        intercept = np.hstack([-intercept / 2, intercept / 2])
    weights = np.zeros((sum(len(table.terms) for table in tables), len(model.classes_)))
    first = taken = 0
    for table, sees in zip(tables, seen, strict=True):
        count = len(table.terms)
        if sees:
            weights[first : first + count] = rows[taken : taken + count]
            taken += count
        first += count
    short = weights.astype(np.float32).astype(np.float64)  # what the model file keeps
    return Head(name, tuple(map(str, model.classes_)), short, intercept, np.zeros(len(intercept)))


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
            parts.append((table.block.name, fitted(table.block, table.terms, table.idf)))
            kept.append(head.weights[first : first + count])
        first += count
    scale = {t.block.name: t.block.weight for t in model.tables if t.block.seen_by(head.name)}
    coefficients = np.vstack(kept).T / head.temperature
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
