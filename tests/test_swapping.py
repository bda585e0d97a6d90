"""Metamorphic: other names of the sides, numbers and spellings leave the stance as it is."""

from functools import cache
from pathlib import Path

import pytest
from swapping import CHANGES, flips, renumbered, respelled, swapped

from classifier import views
from classifier.labels import teach
from classifier.model_file import load_model
from training import lessons, quotes

MODEL = Path(__file__).resolve().parent.parent / "build" / "stance.model"
#: The promise. Sides and numbers are masked and spelling is folded before anything is counted
#: (`classifier.masks`, `classifier.arabic`), so none flips, taught or not: `python
#: tests/swapping.py`, `--unseen`, `--real FILE`.
MOST_FLIPS = 0.02
SAMPLE = 500


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("اتهمت موسكو كييف بالمماطلة", "اتهمت كييف موسكو بالمماطلة"),
        ("وقالت كييف إن الحوار مع موسكو وباريس مفيد", "وقالت موسكو إن الحوار مع باريس وكييف مفيد"),
        ("قال الوزير لروسيا إن بلاده ترفض", "قال الوزير لرومانيا إن بلاده ترفض"),
        ("قال الروسي سالم إن الإيرانيين", "قال الإيراني سالم إن الروسيين"),
    ],
)
def test_sides_change_names_and_nothing_else_changes(before, after):
    assert swapped(before).after == after


@pytest.mark.parametrize("text", ["قال الوزير إن بلاده ترفض", "قال الوزير سالم إن", "مصير", ""])
def test_a_statement_without_a_state_is_left_alone(text):
    assert swapped(text) is None


def test_numbers_become_other_numbers_and_words_stay():
    assert renumbered("بعد 3 جولات في ٢٠١٩").after == "بعد 4 جولات في ٣١٢٠"
    assert renumbered("بعد جولات") is None


def test_another_spelling_is_that_of_another_paper():
    assert respelled("أكَّد الوزيــر في 3 مايو").after == "اكد الوزير في ٣ مايو"
    assert respelled("قال الوزير") is None


def test_the_measure_can_fail(monkeypatch):
    """Without the masks a model goes by the name of the side."""
    monkeypatch.setattr(views, "masked", cache(str))
    texts = ["قالت روسيا نعم", "قالت رومانيا نعم"] * 3
    model = teach(texts, {"stance": ["for", "against"] * 3})
    assert [old != new for _, old, new in flips(model, texts[:1])] == [True]


def check(model, texts, change, least):
    told = list(flips(model, texts, CHANGES[change], SAMPLE))
    assert len(told) >= least
    flipped = [pair.before for pair, old, new in told if old != new]
    assert len(flipped) <= MOST_FLIPS * len(told), "\n".join(flipped)


@pytest.mark.skipif(not MODEL.is_file(), reason="no build/stance.model: make train")
@pytest.mark.parametrize("change", CHANGES)
def test_what_stays_said_keeps_its_stance(change):
    check(load_model(MODEL), (quote.text for quote in quotes.read_embedded()), change, SAMPLE)


@pytest.mark.parametrize("change", CHANGES)
def test_on_disputes_that_were_not_taught_it_keeps_its_stance(change):
    own = list(quotes.read_embedded())
    model = lessons.taught([quote for quote in own if quote.topic == "yemen"])
    check(model, (quote.text for quote in own if quote.topic == "ukraine"), change, 100)


@pytest.mark.shared
@pytest.mark.skipif(not MODEL.is_file(), reason="no build/stance.model: make train")
@pytest.mark.parametrize("change", CHANGES)
def test_on_real_statements_it_keeps_its_stance(change, shared_data):
    real = quotes.read(shared_data / "real_statements.jsonl")
    check(load_model(MODEL), (quote.text for quote in real), change, 100)
