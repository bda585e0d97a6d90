"""Reporting frames: what opens them, what closes them, what is none."""

import pytest

from classifier.frames import Sentence, find_frames
from classifier.marks import quotes
from classifier.words import Words


def frames(text):
    words = Words.of(text)
    sentence = Sentence(words, 0, len(words), quotes(words, 0, len(words)))
    return words, find_frames(sentence)


def shown(text):
    words, found = frames(text)
    return [
        (
            frame.kind,
            words.spelled(frame.place, frame.cue_end),
            words.spelled(*frame.subject) if frame.subject else "",
            frame.opened_by,
            frame.before,
        )
        for frame in found
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وقال الوزير إن الوفد غادر", [("verb", "وقال", "الوزير", "that", False)]),
        ("وقال الوزير: سنغادر غدا", [("verb", "وقال", "الوزير", "colon", False)]),
        ("وقال الوزير «سنغادر هذه القاعة غدا»", [("verb", "وقال", "الوزير", "quote", False)]),
        ("لكن الوزير نفى أن يكون غادر", [("verb", "نفى", "الوزير", "that", True)]),
        ("«سنغادر القاعة»، قال الوزير", [("verb", "قال", "الوزير", "quote", False)]),
        ("ودعا الوزير إلى الحوار", [("verb", "ودعا", "الوزير", "preposition", False)]),
        ("ورحب الوزير بالاتفاق", [("verb", "ورحب", "الوزير", "preposition", False)]),
        ("وأبدى الوزير استعداده للحوار", [("verb", "وأبدى", "الوزير", "preposition", False)]),
        ("أما الوزير، الذي وصل، فقال إن", [("verb", "فقال", "الوزير", "that", True)]),
        ("بحسب الوزير", [("according", "بحسب", "الوزير", "word", False)]),
        ("حسبما أعلن الوزير", [("according", "حسبما أعلن", "الوزير", "word", False)]),
        ("نقلا عن مصدر", [("according", "نقلا", "مصدر", "word", False)]),
        ("غادر الوفد، على حد قوله", [("own-word", "على حد قوله", "", "word", False)]),
        ("غادر، على لسان الوزير", [("according", "على لسان", "الوزير", "word", False)]),
        ("ونقلت الوكالة عن الوزير أن الوفد", [("relay", "ونقلت", "الوزير", "that", False)]),
        ("ونقلت عنه الوكالة أن الوفد", [("relay", "ونقلت", "", "that", False)]),
        ("رغم نفي الوزير أن يكون", [("noun", "نفي", "الوزير", "that", False)]),
        ("مع تأكيده أن الوفد", [("noun", "تأكيده", "", "that", False)]),
        ("وجاء في بيان للوزارة أن", [("verb", "وجاء في", "بيان للوزارة", "that", False)]),
        ("وتم التأكيد على الحل", [("passive", "وتم التأكيد", "", "word", False)]),
        ("وأُعلن أن الوفد غادر", [("passive", "وأُعلن", "", "that", False)]),
        ("وهو ما ينفيه الوزير", [("verb", "ينفيه", "الوزير", "that", False)]),
        ("الوزير سالم: سنغادر القاعة غدا", [("label", ":", "الوزير سالم", "colon", True)]),
        ("كما قال الوزير، وغادر", [("according", "كما قال", "الوزير", "word", False)]),
    ],
)
def test_a_frame_is_read(text, expected):
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "يذكر أن الوفد غادر",
        "لم يقل الوزير إن الوفد غادر",
        "بين الوزارة والوفد خلاف",
        "بسبب رفض الوزير",
        "كأنه يقول إن الوفد غادر",
        "طالب في كلية الطب",
        "بحسب القانون",
        "«وقال الوزير إن الوفد غادر»",
        "على الطاولة",
        "10:30 بدأ اللقاء",
    ],
)
def test_this_is_no_frame(text):
    assert shown(text) == []


@pytest.mark.parametrize(
    ("text", "relative", "subordinate"),
    [
        ("الوزير الذي قال إن الوفد غادر", True, False),
        ("عندما قال الوزير إن الوفد غادر", False, True),
        ("بعد أن قال الوزير إن الوفد غادر", False, True),
        ("وقال الوزير إن الوفد غادر", False, False),
    ],
)
def test_the_clause_of_a_verb_is_told(text, relative, subordinate):
    _, (frame, *_) = frames(text)
    assert (frame.relative, frame.subordinate) == (relative, subordinate)


def test_a_text_that_is_no_prose_has_few_frames():
    assert len(frames("وقال الوزير إن كذا " * 100)[1]) <= 40
