"""What to label next: uncertain, unlike, by turns."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from training.lessons import OutOfFold
from training.picking import Candidate, candidates, choose, entropy, margin, suspects
from training.quotes import Quote

WORDS = "واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة".split()


def row(text, sure=0.5, **fields):
    shares = {"opposed": sure, "neutral": round(1 - sure, 6)}
    return {"text": text, "stance": "opposed", "stance_probabilities": shares, **fields}


def chosen(rows, number, known=()):
    return [one.task.text for one in choose(candidates(rows), number, known).chosen]


def test_the_least_certain_come_first():
    rows = [row(f"قال {word} شيئا {word}", sure) for word, sure in zip(WORDS, (0.9, 0.5, 0.7))]  # noqa: B905
    assert chosen(rows, 2) == ["قال اثنان شيئا اثنان", "قال ثلاثة شيئا ثلاثة"]


def test_of_near_duplicates_only_the_first_is_taken():
    text = "وقال المتحدث باسم الوزارة إن بلاده ترفض أي حوار تحت القصف وتطالب بوقفه فورا"
    rows = [row(text, 0.5), row(f"{text}.", 0.51), row("ذكر أن الجولة غدا", 0.9)]
    choice = choose(candidates(rows), 3)
    assert [one.task.text for one in choice.chosen] == [text, "ذكر أن الجولة غدا"]
    assert choice.alike == 1


def test_what_is_labelled_and_its_like_are_left_out():
    text = "وقال المتحدث باسم الوزارة إن بلاده ترفض أي حوار تحت القصف وتطالب بوقفه فورا"
    rows = [row(text, 0.5), row(f"{text} اليوم", 0.51), row("ذكر أن الجولة غدا", 0.9)]
    choice = choose(candidates(rows), 3, [Quote(text, {"stance": "opposed"})])
    assert [one.task.text for one in choice.chosen] == ["ذكر أن الجولة غدا"]
    assert (choice.seen, choice.known, choice.alike) == (3, 1, 1)


def test_speakers_and_articles_take_turns():
    rows = [row(f"كلام {word} أول", 0.5, speaker="سالم", article_id=word) for word in WORDS[:3]]
    rows += [
        row(f"كلام {word} ثان", 0.6, speaker=f"م{n}", article_id="خبر")
        for n, word in enumerate(WORDS[3:6])
    ]
    rows += [row(f"كلام {word} ثالث", 0.7) for word in WORDS[6:8]]
    first = chosen(rows, 4)
    assert first == ["كلام واحد أول", "كلام أربعة ثان", "كلام سبعة ثالث", "كلام ثمانية ثالث"]
    assert len(chosen(rows, 99)) == len(rows)


@pytest.mark.parametrize("odd", [10**400, float("nan"), "much", None, True])
def test_a_probability_that_is_no_number_does_not_count(odd):
    shares = {"opposed": 0.6, "accusing": 0.4, "neutral": odd}
    (one,) = candidates([row("قال", stance_probabilities=shares)])
    assert one.uncertainty == margin({"opposed": 0.6, "accusing": 0.4})
    assert list(candidates([row("قال", stance_probabilities={"opposed": odd})])) == []
    (one,) = candidates([row("قال", stance=["opposed"])])
    assert one.task.marks[0].guesses == {}


def test_a_model_with_one_head_is_enough():
    shares = {"positive": 0.5, "negative": 0.5}
    line = {"text": "قال", "sentiment": "positive", "sentiment_probabilities": shares, "stance": ""}
    (one,) = candidates([line, {"text": "بلا احتمالات"}])
    assert one.uncertainty == 1.0
    assert set(one.task.marks[0].guesses) == {"sentiment"}


@settings(deadline=None)
@given(some.lists(some.floats(0.001, 1), min_size=1, max_size=6))
def test_uncertainty_lies_between_0_and_1(parts):
    shares = {str(n): part / sum(parts) for n, part in enumerate(parts)}
    assert -1e-9 <= margin(shares) <= 1 + 1e-9
    assert -1e-9 <= entropy(shares) <= 1 + 1e-9


@settings(deadline=None)
@given(some.lists(some.tuples(some.text(min_size=1, max_size=9), some.floats(0, 1)), max_size=20))
def test_no_more_is_chosen_than_was_wanted_and_nothing_twice(told):
    found = [one.task for one in choose(candidates(row(t, s) for t, s in told), 5).chosen]
    assert len(found) <= 5
    assert len({task.text for task in found}) == len(found)


def test_a_label_that_another_beats_by_far_is_the_first_suspect():
    quotes = [Quote(f"قال {n}", {"stance": "a" if n < 20 else "b"}, source="own.jsonl", line=n)
              for n in range(40)]  # fmt: skip
    values = np.array([[4.0, 0.0] if n < 20 else [0.0, 4.0] for n in range(40)])
    values[[3, 30]] = [[0.0, 2.0], [6.0, 0.0]]
    found = OutOfFold(
        "stance", ("a", "b"), values, tuple(range(40)), tuple(q.labels["stance"] for q in quotes)
    )
    tasks = suspects(quotes, {"stance": found}, 5, {"own.jsonl"})
    assert [task.line for task in tasks] == [30, 3]
    assert tasks[0].marks[0].labels == {"stance": "b"}
    assert tasks[0].marks[0].guesses["stance"].label == "a"
    assert tasks[0].fields["doubted"] == "stance"
    assert suspects(quotes, {"stance": found}, 5, {"other.jsonl"}) == []


@pytest.mark.parametrize("fields", [{"speaker": None}, {"speaker": ""}, {}])
def test_an_unknown_speaker_takes_no_turns(fields):
    (one,) = candidates([row("قال", **fields)])
    assert isinstance(one, Candidate)
    assert one.speaker == ""
