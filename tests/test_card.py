"""The model card tells what was measured, and that nothing was where nothing was."""

import json

import pytest
from told_lines import HOSTILE

from classifier.model_file import load_model
from training import card, floors, train
from training.quotes import Collection, Quote

GROUP = {"n": 40, "accuracy": 0.5, "low": 0.34, "high": 0.66, "elsewhere": 0.8}


def summary(collection, **groups):
    """An evaluation as `verdicts.cross_validate` gives it, as far as it is told."""
    figures = {"n": 300, "macro_f1": 0.712, "accuracy": 0.74, "ci95": [0.66, 0.75], "ece": 0.041}
    by = {"outlet": {name: GROUP | {"verdict": verdict} for name, verdict in groups.items()}}
    few = {"outlet": {"groups": 3, "n": 9, "unknown": 0}}
    return {
        "quotes": {"n": 300, "stance": figures | {"by": by, "few": few}},
        "data": {"digest": collection.digest, "n": 300},
    }


def rendered(model, collection, path):
    return card.render(
        model, "d" * 64, collection, floors.measured(path, collection.digest), "a.model"
    )


def test_figures_and_biases_are_those_that_were_pinned(tiny_model, tiny_quotes, tmp_path):
    path = tmp_path / "floors.json"
    floors.pin(summary(tiny_quotes, a="worse", b="even", c="few"), path, "cross-validation")
    text = rendered(tiny_model, tiny_quotes, path)
    assert "| cross-validation | stance | 300 | 0.712 (0.660 to 0.750) | 0.740 | 0.041 |" in text
    assert "outlet a (0.500, 95 %: 0.340 to 0.660, of 40; elsewhere 0.800)." in text
    assert "4 groups were too small to judge" in text
    floors.pin(summary(tiny_quotes, b="even"), path, "cross-validation")
    assert "none of 1 groups is significantly worse" in rendered(tiny_model, tiny_quotes, path)


def test_what_nobody_measured_on_these_quotes_is_said_to_be_so(tiny_model, tiny_quotes, tmp_path):
    others = Collection((Quote("قال", {"stance": "neutral"}),), ())
    floors.pin(summary(others, a="worse"), tmp_path / "floors.json", "cross-validation")
    text = rendered(tiny_model, tiny_quotes, tmp_path / "floors.json")
    assert text.count("Not measured on these quotes") == 2
    assert "0.712" not in text


def test_a_model_judged_on_other_texts_is_known_by_what_taught_it(
    tiny_model, tiny_quotes, tmp_path
):
    others = Collection((Quote("قال", {"stance": "neutral"}),), ())
    judged = summary(others) | {"model": {"data": {"digest": tiny_quotes.digest}}}
    floors.pin(judged, tmp_path / "floors.json", "news.jsonl")
    text = rendered(tiny_model, tiny_quotes, tmp_path / "floors.json")
    assert "| news.jsonl | stance | 300 |" in text
    assert "Figures on newspapers flatter it" in text


def test_it_says_what_the_embedded_quotes_are_where_they_taught(tiny_model, tiny_quotes, tmp_path):
    text = rendered(tiny_model, tiny_quotes, tmp_path / "none.json")
    assert "Licence: GPL-3.0-or-later, for what the embedded quotes taught.\n\n## What" in text
    assert "The quotes that come with the project are invented" in text
    assert "None of the quotes" not in text
    assert text.endswith(".\n")
    assert not text.endswith("\n\n")


def test_it_names_data_labels_versions_use_and_misuse(tiny_model, tiny_quotes, tmp_path):
    text = rendered(tiny_model, tiny_quotes, tmp_path / "none.json")
    assert f"{len(tiny_quotes.quotes)} labelled quotes, digest `{tiny_quotes.digest}`" in text
    for head in tiny_model.heads:
        assert all(label in text for label in head.labels)
    for name in ("tafawud", "numpy", "scikit-learn", "scipy"):
        assert f"{name} {tiny_model.card['versions'][name]}" in text
    for heading in ("What it is for, and what not", "Biases seen", "Limits", "To make it again"):
        assert f"\n## {heading}\n" in text


def test_hostile_names_are_inert(tiny_model, tiny_quotes, tmp_path):
    path = tmp_path / "floors.json"
    told = [text.encode("utf-8", "replace").decode() for text in HOSTILE]
    floors.pin(summary(tiny_quotes, **dict.fromkeys(told, "worse")), path, "<b>x</b>")
    text = rendered(tiny_model, tiny_quotes, path)
    assert not {"\x1b", "\u202e", "\x00"} & set(text)
    assert "<script" not in text
    assert "<img" not in text
    assert "](javascript:" not in text.replace("\\]", "")


def test_training_writes_it_beside_the_model(tmp_path, capsys):
    rows = [
        {"text": f"{text} {n}", "stance": stance}
        for n in range(5)
        for text, stance in (("نؤيد الحوار", "مع"), ("نرفض الحوار", "ضد"))
    ]
    own, out = tmp_path / "own.jsonl", tmp_path / "own.model"
    own.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    told = ["--no-embedded", "--quotes", str(own), "--output", str(out), "--jobs", "1"]
    assert train.main(told) == 0
    text = (tmp_path / "own.model.card.md").read_text(encoding="utf-8")
    assert load_model(out).digest in text
    assert "stance: مع 5, ضد 5." in text
    assert "Not measured on these quotes" in text
    assert "None of the quotes that come with the project taught it" in text
    assert "embedded quotes" not in text
    assert "GPL" not in text
    assert str(out) in capsys.readouterr().out


@pytest.mark.parametrize("broken", [[{"about": "x", "data": "d", "floors": {}}], []])
def test_floors_of_before_there_were_measurements_are_read(tmp_path, broken):
    (tmp_path / "floors.json").write_text(json.dumps(broken), encoding="utf-8")
    assert floors.measured(tmp_path / "floors.json", "d") == []
