"""Pages that stand alone: templates, one style, one small script, nothing from the network.

Every value that a template prints is made visible (no control letters, no direction overrides)
and escaped, without the template having to think of it. The content security policy allows the
one script by its digest and nothing else: no requests, no frames, no forms.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from classifier.reports.plain import visible


def _inert(value: Any) -> Any:
    """What stands between a value and the page: strangers' text is made visible."""
    if value is None:
        return ""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def environment(*packages: str) -> Environment:
    r"""The templates of some packages, after which those of `classifier` are looked through.

    >>> environment().from_string("<p>{{ name }}</p>").render(name="<b>سالم\u202e")
    '<p>&lt;b&gt;سالم␦</p>'
    """
    loaders = [PackageLoader(package, "templates") for package in (*packages, "classifier")]
    return Environment(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        finalize=_inert,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
    )


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
