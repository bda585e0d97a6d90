"""The door `classifier.report`: what goes in, what comes out, with which exit code."""

import io
import json
import subprocess
import sys

import pytest
from told_lines import line

from classifier.report import main
from classifier.reports import scratch
from classifier.results import write_rows

TEXT = "عنوان\nقال سالم: «نرحب بالحوار»."


@pytest.fixture
def scored(tmp_path):
    path = tmp_path / "scored.jsonl"
    said = TEXT[6:]
    row = line(said, start=6, content_start=16, content_end=len(TEXT) - 1, article_id="a")
    write_rows([row], path)
    return path


@pytest.fixture
def article(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    return folder / "a.txt"


def test_without_output_the_summary_is_printed(scored, capsys):
    assert main([str(scored)]) == 0
    assert "supportive" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("ending", "held"),
    [("html", 'dir="rtl"'), ("md", "مؤيد"), ("json", '"supportive"'), ("csv", '"supportive"')],
)
def test_the_ending_of_the_output_chooses_its_form(scored, tmp_path, ending, held):
    output = tmp_path / f"report.{ending}"
    assert main([str(scored), "--output", str(output)]) == 0
    assert held in output.read_text(encoding="utf-8")


def test_the_language_can_be_chosen(scored, tmp_path):
    output = tmp_path / "report.html"
    assert main([str(scored), "--output", str(output), "--lang", "en"]) == 0
    assert '<html lang="en" dir="ltr">' in output.read_text(encoding="utf-8")


@pytest.mark.parametrize("ending", ["jsonl.gz", "csv", "parquet"])
def test_every_form_of_predictions_is_read(scored, tmp_path, capsys, ending):
    other = tmp_path / f"other.{ending}"
    write_rows([line()], other)
    assert main([str(scored), str(other)]) == 0
    assert "statements" in capsys.readouterr().out


def test_a_folder_of_results_is_read(scored, tmp_path, capsys):
    folder = tmp_path / "out"
    folder.mkdir()
    write_rows([line("قال: نعم للحوار الآن")], folder / "part-1.jsonl")
    write_rows([line("قال: أجل بلا تردد اليوم")], folder / "part-2.jsonl")
    assert main([str(folder)]) == 0
    assert "statements 2" in capsys.readouterr().out


def test_statements_are_shown_in_their_articles(scored, article, tmp_path):
    output = tmp_path / "report.html"
    assert main([str(scored), "--articles", str(article), "--output", str(output)]) == 0
    assert '<a class="m ' in output.read_text(encoding="utf-8")


def test_an_article_that_cannot_be_read_is_named_and_the_report_made(scored, tmp_path, capsys):
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"id": "a"}\n')
    output = tmp_path / "report.html"
    assert main([str(scored), "--articles", str(bad), "--output", str(output)]) == 1
    assert "bad.jsonl" in capsys.readouterr().err
    assert output.exists()


def test_an_evaluation_corrects_the_shares(scored, tmp_path):
    evaluation = tmp_path / "evaluation.json"
    matrix = {"labels": ["supportive", "opposed"], "rows": [[9, 1], [2, 8]]}
    evaluation.write_text(json.dumps({"quotes": {"stance": {"confusion": matrix}}}))
    output = tmp_path / "report.json"
    arguments = [str(scored), "--evaluation", str(evaluation), "--output", str(output)]
    assert main(arguments) == 0
    share = json.loads(output.read_text(encoding="utf-8"))["shares"][0]
    assert share["share"] == 1
    assert share["corrected"] is not None


def test_a_batch_unlike_that_of_the_evaluation_is_told(tmp_path):
    scored, evaluation = tmp_path / "scored.jsonl", tmp_path / "evaluation.json"
    write_rows((line(f"قال كلاما رقمه {n} عن {n * n}", start=n * 90) for n in range(40)), scored)
    stance = {"confusion": {"supportive": {"supportive": 9}}, "reliability": [[0.95, 0.9, 40]]}
    evaluation.write_text(json.dumps({"quotes": {"stance": stance}}))
    output = tmp_path / "report.html"
    arguments = [str(scored), "--evaluation", str(evaluation), "--output", str(output)]
    assert main([*arguments, "--lang", "en"]) == 0
    assert 'class="warn"' in output.read_text(encoding="utf-8")
    assert "much less sure here (75%)" in output.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["none.jsonl"], "no such file"),
        (["scored.jsonl", "--output", "report.docx"], "must be one of"),
        (["scored.jsonl", "--evaluation", "scored.jsonl"], "no confusion matrix"),
        (["scored.jsonl", "--evaluation", "endless.json"], "no confusion matrix"),
        (["scored.jsonl", "--evaluation", "none.json"], "none.json: no such file"),
        (["scored.jsonl", "--articles", "none.txt"], "none.txt: no such file or folder"),
        (["scored.json"], "scored.json: no such file; did you mean scored.jsonl?"),
        (["damaged.jsonl"], "damaged.jsonl:2"),
    ],
)
def test_unusable_arguments_and_input_get_one_line_and_code_2(
    scored, tmp_path, monkeypatch, capsys, arguments, told
):
    (tmp_path / "damaged.jsonl").write_text('{"stance": "neutral"}\n{"te')
    (tmp_path / "endless.json").write_text('{"opposed": {"opposed": Infinity}}')
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert told in error
    assert len(error.strip().splitlines()) == 1


def test_a_file_that_is_named_twice_is_read_once(scored, capsys):
    assert main([str(scored)]) == 0
    told = capsys.readouterr().out
    assert main([str(scored), str(scored.parent / ".." / scored.parent.name / scored.name)]) == 0
    assert capsys.readouterr().out == told


def feed(monkeypatch, data):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), "utf-8"))


def test_standard_input_is_read_as_a_file_is(scored, tmp_path, monkeypatch, capsys):
    assert main([str(scored)]) == 0
    told = capsys.readouterr().out
    feed(monkeypatch, scored.read_bytes())
    assert main(["-"]) == 0
    assert capsys.readouterr().out == told


def test_faults_of_standard_input_are_named_by_its_line(monkeypatch, capsys):
    feed(monkeypatch, b'{"stance": "neutral", "text": "x"}\n{"te')
    assert main(["-"]) == 2
    assert capsys.readouterr().err.startswith("classifier.report: stdin:2: not a line of JSON")


def test_standard_input_is_not_read_for_two_things(monkeypatch, capsys):
    assert main(["-", "--articles", "-", "--output", "x.html"]) == 2
    assert "standard input is named twice" in capsys.readouterr().err


def test_an_unwritable_output_gives_74(scored, tmp_path, capsys):
    assert main([str(scored), "--output", str(tmp_path / "none" / "report.html")]) == 74
    assert "could not be written" in capsys.readouterr().err


def test_no_room_for_what_is_noted_gives_74_and_the_remedy(tmp_path, monkeypatch, capsys):
    full = f"PRAGMA max_page_count = 5; {scratch._TABLES}"
    monkeypatch.setattr(scratch, "_TABLES", full)
    path = tmp_path / "many.jsonl"
    write_rows([line(f"قال سالم {n}", article_id=f"a{n}") for n in range(1_000)], path)
    assert main([str(path)]) == 74
    told = capsys.readouterr().err
    assert told.startswith("classifier.report: what a report notes cannot be kept on disk (")
    assert "set TMPDIR to a folder that has room" in told


def test_no_statements_are_no_fault(tmp_path, capsys):
    path = tmp_path / "none.jsonl"
    path.write_text("")
    assert main([str(path), "--output", str(tmp_path / "report.html")]) == 0
    assert "no statements" in capsys.readouterr().err


def test_help_imports_nothing_heavy():
    code = (
        "import sys, classifier.report; "
        "sys.exit(bool({'numpy', 'jinja2', 'pyarrow'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_what_is_read_is_not_written_over(scored, article, tmp_path, capsys):
    table = tmp_path / "scored.csv"
    table.write_bytes(scored.read_bytes())
    assert main([str(table), "--output", str(table)]) == 2
    assert "would be written over" in capsys.readouterr().err
    assert table.read_bytes() == scored.read_bytes()


def test_articles_that_were_never_labelled_are_refused(tmp_path, capsys):
    path = tmp_path / "articles.jsonl"
    path.write_text(json.dumps({"id": "a", "text": TEXT}), encoding="utf-8")
    assert main([str(path)]) == 2
    assert "has no stance" in capsys.readouterr().err


def test_a_full_standard_output_ends_with_one_line(scored):
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "classifier.report", str(scored)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 74
    assert "standard output could not be written" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def watch(tmp_path):
    """Two nights of a watch, each a folder of results, the second with a line without a date."""
    nights = tmp_path / "2024-05-01", tmp_path / "2024-05-02"
    for night, words in zip(nights, ("نرحب بالحوار", "الوسطاء وصلوا أمس"), strict=True):
        night.mkdir()
        said = line(f"قال سالم: {words}", date=night.name)
        manifest = {"format": "tafawud-run", "state": "finished", "model": {"digest": "a"}}
        write_rows([said], night / "part-00000.jsonl")
        (night / "manifest.json").write_text(json.dumps(manifest))
    write_rows([line("قال سالم: سنرى", date="")], nights[1] / "part-00001.jsonl")
    return nights


@pytest.mark.parametrize(
    ("options", "statements", "told"),
    [
        ([], 3, []),
        (["--since", "2024-05-02"], 1, ["Only what was printed from 2024-05-02 on; 1 statements"]),
        (["--until", "2024-05-01"], 1, ["Only what was printed up to 2024-05-01; 1 statements"]),
        (["--since", "2024-05-01", "--until", "2024-05-02"], 2, ["from 2024-05-01 to 2024-05-02"]),
        (["--since", "2024-06-01"], 0, ["Only what was printed from 2024-06-01 on"]),
    ],
)
def test_a_report_may_tell_of_some_days_alone_and_says_so(
    watch, tmp_path, options, statements, told
):
    output = tmp_path / "report.json"
    names = [str(night) for night in watch]
    assert main([*names, *options, "--lang", "en", "--output", str(output)]) == 0
    summary = json.loads(output.read_text(encoding="utf-8"))
    assert summary["statements"] == statements
    assert len(summary["remarks"]) == len(told)
    assert all(part in remark for part, remark in zip(told, summary["remarks"], strict=True))


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (
            ["--since", "2024-05-03", "--until", "2024-05-01"],
            "--since 2024-05-03 is later than --until 2024-05-01; exchange them",
        ),
        (["--since", "yesterday"], "'yesterday' is no day like 2024-05-13"),
    ],
)
def test_days_that_are_none_are_refused(watch, capsys, options, why):
    try:
        code = main([str(watch[0]), *options])
    except SystemExit as ended:
        code = ended.code
    assert code == 2
    assert why in capsys.readouterr().err


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"state": "unfinished"}, "its run is not finished, part of it is missing"),
        ({"model": {"digest": "b"}}, "was labelled by another model than"),
        ({"format": "a stranger's", "state": ""}, ""),
        ({}, ""),
    ],
)
def test_folders_that_do_not_belong_together_are_told(watch, capsys, changed, why):
    path = watch[1] / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changed))
    assert main([str(night) for night in watch]) == 0
    told = capsys.readouterr().err
    assert (f"notice: {watch[1]}: {why}" in told) if why else told == ""


def test_a_damaged_manifest_does_not_keep_the_lines_from_being_read(watch, capsys):
    (watch[1] / "manifest.json").write_text("{")
    assert main([str(night) for night in watch]) == 0
    assert "cannot be read" in capsys.readouterr().err
