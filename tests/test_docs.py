"""The book in docs/: complete, fresh, and true where it can be asked.

What its console blocks show is run in tests/test_readme.py, as for the README.
"""

import ast
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
import reference
import test_swapping
from runs import ROOT, SAID, model_in
from told_pages import Sandbox

import classifier
from classifier import errors
from classifier.features import BLOCKS
from classifier.model_file import load_model
from classifier.predictions import prediction_row
from classifier.records import Article, Document, Span
from classifier.reports.counting import Limits
from classifier.reports.html import Shown
from classifier.statements import find_statements
from training import fairness

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))
_ROW = re.compile(r"^\| (?P<cells>.*) \|$", re.M)
_NAMED_TEST = re.compile(r"`(?P<file>test_\w+\.py)::(?P<test>test_\w+)`")


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def rows(text: str, heading: str) -> list[list[str]]:
    """The cells of the table under a heading line, without it and its rule."""
    table = text[text.index(heading) :].partition("\n\n")[0]
    return [found["cells"].split(" | ") for found in _ROW.finditer(table)][2:]


def plain(cell: str) -> str:
    return cell.strip("`")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_page_is_in_the_table_of_contents(path):
    assert path.name == "README.md" or f"({path.name})" in page("README.md")


def test_help_of_the_package_shows_what_the_book_runs():
    shown = [line.strip() for line in (classifier.__doc__ or "").splitlines() if "    " in line]
    assert any("label_document(" in line for line in shown)
    told = page("library.md")
    assert [line for line in shown if line not in told and "──►" not in line] == []


def test_what_the_book_says_to_call_is_there():
    cells = [row[2] for row in rows(page("library.md"), "| I have | and want | call |")]
    named = [name for cell in cells for name in re.findall(r"`(classifier\.[\w.]+)", cell)]
    assert len(named) >= len(cells)
    for name in named:
        module, _, what = name.rpartition(".")
        assert callable(getattr(import_module(module), what)), name


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_what_is_generated_is_fresh(path):
    text = path.read_text(encoding="utf-8")
    assert reference.fresh(text) == text, "write it anew: python tests/reference.py"


def test_the_ablation_has_a_row_for_every_block_of_the_recipe():
    told = re.findall(r"^\| without the block `(\w+)`", page("ablation.md"), re.M)
    assert told == [block.name for block in BLOCKS], "write it anew: make ablation"
    assert "Made by `make ablation` on 20" in page("ablation.md")


_FIGURE = re.compile(r"(?<![\w.])\.\d{3}(?!\d)")


def test_the_evidence_for_a_tuned_number_stands_in_what_was_tried():
    told = {*_FIGURE.findall(page("tried.md") + page("ablation.md"))}
    quoted = {
        (str(path.relative_to(ROOT)), figure)
        for path in (*ROOT.glob("training/*.py"), *ROOT.glob("classifier/*.py"))
        for text in explained(path.read_text(encoding="utf-8"))
        for figure in _FIGURE.findall(text)
    }
    assert len(quoted) > 50, "the comments are not found any more"
    assert [one for one in sorted(quoted) if one[1] not in told] == []


def explained(source: str) -> Iterator[str]:
    """The comments on constants, and all docstrings."""
    yield from re.findall(r"^\s*#:.*", source, re.M)
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    yield from (
        ast.get_docstring(node) or ""
        for node in ast.walk(ast.parse(source))
        if isinstance(node, kinds)
    )


def test_every_command_is_in_the_reference():
    assert [
        door for door in reference.doors() if f"## `python -m {door}`" not in page("commands.md")
    ] == []


def test_the_fields_of_a_line_are_those_that_are_written(tmp_path):
    from classifier.flow import label_document

    model = load_model(model_in(tmp_path))
    labelled = label_document(Document("a", SAID[0]), model, explain=True)[0]
    told = [plain(cells[0]) for cells in rows(page("records.md"), "| field | meaning |")]
    assert told == list(prediction_row(labelled, explain=True))


def test_the_fields_of_a_row_are_those_that_are_read():
    from classifier.articles import SUFFIXES
    from classifier.articles.making import FIELDS

    text = page("records.md")
    told = {plain(cells[0]) for cells in rows(text, "| field of a row | meaning |")}
    assert told == {*FIELDS} - {"source"}
    endings = [cells[0] for cells in rows(text, "| ending | what it is |")]
    assert {plain(one) for cell in endings for one in cell.split(", ")} == {*SUFFIXES}


@pytest.mark.parametrize("cells", rows(page("limits.md"), "| limit | value | of |"))
def test_a_limit_is_what_it_is_said_to_be(cells):
    module, _, name = plain(cells[0]).rpartition(".")
    assert getattr(import_module(module), name) == int(cells[1].replace(",", ""))


LIMITS, SHOWN = Limits(), Shown()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("report.md", f"among the {LIMITS.likeness:,} newest statements"),
        ("report.md", f"{LIMITS.parties:,} parties, {LIMITS.speakers:,} speakers and"),
        ("report.md", f"{LIMITS.outlets:,} outlets that are met most often"),
        ("report.md", f"{LIMITS.shown:,} statements in their articles and {SHOWN.cards:,} in all"),
        ("trust.md", f"Under {fairness.ENOUGH} statements nothing is judged"),
        ("trust.md", f"under {fairness.FEWEST} nothing is told apart"),
        ("trust.md", f"{fairness.ALPHA:.0%} that any is called so".replace("%", " %")),
        ("records.md", f"or `few` (under {fairness.ENOUGH})"),
        ("records.md", f"`groups` under {fairness.FEWEST} statements"),
        ("promises.md", f"of {test_swapping.SAMPLE} at most"),
        ("promises.md", f"bound {test_swapping.MOST_FLIPS:.0%}".replace("%", " %")),
    ],
)
def test_a_number_in_the_prose_is_that_of_the_code(name, told):
    assert told in " ".join(page(name).split())


def test_the_exit_codes_are_those_of_the_program():
    told = {int(cells[0]) for cells in rows(page("limits.md"), "| code | when |")}
    names = ("DONE", "PARTLY_DONE", "UNUSABLE", "NOT_WRITTEN", "INTERRUPTED")
    assert told == {getattr(errors, name) for name in names}


def test_the_events_of_a_log_are_those_that_are_written():
    """Every call of `event`, with its facts, is in the reference, and nothing else is."""
    written = {}
    for path in (*ROOT.glob("classifier/**/*.py"), *ROOT.glob("training/*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "event":
                assert isinstance(node.args[0], ast.Constant), f"{path}:{node.lineno}"
                facts = {keyword.arg for keyword in node.keywords}
                assert written.setdefault(node.args[0].value, facts) == facts
    told = rows(page("records.md"), "| event | facts |")
    assert {
        plain(cells[0]): {name for name in re.findall(r"`(\w+)`", cells[1]) if name not in _HOW}
        for cells in told
    } == written


#: What `how` may say is told beside it.
_HOW = ("answered", "interrupted", "crashed")


REASONS = rows(page("statements.md"), "| `attribution` |")


@pytest.mark.parametrize(("code", "example"), [cells[:2] for cells in REASONS])
def test_an_example_of_a_reason_code_has_it(code, example):
    text = example.replace(" ⏎ ", "\n\n")
    said = find_statements(Article("a", text, (Span(0, len(text)),), 0, len(text)))
    assert plain(code) in {each.speaker.attribution for each in said}


def test_every_reason_code_is_explained():
    """Those that attribution can give."""
    source = (ROOT / "classifier" / "statements" / "attribution.py").read_text(encoding="utf-8")
    tree = ast.parse(source)
    given = {
        part.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple)
        for part in ast.walk(node.value.elts[-1])
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }
    assert given
    assert given <= {plain(cells[0]) for cells in REASONS}


PROMISES = _NAMED_TEST.findall(page("promises.md"))


@pytest.mark.parametrize(("file", "test"), sorted({*PROMISES}))
def test_a_promise_has_the_test_that_it_names(file, test):
    tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
    assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_promise_names_a_test():
    lines = [
        line for line in page("promises.md").splitlines() if re.match(r"\| (?!---|promise)", line)
    ]
    assert lines
    assert [line for line in lines if not _NAMED_TEST.search(line)] == []


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl: no certificates are made")
@pytest.mark.skipif(
    not (ROOT / "build" / "stance.model").is_file(), reason="no build/stance.model: make train"
)
def test_the_way_over_an_open_network_is_encrypted_and_works(tmp_path):
    pytest.importorskip("distributed", reason="needs Dask: pip install distributed")
    script = re.search(r"^```sh\n(.*?)^```$", page("cluster.md"), re.M | re.S)
    assert script
    sandbox = Sandbox(tmp_path)
    Path(tmp_path, "page.txt").write_text(SAID[0], encoding="utf-8")
    done = subprocess.run(
        ["/bin/sh", "-c", script[1]],
        cwd=tmp_path,
        env=sandbox.environment | {"PYTHONPATH": os.fspath(ROOT)},
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert "tls://" in Path(tmp_path, "scheduler.log").read_text()
    assert Path(tmp_path, "scored", "manifest.json").is_file(), done.stderr
    assert "notice: tls" not in done.stderr
