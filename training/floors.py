"""Floors: the figures that a summary must not sink under, pinned to the data they were measured on.

A floors file is JSON: a list of `{"about", "data", "floors": {"quotes.stance.macro_f1": 0.5, …}}`,
one entry for each set of data (its digest). Floors may be raised freely; pinning never lowers one.
Pinning also writes down under `measured` what the model card tells: figures with their intervals,
and who is served worse; these are always the last ones measured.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from classifier import json_text
from classifier.atomic import atomic
from classifier.errors import InputError

#: A figure may sink by this much: rounding and another processor, less than one quote of 1,000.
EPSILON = 0.0005
#: What is pinned, where the summary has it.
PINNED = (
    "quotes.stance.macro_f1",
    "quotes.stance.accuracy",
    "quotes.sentiment.macro_f1",
    "articles.0.3.f1",
    "articles.0.8.f1",
    "articles.0.3.speaker_on_matched",
)

_TOLD = ("n", "macro_f1", "ci95", "accuracy", "ece")


def figure(summary: Mapping[str, Any], path: str) -> float | None:
    """The figure at a dotted path, None where the summary lacks it.

    >>> figure({"articles": {"0.3": {"f1": 0.9}}}, "articles.0.3.f1")
    0.9
    """
    if path in summary:
        value = summary[path]
        return float(value) if isinstance(value, int | float) else None
    head, dot, rest = path.partition(".")
    while dot:
        if isinstance(summary.get(head), Mapping):
            return figure(summary[head], rest)
        more, dot, rest = rest.partition(".")
        head = f"{head}.{more}"
    return None


def read(path: Path) -> list[dict[str, Any]]:
    """The entries of a floors file; none where there is no file yet.

    Raises:
        InputError: it is there and no floors file.
    """
    if not path.exists():
        return []
    try:
        entries = json_text.parse(path.read_text(encoding="utf-8"))
        floors = [value for entry in entries for value in entry["floors"].values()]
        sound = all(isinstance(entry["data"], str) for entry in entries)
        sound = sound and None not in map(json_text.number, floors)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        message = f"{path}: is no floors file ({problem}); make one with --pin {path}"
        raise InputError(message) from problem
    if not sound:
        message = f"{path}: is no floors file; make one with --pin {path}"
        raise InputError(message)
    return list(entries)


def sunk(summary: Mapping[str, Any], path: Path) -> list[str]:
    """What a person should be told: one line for each figure under its floor; empty when sound."""
    data = summary["data"]["digest"]
    own = [entry for entry in read(path) if entry["data"] == data]
    if not own:
        return [f"{path}: no floors for this data (digest {data[:12]}); pin them with --pin {path}"]
    lines = []
    for name, floor in sorted(own[0]["floors"].items()):
        value = figure(summary, name)
        if value is None:
            lines.append(f"{name}: not measured, its floor is {floor}")
        elif value < floor - EPSILON:
            lines.append(f"{name}: {value:.4f} has sunk under its floor {floor}")
    return lines


def shipped() -> Path:
    """The floors that come with the project, whose measurements the model card tells."""
    return Path(__file__).parent / "data" / "floors.json"


def measured(path: Path, taught: str) -> list[dict[str, Any]]:
    """What was measured of models taught on the quotes with the digest `taught`.

    Each has `about` (on what it was judged), `heads` (name → n, macro_f1, ci95, accuracy, ece) and
    `groups` (name → who is served worse, see `_groups`).
    """
    found = [(entry["about"], entry.get("measured")) for entry in read(path)]
    return [
        {"about": about, **own}
        for about, own in found
        if own is not None and own["taught"] == taught
    ]


def _measured(summary: Mapping[str, Any]) -> dict[str, Any]:
    """What the model card tells of a summary; the judged model was taught on `taught`."""
    model = summary.get("model", {})
    judged = {
        head: found
        for head, found in summary.get("quotes", {}).items()
        if isinstance(found, Mapping) and "ci95" in found
    }
    chains = [row for row in summary.get("articles", {}).values() if row.get("by")]
    grouped = judged | ({"speakers": chains[0]} if chains else {})
    return {
        "taught": model.get("data", summary["data"])["digest"],
        "heads": {head: {key: found[key] for key in _TOLD} for head, found in judged.items()},
        "groups": {name: _groups(found) for name, found in grouped.items()},
    }


def _groups(found: Mapping[str, Any]) -> dict[str, Any]:
    """Who is `worse` ([kind, group, figures] …), how many were `judged`, and were too `few`."""
    rows = [
        (kind, name, row)
        for kind, table in found.get("by", {}).items()
        for name, row in table.items()
    ]
    few = sum(rest["groups"] for rest in found.get("few", {}).values())
    return {
        "kinds": list(found.get("by", {})),
        "worse": [list(one) for one in rows if one[2]["verdict"] == "worse"],
        "judged": sum(row["verdict"] != "few" for _, _, row in rows),
        "few": few + sum(row["verdict"] == "few" for _, _, row in rows),
    }


def pin(summary: Mapping[str, Any], path: Path, about: str) -> None:
    """Write the figures of a summary as floors for its data; a floor that is higher stays."""
    data = summary["data"]["digest"]
    entries = read(path)
    own = next((entry for entry in entries if entry["data"] == data), None)
    if own is None:
        own = {"about": about, "data": data, "n": summary["data"]["n"], "floors": {}}
        entries = [entry for entry in entries if entry.get("about") != about] + [own]
    own["measured"] = _measured(summary)
    for name in PINNED:
        value = figure(summary, name)
        if value is not None:
            own["floors"][name] = max(round(value, 4), own["floors"].get(name, 0.0))
    with atomic(path) as out:
        out.write((json.dumps(entries, ensure_ascii=False, indent=1) + "\n").encode())
