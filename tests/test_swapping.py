"""Metamorphic: other names for the sides leave the stance as it is."""

from itertools import islice
from pathlib import Path

import pytest
from swapping import flips, swapped

from classifier.model_file import load_model
from training import quotes

MODEL = Path(__file__).resolve().parent.parent / "build" / "stance.model"
#: Of the embedded quotes that can be swapped, measured 0.44 %; of disputes that the model was not
#: taught on (`python tests/swapping.py --unseen`) 4.6 %, which no test holds yet.
MOST_FLIPS = 0.02
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


@pytest.mark.skipif(not MODEL.is_file(), reason="no build/stance.model: make train")
def test_other_names_of_the_sides_do_not_flip_the_stance():
    texts = (quote.text for quote in quotes.read_embedded())
    told = list(islice(flips(load_model(MODEL), texts), SAMPLE))
    assert len(told) == SAMPLE
    flipped = [pair.before for pair, old, new in told if old != new]
    assert len(flipped) <= MOST_FLIPS * SAMPLE, "\n".join(flipped)
