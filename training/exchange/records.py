"""What travels to a labelling tool and back: a task is one text with what was marked in it.

    article   a whole article; its marks are the statements in it
    quote     one statement cut out; its marks span the whole text and hold labels only

Offsets count code points of `Task.text`, as everywhere in the house, whatever the tool counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from classifier.errors import InputError
from classifier.records import Refusal, Span
from training.files import Fault
from training.quotes import HEADS

__all__ = ["HEADS", "PARTS", "Guess", "Kind", "Mark", "Reading", "Task", "read_each"]

Kind = Literal["article", "quote"]
#: Stretches that a statement may have inside or beside it.
PARTS = ("speaker", "cue", "content")


class Guess(NamedTuple):
    """A label that the program proposes, and how sure it is (None: it did not say)."""

    label: str
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """One statement, as one annotator (or the program) sees it.

    Fields:
        start, end: where it stands in the task's text.
        labels: head → label, given by a person (`stance`, `sentiment`).
        guesses: head → what the program proposes; never taken for a label.
        speaker, cue: who says it and with which word, as strings.
        spans: where `speaker`, `cue` and `content` stand in the text, as far as they are known.
        annotator: who gave the labels; empty for one's own file and for the program.
        fields: every other key of the statement.
    """

    start: int
    end: int
    labels: Mapping[str, str] = field(default_factory=dict)
    guesses: Mapping[str, Guess] = field(default_factory=dict)
    speaker: str = ""
    cue: str = ""
    spans: Mapping[str, Span] = field(default_factory=dict)
    annotator: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def span(self) -> Span:
        """Both borders.

        >>> Mark(4, 9).span
        Span(start=4, end=9)
        """
        return Span(self.start, self.end)

    @property
    def empty(self) -> bool:
        """Nothing is said beyond the borders."""
        return self == Mark(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Task:
    """One text to be labelled, or labelled already.

    Fields:
        id: of the article or quote; may be empty.
        text: as it was read, line ends untouched.
        marks: in the order of the file; several annotators may have marked the same stretch.
        fields: every other key of the article or quote.
        source, line: where it was read, for messages; they do not count in comparisons.
    """

    id: str
    text: str
    kind: Kind = "article"
    marks: tuple[Mark, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)
    source: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    @property
    def place(self) -> str:
        """File and line, as messages name it.

        >>> Task("خبر", "قال", source="own.jsonl", line=12).place
        'own.jsonl:12'
        """
        return f"{self.source}:{self.line}" if self.line else self.source

    def said(self, mark: Mark) -> str:
        """The text of a statement.

        >>> task = Task("خبر", "قال سالم: «نعم».")
        >>> task.said(Mark(10, 15))
        '«نعم»'
        """
        return self.text[mark.start : mark.end]


class Reading(NamedTuple):
    """What a file held: tasks, what was set aside (named by file and line), what else to tell."""

    tasks: tuple[Task, ...]
    refusals: tuple[Refusal, ...] = ()
    notices: tuple[str, ...] = ()


def read_each(
    rows: Iterable[tuple[int, Any]],
    source: str,
    task_of: Callable[[Any, str, int], tuple[Task, list[str]]],
    name_of: Callable[[Any], str] = lambda _: "",
) -> Reading:
    """The tasks of the numbered rows of a file; a row that is none is set aside, with why.

    `task_of` gives the task of a row, read at (source, line), and why parts of it were set aside;
    it raises InputError where there is no task, and is not asked where a `Fault` stands in the
    row's place. `name_of` tells what a row is called in messages, besides its line.

    >>> rows = [(1, {"text": "قال"}), (2, Fault("is no JSON"))]
    >>> found = read_each(rows, "own.jsonl", lambda row, *_: (Task("", row["text"]), []))
    >>> len(found.tasks), str(found.refusals[0])
    (1, 'own.jsonl:2: is no JSON')
    """
    tasks: list[Task] = []
    refusals: list[Refusal] = []
    for line, row in rows:
        try:
            if isinstance(row, Fault):
                raise InputError(row)
            task, faults = task_of(row, source, line)
            tasks.append(task)
        except InputError as fault:
            faults = [str(fault)]
        name = name_of(row)
        told = f"task {name}: " if name else ""
        refusals += [Refusal(source, line, f"{told}{fault}", name) for fault in faults]
    return Reading(tuple(tasks), tuple(refusals))
