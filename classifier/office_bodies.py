"""The body that an office belongs to, as its words tell.

>>> body_in("رئيس جمعية مستخدمي المياه")
'جمعية مستخدمي المياه'
"""

from __future__ import annotations

from classifier.arabic import fold
from classifier.function_words import AGAINST, DELEGATION, FIELD, REALM
from classifier.vocabulary import bare, is_noun, kinds, without_preposition

#: What stands round the words of an office.
_MARKS = '«»"“”،,()'
#: Endings of adjectives that may go with a feminine noun.
_FEMININE = ("ه", "ا", "ي")


def body_in(role: str) -> str:
    """The body that an office belongs to: «رئيس جمعية مستخدمي المياه» → «جمعية مستخدمي المياه».

    >>> body_in("المتحدث بوزارة المياه"), body_in("وزير الدولة بوزارة المياه")
    ('وزارة المياه', 'وزارة المياه')
    >>> body_in("المتحدثة باسم بعثتها")
    ''
    """
    words = role.split()
    for at in range(1, len(words)):
        word = fold(words[at].lstrip(_MARKS))
        if "body" not in kinds(word) or _is_of_other(words, at) or _is_rank(words, at):
            continue
        if at == 1 and word in REALM:
            continue  # «وزير ⟨الدولة⟩ بوزارة الخارجية»
        body = words[at]
        if word.startswith("لل") and not is_noun(word[1:]):
            body = "ال" + body[2:]  # الأمين العام ⟨للنقابة⟩, and not ⟨للجنة⟩ المياه
        else:
            plain = without_preposition(word)
            if not is_noun(plain):
                continue  # «باسم ⟨بعثتها⟩»
            body = body[len(plain) < len(word) :]  # «المتحدث ⟨بوزارة⟩ المياه»
        name = [body, *_rest_of_body(body, words[at + 1 :])]
        if len(name) == 1 and not body.startswith("ال"):
            continue  # «رئيس ⟨شركة⟩»: whose name stands elsewhere
        return " ".join(name).strip(" ،,")
    return ""


def _is_of_other(words: list[str], at: int) -> bool:
    """«وفد ⟨الحركة⟩» speaks for the movement; «الشؤون ⟨البلدية⟩» is an adjective."""
    word, before = fold(words[at]), fold(words[at - 1])
    if bare(word) in DELEGATION and at + 1 < len(words):
        return "body" in kinds(fold(words[at + 1]))
    return word.startswith("ال") and word.endswith("يه") and before.startswith("ال")


def _is_rank(words: list[str], at: int) -> bool:
    """«مدير السجون ⟨اللواء⟩»: a rank that closes an office; but «مدرب ⟨الفريق⟩»."""
    closed = words[at - 1].startswith("ال")
    return closed and all("honorific" in kinds(fold(word)) for word in words[at:])


def _rest_of_body(body: str, words: list[str]) -> list[str]:
    """The words that go on with the name of a body.

    «وكيل الوزارة ⟨المساعد لقطاع المناهج⟩»: what does not agree with the body, or tells the
    field, belongs to the office.
    """
    if words and body.startswith("ال"):
        first = fold(words[0])
        feminine = fold(body).endswith("ه") and first.startswith("ال")
        if first in FIELD or (feminine and not first.endswith(_FEMININE)):
            return []
    return _until_next_office(words)


def _until_next_office(words: list[str]) -> list[str]:
    """The words up to a further office, or to whom it was said.

    «عضو الوفد المفاوض ⟨ورئيسة لجنة المعتقلين⟩», «مصادر من المحافظة ⟨لـ«الوطن»⟩», «عضو كتلة
    الوسط ⟨النائب⟩»
    """
    for at, word in enumerate(words):
        closed = at > 0 and fold(words[at - 1]).startswith("ال")
        if word[0] == "و" and "role" in kinds(fold(word[1:])):
            return words[:at]
        plain = fold(word)
        told = kinds(plain)
        further = "honorific" in told or (closed and plain.startswith("ال") and told == {"role"})
        against = plain in AGAINST and not plain.startswith("ال")
        if word.startswith("لـ") or further or against:
            return words[:at]  # «عضو مجلس النهر ⟨القيادي⟩ في …»
        if plain[0] == "ل" != plain[1:2] and "event" in kinds(plain):
            return words[:at]  # «الهيئة ⟨لمفاوضات⟩ الري»
    return words
