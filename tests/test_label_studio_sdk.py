"""What we give to Label Studio, judged by its own kit, where that is installed beside the tests."""

import json
from pathlib import Path

import pytest
from desk import TEXT, desk_in
from tasks import article

from training.exchange import write

interface = pytest.importorskip(
    "label_studio_sdk.label_interface", reason="no label_studio_sdk: it is no dependency of ours"
)
FOLDER = Path(__file__).parent.parent / "training" / "templates"
CONFIG = (FOLDER / "label_studio.xml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def labels():
    return interface.LabelInterface(CONFIG)


def test_our_configuration_is_one(labels):
    labels.validate()
    assert [labels.get_control(name).tag for name in ("span", "stance")] == ["Labels", "Choices"]


def test_exported_tasks_and_predictions_are_valid(labels):
    (item,) = json.loads(write([article()], "label-studio"))
    assert labels.validate_task({"data": item["data"]})
    for prediction in item["predictions"]:
        assert labels.validate_prediction(prediction)


def test_the_answers_of_the_backend_are_valid_predictions(labels, tmp_path):
    body = {"tasks": [{"id": 1, "data": {"text": TEXT}}], "label_config": CONFIG}
    with desk_in(tmp_path) as client:
        (made,) = client.post("/ml/predict", json=body).json()["results"]
    assert len(made["result"]) > 6
    assert labels.validate_prediction(made)
    assert not labels.validate_prediction(made | {"result": [{"type": "labels"}]})
