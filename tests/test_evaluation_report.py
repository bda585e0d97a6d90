"""The evaluation's page shows what there is and makes nothing up."""

import pytest
from told_lines import HOSTILE

from training.evaluation_report import render

STANCE = {
    "n": 20,
    "macro_f1": 0.712,
    "accuracy": 0.74,
    "f1": {"supportive": 0.8, "opposed": 0.6},
    "ci95": [0.66, 0.75],
    "ece": 0.041,
}


def evaluation(**more):
    return {"quotes": {"n": 20, "stance": {**STANCE, **more}}}


def test_the_figure_stands_with_its_interval():
    page = render(evaluation(), "en")
    assert "0.712" in page
    assert "0.660–0.750" in page


def test_a_head_that_is_never_right_has_its_section():
    assert '<section id="stance">' in render(evaluation(macro_f1=0.0, accuracy=0.0), "en")


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("confusion", {"opposed": {"opposed": 7, "supportive": 3}}, "Confusion"),
        ("confusion", {"labels": ["opposed"], "rows": [[7]]}, "Confusion"),
        ("reliability", [[0.5, 0.4, 10]], "Calibration"),
        ("risk_coverage", [[0.5, 0.9], [1, 0.7]], "Accuracy and coverage"),
        ("coverage", [[0.5, 0.9], [1, 0.7]], "Accuracy and coverage"),
        ("learning_curve", [[100, 0.4], [200, 0.5]], "Learning curve"),
        ("by", {"topic": {"سد": {"n": 3, "macro_f1": 0.5}}}, "By topic"),
        ("errors", [{"text": "قال", "gold": "opposed", "predicted": "x"}], "Errors to read"),
    ],
)
def test_a_section_is_shown_when_its_figures_are_there_and_only_then(key, value, words):
    assert words not in render(evaluation(), "en")
    assert words in render(evaluation(**{key: value}), "en")


def test_a_learning_curve_tells_how_many_were_taught_and_both_figures():
    page = render(evaluation(learning_curve=[[0, 0.4, 0.5], [1000, 0.6, 0.7]]), "en")
    assert ">1,000</text>" in page
    assert "1000 → 0.60 (0.70)" in page
    assert page.count("<polyline") == 2


def test_precision_and_recall_come_from_the_confusion():
    confusion = {"opposed": {"opposed": 6, "supportive": 2}, "supportive": {"opposed": 6}}
    page = render(evaluation(confusion=confusion), "en")
    assert "0.500" in page
    assert "0.750" in page


def test_baselines_and_random_folds_stand_beside_the_model():
    found = evaluation() | {
        "random": {"stance": {"macro_f1": 0.811}},
        "baselines": {"majority": {"stance": {"macro_f1": 0.093, "accuracy": 0.31}}},
    }
    page = render(found, "en")
    assert "0.811" in page
    assert "0.093" in page
    assert "always the commonest label" in page


def test_the_chain_on_articles_is_shown_by_threshold():
    page = render({"articles": {"0.3": {"f1": 0.911}, "0.8": {"f1": 0.822}}}, "ar")
    assert 'dir="rtl"' in page
    assert "0.911" in page
    assert "0.822" in page


@pytest.mark.parametrize(
    "broken",
    [{}, {"quotes": None}, {"quotes": {"stance": 3}}, {"quotes": {"stance": {"macro_f1": "x"}}},
     {"articles": [1], "baselines": "x", "model": 4}, evaluation(reliability="x", errors=None)],
)  # fmt: skip
def test_missing_and_odd_keys_are_left_out(broken):
    assert "<html" in render(broken)


GROUP = {"n": 40, "accuracy": 0.5, "low": 0.34, "high": 0.66, "elsewhere": 0.8, "macro_f1": 0.4}


def test_who_is_served_worse_is_told_and_who_cannot_be_judged():
    by = {
        "outlet": {
            "الأفق": GROUP | {"verdict": "worse"},
            "الساحل": GROUP | {"n": 12, "verdict": "few"},
            "المرسى": GROUP | {"accuracy": 0.8, "verdict": "even"},
        }
    }
    few = {"outlet": {"groups": 3, "n": 9, "unknown": 5}}
    page = render(evaluation(by=by, few=few), "en")
    assert "Significantly worse than the others: outlet – الأفق" in page
    assert page.count("<mark>worse</mark>") == 1
    assert page.count("too few to judge") == 1
    assert "0.340–0.660" in page
    assert "9 in 3 groups too small to tell apart" in page
    assert "5 unknown" in page
    even = {"outlet": {"أ": GROUP | {"verdict": "even"}, "ب": GROUP | {"verdict": "even"}}}
    assert "None of 2 groups is significantly worse" in render(evaluation(by=even), "en")


def test_the_groups_of_the_chain_stand_with_the_articles():
    by = {"gender": {"woman": GROUP | {"verdict": "worse", "found": 0.9}}}
    page = render({"articles": {"0.3": {"f1": 0.9, "by": by}, "0.8": {"f1": 0.8}}}, "en")
    assert "By gender of the speaker" in page
    assert "Significantly worse than the others: gender of the speaker – women" in page


def test_hostile_text_is_inert():
    errors = [{"text": text, "gold": text, "predicted": text} for text in HOSTILE]
    names = {text: {"n": 1, "macro_f1": 0.5, "verdict": "worse"} for text in HOSTILE}
    found = evaluation(
        errors=errors,
        by={"topic": names, **dict.fromkeys(HOSTILE, names)},
        few={text: {"groups": text, "n": text} for text in HOSTILE},
        confusion={text: {text: 1} for text in HOSTILE},
    ) | {"model": dict.fromkeys(HOSTILE, "<img src=x>")}
    page = render(found)
    assert page.count("<script>") == 1
    assert "<img" not in page
    assert "\u202e" not in page
