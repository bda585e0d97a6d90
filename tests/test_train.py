"""The training door: what it writes, what it says, and what it refuses."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from classifier.errors import InputError
from classifier.labels import label_texts
from classifier.model_file import load_model
from training import lessons, numbers, train
from training.quotes import Collection, Quote

SCHEME = [
    ("نؤيد الحوار مع الجيران", "مع"),
    ("نؤيد الهدنة مع الجيران", "مع"),
    ("نرفض الحوار مع الجيران", "ضد"),
    ("نرفض الهدنة مع الجيران", "ضد"),
]


@pytest.fixture
def own(tmp_path) -> Path:
    path = tmp_path / "own.jsonl"
    rows = [{"text": f"{text} {n}", "stance": s} for n in range(5) for text, s in SCHEME]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def run(*arguments: object) -> int:
    return train.main([str(argument) for argument in arguments])


def test_a_scheme_of_ones_own_makes_a_model_of_a_single_head(own, tmp_path, capsys):
    out = tmp_path / "own.model"
    assert run("--quotes", own, "--no-embedded", "--output", out, "--jobs", 1) == 0
    model = load_model(out)
    assert [(head.name, head.labels) for head in model.heads] == [("stance", ("ضد", "مع"))]
    assert label_texts(model, ["نرفض الحوار"])[0]["stance"].name == "ضد"
    assert "stance (2 labels), taught on 20 quotes" in capsys.readouterr().out
    assert model.card["calibration"] == {"stance": "left-out quotes"}


def test_the_same_quotes_and_seed_make_the_same_bytes(own, tmp_path):
    outs = [tmp_path / name for name in ("one.model", "two.model")]
    for jobs, out in enumerate(outs, 1):
        run("--quotes", own, "--no-embedded", "--output", out, "--jobs", jobs)
    assert outs[0].read_bytes() == outs[1].read_bytes()


def test_the_numbers_of_real_news_calibrate_the_codebook_s_labels(tiny_model):
    assert set(tiny_model.card["calibration"].values()) == {"real news"}
    stance = tiny_model.heads[0]
    found = numbers.fitting(stance, numbers.read())
    assert found is not None
    assert (stance.temperature, stance.offsets.tolist()) == (found[0], found[1].tolist())


CODEBOOK_SCHEME = [
    (f"{verb} {what} مع الجيران {place}", stance)
    for place in ("في جنيف", "في مسقط", "بعد العيد")
    for what in ("الحوار", "الهدنة")
    for verb, stance in (
        ("نؤيد", "supportive"),
        ("نرفض", "opposed"),
        ("نقبل بشروط", "conditional"),
        ("يماطلون في", "accusing"),
        ("يبدأ غدا", "neutral"),
        ("نشاهد أفلام", "unrelated"),
    )
]


def test_numbers_that_were_fitted_for_the_embedded_quotes_calibrate_no_other_model(tmp_path):
    """The same six labels, other teachers: their own left-out quotes, unless numbers are named."""
    path, out = tmp_path / "own.jsonl", tmp_path / "own.model"
    rows = [{"text": text, "stance": stance} for text, stance in CODEBOOK_SCHEME]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    told = ["--quotes", path, "--no-embedded", "--output", out, "--jobs", 1]
    assert run(*told) == 0
    assert load_model(out).card["calibration"] == {"stance": "left-out quotes"}
    named = Path(lessons.__file__).parent / "data" / "real_numbers.json"
    assert run(*told, "--numbers", named) == 0
    assert load_model(out).card["calibration"] == {"stance": "real news"}


def test_the_card_tells_the_data_the_versions_and_a_self_test(tiny_model, tiny_quotes):
    card = tiny_model.card
    assert card["data"]["n"] == len(tiny_quotes.quotes)
    assert card["data"]["digest"] == tiny_quotes.digest
    assert set(card["versions"]) >= {"numpy", "scikit-learn"}
    assert len(card["self_test"]) == lessons.SELF_TESTS


def test_the_export_gives_the_same_probabilities(own, tmp_path, capsys):
    import joblib

    out, exported = tmp_path / "own.model", tmp_path / "own.joblib"
    run("--quotes", own, "--no-embedded", "--output", out, "--export-joblib", exported, "--jobs", 1)
    assert "can run code" in capsys.readouterr().err
    pipeline = joblib.load(exported)["stance"]
    row = pipeline.predict_proba(["نؤيد الهدنة"])[0].tolist()
    label = label_texts(load_model(out), ["نؤيد الهدنة"])[0]["stance"]
    assert list(label.probabilities.values()) == pytest.approx(row)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--no-embedded"], "--no-embedded leaves no quotes"),
        (["--quotes", "none.jsonl"], "none.jsonl: no such file; did you mean own.jsonl?"),
        (["--quotes", "own.jsonl:x"], "must be a number above 0"),
        (["--quotes", "own.jsonl", "--no-embedded", "--numbers", "none.json"], "holds no numbers"),
    ],
)
def test_what_cannot_be_used_ends_with_2_and_one_line(
    own, tmp_path, monkeypatch, capsys, arguments, says
):
    monkeypatch.chdir(tmp_path)
    assert run(*arguments, "--output", "x.model") == 2
    error = capsys.readouterr().err
    assert says in error
    assert error.count("\n") == 1
    assert not Path("x.model").exists()


def test_an_unknown_label_beside_the_embedded_quotes_ends_with_2(own, capsys):
    assert run("--quotes", own) == 2
    assert "own.jsonl:1: unknown stance 'مع'" in capsys.readouterr().err


def test_an_output_that_cannot_be_written_ends_with_74(own, tmp_path, capsys):
    (tmp_path / "file").write_text("")
    out = tmp_path / "file" / "x.model"
    assert run("--quotes", own, "--no-embedded", "--output", out, "--jobs", 1) == 74
    assert f"there is no folder {out.parent}" in capsys.readouterr().err


def test_help_answers_without_importing_scikit_learn():
    code = (
        "import sys; from training.train import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: print({'sklearn', 'numpy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.rstrip().endswith("set()")
    assert "only such of people you trust" in " ".join(done.stdout.split())


PLACES = ["في جنيف صباح الاثنين", "عبر الحدود بعد أشهر طويلة", "برعاية سلطنة عمان وحدها"]


def scheme_quotes(rows, topics=("x", "y", "z")) -> Collection:
    return Collection(
        tuple(
            Quote(f"{text} {place}", {"stance": stance}, topic=topic)
            for place, topic in zip(PLACES, topics, strict=True)
            for text, stance in rows
        ),
        (),
    )


def test_left_out_quotes_are_judged_by_a_model_that_did_not_see_them():
    found = lessons.out_of_fold(scheme_quotes(SCHEME), folds=3)["stance"]
    assert found.values.shape == (12, 2)
    assert found.places == tuple(range(12))
    assert [found.labels[n] for n in found.values.argmax(axis=1)] == list(found.gold)


def test_quotes_of_a_single_topic_are_dealt_out_at_random():
    found = lessons.out_of_fold(scheme_quotes(SCHEME, topics="xxx"), folds=3)["stance"]
    assert found.values.shape == (12, 2)


def test_quotes_that_are_all_alike_cannot_be_left_out():
    same = Collection(tuple(Quote("نؤيد الحوار معهم", {"stance": s}) for s in "ababab"), ())
    with pytest.raises(InputError, match="too alike to leave any out"):
        lessons.out_of_fold(same)


def test_a_label_that_a_fold_cannot_learn_gets_its_lowest_value():
    odd = Quote("لا تعليق لدينا اليوم على شيء", {"stance": "محايد"}, topic="x")
    quotes = [*scheme_quotes(SCHEME).quotes, odd, replace(odd, text="لا تعليق لهم الآن مطلقا")]
    found = lessons.out_of_fold(Collection(tuple(quotes), ()), folds=3)["stance"]
    assert found.labels == ("ضد", "محايد", "مع")
    assert (found.values[-1] >= found.values[-1][1]).all()


def test_balance_lets_a_rare_label_be_heard(tmp_path):
    """Thirty against two: the two are outvoted, but for --balance."""
    rows = [{"text": f"نرحب بالحوار معهم {n}", "stance": "for"} for n in range(30)]
    rows += [{"text": f"بالحوار معهم شكوك {n}", "stance": "doubt"} for n in range(2)]
    path = tmp_path / "own.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    chances = []
    for more in ([], ["--balance"]):
        out = tmp_path / "own.model"
        arguments = ["--quotes", path, "--no-embedded", "--output", out, "--jobs", 1, *more]
        assert run(*arguments) == 0
        head = load_model(out).heads[0]
        chances.append(head.intercept[head.labels.index("doubt")])
    assert chances[1] > chances[0]


def test_a_place_that_cannot_be_written_is_told_before_the_lessons(own, tmp_path, capsys):
    assert run("--quotes", own, "--no-embedded", "--output", tmp_path) == 74
    assert "it is a folder" in capsys.readouterr().err
    for option in ("--output", "--export-joblib"):
        place = tmp_path / "mispelt" / "x"
        assert run("--quotes", own, "--no-embedded", option, place) == 74
        told = f"there is no folder {place.parent}); choose another {option}\n"
        assert capsys.readouterr().err.endswith(told)
        assert not place.parent.exists()


def test_the_folder_of_the_usual_place_is_made(own, tmp_path, monkeypatch):
    monkeypatch.setenv("TAFAWUD_MODEL", str(tmp_path / "new" / "usual.model"))
    assert run("--quotes", own, "--no-embedded", "--jobs", 1) == 0
    assert load_model(tmp_path / "new" / "usual.model").heads
