"""The tables of words: sound, tidy, and every kind of them used and explained."""

import ast
import re
from importlib.resources import files

import pytest

from classifier import function_words, lexicons
from classifier.arabic import fold
from classifier.errors import InputError

TABLES = ("cues", "function_words", "nouns", "given_names")


def text(table):
    path = files("classifier").joinpath("data", f"{table}.tsv")
    return path.read_text(encoding="utf-8")


def holds(example, word):
    """Whether the folded word stands in the example, alone or behind prefixes; dots as they are."""
    if not word[0].isalpha():
        return word in example
    whole = rf"(?<!\w)[وفبلك]?(?:ال)?{re.escape(fold(word))}(?!\w)"
    return re.search(whole, fold(example)) is not None


@pytest.mark.parametrize("table", TABLES)
def test_every_row_has_an_example_and_an_origin(table):
    rows = lexicons.rows(table)
    assert rows
    assert all(row["example"] and row["origin"] for row in rows)


@pytest.mark.parametrize("table", ["function_words", "nouns"])
def test_no_word_stands_twice_under_a_kind(table):
    words = [(row["kind"], fold(row["word"])) for row in lexicons.rows(table)]
    assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize("table", ["function_words", "nouns"])
def test_every_example_holds_its_word(table):
    without = [
        row["word"] for row in lexicons.rows(table) if not holds(row["example"], row["word"])
    ]
    assert without == []


@pytest.mark.parametrize(
    ("example", "word"),
    [("قال المدير إن", "وزير"), ("قال الوزيران إن", "وزير"), ("قال: سنعود", "..")],
)
def test_an_example_without_its_word_is_found(example, word):
    assert not holds(example, word)


@pytest.mark.parametrize("table", ["function_words", "nouns"])
def test_rows_stand_by_kind_and_word(table):
    rows = [(row["kind"], row["word"]) for row in lexicons.rows(table)]
    assert rows == sorted(rows)


@pytest.mark.parametrize("table", ["function_words", "nouns"])
def test_the_head_explains_every_kind(table):
    head = "".join(line for line in text(table).splitlines(True) if line.startswith("#"))
    kinds = {row["kind"] for row in lexicons.rows(table)}
    assert {kind for kind in kinds if f"{kind}:" not in head and f"{kind} (" not in head} == set()


def test_given_names_stand_once_and_in_order():
    names = [row["name"] for row in lexicons.rows("given_names")]
    assert names == sorted(names)
    folded = [fold(name) for name in names]
    assert len(folded) == len(set(folded))


def test_every_kind_of_function_word_has_its_name():
    source = files("classifier").joinpath("function_words.py").read_text(encoding="utf-8")
    tree = ast.parse(source)
    used = {
        node.slice.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript)
        and isinstance(node.slice, ast.Constant)
        and ast.unparse(node.value) == "KINDS"
    }
    assert used == function_words.KINDS.keys()


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("word\tkind\nقال\n", "own.tsv:2: 1 fields where the heading has 2; separate with tabs"),
        (
            "# head\nword\tkind\nقال\tx\ty\n",
            "own.tsv:3: 3 fields where the heading has 2; separate with tabs",
        ),
    ],
)
def test_a_broken_row_is_named(table, message):
    with pytest.raises(InputError) as caught:
        lexicons.parse(table, "own.tsv")
    assert str(caught.value) == message
