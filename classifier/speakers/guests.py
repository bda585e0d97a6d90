"""Whom an interview questions, as its title and its introduction name him."""

from __future__ import annotations

from collections.abc import Mapping

from classifier.arabic import fold
from classifier.function_words import CONVERSATION
from classifier.names import Range
from classifier.words import Words

#: How far before the name of a guest «حوار مع» stands, his office between, in words.
_WITH = 9


def named_guests(
    words: Words, known: Mapping[str, Range], title: str, introduced: int, before: int
) -> tuple[list[Range], list[Range]]:
    """The names of those who may be the guest: who surely is, and who is where nobody spoke.

    The interview begins at token `before`; the paragraph from token `introduced` on introduces it.
    Surely the guest is whom the title gives the word («الحربي: لن نوقع»), else whom «حوار مع»
    names there.

    >>> words = Words.of("كان الوزير ناصر العولقي هنا. حوار مع سالم الحربي: متى؟")
    >>> known = {"العولقي": (2, 4), "الحربي": (8, 10)}
    >>> [[words.spelled(*place) for place in places]
    ...  for places in named_guests(words, known, "", 6, 10)]
    [['سالم الحربي'], ['سالم الحربي', 'ناصر العولقي', 'سالم الحربي']]
    """
    word = words.word
    named = sorted(
        place
        for place in set(known.values())
        if place[0] < before and word[place[0]].isalpha() and not _asks(word, place[0])
    )
    close = [place for place in named if place[0] >= introduced]
    label, colon, _ = fold(title).partition(":")
    titled = [known[one] for one in label.split() if colon and one in known]
    asked = any(one in CONVERSATION and one[-1] in "ها" for one in word[introduced:before])
    met = [
        place
        for place in close
        if asked or not CONVERSATION.isdisjoint(word[max(introduced, place[0] - _WITH) : place[0]])
    ]
    return titled or met, close + named


def _asks(word: list[str], name: int) -> bool:
    """«حاورته: ⟨ليلى الورفلي⟩»: the newspaper's; but «حوار مع ⟨سالم الحربي⟩»."""
    return word[name - 1] != "مع" and not CONVERSATION.isdisjoint(word[max(0, name - 2) : name])
