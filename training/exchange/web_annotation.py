"""W3C Web Annotation: one annotation a line (JSON-LD), a way out to other tools.

Each names its place twice: by position (code points of the text as it is stored) and by the words
themselves with some before and after, so that it is found again when the text was edited.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from classifier.results import json_line
from training.exchange.anchors import around
from training.exchange.records import Mark, Task


def write(tasks: Iterable[Task]) -> bytes:
    """A line a statement."""
    rows = (row for task in tasks for row in annotations_of(task))
    return b"".join(json_line(row) + b"\n" for row in rows)


def annotations_of(task: Task) -> Iterator[dict[str, Any]]:
    """The annotations of a task, one a statement and annotator.

    >>> task = Task("خبر", "قال: نعم", marks=(Mark(5, 8, {"stance": "supportive"}),))
    >>> one = next(annotations_of(task))
    >>> one["body"][0]["value"], one["target"]["selector"][1]["exact"]
    ('stance:supportive', 'نعم')
    """
    digest = hashlib.sha256(task.text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    address = task.fields.get("url")
    for number, mark in enumerate(task.marks):
        before, after = around(task.text, mark.span)
        who = {"creator": {"type": "Person", "name": mark.annotator}} if mark.annotator else {}
        yield {
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "id": f"urn:sha256:{digest}#s{number}",
            "type": "Annotation",
            "motivation": "classifying",
            **who,
            "generator": {"type": "Software", "name": f"tafawud {_version()}"},
            "body": _bodies(mark),
            "target": {
                "source": address
                if isinstance(address, str) and address
                else f"urn:sha256:{digest}",
                "selector": [
                    {"type": "TextPositionSelector", "start": mark.start, "end": mark.end},
                    {
                        "type": "TextQuoteSelector",
                        "exact": task.said(mark),
                        "prefix": before,
                        "suffix": after,
                    },
                ],
            },
        }


def _bodies(mark: Mark) -> list[dict[str, str]]:
    """The labels (where there are none, what the program proposes), speaker and cue."""
    labels = dict(mark.labels) or {head: guess.label for head, guess in mark.guesses.items()}
    found = [("classifying", f"{head}:{label}") for head, label in labels.items()]
    found += [("tagging", f"speaker:{mark.speaker}")] if mark.speaker else []
    found += [("tagging", f"cue:{mark.cue}")] if mark.cue else []
    return [{"type": "TextualBody", "purpose": purpose, "value": value} for purpose, value in found]


def _version() -> str:
    try:
        return version("tafawud")
    except PackageNotFoundError:  # a checkout that was never installed
        return "0"
