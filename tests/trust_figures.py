"""The figures of docs/promises.md that only long runs give: `python tests/trust_figures.py`.

`make soak` and `make fuzz` leave what they counted in build/tried; this writes it into the page,
between its two marks. What has not been run since build/ was made keeps its old row.
"""

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TRIED = ROOT / "build" / "tried"
PAGE = ROOT / "docs" / "promises.md"
BEGIN, END = "<!-- tried: python tests/trust_figures.py -->", "<!-- /tried -->"
HEADING = ["| promise | test | command | figure |", "| --- | --- | --- | --- |"]
_LAST = re.compile(r"(?<=\| )[^|]*(?= \|$)")

#: What a run leaves: the promise that it tries, the test that does so in little, the command, and
#: how its figures are told.
ROWS = {
    "faults": (
        "any call to the disk may fail, in every command: nothing lost, doubled or half there",
        "test_faults.py::test_a_fault_of_the_disk_costs_nothing",
        "make soak",
        "{faults:,} faults in {commands} commands: each call of 7 kinds once, and from then on",
    ),
    "store": (
        "what the page acknowledged is kept on a disk that is full at any moment",
        "test_faults_store.py::test_a_disk_that_is_full_at_any_moment_costs_nothing_that_was_acknowledged",
        "make soak",
        "{faults:,} writes that failed, {kept:,} corrections kept",
    ),
    "kills-predict": (
        "a run that is killed at any moment goes on to the same bytes",
        "test_kills.py::test_what_is_killed_goes_on_and_loses_nothing",
        "make soak",
        "{kills} kills survived",
    ),
    "kills-train": (
        "a training that is killed leaves the old model or the new one",
        "test_kills.py::test_what_is_killed_goes_on_and_loses_nothing",
        "make soak",
        "{kills} kills survived",
    ),
    "kills-store": (
        "corrections that the page acknowledged outlive its death",
        "test_kills.py::test_what_is_killed_goes_on_and_loses_nothing",
        "make soak",
        "{kills} kills survived",
    ),
    "open": (
        "the page of a report over 10,000 statements is open within a second",
        "test_reports_browser.py::test_a_long_report_is_open_soon",
        "make soak",
        "{cpu_s} s of computing until it can be used, for {bytes:,} bytes",
    ),
    "fuzz": (
        "no bytes break a reader, the finding of statements, a model file or a request",
        "test_fuzz.py::test_what_was_found_breaks_no_rule_any_more",
        "make fuzz",
        "{targets} targets, {seconds:,} seconds, {runs:,} inputs, {found} found in the last run; "
        "{cases} found earlier, mended and kept",
    ),
}


def keep(name: str, figures: Mapping[str, Any]) -> None:
    """Remember what a run counted."""
    TRIED.mkdir(parents=True, exist_ok=True)
    (TRIED / f"{name}.json").write_text(json.dumps(dict(figures), sort_keys=True), encoding="utf-8")


def written(page: str) -> str:
    """The page with the figures of the last runs."""
    before, _, rest = page.partition(f"{BEGIN}\n")
    block, _, after = rest.partition(END)
    old = {line.split(" | ")[0].removeprefix("| "): line for line in block.splitlines()[2:]}
    rows = [_row(name, old.get(ROWS[name][0], "")) for name in ROWS]
    return "\n".join([f"{before}{BEGIN}", *HEADING, *rows, f"{END}{after}"])


def _row(name: str, old: str) -> str:
    promise, test, command, form = ROWS[name]
    path = TRIED / f"{name}.json"
    if path.is_file():
        figure = form.format(**json.loads(path.read_text(encoding="utf-8")))
    else:
        known = _LAST.findall(old)
        figure = known[-1] if known else "not run yet"
    return f"| {promise} | `{test}` | `{command}` | {figure} |"


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")
