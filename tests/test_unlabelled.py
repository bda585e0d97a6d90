"""Words learnt from unlabelled articles: folded into one weight a word, and of use."""

import json
from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import FunctionTransformer

from classifier import linear as linear_room
from classifier.articles import read_documents
from classifier.features import BLOCKS, GENERAL, UNLABELLED, fitted, vectoriser
from classifier.labels import label_texts, teach
from classifier.linear import linear
from classifier.model_file import load_model
from classifier.reasons import explain, standing
from classifier.scorer import decisions, decisions_of
from classifier.vectors import Vectors
from classifier.views import view_text
from training import lessons, numbers, train, unlabelled
from training.quotes import read

SAMPLES = Path(__file__).resolve().parent.parent / "classifier" / "data" / "samples"


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    return unlabelled.learn([SAMPLES])


@pytest.fixture
def own(tmp_path) -> Path:
    rows = [
        {"text": f"{verb} الحوار مع الجيران {place}", "stance": stance, "sentiment": tone}
        for place in ("في جنيف", "في مسقط", "بعد العيد", "مع الوسيط")
        for verb, stance, tone in (("نرحب ونشيد", "مع", "حسن"), ("نأسف ونرفض", "ضد", "سيئ"))
    ]
    path = tmp_path / "own.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def run(*arguments: object) -> int:
    return train.main([str(argument) for argument in arguments])


def test_the_same_articles_and_seed_make_the_same_bytes(own, tmp_path):
    outs = [tmp_path / name for name in ("one.model", "two.model")]
    for jobs, out in enumerate(outs, 1):
        told = ["--no-embedded", "--quotes", own, "--unlabelled", SAMPLES, "--jobs", jobs]
        assert run(*told, "--output", out) == 0
    assert outs[0].read_bytes() == outs[1].read_bytes()
    assert load_model(outs[0]).card["unlabelled"]["articles"] == 8


def test_the_door_tells_how_many_articles_it_learnt_from(own, tmp_path, capsys):
    out = tmp_path / "own.model"
    assert run("--no-embedded", "--quotes", own, "--unlabelled", SAMPLES, "--output", out) == 0
    assert "taught on 8 quotes, words of 8 unlabelled articles" in capsys.readouterr().out
    card = (tmp_path / "own.model.card.md").read_text(encoding="utf-8")
    assert "of 8 unlabelled articles" in card


def test_what_is_worth_knowing_of_the_reading_is_told_once(own, tmp_path, capsys):
    for number in (1, 2):
        old = "قال المتحدث باسم الحكومة إن المحادثات ستبدأ غدا".encode("cp1256")
        (tmp_path / f"old-{number}.txt").write_bytes(old)
    paths = [SAMPLES, tmp_path / "old-1.txt", tmp_path / "old-2.txt"]
    told = ["--no-embedded", "--quotes", own, "--unlabelled", *paths]
    assert run(*told, "--output", tmp_path / "own.model") == 0
    line = f"training.train: --unlabelled: {paths[1]} and 1 more: read as Windows-1256\n"
    assert capsys.readouterr().err == line


def test_points_are_unit_vectors_of_words_that_occur_often_enough(vectors):
    count = len(vectors.terms)
    assert vectors.idf.shape == (count,)
    assert vectors.points.shape == (count, min(unlabelled.DIMENSIONS, count - 1))
    assert np.linalg.norm(vectors.points, axis=1) == pytest.approx(1)
    assert "side" in vectors.terms  # names of states are masked
    assert not {"روسيا", "موسكو"} & set(vectors.terms)


def test_folded_weights_are_those_of_the_dimensions(vectors, tiny_quotes):
    texts = [quote.text for quote in tiny_quotes.quotes[:100]]
    rows = np.random.default_rng(0).normal(size=(vectors.points.shape[1], 3))
    words = fitted(vectors.block, vectors.terms, vectors.idf).transform(texts)
    assert np.abs(vectors.places(texts) @ rows - words @ vectors.weights(rows)).max() < 1e-9


def test_the_model_decides_as_the_pipeline_that_was_not_folded(vectors, tiny_quotes, monkeypatch):
    # Stopped at 1e-4, as it is in use, a last bit may make the solver stop a step apart.
    monkeypatch.setattr(linear_room, "linear", lambda *pull: linear(*pull).set_params(tol=1e-12))
    few = tiny_quotes.quotes[::3]
    texts = [quote.text for quote in few]
    tones = [quote.labels["sentiment"] for quote in few]
    seen = [block for block in BLOCKS if block.seen_by("sentiment")]
    length = np.sqrt((vectors.places(texts) ** 2).sum(axis=1).mean())
    dense = FunctionTransformer(lambda texts: vectors.places(texts) / length)
    parts = [(block.name, vectoriser(block)) for block in seen]
    scale = {block.name: block.weight for block in seen}
    union = FeatureUnion([*parts, ("unlabelled", dense)], transformer_weights=scale)
    expected = Pipeline([("features", union), ("linear", linear_room.linear())]).fit(texts, tones)
    model = teach(texts, {"sentiment": tones}, vectors=vectors)
    found = decisions_of(model, texts)[0]
    # The file keeps float32; the folding itself is held to 1e-9 above.
    assert found == pytest.approx(expected.decision_function(texts), abs=1e-6)


def test_reasons_add_up_to_the_decision(vectors, tiny_quotes):
    model = lessons.learn(tiny_quotes, numbers.read(), manner=lessons.Manner(vectors=vectors))
    assert model.tables[-1].block == UNLABELLED
    head = model.heads[1]
    for quote in tiny_quotes.quotes[:10]:
        text = quote.text
        label = label_texts(model, [text])[0][head.name].name
        reasons = explain(model, text, {head.name: label})[head.name]
        total = sum(reason.weight for reason in reasons) + standing(head, label)
        place = head.labels.index(label)
        assert total == pytest.approx(decisions(model, text)[1][place] + head.offsets[place])


def test_beside_the_embedded_quotes_the_sentiment_alone_sees_them(vectors, tiny_quotes, own):
    manner = lessons.Manner(vectors=vectors)
    by_head = lessons.taught(tiny_quotes.quotes, manner).tables[-1].block.heads
    foreign = lessons.taught(read(own), manner).tables[-1].block
    assert by_head == ("sentiment",)
    assert foreign.seen_by("stance") and foreign.seen_by("sentiment")


def test_a_word_that_no_quote_holds_is_known_by_its_company(tmp_path):
    """«باهر» stands where «رائع» does, «كئيب» where «محزن» does; the quotes hold one of each."""
    glad = "فاز احتفل صفق جمهور كأس هدف مدرب ملعب بطوله فريق نجاح ابتسم لاعب تتويج".split()
    sad = "حريق جنازه دفن ضحايا مستشفى نزف انقاذ حطام زلزال ركام جرحى اسعاف بكاء وفاه".split()
    chance = np.random.default_rng(0)
    lines = [
        " ".join([*chance.choice(own, 4), word, *chance.choice(own, 4)])
        for _ in range(60)
        for own, words in ((glad, ("رائع", "باهر")), (sad, ("محزن", "كئيب")))
        for word in words
    ]
    other = [f"{letter}حجر" for letter in "بتثجحخدذرزسشصضطظعغقمنه"]
    lines += [" ".join(chance.choice(other, 8)) for _ in range(100)]
    path = tmp_path / "news.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    places = (" في المدينة", " اليوم", " أمس", " غدا")
    texts = [f"هذا يوم {word}{place}" for place in places for word in ("رائع", "محزن")]
    answers = {"sentiment": ["positive", "negative"] * len(places)}
    general = [block for block in BLOCKS if block.name in GENERAL]
    taught = teach(texts, answers, blocks=general, vectors=unlabelled.learn([path]))
    plain = teach(texts, answers, blocks=general)
    probe = ["كان باهر", "كان كئيب"]
    assert [row["sentiment"].name for row in label_texts(taught, probe)] == ["positive", "negative"]
    before = {row["sentiment"].name for row in label_texts(plain, probe)}
    assert len(before) == 1  # without the articles they cannot be told apart


def test_the_most_frequent_words_are_kept(monkeypatch, vectors):
    monkeypatch.setattr(unlabelled, "MOST_TERMS", 60)
    fewer = unlabelled.learn([SAMPLES])
    assert len(fewer.terms) == 60
    assert set(fewer.terms) < set(vectors.terms)


def test_words_near_one_another_are_counted_across_slices_too(monkeypatch, vectors):
    monkeypatch.setattr(unlabelled, "_SLICE", 97)
    sliced = unlabelled.learn([SAMPLES])
    assert sliced.terms == vectors.terms
    assert sliced.points == pytest.approx(vectors.points, abs=1e-6)


def test_idf_is_scikit_learn_s(vectors):
    lines = [
        view_text(UNLABELLED.view, line)
        for document in read_documents([SAMPLES])
        for line in document.text.splitlines()
    ]
    counted = TfidfVectorizer(vocabulary=list(vectors.terms), preprocessor=str)
    lines = [line for line in lines if len(line.split()) and any(len(w) > 1 for w in line.split())]
    assert vectors.idf == pytest.approx(counted.fit(lines).idf_)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("news.jsonl", '{"text": "قال نعم"}\n{"text": ""}\n', "news.jsonl:2: text is empty"),
        ("news.txt", "", "news.txt: is empty"),
        ("news.pdf", "%PDF", ".pdf is not a known ending"),
        ("news.txt", "قال الوزير نعم", "of the articles read (1) 0 words occur 5 times"),
    ],
)
def test_what_cannot_be_learnt_from_is_named_and_nothing_written(
    own, tmp_path, capsys, name, content, told
):
    path, out = tmp_path / name, tmp_path / "own.model"
    path.write_text(content, encoding="utf-8")
    code = run("--no-embedded", "--quotes", own, "--unlabelled", path, "--output", out)
    error = capsys.readouterr().err
    assert (code, out.exists()) == (2, False)
    assert told in error
    assert "--unlabelled" in error


def test_articles_that_are_not_there_are_named(own, tmp_path, capsys):
    told = ["--no-embedded", "--quotes", own, "--output", tmp_path / "own.model"]
    assert run(*told, "--unlabelled", tmp_path / "gone.jsonl") == 2
    assert "gone.jsonl: no such file or folder" in capsys.readouterr().err
