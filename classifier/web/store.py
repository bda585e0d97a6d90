"""The store of corrections: one SQLite file in the user's data folder (its tables: `rows`).

A correction is on the disk before it is acknowledged (write-ahead log, full sync): a crash of the
program or of the machine costs nothing that was shown as kept.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from classifier.errors import InputError
from classifier.flat import Row
from classifier.records import Document
from classifier.web.rows import SCHEMA, VERSION, Correction, Found, doubt_of, found_in, insert


def default_store_path() -> Path:
    """`$XDG_DATA_HOME/tafawud/corrections.db`."""
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "tafawud" / "corrections.db"


class Store:
    """An open store. Its methods may be called from any thread, one at a time works.

    Raises:
        InputError: the file cannot be opened, is no store, or is one of a later version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(
                path, timeout=10, isolation_level=None, check_same_thread=False
            )
            try:
                self._begin()
            except BaseException:
                self._base.close()
                raise
        except (OSError, sqlite3.Error) as error:
            message = f"{path}: no store of corrections ({error}); name another with --store"
            raise InputError(message) from error

    def _begin(self) -> None:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            self._base.execute(f"PRAGMA {pragma}")
        with self._writing() as base:
            (version,) = base.execute("PRAGMA user_version").fetchone()
            if version > VERSION:
                message = f"{self.path}: made by a later version ({version}); update the program"
                raise InputError(message)
            if version == 0:
                for statement in SCHEMA.split(";"):
                    base.execute(statement)
                base.execute(f"PRAGMA user_version = {VERSION}")

    def close(self) -> None:
        """Close the file; the log goes into it."""
        with self._lock:
            self._base.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A change that happens whole or not at all; after one that failed the store goes on."""
        with self._lock:
            self._roll_back()  # what could not be rolled back when it failed
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield self._base
                self._base.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # what failed first is what is told
                    self._roll_back()
                raise

    def _roll_back(self) -> None:
        if self._base.in_transaction:  # on a full disk SQLite has done it by itself
            self._base.execute("ROLLBACK")

    def _read(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._base.execute(question, values).fetchall()

    # --- articles -----------------------------------------------------------------------

    def put_article(self, key: str, article: Document, lines: Iterable[Row], model: str) -> None:
        """Lay an article on the desk; one that is there already is only opened again."""
        with self._writing() as base:
            known = base.execute("UPDATE articles SET opened = ? WHERE key = ?", (time.time(), key))
            if known.rowcount:
                return
            base.execute(
                "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    key,
                    article.id,
                    article.text,
                    article.title,
                    article.date,
                    article.outlet,
                    article.url,
                    article.source,
                    json.dumps(article.notices),
                    time.time(),
                ),
            )
            for number, line in enumerate(lines):
                insert(base, Found(key, number, line, model))

    def article(self, key: str) -> Document | None:
        """An article by its key."""
        rows = self._read(
            "SELECT id, text, source, title, date, outlet, url, notices FROM articles "
            "WHERE key = ?",
            key,
        )
        if not rows:
            return None
        own, text, source, title, date, outlet, url, notices = rows[0]
        told = tuple(json.loads(notices))
        return Document(own, text, source, title, date, outlet, url, told)

    def recent(self, most: int) -> list[Row]:
        """The articles opened last: key, title, and how many statements they have and had read."""
        rows = self._read(
            "SELECT key, id, title, outlet, date, substr(text, 1, 120), "
            "(SELECT count(*) FROM statements WHERE article = key), "
            "(SELECT count(DISTINCT statement) FROM corrections WHERE article = key AND NOT undone)"
            " FROM articles ORDER BY opened DESC LIMIT ?",
            most,
        )
        names = ("key", "id", "title", "outlet", "date", "opening", "statements", "read")
        return [dict(zip(names, row, strict=True)) for row in rows]

    def forget(self, key: str) -> bool:
        """Take an article away with all that belongs to it; False where it is not there."""
        with self._writing() as base:
            return base.execute("DELETE FROM articles WHERE key = ?", (key,)).rowcount > 0

    # --- statements ---------------------------------------------------------------------

    def statements(self, key: str) -> list[Found]:
        """What was found in an article, in order of place."""
        rows = self._read(
            "SELECT article, number, line, model FROM statements WHERE article = ?", key
        )
        found = [found_in(row) for row in rows]
        return sorted(found, key=lambda each: (each.line["start"], each.number))

    def add_statement(self, key: str, line: Row, model: str) -> int:
        """Add a statement that a person found; gives back its number."""
        with self._writing() as base:
            (number,) = base.execute(
                "SELECT coalesce(max(number), -1) + 1 FROM statements WHERE article = ?", (key,)
            ).fetchone()
            insert(base, Found(key, number, line, model))
            return int(number)

    def open_doubts(self, most: int) -> list[Found]:
        """The statements that nobody has judged, the least sure first."""
        rows = self._read(
            "SELECT article, number, line, model FROM statements AS s WHERE NOT EXISTS "
            "(SELECT 1 FROM corrections AS c WHERE c.article = s.article "
            "AND c.statement = s.number AND NOT c.undone) ORDER BY doubt DESC, article, number "
            "LIMIT ?",
            most,
        )
        return [found_in(row) for row in rows]

    def outdated(self, model: str, most: int) -> list[Found]:
        """Some statements whose labels are another model's."""
        rows = self._read(
            "SELECT article, number, line, model FROM statements WHERE model <> ? LIMIT ?",
            model,
            most,
        )
        return [found_in(row) for row in rows]

    def renew(self, found: Iterable[Found]) -> None:
        """Give statements new lines."""
        change = (
            "UPDATE statements SET line = ?, model = ?, doubt = ? WHERE article = ? AND number = ?"
        )
        with self._writing() as base:
            for each in found:
                fresh = (json.dumps(each.line), each.model, doubt_of(each.line))
                base.execute(change, (*fresh, each.article, each.number))

    # --- corrections --------------------------------------------------------------------

    def correct(self, key: str, statement: int, changes: Row) -> None:
        """Keep what somebody said of a statement."""
        made = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        with self._writing() as base:
            base.execute(
                "INSERT INTO corrections (made, article, statement, changes) VALUES (?, ?, ?, ?)",
                (made, key, statement, json.dumps(changes)),
            )

    def undo(self, key: str) -> int | None:
        """Take back the last correction of an article; gives back the statement's number."""
        with self._writing() as base:
            last = base.execute(
                "SELECT number, statement FROM corrections WHERE article = ? AND NOT undone "
                "ORDER BY number DESC LIMIT 1",
                (key,),
            ).fetchone()
            if last is None:
                return None
            base.execute("UPDATE corrections SET undone = 1 WHERE number = ?", (last[0],))
            return int(last[1])

    def corrections(self, key: str = "") -> list[Correction]:
        """All corrections that hold, or those of one article, in the order they were made."""
        rows = self._read(
            "SELECT article, statement, changes, made FROM corrections "
            "WHERE NOT undone AND (? = '' OR article = ?) ORDER BY number",
            key,
            key,
        )
        return [Correction(row[0], row[1], json.loads(row[2]), row[3]) for row in rows]

    def corrected(self) -> list[tuple[Found, Row]]:
        """The statements of which somebody said something, each with its article's facts."""
        rows = self._read(
            "SELECT s.article, s.number, s.line, s.model, a.id, a.title, a.date, a.outlet "
            "FROM statements AS s JOIN articles AS a ON a.key = s.article WHERE EXISTS "
            "(SELECT 1 FROM corrections AS c WHERE c.article = s.article "
            "AND c.statement = s.number AND NOT c.undone) ORDER BY a.opened, s.article, s.number"
        )
        names = ("id", "title", "date", "outlet")
        return [(found_in(row[:4]), dict(zip(names, row[4:], strict=True))) for row in rows]
