"""What was asked of the page, for the log: route, status, milliseconds; no text, id or query."""

from __future__ import annotations

import time
from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from classifier.journal import event
from classifier.web.app import ROUTES


class Accessed:
    """An application whose requests are logged as events."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._known = _beginnings(route.path for route in ROUTES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and log what came of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = time.perf_counter(), 500

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, sent)
        finally:
            route = _beginning(scope["path"])
            known = route if route in self._known else "other"
            took = round(1000 * (time.perf_counter() - begun))
            event("request", method=_method(scope), route=known, status=status, ms=took)


def _method(scope: Scope) -> str:
    return scope["method"] if scope["method"] in ("GET", "HEAD", "POST", "PUT", "DELETE") else "?"


def _beginning(path: str) -> str:
    """The first two parts of a path: what follows may be an id.

    >>> _beginning("/api/articles/7"), _beginning("/")
    ('/api/articles', '/')
    """
    return "/" + "/".join(path.split("/")[1:3])


def _beginnings(paths: Iterable[str]) -> frozenset[str]:
    return frozenset(map(_beginning, paths))
