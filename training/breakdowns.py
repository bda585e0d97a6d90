"""Where a labeller errs: the wrong labels to read, and figures by topic, form, length, origin.

>>> [length_of("قال " * n) for n in (10, 40, 60, 90)]
['1–100', '101–200', '201–300', '301–']
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from training import scores
from training.quotes import Quote

#: Fewer quotes than these say nothing of their kind; all of them are in the whole figure.
FEWEST = 10
#: So many errors are kept, the surest first: those teach most, being faults of labels or of words.
MOST_ERRORS = 200
_STEP, _LAST = 100, 300
_INSIDE = re.compile(r"«[^»]*»|[\"“”„][^\"“”„]*[\"“”„]")
#: A statement with so much of its text inside marks is a direct one.
_DIRECT = 0.6


def errors(
    quotes: Sequence[Quote],
    head: str,
    given: Sequence[str],
    chances: Sequence[Mapping[str, float]],
) -> list[dict[str, Any]]:
    """The quotes with a wrong label, the surest errors first."""
    wrong = [
        (-sure[label], quote.id or quote.place, quote, label)
        for quote, label, sure in zip(quotes, given, chances, strict=True)
        if label != quote.labels[head]
    ]
    wrong.sort(key=lambda row: row[:2])
    return [
        {
            "id": name,
            "text": quote.text,
            "gold": quote.labels[head],
            "predicted": label,
            "confidence": round(-minus, 4),
        }
        for minus, name, quote, label in wrong[:MOST_ERRORS]
    ]


def by(quotes: Sequence[Quote], head: str, given: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Figures by each kind of group; a kind with a single group is left out."""
    found: dict[str, dict[str, Any]] = {}
    for kind, group_of in _KINDS.items():
        groups: dict[str, list[int]] = defaultdict(list)
        for place, quote in enumerate(quotes):
            groups[group_of(quote)].append(place)
        groups.pop("", None)
        if len(groups) > 1:
            found[kind] = {
                name: _figures([quotes[n].labels[head] for n in own], [given[n] for n in own])
                for name, own in sorted(groups.items())
                if len(own) >= FEWEST
            }
    return {kind: table for kind, table in found.items() if table}


def _figures(gold: Sequence[str], given: Sequence[str]) -> dict[str, float]:
    return {
        "n": len(gold),
        "macro_f1": round(scores.macro_f1(gold, given), 4),
        "accuracy": round(scores.accuracy(gold, given), 4),
    }


def form_of(quote: Quote) -> str:
    """`direct`, `mixed` or `reported`: as the file says, else by how much stands inside marks.

    >>> [form_of(Quote(text, {})) for text in ("«لن نوقع»", "قال إن الحوار «بدأ»", "قال إنه بدأ")]
    ['direct', 'mixed', 'reported']
    """
    told = quote.extra.get("form")
    if isinstance(told, str) and told:
        return told
    inside = sum(len(part) for part in _INSIDE.findall(quote.text))
    if not inside:
        return "reported"
    return "direct" if inside >= _DIRECT * len(quote.text) else "mixed"


def length_of(text: str) -> str:
    """The class of a text's length in characters."""
    first = min((max(len(text.strip()), 1) - 1) // _STEP * _STEP, _LAST) + 1
    return f"{first}–" if first > _LAST else f"{first}–{first + _STEP - 1}"


_KINDS: dict[str, Callable[[Quote], str]] = {
    "form": form_of,
    "length": lambda quote: length_of(quote.text),
    "origin": lambda quote: quote.origin,
    "topic": lambda quote: quote.topic,
}
