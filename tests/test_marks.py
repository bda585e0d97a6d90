"""Quotation marks, paired as the press writes them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.marks import quotes
from classifier.words import Words


def quoted(text):
    words = Words.of(text)
    found = quotes(words, 0, len(words))
    return [words.spelled(q.open, min(q.close + q.closed, len(words))) for q in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قال: «لن نوقع».", ["«لن نوقع»"]),
        ('قال: "لن نوقع".', ['"لن نوقع"']),
        ("قال: “لن نوقع”.", ["“لن نوقع”"]),
        ("قال: ”لن نوقع“.", ["”لن نوقع“"]),
        ("قال: ((لن نوقع)).", ["((لن نوقع))"]),
        ("قال: ''لن نوقع''.", ["''لن نوقع''"]),
        # nested: of one family, of two
        ("«قال «لن» وغادر» ثم", ["«قال «لن» وغادر»"]),
        ('«قال "لن" وغادر» ثم', ['«قال "لن" وغادر»']),
        # marks that differ at both ends
        ('«لن نوقع أبدا", قال', ['«لن نوقع أبدا"']),
        ("“لن نوقع أبدا», قال", ["“لن نوقع أبدا»"]),
        # one forgotten: to the end, to the reporter's next sentence, to the next opening
        ("قال: «لن نوقع", ["«لن نوقع"]),
        ("قال: «لن نوقع. وأضاف الوزير أن", ["«لن نوقع"]),
        ('قال "لن نوقع وقال: "لن نأتي"', ['"لن نوقع وقال:', '"لن نأتي"']),
        # one too many
        ("لن نوقع» قال", []),
        ('لن نوقع" قال', []),
        ("«» قال", []),
        # a nested mark ate the closing one
        ("قال: «لن «نوقع أبدا» ثم غادر", ["«لن «نوقع أبدا»"]),
    ],
)
def test_marks_are_paired(text, expected):
    assert quoted(text) == expected


@given(st.text(st.sampled_from("«»\"“”‘’(' .:،قال\n")))
def test_quotes_stand_in_order_inside_the_text(text):
    words = Words.of(text)
    found = list(quotes(words, 0, len(words)))
    for quote in found:
        assert 0 <= quote.open < quote.close <= len(words)
    for one, other in pairwise(found):
        assert one.close <= other.open


@given(st.text(st.sampled_from('«»"“ قال')))
def test_a_quote_is_found_at_each_of_its_tokens(text):
    words = Words.of(text)
    found = quotes(words, 0, len(words))
    for quote in found:
        for at in range(quote.open, quote.close):
            assert found.at(at) == quote
            assert quote in found.among(at, at + 1)
