"""The door to labels from people: what to label next, out to the tools, and back as quotes."""

import csv
import io
import json
import os
import subprocess
import sys

import pytest
from runs import ROOT, article, articles_in, environment

from training import exchange, quotes, review, review_options

COMMANDS = ("next", "export", "import", "agreement")


@pytest.fixture
def ask(capsysbinary, monkeypatch, tmp_path, model):
    """Ask the door in this process: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TAFAWUD_MODEL", str(model))

    def asked(*arguments):
        code = review.main(list(map(str, arguments)))
        shown = capsysbinary.readouterr()
        return code, shown.out.decode(), shown.err.decode().replace("training.review: ", "")

    return asked


@pytest.fixture
def articles(tmp_path):
    return articles_in(tmp_path / "articles.jsonl", 6)


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def write_lines(path, *rows):
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def labelled_by(path, **labels):
    """The tasks of a Label Studio file, as its export has them: annotator → stance."""
    tasks = json.loads(path.read_text("utf-8"))
    for number, task in enumerate(tasks, 1):
        task["id"] = number
        result = [one for one in task["predictions"][0]["result"] if one["type"] != "relation"]
        task["annotations"] = []
        for who, stance in labels.items():
            own = json.loads(json.dumps(result))
            for item in own:
                if item["from_name"] == "stance":
                    item["value"]["choices"] = [stance]
            task["annotations"].append({"completed_by": {"email": who}, "result": own})
    export = path.with_name("export.json")
    export.write_text(json.dumps(tasks), "utf-8")
    return export


# --- next ---------------------------------------------------------------------------------


def test_the_most_uncertain_statements_come_first_and_no_two_alike(ask, articles):
    code, out, told = ask("next", articles, "-n", 3)
    rows = lines(out)
    assert code == 0
    assert len(rows) == 3
    assert len({row["text"] for row in rows}) == 3
    assert told.startswith("3 of ")
    for row in rows:
        assert row["stance"] == row["sentiment"] == ""
        assert 0 < row["stance_score"] <= 1
        assert row["uncertainty"] <= 1


def test_scored_files_need_no_model(ask, tmp_path, monkeypatch):
    shares = {"opposed": 0.5, "neutral": 0.4, "accusing": 0.1}
    scored = [
        {"statement_id": "a:0", "article_id": "a", "text": "قال إن الوفد يرفض الحضور",
         "stance": "opposed", "stance_probabilities": shares},
        {"statement_id": "b:0", "article_id": "b", "text": "ذكر أن الجولة غدا",
         "stance": "neutral", "stance_probabilities": {"neutral": 0.98, "opposed": 0.02}},
    ]  # fmt: skip
    monkeypatch.setenv("TAFAWUD_MODEL", "/none")
    code, out, _ = ask("next", write_lines(tmp_path / "scored.jsonl", *scored), "-n", 1)
    (row,) = lines(out)
    assert code == 0
    assert (row["id"], row["stance_guess"], row["stance_score"]) == ("a:0", "opposed", 0.5)
    assert row["uncertainty"] == 0.9


def test_what_is_labelled_already_is_left_out(ask, articles, tmp_path):
    _, out, _ = ask("next", articles, "-n", 1)
    (first,) = lines(out)
    known = write_lines(tmp_path / "known.jsonl", {"text": first["text"], "stance": "neutral"})
    code, out, told = ask("next", articles, "-n", 1, "--quotes", known)
    assert code == 0
    assert lines(out)[0]["text"] != first["text"]
    assert "that are labelled" in told


@pytest.mark.parametrize("form", ["label-studio", "doccano", "csv", "jsonl", "web-annotation"])
def test_what_to_label_next_is_written_in_any_format(ask, articles, tmp_path, form):
    code, _, _ = ask("next", articles, "-n", 2, "--format", form, "--output", "next.out")
    assert code == 0
    assert (tmp_path / "next.out").stat().st_size > 0


def test_the_ending_of_the_output_tells_the_format(ask, articles, tmp_path):
    ask("next", articles, "-n", 2, "--output", "next.csv")
    table = (tmp_path / "next.csv").read_text("utf-8-sig")
    assert [row["stance"] for row in csv.DictReader(io.StringIO(table))] == ["", ""]


def test_no_statements_are_an_error(ask, tmp_path):
    path = write_lines(tmp_path / "a.jsonl", {"id": "1", "text": "سار الناس في الشوارع."})
    code, _, told = ask("next", path)
    assert code == 2
    assert told == f"{path}: nothing to choose from (no statements with probabilities)\n"


def test_an_article_that_cannot_be_used_is_named(ask, tmp_path):
    path = write_lines(tmp_path / "a.jsonl", {"id": "1"}, article(1))
    code, out, told = ask("next", path, "-n", 2)
    assert (code, out) == (2, "")
    assert told.startswith(f'{path}:1: has no field "text"')
    assert "(--keep-going sets it aside)" in told
    code, out, told = ask("next", path, "-n", 2, "--keep-going")
    assert code == 1
    assert len(lines(out)) == 2
    assert told.startswith(f"set aside: {path}:1: ")


@pytest.mark.parametrize("command", ["next", "export"])
def test_what_is_worth_knowing_of_the_reading_is_told(ask, tmp_path, command):
    old = tmp_path / "old.txt"
    old.write_bytes("قال المتحدث باسم الحكومة إن المحادثات ستبدأ غدا".encode("cp1256"))
    assert f"notice: {old}: read as Windows-1256\n" in ask(command, old)[2]


def test_wrong_labels_are_among_the_first_suspects(ask, tmp_path, tiny_quotes):
    """By chance a quarter of them would be among a quarter of the quotes, at least half are."""
    rows = [{"id": q.id, "text": q.text, **q.labels, "topic": q.topic} for q in tiny_quotes.quotes]
    clear = [row for row in rows if row["stance"] == "unrelated"][::10]
    for row in clear:
        row["stance"] = "conditional"
    path, quarter = write_lines(tmp_path / "own.jsonl", *rows), len(rows) // 4
    code, out, told = ask("next", "--suspects", path, "--no-embedded", "-n", quarter, "--jobs", 1)
    found = lines(out)
    assert code == 0
    assert told == f"{quarter} labels to look at again, the most doubtful first\n"
    assert len(clear) >= 8
    assert 2 * len({row["id"] for row in clear} & {row["id"] for row in found}) >= len(clear)
    assert [row["doubt"] for row in found] == sorted((r["doubt"] for r in found), reverse=True)
    assert all(row[f"{row['doubted']}_guess"] != row[row["doubted"]] for row in found)


# --- export -------------------------------------------------------------------------------


def test_articles_go_to_label_studio_with_what_the_program_found(ask, articles, tmp_path):
    code, _, _ = ask("export", articles, "--predict", "--output", "tasks.json")
    tasks = json.loads((tmp_path / "tasks.json").read_text("utf-8"))
    assert code == 0
    assert len(tasks) == 6
    kinds = {item["type"] for item in tasks[0]["predictions"][0]["result"]}
    assert kinds == {"labels", "choices", "relation"}
    assert tasks[0]["predictions"][0]["model_version"] == "tafawud"


def test_articles_go_bare_when_nothing_is_to_be_predicted(ask, tmp_path):
    (tmp_path / "خبر.txt").write_text("قال سالم إن بلاده ترحب بالحوار.", "utf-8")
    code, out, _ = ask("export", "خبر.txt", "--format", "label-studio")
    (task,) = json.loads(out)
    assert code == 0
    assert (task["data"]["id"], task["predictions"]) == ("خبر", [])


def test_one_format_becomes_another(ask, articles, tmp_path):
    ask("export", articles, "--predict", "--output", "one.json")
    ask("export", "one.json", "--format", "doccano", "--output", "two.jsonl")
    ask("export", "two.jsonl", "--from", "doccano", "--output", "three.csv")
    ask("export", "three.csv", "--output", "four.json")
    assert (tmp_path / "four.json").read_bytes() == (tmp_path / "one.json").read_bytes()


def test_what_the_tools_do_to_texts_is_told(ask, tmp_path):
    path = write_lines(tmp_path / "a.jsonl", {"id": "طويل", "text": "قال " * 9_000})
    _, _, told = ask("export", path, "--output", "a.csv")
    assert told == (
        "notice: 1 texts (طويل the first) are longer than a cell of Excel (32,767 letters), "
        "which cuts them; LibreOffice does not\n"
    )
    _, _, told = ask("export", path, "--format", "doccano", "--output", "b.jsonl")
    assert told == (
        "notice: the doccano project must allow overlapping spans, or it drops the speakers\n"
    )


# --- import -------------------------------------------------------------------------------


def test_annotations_become_quotes_that_training_takes(ask, articles, tmp_path):
    ask("export", articles, "--predict", "--output", "tasks.json")
    export = labelled_by(tmp_path / "tasks.json", layla="accusing")
    code, _, told = ask("import", export, "--output", "own.jsonl")
    assert code == 0
    assert told.endswith(" labelled quotes; 0 conflicts left out\n")
    rows = lines((tmp_path / "own.jsonl").read_text("utf-8"))
    assert {row["stance"] for row in rows} == {"accusing"}
    assert {row["annotator"] for row in rows} == {"layla"}
    first = rows[0]
    text = article(0)["text"]
    assert text[first["start"] : first["end"]] == first["text"]
    assert first["id"] == f"{first['article_id']}:{first['start']}"
    taught = quotes.load([quotes.Wanted(tmp_path / "own.jsonl")])
    assert sum(q.labels["stance"] == "accusing" for q in taught.quotes) >= len(rows)


def test_the_labels_of_a_spreadsheet_become_quotes(ask, articles, tmp_path):
    ask("next", articles, "-n", 3, "--output", "next.csv")
    table = list(csv.DictReader(io.StringIO((tmp_path / "next.csv").read_text("utf-8-sig"))))
    table[0]["stance"], table[2]["stance"] = "opposed", "neutral"
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, table[0], delimiter=";")
    writer.writeheader()
    writer.writerows(table)
    (tmp_path / "done.csv").write_text(out.getvalue(), "utf-8-sig")
    code, out, _ = ask("import", "done.csv")
    assert code == 0
    assert [row["stance"] for row in lines(out)] == ["opposed", "neutral"]
    assert not any("guess" in name or "uncertainty" in name for row in lines(out) for name in row)


def test_conflicts_are_told_and_left_out(ask, tmp_path):
    ask("export", write_lines(tmp_path / "q.jsonl", {"id": "ق1", "text": "قال: نعم",
        "stance": "neutral"}), "--output", "tasks.json")  # fmt: skip
    export = labelled_by(tmp_path / "tasks.json", layla="opposed", salim="neutral")
    other = write_lines(tmp_path / "more.jsonl", {"text": "قال: لا", "stance": "opposed"})
    more = tmp_path / "more.json"
    ask("export", other, "--output", more)
    code, out, told = ask("import", export, more)
    assert code == 1
    assert told.splitlines()[0] == (
        f"conflict: {export}:1: ق1: stance is opposed (layla), neutral (salim); "
        "settle it and import again"
    )
    assert [row["text"] for row in lines(out)] == ["قال: لا"]


def test_predictions_alone_are_no_labels(ask, articles):
    ask("export", articles, "--predict", "--output", "tasks.json")
    code, out, told = ask("import", "tasks.json", "--output", "own.jsonl")
    assert (code, out) == (2, "")
    assert told == "tasks.json: no labels of people in it (predictions are none)\n"


def test_what_cannot_be_placed_is_an_error_or_set_aside(ask, tmp_path):
    bad = {"text": "قال", "statements": [{"start": 0, "end": 9, "stance": "neutral"}]}
    path = write_lines(tmp_path / "a.jsonl", bad, {"text": "قال: لا", "stance": "opposed"})
    code, _, told = ask("import", path, "--output", "own.jsonl")
    why = f"{path}:1: statement 0–9 is outside of its text (0–3)"
    assert (code, told) == (2, f"{why} (--keep-going sets it aside)\n")
    assert not (tmp_path / "own.jsonl").exists()
    code, _, told = ask("import", path, "--output", "own.jsonl", "--keep-going")
    assert code == 1
    assert told.splitlines() == [
        f"set aside: {why}",
        "1 labelled quotes; 0 conflicts left out",
    ]


def test_labels_that_training_would_refuse_are_told(ask, tmp_path):
    path = write_lines(tmp_path / "a.jsonl", {"text": "قال: لا", "stance": "hawk"})
    code, _, told = ask("import", path, "--output", "own.jsonl")
    assert code == 0
    assert told.splitlines()[:2] == [
        "notice: hawk: not in the codebook; teach with --no-embedded --quotes own.jsonl",
        "notice: training would refuse this file as it is: own.jsonl:1: every stance is 'hawk'; "
        "a head needs two labels or more",
    ]


@pytest.mark.parametrize("command", ["next", "export", "import"])
def test_nothing_is_replaced_that_nobody_said_to_replace(ask, tmp_path, command):
    path = write_lines(tmp_path / "a.jsonl", article(1) | {"stance": "neutral"})
    (tmp_path / "own.jsonl").write_text("mine")
    code, _, told = ask(command, path, "--output", "own.jsonl")
    assert code == 2
    assert told == (
        "own.jsonl: is there already; name another --output, or replace it: --overwrite\n"
    )
    assert (tmp_path / "own.jsonl").read_text() == "mine"
    if command != "next":
        assert ask(command, path, "--output", "own.jsonl", "--overwrite")[0] == 0
        assert (tmp_path / "own.jsonl").read_text("utf-8") != "mine"


def test_a_place_that_cannot_be_written_is_74(ask, tmp_path):
    path = write_lines(tmp_path / "a.jsonl", {"text": "قال: لا", "stance": "opposed"})
    code, _, told = ask("import", path, "--output", "none/own.jsonl")
    assert code == 74
    assert "none/own.jsonl: could not be written" in told


# --- agreement ----------------------------------------------------------------------------


def test_agreement_is_told_by_pair_and_label(ask, tmp_path):
    rows = [{"id": f"ق{n}", "text": f"قال المتحدث رقم {n} كلاما"} for n in range(4)]
    for who, stances in (
        ("layla", ("opposed", "neutral", "neutral", "opposed")),
        ("salim", ("opposed", "neutral", "opposed", "opposed")),
    ):
        own = [row | {"stance": s} for row, s in zip(rows, stances, strict=True)]
        write_lines(tmp_path / f"{who}.jsonl", *own)
    code, out, _ = ask("agreement", "layla.jsonl", "salim.jsonl", "--by-file")
    assert code == 0
    assert out.splitlines() == [
        "layla – salim, stance: 4 statements, 75.0 % alike, kappa 0.500",
        "  opposed         0.500",
        "  neutral         0.500",
    ]
    _, _, told = ask("import", "layla.jsonl", "salim.jsonl", "--by-file", "--agreement")
    assert told.startswith("agreement: layla – salim, stance: 4 statements")


def test_agreement_needs_two_annotators(ask, tmp_path):
    write_lines(tmp_path / "a.jsonl", {"text": "قال", "stance": "neutral"})
    code, out, told = ask("agreement", "a.jsonl")
    assert (code, out) == (2, "")
    assert told == (
        "a.jsonl: no statement was labelled by two annotators; "
        "--by-file calls annotators as their files\n"
    )


# --- the door -----------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command, capsys):
    with pytest.raises(SystemExit) as left:
        review.main([command, "--help"])
    assert left.value.code == 0
    assert f"example:\n  python -m training.review {command} " in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["nothing"], ["next"], ["next", "a", "-n", "0"]])
def test_arguments_that_cannot_be_used_are_2(arguments, capsys):
    with pytest.raises(SystemExit) as left:
        review.main(arguments)
    assert left.value.code == 2
    told = capsys.readouterr().err
    assert told.startswith("training.review") and told.endswith(" (see --help)\n")


def test_a_reader_who_has_had_enough_is_74_without_noise(tmp_path):
    path = write_lines(
        tmp_path / "a.jsonl",
        *({"text": f"قال {n} كلاما", "stance": "neutral"} for n in range(5_000)),
    )
    read, write = os.pipe()
    os.close(read)
    asked = [sys.executable, "-m", "training.review", "import", str(path)]
    done = subprocess.run(
        asked, stdout=write, stderr=subprocess.PIPE, cwd=ROOT, env=environment(), check=False
    )
    os.close(write)
    assert done.returncode == 74
    assert done.stderr == b""  # whoever reads no more is no fault to be told


def test_the_formats_that_help_names_are_those_of_the_exchange():
    assert set(review_options.WRITTEN) == set(exchange.WRITERS)
    assert set(review_options.READ) == set(exchange.READERS) - {"doccano-triples"}
