"""Tasks of our own writing, and any task at all, for the tests of the exchange and of review."""

from hypothesis import strategies as some

from classifier.records import Span
from training.exchange import Guess, Mark, Task
from training.exchange.rows import KNOWN, OWN

TEXT = 'قال الرئيس سالم: «نحن مع المفاوضات الجادة».\r\nوأضاف 👍 أن «لا» تعني ‏لا، و"نعم" تعني نعَمْ.'
SAID = "قال الرئيس سالم: «نحن مع المفاوضات الجادة»."


def span_of(words, text=TEXT):
    start = text.index(words)
    return Span(start, start + len(words))


def article(**changes):
    """An article with two statements; the first one has everything that a statement may have."""
    first = Mark(
        *span_of(SAID),
        {"stance": "supportive", "sentiment": "positive"},
        {"stance": Guess("neutral", 0.55)},
        "سالم الحربي",
        "قال",
        {
            "speaker": span_of("الرئيس سالم"),
            "cue": span_of("قال"),
            "content": span_of("نحن مع المفاوضات الجادة"),
        },
        "",
        {"form": "direct", "party": "الحكومة", "year": 2024},
    )
    second = Mark(
        *span_of("وأضاف 👍 أن «لا» تعني ‏لا"), {"stance": "opposed"}, fields={"form": "mixed"}
    )
    fields = {"title": 'عنوان, "بعلامات"', "date": "2024-02-10", "tags": ["أ", None], "n": 3}
    task = {
        "id": "خبر",
        "text": TEXT,
        "kind": "article",
        "marks": (first, second),
        "fields": fields,
    }
    return Task(**{**task, **changes})


def quote(text="قال سالم إن بلاده ترحب بالحوار.", **changes):
    marks = (Mark(0, len(text), {"stance": "supportive", "sentiment": "positive"}),)
    task = {
        "id": "ق1",
        "text": text,
        "kind": "quote",
        "marks": marks,
        "fields": {"speaker": "سالم"},
    }
    return Task(**{**task, **changes})


# --- any task -----------------------------------------------------------------------------

# What has broken exchanges before: emoji, marks, line ends, direction marks, quotes, formulas.
_LETTERS = some.sampled_from(
    "قال نعم\r\n\r\n👍🏽\u0651\u064e\u202e\u200f\u2067\"',;\t=+-@«»\u2028%:a\x00"
)
texts = some.text(_LETTERS | some.characters(codec="utf-8"), min_size=1, max_size=40)
names = some.text(max_size=8)
labels = some.text(min_size=1, max_size=8).filter(lambda name: name == name.strip() != "")
values = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=5),
    lambda inner: some.lists(inner, max_size=2) | some.dictionaries(names, inner, max_size=2),
    max_leaves=3,
)
_SHARES = {"stance_probabilities", "sentiment_probabilities"}
_ODD = some.sampled_from(["other", "article", "article_id", "article_text", "statement_fields",
                          "label", "entities", "Comments", "data", *_SHARES])  # fmt: skip
_TAKEN = {"tafawud", "annotations", "statements", "label_studio", "id"}
_keys = (names | _ODD).filter(lambda name: name not in _TAKEN | KNOWN)
# What has a meaning in a statement of an article is any other key in a quote.
_quote_keys = (names | _ODD | some.sampled_from(["start", "end", "speaker", "cue_start"])).filter(
    lambda name: name not in _TAKEN | OWN["quote"]
)
guesses = some.builds(Guess, labels, some.none() | some.floats(0, 1))
said = some.dictionaries(some.sampled_from(["stance", "sentiment"]), labels)
guessed = some.dictionaries(some.sampled_from(["stance", "sentiment"]), guesses)
fields = some.dictionaries(_keys, values, max_size=3)
quote_fields = some.dictionaries(_quote_keys, values, max_size=3)


@some.composite
def spans(draw, text):
    start = draw(some.integers(0, len(text) - 1))
    return Span(start, draw(some.integers(start + 1, len(text))))


@some.composite
def marks(draw, text):
    parts = draw(some.sets(some.sampled_from(["speaker", "cue", "content"])))
    return Mark(
        *draw(spans(text)),
        draw(said),
        draw(guessed),
        draw(some.text(max_size=5)),
        draw(some.text(max_size=5)),
        {part: draw(spans(text)) for part in ("speaker", "cue", "content") if part in parts},
        draw(some.text(max_size=5)),
        draw(fields),
    )


@some.composite
def opinions(draw, text):
    """What somebody says of a whole quote."""
    mark = Mark(0, len(text), draw(said), draw(guessed), "", "", {}, draw(some.text(max_size=5)))
    return mark


@some.composite
def any_tasks(draw):
    text = draw(texts)
    kind = draw(some.sampled_from(["article", "quote"]))
    of_task = draw(fields if kind == "article" else quote_fields)
    if kind == "article":
        found = draw(some.lists(marks(text), max_size=3))
    else:
        found = [mark for mark in draw(some.lists(opinions(text), max_size=2)) if not mark.empty]
    return Task(draw(names), text, kind, tuple(found), of_task)
