"""How well statements are found in whole articles: no figure sinks under its floor."""

import json

import pytest
from extraction_figures import FILES, FLOORS, SHARED, figures, read
from said import statements_of

from classifier.pages import cut_page
from classifier.records import Document
from classifier.statements import find_statements
from training import floors

REAL = pytest.mark.skipif(not SHARED.exists(), reason="the shared texts are not there")


def shared(name):
    return pytest.param(name, marks=[pytest.mark.shared, REAL])


@pytest.mark.parametrize("name", ["own", shared("real"), shared("dense"), shared("seed page")])
def test_no_figure_has_sunk(name):
    assert floors.sunk(figures(FILES[name]), FLOORS) == []


def test_floors_are_those_of_the_files_at_hand():
    names = [entry["about"] for entry in json.loads(FLOORS.read_text(encoding="utf-8"))]
    assert names == list(FILES)


@pytest.mark.shared
@REAL
@pytest.mark.parametrize(
    ("name", "figure", "least"),
    [
        ("real", "articles.0.3.f1", 0.93),
        ("real", "articles.0.8.f1", 0.87),
        ("real", "articles.0.3.speaker_on_matched", 0.92),
        ("real", "articles.0.3.speaker_on_gold", 0.86),
        ("real", "articles.0.3.recall_by_form.reported", 0.90),
        ("dense", "articles.0.3.f1", 0.93),
        ("dense", "articles.0.3.party_on_matched", 0.80),
        ("seed page", "articles.0.3.f1", 1.0),
        ("seed page", "articles.0.3.speaker_on_matched", 1.0),
    ],
)
def test_what_was_promised_is_kept(name, figure, least):
    assert floors.figure(figures(FILES[name]), figure) >= least


@pytest.mark.shared
@REAL
@pytest.mark.parametrize(("quoted", "least", "most"), [(True, 0.95, 1.0), (False, 0.0, 0.20)])
def test_one_sentence_tells_whether_somebody_speaks(quoted, least, most):
    rows = [row for row in read(SHARED / "real_statements.jsonl") if row["quoted"] is quoted]
    found = sum(
        any(find_statements(page) for page in cut_page(Document(row["id"], row["text"])))
        for row in rows
    )
    assert least <= found / len(rows) <= most


@pytest.mark.parametrize("article", read(FILES["own"]), ids=lambda article: article["id"])
def test_own_articles_are_read_with_their_offsets(article):
    for said in statements_of(article["text"]):
        assert article["text"][said.start : said.end] == said.text
