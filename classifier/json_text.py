"""JSON from outside: what it says, or in plain words why it says nothing.

Python's own reader ends in another error for a text that is nested without end, and in words for
programmers; a file of a user's may hold either.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any


def parse(text: str | bytes) -> Any:
    """The value that a text stands for.

    Raises:
        ValueError: it is no JSON, or none that can be read; says why, and where in it.

    >>> parse('{"text": "قال"}')
    {'text': 'قال'}
    >>> parse("[" * 200_000)
    Traceback (most recent call last):
    ...
    ValueError: nested too deep
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise ValueError(why(fault)) from fault


def whole(value: object) -> int | None:
    """A whole number, None for any other value: `true` is none, though Python counts it in.

    >>> whole(7), whole(True), whole("7")
    (7, None, None)
    """
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def number(value: object) -> float | None:
    """A number of any kind, None for any other value and for a whole number past all floats.

    >>> number(7), number(0.5), number(True), number(10**400)
    (7.0, 0.5, None, None)
    """
    found = value if isinstance(value, float) else whole(value)
    with suppress(OverflowError):
        return None if found is None else float(found)
    return None


def why(fault: Exception) -> str:
    r"""What an error of Python's reader says to a user.

    >>> why(json.JSONDecodeError("Expecting value", "[1,\n x]", 5))
    'Expecting value at line 2, column 2'
    """
    if isinstance(fault, RecursionError):
        return "nested too deep"
    if isinstance(fault, json.JSONDecodeError):
        line = f"line {fault.lineno}, " if fault.lineno > 1 else ""
        return f"{fault.msg} at {line}column {fault.colno}"
    return str(fault).partition(";")[0]  # a number of too many digits: how Python can be told
