"""Offices and their holders: where a phrase tells an office, the name may stand beside it.

«الناطق باسم الرئاسة، ديمتري بيسكوف، إن …»: the name stands in apposition. «سالم الحربي، رئيس
الوفد، …»: the office does.
"""

from __future__ import annotations

from classifier.cues import cue_forms
from classifier.function_words import (
    ADVERB,
    BREAK,
    CALLED,
    OFFICE_LINK,
    ON_BEHALF,
    REALM,
    RELATION,
    RELATIVE,
    RELAY,
    SPEAKS_ON,
    SPEECH,
    STOPS,
    THAT,
    THIS,
)
from classifier.furniture import words as listed
from classifier.names import Known, NamePhrase, Range, key, split_name, without_links
from classifier.names.persons import TITLES
from classifier.names.strangers import is_bare_body
from classifier.names.titles import before_deed, is_title
from classifier.speakers.voice import Voice
from classifier.states import state_of
from classifier.vocabulary import bare, given_names, is_noun, kinds, places, without_preposition
from classifier.words import COMMAS, DASHES, Words

#: How far behind an office its holder's name may end, in words.
_REACH = 8
_ROLE = frozenset(("role",))
#: The longest name in apposition, in words.
_LONGEST_NAME = 8
#: The longest office taken along with a name, in words.
_LONGEST = 10
#: The longest body or place taken along with an office, in words, its preposition included.
_LONGEST_PLACE = 6
#: The longest name in marks within an office, in tokens, its marks included.
_LONGEST_MARKED = 8
_MARKS = frozenset('«»"“”')
_IN_SPEECH = frozenset(("في", "علي"))
_NAME_SIGNS = frozenset('،,:.«"()')
_OFFICE_SIGNS = frozenset('،,.:؛()«»"“”')
_NO_NAME = frozenset(("common", "body", "document", "event"))
_DEFINITE = ("ال", "لل")


def with_holder(
    words: Words, phrase: NamePhrase, end: int, limit: int | None, known: Known
) -> NamePhrase:
    """The phrase with the name behind the office that ends before token `end`, if one stands there.

    `limit`: where what is said begins, None where that is not known.
    """
    word = words.word
    last = min(len(word) if limit is None else limit, end + _REACH)
    bracketed = word[end : end + 1] == ["("] and word[end + 1] in given_names()
    at = end + 1 if bracketed else _past_sign(word, end, last)  # «الفنان (سالم الحربي)»
    stop = at
    while stop < last and word[stop] not in _NAME_SIGNS and word[stop] not in STOPS:
        stop += 1
    if not 1 <= stop - at <= _LONGEST_NAME or word[at] in cue_forms() or kinds(word[at]) & _NO_NAME:
        return phrase
    named = split_name(words, at, stop, known)
    if named.name is None or named.kind not in ("person", "unknown") or word[at][0] in "بل":
        return phrase
    if named.kind == "unknown" and (at == end or word[at].startswith("ال") or _is_verb(word[at])):
        return phrase
    return NamePhrase(named.name, phrase.role, "person")


def _is_verb(token: str) -> bool:
    """Whether an unknown word looks like a verb: «بحسب الخبراء، ⟨واقتصرت⟩ …», «…، ⟨تلقت⟩ …»."""
    return token.endswith("ت") or (token[0] == "و" and len(token) > 4)


def _past_sign(word: list[str], at: int, last: int) -> int:
    """Past a bracket, and past a comma, behind an office."""
    if at < last and word[at] == "(":
        while at < last and word[at] != ")":
            at += 1
        at += 1
    at += at < last and word[at] in "،,"
    return at + (at < last and word[at] in CALLED)  # «أحد السكان ⟨ويدعى⟩ سالم الحربي»


def with_sure_holder(
    words: Words, phrase: NamePhrase, end: int, limit: int | None, known: Known
) -> NamePhrase:
    """A name of unknown words inside an office gives way to a given name behind the comma."""
    word, given = words.word, given_names()
    if phrase.name is None or phrase.role is None or end >= len(word) or word[end] not in "،,":
        return phrase
    if word[phrase.name[0]] in given or word[phrase.name[0]] in known:
        return phrase
    office = NamePhrase(None, (phrase.role[0], end), "person")
    other = with_holder(words, office, end, limit, known)
    return other if other.name is not None and word[other.name[0]] in given else phrase


def is_pointed_at(voice: Voice, word: list[str], begin: int) -> bool:
    """«وأكد ⟨هذا الناطق⟩ باسم …»: the one of this office who was named before."""
    this = begin > 0 and word[begin - 1] in THIS
    return this and voice.kind == "person" and key(word[begin]) in voice.role_keys


def is_other_head(wanted: list[str], office: list[str]) -> bool:
    """Whether «الرئيس» of a state is asked for and the office is that of a body.

    >>> is_other_head("الرءيس المصري".split(), "رءيس حركه النهر المصريه".split())
    True
    >>> is_other_head("الرءيس المصري".split(), "رءيس جمهوريه مصر".split())
    False
    """
    if not wanted or _is_for_another(wanted[0], office):
        return bool(wanted)
    if wanted[0] != "الرءيس" or not any(map(state_of, wanted)):
        return False
    if "رءيس" not in office[:-1]:
        return False
    of = office[office.index("رءيس") + 1]
    return of not in REALM and not state_of(of)


def _is_for_another(head: str, office: list[str]) -> bool:
    """«الرئيس» and «المتحدث باسم ⟨الرئيس⟩», «وزير الخارجية» and «مساعد ⟨وزير الخارجية⟩»."""
    if head not in office[1:] or office[0] == head:
        return False
    before = office[office.index(head) - 1]
    return bare(before) in ON_BEHALF or (kinds(before) == _ROLE and not before.startswith("ال"))


def office_beside(words: Words, place: Range) -> Range | None:
    """The office beside a name where the article gives it in full, before or behind it."""
    return _office_before(words.word, place) or _office_behind(words, place[1])


def is_held(word: list[str], place: Range) -> bool:
    """Whether a definite word that ends an office stands right before a name.

    >>> is_held("قال وكيل الفريق المعروف غرم العمري".split(), (4, 6))
    True
    """
    if not word[place[0] - 1].startswith("ال"):
        return False
    office = _office_before(word, place)
    return office is not None and office[1] - office[0] > 1


def full_office(words: Words, office: Range | None, place: Range) -> Range | None:
    """The office of the name at `place`: as told with it, or beside it where a title is all.

    «الدكتور سالم الحربي، ⟨وزير النقل⟩، …»
    """
    if office is None:
        return office_beside(words, place)
    cut = words.word[office[1]] if place[1] <= office[0] and office[1] < len(words) else ""
    if cut[:1] == "ل" and "body" in kinds(cut) and cut[1:] not in RELAY:
        return _office_behind(words, place[1]) or office  # «رئيس المكتب ⟨لحركة النهر⟩»
    if not is_title(words.word[office[0] : office[1]]):
        behind = place[1] <= office[0] <= place[1] + 1
        return _with_place(words, office) if behind else office
    return _office_behind(words, place[1]) or office


def _with_place(words: Words, office: Range) -> Range:
    """«سالم الحربي كبير المحللين ⟨في مركز المياه⟩»: an office behind its holder, and where."""
    word, at = words.word, office[1]
    marked = at + (word[at : at + 1] == ["ل"])
    if marked < len(word):
        stop = _past_marks(word, office[0], marked, len(word))
        at = stop if stop > marked else at
    office = (office[0], at)
    if at + 1 >= len(word) or word[at] not in OFFICE_LINK or not word[at + 1].isalpha():
        return office
    if word[at + 1] in STOPS or _opens_else(words, at) or _leads_on(word, at):
        return office
    stop = at + 2
    while stop < min(len(word), at + _LONGEST_PLACE) and (
        kinds(word[stop])
        or word[stop].startswith(_DEFINITE)
        or (is_bare_body(word[stop - 1]) and word[stop].isalpha())
    ):
        if word[stop] in STOPS:
            break
        stop += 1
    return (office[0], stop)


def _leads_on(word: list[str], at: int) -> bool:
    """«دعت سالمة الحربي مستشارة الرئيس ⟨إلى⟩ الحوار»: only an envoy is sent to a place."""
    return word[at] == "الي" and word[at + 1] not in places()


def _office_before(word: list[str], place: Range) -> Range | None:
    end = place[0]
    if end > 0 and word[end - 1] in COMMAS and word[place[1] : place[1] + 1] == [word[end - 1]]:
        end -= 1  # «وزير النقل، سالم الحربي، …»
    if end > 0 and word[end - 1] in BREAK:
        return None  # «مجلس المدينة برئاسة سالم الحربي»
    begin = end
    while (
        begin > 0
        and end - begin < _LONGEST
        and (
            word[begin - 1].startswith(_DEFINITE)
            or kinds(word[begin - 1])
            or word[begin - 1] in places()
            or (word[begin - 1] in OFFICE_LINK and word[begin] in places())
            or (begin == end and word[begin - 1][0] == "ل" and word[begin - 1] not in STOPS)
        )
    ):
        begin -= 1
    while begin < end and not kinds(word[begin]) & TITLES:
        begin += 1
    if begin >= end or (word[begin][0] in "بل" and not is_noun(word[begin])):
        return None
    if word[end - 1] in RELATION:
        return None  # «محامي سالم الحربي»
    if before_deed(word, begin, end) < end:
        return None  # «رئيس الاتحاد رحيل اللاعب سالم الحربي»
    return (begin, end)


def _office_behind(words: Words, end: int) -> Range | None:
    word = words.word
    at = end + 1 if end + 1 < len(word) and word[end] in COMMAS else end
    at += at < len(word) and word[at] in SPEAKS_ON  # «ناصر الحربي ⟨وهو⟩ متحدث باسم المجلس»
    if at >= len(word) or "role" not in kinds(word[at]):
        return None
    if word[at][0] in "وبل" and not is_noun(word[at]):
        return None
    forms = cue_forms()
    stop, limit = at, min(len(word) - 1, at + _LONGEST)
    while stop < limit and not (
        word[(stop := _past_marks(word, at, stop, limit))] in _OFFICE_SIGNS
        or word[stop] in THAT
        or word[stop] in RELATIVE
        or (word[stop] in ADVERB and not word[stop + 1].startswith("ال"))
        or word[stop] in THIS
        or (word[stop] in forms and not _is_field(word, stop))
        or _opens_else(words, stop)
        or _leads_on(word, stop)
    ):
        stop += 1
    while stop > at + 1 and word[stop - 1] in ADVERB and not word[stop - 1].startswith("ال"):
        stop -= 1  # «رئيس الهيئة ⟨أمس⟩ الأحد»
    stop = without_links(word, at, stop)
    initial = len(word[stop - 1]) == 1 and word[stop - 1].isalpha()  # «بمستشفى ⟨د⟩. سالم»
    stop -= word[stop - 1] in DASHES or initial
    return (at, stop) if stop > at else None


def _past_marks(word: list[str], begin: int, at: int, limit: int) -> int:
    """«رئيس شركة ⟨«النهر»⟩ للنقل», «المدير العام لـ⟨«النهر»⟩»: behind a body's name in marks."""
    before = word[at - 1]
    if at == begin or word[at] not in _MARKS:
        return at
    if before != "ل" and not is_bare_body(without_preposition(before)):
        return at
    last = min(limit, at + _LONGEST_MARKED)
    close = next((stop for stop in range(at + 2, last) if word[stop] in _MARKS), at - 1)
    name = " ".join(word[at + 1 : close])
    to_press = before == "ل" and (name in listed("agency") or name in listed("outlet"))
    return at if to_press else close + 1


def _is_field(word: list[str], at: int) -> bool:
    """«لجنة ⟨التثمين⟩ العقاري», «مدير ⟨الإعلام⟩»: a verbal noun that tells an office's field."""
    return word[at].startswith("ال") and is_noun(word[at - 1]) and word[at - 1][:2] != "ال"


def _opens_else(words: Words, at: int) -> bool:
    """«عن بالغ شكره», «في بيان له», «في مكتبه»: behind an office what was said, or where."""
    token, following = words.word[at], "".join(words.word[at + 1 : at + 2])
    told = following.startswith("ال") or "body" in kinds(following)  # «النائب عن كتلة النهر»
    felt = token == "عن" and not told
    # «قلل سالم الحربي مدرب الفريق ⟨من أهمية⟩ …»; but «باحث ⟨من جامعة⟩ النهر»
    of_it = token == "من" and not (told and "body" in kinds(following))
    of_it = of_it and not (following in places() or state_of(following))
    told_in = token in _IN_SPEECH and following in SPEECH  # «على هامش المؤتمر»
    return felt or of_it or told_in or (token == "في" and words.is_owned(at + 1))
