"""The complement of a verb: where what is said begins, and where the subject before it ends.

«وقال ⟨الوزير سالم الحربي⟩ في تصريح أمس ⟨إن المحادثات تأجلت⟩»
"""

from __future__ import annotations

from typing import NamedTuple

from classifier.cues import Cue, cue_forms
from classifier.frames.between import is_in_office, is_name_in_office, is_needed, past_aside
from classifier.frames.frame import SCARE, WEAK, Opener, Sentence
from classifier.frames.phrases import SIGNS, ends_name, in_office, is_naming, is_sure_name
from classifier.function_words import (
    AROUND,
    BREAK,
    CLAUSE,
    EXCEPT,
    FREE,
    NAMING,
    OBJECT,
    OFFICE_PLACE,
    OTHER_THAT,
    OWN_THAT,
    RANK,
    REASON,
    RELATIVE,
    SAYING,
    SPOKEN,
    THAT,
    THESE_WORDS,
)
from classifier.marks import OPENERS, Quote
from classifier.names.surnames import is_foreign_name
from classifier.vocabulary import given_names, is_verbal_noun, kinds, surnames
from classifier.words import COMMAS

#: How far behind its verb a complement is looked for, in words: of verbs that take أن, and of the
#: others. Titles, place, time and two appositions stand between in the longest of the project's
#: own cases (38 words).
_REACH = 45
_SHORT_REACH = 24
#: The verbs that report whatever follows; the others need a subject who can speak.
_SPEECH_CLASSES = frozenset(
    ("neutral", "assertive", "denying", "doubting", "opining", "conceding", "asking")
)
#: The classes of verbs whose أن may be no speech where a relative clause comes first.
_OF_THINGS = frozenset(("agreeing", "finding"))
#: The classes of verbs behind which words may be said that nothing opens.
_SPOKEN_CLASSES = frozenset(("neutral", "assertive"))
#: Words that open what is said behind verbs that ask for none of their own.
_OPENING = THAT | SPOKEN | SAYING | {":"}
#: What may open what is said, or end the search for it.
_HEEDED = _OPENING | OPENERS | EXCEPT
#: The longest name of who speaks before words said that nothing opens.
_LONGEST_NAMED = 6
#: Before أن: it belongs to them.
_NO_COMPLEMENT = AROUND | REASON | OWN_THAT
_COMMON = frozenset(("common",))
_WHERE = frozenset(("حيث",))
_BETWEEN_QUOTE_AND_VERB = SIGNS | THESE_WORDS
#: The longest subject behind a verb whose quotation stands before it, in words.
_LONGEST_SUBJECT = 13


class Complement(NamedTuple):
    """What belongs to a verb: its subject's tokens, where what is said begins, what opens it."""

    subject_begin: int
    subject_end: int
    content: int
    opened_by: Opener


class _Opening(NamedTuple):
    content: int
    opened_by: Opener


def complement(sentence: Sentence, place: int, cue: Cue) -> Complement | None:
    """The complement behind the verb at `place`, None where none that it needs stands there."""
    word, forms = sentence.words.word, cue_forms()
    limit = min(sentence.last, place + (_REACH if cue.needs.that else _SHORT_REACH))
    begin = past_aside(sentence, place + 1, limit)
    if "no_place" in cue.traits and sentence.token(begin) in OFFICE_PLACE:
        return None  # «طالب في كلية الطب»
    subject_end = begin if sentence.token(begin) in OBJECT else -1
    at = begin
    asks, of_things = bool(cue.needs.words), cue.cue_class in _OF_THINGS
    cues = sentence.words.cues_among(begin, limit)
    while at < limit:
        token, quote, opening = word[at], None, None
        if token in _HEEDED or (asks and is_needed(token, cue)):
            if token in EXCEPT and word[at - 1] in COMMAS and sentence.token(at + 1) == "ان":
                break  # «نفى الوزير وجود شبهات، إلا أن …»: a clause of its own
            quote = sentence.quote_opened(at)
            opening = _opening(sentence, at, begin, cue, quote)
        if opening is not None:
            opening = _resumed(sentence, opening, (begin, limit), cue) or opening
            return Complement(begin, _end(subject_end, at, begin), *opening)
        if quote is not None:
            at = quote.close + 1  # a name in marks
            continue
        other = forms.get(token) if at in cues else None
        if other is not None and is_naming(sentence, at, other):
            subject_end, other = (at if subject_end < 0 else subject_end), None
        if of_things and (_is_clause_of(sentence, begin, at) or token in _WHERE):
            break  # «ووجدت الدعوة صدى، حيث وصفها كثيرون بأنها …»
        if other is not None and (
            _is_new_frame(other, at - place, subject_end >= 0)
            or (other.finite and sentence.token(at - 1) in CLAUSE)
        ):
            break
        if subject_end < 0 and _ends_subject(sentence, begin, at, other):
            subject_end = at
        at += 1
    if not cue.needs.anything or at == place + 1:
        return None
    subject_end = _end(subject_end, at, begin)
    return Complement(begin, subject_end, min(subject_end, sentence.last - 1), "word")


def _is_clause_of(sentence: Sentence, begin: int, at: int) -> bool:
    """Whether a relative clause opens that may hold the أن: not behind «عدد من الخبراء الذين»."""
    token = sentence.words.word[at]
    return token in RELATIVE and "anonymous" not in kinds(sentence.words.word[begin])


def _opening(
    sentence: Sentence, at: int, begin: int, cue: Cue, quote: Quote | None
) -> _Opening | None:
    """What opens what is said at token `at`, if anything does."""
    token, needs = sentence.words.word[at], cue.needs
    if quote is not None:
        if not (needs.anything or needs.that or needs.quote):
            return None  # «قدم الشكر لـ«المثال»»
        after_subject = begin < at or needs.anything
        named = is_name_in_office(sentence, begin, quote, cue)
        return (
            _Opening(at, "quote") if _speaks(sentence, quote, after_subject) and not named else None
        )
    if token in THAT and (needs.that or token[0] in needs.prefixes):
        if sentence.token(at - 1) in _NO_COMPLEMENT:
            return None  # «قبل أن», «خاصة أن», «يمكن أن»
        other = sentence.token(at - 1) in OTHER_THAT
        if other and not is_sure_name(sentence, begin, sentence.last):
            return None
        if sentence.words.is_dotted(at - 1) or sentence.words.is_dotted(at + 1):
            return None  # «شبكة إن.بي.سي»
        return _Opening(at, "that")
    if token == ":" and "marked" in cue.traits:
        quoted = sentence.quote_opened(at + 1) if at + 1 < sentence.last else None
        return _Opening(at + 1, "colon") if quoted is not None and quoted.length > SCARE else None
    if token == ":" and (needs.that or needs.quote) and at + 1 < sentence.last:
        return _Opening(at + 1, "colon")
    if (words := _opening_words(sentence, at, begin, cue)) is not None:
        return words
    if (
        needs.words
        and is_needed(token, cue)
        and (at > begin or not needs.anything or token[0] in "بل")
        and not (at == begin and _is_surname(sentence, token))
    ):
        if sentence.token(at + 1 + (sentence.token(at + 1) in FREE)) in THAT:
            return _Opening(at, "that")  # «التأكيد على أن»
        if is_in_office(sentence, begin, at, cue):
            return None
        return _Opening(at, "word" if needs.anything else "preposition")
    return None


def _opening_words(sentence: Sentence, at: int, begin: int, cue: Cue) -> _Opening | None:
    """«غرد الوزير ⟨قائلا⟩ نحن نريد الحل», «وأضاف الوزير سالم ⟨لا⟩ بد من …»."""
    token = sentence.words.word[at]
    if token in SAYING:
        plain = cue.needs.that and at > begin and _is_plain(sentence, at + 1)
        return _Opening(at + 1, "colon") if plain else None
    spoken = token in SPOKEN and _is_spoken(sentence, begin, at, cue)
    return _Opening(at, "colon") if spoken else None


def _is_plain(sentence: Sentence, at: int) -> bool:
    """Whether words stand here, and no أن, colon or mark that opens what is said."""
    token = sentence.token(at)
    return token.isalpha() and token not in THAT and sentence.token(at + 1) not in THAT


def _is_spoken(sentence: Sentence, begin: int, at: int, cue: Cue) -> bool:
    """«وأضاف الوزير سالم ⟨لا⟩ بد من …»: words said that nothing opens, right behind the name."""
    if not (cue.finite and cue.needs.that and cue.cue_class in _SPOKEN_CLASSES):
        return False
    if at == begin:
        return True
    word = sentence.words.word
    short = at - begin <= _LONGEST_NAMED and not word[at - 1].endswith("ا")
    return short and is_sure_name(sentence, begin, at) and BREAK.isdisjoint(word[begin:at])


def _is_surname(sentence: Sentence, token: str) -> bool:
    """«وندد ⟨باترسون⟩ بالهجوم», once named in full: its first letter is no preposition."""
    return token in sentence.known or token in surnames()


def _resumed(
    sentence: Sentence, opening: _Opening, reach: tuple[int, int], cue: Cue
) -> _Opening | None:
    """«واعترفت الوزيرة، في مداخلة بالبرلمان، ⟨بأن⟩ …»: أن behind a comma resumes the verb."""
    if opening.opened_by not in WEAK or not (cue.needs.that or cue.needs.prefixes):
        return None
    word, (begin, limit) = sentence.words.word, reach
    holder = kinds(word[opening.content - 1]) | kinds(sentence.token(begin))
    inside = word[opening.content] == "في" and "role" in holder  # «يرى عضو في اللجنة أن …»
    for at in range(opening.content + 1, limit):
        resumes = word[at] in THAT and word[at][0] != "و"
        if resumes and (word[at - 1] in COMMAS or inside):
            return _Opening(at, "that")
    return None


def _speaks(sentence: Sentence, quote: Quote, after_subject: bool) -> bool:
    """Whether a quote behind a cue is what is said, and not a name in marks («تاس»)."""
    if quote.length > SCARE:
        return True
    return after_subject and sentence.token(quote.close + 1) in ("", ".")


def _is_new_frame(other: Cue, distance: int, after_subject: bool) -> bool:
    if other.shape == "noun":
        return False
    return other.prefixed or (other.shape == "participle" and distance > 1 and after_subject)


def _ends_subject(sentence: Sentence, begin: int, at: int, other: Cue | None) -> bool:
    token = sentence.words.word[at]
    if other is not None and at > begin and sentence.token(at + 1) in NAMING:
        return True  # «مسؤول طلب عدم ذكر اسمه»
    if at == begin + 2 and _is_deed_of_nameless(sentence, at):
        return True
    if at > begin and token in RANK and "honorific" in kinds(sentence.token(at - 1)):
        return sentence.token(at + 1) in BREAK  # «الفريق ⟨أول⟩ سالم الحربي», «الشيخ أول من أمس»
    if not ends_name(token, at - begin, other):
        if token[-1] != "ه" or token in given_names() or (at == begin and "role" in kinds(token)):
            return False  # «محاميه فؤاد زعيتر»: the office of the one who speaks
        if not sentence.words.is_owned(at) or is_foreign_name(sentence.words.word, at):
            return False
    return not in_office(sentence, begin, at)


def _is_deed_of_nameless(sentence: Sentence, at: int) -> bool:
    """«أكد مصدر مطلع ⟨استئناف⟩ المحادثات»: no part of who speaks."""
    word = sentence.words.word
    if (
        "anonymous" not in kinds(word[at - 2])
        or not kinds(word[at - 1]) | kinds(word[at]) <= _COMMON
    ):
        return False
    done_to = sentence.token(at + 1).startswith("ال") and word[at] not in given_names()
    return done_to and is_verbal_noun(word[at])


def _end(subject_end: int, at: int, begin: int) -> int:
    return max(subject_end if subject_end >= 0 else at, begin)


def quote_before(sentence: Sentence, place: int, cue: Cue) -> Complement | None:
    """«…»، قال فلان: what is said stands before its verb."""
    if not cue.finite or cue.cue_class not in _SPEECH_CLASSES or cue.prefixed:
        return None
    word = sentence.words.word
    before = place - 1
    while before > sentence.first and word[before] in _BETWEEN_QUOTE_AND_VERB:
        before -= 1
    quote = sentence.quotes.at(before)
    if (
        quote is None
        or quote.close != before
        or quote.open > sentence.first + 1
        or quote.length < 2
    ):
        return None
    end, limit = place + 1, min(sentence.last, place + 1 + _LONGEST_SUBJECT)
    while end < limit and word[end] != "." and not ends_name(word[end], end - place - 1, None):
        end += 1
    return Complement(place + 1, end, quote.open, "quote")
