"""Words: tokens with their places in the article's own text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.frames import _readers
from classifier.function_words import BEFORE_FULL_NAME
from classifier.records import Span
from classifier.vocabulary import AMBIGUOUS, NAME_MARK, cue_words, given_names, listed
from classifier.words import _TOKEN, Words


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("قال: «لن».", ["قال", ":", "«", "لن", "»", "."]),
        ("في 10/2/2024 بلغ 3.5 مليون", ["في", "10/2/2024", "بلغ", "3.5", "مليون"]),
        ("انتهى.. ثم", ["انتهي", "..", "ثم"]),
        ("((نعم)) و''لا''", ["((", "نعم", "))", "و", "''", "لا", "''"]),
        ("", []),
    ],
)
def test_a_text_is_cut(text, tokens):
    assert Words.of(text).word == tokens


@given(st.text("اب1_.،:؟()«»' \t\n"))
def test_a_text_is_cut_as_the_expression_cuts_it(text):
    words = Words.of(text)
    found = list(_TOKEN.finditer(words.folded.text))
    assert words.word == [token[0] for token in found]
    assert words.start == [token.start() for token in found]
    assert words.signs == [at for at, token in enumerate(found) if token.lastindex is None]


def test_the_name_ali_is_not_the_preposition():
    words = Words.of("قال علي إن علىّ وعلى الوفد")
    assert words.word[1] == NAME_MARK + "علي"
    assert words.word[3] == "علي"


def test_only_the_spans_of_the_body_are_cut():
    text = "العنوان\nقال الوزير\nالمصدر"
    words = Words.of(text, [Span(8, 18)])
    assert words.word == ["قال", "الوزير"]
    assert words.lines == [(0, 2)]


def test_lines_are_told_without_empty_ones():
    assert Words.of("أ ب\n\n \nج\n").lines == [(0, 2), (2, 3)]


@given(st.text())
def test_every_token_stands_where_it_says(text):
    words = Words.of(text)
    at = 0
    for place in range(len(words)):
        start, end = words.offsets(place, place + 1)
        assert at <= start < end <= len(text)
        assert words.spelled(place, place + 1) == text[start:end]
        at = start


@pytest.mark.parametrize(
    ("text", "owned"), [("وزارته", True), ("وزارة", False), ("له", False), ("الوجه", False)]
)
def test_the_pronoun_is_told_from_the_ending(text, owned):
    assert Words.of(text).is_owned(0) is owned


@pytest.mark.parametrize(
    ("text", "prefixed", "passive"),
    [("ذُكر", False, True), ("وأُعلن", True, True), ("أعلن", False, False), ("ذَكَرُ", False, False)],
)
def test_a_vowelled_passive(text, prefixed, passive):
    assert Words.of(text).is_vowelled_passive(0, prefixed) is passive


def test_every_word_that_can_be_a_cue_or_begin_a_name_is_listed():
    assert _readers().keys() == cue_words()
    assert cue_words() | given_names() | BEFORE_FULL_NAME | AMBIGUOUS <= listed()
