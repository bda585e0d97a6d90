"""Many documents: the whole way for files of any number and size, in constant memory.

    files ──► shards ──► workforce ──► parts of a folder ──► the folder, one file, or a stream

A folder of results goes on where it stopped. One file is the same work in a hidden folder beside
it, joined at the end. A stream gets the lines as they come, in order. Whatever the way and however
many processes help, the lines are the same.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import IO

from classifier.atomic import atomic, parts_beside, scratch_folder
from classifier.errors import InputError, OutputError
from classifier.manifest import identity
from classifier.notices import Notice, Notices
from classifier.records import Refusal
from classifier.run_folder import Folder, open_folder
from classifier.shards import SMALLEST, Shard, plan_shards, shard_size
from classifier.work import TEXTS, Done, Work
from classifier.workforce import here, in_processes

SET_ASIDE = "set it aside with --keep-going, or mend it"


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be labelled, and by how many.

    Fields:
        files: what to read (`articles.expand_paths` gives them); «-» is `stdin`.
        work: with which model and settings; its folder is chosen by the function that runs it.
        jobs: processes; cluster: the address of a scheduler, or empty.
        keep_going: what cannot be used is set aside; without, the first of it ends the run.
        refused, advance: are told of everything set aside, and of documents done.
    """

    files: tuple[Path, ...]
    work: Work
    stdin: IO[bytes] | None = None
    jobs: int = 1
    cluster: str = ""
    keep_going: bool = False
    refused: Callable[[Refusal], None] = lambda _: None
    advance: Callable[[int], None] = lambda _: None


@dataclass(slots=True)
class Outcome:
    """What a run came to."""

    documents: int = 0
    statements: int = 0
    refused: int = 0
    _notices: Notices = field(default_factory=Notices)

    def add(self, done: Done) -> None:
        """Count a shard."""
        self.documents += done.documents
        self.statements += done.statements
        self.refused += len(done.refusals)
        for notice in done.notices:
            self._notices.add(notice.text, notice.first, notice.count)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What is worth knowing, each once."""
        return self._notices.told()


def label_into_folder(job: Job, folder: Path, *, restart: bool = False) -> Outcome:
    """Label into a folder of parts with a manifest; what is there already is not done again.

    Raises:
        InputError: something cannot be used, and the job does not keep going; or nothing can.
        UsageError: the folder belongs to another run. OutputError: it cannot be written.
    """
    folder = folder.absolute()
    job = replace(job, work=replace(job.work, folder=folder))
    own = identity(job.files, job.work)
    if not job.keep_going:
        faults = (each for each in own["inputs"] if "fault" in each)
        _judge(job, (Refusal(each["path"], 0, each["fault"]) for each in faults))
    with open_folder(folder, own, restart=restart) as opened:
        if not opened.finished:
            _fill(job, opened)
        outcome = Outcome()
        for number in sorted(opened.done):
            outcome.add(opened.done[number])
    return outcome


def _fill(job: Job, folder: Folder) -> None:
    """Do the shards that are not done yet, and close the folder's books."""
    count = 0

    def todo() -> Iterator[Shard]:
        nonlocal count
        for shard in _shards(job):
            count = shard.number + 1
            if folder.has(shard.number):
                done = folder.done[shard.number]
                _judge(job, done.refusals)
                job.advance(done.documents)
            else:
                yield shard

    with closing(_run(job, todo())) as results:
        for done in results:
            folder.add(done)
    if not any(done.documents for done in folder.done.values()):
        folder.done.clear()
        raise InputError(_nothing(job))
    missing = folder.missing(count)
    if missing:
        message = f"{folder.path}: {missing[0]} is gone again; run the command once more"
        raise OutputError(message)
    folder.finish()


def label_into_file(
    job: Job, file: Path, join: Callable[[Path, Path], None] | None = None
) -> Outcome:
    """Label into one file, which appears whole or not at all.

    The parts lie in a hidden folder beside it until then; a run that was interrupted goes on
    from them. `join` makes the file from that folder; by default the lines are put together.

    Raises:
        as `label_into_folder`.
    """
    file = file.absolute()
    folder = parts_beside(file)
    outcome = label_into_folder(job, folder, restart=True)
    (join or join_lines)(folder, file)
    shutil.rmtree(folder, ignore_errors=True)
    return outcome


def join_lines(folder: Path, file: Path) -> None:
    """The lines of all parts, in order, as one file."""
    with atomic(file) as out:
        for part in sorted(folder.glob("part-*.jsonl")):
            with part.open("rb") as lines:
                shutil.copyfileobj(lines, out)


def label_to_stream(job: Job, stream: IO[bytes]) -> Outcome:
    """Label to a stream, shard by shard, in order; a slow reader slows the work down.

    Raises:
        InputError: as `label_into_folder`; lines of earlier shards may be out by then.
        OutputError: the folder for what waits its turn cannot be written. OSError: the stream
            cannot (`outputs.written` says so).
    """
    outcome = Outcome()
    with scratch_folder() as folder:
        job = replace(job, work=replace(job.work, folder=folder, texts="none", kept=False))
        waiting: dict[int, Done] = {}
        turn = 0
        with closing(_run(job, _shards(job))) as results:
            for done in results:
                waiting[done.number] = done
                while turn in waiting:
                    outcome.add(waiting.pop(turn))
                    _pass_on(folder / Shard(turn, ()).name, stream)
                    turn += 1
    if not outcome.documents:
        raise InputError(_nothing(job))
    return outcome


def _pass_on(part: Path, stream: IO[bytes]) -> None:
    with part.open("rb") as lines:
        shutil.copyfileobj(lines, stream)
    stream.flush()
    part.unlink()


def _shards(job: Job) -> Iterator[Shard]:
    """The shards of a job; the first refusal ends it unless it keeps going."""
    known = [file.stat().st_size for file in job.files if str(file) != "-" and file.is_file()]
    size = shard_size(sum(known)) if known else SMALLEST
    for shard in plan_shards(job.files, limit=job.work.max_text, size=size, stdin=job.stdin):
        if not job.keep_going:
            _judge(job, shard.refusals)
        yield shard


def _run(job: Job, shards: Iterator[Shard]) -> Generator[Done]:
    """Have the shards done, and tell of each."""
    with closing(_workforce(job)(shards, job.work)) as results:
        for done in results:
            _judge(job, done.refusals)
            job.advance(done.documents)
            yield done


def _workforce(job: Job) -> Callable[[Iterator[Shard], Work], Generator[Done]]:
    if job.cluster:
        from classifier.cluster import on_cluster

        return partial(on_cluster, address=job.cluster)
    return partial(in_processes, jobs=job.jobs) if job.jobs > 1 else here


def _judge(job: Job, refusals: Iterable[Refusal]) -> None:
    """Tell of what is set aside; the first of it ends a job that does not keep going."""
    for refusal in refusals:
        if not job.keep_going:
            message = f"{refusal} ({SET_ASIDE})"
            raise InputError(message)
        job.refused(refusal)


def _nothing(job: Job) -> str:
    named = ", ".join(map(str, job.files[:3])) + (" …" if len(job.files) > 3 else "")
    return f"{named}: nothing in it can be used"


def texts_of(folder: Path, wanted: Iterable[str]) -> Mapping[str, str]:
    """The texts kept beside the parts of a folder, of those documents whose ids are wanted.

    Raises:
        InputError: a file of texts cannot be read.
    """
    ids = frozenset(wanted)
    found: dict[str, str] = {}
    for part in sorted((folder / TEXTS).glob("part-*.jsonl")):
        try:
            with part.open(encoding="utf-8") as lines:
                rows = map(json.loads, lines)
                found |= {row["id"]: row["text"] for row in rows if row["id"] in ids}
        except OSError as error:
            message = f"{part}: cannot be read ({error.strerror}); run the command again"
            raise InputError(message) from error
    return found
