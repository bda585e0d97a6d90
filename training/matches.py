"""How good the finding is: extracted statements against those of gold articles.

Two spans match when their shared length over their joint length reaches a threshold (both sides
count, so an over-long span is punished); matching is one to one, best overlap first. The numbers
are those of the project's yardstick (`tools/score_statements.py` of the shared folder).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from classifier.arabic import fold
from classifier.errors import InputError

THRESHOLDS = (0.3, 0.8)
Row = Mapping[str, Any]
Pair = tuple[Row, Row]

_SERVANT = re.compile(r"\bعبد ?ال")
_LONG_VOWEL = re.compile("[اوي]")
_WORD = re.compile(r"\w+")
#: Hamza seats as the yardstick writes them: `fold` makes them the bare hamza.
_SEATS = str.maketrans({"ؤ": "و", "ئ": "ي"})


def name_words(name: str) -> frozenset[str]:
    """The words of a name, comparable: long vowels of longer ones left out.

    >>> name_words("ديمتري") == name_words("دميتري")
    True
    >>> name_words("عبد العزيز") == name_words("عبدالعزيز")
    True
    """
    joined = _SERVANT.sub("عبدال", fold((name or "").translate(_SEATS)))
    words = [word for word in _WORD.findall(joined) if len(word) > 1]
    return frozenset(
        word[0] + _LONG_VOWEL.sub("", word[1:]) if len(word) > 4 else word for word in words
    )


def same_name(gold: str, predicted: str) -> bool:
    """Every word of the shorter name stands in the longer, which is at most four words longer.

    >>> same_name("بيسكوف", "ديمتري بيسكوف")
    True
    """
    wanted, found = name_words(gold), name_words(predicted)
    if wanted == found or not wanted or not found:
        return wanted == found
    nested = wanted <= found or found <= wanted
    near = len(found) <= len(wanted) + 4
    return nested and near and any(len(word) > 2 for word in wanted & found)


def overlap(one: Row, other: Row) -> float:
    """Shared length over joint length, 0 to 1."""
    shared = min(one["end"], other["end"]) - max(one["start"], other["start"])
    joint = max(one["end"], other["end"]) - min(one["start"], other["start"])
    return shared / joint if shared > 0 else 0.0


def match(gold: Sequence[Row], predicted: Sequence[Row], threshold: float) -> list[Pair]:
    """Pairs of (gold, predicted), one to one, best overlap first."""
    candidates = sorted(
        ((overlap(g, p), i, j) for i, g in enumerate(gold) for j, p in enumerate(predicted)),
        reverse=True,
    )
    used_gold: set[int] = set()
    used_found: set[int] = set()
    pairs: list[Pair] = []
    for value, i, j in candidates:
        if value < threshold:
            break
        if i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            pairs.append((gold[i], predicted[j]))
    return pairs


def score(articles: Sequence[Row], predicted: Sequence[Row]) -> dict[str, dict[str, Any]]:
    """Precision, recall, F1, speakers and stances at each threshold, keyed «0.3» and «0.8».

    `predicted` rows have `article_id` (`ID#2`, the second article of a page, counts for ID).

    Raises:
        InputError: the gold holds no statements.
    """
    by_article = _by_article({article["id"] for article in articles}, predicted)
    if not any(article["statements"] for article in articles):
        message = "the gold articles hold no statements; check the file"
        raise InputError(message)
    return {
        str(threshold): _at(threshold, articles, by_article, predicted) for threshold in THRESHOLDS
    }


def paired(
    articles: Sequence[Row], predicted: Sequence[Row], threshold: float
) -> list[tuple[Row, Row, Row | None]]:
    """Every gold statement with its article, and the extracted one that matches it, if any does."""
    by_article = _by_article({article["id"] for article in articles}, predicted)
    found: list[tuple[Row, Row, Row | None]] = []
    for article in articles:
        pairs = match(article["statements"], by_article.get(article["id"], ()), threshold)
        partner = {id(gold): other for gold, other in pairs}
        found += [(article, gold, partner.get(id(gold))) for gold in article["statements"]]
    return found


def _by_article(ids: set[str], predicted: Sequence[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in predicted:
        name = row["article_id"]
        found[name if name in ids else name.rsplit("#", 1)[0]].append(row)
    return found


def _at(
    threshold: float,
    articles: Sequence[Row],
    by_article: Mapping[str, Sequence[Row]],
    predicted: Sequence[Row],
) -> dict[str, Any]:
    gold = [statement for article in articles for statement in article["statements"]]
    pairs = [
        pair
        for article in articles
        for pair in match(article["statements"], by_article.get(article["id"], ()), threshold)
    ]
    forms = Counter(row.get("form", "") for row in gold)
    found = Counter(row.get("form", "") for row, _ in pairs)
    right = sum(same_name(g.get("speaker", ""), p.get("speaker", "")) for g, p in pairs)
    stance = sum(g.get("stance") == p.get("stance") for g, p in pairs)
    precision, recall = _share(len(pairs), len(predicted)), _share(len(pairs), len(gold))
    return {
        "precision": precision,
        "recall": recall,
        "f1": _share(2 * len(pairs), len(predicted) + len(gold)),
        "recall_by_form": {form: _share(found[form], forms[form]) for form in sorted(forms)},
        "speaker_on_matched": _share(right, len(pairs)),
        "speaker_on_gold": _share(right, len(gold)),
        "stance_on_matched": _share(stance, len(pairs)),
        "party_on_matched": _party_share(pairs),
        "stance_macro_f1_on_gold": _stance_macro_f1(gold, pairs, predicted),
    }


def _share(part: float, whole: float) -> float:
    return round(part / whole, 4) if whole else 0.0


def _party_share(pairs: Sequence[Pair]) -> float | None:
    named = [(g, p) for g, p in pairs if g.get("party")]
    right = sum(same_name(g["party"], p.get("party", "")) for g, p in named)
    return _share(right, len(named)) if named else None


def _stance_macro_f1(gold: Sequence[Row], pairs: Sequence[Pair], predicted: Sequence[Row]) -> float:
    """Over all gold statements: one that was missed is a wrong label."""
    wanted = Counter(row.get("stance") for row in gold)
    given = Counter(row.get("stance") for row in predicted)
    right = Counter(g["stance"] for g, p in pairs if g.get("stance") == p.get("stance"))
    return _share(
        sum(2 * right[label] / (wanted[label] + given[label]) for label in wanted), len(wanted)
    )
