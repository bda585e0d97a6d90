"""Sides and numbers look the same to the labeller, whoever and whatever they are."""

import pytest
from swapping import swapped

from classifier import lexicons
from classifier.arabic import fold
from classifier.masks import DENIED, denied, masked
from classifier.scorer import decisions, decisions_of
from classifier.views import Reading
from training.quotes import read_embedded


@pytest.mark.parametrize(
    ("chunk", "seen"),
    [
        ("وموسكو", "وside"),
        ("للسودان", "لside"),
        ("للندن", "لside"),
        ("بالقاهرة،", "بside،"),
        ("الروسية", "الsideيه"),
        ("وللأمريكيين", "وللsideيين"),
        ("ألماني", "sideي"),
        ("12/5/2019", "00/00/00"),
        ("٢٠١٩", "00"),
        ("ههههههه", "هه"),
    ],
)
def test_a_side_and_a_number_are_masked_behind_clitics(chunk, seen):
    assert masked(fold(chunk).lower()) == seen


@pytest.mark.parametrize(
    "text",
    ["لا نرفض", "ولم يرفض", "«غير رافضة»،", "لن ترفضوها", "لا مانع", "لم ننسحب", "لا يستبعد"],
)
def test_a_denied_refusal_is_seen_as_one_whatever_its_words(text):
    assert denied(fold(text).split()) == [*DENIED]


@pytest.mark.parametrize(
    "text", ["لا، نرفض", "لا الرفض", "نرفض لا", "لا تقاطعاتها", "لا حوار", "لم"]
)
def test_what_is_no_denied_refusal_is_left_as_it_is(text):
    assert denied(fold(text).split()) == fold(text).split()


def test_a_refusal_is_denied_by_its_own_text_alone(tiny_model):
    apart = decisions_of(tiny_model, ["قال لا", "نرفض الحوار", "", "لا نرفض الحوار", "لا"])
    alone = [
        decisions(tiny_model, text) for text in ("قال لا", "نرفض الحوار", "", "لا نرفض الحوار")
    ]
    for own, values in enumerate(alone):
        assert apart[0][own] == pytest.approx(values[0], abs=1e-9)


def test_every_word_of_the_list_stands_in_its_example():
    rows = lexicons.rows("refusals")
    assert {row["kind"] for row in rows} == {"denial", "refusal"}
    assert all(row["word"].removesuffix("*") in row["example"] and row["origin"] for row in rows)
    assert all(denied(fold(row["example"]).split()) != fold(row["example"]).split() for row in rows)


@pytest.mark.parametrize("chunk", "مسقط كيف مالي سيول مصير الولايات لن و".split())
def test_an_everyday_word_is_left_as_it_is(chunk):
    assert masked(fold(chunk)) == fold(chunk)


def test_a_statement_with_other_sides_reads_the_same_to_the_last_letter():
    told = [pair for quote in read_embedded() if (pair := swapped(quote.text))]
    assert len(told) > 4000
    apart = [p.after for p in told if Reading(p.before).chunks != Reading(p.after).chunks]
    assert apart == []


def test_no_name_stands_twice_and_each_has_its_gender():
    rows = lexicons.rows("side_names")
    names = [fold(row["word"]) for row in rows]
    assert len(names) == len(set(names))
    assert {row["kind"] for row in rows} == {"state", "capital"}
    assert {row["gender"] for row in rows} == {"f", "m"}
    assert all(row["word"] in row["example"] and row["origin"] for row in rows)
