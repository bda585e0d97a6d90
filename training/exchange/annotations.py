"""One annotation of Label Studio: its items, sorted into statements with their labels and parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from classifier.errors import InputError
from classifier.records import Span
from training.exchange.anchors import Plain, context_of
from training.exchange.carrying import carried, marked
from training.exchange.records import HEADS, Mark, Task
from training.exchange.rows import KNOWN, placed

QUOTE, SPEAKER, CUE = "QUOTE", "SPEAKER", "CUE"
#: Which label a part of a statement bears, and which relation ties the two.
PARTS = {"speaker": (SPEAKER, "said_by"), "cue": (CUE, "cue_of")}
TOOL = "label_studio"

Item = Mapping[str, Any]


@dataclass(slots=True)
class Annotation:
    """The items of one `result`.

    Fields:
        regions: id → its `value` with start, end and text.
        kinds: id → QUOTE, SPEAKER or CUE.
        chosen: id → what was chosen under each control; the empty id stands for the whole text.
        relations: (label, from, to).
        strange: labels of stretches that are none of ours.
    """

    task: Task
    plain: Plain
    regions: dict[str, Item] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    chosen: dict[str, dict[str, Any]] = field(default_factory=dict)
    relations: list[tuple[str, str, str]] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, task: Task, result: Any) -> Annotation:
        """Sort the items of a result on the text of a task."""
        found = cls(task, Plain.of(task.text))
        for item in result if isinstance(result, list) else []:
            if not isinstance(item, dict):
                continue
            if item.get("type") == "relation":
                ends = str(item.get("from_id")), str(item.get("to_id"))
                found.relations += [(str(label), *ends) for label in item.get("labels") or [""]]
            elif isinstance(item.get("value"), dict):
                found._add(str(item.get("id", "")), item, item["value"])
        return found

    def _add(self, own: str, item: Item, value: Item) -> None:
        if "start" in value:
            self.regions.setdefault(own, value)
        if item.get("type") == "labels":
            for label in value.get("labels") or []:
                if label in (QUOTE, SPEAKER, CUE):
                    self.kinds[own] = label
                else:
                    self.strange.append(str(label))
            return
        picked = value.get("choices", value.get("text"))
        if picked is not None:
            whose = own if "start" in value else ""
            self.chosen.setdefault(whose, {})[str(item.get("from_name"))] = picked

    def marks(self, faults: list[str]) -> Iterator[Mark]:
        """The statements; why one cannot be placed or read is told in `faults`."""
        whole = {"": Span(0, len(self.task.text))} if "" in self.chosen else {}
        for own in (*whole, *self.regions):
            kind = self.kinds.get(own)
            if kind != QUOTE and (kind or own not in self.chosen):
                continue
            try:
                yield self._mark(own, whole.get(own) or self._span(own))
            except InputError as fault:
                faults.append(str(fault))

    def _mark(self, own: str, span: Span) -> Mark:
        labels: dict[str, str] = {}
        fields: dict[str, Any] = {}
        for name, picked in self.chosen.get(own, {}).items():
            one = picked[0] if isinstance(picked, list) and len(picked) == 1 else picked
            if name not in HEADS:
                fields[f"{TOOL}_{name}" if name in KNOWN else name] = one
            elif isinstance(one, str):
                labels[name] = one
            else:
                message = (
                    f"statement {span.start}–{span.end} has {len(picked)} labels for {name}; "
                    "keep one"
                )
                raise InputError(message)
        parts = {part: found for part in PARTS if (found := self._part(own, span, part))}
        hint = int(own[1:]) if own[:1] == "s" and own[1:].isdecimal() else -1
        known = carried(self.task.marks, span, hint)
        mark = marked(self.task.text, span, labels, parts, known)
        return replace(mark, fields={**mark.fields, **fields})

    def _part(self, own: str, span: Span, part: str) -> Span | None:
        """The stretch that a relation ties to a statement, else the only free one inside it."""
        label, relation = PARTS[part]
        ties = [ends for name, *ends in self.relations if name == relation]
        spans = {
            other: self._span(other)
            for other, kind in self.kinds.items()
            if kind == label and other in self.regions
        }
        for other in (end for ends in ties if own in ends for end in ends):
            if other in spans:
                return spans[other]
        taken = {end for ends in ties for end in ends}
        inside = [
            found
            for other, found in spans.items()
            if other not in taken and span.start <= found.start and found.end <= span.end
        ]
        return inside[0] if len(inside) == 1 else None

    def _span(self, own: str) -> Span:
        """Where a stretch stands in the task's own text.

        Raises:
            InputError: nowhere, or that cannot be told.
        """
        value = self.regions[own]
        start, end, text = value.get("start"), value.get("end"), value.get("text")
        if not isinstance(start, int) or not isinstance(end, int) or not isinstance(text, str):
            message = f"stretch {own} has no start, end and text; label a Text, not a HyperText"
            raise InputError(message)
        given = Span(start, end)
        ours = [span for mark in self.task.marks for span in (mark.span, *mark.spans.values())]
        if self.plain.text[start:end] == text:
            for span in ours:  # ours may begin inside a line end, which plain text has not
                if self.plain.to(*span) == given:
                    return span
        same = [span for span in ours if self.task.text[span.start : span.end] == text]
        context = context_of(self.task.text, same[0]) if len(same) == 1 else ("", "")
        return placed(self.task.text, given, text, context)
