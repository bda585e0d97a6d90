"""Where in a noun phrase the name of a person begins."""

from __future__ import annotations

from classifier.function_words import (
    ADVERB,
    BREAK,
    FREE,
    IN_PLACE,
    NAME_LINK,
    PATRON,
    PLACE_NOUN,
    SON_OF,
)
from classifier.names.phrase import Known, is_adjective
from classifier.names.strangers import (
    DEFINITE,
    behind_title,
    is_bare_body,
    is_first_name,
    marked_body,
    may_be_name,
    unknown_name,
)
from classifier.names.titles import is_title
from classifier.states import state_of
from classifier.vocabulary import (
    given_names,
    is_construct_plural,
    kinds,
    surnames,
)

TITLES = frozenset(("role", "honorific"))
COMMON = frozenset(("common", "body"))
#: A given name that elsewhere is «in the name of».
_BASIM = "باسم"
#: It ends a name (نصر الله), and begins none.
_GOD = "الله"
#: «آية الله», folded: a title of two words.
_AYATOLLAH = ["ايه", _GOD]


def name_begin(word: list[str], begin: int, end: int, known: Known, loose: bool) -> int | None:
    """Where the person begins: at a given name, a known surname, or the last unknown words."""
    head = kinds(word[begin])
    if is_nationals(word[begin]) or (head and _is_some(word, begin, end)):
        return None
    if head & TITLES and word[begin] in known and _is_surname(word, begin, end):
        return begin
    marked = marked_body(word, begin, end)
    for at in range(begin, end):
        if at not in marked and _opens_name(word, begin, at, end, known):
            return _with_first_name(word, begin, at)
    if not head and word[begin] not in BREAK:
        clause = is_adjective(word[begin]) and end - begin > 1 and word[begin] not in known
        if clause and _is_national(word[begin]) and may_be_name(word[begin + 1]):
            return None if word[begin + 1].startswith(DEFINITE) else begin + 1
        return None if clause else begin
    if not head & TITLES:
        return None
    if loose:
        return unknown_name(word, begin, end)
    return behind_title(word, begin, end)


def _is_surname(word: list[str], begin: int, end: int) -> bool:
    """«ويتابع ⟨الخطيب⟩ حديثه»: a trade that was a surname before, and no title of a name here."""
    if not word[begin].startswith("ال"):
        return False
    behind = word[begin + 1] if begin + 1 < end else ""
    return not (behind in given_names() or behind.startswith(DEFINITE) or kinds(behind) & TITLES)


def _is_some(word: list[str], begin: int, end: int) -> bool:
    """«مسؤولون أفغان», «قيادات سنية وشيعية»: some, and no name behind them."""
    some = word[begin].endswith(("ون", "ات")) and not word[begin].startswith(DEFINITE)
    if not (some or is_construct_plural(word[begin])):
        return False
    names = sum(token in given_names() or token in NAME_LINK for token in word[begin:end])
    return names < 2


def _opens_name(word: list[str], begin: int, at: int, end: int, known: Known) -> bool:
    token, head = word[at], kinds(word[begin])
    titled = bool(head & TITLES)
    if token == _GOD and at > begin and kinds(word[at - 1]):
        return False  # «آية ⟨الله⟩ علي», «حزب ⟨الله⟩ اللبناني»
    if word[max(begin, at - 2) : at] == _AYATOLLAH:
        return may_be_name(token) or token in given_names()
    if token == _BASIM and at == begin:
        return at + 1 < end and word[at + 1] in given_names()  # «باسم سالم الحربي»
    if len(token) == 1 and at + 1 < end and word[at + 1] == "." and token.isalpha():
        return "honorific" not in kinds(word[at + 2]) if at + 2 < end else True  # «أ.د سالم»
    surname = token in surnames() and (at == begin or titled)
    if surname or token in given_names() or token in NAME_LINK:
        if is_named_office(word, at, end):
            return False
        start = at
        while start > begin and (word[start - 1] in given_names() or word[start - 1] in NAME_LINK):
            start -= 1
        if at > begin and word[start - 1] in IN_PLACE and start > begin:
            return False  # «الخبير في سلامة النقل»
        in_body = "body" in head and at > begin
        in_body = in_body and (start == at or word[start - 1].startswith("لل"))
        in_body = in_body and not is_title(word[begin:at])  # اللواء الركن منصور
        before = word[at - 1] if at > begin else ""
        # «قائد موال للرئيس صالح»
        to_other = before.startswith("لل") and _is_title_alone(before)
        in_other = before in PLACE_NOUN or to_other or _is_patron(word, begin, at)
        in_other = in_other or _names_body(word, begin, at, end)
        if "anonymous" in head and (_is_source_of(word, begin, at) or state_of(token)):
            return False  # «مسؤول تركي»
        return not in_body and not in_other  # جامعة الملك خالد، قوات حفتر، إقليم سورين
    if token in known and at > begin and titled:
        return not is_adjective(token) or bool(kinds(word[at - 1]) & TITLES)
    return False


def is_named_office(word: list[str], at: int, end: int) -> bool:
    """أمين عام، نجم الدوري: an office that is also a given name."""
    return bool(kinds(word[at])) and at + 1 < end and bool(kinds(word[at + 1]) & COMMON)


def _is_source_of(word: list[str], begin: int, at: int) -> bool:
    """«مصدر مقرب ⟨من الرئيس⟩ صالح»: the name is that of another."""
    while at > begin and (word[at - 1].startswith("ال") or kinds(word[at - 1])):
        at -= 1
    return at > begin and word[at - 1] in FREE


def _is_patron(word: list[str], begin: int, at: int) -> bool:
    """«مركز الملك ⟨سلمان بن سعود⟩»: the name of him whom a body is named for."""
    while at > begin + 1 and (word[at - 1] in given_names() or word[at - 1] in NAME_LINK):
        at -= 1
    return at > begin + 1 and word[at - 1] in PATRON and "body" in kinds(word[at - 2])


def _names_body(word: list[str], begin: int, at: int, end: int) -> bool:
    """«رئيس جامعة ⟨نايف⟩ العربية», «عضو ⟨شرف⟩ النادي»: the name of a body, or a word of one."""
    following = word[at + 1] if at + 1 < end else ""
    if at > begin + 1 and is_bare_body(word[at - 1]) and following.startswith("ال"):
        return is_adjective(following)
    titled = "role" in kinds(word[at - 1]) and not word[at - 1].startswith("ال")
    return titled and at > begin and following.startswith("ال") and "body" in kinds(following)


def _is_title_alone(token: str) -> bool:
    """Whether a noun is an office, and no body as well (الفريق)."""
    told = kinds(token)
    return bool(told & TITLES) and "body" not in told


def _with_first_name(word: list[str], begin: int, at: int) -> int:
    """«وزير الري مدحت الشاذلي»: before a surname or a link, an unknown word is the first name."""
    before = word[at - 1] if at > begin + 1 else ""
    if not may_be_name(before):
        return at
    if word[at] in given_names() and word[at] not in SON_OF:
        # «الباحثة الاقتصادية ⟨سمينا⟩ أحمد»
        told = is_adjective(word[at - 2]) or _is_lone_title(word, begin, at - 2, before)
        if not told or not word[at - 2].startswith("ال"):
            return at
        if before in ADVERB or before.endswith(("يا", "ها", "هم")):
            return at
    return at if before.startswith(DEFINITE) or before[0] in "بلو" else at - 1


def _is_lone_title(word: list[str], begin: int, at: int, first: str) -> bool:
    """«⟨الزائرة⟩ رزان صالح»: a title behind which a first name stands right away."""
    told = kinds(word[at])
    return at == begin and bool(told & TITLES) and "body" not in told and is_first_name(first)


def _is_national(token: str) -> bool:
    """«السويسري غروس»: a man told by his state."""
    return not token.endswith(("ه", "ون", "ين")) and bool(state_of(token))


def is_nationals(token: str) -> bool:
    """Whether a folded word is a plural of a nationality: «قال أميركيون إن».

    >>> is_nationals("روسيون"), is_nationals("الليبيين"), is_nationals("روسي")
    (True, True, False)
    """
    return token.endswith(("يون", "يين")) and bool(state_of(token))
