"""A summary as Markdown: for a mail, a wiki, a pull request."""

from __future__ import annotations

from classifier.reports.html import Shown, View
from classifier.reports.parts import Summary
from classifier.reports.strings import Lang, Strings
from classifier.reports.templates import template


def render_markdown(summary: Summary, *, lang: Lang = "ar") -> str:
    """The summary as Markdown, in Arabic or English.

    >>> from classifier.reports.summary import summarise
    >>> text = render_markdown(summarise([{"text": "لا حوار", "stance": "opposed"}]), lang="en")
    >>> text.splitlines()[0]
    '# Positions on negotiating'
    """
    view = View(summary, Strings.of(lang), Shown(parties=30, speakers=40, conditions=60))
    made = template("report.md").render(view=view, summary=summary, t=view.t)
    return made.strip() + "\n"
