"""What a labeller has to beat: the most frequent label, and a list of keywords."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from classifier.arabic import fold
from classifier.lexicons import parse
from training import scores
from training.quotes import Quote
from training.schemes import CODEBOOK


def baselines(quotes: Sequence[Quote]) -> dict[str, Any]:
    """What the most frequent label, and a list of keywords, would score on the same quotes."""
    found: dict[str, Any] = {"majority": {}, "keywords": {}}
    words = _keywords()
    for head in CODEBOOK:
        rows = [(quote.labels[head], quote.text) for quote in quotes if head in quote.labels]
        if not rows:
            continue
        gold = [label for label, _ in rows]
        common = Counter(gold).most_common(1)[0][0]
        guesses = {"majority": [common] * len(gold)}
        if set(gold) <= set(CODEBOOK[head]):
            guesses["keywords"] = [_by_keyword(words, head, text) for _, text in rows]
        for name, given in guesses.items():
            found[name][head] = {
                "macro_f1": round(scores.macro_f1(gold, given), 4),
                "accuracy": round(scores.accuracy(gold, given), 4),
            }
    return found


def _keywords() -> list[tuple[str, str, str]]:
    """(head, label, folded word), in the order in which the first that is found decides."""
    path = Path(__file__).parent / "data" / "keywords.tsv"
    table = parse(path.read_text(encoding="utf-8"), "training/data/keywords.tsv")
    return [(row["head"], row["label"], fold(row["word"])) for row in table]


def _by_keyword(words: Sequence[tuple[str, str, str]], head: str, text: str) -> str:
    folded = fold(text)
    for own, label, word in words:
        if own == head and word in folded:
            return label
    return "unrelated" if head == "stance" else "neutral"
