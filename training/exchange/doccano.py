"""doccano JSON lines: stretches with composite labels for articles, categories for quotes.

    article   {"text", "entities": [{"id", "start_offset", "end_offset", "label"}],
              "relations": [{"from_id", "to_id", "type"}]}      project with «use relation»
              {"text", "label": [[start, end, label], …]}        project without
    quote     {"text", "label": ["stance:opposed", "sentiment:negative"]}

doccano has no attributes on stretches, hence `QUOTE:opposed:negative`; a «:» inside a name is
written `%3A`. It has no predictions either: guesses go out as labels, and a file that has not
been through doccano (which adds `id` and `Comments`) gives them back as guesses. doccano makes
one table of all rows, so what must come back exactly lies in one column that every row has.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from classifier.errors import InputError
from classifier.records import Span
from classifier.results import json_line
from training.exchange.annotations import PARTS, QUOTE, SPEAKER
from training.exchange.carrying import BAG, pack, unpack
from training.exchange.records import HEADS, Mark, Reading, Task, read_each
from training.exchange.rows import with_marks
from training.exchange.stretches import Given, Stretches, composite
from training.files import DAMAGE, lines
from training.schemes import CODEBOOK

_RESERVED = frozenset(("text", "label", "entities", "relations", "cats", "id", "Comments", "data"))

Row = dict[str, Any]


# --- out ----------------------------------------------------------------------------------


def write(tasks: Iterable[Task]) -> bytes:
    """A line a task, with entities and relations: for a project with «use relation»."""
    return _lines(_row_of(task) for task in tasks)


def write_triples(tasks: Iterable[Task]) -> bytes:
    """A line a task, with label triples: for a project without relations."""
    return _lines(_as_triples(_row_of(task)) for task in tasks)


def _lines(rows: Iterable[Row]) -> bytes:
    return b"".join(json_line(row) + b"\n" for row in rows)


def _as_triples(row: Row) -> Row:
    if "entities" not in row:
        return row
    label = [[one["start_offset"], one["end_offset"], one["label"]] for one in row["entities"]]
    rest = {k: v for k, v in row.items() if k not in ("text", "entities", "relations")}
    return {"text": row["text"], "label": label, **rest}


def _row_of(task: Task) -> Row:
    plain, data = pack(task, _RESERVED)
    if task.kind == "quote":
        first = task.marks[0] if task.marks else Mark(0, 0)
        return {"text": plain.text, "label": [f"{h}:{n}" for h, n in _names(first).items()], **data}
    entities: list[Row] = []
    relations: list[Row] = []
    seen: set[tuple[Span, str]] = set()
    for mark in task.marks:
        if (mark.span, QUOTE) in seen:  # another annotator's: doccano keeps one
            continue
        own = len(entities)
        for name, span in {QUOTE: mark.span, **_spans(mark)}.items():
            start, end = plain.to(*span)
            label = composite(_names(mark)) if name == QUOTE else name
            entities.append(
                {"id": len(entities), "start_offset": start, "end_offset": end, "label": label}
            )
            seen.add((span, name))
            if name != QUOTE:
                ends = (own, len(entities) - 1)
                here, there = ends if name == SPEAKER else ends[::-1]
                tie = "said_by" if name == SPEAKER else "cue_of"
                relations.append(
                    {"id": len(relations), "from_id": here, "to_id": there, "type": tie}
                )
    return {"text": plain.text, "entities": entities, "relations": relations, **data}


def _spans(mark: Mark) -> dict[str, Span]:
    return {PARTS[part][0]: mark.spans[part] for part in PARTS if part in mark.spans}


def _names(mark: Mark) -> dict[str, str]:
    """The label of each head, else what the program proposes."""
    found = {head: mark.guesses[head].label for head in HEADS if head in mark.guesses}
    found |= mark.labels
    return {head: found[head] for head in HEADS if head in found}


# --- in -----------------------------------------------------------------------------------


def read(text: str, source: str) -> Reading:
    """The tasks of an export of doccano, or of a file that `write` made."""
    return read_each(lines(text), source, _task_of)


def _task_of(row: Row, source: str, line: int) -> tuple[Task, list[str]]:
    faults: list[str] = []
    try:
        return _task(row, (source, line), faults), faults
    except DAMAGE as fault:
        message = f"is not as doccano writes it ({fault}); export it again"
        raise InputError(message) from fault


def _task(row: Row, place: tuple[str, int], faults: list[str]) -> Task:
    task, own_faults = unpack(row, _RESERVED, place)
    through = "id" in row or "Comments" in row
    if isinstance(row.get(BAG), dict) and not through:
        faults += own_faults
        return task
    if not task.id and "id" in row:
        task = replace(task, id=str(row["id"]))
    if isinstance(row.get("Comments"), list) and row["Comments"]:
        task = replace(task, fields={**task.fields, "comments": row["Comments"]})
    names, given = _given(row)
    if names or (task.kind == "quote" and not given):
        return _classified(task, names)
    return with_marks(task, Stretches.of(task, given, row.get("relations"), faults).marks(faults))


def _given(row: Row) -> tuple[list[str], list[Given]]:
    """Categories and stretches, from every form of doccano's."""
    items = [item for key in ("label", "entities", "cats") for item in row.get(key) or []]
    names = [item for item in items if isinstance(item, str)]
    stretches: list[Given] = []
    for item in items:
        if isinstance(item, dict):
            edges = item.get("start_offset"), item.get("end_offset")
            stretches.append(Given(item.get("id"), *edges, item.get("label")))
        elif isinstance(item, list) and len(item) == 3:
            stretches.append(Given(None, *item))
        elif not isinstance(item, str):
            message = f"label {item!r:.60} is no stretch; it needs start, end and label"
            raise InputError(message)
    return names, stretches


def _classified(task: Task, names: Iterable[str]) -> Task:
    """A quote with the categories that it was given."""
    labels: dict[str, str] = {}
    for name in names:
        head, label = _category(name)
        if labels.setdefault(head, label) != label:
            message = f"has two labels for {head} ({labels[head]}, {label}); keep one"
            raise InputError(message)
    known = task.marks[0] if task.marks else Mark(0, len(task.text))
    mark = replace(known, labels=labels, annotator="")
    return replace(with_marks(task, () if mark.empty else (mark,)), kind="quote")


def _category(name: str) -> tuple[str, str]:
    """The head and label of a category.

    >>> _category("stance:opposed"), _category("accusing")
    (('stance', 'opposed'), ('stance', 'accusing'))
    """
    head, colon, label = name.partition(":")
    if colon and head in HEADS and label:
        return head, label
    heads = [head for head in HEADS if name in CODEBOOK[head]]
    if len(heads) == 1:
        return heads[0], name
    message = f"label {name!r:.60} names no head; call it stance:… or sentiment:…"
    raise InputError(message)
