"""What a pass over many lines must know exactly and need not hold in memory: a file that goes.

SQLite keeps it in a temporary file of its own and no more than `_PAGES` of it in memory, so that
ten million lines need disk, not room. It is gone when the pass is over, however that ends.
"""

from __future__ import annotations

import hashlib
import sqlite3
from types import TracebackType
from typing import Self

#: Kibibytes of the file that SQLite may hold in memory.
_PAGES = 16_000
_TABLES = f"""
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -{_PAGES};
CREATE TABLE met (key INTEGER PRIMARY KEY);
CREATE TABLE said (key INTEGER PRIMARY KEY, number INTEGER, day INTEGER, who BLOB);
CREATE TABLE told (number INTEGER, outlet BLOB, n INTEGER, PRIMARY KEY (number, outlet))
    WITHOUT ROWID;
BEGIN;
"""


class Scratch:
    """The notes of one pass; close it, or use it in a `with`.

    >>> with Scratch() as scratch:
    ...     scratch.meet("article", "خبر"), scratch.meet("article", "خبر")
    (True, False)
    """

    def __init__(self) -> None:
        self._file = sqlite3.connect("", isolation_level=None)
        self._file.executescript(_TABLES)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._file.close()

    def meet(self, kind: str, name: str) -> bool:
        """Whether this name of a kind is met for the first time."""
        key = (hash_of(f"{kind}\0{name}"),)
        return self._file.execute("INSERT OR IGNORE INTO met VALUES (?)", key).rowcount > 0

    def remember(self, key: int, number: int, day: int | None, who: str) -> None:
        """Note who said the words with this key last, and under which number they are counted."""
        row = (key, number, day, _packed(who))
        self._file.execute("INSERT OR REPLACE INTO said VALUES (?, ?, ?, ?)", row)

    def recall(self, key: int) -> tuple[int, int | None, str] | None:
        """The number, day and speaker of the words with this key, if they were said before."""
        found = self._file.execute(
            "SELECT number, day, who FROM said WHERE key = ?", (key,)
        ).fetchone()
        return (found[0], found[1], _unpacked(found[2])) if found else None

    def tell_again(self, number: int, outlet: str) -> None:
        """Note one more telling of a statement."""
        self._file.execute(
            "INSERT INTO told VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET n = n + 1",
            (number, _packed(outlet)),
        )

    def told_again(self, number: int) -> dict[str, int]:
        """How often each outlet told a statement again."""
        rows = self._file.execute("SELECT outlet, n FROM told WHERE number = ?", (number,))
        return {_unpacked(outlet): times for outlet, times in rows}


def _packed(text: str) -> bytes:
    """A text as SQLite keeps it, lone surrogates and all."""
    return text.encode("utf-8", "surrogatepass")


def _unpacked(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")


def hash_of(text: str) -> int:
    """A signed 64-bit number for a text, the same on every machine and in every run.

    >>> hash_of("سلام") == hash_of("سلام")
    True
    """
    digest = hashlib.blake2b(_packed(text), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
