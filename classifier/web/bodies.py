"""What a request brings, checked field by field, and the replies.

A message about a bad body says which field is wrong and what belongs there; it never repeats what
was sent. Text of strangers goes through `articles.encodings.clean` before it goes anywhere else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from starlette.requests import Request
from starlette.responses import Response

from classifier.articles.encodings import clean
from classifier.json_text import whole
from classifier.results import json_line

Fields = Mapping[str, Any]
LONGEST_NAME = 300
"""Characters of a name, a role, a title, an id."""


class RequestError(Exception):
    """A request that cannot be done: the status, a code for programs, a sentence for people."""

    def __init__(self, status: int, code: str, message: str, field: str = "") -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.field = status, code, message, field

    def told(self) -> dict[str, Any]:
        """As a reply tells it.

        >>> RequestError(422, "missing", "«text» is missing", "text").told()
        {'error': {'code': 'missing', 'message': '«text» is missing', 'field': 'text'}}
        """
        error = {"code": self.code, "message": self.message}
        return {"error": error | ({"field": self.field} if self.field else {})}


class Json(Response):
    """A reply in JSON; a lone surrogate is written as an escape and breaks nothing."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """The bytes."""
        return json_line(content)


class JsonLines(Response):
    """A reply of one JSON object a line."""

    media_type = "application/x-ndjson"

    def render(self, content: Any) -> bytes:
        """The bytes."""
        return b"".join(json_line(row) + b"\n" for row in content)


async def read_object(request: Request) -> dict[str, Any]:
    """The JSON object in the body.

    Raises:
        RequestError: 415 where the body does not say that it is JSON (a form of a foreign page
            cannot say so), 422 where it is no JSON object.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise RequestError(415, "not_json", "send the body as application/json")
    return parse_object(await request.body())


def parse_object(body: bytes) -> dict[str, Any]:
    r"""The JSON object that bytes hold.

    >>> parse_object(b'{"text": "\\u0644\\u0627"}')
    {'text': 'لا'}
    >>> parse_object(b'[1, 2')
    Traceback (most recent call last):
    ...
    classifier.web.bodies.RequestError: the body is not valid JSON (line 1, column 6)
    """
    try:
        found = json.loads(body.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError as error:
        message = f"the body is not valid UTF-8 (byte {error.start + 1})"
        raise RequestError(422, "not_utf8", message) from None
    except json.JSONDecodeError as error:
        message = f"the body is not valid JSON (line {error.lineno}, column {error.colno})"
        raise RequestError(422, "not_json", message) from None
    except (ValueError, RecursionError):
        message = "the body is not usable JSON (too deep, or a number that is none)"
        raise RequestError(422, "not_json", message) from None
    if not isinstance(found, dict):
        raise RequestError(422, "not_object", "the body must be a JSON object: {…}")
    return found


def _no_number(_: str) -> NoReturn:
    raise ValueError


def text_of(fields: Fields, name: str, longest: int, *, needed: bool = True) -> str:
    """A field that holds text, made writable; empty where it is missing and not needed.

    Raises:
        RequestError: it is missing, no text, empty, or too long.

    >>> text_of({"text": "قال"}, "text", 10)
    'قال'
    """
    value = fields.get(name)
    if value is None and not needed:
        return ""
    if value is None:
        raise RequestError(422, "missing", f'the field "{name}" is missing', name)
    if not isinstance(value, str):
        raise RequestError(422, "not_text", f'the field "{name}" must be text', name)
    if needed and not value.strip():
        raise RequestError(422, "empty", f'the field "{name}" is empty', name)
    if len(value) > longest:
        message = f'the field "{name}" has {len(value):,} characters, the limit is {longest:,}'
        raise RequestError(422, "too_long", message, name)
    return clean(value)[0]


def name_of(fields: Fields, name: str) -> str:
    r"""A short text on one line: a title, a name, an id; empty where it is missing.

    >>> name_of({"title": " هدنة\n جديدة "}, "title")
    'هدنة جديدة'
    """
    return " ".join(text_of(fields, name, LONGEST_NAME, needed=False).split())


def whole_of(fields: Fields, name: str, least: int, most: int) -> int:
    """A whole number between two others.

    >>> whole_of({"start": 4}, "start", 0, 9)
    4
    """
    value = whole(fields.get(name))
    if value is None or not least <= value <= most:
        message = f'the field "{name}" must be a whole number from {least} to {most}'
        raise RequestError(422, "not_whole", message, name)
    return value


def choice_of(fields: Fields, name: str, choices: tuple[str, ...]) -> str:
    """One of some names.

    >>> choice_of({"stance": "opposed"}, "stance", ("opposed", "neutral"))
    'opposed'
    """
    value = fields.get(name)
    if not isinstance(value, str) or value not in choices:
        message = f'the field "{name}" must be one of: {", ".join(choices)}'
        raise RequestError(422, "not_a_choice", message, name)
    return value


def flag_of(fields: Fields, name: str) -> bool:
    """Yes or no.

    >>> flag_of({"gone": True}, "gone")
    True
    """
    value = fields.get(name)
    if not isinstance(value, bool):
        raise RequestError(422, "not_a_flag", f'the field "{name}" must be true or false', name)
    return value
