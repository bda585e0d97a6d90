"""Numbers from real news: temperature, offsets and scales of a head, with the evidence for them.

No word of a real text is kept: `data/real_numbers.json` holds a handful of numbers and tells on
what they were fitted (which half, how many, a digest, a date). Users fit their own with
`python -m training.evaluate --quotes OWN.jsonl --numbers FILE` and use them with
`python -m training.train --numbers FILE`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from classifier import json_text
from classifier.errors import InputError
from classifier.scorer import Floats, Head, Model, decisions_of
from training import calibration
from training.quotes import Quote

#: Pull of the offsets towards 0 when they are fitted on real news. Fitted on either half and
#: judged on the other: at 1, stance macro-F1 .486 and accuracy .649; at 20, .532 and .657; at 200,
#: .540 and .655; without offsets .538 and .649. A weak pull gives up the rare labels.
PENALTY = 300.0
#: Scales are fitted where each label has so many statements. For the sentiment they bring macro-F1
#: from .642 to .653 and the calibration error from .058 to .045; for the stance, with a dozen
#: conditional statements, they cost .02 of macro-F1.
ENOUGH = 50
#: Pull of the scales towards 1. At 1, 3, 10 and 30 sentiment macro-F1 is .647, .653, .643, .638.
SCALES_PENALTY = 3.0
Numbers = Mapping[str, Any]
#: For a model that no numbers were fitted for: its own quotes, left out, calibrate it. With 900
#: embedded quotes as foreign ones, judged on other topics, the calibration error is .024 (stance)
#: and .029 (sentiment) so, .028 and .052 with the numbers that come with the project.
NONE: Numbers = {"heads": {}}


class Found(NamedTuple):
    """The numbers of one head; `offsets` and `scales` have the shape (n_labels,)."""

    temperature: float
    offsets: Floats
    scales: Floats


def read(path: Path | None = None) -> Numbers:
    """The numbers of a file, or those that come with the project.

    Raises:
        InputError: it cannot be read, or holds something else.
    """
    place = path if path is not None else files("training").joinpath("data", "real_numbers.json")
    try:
        found = json_text.parse(place.read_text(encoding="utf-8"))
        for head in found["heads"].values():
            scales = _scales(head)
            sound = len(head["labels"]) == len(head["offsets"]) == len(scales)
            sound = sound and min(head["temperature"], *scales) > 0
            every = [*head["offsets"], *scales, head["temperature"]]
            if not sound or not np.isfinite(every).all():
                message = f"{place}: its numbers make no sense; make it with evaluate --numbers"
                raise InputError(message)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        message = f"{place}: holds no numbers ({problem!r}); make it with evaluate --numbers"
        raise InputError(message) from problem
    numbers: Numbers = found
    return numbers


def _scales(known: Mapping[str, Any]) -> list[float]:
    return list(known.get("scales") or [1.0] * len(known["labels"]))


def fitting(head: Head, numbers: Numbers) -> Found | None:
    """The numbers for a head, None where there are none or they are for other labels."""
    known = numbers["heads"].get(head.name)
    if known is None or list(known["labels"]) != list(head.labels):
        return None
    offsets = np.array(known["offsets"], dtype=np.float64)
    return Found(float(known["temperature"]), offsets, np.array(_scales(known), dtype=np.float64))


def scaled_head(head: Head, scales: Floats) -> Head:
    """The head with the decision values of each label multiplied, in the model file's precision."""
    weights = (head.weights * scales).astype(np.float32).astype(np.float64)
    return replace(head, weights=weights, intercept=head.intercept * scales)


def unscaled(model: Model) -> Model:
    """The model as it was before scales were put on it (its card tells which)."""
    put = model.card.get("scales", {})
    heads = tuple(
        scaled_head(head, 1 / np.array(put[head.name])) if head.name in put else head
        for head in model.heads
    )
    return replace(model, heads=heads, card={**model.card, "scales": {}})


def fit(model: Model, quotes: Sequence[Quote], penalty: float = PENALTY) -> dict[str, Any]:
    """Numbers for every head of an unscaled model that the quotes answer."""
    values = decisions_of(model, [quote.text for quote in quotes])
    heads = {}
    for head, rows in zip(model.heads, values, strict=True):
        own = [n for n, quote in enumerate(quotes) if head.name in quote.labels]
        if own:
            gold = [quotes[n].labels[head.name] for n in own]
            heads[head.name] = _fit_head(head, rows[own], gold, penalty)
    return heads


def _fit_head(head: Head, rows: Floats, gold: Sequence[str], penalty: float) -> dict[str, Any]:
    counts, more = Counter(gold), {}
    if min(counts[label] for label in head.labels) >= ENOUGH:
        temperature, offsets, scales = calibration.fit_scales(
            rows, gold, head.labels, SCALES_PENALTY
        )
        more = {"scales": [round(float(value), 4) for value in scales]}
    else:
        temperature, offsets = calibration.fit(rows, gold, head.labels, penalty=penalty)
    return {
        "labels": list(head.labels),
        "temperature": round(temperature, 4),
        "offsets": [round(float(value), 4) for value in offsets],
        **more,
        "n": len(gold),
    }
