"""The scorer gives the decision values of scikit-learn's own pipeline, on any text.

Besides: what it counts in arrays for many texts is what `views` and `features` say of one, and a
text's values do not depend, not in the last bit, on what is scored with it.
"""

import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier import number_views, sums, views
from classifier.features import BLOCKS, Block, letter_grams, word_grams
from classifier.labels import label_texts, pipelines, recipe, teach
from classifier.number_grams import PackedLetters, PlainLetters, WordGrams, letters_known
from classifier.number_views import Memory, Readings
from classifier.scorer import Head, Table, decisions, decisions_of, row

ODD = [
    "",
    " ",
    "😀",
    "\ud800 لا",
    "İ Σ ΑΣ ß",
    "﷽ ﻻ ـــ",
    "لا " * 3000,
    "Не будет переговоров",
    "وقال: «لن نتفاوض» – 12.5 %\u00a0\u2028\x1c\x85",
    "a\u0301b\u200cج",
    "\n\n",
    "سطر\nوسطر\r\nΣΑΣ\nΣ",
    "ممم" * 40_000,
    "x" * 100_000,
    "لا للحوار! نعم للحرب؛ لا لوقف إطلاق النار، لا لوقف اطلاق النار " * 60,
]
#: Any text at all: every script, emoji, marks on their own, lone surrogates, nothing.
ANY = st.text(st.characters() | st.sampled_from("\ud800\udfff😀🏽\u200d\u064b\ufefb\u0130ςß的क्"))
#: Texts of the words that matter here, in any order.
SAID = st.lists(
    st.sampled_from(
        "لا لن نرفض نرحب الحوار المفاوضات الهدنة وقف إطلاق النار نجاح كارثة ليس اتفاق قال إن "
        "«السلام» 12.5 – النار! a_b _ ﷽ 😀 \ud800 \n".split(" ")
    ),
    max_size=40,
).map(" ".join)


@pytest.fixture(scope="module")
def reference(tiny_model):
    return pipelines(tiny_model)


def same_as_scikit_learn(model, reference, texts) -> None:
    for head, values in zip(model.heads, decisions_of(model, texts), strict=True):
        expected = reference[head.name].decision_function(texts)
        own = (values + head.offsets) / head.temperature
        assert own.shape == expected.shape
        assert np.abs(own - expected).max() <= 1e-9


def by_rows(model, text: str) -> list[np.ndarray]:
    """The decision values as `row` gives them, gram by gram."""
    reading, found, first = views.Reading(text), [h.intercept.copy() for h in model.heads], 0
    for table in model.tables:
        columns, values = row(table, reading)
        for total, head in zip(found, model.heads, strict=True):
            if table.block.seen_by(head.name):
                total += values @ head.weights[columns + first]
        first += len(table.terms)
    return found


def test_it_equals_scikit_learn_on_quotes(tiny_model, reference, tiny_quotes):
    same_as_scikit_learn(tiny_model, reference, [q.text for q in tiny_quotes.quotes[:100]])


def test_it_equals_scikit_learn_on_odd_texts(tiny_model, reference):
    same_as_scikit_learn(tiny_model, reference, ODD)


@settings(max_examples=30, deadline=None)
@given(st.lists(ANY, min_size=1, max_size=5))
def test_it_equals_scikit_learn_on_any_text(tiny_model, reference, texts):
    same_as_scikit_learn(tiny_model, reference, texts)


@settings(max_examples=30, deadline=None)
@given(st.lists(SAID, min_size=1, max_size=5))
def test_it_equals_scikit_learn_on_the_words_of_the_lists(tiny_model, reference, texts):
    same_as_scikit_learn(tiny_model, reference, texts)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.one_of(ANY, SAID), max_size=6))
def test_many_at_once_equal_row_by_row(tiny_model, texts):
    found = decisions_of(tiny_model, texts)
    for place, text in enumerate(texts):
        for head, expected in enumerate(by_rows(tiny_model, text)):
            assert np.abs(found[head][place] - expected).max() <= 1e-9


def test_a_text_has_the_same_bits_alone_in_a_crowd_and_after_forgetting(
    tiny_model, tiny_quotes, monkeypatch
):
    texts = [*ODD[:-3], *(quote.text for quote in tiny_quotes.quotes), *ODD]
    texts = (texts * 4)[:1100]
    whole = decisions_of(tiny_model, texts)
    alone = [decisions(tiny_model, text) for text in texts]
    backwards = decisions_of(tiny_model, texts[::-1])
    monkeypatch.setattr(sums, "SLICE", 7)
    monkeypatch.setattr(sums, "REMEMBERED", 500)
    sliced = decisions_of(tiny_model, texts)
    for head, values in enumerate(whole):
        assert (values == np.array([found[head] for found in alone])).all()
        assert (values == backwards[head][::-1]).all()
        assert (values == sliced[head]).all()


def test_labels_have_the_same_bits_alone_and_in_a_crowd(tiny_model, tiny_quotes):
    texts = [*ODD, *(quote.text for quote in tiny_quotes.quotes)]
    assert label_texts(tiny_model, texts) == [label_texts(tiny_model, [t])[0] for t in texts]


def test_what_is_remembered_stays_bounded(tiny_model, tiny_quotes, monkeypatch):
    model = pickle.loads(pickle.dumps(tiny_model))
    monkeypatch.setattr(sums, "REMEMBERED", 300)
    monkeypatch.setattr(sums, "SLICE", 1)
    for quote in tiny_quotes.quotes[:60]:
        decisions(model, quote.text)
        assert len(model.sums._memory.strings) < 2000


def test_a_model_travels_without_its_memory(tiny_model):
    decisions(tiny_model, "نرفض الحوار")
    there = pickle.loads(pickle.dumps(tiny_model))
    assert "sums" not in vars(there)
    assert decisions(there, "نرفض الحوار")[0].tolist() == (
        decisions(tiny_model, "نرفض الحوار")[0].tolist()
    )


def test_threads_share_a_model(tiny_model, tiny_quotes):
    texts = [quote.text for quote in tiny_quotes.quotes[:80]]
    model = pickle.loads(pickle.dumps(tiny_model))
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda text: decisions(model, text)[0].tolist(), texts))
    assert found == decisions_of(tiny_model, texts)[0].tolist()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(ANY, SAID), max_size=5))
def test_every_view_in_numbers_is_the_view_of_each_text(texts):
    memory = Memory()
    readings = Readings(texts, memory)
    for view, plain in views.VIEWS.items():
        at, strings = number_views.view_of(view, readings)
        expected = [
            (place, piece.text)
            for place, text in enumerate(texts)
            for piece in plain(views.Reading(text))
        ]
        found = list(zip(at.tolist(), memory.texts(strings), strict=True))
        assert found == expected, view


def test_a_view_that_is_not_there_in_numbers_is_read_text_by_text(monkeypatch):
    monkeypatch.setitem(
        views.VIEWS, "first", lambda reading: [views.Piece(c, 0) for c in reading.chunks[:1]]
    )
    memory = Memory()
    at, strings = number_views.view_of("first", Readings(["لا حوار", "", "نعم"], memory))
    assert at.tolist() == [0, 2]
    assert memory.texts(strings) == ["لا", "نعم"]


@pytest.mark.parametrize(
    "block",
    [
        Block("w", "whole", "word", 1, 3),
        Block("w23", "stems", "word", 2, 3),
        Block("l", "whole", "char_wb", 1, 4),
        Block("l8", "whole", "char_wb", 3, 8),
        Block("long", "whole", "char_wb", 5, 6),
        Block("stems", "stems", "char_wb", 2, 5, 0.5),
    ],
    ids=lambda block: block.name,
)
def test_any_block_can_be_scored(block, tiny_quotes):
    texts = [quote.text for quote in tiny_quotes.quotes[:120]]
    stances = [quote.labels["stance"] for quote in tiny_quotes.quotes[:120]]
    model = teach(texts, {"stance": stances}, blocks=[block, replace(BLOCKS[0], weight=0.3)])
    same_as_scikit_learn(model, pipelines(model), [*texts[:30], *ODD])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("ابت« a😀\ud800", max_size=9), max_size=6), st.data())
def test_packed_letters_are_plain_letters(texts, data):
    chunks = [chunk for text in texts for chunk in text.split()]
    grams = sorted({gram for chunk in chunks for gram in letter_grams(chunk, 2, 5)})
    terms = data.draw(st.lists(st.sampled_from(grams), unique=True)) if grams else []
    found = PackedLetters(terms, 5).columns(chunks, 2, 5)
    columns, lengths = PlainLetters(terms).columns(chunks, 2, 5)
    assert found[1].tolist() == lengths.tolist()
    ends = np.cumsum(lengths)[:-1]
    for own, other in zip(np.split(found[0], ends), np.split(columns, ends), strict=True):
        assert sorted(own.tolist()) == sorted(other.tolist())


def test_an_alphabet_too_large_to_be_packed_is_counted_plainly():
    terms = [chr(0x4E00 + n) * 3 for n in range(5000)]
    assert isinstance(letters_known(Block("l", "whole", "char_wb", 3, 5), terms), PlainLetters)
    assert isinstance(letters_known(Block("l", "whole", "char_wb", 3, 5), ["لا "]), PackedLetters)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from("لن حوار نرفض سلام رد".split()), max_size=12), st.data())
def test_word_grams_in_numbers_are_word_grams(words, data):
    block = Block("w", "whole", "word", 1, 3)
    grams = sorted(set(word_grams(" ".join(words), 1, 3)) | {"غير هذا", "حوار لن رد"})
    terms = data.draw(st.lists(st.sampled_from(grams), unique=True, min_size=1))
    memory, known = Memory(), WordGrams(block, terms)
    known.forget(memory)
    at = np.zeros(len(words), dtype=np.intp)
    _, columns = known.columns((at, memory.strings.all(words)))
    expected = [gram for gram in word_grams(" ".join(words), 1, 3) if gram in terms]
    assert sorted(terms[column] for column in columns.tolist()) == sorted(expected)


def test_weights_that_do_not_fit_in_short_numbers_stay_long(tiny_model, tiny_quotes):
    heads = tuple(replace(head, weights=head.weights / 3) for head in tiny_model.heads)
    model = replace(tiny_model, heads=heads)
    same_as_scikit_learn(model, pipelines(model), [q.text for q in tiny_quotes.quotes[:20]])


def test_a_block_that_no_head_sees_changes_nothing(tiny_model):
    blind = Table(Block("blind", "whole", "word", 1, 1, heads=("other",)), ("لا",), np.ones(1))
    heads = tuple(
        Head(h.name, h.labels, np.vstack([np.ones(len(h.labels)), h.weights]), *_rest(h))
        for h in tiny_model.heads
    )
    model = replace(tiny_model, tables=(blind, *tiny_model.tables), heads=heads)
    found, expected = decisions(model, "لا للحوار"), decisions(tiny_model, "لا للحوار")
    for own, other in zip(found, expected, strict=True):
        assert own == pytest.approx(other, abs=1e-12)


def test_a_model_without_heads_has_nothing_to_say(tiny_model):
    assert decisions(replace(tiny_model, heads=()), "لا للحوار") == []


def _rest(head: Head) -> tuple:
    return head.intercept, head.offsets, head.temperature


def test_probabilities_equal_those_of_the_pipelines(tiny_model, reference, tiny_quotes):
    texts = [quote.text for quote in tiny_quotes.quotes[:50]]
    for name, pipeline in reference.items():
        rows = pipeline.predict_proba(texts)
        for found, own in zip(label_texts(tiny_model, texts), rows, strict=True):
            assert list(found[name].probabilities.values()) == pytest.approx(own.tolist(), abs=1e-9)


def test_prediction_imports_neither_scikit_learn_nor_scipy():
    code = (
        "import sys; import classifier.model_file, classifier.reasons; "
        "print(sorted({'sklearn', 'scipy', 'pandas', 'joblib'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("names", [("supportive", "opposed"), ("supportive", "opposed", "neutral")])
def test_a_taught_model_is_the_recipe_that_scikit_learn_fits(tiny_quotes, names):
    quotes = [quote for quote in tiny_quotes.quotes if quote.labels["stance"] in names]
    texts, stances = [q.text for q in quotes], [q.labels["stance"] for q in quotes]
    model = teach(texts, {"stance": stances})
    expected = recipe("stance").fit(texts, stances).decision_function(texts[:20])
    found = np.array([decisions(model, text)[0] for text in texts[:20]])
    if len(names) == 2:  # scikit-learn gives the second label's lead over the first
        found = found[:, 1] - found[:, 0]
    assert np.abs(found - expected).max() < 1e-5  # the model file keeps float32 weights
