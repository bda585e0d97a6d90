"""The application: all routes behind all guards.

>>> sorted(route.path for route in ROUTES if route.path.startswith("/ml"))
['/ml/', '/ml/health', '/ml/predict', '/ml/setup', '/ml/webhook']
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from classifier.errors import OutputError
from classifier.web import api, ml_backend, pages, review_api, run_api
from classifier.web.bodies import Json, RequestError
from classifier.web.desk import Desk, Setting
from classifier.web.guard import guards

ROUTES: list[Route] = [
    *pages.routes,
    *api.routes,
    *review_api.routes,
    *run_api.routes,
    *ml_backend.routes,
]
_CODES = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}


def make_app(setting: Setting) -> Starlette:
    """The application for one model and one store.

    Raises:
        InputError: the store cannot be opened.
    """
    desk = Desk(setting)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await desk.close()

    app = Starlette(
        routes=ROUTES,
        middleware=guards(setting.hosts),
        exception_handlers={
            RequestError: _refused,
            HTTPException: _refused_by_starlette,
            sqlite3.Error: _not_kept,
            OutputError: _not_written,
            Exception: _broken,
        },
        lifespan=lifespan,
    )
    app.state.desk = desk
    return app


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestError)
    return Json(error.told(), error.status)


async def _refused_by_starlette(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    told = RequestError(error.status_code, _CODES.get(error.status_code, "refused"), error.detail)
    return Json(told.told(), error.status_code, headers=error.headers)


async def _not_kept(_: Request, error: Exception) -> Response:
    """The store could not be written or read: a full disk, a file that was taken away."""
    told = RequestError(507, "not_kept", f"the store of corrections failed ({error})")
    return Json(told.told(), 507)


async def _not_written(_: Request, error: Exception) -> Response:
    """A file beside the store could not be written; the error names it."""
    told = RequestError(507, "not_kept", str(error).partition("; choose another --output")[0])
    return Json(told.told(), 507)


async def _broken(_: Request, error: Exception) -> Response:
    """What nobody foresaw: it is told that it happened, not what was in it."""
    told = RequestError(500, "internal", f"the program failed here ({type(error).__name__})")
    return Json(told.told(), 500)
