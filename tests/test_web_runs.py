"""Many files at once: brought one by one, labelled together, reported."""

import csv
import io
import json
import time

import pytest
from desk import TEXT, desk_in

from classifier.articles import read_documents
from classifier.records import Document
from classifier.web import runs
from classifier.web.pages import words_of
from classifier.work import NO_STATEMENTS


@pytest.fixture
def client(tmp_path):
    with desk_in(tmp_path) as client:
        yield client


def brought(client, files):
    run = client.post("/api/runs").json()["run"]
    for name, content in files:
        reply = client.post(f"/api/runs/{run}/files", params={"name": name}, content=content)
        assert reply.status_code == 201, reply.text
    return run


def finished(client, run):
    assert client.post(f"/api/runs/{run}/start").status_code == 202
    deadline = time.monotonic() + 60
    while (told := client.get(f"/api/runs/{run}").json())["state"] == "running":
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return told


def rows(number):
    return "".join(
        json.dumps({"id": f"خبر-{n}", "text": TEXT, "outlet": "الأفق"}, ensure_ascii=False) + "\n"
        for n in range(number)
    ).encode()


def test_files_of_several_kinds_become_one_report(client):
    old = TEXT.replace("محادثات", "مشاورات").encode("cp1256")
    run = brought(client, [("أخبار.jsonl", rows(5)), ("خبر.txt", TEXT.encode()), ("قديم.txt", old)])
    told = finished(client, run)
    assert (told["state"], told["documents"], told["refused"]) == ("done", 7, 0)
    assert told["statements"] >= 21
    assert ["read as Windows-1256", 1] in told["notices"]
    for lang, direction in (("ar", "rtl"), ("en", "ltr")):
        page = client.get(f"/runs/{run}/report?lang={lang}")
        assert f'dir="{direction}"' in page.text
        assert "منير الدوسري" in page.text
        policy = page.headers["content-security-policy"]
        assert "sandbox allow-scripts" in policy and "'unsafe-eval'" not in policy


def test_the_lines_can_be_had_in_every_form(client):
    run = brought(client, [("a.jsonl", rows(2))])
    told = finished(client, run)
    lines = client.get(f"/runs/{run}/statements.jsonl").text.splitlines()
    assert len(lines) == told["statements"]
    assert json.loads(lines[0])["source"] == "a.jsonl:1"
    sheet = client.get(f"/runs/{run}/statements.csv").content.decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(sheet, newline="")))) == told["statements"]
    assert client.get(f"/runs/{run}/statements.parquet").content.startswith(b"PAR1")
    assert client.get(f"/runs/{run}/statements.exe").status_code == 404


def test_what_cannot_be_used_is_named_without_our_folders(client):
    run = brought(client, [("a.jsonl", rows(2) + b"{]\n"), ("empty.txt", b"")])
    told = finished(client, run)
    assert (told["state"], told["documents"], told["refused"]) == ("done", 2, 2)
    assert {(each["source"], each["line"]) for each in told["refusals"]} == {
        ("a.jsonl", 3),
        ("empty.txt", 0),
    }
    assert "tafawud-runs" not in json.dumps(told)


def test_nothing_usable_is_told(client):
    told = finished(client, brought(client, [("empty.txt", b"")]))
    assert told["state"] == "failed"
    assert told["message"] and "tafawud-runs" not in told["message"]


def test_names_of_files_lead_nowhere(client, tmp_path):
    names = ["../../x.txt", "/etc/passwd.txt", "..\\..\\y.txt", ".txt", "a\x00b.txt", "x.txt"]
    run = brought(client, [(name, TEXT.encode()) for name in names])
    home = client.app.state.desk.runs[run].folder
    inside = sorted(path.name for path in (home / "files").iterdir())
    assert len(inside) == len(names)
    assert all(path.is_file() for path in (home / "files").iterdir())
    assert finished(client, run)["documents"] == len(names)


def test_an_unknown_kind_is_refused_at_once(client):
    run = client.post("/api/runs").json()["run"]
    refused = client.post(f"/api/runs/{run}/files?name=a.pdf", content=b"x")
    assert refused.json()["error"]["code"] == "unknown_kind"
    assert client.post(f"/api/runs/{run}/start").status_code == 409


def test_a_file_over_the_limit_is_refused_and_gone(client, monkeypatch):
    monkeypatch.setattr(runs, "MAX_RUN", 1000)
    run = client.post("/api/runs").json()["run"]
    refused = client.post(f"/api/runs/{run}/files?name=a.txt", content=b"x" * 2000)
    assert refused.status_code == 413
    assert not list((client.app.state.desk.runs[run].folder / "files").iterdir())


def test_a_run_begins_once_and_can_be_taken_away(client):
    run = brought(client, [("a.txt", TEXT.encode())])
    finished(client, run)
    assert client.post(f"/api/runs/{run}/start").status_code == 409
    assert client.post(f"/api/runs/{run}/files?name=b.txt", content=b"x").status_code == 409
    assert client.delete(f"/api/runs/{run}").status_code == 204
    assert client.get(f"/api/runs/{run}").status_code == 404
    assert client.get(f"/runs/{run}/report").status_code == 404


def test_old_runs_make_room(client):
    first = client.post("/api/runs").json()["run"]
    for _ in range(runs.MOST_RUNS):
        client.post("/api/runs")
    assert client.get(f"/api/runs/{first}").status_code == 404


def test_a_run_is_not_reported_before_it_is_done(client):
    run = brought(client, [("a.txt", TEXT.encode())])
    assert client.get(f"/runs/{run}/report").json()["error"]["code"] == "not_done"


def test_the_least_sure_articles_are_laid_on_the_desk(client):
    run = brought(client, [("a.jsonl", rows(3)), ("b.txt", TEXT.encode())])
    told = finished(client, run)
    assert client.post(f"/api/runs/{run}/review").json() == {"laid": 4}
    reviews = client.get("/api/reviews").json()["reviews"]
    assert sum(each["statements"] for each in reviews) == told["statements"]
    assert client.get("/api/queue").json()["queue"]
    review = client.get(f"/api/reviews/{reviews[0]['key']}").json()
    assert review["text"] == TEXT


def test_all_files_are_gone_when_the_program_ends(tmp_path):
    with desk_in(tmp_path) as client:
        run = brought(client, [("a.txt", TEXT.encode())])
        home = client.app.state.desk.runs[run].folder
        assert home.exists()
    assert not home.exists()


def test_what_the_page_translates_is_what_readers_say(tmp_path):
    """Each English line of the table is a message of the program, to the letter."""
    long = "قال المتحدث إن اللقاء تأجل. " * 9
    inputs = {
        "latin.txt": b"Nothing was said today, and nothing will be. " * 9,
        "date.jsonl": json.dumps({"text": TEXT, "date": "أمس"}).encode(),
        "tags.jsonl": json.dumps({"text": f"<p>{TEXT}</p>"}).encode(),
        "empty.jsonl": b'{"text": " "}',
        "windows.txt": long.encode("cp1256"),
        "iso.txt": long.replace("،", "").encode("iso8859_6"),
        "wide.txt": long.encode("utf-16"),
        "page.html": b"<html><body></body></html>",
    }
    said = {NO_STATEMENTS}
    for name, data in inputs.items():
        (tmp_path / name).write_bytes(data)
        for record in read_documents([tmp_path / name]):
            said |= {*record.notices} if isinstance(record, Document) else {record.reason}
    english = {text for key, text in words_of("en").table.items() if "page.told." in key}
    assert said == english
