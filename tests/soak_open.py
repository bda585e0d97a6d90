"""How soon the page of a long report is open, in a real Chromium.

    python tests/soak_open.py [--statements 10000] [--keep FILE]

Makes the report of so many invented statements with their articles and opens it as a file, wide,
on a phone, and on a phone of a quarter of this machine's speed. Prints what the Performance API of
the browser tells: the milliseconds until something is seen and until all is loaded and the script
has run, and the seconds that its main thread computed. The latter do not depend on what else the
machine is doing, so the bound is on them. Exit 1 where it is more than `SOON`.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

import pytest
from browsing import started
from soak_report import lines

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import trust_figures  # noqa: E402

from classifier.reports import render_html, summarise  # noqa: E402

#: Seconds of computing from the click to the page that can be used.
SOON = 1.0
#: Width of the window, and by how much the machine is slowed down.
SCREENS = {"wide": (1280, 1), "phone": (390, 1), "slow phone": (390, 4)}
_TIMES = """() => ({
  seen: performance.getEntriesByName("first-contentful-paint")[0].startTime,
  loaded: performance.getEntriesByType("navigation")[0].loadEventEnd,
})"""


def report(count: int) -> str:
    """The page of so many statements, each in its article."""
    rows, texts = list(lines(count)), {}
    for row in rows:
        text = texts.get(row["article_id"], "")
        texts[row["article_id"]] = f"{text.ljust(row['start'])}{row['text']}\n"
    return render_html(summarise(rows), articles=texts)


def opened(browser, path: Path, width: int, slower: int) -> dict[str, float]:
    """Open a file in a new window: milliseconds and seconds of computing until it can be used."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(path.as_uri())
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
    computed = session.send("Performance.getMetrics")["metrics"]
    told = {each["name"]: each["value"] for each in computed}
    times = {f"{name}_ms": round(value) for name, value in page.evaluate(_TIMES).items()}
    context.close()
    return times | {"cpu_s": round(told["TaskDuration"], 3), "nodes": round(told["Nodes"])}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--statements", type=int, default=10_000)
    parser.add_argument("--keep", type=Path, help="keep the report here")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = (asked.keep or Path(folder, "report.html")).resolve()
        path.write_text(report(asked.statements), encoding="utf-8")
        size = path.stat().st_size
        try:
            with started() as browser:
                told = {name: opened(browser, path, *how) for name, how in SCREENS.items()}
        except pytest.skip.Exception as missing:
            sys.stdout.write(f"left out: {missing}\n")
            return 0
    sys.stdout.write(json.dumps({"bytes": size, **told}) + "\n")
    wide = told["wide"]
    trust_figures.keep("open", {"statements": asked.statements, "bytes": size, **wide})
    return int(max(told["wide"]["cpu_s"], told["phone"]["cpu_s"]) > SOON)


if __name__ == "__main__":
    sys.exit(main())
