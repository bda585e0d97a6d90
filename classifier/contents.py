"""What was said, without its frame: the content of a statement, and its form.

The content runs from the first to the last word of what is said. Outer marks, the closing full
stop, إن / أن and a free preposition («إلى ⟨استئناف …⟩») stay outside; so does «على حد قوله».
"""

from __future__ import annotations

from classifier.frames import SCARE, WEAK, Frame, Sentence
from classifier.function_words import (
    ADVERB,
    BEFORE_NAME,
    BREAK,
    BY_WHAT,
    FREE,
    RELATIVE,
    SAYING,
    THAT,
)
from classifier.records import Form
from classifier.vocabulary import given_names, kinds
from classifier.words import COMMAS, DASHES

_OPENING = frozenset("«\"“”„‟‘'(")
_CLOSING = frozenset("»\"“”„‟’')")
_SIGNS = COMMAS | {":"}
_OPENERS = ((THAT | SAYING) - {"ما"}) | FREE | _OPENING | _SIGNS
#: The classes of verbs whose إنّ, colon or quotation is all that is said.
_TELLING = frozenset(
    ("neutral", "assertive", "opining", "conceding", "doubting", "finding", "asking", "hoping")
)
_WITH_OBJECT = frozenset(("verb", "noun", "participle"))
#: Kinds of frames that stand beside what is said, and not around it.
BESIDE = frozenset(("according", "own-word"))
_SKIPPED = ADVERB | BEFORE_NAME | COMMAS | DASHES
_ASIDE_HEADS = (ADVERB | BREAK | RELATIVE) - FREE - BY_WHAT
#: How many asides between commas are looked past, and how long each is at most, in words.
_MOST_ASIDES = 3
_LONGEST_ASIDE = 24
_BETWEEN = ADVERB | COMMAS | DASHES
_NO_OBJECT = BREAK | RELATIVE | _OPENING
#: One word in so many may stand outside the marks of a direct quotation.
_LONG = 12

Range = tuple[int, int]


def content_of(
    sentence: Sentence, span: Range, frame: Frame, frames: list[Frame], name_end: int | None
) -> Range:
    """The tokens of the content of the statement `span`.

    `frame` is the statement's first frame, `frames` all of its sentence; `name_end` is the token
    behind the subject's name, None where the subject is not told.
    """
    begin, end = span
    if frame.kind in BESIDE or frame.content < frame.place:
        begin, end = _around(sentence, span, frame)
    else:
        begin = _start(sentence, frame, begin, name_end)
        end = _before_aside(frames, begin, end)
    return _bare(sentence, begin, end) or span


def _around(sentence: Sentence, span: Range, frame: Frame) -> Range:
    """What is said before its frame («…، قال فلان»), or behind one that opens («وبحسب فلان، …»)."""
    begin, end = span
    after = max(frame.cue_end, frame.subject[1] if frame.subject else frame.cue_end)
    if frame.place - begin <= 1:
        if sentence.words.word[frame.content] in THAT:
            after = max(after, frame.content)  # «وبحسب التفاصيل التي نشرت، ⟨فإن⟩ …»
        return (min(after, end - 1), end)
    quote = sentence.quotes.at(frame.content)
    if quote is not None and begin <= quote.open and quote.close <= frame.place:
        return (quote.open, quote.close + 1)
    if frame.place - begin >= end - after:
        return (begin, frame.place)
    return span


def _start(sentence: Sentence, frame: Frame, begin: int, name_end: int | None) -> int:
    """The first word of what is said: the complement, or the object before it."""
    word = sentence.words.word
    content = max(frame.content, begin)
    if frame.cue is None or frame.cue.cue_class in _TELLING:
        quote = sentence.quotes.at(content)
        long_quote = quote is not None and quote.length > SCARE
        if frame.opened_by in ("that", "colon") or (frame.opened_by == "quote" and long_quote):
            return content
    after = frame.cue_end
    if frame.cue is not None and not frame.before and name_end is not None:
        after = name_end
    weak = frame.kind in _WITH_OBJECT and frame.opened_by in WEAK
    while after < content and word[after] in _SKIPPED:
        after += 1
    while weak and after < sentence.last - 1 and word[after] in _BETWEEN:
        after += 1
    if weak:
        after = _past_asides(sentence, after)
        content = max(content, after)
    if frame.kind not in _WITH_OBJECT or after >= content:
        return content
    token = word[after]
    if token in _NO_OBJECT or token[0] == "ل" or "role" in kinds(token):
        return content
    return after


def _past_asides(sentence: Sentence, at: int) -> int:
    """Past what stands between commas: «وأعلنت الهيئة، أمس، في رسالة لها، ⟨تعليق الإضراب⟩»."""
    word, begin = sentence.words.word, at
    for _ in range(_MOST_ASIDES):
        head = sentence.token(at)
        opens = at > begin or sentence.token(at - 1) in COMMAS or head in BREAK
        if not opens or not (head in _ASIDE_HEADS or head in given_names()):
            return at
        limit = min(sentence.last - 1, at + _LONGEST_ASIDE)
        comma = next((place for place in range(at, limit) if word[place] in COMMAS), None)
        if comma is None:
            return begin
        at = comma + 1
    return begin


def _before_aside(frames: list[Frame], begin: int, end: int) -> int:
    """The end of what is said before «، على حد قوله» or «، بحسب المصدر»."""
    for frame in frames:
        if frame.kind in BESIDE and begin + 2 < frame.place < end:
            behind = frame.subject[1] if frame.subject else frame.cue_end
            if behind >= end - 2:
                return frame.place
    return end


def _bare(sentence: Sentence, begin: int, end: int) -> Range | None:
    """The span without what opens and closes it."""
    word = sentence.words.word
    while begin < end - 1 and word[begin] in _OPENERS:
        begin += 1
        if word[begin - 1] in _OPENING:
            break  # what stands in marks is said word by word
        if word[begin - 1] in THAT and word[begin] in FREE:
            break  # «أن ⟨على⟩ البعثة …»
    while end > begin and (word[end - 1] in _SIGNS or _is_outer_stop(sentence, end - 1)):
        end -= 1
    if end > begin and word[end - 1] in _CLOSING:
        end -= 1
    return (begin, end) if begin < end else None


def _is_outer_stop(sentence: Sentence, place: int) -> bool:
    """Whether a full stop ends the frame and not what is said."""
    if sentence.words.word[place] != ".":
        return False
    quote = sentence.quotes.at(place)
    return quote is None or place >= quote.close


def form_of(sentence: Sentence, begin: int, end: int) -> Form:
    """Direct when marks hold all that is said, mixed when they hold some of it.

    A name or a single word in marks makes no quotation.
    """
    word = sentence.words.word
    quoted = 0
    for quote in sentence.quotes.among(begin, end):
        if quote.length > 1:
            first, last = max(begin, quote.open), min(end, quote.close + 1)
            quoted += sum(map(str.isalnum, word[first:last]))
    if not quoted:
        return "reported"
    spoken = sum(map(str.isalnum, word[begin:end]))
    outside = (spoken > _LONG) + (spoken > SCARE and word[begin] in THAT)
    return "direct" if quoted >= spoken - outside else "mixed"
