"""Metamorphic: other names of the sides, numbers and spellings leave the stance as it is."""

from itertools import islice
from pathlib import Path

import pytest
from swapping import CHANGES, flips, renumbered, respelled, swapped

from classifier.model_file import load_model
from training import quotes

MODEL = Path(__file__).resolve().parent.parent / "build" / "stance.model"
#: Over all embedded quotes under .5 % flip with the sides, under .2 % with the numbers, none with
#: the spelling. Of disputes that a model on half of the quotes was not taught on (`python
#: tests/swapping.py --unseen`) 5.0, 1.9 and 0 %, which no test holds yet.
MOST_FLIPS = {"sides": 0.02, "numbers": 0.02, "spelling": 0.0}
SAMPLE = 500


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("اتهمت موسكو كييف بالمماطلة", "اتهمت كييف موسكو بالمماطلة"),
        ("وقالت كييف إن الحوار مع موسكو وباريس مفيد", "وقالت موسكو إن الحوار مع باريس وكييف مفيد"),
        ("قال الوزير لروسيا إن بلاده ترفض", "قال الوزير لأوكرانيا إن بلاده ترفض"),
    ],
)
def test_sides_change_names_and_nothing_else_changes(before, after):
    assert swapped(before).after == after


@pytest.mark.parametrize("text", ["قال الوزير إن بلاده ترفض", "قال الروسي سالم إن", "مصري", ""])
def test_a_statement_without_a_state_is_left_alone(text):
    assert swapped(text) is None


def test_numbers_become_other_numbers_and_words_stay():
    assert renumbered("بعد 3 جولات في ٢٠١٩").after == "بعد 4 جولات في ٣١٢٠"
    assert renumbered("بعد جولات") is None


def test_another_spelling_is_that_of_another_paper():
    assert respelled("أكَّد الوزيــر في 3 مايو").after == "اكد الوزير في ٣ مايو"
    assert respelled("قال الوزير") is None


@pytest.mark.skipif(not MODEL.is_file(), reason="no build/stance.model: make train")
@pytest.mark.parametrize("change", CHANGES)
def test_what_stays_said_keeps_its_stance(change):
    texts = (quote.text for quote in quotes.read_embedded())
    told = list(islice(flips(load_model(MODEL), texts, CHANGES[change]), SAMPLE))
    assert len(told) == SAMPLE
    flipped = [pair.before for pair, old, new in told if old != new]
    assert len(flipped) <= MOST_FLIPS[change] * SAMPLE, "\n".join(flipped)
