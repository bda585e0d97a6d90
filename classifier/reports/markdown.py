"""A summary as Markdown: for a mail, a wiki, a pull request."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from classifier.reports.html import Shown, View
from classifier.reports.parts import Summary
from classifier.reports.plain import escape
from classifier.reports.strings import Lang, Strings


def _inert(value: Any) -> Any:
    return escape(value) if isinstance(value, str) else "" if value is None else value


@cache
def _environment() -> Environment:
    # no HTML comes out of it: what is printed is escaped for Markdown instead, by `_inert`
    return Environment(
        loader=PackageLoader("classifier", "templates"),
        finalize=_inert,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render_markdown(summary: Summary, *, lang: Lang = "ar") -> str:
    """The summary as Markdown, in Arabic or English.

    >>> from classifier.reports.summary import summarise
    >>> text = render_markdown(summarise([{"text": "لا حوار", "stance": "opposed"}]), lang="en")
    >>> text.splitlines()[0]
    '# Positions on negotiating'
    """
    view = View(summary, Strings.of(lang), Shown(parties=30, speakers=40, conditions=60))
    template = _environment().get_template("report.md")
    return template.render(view=view, summary=summary, t=view.t).strip() + "\n"
