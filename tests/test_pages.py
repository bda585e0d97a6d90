"""Pages are cut into articles, and articles into the stretches of their own prose."""

from __future__ import annotations

import json
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from classifier import lexicons
from classifier.furniture import words
from classifier.page_lines import SHORT, read_line
from classifier.pages import cut_page
from classifier.records import Document
from classifier.wraps import lines_of

HERE = Path(__file__)
SHARED = HERE.parents[2] / "shared" / "data"
CASES = [
    json.loads(line)
    for line in HERE.with_name("cases")
    .joinpath("pages.jsonl")
    .read_text("utf-8")
    .strip()
    .split("\n")
]
PROSE = "أعلن المتحدث باسم الحكومة أن الوفد سيشارك في جولة المحادثات المقبلة بكامل أعضائه."


def bodies(text, **fields):
    articles = cut_page(Document("page", text, **fields))
    return [[text[span.start : span.end] for span in article.body] for article in articles]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_a_page_is_cut_as_a_reader_would_cut_it(case):
    articles = cut_page(Document("page", case["text"]))
    assert bodies(case["text"]) == [each["body"] for each in case["articles"]]
    for article, expected in zip(articles, case["articles"], strict=True):
        for name in ("title", "date", "outlet"):
            assert getattr(article, name) == expected.get(name, getattr(article, name))


def test_a_single_article_keeps_the_id_of_its_document():
    (article,) = cut_page(Document("page", PROSE))
    assert article.id == "page"


def test_several_articles_are_numbered():
    text = f"عنوان المقال الأول\n{PROSE}\nالمصدر: وكالات\nاقرأ أيضا:\nعنوان المقال الثاني\n{PROSE}"
    articles = cut_page(Document("page", text))
    assert [article.id for article in articles] == ["page#1", "page#2"]
    assert all(article.text is text for article in articles)
    assert text[articles[1].start :].startswith("عنوان المقال الثاني")


def test_the_first_line_of_an_article_ends_with_its_line_break():
    text = f"عنوان المقال الأول\n{PROSE}\nالمصدر: وكالات"
    (article,) = cut_page(Document("page", text))
    assert text[article.start : article.end] == f"عنوان المقال الأول\n{PROSE}\n"


def test_what_the_document_tells_wins_over_the_page():
    text = f"عنوان على الصفحة نفسها\nتاريخ النشر: 5 مارس 2024\n{PROSE}\nالمصدر: وكالات"
    document = Document("d", text, title="عنوان آخر", date="2024-01-01", outlet="المثال", url="u")
    (article,) = cut_page(document)
    assert (article.title, article.date, article.outlet) == ("عنوان آخر", "2024-01-01", "المثال")
    assert article.url == "u"


def test_a_first_line_that_repeats_the_known_title_is_no_prose():
    title = "الحكومة تعلن أنها ستشارك: «بلا شروط»"
    assert bodies(f"{title}\n{PROSE}", title=title) == [[PROSE]]


def test_a_quoting_line_under_a_known_title_stays():
    heading = "الخطيب: لن نقبل شروطا مسبقة"
    assert bodies(f"{heading}\n{PROSE}", title="عنوان آخر تماما") == [[heading, PROSE]]


def test_an_empty_page_is_one_empty_article():
    (article,) = cut_page(Document("page", ""))
    assert article.body == ()
    assert (article.start, article.end) == (0, 0)


@pytest.mark.parametrize(
    "row",
    [
        row
        for row in lexicons.rows("furniture")
        if row["kind"] in {"source", "tags", "date", "byline", "link", "end", "caption"}
    ],
    ids=lambda row: f"{row['kind']} {row['pattern']}",
)
def test_the_example_of_every_pattern_is_furniture(row):
    assert read_line(row["example"]).kind not in {"prose", "short"}


@pytest.mark.parametrize("kind", ["agency", "goes_on", "lead", "share", "dateword", "tail"])
def test_kinds_that_the_code_asks_for_are_in_the_table(kind):
    assert words(kind)


def test_a_long_line_is_prose_unless_a_label_begins_it():
    assert read_line("كلمة " * SHORT).kind == "prose"
    assert read_line("كلمات دلالية: " + "هدنة " * 40).kind == "tags"


@given(
    st.lists(
        st.one_of(
            st.text(),
            st.sampled_from([row["example"] for row in lexicons.rows("furniture")]),
            st.sampled_from([PROSE, "عنوان قصير هنا", "«", "\u200f", "ـ", "\r\n", "\u2029"]),
        )
    ).map("\n".join),
    st.text(max_size=40),
)
@example("0\n00000000000000000000000\n00000000000000000000000000000ء", "")  # lines of one column
def test_any_page_gives_ordered_disjoint_stretches_each_of_one_line(text, title):
    articles = cut_page(Document("page", text, title=title))
    assert articles
    spans = [span for article in articles for span in article.body]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(first.end <= second.start for first, second in pairwise(spans))
    lines = lines_of(text)  # those that a page broke for want of room put together
    assert all(any(a <= start and end <= b for a, b in lines) for start, end in spans)
    broken = [line for line in lines if set(text[slice(*line)]) & set("\n\r\u2028\u2029")]
    assert not broken or len(lines) < sum(map(bool, map(str.strip, text.splitlines())))
    assert all(0 <= article.start <= article.end <= len(text) for article in articles)
    assert all(
        article.start <= span.start and span.end <= article.end
        for article in articles
        for span in article.body
    )
    told = [article for article in articles if article.body]
    assert all(first.end <= second.start for first, second in pairwise(told))


@pytest.mark.usefixtures("own_heap")
@pytest.mark.parametrize(
    "letters",
    [
        "«",
        "قال ",
        "قال\n",
        "- ",
        "ـ ",
        "(رويترز) -\n",
        "إقرأ أيضاً:\n",
        "أخبار ذات صلة ",
        "\n",
        "(",
        "عنوان قصير\n",
        "عنوان قصير هنا\nالمصدر: كذا\n",
        f"{PROSE}\nالمصدر: كذا\n",
        ". سمات ",
    ],
)
def test_a_megabyte_of_one_thing_takes_less_than_two_seconds(letters):
    document = Document("page", letters * (1_000_000 // len(letters)))
    begin = time.process_time()
    cut_page(document)
    assert time.process_time() - begin < 2


def test_every_sample_article_has_a_title_and_prose():
    samples = HERE.parents[1] / "classifier" / "data" / "samples"
    for path in sorted(samples.glob("*.txt")):
        for article in cut_page(Document(path.stem, path.read_text(encoding="utf-8"))):
            assert article.title, path
            assert len(article.body) > 3, path


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the real texts are not here")
def test_the_seed_page_is_cut_as_its_gold_says():
    gold = json.loads((SHARED / "seed_page.gold.jsonl").read_text(encoding="utf-8").splitlines()[0])
    articles = cut_page(Document("seed_page", gold["text"]))
    cut = [
        {"title": one.title, "date": one.date, "start": one.start, "end": one.end}
        for one in articles
    ]
    assert cut == gold["articles"]


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the real texts are not here")
@pytest.mark.parametrize("name", ["real_articles", "real_articles_dense", "seed_page.gold"])
@pytest.mark.parametrize("titled", [True, False])
def test_no_real_statement_loses_a_letter_to_furniture(name, titled):
    inside = letters = 0
    for line in (SHARED / f"{name}.jsonl").read_text("utf-8").strip().split("\n"):
        row = json.loads(line)
        title = row.get("title", "") if titled else ""
        body = {
            place
            for article in cut_page(Document(row["id"], row["text"], title=title))
            for span in article.body
            for place in range(*span)
        }
        for statement in row["statements"]:
            places = [
                place
                for place in range(statement["start"], statement["end"])
                if not row["text"][place].isspace()
            ]
            letters += len(places)
            inside += sum(place in body for place in places)
    assert inside / letters >= 0.998
