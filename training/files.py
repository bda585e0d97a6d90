"""Files of records (JSON lines, a JSON array, CSV), read so that every record knows its line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from classifier import json_text
from classifier.errors import InputError, not_there
from classifier.spreadsheet import reader, separator_of, unguard

DAMAGE = (AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What reading a record raises whose parts are not of the kind that they ought to be."""
_PACKED = b"PK\x03\x04"


class Fault(str):
    """Why a record could not be read, in its place."""

    __slots__ = ()


def text_of(path: Path) -> str:
    """The text of a file, without its byte order mark, line ends untouched.

    Raises:
        InputError: it cannot be read, or is not UTF-8.
    """
    try:
        data = path.read_bytes()
        return data.decode("utf-8-sig")
    except FileNotFoundError as fault:
        raise not_there(path) from fault
    except OSError as fault:
        message = f"{path}: cannot be read ({fault.strerror or fault}); name another file"
        raise InputError(message) from fault
    except UnicodeDecodeError as fault:
        what = f"is not UTF-8 (byte {fault.start + 1:,}); save it as UTF-8 (Excel: CSV UTF-8)"
        if data.startswith(_PACKED):
            what = "is a packed file, as .xlsx and .ods are; save it as CSV UTF-8"
        message = f"{path}: {what}"
        raise InputError(message) from fault


def lines(text: str) -> Iterator[tuple[int, dict[str, Any] | Fault]]:
    r"""The objects of JSON lines with their numbers; in place of what is none, why.

    >>> list(lines('{"text": "قال"}\n\n[1]\n'))
    [(1, {'text': 'قال'}), (3, 'is no JSON object; one {…} a line is expected')]
    """
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json_text.parse(line)
        except ValueError as fault:
            yield number, Fault(f"is no JSON ({fault}); one object a line")
            continue
        whole = isinstance(row, dict)
        yield number, row if whole else Fault("is no JSON object; one {…} a line is expected")


def elements(text: str, source: str) -> Iterator[tuple[int, Any]]:
    r"""The elements of a JSON array, each with the line it begins on.

    Raises:
        InputError: it is no JSON array; the message names the line.

    >>> list(elements('[{"أ": 1},\n 2]', "tasks.json"))
    [(1, {'أ': 1}), (2, 2)]
    """
    decoder = json.JSONDecoder()
    place = _past_space(text, 0)
    begun, line = place, 1 + text.count("\n", 0, place)
    if text[place : place + 1] != "[":
        message = f"{source}:{line}: is no list of tasks; export as JSON (not JSON-MIN, not CSV)"
        raise InputError(message)
    more = text[_past_space(text, place + 1) :][:1] != "]"
    while more:
        place = _past_space(text, place + 1)
        line += text.count("\n", begun, place)
        begun = place
        try:
            element, place = decoder.raw_decode(text, place)
            place = _past_space(text, place)
            if text[place : place + 1] not in (",", "]"):
                expected = "Expecting ',' or ']'"
                raise json.JSONDecodeError(expected, text, place)
        except (ValueError, RecursionError) as fault:
            at = getattr(fault, "lineno", line)
            message = f"{source}:{at}: is no JSON ({json_text.why(fault)}); export it again"
            raise InputError(message) from fault
        yield line, element
        more = text[place] == ","


def _past_space(text: str, place: int) -> int:
    while text[place : place + 1] in (" ", "\t", "\r", "\n"):
        place += 1
    return place


def table(text: str, source: str) -> Iterator[tuple[int, list[str]]]:
    r"""The rows of a CSV, each with the line it begins on: the heading, then all that hold a cell.

    Comma, semicolon and tab are read. The apostrophes that keep a spreadsheet from taking a text
    for a formula are taken off.

    Raises:
        InputError: there is no column `text`, or it is no CSV.

    >>> list(table("text;stance\n;\n'-لا;opposed\n", "own.csv"))
    [(1, ['text', 'stance']), (3, ['-لا', 'opposed'])]
    """
    separator = separator_of(text.split("\n", 1)[0])
    rows = reader(io.StringIO(text, newline=""), separator, strict=True)
    begin = 1
    try:
        heading = [unguard(name) for name in next(rows, [])]
        if "text" not in heading:
            there = f"its columns are {', '.join(heading)}" if heading else "it is empty"
            message = f"{source}:1: no column named text ({there:.200}); name one so on line 1"
            raise InputError(message)
        yield 1, heading
        begin = rows.line_num + 1
        for cells in rows:
            if any(cells):
                yield begin, [unguard(cell) for cell in cells]
            begin = rows.line_num + 1
    except csv.Error as fault:
        why = "a quotation mark is not closed" if "end of data" in str(fault) else fault
        message = f"{source}:{begin}: is no CSV ({why}); save it as CSV UTF-8"
        raise InputError(message) from fault
