"""What our own tasks bring along through a tool, so that nothing is lost on the way back.

A tool keeps a text, stretches and labels, and the task's other data as they are. Under one key
(`tafawud`) of these data lie the id, the digest of the text, its line ends and all that we know
of each statement. When the task comes back, a stretch that the annotator left, or moved a
little, finds its speaker, party and other fields there again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from classifier.errors import InputError
from classifier.records import Span
from training.exchange.anchors import Plain
from training.exchange.records import Mark, Task
from training.exchange.rows import OWN, list_in, mark_row, marks_of, text_in
from training.exchange.rows import row_of as _row_of
from training.exchange.rows import task_of as _task_of
from training.files import DAMAGE
from training.matches import overlap

BAG = "tafawud"
#: A stretch that shares so much with one of ours is ours with its borders moved.
_SAME = 0.5


def pack(task: Task, reserved: frozenset[str]) -> tuple[Plain, dict[str, Any]]:
    """The text with plain line ends, and the data to go beside it: visible fields, and the bag.

    Fields whose names the tool reserves lie in the bag alone.
    """
    plain = Plain.of(task.text)
    bag: dict[str, Any] = {
        "kind": task.kind,
        "id": task.id,
        "sha256": _digest(task.text),
        "line_ends": plain.ends,
        "fields": dict(task.fields),
    }
    if task.kind == "article":
        bag["statements"] = [mark_row(task, mark, context=True) for mark in task.marks]
    else:
        known = OWN["quote"] - {"id", "text"}
        bag["quote"] = {
            key: value for key, value in _row_of(replace(task, fields={})).items() if key in known
        }
    visible = {k: v for k, v in task.fields.items() if k not in reserved and k != BAG}
    return plain, visible | {BAG: bag}


def unpack(
    data: Mapping[str, Any], reserved: frozenset[str], place: tuple[str, int]
) -> tuple[Task, list[str]]:
    """The task as we sent it, as far as the data tell; and what of it cannot be placed.

    Data without a bag are those of somebody else's task: a text, perhaps an id, and fields.

    Raises:
        InputError: there is no text, or the bag is not what `pack` made.
    """
    text = text_in(data)
    bag = data.get(BAG)
    visible = {k: v for k, v in data.items() if k not in reserved and k != BAG}
    if not isinstance(bag, dict) or "sha256" not in bag:
        fields = visible | ({BAG: bag} if BAG in data else {})
        own_id = data.get("id")
        return Task("" if own_id is None else str(own_id), text, "article", (), fields, *place), []
    try:
        return _unpacked(_original(text, bag), bag, visible, place)
    except DAMAGE as fault:
        message = f"its {BAG} is damaged ({fault}); export the task again"
        raise InputError(message) from fault


def _unpacked(
    text: str, bag: Mapping[str, Any], visible: Mapping[str, Any], place: tuple[str, int]
) -> tuple[Task, list[str]]:
    own, kind, fields = bag["id"], bag["kind"], bag["fields"]
    if not isinstance(own, str) or kind not in OWN or not isinstance(fields, dict):
        message = "id, kind or fields"
        raise TypeError(message)
    fields = fields | {k: v for k, v in visible.items() if k not in fields and v is not None}
    if kind == "quote":
        task, faults = _task_of({"text": text, "stance": "", **bag["quote"]}, *place)
        return replace(task, id=own, kind="quote", fields=fields), faults
    marks, faults = marks_of(text, list_in(bag, "statements"))
    return Task(own, text, "article", tuple(marks), fields, *place), faults


def _original(text: str, bag: Mapping[str, Any]) -> str:
    """The text with its own line ends; a text that was edited stays as it is."""
    try:
        whole = Plain.restore(text, bag.get("line_ends"))
    except DAMAGE:
        return text
    return whole if _digest(whole) == bag["sha256"] else text


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def carried(marks: Sequence[Mark], span: Span, hint: int = -1) -> Mark | None:
    """The statement of ours that a stretch is: the hinted one, an equal one, or the likest."""
    if 0 <= hint < len(marks) and _likeness(marks[hint], span) > 0:
        return marks[hint]
    best = max(marks, key=lambda mark: _likeness(mark, span), default=None)
    return best if best is not None and _likeness(best, span) >= _SAME else None


def _likeness(mark: Mark, span: Span) -> float:
    return overlap(mark.span._asdict(), span._asdict())


def marked(
    text: str,
    span: Span,
    labels: Mapping[str, str],
    parts: Mapping[str, Span],
    known: Mark | None,
) -> Mark:
    """A statement as an annotator left it: its borders, labels, speaker and cue; the rest as known.

    The speaker's name stays the one we knew (fuller than the words marked) while the annotator
    left its stretch alone; where the stretch was taken away, the name goes too.
    """
    known = known or Mark(*span)
    spans = dict(parts)
    content = known.spans.get("content")
    inside = content and span.start <= content.start and content.end <= span.end
    if content and (inside or span == known.span):
        spans["content"] = content
    return replace(
        known,
        start=span.start,
        end=span.end,
        labels=dict(labels),
        speaker=_said(text, known.speaker, known.spans.get("speaker"), parts.get("speaker")),
        cue=_said(text, known.cue, known.spans.get("cue"), parts.get("cue")),
        spans=spans,
        annotator="",
    )


def _said(text: str, own: str, before: Span | None, now: Span | None) -> str:
    """The words for a part, which stood at `before` and stands at `now`."""
    if now == before:
        return own
    return text[now.start : now.end] if now else ""
