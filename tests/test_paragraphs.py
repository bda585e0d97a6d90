"""Lines joined to paragraphs, and told apart as questions and answers."""

import pytest

from classifier.interviews import turns
from classifier.paragraphs import REPEATED, paragraphs
from classifier.words import Words


def shown(lines):
    words = Words.of("\n".join(lines))
    return words, paragraphs(words)


def counts(lines):
    words, every = shown(lines)
    starts = [first for first, _ in words.lines]
    return [sum(one.first <= start < one.last for start in starts) for one in every]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["قال الوزير:", "«لن نوقع»."], [2]),
        (["قال الوزير: «لن نوقع.", "«ولن نغادر.", "«ولن ننام»."], [3]),
        (["قال الوزير: «لن نوقع».", "«ولن نغادر»."], [1, 1]),
        (["قال الوزير: «لن نوقع. وأضاف أنه سيغادر.", "«ولن نغادر»."], [1, 1]),
        (["غادر الوفد.", "وصل الوفد."], [1, 1]),
        (["قال الوزير:", "لن نوقع."], [1, 1]),
        ([""], []),
    ],
)
def test_pieces_of_one_quotation_are_joined(lines, joined):
    assert counts(lines) == joined


def test_the_repeated_mark_is_blanked():
    words, every = shown(["قال: «لن نوقع.", "«ولن نغادر»."])
    assert REPEATED in words.word
    assert len(list(every[0].quotes)) == 1


TALK = ["وكان لنا معه هذا الحوار.", "متى توقعون؟", "قريبا.", "وأين توقعون؟", "في العاصمة."]


@pytest.mark.parametrize(
    ("lines", "answers"),
    [
        (TALK, ["قريبا.", "في العاصمة."]),
        (
            ["- متى توقعون؟", "قريبا.", "نعم قريبا.", "- وأين؟", "هنا."],
            ["قريبا.\nنعم قريبا.", "هنا."],
        ),
        (
            ["• متى؟", "- قريبا.", "• قل أين.", "- هنا.", "• ومن؟", "- أنا."],
            ["- قريبا.", "- هنا.", "- أنا."],
        ),
        (["متى؟", "سالم: قريبا.", "أين؟", "سالم: هنا."], ["سالم: قريبا.", "سالم: هنا."]),
        # no interviews
        (TALK[1:], []),
        (["حوار", "متى توقعون؟", "قريبا."], []),
        (["حوار", "متى؟", "أين؟"], []),
    ],
)
def test_an_interview_is_cut_into_turns(lines, answers):
    words, every = shown(lines)
    assert [words.spelled(*turn.answer) for turn in turns(words, every)] == answers


def test_a_question_without_an_answer_is_no_turn():
    words, every = shown(["• متى؟", "- قريبا.", "• قل أين.", "• ومن؟", "- أنا."])
    assert all(begin < end for _, (begin, end) in turns(words, every))
