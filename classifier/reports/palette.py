"""How labels look: colour, pattern and sign, so that no label rests on its colour alone.

The colours of the codebook's labels keep their distance under the common kinds of colour
blindness (at least 23 in CIELAB, chosen by a search; a test holds it); each has a pattern of its
own for print and a sign for text. Labels of a user's own scheme take spare ones, in a row.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

_PATTERNS = ("solid", "slant", "grid", "dots", "level", "upright")


@dataclass(frozen=True, slots=True)
class Look:
    """Fields: `key` is safe as a class name; `ink` is the colour of text upon `colour`."""

    key: str
    label: str
    colour: str
    ink: str
    pattern: str
    sign: str


_OWN: dict[str, tuple[str, str, str, str]] = {
    "supportive": ("#14708f", "#ffffff", "solid", "+"),
    "conditional": ("#e8ae38", "#2b2000", "slant", "±"),
    "opposed": ("#9e2f22", "#ffffff", "grid", "−"),
    "accusing": ("#c48ce2", "#2a0f38", "dots", "!"),
    "neutral": ("#99a3aa", "#14181b", "solid", "○"),
    "unrelated": ("#dfe4e7", "#33393d", "level", "·"),
    "positive": ("#14708f", "#ffffff", "solid", "+"),
    "negative": ("#9e2f22", "#ffffff", "grid", "−"),
}
_SPARE = (
    ("#14708f", "#ffffff"),
    ("#e8ae38", "#2b2000"),
    ("#9e2f22", "#ffffff"),
    ("#c48ce2", "#2a0f38"),
    ("#3f7d4e", "#ffffff"),
    ("#6a5aa0", "#ffffff"),
    ("#7fc3dd", "#0c2a35"),
    ("#8a6b4a", "#ffffff"),
)


def looks(labels: tuple[str, ...], prefix: str) -> dict[str, Look]:
    """One look a label; keys are the prefix and a number, whatever the labels are called.

    >>> found = looks(("opposed", "<b>"), "l")
    >>> found["opposed"].sign, found["<b>"].key, found["<b>"].sign
    ('−', 'l1', 'B')
    """
    found: dict[str, Look] = {}
    taken = {_OWN[label][0] for label in labels if label in _OWN}
    spare = itertools.cycle([pair for pair in _SPARE if pair[0] not in taken] or _SPARE)
    for place, label in enumerate(labels):
        if label in _OWN:
            colour, ink, pattern, sign = _OWN[label]
        else:
            colour, ink = next(spare)
            pattern, sign = _PATTERNS[place % len(_PATTERNS)], chr(ord("A") + place % 26)
        found[label] = Look(f"{prefix}{place}", label, colour, ink, pattern, sign)
    return found
