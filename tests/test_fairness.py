"""Groups are called worse where they are, and not where chance or harder labels made it so."""

import random
from dataclasses import replace

import pytest

from training import fairness
from training.fairness import Outcome, compared


def outcomes(right_of, size=200, seed=1, cluster=str, stratum=lambda group, n: ""):
    """`size` statements a group; each right with the chance of its group and stratum."""
    chance = random.Random(seed)
    return [
        Outcome(
            chance.random() < right_of(group, stratum(group, n)),
            cluster(f"{group}{n}"),
            stratum(group, n),
            {"outlet": group},
        )
        for group in "ab"
        for n in range(size)
    ]


def verdicts(judged):
    groups, _ = compared(judged, ["outlet"])
    return {name: group.verdict for name, group in groups["outlet"].items()}


def test_a_group_that_is_served_worse_is_told():
    assert verdicts(outcomes(lambda group, _: 0.6 if group == "a" else 0.8)) == {
        "a": "worse",
        "b": "even",
    }


def test_a_group_with_harder_labels_is_not_called_worse_for_that():
    """`a` has three hard labels in four, `b` one in four; both do alike on each."""

    def hard(group, n):
        return "hard" if (n % 4 == 0) == (group == "b") else "easy"

    judged = outcomes(lambda _, label: 0.4 if label == "hard" else 0.9, stratum=hard, size=400)
    groups, _ = compared(judged, ["outlet"])
    found = groups["outlet"]["a"]
    assert found.share < groups["outlet"]["b"].share - 0.15
    assert found.elsewhere == pytest.approx(found.share, abs=0.08)
    assert verdicts(judged) == {"a": "even", "b": "even"}


def test_equal_groups_are_seldom_called_worse():
    """The bound is 5 %: of 200 draws at most 18 (one in a thousand would have more)."""
    false = sum(
        "worse" in verdicts(outcomes(lambda *_: 0.7, size=60, seed=seed)).values()
        for seed in range(200)
    )
    assert false <= 18


def test_statements_of_one_article_count_for_less():
    apart = [Outcome(n // 20 % 5 > 1, str(n), "", {"outlet": "ab"[n % 2]}) for n in range(400)]
    whole = [replace(one, cluster=str(n // 20)) for n, one in enumerate(apart)]
    assert fairness.design_effect(apart) == pytest.approx(1, abs=0.01)
    assert fairness.design_effect(whole) > 15
    narrow, wide = (compared(each, ["outlet"])[0]["outlet"]["a"] for each in (apart, whole))
    assert wide.high - wide.low > 3 * (narrow.high - narrow.low)


def test_few_statements_are_shown_and_not_judged_and_fewer_not_shown():
    judged = [
        Outcome(False, f"{group}{n}", "", {"outlet": group})
        for group, size in (("a", fairness.ENOUGH - 1), ("b", fairness.FEWEST - 1))
        for n in range(size)
    ] + [Outcome(True, f"c{n}", "", {"outlet": "c"}) for n in range(100)]
    judged += [Outcome(True, f"d{n}", "", {"outlet": ""}) for n in range(7)]
    groups, few = compared(judged, ["outlet"])
    assert {name: group.verdict for name, group in groups["outlet"].items()} == {
        "a": "few",
        "c": "even",
    }
    assert few["outlet"] == {"groups": 1, "n": fairness.FEWEST - 1, "unknown": 7}


def test_the_more_groups_are_looked_at_the_more_it_takes_to_be_called_worse():
    def judged(others):
        return [
            Outcome(n % 20 < (13 if group == "a" else 16), f"{group}{n}", "", {"outlet": group})
            for group, size in {"a": 40, **others}.items()
            for n in range(size)
        ]

    assert verdicts(judged({"b": 760}))["a"] == "worse"
    groups, _ = compared(judged(dict.fromkeys("bcdefghijklmnopqrst", 40)), ["outlet"])
    assert groups["outlet"]["a"].verdict == "even"
    assert groups["outlet"]["a"].p < fairness.ALPHA


@pytest.mark.parametrize("right", [True, False])
def test_groups_that_are_all_right_or_all_wrong_have_intervals_and_no_verdict_against_them(right):
    judged = [Outcome(right, str(n), "", {"outlet": "ab"[n % 2]}) for n in range(100)]
    groups, _ = compared(judged, ["outlet"])
    for group in groups["outlet"].values():
        assert group.verdict == "even"
        assert group.high - group.low > 0.05


def test_nothing_is_judged_of_nothing():
    assert compared([], ["outlet"]) == ({}, {})
