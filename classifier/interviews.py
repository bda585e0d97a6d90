r"""Interviews: articles that print questions and answers in paragraphs of their own.

>>> from classifier.paragraphs import paragraphs
>>> words = Words.of("حاورته الصحيفة:\n- متى توقعون؟\nقريبا جدا.\n- وأين؟\nفي العاصمة.")
>>> [words.spelled(*turn.answer) for turn in turns(words, paragraphs(words))]
['قريبا جدا.', 'في العاصمة.']
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from classifier.function_words import CONVERSATION
from classifier.paragraphs import Paragraph
from classifier.words import Words

BULLETS = frozenset("*-–—•●▪■")
_QUESTION = frozenset("؟?")
#: A question is short; longer paragraphs that end in a question mark are somebody's rhetoric.
_LONGEST_QUESTION = 60
#: One question may be anybody's; two, each with its answer, are a conversation.
_FEWEST = 2
#: How far from its beginning a paragraph names its speaker («فلان: …»), in words.
_LABEL = 5


class Turn(NamedTuple):
    """One question of an interview with its answer, as token ranges."""

    question: tuple[int, int]
    answer: tuple[int, int]


def turns(words: Words, every: list[Paragraph]) -> list[Turn]:
    """The turns of an interview, none where the article is not one.

    Questions stand in paragraphs of their own, with a bullet, or after the article has said
    that it is a conversation.
    """
    asked = _asked(words, every)
    if len(asked) < _FEWEST or not _is_conversation(words, every, asked):
        return []
    asked = _asked_by_label(words, every, asked) or _asked_by_bullet(words, every, asked)
    ends = [*asked[1:], asked[-1] + 2]
    return [
        Turn(every[place][:2], (every[place + 1].first, every[end - 1].last))
        for place, end in zip(asked, ends, strict=True)
        if end > place + 1  # a question behind a question has no answer
    ]


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
    answers = [every[place + 1].first for place in asked]
    bulleted = sum(word[every[place].first] in BULLETS for place in asked)
    labelled = sum(":" in word[first : first + _LABEL] for first in answers)
    if max(bulleted, labelled) >= _FEWEST:
        return True
    return not CONVERSATION.isdisjoint(word[: every[asked[0]].first])


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
    """Questions without a question mark: they bear the bullet that no answer bears."""
    heads = [words.word[one.first] for one in every]
    questions = {heads[place] for place in asked} & BULLETS
    answers = {heads[place + 1] for place in asked} & BULLETS
    if len(questions) != 1 or not answers or questions & answers:
        return asked
    return [place for place, head in enumerate(heads[:-1]) if head in questions]
