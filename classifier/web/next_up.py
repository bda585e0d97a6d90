"""Which statement to look at next: the least sure first, but never ten of the same voice.

Each time a speaker or an article is chosen, what remains of them counts for less, so that a short
session sees many voices.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from classifier.web.rows import Found, doubt_of

#: What the doubt of a statement is multiplied by for each one chosen of its article, its speaker.
SAME_ARTICLE = 0.8
SAME_SPEAKER = 0.7
CANDIDATES = 1_000


def choose_next(found: Sequence[Found], most: int) -> list[Found]:
    """Choose at most so many, the best first; deterministic.

    >>> def one(article, speaker, sure):
    ...     shares = {"opposed": sure, "neutral": 1 - sure}
    ...     return Found(article, 0, {"speaker": speaker, "stance_probabilities": shares}, "")
    >>> chosen = choose_next([one("a", "سالم", .5), one("a", "سالم", .55), one("b", "هدى", .6)], 2)
    >>> [each.line["speaker"] for each in chosen]
    ['سالم', 'هدى']
    """
    articles: Counter[str] = Counter()
    speakers: Counter[str] = Counter()

    def worth(each: Found) -> float:
        same = speakers[_speaker(each)] if _speaker(each) else 0
        return doubt_of(each.line) * SAME_ARTICLE ** articles[each.article] * SAME_SPEAKER**same

    left = list(found)
    chosen: list[Found] = []
    while left and len(chosen) < most:
        best = max(range(len(left)), key=lambda place: (worth(left[place]), -place))
        each = left.pop(best)
        articles[each.article] += 1
        speakers[_speaker(each)] += 1
        chosen.append(each)
    return chosen


def _speaker(each: Found) -> str:
    return str(each.line.get("speaker_canonical") or each.line.get("speaker") or "")
