"""What the tests of statements share: an article of a text, its statements as plain rows."""

import json
from pathlib import Path

from classifier.records import Article, Span
from classifier.statements import find_statements

CASES = Path(__file__).parent / "cases"


def statements_of(text):
    return find_statements(Article("a", text, (Span(0, len(text)),), 0, len(text)))


def rows_of(text):
    """The statements of a text as the case files show them."""
    return [
        {
            "text": one.text,
            "content": text[one.content_start : one.content_end],
            "form": one.form,
            "cue": one.cue,
            "speaker": one.speaker.name,
            "role": one.speaker.role,
        }
        for one in statements_of(text)
    ]


def cases(name):
    lines = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def label(case):
    return case["label"]
