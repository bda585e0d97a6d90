"""Names made of words that no list knows, and what is none: a body, an office's field.

>>> may_be_name("شتاينتس"), may_be_name("وزير")
(True, False)
"""

from __future__ import annotations

from classifier.cues import cue_forms
from classifier.function_words import BEFORE_NAME, BREAK, OF_ANOTHER, OFFICE_LINK, STOPS
from classifier.names.phrase import is_adjective
from classifier.states import state_of
from classifier.vocabulary import is_noun, is_verbal_noun, kinds, places, without_preposition
from classifier.words import COMMAS, DASHES

DEFINITE = ("ال", "لل", "بال", "وال")
_NISBA = ("ي", "يه")
_NISBA_PLURALS = ("يون", "يين")  # «ناشطون اجتماعيون»
_MARKS = frozenset('«»"“”')
_SKIPPED = BEFORE_NAME | COMMAS | DASHES


def unknown_name(word: list[str], begin: int, end: int) -> int | None:
    """A name behind an office, made of words that no list knows: the last such run.

    «رئيس جمعية مستخدمي المياه هزاع العتوم»: an unknown word with a definite one behind it is
    still the office where another unknown word follows. «مدير مستشفى في أورفا»: behind a
    preposition it is a place.
    """
    found, marked = None, marked_body(word, begin, end)
    for at in range(begin + 1, end):
        token = word[at]
        if not may_be_name(token) or word[at - 1] in OFFICE_LINK or at in marked:
            continue
        if token.startswith(DEFINITE):
            if found is None and _is_titled(word[at - 1]) and not is_adjective(token):
                found = at
            continue
        if at == begin + 1 and "anonymous" in kinds(word[begin]) and token.endswith(_NISBA):
            continue  # «مسؤول خليجي»
        if at == begin + 1 and takes_unknown(word, begin, end):
            continue  # «مدرب ⟨برشلونة⟩ السابق», «مدير ⟨هندسة⟩ المياه»
        before = word[at - 1]
        if token in OF_ANOTHER or before in OF_ANOTHER or is_bare_body(without_preposition(before)):
            continue  # «المتحدث باسم شركة فيناستر القابضة»: the name of the company
        attached = token[0] in "بلو" and at > begin + 1 and not _is_titled(word[at - 1])
        if attached or token.endswith(("ها", "هم")):
            continue
        if found is None or word[at - 1].startswith("ال"):
            found = at
    return found


def behind_title(word: list[str], begin: int, end: int) -> int | None:
    """«الوزير شتاينتس المسؤول عن …»: an unknown word right behind the definite title."""
    if begin + 1 >= end or not word[begin].startswith("ال"):
        return None
    after = word[begin + 1]
    if len(after) <= 3 or after[0] in "البلو" or after in STOPS or kinds(after):
        return None
    return begin + 1 if after.isalpha() else None


def takes_unknown(word: list[str], begin: int, end: int) -> bool:
    """Whether an indefinite office takes the unknown word behind it, as a definite one shows.

    >>> takes_unknown("مدير هندسه المياه".split(), 0, 3), takes_unknown(["مدير", "هزاع"], 0, 2)
    (True, False)
    """
    told = kinds(word[begin])
    if told != {"role"} or word[begin].startswith(DEFINITE) or begin + 2 >= end:
        return False
    verb = word[begin + 1].endswith("ت")  # «امرأة ⟨ارتادت⟩ المدرسة»
    return word[begin + 2].startswith("ال") and not (verb or word[begin + 2].endswith("ي"))


def marked_body(word: list[str], begin: int, end: int) -> range:
    """«مدير شركة ⟨«النهر الأزرق»⟩ سالم الحربي»: a body's name in marks, and no person's."""
    for opened in range(begin + 2, end):
        if word[opened] in _MARKS:
            before = word[opened - 1]
            body = before in OFFICE_LINK or is_bare_body(without_preposition(before))
            last = end if body else end - 1
            closed = (at for at in range(opened + 1, last) if word[at] in _MARKS)
            return range(opened, next(closed, opened - 1) + 1)
    return range(0)


def is_bare_body(token: str) -> bool:
    """Whether a token is a body that needs its name behind it: شركة, and not الشركة."""
    return "body" in kinds(token) and not token.startswith(DEFINITE) and is_noun(token)


def may_be_name(token: str) -> bool:
    """Whether a folded word that no list knows may be a name.

    >>> may_be_name("شتاينتس"), may_be_name("وزير"), may_be_name("تسجيل")
    (True, False, False)
    """
    if len(token) < 3 or not token.isalpha():
        return False
    if token in BREAK or token in _SKIPPED or kinds(token) or token.endswith(_NISBA_PLURALS):
        return False
    if token in places() or is_verbal_noun(token):
        return False
    return not state_of(token)  # «مسؤول أمني عراقي» has no name


def is_first_name(token: str) -> bool:
    """Whether a folded word that no list knows may be the first name before a surname.

    >>> is_first_name("زينغو"), is_first_name("قال"), is_first_name("الوفد")
    (True, False, False)
    """
    if not may_be_name(token) or token in STOPS or token in cue_forms():
        return False
    attached = token[0] in "ول" or token.startswith(DEFINITE)
    return not attached and not token.endswith(("ت", "وا"))


def _is_titled(before: str) -> bool:
    """Whether the word before a definite name is a title: السيد الفلاني, and no office."""
    title = kinds(before)
    return "honorific" in title and ("role" not in title or before.startswith("ال"))
