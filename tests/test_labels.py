import numpy as np
import pytest

from classifier.errors import InputError
from classifier.features import GENERAL
from classifier.labels import Way, label_texts, recipe, teach
from classifier.linear import Trial

TEXTS = ["نرحب بالحوار معهم", "نرحب بالهدنة اليوم", "نرفض الحوار معهم", "نرفض الهدنة اليوم"] * 3
STANCES = ["for", "for", "against", "against"] * 3


def test_labels_come_from_the_data():
    model = teach(TEXTS, {"stance": STANCES})
    assert [head.name for head in model.heads] == ["stance"]
    assert model.heads[0].labels == ("against", "for")


def test_a_model_of_two_labels_learns_them():
    model = teach(TEXTS, {"stance": STANCES})
    found = label_texts(model, ["نرفض الحوار اليوم", "نرحب بالحوار اليوم"])
    assert [labels["stance"].name for labels in found] == ["against", "for"]


def test_probabilities_sum_to_one_and_the_label_has_the_highest(tiny_model, tiny_quotes):
    for labels in label_texts(tiny_model, [q.text for q in tiny_quotes.quotes[:20]]):
        for label in labels.values():
            assert sum(label.probabilities.values()) == pytest.approx(1)
            assert label.confidence == max(label.probabilities.values())


def test_texts_are_labelled_in_order_one_by_one_or_together(tiny_model, tiny_quotes):
    texts = [quote.text for quote in tiny_quotes.quotes[:10]]
    assert label_texts(tiny_model, texts) == [label_texts(tiny_model, [t])[0] for t in texts]


def test_no_texts_give_no_labels(tiny_model):
    assert label_texts(tiny_model, []) == []


def test_a_text_without_a_known_word_gets_the_most_likely_label(tiny_model):
    assert set(label_texts(tiny_model, [""])[0]) == {"stance", "sentiment"}


def test_a_text_without_an_answer_for_a_head_does_not_teach_it():
    odd = ["متفائلون بالسلام جدا"] * 3
    answers = {"stance": [*STANCES, None, None, None], "sentiment": [*STANCES, "x", "x", "x"]}
    model = teach(TEXTS + odd, answers)
    assert "x" not in model.heads[0].labels
    assert "x" in model.heads[1].labels


def test_a_weight_is_worth_as_many_copies():
    twice = teach([*TEXTS, *TEXTS[:2]], {"stance": [*STANCES, *STANCES[:2]]})
    heavy = teach(TEXTS, {"stance": STANCES}, [2.0, 2.0, *[1.0] * (len(TEXTS) - 2)])
    texts = ["نرحب بالحوار اليوم"]
    one, other = (label_texts(model, texts)[0]["stance"].confidence for model in (twice, heavy))
    assert one == pytest.approx(other, abs=0.05)


def test_teaching_twice_gives_the_same_numbers():
    one, other = (teach(TEXTS, {"stance": STANCES}).heads[0].weights for _ in range(2))
    assert np.array_equal(one, other)


def test_texts_that_share_nothing_are_refused():
    with pytest.raises(InputError, match="share no words"):
        teach(["ا", "ب"], {"stance": ["x", "y"]})


def test_a_head_has_no_weights_for_blocks_it_does_not_see(tiny_model):
    stance, first = tiny_model.heads[0], 0
    for table in tiny_model.tables:
        own = stance.weights[first : first + len(table.terms)]
        assert table.block.seen_by("stance") == bool(own.any())
        first += len(table.terms)


def test_the_recipe_is_an_unfitted_pipeline():
    pipeline = recipe("stance")
    pipeline.fit(TEXTS, STANCES)
    assert list(pipeline.predict(["نرفض الحوار معهم"])) == ["against"]


TWO_SIDES = [
    (f"{verb} {what} {place}", label)
    for place in ("في جنيف", "في مسقط", "مع الوسيط", "بعد العيد")
    for what in ("الحوار", "المفاوضات")
    for verb, label in (("نرفض", "against"), ("نرحب ونشكر", "for"), ("نرحب ونؤيد", "for"))
]


def taught_by(*trials, rows=TWO_SIDES):
    texts, labels = zip(*rows, strict=True)
    return teach(texts, {"stance": labels}, way=Way(trials))


def test_of_several_trials_a_head_takes_the_best_on_texts_left_out():
    numb, keen = Trial(1e6), Trial(1.0)
    chosen, own = taught_by(numb, keen).heads[0], taught_by(keen).heads[0]
    assert np.array_equal(chosen.weights, own.weights)
    assert not np.array_equal(chosen.weights, taught_by(numb).heads[0].weights)


def test_where_a_label_is_too_rare_for_folds_the_first_trial_is_taken():
    rows = [*TWO_SIDES, ("لا تعليق على الحوار في جنيف", "none")]
    chosen = taught_by(Trial(1e6), Trial(1.0), rows=rows).heads[0]
    assert np.array_equal(chosen.weights, taught_by(Trial(1e6), rows=rows).heads[0].weights)


def test_a_trial_of_the_general_blocks_gives_the_others_no_weight():
    model = taught_by(Trial(1.0, general=True))
    first = 0
    for table in model.tables:
        own = model.heads[0].weights[first : first + len(table.terms)]
        assert bool(own.any()) == (table.block.name in GENERAL)
        first += len(table.terms)
