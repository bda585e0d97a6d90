"""Predictions: a labelled statement becomes a line, with the condition where the stance has one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from classifier.conditions import condition_of, find_condition
from classifier.crosswalk import hints
from classifier.flat import HEADS, Row
from classifier.records import Article, Label, LabelledStatement, Span, Speaker, Statement

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


def prediction_row(
    labelled: LabelledStatement,
    *,
    explain: bool = False,
    min_confidence: float = 0.0,
    condition: Span | None = None,
) -> Row:
    """One labelled statement as a prediction line, every field present, in the fixed order.

    `reasons` is there only with `explain`. A label less probable than `min_confidence` (0 to 1) is
    marked as abstained. `condition` counts code points of the article's text, like all offsets.

    >>> from classifier.records import Article, Speaker, Statement
    >>> text = "قال مصدر إن الجولة تبدأ الأحد."
    >>> said = Statement(text, 0, 30, 12, 29, "reported", "قال", "neutral", Speaker("مصدر"))
    >>> article = Article("خبر", text, (Span(0, 30),), 0, 30)
    >>> label = Label("neutral", {"neutral": 0.75, "opposed": 0.25})
    >>> row = prediction_row(LabelledStatement(article, said, {"stance": label}))
    >>> row["statement_id"], row["stance"], row["cameo_hint"], row["sentiment"]
    ('خبر:0', 'neutral', '010', '')
    """
    labels = labelled.labels
    stance, sentiment = labels.get("stance"), labels.get("sentiment")
    deciding = stance or sentiment
    row = _fields_of(labelled.article, labelled.statement)
    row["stance"] = stance.name if stance else ""
    row["stance_probabilities"] = dict(stance.probabilities) if stance else {}
    row["sentiment"] = sentiment.name if sentiment else ""
    row["sentiment_probabilities"] = dict(sentiment.probabilities) if sentiment else {}
    row["abstained"] = deciding is not None and deciding.confidence < min_confidence
    row["condition_start"] = condition.start if condition else None
    row["condition_end"] = condition.end if condition else None
    row["cameo_hint"], row["plover_hint"] = hints(stance.name if stance else "")
    if explain:
        row["reasons"] = _reasons(labels)
    return row


def _fields_of(article: Article, said: Statement) -> Row:
    """What is known of a statement before it is labelled."""
    speaker = said.speaker
    return {
        "article_id": article.id,
        "statement_id": f"{article.id}:{said.start}",
        "title": article.title,
        "date": article.date,
        "outlet": article.outlet,
        "source": article.url or article.source,
        "text": said.text,
        "start": said.start,
        "end": said.end,
        "content_start": said.content_start,
        "content_end": said.content_end,
        "form": said.form,
        "cue": said.cue,
        "cue_class": said.cue_class,
        "speaker": speaker.name,
        "speaker_canonical": speaker.canonical,
        "role": speaker.role,
        "party": speaker.party,
        "attribution": speaker.attribution,
    }


def _reasons(labels: Mapping[str, Label]) -> dict[str, list[list[Any]]]:
    return {
        head: [
            [reason.text, round(reason.weight, 4)]
            for reason in (labels[head].reasons if head in labels else ())
        ]
        for head in HEADS
    }


def parts_of(labelled: LabelledStatement) -> dict[str, Span]:
    """Where `speaker`, `cue` and `content` of a statement stand in its article.

    A part that stands nowhere is left out, as a speaker that was inherited; one that was named
    may stand before the statement.
    """
    said, speaker = labelled.statement, labelled.statement.speaker
    found = {}
    if speaker.start is not None and speaker.end is not None:
        found["speaker"] = Span(speaker.start, speaker.end)
    place = labelled.article.text.find(said.cue, said.start, said.end)
    found["cue"] = Span(place, place + len(said.cue))
    found["content"] = Span(said.content_start, said.content_end)
    return {part: span for part, span in found.items() if 0 <= span.start < span.end}


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
