"""Who may come in, how much they may bring, how many may be there, and how long they may stay.

The program listens on this machine only, but every page that a browser has open may send requests
to it. So: only known names of the host (a foreign name that points here is refused), nothing that
changes anything for a page of another origin, no leave for other origins to read (no CORS), a
limit for bodies, for requests at once and for their time, and headers that let our own page run
its own scripts and nothing else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from classifier.web.bodies import Json, RequestError

HOSTS = ("127.0.0.1", "localhost", "[::1]")
MAX_BODY = 1_000_000
"""Bytes of a body, where a route does not say otherwise."""
MOST_AT_ONCE = 512
LONGEST = 120.0
"""Seconds that a request may take."""
_READS = frozenset({"GET", "HEAD"})
_OWN = frozenset({"same-origin", "none"})

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "cache-control": "no-store",
}


def guards(hosts: Sequence[str] = ()) -> list[Middleware]:
    """All guards, the outermost first; `hosts` are names besides those of this machine."""
    return [
        Middleware(Sealed),
        Middleware(TrustedHostMiddleware, allowed_hosts=[*HOSTS, *hosts], www_redirect=False),
        Middleware(SameOrigin),
        Middleware(Bounded),
        Middleware(RequestBodyLimitMiddleware, max_body_size=MAX_BODY),
    ]


class Sealed:
    """Puts the headers of safety on every reply that does not bring its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and seal the reply."""

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, sealed if scope["type"] == "http" else send)


class SameOrigin:
    """Refuses requests that change something and come from a page of another origin.

    Programs send neither `Origin` nor `Sec-Fetch-Site`; browsers do, and pages cannot forge them.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it with 403."""
        if scope["type"] == "http" and scope["method"] not in _READS and _is_foreign(scope):
            fault = RequestError(
                403, "foreign_origin", "this request comes from a page of another origin"
            )
            await Json(fault.told(), fault.status)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _is_foreign(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    if headers.get("sec-fetch-site", "none") not in _OWN:
        return True
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host", "")


class Bounded:
    """So many requests at once, each for so long; more get 503 and may come again."""

    def __init__(self, app: ASGIApp, most: int = MOST_AT_ONCE, longest: float = LONGEST) -> None:
        self.app, self.most, self.longest = app, most, longest
        self.inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it with 503."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if self.inside >= self.most:
            await _busy("too many requests at once; try again")(scope, receive, send)
            return
        started = False

        async def noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        self.inside += 1
        try:
            async with asyncio.timeout(self.longest):
                await self.app(scope, receive, noted)
        except TimeoutError:
            if started:
                raise
            await _busy("this took too long; send less at once")(scope, receive, send)
        finally:
            self.inside -= 1


def _busy(message: str) -> Json:
    return Json(RequestError(503, "busy", message).told(), 503, headers={"retry-after": "1"})
