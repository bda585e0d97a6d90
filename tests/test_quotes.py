import json
import re
from pathlib import Path

import pytest
from runs import model_in

from classifier import predict
from classifier.errors import InputError, UsageError
from training.quotes import Wanted, check, load, read, read_embedded
from training.schemes import CODEBOOK
from training.splits import near_duplicates

GOOD = {"text": "نرحب بالحوار", "stance": "supportive", "sentiment": "positive"}
OTHER = {"text": "نرفض الحوار", "stance": "opposed", "sentiment": "negative"}


@pytest.fixture
def write(tmp_path):
    def _write(*rows, name: str = "own.jsonl") -> Path:
        path = tmp_path / name
        lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return _write


def refusal(path: Path, *, embedded: bool = False) -> str:
    with pytest.raises(InputError) as caught:
        load([Wanted(path)], embedded=embedded)
    return str(caught.value)


def test_the_embedded_quotes_are_sound():
    found = load()
    assert len(found.quotes) > 5000
    assert found.notices == ()
    assert all(set(quote.labels) == set(CODEBOOK) for quote in found.quotes)


def test_quotes_are_read_from_json_lines_with_their_other_keys(write):
    (quote,) = read(write(GOOD | {"id": "a1", "topic": "libya", "page": 7}))
    assert (quote.id, quote.topic, quote.extra) == ("a1", "libya", {"page": 7})
    assert quote.place.endswith("own.jsonl:1")


def test_quotes_are_read_from_csv(write):
    path = write("text,stance,date", '"نرحب، بالحوار",supportive,2024-02-10', name="own.csv")
    (quote,) = read(path)
    assert (quote.text, dict(quote.labels), quote.date, quote.line) == (
        "نرحب، بالحوار",
        {"stance": "supportive"},
        "2024-02-10",
        2,
    )


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_separators_of_every_spreadsheet_are_read(tmp_path, mark):
    path = tmp_path / "own.csv"
    path.write_text(f"text{mark}stance\nنعم{mark}supportive\n", encoding="utf-8")
    assert read(path)[0].labels == {"stance": "supportive"}


def test_json_that_is_nested_without_end_is_refused_by_line(write):
    assert "own.jsonl:2: is no JSON (nested too deep)" in refusal(write(GOOD, "[" * 200_000))


def test_a_byte_order_mark_is_no_part_of_a_column_name(tmp_path):
    path = tmp_path / "excel.csv"
    path.write_bytes("\ufefftext,stance\nنعم,supportive\n".encode())
    assert read(path)[0].labels == {"stance": "supportive"}


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("{broken", "is no JSON"),
        ('["text"]', "is no JSON object"),
        (GOOD | {"text": "  "}, "its text is empty; fill it in or drop the line"),
        (GOOD | {"text": 5}, "its text is 5, not text; put it in quotation marks"),
        ({"stance": "opposed"}, "has no text (its keys: stance); fill it in"),
        ({"text": "نعم"}, "has neither stance nor sentiment (its keys: text); label it"),
        (GOOD | {"stance": 3}, "its stance is 3, not a name"),
    ],
)
def test_a_bad_row_is_refused_by_file_line_and_remedy(write, row, says):
    message = refusal(write(OTHER, row))
    assert "own.jsonl:2: " in message
    assert says in message


@pytest.mark.parametrize("name", ["said.jsonl", "said.csv"])
def test_what_predict_guessed_is_not_taken_for_labels(tmp_path, name):
    page, said = tmp_path / "page.txt", tmp_path / name
    page.write_text("وقال الوزير سالم الحربي إن حكومته ترحب بالحوار.", encoding="utf-8")
    asked = [str(page), "--model", str(model_in(tmp_path)), "--output", str(said)]
    assert predict.main(asked) == 0
    line = 2 if name.endswith(".csv") else 1
    assert refusal(said).startswith(f"{said}:{line}: its labels are guesses of predict")


def test_a_csv_row_of_another_width_is_refused(write):
    message = refusal(write("text,stance", "نعم,supportive,x", name="own.csv"))
    assert "own.csv:2: has 3 fields where the heading has 2; put texts in" in message


def test_an_open_quotation_mark_is_told_where_it_opens(write):
    path = write("text,stance", "نعم,supportive", '"لا,opposed', "لا,opposed", name="own.csv")
    assert "own.csv:3: is no CSV (a quotation mark is not closed)" in refusal(path)


def test_a_long_text_is_read_from_csv(write):
    text = "نعم " * 50_000
    (quote,) = read(write("text,stance", f"{text},supportive", name="own.csv"))
    assert quote.text == text


def test_a_text_that_was_kept_from_being_a_formula_is_read_as_it_was(write):
    path = write("text,stance", "'-لا,opposed", ",", "", name="own.csv")
    assert [quote.text for quote in read(path)] == ["-لا"]


def test_a_spreadsheet_that_is_no_csv_is_told_from_another_encoding(tmp_path):
    path = tmp_path / "own.xlsx"
    path.write_bytes(b"PK\x03\x04\x14\xff")
    assert refusal(path) == f"{path}: is a packed file, as .xlsx and .ods are; save it as CSV UTF-8"


def test_a_csv_without_a_text_column_is_refused(write):
    message = refusal(write("quote,stance", name="own.csv"))
    assert "own.csv:1: no column named text (its columns are quote, stance)" in message


def test_a_missing_file_is_named(tmp_path):
    assert "none.jsonl: no such file; check the name" in refusal(tmp_path / "none.jsonl")


def test_a_file_in_another_encoding_is_refused(tmp_path):
    (tmp_path / "own.jsonl").write_bytes("نعم".encode("cp1256"))
    assert "is not UTF-8" in refusal(tmp_path / "own.jsonl")


def test_an_empty_file_is_refused(write):
    assert "holds no quotes" in refusal(write(""))


def test_an_unknown_label_beside_the_embedded_quotes_is_refused_with_a_hint(write):
    message = refusal(write(GOOD, OTHER | {"stance": "oposed"}), embedded=True)
    assert "own.jsonl:2: unknown stance 'oposed'; did you mean 'opposed'?" in message
    assert "--no-embedded" in message


def test_a_scheme_of_ones_own_may_use_any_names(write):
    rows = [{"text": f"نص {n}", "stance": name} for n, name in enumerate(["مع", "ضد"] * 2)]
    found = load([Wanted(write(*rows))], embedded=False)
    assert set(found.labels("stance")) == {"مع", "ضد"}
    assert set(found.labels("sentiment")) == {None}


def test_labels_that_differ_by_case_or_spacing_are_refused(write):
    rows = [
        {"text": f"نص {n}", "stance": s} for n, s in enumerate(["FAVOR", "FAVOR", "Favor ", "X"])
    ]
    assert "own.jsonl:3: unknown stance 'Favor'; did you mean 'FAVOR'?" in refusal(write(*rows))


def test_a_label_that_occurs_once_is_refused(write):
    rows = [{"text": f"نص {n}", "stance": s} for n, s in enumerate(["for", "for", "fro"])]
    assert "own.jsonl:3: stance 'fro' occurs only once; did you mean 'for'?" in refusal(
        write(*rows)
    )


def test_a_head_with_one_label_is_refused(write):
    rows = [{"text": f"نص {n}", "stance": "for"} for n in range(3)]
    assert "every stance is 'for'; a head needs two labels" in refusal(write(*rows))


def test_one_text_with_two_labels_is_refused(write):
    message = refusal(write(GOOD, GOOD | {"stance": "opposed"}), embedded=True)
    assert "own.jsonl:2: the same text as line 1 with other labels; keep one" in message


def test_one_text_twice_with_the_same_labels_counts_once_and_is_told(write):
    found = load([Wanted(write(GOOD, OTHER, GOOD, OTHER | {"text": "نرفض"}))])
    own = [quote for quote in found.quotes if quote.source.endswith("own.jsonl")]
    assert len(own) == 3
    assert "own.jsonl:3: the same text as" in found.notices[0]


def test_the_user_s_label_of_an_embedded_text_holds(write):
    first = next(iter(read_embedded()))
    label = "neutral" if first.labels["stance"] != "neutral" else "opposed"
    path = write({"text": first.text, "stance": label, "sentiment": "neutral"})
    found = load([Wanted(path, 3.0)])
    (own,) = [quote for quote in found.quotes if quote.text == first.text]
    assert (own.labels["stance"], own.weight) == (label, 3.0)
    assert "the later labels hold" in found.notices[0]


def test_an_id_used_twice_is_refused(write):
    assert "id x was used on line 1" in refusal(write(GOOD | {"id": "x"}, OTHER | {"id": "x"}))


@pytest.mark.parametrize(
    "argument", ["own.jsonl:0", "own.jsonl:-1", "own.jsonl:much", "own.jsonl:inf"]
)
def test_a_weight_that_is_no_number_above_zero_is_refused(argument):
    with pytest.raises(UsageError, match="must be a number above 0"):
        Wanted.parse(argument)


@pytest.mark.parametrize(
    ("argument", "path", "weight"),
    [("own.jsonl", "own.jsonl", 1.0), ("own.jsonl:2.5", "own.jsonl", 2.5), ("a:b/c", "a:b/c", 1.0)],
)
def test_a_weight_stands_behind_a_colon(argument, path, weight):
    assert Wanted.parse(argument) == Wanted(Path(path), weight)


def test_the_digest_changes_with_a_label_and_not_with_an_id(write):
    one, other, third = (
        check(read(write(row, OTHER)), codebook=True).digest
        for row in (GOOD, GOOD | {"id": "x"}, GOOD | {"sentiment": "neutral"})
    )
    assert one == other != third


def test_the_counts_of_the_datasheet_are_true():
    sheet = (Path(__file__).parent.parent / "training" / "data" / "README.md").read_text("utf-8")
    quotes = list(read_embedded())
    assert f"{len(quotes):,} quotes" in sheet
    for origin in {quote.origin for quote in quotes}:
        count = sum(quote.origin == origin for quote in quotes)
        assert f"| `{origin}` | {count:,} |" in sheet
    for head, labels in CODEBOOK.items():
        for label in labels:
            count = sum(quote.labels[head] == label for quote in quotes)
            assert f"| {head} | `{label}` | {count:,} |" in sheet


def test_the_collections_for_newspapers_are_sound_and_apart_from_the_embedded_quotes():
    folder = Path(__file__).parent.parent / "training" / "data"
    sheet = (folder / "README.md").read_text("utf-8")
    every = list(read_embedded())
    for name in ("stream", "talks"):
        found = load([Wanted(folder / f"{name}.jsonl")], embedded=False)
        assert found.notices == ()
        assert all(set(quote.labels) == set(CODEBOOK) for quote in found.quotes)
        assert all(quote.speaker in quote.text for quote in found.quotes)
        assert re.search(rf"`{name}.jsonl` \({len(found.quotes):,}\b", sheet)
        every += found.quotes
    assert near_duplicates(every) == []
