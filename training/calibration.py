"""How decision values become honest probabilities: a temperature, and offsets for the priors.

Probabilities are `softmax((decisions + offsets) / temperature)`. The temperature says how sure the
values may be taken; the offsets move the training mix of labels to that of real news. Both are
fitted by maximum likelihood on quotes that did not teach the model.
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

    place = {label: number for number, label in enumerate(labels)}
    kept = np.array([label in place for label in gold], dtype=bool)
    values = np.asarray(decisions, dtype=np.float64)[kept]
    target = np.array([place[label] for label in gold if label in place], dtype=np.intp)
    count = len(labels)
    if not len(target):
        return 1.0, np.zeros(count)

    def loss(point: Floats) -> tuple[float, Floats]:
        sharpness = np.exp(point[0])
        offsets = point[1:] if with_offsets else np.zeros(count)
        scaled = values * sharpness + offsets
        scaled -= scaled.max(axis=1, keepdims=True)
        raised = np.exp(scaled)
        chances = raised / raised.sum(axis=1, keepdims=True)
        rows = np.arange(len(target))
        miss = chances.copy()
        miss[rows, target] -= 1.0
        slope = np.concatenate([[(miss * values).sum() * sharpness], miss.sum(0)])
        slope[1:] += penalty * offsets
        cost = -np.log(chances[rows, target] + 1e-300).sum() + penalty * (offsets @ offsets) / 2
        return float(cost), slope if with_offsets else slope[:1]

    start = np.zeros(1 + count if with_offsets else 1)
    found = minimize(
        loss,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=[(-4.0, 4.0)] + [(-8.0, 8.0)] * (len(start) - 1),
    ).x
    temperature = float(np.exp(-found[0]))
    offsets = found[1:] * temperature if with_offsets else np.zeros(count)
    return temperature, offsets - offsets.mean()


def softmax(values: Floats) -> Floats:
    """Rows of decision values as probabilities, shape (n, n_labels)."""
    raised = np.exp(values - values.max(axis=1, keepdims=True))
    chances: Floats = raised / raised.sum(axis=1, keepdims=True)
    return chances
