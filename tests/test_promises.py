"""Properties that hold for any lines and any statements: round trips, order, company."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from told_lines import SENTIMENTS, STANCES, line

from classifier.flow import label_documents
from classifier.labels import label_texts
from classifier.records import Document
from classifier.results import FORMS, read_rows, write_rows

#: Any text that UTF-8 can hold; lone surrogates have a test of their own.
TEXTS = some.text(some.characters(exclude_categories=["Cs"]), max_size=40)
ARABIC = some.text(some.sampled_from("قال إن الحوار لن نقبل المفاوضات «»،.\n"), max_size=80)


@some.composite
def prediction_lines(draw):
    """A line with any text in its text fields, any offsets, any probabilities."""
    stance, sentiment = draw(some.sampled_from(STANCES)), draw(some.sampled_from(SENTIMENTS))
    found = line(
        draw(TEXTS), stance=stance, sentiment=sentiment, start=draw(some.integers(0, 2**40))
    )
    for name in ("title", "outlet", "speaker", "role", "party", "cue", "source"):
        found[name] = draw(TEXTS)
    share = some.floats(0, 1, allow_nan=False)
    found["stance_probabilities"] = {label: draw(share) for label in STANCES}
    found["abstained"] = draw(some.booleans())
    found["condition_start"] = draw(some.none() | some.integers(0, 2**40))
    return found


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=40, deadline=None)
@given(rows=some.lists(prediction_lines(), max_size=3))
def test_any_prediction_line_comes_back_equal(form, rows):
    with TemporaryDirectory() as folder:
        path = Path(folder, f"said{form}")
        write_rows(rows, path)
        assert list(read_rows(path)) == rows


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=some.data())
def test_order_and_company_never_change_a_label(tiny_model, data):
    texts = data.draw(some.lists(ARABIC | TEXTS, min_size=1, max_size=5))
    alone = {text: label_texts(tiny_model, [text])[0] for text in texts}
    mixed = data.draw(some.permutations(texts))
    assert label_texts(tiny_model, mixed) == [alone[text] for text in mixed]


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts=some.lists(ARABIC, min_size=1, max_size=3), order=some.randoms())
def test_the_company_of_a_document_never_changes_its_statements(tiny_model, texts, order):
    documents = [Document(str(number), text) for number, text in enumerate(texts)]
    alone = {each.id: label_documents([each], tiny_model)[0] for each in documents}
    order.shuffle(documents)
    together = label_documents(documents, tiny_model)
    assert together == [alone[each.id] for each in documents]
