"""What was said, without its frame: the content of a statement, and its form.

The content runs from the first to the last word of what is said. Outer marks, the closing full
stop, إن / أن and a free preposition («إلى ⟨استئناف …⟩») stay outside; so does «على حد قوله».
"""

from __future__ import annotations

from classifier.frames import SCARE, Frame, Sentence
from classifier.records import Form
from classifier.vocabulary import vocabulary

_OPENING = frozenset("«\"“”„‟‘'(")
_CLOSING = frozenset("»\"“”„‟’')")
_COMMAS = frozenset("،,؛:")
#: The classes of verbs whose إنّ, colon or quotation is all that is said.
_TELLING = frozenset(("neutral", "assertive", "opining", "conceding", "doubting", "finding", "asking", "hoping"))
_FREE = frozenset(("الي", "علي", "عن", "من"))


def content_of(
    sentence: Sentence, span: tuple[int, int], frame: Frame, frames: list[Frame], name_end: int | None
) -> tuple[int, int]:
    """The tokens of the content of the statement `span`.

    `frame` is the statement's first frame, `frames` all of its sentence; `name_end` is the token
    behind the subject's name, None where the subject is not told.
    """
    begin, end = span
    if frame.kind in ("according", "own-word") or frame.content < frame.place:
        begin, end = _around(sentence, span, frame)
    else:
        begin = _start(sentence, frame, begin, name_end)
        end = _before_aside(frames, begin, end)
    return _bare(sentence, begin, end) or span


def _around(sentence: Sentence, span: tuple[int, int], frame: Frame) -> tuple[int, int]:
    """What is said before its frame («…، قال فلان»), or behind one that opens («وبحسب فلان، …»)."""
    begin, end = span
    after = max(frame.cue_end, frame.subject[1] if frame.subject else frame.cue_end)
    if frame.place - begin <= 1:
        return (min(after, end - 1), end)
    quote = sentence.quote_at(frame.content)
    if quote is not None and begin <= quote.open and quote.close <= frame.place:
        return (quote.open, quote.close + 1)
    if frame.place - begin >= end - after:
        return (begin, frame.place)
    return span


def _start(sentence: Sentence, frame: Frame, begin: int, name_end: int | None) -> int:
    """The first word of what is said: the complement, or the object before it."""
    word, vocab = sentence.words.word, vocabulary()
    content = max(frame.content, begin)
    quote = sentence.quote_at(content)
    long_quote = quote is not None and quote.close - quote.open - 1 > SCARE
    if frame.cue is not None and frame.cue.cue_class in _TELLING:
        if frame.opened_by in ("that", "colon") or (frame.opened_by == "quote" and long_quote):
            return content
    if frame.cue is None or frame.before:
        after = frame.cue_end
    else:
        after = name_end if name_end is not None else frame.cue_end
    while after < content and (word[after] in vocab.time or word[after] in vocab.before_name):
        after += 1
    object_stands = (
        frame.kind in ("verb", "noun", "participle")
        and after < content
        and word[after] not in vocab.preposition
        and word[after] not in vocab.relative
        and word[after] not in _OPENING
        and not (vocab.kinds(word[after]) & {"role"} or word[after][0] == "ل")
    )
    return after if object_stands else content


def _before_aside(frames: list[Frame], begin: int, end: int) -> int:
    """The end of what is said before «، على حد قوله» or «، بحسب المصدر»."""
    for frame in frames:
        if frame.kind in ("own-word", "according") and begin + 2 < frame.place < end:
            behind = frame.subject[1] if frame.subject else frame.cue_end
            if behind >= end - 2:
                return frame.place
    return end


def _bare(sentence: Sentence, begin: int, end: int) -> tuple[int, int] | None:
    """The span without what opens and closes it."""
    word, vocab = sentence.words.word, vocabulary()
    openers = vocab.that | {"بالقول", "القول", "قاءلا", "قاءله"} - {"ما"}
    while begin < end - 1:
        token = word[begin]
        if token in openers or token in _OPENING or token in _COMMAS:
            begin += 1
        elif token in _FREE and begin + 1 < end:
            begin += 1
        else:
            break
    while end > begin and (word[end - 1] in _COMMAS or word[end - 1] in ".؟!?" and _outside(sentence, end - 1)):
        if word[end - 1] in "؟!?":
            break
        end -= 1
    if end > begin and word[end - 1] in _CLOSING:
        end -= 1
    return (begin, end) if begin < end else None


def _outside(sentence: Sentence, place: int) -> bool:
    quote = sentence.quote_at(place)
    return quote is None or place >= quote.close


def form_of(sentence: Sentence, begin: int, end: int) -> Form:
    """Direct when marks hold all that is said, mixed when they hold some of it.

    A name or a single word in marks makes no quotation.
    """
    total = quoted = 0
    word = sentence.words.word
    for place in range(begin, end):
        if not word[place].isalnum():
            continue
        total += 1
        quote = sentence.quote_at(place)
        quoted += quote is not None and quote.close - quote.open > 2
    if not quoted:
        return "reported"
    return "direct" if quoted >= total - (total > 12) - (total > SCARE and word[begin] in vocabulary().that) else "mixed"
