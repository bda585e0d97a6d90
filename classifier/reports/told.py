"""A prediction line as a report reads it: typed, tolerant of what is missing, never changed.

Lines come from our own `predict`, from older ones, and from people's scripts: label names may be
a user's own, a head may be missing, a field may be absent or of the wrong type. Only a line
without text is refused.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from sys import intern
from typing import Any

from classifier.arabic import unmarked
from classifier.crosswalk import hints
from classifier.errors import InputError
from classifier.flat import HEADS
from classifier.json_text import number, whole

#: Labels of the codebook that take no position; a profile is drawn without the second.
PLAIN = frozenset({"neutral", "unrelated"})
ASIDE = "unrelated"
#: A link is made of nothing else: an address may come from a stranger.
_ADDRESS = re.compile(r"https?://[^\s\"'<>]{1,2000}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """One statement as told by one article.

    Fields:
        number: its place in the input, from 0: the anchor of its card in a page.
        page_id: the document that holds the article (`stem` of `stem#2`).
        start, end, content_start, content_end: as in the line, or None.
        labels: the label of each head that has one (`stance`, `sentiment`).
        probabilities: by head, then by label; empty where the line has none.
        condition: the condition named, cut out of the text; empty where there is none.
        reasons: by head, words with their weights.
        day: the article's date, or None.
    """

    number: int
    text: str
    article_id: str = ""
    page_id: str = ""
    title: str = ""
    outlet: str = ""
    source: str = ""
    day: date | None = None
    start: int | None = None
    end: int | None = None
    content_start: int | None = None
    content_end: int | None = None
    form: str = ""
    cue: str = ""
    cue_class: str = ""
    speaker: str = ""
    speaker_canonical: str = ""
    role: str = ""
    party: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    probabilities: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    abstained: bool = False
    condition: str = ""
    cameo: str = ""
    plover: str = ""
    reasons: Mapping[str, tuple[tuple[str, float], ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, row: Mapping[str, Any], number: int = 0) -> Told:
        """Read a line.

        Raises:
            InputError: the line has no text.

        >>> told = Told.of({"text": "قال: لا", "stance": "opposed", "date": "2024-02-10"})
        >>> told.labels, told.day.isoformat(), told.start
        ({'stance': 'opposed'}, '2024-02-10', None)
        """
        if not isinstance(row.get("text"), str) or not row["text"]:
            message = f"statement {number + 1} has no text: is this a file of prediction lines?"
            raise InputError(message)
        labels = {head: intern(_text(row, head)) for head in HEADS if _text(row, head)}
        stance = labels.get("stance", "")
        cameo, plover = hints(stance)
        article_id = _text(row, "article_id")
        fields: dict[str, Any] = {name: _text(row, name) for name in _TEXTS}
        fields |= {name: unmarked(fields[name]) for name in _NAMES}
        fields |= {name: intern(fields[name]) for name in _OFTEN}
        fields |= {name: _place(row.get(name)) for name in _PLACES}
        return cls(
            number=number,
            text=row["text"],
            article_id=article_id,
            page_id=page_of(article_id),
            day=day_of(_text(row, "date")),
            labels=labels,
            probabilities={head: shares_of(row.get(f"{head}_probabilities")) for head in labels},
            abstained=row.get("abstained") is True,
            condition=_condition(row),
            cameo=_text(row, "cameo_hint") or cameo,
            plover=_text(row, "plover_hint") or plover,
            reasons=_reasons(row.get("reasons")),
            **fields,
        )

    @property
    def who(self) -> str:
        """The speaker under one name for all spellings; empty when unknown."""
        return self.speaker_canonical or self.speaker

    @property
    def address(self) -> str:
        """Where the article stands in the web; empty where its source is no such address.

        >>> Told(0, "قال", source="https://example.org/1").address
        'https://example.org/1'
        >>> Told(0, "قال", source="javascript:alert(1)").address
        ''
        """
        return self.source if _ADDRESS.fullmatch(self.source) else ""

    @property
    def content(self) -> str:
        """What was said, without its frame where the line tells where that is."""
        if None in (self.start, self.content_start, self.content_end):
            return self.text
        base = self.start or 0
        cut = self.text[max(0, (self.content_start or 0) - base) : (self.content_end or 0) - base]
        return cut or self.text

    def confidence(self, head: str) -> float | None:
        """The probability of the head's label, or None where the line does not tell."""
        return self.probabilities.get(head, {}).get(self.labels.get(head, ""))


_TEXTS = (
    *("title", "outlet", "source", "form", "cue", "cue_class"),
    *("speaker", "speaker_canonical", "role", "party"),
)
#: One paper marks vowels or stretches a name, another does not: it is one name.
_NAMES = ("speaker", "speaker_canonical", "party")
#: What many lines have alike: one object for all of them.
_OFTEN = ("outlet", "form", "cue", "cue_class", "speaker", "speaker_canonical", "role", "party")
_PLACES = ("start", "end", "content_start", "content_end")


def page_of(article_id: str) -> str:
    """The document of an article: a page that holds several numbers them from 1.

    >>> page_of("صفحة#2"), page_of("خبر"), page_of("a#b")
    ('صفحة', 'خبر', 'a#b')
    """
    stem, mark, number = article_id.rpartition("#")
    return stem if mark and number.isdecimal() else article_id


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    return " ".join((value if isinstance(value, str) else str(value)).split())


def _place(value: object) -> int | None:
    found = whole(value)
    return None if found is None or found < 0 else found


def day_of(text: str) -> date | None:
    """The day of a line's `date`, None where it is none.

    >>> day_of("2024-02-10T08:00:00Z"), day_of("أمس")
    (datetime.date(2024, 2, 10), None)
    """
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def shares_of(value: object) -> dict[str, float]:
    """The probabilities of labels, without what is no number; empty where it is no object.

    >>> shares_of({"opposed": 0.75, "neutral": "much", "accusing": math.nan})
    {'opposed': 0.75}
    """
    if not isinstance(value, dict):
        return {}
    numbers = {intern(str(label)): number(share) for label, share in value.items()}
    return {label: n for label, n in numbers.items() if n is not None and math.isfinite(n)}


def _condition(row: Mapping[str, Any]) -> str:
    base, first, last = (
        _place(row.get(name)) for name in ("start", "condition_start", "condition_end")
    )
    if base is None or first is None or last is None or first < base:
        return ""
    return str(row["text"])[first - base : max(0, last - base)].strip()


def _reasons(value: object) -> dict[str, tuple[tuple[str, float], ...]]:
    if not isinstance(value, dict):
        return {}
    found: dict[str, tuple[tuple[str, float], ...]] = {}
    for head, pairs in value.items():
        good = [
            (str(pair[0]), weight)
            for pair in (pairs if isinstance(pairs, list) else ())
            if isinstance(pair, list | tuple) and len(pair) >= 2
            if (weight := number(pair[1])) is not None
        ]
        if good:
            found[str(head)] = tuple(good)
    return found
