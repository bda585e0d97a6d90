"""The plainest sentences there are, thirty a stance, as the trained model labels them."""

import json
from pathlib import Path

import pytest

from classifier.labels import label_texts
from classifier.model_file import load_model

HERE = Path(__file__).resolve().parent
MODEL = HERE.parent / "build" / "stance.model"
CASES = [
    json.loads(line) for line in (HERE / "cases" / "plain.jsonl").read_text("utf-8").splitlines()
]
#: 146 of 180 are right (.811). 181 more quotes of the kinds that failed in one half gained 7 there
#: and none in the other half, and cost .009 of stance macro-F1 on real statements: left out.
FLOOR = 0.80

pytestmark = pytest.mark.skipif(not MODEL.is_file(), reason="no build/stance.model: make train")


@pytest.fixture(scope="module")
def stances():
    found = label_texts(load_model(MODEL), [case["text"] for case in CASES])
    return {case["text"]: labels["stance"].name for case, labels in zip(CASES, found, strict=True)}


def test_most_plain_sentences_get_their_stance(stances):
    right = sum(stances[case["text"]] == case["stance"] for case in CASES)
    assert right >= FLOOR * len(CASES)


@pytest.mark.xfail(strict=True, reason="wrong today; once right, take `fails` out of its line")
@pytest.mark.parametrize(
    "case", [case for case in CASES if case.get("fails")], ids=lambda case: case["text"]
)
def test_a_plain_sentence_that_is_still_misread(stances, case):
    assert stances[case["text"]] == case["stance"]
