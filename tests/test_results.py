"""What is written comes back equal, opens in a spreadsheet, and appears whole or not at all."""

import csv
import gzip
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as some
from told_lines import HOSTILE, hostile_lines, line

from classifier.articles import limits
from classifier.errors import InputError, OutputError, UsageError
from classifier.flat import Layout
from classifier.predictions import prediction_row
from classifier.records import Article, Label, LabelledStatement, Reason, Span, Speaker, Statement
from classifier.results import read_rows, write_rows
from classifier.spreadsheet import guard, unguard

FORMS = (".jsonl", ".jsonl.gz", ".csv", ".parquet")


def no_surrogates(value):
    return json.loads(json.dumps(value).replace("\\ud800", "\\ufffd"))


@pytest.fixture
def labelled():
    text = "عنوان\nقال الوزير سالم إن بلاده مستعدة إذا توقف القصف."
    said = Statement(
        text[6:], 6, len(text), 21, len(text) - 1, "reported", "قال", "neutral",
        Speaker("سالم", "الوزير", "الحكومة", "سالم", "person", "verb-subject"),
    )  # fmt: skip
    article = Article("خبر#2", text, (Span(6, len(text)),), 0, len(text), "عنوان", "2024-02-10")
    stance = Label(
        "conditional", {"conditional": 0.7, "opposed": 0.3}, (Reason("إذا", 0.81, 0, 3),)
    )
    return LabelledStatement(article, said, {"stance": stance})


def test_a_prediction_line_has_every_field_in_the_order_of_the_design(labelled):
    row = prediction_row(labelled, explain=True)
    assert list(row) == [
        *("article_id", "statement_id", "title", "date", "outlet", "source", "text"),
        *("start", "end", "content_start", "content_end", "form", "cue", "cue_class"),
        *("speaker", "speaker_canonical", "role", "party", "attribution"),
        *("stance", "stance_probabilities", "sentiment", "sentiment_probabilities"),
        *("abstained", "condition_start", "condition_end", "cameo_hint", "plover_hint", "reasons"),
    ]
    assert row["statement_id"] == "خبر#2:6"
    assert (row["cameo_hint"], row["plover_hint"]) == ("036+100", "AGREE+REQUEST")
    assert row["reasons"]["stance"] == [["إذا", 0.81]]


def test_reasons_stand_in_a_line_only_when_they_were_asked_for(labelled):
    assert "reasons" not in prediction_row(labelled)


def test_a_label_under_the_wanted_confidence_is_kept_and_marked(labelled):
    row = prediction_row(labelled, min_confidence=0.9)
    assert (row["stance"], row["abstained"]) == ("conditional", True)
    assert not prediction_row(labelled, min_confidence=0.7)["abstained"]


def test_a_model_with_one_head_leaves_the_other_empty(labelled):
    row = prediction_row(labelled)
    assert (row["sentiment"], row["sentiment_probabilities"]) == ("", {})


@pytest.mark.parametrize("form", FORMS)
def test_lines_come_back_equal(tmp_path, form):
    rows = [
        line(),
        line('قال:\r\n"نعم"، ثم\tصمت\n', condition_start=3, condition_end=9, abstained=True),
        line(stance="hawk", stance_probabilities={"hawk": 0.1 + 0.2, "dove": 0.7}),
        line(sentiment="", sentiment_probabilities={}),
        line(id=7, year=2024, tags=["أ", None], note=None, stance_note="x", other="y"),
    ]
    rows[1]["reasons"] = {"stance": [["نعم", -0.25]], "sentiment": []}
    path = tmp_path / f"نتائج{form}"
    assert write_rows(rows, path) == len(rows)
    assert list(read_rows(path)) == rows


@pytest.mark.parametrize("form", FORMS)
def test_hostile_texts_come_back_equal(tmp_path, form):
    rows = hostile_lines()
    path = tmp_path / f"out{form}"
    write_rows(rows, path)
    found = list(read_rows(path))
    assert no_surrogates(found) == no_surrogates(rows)


@pytest.mark.parametrize("form", FORMS)
def test_keys_of_the_user_are_kept_and_may_differ_from_line_to_line(tmp_path, form):
    rows = [{"id": "1", "text": "أ", "topic": "سد"}, {"id": 2, "text": "ب", "extra": {"a": [1]}}]
    path = tmp_path / f"out{form}"
    write_rows(rows, path)
    assert list(read_rows(path)) == rows


@pytest.mark.parametrize("form", FORMS)
def test_no_lines_make_a_file_without_lines(tmp_path, form):
    path = tmp_path / f"out{form}"
    assert write_rows([], path) == 0
    assert list(read_rows(path)) == []


json_values = some.recursive(
    some.none() | some.booleans() | some.integers(-(2**62), 2**62) | some.text(),
    lambda inner: some.lists(inner, max_size=2) | some.dictionaries(some.text(), inner, max_size=2),
    max_leaves=4,
)


@given(some.lists(some.dictionaries(some.text(max_size=6), json_values, max_size=4), min_size=1))
def test_any_line_survives_flattening(rows):
    layout = Layout.of_row(rows[0])
    for row in rows:
        assert layout.unflatten(layout.flatten(row)) == row


@given(some.text(alphabet=some.sampled_from("=+-@＝'\t\r\n aق\u00a0\u2028\"")))
def test_the_formula_guard_can_be_undone(text):
    guarded = guard(text)
    assert unguard(guarded) == text
    assert not re.match(r"[^\S\r\n]*[=+\-@＝]|[\t\r\n]", guarded)


@given(some.text(alphabet=some.sampled_from("'0123eE/-:. \n")))
def test_the_guard_of_codes_can_be_undone(text):
    assert unguard(guard(text)) == text


@pytest.mark.parametrize("code", ["036", "1e5", "3/4", "7:250", "12-5-2024", "1234567890123456"])
def test_a_code_is_not_left_to_a_spreadsheet_to_reckon_with(code):
    assert guard(code) == f"'{code}"


@pytest.mark.parametrize("text", ["36", "0", "2024-02-10", "0.75", "1e-05", "ص 036", "خبر-1"])
def test_what_a_spreadsheet_keeps_is_left_alone(text):
    assert guard(text) == text


def test_a_csv_opens_in_a_spreadsheet_without_running_anything(tmp_path):
    path = tmp_path / "out.csv"
    write_rows(hostile_lines(), path)
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in data
    with path.open(encoding="utf-8-sig", newline="") as text:
        cells = [cell for row in csv.reader(text) for cell in row]
    assert not [cell for cell in cells if cell.lstrip()[:1] in set("=+@＝")]


def test_flattened_columns_are_named_by_label(tmp_path):
    path = tmp_path / "out.csv"
    write_rows([line()], path)
    heading = path.read_text(encoding="utf-8-sig").splitlines()[0]
    assert '"stance_supportive","stance_conditional"' in heading
    assert '"sentiment_negative"' in heading


def test_the_folder_of_results_is_read_in_the_order_of_names_without_the_manifest(tmp_path):
    write_rows([line("ثان")], tmp_path / "part-2.jsonl")
    write_rows([line("أول")], tmp_path / "part-1.parquet")
    (tmp_path / "manifest.jsonl").write_text("{}")
    (tmp_path / ".part-3.jsonl.tmp").write_text("{")
    assert [row["text"] for row in read_rows(tmp_path)] == ["أول", "ثان"]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.jsonl", b'{"text": "x"}\n{"text"', "a.jsonl:2: not a line of JSON"),
        ("a.jsonl", b"[1]\n", "a.jsonl:1: not a JSON object"),
        ("a.jsonl", b'{"text": "\xff"}\n', "not UTF-8"),
        ("a.jsonl", b"[" * 100_000, "not a line of JSON"),
        ("a.jsonl", b'{}\n"' + b"x" * limits.MAX_LINE, "a.jsonl:2: line is longer than"),
        ("a.jsonl.gz", b"nothing packed", "cannot be read"),
        ("a.jsonl.gz", gzip.compress(b"{}\n" * 99, mtime=0)[:-12] + b"x" * 12, "cannot be read"),
        ("a.csv", b"text,start\r\nx\r\n", "a.csv:2: 1 fields where the heading has 2"),
        ("a.csv", b"text,start\r\nx,y\r\n", "a.csv:2: not a row of results"),
        ("a.csv", b'text,start\r\n"x,1\r\ny,2\r\n', "a.csv:3: not a row of results"),
        ("a.csv", b'text,other\r\nx,"[1]"\r\n', "a.csv:2: not a row of results"),
        ("a.csv", b"text,start\r\n\xff,1\r\n", "a.csv:2: not UTF-8"),
        ("a.parquet", b"PAR1nothing", "not a Parquet file"),
    ],
)
def test_a_damaged_file_is_named_with_its_line_and_remedy(tmp_path, name, data, told):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"score it again|write it again|cannot be read") as error:
        list(read_rows(path))
    assert told in str(error.value)


def test_an_unknown_ending_is_refused(tmp_path):
    with pytest.raises(UsageError, match=r"must be one of .*\.parquet"):
        write_rows([], tmp_path / "out.xlsx")


def test_a_missing_file_and_an_empty_folder_are_refused(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        list(read_rows(tmp_path / "none.jsonl"))
    with pytest.raises(InputError, match="no results in this folder"):
        list(read_rows(tmp_path))


def test_a_folder_of_folders_of_results_is_refused_with_what_to_name(tmp_path):
    (tmp_path / "2024-05-12").mkdir()
    write_rows([], tmp_path / "2024-05-12" / "part-00000.jsonl")
    with pytest.raises(InputError) as caught:
        list(read_rows(tmp_path))
    assert str(caught.value).endswith(f"; name those in it: {tmp_path}/*")


def test_a_failed_writing_leaves_what_was_there(tmp_path):
    path = tmp_path / "out.jsonl"
    path.write_text("before")

    def broken():
        yield line()
        message = "a line that cannot be made"
        raise InputError(message)

    with pytest.raises(InputError):
        write_rows(broken(), path)
    assert path.read_text() == "before"
    assert [found.name for found in tmp_path.iterdir()] == ["out.jsonl"]


def test_an_unwritable_place_is_an_output_error(tmp_path):
    with pytest.raises(OutputError, match="could not be written"):
        write_rows([line()], tmp_path / "none" / "out.jsonl")
    (tmp_path / "folder.jsonl").mkdir()
    with pytest.raises(OutputError, match="could not be written"):
        write_rows([line()], tmp_path / "folder.jsonl")


def test_every_hostile_text_is_tried():
    assert len(hostile_lines()) == len(HOSTILE)
