"""Where noun phrases end, and whether they name somebody who can speak."""

from __future__ import annotations

from classifier.cues import Cue
from classifier.frames.frame import SCARE, Sentence
from classifier.function_words import (
    ADVERB,
    BREAK,
    OBJECT,
    OFFICE_LINK,
    RELATIVE,
    RELAY,
    SPEECH,
    THAT,
    TO_PRESS,
)
from classifier.vocabulary import bare, given_names, kinds, places, sides
from classifier.words import COMMAS, DASHES

SIGNS = COMMAS | DASHES | {";"}
SPEAKING = frozenset(("role", "honorific", "body", "anonymous", "group"))
#: Kinds of nouns that name a person by what he is.
OFFICE = frozenset(("role", "anonymous"))
_TITLE = frozenset(("honorific",))
#: But «الفريق الأول لكرة القدم» goes on.
_NAME_ENDS = (
    BREAK | RELATIVE | ADVERB | TO_PRESS | SIGNS | {"("} | {"ل" + medium for medium in RELAY}
) - {"الاول"}
_PHRASE_ENDS = frozenset("،,.؛:(")
_PHRASE_STOPS = BREAK | RELATIVE | THAT
#: The longest name of a source with its office, in words.
_LONGEST = 12
#: How far into its name an office goes on with a preposition: «سفير المملكة لدى …».
_OFFICE_REACH = 12


def ends_name(token: str, distance: int, cue: Cue | None) -> bool:
    """Whether the name of a subject ends before `token`, `distance` words behind its begin.

    `cue` is the verb that the token is a form of, if any.
    """
    if token in _NAME_ENDS:
        return True
    if cue is not None and cue.shape == "participle":
        # «قالت ⟨متحدثة⟩ باسم الوفد», but «يقول ⟨معلقا⟩»
        return distance > 0 or not token.endswith("ه") or "role" not in kinds(token)
    if distance <= 0:
        return False
    if cue is not None and cue.shape == "noun" and not token.startswith(("ال", "وال")):
        return True
    return token in OBJECT


def in_office(sentence: Sentence, begin: int, at: int) -> bool:
    """Whether a preposition belongs to the office: «سفير المملكة في مصر», not «قال في تصريح»."""
    word = sentence.words.word
    if word[at] == "حول" and sentence.token(at + 1) == "العالم":
        return True
    over = word[at] == "علي" and bare(word[begin]) == "مشرف"  # المشرف العام على الشؤون
    if not (over or word[at] in OFFICE_LINK) or not begin < at < begin + _OFFICE_REACH:
        return False
    behind = sentence.token(at + 1)
    head = kinds(word[begin])
    if head == _TITLE:
        head = kinds(word[begin + 1])  # «معالي الأمين العام … في …»
    if not behind or behind in SPEECH or behind in ADVERB or not head & OFFICE:
        return False
    return behind.isalpha() or behind in '«"'


def phrase_end(sentence: Sentence, begin: int) -> int:
    """The token behind the noun phrase that begins at `begin`; names in marks belong to it."""
    word = sentence.words.word
    end, limit = begin, min(sentence.last, begin + _LONGEST)
    while end < limit:
        token = word[end]
        quote = sentence.quotes.at(end)
        if quote is not None:
            if quote.length > SCARE and word[quote.open - 1] not in RELAY:
                break
            end = quote.close + 1
            continue
        if token in _PHRASE_ENDS:
            break
        if token in _PHRASE_STOPS and end > begin and not in_office(sentence, begin, end):
            break
        end += 1
    return min(end, sentence.last)


def is_sure_name(sentence: Sentence, begin: int, end: int) -> bool:
    """Whether the words from `begin` surely name somebody who can speak."""
    word = sentence.words.word
    head, given = word[begin], given_names()
    if head in places() or head in given or head in sentence.known or head in sides():
        return True
    if kinds(head) & SPEAKING:
        return True
    return any(token in given for token in word[begin : min(end, begin + 3)])


def is_naming(sentence: Sentence, at: int, cue: Cue) -> bool:
    """«ويدعى سالم»: he is called so; with another last letter, he claims."""
    if cue.lemma != "ادعى" or cue.shape != "present" or sentence.token(at + 1) in THAT:
        return False
    return sentence.words.spelled(at, at + 1).endswith("ى")
