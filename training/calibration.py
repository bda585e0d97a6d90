"""How decision values become honest probabilities: a temperature, offsets, scales.

Probabilities are `softmax((decisions × scales + offsets) / temperature)`. The temperature says how
sure the values may be taken; the offsets move the training mix of labels to that of real news; the
scales take the values of one label for more or less than those of another (vector scaling). All
are fitted by maximum likelihood on quotes that did not teach the model.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Pull of the offsets towards 0 (variance 1): 300 statements hold a dozen of the rarest label.
PENALTY = 1.0


def fit(
    decisions: Floats,
    gold: Sequence[str],
    labels: Sequence[str],
    *,
    with_offsets: bool = True,
    penalty: float = PENALTY,
) -> tuple[float, Floats]:
    """Temperature and offsets for decision values, shape (n, n_labels).

    Rows whose gold label the head does not know are left out. Offsets sum to 0; they are all 0
    with `with_offsets=False`.
    """
    from scipy.optimize import minimize

    values, target = _known(decisions, gold, labels)
    count, rows = len(labels), np.arange(len(target))
    if not len(target):
        return 1.0, np.zeros(count)

    def loss(point: Floats) -> tuple[float, Floats]:
        sharpness = np.exp(point[0])
        offsets = point[1:] if with_offsets else np.zeros(count)
        chances = softmax(values * sharpness + offsets)
        cost = -np.log(chances[rows, target] + 1e-300).sum() + penalty * (offsets @ offsets) / 2
        chances[rows, target] -= 1.0
        slope = np.concatenate([[(chances * values).sum() * sharpness], chances.sum(0)])
        slope[1:] += penalty * offsets
        return float(cost), slope if with_offsets else slope[:1]

    start = np.zeros(1 + count if with_offsets else 1)
    bounds = [(-4.0, 4.0)] + [(-8.0, 8.0)] * (len(start) - 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    temperature = float(np.exp(-found[0]))
    offsets = found[1:] * temperature if with_offsets else np.zeros(count)
    return temperature, offsets - offsets.mean()


def fit_scales(
    decisions: Floats, gold: Sequence[str], labels: Sequence[str], penalty: float
) -> tuple[float, Floats, Floats]:
    """Temperature, offsets and scales (their product is 1), pulled towards 0 and 1."""
    from scipy.optimize import minimize

    values, target = _known(decisions, gold, labels)
    count, rows = len(labels), np.arange(len(target))

    def loss(point: Floats) -> tuple[float, Floats]:
        sharp = np.exp(point[0] + point[1 : 1 + count])
        chances = softmax(values * sharp + point[1 + count :])
        cost = -np.log(chances[rows, target] + 1e-300).sum()
        chances[rows, target] -= 1.0
        by_label = (chances * values).sum(0) * sharp
        slope = np.concatenate([[by_label.sum()], by_label, chances.sum(0)])
        slope[1:] += penalty * point[1:]
        return float(cost + penalty * (point[1:] @ point[1:]) / 2), slope

    start = np.zeros(1 + 2 * count)
    start[0] = -np.log(fit(decisions, gold, labels, with_offsets=False)[0])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(-8.0, 8.0)] * len(start)).x
    level = found[1 : 1 + count].mean()
    temperature = float(np.exp(-found[0] - level))
    offsets = found[1 + count :] * temperature
    return temperature, offsets - offsets.mean(), np.exp(found[1 : 1 + count] - level)


def _known(
    decisions: Floats, gold: Sequence[str], labels: Sequence[str]
) -> tuple[Floats, NDArray[np.intp]]:
    """The decision values of the rows whose gold label is one of the labels, and its column."""
    place = {label: number for number, label in enumerate(labels)}
    kept = np.array([label in place for label in gold], dtype=bool)
    values = np.asarray(decisions, dtype=np.float64)[kept]
    return values, np.array([place[label] for label in gold if label in place], dtype=np.intp)


def softmax(values: Floats) -> Floats:
    """Rows of decision values as probabilities, shape (n, n_labels)."""
    raised = np.exp(values - values.max(axis=1, keepdims=True))
    chances: Floats = raised / raised.sum(axis=1, keepdims=True)
    return chances
