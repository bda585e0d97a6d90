"""The door `classifier.predict`: what it takes, what it says, with which exit code it ends."""

import csv
import gzip
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from runs import ROOT, SAID, articles_in, environment, predict, start

from classifier import outputs
from classifier import predict as door
from classifier.results import read_rows

TEXT = "\n".join(SAID)
ASIDE = "(set it aside with --keep-going, or mend it)"


@pytest.fixture
def page(tmp_path):
    file = tmp_path / "خبر.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def lines_of(file):
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


# --- what comes out -----------------------------------------------------------------------


def test_a_page_goes_in_and_its_statements_come_out(ask, page, tmp_path):
    assert ask(page, "--output", tmp_path / "out.jsonl") == (0, "")
    rows = lines_of(tmp_path / "out.jsonl")
    assert rows[0]["article_id"] == "خبر"
    assert rows[0]["speaker"] == "سالم الحربي"
    for row in rows:
        assert TEXT[row["start"] : row["end"]] == row["text"]
        assert row["stance"] in row["stance_probabilities"]
        assert row["sentiment"] in row["sentiment_probabilities"]
        assert "reasons" not in row


@pytest.mark.parametrize("ending", ["jsonl", "jsonl.gz", "csv", "parquet"])
def test_the_ending_chooses_the_form_and_the_lines_are_the_same(ask, page, tmp_path, ending):
    assert ask(page, "--output", tmp_path / "out.jsonl")[0] == 0
    assert ask(page, "--output", tmp_path / f"out.{ending}") == (0, "")
    read = list(read_rows(tmp_path / f"out.{ending}"))
    assert read == lines_of(tmp_path / "out.jsonl")


def test_csv_has_a_column_a_label(ask, page, tmp_path):
    ask(page, "--output", tmp_path / "out.csv")
    table = csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text("utf-8-sig")))
    assert {"stance_supportive", "sentiment_negative", "cameo_hint"} <= set(table.fieldnames)


def test_html_shows_the_article_with_its_statements_marked(ask, page, tmp_path):
    assert ask(page, "--output", tmp_path / "out.html") == (0, "")
    shown = (tmp_path / "out.html").read_text("utf-8")
    assert 'dir="rtl"' in shown
    assert "وسار الناس في الشوارع" in shown  # narration: the whole article is there
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_folder_gets_parts_a_manifest_and_the_texts_of_pages(ask, tmp_path):
    body = "".join(f"<p>{line}</p>" for line in SAID * 4)
    web = tmp_path / "web.html"
    head = '<html><head><meta charset="utf-8"><title>خبر</title></head>'
    web.write_text(f"{head}<body><article>{body}</article></body></html>", encoding="utf-8")
    assert ask(web, "--output", f"{tmp_path}/out/") == (0, "")
    (text,) = lines_of(tmp_path / "out/texts/part-00000.jsonl")
    rows = lines_of(tmp_path / "out/part-00000.jsonl")
    assert rows
    assert all(text["text"][row["start"] : row["end"]] == row["text"] for row in rows)
    assert (tmp_path / "out/manifest.json").is_file()


def test_without_output_lines_go_to_standard_output(model, page):
    code, out, err = predict(page, "--model", model)
    assert (code, err) == (0, "")
    assert all(json.loads(line)["article_id"] == "خبر" for line in out.splitlines())


def test_standard_input_is_read(model, page, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "classifier.predict", "-", "--model", model],
        input=page.read_bytes(),
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        check=True,
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert rows[0]["source"] == "stdin"


def test_a_table_is_printed_to_read(model, page, capsys):
    assert door.main([str(page), "--model", str(model), "--table"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("stance")
    assert "سالم الحربي" in shown


def test_a_table_and_a_file_can_be_had_together(model, page, tmp_path, capsys):
    out = tmp_path / "out.parquet"
    assert door.main([str(page), "--model", str(model), "--table", "--output", str(out)]) == 0
    assert capsys.readouterr().out.startswith("stance")
    assert out.is_file()


def test_under_min_confidence_a_label_is_marked_as_abstained_and_stays(ask, page, tmp_path):
    ask(page, "--output", tmp_path / "a.jsonl", "--min-confidence", "1")
    ask(page, "--output", tmp_path / "b.jsonl", "--min-confidence", "0")
    first, second = lines_of(tmp_path / "a.jsonl"), lines_of(tmp_path / "b.jsonl")
    assert all(row["abstained"] for row in first)
    assert not any(row["abstained"] for row in second)
    assert [row["stance"] for row in first] == [row["stance"] for row in second]


def test_with_explain_each_label_names_the_words_that_decided(ask, page, tmp_path):
    ask(page, "--output", tmp_path / "out.jsonl", "--explain")
    for row in lines_of(tmp_path / "out.jsonl"):
        for pairs in row["reasons"].values():
            assert 1 <= len(pairs) <= 5
            assert all(words in row["text"] for words, _ in pairs)
            weights = [abs(weight) for _, weight in pairs]
            assert weights == sorted(weights, reverse=True)


def test_the_condition_of_a_conditional_statement_is_pointed_at(ask, page, tmp_path):
    ask(page, "--output", tmp_path / "out.jsonl")
    rows = lines_of(tmp_path / "out.jsonl")
    found = [row for row in rows if row["stance"] == "conditional"]
    assert [TEXT[row["condition_start"] : row["condition_end"]] for row in found] == [
        "ما لم تتوقف الغارات"
    ]
    assert all(row["condition_start"] is None for row in rows if row not in found)


def test_the_same_page_gives_the_same_bytes_whatever_the_way(ask, page, tmp_path):
    for name in ("one", "two"):
        ask(page, "--output", tmp_path / f"{name}.jsonl", "--jobs", 1 if name == "one" else 2)
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


# --- bad input: one line, the right code, nothing under the final name ---------------------

BAD = [
    ("empty.txt", b"", "is empty: nothing to read"),
    ("empty.jsonl", b"", "is empty: nothing to read"),
    (
        "damaged.txt",
        ("قال المتحدث إن اللقاء تأجل. " * 9).encode() + b"\xff\xfe\xff",
        "not UTF-8 (byte 0xFF at 451), though the rest is: damaged; save it again as UTF-8",
    ),
    (
        "lines.jsonl:1",
        b"{\n",
        "not valid JSON (Expecting property name enclosed in double quotes at column 2)",
    ),
    (
        "lines.jsonl:1",
        b'{"id": "a"}\n',
        'has no field "text"; the fields read are id, text, title, date, outlet, source, url; '
        "it has id: rename what holds them (docs/records.md tells how)",
    ),
]


@pytest.mark.parametrize(("place", "data", "why"), BAD)
def test_unusable_input_gets_one_line_and_code_2(ask, tmp_path, place, data, why):
    file = tmp_path / place.split(":")[0]
    file.write_bytes(data)
    out = tmp_path / "out.jsonl"
    assert ask(file, "--output", out) == (2, f"{tmp_path / place}: {why} {ASIDE}\n")
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_with_keep_going_the_rest_is_done_and_the_code_is_1(ask, page, tmp_path):
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"")
    code, err = ask(bad, page, "--output", tmp_path / "out.jsonl", "--keep-going")
    assert code == 1
    assert err == f"{bad}: is empty: nothing to read\n1 of 2 inputs set aside\n"
    assert lines_of(tmp_path / "out.jsonl")


def test_a_duplicate_id_is_refused_naming_both_lines(ask, tmp_path):
    file = articles_in(tmp_path / "a.jsonl", 2)
    file.write_text(file.read_text("utf-8") * 2, encoding="utf-8")
    code, err = ask(file, "--output", tmp_path / "out.jsonl")
    assert code == 2
    assert err == f"{file}:3: the id «a0» stands already in {file}:1; ids must differ {ASIDE}\n"
    assert not (tmp_path / "out.jsonl").exists()


def test_windows_1256_is_read_with_a_notice(ask, tmp_path):
    file = tmp_path / "old.txt"
    file.write_bytes(TEXT.encode("cp1256"))
    assert ask(file, "--output", tmp_path / "out.jsonl") == (
        0,
        f"notice: {file}: read as Windows-1256\n",
    )
    assert lines_of(tmp_path / "out.jsonl")[0]["speaker"] == "سالم الحربي"


def test_who_types_a_text_is_told_how_it_ends(ask, monkeypatch):
    class Keyboard(io.BytesIO):
        buffer = property(lambda self: self)

        def isatty(self):
            return True

    monkeypatch.setattr(sys, "stdin", Keyboard(TEXT.encode()))
    code, told = ask("-")
    assert code == 0
    assert told.splitlines()[0] == (
        "reads what you type or paste; end it with Ctrl-D on a line of its own"
    )


def test_files_of_a_folder_that_are_not_read_are_told(ask, tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    for name in ("a.txt", "b.docx", "c.PDF", ".hidden"):
        (folder / name).write_text(TEXT, encoding="utf-8")
    assert ask(folder, "--output", tmp_path / "out.jsonl") == (
        0,
        f"notice: {folder / 'b.docx'} and 1 more: passed over, not of a known ending "
        "(.docx .pdf)\n",
    )


def test_no_arabic_and_no_statements_are_fine_with_a_notice(ask, tmp_path):
    file = tmp_path / "latin.txt"
    file.write_text("Nothing was said today.")
    code, err = ask(file, "--output", tmp_path / "out.jsonl")
    assert code == 0
    assert err == (
        f"notice: {file}: hardly any Arabic letters: no statements are to be expected\n"
        f"notice: {file}: no statements were found\n"
    )
    assert (tmp_path / "out.jsonl").read_bytes() == b""


@pytest.mark.parametrize("ending", ["csv", "parquet", "html", "jsonl.gz"])
def test_no_statements_still_make_a_file_of_every_form(ask, tmp_path, ending):
    file = tmp_path / "silent.txt"
    file.write_text("وسار الناس في الشوارع.", encoding="utf-8")
    assert ask(file, "--output", tmp_path / f"out.{ending}")[0] == 0
    assert (tmp_path / f"out.{ending}").is_file()


def test_a_text_over_the_limit_is_refused_naming_the_option(ask, page):
    code, err = ask(page, "--max-text", 50)
    assert code == 2
    assert "the limit is 50; raise it with --max-text" in err


def test_a_missing_model_is_said_in_one_line(page, tmp_path, capsys):
    missing = tmp_path / "none.model"
    assert door.main([str(page), "--model", str(missing)]) == 2
    err = capsys.readouterr().err
    assert err == (
        f"classifier.predict: no model at {missing}: "
        "make one with `make train` or `python -m training.train`\n"
    )


def test_the_model_is_taken_from_the_environment(model, page, monkeypatch, tmp_path):
    monkeypatch.setenv("TAFAWUD_MODEL", str(model))
    assert door.main([str(page), "--output", str(tmp_path / "out.jsonl")]) == 0
    monkeypatch.setenv("TAFAWUD_MODEL", str(tmp_path / "none.model"))
    assert door.main([str(page)]) == 2


def test_an_output_that_cannot_be_written_is_said_before_the_work(ask, page, tmp_path):
    out = tmp_path / "none" / "out.jsonl"
    assert ask(page, "--output", out) == (
        74,
        f"{out}: could not be written (there is no folder {out.parent}); choose another --output\n",
    )


def test_a_folder_where_a_file_stands_cannot_be_written(ask, page):
    code, err = ask(page, "--output", f"{page}/out/")
    assert code == 74
    assert "cannot be written (Not a directory)" in err


def test_an_unknown_ending_is_named_with_the_known_ones(ask, page, tmp_path):
    code, err = ask(page, "--output", tmp_path / "out.xlsx")
    assert code == 2
    assert "the ending of --output must be one of .jsonl .jsonl.gz .csv .parquet .html" in err


def test_what_is_not_there_and_nothing_at_all_are_told_apart(ask, tmp_path):
    none = tmp_path / "none.txt"
    assert ask(none) == (2, f"{none}: no such file or folder; check the name\n")
    code, err = ask()
    assert code == 2
    assert err == "nothing to read: name a PATH, or --statements FILE.jsonl (see --help)\n"


def test_a_cluster_needs_a_place_that_all_its_machines_see(ask, page, tmp_path):
    code, err = ask(page, "--cluster", "tcp://127.0.0.1:1")
    assert code == 2
    assert err == "--cluster needs an --output that all its machines see under the same path\n"
    code, err = ask("--statements", page, "--cluster", "tcp://127.0.0.1:1")
    assert (code, err) == (2, "--statements works on this machine only: leave --cluster out\n")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (["--jobs", "0"], "argument --jobs: '0' is no whole number from 1"),
        (["--jobs", "two"], "argument --jobs: 'two' is no whole number from 1"),
        (["--min-confidence", "2"], "argument --min-confidence: '2' is no number from 0 to 1"),
        (["--tabel"], "unrecognized arguments: --tabel; did you mean --table?"),
        (["--zzz"], "unrecognized arguments: --zzz"),
        (["--a\x1b[2J\nb"], "unrecognized arguments: --a␦[2J b"),
    ],
)
def test_a_wrong_option_is_told_in_one_harmless_line(page, wrong, told, capsys):
    with pytest.raises(SystemExit) as caught:
        door.main([str(page), *wrong])
    assert caught.value.code == 2
    assert capsys.readouterr().err == f"classifier.predict: {told} (see --help)\n"


def test_an_old_result_survives_a_run_that_is_refused(ask, tmp_path):
    out = tmp_path / "out.jsonl"
    out.write_text("before")
    bad = tmp_path / "bad.jsonl"
    bad.write_text("{\n")
    assert ask(bad, "--output", out)[0] == 2
    assert out.read_text() == "before"


def test_a_reader_who_has_had_enough_ends_the_run_without_noise(model, tmp_path):
    file = articles_in(tmp_path / "a.jsonl", 2_000, 3)
    process = start(file, "--model", model)
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait(60) == 74


def as_process(command, model):
    """A command line of the shell in which $PREDICT is the door: exit code and standard error."""
    env = environment() | {"PREDICT": f"{sys.executable} -m classifier.predict --model {model}"}
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=ROOT, env=env, capture_output=True, check=False, text=True
    )
    return done.returncode, done.stderr.replace("classifier.predict: ", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
@pytest.mark.parametrize("options", ["{page}", "{page} --table", "--statements {lines}"])
def test_a_standard_output_that_is_full_or_closed_is_said_in_one_line(
    model, page, tmp_path, options
):
    lines = statements_in(tmp_path / "in.jsonl", {"id": 1, "text": SAID[0]})
    asked = "$PREDICT " + options.format(page=page, lines=lines)
    full = "standard output could not be written (No space left on device)\n"
    assert as_process(f"{asked} >/dev/full", model) == (74, full)
    closed = "standard output is closed; name an --output\n"
    assert as_process(f"{asked} >&-", model) == (74, closed)


@pytest.mark.parametrize("options", ["-", "--statements -"])
def test_a_standard_input_that_is_closed_is_said_in_one_line(model, options):
    code, err = as_process(f"$PREDICT {options} <&-", model)
    assert (code, err) == (2, "standard input is closed: nothing can be read from it\n")


def test_a_run_does_not_write_over_what_it_reads(ask, tmp_path):
    file = articles_in(tmp_path / "a.jsonl", 3)
    before = file.read_bytes()
    why = f"{file}: is read and would be written over; choose another --output\n"
    assert ask(tmp_path, "--output", file) == (2, why)
    assert ask("--statements", file, "--output", file) == (2, why)
    part = articles_in(tmp_path / "part-00000.jsonl", 3)
    code, err = ask(part, "--output", f"{tmp_path}/")
    assert (code, err) == (2, why.replace(str(file), str(part)))
    assert file.read_bytes() == part.read_bytes() == before


def test_an_id_cannot_break_the_line_or_move_the_terminal(ask, tmp_path):
    file = tmp_path / "a.jsonl"
    row = json.dumps({"id": "س\n\x1b[31m\u202e", "text": TEXT})
    file.write_text(f"{row}\n{row}\n")
    code, err = ask(file)
    assert (code, err.count("\n")) == (2, 1)
    assert "the id «س ␛[31m␛» stands".replace("␛", "␦") in err


# --- statements ---------------------------------------------------------------------------


def statements_in(file, *rows):
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return file


def test_statements_come_back_in_order_with_their_other_keys(ask, tmp_path):
    rows = [{"id": n, "text": SAID[n % 4], "day": [n], "stance": "mine"} for n in range(700)]
    file = statements_in(tmp_path / "in.jsonl", *rows)
    assert ask("--statements", file, "--output", tmp_path / "out.jsonl") == (0, "")
    made = lines_of(tmp_path / "out.jsonl")
    assert [(row["id"], row["text"], row["day"]) for row in made] == [
        (row["id"], row["text"], row["day"]) for row in rows
    ]
    for row in made:
        assert row["input_stance"] == "mine"
        assert "input_sentiment" not in row
        assert row["stance"] in row["stance_probabilities"]
        assert {"abstained", "condition_start", "cameo_hint", "plover_hint"} <= row.keys()


def test_statements_are_the_same_bytes_with_several_processes(ask, tmp_path):
    rows = [{"id": n, "text": SAID[n % 4]} for n in range(1_500)]
    file = statements_in(tmp_path / "in.jsonl", *rows)
    for jobs in (1, 2):
        ask("--statements", file, "--output", tmp_path / f"{jobs}.jsonl", "--jobs", jobs)
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes()


def test_a_statement_is_labelled_as_it_is_in_its_article(ask, page, tmp_path):
    ask(page, "--output", tmp_path / "whole.jsonl")
    rows = lines_of(tmp_path / "whole.jsonl")
    cut = [{"id": row["statement_id"], "text": row["text"], "start": row["start"]} for row in rows]
    file = statements_in(tmp_path / "in.jsonl", *cut)
    ask("--statements", file, "--output", tmp_path / "out.jsonl")
    names = ("stance_probabilities", "sentiment_probabilities", "condition_start", "condition_end")
    assert [[row[name] for name in names] for row in lines_of(tmp_path / "out.jsonl")] == [
        [row[name] for name in names] for row in rows
    ]


@pytest.mark.parametrize("jobs", [1, 2])
def test_statements_are_read_no_further_ahead_than_needed(model, jobs):
    from pathlib import Path

    from classifier.model_file import load_model
    from classifier.relabelling import AHEAD, Lines, relabel_all
    from classifier.work import Work

    taken = []

    def batches():
        for number in range(1, 100):
            taken.append(number)
            yield Lines("in", number, (json.dumps({"id": number, "text": SAID[0]}).encode(),))

    results = relabel_all(batches(), Work(model, load_model(model).digest, Path()), jobs)
    next(results)
    assert len(taken) <= AHEAD * jobs
    results.close()


BAD_STATEMENTS = [
    (b'{"text": "x"}', 'has no field "id"; a line needs "id" and "text"'),
    (b'{"id": 1}', 'has no field "text"; a line needs "id" and "text"'),
    (b'{"id": 1, "text": 5}', 'the field "text" is not text'),
    (b'{"id": 1, "text": " "}', "text is empty"),
    (b"[1]", "not a JSON object: one {…} a line is expected"),
    (b"null", "not a JSON object: one {…} a line is expected"),
    (b"{", "not valid JSON (Expecting property name enclosed in double quotes at column 2)"),
    (b'{"id": "\xff"}', "not valid UTF-8 (byte 9); save the file again as UTF-8"),
]


@pytest.mark.parametrize(("line", "why"), BAD_STATEMENTS)
def test_a_bad_statement_is_named_by_file_and_line(ask, tmp_path, line, why):
    file = tmp_path / "in.jsonl"
    good = json.dumps({"id": "a", "text": SAID[0]}).encode()
    file.write_bytes(good + b"\n\n" + line + b"\n" + good)
    out = tmp_path / "out.jsonl"
    assert ask("--statements", file, "--output", out) == (2, f"{file}:3: {why} {ASIDE}\n")
    assert not out.exists()
    code, err = ask("--statements", file, "--output", out, "--keep-going")
    assert (code, err) == (1, f"{file}:3: {why}\n")
    assert len(lines_of(out)) == 2


@pytest.mark.parametrize("data", [b"", b"\n \n"])
def test_no_statements_in_a_file_are_said_in_one_line(ask, tmp_path, data):
    file = tmp_path / "in.jsonl"
    file.write_bytes(data)
    assert ask("--statements", file, "--output", tmp_path / "o.jsonl") == (
        2,
        f"{file}: is empty: nothing to read\n",
    )
    assert not (tmp_path / "o.jsonl").exists()


def test_packed_statements_with_a_byte_order_mark_are_read(ask, tmp_path):
    file = tmp_path / "in.jsonl.gz"
    line = json.dumps({"id": "a", "text": SAID[0]})
    file.write_bytes(gzip.compress(("\ufeff" + line).encode()))
    assert ask("--statements", file, "--output", tmp_path / "o.jsonl") == (0, "")


def test_half_a_pair_of_surrogates_does_no_harm(ask, tmp_path):
    file = tmp_path / "in.jsonl"
    file.write_bytes(rb'{"id": "a", "text": "\u0642\u0627\u0644 \ud800"}')
    assert ask("--statements", file, "--output", tmp_path / "o.jsonl") == (0, "")
    assert lines_of(tmp_path / "o.jsonl")[0]["text"] == "قال \ud800"


def test_statements_have_no_table(ask, page):
    code, err = ask("--statements", page, "--table")
    assert (code, err) == (2, "--statements has no table: leave --table out\n")


def test_statements_and_paths_exclude_each_other(ask, page, tmp_path):
    code, err = ask(page, "--statements", tmp_path / "in.jsonl")
    assert (code, err) == (2, f"{page}: name a PATH or --statements, not both\n")
    code, err = ask("--statements", tmp_path / "none.jsonl")
    assert (code, err) == (2, f"{tmp_path / 'none.jsonl'}: no such file; check the name\n")


# --- progress -----------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no pseudo-terminals here")
def test_progress_with_rate_and_time_left_is_shown_on_a_terminal_only(model, tmp_path):
    file = articles_in(tmp_path / "a.jsonl", 900, 1)
    termios = pytest.importorskip("termios")
    ours, theirs = os.openpty()
    termios.tcsetwinsize(ours, (24, 100))
    process = subprocess.Popen(
        [sys.executable, "-m", "classifier.predict", file, "--model", model],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    try:
        while data := os.read(ours, 4096):
            shown += data
    except OSError:  # Linux says so when the other end is closed
        pass
    os.close(ours)
    assert process.wait(60) == 0
    assert b"/900 [" in shown
    assert b"articles/s" in shown


# --- quickness ----------------------------------------------------------------------------


def loaded_by(*arguments):
    """The packages that are loaded when the door has done its work in a fresh process."""
    code = (
        "import sys\nfrom classifier.predict import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print('loaded:', *sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
    )
    return {name.partition(".")[0] for name in done.stderr.partition("loaded:")[2].split()}


def test_help_loads_nothing_heavy():
    assert not loaded_by("--help") & {"numpy", "pyarrow", "sklearn", "jinja2", "tqdm", "joblib"}


def test_one_article_loads_only_what_it_needs(model, page):
    heavy = {"sklearn", "scipy", "pandas", "pyarrow", "jinja2", "tqdm", "joblib", "lxml"}
    heavy |= {"trafilatura", "fastwarc", "charset_normalizer", "numba", "distributed"}
    assert not loaded_by(page, "--model", model) & heavy


def test_the_endings_that_help_names_are_those_that_are_written():
    assert door.FORMS == outputs.FORMS


def test_an_interruption_before_anything_is_finished_promises_nothing(
    ask, page, tmp_path, monkeypatch
):
    def broken_off(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("classifier.workforce.do_shard", broken_off)
    for name in ("out/", "out.jsonl"):
        line = "interrupted; nothing was finished, and nothing is kept\n"
        assert ask(page, "--output", f"{tmp_path}/{name}") == (130, line)
    assert not list(tmp_path.glob("*out*"))
