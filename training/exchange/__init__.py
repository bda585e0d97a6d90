r"""Exchange with labelling tools: tasks in, files out, and back without loss.

    label-studio     full JSON export in, tasks with predictions out
    doccano          JSON lines with entities and relations (`doccano-triples`: label triples)
    csv              for a spreadsheet
    jsonl            our own JSON lines: gold articles, labelled quotes
    web-annotation   W3C Web Annotation lines, out only

What is written comes back equal: text, offsets, labels, annotators and every unknown key. What
an annotator changed comes back changed; what cannot be placed any more is named and set aside.

>>> said = Mark(0, 15, {"stance": "neutral"})
>>> task = Task("ق1", "قال سالم: «نعم»\r\nوغادر 👍", "article", (said,))
>>> for name in READERS:
...     assert read_text(write([task], name).decode("utf-8-sig"), name).tasks == (task,)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from classifier.errors import UsageError
from classifier.records import Refusal
from classifier.results import json_line
from training.exchange import doccano, label_studio, tables, web_annotation
from training.exchange.records import Guess, Mark, Reading, Task, read_each
from training.exchange.rows import row_of, task_of, with_marks
from training.files import lines, text_of

__all__ = [
    "READERS",
    "WRITERS",
    "Guess",
    "Mark",
    "Reading",
    "Task",
    "format_of",
    "read",
    "read_text",
    "warnings",
    "with_marks",
    "write",
]


def _read_rows(text: str, source: str) -> Reading:
    return read_each(lines(text), source, task_of)


def _write_rows(tasks: Iterable[Task]) -> bytes:
    return b"".join(json_line(row_of(task)) + b"\n" for task in tasks)


READERS: dict[str, Callable[[str, str], Reading]] = {
    "label-studio": label_studio.read,
    "doccano": doccano.read,
    "doccano-triples": doccano.read,
    "csv": tables.read,
    "jsonl": _read_rows,
}
WRITERS: dict[str, Callable[[Iterable[Task]], bytes]] = {
    "label-studio": label_studio.write,
    "doccano": doccano.write,
    "doccano-triples": doccano.write_triples,
    "csv": tables.write,
    "jsonl": _write_rows,
    "web-annotation": web_annotation.write,
}
_ENDINGS = {".json": "label-studio", ".csv": "csv", ".jsonl": "jsonl"}


def format_of(path: Path) -> str:
    """The format that a file's ending calls for (doccano's must be named).

    >>> format_of(Path("export.json")), format_of(Path("own.CSV"))
    ('label-studio', 'csv')

    Raises:
        UsageError: no format has this ending.
    """
    found = _ENDINGS.get(path.suffix.lower())
    if found is None:
        message = f"{path}: the ending tells no format; name it with --format {'|'.join(WRITERS)}"
        raise UsageError(message)
    return found


def read(paths: Sequence[Path], form: str | None = None) -> Reading:
    """The tasks of files, in order; `form` is one of `READERS`, else each file's ending tells.

    Raises:
        InputError: a file cannot be read as a whole. UsageError: its format is unknown.
    """
    tasks: list[Task] = []
    refusals: list[Refusal] = []
    notices: list[str] = []
    forms = [form or format_of(path) for path in paths]
    for path, own in zip(paths, forms, strict=True):
        found = read_text(text_of(path), own, str(path))
        tasks += found.tasks
        refusals += found.refusals
        notices += found.notices
    return Reading(tuple(tasks), tuple(refusals), tuple(notices))


def read_text(text: str, form: str, source: str = "stdin") -> Reading:
    """The tasks of a file's text.

    Raises:
        InputError: it is not of this format. UsageError: there is no such format to read.
    """
    if form not in READERS:
        message = f"{source}: {form} cannot be read; one of {', '.join(READERS)} can"
        raise UsageError(message)
    return READERS[form](text, source)


def write(tasks: Iterable[Task], form: str) -> bytes:
    """The bytes of a file of tasks; `form` is one of `WRITERS`."""
    return WRITERS[form](tasks)


def warnings(tasks: Sequence[Task], form: str) -> list[str]:
    """What a person should know of a file of these tasks in this format."""
    found: list[str] = []
    long = [task.id or task.place for task in tasks if len(task.text) > tables.EXCEL_CELL]
    if form == "csv" and long:
        found.append(
            f"{len(long):,} texts ({long[0]} the first) are longer than a cell of Excel "
            f"({tables.EXCEL_CELL:,} letters), which cuts them; LibreOffice does not"
        )
    if form.startswith("doccano") and any(task.kind == "article" for task in tasks):
        found.append("the doccano project must allow overlapping spans, or it drops the speakers")
    return found
