"""The manifest of a run: what its results were made of, and what was noticed on the way.

`identity` is what makes two runs the same: the program, the model, the inputs with their digests,
the settings. `difference` tells in words what differs. When a run is finished, its manifest holds
counts, rejects (file, line, reason), notices and the digest of every part as well; no times and no
machine, so that equal runs have equal manifests.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from classifier import json_text
from classifier.articles.limits import unfit
from classifier.atomic import MANIFEST, atomic
from classifier.errors import UsageError
from classifier.notices import Notices
from classifier.work import Done, Work

FORMAT = "tafawud-run"
_CHUNK = 1 << 20
#: Endings of our own files that decide what the lines are.
MADE_OF = (".py", ".tsv", ".csv")


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
    fault = unfit(file)
    try:
        size, digest = (None, None) if fault else _size_and_digest(file)
    except OSError as error:
        size = digest = None
        fault = f"cannot be read: {error.strerror or error}"
    told = {"path": str(file), "size": size, "sha256": digest}
    return told | {"fault": fault} if fault else told


def _size_and_digest(file: Path) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    with file.open("rb") as stream:
        while data := stream.read(_CHUNK):
            digest.update(data)
            size += len(data)
    return size, digest.hexdigest()


@cache
def _program() -> dict[str, str]:
    """Versions, and a digest of our own code and tables."""
    from importlib.metadata import PackageNotFoundError, version

    here = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(here.rglob("*")):
        if path.suffix in MADE_OF:
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


def doubts(paths: Iterable[Path]) -> Iterator[str]:
    """What must be known before the results of these paths are read as one.

    Folders whose run was not finished hold some of the lines, and shares by two models differ
    though nobody changed a position. A file has no manifest, so nothing is known of it.
    """
    first: dict[str, Path] = {}
    for path in paths:
        try:
            found = read_manifest(path) if path.is_dir() else None
        except UsageError as error:
            yield str(error)
            continue
        if found is None or found.get("format") != FORMAT:
            continue
        if found.get("state") != "finished":
            yield f"{path}: its run is not finished, part of it is missing; run predict again"
        digest = str(found.get("model", {}).get("digest"))
        if digest not in first and first:
            other = next(iter(first.values()))
            yield f"{path}: was labelled by another model than {other}; label one of them anew"
        first.setdefault(digest, path)


def write_manifest(path: Path, own: Mapping[str, Any], shards: Sequence[Done] | None) -> None:
    """Write the manifest of a folder: without shards that of a run that is still going on."""
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


def read_manifest(path: Path) -> dict[str, Any] | None:
    """The manifest of a folder; None where there is none.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        found = json_text.parse((path / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        message = f"{path / MANIFEST}: cannot be read ({error}); choose another folder"
        raise UsageError(message) from error
    return found if isinstance(found, dict) else {}
