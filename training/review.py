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
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from classifier.errors import DONE, PARTLY_DONE, InputError, UsageError

if TYPE_CHECKING:
    from classifier.labels import Model
    from training.exchange import Task
    from training.exchange.aside import Aside


def parser() -> argparse.ArgumentParser:
    """The command line."""
    from training.review_options import parser

    return parser("python -m training.review", __doc__ or "")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; the exit code is returned, not raised."""
    arguments = parser().parse_args(argv)
    from classifier import journal

    return journal.run("training.review", arguments, _review, "interrupted; nothing was written")


def _review(arguments: argparse.Namespace) -> int:
    _check_output(arguments)
    return COMMANDS[arguments.command](arguments)


# --- commands -----------------------------------------------------------------------------


def _next(arguments: argparse.Namespace) -> int:
    form = _form(arguments)
    if arguments.suspects:
        return _suspects(arguments, form)
    from training import exchange, picking, proposals, quotes

    known = [one for path in arguments.quotes for one in quotes.read(path)]
    aside = _aside(arguments)
    rows = proposals.lines_of(arguments.paths, lambda: _model(arguments), aside)
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
    from classifier.journal import step
    from training import exchange, lessons, picking, quotes

    wanted = [quotes.Wanted(path) for path in arguments.paths]
    judged = quotes.load(wanted, embedded=not arguments.no_embedded)
    step(f"judging {len(judged.quotes):,} quotes by models that did not see them")
    found = lessons.out_of_fold(
        judged,
        by="random",
        folds=lessons.CALIBRATION_FOLDS,
        jobs=arguments.jobs,
        seed=arguments.seed,
    )
    source = {str(path) for path in arguments.paths}
    tasks = picking.suspects(judged.quotes, found, arguments.number, source)
    _deliver(exchange.write(tasks, form), arguments)
    _say(f"{len(tasks):,} labels to look at again, the most doubtful first")
    return DONE


def _export(arguments: argparse.Namespace) -> int:
    from training import exchange, proposals

    form = _form(arguments)
    aside = _aside(arguments)
    tasks = aside.tasks_of(proposals.tasks_in(arguments.paths, arguments.read_as))
    if arguments.predict:
        tasks = list(proposals.proposed(tasks, lambda: _model(arguments)))
    _deliver(exchange.write(tasks, form), arguments)
    _say_all("notice", exchange.warnings(tasks, form))
    return aside.code


def _import(arguments: argparse.Namespace) -> int:
    from training import agreement, exchange, merging

    aside = _aside(arguments)
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
    from classifier.atomic import standard_output
    from training import agreement

    aside = _aside(arguments)
    lines = agreement.table(agreement.agreements(_annotated(arguments, aside)))
    if not lines:
        message = (
            f"{arguments.paths[0]}: no statement was labelled by two annotators; "
            "--by-file calls annotators as their files"
        )
        raise InputError(message)
    with standard_output() as out:
        out.write("".join(f"{line}\n" for line in lines).encode())
    return aside.code


# --- what they share ----------------------------------------------------------------------


def _aside(arguments: argparse.Namespace) -> Aside:
    from training.exchange.aside import Aside

    return Aside(getattr(arguments, "keep_going", True), _say)


def _annotated(arguments: argparse.Namespace, aside: Aside) -> list[Task]:
    from training import exchange, merging

    tasks = aside.tasks_of(exchange.read(arguments.paths, arguments.read_as))
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
    from classifier.atomic import atomic, standard_output

    with atomic(arguments.output) if arguments.output else standard_output() as out:
        out.write(data)


def _say(line: str) -> None:
    from classifier.journal import tell

    tell(line)


def _say_all(what: str, lines: Iterable[str]) -> None:
    for line in lines:
        _say(f"{what}: {line}")


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "next": _next,
    "export": _export,
    "import": _import,
    "agreement": _agreement,
}


def run() -> None:
    """The console script."""
    from classifier.options import ending

    ending("training.review", main)


if __name__ == "__main__":
    run()
