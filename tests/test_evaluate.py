"""The evaluating door: figures, floors, numbers from real news, and what it refuses."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from classifier.model_file import save_model
from training import (
    calibration,
    chain,
    evaluate,
    floors,
    lessons,
    numbers,
    tables,
    train,
    verdicts,
)
from training.quotes import read_embedded


@pytest.fixture
def model(tiny_model, tmp_path) -> Path:
    path = tmp_path / "tiny.model"
    save_model(tiny_model, path)
    return path


@pytest.fixture
def judged(tmp_path) -> Path:
    """Quotes that the tiny model was not taught, written as a user's file of real statements."""
    path = tmp_path / "judged.jsonl"
    rows = [
        {
            "id": f"r{n}",
            "text": f"{q.text} ({n})",
            **q.labels,
            "sample": "ab"[n % 2],
            "quoted": n != 3,
        }
        for n, q in enumerate(list(read_embedded())[5:2000:30])
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def run(*arguments: object) -> int:
    return evaluate.main([str(argument) for argument in arguments])


def test_the_json_has_the_promised_keys(model, judged, tmp_path):
    assert run("--quotes", judged, "--model", model, "--json", tmp_path / "out.json") == 0
    found = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert {"quotes", "articles", "baselines", "model"} <= set(found)
    for head in ("stance", "sentiment"):
        assert {"macro_f1", "accuracy", "f1", "ci95", "ece"} <= set(found["quotes"][head])
        assert set(found["baselines"]) == {"majority", "keywords"}
        errors = found["quotes"][head]["errors"]
        assert errors == sorted(errors, key=lambda row: -row["confidence"])
        assert {"length", "form", "register"} <= set(found["quotes"][head]["by"])
        shares = found["quotes"][head]["by"]["register"]["a"]
        assert shares["low"] < shares["accuracy"] < shares["high"]
        assert shares["verdict"] in ("even", "worse")
    assert set(found["quotes"]["samples"]) == {"a", "b"}
    assert "errors" not in found["quotes"]["samples"]["a"]["stance"]


def test_narration_is_left_out_and_twins_of_the_embedded_quotes_are_told(model, judged, capsys):
    assert run("--quotes", judged, "--model", model) == 0
    told = capsys.readouterr()
    assert "1 rows with quoted: false are left out" in told.err
    assert told.err.count("nearly the same text as training/data/quotes.jsonl:") == 5
    assert re.search(r"and \d+ more such texts", told.err)
    assert "by heart" not in told.err
    assert "the surer half" in told.out


def test_who_judges_a_model_on_what_it_was_taught_is_told(tmp_path, capsys):
    quotes = tmp_path / "votes.jsonl"
    said = {"for": ("ستصوت كتلتنا للموازنة", "ندعم الموازنة"), "against": ("لن نصوت لها", "نرفضها")}
    rows = [
        {"text": f"قال النائب: {words} {n}", "stance": side}
        for side, both in said.items()
        for n, words in enumerate(both * 3)
    ]
    quotes.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    own = tmp_path / "votes.model"
    taught = ["--no-embedded", "--quotes", str(quotes), "--output", str(own), "--jobs", "1"]
    assert train.main(taught) == 0
    capsys.readouterr()
    assert run("--quotes", quotes, "--model", own) == 0
    told = capsys.readouterr().err
    assert "votes.jsonl: the model was taught on 12 quotes of a file of this name" in told


def test_a_label_that_the_model_cannot_give_is_refused(model, tmp_path, capsys):
    path = tmp_path / "odd.jsonl"
    path.write_text(json.dumps({"text": "نعم", "stance": "favour"}), encoding="utf-8")
    assert run("--quotes", path, "--model", model) == 2
    assert (
        "odd.jsonl:1: unknown stance 'favour'; this model gives accusing" in capsys.readouterr().err
    )


def test_a_missing_model_ends_with_2_and_says_how_to_make_one(judged, tmp_path, capsys):
    assert run("--quotes", judged, "--model", tmp_path / "none.model") == 2
    assert "make train" in capsys.readouterr().err


def test_a_figure_under_its_floor_ends_with_1(model, judged, tmp_path, capsys):
    path = tmp_path / "floors.json"
    assert run("--quotes", judged, "--model", model, "--pin", path) == 0
    assert run("--quotes", judged, "--model", model, "--floors", path) == 0
    entries = json.loads(path.read_text(encoding="utf-8"))
    entries[0]["floors"]["quotes.stance.macro_f1"] = 0.99
    path.write_text(json.dumps(entries), encoding="utf-8")
    assert run("--quotes", judged, "--model", model, "--floors", path) == 1
    assert "quotes.stance.macro_f1: 0." in capsys.readouterr().err


def summary(macro_f1: float, digest: str = "d") -> dict:
    return {"quotes": {"stance": {"macro_f1": macro_f1}}, "data": {"digest": digest, "n": 9}}


def test_pinning_raises_a_floor_and_never_lowers_it(tmp_path):
    path = tmp_path / "floors.json"
    for figure, kept in ((0.5, 0.5), (0.6, 0.6), (0.4, 0.6)):
        floors.pin(summary(figure), path, "quotes")
        assert floors.read(path)[0]["floors"] == {"quotes.stance.macro_f1": kept}


def test_floors_of_other_data_do_not_count(tmp_path):
    path = tmp_path / "floors.json"
    floors.pin(summary(0.5), path, "quotes")
    assert "no floors for this data" in floors.sunk(summary(0.9, "other"), path)[0]
    floors.pin(summary(0.4, "other"), path, "quotes")
    assert floors.sunk(summary(0.4, "other"), path) == []
    assert len(floors.read(path)) == 1


def test_a_figure_that_is_no_longer_measured_is_told(tmp_path):
    floors.pin(summary(0.5), tmp_path / "floors.json", "quotes")
    found = floors.sunk({"data": {"digest": "d"}}, tmp_path / "floors.json")
    assert found == ["quotes.stance.macro_f1: not measured, its floor is 0.5"]


def test_a_hair_s_breadth_under_the_floor_is_no_failure(tmp_path):
    floors.pin(summary(0.5), tmp_path / "floors.json", "quotes")
    assert floors.sunk(summary(0.4996), tmp_path / "floors.json") == []


@pytest.mark.parametrize("option", ["--floors", "--pin"])
def test_what_is_no_floors_file_is_refused_before_anything_is_judged(
    model, judged, tmp_path, capsys, option
):
    for odd in ('{"a": 1}', '[{"data": "d", "floors": {"quotes.stance.macro_f1": "x"}}]'):
        (tmp_path / "floors.json").write_text(odd, encoding="utf-8")
        assert run("--quotes", judged, "--model", model, option, tmp_path / "floors.json") == 2
        told = capsys.readouterr()
        assert "is no floors file" in told.err
        assert told.out == ""


def test_numbers_are_fitted_on_one_half_and_judged_on_the_other(model, judged, tmp_path):
    path = tmp_path / "numbers.json"
    assert run("--quotes", judged, "--model", model, "--numbers", path) == 0
    found = numbers.read(path)
    assert set(found["heads"]) == {"stance", "sentiment"}
    evidence = found["evidence"]
    assert evidence["fitted_on"]["n"] + evidence["judged_on"]["n"] == 66
    assert {"n", "macro_f1", "accuracy", "ece"} == set(evidence["judged_on"]["stance"])
    written = path.read_text(encoding="utf-8")
    assert not any(json.loads(line)["text"] in written for line in judged.read_text().splitlines())


def test_the_numbers_that_are_shipped_hold_no_text():
    found = numbers.read()
    allowed = {"labels", "temperature", "offsets", "scales", "n"}
    assert all(set(head) <= allowed for head in found["heads"].values())
    assert found["evidence"]["fitted_on"]["half"] == "even ids"


@pytest.mark.parametrize("option", ["--quotes", "--articles"])
def test_a_file_that_is_not_there_empty_or_too_deep_is_named(model, tmp_path, capsys, option):
    path = tmp_path / "gold.jsonl"
    for content in (None, "", "[" * 200_000):
        if content is not None:
            path.write_text(content)
        assert run(option, path, "--model", model) == 2
        told = capsys.readouterr().err
        assert told.startswith(f"training.evaluate: {path}:")
        assert told.count("\n") == 1


def marked(more):
    """A gold article with one statement, without its braces."""
    return f'"id": "a", "text": "قال", "statements": [{{"start": 0, "end": 3, {more}}}]'


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ('"id": "a", "text": ""', "it has no statements; it needs id, text, statements"),
        ('"id": 5, "text": "قال", "statements": []', "its id and its text must be texts"),
        ('"id": "a", "text": "قال", "statements": 3', "its statements are no list"),
        ('"id": "a", "text": "قال", "statements": [3]', "statement 1 has no start and end"),
        (
            '"id": "a", "text": "قال", "statements": [{"start": 0, "end": 4}]',
            "statement 1 has no start and end in its text (0–3)",
        ),
        (marked('"speaker": 5'), "the speaker of statement 1 is no text; put it in quotation"),
        (marked('"party": true'), "the party of statement 1 is no text"),
        (marked('"form": [1]'), "the form of statement 1 is no text"),
        (marked('"stance": {}'), "the stance of statement 1 is no text"),
    ],
)
def test_what_is_no_gold_article_is_refused_by_line(model, tmp_path, capsys, row, told):
    path = tmp_path / "articles.jsonl"
    path.write_text(f"{{{row}}}", encoding="utf-8")
    assert run("--articles", path, "--model", model) == 2
    assert f"articles.jsonl:1: no gold article: {told}" in capsys.readouterr().err


def test_the_chain_is_judged_on_gold_articles(model, tmp_path, capsys):
    text = "قال المتحدث باسم الحكومة سالم النجار إن المفاوضات تبدأ غدا."
    gold = {
        "start": 0,
        "end": len(text),
        "form": "reported",
        "speaker": "سالم النجار",
        "stance": "neutral",
    }
    path = tmp_path / "articles.jsonl"
    path.write_text(json.dumps({"id": "a", "text": text, "statements": [gold]}), encoding="utf-8")
    assert run("--articles", path, "--model", model, "--json", tmp_path / "out.json") == 0
    found = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["articles"]
    assert found["0.8"]["f1"] == 1.0
    assert found["0.8"]["speaker_on_matched"] == 1.0


def test_what_a_gold_statement_leaves_open_may_be_null(tmp_path):
    open_ = dict.fromkeys(("speaker", "party", "form", "stance", "gender"))
    path = tmp_path / "articles.jsonl"
    row = {"id": "a", "text": "قال نعم", "statements": [{"start": 0, "end": 7, **open_}]}
    path.write_text(json.dumps(row), encoding="utf-8")
    assert chain.read_articles(path)[0]["statements"] == [{"start": 0, "end": 7}]


def test_the_chain_tells_whom_it_serves_worse(model, tmp_path, capsys):
    """Of two outlets one breaks off its quotations, and nothing is found there."""
    told = "قال المتحدث باسم الحكومة سالم النجار إن المفاوضات تبدأ غدا."
    lost = "المفاوضات تبدأ غدا كما في كل عام."
    rows = []
    for n in range(60):
        text = told if n % 2 else lost
        gold = {"start": 0, "end": len(text), "speaker": "سالم النجار", "stance": "neutral"}
        outlet = "الأفق\u202e\x1b" if n % 2 else "الساحل"
        rows.append({"id": f"a{n}", "text": text, "outlet": outlet, "statements": [gold]})
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert run("--articles", path, "--model", model, "--json", tmp_path / "out.json") == 0
    found = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["articles"]["0.3"]
    worse, even = found["by"]["outlet"]["الساحل"], found["by"]["outlet"]["الأفق\u202e\x1b"]
    assert (worse["n"], worse["accuracy"], worse["found"], worse["verdict"]) == (30, 0, 0, "worse")
    assert (even["accuracy"], even["found"], even["verdict"]) == (1, 1, "even")
    out = capsys.readouterr().out
    assert "SIGNIFICANTLY WORSE than the others: outlet الساحل" in out
    assert not {"\u202e", "\x1b"} & set(out)


def test_cross_validation_shows_topics_random_folds_and_baselines(tiny_quotes):
    few = tiny_quotes._replace(quotes=tiny_quotes.quotes[::2])
    found = verdicts.cross_validate(few)
    assert found["quotes"]["n"] == found["data"]["n"] == len(few.quotes)
    for head in ("stance", "sentiment"):
        own = found["quotes"][head]["macro_f1"]
        assert own > found["baselines"]["majority"][head]["macro_f1"]
        assert 0 < found["random"][head]["accuracy"] < 1
    lines = tables.table(found)
    assert lines[0].startswith("stance: macro-F1 0.")
    assert any(line.startswith("stance (folds at random)") for line in lines)


@pytest.mark.parametrize("option", ["--json", "--html", "--pin"])
def test_a_place_that_cannot_be_written_is_told_before_the_judging(
    option, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr("training.quotes.load", None)
    place = tmp_path / "none" / "out.json"
    assert run(option, place) == 74
    why = f"could not be written (there is no folder {place.parent}); choose another {option}"
    assert capsys.readouterr().err == f"training.evaluate: {place}: {why}\n"


def test_a_page_is_written(model, judged, tmp_path):
    assert run("--quotes", judged, "--model", model, "--html", tmp_path / "out.html") == 0
    assert '<html lang="ar" dir="rtl">' in (tmp_path / "out.html").read_text(encoding="utf-8")


def test_the_page_speaks_the_language_that_is_asked_for(judged, model, tmp_path):
    page = tmp_path / "out.html"
    assert run("--quotes", judged, "--model", model, "--html", page, "--lang", "en") == 0
    assert '<html lang="en" dir="ltr">' in page.read_text(encoding="utf-8")


def test_numbers_fitted_on_a_model_with_scales_are_those_of_the_model_without(
    tiny_model, tiny_quotes
):
    assert tiny_model.card["scales"]["sentiment"] != [1.0, 1.0, 1.0]
    bare, never = numbers.unscaled(tiny_model), lessons.taught(tiny_quotes.quotes)
    for one, other in zip(bare.heads, never.heads, strict=True):
        assert one.weights == pytest.approx(other.weights, rel=1e-6)
    some = tiny_quotes.quotes[:60]
    found, expected = (numbers.fit(model, some)["sentiment"] for model in (bare, never))
    assert found["temperature"] == pytest.approx(expected["temperature"], abs=1e-3)
    assert found["offsets"] == pytest.approx(expected["offsets"], abs=1e-3)


def test_scales_are_fitted_only_where_each_label_has_enough_statements(tiny_model, monkeypatch):
    judged = list(read_embedded())[1:3000:12]
    assert "scales" not in numbers.fit(numbers.unscaled(tiny_model), judged)["stance"]
    monkeypatch.setattr(numbers, "ENOUGH", 10)
    found = numbers.fit(numbers.unscaled(tiny_model), judged)["sentiment"]
    assert len(found["scales"]) == 3
    assert min(found["scales"]) > 0


def test_scales_take_one_label_for_more():
    values = np.array([[1.0, 0.0], [0.2, 0.0], [0.0, 0.5], [0.0, 1.0]] * 10)
    gold = ["a", "b", "b", "b"] * 10
    temperature, offsets, scales = calibration.fit_scales(values, gold, ["a", "b"], 1.0)
    assert scales.prod() == pytest.approx(1)
    assert offsets.sum() == pytest.approx(0)
    chances = calibration.softmax((values * scales + offsets) / temperature)
    plain, _ = calibration.fit(values, gold, ["a", "b"], with_offsets=False)
    before = calibration.softmax(values / plain)
    hit = [(n, "ab".index(label)) for n, label in enumerate(gold)]
    assert sum(np.log(chances[at]) for at in hit) > sum(np.log(before[at]) for at in hit)
