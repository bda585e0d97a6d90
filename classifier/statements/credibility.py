"""Whether a frame reports speech, seen with its subject and its place in the sentence."""

from __future__ import annotations

from classifier.arabic import fold
from classifier.cues import cue_forms
from classifier.frames import Frame, Sentence
from classifier.frames.subjects import sender
from classifier.function_words import (
    ADVERB,
    AROUND,
    BEFORE_THAT,
    CONDITION,
    DONE,
    FRONT,
    IN_IT,
    THAT,
    UTTERANCE,
    WHAT,
)
from classifier.names import NamePhrase
from classifier.speakers import Memory
from classifier.statements.attribution import phrase_of
from classifier.statements.openings import (
    EARLY,
    is_fronted,
    opens_clause,
)
from classifier.statements.strangers import QUOTING, is_credible_stranger, is_done_once
from classifier.statements.things import (
    CAPABLE,
    is_amount_of_things,
    is_deed_done,
    is_holding,
    is_mere_holding,
    is_proverb,
    is_thing_held,
)
from classifier.vocabulary import given_names, kinds
from classifier.words import COMMAS

_PERSONAL = frozenset(("role", "honorific"))
#: How far behind a verb in a relative clause what is said begins at most, in words.
_RELATIVE_REACH = 9
#: How far into its sentence a verb stands at most behind «وعن …» where a person is named, in words.
_FRONTED_FAR = 24
_FINDERS = frozenset(("group", "anonymous", "body"))
_BARE_THAT = frozenset(("ان", "بان"))
#: How far behind who finds what is found begins, in words.
_FOUND_REACH = 8
#: How far before «أثنى فيها على» the speech stands, in words.
_SPEECH_REACH = 8


def is_credible(memory: Memory, sentence: Sentence, frame: Frame) -> bool:
    """Whether a frame reports speech."""
    if frame.kind == "passive":
        return _is_credible_passive(sentence, frame)
    if frame.kind == "noun" and frame.subject is not None:
        phrase = phrase_of(memory, frame)
        return phrase is not None and phrase.kind in CAPABLE
    if frame.kind == "participle":
        return _is_credible_participle(sentence, frame)
    if frame.kind != "verb":
        counted = frame.kind == "according" and is_amount_of_things(sentence, frame)
        return not (counted or is_proverb(sentence, frame))
    phrase = phrase_of(memory, frame)
    if _says_nothing(sentence, frame, phrase):
        return False
    if frame.relative:
        near = frame.content - frame.place < _RELATIVE_REACH
        if phrase is not None and phrase.kind == "event":
            return False  # «الجلسة التي تناولت «…»»
        if phrase is not None and is_deed_done(sentence, phrase.whole[0]):
            return False  # «الذي طلب ارتداء القميص»
        told = frame.strong or _is_told_beside(frame, phrase)
        return told and near and sentence.token(frame.place - 1) not in WHAT
    if frame.subject is None:
        if _needs_subject(frame) or _is_expected(memory, sentence, frame):
            return False
        if memory.voices and _is_tale(sentence, frame):
            return False
        early = frame.place <= sentence.first + 1
        stands = frame.strong or early or not frame.subordinate
        return stands and (
            opens_clause(sentence, frame)
            or is_fronted(memory, sentence, frame)
            or _is_told_in_it(sentence, frame)
        )
    if phrase is None:
        if not frame.strong:
            return _is_told_in_it(sentence, frame)
        return _is_credible_behind_clause(sentence, frame)
    return _is_credible_verb(sentence, frame, phrase)


def _is_told_in_it(sentence: Sentence, frame: Frame) -> bool:
    """«ألقى كلمة أكد فيها أن», «كلمة أثنى فيها على»: in what was said, or written."""
    if sentence.token(frame.place + 1) not in IN_IT:
        return False
    if frame.strong:
        return True
    before = sentence.words.word[max(sentence.first, frame.place - _SPEECH_REACH) : frame.place]
    return frame.opened_by == "preposition" and not UTTERANCE.isdisjoint(before)


def _is_credible_behind_clause(sentence: Sentence, frame: Frame) -> bool:
    """What stands before the verb names nobody: «إذا رفض التصويت، يقول إنه …»."""
    if not frame.before or frame.cue is None:
        return opens_clause(sentence, frame)
    if frame.opened_by in QUOTING:
        return True
    tells = frame.cue.shape == "past" or frame.cue.lemma == "قال"
    behind_comma = sentence.token(frame.place - 1) in COMMAS
    return (tells and behind_comma) or (is_done_once(frame) and opens_clause(sentence, frame))


def _is_told_beside(frame: Frame, phrase: NamePhrase | None) -> bool:
    """«تغريدة الوزير الذي دعا إلى التهدئة»: a person takes a position beside the clause."""
    if phrase is None or phrase.kind != "person" or frame.cue is None:
        return False
    return "of_people" in frame.cue.traits and frame.opened_by == "preposition"


def _says_nothing(sentence: Sentence, frame: Frame, phrase: NamePhrase | None) -> bool:
    """«أعلنت الحكومة حالة الطوارئ», «أكد الفريق فوزه»: done with the verb, and not said.

    Nor does a line that breaks off behind the name: «وقال الوزير سالم».
    """
    if frame.before and frame.subject is not None:
        begin = frame.subject[0]  # «وسئل عما ⟨إذا⟩ كان الوفد طلب ضمانات»: supposed
        if any(sentence.token(at) in CONDITION for at in (begin - 1, begin - 2)):
            return True
    if frame.strong:
        return False
    if _is_embedded(sentence, frame):
        return True
    begin = frame.cue_end
    if phrase is not None and not frame.before:
        begin = max(part[1] for part in (phrase.name, phrase.role) if part)
    while sentence.token(begin) in ADVERB or sentence.token(begin) in COMMAS:
        begin += 1
    if (
        frame.cue is not None
        and "of_matters" in frame.cue.traits
        and _names_person(sentence, begin)
    ):
        return True
    named = phrase is not None and not frame.before
    if (
        named
        and frame.cue is not None
        and frame.cue.cue_class == "neutral"
        and sentence.token(begin) in ("", ".")
    ):
        return True
    return any(sentence.token(at) in DONE for at in (begin, begin + 1))


def _is_embedded(sentence: Sentence, frame: Frame) -> bool:
    """«خير لهم أن تتحدث العاصمة بلغة …»: wished for, or told as a part of something else."""
    before, earlier = sentence.token(frame.place - 1), sentence.token(frame.place - 2)
    return before in _BARE_THAT and earlier not in BEFORE_THAT | AROUND


def _names_person(sentence: Sentence, at: int) -> bool:
    return bool(kinds(sentence.token(at)) & _PERSONAL) or sentence.token(at) in given_names()


def _is_credible_passive(sentence: Sentence, frame: Frame) -> bool:
    if frame.cue is None:
        return True
    opens = frame.place == sentence.first or frame.cue.prefixed
    return opens and (frame.strong or "passive" in frame.cue.traits)


def _is_credible_participle(sentence: Sentence, frame: Frame) -> bool:
    after_comma = sentence.token(frame.place - 1) in COMMAS
    if frame.cue is not None and frame.cue.feminine:
        # too often an adjective, or a noun: لافتة، «معارضة قانون كهذا»
        near = frame.place == sentence.first or frame.content - frame.cue_end <= 1
        return frame.strong and (after_comma or (near and "after_comma" not in frame.cue.traits))
    if frame.place == sentence.first:
        return True
    if frame.cue is not None and "after_comma" in frame.cue.traits:
        return frame.strong and after_comma
    if frame.strong or frame.cue is None:
        return frame.strong
    return after_comma or "of_people" in frame.cue.traits  # «معربا عن شكره»


def _is_credible_verb(sentence: Sentence, frame: Frame, phrase: NamePhrase) -> bool:
    """Whether a verb reports, with the subject it has."""
    finding = frame.cue is not None and frame.cue.cue_class == "finding"
    if phrase.kind == "event" or is_thing_held(sentence, frame, phrase):
        return False
    if not (frame.strong or _is_only_done_by_people(frame)) and is_amount_of_things(
        sentence, frame
    ):
        return False
    if finding:
        if frame.opened_by == "that" and phrase.kind in _FINDERS:
            near = frame.subject is None or frame.content - frame.subject[1] < _FOUND_REACH
            # «يظهر عدد من الناس وهم … لك أن»: far behind, where no comma resumes, it is another's
            return near or sentence.token(frame.content - 1) in COMMAS
        return phrase.kind == "document" and not is_mere_holding(sentence, frame)
    if frame.subordinate and frame.cue is not None and frame.cue.shape == "present":
        return False  # «عندما يقول الناس إن»: whenever they do
    if phrase.kind == "unknown":
        return not finding and is_credible_stranger(sentence, frame)
    if frame.subordinate:
        if _takes_outer_that(sentence, frame):
            return False
        return phrase.kind in CAPABLE and sentence.token(frame.place - 1) not in CONDITION
    if frame.strong or opens_clause(sentence, frame):
        return True
    if frame.before and sender(sentence, frame.place) is not None:
        return True
    if phrase.kind == "person" and sentence.words.word[sentence.first] in FRONT:
        return frame.place < sentence.first + _FRONTED_FAR  # «وحول الموعد …، أشار الوزير إلى …»
    sure = phrase.kind == "person" or not _is_homograph(frame)
    return sure and frame.place < sentence.first + EARLY


def _is_only_done_by_people(frame: Frame) -> bool:
    """«طالبت بعض الجماهير بـ», «واتهمت بعض الشخصيات أوساطا بـ»: no thing does it."""
    cue = frame.cue
    return cue is not None and ("of_people" in cue.traits or cue.cue_class == "accusing")


def _is_tale(sentence: Sentence, frame: Frame) -> bool:
    """«قرر الاستمرار. ركز على عمله. رفضت بشدة.»: the press joins what goes on with «و»."""
    cue = frame.cue
    bare_past = cue is not None and cue.shape == "past" and not cue.prefixed
    return bare_past and frame.place == sentence.first and not frame.strong


def _is_expected(memory: Memory, sentence: Sentence, frame: Frame) -> bool:
    """«فيما يتوقع أن تبدأ الجولة»: it is expected; «ويتوقع أن» goes on with who spoke just now."""
    cue = frame.cue
    if cue is None or cue.lemma != "توقع" or cue.shape != "present" or cue.feminine or cue.plural:
        return False
    goes_on = cue.prefixed and not memory.passed
    return sentence.token(frame.cue_end) in THAT and not goes_on


def _needs_subject(frame: Frame) -> bool:
    """«سجلت أسعار النفط ارتفاعا», «يعتبر تخزين الماء أفضل …»: no speaker goes on so."""
    finding = frame.cue is not None and frame.cue.cue_class == "finding"
    return finding or (is_holding(frame) and not frame.strong)


def _takes_outer_that(sentence: Sentence, frame: Frame) -> bool:
    """«قالت الوزيرة، التي حضرت بعدما اعتذر الوزير، ⟨إن⟩ …»: it belongs to the verb in front."""
    if frame.opened_by != "that" or sentence.token(frame.content - 1) not in COMMAS:
        return False
    opener = cue_forms().get(sentence.token(sentence.first))
    return opener is not None and opener.finite and frame.place > sentence.first + 1


def _is_homograph(frame: Frame) -> bool:
    """Whether the verb's form is also a noun's (رفض، تمسك، وصف), so that its place must decide."""
    cue = frame.cue
    if cue is None or cue.shape != "past" or cue.feminine or cue.plural:
        return False
    return len(fold(cue.lemma)) < 4
