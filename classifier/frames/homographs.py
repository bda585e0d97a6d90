"""Whether a word is a reporting verb at its place, and not its homograph.

«رفض» behind a preposition is a noun, «بين» mostly the preposition, «تبين أن» it turned out that.
"""

from __future__ import annotations

from classifier.cues import Cue, cue_forms
from classifier.frames.frame import Sentence
from classifier.frames.phrases import SIGNS, SPEAKING, is_naming, is_sure_name
from classifier.function_words import (
    ADVERB,
    AS_IF,
    BETWEEN,
    GOVERNOR,
    IMPERSONAL,
    IMPERSONAL_OBJECT,
    INTERROGATIVE,
    NAMING,
    NEGATION,
    OWN_NAME,
    STOOD_IN,
    THAT,
    TURN,
    WHAT,
    WHILE,
    WRITTEN_ON,
)
from classifier.vocabulary import given_names, kinds

_NAMING = frozenset(("role", "honorific", "body"))
#: The verbs of which «تبين», she explains, is a form: mostly it is تبيّن, it turned out.
_TURNED_OUT = frozenset(("بين", "أبان"))
_I = "ت\N{ARABIC DAMMA}"
SHADDA = "\N{ARABIC SHADDA}"
#: How far behind «وبيّن», which no preposition is spelt as, its أن may stand, in words.
_VOWELLED_REACH = 20
_THANKING = frozenset(("document", "event"))
_HIM = frozenset(("به", "بها", "بهم"))
_ONCE_MORE = TURN | {"كما"}
_ATTENTION = ("انتباه", "نظر")
_OBJECT_ENDINGS = ("ً", "ًا")
#: How far behind «نص» its «على» stands, in words: «نص القرار على أن»; else it is a text.
_TEXT_REACH = 5
#: How far behind «علم» its «من» stands, in words: «علم الموقع من مصدر أن».
_LEARNT_REACH = 5
#: How far behind «طلب» «اسمه» or «هويته» stands, in words.
_NAME_REACH = 6


def is_verb_here(sentence: Sentence, place: int, cue: Cue) -> bool:
    """Whether the word is a reporting verb at this place, and not its homograph.

    «رفض» behind a preposition is a noun, «بين» mostly the preposition, «ويذكر أن» the
    newspaper's own voice, «لم يعلن» a silence.
    """
    token, previous = sentence.words.word[place], sentence.token(place - 1)
    following = sentence.token(place + 1)
    if token in IMPERSONAL and _is_of_nobody(cue, following):
        return False
    if _is_other_word(sentence, place, cue, following):
        return False
    if cue.lemma == "قال" and token.removeprefix("و").removeprefix("ف").startswith("س"):
        return False  # «وسيقول البعض»: not said yet
    if token in BETWEEN:
        return _explains(sentence, place)
    if token == "ورد" and following in STOOD_IN:
        return False  # it stands in a document, and nobody answers
    if previous in NEGATION:
        return "negated" in cue.traits and cue.shape == "present"
    if cue.feminine and sentence.words.spelled(place, place + 1).endswith(_I):
        return False  # «ذكرتُ في مقال سابق أن …»
    if previous in AS_IF | INTERROGATIVE or _asks_for_no_name(sentence, place, cue):
        return False
    if cue.shape == "past":
        return cue.prefixed or cue.feminine or cue.plural or not _governs(previous)
    if cue.shape == "present":
        return _is_present_verb(sentence, place, previous)
    return True


def _is_of_nobody(cue: Cue, following: str) -> bool:
    """«ويذكر أن …», «يشار هنا إلى …»; «يذكر شركة النور أنها …»: the verb does not agree."""
    if following in THAT or following in IMPERSONAL_OBJECT:
        return True
    return not cue.feminine and following.endswith("ه") and "body" in kinds(following)


def _is_other_word(sentence: Sentence, place: int, cue: Cue, following: str) -> bool:
    """«رجل يدعى سالم» (named so), «وتبين أنه» (it turned out), «لافتة كتب عليها»."""
    if cue.lemma == "كتب":
        return following in WRITTEN_ON
    if cue.lemma == "لفت":
        return following.startswith(_ATTENTION)  # «لفت انتباهي أن …»: it struck me
    if cue.lemma == "شكر" and kinds(sentence.token(place - 1)) & _THANKING:
        return True  # «برقية شكر»
    if cue.lemma == "رحب" and cue.shape == "participle" and following in _HIM:
        return True  # «كان الضيف مرحبا به»
    if cue.lemma == "رد" and following.startswith("فعل"):
        return True  # «وفي أول رد فعل»
    if cue.lemma == "نص" and cue.shape == "past" and not (cue.prefixed or cue.feminine):
        return "علي" not in sentence.words.word[place + 1 : place + _TEXT_REACH]
    if cue.lemma == "أبلغ":
        return following == "من"  # «أبلغ من العمر ثلاثين عاما»
    if cue.lemma == "علم" and not cue.feminine:
        return "من" not in sentence.words.word[place + 1 : place + _LEARNT_REACH]
    if cue.lemma == "أمل":
        return _is_a_hope(sentence, place, cue)
    if cue.lemma == "عبّر":
        verb = cue_forms().get(sentence.token(place - 1))
        return verb is not None and verb.finite and not cue.prefixed  # «أعلن عبر حسابه»
    if cue.lemma[0] == "ا" and (is_naming(sentence, place, cue) or _is_mine(sentence, place, cue)):
        return True  # only of these the hamza tells
    if cue.plural and sentence.words.spelled(place, place + 1).endswith(_OBJECT_ENDINGS):
        return True  # «كان صرحًا من عذوبة»: no «صرّحا»
    if cue.lemma == "دعا" and SHADDA in sentence.words.spelled(place, place + 1):
        return cue.prefixed  # «ودّعت الإدارة الطالبات»
    turned_out = cue.lemma in _TURNED_OUT and cue.shape == "present" and cue.feminine
    behind = sentence.token(place + 2) if following in ADVERB else following
    return turned_out and behind in THAT  # «تبين أيضا أن»


def _is_a_hope(sentence: Sentence, place: int, cue: Cue) -> bool:
    """«على أمل الفوز», «أمل الحربي»; «أملا في الفوز», without the long vowel of «آملا»."""
    letter = sentence.words.spelled(place, place + 1)[cue.prefixed]
    if cue.shape == "participle":
        return letter == "أ"
    if letter == "آ":
        return True  # «وآمل أن»: I do
    if cue.shape != "past" or cue.prefixed or cue.feminine:
        return False
    return not kinds(sentence.token(place + 1)) & _NAMING


def _is_mine(sentence: Sentence, place: int, cue: Cue) -> bool:
    """«أعتقد أن», «وأقترح»: I do, with a hamza; «اعتقد», he did, has none.

    Where a name follows, the hamza is a slip of the pen: «وأعترف المتهم سالم بأن».
    """
    if "goes_on" in cue.traits or cue.shape != "past":
        return False
    if cue.feminine or cue.plural or sentence.words.spelled(place, place + 1)[cue.prefixed] != "أ":
        return False
    return place + 1 >= sentence.last or not is_sure_name(sentence, place + 1, place + 2)


def _asks_for_no_name(sentence: Sentence, place: int, cue: Cue) -> bool:
    """«قال مسؤول طلب عدم ذكر اسمه إن»: an aside of the reporter's."""
    if cue.cue_class not in ("demanding", "refusing", "opining"):
        return False
    behind = sentence.words.word[place + 1 : place + _NAME_REACH]
    return not (OWN_NAME.isdisjoint(behind) or NAMING.isdisjoint(behind))


def _is_present_verb(sentence: Sentence, place: int, previous: str) -> bool:
    if previous.removeprefix("و").removeprefix("ف") == "قد":
        return False
    if place > sentence.first + 1 and previous == "كما":
        return _that_within(sentence, place, 10)
    return place <= sentence.first + 1 or previous not in WHAT


def _governs(previous: str) -> bool:
    """Whether the word before makes a noun of what follows."""
    if previous in GOVERNOR:
        return True
    cue = cue_forms().get(previous)
    return cue is not None and cue.shape == "noun"


def _explains(sentence: Sentence, place: int) -> bool:
    """«وبيّن الوزير أن …» opens its sentence; elsewhere بين is the preposition."""
    if place > sentence.first and sentence.token(place - 1) in SIGNS:
        return sentence.token(place + 1) in THAT  # «وفيما يتعلق بالموعد، بين أن …»
    if place != sentence.first:
        return _explains_within(sentence, place)
    vowelled = SHADDA in sentence.words.spelled(place, place + 1)  # «وبيّن»
    if not _that_within(sentence, place, _VOWELLED_REACH if vowelled else 9):
        return False
    following = sentence.token(place + 1)
    if vowelled or following in THAT or following in given_names() or kinds(following) & _NAMING:
        return True
    # «وبين الحين والآخر»
    behind = (sentence.token(place + 2), sentence.token(place + 3))
    return sentence.token(place)[0] == "و" and not any(token.startswith("و") for token in behind)


def _explains_within(sentence: Sentence, place: int) -> bool:
    """«في حين بين سالم الحربي أن», «من جهته بين المدير أن», «كما بين المصدر أن»."""
    previous, following = sentence.token(place - 1), sentence.token(place + 1)
    if previous in WHILE:
        return following in given_names() and _that_within(sentence, place, 9)
    if previous not in _ONCE_MORE:
        return False
    named = following in given_names() or kinds(following) & SPEAKING
    return bool(named) and _that_within(sentence, place, _VOWELLED_REACH)


def _that_within(sentence: Sentence, place: int, reach: int) -> bool:
    word = sentence.words.word
    for at in range(place + 1, min(sentence.last, place + reach)):
        if word[at] in THAT:
            return True
        if word[at] in SIGNS and at > place + 5:
            return False
    return False
