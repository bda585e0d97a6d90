"""Paragraphs of an article, joined where the press breaks one statement over several lines,
and told apart where it prints an interview."""

from __future__ import annotations

from typing import NamedTuple

from classifier.sentences import Words, quotes
from classifier.vocabulary import vocabulary

#: What stands in place of an opening mark that only repeats an earlier one.
REPEATED = "·"
_OPENING = frozenset("«\"“”„‟")
BULLETS = frozenset("*-–—•●▪■")
_QUESTION = frozenset("؟?")
#: A question is short; longer paragraphs that end in a question mark are somebody's rhetoric.
_LONGEST_QUESTION = 60


class Turn(NamedTuple):
    """One question of an interview with its answer, as token ranges."""

    question: tuple[int, int]
    answer: tuple[int, int]


def joined(words: Words, paragraphs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Paragraphs with the pieces of one quotation put together.

    Two layouts break a quotation over lines: the opening mark repeated at each paragraph and
    closed once, and a frame that ends on a colon with the quotation below it. The repeated mark
    is blanked, so that the quotation is one.
    """
    found: list[tuple[int, int]] = []
    for first, last in paragraphs:
        if found and _goes_on(words, found[-1], first):
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


def _goes_on(words: Words, before: tuple[int, int], first: int) -> bool:
    mark = words.word[first]
    if mark not in _OPENING or words.space_after(first):
        return False
    if words.word[before[1] - 1] == ":":
        return True
    earlier = quotes(words, *before)
    if not earlier or earlier[-1].closed or earlier[-1].close < before[1]:
        return False
    words.word[first] = REPEATED
    return True


def interview(words: Words, paragraphs: list[tuple[int, int]]) -> list[Turn]:
    """The turns of an interview, none where the article is not one.

    Questions stand in paragraphs of their own, with a bullet, or after the article has said
    that it is a conversation.
    """
    asked = [place for place, bounds in enumerate(paragraphs) if _is_question(words, *bounds)]
    asked = [place for place in asked if place + 1 < len(paragraphs) and place + 1 not in asked]
    if len(asked) < 2:
        return []
    bulleted = sum(words.word[paragraphs[place][0]] in BULLETS for place in asked)
    labelled = sum(":" in words.word[paragraphs[place + 1][0] : paragraphs[place + 1][0] + 5] for place in asked)
    if max(bulleted, labelled) < 2 and not _announced(words, paragraphs[asked[0]][0]):
        return []
    asked = _asked_by_bullet(words, paragraphs, asked)
    turns = []
    for number, place in enumerate(asked):
        behind = asked[number + 1] if number + 1 < len(asked) else place + 2
        answer = (paragraphs[place + 1][0], paragraphs[behind - 1][1])
        turns.append(Turn(paragraphs[place], answer))
    return turns


def _asked_by_bullet(
    words: Words, paragraphs: list[tuple[int, int]], asked: list[int]
) -> list[int]:
    """Questions without a question mark: they bear the bullet that no answer bears."""
    heads = [words.word[first] for first, _ in paragraphs]
    questions = {heads[place] for place in asked} & BULLETS
    answers = {heads[place + 1] for place in asked} & BULLETS
    if len(questions) != 1 or not answers or questions & answers:
        return asked
    marked = [place for place, head in enumerate(heads) if head in questions]
    return [place for place in marked if place + 1 < len(paragraphs)]


def _is_question(words: Words, first: int, last: int) -> bool:
    return words.word[last - 1] in _QUESTION and last - first <= _LONGEST_QUESTION


def _announced(words: Words, before: int) -> bool:
    vocab = vocabulary()
    return any(word in vocab.conversation for word in words.word[:before])
