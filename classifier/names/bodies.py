"""Noun phrases without a person's name: bodies, documents, sources, groups, offices, places."""

from __future__ import annotations

from classifier.cues import cue_forms
from classifier.function_words import ADVERB, BREAK, NAME_LINK, OFFICE_LINK, ONE_OF, SPEECH
from classifier.names.persons import COMMON, TITLES, is_nationals
from classifier.names.phrase import NamePhrase, is_adjective, without_links
from classifier.names.strangers import DEFINITE, is_bare_body, takes_unknown
from classifier.states import state_of
from classifier.vocabulary import (
    given_names,
    is_construct_plural,
    is_noun,
    kinds,
    place_words,
    places,
    without_preposition,
)

#: The longest name of a body, a place, an office, in words.
_LONGEST_PHRASE = 9
_LONGEST_PLACE = 6
_LONGEST_OFFICE = 12
#: How many words of a phrase that no list knows are taken for its name.
_UNKNOWN = 3
#: What a phrase is, when its head is several things, from the most telling on.
_PRECEDENCE = ("event", "document", "body", "anonymous", "group")
_HEADS = frozenset(("body", "document", "event", "role"))
_ATTACHED = ("وال", "لل", "بال", "ل")
#: «وحذر الناطق ⟨جميع⟩ الجهات»: a quantifier begins the object behind an office.
_ALL = frozenset(("anonymous",))
_OPENING = frozenset("«“")
_MARKS = _OPENING | {'"'}
_CLOSING = frozenset("»”")
_LIKE_ADJECTIVES = ("ي", "يه", "ون", "ين", "ات")
_LIKE_INDEFINITE = ("ي", "يه", "ون")


def nameless(word: list[str], begin: int, end: int) -> NamePhrase:
    """The phrase `begin` to `end`, in which no person is named."""
    token, head = word[begin], kinds(word[begin])
    last = min(end, begin + _LONGEST_PHRASE)
    issuer = begin + 1
    if "document" in head and issuer < last and _is_issuer(word[issuer]):
        # a communiqué speaks for the body that issued it: «بيان لوزارة الدفاع»
        return NamePhrase((issuer, _phrase_end(word, issuer, last)), None, "body")
    several = is_construct_plural(token) or (token.endswith(("ون", "ين")) and is_noun(token[:-2]))
    if "role" in head and several:
        return NamePhrase((begin, _phrase_end(word, begin, last)), None, "group")
    definite = token.startswith("ال")
    for kind in _PRECEDENCE:
        if kind not in head or (kind == "anonymous" and "role" in head and definite):
            continue
        find_end = _body_end if kind == "body" and not definite else _phrase_end
        stop = find_end(word, begin, last)
        return NamePhrase((begin, _with_marked(word, stop, last)), None, kind)
    if head & TITLES:
        last = min(end, begin + _LONGEST_OFFICE)
        return NamePhrase(None, (begin, _phrase_end(word, begin, last, office=True)), "person")
    several = definite and token.endswith(("ون", "ات"))
    kind = "group" if several or is_nationals(token) else "unknown"
    return NamePhrase((begin, min(last, begin + _UNKNOWN)), None, kind)


def _with_marked(word: list[str], stop: int, last: int) -> int:
    """«مصادر ⟨«حركة النهر»⟩»: a name in marks right behind belongs to the phrase."""
    if stop >= last or word[stop] not in _OPENING:
        return stop
    for at in range(stop + 1, last):
        if word[at] in _CLOSING:
            return at + 1
    return stop


def _is_issuer(token: str) -> bool:
    return token.startswith("ل") and "body" in kinds(token)


def _body_end(word: list[str], begin: int, last: int) -> int:
    """The end of a body's name: «منظمة التعاون الإسلامي», and not the object behind it.

    Once a definite noun or a mark has closed the name, only adjectives and attached complements
    go on.
    """
    return without_links(word, begin, _named_end(word, begin, last))


def _named_end(word: list[str], begin: int, last: int) -> int:
    closed = False
    for place in range(begin + 1, last):
        token = word[place]
        cue = cue_forms().get(token)
        if token in ADVERB or (cue is not None and cue.finite and not kinds(token)):
            return place
        if token[0] == "ل" and token[1:] in SPEECH:
            return place  # «وزارة التعليم ⟨لبداية⟩ العام»
        if token.startswith("لل") and place + 1 < last and word[place + 1] in given_names():
            return place  # «جامعة النهر ⟨للطالبة هند⟩»
        named = place > begin + 1 and not is_bare_body(word[place - 1])
        if named and _is_feminine_verb(token) and _MARKS.isdisjoint(word[begin:place]):
            return place
        if token in _CLOSING:
            closed = True
        elif token.startswith("ال"):
            ended = closed and not _whose(word[place - 1])
            if ended and not is_adjective(token) and "common" not in kinds(token):
                return place
            closed = True
        elif word[place - 1][0] == "ل" and kinds(word[place - 1]) <= COMMON and state_of(token):
            closed = True  # «جماعة القوات الديمقراطية لتحرير ⟨رواندا⟩»
        elif closed and not token.startswith(_ATTACHED) and not _fills_name(word, place):
            return place
    return max(last, begin + 1)


def _whose(token: str) -> bool:
    """«مجلس التعاون ⟨لدول⟩ الخليج»: for whom a body is, whose own name is still to come."""
    return token[0] == "ل" and not is_noun(token) and "body" in kinds(token) and token[1] != "ل"


def _is_feminine_verb(token: str) -> bool:
    """«منظمات غير حكومية ⟨سارعت⟩ إلى …»: no noun that no list knows ends so."""
    known = kinds(token) or token in given_names() or token in places()
    return len(token) > 3 and token.endswith("ت") and token[-2] not in "ايو" and not known


def _fills_name(word: list[str], at: int) -> bool:
    """«جامعة الملك ⟨سعود⟩», and not «أعلنت وزارة العدل ⟨أسماء⟩ المقبولين»."""
    token, before = word[at], word[at - 1]
    if token in given_names():
        return before in given_names() or before in NAME_LINK or bool(kinds(before) & TITLES)
    return token in NAME_LINK or bool(kinds(token) & COMMON)


def _phrase_end(word: list[str], begin: int, last: int, office: bool = False) -> int:
    """The end of a phrase of known nouns and adjectives: «مصادر دبلوماسية غربية».

    An unknown word behind a preposition is a place («رئيس البلدية في سرمين»); a preposition that
    nothing follows does not belong to the phrase.
    """
    stop = without_links(word, begin, _known_end(word, begin, last, office))
    joined = word[stop - 1][0] == "و" and is_bare_body(word[stop - 1][1:])
    return stop - (joined and stop > begin + 1)  # «الجيش ⟨ومكتب⟩ حاكم المدينة»


def _known_end(word: list[str], begin: int, last: int, office: bool) -> int:
    definite = word[begin].startswith("ال") and not office
    whose = begin + 2 if is_construct_plural(word[begin]) else begin  # «مراسلو ⟨فرانس برس⟩»
    whose = begin + 1 if office and takes_unknown(word, begin, last) else whose
    for place in range(begin + 1, last):
        token, told = word[place], kinds(word[place])
        cue = cue_forms().get(token)
        if token in ADVERB or (cue is not None and cue.shape != "noun"):
            return place
        if definite and (_is_purpose(word, place, last) or _is_purpose(word, place - 1, last)):
            continue
        if "body" in told and _is_object_of_some(word, begin, place):
            return place
        if told and _is_accusative(token) and _is_definite(word[place - 1]):
            return place  # «زعماء الصين ⟨حربا⟩ على …»
        other = definite and (_is_other_noun(token, told) or _is_bare_behind(word, place))
        other = other and not (token.startswith("ال") and state_of(token))  # «المسؤولون ⟨الأتراك⟩»
        if other or (office and told == _ALL):
            return place
        if "event" in told and token.startswith("ال") and word[place - 1].startswith("ال"):
            return place  # «عدد من أعضاء المجلس ⟨الاتفاق⟩»
        told_to = token.startswith("ال") and token.endswith("ين") and "role" in told
        if office and told_to and word[place - 1].startswith("ال"):
            return place  # «وأبلغ المسؤول ⟨الصحافيين⟩ أن»
        if _is_behind_some(word, begin, place, told) or (office and _is_object(word, place)):
            return place
        goes_on = told or token in BREAK or token in places() or token.startswith(DEFINITE)
        goes_on = goes_on or (place <= whose and word[place - 1][:2] != "ال")
        named = word[place - 1] in OFFICE_LINK or (
            is_bare_body(without_preposition(word[place - 1])) and token.isalpha()
        )
        if not (goes_on or named or token.endswith(_LIKE_ADJECTIVES) or state_of(token)):
            return place
    return max(last, begin + 1)


def _is_purpose(word: list[str], place: int, last: int) -> bool:
    """«الاتحاد الدولي ⟨لألعاب⟩ القوى», «الوكالة العالمية ⟨لمكافحة⟩ التلوث»: what a body is for."""
    token, behind = word[place], word[place + 1] if place + 1 < last else ""
    if token[0] != "ل" or token[1:2] == "ل" or len(token) < 5 or kinds(token) - COMMON:
        return False
    return is_adjective(word[place - 1]) and behind.startswith("ال")


def _is_object_of_some(word: list[str], begin: int, place: int) -> bool:
    """«طالب خبراء عقاريون ⟨وزارة⟩ الإسكان», «أبلغ مسؤول محلي ⟨وكالة⟩ الأنباء»."""
    token, before = word[place], word[place - 1]
    if place < begin + 2 or word[begin].startswith("ال") or word[begin] in ONE_OF:
        return False
    some = before.endswith(_LIKE_INDEFINITE) and len(before) > 3 and not before.startswith("ال")
    some = some and kinds(before) <= COMMON and before not in BREAK
    return some and is_noun(token) and not token.startswith("ال")


def _is_accusative(token: str) -> bool:
    owned = token.endswith(("ها", "يا"))
    return token.endswith("ا") and not owned and bool(kinds(token[:-1]))


def _is_definite(token: str) -> bool:
    return token.startswith("ال") or token in places()


def _is_bare_behind(word: list[str], place: int) -> bool:
    """«المسؤولون الأتراك ⟨حركة⟩ النهر»: a bare noun behind a definite one is another."""
    return is_noun(word[place]) and not word[place].startswith("ال") and word[place - 1][:2] == "ال"


def _is_object(word: list[str], place: int) -> bool:
    """«وأكد المتحدث باسم الخارجية الأمريكية ⟨الحاجة⟩ إلى …»: a nationality ends the office."""
    token, before = word[place], word[place - 1]
    if not token.startswith("ال") or kinds(token) or is_adjective(token):
        return False
    governs = place + 1 < len(word) and word[place + 1] in BREAK
    return governs and is_adjective(before) and bool(state_of(before))


def _is_behind_some(word: list[str], begin: int, place: int, told: frozenset[str]) -> bool:
    """Whether a token goes on with no «مراقبون»: a further noun, a verb of theirs."""
    token = word[place]
    if not word[begin].endswith("ون") or word[begin].startswith("ال"):
        return False
    if token[0] == "ي" and token.endswith("ون") and not token.endswith("يون"):
        return not told  # «باحثون ⟨يسعون⟩»
    return place == begin + 1 and is_noun(token) and not token.endswith(_LIKE_ADJECTIVES)


def _is_other_noun(token: str, told: frozenset[str]) -> bool:
    """Whether a token behind a definite noun is another one: «الوزارة ⟨الاتحاد⟩»."""
    if token.endswith("ين") and "role" in told:
        return True  # «أبلغ المسؤول ⟨الصحافيين⟩»
    if is_adjective(token):
        return bool(told & _HEADS) and "common" not in told
    return "common" not in told or ("body" in told and token.startswith("ال"))


def place_end(word: list[str], begin: int, end: int) -> int:
    """A place takes its adjectives along: «الولايات المتحدة», «كوريا الجنوبية وروسيا»."""
    last = min(end, begin + _LONGEST_PLACE)
    for place in range(begin + 1, last):
        token = word[place]
        joined = token[0] == "و" and (token[1:] in places() or bool(state_of(token[1:])))
        if not (joined or is_adjective(token) or token in place_words()):
            return place
    return max(last, begin + 1)
