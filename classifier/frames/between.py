"""What stands between a verb and what is said: asides, and the office of the one who speaks.

«أوضح ⟨ذلك لـ«المثال»⟩ المدير», «ندد مدير جمعية الأمر ⟨بالمعروف⟩ الدكتور سالم بالهجوم»
"""

from __future__ import annotations

from classifier.cues import Cue
from classifier.frames.frame import SCARE, Sentence
from classifier.frames.phrases import SPEAKING
from classifier.function_words import ADVERB, BY_THIS, BY_WHAT, RELAY, THAT, TO_PRESS
from classifier.marks import Quote
from classifier.vocabulary import bare, given_names, is_noun, kinds, places
from classifier.words import COMMAS

#: «لـ«المثال»», «لرويترز»: whom the press quotes itself by.
_TO = frozenset(("ل", "لل"))
_TO_NAMED = _TO | {"ل" + medium for medium in RELAY}
_ASIDE = BY_THIS | ADVERB | TO_PRESS | _TO_NAMED
#: The longest name of a body in marks inside an office, and how far behind it what is said begins.
_LONGEST_MARKED = 9
_BEHIND_MARKED = 12
#: How far behind a preposition inside an office the name of its holder may end, in words.
_BEHIND_OFFICE = 14
_OWNERS = frozenset(("role", "body"))


def past_aside(sentence: Sentence, at: int, limit: int) -> int:
    """Past what stands between a verb and its subject: «أوضح ⟨ذلك لـ«المثال»⟩ المدير»."""
    word = sentence.words.word
    while at < limit and word[at] in _ASIDE:
        matter = word[at] in BY_THIS and at + 1 < limit and _may_be_subject(sentence, at + 1)
        if matter or word[at] in ADVERB or word[at] in TO_PRESS:
            at += 1 + (word[at] in TO_PRESS and sentence.token(at + 1) in COMMAS)
        elif word[at] in _TO and sentence.token(at + 1) == "(" and ")" in word[at + 2 : at + 5]:
            at = word.index(")", at + 2) + 1
        elif word[at] in _TO_NAMED and (quote := sentence.quotes.at(at + 1)):
            if quote.length > SCARE:
                break
            at = quote.close + 1
            at += sentence.token(at) in COMMAS  # «ويقول لـ«المثال»، سالم الحربي إن»
        else:
            break
    return at


def _may_be_subject(sentence: Sentence, at: int) -> bool:
    """Whether a token may begin the name of who speaks, behind «أوضح ذلك»."""
    token = sentence.token(at)
    if token in _TO_NAMED or token in TO_PRESS:
        return True
    return token in given_names() or bool(kinds(token) & SPEAKING)


def is_needed(token: str, cue: Cue) -> bool:
    """Whether a token is one that the verb asks for: its preposition, its noun."""
    needs = cue.needs
    if token in needs.words:
        return True
    if needs.prefixes and token[0] in needs.prefixes and (len(token) > 3 or token in BY_WHAT):
        if token in given_names() or token in places():
            return False  # بدر، لبنان
        if is_noun(token) and "body" in kinds(token):
            return False  # بلدية
        return token != "باسم"  # «المتحدث باسم»: in an office
    return bool(needs.stems) and bare(token).startswith(needs.stems)


def is_in_office(sentence: Sentence, begin: int, at: int, cue: Cue) -> bool:
    """«ندد مدير جمعية الأمر ⟨بالمعروف⟩ الدكتور سالم الحربي بالهجوم»: the name is still to come."""
    word, needs, given = sentence.words.word, cue.needs, given_names()
    if word[at][0] not in needs.prefixes or "role" not in kinds(word[begin]):
        return False
    if not given.isdisjoint(word[begin:at]):
        return False
    # «رئيس اللجنة بغرفة جدة سالم الحربي»
    of_body = "body" in kinds(word[at]) or not given.isdisjoint(word[at + 1 : at + 4])
    titled = -1
    for further in range(at + 1, min(sentence.last, at + _BEHIND_OFFICE)):
        token = word[further]
        if token in COMMAS or token in THAT or sentence.quotes.at(further) is not None:
            return titled >= 0 and cue.needs.that
        if titled >= 0 and is_needed(token, cue):
            return True
        if (of_body and token in given) or ("honorific" in kinds(token) and token.startswith("ال")):
            titled = further
    return False


def is_name_in_office(sentence: Sentence, begin: int, quote: Quote, cue: Cue) -> bool:
    """«رئيس منظمة «أطباء بلا حدود لأجل السلام» سالم الحربي، ⟨إن⟩»: a body in marks."""
    word = sentence.words.word
    if quote.length > _LONGEST_MARKED or not cue.needs.that or not begin < quote.open:
        return False
    if not kinds(word[quote.open - 1]) & _OWNERS:
        return False
    limit = min(sentence.last, quote.close + _BEHIND_MARKED)
    return any(word[at] in THAT or word[at] == ":" for at in range(quote.close + 1, limit))
