"""Who goes on to speak: the last voice, or the one whom a sentence in between was about.

«من جهته، زار سالم الحربي المدينة. وقال إن …»: the subject right behind the verb.
"""

from __future__ import annotations

from classifier.cues import Cue, cue_forms
from classifier.function_words import (
    BEFORE_VERB,
    BREAK,
    CONTRAST,
    OFFICE_LINK,
    OPENER,
    RELATIVE,
    THAT,
    THIS,
    TURN,
)
from classifier.names.persons import TITLES
from classifier.speakers import Memory, Voice
from classifier.vocabulary import given_names, is_noun, is_verbal_noun, kinds, places
from classifier.words import COMMAS, Words

#: How many sentences back an article that nobody has spoken in yet is searched for its subject.
_BACK = 6
#: How far into a sentence its first verb may stand behind an opening phrase, in words.
_OPENING = 8
#: The longest subject, name and office, in words.
_LONGEST = 16
_GOD = "الله"
_THAT_ONE = frozenset(("ذلك",))
_ENDS = COMMAS | RELATIVE | THAT | frozenset('.:؛()«»"')
_FRONT = OPENER | BEFORE_VERB | CONTRAST | TURN
_NO_VERB = BREAK | THIS | _ENDS


def inherited(memory: Memory, cue: Cue | None) -> Voice | None:
    """The voice of a verb without a subject.

    The last one heard; but he whom the sentence before was about, unless the verb goes on with a
    speech («وأضاف»).
    """
    if not memory.voices:
        told = (narrated(memory, *one) for one in memory.passed[: -_BACK - 1 : -1])
        return next(filter(None, told), None)
    finite = cue is not None and cue.finite and "goes_on" not in cue.traits
    if cue is not None and finite and memory.passed:
        told_of = narrated(memory, *memory.passed[-1])
        if told_of is not None and told_of.agrees(cue.feminine, cue.plural):
            return told_of
    return memory.last(cue)


def narrated(memory: Memory, first: int, last: int) -> Voice | None:
    """The person whom the sentence of the tokens `first` to `last` is about.

    None where it is nobody who is sure to be named.

    >>> words = Words.of("من جهته، زار وزير النقل سالم الحربي المدينة أمس.")
    >>> narrated(Memory(words), 0, len(words)).label
    'سالم الحربي'
    """
    word = memory.words.word
    verb = _verb(word, first, last)
    begin = stop = verb + 1
    if begin >= last or not _is_verb(memory, word[verb]) or not _is_name(memory, word[begin]):
        return None
    while stop < min(last, begin + _LONGEST) and not _ends_subject(word, begin, stop):
        stop += 1
    phrase = memory.phrase(begin, stop, last)
    if phrase is None or phrase.kind != "person" or phrase.name is None:
        return None
    name, end = phrase.name
    if word[name] == _GOD or not (word[name] in given_names() or word[name] in memory.known):
        return None
    if end > name + 1 and _is_done(memory.words, end - 1):
        end -= 1  # «تلقى سالم الحربي ⟨اتصالا⟩»
    voice = memory.voice(phrase._replace(name=(name, end)))
    if voice not in memory.voices:
        voice.feminine = _is_woman(word[first : verb + 1], word[slice(*(phrase.role or (0, 0)))])
    return voice


def _is_woman(before: list[str], office: list[str]) -> bool:
    """«⟨زارت⟩ هند الحربي», «من ⟨جهتها⟩، تزور هند», «تزور ⟨وزيرة⟩ النقل هند»: no name tells it."""
    if before[-1].endswith("ت") or any(one in TURN and one.endswith("ها") for one in before):
        return True
    return bool(office) and office[0].endswith("ه") and "role" in kinds(office[0])


def _is_done(words: Words, at: int) -> bool:
    """Whether a word bears an object's ending or is a deed, and is no name."""
    return words.spelled(at, at + 1).endswith(("ً", "ًا")) or is_verbal_noun(words.word[at])


def _verb(word: list[str], first: int, last: int) -> int:
    """Where the first clause begins with its verb: behind «من جهته،», «بعد ذلك», «وقد»."""
    at, second = first, word[min(first + 1, last - 1)]
    if word[at] in BREAK or second in TURN:
        for comma in range(at + 1, min(last - 1, at + _OPENING)):
            if word[comma] in COMMAS:
                return comma + 1
        if second in TURN | THIS | _THAT_ONE:
            at += 2
    while at < last - 1 and word[at] in _FRONT:
        at += 1
    return min(at, last - 1)


def _is_verb(memory: Memory, token: str) -> bool:
    """Whether a word may be the verb of its clause: all that is known is what is none."""
    if token in _NO_VERB or not token.isalpha() or token.startswith(("ال", "وال")):
        return False
    cue = cue_forms().get(token)
    if cue is not None:
        return cue.finite
    named = token in given_names() or token in places() or token in memory.known
    return not (named or kinds(token) or is_verbal_noun(token))


def _is_name(memory: Memory, token: str) -> bool:
    """Whether a subject may begin with a word: a name or an office, and no preposition."""
    if token[0] in "بل" and not is_noun(token) and kinds(token):
        return False
    return token in given_names() or token in memory.known or bool(kinds(token) & TITLES)


def _ends_subject(word: list[str], begin: int, at: int) -> bool:
    """A sign, a preposition, or a noun that bears one: «التهنئة ⟨لخادم⟩ الحرمين»."""
    token = word[at]
    if token in _ENDS or (token in BREAK and token not in OFFICE_LINK):
        return True
    return at > begin and token[0] in "بل" and bool(kinds(token)) and not is_noun(token)
