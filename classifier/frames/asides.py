"""Frames beside what is said: «بحسب المصدر», «وفقا للوزارة», «على حد قوله», «على لسان فلان»."""

from __future__ import annotations

from classifier.cues import Cue, cue_forms
from classifier.frames.frame import Frame, Kind, Range, Sentence
from classifier.frames.phrases import SPEAKING, phrase_end
from classifier.function_words import (
    ADVERB,
    ATTRIBUTION_LINK,
    MEDIA,
    OF_IT,
    OWN_WORD,
    SAYING_OF,
    THAT,
    WORD_OF,
)
from classifier.vocabulary import bare, given_names, kinds

#: How far behind a source «فإن» stands, in words.
_LONGEST = 12
_WHAT = frozenset(("ما",))
_TEXT_OF = frozenset(("نص", "لنص"))
_SOURCES = SPEAKING | {"document"}


def according_frame(sentence: Sentence, place: int) -> Frame | None:
    """«بحسب المصدر», «وفقا للوزارة», «حسبما أعلن فلان», «بحسب قوله»."""
    word = sentence.words.word
    at = place + 1
    if sentence.token(at) in OWN_WORD:
        return _aside(sentence, place, at + 1, None, "own-word")
    if sentence.token(at) in ATTRIBUTION_LINK:
        at += 1
    if at >= sentence.last:
        return None
    cue = _verb(word[at])
    if cue is not None and word[at - 1].endswith("ما"):
        begin = at + 1
        while begin < sentence.last and (word[begin] in ADVERB or word[begin] in OF_IT):
            begin += 1
        if begin + 1 < sentence.last and word[begin] == "في":
            begin += 1  # «حسبما نشر في الجريدة الرسمية»
        subject = (begin, phrase_end(sentence, begin))
        content = _content(sentence, place, subject)
        return Frame("according", place, at + 1, cue, subject, content, "word")
    if word[at - 1] in _WHAT and at <= sentence.first + 2 and _then(sentence, at):
        at += 1  # «بحسب ما بثته الوكالة»: a verb that no list knows
    at += sentence.token(at) in _TEXT_OF and at + 1 < sentence.last  # «ووفق ⟨نص⟩ البلاغ، فإن»
    if not _can_speak(sentence, at):
        return None
    return _aside(sentence, place, place + 1, (at, phrase_end(sentence, at)), "according")


def _verb(token: str) -> Cue | None:
    """The verb behind ما, with or without its object: «وفق ما ⟨ذكره⟩ فلان»."""
    found = [cue_forms().get(form) for form in (token, token.removesuffix("ها").removesuffix("ه"))]
    return next((cue for cue in found if cue is not None and cue.finite), None)


def on_word_frame(sentence: Sentence, place: int) -> Frame | None:
    """«على حد قوله», «على حد قول فلان», «على لسان فلان»."""
    word = sentence.words.word
    begin = place + 2
    if sentence.token(place + 1) not in WORD_OF or begin >= sentence.last:
        return None
    if word[begin] in OWN_WORD:
        return _aside(sentence, place, begin + 1, None, "own-word")
    if word[place + 1] == "حد":
        if word[begin] not in SAYING_OF:
            return None
        begin += 1
    return _aside(sentence, place, begin, (begin, phrase_end(sentence, begin)), "according")


def _aside(
    sentence: Sentence, place: int, cue_end: int, subject: Range | None, kind: Kind
) -> Frame:
    """A frame that stands beside what is said: before it, behind it or in its middle."""
    content = _content(sentence, place, subject)
    return Frame(kind, place, cue_end, None, subject, content, "word")


def _content(sentence: Sentence, place: int, subject: Range | None) -> int:
    if subject is not None and place <= sentence.first + 1:
        return _then(sentence, subject[1]) or min(subject[1] + 1, sentence.last - 1)
    return sentence.first


def _can_speak(sentence: Sentence, at: int) -> bool:
    """Whether the word behind بحسب can be a source: a person, a body, a paper, not a law."""
    token = sentence.words.word[at]
    if sentence.quotes.at(at) is not None:
        return True
    told = kinds(token)
    if told and bare(token) not in MEDIA:
        return bool(told & _SOURCES)
    if at <= sentence.first + 2 and _then(sentence, at) is not None:
        return True
    names = {token, token[1:] if token[0] == "ل" else token}
    if not names.isdisjoint(given_names()) or not names.isdisjoint(sentence.known):
        return True
    return bool({bare(token), *names} & MEDIA)


def _then(sentence: Sentence, at: int) -> int | None:
    """«وبحسب التفاصيل، ⟨فإن⟩ …»: it opens what is told by whatever stands before; None without."""
    word, reach = sentence.words.word, range(at, min(sentence.last - 1, at + _LONGEST))
    return next((then for then in reach if word[then][0] == "ف" and word[then] in THAT), None)
