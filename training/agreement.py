"""How far annotators agree: Cohen's kappa by pair of annotators, over all labels and for each.

Statements of two annotators are the same when they share half of their joint length; what only
one of them marked is counted beside, not judged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from training import matches
from training.exchange import Mark, Task, with_marks
from training.quotes import HEADS
from training.schemes import in_order

#: Shared length over joint length from which two marks are of one statement.
SAME = 0.5


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two annotators on one head.

    Fields:
        n: statements that both labelled.
        share: how many of them alike, 0 to 1.
        kappa: the same beyond chance, -1 to 1; `by_label` for each label against all others.
        alone: statements that only the first, and only the second, marked.
    """

    first: str
    second: str
    head: str
    n: int
    share: float
    kappa: float
    by_label: Mapping[str, float] = field(default_factory=dict)
    alone: tuple[int, int] = (0, 0)


def kappa(one: Sequence[object], other: Sequence[object]) -> float:
    """Agreement beyond chance: 1 is full, 0 what chance brings.

    Where chance alone would bring full agreement (one label on both sides), it is 1.

    >>> kappa(["opposed", "neutral", "neutral"], ["opposed", "neutral", "opposed"])
    0.4
    >>> kappa(["neutral"], ["neutral"])
    1.0

    Source: Cohen 1960, A coefficient of agreement for nominal scales.
    """
    count = len(one)
    if not count:
        return 0.0
    share = sum(a == b for a, b in zip(one, other, strict=True)) / count
    labels = {*one, *other}
    chance = sum(list(one).count(name) * list(other).count(name) for name in labels) / count**2
    return round((share - chance) / (1 - chance), 6) if chance < 1 else 1.0


def agreements(tasks: Iterable[Task]) -> list[Agreement]:
    """Every pair of annotators on every head that both answered.

    Each annotator is one whose name is known; tasks of the same text are taken together.
    """
    told: dict[tuple[str, str], list[tuple[Mark, Mark]]] = defaultdict(list)
    alone: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for task in gathered(tasks):
        by_name: dict[str, list[Mark]] = defaultdict(list)
        for mark in task.marks:
            if mark.annotator and mark.labels:
                by_name[mark.annotator].append(mark)
        for pair in combinations(sorted(by_name), 2):
            both = list(_pairs(by_name[pair[0]], by_name[pair[1]]))
            told[pair] += both
            for side in (0, 1):
                alone[pair][side] += len(by_name[pair[side]]) - len(both)
    return [
        _of_pair(pair, head, both, (alone[pair][0], alone[pair][1]))
        for pair, both in sorted(told.items())
        for head in HEADS
        if any(head in one.labels and head in other.labels for one, other in both)
    ]


def gathered(tasks: Iterable[Task]) -> list[Task]:
    """Tasks of the same text as one, for annotators whose labels lie in files of their own.

    >>> [len(task.marks) for task in gathered([Task("1", "قال", marks=(Mark(0, 3),))] * 2)]
    [2]
    """
    found: dict[tuple[str, str], Task] = {}
    for task in tasks:
        key = (task.kind, task.text)
        found[key] = with_marks(task, (*found[key].marks, *task.marks)) if key in found else task
    return list(found.values())


def _pairs(one: Sequence[Mark], other: Sequence[Mark]) -> Iterator[tuple[Mark, Mark]]:
    """Marks of the same statement, one to one."""
    rows = [[{**mark.span._asdict(), "mark": mark} for mark in marks] for marks in (one, other)]
    for first, second in matches.match(rows[0], rows[1], SAME):
        yield first["mark"], second["mark"]


def _of_pair(
    pair: tuple[str, str], head: str, both: Sequence[tuple[Mark, Mark]], alone: tuple[int, int]
) -> Agreement:
    labelled = [
        (one.labels[head], other.labels[head])
        for one, other in both
        if head in one.labels and head in other.labels
    ]
    first, second = [a for a, _ in labelled], [b for _, b in labelled]
    by_label = {
        name: kappa([a == name for a in first], [b == name for b in second])
        for name in in_order(head, {*first, *second})
    }
    share = sum(a == b for a, b in labelled) / len(labelled)
    return Agreement(*pair, head, len(labelled), share, kappa(first, second), by_label, alone)


def table(found: Iterable[Agreement]) -> list[str]:
    """The figures as lines to read.

    >>> both = Agreement("ليلى", "سالم", "stance", 40, 0.9, 0.85, {"opposed": 0.8})
    >>> for line in table([both]):
    ...     print(line)
    ليلى – سالم, stance: 40 statements, 90.0 % alike, kappa 0.850
      opposed         0.800
    """
    lines: list[str] = []
    for one in found:
        alone = f"; marked by one alone: {one.alone[0]}, {one.alone[1]}" if any(one.alone) else ""
        lines.append(
            f"{one.first} – {one.second}, {one.head}: {one.n} statements, "
            f"{100 * one.share:.1f} % alike, kappa {one.kappa:.3f}{alone}"
        )
        lines += [f"  {name:<15} {value:.3f}" for name, value in one.by_label.items()]
    return lines
