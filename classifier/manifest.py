"""The folder of a run: what it was made of, what is done, and whether it may go on.

    part-00000.jsonl …   the results, each complete
    texts/               texts that were extracted from pages
    manifest.json        inputs, model, versions, settings; in the end counts, rejects, notices
    manifest.journal     while the run is going on: a line for every shard that is done

A run is continued by the same command. Another model, another input or another setting in the
same folder is refused by name, because the lines would no longer belong together.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from classifier.atomic import atomic
from classifier.errors import OutputError, UsageError
from classifier.records import Refusal
from classifier.shards import Shard
from classifier.work import TEXTS, Done, Notice, Notices, Work

MANIFEST = "manifest.json"
JOURNAL = "manifest.journal"
FORMAT = "tafawud-run"
_CHUNK = 1 << 20


def identity(files: Iterable[Path], work: Work) -> dict[str, Any]:
    """What makes a run this run: equal identities give equal lines, byte for byte."""
    return {
        "format": FORMAT,
        "program": _program(),
        "model": {"path": str(work.model), "digest": work.digest},
        "inputs": [_input(file) for file in files],
        "settings": {
            "explain": work.explain,
            "min_confidence": work.min_confidence,
            "max_text": work.max_text,
            "texts": work.texts,
        },
    }


def _input(file: Path) -> dict[str, Any]:
    if str(file) == "-":
        return {"path": "-", "size": None, "sha256": None}
    digest = hashlib.sha256()
    size = 0
    with suppress(OSError), file.open("rb") as stream:  # refused with its reason when it is read
        while data := stream.read(_CHUNK):
            digest.update(data)
            size += len(data)
    return {"path": str(file), "size": size, "sha256": digest.hexdigest()}


@cache
def _program() -> dict[str, str]:
    """Versions, and a digest of our own code and tables."""
    from importlib.metadata import PackageNotFoundError, version

    here = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(here.rglob("*")):
        if path.suffix in (".py", ".tsv"):
            digest.update(path.relative_to(here).as_posix().encode() + b"\0" + path.read_bytes())
    try:
        own = version("tafawud")
    except PackageNotFoundError:
        own = "not installed"
    return {
        "tafawud": own,
        "code": digest.hexdigest(),
        "python": platform.python_version(),
        "numpy": version("numpy"),
    }


def difference(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """Why results of the two must not be mixed, or an empty string.

    >>> difference({"model": {"path": "a", "digest": "1"}}, {"model": {"path": "b", "digest": "2"}})
    'it was made with another model (a, now b)'
    """
    if old.get("format") != new.get("format"):
        return "its manifest is of another program"
    models = old.get("model", {}), new.get("model", {})
    if models[0].get("digest") != models[1].get("digest"):
        return f"it was made with another model ({models[0].get('path')}, now {models[1]['path']})"
    for was, now in zip(old.get("inputs", ()), new.get("inputs", ()), strict=False):
        if was["path"] != now["path"]:
            return f"it was made from other input ({was['path']}, now {now['path']})"
        if was["sha256"] != now["sha256"]:
            return f"its input {now['path']} has changed"
    counts = len(old.get("inputs", ())), len(new.get("inputs", ()))
    if counts[0] != counts[1]:
        return f"it was made from other input ({counts[0]} files, now {counts[1]})"
    for name, value in new.get("settings", {}).items():
        if old.get("settings", {}).get(name) != value:
            return f"it was made with another {name.replace('_', ' ')}"
    if old.get("program", {}).get("code") != new.get("program", {}).get("code"):
        return "it was made by another version of the program"
    return ""


@dataclass(slots=True)
class Folder:
    """A folder of results that is open for one run."""

    path: Path
    identity: Mapping[str, Any]
    done: dict[int, Done]
    finished: bool = False

    def add(self, done: Done) -> None:
        """Remember, durably, that a shard is done."""
        line = json.dumps(asdict(done), ensure_ascii=False)
        try:
            with (self.path / JOURNAL).open("ab") as journal:
                journal.write(line.encode("utf-8", "backslashreplace") + b"\n")
                journal.flush()
                os.fsync(journal.fileno())
        except OSError as error:
            raise _not_written(self.path / JOURNAL, error) from error
        self.done[done.number] = done

    def missing(self, count: int) -> list[str]:
        """The parts, of so many, that are not there as they were written: files are trusted."""
        shards = (Shard(number, ()) for number in range(count))
        return [shard.name for shard in shards if not self.has(shard.number)]

    def has(self, number: int) -> bool:
        """Whether a shard is done and its file lies there."""
        done = self.done.get(number)
        part = self.path / Shard(number, ()).name
        return done is not None and part.is_file() and part.stat().st_size == done.size

    def parts(self) -> list[Path]:
        """The files of lines, in order."""
        return [self.path / Shard(number, ()).name for number in sorted(self.done)]

    def finish(self) -> None:
        """The run is complete: the journal becomes part of the manifest."""
        _write_manifest(self.path, self.identity, [self.done[n] for n in sorted(self.done)])
        (self.path / JOURNAL).unlink(missing_ok=True)
        self.finished = True


@contextmanager
def open_folder(path: Path, own: Mapping[str, Any]) -> Iterator[Folder]:
    """Open a folder for a run: a new one, or one that this run may continue.

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
        folder = _opened(path, own)
        try:
            yield folder
        finally:
            for part in (*path.glob(".part-*.tmp"), *path.glob(f"{TEXTS}/.part-*.tmp")):
                part.unlink(missing_ok=True)
            if folder.finished or not folder.done:
                (path / JOURNAL).unlink(missing_ok=True)
            if not folder.finished and not folder.done:
                (path / MANIFEST).unlink(missing_ok=True)
                for empty in (path / TEXTS, path):
                    with suppress(OSError):
                        empty.rmdir()


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


def _opened(path: Path, own: Mapping[str, Any]) -> Folder:
    try:
        old = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        if any(path.glob("part-*.jsonl")):
            message = f"{path}: holds results without a manifest; choose another folder"
            raise UsageError(message) from None
        _write_manifest(path, own, None)
        return Folder(path, own, {})
    except (OSError, ValueError) as error:
        message = f"{path / MANIFEST}: cannot be read ({error}); choose another folder"
        raise UsageError(message) from error
    why = difference(old, own)
    if not why and any(each["path"] == "-" for each in own["inputs"]):
        why = "standard input cannot be compared with what was read then"
    if why:
        message = f"{path}: holds results already, and {why}; choose another folder"
        raise UsageError(message)
    finished = old.get("state") == "finished"
    entries = old.get("shards", []) if finished else _journal(path)
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


def _write_manifest(path: Path, own: Mapping[str, Any], shards: Sequence[Done] | None) -> None:
    manifest = dict(own) | {"state": "unfinished" if shards is None else "finished"}
    if shards is not None:
        notices = Notices()
        for notice in (notice for done in shards for notice in done.notices):
            notices.add(notice.text, notice.first, notice.count)
        rejects = [refusal for done in shards for refusal in done.refusals]
        manifest |= {
            "counts": {
                "documents": sum(done.documents for done in shards),
                "statements": sum(done.statements for done in shards),
                "rejects": len(rejects),
                "shards": len(shards),
            },
            "rejects": [
                {"file": each.source, "line": each.line, "id": each.id, "reason": each.reason}
                for each in rejects
            ],
            "notices": [asdict(notice) for notice in notices.told()],
            "shards": [asdict(done) for done in shards],
        }
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    with atomic(path / MANIFEST) as out:
        out.write(text.encode("utf-8", "backslashreplace") + b"\n")


def _not_written(path: Path, error: OSError) -> OutputError:
    return OutputError(f"{path}: cannot be written ({error.strerror}); choose another --output")
