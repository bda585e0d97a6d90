"""What a page that stands alone brings along: a style and a small script, nothing from the network.

The content security policy allows the one script by its digest and nothing else: no requests, no
frames, no forms.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from markupsafe import Markup


@cache
def asset(name: str) -> Markup:
    """A style or script of our own, to stand in a page as it is.

    >>> "</" in asset("report.js")
    False
    """
    text = files("classifier").joinpath("templates", name).read_text(encoding="utf-8")
    return Markup(text.replace("\r\n", "\n"))


@cache
def policy(script: str) -> str:
    """The content security policy of a page whose only script is `script`.

    >>> policy("report.js").startswith("default-src 'none'; style-src 'unsafe-inline'; script-src")
    True
    """
    digest = base64.b64encode(hashlib.sha256(asset(script).encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )
