"""JSON from outside: what it says, or in plain words why it says nothing.

Python's own reader ends in another error for a text that is nested without end, and in words for
programmers; a file of a user's may hold either.
"""

from __future__ import annotations

import json
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
