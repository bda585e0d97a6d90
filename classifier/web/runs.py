"""Many files at once: they come one by one, are labelled together, and a report is made.

A run lives in a folder of its own that is gone when the program ends. Names of files are only
used for their ending and for what people see: on the disk they are cleaned and numbered.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Literal

from classifier.articles import SUFFIXES, kind_of, stem_of
from classifier.batch import Job, Outcome, label_into_folder, texts_of
from classifier.errors import TafawudError
from classifier.flat import Row
from classifier.records import Refusal
from classifier.reports import page_of_lines
from classifier.reports.strings import Lang
from classifier.results import read_rows, write_rows
from classifier.web.bodies import RequestError
from classifier.web.reviews import shown
from classifier.work import Work

State = Literal["open", "running", "done", "failed"]
MOST_FILES = 5_000
MAX_FILE = 100_000_000
"""Bytes of one file; twenty of them fit into a run."""
MAX_RUN = 20 * MAX_FILE
MOST_RUNS = 20
_REFUSALS_SHOWN = 200
_ODD = re.compile(r"[^\w.() -]+")
_JOBS = min(4, os.cpu_count() or 1)


@dataclass(slots=True)
class Run:
    """A run: its files, how far it is, and what came of it."""

    key: str
    folder: Path
    state: State = "open"
    files: list[Path] = field(default_factory=list)
    size: int = 0
    documents: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    outcome: Outcome | None = None
    message: str = ""

    def told(self) -> Row:
        """For the page."""
        outcome = self.outcome
        refused = [
            {"source": Path(each.source).name, "line": each.line, "reason": self._plain(each)}
            for each in self.refusals[:_REFUSALS_SHOWN]
        ]
        found: Row = shown(
            {
                "run": self.key,
                "state": self.state,
                "files": len(self.files),
                "size": self.size,
                "documents": outcome.documents if outcome else self.documents,
                "statements": outcome.statements if outcome else 0,
                "refused": len(self.refusals),
                "refusals": refused,
                "notices": [[n.text, n.count] for n in outcome.notices] if outcome else [],
                "message": self._without_folder(self.message),
            }
        )
        return found

    def _plain(self, refusal: Refusal) -> str:
        return self._without_folder(refusal.reason)

    def _without_folder(self, text: str) -> str:
        """A message that names files as people know them."""
        return text.replace(str(self.folder / "files") + os.sep, "")

    @property
    def results(self) -> Path:
        """Where the lines are."""
        return self.folder / "results"

    def new_file(self, name: str) -> Path:
        """A place for a file that comes in.

        Raises:
            RequestError: the ending is not known, or there are too many.
        """
        if self.state != "open":
            raise RequestError(409, "run_closed", "this run has begun; open another")
        if len(self.files) >= MOST_FILES:
            raise RequestError(422, "too_many", f"a run takes at most {MOST_FILES:,} files", "name")
        folder = self.folder / "files"
        folder.mkdir(exist_ok=True)
        path = folder / safe_name(name)
        stem, ending = stem_of(path), path.name[len(stem_of(path)) :]
        number = 2
        while path.exists():
            path = folder / f"{stem}-{number}{ending}"
            number += 1
        path.touch()
        return path

    def took(self, path: Path) -> None:
        """A file has come in whole."""
        size = path.stat().st_size
        if self.size + size > MAX_RUN:
            path.unlink()
            raise RequestError(413, "run_too_large", f"a run takes at most {MAX_RUN:,} bytes")
        self.size += size
        self.files.append(path)


def safe_name(name: str) -> str:
    """A name for a file on the disk: no path in it, nothing odd, a known ending.

    Raises:
        RequestError: the ending is not known.

    >>> safe_name("../../etc/خبر اليوم.TXT")
    'خبر اليوم.txt'
    """
    base = Path(name.replace("\\", "/")).name
    if not kind_of(Path(base)):
        known = " ".join(SUFFIXES)
        message = f"only files with these endings can be read: {known}"
        raise RequestError(422, "unknown_kind", message, "name")
    stem = stem_of(Path(base))
    ending = base[len(stem) :].lower()
    clean = _ODD.sub("-", stem).strip(" .-").encode("utf-8", "replace").decode()[:60].strip(" .-")
    return f"{clean or 'file'}{ending}"


class Runs:
    """The runs of this program, the last `MOST_RUNS` of them."""

    def __init__(self) -> None:
        self._home = Path(tempfile.mkdtemp(prefix="tafawud-runs-"))
        self._runs: dict[str, Run] = {}
        self._one = threading.Lock()

    def close(self) -> None:
        """Take all files away."""
        shutil.rmtree(self._home, ignore_errors=True)

    def open(self) -> Run:
        """A new run; the oldest that is not at work makes room."""
        idle = [run for run in self._runs.values() if run.state != "running"]
        if len(self._runs) >= MOST_RUNS and idle:
            self.drop(idle[0])
        key = secrets.token_hex(8)
        folder = self._home / key
        folder.mkdir()
        self._runs[key] = run = Run(key, folder)
        return run

    def __getitem__(self, key: str) -> Run:
        """A run by its key."""
        run = self._runs.get(key)
        if run is None:
            raise RequestError(404, "no_such_run", "there is no such run (any more)")
        return run

    def drop(self, run: Run) -> None:
        """Take a run and its files away."""
        if run.state == "running":
            raise RequestError(409, "run_at_work", "this run is at work")
        self._runs.pop(run.key, None)
        shutil.rmtree(run.folder, ignore_errors=True)

    def work_off(self, run: Run, model: Path, digest: str) -> None:
        """Label the files of a run; for a thread of its own, one run after the other."""
        with self._one:
            work = Work(model, digest, run.results, explain=True, texts="all")

            def advance(documents: int) -> None:
                run.documents += documents

            job = Job(
                tuple(run.files),
                work,
                jobs=_JOBS,
                keep_going=True,
                refused=run.refusals.append,
                advance=advance,
            )
            try:
                run.outcome = label_into_folder(job, run.results)
                run.state = "done"
            except TafawudError as error:
                run.message, run.state = str(error), "failed"
            except Exception as error:  # noqa: BLE001 - told on the page, where somebody waits
                run.message, run.state = f"{type(error).__name__}", "failed"


def report_of(run: Run, lang: Lang) -> str:
    """The report of a run, made once a language."""
    file = run.folder / f"report.{lang}.html"
    if not file.exists():
        read, texts = partial(_public, run), partial(texts_of, run.results)
        file.write_text(page_of_lines(read, texts, lang), encoding="utf-8")
    return file.read_text(encoding="utf-8")


def results_file(run: Run, ending: str) -> Path:
    """The lines of a run in one file."""
    file = run.folder / f"statements{ending}"
    if not file.exists():
        write_rows(_public(run), file)
    return file


def _public(run: Run) -> Iterator[dict[str, Any]]:
    """The lines, with sources as people know them."""
    home = str(run.folder / "files") + os.sep
    for row in read_rows(run.results):
        yield row | {"source": str(row["source"]).replace(home, "")}
