"""CSV that a spreadsheet opens: a row a statement, and everything comes back.

    quotes     id, text, stance, sentiment, stance_guess …, speaker, party …
    articles   the statement's columns, then article_id, article_title … and, in the first row of
               each article, article_text; the column `article` numbers the articles

UTF-8 with a byte order mark, CRLF, all cells quoted, and an apostrophe before what a spreadsheet
would take for a formula (taken off again on reading). What no cell can hold (numbers, lists,
empty texts of one's own) lies as JSON in the column `other`; a filled cell wins over it. Excel
writes semicolons in many countries: comma, semicolon and tab are read.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from classifier.flat import clean
from classifier.spreadsheet import guard
from training.exchange.records import HEADS, Reading, Task, read_each
from training.exchange.rows import (
    CONTEXTS,
    EDGES,
    GUESSES,
    STATEMENTS,
    WHO,
    mark_row,
    row_of,
    task_of,
)
from training.files import Fault, table

NUMBER, OTHER, CLASH = "article", "other", "statement_fields"
PAGE = "article_"
#: What Excel holds in one cell; longer ones are cut when it saves.
EXCEL_CELL = 32_767
_TAKEN = frozenset(("", NUMBER, OTHER))
_WHOLE = frozenset(("start", "end", *EDGES))
_SHARES = frozenset(
    ("uncertainty", "doubt", *(name for name in GUESSES if name.endswith("_score")))
)
#: Where an empty cell and no cell mean the same: in rows of quotes, and of articles.
_PLAIN = (
    frozenset(("id", WHO, *HEADS)),
    frozenset(("speaker", "cue", WHO, *HEADS, *CONTEXTS, f"{PAGE}id")),
)
_FIRST = ("id", *CONTEXTS[:1], "text", *CONTEXTS[1:], *HEADS, *GUESSES, WHO)

Row = dict[str, Any]


# --- out ----------------------------------------------------------------------------------


def write(tasks: Iterable[Task]) -> bytes:
    """One table of all tasks."""
    rows = [row for number, task in enumerate(tasks, 1) for row in _rows_of(task, number)]
    names = dict.fromkeys(name for row in rows for name in row if _can_head(name))
    names |= dict.fromkeys(("text", *HEADS))
    last = [name for name in (NUMBER, f"{PAGE}text") if any(name in row for row in rows)]
    middle = [name for name in names if name not in (*_FIRST, *last)]
    heading = [*(name for name in _FIRST if name in names), *middle, *last, OTHER]
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(map(guard, heading))
    writer.writerows(_cells(row, heading) for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _rows_of(task: Task, number: int) -> Iterator[Row]:
    """The rows of a task; those of an article repeat what is short of it."""
    if task.kind == "quote":
        yield row_of(task)
        return
    page: Row = {f"{PAGE}id": task.id}
    page |= {f"{PAGE}{name}": value for name, value in task.fields.items() if name != "text"}
    text: Row = {f"{PAGE}text": task.text}
    for mark in task.marks or (None,):
        row = mark_row(task, mark, context=True) if mark else {}
        clash = {name: row.pop(name) for name in list(row) if _clashes(name)}
        yield row | page | text | {NUMBER: str(number)} | ({CLASH: clash} if clash else {})
        text = {}
        page = {name: value for name, value in page.items() if isinstance(value, str)}


def _clashes(name: str) -> bool:
    return name in (NUMBER, CLASH) or name.startswith(PAGE)


def _can_head(name: str) -> bool:
    return name not in _TAKEN and clean(name) == name and "\x00" not in name


def _cells(row: Mapping[str, Any], heading: list[str]) -> list[str]:
    of_article = PAGE + "id" in row and isinstance(row.get(NUMBER), str)
    cells: Row = {NUMBER: row[NUMBER]} if of_article else {}
    other: Row = {}
    for name, value in row.items():
        if name == NUMBER and of_article:
            continue
        if not _can_head(name) or not _fits(name, value):
            other[name] = value
        elif value != "":
            cells[name] = value
        elif name not in _PLAIN[of_article]:
            other[name] = value
    cells[OTHER] = json.dumps(other) if other else ""
    return [guard(str(cells.get(name, ""))) for name in heading]


def _fits(name: str, value: Any) -> bool:
    if name in _WHOLE:
        return isinstance(value, int) and not isinstance(value, bool)
    if name in _SHARES:
        return isinstance(value, float)
    return isinstance(value, str) and clean(value) == value and "\x00" not in value


# --- in -----------------------------------------------------------------------------------


def read(text: str, source: str) -> Reading:
    """The tasks of a table.

    A row whose article's text is in no row any more (somebody deleted the first one) is read as
    a quote; a table without a column for labels holds articles that nobody marked.

    Raises:
        InputError: there is no column `text`, or it is no CSV.
    """
    return read_each(_gathered(text, source), source, task_of)


def _gathered(text: str, source: str) -> list[tuple[int, Row | Fault]]:
    """Rows of our own JSON lines: those of one article made one, where its first one stands."""
    found = list(_records(text, source))
    texts = {number for _, number, row in found if number and f"{PAGE}text" in row}
    gathered: list[tuple[int, Row | list[Row] | Fault]] = []
    articles: dict[str, list[Row]] = {}
    for line, number, row in found:
        if isinstance(row, Fault) or number not in texts:
            gathered.append((line, row))
        elif number in articles:
            articles[number].append(row)
        else:
            articles[number] = [row]
            gathered.append((line, articles[number]))
    return [
        (line, row if isinstance(row, (Fault, dict)) else _article(row)) for line, row in gathered
    ]


def _article(rows: Iterable[Row]) -> Row:
    """One article of the rows of its statements."""
    article: Row = {}
    statements: list[Row] = []
    for row in rows:
        for name in [name for name in row if name.startswith(PAGE)]:
            article.setdefault(name.removeprefix(PAGE), row.pop(name))
        row |= row.pop(CLASH, {})
        if "start" in row or row.get("text"):
            statements.append(row)
    return article | {STATEMENTS: statements}


def _records(text: str, source: str) -> Iterator[tuple[int, str, Row | Fault]]:
    """Each row: the line it begins on, the number of its article, its cells or a fault."""
    rows = table(text, source)
    _, heading = next(rows)
    for line, cells in rows:
        yield line, *_typed(heading, cells)


def _typed(heading: list[str], cells: list[str]) -> tuple[str, Row | Fault]:
    """The number of the row's article; its filled cells, and what `other` holds of the others."""
    if len(cells) > len(heading):
        return "", Fault(f"has {len(cells)} fields where the heading has {len(heading)}")
    row: Row = {}
    for name, cell in zip(heading, cells, strict=False):
        try:
            row |= {name: _value(name, cell)} if cell else {}
        except (ValueError, RecursionError):
            return "", Fault(f"its {name} is {cell!r:.40}, which is not what that column holds")
    number = row.pop(NUMBER, "")
    other: Row = row.pop(OTHER, {})
    return number, {head: "" for head in HEADS if head in heading} | other | row


def _value(name: str, cell: str) -> Any:
    if name in _WHOLE:
        return int(cell)
    if name in _SHARES:
        return float(cell)
    if name != OTHER:
        return cell
    found = json.loads(cell)
    if not isinstance(found, dict):
        raise ValueError(name)
    return found
