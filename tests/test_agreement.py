"""Agreement: the textbook's figures, by pair, with what only one of them saw."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from training.agreement import agreements, kappa, table
from training.exchange import Mark, Task


def marked(*marks, text="قال سالم: نعم، وقال غيره: لا"):
    return Task(
        "خبر",
        text,
        "article",
        tuple(Mark(a, b, {"stance": s}, annotator=w) for a, b, s, w in marks),
    )


def test_the_example_of_the_textbook():
    """Two readers, 50 proposals: 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no."""
    one = ["yes"] * 25 + ["no"] * 25
    other = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    assert kappa(one, other) == pytest.approx(0.4)


@given(some.lists(some.tuples(some.sampled_from("abc"), some.sampled_from("abc")), min_size=1))
def test_kappa_is_the_same_from_both_sides_and_at_most_1(pairs):
    one, other = zip(*pairs, strict=True)
    assert kappa(one, other) == kappa(other, one) <= 1
    assert kappa(one, one) == 1


def test_statements_are_matched_though_their_borders_differ_a_little():
    task = marked((0, 13, "a", "ليلى"), (1, 13, "a", "سالم"), (15, 28, "b", "ليلى"))
    (one,) = agreements([task])
    assert (one.first, one.second, one.n, one.share) == ("سالم", "ليلى", 1, 1.0)
    assert one.alone == (0, 1)
    assert "marked by one alone: 0, 1" in table([one])[0]


def test_annotators_in_files_of_their_own_are_brought_together():
    tasks = [marked((0, 13, "a", "ليلى")), marked((0, 13, "b", "سالم"))]
    assert agreements(tasks)[0].share == 0.0


def test_who_has_no_name_and_what_has_no_label_does_not_count():
    assert agreements([marked((0, 13, "a", ""), (0, 13, "a", "ليلى"))]) == []


def test_three_annotators_are_three_pairs():
    task = marked(*((0, 13, "a", who) for who in ("ا", "ب", "ج")))
    assert len(agreements([task])) == 3
