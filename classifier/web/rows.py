"""Rows: what the store of corrections keeps, and the tables in which it lies.

articles       what was put on the desk: the text as it is
statements     what the program found in it, one prediction line each, in JSON
corrections    what people said of a statement, one row an act, never changed; undoing marks
the row, so that the whole way can be told
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from classifier.flat import HEADS, Row

VERSION = 1
SCHEMA = """
CREATE TABLE articles (
    key TEXT PRIMARY KEY, id TEXT NOT NULL, text TEXT NOT NULL, title TEXT NOT NULL,
    date TEXT NOT NULL, outlet TEXT NOT NULL, url TEXT NOT NULL, source TEXT NOT NULL,
    notices TEXT NOT NULL, opened REAL NOT NULL
) STRICT;
CREATE TABLE statements (
    article TEXT NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
    number INTEGER NOT NULL, line TEXT NOT NULL, model TEXT NOT NULL, doubt REAL NOT NULL,
    PRIMARY KEY (article, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE corrections (
    number INTEGER PRIMARY KEY AUTOINCREMENT, made TEXT NOT NULL,
    article TEXT NOT NULL, statement INTEGER NOT NULL, changes TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0,
    FOREIGN KEY (article, statement) REFERENCES statements (article, number) ON DELETE CASCADE
) STRICT;
CREATE INDEX corrections_of ON corrections (article, statement);
CREATE INDEX doubts ON statements (doubt);
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A statement of the store: its number within the article, its line, the model's digest."""

    article: str
    number: int
    line: Row
    model: str


@dataclass(frozen=True, slots=True)
class Correction:
    """What somebody said of a statement at one time; `changes` are fields with new values."""

    article: str
    statement: int
    changes: Row
    made: str


def doubt_of(line: Mapping[str, Any]) -> float:
    """How unsure a line is, 0 to 1: what the first head's label leaves to the others.

    >>> doubt_of({"stance": "opposed", "stance_probabilities": {"opposed": 0.75, "neutral": 0.25}})
    0.25
    """
    for head in HEADS:
        shares = line.get(f"{head}_probabilities")
        if shares:
            return 1.0 - float(max(shares.values()))
    return 0.0


def insert(base: sqlite3.Connection, found: Found) -> None:
    """Add a statement."""
    base.execute(
        "INSERT INTO statements VALUES (?, ?, ?, ?, ?)",
        (found.article, found.number, json.dumps(found.line), found.model, doubt_of(found.line)),
    )


def found_in(row: tuple[Any, ...]) -> Found:
    """A statement as the table has it."""
    return Found(row[0], row[1], json.loads(row[2]), row[3])
