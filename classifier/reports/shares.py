"""Shares with intervals: how sure a percentage is, and how a classifier's mistakes bend it.

Two things make a bare percentage lie. Statements of one article hang together, so a hundred
statements of five articles say less than a hundred of a hundred (`Tally` counts articles as
clusters). And a classifier that takes one label for another shifts every share in a way that does
not shrink with more data (`corrected` undoes this by its confusion matrix).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Matrix = NDArray[numpy.float64]

Z95 = 1.959963984540054
_ROUNDS = 400
_DRAWS = 400
_LEAST_SHARE = 1e-12
#: How much must be left beside what is aside, so that there is something to have shares of.
_LEAST_WHOLE = 0.01


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole: `n` of `of`, its 95% interval, and the corrected share if one is known.

    >>> Share("opposed", 3, 4, 0.75, 0.3, 0.95).corrected is None
    True
    """

    label: str
    n: int
    of: int
    share: float
    low: float
    high: float
    corrected: float | None = None
    corrected_low: float | None = None
    corrected_high: float | None = None


def wilson(n: float, of: float) -> tuple[float, float]:
    """Wilson's 95% interval for `n` of `of`; (0, 1) where nothing is known.

    >>> tuple(round(bound, 3) for bound in wilson(8, 10))
    (0.49, 0.943)
    """
    if of <= 0:
        return 0.0, 1.0
    share = n / of
    spread = Z95 * math.sqrt(share * (1 - share) / of + Z95**2 / (4 * of**2))
    middle, scale = share + Z95**2 / (2 * of), 1 + Z95**2 / of
    low, high = (middle - spread) / scale, (middle + spread) / scale
    return max(0.0, min(low, share)), min(1.0, max(high, share))


@dataclass(slots=True)
class Tally:
    """Counts by label that remember how they cluster in articles, in constant space.

    The lines of one article are taken to follow each other, as `predict` writes them.

    >>> tally = Tally()
    >>> for article in ("أ", "أ", "ب"):
    ...     tally.add(article, "opposed")
    >>> tally.counts
    Counter({'opposed': 3})
    """

    counts: Counter[str] = field(default_factory=Counter)
    _article: str | None = None
    _open: Counter[str] = field(default_factory=Counter)
    _squares: Counter[str] = field(default_factory=Counter)
    _products: Counter[str] = field(default_factory=Counter)
    _sizes: int = 0

    def add(self, article: str, label: str) -> None:
        """Count one statement of an article."""
        if article != self._article:
            self._close()
            self._article = article
        self.counts[label] += 1
        self._open[label] += 1

    def _close(self) -> None:
        size = self._open.total()
        for label, count in self._open.items():
            self._squares[label] += count * count
            self._products[label] += count * size
        self._sizes += size * size
        self._open.clear()

    def effective(self, label: str) -> float:
        """How many independent statements the tally is worth for the share of `label`.

        Never more than there are: the variance between articles by linearisation.
        """
        self._close()
        of = self.counts.total()
        share = self.counts[label] / of if of else 0.0
        if not 0 < share < 1:
            return float(of)
        between = (
            self._squares[label] - 2 * share * self._products[label] + share * share * self._sizes
        )
        return of / max(1.0, between / (of * share * (1 - share)))

    def interval(self, label: str, of: int) -> tuple[float, float]:
        """The 95% interval of the share of `label` among `of` of the statements, its own included.

        >>> tally = Tally(Counter({"opposed": 3, "supportive": 1, "unrelated": 9}))
        >>> tuple(round(bound, 2) for bound in tally.interval("opposed", 4))
        (0.3, 0.95)
        """
        worth = self.effective(label) * of / self.counts.total() if of else 0.0
        return wilson(self.counts[label] / of * worth if of else 0.0, worth)

    def shares(self, labels: tuple[str, ...]) -> tuple[Share, ...]:
        """The share of each of `labels` among all of them, in their order."""
        of = sum(self.counts[label] for label in labels)
        return tuple(
            Share(
                label,
                self.counts[label],
                of,
                self.counts[label] / of if of else 0.0,
                *self.interval(label, of),
            )
            for label in labels
        )


def as_confusion(value: object) -> dict[str, dict[str, int]]:
    """A confusion matrix in either of the forms in which it is written; empty if it is none.

    >>> as_confusion({"labels": ["opposed", "neutral"], "rows": [[8, 2], [1, 9]]})["opposed"]
    {'opposed': 8, 'neutral': 2}
    >>> as_confusion({"opposed": {"opposed": 8, "neutral": 2}})["opposed"]["neutral"]
    2
    """
    if not isinstance(value, Mapping):
        return {}
    labels, rows = value.get("labels"), value.get("rows")
    if isinstance(labels, list) and isinstance(rows, list):
        pairs = zip(labels, rows, strict=False)
        value = {gold: dict(zip(labels, row, strict=False)) for gold, row in pairs}
    if not all(isinstance(row, Mapping) for row in value.values()):
        return {}
    return {
        str(gold): {str(label): int(n) for label, n in row.items()} for gold, row in value.items()
    }


def mean_confidence(bins: object) -> float | None:
    """How sure a model was on average, from its reliability: [confidence, accuracy, n] a bin.

    >>> mean_confidence([[0.5, 0.4, 10], [0.9, 0.9, 30]]), mean_confidence(None)
    (0.8, None)
    """
    if not isinstance(bins, list):
        return None
    pairs = [(float(sure), int(n)) for sure, _, n in bins]
    count = sum(n for _, n in pairs)
    return sum(sure * n for sure, n in pairs) / count if count else None


def corrected(
    counts: Mapping[str, int],
    confusion: Mapping[str, Mapping[str, int]],
    worth: float | None = None,
    *,
    aside: str = "",
) -> dict[str, tuple[float, float, float]]:
    """What the true shares are likely to be, with 95% bounds, by label.

    Args:
        counts: how often each label was predicted.
        confusion: `{gold: {predicted: n}}`, counted on statements labelled by hand.
        worth: how many independent statements the counts are worth (all of them, if None).
        aside: a label that is estimated with the others, but is no part of the whole.

    The shares that make the predicted ones most likely, given how each gold label is predicted
    (expectation maximisation); the bounds redraw the counts and the confusion matrix. Labels
    that the matrix does not know stay out: nothing is given back when none is known, or when
    mistakes about what is aside may explain all the rest.

    >>> confusion = {"opposed": {"opposed": 90, "neutral": 10},
    ...              "neutral": {"opposed": 30, "neutral": 70}}
    >>> found = corrected({"opposed": 60, "neutral": 40}, confusion)
    >>> round(found["opposed"][0], 2), found["opposed"][1] < 0.5 < found["opposed"][2]
    (0.5, True)
    """
    import numpy

    golds = [gold for gold in confusion if sum(confusion[gold].values()) > 0]
    labels = [*dict.fromkeys((*golds, *(p for gold in golds for p in confusion[gold])))]
    seen = numpy.array([counts.get(label, 0) for label in labels], dtype=float)
    if not golds or seen.sum() <= 0:
        return {}
    matrix = numpy.array(
        [[confusion[gold].get(label, 0) for label in labels] for gold in golds], dtype=float
    )
    chance = numpy.random.default_rng(0)
    size = max(1, round(min(worth or seen.sum(), seen.sum())))
    shares = chance.multinomial(size, seen / seen.sum(), _DRAWS) / size
    matrices = numpy.stack(
        [chance.dirichlet(row + 0.5 / len(labels), _DRAWS) for row in matrix], axis=1
    )
    best = _likeliest(seen[None] / seen.sum(), (matrix / matrix.sum(1, keepdims=True))[None])
    drawn = _likeliest(shares, matrices)
    kept = [place for place, gold in enumerate(golds) if gold != aside]
    best, drawn = best[:, kept], drawn[:, kept]
    if numpy.percentile(drawn.sum(1), 2.5) < _LEAST_WHOLE or best.sum() < _LEAST_WHOLE:
        return {}
    best, drawn = _whole(best), _whole(drawn)
    low, high = numpy.percentile(drawn, [2.5, 97.5], axis=0)
    return {
        golds[place]: (float(best[0, i]), float(low[i]), float(high[i]))
        for i, place in enumerate(kept)
    }


def _whole(found: Matrix) -> Matrix:
    """Shares of what is kept, in each row."""
    whole: Matrix = found / found.sum(1, keepdims=True)
    return whole


def _likeliest(shares: Matrix, matrices: Matrix) -> Matrix:
    """Gold shares (draws × golds) that make `shares` (draws × labels) likeliest.

    `matrices` is draws × golds × labels, each row of it a distribution.
    """
    import numpy

    draws, golds = matrices.shape[0], matrices.shape[1]
    found: Matrix = numpy.full((draws, golds), 1 / golds)
    for _ in range(_ROUNDS):
        joint = found[:, :, None] * matrices
        expected = numpy.maximum(joint.sum(1, keepdims=True), _LEAST_SHARE)
        found = (joint / expected * shares[:, None, :]).sum(2)
        found /= numpy.maximum(found.sum(1, keepdims=True), _LEAST_SHARE)
    return found
