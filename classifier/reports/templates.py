"""Templates: what is filled into one is harmless, without the template having to think of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from classifier.reports.plain import escape, visible


def template(name: str, package: str = "classifier") -> Template:
    """The template of that name, of a package or else of `classifier`.

    Its ending tells what it makes. In a page (`.html`) values are made visible (no control letters,
    no direction overrides) and escaped; in Markdown (`.md`) nothing in them is markup, neither its
    own nor HTML's. None is nothing.

    >>> template("card.md", "training").name
    'card.md'
    """
    return _environment(package, name.endswith(".md")).get_template(name)


@cache
def _environment(package: str, markdown: bool) -> Environment:
    r"""All templates of one kind.

    >>> for markdown in (False, True):
    ...     made = _environment("classifier", markdown).from_string("{{ name }}{{ missing }}")
    ...     made.render(name="<b>*سالم\u202e*", missing=None)
    '&lt;b&gt;*سالم␦*'
    '&lt;b&gt;\\*سالم␦\\*'
    """
    return Environment(
        loader=ChoiceLoader([PackageLoader(one) for one in (package, "classifier")]),
        autoescape=not markdown,
        finalize=partial(_inert, escape if markdown else visible),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
    )


def _inert(harmless: Callable[[str], str], value: Any) -> Any:
    """What stands between a value and the template: strangers' text is made harmless."""
    if value is None:
        return ""
    return harmless(value) if isinstance(value, str) and not isinstance(value, Markup) else value
