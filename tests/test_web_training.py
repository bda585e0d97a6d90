"""Training from the page: a process of its own, its progress, the new model in use."""

import json
import time

import pytest
from desk import QUICK, REAL, TEXT, desk_in, stand_in

from classifier.model_file import load_model
from classifier.web.desk import _taught


@pytest.fixture
def client(tmp_path):
    with desk_in(tmp_path) as client:
        yield client


def learnt(client, seconds=240):
    deadline = time.monotonic() + seconds
    while (told := client.get("/api/training").json())["state"] == "running":
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return told


def judged(client, stance="opposed"):
    review = client.post("/api/reviews", json={"text": TEXT}).json()
    for each in review["statements"]:
        body = {"statement": each["number"], "changes": {"stance": stance, "sentiment": "negative"}}
        client.post(f"/api/reviews/{review['key']}/corrections", json=body)
    return review


def test_a_training_teaches_the_model_in_use(client, monkeypatch, tmp_path):
    stand_in(monkeypatch, tmp_path, QUICK)
    review = judged(client)
    before = client.get("/health").json()["model"]
    begun = client.post("/api/training", json={})
    assert (begun.status_code, begun.json()["state"]) == (202, "running")
    told = learnt(client)
    assert (told["state"], told["code"], told["quotes"]) == ("done", 0, len(review["statements"]))
    assert "done" in told["lines"]
    assert any("teaching on" in line for line in told["lines"])
    after = client.get("/health").json()["model"]
    assert after != before
    assert after == load_model(tmp_path / "small-reviewed.model").digest
    lines = client.post("/api/articles", json={"text": TEXT}).json()["statements"]
    assert {line["stance"] for line in lines} == {"opposed"}


def test_what_lies_on_the_desk_is_labelled_again(client, monkeypatch, tmp_path):
    stand_in(monkeypatch, tmp_path, QUICK)
    judged(client)
    other = TEXT.replace("سالم", "هادي")
    key = client.post("/api/reviews", json={"text": other}).json()["key"]
    client.post("/api/training", json={})
    learnt(client)
    review = client.get(f"/api/reviews/{key}").json()
    assert {each["stance"] for each in review["statements"]} == {"opposed"}
    assert not any(each["decided"] for each in review["statements"])


def test_a_training_that_fails_says_why_and_changes_nothing(client, monkeypatch, tmp_path):
    stand_in(monkeypatch, tmp_path, "import sys; print('training.train: no luck'); sys.exit(2)")
    judged(client)
    before = client.get("/health").json()["model"]
    client.post("/api/training", json={})
    told = learnt(client)
    assert (told["state"], told["code"]) == ("failed", 2)
    assert "training.train: no luck" in told["lines"]
    assert client.get("/health").json()["model"] == before


def test_one_training_at_a_time_and_none_without_corrections(client, monkeypatch, tmp_path):
    refused = client.post("/api/training", json={})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "no_corrections")
    stand_in(monkeypatch, tmp_path, "import time; time.sleep(1)")
    judged(client)
    assert client.post("/api/training", json={}).status_code == 202
    assert client.post("/api/training", json={}).json()["error"]["code"] == "already_training"
    learnt(client)


def test_ending_the_program_ends_the_training(monkeypatch, tmp_path):
    stand_in(monkeypatch, tmp_path, "import time; time.sleep(60)")
    with desk_in(tmp_path) as client:
        judged(client)
        client.post("/api/training", json={})
        while client.app.state.desk.trainer._process is None:
            time.sleep(0.01)
        process = client.app.state.desk.trainer._process
        begun = time.monotonic()
    assert process.returncode not in (None, 0)
    assert time.monotonic() - begun < 20


def test_the_real_door_of_training_takes_what_is_exported(client, monkeypatch, tmp_path):
    stand_in(monkeypatch, tmp_path, REAL)
    review = judged(client, stance="conditional")
    client.post("/api/training", json={})
    told = learnt(client)
    assert told["state"] == "done", told["lines"]
    export = (tmp_path / "data" / "corrections.jsonl").read_text(encoding="utf-8")
    assert len(export.splitlines()) == len(review["statements"])
    assert json.loads(export.splitlines()[0])["origin"] == "review"
    lines = client.post("/api/articles", json={"text": TEXT}).json()["statements"]
    assert [line["stance"] for line in lines] == ["conditional"] * len(lines)


def test_a_named_model_is_not_overwritten(tmp_path, monkeypatch):
    usual = tmp_path / "stance.model"
    monkeypatch.setenv("TAFAWUD_MODEL", str(usual))
    assert _taught(usual) == usual
    assert _taught(tmp_path / "own.model") == tmp_path / "own-reviewed.model"
