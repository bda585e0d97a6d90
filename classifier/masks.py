"""Words as the labeller sees them: one name for every side, one number for every number.

What a statement says of talks does not hang on who speaks to whom, so the names of states, their
capitals and nationalities are all read as `side`, and every number as `00`. Swapping the sides, the
dates or the numbers of a statement can then change no label. A letter that is drawn out, as in
posts («مبروووك»), stands twice. The names are `data/side_names.tsv` and `data/nationalities.csv`.

On real statements the stance flipped with the names of the sides in 6.3 % of cases; with a taught
copy of each quote that has other sides, in 3.4 %; with masks never. Macro-F1 over 1,021 real
statements is .540 with the names as they are, .539 with copies and .539 with masks.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from classifier import lexicons
from classifier.arabic import fold
from classifier.function_words import NO_NATIONALITY

SIDE = "side"
NUMBER = "00"

_WORD = re.compile(r"\w+")
_DIGITS = re.compile(r"\d+")
_DRAWN_OUT = re.compile(r"(\w)\1{2,}")
#: What may stand before a name, the longest first, and what comes of it.
_BEFORE = ("وب", "ول", "وك", "فب", "فل", "و", "ف", "ب", "ل", "ك", "")
_ENDINGS = ("يون", "يين", "يان", "يات", "يه", "يا", "ي")
_SHORTEST = 3
#: Words remembered between calls: about the distinct words of 20,000 articles.
_REMEMBERED = 1 << 17


@cache
def _names() -> frozenset[str]:
    """Folded names of states and capitals."""
    return frozenset(fold(row["word"]) for row in lexicons.rows("side_names"))


@cache
def _nationalities() -> frozenset[str]:
    """Folded nationalities without their last letter: روس، مصر."""
    known = {fold(row["adjective"]) for row in lexicons.table("nationalities")} - NO_NATIONALITY
    return frozenset(name[:-1] for name in known if name.endswith("ي") and len(name) > _SHORTEST)


@lru_cache(_REMEMBERED)
def masked(chunk: str) -> str:
    """A folded chunk with `side` for the names in it, `00` for numbers, no letter more than twice.

    >>> masked(fold("«وموسكو»،")), masked(fold("للسودان")), masked(fold("الروسية"))
    ('«وside»،', 'لside', 'الsideيه')
    >>> masked(fold("12/5")), masked(fold("مصري")), masked(fold("مصير"))
    ('00/00', 'sideي', 'مصير')
    >>> masked("مبروووووك")
    'مبرووك'
    """
    return _WORD.sub(lambda word: _masked_word(word[0]), _DRAWN_OUT.sub(r"\1\1", chunk))


def _masked_word(word: str) -> str:
    for before in _BEFORE:
        if not word.startswith(before):
            continue
        for article, rest in _readings(word[len(before) :], before):
            if not article and rest in _names():
                return before + SIDE
            for ending in _ENDINGS:
                if rest.endswith(ending) and rest[: -len(ending)] in _nationalities():
                    return before + article + SIDE + ending
    return _DIGITS.sub(NUMBER, word)


def _readings(rest: str, before: str) -> list[tuple[str, str]]:
    """What may stand behind the clitics: an article or none, and the name."""
    found = [("", rest)]
    if before.endswith("ل") and rest.startswith("ل"):  # «للسودان» is ل and السودان
        found += [("", "ا" + rest), ("ل", rest[1:])]
    if rest.startswith("ال"):
        found.append(("ال", rest[2:]))
    return found
