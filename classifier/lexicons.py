"""Word lists: the tables of `data/`, read once, checked, folded.

A table is a UTF-8 `.tsv` with a heading line; lines that begin with `#` are comments. Every table
has the columns `example` and `origin`, for people; the code reads the others by name.
"""

from __future__ import annotations

import csv
import io
from functools import cache
from importlib.resources import files

from classifier.errors import InputError

Row = dict[str, str]


@cache
def rows(name: str) -> tuple[Row, ...]:
    """The rows of `data/<name>.tsv`, in order, as dictionaries keyed by the heading.

    Raises:
        InputError: a row has more or fewer fields than the heading.

    >>> rows("months")[0]["month"]
    '1'
    """
    text = files("classifier").joinpath("data", f"{name}.tsv").read_text(encoding="utf-8")
    return parse(text, f"classifier/data/{name}.tsv")


@cache
def table(name: str) -> tuple[Row, ...]:
    """The rows of `data/<name>.csv`, in order: the tables that users edit in a spreadsheet.

    >>> table("capitals")[0].keys() >= {"capital", "country"}
    True
    """
    text = files("classifier").joinpath("data", f"{name}.csv").read_text(encoding="utf-8-sig")
    return tuple(csv.DictReader(io.StringIO(text, newline="")))


def parse(text: str, source: str) -> tuple[Row, ...]:
    r"""Rows of a table given as text; `source` names it in messages.

    >>> parse("word\tclass\nقال\tneutral\n", "cues.tsv")
    ({'word': 'قال', 'class': 'neutral'},)
    >>> parse("word\tclass\nقال\n", "cues.tsv")
    Traceback (most recent call last):
    ...
    classifier.errors.InputError: cues.tsv:2: 1 fields where the heading has 2; separate with tabs
    """
    heading: list[str] = []
    found: list[Row] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = [field.strip() for field in line.split("\t")]
        if not heading:
            heading = fields
        elif len(fields) != len(heading):
            message = (
                f"{source}:{number}: {len(fields)} fields where the heading has {len(heading)}; "
                "separate with tabs"
            )
            raise InputError(message)
        else:
            found.append(dict(zip(heading, fields, strict=True)))
    return tuple(found)
