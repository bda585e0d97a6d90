"""Names of speakers: where in a noun phrase the person begins and the office ends.

«المتحدث باسم الرئاسة (القصر الأبيض) سالم الحربي» is an office and a person;
«وزارة الدفاع الروسية» is a body; «مصدر مطلع» speaks without a name.

>>> from classifier.words import Words
>>> words = Words.of("المتحدث باسم وزارة النقل سالم الحربي")
>>> phrase = split_name(words, 0, 6, {})
>>> words.spelled(*phrase.name), words.spelled(*phrase.role), phrase.kind
('سالم الحربي', 'المتحدث باسم وزارة النقل', 'person')
"""

from __future__ import annotations

from classifier.function_words import DEED, NAME_LINK, OFFICE_LINK, RELATION, SON_OF, THAT
from classifier.names.bodies import nameless, place_end
from classifier.names.ends import is_last_name, name_end
from classifier.names.persons import TITLES, is_named_office, name_begin
from classifier.names.phrase import Known, NamePhrase, Range, key, without_links
from classifier.names.strangers import may_be_name
from classifier.names.surnames import full_names
from classifier.names.titles import before_deed, second_end
from classifier.party_table import parties
from classifier.vocabulary import given_names, kinds, places, sides, surnames
from classifier.words import COMMAS, DASHES, Words

__all__ = ["Known", "NamePhrase", "Range", "full_names", "key", "split_name", "without_links"]

_MARKS = frozenset('«"“”')
_OPENING = frozenset("«“")
_CLOSING = frozenset('»"“”')
_SOME = frozenset(("role", "anonymous"))
_AND = "و"  # «ويضف سالم الحربي: …», «وعقب سالم الحربي: …»
_BEHIND_FIRST = THAT | COMMAS | DASHES | OFFICE_LINK | frozenset(':(«"“')
#: «3 شهود»: how many words a counted group has at most.
_LONGEST_COUNTED = 6


def split_name(words: Words, begin: int, end: int, known: Known, loose: bool = True) -> NamePhrase:
    """Take the phrase `begin` to `end` apart; `known` holds the surnames of the article.

    `loose`: behind an office, words that no list knows may be its holder's name. Where the
    phrase may run on into an object («وأكد الوزير تطابق …») they may not.
    """
    word = words.word
    head = word[begin]
    if head in places() or head in sides():
        kind = "metonym" if head in places() else "body"
        return NamePhrase((begin, place_end(word, begin, end)), None, kind)
    if head[0].isdigit():
        return NamePhrase((begin, min(end, begin + _LONGEST_COUNTED)), None, "group")
    if head in _MARKS:
        return _in_marks(words, begin, end, known)
    if _is_done_by_some(word, begin, end):
        return nameless(word, begin + 1, end)
    if kinds(head) & TITLES:
        end = before_deed(word, begin, end)
    name_at = name_begin(word, begin, end, known, loose)
    if name_at is None:
        return nameless(word, begin, end)
    if name_at > begin and len(head) > 1 and not kinds(head) and not head.startswith("ال"):
        if not (loose and name_at == begin + 1 and _is_first(words, begin, end, known)):
            # «وأدان اغتيال النائب فلان»: an object that holds a name, no subject
            return NamePhrase((begin, begin + 1), None, "unknown")
        name_at = begin
    if _is_of_relation(words, begin, name_at):
        return NamePhrase((begin, name_end(words, name_at, end, known)), None, "person")
    return _person(words, (begin, end), name_at, known)


def _is_done_by_some(word: list[str], begin: int, end: int) -> bool:
    """«وجه ⟨ناشطون⟩ نداء طالبوا فيه بـ…»: an unknown word is their verb, and no name."""
    if begin + 1 >= end or kinds(word[begin]) or word[begin].startswith("ال"):
        return False
    return word[begin + 1].endswith("ون") and bool(kinds(word[begin + 1]) & _SOME)


def _is_of_relation(words: Words, begin: int, name: int) -> bool:
    """«محامي سالم الحربي», «والد الجندي سالم», «الطالبة ابنة سالم»: another than the one named.

    But «شقيقه سالم» is he who is named.
    """
    word = words.word
    for at in {begin, name - 1}:
        if begin <= at and word[at] in RELATION and not words.is_owned(at):
            return all(kinds(token) & TITLES for token in word[at + 1 : name])
    return False


def _person(words: Words, whole: Range, name_at: int, known: Known) -> NamePhrase:
    word, given = words.word, given_names()
    begin, end = whole
    behind = name_end(words, name_at, end, known)
    while (
        behind < end
        and word[behind] in given
        and word[behind] not in SON_OF
        and not is_named_office(word, behind, end)
        and word[behind - 1].startswith("ال")
    ):
        # an office that holds a name: «المتحدث باسم رئيس الوزراء حيدر العبادي سعد الحديثي»
        name_at = behind
        behind = name_end(words, name_at, end, known)
    if behind < end and word[behind] in SON_OF:
        behind = name_end(words, behind, end, known)  # «محمد الأمين ⟨بن سالم⟩»
    if behind + 1 < end and "role" in kinds(word[behind]):
        # «الباجي قائد السبسي»: a name that holds an office, as the table of parties has it
        longer = " ".join(word[name_at : behind + 2])
        behind += 2 * (longer in parties())
    behind += is_last_name(words, name_at, behind, end)
    if _is_principal(word, begin, name_at):
        if word[begin].startswith("ال"):
            return NamePhrase(None, (begin, behind), "person")
        return NamePhrase((begin, behind), None, "anonymous")
    both = second_end(word, name_at, behind, end)
    if both:
        return NamePhrase((name_at, both), None, "group")
    mark = word[name_at - 1] if name_at > begin + 1 else ""
    opened = mark in _OPENING or (mark == '"' and word[begin:name_at].count(mark) % 2 == 1)
    office_end = name_at - opened
    role = (begin, office_end) if name_at > begin else None
    if role is None and behind < end and "role" in kinds(word[behind]):
        role = (behind, end)
    if role is None and not _is_sure(word[name_at:behind], known):
        if word[name_at].startswith("ال") and word[name_at].endswith(("ون", "ات")):
            return NamePhrase((name_at, name_at + 1), None, "group")
        return NamePhrase((name_at, behind), None, "unknown")
    return NamePhrase((name_at, behind), role, "person")


def _is_principal(word: list[str], begin: int, name: int) -> bool:
    """«متحدث باسم السناتور ⟨سالم الحربي⟩»: for whom one speaks who is not named.

    With the article only where the genders tell: «المتحدثة باسم المبعوث ⟨سالم الحربي⟩».
    """
    office = word[begin:name]
    if "باسم" not in office[:3]:
        return False
    titles = office[office.index("باسم") + 1 :]
    if not titles or "role" not in kinds(titles[0]) or "body" in kinds(titles[0]):
        return False
    if word[begin].startswith("ال"):
        return word[begin].endswith("ه") and not titles[0].endswith("ه")
    return all("role" in kinds(token) and "body" not in kinds(token) for token in titles)


def _is_sure(tokens: list[str], known: Known) -> bool:
    return any(
        token in given_names() or token in NAME_LINK or token in known or token in surnames()
        for token in tokens
    )


def _is_first(words: Words, begin: int, end: int, known: Known) -> bool:
    """«وقالت ⟨تينا⟩ رومانو، …», «… ⟨تينا⟩ رومانو وزيرة الري إن»: a first name no list knows."""
    word = words.word
    if not may_be_name(word[begin]) or word[begin] in DEED or word[begin].startswith(_AND):
        return False
    behind = min(name_end(words, begin + 1, end, known), len(word) - 1)
    return word[behind] in _BEHIND_FIRST or "role" in kinds(word[behind])


def _in_marks(words: Words, begin: int, end: int, known: Known) -> NamePhrase:
    """A name in quotation marks: a newspaper, a company; or a person, «"سالم الحربي" المدير»."""
    word = words.word
    if begin + 1 >= end:
        return NamePhrase((begin, end), None, "unknown")
    stop = begin + 1
    while stop < end and word[stop] not in _CLOSING:
        stop += 1
    at = stop + 1
    if at < end and (word[at] in given_names() or "honorific" in kinds(word[at])):
        told = split_name(words, at, end, known)
        if told.kind == "person" and told.name is not None and told.name[1] > told.name[0] + 1:
            return told  # «أبلغ ⟨«البلاد»⟩ سالم الحربي أن»: the paper was told
    named = split_name(words, begin + 1, stop, known) if begin + 1 < stop < end else None
    name = named.name if named is not None and named.kind == "person" else None
    if named is None or name is None or (name[1] == name[0] + 1 and word[stop - 1] not in known):
        return NamePhrase((begin + 1, max(stop, begin + 2)), None, "media")
    role = (stop + 1, end) if stop + 1 < end and "role" in kinds(word[stop + 1]) else None
    return NamePhrase(name, named.role or role, "person")
