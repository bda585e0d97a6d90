"""Statements that somebody has already cut out: a line comes in, the same line goes out, labelled.

    {"id", "text", …} ──► {"id", "text", …, "stance", "stance_probabilities", …}

Order and other keys are kept, predicted fields overwrite; a `stance` or `sentiment` that came in is
kept as `input_stance`, `input_sentiment`. Lines are taken in batches, so any number fits.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

from classifier import json_text
from classifier.articles import limits
from classifier.batch import SET_ASIDE
from classifier.errors import InputError, not_there
from classifier.flow import label
from classifier.predictions import PREDICTED, text_fields
from classifier.records import Label, Refusal
from classifier.results import json_line
from classifier.work import Work, prepare
from classifier.workforce import crew_of

#: Lines that are labelled together: 6,250 new statements a CPU second by 256, 7,040 by 1,024, 7,320
#: by 2,048; a slow stream waits for so many before its first is answered.
BATCH = 1024
#: Batches given out in advance for each process.
AHEAD = 3
KEPT = {"stance": "input_stance", "sentiment": "input_sentiment"}
_NEEDED = 'a line needs "id" and "text"'


@dataclass(frozen=True, slots=True)
class Lines:
    """Some lines of a file: where they come from, the number of the first, their bytes.

    None stands for a line that was too long to be read.
    """

    source: str
    first: int
    lines: tuple[bytes | None, ...]


@dataclass(frozen=True, slots=True)
class Relabelled:
    """What came of some lines: lines of JSON, how many, and what could not be used."""

    data: bytes
    count: int
    refusals: tuple[Refusal, ...] = ()


def read_batches(stream: IO[bytes], source: str) -> Iterator[Lines]:
    """The lines of a file, some at a time."""
    numbered = limits.read_lines(stream)
    while batch := list(islice(numbered, BATCH)):
        yield Lines(source, batch[0][0], tuple(line for _, line in batch))


def relabel(lines: Lines, work: Work) -> Relabelled:
    r"""Label some lines.

    A blank line is passed over; what is no object with `id` and `text` is refused.
    """
    rows: list[dict[str, Any]] = []
    refusals: list[Refusal] = []
    for number, line in enumerate(lines.lines, lines.first):
        row = _row_of(line, number == 1, work.max_text)
        if isinstance(row, str):
            refusals.append(Refusal(lines.source, number, row))
        elif row is not None:
            rows.append(row)
    labels = label(prepare(work), [row["text"] for row in rows], explain=work.explain)
    made = [json_line(labelled_row(*each, work)) for each in zip(rows, labels, strict=True)]
    return Relabelled(b"".join(line + b"\n" for line in made), len(made), tuple(refusals))


def _row_of(line: bytes | None, first: bool, limit: int) -> dict[str, Any] | str | None:
    """The object of a line, or why there is none, or None for a blank line."""
    if line is None:
        return limits.too_long_line()
    try:
        text = line.decode("utf-8-sig" if first else "utf-8").strip()
        if not text:
            return None
        row = json_text.parse(text)
    except UnicodeDecodeError as error:
        return f"not valid UTF-8 (byte {error.start + 1:,}); save the file again as UTF-8"
    except ValueError as error:
        return f"not valid JSON ({error})"
    if not isinstance(row, dict):
        return "not a JSON object: one {…} a line is expected"
    return _fault(row, limit) or row


def _fault(row: Mapping[str, Any], limit: int) -> str:
    """What is wrong with an object, or an empty string."""
    if row.get("id") in (None, ""):
        return f'has no field "id"; {_NEEDED}'
    text = row.get("text")
    if text is None:
        return f'has no field "text"; {_NEEDED}'
    if not isinstance(text, str):
        return 'the field "text" is not text'
    if not text.strip():
        return "text is empty"
    return limits.too_long_text(len(text), limit) if len(text) > limit else ""


def labelled_row(row: Mapping[str, Any], labels: Mapping[str, Label], work: Work) -> dict[str, Any]:
    """A line with its predicted fields.

    The condition is counted from the line's `start`, where it has one.

    >>> from pathlib import Path
    >>> label = Label("neutral", {"neutral": 0.75, "opposed": 0.25})
    >>> line = {"id": 7, "text": "قال إن الجولة غدا.", "stance": "opposed", "day": 3}
    >>> made = labelled_row(line, {"stance": label}, Work(Path(), "", Path()))
    >>> made["stance"], made["input_stance"], made["day"], made["cameo_hint"]
    ('neutral', 'opposed', 3, '010')
    """
    text, start = row["text"], json_text.whole(row.get("start")) or 0
    predicted = text_fields(
        text,
        labels,
        start=start,
        explain=work.explain,
        min_confidence=work.min_confidence,
    )
    kept = {name: value for name, value in row.items() if name not in PREDICTED}
    kept |= {there: row[name] for name, there in KEPT.items() if name in row}
    return kept | predicted


def relabel_all(batches: Iterator[Lines], work: Work, jobs: int = 1) -> Generator[Relabelled]:
    """Label all lines, in order; with several jobs in so many processes."""
    first = list(islice(batches, 2))
    if jobs == 1 or len(first) < 2:
        yield from (relabel(batch, work) for batch in chain(first, batches))
        return
    yield from _in_processes(chain(first, batches), work, jobs)


def _in_processes(batches: Iterator[Lines], work: Work, jobs: int) -> Iterator[Relabelled]:
    with crew_of(jobs, work) as crew:
        waiting: deque[Any] = deque()
        while True:
            for batch in islice(batches, AHEAD * jobs - len(waiting)):
                waiting.append(crew.submit(relabel, batch, work))
            if not waiting:
                return
            yield waiting.popleft().result()


def relabel_file(
    name: str,
    out: IO[bytes],
    work: Work,
    *,
    jobs: int = 1,
    refused: Callable[[Refusal], None] | None = None,
    advance: Callable[[int], None] = lambda _: None,
) -> int:
    """Label the lines of a file, or of standard input («-»); give back how many were set aside.

    `refused` is told of every line that is set aside; where it is None, the first ends the work.

    Raises:
        InputError: the file cannot be read, a line cannot be used, or none can.
    """
    source = "stdin" if name == "-" else name
    count = aside = 0
    with _opened(name) as stream:
        for done in relabel_all(read_batches(stream, source), work, jobs):
            for refusal in done.refusals:
                if refused is None:
                    message = f"{refusal} ({SET_ASIDE})"
                    raise InputError(message)
                refused(refusal)
            out.write(done.data)
            count += done.count
            aside += len(done.refusals)
            advance(done.count)
    if not count:
        why = "nothing in it can be used" if aside else "is empty: nothing to read"
        message = f"{source}: {why}"
        raise InputError(message)
    return aside


@contextmanager
def _opened(name: str) -> Iterator[IO[bytes]]:
    try:
        file = None if name == "-" else limits.open_bytes(Path(name))
    except FileNotFoundError as error:
        raise not_there(name) from error
    except OSError as error:
        raise _unread(name, error) from error
    try:
        with file or nullcontext(limits.standard_input()) as stream:
            yield stream
    except limits.UNPACK_ERRORS as error:
        raise _unread(name, error) from error


def _unread(name: str, error: Exception) -> InputError:
    why = getattr(error, "strerror", None) or error
    return InputError(f"{name}: cannot be read ({why}); name another file")
