"""What a word is about: its stem, its concepts (talks, deal, refuse, battle …) and its tone.

The lists are `data/concepts.tsv`. Stemming is light: clitics and endings come off where three
letters remain, so that «المفاوضات», «ومفاوضات» and «للمفاوضات» are one word. It need not be right
as grammar, only the same for the same word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from classifier import lexicons
from classifier.arabic import fold

Concepts = tuple[str, ...]

#: The concepts that make a statement one about negotiations.
NEGOTIATION = frozenset({"talks", "mediation", "deal", "truce", "peace", "meeting", "proposal"})
NEGATION = "negation"
TONES = ("positive", "negative")

#: What may stand before a listed word: conjunctions, prepositions, the article and their chains.
_PROCLITICS = (
    *("", "و", "ف", "ب", "ل", "ك", "ال", "وال", "فال", "بال", "كال", "لل", "ولل", "وب", "ول"),
    *("س", "وس", "فس"),
)
#: The person marks of the verb: only before words listed whole.
_PERSONS = ("ي", "ت", "ن", "سي", "ست", "سن", "وي", "وت", "ون")
_STEM_STARTS = ("وال", "فال", "بال", "كال", "ولل", "لل", "ال", "و", "ف", "ب", "ل", "ك")
_STEM_ENDS = (
    *("هما", "كما", "ات", "ون", "ين", "ان", "ها", "هم", "نا", "يه", "ته", "ه", "ي", "ا", "ت"),
)
_STEM_LEAST = 3
#: A `*` in the list stands for at most so many letters, and at least three must be written out.
_LONGEST_ENDING = 5
_LEAST_START = 3
#: Words remembered between calls: about the distinct words of 20,000 articles.
_REMEMBERED = 1 << 17


def _by_letter(affixes: Iterable[str], place: int) -> dict[str, tuple[str, ...]]:
    """Affixes by their first (0) or last (-1) letter, each list in the given order.

    >>> _by_letter(("ات", "ه", "ته"), -1)
    {'ت': ('ات',), 'ه': ('ه', 'ته')}
    """
    found: dict[str, tuple[str, ...]] = {}
    for affix in affixes:
        found[affix[place]] = (*found.get(affix[place], ()), affix)
    return found


_STARTS_BY_LETTER = _by_letter(_STEM_STARTS, 0)
_ENDS_BY_LETTER = _by_letter(_STEM_ENDS, -1)
#: What may stand before a listed word; only one that is listed whole stands behind a person mark.
_BEFORE = dict.fromkeys(_PROCLITICS, False) | dict.fromkeys(_PERSONS, True)
_FIRST_LETTERS = frozenset(before[:1] for before in _BEFORE)


@lru_cache(_REMEMBERED)
def stem(word: str) -> str:
    """A folded word without one chain of proclitics and one ending.

    >>> stem(fold("والمفاوضات")) == stem(fold("للمفاوضات"))
    True
    >>> stem("لا")
    'لا'
    """
    if len(word) <= _STEM_LEAST:
        return word
    for start in _STARTS_BY_LETTER.get(word[0], ()):
        if word.startswith(start) and len(word) - len(start) >= _STEM_LEAST:
            word = word[len(start) :]
            break
    for end in _ENDS_BY_LETTER.get(word[-1], ()):
        if word.endswith(end) and len(word) - len(end) >= _STEM_LEAST:
            return word[: -len(end)]
    return word


@cache
def _tables() -> tuple[dict[str, Concepts], dict[str, Concepts], dict[tuple[str, str], Concepts]]:
    """Whole words, beginnings (listed with `*`) and pairs, each with its concepts in list order."""
    whole: dict[str, Concepts] = {}
    starts: dict[str, Concepts] = {}
    pairs: dict[tuple[str, str], Concepts] = {}
    for row in lexicons.rows("concepts"):
        word, concept = fold(row["word"]), (row["concept"],)
        first, _, second = word.partition(" ")
        if second:
            pairs[first, second] = pairs.get((first, second), ()) + concept
        elif word.endswith("*"):
            starts[word[:-1]] = starts.get(word[:-1], ()) + concept
        else:
            whole[word] = whole.get(word, ()) + concept
    return whole, starts, pairs


@cache
def names() -> tuple[str, ...]:
    """Every concept of the list, in alphabetical order."""
    return tuple(sorted({row["concept"] for row in lexicons.rows("concepts")}))


def pairs() -> dict[tuple[str, str], Concepts]:
    """The listed pairs of words, each with its concepts in list order."""
    return _tables()[2]


@lru_cache(_REMEMBERED)
def concepts_of(word: str) -> Concepts:
    """The concepts of one folded word, in the order of the list; empty when it has none.

    >>> concepts_of(fold("وللمفاوضات"))
    ('talks',)
    """
    openings = _openings()
    found: list[str] = []
    for length in (0, 1, 3, 2) if word[:1] in _FIRST_LETTERS else (0,):
        if word[length : length + _LEAST_START] not in openings:
            continue
        if (person := _BEFORE.get(word[:length])) is not None:
            whole, starts, _ = _tables()
            rest = word[length:]
            found += whole.get(rest, ())
            if not person:
                found += _by_start(rest, starts)
    return tuple(dict.fromkeys(found)) if found else ()


@cache
def _openings() -> frozenset[str]:
    """The first letters of all that is listed: most words have others."""
    whole, starts, _ = _tables()
    return frozenset(word[:_LEAST_START] for word in (*whole, *starts) if len(word) > 1)


def _by_start(rest: str, starts: dict[str, Concepts]) -> Concepts:
    """The concepts of the longest listed beginning that leaves a short enough ending."""
    shortest = max(_LEAST_START, len(rest) - _LONGEST_ENDING)
    for length in range(len(rest), shortest - 1, -1):
        if (known := starts.get(rest[:length])) is not None:
            return known
    return ()


def concepts_in(words: Sequence[str]) -> list[Concepts]:
    """The concepts of each word of a text, pairs counted for their first word.

    >>> concepts_in(fold("لا لوقف إطلاق النار").split())[1]
    ('truce',)
    """
    _, _, pairs = _tables()
    found = [concepts_of(word) for word in words]
    for place, (word, following) in enumerate(pairwise(words)):
        more = pairs.get((word, following)) or pairs.get((stem(word), following))
        if more:
            found[place] = tuple(dict.fromkeys(found[place] + more))
    return found
