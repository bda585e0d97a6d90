r"""Interviews: articles that print questions and answers in paragraphs of their own.

>>> from classifier.paragraphs import paragraphs
>>> words = Words.of("حاورته الصحيفة:\n- متى توقعون؟\nقريبا جدا.\n- وأين؟\nفي العاصمة.")
>>> [words.spelled(*turn.answer) for turn in turns(words, paragraphs(words))]
['قريبا جدا.', 'في العاصمة.']
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from classifier.cues import cue_forms
from classifier.function_words import ADDRESSED, ANSWER_MARK, CONVERSATION, QUESTION_MARK
from classifier.paragraphs import Paragraph
from classifier.vocabulary import kinds
from classifier.words import Words
from classifier.wraps import BULLETS

#: «ـ» is none of the tokens: folding takes it away.
TATWEEL = "ـ"
_QUESTION = frozenset("؟?")
_SENTENCE_ENDS = frozenset(".؟?!:")
_BEHIND_MARK = frozenset(":-–—/.)")
#: A question is short; longer paragraphs that end in a question mark are somebody's rhetoric.
_LONGEST_QUESTION = 60
#: One question may be anybody's; two, each with its answer, are a conversation. Where nothing
#: marks or announces them, it takes four, of which two address somebody.
_FEWEST = 2
_FEWEST_PLAIN = 4
#: How far from its beginning a paragraph names its speaker («فلان: …»), in words.
_LABEL = 5
#: So many paragraphs before the first question may announce the conversation; of the paragraphs
#: from there on one in four is a question, one in three where nothing announces it. Of the twenty
#: interviews among 6,000 articles none has fewer, and none of the columns with questions more.
_ANNOUNCED = 4
_SHARE = 4
_SHARE_PLAIN = 3


class Turn(NamedTuple):
    """One question of an interview with its answer, as token ranges."""

    question: tuple[int, int]
    answer: tuple[int, int]


def turns(words: Words, every: list[Paragraph]) -> list[Turn]:
    """The turns of an interview, none where the article is not one.

    Questions stand in paragraphs of their own, with a bullet or a letter («س»), or after the
    article has said that it is a conversation, or one behind the other.
    """
    asked = _asked_by_letter(words, every)
    if not asked:
        asked = _asked(words, every)
        if len(asked) < _FEWEST or not _is_conversation(words, every, asked):
            return _glued(words, every)
        asked = _asked_by_label(words, every, asked) or _asked_by_bullet(words, every, asked)
    ends = [*asked[1:], _last_end(words, every, asked[-1])]
    return [
        Turn(every[place][:2], (every[place + 1].first, every[end - 1].last))
        for place, end in zip(asked, ends, strict=True)
        if end > place + 1  # a question behind a question has no answer
    ]


def _last_end(words: Words, every: list[Paragraph], asked: int) -> int:
    """Where the last answer ends: behind one paragraph; where questions bear a mark, further on.

    It ends before the next mark, and before narration («وقال الحربي لاحقا …»).
    """
    mark, end = _mark(words, every[asked]), asked + 2
    while mark and end < len(every) and _mark(words, every[end]) != mark:
        cue = cue_forms().get(words.word[every[end].first])
        if cue is not None and cue.finite and cue.prefixed:
            break
        end += 1
    return end


def answer_begin(words: Words, begin: int, end: int) -> int:
    """Where an answer begins behind its bullet or letter («ج:»), among the tokens `begin` to `end`.

    >>> answer_begin(Words.of("ج: قريبا جدا."), 0, 5)
    2
    """
    lettered = begin < end - 2 and words.word[begin] in ANSWER_MARK
    if lettered and words.word[begin + 1] in _BEHIND_MARK:
        begin += 2
    while begin < end - 1 and words.word[begin] in BULLETS:
        begin += 1
    return begin


def _mark(words: Words, paragraph: Paragraph) -> str:
    """The bullet or letter that a paragraph opens with, empty where none does."""
    return "س" if _is_lettered(words, paragraph) else _bullet(words, paragraph.first)


def _is_lettered(words: Words, paragraph: Paragraph) -> bool:
    first = paragraph.first
    if words.word[first] not in QUESTION_MARK:
        return False
    return first + 1 < paragraph.last and words.word[first + 1] in _BEHIND_MARK


def _bullet(words: Words, at: int) -> str:
    """The bullet that token `at` is, or that stands before it and is no token; else empty."""
    if words.word[at] in BULLETS:
        return words.word[at]
    start, _ = words.offsets(at, at + 1)
    return TATWEEL if words.text[max(0, start - 3) : start].rstrip().endswith(TATWEEL) else ""


def _asked_by_letter(words: Words, every: list[Paragraph]) -> list[int]:
    """«س: …»: the paragraphs whose letter says that they ask."""
    asked = [place for place, one in enumerate(every[:-1]) if _is_lettered(words, one)]
    return asked if len(asked) >= _FEWEST else []


def _asked(words: Words, every: list[Paragraph]) -> list[int]:
    """The paragraphs that are questions and have no question behind them."""
    questions = {
        place
        for place, (first, last, _) in enumerate(every)
        if words.word[last - 1] in _QUESTION and last - first <= _LONGEST_QUESTION
    }
    return sorted(
        place for place in questions if place + 1 < len(every) and place + 1 not in questions
    )


def _is_conversation(words: Words, every: list[Paragraph], asked: list[int]) -> bool:
    word = words.word
    answers = [every[place + 1] for place in asked]
    bulleted = sum(bool(_mark(words, every[place])) for place in asked)
    dashed = sum(bool(_mark(words, answer)) for answer in answers)
    if max(bulleted, dashed) >= _FEWEST:
        return True
    span = asked[-1] - asked[0] + 1
    labels = Counter(filter(None, (_label(words, answer) for answer in answers)))
    if max(labels.values(), default=0) >= _FEWEST:
        return _SHARE * len(asked) >= span
    before = every[max(0, asked[0] - _ANNOUNCED)].first
    if not CONVERSATION.isdisjoint(word[before : every[asked[0]].first]):
        return _SHARE * len(asked) >= span
    if len(asked) < _FEWEST_PLAIN or _SHARE_PLAIN * len(asked) < span:
        return False
    return sum(_addresses(word[slice(*every[place][:2])]) for place in asked) >= _FEWEST


def _addresses(question: list[str]) -> bool:
    """Whether a question is put to somebody: «ما رأيك؟», «كيف بدأت علاقتك بالكتابة؟»."""
    if question[0].isdigit():
        return False  # a list of tips: «1 - ما وزنك؟»
    return any(
        word in ADDRESSED
        or (len(word) > 4 and word.endswith(("تك", "تكم")))
        or (word.endswith("ك") and not word.startswith("ال") and bool(kinds(word[:-1])))
        for word in question
    )


def _asked_by_label(words: Words, every: list[Paragraph], asked: list[int]) -> list[int]:
    """Where answers bear the name of the guest («فلان: …»), what stands before each is asked."""
    labels = Counter(_label(words, every[place + 1]) for place in asked)
    label, count = labels.most_common(1)[0]
    if not label or count < _FEWEST:
        return []
    return [
        place - 1
        for place in range(1, len(every))
        if _label(words, every[place]) == label and _label(words, every[place - 1]) != label
    ]


def _label(words: Words, paragraph: Paragraph) -> tuple[str, ...]:
    """The words before the colon that opens a paragraph, none where none does."""
    head = words.word[paragraph.first : min(paragraph.last, paragraph.first + _LABEL)]
    return tuple(head[: head.index(":")]) if ":" in head else ()


def _asked_by_bullet(words: Words, every: list[Paragraph], asked: list[int]) -> list[int]:
    """Questions without a question mark: they bear the bullet that no answer bears.

    Where one bullet opens questions and answers alike, they take turns.
    """
    heads = [_mark(words, one) for one in every]
    questions = {heads[place] for place in asked} - {""}
    answers = {heads[place + 1] for place in asked} - {""}
    if len(questions) != 1 or not answers:
        return asked
    if not questions & answers:
        return [place for place, head in enumerate(heads[:-1]) if head in questions]
    begin = end = asked[0]
    while end < len(heads) and heads[end] in questions:
        end += 1
    in_turn = all(place < end and (place - begin) % 2 == 0 for place in asked)
    return list(range(begin, end - 1, 2)) if in_turn else asked


def _glued(words: Words, every: list[Paragraph]) -> list[Turn]:
    """The turns of an interview whose lines were glued together: «… الحوار: * متى؟ - قريبا.»."""
    word = words.word
    marks = [at for at in words.signs if word[at] in _QUESTION]
    if len(marks) < _FEWEST:
        return []
    for first, last, _ in every:
        answers = [at + 1 for at in marks if first < at < last - 1 and _bullet(words, at + 1)]
        if len(answers) < _FEWEST:
            continue
        asked = [
            _question_begin(words, max(first, before), answer - 1)
            for before, answer in pairwise([first, *answers])
        ]
        ends = [*asked[1:], last]
        if any(end - answer < _FEWEST for answer, end in zip(answers, ends, strict=True)):
            continue  # a list of questions has no answers
        return [
            Turn((question, answer), (answer, end))
            for question, answer, end in zip(asked, answers, ends, strict=True)
        ]
    return []


def _question_begin(words: Words, begin: int, end: int) -> int:
    """Where the question that ends at token `end` begins: at its bullet, else with its sentence."""
    word = words.word
    sentence = begin
    for at in range(end - 1, begin, -1):
        if word[at] in BULLETS and word[at - 1] in _SENTENCE_ENDS:
            return at
        if sentence == begin and word[at] in _SENTENCE_ENDS:
            sentence = at + 1
        if end - at > _LONGEST_QUESTION:
            break
    return sentence
