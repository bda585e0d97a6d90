"""The ids of a run: no two documents may have the same.

Where each was met first is kept as two numbers, in memory for the first of them. The others
go to a temporary file that keeps a few megabytes in memory (`spill`): so a run holds
no more for a hundred million articles than for one million (whose ids took 129 MB in memory).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from classifier.articles.making import Place, name_of
from classifier.records import Document, Refusal
from classifier.spill import Spill

_LINES = 1 << 40
#: Ids that are kept in memory, some 130 bytes each: then a file costs less than its memory.
IN_MEMORY = 1 << 14


@dataclass(slots=True)
class Ids:
    """Where each id of a run was met first."""

    files: dict[str, int] = field(default_factory=dict)
    _seen: dict[int, int] = field(default_factory=dict)
    _rest: _OnDisk | None = None

    def twin(self, own_id: str, path: Path, line: int = 0) -> Refusal | None:
        """The refusal of an id that was met in another place, which it names; else None.

        Raises:
            OutputError: there are many, and no room for the file that keeps them.

        >>> ids, path = Ids(), Path("a.jsonl")
        >>> print(ids.twin("خبر", path, 1), ids.twin("خبر", path, 3), sep="; ")
        None; a.jsonl:3: the id «خبر» stands already in a.jsonl:1; ids must differ
        """
        source = name_of(path)
        place = self.files.setdefault(source, len(self.files)) * _LINES + line
        first = self._first(hash(own_id), place)
        if first == place:
            return None
        number, first_line = divmod(first, _LINES)
        named = Place(list(self.files)[number], "", first_line)
        reason = f"the id «{own_id}» stands already in {named}; ids must differ"
        return Refusal(source, line, reason, own_id)

    def twin_of(self, document: Document, path: Path) -> Refusal | None:
        """The same for a document that was read in a file."""
        line = document.source.removeprefix(name_of(path)).removeprefix(":")
        return self.twin(document.id, path, int(line or 0))

    def _first(self, key: int, place: int) -> int:
        """The place where a key was met first: this one, if it is new."""
        known = self._seen.get(key)
        if known is not None:
            return known
        if len(self._seen) < IN_MEMORY:
            self._seen[key] = place
            return place
        if self._rest is None:
            self._rest = _OnDisk()
        return self._rest.first(key, place)


class _OnDisk:
    """Keys and places in a temporary file; it is gone with the object."""

    def __init__(self) -> None:
        table = "CREATE TABLE ids (key INTEGER PRIMARY KEY, place INTEGER);"
        self._file = Spill("the ids of the articles", table)

    def first(self, key: int, place: int) -> int:
        """The place where a key was met first: this one, if it is new."""
        if self._file.change("INSERT OR IGNORE INTO ids VALUES (?, ?)", (key, place)):
            return place
        ((known,),) = self._file.rows("SELECT place FROM ids WHERE key = ?", (key,))
        return int(known)
