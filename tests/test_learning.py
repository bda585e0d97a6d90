"""The learning curve: nobody is judged by a model that was taught on him."""

import json

import pytest

from training import evaluate, learning, lessons, numbers
from training.quotes import read_embedded


@pytest.fixture
def own() -> list:
    return list(read_embedded())[7:2000:35]


def test_there_is_a_point_for_no_own_labels_and_one_for_as_many_as_the_folds_allow(
    tiny_quotes, own
):
    found = learning.curve(tiny_quotes.quotes[::3], own, numbers.read(), sizes=(0, 10, 1000))
    assert found["n"] == len(own)
    for head in ("stance", "sentiment"):
        rows = found[head]["learning_curve"]
        assert [row[0] for row in rows][:2] == [0, 10]
        assert len(rows) == 3
        assert 10 < rows[2][0] < len(own)
        assert found[head]["macro_f1"] == rows[2][1]


def test_no_quote_is_taught_to_the_model_that_labels_it(tiny_quotes, own, monkeypatch):
    taught = []
    real = lessons.taught

    def watched(quotes):
        taught.append({quote.text for quote in quotes})
        return real(quotes)

    judged = []
    label = learning.label_texts
    monkeypatch.setattr(lessons, "taught", watched)
    monkeypatch.setattr(
        learning, "label_texts", lambda model, texts: judged.append({*texts}) or label(model, texts)
    )
    learning.curve(tiny_quotes.quotes[::3], own, numbers.read(), sizes=(0, 10))
    assert len(taught) == len(judged) == 1 + 2 * learning.FOLDS
    assert not any(known & seen for known, seen in zip(taught, judged, strict=True))


def test_the_door_writes_the_curve_and_draws_it(own, tmp_path, monkeypatch, capsys, tiny_quotes):
    monkeypatch.setattr("training.quotes.read_embedded", lambda: iter(tiny_quotes.quotes[::3]))
    path, out, page = tmp_path / "own.jsonl", tmp_path / "out.json", tmp_path / "out.html"
    rows = [
        {"id": f"o{n}", "text": f"{q.text} {n}", **q.labels, "quoted": n != 4}
        for n, q in enumerate(own)
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    arguments = ["--learning-curve", f"{path}:2", "--json", out, "--html", page, "--jobs", 1]
    assert evaluate.main([str(argument) for argument in arguments]) == 0
    told = capsys.readouterr()
    assert "1 rows with quoted: false are left out" in told.err
    assert "with 0 own labels: macro-F1 0." in told.out
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["quotes"]["n"] == found["data"]["n"] == len(own) - 1
    assert found["quotes"]["stance"]["learning_curve"][0][0] == 0
    assert "منحنى التعلم" in page.read_text(encoding="utf-8")


def test_the_curve_judges_its_file_alone(tmp_path, capsys):
    assert evaluate.main(["--learning-curve", "a.jsonl", "--quotes", "b.jsonl"]) == 2
    assert "leave --quotes, --articles out" in capsys.readouterr().err
