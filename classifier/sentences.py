"""Sentence ends of a paragraph.

A sentence ends outside quotes only, and not after an initial or inside a number; at an
ellipsis only where the reporter goes on («سنعود.. وأضاف»).

>>> from classifier.marks import quotes
>>> words = Words.of("قال د. سالم: «لن نوقع. انتهى». وغادر.")
>>> last = len(words)
>>> [words.spelled(*found) for found in sentences(words, 0, last, quotes(words, 0, last))]
['قال د. سالم: «لن نوقع. انتهى».', 'وغادر.']
"""

from __future__ import annotations

from classifier.cues import cue_forms
from classifier.function_words import ELLIPSIS, FLASH, NEGATION, ORDINAL
from classifier.marks import ENDS, LINE_OPENERS, OPENERS, Quote, Quotes
from classifier.words import Words
from classifier.wraps import BULLETS

_ENDS = ENDS | ELLIPSIS
#: Behind a number or an hour that opens a point: «1- …», «14:05 | …».
BEHIND_NUMBER = frozenset("-–—.)/|:")
_BEHIND_LETTER = frozenset("-–—)")
_COUNTED = ORDINAL | FLASH
#: What opens a sentence and is no mark of it.
_KEPT = OPENERS | LINE_OPENERS | frozenset("([{.…")
#: Signs that belong to the sentence that ended before them.
_TRAILING = frozenset('»”")]’.')


def sentences(words: Words, first: int, last: int, quoted: Quotes) -> list[tuple[int, int]]:
    """The sentences of a paragraph as token ranges (first, behind the last)."""
    found: list[tuple[int, int]] = []
    begin = place = first
    for quote in [*quoted.among(first, last), None]:
        until = min(quote.open, last) if quote else last
        for end in _ends(words, place, until, (first, last)):
            found.append((begin, end))
            begin = end
        if quote:
            place = min(quote.close + quote.closed, last)
            if place < last and _ends_inside(words, quote, place):
                found.append((begin, place))
                begin = place
    if begin < last:
        found.append((begin, last))
    return found


def past_mark(words: Words, begin: int, end: int) -> int:
    """Where a sentence begins behind what marks it: bullet, number, hour, «عاجل |».

    >>> marked = ("* قال سالم إن", "14:05 | قال سالم إن", "(1) قال سالم", "#عاجل قال سالم إن")
    >>> [past_mark(Words.of(one), 0, 5) for one in marked]
    [1, 2, 3, 2]
    """
    word = words.word
    while begin < end - 3:
        token, behind = word[begin], word[begin + 1]
        if token == "#" and behind in FLASH:
            begin += 2  # «#عاجل»
        elif token in BULLETS or not (token.isalnum() or token in _KEPT):
            begin += 1
        elif token == "(" and behind.isdigit() and word[begin + 2] == ")":
            begin += 3
        elif (behind in BEHIND_NUMBER and (token[0].isdigit() or token in _COUNTED)) or (
            behind in _BEHIND_LETTER and len(token) == 1 and token.isalpha()
        ):
            begin += 2
        else:
            break
    return begin


def _ends(words: Words, begin: int, end: int, paragraph: tuple[int, int]) -> list[int]:
    """The tokens behind the ends of sentences among the tokens `begin` to `end`, all unquoted."""
    word, found = words.word, [begin]
    for stop in [at for at in words.signs_among(begin, end) if word[at] in _ENDS]:
        if stop < found[-1] or not _is_end(words, stop, *paragraph):
            continue
        behind = stop + 1
        while behind < end and word[behind] in _TRAILING and not words.space_before(behind):
            behind += 1
        found.append(behind)
    return found[1:]


def _is_end(words: Words, place: int, first: int, last: int) -> bool:
    if words.word[place] in ELLIPSIS:
        cue = cue_forms().get(words.word[place + 1]) if place + 1 < last else None
        return cue is not None and cue.prefixed and cue.shape == "past"  # «سنعود.. وأضاف»
    if words.word[place] != ".":
        return True
    if place == first:
        return False
    before = words.word[place - 1]
    if len(before) == 1 and before.isalpha():
        return words.space_before(place)
    if place + 1 < last and words.start[place + 1] == words.end(place):
        behind = words.word[place + 1]
        if words.is_dotted(place):
            return False
        return not (behind.isascii() and behind.isalnum()) and behind not in "،,"
    return True


def _ends_inside(words: Words, quote: Quote, behind: int) -> bool:
    """Whether the sentence ended before the closing mark: «… كثيرا.» وقال …."""
    token = words.word[behind]
    if token in ENDS or not quote.closed or words.word[quote.close - 1] not in ENDS:
        return False
    return token.startswith("و") and (len(token) > 3 or token in NEGATION)
