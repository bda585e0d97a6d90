"""The learning curve: what a user's own labels bring, the more of them there are.

The user's quotes are dealt into folds, whole articles together. Each fold is judged by models that
were taught on the embedded quotes and some of the quotes of the other folds: none, 100, 300 …
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

from classifier.labels import label_texts
from training import lessons, scores
from training.numbers import Numbers
from training.quotes import Collection, Quote
from training.schemes import in_order
from training.splits import clusters, random_folds

SIZES = (0, 100, 300, 1000)
FOLDS = 3

Labels = list[dict[str, str]]


def curve(
    taught: Sequence[Quote],
    own: Sequence[Quote],
    numbers: Numbers,
    *,
    sizes: Sequence[int] = SIZES,
    jobs: int = 1,
    seed: int = 0,
) -> dict[str, Any]:
    """The summary of a learning curve, with the keys of `evaluate --json`.

    Each head's figures are those with the most own labels; `learning_curve` holds one row
    [own labels taught, macro-F1, accuracy] a size.

    Args:
        taught: what every model is taught on (the embedded quotes).
        own: the user's quotes with their weight, both taught and judged.
        numbers: the calibration, as in training.
        sizes: how many own labels; the last point is as many as the folds allow.
        jobs: processes at once.
        seed: for the folds and for the order in which own labels are taken.
    """
    deal = random_folds(clusters(own), FOLDS, seed)
    order = Random(seed).sample(range(len(own)), len(own))
    pools = [[n for n in order if deal[n] != fold] for fold in range(FOLDS)]
    most = min(map(len, pools))
    counts = [size for size in sizes if size < most] + [most]
    given = [_labelled(taught, own, numbers, _parts(pools, deal, n), jobs) for n in counts]
    summary: dict[str, Any] = {"n": len(own)}
    for head in lessons.answered(Collection(tuple(own), ())):
        places = [n for n, quote in enumerate(own) if head in quote.labels]
        gold = [own[n].labels[head] for n in places]
        rows, names = [], []
        for count, labels in zip(counts, given, strict=True):
            names = [labels[n][head] for n in places]
            figures = (scores.macro_f1(gold, names), scores.accuracy(gold, names))
            rows.append([count, *(round(figure, 4) for figure in figures)])
        judged = scores.judge(
            gold, names, in_order(head, gold), groups=[own[n].article_id or n for n in places]
        )
        summary[head] = judged.as_json() | {"learning_curve": rows}
    return summary


Part = tuple[list[int], list[int]]


def _parts(pools: Sequence[list[int]], deal: Sequence[int], count: int) -> list[Part]:
    """(taught, judged) places of the own quotes; without own labels one model judges all folds."""
    if not count:
        return [([], list(range(len(deal))))]
    return [
        (pool[:count], [n for n, dealt in enumerate(deal) if dealt == fold])
        for fold, pool in enumerate(pools)
    ]


def _labelled(
    taught: Sequence[Quote],
    own: Sequence[Quote],
    numbers: Numbers,
    parts: Sequence[Part],
    jobs: int,
) -> Labels:
    """The labels of every own quote, from models that did not see its fold."""
    from joblib import Parallel, delayed

    done = Parallel(n_jobs=min(jobs, len(parts)))(
        delayed(_judged)([*taught, *(own[n] for n in more)], [own[n].text for n in judged], numbers)
        for more, judged in parts
    )
    labels: Labels = [{} for _ in own]
    for (_, judged), rows in zip(parts, done, strict=True):
        for n, row in zip(judged, rows, strict=True):
            labels[n] = row
    return labels


def _judged(quotes: Sequence[Quote], texts: Sequence[str], numbers: Numbers) -> Labels:
    bare = lessons.taught(quotes)
    model = replace(bare, heads=tuple(lessons.calibrated(head, numbers) for head in bare.heads))
    return [{head: label.name for head, label in row.items()} for row in label_texts(model, texts)]
