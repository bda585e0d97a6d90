"""Labels: «فلان: …» at the head of a sentence, in an interview or a sub-heading."""

from __future__ import annotations

from classifier.cues import cue_forms, own_forms
from classifier.frames.frame import Frame, Sentence
from classifier.frames.phrases import SPEAKING
from classifier.function_words import (
    ADVERB,
    ANSWER_MARK,
    BREAK,
    MEDIA,
    NO_LABEL,
    ORDINAL,
    PASSED_FROM,
    QUESTION_MARK,
    RELAY,
    STOPS,
    TO_PRESS,
    VOCATIVE,
)
from classifier.sentences import BEHIND_NUMBER
from classifier.vocabulary import given_names, kinds
from classifier.words import COMMAS
from classifier.wraps import BULLETS

#: The longest label, in words.
_LONGEST = 8
#: The fewest words from its colon on: a name that the article tells elsewhere may say less.
_FEWEST = 4
_FEWEST_KNOWN = 3
#: A name and whom it spoke to, in words.
_FEWEST_TOLD = 2
_TO = frozenset(("ل", "لل"))
#: «سؤالنا: …», «وسألناها: …» name nobody.
_ENCLITICS = ("نا", "ها")
#: In a list, a body speaks that says «we» so near behind its colon, in words, or is quoted.
_SPEECH = 8
_MARKS = ORDINAL | QUESTION_MARK | ANSWER_MARK
_NO_LABEL = BREAK | frozenset('،,.؛؟«"')


def label_frame(sentence: Sentence) -> Frame | None:
    """The label that opens a sentence, None where none does."""
    word, first = sentence.words.word, sentence.first
    head = word[first : min(sentence.last, first + _LONGEST)]
    if ":" not in head:
        return None
    at = first + head.index(":")
    begin = _relayed(sentence, at)
    end = _told_to(sentence, begin, at)
    if end == begin or not _NO_LABEL.isdisjoint(word[begin : _apposed(sentence, end)]):
        return None
    fewest = _FEWEST_KNOWN if word[begin] in sentence.known else _FEWEST
    if sentence.last - at < fewest or not _is_nameable(sentence, begin, end):
        return None
    if is_point(sentence) and not _is_sure(sentence, at):
        return None
    return Frame("label", at, at + 1, None, (begin, end), at + 1, "colon", before=True)


def _told_to(sentence: Sentence, begin: int, colon: int) -> int:
    """Where a name ends before the press it spoke to: «رئيس الوفد ⟨لـ«المثال»⟩: …»."""
    word = sentence.words.word
    if colon - begin < _FEWEST_TOLD:
        return colon
    quote = sentence.quotes.at(colon - 1)
    if quote is not None and quote.close == colon - 1 and word[quote.open - 1] in _TO:
        return max(begin, quote.open - 1)
    to_press = word[colon - 1] in TO_PRESS or word[colon - 1][1:] in RELAY
    return colon - 1 if to_press and word[colon - 1][0] == "ل" else colon


def _relayed(sentence: Sentence, colon: int) -> int:
    """Where the name begins: behind «رويترز عن مسؤول: …», else with the sentence."""
    word, first = sentence.words.word, sentence.first
    medium = word[first] in RELAY or word[first] in MEDIA
    about = next((at for at in range(first + 1, colon - 1) if word[at] in PASSED_FROM), first)
    return about + 1 if medium and about > first else first


def _apposed(sentence: Sentence, colon: int) -> int:
    """Where a name ends whose office stands behind a comma: «سالم الحربي، مدير الشركة: …»."""
    word, first = sentence.words.word, sentence.first
    comma = next((at for at in range(first + 2, colon - 1) if word[at] in COMMAS), colon)
    named = word[first] in given_names() or word[first] in sentence.known
    told = comma < colon and named and bool(kinds(word[comma + 1]) & SPEAKING)
    clear = told and _NO_LABEL.isdisjoint(word[comma + 1 : colon])
    return comma if clear else colon


def _is_nameable(sentence: Sentence, first: int, end: int) -> bool:
    """Whether the words from `first` to a colon name somebody."""
    word = sentence.words.word
    head = word[first]
    if head in _MARKS or head in VOCATIVE or head in NO_LABEL or is_own(head):
        return False  # «ثالثا: …», «ج: …», «همسة: …», «وأقول: …»
    told = kinds(head)
    if told & SPEAKING or head in sentence.known:
        return True
    if not given_names().isdisjoint(word[first:end]):
        return True
    if end - first > 1 or told or head in STOPS or head.endswith(_ENCLITICS):
        return False
    if head[0] == "و" and (head.startswith("وال") or head[1:] in ADVERB):
        return False  # «والنتيجة: …», «وثانيا: …»
    return head.isalpha()


def is_own(token: str) -> bool:
    """Whether a word is a verb of the first person, and no name: «وأقول», «سألنا».

    >>> is_own("واقول"), is_own("سالنا"), is_own("نصر")
    (True, True, False)
    """
    if token in given_names() or kinds(token):
        return False
    return token in own_forms() or (token.endswith("نا") and token[:-2] in cue_forms())


def is_point(sentence: Sentence) -> bool:
    """Whether the sentence is a point of a list, behind a bullet or a number; an hour is none."""
    word, first = sentence.words.word, sentence.first
    if not first or first == sentence.words.lines[0][0]:
        return False
    mark, counted = word[first - 1], word[first - 2]
    if mark in BULLETS and not counted[0].isdigit():
        return True
    if mark not in BEHIND_NUMBER or mark == ".":  # «عام 2015.» ends a sentence
        return False
    return counted.isdigit() or counted in ORDINAL or (len(counted) == 1 and counted.isalpha())


def _is_sure(sentence: Sentence, colon: int) -> bool:
    """«* حركة الغد: نرحب بالاتفاق»; but «* أمانة المدينة: بناء جسر», «* قصر النظر: …»."""
    word, first = sentence.words.word, sentence.first
    if word[first] in sentence.known or not given_names().isdisjoint(word[first:colon]):
        return True
    if not kinds(word[first]) & SPEAKING:
        return False
    behind = range(colon + 1, min(colon + _SPEECH, sentence.last))
    return any(is_own(word[at]) or sentence.quote_opened(at) is not None for at in behind)
