"""doccano: the shapes that it reads and writes, and what it loses on the way."""

import json

import pytest
from tasks import SAID, TEXT, article, quote, span_of

from training.exchange import Guess, Mark, read_text, write

PLAIN = TEXT.replace("\r\n", "\n")


def sent(*tasks, form="doccano"):
    return [json.loads(line) for line in write(tasks, form).decode().splitlines()]


def received(*rows):
    return read_text("\n".join(map(json.dumps, rows)), "doccano", "admin.jsonl")


def through(row):
    """A row after doccano: a table of all rows (missing cells are null), its id, its comments."""
    return {"id": 5, **row, "visible only elsewhere": None, "Comments": []}


def test_an_article_has_the_shape_of_a_project_with_relations():
    (row,) = sent(article())
    assert row["text"] == PLAIN
    assert row["entities"][:3] == [
        {"id": 0, "start_offset": 0, "end_offset": 43, "label": "QUOTE:supportive:positive"},
        {"id": 1, "start_offset": 4, "end_offset": 15, "label": "SPEAKER"},
        {"id": 2, "start_offset": 0, "end_offset": 3, "label": "CUE"},
    ]
    assert row["relations"] == [
        {"id": 0, "from_id": 0, "to_id": 1, "type": "said_by"},
        {"id": 1, "from_id": 2, "to_id": 0, "type": "cue_of"},
    ]
    assert row["entities"][3]["label"] == "QUOTE:opposed"


def test_an_article_has_the_shape_of_a_project_without_relations():
    (row,) = sent(article(), form="doccano-triples")
    assert row["label"][:2] == [[0, 43, "QUOTE:supportive:positive"], [4, 15, "SPEAKER"]]
    assert not {"entities", "relations"} & set(row)


def test_a_quote_has_the_shape_of_a_classification_project():
    (row,) = sent(quote())
    assert row["label"] == ["stance:supportive", "sentiment:positive"]
    assert row["speaker"] == "سالم"


def test_every_row_has_the_column_that_must_come_back():
    assert all("tafawud" in row for row in sent(article(), quote(), quote(marks=(), fields={})))


@pytest.mark.parametrize("form", ["doccano", "doccano-triples"])
def test_what_went_through_doccano_untouched_comes_back_equal(form):
    guess = quote(marks=(Mark(0, 31, {}, {"stance": Guess("neutral", 0.4)}),))
    rows = [through(row) for row in sent(article(), quote(), guess, form=form)]
    one, two, three = received(*rows).tasks
    assert one == article()
    assert two == quote()
    assert three.marks[0].labels == {"stance": "neutral"}  # somebody let it stand


def test_a_guess_that_did_not_go_through_doccano_stays_a_guess():
    guess = quote(marks=(Mark(0, 31, {}, {"stance": Guess("neutral", 0.4)}),))
    (row,) = sent(guess)
    assert row["label"] == ["stance:neutral"]
    assert received(row).tasks == (guess,)


def test_new_stretches_of_an_export_are_read():
    """With ids of doccano's own, a statement that was moved and one that is new."""
    (row,) = sent(article())
    moved, new = span_of(SAID.removesuffix("."), PLAIN), span_of("«لا» تعني", PLAIN)
    row["entities"] = [
        {"id": 901, "label": "QUOTE:conditional", "start_offset": moved[0], "end_offset": moved[1]},
        {"id": 902, "label": "QUOTE::negative", "start_offset": new[0], "end_offset": new[1]},
        {"id": 903, "label": "SPEAKER", "start_offset": 11, "end_offset": 15},
    ]
    row["relations"] = [{"id": 1, "from_id": 901, "to_id": 903, "type": "said_by"}]
    one, two = received(through(row)).tasks[0].marks
    assert one.labels == {"stance": "conditional"}
    assert (one.speaker, one.cue) == ("سالم", "")
    assert one.fields == article().marks[0].fields
    assert two.span == span_of("«لا» تعني")
    assert two.labels == {"sentiment": "negative"}


@pytest.mark.parametrize(
    "row",
    [
        {"label": [[0, 43, "QUOTE:supportive"], [4, 15, "SPEAKER"]]},
        {"label": [{"start_offset": 0, "end_offset": 43, "label": "QUOTE:supportive"},
                   {"start_offset": 4, "end_offset": 15, "label": "SPEAKER"}]},
        {"entities": [[0, 43, "QUOTE:supportive"], [4, 15, "SPEAKER"]], "cats": []},
    ],
)  # fmt: skip
def test_rows_of_somebody_else_are_read_in_every_form(row):
    (task,) = received({"id": 5, "text": PLAIN, "topic": "سد", **row}).tasks
    (mark,) = task.marks
    assert (task.id, task.kind, task.fields) == ("5", "article", {"topic": "سد"})
    assert (task.said(mark), mark.labels) == (SAID, {"stance": "supportive"})
    assert mark.speaker == "الرئيس سالم"


def test_categories_without_a_head_are_read_where_only_one_head_has_them():
    (task,) = received({"text": "قال: لا", "label": ["opposed"]}).tasks
    assert (task.kind, task.marks[0].labels) == ("quote", {"stance": "opposed"})


def test_comments_are_kept():
    (row,) = sent(quote())
    (task,) = received(through(row) | {"Comments": ["غير واضح"]}).tasks
    assert task.fields["comments"] == ["غير واضح"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"label": []}, "has no text; its keys are label"),
        ({"text": "لا", "label": ["neutral"]},
         "label 'neutral' names no head; call it stance:… or sentiment:…"),
        ({"text": "لا", "label": ["stance:opposed", "stance:neutral"]},
         "has two labels for stance (opposed, neutral); keep one"),
        ({"text": "لا", "label": [3]}, "label 3 is no stretch; it needs start, end and label"),
        ({"text": "لا", "label": [[0, 9, "QUOTE"]]}, "stretch 0–9 is outside of its text (0–2)"),
        ({"text": "لا", "label": [[0, None, "QUOTE"]]},
         "stretch 0–None is outside of its text (0–2)"),
        ({"text": "لا", "label": [[0, 2, "QUOTE:a:b:c"]]},
         "label 'QUOTE:a:b:c' has more than 2 parts after QUOTE"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_by_file_and_line(row, told):
    found = received({"text": "نعم", "label": []}, row)
    assert [str(one) for one in found.refusals] == [f"admin.jsonl:2: {told}"]


def test_a_colon_in_a_label_is_no_border():
    mark = Mark(0, 3, {"stance": "a:b%3A", "sentiment": "%"})
    (row,) = sent(article(marks=(mark,)))
    assert row["entities"][0]["label"] == "QUOTE:a%3Ab%253A:%25"
    assert received(through(row)).tasks[0].marks[0].labels == mark.labels
