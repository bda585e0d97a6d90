"""The table of what long runs tried: complete, and written by its command alone."""

import re

import pytest
import trust_figures
from runs import ROOT

PAGE = trust_figures.PAGE.read_text(encoding="utf-8")


def test_the_table_has_a_row_for_each_promise_and_no_other(monkeypatch, tmp_path):
    monkeypatch.setattr(trust_figures, "TRIED", tmp_path)
    assert trust_figures.written(PAGE) == PAGE


@pytest.mark.parametrize("name", trust_figures.ROWS)
def test_the_test_and_the_command_of_a_row_are_there(name):
    _, test, command, _ = trust_figures.ROWS[name]
    file, _, function = test.partition("::")
    assert f"def {function}(" in (ROOT / "tests" / file).read_text(encoding="utf-8")
    word = command.removeprefix("make ")
    assert re.search(rf"^{word}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)


def test_figures_of_a_run_take_the_place_of_the_old_ones(monkeypatch, tmp_path):
    monkeypatch.setattr(trust_figures, "TRIED", tmp_path)
    trust_figures.keep("kills-store", {"kills": 41, "seed": 0})
    page = trust_figures.written(PAGE)
    assert "| 41 kills survived |" in page
    changed = [
        line for line, old in zip(page.splitlines(), PAGE.splitlines(), strict=True) if line != old
    ]
    assert len(changed) == 1
