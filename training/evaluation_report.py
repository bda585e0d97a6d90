"""The evaluation as a page, in the style of the reports, from what `evaluate --json` holds.

A section is shown when the figures for it are there and left out when not; nothing is made up.
The page is as self-contained and as guarded as the other reports (`classifier.reports.page`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from classifier.flat import HEADS
from classifier.json_text import number
from classifier.lexicons import Row, parse
from classifier.reports.page import asset, policy
from classifier.reports.palette import Look, looks
from classifier.reports.shares import as_confusion, wilson
from classifier.reports.strings import Lang, Strings
from classifier.reports.templates import template
from training.group_tables import Groups, figures, first_groups, groups_of, table_of

_ERRORS = 200
_WIDTH, _HEIGHT = 240, 180


@dataclass(frozen=True, slots=True)
class Line:
    """One label: its figures (None where they are not known)."""

    label: str
    f1: float | None
    precision: float | None = None
    recall: float | None = None
    support: int | None = None
    precision_between: tuple[float, float] | None = None
    recall_between: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Rival:
    """One way of labelling beside others: its name as words, its figures."""

    name: str
    macro_f1: float | None
    accuracy: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a curve, in the units of the chart and in words.

    Fields:
        size: its radius; `under`: what stands under it at the axis.
        other: a second height at the same place, if there is one.
    """

    x: float
    y: float
    words: str
    size: float = 3.0
    under: str = ""
    other: float | None = None


@dataclass(frozen=True, slots=True)
class Error:
    """A statement with a wrong label."""

    text: str
    gold: str
    predicted: str
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Head:
    """What the page tells of one head."""

    name: str
    n: int | None
    ece: float | None
    rivals: tuple[Rival, ...]
    lines: tuple[Line, ...]
    labels: tuple[str, ...]
    looks: Mapping[str, Look]
    confusion: Mapping[str, Mapping[str, int]]
    reliability: tuple[Point, ...]
    risk: tuple[Point, ...]
    learning: tuple[Point, ...]
    groups: Groups
    errors: tuple[Error, ...]


def render(evaluation: Mapping[str, Any], lang: Lang = "ar") -> str:
    """The page.

    Args:
        evaluation: the dictionary that `training.evaluate --json` writes. Beside the promised
            keys each head may hold `confusion`, `reliability` ([confidence, accuracy, n] …),
            `risk_coverage` ([coverage, accuracy] …), `errors`, `by` and `few` (so may a threshold
            of the articles; see `training.fairness`), and
            `learning_curve` ([quotes, macro-F1, accuracy] …).
        lang: `ar` or `en`.

    >>> page = render({"quotes": {"n": 4, "stance": {"macro_f1": 0.5, "accuracy": 0.75}}}, "en")
    >>> "How good the labels are" in page, "Confusion" in page
    (True, False)
    """
    strings = Strings.of(lang, _words())
    quotes = table_of(evaluation.get("quotes"))
    heads = [
        name for name in HEADS if number(table_of(quotes.get(name)).get("macro_f1")) is not None
    ]
    page = template("evaluation.html", "training")
    return page.render(
        t=strings,
        t_other=Strings.of(strings.other.lang, _words()),
        n=quotes.get("n"),
        heads=[_head(name, evaluation, strings) for name in heads],
        articles=_articles(evaluation),
        groups_of_articles=first_groups(evaluation, strings),
        facts=_facts(evaluation),
        style=asset("report.css"),
        script=asset("report.js"),
        policy=policy("report.js"),
        box=(_WIDTH, _HEIGHT),
    ).lstrip()


@cache
def _words() -> tuple[Row, ...]:
    text = files("training").joinpath("data", "strings.tsv").read_text(encoding="utf-8")
    return parse(text, "training/data/strings.tsv")


def _head(name: str, evaluation: Mapping[str, Any], strings: Strings) -> Head:
    found = table_of(table_of(evaluation["quotes"])[name])
    confusion = as_confusion(found.get("confusion"))
    f1 = table_of(found.get("f1"))
    labels = tuple(
        dict.fromkeys([*f1, *confusion, *(p for row in confusion.values() for p in row)])
    )
    seen = found.get("risk_coverage") or found.get("coverage")
    return Head(
        name=name,
        n=found.get("n", table_of(evaluation["quotes"]).get("n")),
        ece=number(found.get("ece")),
        rivals=_rivals(name, evaluation, strings),
        lines=tuple(_line(label, f1, confusion) for label in labels),
        labels=labels,
        looks=looks(labels, name[:2]),
        confusion=confusion,
        reliability=_points(found.get("reliability"), sized=True),
        risk=_points(seen),
        learning=_learning(found.get("learning_curve")),
        groups=groups_of(found, strings),
        errors=tuple(_error(table_of(error)) for error in (found.get("errors") or ())[:_ERRORS]),
    )


def _error(found: Mapping[str, Any]) -> Error:
    text, gold, predicted = (str(found.get(key, "")) for key in ("text", "gold", "predicted"))
    return Error(text, gold, predicted, number(found.get("confidence")))


def _line(label: str, f1: Mapping[str, Any], confusion: Mapping[str, Mapping[str, int]]) -> Line:
    if not confusion:
        return Line(label, number(f1.get(label)))
    right = confusion.get(label, {}).get(label, 0)
    support = sum(confusion.get(label, {}).values())
    given = sum(row.get(label, 0) for row in confusion.values())
    computed = 2 * right / (support + given) if support + given else None
    return Line(
        label,
        number(f1.get(label)) if label in f1 else computed,
        right / given if given else None,
        right / support if support else None,
        support,
        wilson(right, given) if given else None,
        wilson(right, support) if support else None,
    )


def _rivals(head: str, evaluation: Mapping[str, Any], strings: Strings) -> tuple[Rival, ...]:
    """The judged model first, then whatever stands beside it in the evaluation."""
    quotes, crossed = table_of(evaluation["quotes"]), "random" in evaluation
    rows = [(strings("eval.this" if crossed else "eval.judged"), table_of(quotes[head]))]
    rows.append((strings("eval.random"), table_of(table_of(evaluation.get("random")).get(head))))
    for name, sample in table_of(quotes.get("samples")).items():
        rows.append((strings("eval.sample", name=name), table_of(table_of(sample).get(head))))
    for name, scored in table_of(evaluation.get("baselines")).items():
        rows.append(
            (strings.term("eval.baseline", str(name)), table_of(table_of(scored).get(head)))
        )
    found = []
    for name, scored in rows:
        f1, accuracy = (number(scored.get(key)) for key in ("macro_f1", "accuracy"))
        low, high = map(number, tuple(scored.get("ci95") or (None, None))[:2])
        if f1 is not None or accuracy is not None:
            found.append(Rival(name, f1, accuracy, low, high))
    return tuple(found)


def _points(value: object, *, sized: bool = False) -> tuple[Point, ...]:
    """Points of a curve whose both axes go from 0 to 1; a third number is how many they hold."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        return ()
    rows = [tuple(map(number, row)) for row in value if isinstance(row, Sequence)]
    good = [row for row in rows if len(row) >= 2 and None not in row[:2]]
    most = max((row[2] or 0 for row in good if len(row) > 2), default=0)
    found = []
    for row in good:
        x, y, n = row[0] or 0.0, row[1] or 0.0, (row[2] or 0.0) if len(row) > 2 else 0.0
        words = f"{x:.2f} → {y:.2f}" + (f" ({n:.0f})" if n else "")
        size = 2 + 6 * (n / most) ** 0.5 if sized and most else 2.5
        found.append(
            Point(round(_WIDTH * x, 1), round(_HEIGHT * (1 - y), 1), words, round(size, 1))
        )
    return tuple(found)


def _learning(value: object) -> tuple[Point, ...]:
    """Points of the learning curve; the number of quotes is scaled to the width."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        return ()
    rows = [tuple(map(number, row)) for row in value if isinstance(row, list | tuple)]
    good = [row for row in rows if len(row) >= 2 and None not in row[:2]]
    most = max((row[0] or 0 for row in good), default=0) or 1
    found = []
    for row in good:
        n, score, right = row[0] or 0.0, row[1] or 0.0, row[2] if len(row) > 2 else None
        words = f"{n:.0f} → {score:.2f}" + ("" if right is None else f" ({right:.2f})")
        other = None if right is None else round(_HEIGHT * (1 - right), 1)
        x, y = round(_WIDTH * n / most, 1), round(_HEIGHT * (1 - score), 1)
        found.append(Point(x, y, words, under=f"{n:,.0f}", other=other))
    return tuple(found)


def _articles(evaluation: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    """The chain's figures by threshold."""
    rows = {str(key): figures(row) for key, row in table_of(evaluation.get("articles")).items()}
    return {key: row for key, row in rows.items() if row}


def _facts(evaluation: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What is told of model and data, flat: `data.digest` → its beginning."""
    found: list[tuple[str, str]] = []

    def walk(prefix: str, value: object) -> None:
        if isinstance(value, Mapping):
            for key, item in value.items():
                walk(f"{prefix}.{key}" if prefix else str(key), item)
        elif isinstance(value, str | int | float) and not isinstance(value, bool):
            found.append((prefix, str(value)[:80]))

    walk("model", table_of(evaluation.get("model")))
    walk("data", table_of(evaluation.get("data")))
    return found[:40]
