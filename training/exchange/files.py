"""Files of records, read so that every record knows its line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from classifier.errors import InputError

DAMAGE = (AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What reading a record raises whose parts are not of the kind that they ought to be."""


def text_of(path: Path) -> str:
    """The text of a file, without its byte order mark, line ends untouched.

    Raises:
        InputError: it cannot be read, or is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as fault:
        message = f"{path}: cannot be read ({fault.strerror or fault}); check the name"
        raise InputError(message) from fault
    except UnicodeDecodeError as fault:
        message = f"{path}: is not UTF-8 (byte {fault.start + 1:,}); save it as UTF-8"
        raise InputError(message) from fault


def lines(text: str) -> Iterator[tuple[int, dict[str, Any] | str]]:
    r"""The objects of JSON lines with their numbers; in place of what is none, why.

    >>> list(lines('{"text": "قال"}\n\n[1]\n'))
    [(1, {'text': 'قال'}), (3, 'is no JSON object; one {…} a line is expected')]
    """
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as fault:
            yield number, f"is no JSON ({getattr(fault, 'msg', fault)}); one object a line"
            continue
        whole = isinstance(row, dict)
        yield number, row if whole else "is no JSON object; one {…} a line is expected"


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
            at, why = getattr(fault, "lineno", line), getattr(fault, "msg", fault)
            message = f"{source}:{at}: is no JSON ({why}); export it again"
            raise InputError(message) from fault
        yield line, element
        more = text[place] == ","


def _past_space(text: str, place: int) -> int:
    while text[place : place + 1] in (" ", "\t", "\r", "\n"):
        place += 1
    return place
