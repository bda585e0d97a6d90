"""The JSON API for programs: articles and statements in, prediction lines out.

    GET  /health            is it up, with which model
    POST /api/articles      {"text", "title"?, "date"?, "outlet"?, "id"?, "explain"?}
    POST /api/statements    {"statements": [{"id", "text"}, …], "explain"?}
    GET  /openapi.json      all routes, described

Nothing that comes in here is kept.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from classifier.flat import Row
from classifier.web.bodies import Fields, Json, RequestError, flag_of, read_object, text_of
from classifier.web.desk import desk_of
from classifier.web.reviews import document_of

MOST_STATEMENTS = 1_000
LONGEST_STATEMENT = 20_000


async def health(request: Request) -> Response:
    """It is up, and this is the model."""
    labeller = desk_of(request).labeller
    return Json(
        {
            "status": "ok",
            "model": labeller.model.digest,
            "labels": {head: list(labels) for head, labels in labeller.labels.items()},
        }
    )


async def articles(request: Request) -> Response:
    """The statements of one article, as prediction lines."""
    fields = await read_object(request)
    document = document_of(fields)
    labeller = desk_of(request).labeller
    lines = await labeller.lines(document, explain=_explain(fields))
    return Json(
        {
            "id": document.id,
            "model": labeller.model.digest,
            "notices": list(document.notices),
            "statements": lines,
        }
    )


async def statements(request: Request) -> Response:
    """The labels of statements that are cut out already, in the same order."""
    fields = await read_object(request)
    given = _given(fields)
    labeller = desk_of(request).labeller
    labels = await labeller.label([text for _, text in given], explain=_explain(fields))
    made: list[Row] = [{"id": own, **row} for (own, _), row in zip(given, labels, strict=True)]
    return Json({"model": labeller.model.digest, "statements": made})


def _explain(fields: Fields) -> bool:
    return "explain" in fields and flag_of(fields, "explain")


def _given(fields: Fields) -> list[tuple[str | int, str]]:
    """The ids and texts of a body.

    >>> _given({"statements": [{"id": 7, "text": "قال إن الجولة غدا."}]})
    [(7, 'قال إن الجولة غدا.')]
    """
    rows = fields.get("statements")
    if not isinstance(rows, list):
        message = 'the field "statements" must be a list: [{"id": …, "text": …}, …]'
        raise RequestError(422, "not_a_list", message, "statements")
    if len(rows) > MOST_STATEMENTS:
        message = f"{len(rows):,} statements at once, the limit is {MOST_STATEMENTS:,}"
        raise RequestError(422, "too_many", message, "statements")
    return [_one(row, number) for number, row in enumerate(rows)]


def _one(row: Any, number: int) -> tuple[str | int, str]:
    place = f"statements[{number}]"
    if not isinstance(row, dict):
        raise RequestError(422, "not_object", f"{place} must be an object", place)
    own = row.get("id")
    if isinstance(own, bool) or not isinstance(own, str | int) or own == "":
        message = f"{place}.id must be a text or a whole number"
        raise RequestError(422, "missing", message, f"{place}.id")
    try:
        return own, text_of(row, "text", LONGEST_STATEMENT)
    except RequestError as error:
        field = f"{place}.text"
        raise RequestError(422, error.code, f"{place}: {error.message}", field) from None


@cache
def description() -> str:
    """The OpenAPI description, as it stands in `templates/openapi.json`."""
    return files("classifier").joinpath("templates", "openapi.json").read_text(encoding="utf-8")


async def openapi(_: Request) -> Response:
    """What can be asked here, for programs that read such descriptions."""
    return Response(description(), media_type="application/json")


routes = [
    Route("/health", health),
    Route("/openapi.json", openapi),
    Route("/api/articles", articles, methods=["POST"]),
    Route("/api/statements", statements, methods=["POST"]),
]
