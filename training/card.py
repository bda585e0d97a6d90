"""The model card: a page beside the model, for whoever gets it without knowing the project.

Figures and biases are those that `evaluate --pin` measured on the quotes that the model was taught
on (`floors.json` keeps them under `measured`); where nobody measured any, the card says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from classifier.atomic import atomic
from classifier.labels import Model
from classifier.posts import POSTS
from classifier.reports.templates import template
from training import floors
from training.quotes import EMBEDDED, Collection


def write(model: Model, digest: str, taught: Collection, path: Path) -> Path:
    """Write the card of a model that was saved at `path`, beside it; gives back where.

    Raises:
        OutputError: it could not be written.
    """
    measured = floors.measured(floors.shipped(), taught.digest)
    place = path.with_name(f"{path.name}.card.md")
    with atomic(place) as out:
        out.write(render(model, digest, taught, measured, path.name).encode())
    return place


def render(
    model: Model,
    digest: str,
    taught: Collection,
    measured: Sequence[Mapping[str, Any]],
    name: str,
) -> str:
    """The card as Markdown; `measured` as `floors.measured` gives it."""
    card = model.card
    heads = [
        {
            "name": head.name,
            "labels": head.labels,
            "calibration": card["calibration"][head.name],
            "counts": Counter(label for label in taught.labels(head.name) if label),
        }
        for head in model.heads
    ]
    text = template("card.md", "training").render(
        name=name,
        posts=model.register == POSTS,
        digest=digest,
        features=f"{model.features:,}",
        heads=heads,
        n=f"{card['data']['n']:,}",
        data=card["data"]["digest"],
        origins=card["data"]["origins"],
        unlabelled=card.get("unlabelled"),
        counted=card.get("counted"),
        embedded=any(quote.source == EMBEDDED for quote in taught.quotes),
        versions=card["versions"],
        seed=card["seed"],
        measured=measured,
    )
    return f"{text}\n"
