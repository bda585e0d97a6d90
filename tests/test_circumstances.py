"""What is told of a statement beside its words: outlet, side, gender, form, length."""

import pytest

from training import circumstances
from training.quotes import Quote


@pytest.mark.parametrize(
    ("text", "speaker", "gender"),
    [
        ("وقالت المتحدثة باسم الوزارة هند السالمي إن الجولة تبدأ غدا.", "", "woman"),
        ("وأضافت أن الجولة تبدأ غدا.", "هند السالمي", "woman"),
        ("ونقلت الصحيفة عن الوزيرة هند السالمي أن الجولة تبدأ غدا.", "", "woman"),
        ("وقال الوزير سالم الحربي إن الجولة تبدأ غدا.", "سالم الحربي", "man"),
        ("وأضاف أن الجولة تبدأ غدا.", "سالم الحربي", "man"),
        # the verb agrees with the newspaper, not with whom it quotes
        ("ونقلت الصحيفة عن الوزير سالم الحربي أن الجولة تبدأ غدا.", "سالم الحربي", ""),
        # bodies, groups and anonymous sources have none
        ("وقالت وزارة النقل إن الجولة تبدأ غدا.", "وزارة النقل", ""),
        ("وقال مصدر مطلع إن الجولة تبدأ غدا.", "مصدر مطلع", ""),
        ("وقالت حكومة الرئيس سالم الحربي إن الجولة تبدأ غدا.", "حكومة الرئيس سالم الحربي", ""),
        # another than the speaker of the row is named in the text
        ("وقالت هند السالمي إن الجولة تبدأ غدا.", "ماجد العوفي", ""),
        ("جدد فخامة الرئيس سالم الحربي التأكيد على الحوار.", "سالم الحربي", "man"),
    ],
)
def test_a_gender_is_told_by_what_agrees_with_a_person(text, speaker, gender):
    assert circumstances.read(text, {"speaker": speaker})["gender"] == gender


def test_what_the_row_tells_wins():
    facts = {"form": "direct", "gender": "man", "party": "أ", "source": "الأفق", "sample": "x"}
    told = circumstances.read("وقالت هند السالمي إن الجولة تبدأ غدا.", facts)
    assert [told[kind] for kind in ("form", "gender", "party", "outlet", "register")] == [
        "direct",
        "man",
        "أ",
        "الأفق",
        "x",
    ]


def test_the_side_is_read_from_the_words_where_the_row_has_none():
    quote = Quote("قال المتحدث باسم الخارجية الإيرانية إن الجولة تبدأ غدا.", {"stance": "neutral"})
    assert circumstances.of_quote(quote)["party"] == "إيران"


@pytest.mark.parametrize(
    ("letters", "name"), [(0, "1–100"), (100, "1–100"), (101, "101–200"), (301, "301–")]
)
def test_lengths_have_edges(letters, name):
    assert circumstances.length_of("ا" * letters) == name


def test_every_kind_is_told_of_every_text():
    for text in ("", "قال", "وقالت", "no Arabic"):
        assert set(circumstances.read(text)) == set(circumstances.KINDS)
