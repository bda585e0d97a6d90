"""Statements: the cases, what holds for any text, and how long it takes."""

import textwrap
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from said import cases, label, rows_of, statements_of

from classifier.pages import cut_page
from classifier.records import Article, Document, Span
from classifier.statements import find_statements


@pytest.mark.parametrize("case", cases("statements"), ids=label)
def test_what_is_said_is_found(case):
    assert rows_of(case["text"]) == case["expected"]


@pytest.mark.parametrize("case", cases("negative"), ids=label)
def test_what_is_not_said_is_not(case):
    assert rows_of(case["text"]) == []


@pytest.mark.parametrize("case", cases("addresses"), ids=label)
def test_a_text_may_be_somebodys_own_words(case):
    found = [
        [said.text, said.speaker.name, said.form]
        for article in cut_page(Document("a", case["text"]))
        for said in find_statements(article)
    ]
    assert found == case["expected"]


@pytest.mark.xfail(strict=True, reason="see the comment of the case")
@pytest.mark.parametrize("case", cases("known-failures"), ids=label)
def test_what_is_not_found_yet(case):
    assert rows_of(case["text"]) == case["expected"]


WORDS = st.sampled_from(
    [
        *"قال وقالت الوزير سالم الحربي إن أن الذي لكن بحسب على حد قوله عن مصدر أما".split(),
        *"جاء في بيان".split(),
        *"يقول مؤكدا رفض تم التأكيد وهو ما ينفيه نقلت موسكو علي كما ليقول عاد وسعاد".split(),
        *": « » \" . ، ؟ - ( ) '' و".split(),
        "\n",
    ]
)
PROSE = st.lists(WORDS, max_size=60).map(" ".join)
HOSTILE = st.text(
    st.one_of(
        st.sampled_from('«»"“” \n.:،قالإن\0\ud800\u200f\u064eﻻﷲ٣'),
        st.characters(),  # lone surrogates too
    )
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(PROSE, HOSTILE))
@example("«" * 50)
@example("قال «")
@example("بحسب «")
@example("وهو ما")
@example("أما")
@example("قال «ب» \ud800")
@example("رفض قال")  # a name of one word at the very end
@example("وقال سالم الحربي، مؤسس شركة «النهر» للأعمال")
@example("وقال للصحفيين")
def test_any_text_is_read(text):
    found = statements_of(text)
    end = 0
    for said in found:
        assert end <= said.start < said.end <= len(text)
        assert text[said.start : said.end] == said.text
        assert said.start <= said.content_start <= said.content_end <= said.end
        if said.speaker.start is not None:
            assert 0 <= said.speaker.start < said.speaker.end <= len(text)
        end = said.end


@given(PROSE, st.integers(0, 100), st.integers(0, 100))
def test_nothing_is_found_outside_the_body(text, one, other):
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    article = Article("a", text, (Span(start, end),), 0, len(text))
    for said in find_statements(article):
        assert start <= said.start and said.end <= end


TOLD = [
    case["text"]
    for case in cases("statements")
    if case["text"].endswith(".") and not set(case["text"]) & set("\n*")
]


@pytest.mark.parametrize("feed", ["\n", "\r\n", "\n\n", "\r"], ids=repr)
@pytest.mark.parametrize("width", [50, 65, 80])
def test_a_page_that_breaks_its_lines_says_the_same(width, feed):
    """Text copied from a PDF: a line break every so many letters, in the middle of sentences."""
    for place in range(0, len(TOLD) - 7, 8):
        text = " ".join(" ".join(TOLD[place : place + 8]).split())
        broken = feed.join(textwrap.wrap(text, width, break_on_hyphens=False))
        assert told(broken) == told(text)


def told(text):
    """Who says what in a page, each line break one space."""
    return [
        (" ".join(said.text.split()), said.speaker.name, said.speaker.role, said.cue)
        for article in cut_page(Document("a", text))
        for said in find_statements(article)
    ]


MEGABYTE = 500_000  # letters of two bytes


@pytest.mark.usefixtures("own_heap")
@pytest.mark.parametrize(
    "piece",
    [
        "«",
        '"',
        "« ",
        "«قال ",
        '"«قال» "',
        "،",
        "قال ",
        "قال",
        "ب",
        "قالالوزيرإن،«",
        "ﻻ",
        "\u064e",
        "يرفض ",
        "أفادت وكالة أن ",
        "الذي قال إن ",
        "في، ",
        "1.1.1",
        ". ",
        ": ",
        "فلان: ",
        "محمد ",
        "بن ",
    ],
    ids=repr,
)
def test_the_work_grows_with_the_length_and_no_faster(piece):
    text = (piece * MEGABYTE)[:MEGABYTE]
    begin = time.process_time()
    statements_of(text)
    # under a second on a quiet machine, three on a busy one; what is quadratic takes minutes
    assert time.process_time() - begin < 3


@pytest.mark.usefixtures("own_heap")
def test_long_prose_is_read_in_time():
    text = "".join(f"وقال سالم{n} الحربي{n} إن الجولة {n} انتهت. " for n in range(4_000))
    begin = time.process_time()
    assert len(statements_of(text)) == 4_000
    assert time.process_time() - begin < 6
