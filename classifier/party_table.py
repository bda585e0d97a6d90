"""The table of parties: which name speaks for which side, and when.

`data/parties.csv` is the starting table; a file named by `$TAFAWUD_PARTIES`, with the same
heading, is read on top of it and wins. Columns: `name` (one spelling a row), `canonical` (one form
for all spellings), `kind` (person, body, office, metonym, media), `party`, `country` (ISO 3166
alpha-2 or empty), `from`, `to` (ISO year, month or day; empty where unknown), `origin`.
"""

from __future__ import annotations

import csv
import io
import os
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from classifier.arabic import fold_each
from classifier.errors import InputError

if TYPE_CHECKING:
    from _csv import Reader

COLUMNS = ("name", "canonical", "kind", "party", "country", "from", "to", "origin")
KINDS = frozenset(("person", "body", "office", "metonym", "media"))
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table; `since` and `until` are ISO, empty where open.

    >>> row = Row("فلان", "person", "الحكومة", "", "2019-08", "2021")
    >>> row.covers("2019-08-01"), row.covers("2021-12-31"), row.covers("2022"), row.covers("")
    (True, True, False, True)
    """

    canonical: str
    kind: str
    party: str
    country: str
    since: str
    until: str

    def covers(self, date: str) -> bool:
        """Whether the row holds at an ISO date; an empty date is covered by every row."""
        if not date:
            return True
        return (not self.since or self.since <= date) and (
            not self.until or date[: len(self.until)] <= self.until
        )


def read_parties(text: str, source: str) -> dict[str, list[Row]]:
    r"""The rows of a table given as CSV text, by folded name.

    Raises:
        InputError: naming `source` and line: a missing column, an unknown kind, a date that is
            none, an empty name, a quotation mark that is not closed.

    >>> heading = "name,canonical,kind,party,country,from,to,origin\n"
    >>> read_parties(heading + "فلان,فلان,hero,,,,,own\n", "own.csv")
    Traceback (most recent call last):
    ...
    classifier.errors.InputError: own.csv:2: kind «hero» is none of body, media, metonym, ...
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return _by_name(reader, source)
    except csv.Error as error:
        message = f"{source}:{reader.line_num}: is no CSV ({error}); close every quotation mark"
        raise InputError(message) from error


def _by_name(reader: Reader, source: str) -> dict[str, list[Row]]:
    heading = next(reader, [])
    missing = [column for column in COLUMNS if column not in heading]
    if missing:
        message = f"{source}:1: no column {', '.join(missing)}; the heading is {','.join(COLUMNS)}"
        raise InputError(message)
    picked = itemgetter(*map(heading.index, COLUMNS))
    names: list[str] = []
    rows: list[Row] = []
    lines: list[int] = []
    for cells in filter(None, reader):
        cells += [""] * (len(heading) - len(cells))
        name, canonical, *rest, _ = map(str.strip, picked(cells))
        names.append(name)
        rows.append(Row(canonical or name, *rest))
        lines.append(reader.line_num)
    found: dict[str, list[Row]] = {}
    for name, row, line in zip(fold_each(names), rows, lines, strict=True):
        fault = _fault(name, row)
        if fault:
            message = f"{source}:{line}: {fault}"
            raise InputError(message)
        found.setdefault(name, []).append(row)
    return found


def _fault(name: str, row: Row) -> str:
    """What is wrong with a row of this name and what to do, empty where it is sound."""
    if not name:
        return "the name is empty; delete the line or fill it"
    if row.kind not in KINDS:
        return f"kind «{row.kind}» is none of {', '.join(sorted(KINDS))}"
    for column, date in (("from", row.since), ("to", row.until)):
        if date and not _DATE.fullmatch(date):
            return f"{column} «{date}» is no date like 2019 or 2019-08-01"
    return ""


@cache
def parties() -> dict[str, list[Row]]:
    """The table in use: the starting one, and the user's own rows before it.

    Raises:
        InputError: the file of `$TAFAWUD_PARTIES` cannot be read, or a row of it not be used.
    """
    source = files("classifier").joinpath("data", "parties.csv")
    table = read_parties(source.read_text(encoding="utf-8-sig"), "classifier/data/parties.csv")
    own = os.environ.get("TAFAWUD_PARTIES")
    if own:
        try:
            text = Path(own).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            message = f"{own}: the parties table of $TAFAWUD_PARTIES cannot be read: {error}"
            raise InputError(message) from error
        for name, rows in read_parties(text, own).items():
            table[name] = rows + table.get(name, [])
    return table


def row_of(folded: str, date: str) -> Row | None:
    """The row of a folded name that holds at `date`, else its first; None for unknown names.

    >>> from classifier.arabic import fold
    >>> row_of(fold("سيرغي لافروف"), "").party
    'روسيا'
    """
    rows = parties().get(folded)
    if not rows:
        return None
    return next((row for row in rows if row.covers(date)), rows[0])


@cache
def first_words() -> frozenset[str]:
    """The first words of all names of the table: a name can begin nowhere else.

    >>> from classifier.arabic import fold
    >>> fold("حركة") in first_words(), "فلان" in first_words()
    (True, False)
    """
    return frozenset(name.split(" ", 1)[0] for name in parties())


@cache
def person_words() -> tuple[frozenset[str], frozenset[str]]:
    """Folded first names, and names of one word, of the persons in the table."""
    first, single = set(), set()
    for name, rows in parties().items():
        if rows[0].kind != "person":
            continue
        words = name.split()
        if len(words) == 1:
            single.add(name)
        elif len(words[0]) > 2 and not words[0].startswith("ال"):
            first.add(words[0])
    return frozenset(first), frozenset(single)


@cache
def body_words() -> frozenset[str]:
    """Folded names of one word, of four letters at least, of the bodies and metonyms listed."""
    return frozenset(
        name
        for name, rows in parties().items()
        if " " not in name and len(name) > 3 and rows[0].kind in ("body", "metonym")
    )
