"""The linear model of a head: how it is fitted, and what it finds out by folds over its texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from classifier.posts import NEWS

Floats = NDArray[np.float64]

#: Pull of the weights towards 0. Stance macro-F1 on real statements with 1.5, 2, 3, 4 and 5:
#: .555, .558, .549, .540, .536; sentiment at 1, 2, 5 and 8: .648, .643, .628, .622. With sides
#: masked and 10,705 quotes, 1.5, 2 and 3 give .551, .547 and .542 over 1,021 real statements, and
#: .707, .697 and .685 by topic; 1 gives .715 by topic and .527 on real ones (10,839 quotes).
PULL = 1.5


class Trial(NamedTuple):
    """A way to teach a head.

    Fields:
        pull: how strongly weights are held back.
        general: whether by the general blocks alone.
        balance: whether every label has the same say.
    """

    pull: float = PULL
    general: bool = False
    balance: bool = False


class Way(NamedTuple):
    """How the heads of a model are taught.

    Fields:
        trials: what each may choose from.
        register: what kind of texts they are for.
        counted: the labels by whose F1 they choose; all where a head has none of them.
    """

    trials: Sequence[Trial] = (Trial(),)
    register: str = NEWS
    counted: frozenset[str] = frozenset()


#: What a head may choose from where the recipe was not measured: on quotes of another kind. On
#: five folds of the Mawqif posts pulls of 1, 2, 4 and 8 give .686, .694, .696, .694.
TRIALS = tuple(Trial(pull, general) for general in (False, True) for pull in (PULL, 3.0, 6.0, 12.0))
#: Pulls for posts of social media: 4 and 8 give .707 and .704 on Mawqif, .644 and .647 on
#: ArSarcasm-v2 (docs/tried.md).
POST_PULLS = (4.0, 8.0)
#: Folds in which it chooses.
TRIAL_FOLDS = 3

#: Where a threshold is looked for, in decision values (1 and -1 are what the model aims at), and
#: how often all labels are gone round.
_STEPS = np.linspace(-0.6, 0.6, 25)
_ROUNDS = 3
#: Neighbouring steps whose mean is compared: a peak of one step is chance.
_SMOOTHED = 5


class Choice(NamedTuple):
    """What a head found out: the trial, and what to add to the values of its labels, in order."""

    trial: Trial
    offsets: Floats


class Judged(NamedTuple):
    """What decision values are judged by.

    Fields:
        places: the label of each text, by its place among the labels.
        say: how much each text counts.
        counted: of each label whether its F1 counts.
    """

    places: NDArray[np.intp]
    say: Floats
    counted: NDArray[np.bool_]


def linear(pull: float = PULL) -> Any:
    """The unfitted linear model: a least-squares hyperplane a label, its weights kept small.

    Hinge loss (LinearSVC) gave .530 for stance and .623 for sentiment where this gives .532 and
    .638; logistic regression gave less and takes longer.
    """
    from sklearn.linear_model import RidgeClassifier

    return RidgeClassifier(alpha=pull, solver="sparse_cg", tol=1e-4)


def fitted(trial: Trial, shown: Any, gold: Sequence[str], say: Floats) -> Any:
    """The linear model of a trial, fitted to texts as it sees them, each with so much say."""
    own = np.array(balanced(gold, say.tolist())) if trial.balance else say
    return linear(trial.pull).fit(shown, gold, sample_weight=own)


def seen(matrix: Any, trial: Trial, general: NDArray[np.bool_]) -> Any:
    """The matrix with nothing in the columns that a trial leaves out."""
    from scipy.sparse import diags

    return matrix @ diags(general.astype(np.float64)) if trial.general else matrix


def balanced(given: Sequence[str | None], say: Sequence[float]) -> list[float]:
    """The say of quotes so that each label has the same in all; the sum of all stays.

    >>> balanced(["for", "for", "for", "against"], [1.0, 1.0, 1.0, 1.0])
    [0.66..., 0.66..., 0.66..., 2.0]
    """
    whole: dict[str, float] = {}
    for label, own in zip(given, say, strict=True):
        if label is not None:
            whole[label] = whole.get(label, 0.0) + own
    share = sum(whole.values()) / max(len(whole), 1)
    return [
        own if label is None else own * share / whole[label]
        for label, own in zip(given, say, strict=True)
    ]


def choose(
    way: Way, matrix: Any, gold: Sequence[str], say: Floats, general: NDArray[np.bool_]
) -> Choice:
    """The trial with the best macro-F1 in folds; for posts that of least error, and thresholds.

    F1 tells pulls apart by chance: with 4 or 8 taken by it and by the squared error Mawqif has
    .7256 and .7262, ArSarcasm-v2 .6634 and .6638 (three deals).

    The first trial and no offsets where too few texts bear a label. Of posts only those judge that
    have most say: what is taught beside them is of another kind.
    """
    labels, places, counts = np.unique(gold, return_inverse=True, return_counts=True)
    none, asked = np.zeros(len(labels)), np.isin(labels, sorted(way.counted))
    judged = Judged(places, np.ones(len(gold)), asked if asked.any() else ~asked)
    if (len(way.trials) == 1 and way.register == NEWS) or counts.min() < TRIAL_FOLDS:
        return Choice(way.trials[0], none)
    fold = np.empty(len(gold), dtype=np.intp)
    for label in range(len(labels)):  # each label dealt out evenly, in the order of the texts
        fold[places == label] = np.arange(counts[label]) % TRIAL_FOLDS
    posts = way.register != NEWS
    if posts:
        judged = judged._replace(say=(say == say.max()).astype(np.float64))
    found = []
    for trial in way.trials:
        values = _left_out(trial, seen(matrix, trial, general), np.array(gold), say, fold)
        worth = -_error(values, judged, trial) if posts else macro_f1(values, judged)
        found.append((worth, trial, values))
    _, trial, values = max(found, key=lambda each: each[0])
    return Choice(trial, _thresholds(values, judged) if posts else none)


def _left_out(
    trial: Trial,
    shown: Any,
    names: NDArray[Any],
    say: Floats,
    fold: NDArray[np.intp],
) -> Floats:
    """The decision values of each text by a model that did not see it, (n_texts, n_labels)."""
    parts = np.zeros((len(names), len(np.unique(names))))
    for own in range(TRIAL_FOLDS):
        rest = fold != own
        model = fitted(trial, shown[rest], names[rest].tolist(), say[rest])
        values = model.decision_function(shown[~rest])
        parts[~rest] = values if values.ndim > 1 else np.column_stack([-values / 2, values / 2])
    return parts


def _error(values: Floats, judged: Judged, trial: Trial) -> float:
    """How far the values are, in the mean of squares, from 1 for the right label and -1 else."""
    places, own, count = judged.places, judged.say, values.shape[1]
    aim = 1.0 if count > 2 else 0.5  # of two labels each has half the value
    if trial.balance:
        own = own / np.maximum(np.bincount(places, own, count), 1e-9)[places]
    aims = np.where(np.arange(count) == places[:, None], aim, -aim)
    return float(own @ ((values - aims) ** 2).sum(axis=1) / own.sum())


def _thresholds(values: Floats, judged: Judged) -> Floats:
    """Offsets with which the highest value gives the best macro-F1; their sum is 0."""
    offsets, edge = np.zeros(values.shape[1]), _SMOOTHED // 2
    for _ in range(_ROUNDS):
        for label in range(len(offsets) - 1):  # one is free: only differences count
            scores = []
            for step in _STEPS:
                offsets[label] = step
                scores.append(macro_f1(values + offsets, judged))
            even = np.convolve(np.pad(scores, edge, mode="edge"), np.ones(_SMOOTHED), "valid")
            offsets[label] = _STEPS[int(even.argmax())]
    shifted: Floats = offsets - offsets.mean()
    return shifted


def macro_f1(values: Floats, judged: Judged) -> float:
    """Mean F1 of the highest values, over the labels that count and that there are.

    >>> macro_f1(np.eye(2), Judged(np.array([0, 1]), np.ones(2), np.ones(2, dtype=bool)))
    1.0
    """
    count, found, (places, say, counted) = values.shape[1], values.argmax(axis=1), judged
    right = found == places
    hits = np.bincount(places[right], say[right], count)
    both = np.bincount(places, say, count) + np.bincount(found, say, count)
    there = counted & (both > 0)
    return float((2 * hits[there] / both[there]).mean())
