"""Door: labels from people: what to label next, to labelling tools and back.

    next        choose what to label next from your own articles, or the labels to look at again
    export      write articles or quotes in the format of a labelling tool
    import      make labelled quotes for training of what annotators marked
    agreement   tell how far annotators agree

Exit codes: 0 done, 1 done but not all of it (annotators in conflict; input set aside with
--keep-going), 2 unusable arguments or input, 74 the output could not be written, 130 interrupted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from classifier.errors import (
    DONE,
    INTERRUPTED,
    PARTLY_DONE,
    InputError,
    TafawudError,
    UsageError,
)

if TYPE_CHECKING:
    from classifier.labels import Model
    from classifier.records import Refusal
    from training.exchange import Reading, Task

#: As in `training.exchange`, which `--help` does not wait for.
READ = ("label-studio", "doccano", "csv", "jsonl")
WRITTEN = ("label-studio", "doccano", "doccano-triples", "csv", "jsonl", "web-annotation")

Command = Callable[[argparse.Namespace], int]
Fill = Callable[[argparse.ArgumentParser], None]

#: An example a command, shown by its help.
EXAMPLES = {
    "next": "python -m training.review next articles/ -n 50 --output next.json\n"
    "  python -m training.review next --suspects own.jsonl --output doubtful.csv",
    "export": "python -m training.review export articles/ --predict --output tasks.json",
    "import": "python -m training.review import export.json --output own.jsonl",
    "agreement": "python -m training.review agreement layla.csv salim.csv --by-file",
}


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise ValueError
    return value


_count.__name__ = "number (1 or more)"


# --- arguments ----------------------------------------------------------------------------


def parser() -> argparse.ArgumentParser:
    """The command line."""
    raw = argparse.RawDescriptionHelpFormatter
    made = argparse.ArgumentParser(
        prog="python -m training.review", description=__doc__, formatter_class=raw
    )
    commands = made.add_subparsers(required=True, metavar="COMMAND")
    for name, (what, fill, run) in COMMANDS.items():
        about = f"{what[:1].upper()}{what[1:]}."
        epilog = f"example:\n  {EXAMPLES[name]}"
        one = commands.add_parser(
            name, help=what, description=about, epilog=epilog, formatter_class=raw
        )
        one.set_defaults(run=run)
        fill(one)
    return made


def _next_arguments(made: argparse.ArgumentParser) -> None:
    add = made.add_argument
    add("paths", nargs="+", type=Path, metavar="PATH", help="articles, scored files, or quotes")
    add("-n", "--number", type=_count, default=50, metavar="N", help="how many (default: 50)")
    add("--by", choices=("margin", "entropy"), default="margin", help="measure of uncertainty")
    add("--quotes", action="append", default=[], metavar="FILE", help="labelled: left out")
    add("--suspects", action="store_true", help="PATHs are quotes: labels that may be wrong")
    add("--no-embedded", action="store_true", help="suspects: judge by your own quotes alone")
    add("--jobs", type=_count, default=2, metavar="N", help="suspects: processes (default: 2)")
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


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; the exit code is returned, not raised."""
    arguments = parser().parse_args(argv)
    try:
        _check_output(arguments)
        command: Command = arguments.run
        return command(arguments)
    except TafawudError as problem:
        _say(str(problem))
        return problem.exit_code
    except KeyboardInterrupt:
        _say("interrupted; nothing was written")
        return INTERRUPTED


# --- commands -----------------------------------------------------------------------------


def _next(arguments: argparse.Namespace) -> int:
    form = _form(arguments)
    if arguments.suspects:
        return _suspects(arguments, form)
    from training import exchange, picking, proposals, quotes

    known = [one for name in arguments.quotes for one in quotes.read(Path(name))]
    aside = _Aside(arguments.keep_going)
    rows = proposals.lines_of(arguments.paths, lambda: _model(arguments), aside.refuse)
    choice = picking.choose(picking.candidates(rows, arguments.by), arguments.number, known)
    if not choice.chosen:
        what = "all are labelled already" if choice.known else "no statements with probabilities"
        message = f"{arguments.paths[0]}: nothing to choose from ({what})"
        raise InputError(message)
    _deliver(exchange.write([one.task for one in choice.chosen], form), arguments)
    _say(
        f"{len(choice.chosen):,} of {choice.seen:,} statements chosen; left out "
        f"{choice.known:,} that are labelled, {choice.alike:,} that are nearly the same as others"
    )
    return aside.code


def _suspects(arguments: argparse.Namespace, form: str) -> int:
    from training import exchange, lessons, picking, quotes

    wanted = [quotes.Wanted(path) for path in arguments.paths]
    judged = quotes.load(wanted, embedded=not arguments.no_embedded)
    _tell(f"judging {len(judged.quotes):,} quotes by models that did not see them")
    found = lessons.out_of_fold(judged, by="random", jobs=arguments.jobs, seed=arguments.seed)
    source = {str(path) for path in arguments.paths}
    tasks = picking.suspects(judged.quotes, found, arguments.number, source)
    _deliver(exchange.write(tasks, form), arguments)
    _say(f"{len(tasks):,} labels to look at again, the most doubtful first")
    return DONE


def _export(arguments: argparse.Namespace) -> int:
    from training import exchange, proposals

    form = _form(arguments)
    aside = _Aside(arguments.keep_going)
    tasks = _told(proposals.tasks_in(arguments.paths, arguments.read_as), aside)
    if arguments.predict:
        tasks = list(proposals.proposed(tasks, lambda: _model(arguments)))
    _deliver(exchange.write(tasks, form), arguments)
    _say_all("notice", exchange.warnings(tasks, form))
    return aside.code


def _import(arguments: argparse.Namespace) -> int:
    from training import agreement, exchange, merging

    aside = _Aside(arguments.keep_going)
    tasks = _annotated(arguments, aside)
    merged = merging.merge(tasks)
    if arguments.agreement:
        _say_all("agreement", agreement.table(agreement.agreements(tasks)))
    _say_all("notice", merged.notices)
    _say_all("conflict", merged.conflicts)
    if not merged.quotes:
        message = f"{arguments.paths[0]}: no labels of people in it (predictions are none)"
        raise InputError(message)
    _say_all("notice", merging.warnings(merged.quotes, arguments.output or Path("quotes.jsonl")))
    _deliver(exchange.write(merged.quotes, "jsonl"), arguments)
    _say(f"{len(merged.quotes):,} labelled quotes; {len(merged.conflicts):,} conflicts left out")
    return PARTLY_DONE if merged.conflicts else aside.code


def _agreement(arguments: argparse.Namespace) -> int:
    from training import agreement

    aside = _Aside(keep_going=True)
    lines = agreement.table(agreement.agreements(_annotated(arguments, aside)))
    if not lines:
        message = (
            f"{arguments.paths[0]}: no statement was labelled by two annotators; "
            "--by-file calls annotators as their files"
        )
        raise InputError(message)
    print("\n".join(lines))
    return aside.code


# --- what they share ----------------------------------------------------------------------


class _Aside:
    """What is set aside: told with --keep-going, an error without."""

    def __init__(self, keep_going: bool) -> None:
        self.code = DONE
        self._keep_going = keep_going

    def refuse(self, refusal: Refusal) -> None:
        """Set one aside."""
        if not self._keep_going:
            message = f"{refusal} (--keep-going sets it aside)"
            raise InputError(message)
        _say(f"set aside: {refusal}")
        self.code = PARTLY_DONE


def _told(reading: Reading, aside: _Aside) -> list[Task]:
    """The tasks of a reading, after what is to be told of it."""
    for refusal in reading.refusals:
        aside.refuse(refusal)
    _say_all("notice", reading.notices)
    return list(reading.tasks)


def _annotated(arguments: argparse.Namespace, aside: _Aside) -> list[Task]:
    from training import exchange, merging

    tasks = _told(exchange.read(arguments.paths, arguments.read_as), aside)
    return merging.named_by_file(tasks) if arguments.by_file else tasks


def _model(arguments: argparse.Namespace) -> Model:
    from classifier.model_file import load_model

    return load_model(arguments.model)


def _form(arguments: argparse.Namespace) -> str:
    """The format to write."""
    from training import exchange

    if arguments.format:
        return str(arguments.format)
    return exchange.format_of(arguments.output) if arguments.output else "jsonl"


def _check_output(arguments: argparse.Namespace) -> None:
    """Before the long work: nothing is replaced that nobody said to replace."""
    path = getattr(arguments, "output", None)
    if path is not None and path.is_file() and not arguments.overwrite:
        message = f"{path}: is there already; name another --output, or replace it: --overwrite"
        raise UsageError(message)


def _deliver(data: bytes, arguments: argparse.Namespace) -> None:
    from classifier.atomic import atomic

    if arguments.output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    with atomic(arguments.output) as out:
        out.write(data)


def _say(line: str) -> None:
    print(f"review: {line}", file=sys.stderr)


def _say_all(what: str, lines: Iterable[str]) -> None:
    for line in lines:
        _say(f"{what}: {line}")


def _tell(progress: str) -> None:
    """Progress goes to a terminal only; a log would fill with it."""
    if sys.stderr.isatty():
        _say(f"{progress} …")


COMMANDS: dict[str, tuple[str, Fill, Command]] = {
    "next": ("choose what to label next", _next_arguments, _next),
    "export": ("write articles or quotes for a labelling tool", _export_arguments, _export),
    "import": ("make labelled quotes of annotations", _import_arguments, _import),
    "agreement": ("tell how far annotators agree", _from_tools, _agreement),
}


def run() -> Any:
    """Entry point of the console script."""
    sys.exit(main())


if __name__ == "__main__":
    run()
