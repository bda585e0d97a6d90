import importlib.util
import random
from pathlib import Path

import numpy as np
import pytest

from training import calibration, scores
from training.schemes import CODEBOOK

LABELS = CODEBOOK["stance"]


def drawn(n: int = 400, seed: int = 0) -> tuple[list[str], list[str]]:
    dice = random.Random(seed)
    gold = dice.choices(LABELS, weights=(5, 1, 2, 2, 5, 9), k=n)
    return gold, [g if dice.random() < 0.6 else dice.choice(LABELS) for g in gold]


def test_a_label_that_is_not_in_the_gold_does_not_count_in_the_mean():
    assert scores.macro_f1(["opposed"], ["accusing"]) == 0.0
    assert scores.macro_f1(["opposed", "opposed"], ["opposed", "neutral"]) == pytest.approx(2 / 3)


def test_nothing_judged_scores_nothing():
    found = scores.judge([], [], LABELS)
    assert (found.n, found.macro_f1, found.accuracy, found.ci95) == (0, 0.0, 0.0, (0.0, 0.0))


def test_the_interval_holds_the_figure_and_is_the_same_each_time():
    gold, predicted = drawn()
    low, high = scores.bootstrap(gold, predicted)
    assert low < scores.macro_f1(gold, predicted) < high
    assert (low, high) == scores.bootstrap(gold, predicted)


def test_drawing_whole_articles_widens_the_interval():
    gold, predicted = drawn(100)
    gold, predicted = gold * 8, predicted * 8
    groups = [str(n % 100) for n in range(800)]
    narrow = scores.bootstrap(gold, predicted)
    wide = scores.bootstrap(gold, predicted, groups=groups)
    assert wide[1] - wide[0] > 2 * (narrow[1] - narrow[0])


def test_the_confusion_counts_every_quote():
    gold, predicted = drawn()
    rows = scores.judge(gold, predicted, LABELS).confusion
    assert sum(map(sum, rows)) == len(gold)
    assert sum(rows[i][i] for i in range(len(rows))) == sum(
        g == p for g, p in zip(gold, predicted, strict=True)
    )


def test_a_perfectly_honest_confidence_has_no_calibration_error():
    assert scores.calibration_error([0.75] * 4, [True, True, True, False]) == 0.0
    assert scores.calibration_error([1.0] * 4, [False] * 4) == 1.0


def test_the_surer_half_is_asked_first():
    points = dict(scores.risk_coverage([0.9, 0.8, 0.2, 0.1], [True, True, False, False]))
    assert points[0.5] == 1.0
    assert points[1.0] == 0.5


@pytest.mark.shared
def test_the_figures_are_those_of_the_yardstick(shared_data: Path):
    path = shared_data.parent / "tools" / "score_labels.py"
    spec = importlib.util.spec_from_file_location("score_labels", path)
    yardstick = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(yardstick)
    gold, predicted = drawn()
    rows = [
        {str(n): {"stance": s, "sentiment": "neutral"} for n, s in enumerate(own)}
        for own in (gold, predicted)
    ]
    expected = yardstick.score(*rows)["stance"]
    found = scores.judge(gold, predicted, LABELS).as_json()
    assert {key: found[key] for key in expected} == expected


def test_the_temperature_of_values_that_are_too_sure_is_above_one():
    dice = np.random.default_rng(0)
    truth = dice.normal(size=(3000, 3))
    chances = calibration.softmax(truth)
    gold = ["abc"[dice.choice(3, p=row)] for row in chances]
    temperature, offsets = calibration.fit(truth * 4, gold, "abc", with_offsets=False)
    assert temperature == pytest.approx(4, rel=0.1)
    assert not offsets.any()


def test_offsets_take_up_the_priors():
    dice = np.random.default_rng(0)
    truth = dice.normal(size=(3000, 3))
    gold = [
        "abc"[dice.choice(3, p=row)]
        for row in calibration.softmax(truth + np.array([1.0, 0.0, -1.0]))
    ]
    temperature, offsets = calibration.fit(truth, gold, "abc")
    assert temperature == pytest.approx(1, rel=0.1)
    assert offsets.tolist() == pytest.approx([1, 0, -1], abs=0.15)


def test_nothing_to_fit_leaves_the_values_as_they_are():
    temperature, offsets = calibration.fit(np.zeros((0, 3)), [], "abc")
    assert (temperature, offsets.tolist()) == (1.0, [0, 0, 0])
