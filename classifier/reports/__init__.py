"""Reports: prediction lines are summed up once, then shown in several ways.

    lines ──► summarise ──► Summary ──► terminal_summary, render_html, render_json,
                                        render_csv, render_markdown

A summary is made in one pass and bounded memory; every rendering reads it and nothing else.

>>> summary = summarise([{"text": "قال سالم: لا حوار", "speaker": "سالم", "stance": "opposed"}])
>>> summary.speakers[0].name, summary.speakers[0].leading
('سالم', 'opposed')
"""

from classifier.reports.counting import Limits
from classifier.reports.html import Shown, page_of_lines, render_html
from classifier.reports.markdown import render_markdown
from classifier.reports.parts import Summary
from classifier.reports.summary import Confusion, sum_up, summarise
from classifier.reports.tables import render_csv, render_json
from classifier.reports.terminal import terminal_summary, terminal_table

__all__ = [
    "Confusion",
    "Limits",
    "Shown",
    "Summary",
    "page_of_lines",
    "render_csv",
    "render_html",
    "render_json",
    "render_markdown",
    "sum_up",
    "summarise",
    "terminal_summary",
    "terminal_table",
]
