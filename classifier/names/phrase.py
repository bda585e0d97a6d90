"""The record of this room: a noun phrase, taken apart; and how its words compare."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from classifier.function_words import BREAK
from classifier.learnt import Learnt
from classifier.vocabulary import bare

Range = tuple[int, int]
#: Surnames of the article → the tokens of the full name.
Known = Mapping[str, Range]

_VOWELS = re.compile("[اوي]")
_ADJECTIVE_ENDINGS = ("ي", "يه", "يون", "يين", "يان", "يتان")


class NamePhrase(NamedTuple):
    """A noun phrase, taken apart; places are tokens.

    Fields:
        name: the tokens of the name, or None (an office alone).
        role: the tokens of office and titles, or None.
        kind: person, body, document, anonymous, group, metonym, media (a name in marks), event or
            unknown.
        whole: the tokens of the phrase it was taken from.
    """

    name: Range | None
    role: Range | None
    kind: str
    whole: Range = (0, 0)


def is_adjective(word: str) -> bool:
    """Whether a folded word looks like a definite adjective of relation.

    >>> is_adjective("الروسيه"), is_adjective("الحريري"), is_adjective("بيسكوف")
    (True, True, False)
    """
    return word.startswith(("ال", "وال")) and word.endswith(_ADJECTIVE_ENDINGS)


def without_links(word: list[str], begin: int, stop: int) -> int:
    """The end of a phrase, `stop` or before it: prepositions that nothing follows are none of it.

    >>> without_links("مكتب رئيس الحكومه الي".split(), 0, 4)
    3
    """
    while stop > begin + 1 and word[stop - 1] in BREAK:
        stop -= 1
    return stop


def key(word: str) -> str:
    """A word of a name, so that its spellings meet: without the article and long vowels.

    >>> key("ديمتري") == key("دميتري"), key("القطان") == key("قطان")
    (True, True)
    """
    return _KEYS[word]


def _key_of(word: str) -> str:
    plain = bare(word)
    return plain[0] + _VOWELS.sub("", plain[1:]) if len(plain) > 4 else plain


#: So many words of names are remembered.
_KEYS = Learnt(_key_of, 1 << 14)
