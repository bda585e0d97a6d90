"""Label Studio: the full JSON export in, tasks with our labels as predictions out.

Only the full JSON is read: JSON_MIN and CSV lose which choice belongs to which stretch. The
names used are those of `training/templates/label_studio.xml`. Of an annotator who labelled a task
twice the later annotation holds; what was skipped (`was_cancelled`) is passed over. A task that
nobody annotated comes back as we sent it; somebody else's predictions are guesses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from classifier.errors import InputError
from classifier.records import Span
from classifier.results import json_line
from training.exchange.anchors import Plain
from training.exchange.annotations import PARTS, QUOTE, TOOL, Annotation
from training.exchange.carrying import BAG, pack, unpack
from training.exchange.records import Guess, Mark, Reading, Task, read_each
from training.exchange.rows import with_marks
from training.files import DAMAGE, elements

OURS = "tafawud"
#: Labels that people gave, in files of our own, are sent as predictions under this name.
GIVEN = "labels"
_RESERVED = frozenset(("id", "text"))

Item = dict[str, Any]


# --- out ----------------------------------------------------------------------------------


def write(tasks: Iterable[Task]) -> bytes:
    """One JSON array, a task a line."""
    return b"[\n" + b",\n".join(json_line(_item_of(task)) for task in tasks) + b"\n]\n"


def _item_of(task: Task) -> Item:
    kept = task.fields.get(TOOL)
    around = kept if isinstance(kept, dict) else {}
    fields = {key: value for key, value in task.fields.items() if key != TOOL or not around}
    plain, data = pack(replace(task, fields=fields), _RESERVED)
    own_id = {"id": task.id} if task.id else {}
    predictions = [
        _prediction(plain, name, marks, guessed=name == OURS)
        for name, marks in _versions(task).items()
    ]
    return around | {"data": {"text": plain.text, **own_id, **data}, "predictions": predictions}


def _versions(task: Task) -> dict[str, dict[int, Mark]]:
    """Marks by number, under the name of whoever says so."""
    found: dict[str, dict[int, Mark]] = {}
    for number, mark in enumerate(task.marks):
        if mark.labels:
            name = f"{GIVEN} by {mark.annotator}" if mark.annotator else GIVEN
            found.setdefault(name, {})[number] = mark
        if mark.guesses or not mark.labels:
            found.setdefault(OURS, {})[number] = mark
    return found


def _prediction(plain: Plain, name: str, marks: Mapping[int, Mark], *, guessed: bool) -> Item:
    result: list[Item] = []
    scores: list[float] = []
    for number, mark in marks.items():
        given = {head: Guess(label) for head, label in mark.labels.items()}
        said = dict(mark.guesses) if guessed else given
        scores += [guess.score for guess in said.values() if guess.score is not None]
        result += _items(plain, number, mark, said)
    sure = {"score": min(scores)} if scores else {}
    return {"model_version": name, **sure, "result": result}


def _items(plain: Plain, number: int, mark: Mark, said: Mapping[str, Guess]) -> Iterator[Item]:
    """The stretch of a statement, its choices, and its parts with the relations to them."""
    own = f"s{number}"
    yield _stretch(plain, own, mark.span, "span", QUOTE)
    for head, guess in said.items():
        item = _stretch(plain, own, mark.span, head, guess.label)
        yield item | ({} if guess.score is None else {"score": guess.score})
    for part, (label, relation) in PARTS.items():
        if part in mark.spans:
            there = f"{own}-{part}"
            yield _stretch(plain, there, mark.spans[part], "span", label)
            ends = (own, there) if part == "speaker" else (there, own)
            yield {
                "type": "relation",
                "from_id": ends[0],
                "to_id": ends[1],
                "direction": "right",
                "labels": [relation],
            }


def _stretch(plain: Plain, own_id: str, span: Span, name: str, label: str) -> Item:
    kind = "labels" if name == "span" else "choices"
    start, end = plain.to(*span)
    value = {"start": start, "end": end, "text": plain.text[start:end], kind: [label]}
    return {"id": own_id, "from_name": name, "to_name": "text", "type": kind, "value": value}


# --- in -----------------------------------------------------------------------------------


def read(text: str, source: str) -> Reading:
    """The tasks of a full export, or of a file that `write` made.

    Raises:
        InputError: the file is no JSON, or no list of tasks.
    """
    strange: Counter[str] = Counter()

    def task_of(item: Any, source: str, line: int) -> tuple[Task, list[str]]:
        faults: list[str] = []
        try:
            return _task(item, (source, line), faults, strange), faults
        except DAMAGE as fault:
            message = f"is not as Label Studio writes it ({fault}); export it again"
            raise InputError(message) from fault

    found = read_each(elements(text, source), source, task_of, _name)
    notices = tuple(
        f"{source}: {count} stretches labelled {label} are none of ours and were left out"
        for label, count in sorted(strange.items())
    )
    return found._replace(notices=notices)


def _name(item: Any) -> str:
    """What a task is called in messages: the tool's number, else our id, else a dash."""
    data = item.get("data") if isinstance(item, dict) else None
    own = data.get("id") if isinstance(data, dict) else None
    number = item.get("id") if isinstance(item, dict) else None
    return str(number if number is not None else own if own is not None else "–")


def _task(item: Any, place: tuple[str, int], faults: list[str], strange: Counter[str]) -> Task:
    if not isinstance(item, dict) or not isinstance(item.get("data"), dict):
        message = "has no data; export as JSON (not JSON-MIN, not CSV)"
        raise InputError(message)
    task, own_faults = unpack(item["data"], _RESERVED, place)
    kept = {k: v for k, v in item.items() if k not in ("data", "annotations", "predictions")}
    if kept:
        own_id = task.id or str(kept.get("id", ""))
        task = replace(task, id=own_id, fields={**task.fields, TOOL: kept})
    given = _latest(item.get("annotations"))
    if BAG in item["data"] and not given:
        faults += own_faults
        return task
    marks: list[Mark] = []
    for who, annotation in given.items():
        found = Annotation.of(task, annotation.get("result"))
        more = {"ground_truth": True} if annotation.get("ground_truth") is True else {}
        marks += [
            replace(mark, annotator=who, fields={**mark.fields, **more})
            for mark in found.marks(faults)
        ]
        strange.update(found.strange)
    foreign = item.get("predictions") or []
    if not given and foreign and isinstance(foreign[0], dict):
        found = Annotation.of(task, foreign[0].get("result"))
        marks += map(_guessed, found.marks(faults))
        strange.update(found.strange)
    return with_marks(task, marks)


def _guessed(mark: Mark) -> Mark:
    """Somebody else's prediction: its labels are guesses."""
    guesses = {head: Guess(label) for head, label in mark.labels.items()}
    return replace(mark, labels={}, guesses=guesses)


def _latest(annotations: Any) -> dict[str, Item]:
    """The last annotation of each annotator that was not skipped, in the order of the file."""
    found: dict[str, Item] = {}
    for one in annotations if isinstance(annotations, list) else []:
        if isinstance(one, dict) and not one.get("was_cancelled"):
            who = _annotator(one.get("completed_by"))
            before = found.get(who, {})
            if str(one.get("updated_at", "")) >= str(before.get("updated_at", "")):
                found[who] = one
    return found


def _annotator(value: Any) -> str:
    """A name for `completed_by`, which is a number or an object.

    >>> _annotator(3), _annotator({"id": 3, "email": "salim@example.org"}), _annotator(None)
    ('3', 'salim@example.org', '')
    """
    if isinstance(value, dict):
        value = value.get("email") or value.get("username") or value.get("id")
    return "" if value is None else str(value)
