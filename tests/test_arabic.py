"""Letters: one spelling a word, and the way back to where each letter stood."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarabic import araby

from classifier import arabic
from classifier.arabic import Folded, arabic_share, fold
from classifier.records import Span
from classifier.words import Words

ARABIC = st.characters(min_codepoint=0x0600, max_codepoint=0x06FF)
FORMS = st.characters(min_codepoint=0xFB50, max_codepoint=0xFEFC)
TEXTS = st.text(st.one_of(ARABIC, FORMS, st.sampled_from(" \n\u00a0\u200fab1«»"), st.characters()))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("أكَّدَ المسؤول إلى", "اكد المسءول الي"),
        ("مسئول", fold("مسؤول")),
        ("شُؤُون", fold("شئون")),
        ("آمِل", "امل"),
        ("ٱلسلام", "السلام"),
        ("سلــــام", "سلام"),
        ("الرحمٰن", "الرحمن"),
        ("كیف", "كيف"),
        ("ﻷن ﻻ", "لان لا"),
        ("ﷲ", "الله"),
        ("٢٠٢٤ و۱۴۰۲", "2024 و1402"),
        ("قال\u00a0الوزير", "قال الوزير"),
        ("\u200fقال\u200e", "قال"),
        ("", ""),
    ],
)
def test_one_spelling(text, folded):
    assert fold(text) == folded


def test_words_that_differ_stay_apart():
    assert fold("إلا") != fold("إلى")
    assert fold("فار") != fold("فأرا")


def by_letters(text):
    """The definition, letter by letter: marks off, ligatures unfolded, one letter for another."""
    plain = ""
    for letter in text:
        if 0xFB50 <= ord(letter) <= 0xFDFF or 0xFE70 <= ord(letter) <= 0xFEFC:
            letter = unicodedata.normalize("NFKC", letter).replace(" ", "") or letter
        plain += letter
    kept = (letter for letter in plain if letter not in arabic._MARKS)
    return "".join(arabic._SINGLE.get(letter, letter) for letter in kept)


@given(TEXTS)
def test_the_fast_path_equals_the_definition(text):
    assert fold(text) == by_letters(text)


@given(TEXTS)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(TEXTS)
def test_a_folded_text_knows_where_its_letters_stood(text):
    folded = Folded.of(text)
    assert folded.text == fold(text)
    places = [folded.original(at) for at in range(len(folded.text))]
    assert places == sorted(places)
    assert all(0 <= place < len(text) for place in places)
    for begin in range(len(folded.text)):
        end = folded.original_end(begin + 1)
        assert places[begin] < end <= len(text)
        assert folded.text[begin] in fold(text[places[begin] : end])


@given(TEXTS)
def test_the_way_forth_undoes_the_way_back(text):
    folded = Folded.of(text)
    back = [folded.from_original(at) for at in range(len(text) + 1)]
    assert back == sorted(back)
    assert back[-1] == len(folded.text) or not folded._starts
    for at in range(len(folded.text)):
        there = folded.original(at)
        assert folded.from_original(there) <= at  # the first of a ligature's letters
        assert folded.original(folded.from_original(there)) == there


#: Every presentation form that is a letter or several, and no mark alone.
PRESENTED = [letter for letter in map(chr, range(0xFB50, 0xFEFD)) if fold(letter).isalpha()]


@pytest.mark.parametrize("before", ["", "ا", "\u064e", "\u0640\u0640", "ﻻ"])
def test_a_ligature_is_found_at_the_first_of_its_letters(before):
    wrong = []
    for letter in PRESENTED:
        folded = Folded.of(before + letter + "ب")
        place = folded.from_original(len(before))
        if folded.text[place:] != fold(letter + "ب") or folded.original(place) > len(before):
            wrong.append(letter)
    assert wrong == []


def test_a_body_that_begins_with_a_ligature_keeps_its_first_letter():
    text = "قال ﻻ سلام"
    assert Words.of(text, [Span(4, len(text))]).word == ["لا", "سلام"]


def test_marks_are_those_of_pyarabic_and_a_few_more():
    assert set(araby.TASHKEEL) <= set(arabic._MARKS)
    assert araby.TATWEEL in arabic._MARKS


@pytest.mark.parametrize("word", ["مُحَمَّد", "قـــال", "عَلِمَ"])
def test_marks_come_off_as_pyarabic_takes_them(word):
    assert fold(word) == fold(araby.strip_tatweel(araby.strip_tashkeel(word)))


@pytest.mark.parametrize("hamza", "ؤئ")
def test_hamza_is_bare_as_in_pyarabic(hamza):
    assert fold(hamza) == araby.normalize_hamza(hamza)


@pytest.mark.parametrize(
    ("text", "share"),
    [("قال", 1.0), ("said", 0.0), ("قال Putin", 3 / 8), ("12 «»", 0.0), ("", 0.0)],
)
def test_the_share_of_arabic_letters(text, share):
    assert arabic_share(text) == share
