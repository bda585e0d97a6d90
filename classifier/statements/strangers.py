"""Whether a subject that no list knows speaks: «وقال مرزوق إن», not «ويؤكد هذا التحليل أن»."""

from __future__ import annotations

from classifier.frames import Frame, Sentence
from classifier.frames.labels import is_point
from classifier.function_words import THIS
from classifier.statements.openings import is_behind_phrase, opens_clause
from classifier.statements.things import is_deed_done, is_holding, is_marked_name, is_proverb
from classifier.states import state_of

#: What opens words that are somebody's, whoever he is.
QUOTING = frozenset(("quote", "colon"))


def is_credible_stranger(sentence: Sentence, frame: Frame) -> bool:
    """Whether a subject that no list knows speaks: «وقال مرزوق إن», not «ويؤكد هذا التحليل أن»."""
    head = sentence.words.word[frame.subject[0]] if frame.subject else ""
    if (
        head in THIS
        or is_proverb(sentence, frame)
        or (frame.subject and is_deed_done(sentence, frame.subject[0]))
    ):
        return False
    if is_marked_name(sentence, frame):
        return False
    if frame.before:
        told = frame.strong and not frame.subordinate and is_done_once(frame)
        return told or _is_state_alone(sentence, frame, head)
    opens = opens_clause(sentence, frame) or _is_quoting(frame) or is_behind_phrase(sentence, frame)
    if not opens or is_holding(frame):
        return False  # «مخاطر تهدد سلامة البيانات، منها: …», «يعتبر الوضع صعبا»
    if _is_of_people(frame, head) and not frame.subordinate and opens_clause(sentence, frame):
        return True
    heads = frame.place == sentence.first and not head.startswith("ال")
    return frame.strong or (heads and not is_point(sentence))  # «4. رفض طلب التمديد»: a noun


def _is_state_alone(sentence: Sentence, frame: Frame, head: str) -> bool:
    """«السعودية تدعو إلى الحوار»: a headline, with a state that is also an adjective."""
    alone = frame.place == sentence.first + 1 and frame.subject == (sentence.first, frame.place)
    feminine = frame.cue is not None and frame.cue.feminine
    return alone and feminine and head.startswith("ال") and bool(state_of(head))


def is_done_once(frame: Frame) -> bool:
    """«الأرقام تشير إلى أن …», «ولسان حالهم يقول إن …»: in the present no stranger speaks so."""
    return frame.cue is None or frame.cue.shape == "past" or frame.opened_by in QUOTING


def _is_quoting(frame: Frame) -> bool:
    """«… حيث قالت العرب: «…»»: a verb of saying with a quotation."""
    neutral = frame.cue is not None and frame.cue.cue_class == "neutral"
    return neutral and frame.opened_by in QUOTING


def _is_of_people(frame: Frame, head: str) -> bool:
    """«حذرت اتحادات من الخطر», «أعلنت السعودية عن موعد الجولة»: only somebody does it."""
    cue = frame.cue
    if cue is None or cue.shape != "past":
        return False
    if "of_people" in cue.traits and frame.opened_by == "preposition":
        return True
    return cue.feminine and head.endswith("ه") and bool(state_of(head))
