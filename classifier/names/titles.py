"""Titles and ranks before a name, and where an office ends before what its holder does."""

from __future__ import annotations

from classifier.function_words import DEED, NAME_LINK, RANK, STOPS
from classifier.vocabulary import given_names, is_verbal_noun, kinds


def is_title(tokens: list[str]) -> bool:
    """Whether words are titles and ranks alone, and tell no office.

    >>> is_title("الفريق اول ركن".split()), is_title("رءيس اللجنه".split())
    (True, False)
    """
    return all("honorific" in kinds(token) or token in RANK for token in tokens)


def before_deed(word: list[str], begin: int, end: int) -> int:
    """Where an office ends before a deed that is its holder's object, else `end`.

    >>> words = "مدرب الفريق الاول رحيل سالم الحربي".split()
    >>> before_deed(words, 0, 6), before_deed("مدير دعم القرار سالم".split(), 0, 4)
    (3, 4)
    """
    for at in range(begin + 2, end):
        token = word[at]
        following = word[at + 1] if at + 1 < len(word) else ""
        if not word[at - 1].startswith("ال") or token in given_names() or following in NAME_LINK:
            continue
        shaped = is_verbal_noun(token) and token[2] != "ا"  # but «تهاني», «تمارا»
        if token in DEED or (shaped and not kinds(token)):
            return at
    return end


def second_end(word: list[str], first: int, at: int, end: int) -> int:
    """Where the second of two full names joined by و ends, 0 where no second one stands.

    >>> second_end("سالم الحربي وخالد الشدادي ان".split(), 0, 2, 5)
    4
    """
    if at < first + 2 or at + 1 >= end or word[at][0] != "و" or word[at][1:] not in given_names():
        return 0
    stop = at + 1
    while stop < end and (word[stop] in given_names() or word[stop] in NAME_LINK):
        stop += 1
    surname = stop < end and word[stop].isalpha() and word[stop] not in STOPS
    surname = surname and not kinds(word[stop])
    return stop + surname if stop + surname > at + 1 else 0
