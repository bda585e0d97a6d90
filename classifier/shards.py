"""Shards: the inputs of a run cut into pieces of work, the same pieces every time.

    files ──► records ──► Shard 0, Shard 1, Shard 2 …

Tables and plain texts are cheap to read, so their documents are read here, once, and travel in the
shard; pages of HTML cost more to read than to label and web archives are large, so those travel as
paths and are read by whoever does the shard. Where a shard ends depends on the inputs alone.

>>> from tempfile import TemporaryDirectory
>>> with TemporaryDirectory() as folder:
...     file = Path(folder, "خبر.txt")
...     _ = file.write_text("قال المتحدث إن اللقاء تأجل.", encoding="utf-8")
...     shard, = plan_shards([file])
>>> shard.number, shard.entries[0].id
(0, 'خبر')
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from classifier.articles import MAX_TEXT, kind_of, read_file, stem_of
from classifier.articles.ids import Ids
from classifier.articles.limits import UNPACK_ERRORS, open_bytes
from classifier.errors import InputError
from classifier.records import Document, Refusal

#: A tenth of a second of work at best: little is lost with one, and a rename costs little.
SMALLEST = 200_000
#: What a process can hold several of. Both in characters of text.
LARGEST = 4_000_000
#: Above this many parts a folder is no joy to anybody: shards grow instead.
_MANY = 4_000
_ENTRIES = 256
_HEAVY = frozenset(("html", "warc"))


@dataclass(frozen=True, slots=True)
class Shard:
    """A piece of work.

    Fields:
        number: its place in the run, from 0.
        entries: documents, and paths of what is read where the shard is done.
        refusals: what was met while these entries were read and cannot be used.
    """

    number: int
    entries: tuple[Document | Path, ...]
    refusals: tuple[Refusal, ...] = ()

    @property
    def name(self) -> str:
        """The name of the file with its results.

        >>> Shard(7, ()).name
        'part-00007.jsonl'
        """
        return f"part-{self.number:05d}.jsonl"


def shard_size(total_bytes: int) -> int:
    """How many characters make a shard of inputs that are so large together.

    >>> shard_size(0), shard_size(4_000_000_000), shard_size(10**15)
    (200000, 1000000, 4000000)
    """
    return max(SMALLEST, min(total_bytes // _MANY, LARGEST))


def is_heavy(path: Path) -> bool:
    """Whether a file is read by whoever does its shard: a page or an archive of pages."""
    return kind_of(path) in _HEAVY


def plan_shards(
    files: Iterable[Path],
    *,
    limit: int = MAX_TEXT,
    size: int = SMALLEST,
    stdin: IO[bytes] | None = None,
) -> Iterator[Shard]:
    """The shards of some files (`articles.expand_paths` gives them), in order, one at a time."""
    making = _Making(size)
    for file in files:
        if is_heavy(file):
            yield from making.add_file(file)
            continue
        for record in read_file(file, limit=limit, stdin=stdin):
            yield from making.add_record(record, file)
    yield from making.rest()


@dataclass(slots=True)
class _Making:
    """The shard in the making, and the ids met so far."""

    size: int
    number: int = 0
    filled: int = 0
    entries: list[Document | Path] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    ids: Ids = field(default_factory=Ids)

    def add_record(self, record: Document | Refusal, file: Path) -> Iterator[Shard]:
        """Take a document or a refusal; give the shard that is full, if one is."""
        if isinstance(record, Document):
            twin = self.ids.twin_of(record, file)
            if twin is None:
                return self._add(record, len(record.text))
            record = twin
        self.refusals.append(record)
        return iter(())

    def add_file(self, file: Path) -> Iterator[Shard]:
        """Take a file that is read elsewhere; an archive is a shard of its own."""
        twin = self.ids.twin(stem_of(file), file)
        if twin:
            self.refusals.append(twin)
            return iter(())
        if kind_of(file) == "warc":
            return self._add(file, self.size)
        with suppress(OSError):  # one that is gone is refused when it is read
            return self._add(file, file.stat().st_size)
        return self._add(file, 0)

    def _add(self, entry: Document | Path, weight: int) -> Iterator[Shard]:
        if self.entries and (self.filled + weight > self.size or len(self.entries) >= _ENTRIES):
            yield self._shard()
        self.entries.append(entry)
        self.filled += weight

    def _shard(self) -> Shard:
        made = Shard(self.number, tuple(self.entries), tuple(self.refusals))
        self.number += 1
        self.filled = 0
        self.entries, self.refusals = [], []
        return made

    def rest(self) -> Iterator[Shard]:
        """The last shard, if anything is left."""
        if self.entries or self.refusals:
            yield self._shard()


def count_records(files: Iterable[Path]) -> int | None:
    """How many records files hold, for showing progress; None where counting costs too much."""
    total = 0
    for file in files:
        kind = kind_of(file)
        if kind in ("text", "html"):
            total += 1
        elif kind == "jsonl":
            total += _count_lines(file)
        else:
            return None
    return total or None


def _count_lines(file: Path) -> int:
    with suppress(OSError, InputError, *UNPACK_ERRORS), open_bytes(file) as stream:
        return sum(data.count(b"\n") for data in iter(lambda: stream.read(1 << 20), b"")) or 1
    return 1
