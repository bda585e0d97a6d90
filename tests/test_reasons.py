import pytest

from classifier.reasons import explain, standing
from classifier.scorer import decisions

TEXT = "وقال المتحدّثُ إنه «لا توجد رغبة» لدى كييف في المفـــاوضات، مشيراً إلى 3 شروط."


def test_reasons_add_up_to_the_decision_value(tiny_model):
    for text in (TEXT, "لا", "Putin 😀 لن", "قال " * 30):
        values = decisions(tiny_model, text)
        for place, head in enumerate(tiny_model.heads):
            for number, label in enumerate(head.labels):
                reasons = explain(tiny_model, text, {head.name: label})[head.name]
                total = sum(reason.weight for reason in reasons) + standing(head, label)
                assert total == pytest.approx(
                    values[place][number] + head.offsets[number], abs=1e-9
                )


def test_reasons_stand_in_the_text_in_its_own_spelling(tiny_model):
    for reasons in explain(tiny_model, TEXT).values():
        assert all(TEXT[reason.start : reason.end] == reason.text for reason in reasons)


def test_a_word_with_marks_and_tatweel_is_given_as_it_stands(tiny_model):
    words = " ".join(reason.text for reason in explain(tiny_model, TEXT)["stance"])
    assert "المفـــاوضات" in words
    assert "المتحدّثُ" in words


def test_reasons_do_not_overlap_and_leave_no_word_out(tiny_model):
    reasons = sorted(explain(tiny_model, TEXT)["stance"], key=lambda reason: reason.start)
    ends = [0, *(reason.end for reason in reasons)]
    assert all(end <= reason.start for end, reason in zip(ends, reasons, strict=False))
    assert sum(len(reason.text.split()) for reason in reasons) == len(TEXT.split())


def test_the_heaviest_reason_comes_first(tiny_model):
    weights = [abs(reason.weight) for reason in explain(tiny_model, TEXT)["stance"]]
    assert weights == sorted(weights, reverse=True)


def test_an_empty_text_has_no_reasons(tiny_model):
    assert explain(tiny_model, "") == {"stance": (), "sentiment": ()}
