"""Frames of verbs and participles: «وقال فلان إن …», «…»، قال فلان, «مؤكدا أن …»."""

from __future__ import annotations

import re

from classifier.arabic import fold
from classifier.cues import Cue, cue_forms
from classifier.frames.between import is_needed
from classifier.frames.complements import Complement, complement, quote_before
from classifier.frames.deeds import is_deed, is_oblique
from classifier.frames.frame import SCARE, WEAK, Frame, Range, Sentence
from classifier.frames.homographs import is_verb_here
from classifier.frames.nouns import noun_frame, relay_frame, reported_noun
from classifier.frames.phrases import OFFICE, SIGNS, is_sure_name, phrase_end
from classifier.frames.subjects import as_for, subject_before
from classifier.function_words import (
    BREAK,
    CALLED_ON,
    CONTRAST,
    EVERY,
    FREE,
    MASCULINE_PLACE,
    MEANWHILE,
    RELATIVE,
    RELAY,
    RETURNED,
    SO,
    SOON,
    SUBORDINATE,
    THAT,
    THESE_WORDS,
    TIME,
    UTMOST,
    WAS,
)
from classifier.vocabulary import bare, given_names, is_noun, kinds, places, surnames
from classifier.words import COMMAS

_NO_ANTECEDENT = MEANWHILE | SOON
#: The classes of verbs whose direct object is a person or a body.
_TRANSITIVE = frozenset(
    ("accusing", "demanding", "warning", "criticising", "praising", "threatening")
)
#: The shape of a noun in the dual or plural, governed by a verb.
_BOTH = re.compile(r"ال\w{3,}ين")
_GOD = "الله"
#: How many words before «ليقول» the verb of coming back stands.
_RETURN_REACH = 4
#: How far behind «وصفه» «بأنه» stands, in words.
_BY_REACH = 6
#: How many words said without marks stand before «يقول فلان» at least.
_FEWEST_SAID = 4
#: The longest «كما قال فلان» between commas, in words.
_LONGEST_ASIDE = 10


def cue_frame(sentence: Sentence, place: int, cue: Cue) -> Frame | None:
    """The frame of a form of a reporting verb, None where the word reports nothing here."""
    if cue.shape == "noun":
        return noun_frame(sentence, place, cue)
    if not is_verb_here(sentence, place, cue):
        # «رغم نفي الوزير»: spelt as the verb, it is the noun here
        return reported_noun(sentence, place, cue) if _is_spelt_as_noun(cue) else None
    if cue.cue_class == "relay":
        return relay_frame(sentence, place, cue)
    if _is_aside(sentence, place, cue):
        subject = (place + 1, phrase_end(sentence, place + 1))
        return Frame("according", place - 1, place + 1, cue, subject, sentence.first, "word")
    if _ends_on_speaker(sentence, place, cue):
        subject = (place + 1, phrase_end(sentence, place + 1))
        begin = place - (sentence.token(place - 1) in THESE_WORDS)  # «⟨هكذا⟩ قال فلان»
        return Frame("according", begin, place + 1, cue, subject, sentence.first, "word")
    found = complement(sentence, place, cue)
    if found is None or found.opened_by in WEAK or _is_name_in_marks(sentence, found):
        found = quote_before(sentence, place, cue) or found
    if found is None:
        return None
    if cue.shape == "participle":
        return Frame("participle", place, place + 1, cue, None, found.content, found.opened_by)
    if sentence.words.is_vowelled_passive(place, cue.prefixed):
        return Frame("passive", place, place + 1, cue, None, found.content, found.opened_by)
    return _verb_frame(sentence, place, cue, found)


def _is_spelt_as_noun(cue: Cue) -> bool:
    """Whether the past is spelt as the verbal noun: رفض، نفي، تعهد; but «مع ⟨أبرز⟩ اللاعبين»."""
    lemma = fold(cue.lemma)
    return cue.shape == "past" and (len(lemma) <= len("رفض") or lemma[0] == "ت")


def _ends_on_speaker(sentence: Sentence, place: int, cue: Cue) -> bool:
    """«الطريق طويل، يقول الوزير سالم.»: said without marks, and who says it ends the sentence."""
    begin = place + 1
    told = cue.lemma == "قال" and cue.finite and not cue.prefixed
    if not told or place < sentence.first + _FEWEST_SAID or begin >= sentence.last:
        return False
    border = place - 1 - (sentence.token(place - 1) in THESE_WORDS)  # «…، ⟨هكذا⟩ قال فلان»
    if sentence.token(border) not in COMMAS or sentence.quotes.at(border - 1) is not None:
        return False  # «…»، قال فلان: read with its marks
    if cue.shape == "past" and sentence.words.word[sentence.first].removeprefix("و") in TIME:
        return False  # «وعند وصوله أمس، قال الوزير سالم.»: nothing is said
    if not is_sure_name(sentence, begin, sentence.last):
        return False
    return sentence.token(phrase_end(sentence, begin)) in ("", ".")


def _is_name_in_marks(sentence: Sentence, found: Complement) -> bool:
    """«…»، قال فلان لوكالة «تاس»: the quotation stands before its verb."""
    quote = sentence.quotes.at(found.content) if found.opened_by == "quote" else None
    return quote is not None and quote.length <= SCARE


def object_frame(sentence: Sentence, place: int, cue: Cue) -> Frame | None:
    """A verb with its object attached, before a sure subject: «فيما وصفها نورزي بأنها»."""
    if place + 1 >= sentence.last or sentence.token(place + 1) == _GOD:
        return None  # «خادم الحرمين، أيده الله»
    if not is_sure_name(sentence, place + 1, sentence.last):
        return None
    if not cue.prefixed and place > sentence.first:
        before = sentence.token(place - 1)
        behind = sentence.words.word[place + 1 : min(sentence.last, place + _BY_REACH)]
        as_this = any(token in THAT and token[0] == "ب" for token in behind)  # «وصفته بأنه»
        if before not in CONTRAST and before not in SIGNS and not as_this:
            return None
    return cue_frame(sentence, place, cue)


def purpose_frame(sentence: Sentence, place: int, cue: Cue) -> Frame | None:
    """«وعاد فلان ليقول», «لكن فلانة عادت لتوضح»."""
    before = sentence.words.word[max(sentence.first, place - _RETURN_REACH) : place]
    return None if RETURNED.isdisjoint(before) else cue_frame(sentence, place, cue)


def _verb_frame(sentence: Sentence, place: int, cue: Cue, found: Complement) -> Frame:
    previous = sentence.token(place - 1)
    subject, before = _subject(sentence, place, cue, found)
    relative = previous in RELATIVE and not cue.prefixed and not _is_meanwhile(sentence, place)
    if relative and before and _is_of_another(previous, cue):
        subject, before = None, False
    return Frame(
        "verb",
        place,
        place + 1,
        cue,
        subject,
        found.content,
        found.opened_by,
        before,
        relative=relative,
        subordinate=_is_subordinate(sentence, place),
    )


def _is_meanwhile(sentence: Sentence, place: int) -> bool:
    """«في الوقت الذي أكد فيه الوزير أن …», «سرعان ما ندد الوزير بـ…»: no relative clause."""
    earlier = sentence.token(place - 2) in _NO_ANTECEDENT
    return earlier and sentence.token(place - 3) not in RELATIVE


def _is_of_another(relative: str, cue: Cue) -> bool:
    """«القواعد التي قال إنها», «الجسر الذي قالت إنه»: who speaks was named before."""
    if cue.feminine:
        return relative.endswith("الذي") and not cue.plural
    return relative.endswith("التي") and not cue.plural


def _is_subordinate(sentence: Sentence, place: int) -> bool:
    """«عندما أعلن», «بعد أن أعلن»; «في حين أعلن» is a clause of its own."""
    previous, earlier = sentence.token(place - 1), sentence.token(place - 2)
    if previous == "ان":
        return earlier in SUBORDINATE
    return previous in SUBORDINATE and (previous, earlier) != ("حين", "في")


def _subject(
    sentence: Sentence, place: int, cue: Cue, found: Complement
) -> tuple[Range | None, bool]:
    """The subject's tokens, behind the verb or before it, and whether before it."""
    subject: Range | None = (found.subject_begin, found.subject_end)
    if (
        found.subject_end <= found.subject_begin
        or _is_object(sentence, found.subject_begin, cue)
        or (found.opened_by == "word" and is_deed(sentence, found.subject_begin))
    ):
        subject = None
    if subject is None:
        if not cue.prefixed:
            subject = subject_before(sentence, place)
        elif sentence.token(place)[0] == "ف" or sentence.token(place - 1) in SO:
            subject = as_for(sentence, place)
        return subject, subject is not None
    if not cue.prefixed and sentence.token(sentence.first) in WAS:
        # «وكان العولقي، طالب الوزير بأن …»
        front = subject_before(sentence, place)
        next_to_it = front is not None and front[0] == sentence.first + 1
        next_to_it = next_to_it and sentence.token(place - 1) not in RELATIVE
        if front is not None and (
            is_sure_name(sentence, *front) or (next_to_it and not is_sure_name(sentence, *subject))
        ):
            return front, True
    if not cue.prefixed and not is_sure_name(sentence, *subject):
        # «لكن الصايغ رفض العرض», «لكن موسكو ترفض اتهامات بأنها …»: what is behind is its object
        front = subject_before(sentence, place)
        near = front is not None and (
            found.opened_by in WEAK or (front[1] == place and "holding" not in cue.traits)
        )
        if front is not None and near and is_sure_name(sentence, *front):
            return front, True
    return subject, False


def _is_object(sentence: Sentence, begin: int, cue: Cue) -> bool:
    """Whether the noun behind a verb is its object.

    «وناشدوا الأمم», «ودعا إيران إلى», «حذر المشرعين», «وتنفي سعيها إلى».
    """
    head = sentence.words.word[begin]
    each = sentence.token(begin + 1) in FREE and kinds(sentence.token(begin + 2)) & OFFICE
    every = head in EVERY and not each  # «وثمن ⟨كل من⟩ الوزير …»
    if head in CALLED_ON and cue.cue_class == "demanding":
        return True  # «ودعت ⟨المجتمع⟩ الدولي إلى …»
    if head in UTMOST or (every and cue.cue_class in _TRANSITIVE):
        return True  # «ورفع خالص الشكر», «ودعا كافة الأطراف إلى …»
    if cue.plural or _is_addressee(head) or _is_verb_form(head) or is_oblique(head):
        return True
    if head == _GOD:
        return cue.cue_class == "demanding"  # «ودعا الله أن …»
    if head.endswith(("ها", "هم", "هما")) and head not in given_names():
        return not kinds(head) & OFFICE  # «مدربها سفيان الغزاوي», «بعضهم»: who speaks
    if cue.cue_class not in _TRANSITIVE:
        return False
    if head.endswith("ين") and kinds(head) and bare(head) not in given_names():
        return True
    if _is_both(sentence, begin, cue):
        return True
    behind = sentence.token(begin + 1)
    if head.startswith("ال") and behind.startswith("ال") and behind.endswith("يين"):
        return True  # «وحث الزعماء ⟨الدينيين⟩ على …»
    if cue.feminine:
        return False
    if head.startswith("ال") and behind.startswith("ال") and behind.endswith("يه"):
        named = kinds(head) & OFFICE or sentence.token(begin + 2) in given_names()
        return not named and head not in given_names()  # «ودعا القوى ⟨السياسية⟩ إلى …»
    feminine = head.endswith("ه") and "body" in kinds(head)
    return feminine or (head in places() and head not in MASCULINE_PLACE)


def _is_both(sentence: Sentence, at: int, cue: Cue) -> bool:
    """«وتدعو ⟨الطرفين⟩ إلى ضبط النفس»: two, or many, whom what is asked of them follows."""
    head = sentence.words.word[at]
    if not _BOTH.fullmatch(head) or not is_needed(sentence.token(at + 1), cue):
        return False
    named = head in places() or head in surnames() or head in sentence.known
    return not named and bare(head) not in given_names() and head not in given_names()


def _is_addressee(head: str) -> bool:
    """«وقال لصحافيين رافقوه …»: who is spoken to."""
    return head[0] == "ل" and not is_noun(head) and "role" in kinds(head)


def _is_verb_form(head: str) -> bool:
    """«ومضت تقول»: the second verb of a pair is no subject."""
    cue = cue_forms().get(head)
    return cue is not None and cue.shape == "present" and head not in given_names()


def _tells(cue: Cue) -> bool:
    """Whether a verb says that something is so: «كما ⟨أفادت⟩ الشرطة», and not «كما قدمت الشرطة»."""
    return cue.needs.that and cue.cue_class in ("neutral", "assertive")


def _is_aside(sentence: Sentence, place: int, cue: Cue) -> bool:
    """«…، كما قال فلان، …»: a few words between commas and nothing that is said."""
    if cue.cue_class == "finding" or sentence.token(place - 1) != "كما":
        return False
    word, begin = sentence.words.word, min(place + 1, sentence.last - 1)
    if not cue.needs.anything and not (_tells(cue) and is_sure_name(sentence, begin, place + 4)):
        return False
    for at in range(place + 1, min(sentence.last, place + _LONGEST_ASIDE)):
        if word[at] in SIGNS or word[at] == ".":
            return cue.needs.anything or sentence.token(at + 1) not in THAT | FREE
        if word[at] in THAT or word[at] == ":" or word[at] in BREAK:
            return False
        quote = sentence.quotes.at(at)
        if quote is not None and word[quote.open - 1] not in RELAY:
            return False
    # «…، كما قال فلان»: where the text breaks off
    ends = sentence.last - place <= _LONGEST_ASIDE and sentence.last == len(word)
    return ends and cue.needs.anything and is_sure_name(sentence, begin, sentence.last)
