"""How fast everything is on this machine, as ratios of one run: `make bench`.

    python tests/bench/speed.py [--articles 6000] [--rounds 5] [--only scorer,door,…] [--write]

Figures are CPU seconds (the machine may be busy) as middle (least to most) of some rounds; what
is compared is run in turns. Nothing here decides a test. `--write` keeps the results in
`tests/bench/speed.json`, of which `tests/reference.py` makes what docs/ shows; with `--only`, the
other parts stay as they were.
"""

import argparse
import json
import os
import platform
import sys
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from inputs import ROOT, read
from page import RESULTS, line
from parts import PARTS, Given

from classifier.model_file import load_model
from classifier.work import keep_model
from training.quotes import read_embedded

sys.path.append(str(ROOT / "build" / "peers"))
BY_NAME = {part.__name__: (part, title) for part, title in PARTS.items()}


def measured(name: str, given: Given) -> dict[str, Any]:
    """The rows of a part, printed as they come, with what the machine was and how busy."""
    part, title = BY_NAME[name]
    load = os.getloadavg()[0]
    print(f"\n{title} (load {load:.1f})", flush=True)
    rows = []
    for row in part(given):
        rows.append(row.told())
        print(f"  {row.name:46}{line(rows[-1])}", flush=True)
    return {
        "title": title,
        "on": given.inputs.name,
        "date": date.today().isoformat(),
        "load": round(load, 1),
        "rows": rows,
    }


def machine() -> dict[str, Any]:
    """What the machine is, but not which."""
    info = Path("/proc/cpuinfo")
    told = info.read_text().splitlines() if info.is_file() else []
    names = [line.partition(": ")[2] for line in told if line.startswith("model name")]
    processor = " ".join(names[0].split()) if names else platform.machine()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "processor": processor,
        "cores": os.cpu_count(),
        "memory": round(memory),
        "python": platform.python_version(),
        "numpy": np.__version__,
    }


def keep(name: str, part: dict[str, Any], path: Path) -> None:
    """Put what a part gave into the file of results, beside what is there of the others."""
    kept = json.loads(path.read_text(encoding="utf-8"))["parts"] if path.is_file() else {}
    kept[name] = part
    parts = {name: kept[name] for name in BY_NAME if name in kept}
    told = json.dumps({"machine": machine(), "parts": parts}, ensure_ascii=False, indent=1)
    path.write_text(f"{told}\n", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("--articles", type=int, default=6_000, help="so many at most")
    add("--rounds", type=int, default=5)
    add("--seconds", type=float, default=40.0, help="that one process is to work at the least")
    add("--only", default=",".join(BY_NAME), metavar="PART,…", help="some of: %(default)s")
    add("--every", type=int, default=1, metavar="N", help="teach only each Nth quote")
    add("--write", action="store_true", help="keep the results in --results")
    add("--results", type=Path, default=RESULTS, metavar="FILE")
    options = parser.parse_args()
    model = load_model()
    keep_model(model)
    taught = list(read_embedded())[:: options.every]
    given = Given(read(options.articles), model, taught, options.rounds, options.seconds)
    print(", ".join(f"{key} {value}" for key, value in machine().items()))
    print(f"{given.inputs.name}; middle (least to most) of {options.rounds} rounds")
    for name in options.only.split(","):
        part = measured(name, given)
        if options.write:
            keep(name, part, options.results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
