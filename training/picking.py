"""What to label next: the statements that the model is least sure of, no two alike.

A label costs the same wherever it is given, and brings most where the model wavers and where it
has seen nothing like it. So statements are ranked by uncertainty, of near-duplicates only the
first is taken, and speakers and articles take turns: nobody comes twice before everybody who
wavers came once.

`suspects` looks the other way: among labels that were given, those that a model which did not
see them finds unlikely.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from classifier.arabic import fold
from classifier.reports.told import shares_of
from training import calibration
from training.exchange import Guess, Mark, Task
from training.lessons import OutOfFold
from training.quotes import HEADS, Quote
from training.splits import near_duplicates

Row = Mapping[str, Any]

#: Of so many statements for each one wanted, the most uncertain, the choice is made.
POOL = 40
#: Fields of a prediction line that go along to the annotator.
_SHOWN = (
    *("article_id", "start", "end", "title", "date", "outlet", "speaker", "role", "party"),
    *("form", "cue", "context_before", "context_after"),
)


def margin(shares: Mapping[str, float]) -> float:
    """How near the second label comes to the first: 1 is a tie, 0 certainty.

    >>> margin({"opposed": 0.5, "accusing": 0.4, "neutral": 0.1})
    0.9
    """
    ranked = sorted(shares.values(), reverse=True)
    return round(1 - (ranked[0] - ranked[1]), 12) if len(ranked) > 1 else 0.0


def entropy(shares: Mapping[str, float]) -> float:
    """How evenly the probability is spread: 1 over all labels, 0 on one.

    >>> entropy({"opposed": 0.5, "accusing": 0.5}), entropy({"opposed": 1.0, "accusing": 0.0})
    (1.0, 0.0)
    """
    bits = -sum(share * math.log(share) for share in shares.values() if share > 0)
    return round(bits / math.log(len(shares)), 12) + 0.0 if len(shares) > 1 else 0.0


MEASURES: dict[str, Callable[[Mapping[str, float]], float]] = {
    "margin": margin,
    "entropy": entropy,
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement that could be labelled next, and how uncertain its label is (0 to 1)."""

    task: Task
    uncertainty: float

    @property
    def speaker(self) -> str:
        """Who says it, comparable; empty when unknown."""
        return fold(str(self.task.fields.get("speaker") or ""))

    @property
    def article(self) -> str:
        """Where it stands; empty when unknown."""
        return str(self.task.fields.get("article_id") or "")


def candidates(rows: Iterable[Row], by: str = "margin") -> Iterator[Candidate]:
    """Prediction lines as candidates; the head is stance, or the only one that they have.

    Lines without probabilities are passed over.
    """
    for row in rows:
        shares = {head: shares_of(row.get(f"{head}_probabilities")) for head in HEADS}
        head = next((head for head in HEADS if shares[head]), None)
        text = row.get("text")
        if head is None or not isinstance(text, str) or not text.strip():
            continue
        value = MEASURES[by](shares[head])
        guesses = {
            head: Guess(label, round(own.get(label, 0.0), 4))
            for head, own in shares.items()
            if own and isinstance(label := row.get(head), str) and label
        }
        fields = {name: row[name] for name in _SHOWN if row.get(name) not in (None, "")}
        mark = Mark(0, len(text), guesses=guesses)
        own_id = str(row.get("statement_id") or row.get("id") or "")
        task = Task(own_id, text, "quote", (mark,), fields | {"uncertainty": round(value, 4)})
        yield Candidate(task, value)


class Choice(NamedTuple):
    """What was chosen, of how many, and how many were left out as known or as near-duplicates."""

    chosen: tuple[Candidate, ...]
    seen: int
    known: int
    alike: int


def choose(found: Iterable[Candidate], number: int, known: Sequence[Quote] = ()) -> Choice:
    """The `number` statements to label next, the most uncertain first.

    `known` are quotes that have labels already: they and their near-duplicates are left out.
    """
    labelled = {hash(fold(quote.text)) for quote in known}
    texts: set[int] = set()
    seen = old = same = 0

    def fresh() -> Iterator[tuple[float, int, Candidate]]:
        nonlocal seen, old, same
        for one in found:
            seen += 1
            text = hash(fold(one.task.text))
            old += text in labelled
            same += text in texts
            if text not in labelled and text not in texts:
                texts.add(text)
                yield -one.uncertainty, seen, one

    pool = [one for *_, one in heapq.nsmallest(POOL * number, fresh(), key=lambda own: own[:2])]
    kept = _unlike(pool, known)
    chosen = _in_turns(kept, number)
    return Choice(tuple(chosen), seen, old, same + len(pool) - len(kept))


def _unlike(pool: Sequence[Candidate], known: Sequence[Quote]) -> list[Candidate]:
    """The first of all that are nearly the same text, unless that is a known one."""
    quotes = [*known, *(_as_quote(one.task) for one in pool)]
    alike: dict[int, list[int]] = defaultdict(list)
    for earlier, later in near_duplicates(quotes):
        alike[later].append(earlier)
    taken = set(range(len(known)))
    for place in range(len(known), len(quotes)):
        if taken.isdisjoint(alike[place]):
            taken.add(place)
    return [one for place, one in enumerate(pool, len(known)) if place in taken]


def _as_quote(task: Task) -> Quote:
    names = {name: str(task.fields.get(name) or "") for name in ("speaker", "party")}
    return Quote(task.text, {}, speaker=names["speaker"], party=names["party"])


def _in_turns(pool: Sequence[Candidate], number: int) -> list[Candidate]:
    """In order of uncertainty, nobody's second statement before everybody's first."""
    chosen: list[Candidate] = []
    left = list(pool)
    speakers: Counter[str] = Counter()
    articles: Counter[str] = Counter()
    turn = 0
    while left and len(chosen) < number:
        turn += 1
        waiting: list[Candidate] = []
        for one in left:
            free = not one.speaker or speakers[one.speaker] < turn
            free = free and (not one.article or articles[one.article] < turn)
            if free and len(chosen) < number:
                chosen.append(one)
                speakers[one.speaker] += 1
                articles[one.article] += 1
            else:
                waiting.append(one)
        left = waiting
    return chosen


# --- labels that may be wrong --------------------------------------------------------------


def suspects(
    quotes: Sequence[Quote], found: Mapping[str, OutOfFold], number: int, source: set[str]
) -> list[Task]:
    """The labels that a model which did not see them finds least likely, the worst first.

    `quotes` are those that `found` was made from; only those read from `source` are suspected.
    How suspicious a label is: the probability of the likeliest label less that of its own.
    """
    worst: dict[int, tuple[float, str, dict[str, Guess]]] = {}
    for head, own in found.items():
        temperature, _ = calibration.fit(own.values, own.gold, own.labels, with_offsets=False)
        shares = calibration.softmax(own.values / temperature)
        for place, gold, row in zip(own.places, own.gold, shares, strict=True):
            best = int(np.argmax(row))
            doubt = float(row[best] - row[own.labels.index(gold)])
            if doubt <= 0 or quotes[place].source not in source:
                continue
            before, why, guesses = worst.get(place, (0.0, "", {}))
            guesses[head] = Guess(own.labels[best], round(float(row[best]), 4))
            worst[place] = (doubt, head, guesses) if doubt > before else (before, why, guesses)
    ranked = sorted(worst.items(), key=lambda item: (-item[1][0], item[0]))
    return [
        _suspect(quotes[place], doubt, head, guesses)
        for place, (doubt, head, guesses) in ranked[:number]
    ]


def _suspect(quote: Quote, doubt: float, head: str, guesses: Mapping[str, Guess]) -> Task:
    facts = ("speaker", "party", "topic", "article_id", "date", "outlet", "origin")
    fields = {name: getattr(quote, name) for name in facts if getattr(quote, name)}
    fields |= dict(quote.extra) | {"doubt": round(doubt, 4), "doubted": head}
    mark = Mark(0, len(quote.text), dict(quote.labels), dict(guesses))
    return Task(quote.id, quote.text, "quote", (mark,), fields, quote.source, quote.line)
