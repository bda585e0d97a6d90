"""The scorer gives the decision values of scikit-learn's own pipeline, on any text.

Besides: what it counts in arrays for many texts is what `views` and `features` say of one, and a
text's values do not depend, not in the last bit, on what is scored with it.
"""

import math
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier import kernel, numbering, scorer, sums, views, word_numbers
from classifier.features import BLOCKS, Block, letter_grams, word_grams
from classifier.labels import label_texts, pipelines, recipe, teach
from classifier.masks import masked
from classifier.model_file import save_model
from classifier.scorer import Head, Model, Table, decisions, decisions_of

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
        "لا ولم لن نرفض يعارضها، نرحب الحوار المفاوضات الهدنة وقف إطلاق النار نجاح كارثة ليس "
        "اتفاق قال إن «السلام» 12.5 – النار! a_b _ ﷽ 😀 \ud800 \n".split(" ")
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


def same_bits(model, texts) -> None:
    plain = model.scoring.by_rows(texts)
    assert (model.scoring.by_sums(texts) == plain).all()


@pytest.fixture(params=["compiled", "plain"])
def way(request, monkeypatch) -> None:
    monkeypatch.setattr(scorer, "WORTH", -1 if request.param == "compiled" else math.inf)


def test_it_equals_scikit_learn_on_quotes(way, tiny_model, reference, tiny_quotes):
    same_as_scikit_learn(tiny_model, reference, [q.text for q in tiny_quotes.quotes[:100]])


def test_it_equals_scikit_learn_on_odd_texts(way, tiny_model, reference):
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
def test_compiled_code_gives_the_bits_of_the_plain_way(tiny_model, texts):
    same_bits(tiny_model, texts)


def test_compiled_code_gives_the_same_bits_on_odd_texts(tiny_model, tiny_quotes):
    same_bits(tiny_model, [*ODD, *(quote.text for quote in tiny_quotes.quotes)])


def test_every_block_of_the_recipe_is_compiled(tiny_model):
    assert {table.block for table in tiny_model.tables} == {*BLOCKS}
    assert tiny_model.scoring.compiled.left == []


def test_a_text_has_the_same_bits_alone_in_a_crowd_and_after_forgetting(
    tiny_model, tiny_quotes, monkeypatch
):
    monkeypatch.setattr(scorer, "WORTH", -1)
    texts = [*ODD[:-3], *(quote.text for quote in tiny_quotes.quotes), *ODD]
    texts = (texts * 4)[:1100]
    whole = decisions_of(tiny_model, texts)
    alone = [decisions(tiny_model, text) for text in texts]
    backwards = decisions_of(tiny_model, texts[::-1])
    monkeypatch.setattr(sums, "SLICE", 7)
    monkeypatch.setattr(numbering, "REMEMBERED", 500)
    sliced = decisions_of(tiny_model, texts)
    for head, values in enumerate(whole):
        assert (values == np.array([found[head] for found in alone])).all()
        assert (values == backwards[head][::-1]).all()
        assert (values == sliced[head]).all()


def test_labels_have_the_same_bits_alone_and_in_a_crowd(tiny_model, tiny_quotes):
    texts = [*ODD, *(quote.text for quote in tiny_quotes.quotes)]
    assert label_texts(tiny_model, texts) == [label_texts(tiny_model, [t])[0] for t in texts]


def test_what_is_remembered_stays_bounded(tiny_model, tiny_quotes, monkeypatch):
    monkeypatch.setattr(numbering, "REMEMBERED", 300)
    compiled = pickle.loads(pickle.dumps(tiny_model)).scoring.compiled
    for quote in tiny_quotes.quotes[:60]:
        list(compiled.of([quote.text]))
        assert compiled._chunks.count < 2000


def test_who_was_interrupted_while_learning_begins_again(tiny_model, monkeypatch):
    model, texts = pickle.loads(pickle.dumps(tiny_model)), ["نرفض الحوار", "لا سلام اليوم"]
    monkeypatch.setattr(scorer, "WORTH", -1)
    with monkeypatch.context() as broken:
        broken.setattr(numbering.Rows, "add", interrupted)
        with pytest.raises(KeyboardInterrupt):
            decisions_of(model, texts)
    same_bits(model, texts)


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_model_travels_without_its_memory(tiny_model):
    expected = decisions(tiny_model, "نرفض الحوار")[0].tolist()
    there = pickle.loads(pickle.dumps(tiny_model))
    assert set(vars(there)) == set(tiny_model.__dataclass_fields__)
    assert decisions(there, "نرفض الحوار")[0].tolist() == expected


def test_threads_share_a_model(tiny_model, tiny_quotes, monkeypatch):
    monkeypatch.setattr(scorer, "WORTH", -1)
    texts = [quote.text for quote in tiny_quotes.quotes[:80]]
    model = pickle.loads(pickle.dumps(tiny_model))
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda text: decisions(model, text)[0].tolist(), texts))
    assert found == decisions_of(tiny_model, texts)[0].tolist()


@pytest.mark.parametrize("kept", word_numbers.KEPT)  # one of them is, for a chunk
@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(ANY, SAID), max_size=5))
def test_every_compiled_view_is_the_view_of_each_text(kept, texts):
    readings = [views.Reading(text) for text in texts]
    known = {stem for reading in readings for stem in reading.stems if "ا" not in stem}
    others = {*word_numbers.KEPT} - {kept}
    laid = [view for view in word_numbers.VIEWS if view not in others]
    numbers, chunks = word_numbers.WordNumbers(known, laid), numbering.Chunks(10_000)
    bounds, found, new = chunks.cut(numbering.folded(texts), len(texts))
    numbers.learn(new, [masked(chunk) for chunk in new])
    pieces, ends = numbers.lay(bounds, found)
    expected = [[v(r) for v in map(views.VIEWS.get, laid)] for r in readings]
    assert ends.ravel().tolist() == [*accumulate(len(p) for own in expected for p in own)]
    told = [
        (view, numbers.piece(view, piece.text), piece.text)
        for own in expected
        for view, row in zip(laid, own, strict=True)
        for piece in row
    ]
    for number, (view, piece, text) in zip(pieces.tolist(), told, strict=True):
        letter = view in word_numbers.ALONE and len(text) == 1 and piece < 0
        assert number == (kernel.SHORT if letter else piece), (view, text)


def test_a_view_that_is_not_compiled_is_read_text_by_text(monkeypatch):
    monkeypatch.setitem(
        views.VIEWS, "first", lambda reading: [views.Piece(c, 0) for c in reading.chunks[:1]]
    )
    texts = ["نرفض الحوار", "نقبل الحوار", "نرفض السلام", "نقبل السلام", ""]
    blocks = [Block("first", "first", "word", 1, 1), Block("stems", "stems", "word", 1, 2)]
    model = teach(texts, {"stance": ["no", "yes", "no", "yes", "yes"]}, blocks=blocks)
    assert model.scoring.compiled.left == [0]
    same_bits(model, texts)


@pytest.mark.parametrize("compiled", [True, False])
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
def test_any_block_can_be_scored(block, compiled, tiny_quotes, monkeypatch):
    monkeypatch.setattr(scorer, "WORTH", -1 if compiled else math.inf)
    texts = [quote.text for quote in tiny_quotes.quotes[:120]]
    stances = [quote.labels["stance"] for quote in tiny_quotes.quotes[:120]]
    model = teach(texts, {"stance": stances}, blocks=[block, replace(BLOCKS[0], weight=0.3)])
    same_as_scikit_learn(model, pipelines(model), [*texts[:30], *ODD])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("ابت« a😀\ud800", max_size=9), max_size=6), st.data())
def test_letter_grams_in_numbers_are_letter_grams(texts, data):
    low, high = data.draw(st.sampled_from([(1, 1), (2, 5), (3, 4), (5, 7)]))
    grams = sorted({g for text in texts for c in text.split() for g in letter_grams(c, low, high)})
    terms = data.draw(st.lists(st.sampled_from(grams or ["لا "]), unique=True, min_size=1))
    block = Block("l", "whole", "char_wb", low, high)
    same_bits(model_of(block, terms), texts)


def test_an_alphabet_too_large_for_numbers_is_counted_plainly():
    block = Block("l", "whole", "char_wb", 3, 5)
    huge = model_of(block, [chr(0x4E00 + n) * 3 for n in range(5000)])
    assert huge.scoring.compiled.left == [0]
    assert model_of(block, ["لا "]).scoring.compiled.left == []
    same_bits(huge, ["\u4e00\u4e00\u4e00", "لا"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from("لن حوار نرفض سلام رد و".split()), max_size=12), st.data())
def test_word_grams_in_numbers_are_word_grams(words, data):
    low, high = data.draw(st.sampled_from([(1, 1), (1, 3), (2, 3)]))
    grams = word_grams(" ".join(words), low, high)
    terms = data.draw(st.lists(st.sampled_from([*grams, "غير هذا"]), unique=True, min_size=1))
    same_bits(model_of(Block("w", "stems", "word", low, high), terms), [" ".join(words)])


def model_of(block: Block, terms: list[str]) -> Model:
    """A model of one block and one label, for which every n-gram weighs something else."""
    count = len(terms)
    table = Table(block, tuple(terms), 1.0 + np.arange(count) / 7)
    weights = np.sin(np.arange(1.0, count + 1))[:, None]
    return Model((table,), (Head("h", ("a",), weights, np.zeros(1), np.zeros(1)),))


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
    told = _imported("sklearn scipy pandas joblib")
    assert _run(f"import classifier.model_file, classifier.reasons; {told}") == "[]"


def test_compiled_code_is_loaded_for_many_texts_only(tiny_model, tmp_path):
    """Once a process has scored `WORTH` letters."""
    save_model(tiny_model, tmp_path / "tiny.model")
    text = "نرفض الحوار وندعو الى السلام اليوم " * 10
    code = f"""
from classifier import scorer
from classifier.labels import label_texts
from classifier.model_file import load_model
model = load_model({str(tmp_path / "tiny.model")!r})
label_texts(model, [{text!r}])
{_imported("numba")}
label_texts(model, [{text!r}] * (scorer.WORTH // {len(text)} + 1))
{_imported("numba")}
"""
    assert _run(code) == "[]\n['numba']"


@pytest.mark.parametrize(
    "lacking",
    [
        "import sys; sys.modules['numba'] = None",  # not installed
        "import tempfile; tempfile.TemporaryFile = lambda **_: open('/')",  # read only
    ],
    ids=["numba", "a folder for what it compiles"],
)
def test_without_compiled_code_labels_are_the_same(lacking, tiny_model, tmp_path):
    save_model(tiny_model, tmp_path / "tiny.model")
    code = f"""
{lacking}
from classifier import scorer
from classifier.model_file import load_model
scorer.WORTH = -1
model = load_model({str(tmp_path / "tiny.model")!r})
print(model.scoring.compiled, *scorer.decisions(model, "نرفض الحوار")[0].tolist())
"""
    expected = " ".join(map(str, decisions(tiny_model, "نرفض الحوار")[0].tolist()))
    assert _run(code) == f"None {expected}"


def _imported(names: str) -> str:
    return f"import sys; print(sorted({{*{names.split()}}} & set(sys.modules)))"


def _run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


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
