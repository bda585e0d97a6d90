"""Doing a shard: its documents are labelled, and the lines take their name in one step.

Whoever does it (this process, one of several, a machine of a cluster) gets the shard and a `Work`,
which says with which model and where to, and gives back a `Done`: counts and what was noticed.
The lines themselves go to `part-<number>.jsonl` in the folder of the work. The file is the proof:
where it is, the shard is done.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple

from classifier.articles import MAX_TEXT, read_documents
from classifier.atomic import atomic
from classifier.collector import collect_less
from classifier.errors import ModelError
from classifier.flow import label_documents
from classifier.labels import Model
from classifier.model_file import load_model
from classifier.notices import Notice, Notices
from classifier.predictions import statement_line
from classifier.records import Document, LabelledStatement, Refusal
from classifier.results import json_line
from classifier.shards import Shard

#: Documents that are labelled together. Of 32, 64 and 128, the last takes the least time (3 % less
#: than the first); a shard of the smallest size holds some hundred.
BATCH = 128
#: The folder, beside the parts, with the texts that exist nowhere else.
TEXTS = "texts"
NO_STATEMENTS = "no statements were found"


class Place(NamedTuple):
    """A record of a shard: the entry, and the record within the entry (-1: all of it)."""

    entry: int
    record: int = -1


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be done with every shard of a run.

    Fields:
        model, digest: the model file, and what its digest must be.
        folder: where the parts go.
        explain, min_confidence: as the options of the door.
        max_text: characters that a text may have.
        kept: whether the parts are; those that are passed on at once need not outlive a power cut.
        texts: which documents' texts are kept beside the parts: those of `pages` (their text is
            extracted and stands nowhere else), `all`, or `none`.
    """

    model: Path
    digest: str
    folder: Path
    explain: bool = False
    min_confidence: float = 0.0
    max_text: int = MAX_TEXT
    texts: Literal["none", "pages", "all"] = "pages"
    kept: bool = True


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a shard; its lines are in its file.

    Fields:
        number: of the shard.
        documents, statements: how many.
        size, sha256: of the file of lines.
        refusals, notices: what could not be used, what is worth knowing.
    """

    number: int
    documents: int = 0
    statements: int = 0
    size: int = 0
    sha256: str = ""
    refusals: tuple[Refusal, ...] = ()
    notices: tuple[Notice, ...] = ()


class _Written:
    """A file of lines in the making: how large it is and what it holds."""

    def __init__(self, out: BinaryIO) -> None:
        self.out = out
        self.size = 0
        self.digest = hashlib.sha256()

    def line(self, row: Mapping[str, object]) -> None:
        """Write one line."""
        data = json_line(row) + b"\n"
        self.out.write(data)
        self.digest.update(data)
        self.size += len(data)


#: The model of this process, by its digest.
_MODELS: dict[str, Model] = {}


def keep_model(model: Model) -> None:
    """Use this model, where a work names its digest, instead of reading the file again.

    This process then has much to label: the garbage collector is told to look less often.
    """
    collect_less()
    _MODELS.clear()
    _MODELS[model.digest] = model


def forget_model() -> None:
    """Hold no model any more: others do the work, and `prepare` reads it again if need be.

    What it took, some 70 MB, goes back to the system, which glibc has to be told.
    """
    _MODELS.clear()
    gc.collect()  # a model and its scoring hold one another
    with suppress(AttributeError, OSError, TypeError):  # elsewhere nobody has to be told
        import ctypes

        ctypes.CDLL(None).malloc_trim(0)


def prepare(work: Work) -> Model:
    """The model of a work, read once a process.

    Raises:
        ModelError: there is none, or another than the run began with.
    """
    if work.digest not in _MODELS:
        keep_model(load_model(work.model, posts=True))  # the door has looked
    if work.digest not in _MODELS:
        message = f"{work.model}: the model changed while the run was going on; begin again"
        raise ModelError(message)
    return _MODELS[work.digest]


def do_shard(
    shard: Shard,
    work: Work,
    *,
    skip: Mapping[Place, str] | None = None,
    batch: int = BATCH,
    tell: Callable[[Place], None] = lambda _: None,
) -> Done:
    """Label the documents of a shard and write its file, whole or not at all.

    Args:
        shard: what is to be done.
        work: how.
        skip: records to set aside, each with the reason.
        batch: how many documents are labelled together; the lines do not depend on it.
        tell: is told of every record before it is read or labelled.

    Raises:
        OutputError: the file could not be written.
    """
    model = prepare(work)
    refusals, notices = list(shard.refusals), Notices()
    documents = statements = 0
    with ExitStack() as files:
        part = _written(work.folder / shard.name, work, files)
        texts = _texts(shard, work, files)
        usable = _usable(_records(shard, work, skip or {}, tell), refusals)
        while together := list(islice(usable, batch)):
            labelled_batch = label_documents(together, model, explain=work.explain)
            for document, found in zip(together, labelled_batch, strict=True):
                notices.add_of(document)
                if not found:
                    notices.add(NO_STATEMENTS, document.source or document.id)
                for labelled in found:
                    part.line(_row(labelled, work))
                if texts:
                    texts.line(_text_row(document))
                documents += 1
                statements += len(found)
    return Done(
        shard.number,
        documents,
        statements,
        part.size,
        part.digest.hexdigest(),
        tuple(refusals),
        notices.told(),
    )


def _texts(shard: Shard, work: Work, files: ExitStack) -> _Written | None:
    """The file for texts, where some are to be kept; it takes its name before the part does."""
    pages = any(isinstance(entry, Path) for entry in shard.entries)
    if work.texts == "none" or (work.texts == "pages" and not pages):
        return None
    folder = work.folder / TEXTS
    folder.mkdir(exist_ok=True)
    return _written(folder / shard.name, work, files)


def _written(path: Path, work: Work, files: ExitStack) -> _Written:
    """A file in the making; its name is synced along with those of other parts (`run_folder`)."""
    synced: Literal["bytes", "nothing"] = "bytes" if work.kept else "nothing"
    return _Written(files.enter_context(atomic(path, synced=synced)))


def _records(
    shard: Shard, work: Work, skip: Mapping[Place, str], tell: Callable[[Place], None]
) -> Iterator[Document | Refusal]:
    """The records of a shard's entries, those to be skipped as refusals."""
    for number, entry in enumerate(shard.entries):
        whole = skip.get(Place(number))
        if whole is not None:
            yield _set_aside(entry, whole)
            continue
        tell(Place(number, 0))
        records = [entry] if isinstance(entry, Document) else _read(entry, work)
        for place, record in enumerate(records):
            reason = skip.get(Place(number, place))
            yield record if reason is None else _set_aside(record, reason)
            tell(Place(number, place + 1))


def _read(path: Path, work: Work) -> Iterator[Document | Refusal]:
    return read_documents([path], limit=work.max_text)


def _set_aside(record: Document | Refusal | Path, reason: str) -> Refusal:
    if isinstance(record, Document):
        return Refusal(record.source, 0, reason, record.id)
    return record if isinstance(record, Refusal) else Refusal(str(record), 0, reason)


def _usable(records: Iterator[Document | Refusal], refusals: list[Refusal]) -> Iterator[Document]:
    for record in records:
        if isinstance(record, Document):
            yield record
        else:
            refusals.append(record)


def _row(labelled: LabelledStatement, work: Work) -> dict[str, object]:
    return statement_line(labelled, explain=work.explain, min_confidence=work.min_confidence)


def _text_row(document: Document) -> dict[str, object]:
    return {
        name: getattr(document, name) for name in ("id", "text", "title", "date", "outlet", "url")
    }
