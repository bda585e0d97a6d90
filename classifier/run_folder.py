"""The folder of a run: what is done lies in it, and the same command goes on from there.

    part-00000.jsonl …   the results, each complete
    texts/               texts that were extracted from pages
    manifest.json        what the run is; in the end what came of it
    manifest.journal     while the run is going on: a line for every shard that is done

Another model, another input or another setting in the same folder is refused by name, because the
lines would no longer belong together.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from classifier.atomic import MANIFEST, sync_folder
from classifier.errors import OutputError, UsageError
from classifier.manifest import difference, read_manifest, write_manifest
from classifier.notices import Notice
from classifier.records import Refusal
from classifier.shards import Shard
from classifier.work import TEXTS, Done

JOURNAL = "manifest.journal"
#: Seconds between two syncs of names and journal: a power cut costs what was done in them. To sync
#: after every part takes an eighth of the time of a run by the clock (8 to 25 ms a part).
PAUSE = 2.0


@dataclass(slots=True)
class Folder:
    """A folder of results that is open for one run."""

    path: Path
    identity: Mapping[str, Any]
    done: dict[int, Done]
    finished: bool = False
    _synced: float = 0.0

    def add(self, done: Done) -> None:
        """Remember that a shard is done, durably every few seconds."""
        line = json.dumps(asdict(done), ensure_ascii=False)
        try:
            with (self.path / JOURNAL).open("ab") as journal:
                journal.write(line.encode("utf-8", "backslashreplace") + b"\n")
                journal.flush()
                if time.monotonic() >= self._synced + PAUSE:
                    self._sync()
                    os.fsync(journal.fileno())
                    self._synced = time.monotonic()
        except OSError as error:
            raise _not_written(self.path / JOURNAL, error) from error
        self.done[done.number] = done

    def _sync(self) -> None:
        """Make the names of the parts durable."""
        for folder in (self.path / TEXTS, self.path):
            sync_folder(folder)

    def missing(self, count: int) -> list[str]:
        """The parts, of so many, that are not there as they were written: files are trusted."""
        shards = (Shard(number, ()) for number in range(count))
        return [shard.name for shard in shards if not self.has(shard.number)]

    def has(self, number: int) -> bool:
        """Whether a shard is done and its file lies there."""
        done = self.done.get(number)
        part = self.path / Shard(number, ()).name
        return done is not None and part.is_file() and part.stat().st_size == done.size

    def finish(self) -> None:
        """The run is complete: the journal becomes part of the manifest."""
        self._sync()
        write_manifest(self.path, self.identity, [self.done[n] for n in sorted(self.done)])
        self.finished = True


@contextmanager
def open_folder(path: Path, own: Mapping[str, Any], *, restart: bool = False) -> Iterator[Folder]:
    """Open a folder for a run: a new one, or one that this run may continue.

    With `restart` what another run left there is cleared away instead of being refused.

    Raises:
        UsageError: it holds results of another run, or another process is at work in it.
        OutputError: it cannot be written to.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        lock = (path / JOURNAL).open("ab")
    except OSError as error:
        raise _not_written(path, error) from error
    with lock:
        _lock(lock.fileno(), path)
        try:
            folder = _opened(path, own, restart=restart)
        except UsageError:
            if lock.tell() == 0:
                _remove(path / JOURNAL)
            raise
        except OSError as error:
            raise _not_written(path, error) from error
        try:
            yield folder
        finally:
            _tidy(folder)


def _tidy(folder: Folder) -> None:
    """Take away what is of no use: half parts, and all traces of a run that came to nothing.

    What a faulty disk does not let go of stays, and does no harm: the next run takes it away.
    """
    path = folder.path
    for part in (*path.glob(".part-*.tmp"), *path.glob(f"{TEXTS}/.part-*.tmp")):
        _remove(part)
    if folder.finished or not folder.done:
        _remove(path / JOURNAL)
    if not folder.finished and not folder.done:
        for old in _results(path):
            _remove(old)
        for empty in (path / TEXTS, path):
            with suppress(OSError):
                empty.rmdir()


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _results(path: Path) -> tuple[Path, ...]:
    """What a run leaves; the manifest goes last, so that a folder half cleared is still known."""
    return (*path.glob("part-*.jsonl"), *path.glob(f"{TEXTS}/part-*.jsonl"), path / MANIFEST)


def _lock(handle: int, path: Path) -> None:
    with suppress(ImportError):  # where there is no such lock, nobody is kept out
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            message = (
                f"{path}: another run is writing to this folder; wait for it or choose another"
            )
            raise UsageError(message) from error


def _opened(path: Path, own: Mapping[str, Any], *, restart: bool) -> Folder:
    old = read_manifest(path)
    if old is None:
        if not restart and any(path.glob("part-*.jsonl")):
            message = f"{path}: holds results without a manifest; choose another folder"
            raise UsageError(message)
    else:
        why = difference(old, own) or _not_comparable(own)
        if not why:
            return _continued(path, old, own)
        if not restart:
            remedy = "choose another folder (report reads several)"
            message = f"{path}: holds results already, and {why}; {remedy}"
            raise UsageError(message)
    for old_part in _results(path):
        old_part.unlink(missing_ok=True)
    write_manifest(path, own, None)
    return Folder(path, own, {})


def _not_comparable(own: Mapping[str, Any]) -> str:
    if all(each["path"] != "-" for each in own["inputs"]):
        return ""
    return "standard input cannot be compared with what was read then"


def _continued(path: Path, old: Mapping[str, Any], own: Mapping[str, Any]) -> Folder:
    finished = old.get("state") == "finished"
    entries = list(old["shards"] if finished else _journal(path))
    folder = Folder(path, own, {entry["number"]: _done(entry) for entry in entries})
    folder.done = {number: done for number, done in folder.done.items() if folder.has(number)}
    folder.finished = finished and len(folder.done) == len(entries)
    return folder


def _journal(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of the journal; one that was cut off by a crash does not count."""
    with (path / JOURNAL).open("rb") as journal:
        for line in journal:
            with suppress(ValueError):
                yield json.loads(line)


def _done(entry: Mapping[str, Any]) -> Done:
    known = dict(entry)
    known["refusals"] = tuple(Refusal(**each) for each in entry.get("refusals", ()))
    known["notices"] = tuple(Notice(**each) for each in entry.get("notices", ()))
    return Done(**known)


def _not_written(path: Path, error: OSError) -> OutputError:
    return OutputError(f"{path}: cannot be written ({error.strerror}); choose another --output")
