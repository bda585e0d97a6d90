"""Where a labeller errs: what is kept to read, and how quotes are grouped."""

import pytest

from training import breakdowns, circumstances
from training.quotes import Quote


def quote(n: int, **facts) -> Quote:
    return Quote(f"قال إن الحوار يبدأ {n}", {"stance": "neutral"}, id=f"q{n}", line=n, **facts)


def by(quotes, given):
    told = [circumstances.of_quote(one) for one in quotes]
    return breakdowns.by(quotes, told, "stance", given)


def test_the_surest_errors_come_first_and_right_labels_are_left_out():
    quotes = [quote(n) for n in range(3)]
    chances = [{"neutral": 0.9, "opposed": 0.1}, {"opposed": 0.6}, {"opposed": 0.8}]
    found = breakdowns.errors(quotes, "stance", ["neutral", "opposed", "opposed"], chances)
    assert [(row["id"], row["confidence"]) for row in found] == [("q2", 0.8), ("q1", 0.6)]
    assert found[0]["gold"] == "neutral"
    assert found[0]["text"] == quotes[2].text


def test_no_more_errors_are_kept_than_can_be_read():
    count = breakdowns.MOST_ERRORS + 5
    quotes, given = [quote(n) for n in range(count)], ["opposed"] * count
    found = breakdowns.errors(quotes, "stance", given, [{"opposed": 0.5}] * count)
    assert len(found) == breakdowns.MOST_ERRORS


def test_groups_that_are_too_small_to_say_anything_are_counted_and_not_told_apart():
    quotes = [quote(n, topic=topic) for topic in "ab" for n in range(10)] + [quote(1, topic="c")]
    found = by(quotes, ["neutral"] * 15 + ["opposed"] * 6)
    assert set(found["by"]["topic"]) == {"a", "b"}
    assert found["few"]["topic"] == {"groups": 1, "n": 1, "unknown": 0}
    row = found["by"]["topic"]["b"]
    assert (row["n"], row["accuracy"], row["verdict"]) == (10, 0.5, "few")
    assert row["macro_f1"] == pytest.approx(0.6667)
    assert row["low"] < 0.5 < row["high"]


def test_a_kind_with_one_group_says_nothing():
    found = by([quote(n, topic="a") for n in range(20)], ["neutral"] * 20)
    assert found == {"by": {}, "few": {}}
