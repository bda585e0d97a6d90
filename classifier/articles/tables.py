"""Tables: JSON lines, CSV and Parquet, a document a row.

Rows are read one after the other; a row that cannot be used is refused with its line, and the
next one is read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from classifier import json_text
from classifier.articles import limits
from classifier.articles.encodings import SAMPLE, Encoding, detect
from classifier.articles.making import FIELDS, Place, make_document
from classifier.errors import InputError
from classifier.records import Document, Refusal
from classifier.spreadsheet import reader, separator_of

_BATCH = 64
_NO_TEXT = 'has no field "text"; the fields read are ' + ", ".join(FIELDS)
_OPEN = "a quotation mark opened here is not closed: the rest of the file is in one field"
#: Letters of the names of foreign fields that are told.
_TOLD = 200
_NO_FIELD = (bool, dict, list)
_KINDS = {bool: "a truth value", dict: "an object", list: "a list", bytes: "binary"}


def read_jsonl(stream: IO[bytes], place: Place, limit: int) -> Iterator[Document | Refusal]:
    """The documents of JSON lines; blank lines are passed over."""
    sample, stream = limits.look_at(stream, SAMPLE)
    encoding = _encoding(sample)
    for number, line in _decoded(stream, encoding):
        here = place.at(number)
        if line is None:
            yield here.refuse(limits.too_long_line())
        elif not line.isspace():
            yield _from_json(line, here, limit, (encoding.notice,))


def _encoding(sample: bytes) -> Encoding:
    """The encoding of the lines; where none fits, each line is tried as UTF-8 by itself."""
    try:
        return detect(sample, whole=len(sample) < SAMPLE)
    except InputError:  # the lines that are not UTF-8 are refused one by one
        return Encoding("utf-8")


def _decoded(stream: IO[bytes], encoding: Encoding) -> Iterator[tuple[int, str | None]]:
    """Lines as text; None for a line over the limit.

    A byte that is no letter in the encoding stays as a lone surrogate, for its row to refuse.
    """
    if encoding.name.startswith("utf-16"):
        yield from _wide_lines(io.TextIOWrapper(stream, encoding.name, newline="\n"))
        return
    name = "utf-8" if encoding.name == "utf-8-sig" else encoding.name
    for number, line in limits.read_lines(stream):
        if line is None:
            yield number, None
            continue
        text = line.decode(name, errors="surrogateescape")
        yield number, text.removeprefix("\ufeff") if number == 1 else text


def _wide_lines(stream: io.TextIOWrapper) -> Iterator[tuple[int, str | None]]:
    number = 0
    while line := stream.readline(limits.MAX_LINE):
        number += 1
        whole = line.endswith("\n") or len(line) < limits.MAX_LINE
        yield number, line if whole else None
        while not whole and (line := stream.readline(limits.MAX_LINE)):
            whole = line.endswith("\n")


def _bad_byte(text: str) -> bool:
    """The text holds a byte that was no letter in the file's encoding."""
    return not text.isascii() and any("\udc80" <= letter <= "\udcff" for letter in text)


def _from_json(line: str, place: Place, limit: int, notices: tuple[str, ...]) -> Document | Refusal:
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return place.refuse("not valid UTF-8; save the file again as UTF-8")
    try:
        row = json_text.parse(line.rstrip("\r\n"))
    except ValueError as error:
        return place.refuse(f"not valid JSON ({error})")
    if not isinstance(row, dict):
        return place.refuse("not a JSON object: one {…} a line is expected")
    return _from_row(row, place, limit, notices)


def _from_row(
    row: Mapping[str, Any], place: Place, limit: int, notices: tuple[str, ...] = ()
) -> Document | Refusal:
    """A document of a row's known fields; numbers count as text, but not for `text`."""
    own_id = _shown(row.get("id"))
    text = row.get("text")
    if not isinstance(text, str):
        if text is None:
            return place.refuse(f"{_NO_TEXT}; {_names_in(row)}", own_id)
        kind = _KINDS.get(type(text), "a number")
        return place.refuse(f'the field "text" is {kind}, not text', own_id)
    fields = {name: _shown(row.get(name)) for name in FIELDS if name != "text"}
    return make_document(place, {**fields, "text": text}, limit, notices)


def _names_in(names: Iterable[str]) -> str:
    """What a row has instead of the fields that are read, and what to do."""
    return f"it has {', '.join(names)[:_TOLD]}: rename what holds them (docs/records.md tells how)"


def _shown(value: Any) -> str:
    """A field as text; nested values and truth values are no such field."""
    return "" if value is None or isinstance(value, _NO_FIELD) else str(value)


def read_csv(stream: IO[bytes], place: Place, limit: int) -> Iterator[Document | Refusal]:
    """The documents of a CSV with a heading; comma, semicolon or tab between the fields."""
    sample, stream = limits.look_at(stream, SAMPLE)
    encoding = _encoding(sample)
    lines = _Lines(_decoded(stream, encoding))
    begin = 1
    try:
        first = next(lines, "")
        mark = separator_of(first)
        heading = [name.strip().lower() for name in next(reader([first], mark), [])]
        if "text" not in heading:
            what = f'has no column "text"; {_names_in(heading)}'
            yield place.refuse(what if first.strip() else "is empty: nothing to read")
            return
        begin = 2
        rows = reader(lines, mark)
        for row in rows:
            lines.length = 0
            if lines.ended:  # a row that is whole does not ask for one more line
                yield place.at(begin).refuse(_OPEN)
            elif row:
                yield _from_csv(heading, row, place.at(begin), limit, (encoding.notice,))
            begin = rows.line_num + 2
    except csv.Error as error:
        yield place.at(begin).refuse(f"not readable as CSV from here on ({error})")


class _Lines:
    """The lines of a CSV as its reader takes them.

    `length` counts the characters since it was last set to 0; `ended` says that the reader asked
    for one line too many.
    """

    def __init__(self, decoded: Iterator[tuple[int, str | None]]) -> None:
        self._decoded = decoded
        self.length = 0
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        _, line = next(self._decoded, (0, ""))
        if line is None:
            raise csv.Error(limits.too_long_line())
        self.length += len(line)
        if self.length > limits.MAX_LINE:
            message = f"a row of more than {limits.MAX_LINE:,} characters"
            raise csv.Error(message)
        self.ended = not line
        if self.ended:
            raise StopIteration
        return line


def _from_csv(
    heading: list[str], row: list[str], place: Place, limit: int, notices: tuple[str, ...]
) -> Document | Refusal:
    if len(row) > len(heading):
        return place.refuse(f"{len(row)} fields where the heading has {len(heading)}")
    if any(_bad_byte(field) for field in row):
        return place.refuse("not valid UTF-8; save the file again as UTF-8")
    return _from_row(dict(zip(heading, row, strict=False)), place, limit, notices)


def read_parquet(path: Path, place: Place, limit: int) -> Iterator[Document | Refusal]:
    """The documents of a Parquet file, batch by batch; `line` counts rows from 1.

    Text columns are read as dictionaries, so a small file that repeats one long value a million
    times stays small, and cells over `MAX_LINE` bytes are refused before they become text.
    """
    import pyarrow
    import pyarrow.parquet

    try:
        schema = pyarrow.parquet.read_schema(path)
        columns = [name for name in FIELDS if name in schema.names]
        if "text" not in columns:
            yield place.refuse(f'has no column "text"; {_names_in(schema.names)}')
            return
        kind = schema.field("text").type
        plain = pyarrow.types.is_string(kind) or pyarrow.types.is_large_string(kind)
        options = {"read_dictionary": ["text"]} if plain else {}
        row = 0
        with pyarrow.parquet.ParquetFile(path, **options) as file:
            for batch in file.iter_batches(batch_size=_BATCH, columns=columns):
                yield from _from_batch(batch, place, row, limit)
                row += batch.num_rows
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        message = f"not readable as Parquet ({first[:200]})"
        raise InputError(message) from error


def _from_batch(batch: Any, place: Place, row: int, limit: int) -> Iterator[Document | Refusal]:
    names = batch.schema.names
    for index in range(batch.num_rows):
        here = place.at(row + index + 1)
        cells = {name: batch.column(name)[index] for name in names}
        if _cell_size(cells["text"]) > limits.MAX_LINE:
            yield here.refuse(f"text has more than {limits.MAX_LINE:,} bytes")
            continue
        try:
            values = {name: cell.as_py() for name, cell in cells.items()}
        except UnicodeDecodeError:
            yield here.refuse("not valid UTF-8")
            continue
        yield _from_row(values, here, limit)


def _cell_size(cell: Any) -> int:
    """Bytes of a text cell, read from its offsets without making text of it."""
    value = getattr(cell, "value", cell)  # a dictionary's cell holds its value
    as_buffer = getattr(value, "as_buffer", None)
    buffer = as_buffer() if as_buffer and cell.is_valid else None
    return buffer.size if buffer is not None else 0
