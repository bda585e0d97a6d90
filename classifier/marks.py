"""Quotation marks, paired.

The press pairs its marks as it likes: « » beside “ ”, the same straight mark at both ends, one
forgotten, one too many. Marks are paired inside a paragraph by what stands around them, and a
mistake costs that paragraph's quote, never the document.

>>> from classifier.words import Words
>>> words = Words.of('قال: «لن نوقع "اتفاقا" أبدا» و"لن نغادر')
>>> [(quote.open, quote.close, quote.closed) for quote in quotes(words, 0, len(words))]
[(2, 9, True), (11, 14, False)]
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from classifier.cues import cue_forms
from classifier.words import Words

#: The curly marks and the straight one are one family, because right-to-left typing turns them
#: round («:”ماراثون … الحمر”»).
_DOUBLE = frozenset('"“”„‟＂')
#: Which marks close what each mark opens.
_CLOSERS = {
    "«": frozenset("»"),
    "((": frozenset({"))"}),
    "''": frozenset({"''"}),
    "‹": frozenset("›"),
    "‘": frozenset("’"),
} | dict.fromkeys(_DOUBLE, _DOUBLE)
#: Marks that can open a quote.
OPENERS = frozenset(_CLOSERS)
_MARKS = OPENERS.union(*_CLOSERS.values())
GUILLEMETS = frozenset("«»")
#: Marks that open a quotation at the head of a line.
LINE_OPENERS = frozenset('«"“”„‟')
ENDS = frozenset(".؟?!")


class Quote(NamedTuple):
    """A stretch between marks: `open` is the token of the mark, `close` that of the closing one.

    An unclosed quote has `closed` False and `close` is the token behind its last word.
    """

    open: int
    close: int
    closed: bool

    @property
    def length(self) -> int:
        """How many tokens stand inside."""
        return self.close - self.open - 1


@dataclass(slots=True)
class Quotes:
    """The quotes of a paragraph in order, for look-up by token."""

    found: list[Quote] = field(default_factory=list)
    _opens: list[int] = field(default_factory=list)

    def add(self, quote: Quote) -> None:
        """Append a quote; marks with nothing between them are none."""
        if quote.length > 0:
            self.found.append(quote)
            self._opens.append(quote.open)

    def __iter__(self) -> Iterator[Quote]:
        return iter(self.found)

    def at(self, token: int) -> Quote | None:
        """The quote that `token` opens, closes or lies in."""
        if not self._opens:
            return None
        place = bisect_right(self._opens, token) - 1
        if place < 0 or self.found[place].close < token:
            return None
        return self.found[place]

    def among(self, first: int, last: int) -> list[Quote]:
        """The quotes that touch the tokens `first` to `last`."""
        if not self._opens:
            return []
        begin = bisect_left(self._opens, first)
        if begin and self.found[begin - 1].close >= first:
            begin -= 1
        return self.found[begin : bisect_left(self._opens, last)]


def quotes(words: Words, first: int, last: int) -> Quotes:
    """The outermost quotes among the tokens `first` to `last` (one paragraph)."""
    return Pairing(words, first).read(first, last).finish(last)


@dataclass(slots=True)
class Pairing:
    """Pairs marks line by line, so that a quotation may run on over lines.

    Fields:
        first: the first token of the paragraph.
        opened: the mark that waits for its closing one, or -1.
    """

    words: Words
    first: int
    opened: int = -1
    _depth: int = 0
    _last_closer: int = -1  # the last mark that could close, though a nested one took it
    _searched: int = 0  # up to where the end of an unclosed quote was looked for
    _inner: set[str] = field(default_factory=set)  # marks since the quote opened
    _quotes: Quotes = field(default_factory=Quotes)

    def read(self, first: int, last: int) -> Pairing:
        """Go on over the tokens `first` to `last`."""
        word = self.words.word
        places = [at for at in self.words.signs_among(first, last) if word[at] in _MARKS]
        if not places:
            return self
        for place, next_guillemet in zip(places, _next_guillemets(word, places), strict=True):
            mark = word[place]
            if self.opened < 0:
                if mark in _CLOSERS and not _looks_closing(self.words, place):
                    self._open(place)
            elif mark in _CLOSERS[word[self.opened]]:
                self._meet_closer(place, mark)
            elif mark == word[self.opened]:
                self._depth += 1
                self._inner.add(mark)
            elif self._closes_foreign(place, next_guillemet):
                self._close(place, True)
            else:
                self._inner.add(mark)
        return self

    def is_open(self, last: int) -> bool:
        """Whether what is quoted before token `last` may go on behind it."""
        if self.opened < 0 or self._last_closer >= 0:
            return False
        begin = max(self.opened + 2, self._searched)
        self._searched = last - 1
        return _end_of_unclosed(self.words.word, begin, last) == last

    def finish(self, last: int) -> Quotes:
        """The quotes of the paragraph, that ends before token `last`."""
        if self.opened >= 0 and self._last_closer >= 0:
            self._close(self._last_closer, True)
        elif self.opened >= 0:
            self._close(_end_of_unclosed(self.words.word, self.opened + 2, last), False)
        return self._quotes

    def _open(self, place: int) -> None:
        self.opened, self._depth, self._last_closer = place, 1, -1
        self._inner.clear()

    def _close(self, place: int, closed: bool) -> None:
        self._quotes.add(Quote(self.opened, place, closed))
        self.opened = -1

    def _meet_closer(self, place: int, mark: str) -> None:
        opening = _looks_opening(self.words, place, self.opened)
        again = mark in _DOUBLE and _looks_opening(self.words, place, self.first)
        if again and place > self.opened + 1:
            # a second opening where a closing is due: the first one was never closed
            self._close(_end_of_unclosed(self.words.word, self.opened + 2, place), False)
            self._open(place)
            return
        self._depth -= 1
        if self._depth == 0:
            self._close(place, True)
            return
        self._inner.add(mark)
        if not opening:
            self._last_closer = place

    def _closes_foreign(self, place: int, next_guillemet: str) -> bool:
        """Whether a mark of another family closes the quote: «… الثقة", “… عائلة»."""
        mark = self.words.word[place]
        if mark == "»":
            return "«" not in self._inner
        if mark not in _DOUBLE or self.words.space_before(place):
            return False
        return _DOUBLE.isdisjoint(self._inner) and next_guillemet != "»"


def _next_guillemets(word: list[str], places: list[int]) -> list[str]:
    """For each mark the next « or » behind it, empty where none follows."""
    found, following = [], ""
    for place in reversed(places):
        found.append(following)
        if word[place] in GUILLEMETS:
            following = word[place]
    return found[::-1]


def _looks_closing(words: Words, place: int) -> bool:
    if words.word[place] not in _DOUBLE or words.space_before(place):
        return False
    return not words.letter_after(place)


def _looks_opening(words: Words, place: int, first: int) -> bool:
    before = place > first and words.word[place - 1] in ":("
    return (words.space_before(place) or before) and not words.space_after(place)


def _end_of_unclosed(word: list[str], begin: int, last: int) -> int:
    """Where an unclosed quote ends: before the sentence in which the reporter speaks again."""
    cues = cue_forms()
    for place in [at for at in range(begin, last - 1) if word[at] in ENDS]:
        behind = cues.get(word[place + 1])
        if behind is not None and behind.prefixed and behind.shape == "past":
            return place
    return last
