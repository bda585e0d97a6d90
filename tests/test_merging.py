"""What annotators marked becomes one quote a text; where they disagree nobody decides for them."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from tasks import any_tasks, article, quote

from classifier.arabic import fold
from training import merging, quotes
from training.exchange import Guess, Mark, Task, write


def opinions(*said, text="قال سالم: نعم"):
    """A quote with (annotator, stance) each, and perhaps more fields."""
    marks = [
        Mark(0, len(text), {"stance": stance}, annotator=who, fields=dict(*more))
        for who, stance, *more in said
    ]
    return Task("ق1", text, "quote", tuple(marks), source="export.json", line=3)


def stances(*tasks):
    return [task.marks[0].labels.get("stance") for task in merging.merge(tasks).quotes]


def test_those_who_agree_make_one_quote_with_their_names():
    (made,) = merging.merge([opinions(("ليلى", "opposed"), ("سالم", "opposed"))]).quotes
    assert made.marks[0].labels == {"stance": "opposed"}
    assert made.fields == {"annotators": ["ليلى", "سالم"]}


def test_a_majority_decides_and_is_told():
    task = opinions(("ليلى", "opposed"), ("سالم", "neutral"), ("هند", "opposed"))
    merged = merging.merge([task])
    assert stances(task) == ["opposed"]
    assert merged.notices == (
        "export.json:3: ق1: stance is opposed (ليلى, هند), neutral (سالم); opposed was taken",
    )


@pytest.mark.parametrize("said", [("a", "b"), ("a", "b", "c"), ("a", "a", "b", "b", "c")])
def test_without_a_majority_there_is_a_conflict_and_no_label(said):
    task = opinions(*((f"who{n}", label) for n, label in enumerate(said)))
    merged = merging.merge([task])
    assert merged.quotes == ()
    assert len(merged.conflicts) == 1


def test_an_annotator_is_heard_once():
    task = opinions(("ليلى", "opposed"), ("ليلى", "opposed"), ("سالم", "neutral"))
    assert merging.merge([task]).quotes == ()


def test_the_truth_decides_alone():
    task = opinions(
        ("ليلى", "opposed"), ("هند", "opposed"), ("سالم", "neutral", {"ground_truth": True})
    )
    (made,) = merging.merge([task]).quotes
    assert made.marks[0].labels == {"stance": "neutral"}
    assert "ground_truth" not in made.fields


def test_a_conflict_about_one_head_leaves_the_other():
    text = "قال سالم: نعم"
    marks = (
        Mark(0, len(text), {"stance": "opposed", "sentiment": "negative"}, annotator="ليلى"),
        Mark(0, len(text), {"stance": "neutral", "sentiment": "negative"}, annotator="سالم"),
    )
    merged = merging.merge([Task("ق1", text, "quote", marks)])
    assert [task.marks[0].labels for task in merged.quotes] == [{"sentiment": "negative"}]
    assert len(merged.conflicts) == 1


def test_guesses_are_never_heard():
    assert (
        merging.merge([quote(marks=(Mark(0, 31, {}, {"stance": Guess("opposed")}),))]).quotes == ()
    )


def test_a_statement_takes_over_what_is_known_of_its_article():
    one, two = merging.merge([article()]).quotes
    assert one.id == "خبر:0"
    assert one.fields["speaker"] == "سالم الحربي"
    assert one.fields["date"] == "2024-02-10"
    assert one.fields["party"] == "الحكومة"
    assert (two.fields["start"], two.fields["article_id"]) == (45, "خبر")


def test_texts_that_differ_only_in_spelling_are_one_quote():
    two = opinions(("سالم", "neutral"), text="قال سالم: نعَمْ")
    assert stances(opinions(("ليلى", "neutral")), two) == ["neutral"]


def test_an_id_that_two_files_use_is_told_apart():
    other = opinions(("ليلى", "neutral"), text="قال غيره: لا")
    merged = merging.merge([opinions(("ليلى", "neutral")), other])
    assert [task.id for task in merged.quotes] == ["ق1", "ق1~2"]


def test_annotators_are_called_as_their_files_where_they_have_no_name():
    (task,) = merging.named_by_file([opinions(("", "neutral"), ("ليلى", "neutral"))])
    assert [mark.annotator for mark in task.marks] == ["export", "ليلى"]


@settings(deadline=None)
@given(some.lists(any_tasks(), max_size=3))
def test_training_reads_whatever_comes_out(tasks):
    """But for the scheme of labels, which is told."""
    merged = merging.merge(tasks)
    texts = [fold(task.text) for task in merged.quotes]
    assert len(set(texts)) == len(texts)
    folder = Path(__file__).parent
    data = write(merged.quotes, "jsonl").decode()
    found = list(quotes._from_lines(data, str(folder)))
    assert [quote.text for quote in found] == [task.text for task in merged.quotes]
    assert [dict(q.labels) for q in found] == [dict(t.marks[0].labels) for t in merged.quotes]
    told = list(merging.warnings(merged.quotes, folder))
    assert not any("other labels" in line or "was used on line" in line for line in told)
