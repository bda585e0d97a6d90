"""Words as the labeller sees them: one name for every side, one number for every number.

What a statement says of talks does not hang on who speaks to whom, so the names of states, their
capitals and nationalities are all read as `side`, and every number as `00`. Swapping the sides, the
dates or the numbers of a statement can then change no label. A letter that is drawn out, as in
posts («مبروووك»), stands twice. The names are `data/side_names.tsv` and `data/nationalities.csv`.

A refusal that is denied is no refusal: «لا نرفض», «لم يعارض» and «غير رافضة» are read as the same
two words, so that «نرفض» keeps its own weight (`data/refusals.tsv`).

On real statements the stance flipped with the names of the sides in 6.3 % of cases; with a taught
copy of each quote that has other sides, in 3.4 %; with masks never. Macro-F1 over 1,021 real
statements is .540 with the names as they are, .539 with copies and .539 with masks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

from classifier import lexicons
from classifier.arabic import fold
from classifier.function_words import NO_NATIONALITY

SIDE = "side"
NUMBER = "00"
#: How a denied refusal is seen. Right labels on 180 plain sentences rise from 142 to 146, macro-F1
#: by topic from .715 to .718; of 1,482 real statements 3 hold one, and over all of them macro-F1 is
#: .527 (.529 without) and accuracy .667 (.668).
DENIED = ("denied", "refusal")

_WORD = re.compile(r"\w+")
_DIGITS = re.compile(r"\d+")
_DRAWN_OUT = re.compile(r"(\w)\1{2,}")
#: What stands round most words: no letter, digit or line.
MARKS = "«»،؛؟.:!()[]\"'“”‘’…-–—"
#: What may stand before a name.
_BEFORE = frozenset(("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل"))
_ENDINGS = ("يون", "يين", "يان", "يات", "يه", "يا", "ي")
_SHORTEST = 3
#: Letters that a `*` in the list of refusals stands for.
_LONGEST_ENDING = 3
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
    if word.isalpha() and not (_doubles(word) and _DRAWN_OUT.search(word)):
        seen = _masked_word(word)  # nearly always: one word, no letter three times
        return chunk if seen == word else chunk.replace(word, seen, 1)
    return _WORD.sub(lambda found: _masked_word(found[0]), _DRAWN_OUT.sub(r"\1\1", chunk))


def _doubles(word: str) -> bool:
    """Whether a letter stands twice: asked first, in a third of the time of the pattern."""
    before = ""
    for letter in word:
        if letter == before:
            return True
        before = letter
    return False


def _masked_word(word: str) -> str:
    forms = _forms()
    for length in (2, 1, 0) if word[:1] in _BEFORE else (0,):
        before, rest = word[:length], word[length:]
        if before in _BEFORE:
            if seen := forms.get(rest):
                return before + seen
            if before[-1:] == "ل" == rest[:1] and (seen := forms.get("ا" + rest)):
                return before + seen.removeprefix("ا")  # «للسودان» is ل and السودان
    return word if word.isalpha() else _DIGITS.sub(NUMBER, word)


@cache
def _refusals() -> tuple[frozenset[str], dict[str, list[str]]]:
    """Words that deny, also behind و and ف; how words that refuse begin, by two letters."""
    rows = lexicons.rows("refusals")
    denials = [fold(row["word"]) for row in rows if row["kind"] == "denial"]
    starts: dict[str, list[str]] = {}
    for row in rows:
        if row["kind"] == "refusal":
            start = fold(row["word"]).removesuffix("*")
            starts.setdefault(start[:2], []).append(start)
    return frozenset(mark + word for word in denials for mark in ("", "و", "ف")), starts


def denies(chunk: str) -> bool:
    """Whether a folded chunk denies what follows: no mark stands between the two.

    >>> denies("«ولا"), denies("لا،")
    (True, False)
    """
    return chunk.lstrip(MARKS) in _refusals()[0]


def refuses(chunk: str) -> bool:
    """Whether a folded chunk is a word of refusing that can be denied.

    >>> refuses(fold("نرفضها،")), refuses(fold("الرفض"))
    (True, False)
    """
    word = chunk.rstrip(MARKS)
    return any(
        word.startswith(start) and len(word) <= len(start) + _LONGEST_ENDING
        for start in _refusals()[1].get(word[:2], ())
    )


def denied(chunks: Sequence[str]) -> list[str]:
    """The chunks with every refusal that is denied seen as one.

    >>> denied(fold("لا نرفض الحوار").split())
    ['denied', 'refusal', 'الحوار']
    """
    found = list(chunks)
    for place, (first, second) in enumerate(pairwise(chunks)):
        if denies(first) and refuses(second):
            found[place : place + 2] = DENIED
    return found
