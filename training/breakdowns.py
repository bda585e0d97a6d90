"""Where a labeller errs: the wrong labels to read, and how well each group is labelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from training import scores
from training.circumstances import KINDS, Circumstances
from training.fairness import Outcome, compared
from training.quotes import Quote

#: So many errors are kept, the surest first: those teach most, being faults of labels or of words.
MOST_ERRORS = 200


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


def by(
    quotes: Sequence[Quote],
    told: Sequence[Circumstances],
    head: str,
    given: Sequence[str],
) -> dict[str, dict[str, Any]]:
    """How well each group of quotes is labelled, by their circumstances (`told`, one a quote).

    Returns:
        `by`: kind → group → n, accuracy with its interval, what it is elsewhere, macro-F1, verdict;
        `few`: kind → how many groups, and quotes, are too few to be told apart (see `fairness`).
    """
    outcomes = [
        Outcome(
            label == quote.labels[head], quote.article_id or quote.place, quote.labels[head], own
        )
        for quote, own, label in zip(quotes, told, given, strict=True)
    ]
    found, few = compared(outcomes, KINDS)
    tables: dict[str, Any] = {
        kind: {name: group.as_json() for name, group in groups.items()}
        for kind, groups in found.items()
    }
    for kind, table in tables.items():
        for name, figures in table.items():
            places = [n for n, own in enumerate(told) if own[kind] == name]
            gold = [quotes[n].labels[head] for n in places]
            figures["macro_f1"] = round(scores.macro_f1(gold, [given[n] for n in places]), 4)
    return {"by": {kind: table for kind, table in tables.items() if table}, "few": few}
