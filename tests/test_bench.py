"""The benchmarks run, on a little; what they print is for people."""

import csv
import importlib.util
import sys
from pathlib import Path

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
    assert bench("accuracy").main(["--data", str(tmp_path)]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("Mawqif (stance, 80 posts, 5 folds): plain 0.")
    assert "ArSarcasm-v2" in told.err


def test_the_ablation_writes_a_row_for_every_block(tmp_path):
    from classifier.features import BLOCKS

    out = tmp_path / "ablation.md"
    none = tmp_path / "none.jsonl"
    assert bench("ablation").main(["--every", "60", "--output", str(out), "--real", str(none)]) == 0
    written = out.read_text(encoding="utf-8")
    assert all(f"without the block `{block.name}`" in written for block in BLOCKS)
    assert "not at hand in this run" in written
