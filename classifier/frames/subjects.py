"""The subject that stands before its verb: «لكن الجبير استبعد», «أما الوزير فقال»."""

from __future__ import annotations

from classifier.cues import cue_forms
from classifier.frames.frame import SCARE, Range, Sentence
from classifier.frames.labels import is_own
from classifier.frames.phrases import OFFICE, SIGNS
from classifier.function_words import (
    ADVERB,
    AS_FOR,
    AS_TO,
    BEFORE_VERB,
    BREAK,
    CONCERN,
    CONTRAST,
    IN_IT,
    MESSAGE,
    RECEIVED,
    RELATIVE,
    RETURNED,
    THAT,
    WAS,
)
from classifier.vocabulary import kinds
from classifier.words import COMMAS

_SUBJECT_STOPS = CONTRAST | THAT | WAS | frozenset("،,؛:.()")
_ANTECEDENT_STOPS = BREAK | THAT | frozenset("،,؛:.")
_BETWEEN = BEFORE_VERB | frozenset("،,")
_OFFICE = frozenset(("role",))
#: The longest subject before a verb, in words, and the longest before a comma: beyond, the words
#: between two commas are a clause.
_LONGEST = 14
_LONGEST_BEFORE_COMMA = 9
#: The longest name before its office between commas, and before a relative clause.
_LONGEST_NAME = 10
_LONGEST_ANTECEDENT = 8
#: How many phrases of time or place between commas are looked past.
_MOST_PHRASES = 3
#: How far before «من» the message stands, in words.
_MESSAGE = 5


def subject_before(sentence: Sentence, place: int) -> Range | None:
    """The subject that stands before the verb at `place`, None where none does."""
    sent = sender(sentence, place)
    if sent is not None:
        return sent
    for _ in range(_MOST_PHRASES):
        begin, end = _stretch_before(sentence, place)
        short = sentence.first < begin and end - begin < _LONGEST
        if short and sentence.words.word[begin - 1] in RELATIVE:
            return _antecedent(sentence, begin - 1)
        begin = _past_adverbs(sentence, begin, end)
        if begin >= end or _is_clause(sentence, begin, end, place):
            return None
        if not _is_phrase_between_commas(sentence, begin):
            return _subject_at(sentence, begin, end)
        # «وكان الوفد، خلال المحادثات، قد طلب»
        place = begin - 1
    return None


def sender(sentence: Sentence, place: int) -> Range | None:
    """«تلقى الوزير اتصالا من ⟨نظيره سالم الحربي⟩ أعرب فيه عن …»: who speaks in the message.

    None where the verb at `place` tells of no message that somebody received.
    """
    word, first = sentence.words.word, sentence.first
    if sentence.token(place + 1) not in IN_IT:
        return None
    if not any(token.removeprefix("و") in RECEIVED for token in word[first:place]):
        return None
    for at in range(place - 2, first, -1):
        if word[at] == "من" and not MESSAGE.isdisjoint(word[max(first, at - _MESSAGE) : at]):
            end = next((stop for stop in range(at + 1, place) if word[stop] in COMMAS), place)
            return (at + 1, end) if end > at + 1 else None
    return None


def _stretch_before(sentence: Sentence, place: int) -> Range:
    """The words before a verb, back to a border of clauses."""
    word = sentence.words.word
    end = place
    while end > sentence.first and word[end - 1] in _BETWEEN:
        end -= 1
    begin = end
    while begin > sentence.first and end - begin < _LONGEST:
        token = word[begin - 1]
        if token in RELATIVE or token in _SUBJECT_STOPS or (token in RETURNED and begin < end):
            break
        quote = sentence.quotes.at(begin - 1)
        if quote is not None and quote.length > SCARE:
            break
        begin -= 1
    return begin, end


def _past_adverbs(sentence: Sentence, begin: int, end: int) -> int:
    word = sentence.words.word
    while begin < end and (word[begin] in ADVERB or word[begin] in CONTRAST):
        begin += 1
    return begin


def _is_clause(sentence: Sentence, begin: int, end: int, place: int) -> bool:
    """Whether the words are no name: a clause before a comma, a phrase with its preposition."""
    word = sentence.words.word
    head = word[begin]
    office = begin == sentence.first and kinds(head) == _OFFICE  # «مدير عام … سالم الحربي، قال»
    long = end - begin > _LONGEST_BEFORE_COMMA and not office
    if end < place and ("قد" in word[begin:end] or long):
        return True
    return (
        (head[0] == "و" and (head[1:] in BREAK or head[1:] == "عدم"))
        or head in AS_TO
        or head in CONCERN
    )


def _is_phrase_between_commas(sentence: Sentence, begin: int) -> bool:
    word = sentence.words.word
    return word[begin] in BREAK and begin - 2 > sentence.first and word[begin - 1] in SIGNS


def _subject_at(sentence: Sentence, begin: int, end: int) -> Range | None:
    word = sentence.words.word
    if word[begin] in BREAK or _is_verb(word[begin]) or is_own(word[begin]):
        return None
    if (
        not OFFICE.isdisjoint(kinds(word[begin]))
        and begin - 1 > sentence.first
        and word[begin - 1] in "،,"
    ):
        # «فلانة، وزيرة التعليم، أكدت»: the name stands before the comma
        front = begin - 1
        while (
            front > sentence.first
            and begin - front < _LONGEST_NAME
            and word[front - 1] not in _SUBJECT_STOPS
        ):
            front -= 1
        if word[front] not in BREAK and word[front] not in cue_forms():
            return (front, begin - 1)
    return (begin, end)


def _is_verb(token: str) -> bool:
    cue = cue_forms().get(token)
    return cue is not None and cue.shape != "noun"


def _antecedent(sentence: Sentence, relative: int) -> Range | None:
    """The noun that a relative clause hangs on: «نواب الكتلة الذين قالوا».

    A place of work before it is passed: «متشددون في مجلس الشورى الذين قالوا».
    """
    word = sentence.words.word
    begin = _stretch_begin(sentence, relative)
    if begin < relative and "body" in kinds(word[begin]) and sentence.token(begin - 1) == "في":
        earlier = _stretch_begin(sentence, begin - 1)
        if earlier < begin - 1 and word[relative].endswith("ين"):
            begin = earlier
    head = word[begin]
    if head[0] == "و" and head[1:] in BREAK:
        return None  # «وحول المشكلات التي …، لفت إلى …»
    if head[0] == "و" and head.endswith("ت") and not kinds(head):
        begin += 1  # «⟨وجاءت⟩ الجلسة التي تناولت …»
    return (begin, relative) if begin < relative else None


def _stretch_begin(sentence: Sentence, end: int) -> int:
    """Where the words begin that no preposition and no clause parts from token `end`."""
    word = sentence.words.word
    begin = end
    while (
        begin > sentence.first
        and end - begin < _LONGEST_ANTECEDENT
        and word[begin - 1] not in _ANTECEDENT_STOPS
    ):
        begin -= 1
    return begin


def as_for(sentence: Sentence, place: int) -> Range | None:
    """«أما فلان، الذي …، فقال»: the subject stands behind أما."""
    word = sentence.words.word
    for at in range(sentence.first, min(place, sentence.first + 3)):
        if word[at] not in AS_FOR:
            continue
        begin = end = at + 1
        limit = min(place, begin + _LONGEST)
        while end < limit and word[end] not in SIGNS and word[end] not in RELATIVE:
            end += 1
        if begin < end and word[begin] not in BREAK:
            return (begin, end)
    return None
