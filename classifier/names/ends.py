"""Where the name of a person ends: at a preposition, a verb, an everyday word, another name."""

from __future__ import annotations

from classifier.cues import cue_forms
from classifier.function_words import (
    ADVERB,
    BREAK,
    FREE,
    NAME_LINK,
    ORDINAL,
    SON_OF,
    SOVEREIGN,
    STOPS,
    THAT,
)
from classifier.names.persons import TITLES
from classifier.names.phrase import Known, is_adjective
from classifier.names.surnames import (
    FAMILY,
    LONGEST_NAME,
    closes_name,
    is_behind_father,
    is_foreign_name,
    is_praise,
)
from classifier.vocabulary import given_names, is_noun, kinds, places, surnames
from classifier.words import COMMAS, Words

_BEHIND_NAME = COMMAS | {":"}
_OPENING = THAT | {":"}
_ATTACHED = "بلوفك"


def name_end(words: Words, begin: int, end: int, known: Known) -> int:
    """The token behind the name that begins at `begin`."""
    word, given = words.word, given_names()
    if (word[begin] in known or word[begin] in surnames()) and word[begin] not in given:
        return _pair_end(word, begin + 1, end, known)
    place, length = begin + 1, 1
    while place < end and length < LONGEST_NAME:
        token = word[place]
        if token in NAME_LINK:
            place += 1
            continue
        if token == "." and len(word[place - 1]) == 1:
            place, length = place + 1, 0
            continue
        if token in ORDINAL and length == 1 and begin and word[begin - 1] in SOVEREIGN:
            place += 1  # «الملك ناصر ⟨الثاني⟩ بن فهد»
            if place >= end or word[place] not in SON_OF:
                return place
            continue
        if not _goes_on(words, place, known):
            if not _is_linked(word, place):
                closed = is_adjective(token) and closes_name(word, place)
                return place + (closed or _is_lone_surname(word, begin, place, end))
            if word[place - 1] != "عبد":
                place = _past_given(word, place + 1, end)
                return place + (place < end and closes_name(word, place))
        if token[0] == "و" and token[1:] in known:
            return _pair_end(word, place, end, known)
        if length > 1 and token not in known:
            given_here = token in given
            if _is_governing(word, place) or (not given_here and is_behind_father(word, place)):
                return place
        place += 1
        length += 1
        closed = token in known and (word[begin] in given or begin < known[token][0] < place)
        if closed and not _is_inner(words, place, end, known):
            return _pair_end(word, place, end, known)
    return place


def _is_inner(words: Words, place: int, end: int, known: Known) -> bool:
    """«سالم بن ناصر ⟨بن فهد⟩», «… ⟨الحربي⟩»: a known given name that the name goes on behind."""
    word = words.word
    if place >= end or word[place - 1] not in given_names():
        return False
    if word[place] in SON_OF or word[place] == FAMILY:
        return True  # «بن فهد ⟨آل سعود⟩»
    family = word[place].startswith("ال") and known.get(word[place], (place,))[0] < place
    return family and _goes_on(words, place, known)


def is_last_name(words: Words, begin: int, place: int, end: int) -> bool:
    """Whether a word that also means something closes a name right before أن: «هند ⟨حرب⟩ إن».

    The name stands from `begin` to `place`.
    """
    word, given = words.word, given_names()
    if place + 1 != end or end >= len(word) or word[end] not in _OPENING:
        return False
    token = word[place]
    if word[place - 1] not in given:
        family = token in surnames() or (token.startswith("ال") and not kinds(token))
        return word[begin] in given and family and token not in STOPS
    if token in given or token in surnames():
        return True
    if not token.isalpha() or len(token) < 3 or token in STOPS or token in cue_forms():
        return False
    if token in places() or token.endswith("ا") or words.is_owned(place):
        return False  # «سالم ⟨علنا⟩ إن», «سالم ⟨وزميله⟩ إن»
    told = kinds(token)
    if is_noun(token) and "role" in told and "honorific" not in told:
        return token.startswith("ال") and not SON_OF.isdisjoint(word[begin:place])
    return token.startswith("ال") or token[0] not in _ATTACHED


def _goes_on(words: Words, place: int, known: Known) -> bool:
    """Whether a name goes on with the token at `place`."""
    token = words.word[place]
    if token in BREAK or token in ADVERB or not token.isalpha():
        return False
    given = token in given_names()
    if token.endswith("ا") and not given and words.spelled(place - 1, place).startswith("ال"):
        return token in known  # «العتوم ⟨معددا⟩ …»: an object, or how he said it
    other = token in cue_forms() or token in places() or (bool(kinds(token)) and not given)
    if other and token not in known:
        return False
    return given or not words.is_owned(place) or is_foreign_name(words.word, place)


def _is_linked(word: list[str], place: int) -> bool:
    """«خالد بن مساعد», «ولد الشيخ»: behind a link any noun is a name; «فان» may be فإن."""
    token, link = word[place], word[place - 1]
    if link not in NAME_LINK or link in THAT or (link.startswith("ال") and link != "ال"):
        return False
    return token.isalpha() and token not in STOPS


def _past_given(word: list[str], place: int, end: int) -> int:
    """«ولد الشيخ أحمد»: given names that go on behind a linked noun."""
    while place < end and word[place] in given_names():
        place += 1
    return place


def _is_lone_surname(word: list[str], begin: int, place: int, end: int) -> bool:
    """«عمار القاضي، …», «أورهان أيدن:»: an everyday word that closes a name of one word."""
    token = word[place]
    if place != begin + 1 or word[begin] not in given_names():
        return False
    if not token.startswith("ال"):
        alone = place + 1 < len(word) and word[place + 1] in _BEHIND_NAME
        return alone and token in cue_forms() and not kinds(token) and token not in STOPS
    following = word[place + 1] if place + 1 < end else ""
    if following.startswith(("ال", "لل")) or kinds(following):
        return False
    if kinds(word[place]) & TITLES:
        return True
    return place + 1 < len(word) and word[place + 1] in COMMAS  # «غسان الحريق، …»


def _is_governing(word: list[str], place: int) -> bool:
    """«رفض آدم إسحق ⟨التوقيع على⟩ …»: a definite noun before a preposition is the object."""
    following = word[place + 1] if place + 1 < len(word) else ""
    return following in FREE and word[place].startswith("ال") and not is_adjective(word[place])


def _pair_end(word: list[str], place: int, end: int, known: Known) -> int:
    """«الجبير ولافروف»: two known names joined by و are one speaker."""
    place += is_praise(word, place)
    if place < end and word[place][0] == "و" and word[place][1:] in known:
        return place + 1
    return place
