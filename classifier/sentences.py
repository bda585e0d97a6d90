"""Words, quotation marks and sentence ends of a paragraph.

The press pairs its marks as it likes: « » beside “ ”, the same straight mark at both ends, one
forgotten, one too many. Marks are paired inside a paragraph by what stands around them, and a
mistake costs that paragraph's quote, never the document. A sentence ends outside quotes only, and
not after an initial, inside a number or at an ellipsis.

>>> words = Words.of("قال د. سالم: «لن نوقع. انتهى». وغادر.")
>>> [words.source[words.start[a]:words.end[b - 1]] for a, b in sentences(words, 0, len(words), quotes(words, 0, len(words)))]
['قال د. سالم: «لن نوقع. انتهى».', 'وغادر.']
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from classifier.cues import cue_forms

_TOKEN = re.compile(r"\d{1,9}(?:[.,:/]\d{1,9}){1,4}|\w+|\.{2,}|''|\(\(|\)\)|[^\w\s]")
#: Which marks close what each mark opens. The curly marks and the straight one are one family,
#: because right-to-left typing turns them round («:”ماراثون … الحمر”»).
_DOUBLE = frozenset("\"“”„‟＂")
_CLOSERS = {
    "«": frozenset("»"),
    "((": frozenset({"))"}),
    "''": frozenset({"''"}),
    "‹": frozenset("›"),
    "‘": frozenset("’"),
} | dict.fromkeys(_DOUBLE, _DOUBLE)
_ALL_CLOSERS = frozenset().union(*_CLOSERS.values())
_STOPS = frozenset(".؟?!")
_TRAILING = frozenset("»”\")]’،.") - {"،"}


@dataclass(frozen=True, slots=True)
class Words:
    """A text cut into words and signs: parallel lists, one entry a token.

    Fields:
        source: the text that was cut.
        word: the tokens; `start`, `end`: their offsets in `source`.
        suffixed: tokens that end in the pronoun ه, as only the spelling before folding tells.
    """

    source: str
    word: list[str]
    start: list[int]
    end: list[int]
    suffixed: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, text: str, start: int = 0, end: int | None = None) -> Words:
        """Cut `text[start:end]`; offsets stay those of `text`."""
        found = list(_TOKEN.finditer(text, start, len(text) if end is None else end))
        return cls(
            text,
            [token[0] for token in found],
            [token.start() for token in found],
            [token.end() for token in found],
        )

    def __len__(self) -> int:
        return len(self.word)

    def space_before(self, place: int) -> bool:
        """Whether white space, or the beginning of the text, stands before token `place`."""
        start = self.start[place]
        return start == 0 or self.source[start - 1].isspace()

    def space_after(self, place: int) -> bool:
        """Whether white space, or the end of the text, stands behind token `place`."""
        end = self.end[place]
        return end >= len(self.source) or self.source[end].isspace()


class Quote(NamedTuple):
    """A stretch between marks: `open` is the token of the mark, `close` that of the closing one.

    An unclosed quote has `closed` False and `close` is the token behind its last word.
    """

    open: int
    close: int
    closed: bool


def quotes(words: Words, first: int, last: int) -> list[Quote]:
    """The outermost quotes among the tokens `first` to `last` (one paragraph), in order."""
    found: list[Quote] = []
    opened = -1
    depth = 0
    for place in range(first, last):
        mark = words.word[place]
        if mark not in _CLOSERS and mark not in _ALL_CLOSERS:
            continue
        if opened < 0:
            if mark in _CLOSERS and not _looks_closing(words, place):
                opened, depth = place, 1
            continue
        family = _CLOSERS[words.word[opened]]
        if mark in family:
            if mark in _DOUBLE and _looks_opening(words, place, first) and place > opened + 1:
                # a second opening where a closing is due: the first one was never closed
                found.append(Quote(opened, place, False))
                opened = place
                continue
            depth -= 1
            if depth == 0:
                found.append(Quote(opened, place, True))
                opened = -1
        elif mark == words.word[opened]:
            depth += 1
        elif _closes_foreign(words, opened, place, last):
            found.append(Quote(opened, place, True))
            opened = -1
    if opened >= 0:
        found.append(_recovered(words, opened, last))
    return found


def _closes_foreign(words: Words, opened: int, place: int, last: int) -> bool:
    """Whether a mark of another family closes the quote: «… الثقة", “… عائلة»."""
    mark = words.word[place]
    if mark == "»":
        return "«" not in words.word[opened + 1 : place]
    if mark not in _DOUBLE or words.space_before(place) or not _DOUBLE.isdisjoint(words.word[opened + 1 : place]):
        return False
    for behind in range(place + 1, last):
        if words.word[behind] == "»":
            return False
        if words.word[behind] == "«":
            return True
    return True


def _looks_closing(words: Words, place: int) -> bool:
    if words.word[place] not in _DOUBLE or words.space_before(place):
        return False
    return words.space_after(place) or not words.source[words.end[place]].isalnum()


def _looks_opening(words: Words, place: int, first: int) -> bool:
    before = place > first and words.word[place - 1] in ":("
    return (words.space_before(place) or before) and not words.space_after(place)


def _recovered(words: Words, opened: int, last: int) -> Quote:
    """Where an unclosed quote ends: a nested mark may have eaten its own closing one."""
    family = _CLOSERS[words.word[opened]]
    for place in range(last - 1, opened, -1):
        if words.word[place] in family and not _looks_opening(words, place, opened):
            return Quote(opened, place, True)
    cues = cue_forms()
    for place in range(opened + 2, last - 1):
        if words.word[place] in _STOPS:
            behind = cues.get(words.word[place + 1])
            if behind is not None and behind.prefixed and behind.shape == "past":
                return Quote(opened, place, False)
    return Quote(opened, last, False)


def sentences(words: Words, first: int, last: int, quoted: list[Quote]) -> list[tuple[int, int]]:
    """The sentences of a paragraph as token ranges (first, behind the last)."""
    found: list[tuple[int, int]] = []
    begin = first
    place = first
    spans = iter(quoted)
    span = next(spans, None)
    while place < last:
        if span and place == span.open:
            place = min(span.close + span.closed, last)
            if place < last and words.word[place] not in _STOPS and _ends_inside(words, span, place):
                found.append((begin, place))
                begin = place
            span = next(spans, None)
            continue
        if words.word[place] in _STOPS and _is_end(words, place, first, last):
            place += 1
            while place < last and words.word[place] in _TRAILING and not words.space_before(place):
                if span and place >= span.open:
                    break
                place += 1
            found.append((begin, place))
            begin = place
            continue
        place += 1
    if begin < last:
        found.append((begin, last))
    return found


def _ends_inside(words: Words, span: Quote, behind: int) -> bool:
    """Whether the sentence ended before the closing mark: «… كثيرا.» وقال …"""
    if not span.closed or words.word[span.close - 1] not in _STOPS:
        return False
    return words.word[behind].startswith("و") and len(words.word[behind]) > 3


def _is_end(words: Words, place: int, first: int, last: int) -> bool:
    if words.word[place] != ".":
        return True
    if place == first:
        return False
    before = words.word[place - 1]
    if len(before) == 1 and before.isalpha():
        return words.space_before(place)
    if place + 1 < last and words.start[place + 1] == words.end[place]:
        behind = words.word[place + 1]
        return not (behind.isascii() and behind.isalnum()) and behind not in "،,"
    return True
