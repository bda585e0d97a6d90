"""Borders of a statement: narration before its frame and behind what was said stays outside."""

from __future__ import annotations

from classifier.cues import cue_forms
from classifier.frames import SCARE, Frame, Sentence
from classifier.function_words import (
    ALLUSION,
    AROUND,
    ATTRIBUTION,
    CAME,
    CLAUSE,
    CONCERN,
    EXCEPT,
    FRONT,
    IN_IT,
    IN_WHICH,
    MEANWHILE,
    NARRATION,
    RELATIVE,
    THAT,
    TURN,
    TURN_FROM,
    UTTERANCE,
    WHICH_IS,
)
from classifier.statements.said import Said
from classifier.words import COMMAS, DASHES

#: How far before a verb its clause begins at most, in words.
_CLAUSE_REACH = 7
#: Fewer words before a clause are an adverb of it, no narration.
_FEWEST = 4
#: How far into a sentence «في تصريح …» makes all before the verb part of the frame, in words.
_UTTERANCE_REACH = 12
#: A statement's first words are its own, whatever clause opens there: behind where what is said
#: begins, and behind where the statement does.
_SAFE_CONTENT = 4
_SAFE_STATEMENT = 6
#: Narration of fewer words is not worth a cut.
_SHORTEST_TAIL = 3
#: As many words before a verb, up to a comma, are narration.
_LONG_FRONT = 14
#: What opens with one of these is what the verb is about, or where it was said.
_FRAMING = FRONT | IN_WHICH | CAME | TURN | ATTRIBUTION
_TRAILING = COMMAS | DASHES | {"و"}
_HEADS = frozenset(phrase.split()[0] for phrase in NARRATION | ALLUSION)


def front_of(sentence: Sentence, frame: Frame) -> int:
    """Where the first statement of a sentence begins."""
    if frame.subordinate or frame.kind == "noun":
        return frame.place
    if frame.relative:
        return frame.front if frame.before else frame.place - 1  # «⟨التي⟩ قال إنها»
    if frame.kind == "according" and _opens_again(sentence, frame.place):
        return frame.place  # «لقي اثنان حتفهما، ⟨ووفقا⟩ لما أورده المتحدث فإن …»
    if frame.kind == "according" and frame.cue is not None:
        return sentence.first  # «جرى إيواء النازحين، كما ذكرت الصحيفة»
    border = clause_border(sentence, frame.front)
    if border is None and _is_behind_narration(sentence, frame):
        border = frame.place
    if border is None or border - sentence.first < _FEWEST:
        return sentence.first
    return sentence.first if _belongs(sentence, border) else border


def _opens_again(sentence: Sentence, place: int) -> bool:
    """Whether a source opens a clause of its own inside the sentence, with «و» behind a comma."""
    inside = place > sentence.first + _FEWEST and sentence.token(place - 1) in COMMAS
    token = sentence.token(place)
    return inside and token[0] == "و" and token[1:] in ATTRIBUTION  # «وفقا» has its own


def _is_behind_narration(sentence: Sentence, frame: Frame) -> bool:
    """«بعد أن تعثرت الجولة … في العاصمة أمس، ⟨أعلن⟩ الوزير أن»: long, and no part of the frame."""
    word, first, place = sentence.words.word, sentence.first, frame.place
    if place - first < _LONG_FRONT or word[place - 1] not in COMMAS or frame.content < place:
        return False
    told = frame.strong and frame.subject is not None and not frame.before and not frame.prefixed
    return told and word[first] not in _FRAMING and word[first + 1] not in CONCERN


def _belongs(sentence: Sentence, border: int) -> bool:
    """Whether the words before a clause belong to its frame: «وفي تصريح له، …», «من جانبه، …»."""
    word, forms, first = sentence.words.word, cue_forms(), sentence.first
    if not TURN.isdisjoint(word[first : first + 2]):
        return True
    for at in range(first + 1, min(border, first + _UTTERANCE_REACH)):
        if word[at] in UTTERANCE and word[at - 1] in IN_WHICH:
            return True
    for at in [at for at in range(first, border) if word[at] in forms]:
        shape = forms[word[at]].shape
        if shape == "participle" or (shape == "noun" and sentence.token(at - 1) == "الي"):
            return True
    return False


def clause_border(sentence: Sentence, place: int) -> int | None:
    """The token where the clause of `place` begins, if a clause border stands there."""
    word = sentence.words.word
    for at in range(place, max(sentence.first, place - _CLAUSE_REACH), -1):
        token, previous = word[at], word[at - 1]
        if token in CLAUSE:
            return at
        if (token == "حين" and previous == "في") or (token in THAT and previous in EXCEPT):
            return at - 1
        if token in MEANWHILE and previous in IN_WHICH and sentence.token(at + 1) in RELATIVE:
            return at - 1
        if token in WHICH_IS and sentence.token(at + 1) == "ما":
            return at
        if previous == "ان" and sentence.token(at - 2) in AROUND:
            return at
        if previous in COMMAS and sentence.token(at - 2) in TURN:
            continue  # «ومن جانبه، قال»
        if token in TURN:
            return at - (previous in TURN_FROM)
        if previous in COMMAS:
            cue = cue_forms().get(token)
            own = sentence.token(at + 1) in IN_IT  # «وألقت كلمة، قالت فيها: …»
            return at if cue is not None and (cue.prefixed or own) else None
    return None


def end_of(sentence: Sentence, said: Said, next_begin: int, frames: list[Frame]) -> int:
    """Where a statement ends: before narration («…، فيما تستعد …»), without commas.

    Before a participle of its `frames` («…، في حين بلغ …، مشيرا إلى …») its speaker goes on.
    """
    word = sentence.words.word
    end = next_begin
    content = max(frame.content for frame in said.frames)
    goes_on = (f.place for f in frames if f.kind == "participle" and f.place < next_begin)
    begin = max(content + _SAFE_CONTENT, said.begin + _SAFE_STATEMENT, *goes_on)
    for at in [at for at in range(begin, next_begin - _SHORTEST_TAIL) if word[at] in _HEADS]:
        if any(quote.length > SCARE for quote in sentence.quotes.among(at, next_begin)):
            continue  # «…، في حين أن «حياتها في خطر»»: her words
        if _opens_narration(word, at):
            end = at
            break
    while end > said.begin and word[end - 1] in _TRAILING:
        end -= 1
    return end


def _opens_narration(word: list[str], at: int) -> bool:
    pair = f"{word[at]} {word[at + 1]}"
    if pair in ALLUSION:
        return True
    return word[at - 1] in COMMAS and (word[at] in NARRATION or pair in NARRATION)
