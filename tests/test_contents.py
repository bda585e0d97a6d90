"""What was said without its frame, and in which form."""

import pytest
from said import statements_of


@pytest.mark.parametrize(
    ("text", "content", "form"),
    [
        ("وقال الوزير إن الوفد غادر.", "الوفد غادر", "reported"),
        ("وقال الوزير: «الوفد غادر القاعة».", "الوفد غادر القاعة", "direct"),
        ("وقال الوزير إن «الوفد غادر القاعة».", "الوفد غادر القاعة", "direct"),
        ("وقال الوزير إن الوفد «غادر إلى غير رجعة».", "الوفد «غادر إلى غير رجعة", "mixed"),
        ("وقال الوزير إن فريق «النسور» غادر القاعة.", "فريق «النسور» غادر القاعة", "reported"),
        ("وقال الوزير: «من يدفع ثمن التأخير؟».", "من يدفع ثمن التأخير؟", "direct"),
        ("ودعا الوزير إلى استئناف الحوار.", "استئناف الحوار", "reported"),
        ("ونفى الوزير وجود أي خلاف.", "وجود أي خلاف", "reported"),
        ("«الوفد غادر القاعة»، قال الوزير.", "الوفد غادر القاعة", "direct"),
        ("وقال الوزير إن الوفد غادر، على حد قوله.", "الوفد غادر", "reported"),
        ("غادر الوفد القاعة غاضبا، بحسب الوزير.", "غادر الوفد القاعة غاضبا", "reported"),
        ("وبحسب الوزير، غادر الوفد القاعة.", "غادر الوفد القاعة", "reported"),
        ("وجاء في بيان للوزارة أن الوفد غادر.", "الوفد غادر", "reported"),
    ],
)
def test_the_content_is_cut_out(text, content, form):
    (said,) = statements_of(text)
    assert text[said.content_start : said.content_end] == content
    assert said.form == form
