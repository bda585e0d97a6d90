"""Making documents: what every reader does with a text once it has one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from classifier.arabic import is_arabic
from classifier.articles.encodings import clean
from classifier.articles.limits import too_long_text
from classifier.dates import find_date
from classifier.records import Document, Refusal

FIELDS = ("id", "text", "title", "date", "outlet", "source", "url")
"""The fields of a row that are read; `source` stands in for a missing `outlet`."""
STDIN = "-"
"""The path that stands for standard input."""
_SAMPLE = 160
_FEW = 0.3
_TAG = re.compile(r"</(?:p|div|span|a|b|strong|em|i|li|ul|h[1-6])>|<(?:br|p) ?/?>", re.IGNORECASE)
_TAGS_TOLD = (
    "HTML tags stand in the text and are read as words: take them out, or give the page as .html"
)
_NO_DATE = (
    "the date is not understood and counts as unknown; write it as 2024-05-13 "
    "(13/05/2024 is read day first)"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: the file, its stem for ids, and the line (0: the whole file)."""

    source: str
    stem: str
    line: int = 0

    def refuse(self, reason: str, own_id: str = "") -> Refusal:
        """A refusal of this place."""
        return Refusal(self.source, self.line, reason, own_id)

    def at(self, line: int) -> Place:
        """The same file, another line."""
        return Place(self.source, self.stem, line)

    def __str__(self) -> str:
        return f"{self.source}:{self.line}" if self.line else self.source


def name_of(path: Path) -> str:
    """What a file is called in messages.

    >>> name_of(Path("news/a.txt")), name_of(Path("-"))
    ('news/a.txt', 'stdin')
    """
    return "stdin" if str(path) == STDIN else str(path)


def make_document(
    place: Place, fields: Mapping[str, str], limit: int, notices: tuple[str, ...] = ()
) -> Document | Refusal:
    """A document of text and fields, or the refusal of an empty or too long text.

    >>> place = Place("news.jsonl", "news", 3)
    >>> make_document(place, {"text": "قال المتحدث إن اللقاء تأجل."}, 100).id
    'news:3'
    >>> print(make_document(place, {"text": " "}, 100))
    news.jsonl:3: text is empty
    """
    text = fields["text"]
    own_id = clean(fields.get("id", "").strip())[0]
    if not text.strip():
        what = "text is empty" if place.line else "is empty: nothing to read"
        return place.refuse(what, own_id)
    if len(text) > limit:
        return place.refuse(too_long_text(len(text), limit), own_id)
    text, notice = clean(text)
    given = {name: clean(fields.get(name, "").strip())[0] for name in FIELDS[2:]}
    date = find_date(given["date"]) if given["date"] else ""
    no_date = _NO_DATE if given["date"] and not date else ""
    told = (*notices, notice, no_date, _tagged(text), _not_arabic(text))
    return Document(
        id=own_id or (f"{place.stem}:{place.line}" if place.line else place.stem),
        text=text,
        source=str(place),
        title=" ".join(given["title"].split()),
        date=date,
        outlet=given["outlet"] or given["source"],
        url=given["url"],
        notices=tuple(filter(None, told)),
    )


def _tagged(text: str) -> str:
    """A notice for a text that is a page, as exports of newspapers' databases hold it.

    >>> _tagged("<p>قال المتحدث</p>")[:9], _tagged("5 < 7، و7 > 5")
    ('HTML tags', '')
    """
    return _TAGS_TOLD if "<" in text and _TAG.search(text) else ""


def _not_arabic(text: str) -> str:
    """A notice for a text with hardly any Arabic letters (a look at the beginning first)."""
    if is_arabic(text[:_SAMPLE], _FEW) or is_arabic(text, _FEW):
        return ""
    return "hardly any Arabic letters: no statements are to be expected"
