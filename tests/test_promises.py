"""Properties that hold for any lines and any statements: round trips, order, company."""

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from told_lines import SENTIMENTS, STANCES, line

from classifier.errors import InputError
from classifier.flow import label_documents
from classifier.labels import label_texts
from classifier.records import Document
from classifier.reports import (
    render_csv,
    render_html,
    render_json,
    render_markdown,
    summarise,
    terminal_summary,
    terminal_table,
)
from classifier.results import FORMS, read_rows, write_rows
from training.picking import candidates

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


#: What no line of ours holds: other kinds of value, numbers past all floats, days at the ends.
ODD = some.sampled_from(
    [None, True, -3, 10**400, 1.5, float("nan"), float("inf"), "", "قال", [], ["a"], {}, {"a": 1},
     {"opposed": 10**400}, [["a", 1]], {"stance": [["a", 10**400]]}, "0001-01-01", "9999-12-31"]
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(
    changes=some.lists(
        some.dictionaries(some.sampled_from(sorted(line(reasons={}))), ODD, max_size=6),
        min_size=1,
        max_size=3,
    )
)
def test_lines_that_hold_anything_are_reported_or_refused(changes):
    rows = [line() | change for change in changes]
    with suppress(InputError):
        summary = summarise(rows)
        terminal_summary(summary), terminal_table(rows, 80)
        for render in (render_html, render_markdown, render_csv, render_json):
            assert render(summary)
    list(candidates(rows))


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
