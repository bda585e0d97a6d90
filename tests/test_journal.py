"""What commands tell: people get one harmless line, the log gets numbers and no text."""

import importlib
import json
import os
from pathlib import Path

import pytest
from desk import HERE, TEXT, setting_in
from runs import QUOTES, articles_in
from starlette.testclient import TestClient

from classifier import doctor, journal, predict, report, serve
from classifier.labels import teach
from classifier.model_file import save_model
from classifier.web.access import Accessed
from classifier.web.app import make_app
from training import evaluate, review, train

#: A word of the text, a speaker's name, an id, a title: none may be found in a log.
CANARIES = ("كناريا", "طائر", "canary-id", "زقزقة")
#: What moves a terminal, or shows it in another order than it is.
HOSTILE = "\x1b[2J\x9b31m\u202e\u2066x\x07"
HIDDEN = {"\x1b", "\x9b", "\x07", "\u202e", "\u2066"}


def lines(log: Path) -> list[dict]:
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def written(path: Path, *rows: dict) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def quotes_of(folder: Path, **more: str) -> Path:
    labels = ({"stance": stance, "sentiment": tone} for _, stance, tone in QUOTES)
    texts = [f"{text} {CANARIES[0]}" for text, *_ in QUOTES]
    rows = [
        {"text": text, "speaker": CANARIES[1], "id": f"{CANARIES[2]}{n}", **own, **more}
        for n, (text, own) in enumerate(zip(texts, labels, strict=True))
    ]
    return written(folder / "quotes.jsonl", *rows)


def test_no_log_holds_a_text_a_name_or_an_id(model, tmp_path):
    word, name, key, title = CANARIES
    said = f"قال الوزير {name} الحربي إن حكومته ترحب بالحوار {word}."
    page = written(
        tmp_path / "page.jsonl",
        {"id": key, "title": title, "text": said, "outlet": name},
        {"id": f"{key}-2", "title": title, "text": ""},
        {"id": key, "title": title, "text": said},
    )
    quotes, log, scored = quotes_of(tmp_path), tmp_path / "log.jsonl", tmp_path / "scored.jsonl"
    told = ["--log", log, "--verbose"]
    (tmp_path / key).mkdir()
    for ending in ("txt", "html"):
        (tmp_path / key / f"{title} {key}.{ending}").write_text("", encoding="utf-8")
    codes = [
        _run(predict, tmp_path / key, page, "--keep-going", "--model", model, *told),
        _run(predict, page, "--keep-going", "--output", scored, "--model", model, *told),
        _run(predict, page, "--model", model, *told),
        _run(report, scored, "--articles", page, "--output", tmp_path / "r.html", *told),
        _run(report, quotes, *told),
        _run(review, "next", scored, "--output", tmp_path / "next.json", *told),
        _run(train, "--no-embedded", "--quotes", quotes, "--output", tmp_path / "own.model", *told),
        _run(evaluate, "--quotes", quotes, "--model", model, *told),
        _run(evaluate, "--quotes", page, "--model", model, *told),
    ]
    assert codes == [1, 1, 2, 1, 0, 0, 0, 0, 2]
    found = lines(log)
    commands = {
        *("classifier.predict", "classifier.report"),
        *("training.review", "training.train", "training.evaluate"),
    }
    assert {line["command"] for line in found} == commands
    assert [line["exit"] for line in found if line["event"] == "ended"] == codes
    aside = [(line["file"], line["line"]) for line in found if line["event"] == "set aside"]
    assert {("page.jsonl", 2), ("page.jsonl", 3), ("*.txt", 0), ("*.html", 0)} <= {*aside}
    text = log.read_text(encoding="utf-8")
    unescaped = text.encode().decode("unicode_escape")
    assert [one for one in CANARIES if one in text or one in unescaped] == []


def test_requests_to_the_page_are_logged_without_what_they_hold(tmp_path):
    log = tmp_path / "log.jsonl"
    app = Accessed(make_app(setting_in(tmp_path)))
    with journal._logged("classifier.serve", str(log)), TestClient(app, base_url=HERE) as client:
        body = {"text": f"{TEXT} {CANARIES[0]}", "id": CANARIES[2], "title": CANARIES[3]}
        assert client.post("/api/articles", json=body).status_code == 200
        assert client.get(f"/api/reviews/{CANARIES[2]}?q={CANARIES[1]}").status_code == 404
        assert client.get(f"/{CANARIES[2]}/x").status_code == 404
    asked = [(line["method"], line["route"], line["status"]) for line in lines(log)]
    assert asked == [
        ("POST", "/api/articles", 200),
        ("GET", "/api/reviews", 404),
        ("GET", "other", 404),
    ]
    assert not [one for one in CANARIES if one in log.read_text().encode().decode("unicode_escape")]


def _run(door, *arguments: object) -> int:
    return door.main([str(argument) for argument in arguments])


def test_quiet_tells_errors_only_and_verbose_each_step(model, tmp_path, capsys):
    page = written(tmp_path / "p.jsonl", {"id": "a", "text": ""}, {"id": "b", "text": TEXT})
    common = [page, "--model", model, "--keep-going", "--output"]
    assert _run(predict, *common, tmp_path / "a.jsonl", "--quiet") == 1
    assert capsys.readouterr().err == ""
    assert _run(predict, *common, tmp_path / "b.jsonl") == 1
    plain = capsys.readouterr().err.splitlines()
    assert plain == [
        f"classifier.predict: {page}:1: text is empty",
        "classifier.predict: 1 of 2 inputs set aside",
    ]
    assert _run(predict, *common, tmp_path / "c.jsonl", "--verbose") == 1
    loud = capsys.readouterr().err.splitlines()
    assert set(plain) < set(loud)
    assert any(line.endswith(f" s: reading the model {model}") for line in loud)
    assert _run(predict, tmp_path / "none", "--model", model, "--quiet") == 2
    assert capsys.readouterr().err.startswith("classifier.predict: ")


def test_quiet_does_not_hush_what_is_dangerous(model, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("uvicorn.Server.run", lambda *_, **__: None)
    store = ["--store", tmp_path / "c.db", "--model", model]
    assert _run(serve, "--port", "0", "--host", "0.0.0.0", "--quiet", *store) == 0
    told = capsys.readouterr().err
    assert "without a password" in told
    assert "until --allow-host names the address" in told
    named = ["--host", "0.0.0.0", "--allow-host", "192.0.2.7"]
    assert _run(serve, "--port", "0", *named, "--quiet", *store) == 0
    told = capsys.readouterr().err
    assert "without a password" in told
    assert "--allow-host" not in told


@pytest.mark.parametrize(
    "door", ["predict", "report", "serve", "train", "evaluate", "review next", "review import"]
)
def test_every_long_running_door_has_the_three_options(door, capsys):
    name, *command = door.split()
    package = "classifier" if name in ("predict", "report", "serve") else "training"
    with pytest.raises(SystemExit):
        importlib.import_module(f"{package}.{name}").main([*command, "--help"])
    told = capsys.readouterr().out
    assert all(option in told for option in ("--quiet", "--verbose", "--log FILE"))


def test_a_log_that_cannot_be_opened_is_told_before_the_work(model, tmp_path, capsys):
    articles = articles_in(tmp_path / "a.jsonl", 2)
    missing = tmp_path / "none" / "log.jsonl"
    assert _run(predict, articles, "--model", model, "--log", missing) == 74
    assert "the log could not be opened" in capsys.readouterr().err
    before = articles.read_bytes()
    assert _run(predict, articles, "--model", model, "--log", articles) == 2
    assert "is no log of ours" in capsys.readouterr().err
    assert articles.read_bytes() == before
    both = tmp_path / "out.jsonl"
    assert _run(predict, articles, "--model", model, "--log", both, "--output", both) == 2
    assert "by --output and by --log" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_full_disk_under_the_log_is_told_once_and_the_work_goes_on(model, tmp_path, capsys):
    articles, out = articles_in(tmp_path / "a.jsonl", 2), tmp_path / "out.jsonl"
    assert _run(predict, articles, "--model", model, "--log", "/dev/full", "--output", out) == 0
    assert out.is_file()
    assert capsys.readouterr().err.count("the log could not be written") == 1


def test_a_log_is_gone_on_with(model, tmp_path):
    articles, log = articles_in(tmp_path / "a.jsonl", 1), tmp_path / "log.jsonl"
    for number in (1, 2):
        out = tmp_path / f"{number}.jsonl"
        assert _run(predict, articles, "--model", model, "--log", log, "--output", out) == 0
    events = [line["event"] for line in lines(log)]
    assert events == ["began", "model", "labelled", "ended"] * 2


# --- what strangers named -------------------------------------------------------------------


def hostile_model(folder: Path) -> Path:
    """A model whose labels are hostile."""
    texts, stances, tones = (list(column) for column in zip(*QUOTES, strict=True))
    path = folder / f"{HOSTILE}.model"
    stances = [f"{stance}{HOSTILE}" for stance in stances]
    save_model(teach(texts * 2, {"stance": stances * 2, "sentiment": tones * 2}), path)
    return path


def _predict(folder, model):
    rows = [{"id": f"a{HOSTILE}", "text": TEXT}, {"id": f"a{HOSTILE}", "text": TEXT}, {"id": "b"}]
    page = written(folder / f"page{HOSTILE}.jsonl", *rows)
    yield predict, page, "--model", model, "--keep-going", "--output", folder / "o.jsonl"
    yield predict, page, "--model", model, "--keep-going", "--table"
    yield predict, page, "--model", model
    yield predict, "--statements", page, "--model", model
    yield predict, folder / HOSTILE, "--model", model
    yield predict, page, "--model", model, "--output", folder / f"x{HOSTILE}" / "o.jsonl"
    yield predict, page, "--model", folder / f"{HOSTILE}none.model"


def _report(folder, model):
    row = {"article_id": HOSTILE, "text": HOSTILE, "party": HOSTILE, "speaker": HOSTILE}
    row |= {"stance": f"opposed{HOSTILE}", "start": 0, "end": 3, "date": HOSTILE}
    scored = written(folder / f"scored{HOSTILE}.jsonl", row)
    page = written(folder / f"p{HOSTILE}.jsonl", {"id": HOSTILE, "text": ""})
    yield report, scored
    yield report, folder / HOSTILE
    yield report, scored, "--articles", page, "--output", folder / "r.html"
    yield report, written(folder / f"{HOSTILE}.jsonl", {"text": HOSTILE})
    yield report, scored, "--output", folder / f"{HOSTILE}.odd"
    yield report, scored, "--evaluation", page


def _serve(folder, model):
    yield serve, "--port", "0", "--model", folder / f"{HOSTILE}.model.none"
    blocked = folder / f"{HOSTILE}.db"
    blocked.mkdir()
    yield serve, "--port", "0", "--model", model, "--store", blocked


def _train(folder, model):
    own = quotes_of(folder)
    named = own.rename(folder / f"quotes{HOSTILE}.jsonl")
    own_model = folder / f"own{HOSTILE}.model"
    yield train, "--no-embedded", "--quotes", named, "--output", own_model
    twice = written(folder / f"{HOSTILE}.jsonl", {"text": HOSTILE, "stance": HOSTILE})
    yield train, "--no-embedded", "--quotes", twice, "--output", own_model
    yield train, "--quotes", twice, "--output", own_model
    yield train, "--quotes", folder / f"{HOSTILE}.csv", "--output", own_model


def _evaluate(folder, model):
    own = quotes_of(folder, sample=HOSTILE, outlet=HOSTILE, topic=HOSTILE)
    named = own.rename(folder / f"quotes{HOSTILE}.jsonl")
    yield evaluate, "--quotes", named, "--model", model
    odd = written(folder / f"{HOSTILE}.jsonl", {"text": "قال", "stance": HOSTILE})
    yield evaluate, "--quotes", odd, "--model", model
    yield evaluate, "--articles", odd, "--model", model
    yield evaluate, "--quotes", named, "--model", model, "--floors", odd
    labels = [{"text": text, "stance": f"{stance}{HOSTILE}"} for text, stance, _ in QUOTES]
    own = written(folder / "own.jsonl", *labels)
    yield evaluate, "--quotes", own, "--model", hostile_model(folder)


def _review(folder, model):
    rows = [{"id": HOSTILE, "text": ""}, {"id": HOSTILE, "text": TEXT}]
    page = written(folder / f"page{HOSTILE}.jsonl", *rows)
    yield review, "next", page, "--model", model, "--output", folder / "n.json"
    more = ("--keep-going", "--overwrite", "--output", folder / "n.json")
    yield review, "next", page, "--model", model, *more
    yield review, "import", folder / "n.json", "--output", folder / "i.jsonl"
    yield review, "export", page, "--output", folder / f"{HOSTILE}.json", "--keep-going"
    yield review, "agreement", page


def _doctor(folder, model):
    yield doctor, "--model", hostile_model(folder)
    yield doctor, "--model", folder / f"{HOSTILE}.none"


DOORS = [_predict, _report, _serve, _train, _evaluate, _review, _doctor]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__.strip("_"))
def test_no_door_passes_on_what_moves_a_terminal(door, model, tmp_path, capfd):
    """Hostile ids, labels, names of files and outlets: shown, and without effect."""
    shown = False
    for called, *arguments in door(tmp_path, model):
        code = _run(called, *arguments)
        told = capfd.readouterr()
        if called is not predict or code:  # the lines themselves are JSON, where it is escaped
            assert not HIDDEN & set(told.out), (arguments, told.out)
        assert not HIDDEN & set(told.err), (arguments, told.err)
        assert "Traceback" not in told.err
        shown = shown or "␦" in told.out + told.err
    assert shown, "nothing hostile was shown: the test tries nothing"


def test_an_interruption_is_told_and_logged(tmp_path, capsys):
    def interrupted(_):
        raise KeyboardInterrupt

    arguments = predict.parser().parse_args(["x", "--log", os.fspath(tmp_path / "log.jsonl")])
    assert journal.run("classifier.predict", arguments, interrupted, "interrupted") == 130
    assert capsys.readouterr().err == "classifier.predict: interrupted\n"
    assert lines(tmp_path / "log.jsonl")[-1]["how"] == "interrupted"


def test_a_crash_is_logged_before_it_is_raised(tmp_path):
    def broken(_):
        raise ZeroDivisionError

    arguments = predict.parser().parse_args(["x", "--log", os.fspath(tmp_path / "log.jsonl")])
    with pytest.raises(ZeroDivisionError):
        journal.run("classifier.predict", arguments, broken, "interrupted")
    assert lines(tmp_path / "log.jsonl")[-1]["how"] == "crashed"
