"""What `training.review` can be asked: its commands and their options, with an example each."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from classifier.options import Parser, add_options, count

#: As in `training.exchange`, which `--help` does not wait for.
READ = ("label-studio", "doccano", "csv", "jsonl")
LABELLED = "quotes that have labels already: they and their like are left out"
WRITTEN = ("label-studio", "doccano", "doccano-triples", "csv", "jsonl", "web-annotation")


def parser(program: str, about: str) -> argparse.ArgumentParser:
    """The command line; `command` names what was asked for."""
    raw = argparse.RawDescriptionHelpFormatter
    made = Parser(prog=program, description=about, formatter_class=raw)
    commands = made.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (what, example, fill) in COMMANDS.items():
        one = commands.add_parser(
            name,
            help=what,
            description=f"{what[:1].upper()}{what[1:]}.",
            epilog=f"example:\n  {program} {name} {example}",
            formatter_class=raw,
        )
        fill(one)
        add_options(one)
    return made


def _next_arguments(made: argparse.ArgumentParser) -> None:
    add = made.add_argument
    add("paths", nargs="+", type=Path, metavar="PATH", help="articles, scored files, or quotes")
    add("-n", "--number", type=count, default=50, metavar="N", help="how many (default: 50)")
    add("--by", choices=("margin", "entropy"), default="margin", help="measure of uncertainty")
    add("--quotes", action="append", default=[], type=Path, metavar="FILE", help=LABELLED)
    add("--suspects", action="store_true", help="PATHs are quotes: whose labels may be wrong")
    add("--no-embedded", action="store_true", help="suspects: judge by your own quotes alone")
    add("--jobs", type=count, default=2, metavar="N", help="suspects: processes (default: 2)")
    add("--seed", type=int, default=0, help="suspects: for the folds (default: 0)")
    add("--model", type=Path, help="default: $TAFAWUD_MODEL, else build/stance.model")
    _output(made, "where to: .json .csv .jsonl (default: standard output)")
    add("--format", choices=WRITTEN, help="default: by the ending of --output, else jsonl")


def _export_arguments(made: argparse.ArgumentParser) -> None:
    add = made.add_argument
    add("paths", nargs="+", type=Path, metavar="FILE", help="articles, quotes, or annotations")
    add("--from", dest="read_as", choices=READ, help="format of FILE (default: by its ending)")
    add("--format", choices=WRITTEN, help="format to write (default: by the ending of --output)")
    add("--predict", action="store_true", help="find and label the statements of bare articles")
    add("--model", type=Path, help="default: $TAFAWUD_MODEL, else build/stance.model")
    _output(made, "where to: .json .csv .jsonl (default: standard output)")


def _import_arguments(made: argparse.ArgumentParser) -> None:
    _from_tools(made)
    made.add_argument("--agreement", action="store_true", help="tell how far annotators agree")
    _output(made, "labelled quotes, .jsonl (default: standard output)")


def _from_tools(made: argparse.ArgumentParser) -> None:
    add = made.add_argument
    add("paths", nargs="+", type=Path, metavar="FILE", help="exports of a labelling tool")
    add("--format", dest="read_as", choices=READ, help="default: by the ending of FILE")
    add("--by-file", action="store_true", help="annotators are called as their files")


def _output(made: argparse.ArgumentParser, what: str) -> None:
    add = made.add_argument
    add("--output", type=Path, metavar="FILE", help=what)
    add("--overwrite", action="store_true", help="replace FILE if it is there")
    add("--keep-going", action="store_true", help="set aside what cannot be used, do the rest")


#: Name → what it does, an example, its arguments.
COMMANDS: dict[str, tuple[str, str, Callable[[argparse.ArgumentParser], None]]] = {
    "next": ("choose what to label next", "articles/ -n 50 --output next.json", _next_arguments),
    "export": (
        "write articles or quotes for a labelling tool",
        "articles/ --predict --output tasks.json",
        _export_arguments,
    ),
    "import": (
        "make labelled quotes of annotations",
        "export.json --output own.jsonl",
        _import_arguments,
    ),
    "agreement": (
        "tell how far annotators agree",
        "layla.csv salim.csv --by-file",
        _from_tools,
    ),
}
