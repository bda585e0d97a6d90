"""Results: prediction lines written to files and read back.

A line is a flat-looking dictionary in one fixed order, the contract of `predict`, `report` and
everybody's own scripts. The file's ending chooses the form: `.jsonl`, `.jsonl.gz`, `.csv` (opens
in a spreadsheet: byte order mark, CRLF, nothing that could be taken for a formula) or `.parquet`.
What is written comes back equal, from each of them.
"""

from __future__ import annotations

import csv
import gzip
import io
import itertools
import json
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO

from classifier import json_text
from classifier.articles import limits
from classifier.atomic import atomic
from classifier.errors import InputError, UsageError
from classifier.flat import Layout, Row
from classifier.spreadsheet import guard, reader, unguard

FORMS = (".jsonl", ".jsonl.gz", ".csv", ".parquet")
_BATCH = 4_096
_ENCODER = json.JSONEncoder(ensure_ascii=False)
#: What a cell raises that holds another kind of thing than its column's.
_DAMAGE = (ValueError, TypeError, AttributeError, RecursionError)


def form_of(path: Path) -> str:
    """The form that a file's name calls for.

    Raises:
        UsageError: the ending is none of `.jsonl`, `.jsonl.gz`, `.csv`, `.parquet`.

    >>> form_of(Path("نتائج.jsonl.gz"))
    '.jsonl.gz'
    """
    for form in FORMS:
        if path.name.lower().endswith(form):
            return form
    message = f"{path}: the ending must be one of {', '.join(FORMS)}"
    raise UsageError(message)


def write_rows(rows: Iterable[Mapping[str, Any]], path: Path) -> int:
    """Write lines to `path` in the form its ending chooses; give back how many there were.

    Streams: only a batch is in memory. The file appears whole or not at all.

    Raises:
        UsageError: unknown ending. OutputError: it could not be written.
    """
    form = form_of(path)
    with atomic(path) as out:
        if form == ".csv":
            return _write_csv(rows, out)
        if form == ".parquet":
            return _write_parquet(rows, out)
        if form == ".jsonl":
            return _write_lines(rows, out)
        with gzip.GzipFile(filename="", fileobj=out, mode="wb", mtime=0) as packed:
            return _write_lines(rows, packed)


def json_line(row: Mapping[str, Any]) -> bytes:
    """One line of JSON, readable as it is; a lone surrogate is written as an escape.

    >>> print(json_line({"text": "لا تعليق"}).decode())
    {"text": "لا تعليق"}
    """
    try:
        return _ENCODER.encode(row).encode()
    except UnicodeEncodeError:
        return json.dumps(row).encode()


def _write_lines(rows: Iterable[Mapping[str, Any]], out: BinaryIO | gzip.GzipFile) -> int:
    number = 0
    for row in rows:
        out.write(json_line(row) + b"\n")
        number += 1
    return number


def _with_layout(
    rows: Iterable[Mapping[str, Any]],
) -> tuple[Layout, Iterator[Mapping[str, Any]]]:
    """The columns for a run and all its lines (a run without lines has but one column)."""
    stream = iter(rows)
    first = next(stream, None)
    if first is None:
        return Layout.of_row({}), iter(())
    return Layout.of_row(first), itertools.chain((first,), stream)


def _write_csv(rows: Iterable[Mapping[str, Any]], out: BinaryIO) -> int:
    layout, lines = _with_layout(rows)
    text = io.TextIOWrapper(out, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(guard(heading) for heading in layout.headings)
    number = 0
    for row in lines:
        writer.writerow(_as_text(cell) for cell in layout.flatten(row))
        number += 1
    text.flush()
    text.detach()
    return number


def _as_text(cell: str | float | bool | None) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if cell is None:
        return ""
    return guard(cell) if isinstance(cell, str) else repr(cell)


def _write_parquet(rows: Iterable[Mapping[str, Any]], out: BinaryIO) -> int:
    import pyarrow
    import pyarrow.parquet

    layout, lines = _with_layout(rows)
    types = {"whole": pyarrow.int64(), "flag": pyarrow.bool_(), "share": pyarrow.float64()}
    schema = pyarrow.schema(
        [(column.heading, types.get(column.kind, pyarrow.string())) for column in layout.columns]
    )
    number = 0
    with pyarrow.parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        while batch := list(itertools.islice(lines, _BATCH)):
            cells = zip(*(layout.flatten(row) for row in batch), strict=True)
            arrays = [
                pyarrow.array(list(values), type=field.type)
                for values, field in zip(cells, schema, strict=True)
            ]
            writer.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))
            number += len(batch)
    return number


def read_rows(path: Path) -> Iterator[Row]:
    """The lines of a file, or of every file of a results folder in the order of their names.

    Raises:
        InputError: no such file, or a line that is no prediction line: file, line and remedy.
    """
    if path.is_dir():
        shards = [found for found in sorted(path.iterdir()) if _is_shard(found)]
        if not shards:
            inner = any(_is_shard(found) for found in path.glob("*/part-*"))
            hint = f"; name those in it: {path}/*" if inner else ""
            message = f"{path}: no results in this folder (looked for {', '.join(FORMS)}){hint}"
            raise InputError(message)
        for shard in shards:
            yield from read_rows(shard)
        return
    form = form_of(path)
    readers = {".csv": _read_csv, ".parquet": _read_parquet}
    try:
        yield from readers.get(form, _read_lines)(path)
    except (OSError, *limits.UNPACK_ERRORS) as error:
        why = getattr(error, "strerror", None) or error
        message = f"{path}: cannot be read ({why}); score it again with classifier.predict"
        raise InputError(message) from error


def _is_shard(path: Path) -> bool:
    hidden = path.name.startswith((".", "manifest"))
    return path.is_file() and not hidden and path.name.lower().endswith(FORMS)


def _bad_line(path: Path, number: int, why: str) -> InputError:
    return InputError(f"{path}:{number}: {why}; score it again with classifier.predict")


def _lines(path: Path) -> Generator[str]:
    """The lines of a text file, ends kept, none of them without bounds."""
    with limits.open_bytes(path) as stream:
        for number, line in limits.read_lines(stream):
            if line is None:
                raise _bad_line(path, number, limits.too_long_line())
            try:
                yield line.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                raise _bad_line(path, number, f"not UTF-8 (byte {error.start + 1:,})") from error


def _read_lines(path: Path) -> Iterator[Row]:
    with closing(_lines(path)) as lines:
        for number, text in enumerate(lines, 1):
            if not text.strip():
                continue
            try:
                row = json_text.parse(text)
            except ValueError as error:
                raise _bad_line(path, number, f"not a line of JSON ({error})") from error
            if not isinstance(row, dict):
                raise _bad_line(path, number, "not a JSON object")
            yield row


def _read_csv(path: Path) -> Iterator[Row]:
    with closing(_lines(path)) as lines:
        rows = reader(lines, strict=True)  # a quotation mark that is not closed is told
        try:
            layout = Layout.of_headings(map(unguard, next(rows, [])))
            for cells in rows:
                if len(cells) != len(layout.columns):
                    why = f"{len(cells)} fields where the heading has {len(layout.columns)}"
                    raise _bad_line(path, rows.line_num, why)
                yield layout.unflatten(map(unguard, cells))
        except (csv.Error, *_DAMAGE) as error:
            raise _bad_line(path, rows.line_num, f"not a row of results ({error})") from error


def _read_parquet(path: Path) -> Iterator[Row]:
    import pyarrow
    import pyarrow.parquet

    try:
        with pyarrow.parquet.ParquetFile(path) as table:
            layout = Layout.of_headings(table.schema_arrow.names)
            for batch in table.iter_batches(batch_size=_BATCH):
                for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    yield layout.unflatten(cells)
    except (pyarrow.ArrowException, *_DAMAGE) as error:
        message = f"{path}: not a Parquet file of results ({error}); score it again"
        raise InputError(message) from error
