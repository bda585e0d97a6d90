import importlib.util
import random

import pytest

from classifier.errors import InputError
from training.matches import match, same_name, score


def span(start, end, **facts):
    return {
        "start": start,
        "end": end,
        "form": "direct",
        "speaker": "",
        "stance": "neutral",
    } | facts


@pytest.mark.parametrize(
    ("gold", "predicted", "same"),
    [
        ("ديمتري بيسكوف", "بيسكوف", True),
        ("بيسكوف", "المتحدث باسم الكرملين ديمتري بيسكوف", True),
        ("عبد الرحمن", "عبدالرحمن", True),
        ("بيسكوف", "لافروف", False),
        ("", "", True),
        ("بيسكوف", "", False),
        ("بيسكوف", "بيسكوف وخمس كلمات أخرى كثيرة زائدة هنا", False),
    ],
)
def test_a_speaker_is_right_when_the_shorter_name_stands_in_the_longer(gold, predicted, same):
    assert same_name(gold, predicted) is same


def test_matching_is_one_to_one_best_first():
    pairs = match([span(0, 100)], [span(0, 60), span(0, 90)], 0.3)
    assert [(g["end"], p["end"]) for g, p in pairs] == [(100, 90)]


def test_a_span_that_is_too_long_does_not_match():
    assert match([span(0, 10)], [span(0, 100)], 0.3) == []


def test_gold_without_statements_is_refused():
    with pytest.raises(InputError, match="hold no statements"):
        score([{"id": "a", "text": "", "statements": []}], [])


def test_nothing_predicted_scores_nothing():
    found = score([{"id": "a", "text": "", "statements": [span(0, 9)]}], [])
    assert (found["0.3"]["f1"], found["0.3"]["precision"], found["0.3"]["recall"]) == (0, 0, 0)


@pytest.mark.shared
def test_the_figures_are_those_of_the_yardstick(shared_data):
    path = shared_data.parent / "tools" / "score_statements.py"
    spec = importlib.util.spec_from_file_location("score_statements", path)
    yardstick = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(yardstick)
    dice = random.Random(0)
    names = ["بيسكوف", "ديمتري بيسكوف", "عبد الله صالح", "مسؤول", "المسئول", ""]
    articles, predicted = [], []
    for number in range(20):
        spans = [
            span(s, s + 50, speaker=dice.choice(names), party=dice.choice(names))
            for s in range(0, 600, 60)
        ]
        articles.append({"id": str(number), "text": "", "statements": spans})
        for own in spans:
            if dice.random() < 0.8:
                start, end = own["start"] + dice.randint(0, 20), own["end"] + dice.randint(-20, 20)
                facts = {"speaker": dice.choice(names), "party": dice.choice(names)}
                found = span(start, end, stance=dice.choice(["neutral", "opposed"]), **facts)
                predicted.append(found | {"article_id": f"{number}#{dice.randint(1, 2)}"})
    expected = yardstick.score(articles, predicted)
    assert score(articles, predicted) == {key: expected[key] for key in ("0.3", "0.8")}
