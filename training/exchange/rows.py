"""Tasks as rows of our own JSON lines, and back: the form that the other formats carry along.

    article   {"id", "title" …, "text", "statements": [{"start", "end", "text", "speaker", "cue",
              "speaker_start", "speaker_end" …, "stance", "sentiment", "annotator" …}]}
    quote     {"id", "text", "stance", "sentiment", "speaker" …}; where several people labelled
              it, "annotations": [{"annotator", "stance", "sentiment"}, …]

A guess stands beside the label as `stance_guess` and `stance_score`. In a line that `predict`
wrote (it has `stance_probabilities` and no `stance_guess`) the stance is a guess. Every key that
is not named here is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from classifier.errors import InputError
from classifier.json_text import number, whole
from classifier.records import Span
from training.exchange.anchors import anchor, context_of
from training.exchange.records import HEADS, PARTS, Guess, Kind, Mark, Task

Row = dict[str, Any]

WHO = "annotator"
STATEMENTS, ANNOTATIONS = "statements", "annotations"
CONTEXTS = ("context_before", "context_after")
GUESSES = tuple(f"{head}_{what}" for head in HEADS for what in ("guess", "score"))
EDGES = tuple(f"{part}_{edge}" for part in PARTS for edge in ("start", "end"))
#: Keys of a statement that have a meaning here; the others are its `fields`.
KNOWN = frozenset(
    ("start", "end", "text", "speaker", "cue", WHO, *CONTEXTS, *EDGES, *HEADS, *GUESSES)
)
#: The same for the opinion of one annotator on a quote, and for a quote and an article itself.
_OPINION = frozenset((WHO, *HEADS, *GUESSES))
_QUOTE = frozenset(("id", "text", ANNOTATIONS, *_OPINION))
_ARTICLE = frozenset(("id", "text", STATEMENTS))
OWN: dict[Kind, frozenset[str]] = {"article": _ARTICLE, "quote": _QUOTE}


# --- out ----------------------------------------------------------------------------------


def row_of(task: Task) -> Row:
    """A task as one row.

    >>> row_of(Task("ق1", "قال: نعم", "quote", (Mark(0, 8, {"stance": "supportive"}),)))
    {'id': 'ق1', 'text': 'قال: نعم', 'stance': 'supportive'}
    """
    if task.kind == "article":
        marks = [mark_row(task, mark) for mark in task.marks]
        return {"id": task.id, **task.fields, "text": task.text, STATEMENTS: marks}
    row: Row = {"id": task.id, "text": task.text}
    if not any(mark.labels for mark in task.marks):
        row |= dict.fromkeys(HEADS, "")  # to be filled in
    if len(task.marks) == 1 and not task.marks[0].fields:
        return row | _opinion_row(task.marks[0], task.fields) | dict(task.fields)
    if task.marks:
        row[ANNOTATIONS] = [_opinion_row(mark) | dict(mark.fields) for mark in task.marks]
    return row | dict(task.fields)


def mark_row(task: Task, mark: Mark, *, context: bool = False) -> Row:
    """A statement of an article as a row; with `context` also the letters around it."""
    row: Row = {"start": mark.start, "end": mark.end, "text": task.said(mark)}
    if context:
        row |= dict(zip(CONTEXTS, context_of(task.text, mark.span), strict=True))
    row |= {"speaker": mark.speaker, "cue": mark.cue}
    for part, span in mark.spans.items():
        row |= {f"{part}_start": span.start, f"{part}_end": span.end}
    return row | _opinion_row(mark) | dict(mark.fields)


def _opinion_row(mark: Mark, fields: Mapping[str, Any] | None = None) -> Row:
    """Labels, guesses and annotator; a label beside probabilities is told from a guess."""
    beside = mark.fields if fields is None else fields
    row: Row = dict(mark.labels)
    row |= {f"{head}_guess": "" for head in mark.labels if f"{head}_probabilities" in beside}
    for head, guess in mark.guesses.items():
        row[f"{head}_guess"] = guess.label
        if guess.score is not None:
            row[f"{head}_score"] = guess.score
    return row | ({WHO: mark.annotator} if mark.annotator else {})


# --- in -----------------------------------------------------------------------------------


def task_of(row: Mapping[str, Any], source: str = "", line: int = 0) -> tuple[Task, list[str]]:
    """The task of a row, and why statements of it were set aside.

    An article has `statements`; a quote has a label, a guess or `annotations`, or at least the
    column for one; what has none of these is an article that nobody marked yet.

    Raises:
        InputError: the row has no text, or a field of the wrong kind.

    >>> task, _ = task_of({"text": "قال: لا", "stance": "opposed", "year": 2024})
    >>> task.kind, task.marks[0].labels, task.fields
    ('quote', {'stance': 'opposed'}, {'year': 2024})
    """
    text = text_in(row)
    own_id = row.get("id")
    kind = kind_of(row)
    fields = {name: value for name, value in row.items() if name not in OWN[kind]}
    task = Task("" if own_id is None else str(own_id), text, kind, (), fields, source, line)
    if kind == "quote":
        return with_marks(task, _opinions(row, len(text))), []
    marks, faults = marks_of(text, list_in(row, STATEMENTS))
    return with_marks(task, marks), faults


def text_in(row: Mapping[str, Any]) -> str:
    """The text of a row.

    Raises:
        InputError: there is none.
    """
    text = row.get("text")
    if not isinstance(text, str) or not text:
        what = "has no text" if text in (None, "") else f"its text is {text!r:.40}, not text"
        message = f"{what}; its keys are {', '.join(map(str, row))[:200]}"
        raise InputError(message)
    return text


def kind_of(row: Mapping[str, Any]) -> Kind:
    """Article or quote, by the keys.

    >>> kind_of({"text": "قال", "stance": ""}), kind_of({"text": "قال"})
    ('quote', 'article')
    """
    labelled = any(name in row for name in (*HEADS, *GUESSES, ANNOTATIONS))
    return "quote" if labelled and STATEMENTS not in row else "article"


def with_marks(task: Task, marks: Iterable[Mark]) -> Task:
    """The same task with other marks."""
    return Task(task.id, task.text, task.kind, tuple(marks), task.fields, task.source, task.line)


def list_in(row: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """A list of objects in a row, empty where there is none.

    Raises:
        InputError: it is something else.
    """
    found = row.get(name) or []
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        message = f"its {name} are no list of objects"
        raise InputError(message)
    return found


def _opinions(row: Mapping[str, Any], size: int) -> list[Mark]:
    """What each annotator says of a whole quote."""
    if ANNOTATIONS not in row:
        mark = _opinion(row, Mark(0, size))
        return [] if mark.empty else [mark]
    return [
        _opinion(one, Mark(0, size, fields=_others(one, _OPINION)))
        for one in list_in(row, ANNOTATIONS)
    ]


def marks_of(text: str, rows: Iterable[Mapping[str, Any]]) -> tuple[list[Mark], list[str]]:
    """The statements of an article, and why others cannot be placed in it."""
    marks: list[Mark] = []
    faults: list[str] = []
    for row in rows:
        try:
            marks.append(mark_of(text, row))
        except InputError as fault:
            faults.append(str(fault))
    return marks, faults


def mark_of(text: str, row: Mapping[str, Any]) -> Mark:
    """One statement of an article, where its own words say that it stands.

    Raises:
        InputError: it stands nowhere, or it cannot be told where.
    """
    given = Span(_whole(row, "start"), _whole(row, "end"))
    span = given
    quote = row.get("text")
    if isinstance(quote, str) and quote:
        span = placed(text, given, quote, (_text(row, CONTEXTS[0]), _text(row, CONTEXTS[1])))
    elif not 0 <= span.start < span.end <= len(text):
        message = f"statement {span.start}–{span.end} is outside of its text (0–{len(text)})"
        raise InputError(message)
    shift = span.start - given.start
    mark = Mark(
        span.start,
        span.end,
        speaker=_text(row, "speaker"),
        cue=_text(row, "cue"),
        spans=_parts(row, shift, len(text)),
        fields=_others(row, KNOWN),
    )
    return _opinion(row, mark)


def placed(text: str, span: Span, quote: str, context: tuple[str, str] = ("", "")) -> Span:
    """Where a marked stretch stands.

    Raises:
        InputError: nowhere, or in several places that the context does not tell apart.
    """
    found = anchor(text, span, quote, *context)
    if isinstance(found, Span):
        return found
    where = f"stands {found} times in" if found else "stands nowhere in"
    message = (
        f"statement {span.start}–{span.end} does not hold the text that was marked, which {where} "
        "the article; mark it again"
    )
    raise InputError(message)


def _opinion(row: Mapping[str, Any], mark: Mark) -> Mark:
    """A mark with the labels, guesses and annotator of a row."""
    labels: dict[str, str] = {}
    guesses: dict[str, Guess] = {}
    for head in HEADS:
        label, guess = _text(row, head).strip(), _text(row, f"{head}_guess")
        shares = row.get(f"{head}_probabilities")
        if f"{head}_guess" not in row and isinstance(shares, dict) and label:
            guesses[head] = Guess(label, number(shares.get(label)))
            continue
        if label:
            labels[head] = label
        if guess:
            guesses[head] = Guess(guess, number(row.get(f"{head}_score")))
    return Mark(
        mark.start,
        mark.end,
        labels,
        guesses,
        mark.speaker,
        mark.cue,
        mark.spans,
        _text(row, WHO),
        mark.fields,
    )


def _others(row: Mapping[str, Any], known: frozenset[str]) -> Row:
    return {name: value for name, value in row.items() if name not in known}


def _parts(row: Mapping[str, Any], shift: int, size: int) -> dict[str, Span]:
    """The stretches of speaker, cue and content that lie in the text."""
    found: dict[str, Span] = {}
    for part in PARTS:
        edges = [row.get(f"{part}_{edge}") for edge in ("start", "end")]
        if None in edges:
            continue
        span = Span(*(_whole(row, f"{part}_{edge}") + shift for edge in ("start", "end")))
        if 0 <= span.start < span.end <= size:
            found[part] = span
    return found


def _whole(row: Mapping[str, Any], name: str) -> int:
    value = whole(row.get(name))
    if value is None:
        message = f"a statement's {name} is {row.get(name)!r:.40}, not a whole number"
        raise InputError(message)
    return value


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if value is not None and not isinstance(value, str):
        message = f"its {name} is {value!r:.40}, not text"
        raise InputError(message)
    return value or ""
