"""What the program proposes to annotators: statements that it found in articles, with its labels.

As prediction lines, from which the next ones to label are chosen, or as marks on whole articles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from classifier.articles import read_documents
from classifier.atomic import MANIFEST
from classifier.errors import TafawudError
from classifier.flow import label_document
from classifier.labels import Model
from classifier.notices import Notices
from classifier.predictions import parts_of, prediction_row
from classifier.records import Document, LabelledStatement, Refusal, Span
from classifier.results import FORMS, read_rows
from training import exchange
from training.exchange import Guess, Mark, Reading, Task, with_marks
from training.exchange.anchors import context_of
from training.exchange.aside import Aside
from training.exchange.rows import CONTEXTS
from training.quotes import HEADS

Row = dict[str, Any]
#: Endings that the exchange reads; other files are articles.
EXCHANGED = (".json", ".jsonl", ".csv")


def is_scored(path: Path) -> bool:
    """Whether a file or folder holds prediction lines already."""
    if path.is_dir():
        return (path / MANIFEST).is_file()
    if not path.name.lower().endswith(FORMS):
        return False
    try:
        first = next(read_rows(path), {})
    except TafawudError:  # whoever reads it as articles will say what is wrong
        return False
    return any(f"{head}_probabilities" in first for head in HEADS)


def lines_of(
    paths: Iterable[Path],
    model: Callable[[], Model],
    aside: Aside,
) -> Iterator[Row]:
    """Prediction lines of scored files, and of articles that are scored on the way.

    `model` is asked for only where there are articles; `aside` hears what cannot be used, and at
    the end what a user should know of the reading.
    """
    paths = list(paths)
    scored = [path for path in paths if is_scored(path)]
    others = [path for path in paths if path not in scored]
    yield from chain.from_iterable(map(read_rows, scored))
    if not others:
        return
    made, notices = model(), Notices()
    for document in read_documents(others):
        if isinstance(document, Refusal):
            aside.refuse(document)
            continue
        notices.add_of(document)
        for found in label_document(document, made):
            said = Span(found.statement.start, found.statement.end)
            context = dict(zip(CONTEXTS, context_of(document.text, said), strict=True))
            yield prediction_row(found) | context
    for notice in notices.told():
        aside.tell(f"notice: {notice}")


def tasks_in(paths: Iterable[Path], form: str | None) -> Reading:
    """The tasks of files that the exchange reads, and articles of any other kind.

    With a `form` (one of `exchange.READERS`) the exchange reads them all.
    """
    paths = list(paths)
    exchanged = [path for path in paths if form or path.suffix.lower() in EXCHANGED]
    found = exchange.read(exchanged, form)
    tasks, refusals, notices = list(found.tasks), list(found.refusals), Notices()
    others = [path for path in paths if path not in exchanged]
    for document in read_documents(others) if others else ():
        if isinstance(document, Refusal):
            refusals.append(document)
        else:
            tasks.append(_task(document))
            notices.add_of(document)
    told = (*found.notices, *map(str, notices.told()))
    return Reading(tuple(tasks), tuple(refusals), told)


def _task(document: Document) -> Task:
    names = ("title", "date", "outlet", "url")
    fields = {name: getattr(document, name) for name in names if getattr(document, name)}
    return Task(document.id, document.text, "article", (), fields, document.source)


def proposed(tasks: Iterable[Task], model: Callable[[], Model]) -> Iterator[Task]:
    """The tasks, bare articles among them with the statements found in them and its guesses."""
    made: Model | None = None
    for task in tasks:
        if task.kind == "article" and not task.marks:
            made = made or model()
            title = str(task.fields.get("title") or "")
            document = Document(task.id, task.text, task.place, title=title)
            yield with_marks(task, map(_mark, label_document(document, made)))
        else:
            yield task


def _mark(found: LabelledStatement) -> Mark:
    said, speaker = found.statement, found.statement.speaker
    guesses = {h: Guess(one.name, round(one.confidence, 4)) for h, one in found.labels.items()}
    fields = {"form": said.form, "role": speaker.role, "party": speaker.party}
    return Mark(
        said.start,
        said.end,
        {},
        guesses,
        speaker.name,
        said.cue,
        parts_of(found),
        fields={name: value for name, value in fields.items() if value},
    )
