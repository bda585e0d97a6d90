"""What goes to a labelling tool comes back equal, and what cannot be placed is named."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from tasks import SAID, TEXT, any_tasks, article, quote, span_of, texts

from classifier.errors import InputError, UsageError
from classifier.records import Span
from training.exchange import READERS, WRITERS, Guess, Mark, Task, read, read_text, write
from training.exchange.anchors import Plain, anchor, from_utf16


def again(tasks, form):
    """The tasks after a way out and back."""
    found = read_text(write(tasks, form).decode("utf-8-sig"), form)
    assert not found.refusals
    return list(found.tasks)


@pytest.mark.parametrize("form", READERS)
@given(tasks=some.lists(any_tasks(), max_size=3))
def test_any_task_comes_back_equal(form, tasks):
    assert again(tasks, form) == tasks


@pytest.mark.parametrize("form", READERS)
@settings(max_examples=30)
@given(tasks=some.lists(any_tasks(), max_size=2), way=some.lists(some.sampled_from(list(READERS))))
def test_any_way_through_several_formats_ends_where_it_began(form, tasks, way):
    found = tasks
    for one in (*way, form):
        found = again(found, one)
    assert found == tasks


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize("task", [article(), quote(), quote(marks=()), article(marks=())])
def test_everything_that_a_task_may_have_comes_back(form, task):
    assert again([task], form) == [task]


@pytest.mark.parametrize("form", READERS)
def test_annotators_are_kept_apart(form):
    size = len(quote().text)
    both = (
        Mark(0, size, {"stance": "opposed"}, annotator="ليلى"),
        Mark(0, size, {"stance": "neutral"}, annotator="سالم", fields={"sure": False}),
    )
    assert again([quote(marks=both)], form)[0].marks == both


@pytest.mark.parametrize("form", READERS)
def test_half_a_letter_comes_back(form):
    """A lone surrogate cannot be written as UTF-8; JSON has an escape for it."""
    text = "قال\ud800 نعم"
    task = quote(text, fields={"x\ud800": "\ud800"})
    assert again([task], form) == [task]


@pytest.mark.parametrize("form", WRITERS)
def test_no_tasks_make_a_file_without_tasks(form):
    data = write([], form).decode("utf-8-sig")
    assert form not in READERS or read_text(data, form).tasks == ()


@pytest.mark.parametrize("form", WRITERS)
def test_the_same_tasks_make_the_same_bytes(form):
    assert write([article(), quote()], form) == write([article(), quote()], form)


# --- our own rows -------------------------------------------------------------------------


def rows(*objects):
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects)


def test_a_gold_article_is_read_and_written_as_it_is():
    gold = {
        "id": "خبر",
        "title": "عنوان",
        "text": TEXT,
        "statements": [
            {
                "start": 0,
                "end": len(SAID),
                "text": SAID,
                "speaker": "سالم",
                "cue": "قال",
                "stance": "supportive",
                "sentiment": "positive",
                "form": "direct",
                "party": "",
            }
        ],
    }
    assert json.loads(write(read_text(rows(gold), "jsonl").tasks, "jsonl")) == gold


def test_what_predict_labelled_is_a_guess_and_no_label():
    line = {"text": "قال: لا", "stance": "opposed", "stance_probabilities": {"opposed": 0.8}}
    (task,) = read_text(rows(line), "jsonl").tasks
    assert task.marks[0].labels == {}
    assert task.marks[0].guesses == {"stance": Guess("opposed", 0.8)}


def test_what_a_person_writes_into_a_line_of_predict_is_a_label():
    line = {
        "text": "قال: لا",
        "stance": "accusing",
        "stance_guess": "opposed",
        "stance_probabilities": {"opposed": 0.8},
    }
    (task,) = read_text(rows(line), "jsonl").tasks
    assert task.marks[0].labels == {"stance": "accusing"}


def test_a_row_without_labels_or_statements_is_an_article_that_nobody_marked():
    (task,) = read_text(rows({"id": 7, "text": TEXT, "date": "2024"}), "jsonl").tasks
    assert task == Task("7", TEXT, "article", (), {"date": "2024"})


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "own.jsonl:2: is no JSON (Expecting property name enclosed in double quotes "
              "at column 2); one object a line"),
        ("[1]", "own.jsonl:2: is no JSON object; one {…} a line is expected"),
        ("[" * 100_000, "own.jsonl:2: is no JSON ("),
        ('{"id": 1}', "own.jsonl:2: has no text; its keys are id"),
        ('{"text": 3}', "own.jsonl:2: its text is 3, not text; its keys are text"),
        ('{"text": "قال", "stance": 3}', "own.jsonl:2: its stance is 3, not text"),
        ('{"text": "قال", "statements": "x"}',
         "own.jsonl:2: its statements are no list of objects"),
        ('{"text": "قال", "statements": [{"start": 0, "end": 9}]}',
         "own.jsonl:2: statement 0–9 is outside of its text (0–3)"),
        ('{"text": "قال", "statements": [{"start": "0", "end": 3}]}',
         "own.jsonl:2: a statement's start is '0', not a whole number"),
        ('{"text": "قال", "statements": [{"start": 0, "end": 3, "text": "نفى"}]}',
         "own.jsonl:2: statement 0–3 does not hold the text that was marked, which stands nowhere "
         "in the article; mark it again"),
        ('{"text": "لا ولا", "statements": [{"start": 1, "end": 3, "text": "لا"}]}',
         "own.jsonl:2: statement 1–3 does not hold the text that was marked, which stands 2 times "
         "in the article; mark it again"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_used_is_named_and_the_others_are_read(line, told):
    found = read_text(
        f"{rows({'text': 'نعم'})}{line}\n{rows({'text': 'لا'})}", "jsonl", "own.jsonl"
    )
    (refusal,) = found.refusals
    assert str(refusal).startswith(told)
    assert told.endswith("(") or str(refusal) == told
    assert {"نعم", "لا"} <= {task.text for task in found.tasks}


def test_a_statement_that_cannot_be_placed_costs_only_itself():
    row = {
        "text": TEXT,
        "statements": [
            {"start": 0, "end": 3, "text": "نفى"},
            {"start": 0, "end": 3, "text": "قال", "stance": "neutral"},
        ],
    }
    found = read_text(rows(row), "jsonl")
    assert [mark.labels for mark in found.tasks[0].marks] == [{"stance": "neutral"}]
    assert len(found.refusals) == 1


# --- files --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.jsonl", b"\xff", "a.jsonl: is not UTF-8 (byte 1); save it as UTF-8 (Excel: CSV UTF-8)"),
        ("a.json", b"{}", "a.json:1: is no list of tasks; export as JSON (not JSON-MIN, not CSV)"),
        ("a.json", b"[{},\n{]", "a.json:2: is no JSON (Expecting property name enclosed in double "
                                "quotes at line 2, column 2); export it again"),
        ("a.json", b"[{}\n", "a.json:2: is no JSON (Expecting ',' or ']' at line 2, column 1); "
                            "export it again"),
        ("a.csv", b"id,texte\n", "a.csv:1: no column named text (its columns are id, texte); "
                              "name one so on line 1"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_named_with_line_and_remedy(tmp_path, name, data, told):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError) as error:
        read([tmp_path / name])
    assert str(error.value).replace(f"{tmp_path}/", "") == told


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match=r"none\.json: no such file; check the name"):
        read([tmp_path / "none.json"])


def test_an_ending_that_tells_no_format_asks_for_one(tmp_path):
    with pytest.raises(UsageError, match=r"the ending tells no format; name it with --format"):
        read([tmp_path / "a.txt"])
    with pytest.raises(UsageError, match=r"web-annotation cannot be read; one of label-studio"):
        read_text("", "web-annotation")


# --- places -------------------------------------------------------------------------------


@given(texts)
def test_plain_line_ends_can_be_undone(text):
    plain = Plain.of(text)
    assert "\r" not in plain.text
    assert Plain.restore(plain.text, json.loads(json.dumps(plain.ends))) == text


@given(some.data())
def test_offsets_in_plain_text_lead_back(data):
    text = data.draw(texts)
    start = data.draw(some.integers(0, len(text) - 1))
    end = data.draw(some.integers(start + 1, len(text)))
    plain = Plain.of(text)
    there = plain.to(start, end)
    whole = plain.back(*there)
    assert plain.to(*whole) == there
    assert whole.start <= start < end <= whole.end
    assert plain.text[slice(*there)] == Plain.of(text[slice(*whole)]).text


@given(some.data())
def test_offsets_that_count_utf16_units_are_understood(data):
    text = data.draw(texts)
    start = data.draw(some.integers(0, len(text) - 1))
    end = data.draw(some.integers(start + 1, len(text)))

    def units(place):
        return len(text[:place].encode("utf-16-le", "surrogatepass")) // 2

    assert (from_utf16(text, units(start)), from_utf16(text, units(end))) == (start, end)
    found = anchor(text, Span(units(start), units(end)), text[start:end])
    assert isinstance(found, Span)
    assert Plain.of(text[slice(*found)]).text == Plain.of(text[start:end]).text


def test_offsets_of_a_text_with_plain_line_ends_are_understood():
    words = "وأضاف 👍 أن"
    span = span_of(words)
    assert anchor(TEXT, Span(span.start - 1, span.end - 1), words) == span
    assert anchor(TEXT, Span(span.start - 1, span.end), words) == span  # and UTF-16 units


def test_words_that_moved_are_found_by_their_context():
    edited = "مقدمة جديدة. قال: نعم. ثم قال: نعم، وغادر."
    where = edited.rindex("نعم")
    assert anchor(edited, Span(5, 8), "نعم", after="، وغادر") == Span(where, where + 3)
    assert anchor(edited, Span(5, 8), "نعم") == 2
    assert anchor(edited, Span(5, 8), "كلا") == 0


# --- W3C Web Annotation -------------------------------------------------------------------


def test_a_web_annotation_names_its_place_twice():
    task = article(fields={"url": "https://example.org/a/1"})
    one, two = map(json.loads, write([task], "web-annotation").decode().splitlines())
    place, words = one["target"]["selector"]
    assert one["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert one["target"]["source"] == "https://example.org/a/1"
    assert TEXT[place["start"] : place["end"]] == words["exact"] == SAID
    start = two["target"]["selector"][0]["start"]
    assert TEXT[:start].endswith(two["target"]["selector"][1]["prefix"])
    assert {"type": "TextualBody", "purpose": "classifying", "value": "stance:supportive"} in one[
        "body"
    ]
    assert {"type": "TextualBody", "purpose": "tagging", "value": "speaker:سالم الحربي"} in one[
        "body"
    ]
    assert one["id"] != two["id"]


def test_a_web_annotation_says_who_labelled():
    mark = Mark(0, 3, {"stance": "neutral"}, annotator="ليلى")
    (line,) = write([article(marks=(mark,))], "web-annotation").decode().splitlines()
    assert json.loads(line)["creator"] == {"type": "Person", "name": "ليلى"}


# --- hostile files ------------------------------------------------------------------------

anything = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=3),
    lambda inner: some.lists(inner, max_size=2) | some.dictionaries(some.text(), inner, max_size=2),
    max_leaves=4,
)


@some.composite
def damaged(draw, value):
    """A value of JSON in which anything stands in place of one thing, or one thing is missing."""
    places = list(_places(value))
    *way, last = draw(some.sampled_from(places))
    whole = json.loads(json.dumps(value))
    inner = whole
    for step in way:
        inner = inner[step]
    if draw(some.booleans()):
        inner[last] = draw(anything)
    else:
        del inner[last]
    return whole


def _places(value, way=()):
    steps = value if isinstance(value, dict) else range(len(value))
    for step in steps:
        yield (*way, step)
        if isinstance(value[step], dict | list):
            yield from _places(value[step], (*way, step))


def _export():
    """What Label Studio would export of our tasks."""
    items = json.loads(write([article(), quote()], "label-studio"))
    for item in items:
        result = item["predictions"][0]["result"]
        item["annotations"] = [{"id": 1, "completed_by": {"email": "a"}, "result": result}]
    return items


def _rows(form):
    return [json.loads(line) for line in write([article(), quote()], form).decode().splitlines()]


HURT = {
    "label-studio": [_export(), json.loads(write([article(), quote()], "label-studio"))],
    "doccano": [_rows("doccano"), [row | {"id": 3} for row in _rows("doccano")]],
    "doccano-triples": [[row | {"Comments": []} for row in _rows("doccano-triples")]],
    "jsonl": [_rows("jsonl")],
}


@pytest.mark.parametrize("form", HURT)
@settings(max_examples=150)
@given(some.data())
def test_a_damaged_file_is_refused_or_read_and_never_a_crash(form, data):
    value = data.draw(damaged(data.draw(some.sampled_from(HURT[form]))))
    one_a_line = "\n".join(map(json.dumps, value))
    try:
        found = read_text(json.dumps(value) if form == "label-studio" else one_a_line, form)
    except InputError:
        return
    for task in found.tasks:
        for mark in task.marks:
            assert 0 <= mark.start < mark.end <= len(task.text)
    again(found.tasks, form)


@given(some.text(_CELLS := some.sampled_from("text,stance,start,article\n\r\"';\t12=0{}[]é\x00")))
def test_any_text_is_refused_or_read_as_a_table(text):
    try:
        read_text(f"text,stance,start,article,article_text,other\n{text}", "csv")
    except InputError as error:
        assert "is no CSV" in str(error)
