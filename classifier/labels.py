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
from numpy.typing import NDArray

from classifier.errors import InputError
from classifier.features import BLOCKS, GENERAL, Block, fitted, vectoriser
from classifier.records import Label
from classifier.scorer import Floats, Head, Model, Table, decisions_of
from classifier.vectors import Vectors

__all__ = [
    "TRIALS",
    "Head",
    "Model",
    "Trial",
    "label_texts",
    "linear",
    "pipelines",
    "recipe",
    "teach",
]

#: Pull of the weights towards 0. Stance macro-F1 on real statements with 1.5, 2, 3, 4 and 5:
#: .555, .558, .549, .540, .536; sentiment at 1, 2, 5 and 8: .648, .643, .628, .622. With sides
#: masked and 10,705 quotes, 1.5, 2 and 3 give .551, .547 and .542 over 1,021 real statements, and
#: .707, .697 and .685 by topic; 1 gives .715 by topic and .527 on real ones (10,839 quotes).
PULL = 1.5


class Trial(NamedTuple):
    """A way to teach a head: how strong a pull, and whether by the general blocks alone."""

    pull: float = PULL
    general: bool = False


#: What a head may choose from where the recipe was not measured: on quotes of another kind. On
#: five folds of the Mawqif posts pulls of 1, 2, 4 and 8 give .686, .694, .696, .694.
TRIALS = tuple(Trial(pull, general) for general in (False, True) for pull in (PULL, 3.0, 6.0, 12.0))
#: Folds in which it chooses.
TRIAL_FOLDS = 3


def linear(pull: float = PULL) -> Any:
    """The unfitted linear model: a least-squares hyperplane a label, its weights kept small.

    Hinge loss (LinearSVC) gave .530 for stance and .623 for sentiment where this gives .532 and
    .638; logistic regression gave less and takes longer.
    """
    from sklearn.linear_model import RidgeClassifier

    return RidgeClassifier(alpha=pull, solver="sparse_cg", tol=1e-4)


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
    trials: Sequence[Trial] = (Trial(),),
    vectors: Vectors | None = None,
) -> Model:
    """A model of one head per key of `answers`; None where a text has no answer for a head.

    `weights` is how much say each text has, the same for all heads or by the name of the head.
    Blocks of which the texts hold no n-gram often enough are left out. Of several `trials` each
    head takes the one that has the best macro-F1 on texts left out. `vectors` of words become a
    block of words after the others.

    Raises:
        InputError: the texts hold nothing that could be counted.
    """
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    columns = []
    for block in blocks:
        terms, idf, matrix = _fit_block(block, texts)
        if terms:
            columns.append(_Columns(Table(block, terms, idf), matrix * block.weight))
    even = np.ones(len(texts)) if weights is None else weights
    says = weights if isinstance(weights, Mapping) else dict.fromkeys(answers, even)
    with threadpool_limits(1):  # sums in one order: the same file on any number of cores
        columns += [] if vectors is None else [_dense_columns(vectors, texts)]
        heads = tuple(
            _head(name, columns, own, np.asarray(says[name], dtype=np.float64), trials)
            for name, own in answers.items()
        )
    return Model(tuple(own.table for own in columns), heads)


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
    columns: Sequence[_Columns],
    given: Sequence[str | None],
    say: Floats,
    trials: Sequence[Trial],
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
    best = _best(trials, matrix, gold, say, general)
    model = linear(best.pull).fit(_seen(matrix, best, general), gold, sample_weight=say)
    rows, intercept = np.atleast_2d(model.coef_).T, np.atleast_1d(model.intercept_)
    if len(model.classes_) == 2:  # scikit-learn keeps one column for two labels
        rows = np.hstack([-rows / 2, rows / 2])
        intercept = np.hstack([-intercept / 2, intercept / 2])
    weights = _by_term(name, columns, rows)
    short = weights.astype(np.float32).astype(np.float64)  # what the model file keeps
    return Head(name, tuple(map(str, model.classes_)), short, intercept, np.zeros(len(intercept)))


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


def _seen(matrix: Any, trial: Trial, general: NDArray[np.bool_]) -> Any:
    """The matrix with nothing in the columns that a trial leaves out."""
    from scipy.sparse import diags

    return matrix @ diags(general.astype(np.float64)) if trial.general else matrix


def _best(
    trials: Sequence[Trial],
    matrix: Any,
    gold: Sequence[str],
    say: Floats,
    general: NDArray[np.bool_],
) -> Trial:
    """The trial with the best macro-F1 in folds; the first where too few texts bear a label."""
    from sklearn.metrics import f1_score

    names = np.array(gold)
    labels, counts = np.unique(names, return_counts=True)
    if len(trials) == 1 or counts.min() < TRIAL_FOLDS:
        return trials[0]
    fold = np.empty(len(names), dtype=np.intp)
    for label in labels:  # each label dealt out evenly, in the order of the texts
        fold[names == label] = np.arange((names == label).sum()) % TRIAL_FOLDS
    scores = []
    for trial in trials:
        found, seen = names.copy(), _seen(matrix, trial, general)
        for own in range(TRIAL_FOLDS):
            rest = fold != own
            model = linear(trial.pull).fit(seen[rest], names[rest], sample_weight=say[rest])
            found[~rest] = model.predict(seen[~rest])
        scores.append(f1_score(names, found, average="macro"))
    return trials[int(np.argmax(scores))]


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
