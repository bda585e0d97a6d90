"""Dates in the styles of the whole Arab press."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from babel import Locale
from babel.localedata import locale_identifiers
from hypothesis import given
from hypothesis import strategies as st

from classifier import lexicons
from classifier.arabic import fold
from classifier.dates import find_date, locate

CASE_FILE = Path(__file__).with_name("cases") / "dates.jsonl"
CASES = [json.loads(line) for line in CASE_FILE.read_text("utf-8").strip().split("\n")]


@pytest.mark.parametrize("case", CASES, ids=[f"{case['why']}: {case['text']}" for case in CASES])
def test_a_written_date_is_found(case):
    assert find_date(case["text"]) == case["date"]


@pytest.mark.parametrize("name", sorted(n for n in locale_identifiers() if n.split("_")[0] == "ar"))
def test_every_month_name_that_CLDR_knows_in_an_arab_country_is_read(name):
    for number, month in Locale.parse(name).months["format"]["wide"].items():
        assert find_date(f"5 {month} 2024") == f"2024-{number:02}-05", month


@pytest.mark.parametrize("row", lexicons.rows("months"), ids=lambda row: row["name"])
def test_the_example_of_every_month_in_the_table_is_read(row):
    found = find_date(row["example"])
    assert found
    if row["calendar"] == "gregorian":
        assert int(found[5:7]) == int(row["month"])


def test_the_place_of_a_date_covers_its_words():
    folded = fold("الأحد 27 أبريل 2025م")
    found = locate(folded)
    assert found is not None
    assert folded[found.start : found.end] == "27 ابريل 2025"


@given(st.text())
def test_any_text_gives_an_iso_date_or_nothing(text):
    found = find_date(text)
    assert found == "" or len(found) == 10


@pytest.mark.usefixtures("own_heap")
@pytest.mark.parametrize("letters", ["1", "1/", "12 ", "5 من شهر ", "أي ", "5 مارس 202", " "])
def test_a_megabyte_of_near_dates_takes_less_than_two_seconds(letters):
    begin = time.process_time()
    find_date(letters * (1_000_000 // len(letters)))
    assert time.process_time() - begin < 2
