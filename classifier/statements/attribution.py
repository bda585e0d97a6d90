"""Whom a frame gives the word: its subject, the subject of its clause, or the last speaker."""

from __future__ import annotations

from classifier.cues import Cue, cue_forms
from classifier.frames import SCARE, Frame, Sentence
from classifier.function_words import (
    BREAK,
    CAME,
    CONTRAST,
    FRONT,
    IN_WHICH,
    NEGATION,
    PLACE_NOUN,
    RELATIVE,
    THAT,
    THIS,
)
from classifier.names import NamePhrase
from classifier.names.persons import TITLES
from classifier.speakers import Memory, Voice
from classifier.statements.narration import inherited, narrated
from classifier.vocabulary import given_names, is_noun, kinds, places
from classifier.words import COMMAS

_ORDERS = {"relay": "relay", "according": "according-to", "label": "label"}
_COMMON_SPEAKERS = frozenset(("anonymous", "group", "body"))
#: How far into a sentence the subject of its clause is looked for, in words.
_CLAUSE = 20
#: The longest name of a body or a source, and of a document, in words.
_LONGEST = 6
_LONGEST_DOCUMENT = 9
#: A clause of more words before a verb is no name.
_LONGEST_UNKNOWN = 4


def phrase_of(memory: Memory, frame: Frame) -> NamePhrase | None:
    """The name phrase of a frame's subject, None where it has none or no name stands there."""
    if frame.subject is None:
        return None
    begin, end = frame.subject
    if not frame.before and frame.cue is not None and frame.cue.lemma == "طلب":
        end = _before_asked(memory, begin, end)
    limit = frame.content if frame.content > end and frame.kind != "according" else None
    phrase = memory.phrase(begin, end, limit, frame.strong or frame.opened_by == "preposition")
    if phrase is not None and phrase.kind == "unknown" and frame.before:
        present = frame.cue is not None and frame.cue.shape == "present"
        if present and memory.words.word[frame.place - 1] in COMMAS:
            return None  # «إذا رفض التصويت، يقول إنه …»: a clause before the verb
        opens_clause = memory.words.word[begin][0] == "و"  # «وأيضا يقول», «ولذلك أكد»
        return phrase if end - begin <= _LONGEST_UNKNOWN and not opens_clause else None
    return phrase


def _before_asked(memory: Memory, begin: int, end: int) -> int:
    """«وطلب النواب ⟨من⟩ سالم الحربي أن …»: where he begins who is asked, else `end`."""
    word = memory.words.word
    asked = (at for at in range(end - 1, begin, -1) if word[at] == "من")
    return next(asked, end) if word[begin].startswith("ال") else end


def speaker_of(memory: Memory, sentence: Sentence, frame: Frame) -> tuple[Voice | None, str]:
    """The voice of a frame, and the reason code that tells how it was found."""
    cue = frame.cue
    if frame.kind == "passive" and cue is not None:
        return None, "passive"
    phrase = phrase_of(memory, frame)
    if frame.before and _is_matter(sentence, frame):
        phrase = None
    if phrase is not None and not _is_accused(memory, frame, phrase):
        order = "subject-verb" if frame.before else "verb-subject"
        goes_on = cue is not None and "goes_on" in cue.traits
        return memory.voice(phrase, goes_on), _ORDERS.get(frame.kind, order)
    if frame.place > sentence.first + 1 and sentence.token(sentence.first) not in FRONT:
        told = narrated(memory, sentence.first, frame.place)
        voice = told or _clause_subject(memory, sentence, frame)
        if voice is not None and not _disagrees(voice, cue):
            return voice, "clause-subject"
    return inherited(memory, cue), "continuation"


def _disagrees(voice: Voice, cue: Cue | None) -> bool:
    """Whether a woman is meant by a masculine verb, or one person by several («معتبرين»)."""
    if cue is None:
        return False
    one = voice.kind == "person" and not voice.plural
    return (voice.feminine and not cue.feminine) or (one and cue.plural)


def _is_matter(sentence: Sentence, frame: Frame) -> bool:
    """«وعن ⟨الإصلاحات⟩ المطلوبة، قال»: what stands behind «وعن» is no subject."""
    fronted = sentence.token(sentence.first) in FRONT
    return fronted and frame.subject is not None and frame.subject[0] == sentence.first + 1


def _is_accused(memory: Memory, frame: Frame, phrase: NamePhrase) -> bool:
    """«واتهم الرئيس السابق بأنه …», «وناشد الوفد أن …» behind another: the noun is the object."""
    cue, subject = frame.cue, frame.subject
    if cue is None or frame.before or not memory.voices or subject is None:
        return False
    if not cue.prefixed and memory.words.word[max(0, frame.place - 1)] != "كما":
        return False
    head = memory.words.word[subject[0]]
    if head == "الجميع" and cue.cue_class == "demanding" and frame.opened_by != "that":
        return True  # «ودعا الجميع للحضور»
    if cue.cue_class != "accusing" and "object" not in cue.traits:
        return False
    if memory.words.word[frame.place].startswith("ف"):
        return False  # «فاتهم الناطق باسم الوزارة …»: the word goes to another
    comma = memory.words.word[subject[1] : subject[1] + 1]
    behind = subject[1] + (not COMMAS.isdisjoint(comma))
    if phrase.name is None or phrase.name[1] < subject[1] - 1 or frame.content > behind:
        return False  # two nouns: who accuses, and whom
    if phrase.name[1] < subject[1] and memory.words.word[phrase.name[1]] in places():
        return False  # «واتهم الحزب أنقرة بـ…»
    if phrase.kind == "person":
        return True
    return phrase.kind != "anonymous" and memory.voices[-1].agrees(cue.feminine, False)


def _clause_subject(memory: Memory, sentence: Sentence, frame: Frame) -> Voice | None:
    first = sentence.first
    if sentence.token(first) in CAME and sentence.token(first + 1) in THIS:
        return _document(memory, sentence, frame.place)
    return _holder(memory, sentence, first + 1, min(frame.place, first + _CLAUSE))


def _holder(memory: Memory, sentence: Sentence, begin: int, end: int) -> Voice | None:
    """The first person surely named among the tokens `begin` to `end`, as their subject.

    For verbs without a subject in a sentence that names one: «وعاد فلان فأكد …».
    """
    word, given = memory.words.word, given_names()
    for at in range(begin, end):
        quote = sentence.quotes.at(at)
        if quote is not None and quote.length > SCARE:
            continue  # «وسئل الحربي: «…»، فأجاب»
        if (word[at] in given or word[at] in memory.known) and word[at] not in THAT:
            return _named_holder(memory, begin, at, end)
        alone = at <= begin + 1 and word[at - 1] not in BREAK
        cue = cue_forms().get(word[at - 1])
        alone = alone or (cue is not None and cue.finite)  # «علق أحد المغردين وقال»
        if alone and kinds(word[at]) & _COMMON_SPEAKERS and not kinds(word[at - 1]) & TITLES:
            phrase = memory.phrase(at, min(end, at + _LONGEST))
            if phrase is not None and phrase.kind in _COMMON_SPEAKERS:
                return memory.voice(phrase)
    return None


def _named_holder(memory: Memory, begin: int, at: int, end: int) -> Voice | None:
    """The person named at `at`, with the office before the name, unless a preposition governs."""
    word = memory.words.word
    front = at
    while front > begin and _is_of_office(word[front - 1]):
        front -= 1
    before = word[front - 1] if front > begin else ""
    if before in BREAK and before not in CONTRAST and before not in NEGATION:
        return None
    if _governs(before) or (word[front][0] in "بل" and front < at) or before in PLACE_NOUN:
        return None  # «وفي ما يخص ملعب الأمير سالم، …»
    phrase = memory.phrase(front, min(end, at + 4))
    both = phrase is not None and phrase.kind == "group" and front == at  # two names, joined
    person = phrase is not None and phrase.kind == "person"
    return memory.voice(phrase) if phrase is not None and (person or both) else None


def _governs(token: str) -> bool:
    """«الشكر ⟨لمقام⟩ الملك سالم», «⟨للرئيس⟩ سالم»; but «مدير الأمن ⟨للأحياء⟩ السكنية سالم»."""
    if token[:1] not in ("ب", "ل") or len(token) < 4 or is_noun(token):
        return False
    return not token.startswith(("لل", "بال")) or bool(kinds(token) & TITLES)


def _is_of_office(token: str) -> bool:
    """Whether a word before a name may tell an office; «إلى» folded begins like one."""
    return token not in BREAK and (token.startswith("ال") or bool(kinds(token)))


def _document(memory: Memory, sentence: Sentence, before: int) -> Voice | None:
    """«جاء ذلك في بيان مشترك …»: the document that the sentence opens with."""
    word = sentence.words.word
    for at in range(sentence.first + 2, min(before, sentence.first + 5)):
        if word[at] not in IN_WHICH:
            continue
        end, limit = at + 1, min(sentence.last, at + 1 + _LONGEST_DOCUMENT)
        while end < limit and not (
            word[end] in BREAK or word[end] in COMMAS or word[end] in RELATIVE
        ):
            end += 1
        phrase = memory.phrase(at + 1, end)
        if phrase is not None and phrase.kind == "document":
            return memory.voice(phrase)
    return None
