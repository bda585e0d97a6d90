"""The pages of docs/ that show the results: made of what `speed.py` kept, never by hand."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).with_name("speed.json")
#: Rows that the estimate is made of.
RATE = "all of it, articles per CPU second"
OVERHEAD = "CPU seconds of two processes for one of one"
CUT = "reading and cutting shards for others, articles per CPU second"
LETTERS, BYTES = "letters of an article", "bytes of results for an article"
#: What the estimate of cost is for, and on what.
ARTICLES = 100_000_000
CORES = (8, 64, 512)
#: Prices of a core for an hour, in whatever money: of spare capacity, and of what is kept for one.
PRICES = (0.01, 0.05)
#: For starting, and for the last parts, when not all have work.
MARGIN = 1.1


def line(row: dict[str, Any]) -> str:
    """What a row of the results says.

    >>> line({"name": "a", "middle": 2.0, "least": 1.5, "most": 3.0, "form": ".1f", "unit": "s"})
    '2.0 (1.5 to 3.0) s'
    >>> line({"name": "a", "words": "not installed"})
    'not installed'
    """
    if "words" in row:
        return str(row["words"])
    middle, least, most = (format(row[key], row["form"]) for key in ("middle", "least", "most"))
    spread = "" if least == middle == most else f" ({least} to {most})"
    return f"{middle}{spread} {row['unit']}".rstrip()


def results(path: Path = RESULTS) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return told


def speed(path: Path = RESULTS) -> str:
    """All that was measured, a table for each part."""
    return "\n".join(_speed(results(path)))


def _speed(told: dict[str, Any]) -> Iterator[str]:
    machine = told["machine"]
    yield (
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory']} GB; "
        f"Python {machine['python']}, NumPy {machine['numpy']}.\n"
    )
    for part in told["parts"].values():
        yield f"### {part['title']}\n"
        yield f"{part['on']}; {part['date']}, load {part['load']} when it began.\n"
        yield "| | |\n| --- | --- |"
        yield from (f"| {row['name']} | {line(row)} |" for row in part["rows"])
        yield ""


def row_of(told: dict[str, Any], part: str, name: str) -> dict[str, Any]:
    """A row by its name."""
    return next(row for row in told["parts"][part]["rows"] if row["name"] == name)


def cost(path: Path = RESULTS) -> str:
    """What a hundred million articles cost, by the rate of the slowest round."""
    told = results(path)
    rate = row_of(told, "job", RATE)["least"]
    letters, size = (row_of(told, "job", name)["middle"] for name in (LETTERS, BYTES))
    extra = max(1.0, row_of(told, "cores", OVERHEAD)["middle"])
    fed = row_of(told, "job", CUT)["middle"] / rate
    hours = ARTICLES / rate / 3600 * extra * MARGIN
    lines = [
        f"{ARTICLES:,} articles of {letters:,.0f} letters, at {rate:,.0f} a second and core (the "
        "slowest round),",
        f"{extra:.2f} times the work for several processes, and a tenth for starting and for the "
        "last parts:",
        f"**{hours:,.0f} core hours**, and {ARTICLES * size / 1e9:,.0f} GB of results.\n",
        "| cores | hours | " + " | ".join(f"at {price} a core hour" for price in PRICES) + " |",
        "| --- | --- |" + " --- |" * len(PRICES),
    ]
    for cores in CORES:
        money = " | ".join(f"{hours * price:,.2f}" for price in PRICES)
        lines.append(f"| {cores} | {hours / cores:,.1f} | {money} |")
    lines.append(
        f"\nOne process cuts the shards of a run; it keeps some {fed:,.0f} cores at work. For "
        "more, share\nthe input out among several runs, a folder each."
    )
    return "\n".join(lines) + "\n"
