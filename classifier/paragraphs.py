"""Paragraphs of an article, joined where the press breaks one statement over several lines."""

from __future__ import annotations

from typing import NamedTuple

from classifier.cues import cue_forms
from classifier.function_words import FOLLOWS
from classifier.marks import GUILLEMETS, LINE_OPENERS, Pairing, Quotes
from classifier.words import Words

#: What stands in place of an opening mark that only repeats an earlier one.
REPEATED = "·"


class Paragraph(NamedTuple):
    """A paragraph: its first token, the one behind its last, its quotes."""

    first: int
    last: int
    quotes: Quotes


def paragraphs(words: Words) -> list[Paragraph]:
    r"""The lines of an article as paragraphs, the pieces of one quotation put together.

    Three layouts break a quotation over lines: the opening mark repeated at each paragraph and
    closed once, a frame that ends on a colon with the quotation below it, and « closed in the
    line below. The repeated mark is blanked, so that the quotation is one.

    >>> words = Words.of("وقال الوزير:\n«لن نوقع اليوم.\n«ولن نوقع غدا».\nوغادر القاعة.")
    >>> [words.spelled(one.first, one.last) for one in paragraphs(words)]
    ['وقال الوزير:\n«لن نوقع اليوم.\n«ولن نوقع غدا».', 'وغادر القاعة.']
    """
    found: list[Paragraph] = []
    if not words.lines:
        return found
    begin, end = words.lines[0]
    pairing = Pairing(words, begin).read(begin, end)
    for first, last in words.lines[1:]:
        if not (_goes_on(words, pairing, first) or _closes(words, pairing, first, last)):
            found.append(Paragraph(begin, end, pairing.finish(end)))
            begin, pairing = first, Pairing(words, first)
        pairing.read(first, last)
        end = last
    found.append(Paragraph(begin, end, pairing.finish(end)))
    return found


def _goes_on(words: Words, pairing: Pairing, first: int) -> bool:
    if words.word[first - 1] == ":" and first > 1:
        if words.word[first - 2] in FOLLOWS and _speaks(words, first - 2):
            return True  # «صرح الناطق بما يلي:»
        cue = cue_forms().get(words.word[first - 2])
        if cue is not None and cue.cue_class == "neutral" and cue.shape != "noun":
            return True  # «وأضاف قائلا:», what he says in the line below
    if words.word[first] not in LINE_OPENERS or words.space_after(first):
        return False
    if words.word[first - 1] == ":":
        return True
    if pairing.is_open(first):
        words.word[first] = REPEATED
        return True
    return False


def _speaks(words: Words, end: int) -> bool:
    """Whether the line that ends at token `end` opens with a verb of saying."""
    first = max(begin for begin, _ in words.lines if begin <= end)
    cue = cue_forms().get(words.word[first])
    return cue is not None and cue.finite and cue.cue_class == "neutral"


def _closes(words: Words, pairing: Pairing, first: int, last: int) -> bool:
    """Whether a line closes the « that the line above left open."""
    if pairing.opened < 0 or words.word[pairing.opened] != "«":
        return False
    signs = (words.word[at] for at in words.signs_among(first, last))
    return next((sign for sign in signs if sign in GUILLEMETS), "") == "»" and pairing.is_open(
        first
    )
