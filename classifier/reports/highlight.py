"""An article's text cut into pieces, so that its statements can be shown in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from classifier.reports.told import Told


class Piece(NamedTuple):
    """A stretch of text in one role: `content` is what was said, without its frame."""

    text: str
    content: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pieces of one statement, or of none (`told` is None); `first` begins the statement."""

    told: Told | None
    first: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with its statements; `strayed`: how many do not stand where they should."""

    stretches: tuple[Stretch, ...]
    strayed: int
    cut: bool


def mark(text: str, told: Sequence[Told], longest: int = 40_000) -> Marked:
    """Cut `text` at the borders of its statements.

    Of overlapping statements the one that begins last has the letters. A statement whose text is
    not what stands at its place is left out and counted.

    >>> text = "افتتاح. قال سالم إنه يقبل. ختام."
    >>> said = Told(0, "قال سالم إنه يقبل.", start=8, end=26, content_start=17, content_end=25)
    >>> [(s.told is said, [p.text for p in s.pieces]) for s in mark(text, [said]).stretches]
    [(False, ['افتتاح. ']), (True, ['قال سالم ', 'إنه يقبل', '.']), (False, [' ختام.'])]
    """
    placed = [one for one in told if _stands(text, one)]
    end = min(len(text), longest)
    shown = sorted((one for one in placed if _start(one) < end), key=_start)
    borders = {0, end}
    for one in shown:
        borders |= {_start(one), one.end or 0, *_content(one)}
    cuts = sorted(border for border in borders if 0 <= border <= end)
    stretches: list[Stretch] = []
    begun: set[int] = set()
    for start, stop in pairwise(cuts):
        owner = _owner(shown, start)
        inside = owner is not None and _content(owner)[0] <= start < _content(owner)[1]
        piece = Piece(text[start:stop], inside)
        if stretches and stretches[-1].told is owner:
            last = stretches.pop()
            stretches.append(Stretch(owner, last.first, (*last.pieces, piece)))
        else:
            first = owner is not None and owner.number not in begun
            stretches.append(Stretch(owner, first, (piece,)))
            begun |= {owner.number} if owner else set()
    return Marked(tuple(stretches), len(told) - len(placed), len(text) > longest)


def _start(told: Told) -> int:
    return told.start or 0


def _stands(text: str, told: Told) -> bool:
    return told.start is not None and text[told.start : told.end] == told.text


def _content(told: Told) -> tuple[int, int]:
    first, last = told.content_start, told.content_end
    return (-1, -1) if first is None or last is None else (first, last)


def _owner(shown: Sequence[Told], place: int) -> Told | None:
    """The last to begin of the statements that cover a place (`shown` goes by start)."""
    return next((one for one in reversed(shown) if _start(one) <= place < (one.end or 0)), None)
