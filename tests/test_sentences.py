"""Where a sentence ends, and where it does not."""

import pytest

from classifier.marks import quotes
from classifier.sentences import sentences
from classifier.words import Words


def cut(text):
    words = Words.of(text)
    quoted = quotes(words, 0, len(words))
    return [words.spelled(*found) for found in sentences(words, 0, len(words), quoted)]


@pytest.mark.parametrize(
    "text",
    [
        "وقال د. سالم الحربي إن الوفد غادر.",
        "وقال ج. هادسون إن الوفد غادر.",
        "وارتفع السعر إلى 3.5 في المئة.",
        "قال إن الوفد... غادر القاعة.",
        "قال إن الوفد.. غادر القاعة.",
        "قال: «لن نوقع. انتهى الأمر. وداعا».",
        "نشر الموقع example.com الخبر.",
        "بلا نقطة في آخره",
    ],
)
def test_these_are_one_sentence(text):
    assert cut(text) == [text]


@pytest.mark.parametrize(
    "parts",
    [
        ["قال إنه سيغادر.", "ثم غادر."],
        ["هل غادر؟", "نعم.", "لا!", "ربما"],
        ["قال: «لن نوقع».", "وغادر."],
        ["قال: «لن نوقع.»", "وغادر القاعة."],
        ["(قال إنه سيغادر.)", "ثم غادر."],
        ["غادر في عام 2024.", "وعاد."],
    ],
)
def test_these_are_several(parts):
    assert cut(" ".join(parts)) == parts
