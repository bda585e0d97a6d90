"""Predictions: labels become the fields of a line, with the condition where the stance has one."""

from __future__ import annotations

from collections.abc import Mapping

from classifier.conditions import condition_of, find_condition
from classifier.flat import Row
from classifier.records import Article, Label, LabelledStatement, Span, Speaker, Statement
from classifier.results import prediction_row

#: The fields that labels give, wherever the text stands.
PREDICTED = (
    "stance",
    "stance_probabilities",
    "sentiment",
    "sentiment_probabilities",
    "abstained",
    "condition_start",
    "condition_end",
    "cameo_hint",
    "plover_hint",
    "reasons",
)
#: The stance that names what it depends on.
_CONDITIONAL = "conditional"


def statement_line(
    labelled: LabelledStatement, *, explain: bool = False, min_confidence: float = 0.0
) -> Row:
    """The prediction line of a statement in its article; for the options see `prediction_row`."""
    return prediction_row(
        labelled,
        explain=explain,
        min_confidence=min_confidence,
        condition=condition_of(labelled.statement) if _depends(labelled.labels) else None,
    )


def text_fields(
    text: str,
    labels: Mapping[str, Label],
    *,
    start: int = 0,
    explain: bool = False,
    min_confidence: float = 0.0,
) -> Row:
    """The `PREDICTED` fields of a text that was cut out before; `start` is where it begins.

    >>> label = Label("neutral", {"neutral": 0.75, "opposed": 0.25})
    >>> text_fields("قال إن الجولة غدا.", {"stance": label})["cameo_hint"]
    '010'
    """
    whole = Span(0, len(text))
    said = Statement(text, *whole, *whole, "reported", "", "", Speaker())
    line = prediction_row(
        LabelledStatement(Article("", text, (whole,), *whole), said, labels),
        explain=explain,
        min_confidence=min_confidence,
        condition=find_condition(text, start) if _depends(labels) else None,
    )
    return {name: line[name] for name in PREDICTED if name in line}


def _depends(labels: Mapping[str, Label]) -> bool:
    return "stance" in labels and labels["stance"].name == _CONDITIONAL
