"""An article on the desk: what the program read in it, and what people said of that.

    line (the program's)  +  changes (people's, in order)  =  how a statement stands

A label counts as decided when a person gave or confirmed it; only decided labels go into the
quotes that teach.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from classifier.arabic import fold
from classifier.articles.making import Place, make_document
from classifier.flat import HEADS, Row
from classifier.records import Document, Refusal
from classifier.reports.plain import visible
from classifier.web.bodies import (
    Fields,
    RequestError,
    choice_of,
    flag_of,
    name_of,
    text_of,
    whole_of,
)
from classifier.web.labeller import PREDICTED
from classifier.web.rows import Correction, Found

LONGEST_TEXT = 1_000_000
NAMES = ("speaker", "role", "party")
SHOWN = (
    "start",
    "end",
    "content_start",
    "content_end",
    "form",
    "cue",
    "cue_class",
    *NAMES,
    "attribution",
    *PREDICTED,
)
"""The fields of a line that the page shows."""


@dataclass(frozen=True, slots=True)
class Stand:
    """How a statement stands.

    Fields:
        found: the statement with the program's line.
        line: the line with what people changed.
        decided: the heads whose label a person gave or confirmed.
        gone: a person said that it is no statement.
        touched: somebody said something of it; `made` is when, last.
    """

    found: Found
    line: Row
    decided: frozenset[str]
    gone: bool
    touched: bool
    made: str = ""


def key_of(document: Document) -> str:
    """The key of an article in the store: its id and text decide.

    >>> key_of(Document("a", "قال")) == key_of(Document("a", "قال", title="خبر"))
    True
    """
    whole = json.dumps([document.id, document.text]).encode()
    return hashlib.sha256(whole).hexdigest()[:20]


def document_of(fields: Fields) -> Document:
    """The document that a request brings: `text`, and any of `id title date outlet url`.

    Raises:
        RequestError: a field cannot be used; the reason says which and why.
    """
    text = text_of(fields, "text", LONGEST_TEXT)
    names = {name: name_of(fields, name) for name in ("id", "title", "date", "outlet", "url")}
    own = "article-" + hashlib.sha256(text.encode()).hexdigest()[:12]
    made = make_document(Place("request", own), {**names, "text": text}, LONGEST_TEXT)
    if isinstance(made, Refusal):
        raise RequestError(422, "refused", made.reason, "text")
    return made


def stands(found: Sequence[Found], corrections: Iterable[Correction]) -> list[Stand]:
    """How the statements of an article stand, in order of place."""
    said: dict[int, list[Correction]] = {}
    for correction in corrections:
        said.setdefault(correction.statement, []).append(correction)
    made = [stand_of(each, said.get(each.number, ())) for each in found]
    made = [each for each in made if each.touched or not each.line.get("added")]
    return sorted(made, key=lambda each: (each.line["start"], each.found.number))


def stand_of(found: Found, corrections: Sequence[Correction]) -> Stand:
    """A statement after all that was said of it."""
    line: Row = dict(found.line)
    decided: set[str] = set()
    gone = False
    for correction in corrections:
        changes = dict(correction.changes)
        gone = changes.pop("gone", gone)
        line |= {
            name: value
            for name, value in changes.pop("predicted", {}).items()
            if name not in decided
        }
        line |= changes
        decided |= changes.keys() & set(HEADS)
    made = corrections[-1].made if corrections else ""
    return Stand(found, line, frozenset(decided), gone, bool(corrections), made)


def changes_of(fields: Fields, text: str, labels: Mapping[str, tuple[str, ...]]) -> Row:
    """The changes that a request asks for, each checked.

    Raises:
        RequestError: a field is unknown or cannot be used.
    """
    changes: Row = {}
    for name in fields:
        if name in labels:
            changes[name] = choice_of(fields, name, labels[name])
        elif name in NAMES:
            changes[name] = name_of(fields, name)
        elif name == "gone":
            changes[name] = flag_of(fields, name)
        elif name not in ("start", "end"):
            known = ", ".join((*labels, *NAMES, "gone", "start", "end"))
            raise RequestError(422, "unknown", f"changes may be: {known}", "changes")
    if "start" in fields or "end" in fields:
        changes |= border_of(fields, text)
    if not changes:
        raise RequestError(422, "empty", "changes are empty", "changes")
    return changes


def border_of(fields: Fields, text: str) -> Row:
    """The stretch that a request asks for, without white space at its ends.

    >>> border_of({"start": 0, "end": 6}, " قال. ")
    {'start': 1, 'end': 5, 'text': 'قال.'}
    """
    start = whole_of(fields, "start", 0, len(text))
    end = whole_of(fields, "end", start, len(text))
    inside = text[start:end]
    start += len(inside) - len(inside.lstrip())
    inside = inside.strip()
    if not inside:
        raise RequestError(422, "empty", "the stretch holds no letters", "end")
    return {"start": start, "end": start + len(inside), "text": inside}


def within(line: Row, border: Row) -> Row:
    """What was said without its frame, cut to new borders; all of it where nothing is left.

    >>> within({"content_start": 4, "content_end": 20}, {"start": 0, "end": 10})
    {'content_start': 4, 'content_end': 10}
    """
    start = max(line.get("content_start") or 0, border["start"])
    end = min(line.get("content_end") or 0, border["end"])
    if start >= end:
        start, end = border["start"], border["end"]
    return {"content_start": start, "content_end": end}


def shown_text(text: str) -> str:
    r"""A text as the page shows it: every letter keeps its place.

    >>> shown_text("قال:\r\nنعم\u202e")
    'قال: \nنعم␦'
    """
    return visible(text.replace("\r\n", " \n").replace("\r", "\n"))


def shown(value: Any) -> Any:
    """A value with every text in it made visible."""
    if isinstance(value, str):
        return shown_text(value)
    if isinstance(value, Mapping):
        return {shown_text(str(name)): shown(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [shown(each) for each in value]
    return value


def shown_stand(stand: Stand) -> Row:
    """A statement as the page gets it."""
    line = {name: stand.line.get(name) for name in SHOWN}
    guessed = {head: stand.found.line.get(head, "") for head in HEADS}
    return {
        "number": stand.found.number,
        **shown(line),
        "guessed": guessed,
        "decided": sorted(stand.decided),
        "gone": stand.gone,
        "touched": stand.touched,
    }


def quotes_of(
    corrected: Iterable[tuple[Found, Row]], corrections: Iterable[Correction]
) -> list[Row]:
    """The labelled quotes that people's corrections make, in the order of the articles.

    Only decided labels are in them; statements without one, and those that are none, are left
    out. Of equal texts the one judged last is kept.
    """
    said: dict[tuple[str, int], list[Correction]] = {}
    for correction in corrections:
        said.setdefault((correction.article, correction.statement), []).append(correction)
    kept: dict[str, Row] = {}
    for found, article in corrected:
        stand = stand_of(found, said.get((found.article, found.number), ()))
        text = fold(stand.line["text"])
        if stand.decided and not stand.gone:
            earlier = kept.get(text)
            if earlier is None or earlier["reviewed"] <= stand.made:
                kept[text] = _quote(stand, article)
    return list(kept.values())


def _quote(stand: Stand, article: Row) -> Row:
    found, line = stand.found, stand.line
    return {
        "id": f"review-{found.article}-{found.number}",
        "text": line["text"],
        **{head: line[head] for head in HEADS if head in stand.decided},
        **{name: line[name] for name in NAMES},
        "article_id": article["id"],
        "date": article["date"],
        "outlet": article["outlet"],
        "origin": "review",
        "statement_id": found.line["statement_id"],
        "start": line["start"],
        "end": line["end"],
        **{f"predicted_{head}": found.line[head] for head in HEADS if found.line.get(head)},
        "reviewed": stand.made,
    }
