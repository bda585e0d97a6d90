r"""Where a marked stretch stands, whatever the tool counts.

Three things move offsets on the way through a tool and back: some count UTF-16 units (an emoji
is two), some turn «\r\n» into one line end, some people edit the text. An offset is therefore
believed only when the marked words stand there.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

from classifier.records import Span

_BREAK = re.compile(r"\r\n?")
CONTEXT = 32
"""Letters before and after a statement that are kept to find it again."""
MOST = 1_000
"""Places of the same words that are looked at."""


@dataclass(frozen=True, slots=True)
class Plain:
    r"""A text with plain line ends («\n»), and the way back to the one it was made of.

    >>> plain = Plain.of("قال:\r\nنعم")
    >>> plain.text, plain.to(6, 9), plain.back(5, 8)
    ('قال:\nنعم', Span(start=5, end=8), Span(start=6, end=9))
    >>> Plain.restore(plain.text, plain.ends)
    'قال:\r\nنعم'
    """

    text: str
    pairs: tuple[int, ...]
    ends: Any

    @classmethod
    def of(cls, text: str) -> Plain:
        r"""Make line ends plain.

        `ends` tells how to undo it: None where nothing was changed, the one line end where all
        are alike, else pairs of (offset in the plain text, line end).
        """
        if "\r" not in text:
            return cls(text, (), None)
        plain = _BREAK.sub("\n", text)
        pairs = tuple(found.start() for found in re.finditer("\r\n", text))
        kinds = [found[0] for found in re.finditer("\r\n?|\n", text)]
        if len(set(kinds)) == 1:
            return cls(plain, pairs, kinds[0])
        places = [found.start() for found in re.finditer("\n", plain)]
        ends = [[place, kind] for place, kind in zip(places, kinds, strict=True) if kind != "\n"]
        return cls(plain, pairs, ends)

    @staticmethod
    def restore(plain: str, ends: Any) -> str:
        """The text that `of` was given (whoever reads a file compares its digest)."""
        if not ends:
            return plain
        if isinstance(ends, str):
            return plain.replace("\n", ends)
        cuts = [0, *(place for place, _ in ends)]
        pieces = [plain[0 : cuts[1]]]
        for (place, kind), after in zip(ends, [*cuts[2:], len(plain)], strict=True):
            pieces += [kind, plain[place + 1 : after]]
        return "".join(pieces)

    def to(self, start: int, end: int) -> Span:
        """Offsets in the plain text; a border inside a line end takes the whole of it in."""
        return Span(
            start - bisect_right(self.pairs, start - 1), end - bisect_right(self.pairs, end - 2)
        )

    def back(self, start: int, end: int) -> Span:
        """Offsets in the text this one was made of."""
        return Span(self._back(start), self._back(end))

    def _back(self, offset: int) -> int:
        places = [pair - number for number, pair in enumerate(self.pairs)]
        return offset + bisect_left(places, offset)


def from_utf16(text: str, units: int) -> int:
    """The code point at so many UTF-16 units, as JavaScript counts.

    >>> "👍 نعم".index("نعم"), from_utf16("👍 نعم", 3)
    (2, 2)
    """
    if text.isascii() or max(text) <= "\uffff":
        return units
    cut = text.encode("utf-16-le", "surrogatepass")[: 2 * max(0, units)]
    return len(cut.decode("utf-16-le", "surrogatepass"))


def around(text: str, span: Span) -> tuple[str, str]:
    """The letters before and after a stretch, as they are.

    >>> around("قال: «نعم»، وغادر", Span(5, 10))
    ('قال: ', '، وغادر')
    """
    return text[max(0, span.start - CONTEXT) : span.start], text[span.end : span.end + CONTEXT]


def context_of(text: str, span: Span) -> tuple[str, str]:
    r"""The same on one line, for people and for finding the stretch again.

    >>> context_of("قال:\n «نعم»، وغادر", Span(6, 11))
    ('قال:', '، وغادر')
    """
    before, after = around(text, span)
    return _squeezed(before), _squeezed(after)


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def anchor(text: str, span: Span, quote: str, before: str = "", after: str = "") -> Span | int:
    r"""Where `quote` stands, believed to be at `span`; else how often it stands in the text.

    Tried in turn: the offsets as they are, as UTF-16 units, as those of a text with plain line
    ends; then the one place where the words stand, or the one that fits the context best.

    >>> anchor("👍 قال: نعم", Span(8, 11), "نعم")
    Span(start=7, end=10)
    >>> anchor("نعم، نعم", Span(1, 4), "نعم"), anchor("نعم، نعم", Span(1, 4), "نعم", before="، ")
    (2, Span(start=5, end=8))
    """
    if quote and span.start >= 0 and text[span.start : span.end] == quote:
        return span
    wanted = _BREAK.sub("\n", quote)
    plain = Plain.of(text)
    for found in _readings(text, span, plain):
        if wanted and _BREAK.sub("\n", text[found.start : found.end]) == wanted:
            return found
    places = list(islice(_occurrences(plain.text, wanted), MOST))
    if len(places) > 1:
        places = _best(plain.text, places, len(wanted), before, after) or places
    if len(places) != 1:
        return len(places)
    return plain.back(places[0], places[0] + len(wanted))


def _readings(text: str, span: Span, plain: Plain) -> Iterator[Span]:
    """What the two numbers may mean."""
    if not 0 <= span.start < span.end:
        return
    yield span
    yield Span(from_utf16(text, span.start), from_utf16(text, span.end))
    if plain.pairs:
        yield plain.back(*span)
        yield plain.back(from_utf16(plain.text, span.start), from_utf16(plain.text, span.end))


def _occurrences(text: str, wanted: str) -> Iterator[int]:
    place = text.find(wanted) if wanted else -1
    while place >= 0:
        yield place
        place = text.find(wanted, place + 1)


def _best(text: str, places: Sequence[int], size: int, before: str, after: str) -> list[int]:
    """The one place whose surroundings are most like the given ones, if there is one."""
    left, right = _squeezed(before)[::-1], _squeezed(after)

    def likeness(place: int) -> int:
        here = context_of(text, Span(place, place + size))
        return _shared(here[0][::-1], left) + _shared(here[1], right)

    ranked = sorted(places, key=likeness, reverse=True)
    first, second = next(pairwise(map(likeness, ranked)))
    return ranked[:1] if first > second else []


def _shared(one: str, other: str) -> int:
    """How many letters two texts have in common from the beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
