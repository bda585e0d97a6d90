"""The condition of a statement: which words open it, where it ends."""

import time

import pytest

from classifier import lexicons
from classifier.conditions import condition_of, find_condition
from classifier.records import Speaker, Statement

CASES = [
    # (before, condition, behind)
    ("وقال سالم الحربي إن وفده لن يوقع ", "ما لم تتوقف الغارات", "، مضيفا أن الوقت ينفد."),
    ("وأكدت الوزيرة أن بلادها تقبل الحوار ", "شريطة أن ترفع العقوبات", "."),
    ("«نشارك في الجولة ", "بشرط أن تكون علنية وأن يحضرها الوسيط", "»، قال المتحدث."),
    ("قال إن اللقاء لن يعقد ", "إلا بعد انسحاب القوات", "، لأن الثقة غابت."),
    ("وشدد على أنه «لا مفاوضات ", "قبل وقف إطلاق النار", "»."),
    ("لن نتفاوض ", "تحت القصف", "، قال القيادي."),
    ("وقال: ", "إذا أوقفوا القصف أسبوعا", " فسنكون في جنيف غدا."),
    ("وأعلن الحزب أنه سيحضر ", "في حال وجهت إليه دعوة رسمية", "، بحسب البيان."),
    ("واشترط الوزير لاستئناف المشاورات ", "أن تتوقف الجماعة عن سك العملة", "، واصفا ذلك بالطعنة."),
    ("وافقت الحكومة على اللقاء، مشترطة ", "أن يكون علنيا", "، وفق ما قال الناطق."),
    ("وأوضح أن التوقيع ", "مشروط بضمانات مكتوبة", "، مشيرا إلى أن المسودة جاهزة."),
    ("ورأى أن المشاركة ", "مرهونة بإطلاق المعتقلين", "؛ ثم غادر."),
    ("وقال إن الجيش يلتزم الهدنة ", "مقابل رفع الحصار عن المدينة", "."),
    ("لن نوقع نصا ", "لا يضمن حقوقنا", "."),
    ("وقال إن الاتفاق ممكن ", "بشرط ربطه بالإنتاجية", "، وإن المنظمة لن توقع غيره."),
    ("وقال إن الاتفاق ممكن ", "بشرط ربطه بالإنتاجية، وأن يكون لسنة", "."),
]


@pytest.mark.parametrize(("before", "condition", "behind"), CASES)
def test_a_condition_is_cut_out_of_its_statement(before, condition, behind):
    text = before + condition + behind
    found = find_condition(text)
    assert found is not None
    assert text[found.start : found.end] == condition


@pytest.mark.parametrize(
    "text",
    [
        "قال المتحدث إن بلاده ترحب بالحوار.",
        "وقال إن الوفد وصل قبل أسبوع.",  # «قبل» without a refusal is a time
        "وأضاف أن المدينة تحت السيطرة.",
        "لن نوقع إلا بعد.",  # one word says nothing
        "",
        "إذا",
    ],
)
def test_a_statement_without_a_condition_has_none(text):
    assert find_condition(text) is None


def test_the_stronger_word_wins_over_the_earlier_one():
    text = "وقال بعد اللقاء إنه سيحضر شريطة أن يدعى الوسيط."
    found = find_condition(text)
    assert text[found.start : found.end] == "شريطة أن يدعى الوسيط"


def test_marks_and_tatweel_do_not_shift_the_condition():
    text = "قالَ إنّ وفدَهُ لنْ يـــوقّع ما لمْ تتوقّفِ الغاراتُ، مضيفا أن الوقت ينفد."
    found = find_condition(text)
    assert text[found.start : found.end] == "ما لمْ تتوقّفِ الغاراتُ"


def test_offsets_of_a_statement_count_in_its_article():
    text = "لن نوقع ما لم تتوقف الغارات."
    said = Statement(text, 100, 100 + len(text), 100, 128, "direct", "", "", Speaker())
    found = condition_of(said)
    assert text[found.start - 100 : found.end - 100] == "ما لم تتوقف الغارات"


@pytest.mark.parametrize("kind", ["names", "demands", "unless", "opens", "lacks"])
def test_the_examples_of_the_table_show_their_marker(kind):
    for row in lexicons.rows("conditions"):
        if row["kind"] == kind:
            assert find_condition(row["example"]) is not None, row["marker"]


@pytest.mark.parametrize("unit", ["لن ", "قبل ", "«", "، ", "اشترط ", '"', "ما لم ", "\u0640"])
def test_any_length_of_anything_is_read_in_linear_time(unit):
    begin = time.process_time()
    find_condition("لن نوقع قبل " + unit * 100_000)
    assert time.process_time() - begin < 2  # some hundredths; what is quadratic takes minutes
