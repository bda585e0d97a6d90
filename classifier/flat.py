"""Prediction lines as flat rows of text cells and back, without loss, for CSV and Parquet.

A line has nested fields (`stance_probabilities`, `reasons`); a table has not. The columns are
chosen from the first line of a run:

    text, outlet …             as they are (text)
    start, abstained …         known whole numbers and yes/no values
    stance_probabilities       one column a label: stance_supportive, stance_opposed …
    reasons, year:json …       anything else: JSON text
    other                      what a later line has that no column can hold, or lacks: JSON text

Almost always `other` is empty. Numbers are written so that they come back exactly.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

Row = dict[str, Any]
Cell = str | int | float | bool | None
Kind = Literal["text", "whole", "flag", "share", "json"]

HEADS = ("stance", "sentiment")
WHOLE = frozenset(
    {"start", "end", "content_start", "content_end", "condition_start", "condition_end"}
)
FLAGS = frozenset({"abstained"})
OTHER = "other"
_PREFIXES = tuple(f"{head}_" for head in HEADS)


def clean(text: str) -> str:
    """Text that can be written as UTF-8: a lone surrogate becomes U+FFFD.

    >>> clean("قال" + chr(0xD800))
    'قال�'
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, the field of a line it holds, the kind, and the label if any."""

    heading: str
    field: str
    kind: Kind
    label: str = ""

    def holds(self, value: object) -> bool:
        """Whether a cell of this column can hold `value` and give it back."""
        if self.kind == "text":
            return isinstance(value, str)
        if self.kind == "whole":
            return value is None or (isinstance(value, int) and not isinstance(value, bool))
        if self.kind == "flag":
            return isinstance(value, bool)
        return True


def _columns(row: Mapping[str, Any]) -> list[Column]:
    found: list[Column] = []
    for name, value in row.items():
        head = name.removesuffix("_probabilities")
        if head in HEADS and name != head:
            if _are_shares(value):
                found += [Column(f"{head}_{label}", name, "share", label) for label in value]
            else:
                found.append(Column(f"{name}:json", name, "json"))
        elif name in WHOLE:
            found.append(Column(name, name, "whole"))
        elif name in FLAGS:
            found.append(Column(name, name, "flag"))
        elif name == "reasons":
            found.append(Column(name, name, "json"))
        elif _plain(name):
            text = isinstance(value, str)
            heading = name if text else f"{name}:json"
            found.append(Column(heading, name, "text" if text else "json"))
    return [*found, Column(OTHER, "", "json")]


def _plain(name: str) -> bool:
    """A field whose own name can stand as a heading without being read as something else."""
    taken = name in ("", OTHER) or name.endswith(":json")
    return not taken and not name.startswith(_PREFIXES) and clean(name) == name


def _are_shares(value: object) -> bool:
    return (
        isinstance(value, dict)
        and bool(value)
        and all(isinstance(share, float) for share in value.values())
        and not {"probabilities", "probabilities:json"} & value.keys()
        and all(clean(label) == label for label in value)
    )


def _column_of(heading: str) -> Column:
    """The column that a heading stands for, when a table is read.

    >>> _column_of("sentiment_negative").field, _column_of("year:json").kind
    ('sentiment_probabilities', 'json')
    """
    if heading == OTHER:
        return Column(heading, "", "json")
    if heading in WHOLE:
        return Column(heading, heading, "whole")
    if heading in FLAGS:
        return Column(heading, heading, "flag")
    for prefix in _PREFIXES:
        label = heading.removeprefix(prefix)
        if label not in (heading, "probabilities:json"):
            return Column(heading, f"{prefix}probabilities", "share", label)
    if heading.endswith(":json") or heading == "reasons":
        return Column(heading, heading.removesuffix(":json"), "json")
    return Column(heading, heading, "text")


@dataclass(frozen=True)
class Layout:
    """The columns of one table, and the way in and out.

    >>> line = {"text": "قال", "start": 0, "stance_probabilities": {"opposed": 1.0}, "year": 2024}
    >>> layout = Layout.of_row(line)
    >>> layout.headings
    ('text', 'start', 'stance_opposed', 'year:json', 'other')
    >>> layout.flatten(line)
    ['قال', 0, 1.0, '2024', None]
    >>> layout.unflatten(["قال", "0", "1.0", "2024", ""]) == line
    True
    """

    columns: tuple[Column, ...]

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Layout:
        """The columns that the first line of a run calls for, in its order, `other` last."""
        return cls(tuple(_columns(row)))

    @classmethod
    def of_headings(cls, headings: Iterable[str]) -> Layout:
        """The columns of a table that is read."""
        return cls(tuple(map(_column_of, headings)))

    @property
    def headings(self) -> tuple[str, ...]:
        """The heading line."""
        return tuple(column.heading for column in self.columns)

    @cached_property
    def _fields(self) -> dict[str, list[Column]]:
        fields: dict[str, list[Column]] = {}
        for column in self.columns:
            if column.field:
                fields.setdefault(column.field, []).append(column)
        return fields

    def flatten(self, row: Mapping[str, Any]) -> list[Cell]:
        """One line as cells in the order of the columns."""
        spare = {name: value for name, value in row.items() if name not in self._fields}
        absent: list[str] = []
        cells: list[Cell] = []
        for name, among in self._fields.items():
            if name not in row:
                absent.append(name)
            elif not _fits(row[name], among):
                spare[name] = row[name]
            else:
                cells += [_cell(row[name], column) for column in among]
                continue
            cells += [None] * len(among)
        left = ({"more": spare} if spare else {}) | ({"absent": absent} if absent else {})
        return [*cells, json.dumps(left) if left else None]

    def unflatten(self, cells: Iterable[Cell]) -> Row:
        """The line that `flatten` was given; cells may be text (CSV) or typed (Parquet)."""
        row: Row = {}
        left: Row = {}
        for cell, column in zip(cells, self.columns, strict=True):
            if not column.field:
                left = json.loads(str(cell)) if cell not in (None, "") else {}
            elif column.kind == "share":
                shares = row.setdefault(column.field, {})
                if cell is not None and cell != "":
                    shares[column.label] = float(cell)
            else:
                row[column.field] = _value(cell, column.kind)
        for name in left.get("absent", ()):
            row.pop(name, None)
        row.update(left.get("more", {}))
        return row


def _fits(value: Any, among: list[Column]) -> bool:
    if among[0].kind != "share":
        return among[0].holds(value)
    return _are_shares(value) and [column.label for column in among] == list(value)


def _cell(value: Any, column: Column) -> Cell:
    if column.kind == "share":
        return float(value[column.label])
    if column.kind == "json":
        text = json.dumps(value, ensure_ascii=False)
        return text if clean(text) == text else json.dumps(value)
    if isinstance(value, str):
        return clean(value)
    return None if value is None else bool(value) if column.kind == "flag" else int(value)


def _value(cell: Cell, kind: Kind) -> Any:
    if kind == "text":
        return "" if cell is None else cell
    if cell is None or cell == "":
        return None
    if kind == "json":
        return json.loads(str(cell))
    if kind == "flag":
        return cell if isinstance(cell, bool) else str(cell).lower() == "true"
    return int(cell)
