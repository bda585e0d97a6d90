"""The surnames of an article: where it gives a name in full, its last word stands for it."""

from __future__ import annotations

from classifier.cues import cue_forms
from classifier.function_words import BEFORE_FULL_NAME, NAME_LINK, SON_OF, STOPS, THAT
from classifier.names.phrase import Range, is_adjective
from classifier.states import state_of
from classifier.vocabulary import bare, given_names, is_verbal_noun, kinds, places
from classifier.words import COMMAS, Words

#: The longest personal name, in words that are no links (بن، عبد).
LONGEST_NAME = 4
#: The family name with «الله» behind its article.
_PRAISE = "الحمد"
_GOD = "الله"
#: «آل», folded.
FAMILY = "ال"
#: Links behind which a known noun is a name; «فان» may be فإن.
_LINKS = NAME_LINK - THAT
_COMMON = frozenset(("common",))
_BEHIND_NAME = THAT | COMMAS | {":"}


def full_names(words: Words) -> dict[str, Range]:
    """Surnames of an article: the last word of every full name, with the name's tokens.

    The longest name that ends on a surname stands for it; with its article and without.

    >>> words = Words.of("وقال سالم الحربي إن")
    >>> full_names(words)["الحربي"]
    (1, 3)
    """
    word = words.word
    found: dict[str, Range] = {}
    done = 0
    for place in words.names:
        if place < done:
            continue
        if word[place] in BEFORE_FULL_NAME:
            done = _titled(word, place, found)
            continue
        if kinds(word[place]) or _is_small_word(words, place):
            continue
        done = _end(word, place)
        if done - place < 2:
            continue
        surname = word[done - 1]
        done += is_praise(word, done)
        for form in {surname, "ال" + surname, bare(surname)}:
            _keep_longest(found, form, (place, done))
    return found


def is_praise(word: list[str], end: int) -> bool:
    """«رامي الحمد ⟨الله⟩»: a name that ends before «الله»."""
    return word[end - 1] == _PRAISE and end < len(word) and word[end] == _GOD


def _is_small_word(words: Words, place: int) -> bool:
    """«فإن المحادثات»، spelt as فان: before a definite noun no given name."""
    word = words.word
    if word[place] == "فان" and words.spelled(place, place + 1)[1] == "إ":
        return True
    following = word[place + 1] if place + 1 < len(word) else ""
    return word[place] in STOPS and following.startswith("ال")


def is_foreign_name(word: list[str], at: int) -> bool:
    """Whether a token that ends in ه is a surname, and no noun with a pronoun.

    >>> is_foreign_name("باتريك دوكليه".split(), 1), is_foreign_name("باتريك انزعاجه".split(), 1)
    (True, False)
    """
    token = word[at]
    if at == 0 or word[at - 1] not in given_names() or token.endswith("ته"):
        return False
    return not (token[0] in "ات" and token[-3] in "اي")


def _titled(word: list[str], title: int, found: dict[str, Range]) -> int:
    """«الدكتور نوفل الشدادي»: two words that no list knows behind a title are a full name.

    It is put among those found; the token from which to read on is returned.
    """
    begin = title + 1 + (word[title + 1 : title + 2] == ["."])
    first, last = (*word[begin : begin + 2], "", "")[:2]
    if not (last.startswith("ال") and _is_strange(first) and _is_strange(last)):
        return begin
    for form in (last, last[2:]):
        _keep_longest(found, form, (begin, begin + 2))
    return begin + 2


def _is_strange(token: str) -> bool:
    """Whether no list knows a word."""
    return _is_no_other(token) and token not in given_names()


def _is_no_other(token: str) -> bool:
    """Whether no list knows a word, but perhaps that of given names."""
    if len(token) < 3 or not token.isalpha() or kinds(token):
        return False
    return not (token in STOPS or token in cue_forms() or token in places() or state_of(token))


def _keep_longest(found: dict[str, Range], form: str, place: Range) -> None:
    begin, end = found.get(form, (0, 0))
    if place[1] - place[0] > end - begin:
        found[form] = place


def _has_second(word: list[str], place: int) -> bool:
    """«جان بوسكو كاليمبا، …», «… إن»: another unknown word before a comma is a surname too."""
    if place + 1 >= len(word) or word[place + 1] not in _BEHIND_NAME:
        return False
    if word[place + 1] not in COMMAS and not _is_foreign(word, place):
        return False
    return _is_no_other(word[place]) and word[place][0] not in "وفبل"


def _is_foreign(word: list[str], place: int) -> bool:
    """Whether words before أن are no «سالم الحربي مازحا», «سالم بطريقة عفوية»."""
    definite = any(token.startswith("ال") for token in word[place - 1 : place + 1])
    return not definite and word[place][-1] not in "اهت" and word[place - 1][0] not in "بلكوف"


def _is_heard_alone(word: list[str], place: int) -> bool:
    """«فرانك فالتر شتاينماير عن …. وأكد ⟨شتاينماير⟩»: a second surname, by which he is told."""
    token = word[place] if place < len(word) else ""
    if word[place - 1].startswith("ال") or len(token) < 4:
        return False
    if token.startswith("ال") and word[place - 2] not in SON_OF:
        return False
    if not _is_no_other(token) or token[0] in "وفبليتن" or token[-1] in "اهت":
        return False
    if token not in word[place + 1 :]:
        return False
    forms = cue_forms()
    again = (at for at in range(place + 1, len(word)) if word[at] == token)
    return any(word[at - 1] in forms and word[at + 1 : at + 2] != [_GOD] for at in again)


def is_behind_father(word: list[str], place: int) -> bool:
    """«بعث ناصر بن فهد ⟨اتصالا⟩ إلى»: behind a father's name an object is no family's name."""
    token = word[place]
    object_ = (token.endswith("ا") and len(token) > 4) or is_verbal_noun(token)
    return object_ and word[place - 2] in SON_OF and not token.startswith("ال")


def closes_name(word: list[str], place: int) -> bool:
    """Whether a definite word that no list knows closes a name right before a comma or أن.

    >>> closes_name("اسامه بن فضل البار ان".split(), 3), closes_name("سالم النص ان".split(), 2)
    (True, False)
    """
    if place + 1 >= len(word) or not word[place].startswith("ال"):
        return False
    behind = word[place + 1]
    closed = behind in _BEHIND_NAME
    if is_adjective(word[place]) and word[place - 1] in given_names():
        # «اشرف ⟨العربي⟩ وزير التخطيط», «سالم ⟨المصري⟩ ان»: no nationality
        plain = kinds(word[place]) <= _COMMON and word[place] not in cue_forms()
        return plain and (closed or _is_office(behind))
    return (closed or _is_office(behind)) and _is_no_other(word[place])


def _family_end(word: list[str], place: int) -> int:
    """«ناصر الخالد ⟨الحمد الصباح⟩ وزير الري»: where further family names end, else `place`.

    They must stand before an office; one behind a father's name may also stand before a comma.
    """
    if word[place : place + 1] == [FAMILY] and "".join(word[place + 1 : place + 2]).isalpha():
        return place + 2  # «سيف بن ناصر ⟨آل فهد⟩»
    if not word[place - 1].startswith("ال"):
        return place
    if not _LINKS.isdisjoint(word[place - 3 : place - 1]) and closes_name(word, place):
        return place + 1
    stop = place
    while stop < min(len(word) - 1, place + 2) and word[stop].startswith("ال"):
        if not _is_no_other(word[stop]):
            break
        stop += 1
    return stop if stop < len(word) and _is_office(word[stop]) else place


def _is_office(token: str) -> bool:
    """«ناصر الحربي ⟨رئيس⟩ الوفد»: an office, and no title of another."""
    return "role" in kinds(token) and not token.startswith("ال")


def _has_tribe(word: list[str], place: int) -> bool:
    """«محمد برمان ⟨اليامي⟩»: an adjective behind a surname, and no nationality."""
    if place + 1 >= len(word) or word[place].startswith("ال"):
        return False
    token = word[place + 1]
    if not is_adjective(token) or not token.startswith("ال"):
        return False
    return not (kinds(token) or state_of(token) or token in STOPS or token in cue_forms())


def _end(word: list[str], begin: int) -> int:
    """The token behind the name that a given name begins: more given names and one other."""
    given, forms = given_names(), cue_forms()
    place, length = begin + 1, 1
    while place < len(word) and length < LONGEST_NAME:
        token = word[place]
        if token in NAME_LINK:
            place += 1
            continue
        if token in STOPS or len(token) < 2 or not token.isalpha():
            break
        if token not in given and word[place - 1] != "عبد":
            if is_behind_father(word, place):
                return place
            if is_adjective(token) and closes_name(word, place):
                return place + 1
            if not (kinds(token) or token in forms):
                more = _has_second(word, place + 1) or _has_tribe(word, place)
                more = more or _is_heard_alone(word, place + 1)
                return max(place + 1 + more, _family_end(word, place + 1))
            if place == begin + 1 or word[place - 1] not in _LINKS:
                return place  # but «إسماعيل ولد ⟨الشيخ⟩ أحمد»
        place += 1
        length += 1
    return place
