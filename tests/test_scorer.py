"""The plain scorer gives the decision values of scikit-learn's own pipeline, on any text."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.labels import label_texts, pipelines, recipe, teach
from classifier.scorer import decisions

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
]


@pytest.fixture(scope="module")
def reference(tiny_model):
    return pipelines(tiny_model)


def same_as_scikit_learn(model, reference, texts) -> None:
    for place, head in enumerate(model.heads):
        expected = reference[head.name].decision_function(texts)
        for text, row in zip(texts, expected, strict=True):
            own = (decisions(model, text)[place] + head.offsets) / head.temperature
            assert np.abs(own - row).max() <= 1e-9


def test_it_equals_scikit_learn_on_quotes(tiny_model, reference, tiny_quotes):
    same_as_scikit_learn(tiny_model, reference, [q.text for q in tiny_quotes.quotes[:100]])


def test_it_equals_scikit_learn_on_odd_texts(tiny_model, reference):
    same_as_scikit_learn(tiny_model, reference, ODD)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(), min_size=1, max_size=5))
def test_it_equals_scikit_learn_on_any_text(tiny_model, reference, texts):
    same_as_scikit_learn(tiny_model, reference, texts)


def test_probabilities_equal_those_of_the_pipelines(tiny_model, reference, tiny_quotes):
    texts = [quote.text for quote in tiny_quotes.quotes[:50]]
    for name, pipeline in reference.items():
        rows = pipeline.predict_proba(texts)
        for found, row in zip(label_texts(tiny_model, texts), rows, strict=True):
            assert list(found[name].probabilities.values()) == pytest.approx(row.tolist(), abs=1e-9)


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
