"""Reading and correcting over HTTP: articles on the desk, corrections, what to look at next."""

import json
import sqlite3

import pytest
from desk import TEXT, desk_in
from told_lines import HOSTILE

from classifier.web.pages import SAMPLES
from classifier.web.review_api import sample_names


@pytest.fixture
def client(tmp_path):
    with desk_in(tmp_path) as client:
        yield client


def posted(client, path, body):
    """A client that escapes all letters, as half a pair can only be sent."""
    headers = {"content-type": "application/json"}
    return client.post(path, content=json.dumps(body), headers=headers)


def laid(client, text=TEXT, **more):
    reply = posted(client, "/api/reviews", {"text": text, **more})
    assert reply.status_code == 201, reply.text
    return reply.json()


def correct(client, review, number, **changes):
    body = {"statement": number, "changes": changes}
    return posted(client, f"/api/reviews/{review['key']}/corrections", body)


def quotes(client):
    return [json.loads(each) for each in client.get("/api/corrections").text.splitlines()]


def statement(told, number):
    return next(each for each in told["statements"] if each["number"] == number)


def test_an_article_is_laid_down_and_found_again(client):
    review = laid(client, id="خبر")
    assert review["title"] == "محادثات جديدة في الميناء"
    assert review["text"] == TEXT
    assert len(review["statements"]) >= 3
    assert client.get(f"/api/reviews/{review['key']}").json() == review
    (row,) = client.get("/api/reviews").json()["reviews"]
    assert (row["key"], row["statements"], row["read"]) == (
        review["key"],
        len(review["statements"]),
        0,
    )


def test_the_same_article_is_not_laid_down_twice(client):
    assert laid(client)["key"] == laid(client)["key"]
    assert len(client.get("/api/reviews").json()["reviews"]) == 1


@pytest.mark.parametrize("name", sample_names())
def test_every_sample_can_be_read(client, name):
    review = client.post("/api/reviews", json={"sample": name}).json()
    assert review["statements"] and review["title"]


def test_the_samples_of_the_page_are_there(client):
    assert set(SAMPLES) <= set(sample_names())
    assert client.post("/api/reviews", json={"sample": "../months.tsv"}).status_code == 404


def test_a_label_is_corrected_confirmed_and_exported(client):
    review = laid(client)
    first = review["statements"][0]
    other = "opposed" if first["stance"] != "opposed" else "neutral"
    told = correct(client, review, 0, stance=other).json()
    assert statement(told, 0)["stance"] == other
    assert statement(told, 0)["decided"] == ["stance"]
    assert statement(told, 0)["guessed"]["stance"] == first["stance"]
    correct(client, review, 0, sentiment=first["sentiment"])
    (quote,) = quotes(client)
    assert (quote["stance"], quote["sentiment"]) == (other, first["sentiment"])
    assert quote["text"] == TEXT[first["start"] : first["end"]]
    assert quote["predicted_stance"] == first["stance"]
    assert client.get("/api/corrections?download").headers["content-disposition"] == (
        "attachment; filename=corrections.jsonl"
    )


def test_the_export_is_what_training_reads(client, tmp_path):
    from training import quotes as training_quotes

    review = laid(client)
    for each in review["statements"]:
        correct(client, review, each["number"], stance=each["stance"], sentiment="neutral")
    path = tmp_path / "corrections.jsonl"
    path.write_text(client.get("/api/corrections").text, encoding="utf-8")
    read = training_quotes.read(path)
    assert [each.text for each in read] == [
        TEXT[each["start"] : each["end"]] for each in review["statements"]
    ]
    assert {each.origin for each in read} == {"review"}


def test_a_speaker_is_corrected(client):
    review = laid(client)
    told = correct(client, review, 0, speaker="  هدى\n الحربي ", role="", party="الوزارة").json()
    first = statement(told, 0)
    assert (first["speaker"], first["role"], first["party"]) == ("هدى الحربي", "", "الوزارة")
    assert quotes(client) == []


def test_a_border_is_corrected_and_the_stretch_is_read_again(client):
    review = laid(client)
    first = review["statements"][0]
    end = first["end"] - 20
    told = correct(client, review, 0, start=first["start"] - 1, end=end).json()
    now = statement(told, 0)
    assert (now["start"], now["end"]) == (first["start"], len(TEXT[:end].rstrip()))
    assert now["start"] <= now["content_start"] < now["content_end"] <= now["end"]
    assert now["stance_probabilities"] != first["stance_probabilities"]
    correct(client, review, 0, stance="neutral")
    assert quotes(client)[0]["text"] == TEXT[now["start"] : now["end"]]


def test_a_statement_that_was_missed_is_added_and_undone(client):
    review = laid(client)
    start = TEXT.index("محادثات")
    path = f"/api/reviews/{review['key']}"
    told = client.post(f"{path}/statements", json={"start": start, "end": start + 14}).json()
    number = told["number"]
    assert statement(told, number)["stance"]
    assert len(told["statements"]) == len(review["statements"]) + 1
    undone = client.post(f"{path}/undo", json={}).json()
    assert undone["number"] == number
    assert len(undone["statements"]) == len(review["statements"])


def test_what_is_no_statement_is_kept_apart_and_can_come_back(client):
    review = laid(client)
    correct(client, review, 1, stance="opposed")
    assert statement(correct(client, review, 1, gone=True).json(), 1)["gone"]
    assert quotes(client) == []
    assert not statement(correct(client, review, 1, gone=False).json(), 1)["gone"]
    assert len(quotes(client)) == 1


def test_undo_goes_back_step_by_step(client):
    review = laid(client)
    correct(client, review, 0, stance="neutral")
    correct(client, review, 1, stance="opposed")
    path = f"/api/reviews/{review['key']}/undo"
    numbers = [client.post(path, json={}).json()["number"] for _ in range(3)]
    assert numbers == [1, 0, None]
    assert client.get(f"/api/reviews/{review['key']}").json() == review


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"stance": "hawk"},
        {"stance": 3},
        {"sentiment": ""},
        {"color": "red"},
        {"speaker": 7},
        {"speaker": "ا" * 400},
        {"gone": 1},
        {"start": 0},
        {"start": 5, "end": 4},
        {"start": 0, "end": 10**7},
        {"start": True, "end": 9},
    ],
)
def test_a_change_that_makes_no_sense_is_refused(client, changes):
    review = laid(client)
    assert correct(client, review, 0, **changes).status_code == 422
    assert client.get(f"/api/reviews/{review['key']}").json() == review


def test_what_is_not_there_is_told(client):
    review = laid(client)
    assert correct(client, review, 99, stance="neutral").status_code == 404
    assert correct(client, {"key": "none"}, 0, stance="neutral").status_code == 404
    assert client.get("/api/reviews/none").status_code == 404
    assert client.post("/api/reviews/none/undo", json={}).status_code == 404
    assert client.delete("/api/reviews/none").status_code == 404


def test_what_could_not_be_kept_is_told(client, monkeypatch):
    review = laid(client)
    store = client.app.state.desk.store

    def full(*_):
        why = "database or disk is full"
        raise sqlite3.OperationalError(why)

    monkeypatch.setattr(store, "correct", full)
    refused = correct(client, review, 0, stance="neutral")
    assert (refused.status_code, refused.json()["error"]["code"]) == (507, "not_kept")
    monkeypatch.undo()
    assert client.get(f"/api/reviews/{review['key']}").json() == review


def test_forgetting_an_article_takes_its_corrections_along(client):
    review = laid(client)
    correct(client, review, 0, stance="neutral")
    assert client.delete(f"/api/reviews/{review['key']}").status_code == 204
    assert quotes(client) == [] and client.get("/api/reviews").json()["reviews"] == []


def test_the_queue_leaves_out_what_was_judged(client):
    review = laid(client)
    queue = client.get("/api/queue?n=50").json()["queue"]
    assert {each["number"] for each in queue} == {each["number"] for each in review["statements"]}
    correct(client, review, queue[0]["number"], stance="neutral")
    again = client.get("/api/queue?n=50").json()["queue"]
    assert len(again) == len(queue) - 1
    assert len(client.get("/api/queue?n=1").json()["queue"]) == 1
    for odd in ("x", "-1", "9" * 5000):
        assert client.get(f"/api/queue?n={odd}").status_code == 200


def test_a_file_is_read_in_its_encoding(client):
    reply = client.post("/api/reviews/file?name=خبر.txt", content=TEXT.encode("cp1256"))
    review = reply.json()
    assert reply.status_code == 201
    assert (review["id"], review["laid"]) == ("خبر", 1)
    assert review["notices"] == ["read as Windows-1256"]
    assert review["text"] == TEXT


def test_a_web_page_is_read_and_its_text_is_shown(client):
    body = "".join(f"<p>{each}</p>" for each in TEXT.splitlines()[2:])
    page = f"<html><head><title>خبر</title></head><body><article>{body}</article></body></html>"
    review = client.post("/api/reviews/file?name=p.html", content=page.encode()).json()
    assert len(review["statements"]) >= 3


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.exe", b"x"), ("", b"x"), ("a.txt", b""), ("a.txt", b"\xff\xd8\xff\xe0" * 40)],
)
def test_a_file_that_cannot_be_used_is_refused(client, name, content):
    reply = client.post(f"/api/reviews/file?name={name}", content=content)
    assert reply.status_code == 422
    assert "/tmp" not in reply.text


def test_line_ends_and_odd_letters_keep_their_places(client):
    text = TEXT.replace("\n", "\r\n").replace("الحربي", "الحر\u202eبي") + "\x00"
    review = laid(client, text)
    assert len(review["text"]) == len(text)
    assert "\u202e" not in review["text"] and "\r" not in review["text"]
    correct(client, review, 0, stance="neutral")
    first = review["statements"][0]
    assert quotes(client)[0]["text"] == text[first["start"] : first["end"]]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_come_back_as_words(client, words):
    review = laid(client, TEXT, title=words, outlet=words, id=words)
    told = correct(client, review, 0, speaker=words, stance="neutral")
    assert told.status_code == 200
    assert client.get("/api/queue").status_code == 200
    (quote,) = quotes(client)
    assert quote["stance"] == "neutral"
    for letter in "\u202e\u2066\x1b\x07":
        assert letter not in told.json()["statements"][0]["speaker"]
