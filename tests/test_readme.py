"""README and the guides in docs/: what they show is run, and no command is forgotten.

Their examples (tests/told_pages.py) are run in order, in an empty folder that looks like the
checkout. The figures are those of the floors. After a change that is meant,

    python tests/test_readme.py

writes what comes back now, where it is not what is shown.
"""

import argparse
import json
import re
import resource
import shlex
import subprocess
import sys
import tempfile
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from runs import ROOT
from told_pages import Block, Sandbox, agrees

README = ROOT / "README.md"
PAGES = [README, *sorted((ROOT / "docs").glob("*.md"))]
FLOORS = ROOT / "training" / "data" / "floors.json"
SCRIPTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
DOORS = sorted(target.removesuffix(":run") for target in SCRIPTS.values())
HELP_SECONDS = 0.3  # of processor time: a busy machine makes no command slower

_FIGURES = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- /figures -->)", re.S)


needs_model = pytest.mark.skipif(
    not (ROOT / "build" / "stance.model").is_file(), reason="no build/stance.model: make train"
)


@needs_model
@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_is_shown_is_what_comes_back(page, tmp_path):
    wrong = [
        f"{page.name}:{block.line}: $ {example.command}\n{real}"
        for block, example, real in Sandbox(tmp_path).play(page.read_text(encoding="utf-8"))
        if not agrees(example.output, real)
    ]
    told = "\n".join(wrong)
    assert not wrong, f"\n{told}\nIf this is meant: python tests/test_readme.py"


@pytest.mark.parametrize("door", DOORS)
def test_a_door_has_help_and_an_example(door):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", door, "--help"]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert "usage:" in said
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert seconds < HELP_SECONDS, f"{door} --help takes {seconds:.2f} s"
    assert f"python -m {door}" in README.read_text(encoding="utf-8"), f"README shows no {door}"


OTHER_PAGES = [
    ROOT / "CONTRIBUTING.md",
    ROOT / "SECURITY.md",
    ROOT / "training" / "CODEBOOK.md",
    ROOT / "training" / "data" / "README.md",
]
ALL_PAGES = [*PAGES, *OTHER_PAGES]
_LINK = re.compile(r"\]\((?P<place>[\w./-]*)(?:#(?P<part>[^)]+))?\)")


@pytest.mark.parametrize("page", ALL_PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_place_that_is_named_is_there(page):
    text = page.read_text(encoding="utf-8")
    named = re.findall(r"`((?:classifier|training|tests|docs)/[\w./-]*)`", text)
    assert not [place for place in named if not (ROOT / place).exists()]
    linked = [(page.parent / one["place"], one["part"]) for one in _LINK.finditer(text)]
    assert not [place for place, _ in linked if not place.exists()]
    lost = [f"{place}#{part}" for place, part in linked if part and part not in parts(place, page)]
    assert not lost


def parts(place: Path, page: Path) -> set[str]:
    """The headings of a page that is linked to (of `page` itself, by a bare «#»), as links."""
    text = (page if place.is_dir() else place).read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}


_FENCED = re.compile(r"^```(?P<kind>\w*)[^\n]*\n(?P<body>.*?)^```$", re.M | re.S)
_INLINE = re.compile(r"`((?:python|make|\$ python)\s[^`]+)`")


def commands_not_run(text: str) -> list[str]:
    """The commands of a page that no console block runs: of bare blocks, and within the prose."""
    blocks = list(_FENCED.finditer(text))
    lines = [line for block in blocks if not block["kind"] for line in block["body"].splitlines()]
    prose = _FENCED.sub("", text)
    found = [*lines, *(" ".join(one.split()) for one in _INLINE.findall(prose))]
    return [re.split(r"\s{2,}", line)[0] for line in found if line.startswith(("python ", "make"))]


@pytest.mark.parametrize("page", ALL_PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_command_escapes(page):
    """What is not run, since it never ends or takes minutes, can at least be typed."""
    text = page.read_text(encoding="utf-8")
    blocks = list(_FENCED.finditer(text))
    assert {block["kind"] for block in blocks} <= {"", "console", "text", "sh", "python", "r"}
    for block in blocks:
        if block["kind"] == "python":
            compile(block["body"], str(page), "exec")
    wrong = [line for line in commands_not_run(text) if not can_be_typed(line)]
    assert not wrong, "\n".join(wrong)


def can_be_typed(command: str) -> bool:
    """Whether a command has a door and its parser takes the options, or make has the word.

    >>> can_be_typed("python -m training.train --quotes own.jsonl:3 --no-embedded")
    True
    >>> can_be_typed("python -m training.train --quote own.jsonl:3"), can_be_typed("make tea")
    (False, False)
    """
    program, *words = [word for word in command.split() if word not in ("…", "|")]
    if program == "make":
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
        return all(re.search(rf"^{word}:|^{word.partition('=')[0]} \?=", makefile, re.M)
                   for word in words)  # fmt: skip
    if words[0] == "-c":
        return bool(compile(shlex.split(command)[2], "", "exec"))
    if words[0] != "-m":
        return (ROOT / words[0]).is_file()
    if words[1] == "pytest":
        return True
    if words[1] not in DOORS:
        return False
    options = {
        option
        for one in parsers(import_module(words[1]).parser())
        for option in one._option_string_actions
    }
    return {word.partition("=")[0] for word in words[2:] if word.startswith("-")} <= options


def parsers(parser: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    """A parser and those of its commands."""
    inner = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    return [parser, *(made for one in inner for made in one.choices.values())]


def test_the_figures_of_the_readme_are_the_floors():
    found = _FIGURES.search(README.read_text(encoding="utf-8"))
    assert found, "README.md has no <!-- figures --> … <!-- /figures -->"
    assert found[0] == figures(), "write them anew: python tests/test_readme.py"


_TEXTS = {
    "cross-validation": "our quotes, by cross-validation",
    "real_statements.jsonl real_articles.jsonl": "real newspapers",
}
_NAMES = {
    "quotes.stance.macro_f1": "stance, macro-F1",
    "quotes.stance.accuracy": "stance, accuracy",
    "quotes.sentiment.macro_f1": "sentiment, macro-F1",
    "articles.0.3.f1": "statements found, F1 (overlap 0.3)",
    "articles.0.8.f1": "statements found, F1 (overlap 0.8)",
    "articles.0.3.speaker_on_matched": "their speaker right",
}


def figures() -> str:
    """The floors as a table, a column for each set of texts."""
    entries = json.loads(FLOORS.read_text(encoding="utf-8"))
    about = [_TEXTS.get(entry["about"], entry["about"]) for entry in entries]
    rows = [["", *about], ["---"] * (len(entries) + 1)]
    for key, name in _NAMES.items():
        cells = [entry["floors"].get(key) for entry in entries]
        if any(cell is not None for cell in cells):
            rows.append([name, *("" if cell is None else f"{cell:.2f}" for cell in cells)])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def rewrite(page: Path) -> None:
    """Write what comes back now, and the floors, into a page."""
    text = page.read_text(encoding="utf-8")
    if _FIGURES.search(text):
        text = _FIGURES.sub(lambda _: figures(), text)
    with tempfile.TemporaryDirectory() as folder:
        played = list(Sandbox(Path(folder)).play(text))
    broken = [example.command for _, example, real in played if "Traceback (most" in real]
    if broken:
        sys.exit(f"{page}: not written: broken is {', '.join(broken)}")
    new: dict[Block, str] = {}
    for block, example, real in played:
        kept = example.output if agrees(example.output, real) else f"{real.strip()}\n".lstrip("\n")
        new[block] = new.get(block, "") + f"$ {example.command}\n{kept}"
    for block, body in new.items():
        text = text.replace(f"```console\n{block.body}```", f"```console\n{body}```")
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    for page in PAGES:
        rewrite(page)
