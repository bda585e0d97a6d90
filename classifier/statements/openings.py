"""Where a verb stands in its sentence: whether its clause opens there."""

from __future__ import annotations

from classifier.frames import Frame, Sentence
from classifier.function_words import (
    ADVERB,
    BEFORE_THAT,
    CONTRAST,
    FRONT,
    IN_WHICH,
    NEGATION,
    OPENER,
    SPEAKS_ON,
    SPEECH,
    THAT,
    TURN,
    WHAT,
    WHEN,
    WHICH_IS,
)
from classifier.speakers import Memory
from classifier.words import COMMAS

_OPENERS = COMMAS | CONTRAST | ADVERB | OPENER | TURN | frozenset("»)")
#: How far into its sentence a verb behind «وعن …» stands at most, in words.
_FRONTED = 14
_TELLING = frozenset(("neutral", "assertive", "opining", "denying", "conceding"))
_QUOTING = frozenset(("quote", "colon"))
_IN = frozenset(("في", "وفي"))
#: How far into its sentence a verb without a strong opener stands at most, in words.
EARLY = 8


def opens_clause(sentence: Sentence, frame: Frame) -> bool:
    """Whether the clause of a frame opens with its verb, or with the subject before it."""
    place = frame.front
    if place == sentence.first or frame.prefixed:
        return True
    previous = sentence.token(place - 1)
    if previous in SPEAKS_ON and frame.strong:  # «وهو يعتقد أن …»
        return place - 1 == sentence.first or sentence.token(place - 2) in COMMAS
    if previous in THAT and place - 2 >= sentence.first:
        return sentence.token(place - 2) in BEFORE_THAT
    if previous in WHAT and sentence.token(place - 2) in WHICH_IS:
        return True  # «وهو ما رد عليه فلان»
    if previous in NEGATION and place - 1 == sentence.first:
        return True  # «ولم يستبعد مرزوق أن …»
    return previous in _OPENERS


def is_fronted(memory: Memory, sentence: Sentence, frame: Frame) -> bool:
    """«وعن موعد الجولة قال: …»: only the matter, or where it was said, stands before the verb."""
    word, cue, first = sentence.words.word, frame.cue, sentence.first
    if not frame.strong or cue is None or cue.cue_class not in _TELLING:
        return False
    if cue.shape != "past" and not (cue.shape == "present" and frame.opened_by in _QUOTING):
        return False  # «وعن موعدها تقول: «…»»
    if frame.subordinate or frame.place > first + _FRONTED:
        return False
    if word[first] not in FRONT and not (word[first] in _IN and word[first + 1] in SPEECH):
        return False
    if not COMMAS.isdisjoint(word[first + 1 : frame.place]):
        return False
    return any(voice.agrees(cue.feminine, cue.plural) for voice in memory.voices)


def is_behind_phrase(sentence: Sentence, frame: Frame) -> bool:
    """«وفي الوقت ذاته أعلن قسم النشر عن …», «وبعد أن انتهت الجلسة أكد الحربي أن …»."""
    once = frame.cue is not None and frame.cue.shape == "past"
    early = frame.place < sentence.first + EARLY
    first = sentence.token(sentence.first)
    return once and early and (first in IN_WHICH or first.removeprefix("و") in WHEN)
