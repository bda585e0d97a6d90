"""Subjects that say nothing: a saying, a deed, an amount, a thing that something is held of."""

from __future__ import annotations

import re

from classifier.cues import OBJECTS, cue_forms
from classifier.frames import Frame, Sentence
from classifier.frames.deeds import is_deed
from classifier.function_words import ADVERB, AMOUNT, AMOUNT_OF, BREAK, PAPER, PROVERB, THIS
from classifier.names import NamePhrase
from classifier.states import state_of
from classifier.vocabulary import bare, given_names, kinds, places

CAPABLE = frozenset(("person", "body", "metonym", "group", "anonymous"))
_HOLDERS = frozenset(("person", "anonymous", "group"))
_SIDES = frozenset(("body", "metonym"))
#: «أشهر», «أبرز»: before the noun that tells who.
_SUPERLATIVE = re.compile(r"ا\w{3}")
#: How nouns of persons end that no list knows: المتعاملين, مرتادي.
_OF_PERSONS = ("ون", "ين", "ي", "هم")
#: The longest name in marks, or list of names, in words.
_LONGEST_MARKED = 10


def is_proverb(sentence: Sentence, frame: Frame) -> bool:
    """«يقول المثل: …», «كما يقول المثل»: nobody's words."""
    return frame.subject is not None and sentence.token(frame.subject[0]) in PROVERB


def is_deed_done(sentence: Sentence, at: int) -> bool:
    """«طلب ⟨ارتداء⟩ القميص»: a deed with its object is done, and does not speak."""
    behind = sentence.token(at + 1)
    return (behind.startswith("ال") or behind in THIS) and is_deed(sentence, at)


def is_amount_of_things(sentence: Sentence, frame: Frame) -> bool:
    """«كشفت الكثير من الجوانب», «بحسب عدد الحلقات»; «أعربت العديد من الدول», «بعض الفائزين»."""
    subject = frame.subject
    if subject is None or sentence.token(subject[0]) not in AMOUNT:
        return False
    head, at = sentence.token(subject[0]), subject[0] + 1
    of = sentence.token(at) == "من"
    if (head == "كل" and of) or (head in AMOUNT_OF and not of):
        return False  # «كل من الوزير والنائب», «أيدها الكثير»
    at += of
    at += _SUPERLATIVE.fullmatch(sentence.token(at)) is not None  # «أحد ⟨أبرز⟩ المحامين»
    noun = sentence.token(at).removesuffix("ها").removesuffix("ه")
    if not noun.isalpha() or noun in given_names() or kinds(noun) or bare(noun) in places():
        return False
    return not (noun.endswith(_OF_PERSONS) or state_of(noun))


def is_mere_holding(sentence: Sentence, frame: Frame) -> bool:
    """«وتضمن القرار تعليق الرحلات», «القرار وجد معارضة»; «تتضمن ورقة النقاش خيارات» tells them."""
    if frame.strong or frame.cue is None or "of_papers" not in frame.cue.traits:
        return False
    return frame.subject is None or bare(sentence.token(frame.subject[0])) not in PAPER


def is_thing_held(sentence: Sentence, frame: Frame, phrase: NamePhrase) -> bool:
    """«تعتبر المدينة مركزا …», «يعد البرنامج من …»: said of a thing, by nobody."""
    if not is_holding(frame):
        return False
    if frame.strong:  # «تعد الجولة فرصة لكل من … أن»: what أن opens is not what is held
        far = frame.subject is not None and frame.content > frame.subject[1] + 1
        return frame.opened_by == "that" and far and phrase.kind not in _HOLDERS | CAPABLE
    if phrase.kind in _HOLDERS or frame.before or sentence.token(frame.place).endswith(OBJECTS):
        return False  # «وتعتبرها العاصمة شريكا»
    if phrase.kind in _SIDES and frame.opened_by == "preposition":
        return False  # «وتقدر الحكومة عدد الضحايا بنحو …»
    behind = sentence.token(phrase.name[1]) if phrase.name else ""
    return phrase.kind not in _SIDES or not behind.startswith("ال")


def is_holding(frame: Frame) -> bool:
    """Whether its verb is one that in the present is mostly said of a thing."""
    cue = frame.cue
    return cue is not None and cue.shape == "present" and "holding" in cue.traits


def is_marked_name(sentence: Sentence, frame: Frame) -> bool:
    """«وزاد مؤشر "…" بمقدار …», «كتبت رواية "…" أولا»: the sentence goes on behind the name."""
    quote = sentence.quotes.at(frame.content) if frame.opened_by == "quote" else None
    if quote is None or frame.content < frame.place or quote.length > _LONGEST_MARKED:
        return False
    behind = sentence.token(quote.close + 1)
    goes_on = behind.isalpha() and behind[0] not in "وف" and behind not in ADVERB | BREAK
    return goes_on and behind not in cue_forms()
