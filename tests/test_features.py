import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.concepts import stem
from classifier.features import BLOCKS, letter_grams, vectoriser, word_grams
from classifier.views import VIEWS, Reading, view_text

TEXT = "وقال وزير الخارجية إن بلاده «لن تقبل» العودة إلى المفاوضات ما لم تتوقف الغارات."


def pieces(view: str, text: str = TEXT) -> list[str]:
    return [piece.text for piece in VIEWS[view](Reading(text))]


def test_the_window_holds_the_words_around_a_negotiation_word_and_no_others():
    found = pieces("window", "ألف باء جيم دال هاء حاء الحوار واو زاي طاء ياء كاف لام")
    assert "حوار" in found
    assert "الف" not in found
    assert "لام" not in found


def test_sides_tell_what_stands_before_and_after_the_talks():
    found = pieces("sides", "رفض الحوار معهم")
    assert found == ["رفض_before", "معهم_after"]


def test_names_are_the_words_that_are_masked_elsewhere():
    text = "قالت موسكو إن 12 وفدا وصلت «باريس»"
    assert pieces("names", text) == [stem(word) for word in ("موسكو", "12", "باريس")]
    assert "موسكو" not in pieces("stems", text)


def test_targets_tell_which_kind_of_negotiation_a_word_stands_near():
    assert pieces("targets", "رفض الهدنة") == ["رفض_truce"]


def test_the_frame_names_the_opening_words_with_the_kind_of_negotiation():
    assert "قال_none" in pieces("frame", "قال إن الطقس جميل")
    assert "قال_talks" in pieces("frame", "قال إن المفاوضات تبدأ غدا")


@pytest.mark.parametrize(
    ("text", "tone"),
    [("نجاح كبير", "positive"), ("ليس نجاحا", "not_positive"), ("كارثة", "negative")],
)
def test_tones_are_turned_round_by_a_negation(text, tone):
    assert tone in pieces("tones", text)


def test_the_balance_tells_the_first_and_the_last_tone_and_how_many():
    found = pieces("balance", "أشاد بالنجاح لكنه حذر من كارثة")
    assert {"first_positive", "last_negative"} <= set(found)


def test_a_text_without_tones_says_so():
    assert pieces("balance", "وصل الوفد أمس") == ["toneless"]


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_every_view_takes_an_empty_text(view):
    assert pieces(view, "") == []


@settings(deadline=None)
@given(st.text())
def test_every_piece_has_no_space_and_points_at_a_chunk(text):
    reading = Reading(text)
    for view in VIEWS.values():
        for piece in view(reading):
            assert not re.search(r"\s", piece.text)
            assert 0 <= piece.chunk < max(1, len(reading.chunks))


@settings(deadline=None)
@given(st.text(alphabet="ابتلنم وي.«»12 \u0651\ud800😀é", max_size=60))
def test_the_grams_are_those_of_scikit_learn(text):
    for block in BLOCKS:
        analyse = vectoriser(block).build_analyzer()
        seen = view_text(block.view, text)
        if block.analyzer == "word":
            own = word_grams(seen, block.low, block.high)
        else:
            own = [g for c in seen.split() for g in letter_grams(c, block.low, block.high)]
        assert sorted(own) == sorted(analyse(text))


def test_every_block_looks_through_a_view_that_exists():
    assert {block.view for block in BLOCKS} <= set(VIEWS)
    assert len({block.name for block in BLOCKS}) == len(BLOCKS)
