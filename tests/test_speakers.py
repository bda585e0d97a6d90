"""Names taken apart, and the voice that a name, an office or a verb means."""

import pytest
from said import cases, label, statements_of

from classifier.names import full_names, key, split_name
from classifier.speakers import Memory
from classifier.words import Words


@pytest.mark.parametrize("case", cases("speakers"), ids=label)
def test_a_speaker_is_told_apart(case):
    speaker = statements_of(case["text"])[0].speaker
    found = {"name": speaker.name, "role": speaker.role, "kind": speaker.kind}
    assert found == case["expected"]


def split(text):
    words = Words.of(text)
    phrase = split_name(words, 0, len(words), full_names(words))
    return [words.spelled(*part) if part else "" for part in (phrase.name, phrase.role)] + [
        phrase.kind
    ]


@pytest.mark.parametrize(
    ("text", "name", "role", "kind"),
    [
        ("وزير الخارجية سالم الحربي", "سالم الحربي", "وزير الخارجية", "person"),
        (
            "المتحدث باسم رئيس الوزراء سالم الحربي سعد المري",
            "سعد المري",
            "المتحدث باسم رئيس الوزراء سالم الحربي",
            "person",
        ),
        ("سالم الحربي رئيس الوفد", "سالم الحربي", "رئيس الوفد", "person"),
        ("ولد الشيخ أحمد", "ولد الشيخ أحمد", "", "person"),
        ("بيان لوزارة الزراعة", "لوزارة الزراعة", "", "body"),
        ("منظمة المياه الدولية", "منظمة المياه الدولية", "", "body"),
        ("مسؤولون أمريكيون", "مسؤولون أمريكيون", "", "group"),
        ("لقاء الوزيرين", "لقاء الوزيرين", "", "event"),
        ("كوريا الجنوبية وروسيا", "كوريا الجنوبية وروسيا", "", "metonym"),
        ("«المنارة»", "المنارة", "", "media"),
        ("«", "«", "", "unknown"),
        ("ج. هادسون", "ج. هادسون", "", "unknown"),
    ],
)
def test_a_phrase_is_taken_apart(text, name, role, kind):
    assert split(text) == [name, role, kind]


@pytest.mark.parametrize(("one", "other"), [("ديمتري", "دميتري"), ("القطان", "قطان")])
def test_spellings_of_a_name_meet(one, other):
    assert key(one) == key(other)


def test_surnames_stand_for_the_longest_name():
    words = Words.of("سالم الحربي ثم قال سالم علي الحربي إن")
    assert words.spelled(*full_names(words)["الحربي"]) == "سالم علي الحربي"


ONE = "قال وزير الري المصري سالم الحربي إن الماء قليل. "
OTHER = "وقالت الناطقة سعاد المري إن الماء كثير. "
BODY = "وقالت وزارة الزراعة إن الموسم جيد. "


@pytest.mark.parametrize(
    ("before", "last", "name", "attribution"),
    [
        (ONE, "وأضاف أن الحل قريب.", "سالم الحربي", "continuation"),
        (ONE + OTHER, "وأضاف أن الحل قريب.", "سالم الحربي", "continuation"),
        (ONE + OTHER, "وأضافت أن الحل قريب.", "سعاد المري", "continuation"),
        (ONE + OTHER, "وأكد الحربي أن الحل قريب.", "سالم الحربي", "verb-subject"),
        (ONE + OTHER, "وأكد الوزير المصري أن الحل قريب.", "سالم الحربي", "verb-subject"),
        (ONE, "وأكد الوزير أن الحل قريب.", "سالم الحربي", "verb-subject"),
        (BODY, "وأكدت الوزارة أن الحل قريب.", "وزارة الزراعة", "verb-subject"),
        ("", "وأضاف أن الحل قريب.", "", "unknown"),
        (ONE, "وذُكر أن الحل قريب.", "", "passive"),
        (ONE, "لكن الناطقة سعاد المري أكدت أن الحل بعيد.", "سعاد المري", "subject-verb"),
        (
            "وقال سالم الحربي إن الوضع هادئ.",
            'وأضاف "الحربي" أن العمل جار.',
            "سالم الحربي",
            "verb-subject",
        ),
        (
            "وقال تقرير للشركة إن الوضع هادئ.",
            "وتشير التقارير إلى أن العمل جار.",
            "التقارير",
            "verb-subject",
        ),
        (
            "أعلن حرس النهر الوطني أن الوضع هادئ.",
            "وقالت متحدثة باسم حرس النهر إن العمل جار.",
            "متحدثة باسم حرس النهر",
            "verb-subject",
        ),
        (ONE + "وقال مواطنون إن الوضع هادئ. ", "وقال إن الحل قريب.", "سالم الحربي", "continuation"),
        (
            "زار وكيل اللاعبين المعروف غرم الحمداني المدينة. ",
            "وقال الحمداني إن الحل قريب.",
            "غرم الحمداني",
            "verb-subject",
        ),
        (
            "وقال ناصر الحربي رئيس شركة النهر إن الوضع هادئ. ",
            "وقال الرئيس التنفيذي إن الحل قريب.",
            "ناصر الحربي",
            "verb-subject",
        ),
        (ONE, "وأشار د. الحربي إلى أن الحل قريب.", "سالم الحربي", "verb-subject"),
    ],
)
def test_a_later_mention_means_the_right_voice(before, last, name, attribution):
    *_, said = statements_of(before + last)
    assert (said.speaker.name, said.speaker.attribution) == (name, attribution)


def test_the_place_of_a_speaker_is_that_of_the_fullest_name():
    text = ONE + "وأضاف أن الحل قريب."
    first, second = statements_of(text)
    for said in (first, second):
        assert text[said.speaker.start : said.speaker.end] == "سالم الحربي"


def test_an_office_alone_has_no_place():
    (said,) = statements_of("وقال وزير المالية إن الأجور ستصرف.")
    assert (said.speaker.start, said.speaker.end) == (None, None)


def test_voices_are_bounded():
    words = Words.of(" ".join(f"سالم الحربي{n}" for n in range(500)))
    memory = Memory(words)
    for at in range(0, len(words), 2):
        phrase = memory.phrase(at, at + 2)
        memory.hear(memory.voice(phrase), None, True)
    assert len(memory.voices) <= 64
