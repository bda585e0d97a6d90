"""Sides and numbers look the same to the labeller, whoever and whatever they are."""

import pytest
from swapping import swapped

from classifier import lexicons
from classifier.arabic import fold
from classifier.masks import masked
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
