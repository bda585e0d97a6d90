"""The benchmarks run, on a little; what they print is for people."""

import csv
import importlib.util
import json
import math
import re
import subprocess
import sys
from pathlib import Path

import pytest
from runs import ROOT, environment

from training.quotes import read_embedded

BENCH = Path(__file__).resolve().parent / "bench"


def bench(name: str):
    spec = importlib.util.spec_from_file_location(f"bench_{name}", BENCH / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_the_public_yardsticks_are_judged_where_they_are(tmp_path, capsys):
    rows = [
        {"text": q.text, "target": "ab"[n % 2], "stance": ("Favor", "Against", "")[n // 2 % 3]}
        for n, q in enumerate(list(read_embedded())[:80])
    ]
    with (tmp_path / "mawqif_train.csv").open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    told = ["--data", str(tmp_path), "--articles", str(ROOT / "classifier/data/samples")]
    assert bench("accuracy").main(told) == 0
    told = capsys.readouterr()
    assert told.out.startswith("Mawqif (stance, 80 posts, 5 folds, seed 0): plain 0.")
    assert "ArSarcasm-v2" in told.err


def test_the_ablation_writes_a_row_for_every_block(tmp_path):
    from classifier.features import BLOCKS

    out, none = tmp_path / "ablation.md", tmp_path / "none.jsonl"
    told = [
        "--output",
        out,
        "--real",
        none,
        "--articles",
        ROOT / "classifier/data/samples",
    ]
    assert bench("ablation").main(["--every", "60", *map(str, told)]) == 0
    written = out.read_text(encoding="utf-8")
    assert re.findall(r"^\| without the block `(\w+)`", written, re.M) == [b.name for b in BLOCKS]
    assert "not at hand in this run" in written


def test_a_difference_has_0_in_its_interval_where_there_is_none():
    difference = bench("ablation").difference
    gold, same = ["a", "b"] * 100, ["a", "a", "b", "b"] * 50
    assert difference(gold, same, same) == (0.0, 0.0)
    low, high = difference(gold, same, gold)
    assert 0.4 < low < 0.5 < high < 0.6


#: Enough for a round of everything.
LITTLE = ("--articles", "24", "--rounds", "1", "--seconds", "0", "--every", "40")


@pytest.mark.skipif(
    not (ROOT / "build" / "stance.model").is_file(), reason="no build/stance.model: make train"
)
def test_the_benchmark_gives_every_line_and_a_page_of_them(tmp_path):
    results, page = tmp_path / "speed.json", bench("page")
    command = [sys.executable, "tests/bench/speed.py", *LITTLE, "--write", "--results", results]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    told = page.results(results)
    names = ["scorer", "door", "others", "job", "cores", "cold", "length", "teaching"]
    assert list(told["parts"]) == names
    rows = [row for part in told["parts"].values() for row in part["rows"]]
    for row in rows:
        assert row.get("words") or 0 < row["least"] <= row["middle"] <= row["most"] < math.inf, row
        assert f"{row['name']:46}{page.line(row)}\n" in done.stdout
        assert f"| {row['name']} | {page.line(row)} |" in page.speed(results)
    ratios = [row["middle"] for row in rows if row["name"].startswith("times as fast,")]
    assert len(ratios) == 4
    assert "core hours**" in page.cost(results)


def test_a_part_that_is_measured_again_leaves_the_others_as_they_were(tmp_path):
    results = tmp_path / "speed.json"
    old = {"job": {"title": "The whole job", "rows": []}, "length": {"title": "?", "rows": []}}
    results.write_text(json.dumps({"machine": {}, "parts": old}), encoding="utf-8")
    command = [sys.executable, "tests/bench/speed.py", *LITTLE, "--only", "length", "--write"]
    subprocess.run(
        [*command, "--results", results],
        cwd=ROOT,
        env=environment(),
        check=True,
        capture_output=True,
    )
    parts = bench("page").results(results)["parts"]
    assert parts["job"] == old["job"]
    assert parts["length"]["rows"]


def test_the_estimate_of_cost_is_made_of_the_rates(tmp_path):
    page, results = bench("page"), tmp_path / "speed.json"
    figures = {page.RATE: (500.0, 400.0), page.LETTERS: (2000.0, 2000.0), page.BYTES: (5e3, 5e3)}
    figures[page.CUT] = (9000.0, 9000.0)
    rows = [
        {"name": n, "middle": m, "least": least, "most": m} for n, (m, least) in figures.items()
    ]
    extra = [{"name": page.OVERHEAD, "middle": 1.25, "least": 1.2, "most": 1.3}]
    told = {"machine": {}, "parts": {"job": {"rows": rows}, "cores": {"rows": extra}}}
    results.write_text(json.dumps(told), encoding="utf-8")
    hours = 100_000_000 / 400 / 3600 * 1.25 * 1.1
    assert f"**{hours:,.0f} core hours**, and 500 GB of results." in page.cost(results)
    assert f"| 8 | {hours / 8:,.1f} | {hours * 0.01:,.2f} | {hours * 0.05:,.2f} |" in page.cost(
        results
    )
