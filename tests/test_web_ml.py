"""The four routes of a Label Studio ML backend."""

import pytest
from desk import TEXT, desk_in
from runs import model_in

from classifier.model_file import load_model
from classifier.web.ml_backend import names_of
from training import proposals
from training.exchange import Task

CONFIG = """<View>
  <Text name="text" value="$text" granularity="word"/>
  <Labels name="span" toName="text">
    <Label value="QUOTE"/><Label value="SPEAKER"/><Label value="CUE"/></Labels>
  <Relations><Relation value="said_by"/><Relation value="cue_of"/></Relations>
  <Choices name="stance" toName="text" perRegion="true" whenTagName="span" choice="single">
    <Choice value="supportive"/><Choice value="opposed"/><Choice value="neutral"/></Choices>
  <Choices name="sentiment" toName="text" perRegion="true" whenTagName="span" choice="single">
    <Choice value="positive"/><Choice value="negative"/><Choice value="neutral"/></Choices>
</View>"""


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with desk_in(tmp_path_factory.mktemp("ml")) as client:
        yield client


def predicted(client, *texts, config=CONFIG, **more):
    tasks = [{"id": n, "data": {"text": text}} for n, text in enumerate(texts)]
    body = {"tasks": tasks, "project": "1.17", "label_config": config, "params": {}} | more
    reply = client.post("/ml/predict", json=body)
    assert reply.status_code == 200
    return reply.json()["results"]


def test_it_is_up(client):
    for path in ("/ml/health", "/ml/"):
        assert client.get(path).json() == {"status": "UP", "model_class": "Tafawud"}


def test_a_project_is_told_the_version(client):
    body = {"project": "1.1700000000", "schema": CONFIG, "extra_params": "", "access_token": "سري"}
    told = client.post("/ml/setup", json=body).json()
    assert told["model_version"].startswith("tafawud-")


def test_every_task_has_its_result_in_order(client):
    first, empty, second = predicted(client, TEXT, "", "😀\n" + TEXT)
    assert empty["result"] == []
    assert len(first["result"]) == len(second["result"]) > 6
    assert first["model_version"] == second["model_version"]
    assert 0 < first["score"] <= 1


def test_regions_stand_where_they_say(client):
    text = "😀😀\n" + TEXT
    (made,) = predicted(client, text)
    quotes, ids = set(), set()
    for each in made["result"]:
        if each["type"] == "relation":
            assert {each["from_id"], each["to_id"]} <= ids
            continue
        ids.add(each["id"])
        value = each["value"]
        assert text[value["start"] : value["end"]] == value["text"]
        assert each["to_name"] == "text"
        if each["type"] == "labels":
            assert each["from_name"] == "span"
            quotes |= {each["id"]} if value["labels"] == ["QUOTE"] else set()
        else:
            assert each["id"] in quotes
    kinds = {label for each in made["result"] for label in each.get("value", {}).get("labels", [])}
    assert kinds == {"QUOTE", "SPEAKER", "CUE"}


def test_speaker_and_cue_stand_where_review_exports_them(client, tmp_path):
    model = load_model(model_in(tmp_path))
    (task,) = proposals.proposed([Task("a", TEXT)], lambda: model)
    exported = {
        (part.upper(), *span)
        for mark in task.marks
        for part, span in mark.spans.items()
        if part != "content"
    }
    (made,) = predicted(client, TEXT)
    regions = {
        (each["value"]["labels"][0], each["value"]["start"], each["value"]["end"])
        for each in made["result"]
        if each["type"] == "labels"
    }
    assert {one for one in regions if one[0] != "QUOTE"} == exported


def test_choices_that_the_project_does_not_know_are_left_out(client):
    (made,) = predicted(client, TEXT)
    given = {c for each in made["result"] for c in each.get("value", {}).get("choices", [])}
    assert "conditional" not in given
    assert given <= {"supportive", "opposed", "neutral", "positive", "negative"}
    (free,) = predicted(client, TEXT, config="")
    given = {c for each in free["result"] for c in each.get("value", {}).get("choices", [])}
    assert "conditional" in given


def test_the_names_of_the_project_are_used(client):
    config = CONFIG.replace('name="text" value="$text"', 'name="t" value="$body"')
    config = config.replace('name="span"', 'name="region"')
    body = {"tasks": [{"id": 1, "data": {"body": TEXT}}], "label_config": config}
    (made,) = client.post("/ml/predict", json=body).json()["results"]
    assert {each["to_name"] for each in made["result"] if "to_name" in each} == {"t"}
    assert {e["from_name"] for e in made["result"] if e["type"] == "labels"} == {"region"}


@pytest.mark.parametrize(
    "config",
    ["", None, 7, "<View", '<!DOCTYPE x [<!ENTITY a "b">]><View>&a;</View>', "<View/>"],
)
def test_an_odd_configuration_breaks_nothing(client, config):
    assert names_of(config)
    assert len(predicted(client, TEXT, config=config)) == 1


@pytest.mark.parametrize("action", ["ANNOTATION_CREATED", "ANNOTATION_UPDATED", "START_TRAINING"])
def test_events_are_acknowledged(client, action):
    reply = client.post("/ml/webhook", json={"action": action, "project": {"id": 1}})
    assert (reply.status_code, reply.json()["status"]) == (201, "ok")


def test_an_unknown_event_is_told(client):
    reply = client.post("/ml/webhook", json={"action": "PROJECT_UPDATED"})
    assert (reply.status_code, reply.json()) == (200, {"status": "Unknown event"})


@pytest.mark.parametrize("tasks", [None, {}, "سري", [{}] * 1001])
def test_bad_tasks_are_refused(client, tasks):
    refused = client.post("/ml/predict", json={"tasks": tasks})
    assert refused.status_code == 422
    assert "سري" not in refused.text


@pytest.mark.parametrize("task", [7, {}, {"data": 3}, {"data": {"text": 4}}, {"data": {}}])
def test_a_task_without_text_has_an_empty_result(client, task):
    (made,) = client.post("/ml/predict", json={"tasks": [task]}).json()["results"]
    assert made["result"] == []


def test_nothing_is_kept(client):
    predicted(client, TEXT)
    assert client.get("/api/reviews").json() == {"reviews": []}
