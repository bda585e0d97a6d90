"""Stretches with composite labels, as doccano keeps them, and the statements that they make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from classifier.errors import InputError
from classifier.json_text import whole
from classifier.records import Span
from training.exchange.anchors import Plain
from training.exchange.annotations import PARTS, QUOTE
from training.exchange.carrying import carried, marked
from training.exchange.records import HEADS, Mark, Task


def composite(labels: Mapping[str, str]) -> str:
    """The label of a statement's stretch.

    >>> composite({"stance": "opposed", "sentiment": "negative"}), composite({"stance": "a:b"})
    ('QUOTE:opposed:negative', 'QUOTE:a%3Ab')
    """
    names = [_escaped(labels.get(head, "")) for head in HEADS]
    return ":".join([QUOTE, *names]).rstrip(":")


def _escaped(name: str) -> str:
    return name.replace("%", "%25").replace(":", "%3A")


def _unescaped(name: str) -> str:
    return name.replace("%3A", ":").replace("%25", "%")


def labels_in(name: str) -> dict[str, str]:
    """The labels of a composite label, in the order of the heads; empty places have none.

    >>> labels_in("QUOTE::negative"), labels_in("QUOTE:a%3Ab"), labels_in("QUOTE")
    ({'sentiment': 'negative'}, {'stance': 'a:b'}, {})

    Raises:
        InputError: it has more parts than there are heads.
    """
    _, *names = name.split(":")
    if len(names) > len(HEADS):
        message = f"label {name!r:.60} has more than {len(HEADS)} parts after {QUOTE}"
        raise InputError(message)
    return {head: _unescaped(own) for head, own in zip(HEADS, names, strict=False) if own}


class Given(NamedTuple):
    """A stretch as the file has it, unchecked."""

    id: Any
    start: Any
    end: Any
    label: Any


class Stretch(NamedTuple):
    """A stretch in the task's own text."""

    id: Any
    span: Span
    label: str

    @property
    def kind(self) -> str:
        """QUOTE, SPEAKER, CUE or a stranger's."""
        return self.label.split(":")[0]


@dataclass(frozen=True, slots=True)
class Stretches:
    """The stretches of one task, and which of them are tied: (relation, both ids)."""

    task: Task
    found: tuple[Stretch, ...]
    ties: tuple[tuple[str, frozenset[Any]], ...]

    @classmethod
    def of(cls, task: Task, given: Iterable[Given], relations: Any, faults: list[str]) -> Stretches:
        """Place the stretches; why one cannot be placed is told in `faults`."""
        plain = Plain.of(task.text)
        found: list[Stretch] = []
        for one in given:
            try:
                found.append(_placed(task, plain, one))
            except InputError as fault:
                faults.append(str(fault))
        ties = [
            (str(one.get("type")), frozenset((str(one.get("from_id")), str(one.get("to_id")))))
            for one in relations or []
            if isinstance(one, dict)
        ]
        return cls(task, tuple(found), tuple(ties))

    def marks(self, faults: list[str]) -> Iterator[Mark]:
        """The statements, with their labels, speakers and cues."""
        for one in self.found:
            if one.kind != QUOTE:
                continue
            hint = one.id if isinstance(one.id, int) else -1
            exact = 0 <= hint < len(self.task.marks) and self.task.marks[hint].span == one.span
            known = carried(self.task.marks, one.span, hint if exact else -1)
            parts = {part: span for part in PARTS if (span := self._part(one, part, known))}
            try:
                yield marked(self.task.text, one.span, labels_in(one.label), parts, known)
            except InputError as fault:
                faults.append(str(fault))

    def _part(self, quote: Stretch, part: str, known: Mark | None) -> Span | None:
        """The part that a relation ties to a statement, else the one it had, else the only one."""
        label, relation = PARTS[part]
        own = [one for one in self.found if one.kind == label]
        ties = [ends for name, ends in self.ties if name == relation]
        for one in own:
            if frozenset((str(quote.id), str(one.id))) in ties:
                return one.span
        before = known.spans.get(part) if known else None
        taken = frozenset().union(*ties)
        free = [one.span for one in own if one.id is None or str(one.id) not in taken]
        if before in free:
            return before
        inside = [
            span for span in free if quote.span.start <= span.start and span.end <= quote.span.end
        ]
        return inside[0] if len(inside) == 1 else None


def _placed(task: Task, plain: Plain, one: Given) -> Stretch:
    """A stretch in the task's own text (doccano keeps no words to check its offsets by)."""
    start, end = whole(one.start), whole(one.end)
    if start is None or end is None or not 0 <= start < end <= len(plain.text):
        message = f"stretch {one.start}–{one.end} is outside of its text (0–{len(plain.text)})"
        raise InputError(message)
    given = Span(start, end)
    for mark in task.marks:
        for ours in (mark.span, *mark.spans.values()):
            if plain.to(*ours) == given:
                return Stretch(one.id, ours, str(one.label))
    return Stretch(one.id, plain.back(*given), str(one.label))
