"""What a pass over many lines must know exactly and need not hold in memory: a file that goes.

A `Spill` keeps it, so that ten million lines need disk, not room. It is gone when the pass is over,
however that ends.
"""

from __future__ import annotations

import hashlib
from types import TracebackType
from typing import Self

from classifier.spill import Spill

_TABLES = """
CREATE TABLE met (key INTEGER PRIMARY KEY);
CREATE TABLE said (key INTEGER PRIMARY KEY, number INTEGER, day INTEGER, who BLOB);
CREATE TABLE told (number INTEGER, outlet BLOB, n INTEGER, PRIMARY KEY (number, outlet))
    WITHOUT ROWID;
"""


class Scratch:
    """The notes of one pass; use it in a `with`.

    Every method raises OutputError where the disk has no room for them.

    >>> with Scratch() as scratch:
    ...     scratch.meet("article", "خبر"), scratch.meet("article", "خبر")
    (True, False)
    """

    def __init__(self) -> None:
        self._file = Spill("what a report notes", _TABLES)

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
        return self._file.change("INSERT OR IGNORE INTO met VALUES (?)", key) > 0

    def remember(self, key: int, number: int, day: int | None, who: str) -> None:
        """Note who said the words with this key last, and under which number they are counted."""
        row = (key, number, day, _bytes(who))
        self._file.change("INSERT OR REPLACE INTO said VALUES (?, ?, ?, ?)", row)

    def recall(self, key: int) -> tuple[int, int | None, str] | None:
        """The number, day and speaker of the words with this key, if they were said before."""
        rows = self._file.rows("SELECT number, day, who FROM said WHERE key = ?", (key,))
        return next(((number, day, _text(who)) for number, day, who in rows), None)

    def tell_again(self, number: int, outlet: str) -> None:
        """Note one more telling of a statement."""
        self._file.change(
            "INSERT INTO told VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET n = n + 1",
            (number, _bytes(outlet)),
        )

    def told_again(self, number: int) -> dict[str, int]:
        """How often each outlet told a statement again."""
        rows = self._file.rows("SELECT outlet, n FROM told WHERE number = ?", (number,))
        return {_text(outlet): n for outlet, n in rows}


def _bytes(text: str) -> bytes:
    """A text as SQLite takes it, whatever a stranger put into it."""
    return text.encode("utf-8", "surrogatepass")


def _text(stored: bytes) -> str:
    return stored.decode("utf-8", "surrogatepass")


def hash_of(text: str) -> int:
    r"""A signed 64-bit number for a text, the same on every machine and in every run.

    >>> hash_of("سلام") == hash_of("سلام"), hash_of("\ud800") == hash_of("\ud801")
    (True, False)
    """
    digest = hashlib.blake2b(_bytes(text), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
