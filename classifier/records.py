"""What travels between the rooms: frozen, typed records.

One room makes a record, the next reads it and makes a new one; nothing is changed on the way.
Every offset counts Unicode code points of the decoded text it belongs to (`Document.text`), so
`text[start:end]` is always the stretch itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Form = Literal["direct", "reported", "mixed"]
"""How a statement is told: in quotation marks, in the reporter's words, or both."""


class Span(NamedTuple):
    """A stretch of text: `start` is the first code point, `end` the one behind the last.

    >>> span = Span(4, 9)
    >>> "قال بيسكوف"[span.start:span.end]
    'بيسكو'
    """

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """One input as it was read: a file, a line, a row, a web page.

    Fields:
        id: unique within a run; the file's stem, or the `id` field of a row.
        text: the decoded text, line ends untouched, without byte order mark.
        source: file or address, for people (`articles.jsonl:12`).
        title, date, outlet, url: as the input tells them, empty where it does not;
            `date` is ISO (`2024-02-10`) or empty.
        notices: what a user should know of the reading («read as Windows-1256»).
    """

    id: str
    text: str
    source: str = ""
    title: str = ""
    date: str = ""
    outlet: str = ""
    url: str = ""
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """An input that cannot be used, and why.

    Fields:
        source: the file or address; `line` counts from 1, 0 where there are no lines.
        reason: one sentence: what is wrong and what to do.
        id: the input's own id where it was readable.
    """

    source: str
    line: int
    reason: str
    id: str = ""

    def __str__(self) -> str:
        place = f"{self.source}:{self.line}" if self.line else self.source
        return f"{place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a document: a page may hold several.

    Fields:
        id: the document's id, or `id#1`, `id#2` … where the page holds several.
        text: the text of the whole document: offsets never change meaning.
        body: the stretches that are the article's own prose, in order, without overlap; title,
            dateline, «المصدر:», keywords and other furniture lie outside them. A line break
            between two stretches is a paragraph break.
        start, end: from the first code point of the article (its title) to behind its last.
        title, date, outlet, source, url: as in `Document`, or as the page tells them.
        wrapped: its lines break in the middle of sentences; a break inside a stretch parts nothing.
    """

    id: str
    text: str
    body: tuple[Span, ...]
    start: int
    end: int
    title: str = ""
    date: str = ""
    outlet: str = ""
    source: str = ""
    url: str = ""
    wrapped: bool = False


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, as far as the article tells.

    Fields:
        name: the fullest name the article gives, without titles; a body, a document, a metonym
            or an anonymous source stands under its own words; empty when nobody is named.
        role: title or office as written («المتحدث باسم الكرملين»), or empty.
        party: the side spoken for, or empty; `canonical`: one form for all spellings of a name.
        kind: `person`, `body`, `document`, `anonymous`, `metonym`, `group` or `unknown`.
        attribution: how the speaker was found: a reason code, `unknown` when not.
        start, end: where the name stands in the statement's article (None when it is inherited).
    """

    name: str = ""
    role: str = ""
    party: str = ""
    canonical: str = ""
    kind: str = "unknown"
    attribution: str = "unknown"
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One stretch of an article by one speaker under one reporting frame, frame included.

    Fields:
        text: `article.text[start:end]`.
        content_start, content_end: what was said without its frame, inside the statement.
        form: `direct`, `reported` or `mixed`.
        cue: the reporting verb or noun as written; `cue_class` its class in the lexicon
            (`neutral`, `assertive`, `doubting`, `denying`, `demanding` …).
        speaker: see `Speaker`.
    """

    text: str
    start: int
    end: int
    content_start: int
    content_end: int
    form: Form
    cue: str
    cue_class: str
    speaker: Speaker


class Reason(NamedTuple):
    """A word or phrase that weighed for (positive) or against (negative) a label.

    `start` and `end` are offsets in the statement's text; `weight` is the share of the
    decision value that it brought.
    """

    text: str
    weight: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Label:
    """A label with its probabilities (all labels of the head, summing to 1)."""

    name: str
    probabilities: Mapping[str, float]
    reasons: tuple[Reason, ...] = ()

    @property
    def confidence(self) -> float:
        """The probability of the label itself, 0 to 1."""
        return self.probabilities[self.name]


@dataclass(frozen=True, slots=True)
class LabelledStatement:
    """A statement with its article and one label per head (`stance`, `sentiment`)."""

    article: Article
    statement: Statement
    labels: Mapping[str, Label] = field(default_factory=dict)
