"""Label Studio: what we send has its exact shape, what annotators did comes back as they did it."""

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from tasks import SAID, TEXT, any_tasks, article, quote, span_of

from training.exchange import Guess, Mark, Task, read_text, write
from training.schemes import CODEBOOK

CONFIG = Path(__file__).parent.parent / "training" / "templates" / "label_studio.xml"
PLAIN = TEXT.replace("\r\n", "\n")


def sent(*tasks):
    return json.loads(write(tasks, "label-studio"))


def received(items):
    return read_text(json.dumps(items), "label-studio", "export.json")


def annotated(item, who="layla@example.org", result=None, **more):
    """A task as Label Studio exports it, once somebody accepted (or changed) a prediction."""
    own = item["predictions"][0]["result"] if result is None else result
    one = {"id": 31, "completed_by": {"id": 1, "email": who}, "result": own}
    one |= {"was_cancelled": False, "ground_truth": False, "lead_time": 4.2} | more
    return {"id": 7, "annotations": [one], **item}


def region(own_id, words, text=PLAIN, label="QUOTE", kind="labels", name="span"):
    start, end = span_of(words, text)
    value = {"start": start, "end": end, "text": words, kind: [label]}
    return {"id": own_id, "from_name": name, "to_name": "text", "type": kind, "value": value}


def choice(own_id, words, head, label, text=PLAIN):
    return region(own_id, words, text, label, "choices", head)


# --- out ----------------------------------------------------------------------------------


def test_a_task_has_the_shape_that_label_studio_reads():
    (item,) = sent(article())
    assert set(item) == {"data", "predictions"}
    assert item["data"]["text"] == PLAIN
    assert item["data"]["title"] == article().fields["title"]
    given, guessed = item["predictions"]
    assert (given["model_version"], guessed["model_version"]) == ("labels", "tafawud")
    assert "score" not in given
    assert guessed["score"] == 0.55
    assert given["result"][:3] == [
        region("s0", SAID),
        choice("s0", SAID, "stance", "supportive"),
        choice("s0", SAID, "sentiment", "positive"),
    ]
    assert given["result"][3:5] == [
        region("s0-speaker", "الرئيس سالم", label="SPEAKER"),
        {
            "type": "relation",
            "from_id": "s0",
            "to_id": "s0-speaker",
            "direction": "right",
            "labels": ["said_by"],
        },
    ]
    assert given["result"][6]["labels"] == ["cue_of"]
    assert (given["result"][6]["from_id"], given["result"][6]["to_id"]) == ("s0-cue", "s0")


@given(any_tasks())
def test_every_stretch_that_is_sent_holds_its_own_words(task):
    (item,) = sent(task)
    text = item["data"]["text"]
    for prediction in item["predictions"]:
        for value in (one["value"] for one in prediction["result"] if "value" in one):
            assert text[value["start"] : value["end"]] == value["text"] != ""


def test_labels_of_several_annotators_are_several_predictions():
    marks = [replace(article().marks[0], annotator=who) for who in ("ليلى", "سالم")]
    (item,) = sent(article(marks=tuple(marks)))
    versions = [one["model_version"] for one in item["predictions"]]
    assert versions == ["labels by ليلى", "tafawud", "labels by سالم"]


def test_the_configuration_has_the_names_that_are_sent_and_the_labels_of_the_codebook():
    view = ElementTree.parse(CONFIG).getroot()
    assert [one.get("value") for one in view.iter("Label")] == ["QUOTE", "SPEAKER", "CUE"]
    assert [one.get("value") for one in view.iter("Relation")] == ["said_by", "cue_of"]
    for head, labels in CODEBOOK.items():
        (choices,) = [one for one in view.iter("Choices") if one.get("name") == head]
        assert tuple(one.get("value") for one in choices) == labels
        assert choices.get("perRegion") == "true"


# --- in -----------------------------------------------------------------------------------


@settings(max_examples=60)
@given(any_tasks().filter(lambda task: task.kind == "article"))
def test_an_accepted_prediction_comes_back_equal(task):
    """But for who says so, and guesses and marks without a label, which are other predictions."""
    marks = [replace(m, annotator="", labels=m.labels or {"stance": "x"}) for m in task.marks]
    distinct = {(mark.start, mark.end): mark for mark in marks}
    task = replace(task, marks=tuple(distinct.values()))
    (item,) = sent(task)
    if not task.marks:
        return
    labels = next(one for one in item["predictions"] if one["model_version"] == "labels")
    found = received([annotated(item, "ل", labels["result"])])
    assert not found.refusals
    assert found.tasks[0].text == task.text
    assert found.tasks[0].marks == tuple(replace(mark, annotator="ل") for mark in task.marks)


def test_what_the_annotator_changed_comes_back_changed_and_the_rest_as_it_was():
    (item,) = sent(article())
    shorter = SAID.removesuffix(".")
    result = [region("x", shorter), choice("x", shorter, "stance", "conditional")]
    mark = received([annotated(item, result=result)]).tasks[0].marks[0]
    assert TEXT[mark.start : mark.end] == shorter
    assert mark.labels == {"stance": "conditional"}
    assert mark.fields == article().marks[0].fields
    assert mark.annotator == "layla@example.org"
    assert (mark.speaker, mark.cue) == ("", "")  # their stretches were taken away


def test_a_speaker_that_was_marked_anew_is_the_words_that_were_marked():
    (item,) = sent(article())
    result = [
        region("x", SAID),
        region("y", "سالم", label="SPEAKER"),
        {"type": "relation", "from_id": "x", "to_id": "y", "labels": ["said_by"]},
    ]
    mark = received([annotated(item, result=result)]).tasks[0].marks[0]
    assert mark.speaker == "سالم"
    assert mark.spans["speaker"] == span_of("سالم")
    untied = received([annotated(item, result=result[:2])]).tasks[0].marks[0]
    assert untied.speaker == "سالم"  # the only one inside the statement


def test_a_new_statement_in_a_task_of_somebody_else_is_read():
    result = [region("a1", SAID), choice("a1", SAID, "stance", "supportive")]
    item = {"id": 12, "data": {"text": PLAIN, "topic": "سد"}, "meta": {"m": 1}}
    item["annotations"] = [{"completed_by": 3, "result": result}]
    (task,) = received([item]).tasks
    assert (task.id, task.kind, task.marks[0].annotator) == ("12", "article", "3")
    assert task.fields == {"topic": "سد", "label_studio": {"id": 12, "meta": {"m": 1}}}
    (back,) = sent(task)
    assert back["meta"] == {"m": 1}
    assert back["data"]["topic"] == "سد"


def test_skipped_annotations_are_passed_over_and_the_last_of_an_annotator_holds():
    (item,) = sent(quote())
    text = item["data"]["text"]
    ways = []
    for label, more in (
        ("opposed", {"was_cancelled": True}),
        ("accusing", {"updated_at": "2024-02-02T00:00:00Z"}),
        ("neutral", {"updated_at": "2024-02-01T00:00:00Z"}),
    ):
        result = [region("s0", text, text), choice("s0", text, "stance", label, text)]
        ways += annotated(item, result=result, **more)["annotations"]
    (task,) = received([item | {"annotations": ways}]).tasks
    assert [mark.labels for mark in task.marks] == [{"stance": "accusing"}]


def test_a_task_that_nobody_annotated_comes_back_as_it_was_sent():
    guess = quote(marks=(Mark(0, 31, {}, {"stance": Guess("neutral", 0.4)}),))
    skipped = {"completed_by": 1, "was_cancelled": True, "result": []}
    (item,) = sent(guess)
    (task,) = received([item | {"annotations": [skipped]}]).tasks
    assert task == guess
    assert task.marks[0].labels == {}


def test_an_annotator_who_took_all_away_leaves_nothing():
    (item,) = sent(article())
    assert received([annotated(item, result=[])]).tasks[0].marks == ()


def test_predictions_of_somebody_else_are_guesses():
    result = [region("a", SAID), choice("a", SAID, "stance", "opposed")]
    item = {"data": {"text": PLAIN}, "predictions": [{"result": result, "model_version": "x"}]}
    (mark,) = received([item]).tasks[0].marks
    assert (mark.labels, mark.guesses) == ({}, {"stance": Guess("opposed")})


def test_a_choice_for_the_whole_text_labels_the_whole_text():
    result = [
        {"id": "c", "from_name": "stance", "type": "choices", "value": {"choices": ["neutral"]}}
    ]
    item = {"data": {"text": "لا تعليق"}, "annotations": [{"result": result}]}
    assert received([item]).tasks[0].marks == (Mark(0, 8, {"stance": "neutral"}),)


def test_other_choices_are_kept_as_fields_and_other_stretches_are_told():
    result = [
        region("a", SAID),
        choice("a", SAID, "topic", "سد"),
        choice("a", SAID, "speaker", "x"),
        region("p", "سالم", label="PLACE"),
    ]
    found = received([{"data": {"text": PLAIN}, "annotations": [{"result": result}]}])
    (mark,) = found.tasks[0].marks
    assert mark.fields == {"topic": "سد", "label_studio_speaker": "x"}
    assert found.notices == (
        "export.json: 1 stretches labelled PLACE are none of ours and were left out",
    )


def test_old_offsets_in_utf16_units_are_understood():
    words = "أن «لا» تعني"
    item = region("a", words)
    item["value"]["start"] += 1  # an emoji before it counts two
    item["value"]["end"] += 1
    found = received([{"data": {"text": PLAIN}, "annotations": [{"result": [item]}]}])
    assert found.tasks[0].marks[0].span == span_of(words, PLAIN)


def test_a_ground_truth_is_told():
    (item,) = sent(quote())
    (mark,) = received([annotated(item, ground_truth=True)]).tasks[0].marks
    assert mark.fields == {"ground_truth": True}


@pytest.mark.parametrize(
    ("item", "told"),
    [
        (3, "export.json:1: task –: has no data; export as JSON (not JSON-MIN, not CSV)"),
        ("قال", "export.json:1: task –: has no data; export as JSON (not JSON-MIN, not CSV)"),
        (
            {"id": 4, "text": "قال", "stance": "opposed"},
            "export.json:1: task 4: has no data; export as JSON (not JSON-MIN, not CSV)",
        ),
        (
            {"id": 4, "data": {"article": "قال"}},
            "export.json:1: task 4: has no text; its keys are article",
        ),
        (
            {"id": 4, "data": {"text": "قال", "tafawud": {"sha256": "x"}}},
            "export.json:1: task 4: its tafawud is damaged ('id'); export the task again",
        ),
    ],
)
def test_a_task_that_cannot_be_read_is_named(item, told):
    assert [str(one) for one in received([item]).refusals] == [told]


@pytest.mark.parametrize(
    ("result", "told"),
    [
        (
            [{**region("r1", "نفى", "نفى"), "id": "r1"}],
            "statement 0–3 does not hold the text that was marked, which stands nowhere in the "
            "article; mark it again",
        ),
        (
            [
                {
                    "id": "r1",
                    "type": "labels",
                    "value": {"start": "/p[1]", "end": "/p[1]", "labels": ["QUOTE"]},
                }
            ],
            "stretch r1 has no start, end and text; label a Text, not a HyperText",
        ),
        (
            [
                region("r1", "قال"),
                {**choice("r1", "قال", "stance", "neutral")}
                | {
                    "value": {
                        "start": 0,
                        "end": 3,
                        "text": "قال",
                        "choices": ["neutral", "opposed"],
                    }
                },
            ],
            "statement 0–3 has 2 labels for stance; keep one",
        ),
    ],
)
def test_a_statement_that_cannot_be_read_is_named_and_costs_only_itself(result, told):
    good = [region("ok", SAID), choice("ok", SAID, "stance", "neutral")]
    item = {"id": 9, "data": {"text": PLAIN}, "annotations": [{"result": [*result, *good]}]}
    found = received([item])
    assert [str(one) for one in found.refusals] == [f"export.json:1: task 9: {told}"]
    assert [mark.labels for mark in found.tasks[0].marks] == [{"stance": "neutral"}]


def test_refusals_name_the_line_of_the_task():
    text = '[\n{"data": {"text": "قال"}},\n\n{"data": {}}]'
    (refusal,) = read_text(text, "label-studio", "export.json").refusals
    assert refusal.line == 4


def test_a_text_that_was_edited_in_between_keeps_what_can_still_be_placed():
    (item,) = sent(article())
    item["data"]["text"] = "تصحيح: " + PLAIN
    found = received([item])
    (task,) = found.tasks
    assert [task.said(mark) for mark in task.marks] == [SAID, "وأضاف 👍 أن «لا» تعني ‏لا"]
    assert task.said(Mark(*task.marks[0].spans["speaker"])) == "الرئيس سالم"


def test_a_quote_comes_back_as_a_quote_with_its_fields():
    (item,) = sent(quote())
    (task,) = received([annotated(item)]).tasks
    assert (task.kind, task.fields["speaker"]) == ("quote", "سالم")
    assert isinstance(task, Task)
    assert task.marks[0].labels == quote().marks[0].labels
