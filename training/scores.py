"""How good labels are: pure functions from gold and predicted labels to numbers.

Macro-F1 and accuracy are those of the project's yardstick (`tools/score_labels.py` of the shared
folder): the mean is taken over the labels that occur in the gold. Shares are 0 to 1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Shares = NDArray[np.float64]

#: As usual in the literature on calibration; with 670 statements a bin holds 67.
BINS = 10
ROUNDS = 1000


class LabelScore(NamedTuple):
    """One line of the table per label: `support` counts the gold, `given` the predictions."""

    label: str
    precision: float
    recall: float
    f1: float
    support: int
    given: int


@dataclass(frozen=True, slots=True)
class HeadScore:
    """What is said of one head on one set of quotes.

    Fields:
        n: how many quotes were judged.
        macro_f1, accuracy: as defined above; `ci95`: of macro-F1, by bootstrap.
        table: one line a label, in the order asked for; only labels that occur in the gold.
        labels, confusion: rows are gold, columns predicted labels.
        ece: expected calibration error, None without probabilities.
        bins: (mean confidence, accuracy, how many) of each bin that holds any.
        coverage: (share of quotes answered, accuracy on them), most confident first.
    """

    n: int
    macro_f1: float
    accuracy: float
    ci95: tuple[float, float]
    table: tuple[LabelScore, ...]
    labels: tuple[str, ...]
    confusion: tuple[tuple[int, ...], ...]
    ece: float | None = None
    bins: tuple[tuple[float, float, int], ...] = ()
    coverage: tuple[tuple[float, float], ...] = ()

    def as_json(self) -> dict[str, object]:
        """The keys that `evaluate --json` promises."""
        return {
            "n": self.n,
            "macro_f1": round(self.macro_f1, 4),
            "accuracy": round(self.accuracy, 4),
            "f1": {line.label: round(line.f1, 4) for line in self.table},
            "ci95": [round(value, 4) for value in self.ci95],
            "ece": None if self.ece is None else round(self.ece, 4),
            "reliability": [[round(sure, 4), round(right, 4), n] for sure, right, n in self.bins],
            "risk_coverage": [[round(share, 4), round(right, 4)] for share, right in self.coverage],
            "confusion": {"labels": list(self.labels), "rows": [list(r) for r in self.confusion]},
        }


def per_label(
    gold: Sequence[str], predicted: Sequence[str], labels: Sequence[str]
) -> tuple[LabelScore, ...]:
    """Precision, recall and F1 of each label that occurs in the gold.

    >>> per_label(["opposed", "neutral"], ["opposed", "opposed"], ["opposed", "neutral"])[0]
    LabelScore(label='opposed', precision=0.5, recall=1.0, f1=0.66..., support=1, given=2)
    """
    support, given = Counter(gold), Counter(predicted)
    right = Counter(g for g, p in zip(gold, predicted, strict=True) if g == p)
    lines = []
    for label in labels:
        if not support[label]:
            continue
        true, said, held = right[label], given[label], support[label]
        f1 = 2 * true / (said + held)
        lines.append(LabelScore(label, true / said if said else 0.0, true / held, f1, held, said))
    return tuple(lines)


def macro_f1(gold: Sequence[str], predicted: Sequence[str]) -> float:
    """The mean F1 over the labels that occur in the gold.

    >>> macro_f1(["opposed", "neutral"], ["opposed", "opposed"])
    0.33...
    """
    lines = per_label(gold, predicted, sorted(set(gold)))
    return sum(line.f1 for line in lines) / len(lines) if lines else 0.0


def accuracy(gold: Sequence[str], predicted: Sequence[str]) -> float:
    """The share of right labels.

    >>> accuracy(["opposed", "neutral"], ["opposed", "opposed"])
    0.5
    """
    right = sum(g == p for g, p in zip(gold, predicted, strict=True))
    return right / len(gold) if gold else 0.0


def confusion(
    gold: Sequence[str], predicted: Sequence[str], labels: Sequence[str]
) -> tuple[tuple[int, ...], ...]:
    """How often each gold label (row) was given each label (column).

    >>> confusion(["opposed", "neutral"], ["opposed", "opposed"], ["opposed", "neutral"])
    ((1, 0), (1, 0))
    """
    pairs = Counter(zip(gold, predicted, strict=True))
    return tuple(tuple(pairs[row, column] for column in labels) for row in labels)


def bootstrap(
    gold: Sequence[str],
    predicted: Sequence[str],
    *,
    groups: Sequence[object] | None = None,
) -> tuple[float, float]:
    """A 95 % interval of macro-F1: quotes (or whole `groups`, such as articles) drawn anew.

    Labels that a draw happens to miss do not count in it, as in `macro_f1`.
    """
    labels = sorted(set(gold) | set(predicted))
    place = {label: number for number, label in enumerate(labels)}
    size = len(labels)
    cells = np.array([place[g] * size + place[p] for g, p in zip(gold, predicted, strict=True)])
    if not len(cells):
        return 0.0, 0.0
    _, group = np.unique([str(g) for g in groups or range(len(cells))], return_inverse=True)
    # one row a group: how often each (gold, predicted) cell occurs in it
    counts = np.zeros((group.max() + 1, size * size))
    np.add.at(counts, (group, cells), 1.0)
    random = np.random.default_rng(0)
    draws = random.multinomial(len(counts), np.full(len(counts), 1 / len(counts)), size=ROUNDS)
    tables: Shares = np.asarray(draws @ counts, dtype=np.float64)
    values = macro_f1_of(tables.reshape(ROUNDS, size, size))
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def macro_f1_of(tables: Shares) -> Shares:
    """Macro-F1 of confusion tables (rows gold), shape (n, labels, labels) → (n,)."""
    right = np.diagonal(tables, axis1=1, axis2=2)
    support = tables.sum(axis=2)
    both = support + tables.sum(axis=1)
    f1 = np.divide(2 * right, both, out=np.zeros_like(both), where=both > 0)
    occurs = support > 0
    means: Shares = (f1 * occurs).sum(axis=1) / np.maximum(occurs.sum(axis=1), 1)
    return means


def reliability(
    confidences: Sequence[float], right: Sequence[bool]
) -> tuple[tuple[float, float, int], ...]:
    """(mean confidence, accuracy, how many) of equal-width bins of confidence; empty ones left out.

    >>> reliability([0.9, 0.9, 0.3], [True, False, True])
    ((0.3, 1.0, 1), (0.9, 0.5, 2))
    """
    sure = np.asarray(confidences, dtype=np.float64)
    hit = np.asarray(right, dtype=np.float64)
    place = np.minimum((sure * BINS).astype(np.intp), BINS - 1)
    return tuple(
        (float(sure[own].mean()), float(hit[own].mean()), int(own.sum()))
        for number in range(BINS)
        if (own := place == number).any()
    )


def calibration_error(confidences: Sequence[float], right: Sequence[bool]) -> float:
    """Expected calibration error: how far confidence lies from accuracy, over `reliability` bins.

    >>> calibration_error([0.9, 0.9], [True, False])
    0.4
    """
    found = reliability(confidences, right)
    error = sum(abs(sure - share) * count for sure, share, count in found)
    return round(error / len(confidences), 12) if found else 0.0


def risk_coverage(
    confidences: Sequence[float], right: Sequence[bool], steps: int = 20
) -> tuple[tuple[float, float], ...]:
    """(coverage, accuracy) when only the most confident share of the quotes is answered.

    >>> risk_coverage([0.9, 0.6, 0.8, 0.5], [True, False, True, False], steps=2)
    ((0.5, 1.0), (1.0, 0.5))
    """
    order = sorted(range(len(confidences)), key=lambda place: (-confidences[place], place))
    hits = np.cumsum([bool(right[place]) for place in order])
    points = []
    for step in range(1, steps + 1):
        count = max(1, round(len(order) * step / steps))
        if order:
            points.append((step / steps, float(hits[count - 1]) / count))
    return tuple(points)


def judge(
    gold: Sequence[str],
    predicted: Sequence[str],
    labels: Sequence[str],
    probabilities: Sequence[Mapping[str, float]] | None = None,
    groups: Sequence[object] | None = None,
) -> HeadScore:
    """Everything that is said of one head; `groups` are drawn together in the bootstrap."""
    names = [*labels, *sorted((set(gold) | set(predicted)) - set(labels))]
    table = per_label(gold, predicted, names)
    sure: list[float] = []
    if probabilities is not None:
        sure = [chances[label] for chances, label in zip(probabilities, predicted, strict=True)]
    right = [g == p for g, p in zip(gold, predicted, strict=True)] if sure else []
    return HeadScore(
        n=len(gold),
        macro_f1=sum(line.f1 for line in table) / len(table) if table else 0.0,
        accuracy=accuracy(gold, predicted),
        ci95=bootstrap(gold, predicted, groups=groups),
        table=table,
        labels=tuple(names),
        confusion=confusion(gold, predicted, names),
        ece=calibration_error(sure, right) if sure else None,
        bins=reliability(sure, right),
        coverage=risk_coverage(sure, right),
    )
