"""Frames of verbal nouns and of media that pass on: «بقوله إن», «رغم نفي الوزير», «نقلت عن»."""

from __future__ import annotations

from dataclasses import replace

from classifier.cues import Cue, cue_forms
from classifier.frames.frame import SCARE, Frame, Sentence
from classifier.frames.phrases import SIGNS, ends_name, in_office, is_sure_name
from classifier.function_words import (
    BASED,
    BEFORE_REPORT,
    DEGREE,
    FREE,
    IMPERSONAL,
    PASSED_FROM,
    PASSED_TO,
    REASON,
    REPORTED_NOUN,
    THAT,
)
from classifier.vocabulary import given_names, kinds

#: The classes of verbs whose noun reports nothing: «على أمل الوصول».
_NO_NOUN = frozenset(("relay", "hoping"))
#: How far behind a noun with a pronoun (قوله) what is said begins, in words.
_OWN_REACH = 6
#: The same behind a verbal noun with its subject (نفي الوزير).
_REACH = 14
#: How far behind «نقلت» its «عن» stands, and how far behind that what is said begins.
_THROUGH_REACH = 25
_RELAY_REACH = 30
#: Who may «نقل» without telling from whom: «كما نقلت المصادر أن».
_TELLERS = frozenset(("anonymous", "body"))
_ENDS = SIGNS | frozenset(".:")


def noun_frame(sentence: Sentence, place: int, cue: Cue) -> Frame | None:
    """Verbal nouns with a pronoun: «بقوله إن», «مع تأكيده على»; or with their subject."""
    bare = sentence.token(place).lstrip("وفبل")
    if bare[:1] == "ا" and sentence.words.spelled(place, place + 1)[-len(bare)] == "أ":
        return None  # «أخباره», his news; «إخباره», that he tells
    if not cue.suffixed:
        return reported_noun(sentence, place, cue)
    word = sentence.words.word
    if sentence.token(place - 1) in IMPERSONAL:
        return None  # «الجدير ذكره أن …»
    for at in range(place + 1, min(sentence.last, place + _OWN_REACH)):
        if word[at] in THAT or word[at] == ":" or sentence.quote_opened(at) is not None:
            return Frame("noun", place, place + 1, cue, None, at, "that")
    return None


def reported_noun(sentence: Sentence, place: int, cue: Cue) -> Frame | None:
    """«رغم إعلان فلان أنه …», «وجاءت دعوة النقابة إلى …»: a verbal noun, who and what."""
    begin = place + 1
    if place == sentence.first or begin >= sentence.last or cue.cue_class in _NO_NOUN:
        return None
    word = sentence.words.word
    attached = word[place][0] == "ب" and word[place][1:] in cue_forms()
    if word[place - 1] not in BEFORE_REPORT and not attached:
        return None
    if word[begin] in DEGREE or sentence.token(place - 2) in BASED:
        return None  # «حظي بترحيب كبير من الناس», «بناء على طلب الوزارة»
    if not is_sure_name(sentence, begin, min(begin + 6, sentence.last)):
        return None
    for at in range(begin + 1, min(sentence.last, place + _REACH)):
        token = word[at]
        if token in THAT:
            if word[at - 1] in REASON:
                return None  # «تصريحات الوزير خاصة أنها …»
            return Frame("noun", place, begin, cue, (begin, at), at, "that")
        if token == "علي" and cue.cue_class == "neutral":
            return None  # «جاءت تصريحات الوزير على هامش …»
        if token in FREE or (at > begin + 1 and _is_attached(token)):
            by = sentence.token(at + 1) in THAT
            return Frame("noun", place, begin, cue, (begin, at), at, "that" if by else "word")
        if token in _ENDS or token == "ردا" or sentence.quotes.at(at) is not None:
            return None
        if token.endswith("ه") and token[:-1] in cue_forms():
            return Frame("noun", place, begin, cue, (begin, at), at, "word")
    return None


def _is_attached(token: str) -> bool:
    """Whether a token opens with a preposition, and is no name: بضرورة، لإنهاء."""
    if len(token) <= 3 or token in given_names():
        return False
    return token[0] == "ب" or (token[0] == "ل" and not kinds(token))


def relay_frame(sentence: Sentence, place: int, cue: Cue) -> Frame | None:
    """«ونقلت وكالة … عن فلان قوله إن»: the speaker stands behind عن."""
    word = sentence.words.word
    through = PASSED_TO if "الي" in cue.needs.words else PASSED_FROM
    at, limit = place + 1, min(sentence.last, place + _THROUGH_REACH)
    while at < limit and word[at] not in through:
        if word[at] in THAT:
            told = at > place + 1 and kinds(word[place + 1]) & _TELLERS
            frame = Frame("verb", place, place + 1, cue, (place + 1, at), at, "that")
            return frame if told else None
        at += 1
    if at >= limit:
        return None
    named = word[at] in FREE  # and not عنه، whom the article named before
    # The verb agrees with the medium; the pronoun with who speaks.
    cue = replace(cue, feminine=word[at].endswith("ها"), plural=word[at].endswith("هم"))
    begin, subject_end = at + 1, -1
    for end in range(begin, min(sentence.last, begin + _RELAY_REACH)):
        content = _content_opened(sentence, end)
        if content is not None:
            subject = (begin, subject_end if subject_end >= 0 else end) if named else None
            content = min(content, sentence.last - 1)
            return Frame("relay", place, place + 1, cue, subject, content, "that")
        if subject_end < 0 and end > begin and ends_name(word[end], end - begin, None):
            subject_end = -1 if in_office(sentence, begin, end) else end
    return None


def _content_opened(sentence: Sentence, at: int) -> int | None:
    """Where what is passed on begins, if `at` opens it."""
    token = sentence.words.word[at]
    quote = sentence.quote_opened(at)
    if token in REPORTED_NOUN or token == ":":
        return at + 1
    if token in THAT or (quote is not None and quote.length > SCARE):
        return at
    return None
