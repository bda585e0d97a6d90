"""Nouns behind a verb that can be no subject of it: deeds, and what bears an object's ending.

«وأوضح ⟨تأثير⟩ القرار على السوق», «وأخبر ⟨المسافرين⟩ بأن …», «واعتبره ⟨مساسا⟩ بالسيادة»
"""

from __future__ import annotations

import re

from classifier.frames.frame import Sentence
from classifier.vocabulary import (
    bare,
    given_names,
    is_noun,
    is_verbal_noun,
    kinds,
    places,
    surnames,
)

#: إفعال is told from أفعال, a plural, by its hamza alone.
_HAMZA_BELOW = re.compile(r"إ\w{2}ا\w")

#: المسافرين, القرويين: plurals that are hardly ever surnames.
_PARTICIPLES = re.compile(r"الم\w{3,}ين|ال\w{3,}يين")
_PRONOUNS = ("ها", "هما", "نا")


def is_deed(sentence: Sentence, at: int) -> bool:
    """Whether a token is a verbal noun with what it is done to behind it, and no name."""
    token = sentence.words.word[at]
    shaped = is_verbal_noun(token) or _HAMZA_BELOW.fullmatch(sentence.words.spelled(at, at + 1))
    if token.startswith("ال") or not shaped:
        return False
    if kinds(token) or token in given_names() or token in sentence.known or token in places():
        return False
    if token in surnames():
        return False
    behind = sentence.token(at + 1)
    return len(behind) > 2 and behind not in given_names() and behind not in sentence.known


def is_oblique(token: str) -> bool:
    """Whether a noun bears the ending of an object: المسؤولين، مصدرا.

    >>> is_oblique("المسءولين"), is_oblique("الامين"), is_oblique("مصدرا"), is_oblique("مارسيا")
    (True, False, True, False)
    """
    if bare(token) in given_names():
        return False
    if token.endswith("ين") and token.startswith("ال"):
        return is_noun(token[:-2] + "ون") or _PARTICIPLES.fullmatch(token) is not None
    if not token.endswith("ا") or token.endswith(_PRONOUNS) or is_noun(token):
        return False
    return is_noun(token[:-1]) and "role" not in kinds(token)  # «مندوبا الدولتين»: two of them
