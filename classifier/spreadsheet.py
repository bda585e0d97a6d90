"""Spreadsheets: what stands between the cells of their CSV, and how a cell stays what it is.

Excel writes semicolons in many countries, takes `036` for a number and runs what looks like a
formula. The CSV of articles, quotes and results is read by `reader`, and every text in it is
written through `guard`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _csv import Reader

LARGEST_CELL = 64_000_000
"""Characters of one cell: one value for the process, as Python's `csv` module wants it."""

_LINE_START = r"(?:\A|(?<=[\r\n]))"
_DANGER = r"(?:[^\S\r\n]*[=+\-@＝＋－＠]|\t)"
#: Codes that would come back as another number or as a time: 036, 1e5, 3/4, 7:250, 16 digits.
_CODE = r"(?!\d{4}-\d\d-\d\d\Z)(?:0\d+|\d+[eE]\d+|\d{16,}|\d+(?:[-/:]\d+)+)\Z"
_GUARD = re.compile(rf"{_LINE_START}(?='*{_DANGER})|\A(?='*(?:[\r\n]|{_CODE}))")
_UNGUARD = re.compile(rf"{_LINE_START}'(?='*{_DANGER})|\A'(?='*(?:[\r\n]|{_CODE}))")


def guard(text: str) -> str:
    """Text that a spreadsheet leaves as it is: an apostrophe before what could be a formula.

    Or before a code that would be read as a number or a day. Reversible:
    `unguard(guard(text)) == text` for every text.

    >>> guard("=HYPERLINK(…)"), guard("قال: نعم"), guard("'-5"), guard("036"), guard("36")
    ("'=HYPERLINK(…)", 'قال: نعم', "''-5", "'036", '36')
    """
    return _GUARD.sub("'", text)


def unguard(text: str) -> str:
    """Take off what `guard` put on.

    >>> unguard("'=1+1"), unguard("'قال'")
    ('=1+1', "'قال'")
    """
    return _UNGUARD.sub("", text)


def separator_of(heading: str) -> str:
    """What stands between the cells under this heading: comma, semicolon or tab.

    >>> separator_of("id;text"), separator_of("text")
    (';', ',')
    """
    return max(",;\t", key=heading.count)


def reader(lines: Iterable[str], separator: str = ",", *, strict: bool = False) -> Reader:
    """Python's own reader of CSV, for cells of up to `LARGEST_CELL` characters.

    `strict`: a quotation mark that is never closed is an error (`csv.Error`), not a long cell.

    >>> list(reader(["id;text", "1;قال"], ";"))
    [['id', 'text'], ['1', 'قال']]
    """
    csv.field_size_limit(LARGEST_CELL)
    return csv.reader(lines, delimiter=separator, strict=strict)
