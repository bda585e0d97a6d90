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
#: What stands round most words: no letter, digit or line.
MARKS = "«»،؛؟.:!()[]\"'“”‘’…-–—"
#: What may stand before a name.
_BEFORE = frozenset(("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل"))
_ENDINGS = ("يون", "يين", "يان", "يات", "يه", "يا", "ي")
_SHORTEST = 3
#: Words remembered between calls: about the distinct words of 20,000 articles.
_REMEMBERED = 1 << 17


@cache
def _forms() -> dict[str, str]:
    """Folded names of states, capitals and nationals in all their forms, and how each is seen."""
    known = {fold(row["adjective"]) for row in lexicons.table("nationalities")} - NO_NATIONALITY
    stems = [name[:-1] for name in known if name.endswith("ي") and len(name) > _SHORTEST]
    seen: dict[str, str] = {}
    for article in ("ال", ""):  # of two readings that without an article counts, then the name
        for ending in reversed(_ENDINGS):
            seen |= {f"{article}{name}{ending}": f"{article}{SIDE}{ending}" for name in stems}
    return seen | {fold(row["word"]): SIDE for row in lexicons.rows("side_names")}


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
    word = chunk.strip(MARKS)
    if word.isalpha() and (len(set(word)) > len(word) - 2 or not _DRAWN_OUT.search(word)):
        seen = _masked_word(word)  # nearly always: one word, no letter three times
        return chunk if seen == word else chunk.replace(word, seen, 1)
    return _WORD.sub(lambda found: _masked_word(found[0]), _DRAWN_OUT.sub(r"\1\1", chunk))


def _masked_word(word: str) -> str:
    forms = _forms()
    for length in (2, 1, 0):
        before, rest = word[:length], word[length:]
        if before in _BEFORE:
            if seen := forms.get(rest):
                return before + seen
            if before[-1:] == "ل" == rest[:1] and (seen := forms.get("ا" + rest)):
                return before + seen.removeprefix("ا")  # «للسودان» is ل and السودان
    return word if word.isalpha() else _DIGITS.sub(NUMBER, word)
