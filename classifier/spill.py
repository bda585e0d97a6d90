"""What grows with the input and need not stay in memory: tables in a temporary file that goes.

SQLite makes the file, holds no more than `PAGES` of it in memory, and takes it away with the
object, however that ends. It lies in `$TMPDIR`, as other temporary files do.
"""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from typing import Any

from classifier.errors import OutputError

#: Kibibytes of the file that SQLite may hold in memory.
PAGES = 16_000


class Spill:
    """Tables on disk.

    Args:
        what: is kept there, as messages call it.
        tables: the statements of SQL that make them.

    >>> file = Spill("the names", "CREATE TABLE names (name TEXT PRIMARY KEY);")
    >>> [file.change("INSERT OR IGNORE INTO names VALUES (?)", (name,)) for name in ("أ", "ب", "أ")]
    [1, 1, 0]
    >>> file.rows("SELECT name FROM names ORDER BY name", ())
    [('أ',), ('ب',)]
    """

    def __init__(self, what: str, tables: str) -> None:
        import sqlite3  # small runs never wait for it

        self._what = what
        self._fault: type[Exception] = sqlite3.Error
        # a run in the page is begun in one thread and may be closed in another
        self._base = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self.close = weakref.finalize(self, self._base.close)
        self._base.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; "
            f"PRAGMA cache_size = -{PAGES};{tables} BEGIN;"
        )

    def change(self, statement: str, values: Sequence[Any]) -> int:
        """Put values in; how many rows that made or changed.

        Raises:
            OutputError: there is no room on disk.
        """
        try:
            return self._base.execute(statement, values).rowcount
        except self._fault as error:
            raise self._no_room(error) from error

    def rows(self, statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """What a question finds.

        Raises:
            OutputError: the file cannot be read, or what was to be put in has no room.
        """
        try:
            return self._base.execute(statement, values).fetchall()
        except self._fault as error:
            raise self._no_room(error) from error

    def _no_room(self, error: Exception) -> OutputError:
        return OutputError(
            f"{self._what} cannot be kept on disk ({error}); "
            "make room for temporary files, or set TMPDIR to a folder that has room"
        )
