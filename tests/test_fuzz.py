"""Every reader stands its seeds, and the inputs that fuzzing found and that once broke a rule.

`make fuzz` looks for more (`tests/fuzz.py`); what it finds is kept, made small, under
tests/cases/fuzz/TARGET/, named by what it is.
"""

from pathlib import Path

import fuzz_targets
import pytest
from runs import ROOT

FOUND = ROOT / "tests" / "cases" / "fuzz"
CASES = sorted(path for path in FOUND.glob("*/*") if path.is_file())


@pytest.fixture(autouse=True)
def tidy():
    yield
    fuzz_targets.clean()


@pytest.mark.parametrize("name", fuzz_targets.TARGETS)
def test_the_seeds_of_a_target_break_no_rule(name):
    target, seeds = fuzz_targets.TARGETS[name]
    given = list(seeds())
    assert given
    for data in given:
        target(data)


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found_breaks_no_rule_any_more(path: Path):
    target, _ = fuzz_targets.TARGETS[path.parent.name]
    target(path.read_bytes())


def test_a_broken_rule_is_noticed(monkeypatch):
    monkeypatch.setattr(
        fuzz_targets.articles, "read_documents", lambda *_, **__: [fuzz_targets.Refusal("a", 1, "")]
    )
    target, _ = fuzz_targets.TARGETS["jsonl"]
    with pytest.raises(AssertionError, match="says why"):
        target(b"{}")
