"""Numbers from real news: temperature and offsets of a head, with the evidence for them.

No word of a real text is kept: `data/real_numbers.json` holds a handful of numbers and tells on
what they were fitted (which half, how many, a digest, a date). Users fit their own with
`python -m training.evaluate --quotes OWN.jsonl --numbers FILE` and use them with
`python -m training.train --numbers FILE`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from classifier.errors import InputError
from classifier.scorer import Floats, Head, Model, decisions
from training import calibration
from training.quotes import Quote

#: Pull of the offsets towards 0 when they are fitted on real news. Fitted on either half and
#: judged on the other: at 1, stance macro-F1 .486 and accuracy .649; at 20, .532 and .657; at 200,
#: .540 and .655; without offsets .538 and .649. A weak pull gives up the rare labels.
PENALTY = 300.0
Numbers = Mapping[str, Any]


def read(path: Path | None = None) -> Numbers:
    """The numbers of a file, or those that come with the project.

    Raises:
        InputError: it cannot be read, or holds something else.
    """
    place = path if path is not None else files("training").joinpath("data", "real_numbers.json")
    try:
        found = json.loads(place.read_text(encoding="utf-8"))
        for head in found["heads"].values():
            sound = len(head["labels"]) == len(head["offsets"]) and head["temperature"] > 0
            if not sound or not np.isfinite([*head["offsets"], head["temperature"]]).all():
                message = f"{place}: its numbers make no sense; make it with evaluate --numbers"
                raise InputError(message)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        message = f"{place}: holds no numbers ({problem!r}); make it with evaluate --numbers"
        raise InputError(message) from problem
    numbers: Numbers = found
    return numbers


def fitting(head: Head, numbers: Numbers) -> tuple[float, Floats] | None:
    """Temperature and offsets for a head, None where the numbers are for other labels."""
    known = numbers["heads"].get(head.name)
    if known is None or list(known["labels"]) != list(head.labels):
        return None
    return float(known["temperature"]), np.array(known["offsets"], dtype=np.float64)


def fit(model: Model, quotes: Sequence[Quote], penalty: float = PENALTY) -> dict[str, Any]:
    """Numbers for every head of the model that the quotes answer."""
    values = [decisions(model, quote.text) for quote in quotes]
    heads = {}
    for place, head in enumerate(model.heads):
        own = [n for n, quote in enumerate(quotes) if head.name in quote.labels]
        if not own:
            continue
        gold = [quotes[n].labels[head.name] for n in own]
        rows = np.array([values[n][place] for n in own])
        temperature, offsets = calibration.fit(rows, gold, head.labels, penalty=penalty)
        heads[head.name] = {
            "labels": list(head.labels),
            "temperature": round(temperature, 4),
            "offsets": [round(float(value), 4) for value in offsets],
            "n": len(own),
        }
    return heads
