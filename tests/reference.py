"""The generated parts of docs/: between `<!-- NAME -->` and `<!-- /NAME -->`, made of the code
and, for speed and cost, of what `make bench` measured last.

python tests/reference.py      writes them anew; tests/test_docs.py holds them fresh
"""

import argparse
import re
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from bench import page

from classifier.crosswalk import traps

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
_PART = re.compile(r"(<!-- (?P<name>\w+) -->\n).*?(<!-- /(?P=name) -->)", re.S)


def doors() -> list[str]:
    """The commands: the files that have a console script to offer."""
    return [
        f"{package}.{path.stem}"
        for package in ("classifier", "training")
        for path in sorted((ROOT / package).glob("*.py"))
        if "\ndef run() -> " in path.read_text(encoding="utf-8")
    ]


def commands() -> str:
    """Every command with its arguments, of its own parser."""
    return "\n".join(part for door in doors() for part in _command(door))


def _command(door: str) -> Iterator[str]:
    parser = import_module(door).parser()
    yield f"## `python -m {door}`\n"
    yield f"Also `tafawud-{door.partition('.')[2]}`. {_prose(parser.description)}\n"
    inner = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    if not inner:
        yield from _arguments(parser)
        return
    for name, made in inner[0].choices.items():
        yield f"### `python -m {door} {name}`\n"
        yield f"{_prose(made.description)}\n"
        yield from _arguments(made)


def _prose(text: str | None) -> str:
    """The description without the lines that are laid out by hand."""
    paragraphs = (text or "").strip().split("\n\n")
    flowing = [part for part in paragraphs if not part.startswith("    ")]
    told = " ".join(" ".join(flowing).split()).removeprefix("Door: ")
    return told[:1].upper() + told[1:]


def _arguments(parser: argparse.ArgumentParser) -> Iterator[str]:
    own = [one for one in parser._actions if not isinstance(one, argparse._HelpAction)]
    if own:
        yield "| argument | meaning |\n| --- | --- |"
        yield from (f"| {_usage(one)} | {_cell(str(one.help or ''))} |" for one in own)
        yield ""


def _help(action: argparse.Action) -> str:
    return argparse.HelpFormatter("")._expand_help(action) if action.help else ""


def _usage(action: argparse.Action) -> str:
    metavar = action.metavar or "|".join(map(str, action.choices or ())) or action.dest.upper()
    value = "" if action.nargs == 0 else str(metavar)
    if action.nargs in ("*", "+") or isinstance(action, argparse._AppendAction):
        value += " …"
    first = ", ".join(action.option_strings)
    return f"`{_cell(' '.join(filter(None, (first, value))))}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def crosswalk() -> str:
    """The event codes nearest to each stance, and what to beware of."""
    rows = [
        f"| `{row['stance']}` | {row['cameo'] or '–'} | {row['plover'] or '–'} | {row['trap']} |\n"
        for row in traps()
    ]
    return "| stance | CAMEO | PLOVER | beware |\n| --- | --- | --- | --- |\n" + "".join(rows)


PARTS: dict[str, Callable[[], str]] = {
    "commands": commands,
    "crosswalk": crosswalk,
    "speed": page.speed,
    "cost": page.cost,
}


def fresh(text: str) -> str:
    """A page with its generated parts made anew."""
    return _PART.sub(lambda part: f"{part[1]}{PARTS[part['name']]()}{part[3]}", text)


def main() -> None:
    for path in sorted(DOCS.glob("*.md")):
        old = path.read_text(encoding="utf-8")
        if (new := fresh(old)) != old:
            path.write_text(new, encoding="utf-8")
            sys.stdout.write(f"{path.relative_to(ROOT)}: written anew\n")


if __name__ == "__main__":
    main()
