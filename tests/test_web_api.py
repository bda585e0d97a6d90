"""The JSON API: what comes out of articles and statements, and what is said of bad bodies."""

import json
import re

import pytest
from desk import TEXT, desk_in
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from told_lines import HOSTILE

from classifier.web.api import description
from classifier.web.app import ROUTES

JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with desk_in(tmp_path_factory.mktemp("api")) as client:
        yield client


def test_it_says_that_it_is_up_and_with_which_model(client):
    told = client.get("/health").json()
    assert told["status"] == "ok"
    assert len(told["model"]) == 64
    assert set(told["labels"]) == {"stance", "sentiment"}


def test_an_article_gives_prediction_lines(client):
    told = client.post(
        "/api/articles", json={"id": "a", "text": TEXT, "date": "٥ آذار ٢٠٢٤"}
    ).json()
    assert told["id"] == "a"
    lines = told["statements"]
    assert len(lines) >= 3
    for line in lines:
        assert TEXT[line["start"] : line["end"]] == line["text"]
        assert line["date"] == "2024-03-05"
        assert sum(line["stance_probabilities"].values()) == pytest.approx(1)
        assert line["stance"] == max(
            line["stance_probabilities"], key=line["stance_probabilities"].get
        )
        assert "reasons" not in line


def test_reasons_come_when_asked_for(client):
    told = client.post("/api/articles", json={"text": TEXT, "explain": True}).json()
    assert all(line["reasons"]["stance"] for line in told["statements"])


def test_offsets_count_code_points(client):
    text = "😀😀 تمهيد\n" + TEXT
    for line in client.post("/api/articles", json={"text": text}).json()["statements"]:
        assert text[line["start"] : line["end"]] == line["text"]


def test_the_same_article_gives_the_same_id_and_nothing_is_kept(client):
    first, second = (client.post("/api/articles", json={"text": TEXT}).json() for _ in range(2))
    assert first == second
    assert client.get("/api/reviews").json() == {"reviews": []}


def test_statements_come_back_in_order_with_labels(client):
    texts = ["وقال إن بلاده ترفض الحوار", "وقال إن بلاده ترحب بالحوار"]
    rows = [{"id": 7, "text": texts[0]}, {"id": "ب", "text": texts[1]}]
    made = client.post("/api/statements", json={"statements": rows}).json()["statements"]
    assert [each["id"] for each in made] == [7, "ب"]
    assert [each["stance"] for each in made] == ["opposed", "supportive"]
    assert client.post("/api/statements", json={"statements": []}).json()["statements"] == []


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/api/articles", {}, "text"),
        ("/api/articles", {"text": 7}, "text"),
        ("/api/articles", {"text": " \n"}, "text"),
        ("/api/articles", {"text": None}, "text"),
        ("/api/articles", {"text": TEXT, "title": ["سري"]}, "title"),
        ("/api/articles", {"text": TEXT, "title": "سري" * 200}, "title"),
        ("/api/articles", {"text": TEXT, "explain": "سري"}, "explain"),
        ("/api/statements", {}, "statements"),
        ("/api/statements", {"statements": "سري"}, "statements"),
        ("/api/statements", {"statements": ["سري"]}, "statements[0]"),
        ("/api/statements", {"statements": [{"id": 1}]}, "statements[0].text"),
        ("/api/statements", {"statements": [{"text": "سري"}]}, "statements[0].id"),
        (
            "/api/statements",
            {"statements": [{"id": 1, "text": "سري" * 9999}]},
            "statements[0].text",
        ),
        ("/api/statements", {"statements": [{"id": 1, "text": "لا"}] * 1001}, "statements"),
    ],
)
def test_a_bad_field_is_named_and_not_repeated(client, path, body, field):
    refused = client.post(path, json=body)
    assert refused.status_code == 422
    assert refused.json()["error"]["field"] == field
    assert "سري" not in refused.text
    assert len(refused.content) < 400


@pytest.mark.parametrize(
    "content",
    [
        b"",
        "{سري".encode(),
        '"سري"'.encode(),
        '["سري"]'.encode(),
        "سري".encode("cp1256"),
        b"[" * 200_000,
        b'{"text": ' + b"9" * 5000 + b"}",
        b'{"text": NaN}',
        b"\xff\xfe{}",
    ],
)
def test_a_body_that_is_no_object_is_refused_and_not_repeated(client, content):
    refused = client.post("/api/articles", content=content, headers=JSON)
    assert refused.status_code == 422
    assert "سري" not in refused.text
    assert len(refused.content) < 300


def test_a_form_of_a_foreign_page_cannot_say_that_it_is_json(client):
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
        headers = {"content-type": kind}
        content = json.dumps({"text": TEXT}).encode()
        assert client.post("/api/articles", content=content, headers=headers).status_code == 415


@pytest.mark.parametrize("escape", [r"\ud800", r"\udfff", r"\u0000", r"\ud83d"])
def test_half_a_pair_breaks_nothing(client, escape):
    text = json.dumps(TEXT)[1:-1].replace("\\n", "\\n" + escape, 1)
    content = f'{{"text": "{text}", "title": "{escape}", "id": "{escape}x"}}'.encode()
    reply = client.post("/api/articles", content=content, headers=JSON)
    assert reply.status_code == 200
    reply.content.decode()
    assert reply.json()["statements"]
    body = f'{{"statements": [{{"id": "{escape}x", "text": "قال{escape}"}}]}}'.encode()
    reply = client.post("/api/statements", content=body, headers=JSON)
    assert reply.status_code == 200
    reply.content.decode()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(some.text(max_size=400) | some.sampled_from(HOSTILE))
def test_any_text_is_answered(client, text):
    reply = client.post("/api/articles", content=json.dumps({"text": text}), headers=JSON)
    assert reply.status_code in (200, 422)
    reply.content.decode()


def test_unknown_ways_are_told_in_json(client):
    missing = client.get("/api/nothing")
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "not_found")
    wrong = client.get("/api/articles")
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (405, "method_not_allowed")


def test_what_nobody_foresaw_is_told_without_what_was_in_it(client, monkeypatch):
    def fails(*_arguments, **_names):
        secret = "سري"
        raise LookupError(secret)

    monkeypatch.setattr("classifier.web.labeller.label_document", fails)
    broken = client.post("/api/articles", json={"text": TEXT})
    assert broken.status_code == 500
    assert "سري" not in broken.text
    monkeypatch.undo()
    assert client.post("/api/articles", json={"text": TEXT}).status_code == 200


# --- the description ------------------------------------------------------------------------


def described():
    return json.loads(description())


def test_the_description_tells_every_route_and_no_other():
    told = {
        (path, method.upper())
        for path, methods in described()["paths"].items()
        for method in methods
    }
    there = {
        (re.sub(r":\w+}", "}", route.path), method)
        for route in ROUTES
        for method in route.methods - {"HEAD"}
        if route.path.startswith(("/api", "/ml/", "/runs", "/health")) and route.path != "/ml/"
    }
    assert told == there


def test_every_reference_of_the_description_leads_somewhere():
    whole = described()
    targets = re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(whole))
    assert targets
    for target in targets:
        place = whole
        for step in target.split("/"):
            place = place[step]


def test_the_description_names_the_fields_of_a_line(client):
    line = client.post("/api/articles", json={"text": TEXT, "explain": True}).json()["statements"][
        0
    ]
    assert set(line) == set(described()["components"]["schemas"]["Line"]["properties"])
    assert client.get("/openapi.json").json() == described()
