"""Door: teach the labeller and write its model file.

    python -m training.train [--quotes FILE[:WEIGHT] …] [--no-embedded] [--output MODEL]
                             [--unlabelled PATH …] [--register posts]

Teaches on the embedded quotes plus those of --quotes (JSON lines or CSV with the columns text,
stance, sentiment; a weight after a colon multiplies their say). From articles that nobody labelled
(--unlabelled, as predict reads them) it learns which words are used alike. Same quotes, articles
and seed, same file, byte for byte. MODEL.card.md beside it tells what it is for, what taught it,
and how good it is.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from classifier.errors import DONE, UsageError

if TYPE_CHECKING:
    from classifier.labels import Model
    from training.quotes import Collection

EXPORT_WARNING = (
    "a joblib file can run code when it is loaded: give it to people who trust you, "
    "and load only such of people you trust"
)

REGISTER_HELP = (
    "what the quotes are: statements of news (default), or posts of social media, with "
    "--no-embedded and an --output of their own"
)

COUNT_HELP = (
    "the labels that you care for (default: all): by their F1 alone thresholds are set for posts, "
    "pull and blocks chosen for other quotes; with --no-embedded"
)


def parser() -> argparse.ArgumentParser:
    """The command line."""
    from classifier.options import Parser, add_options, count

    made = Parser(
        prog="python -m training.train",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = made.add_argument
    add(
        "--quotes", action="append", default=[], metavar="FILE[:WEIGHT]", help="own labelled quotes"
    )
    add("--no-embedded", action="store_true", help="leave the embedded quotes out")
    add(
        "--unlabelled",
        nargs="+",
        action="extend",
        default=[],
        metavar="PATH",
        help="articles (as predict reads them) to learn the words of; the more, the better",
    )
    add("--balance", action="store_true", help="rare labels have as much say as frequent ones")
    add("--count", nargs="+", action="extend", default=[], metavar="LABEL", help=COUNT_HELP)
    add("--register", choices=("news", "posts"), default="news", help=REGISTER_HELP)
    add("--output", type=Path, metavar="MODEL", help="where to (default: build/stance.model)")
    add("--jobs", type=count, default=2, metavar="N", help="processes for the folds (default: 2)")
    add(
        "--numbers",
        type=Path,
        metavar="FILE",
        help="calibration from evaluate --numbers (default: that of real news; "
        "with --no-embedded by quotes left out)",
    )
    add("--seed", type=int, default=0, help="for the folds (default: 0)")
    add("--export-joblib", type=Path, metavar="FILE", help=f"pipelines too; {EXPORT_WARNING}")
    add_options(made)
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; the exit code is returned, not raised."""
    arguments = parser().parse_args(argv)
    from classifier import journal

    return journal.run("training.train", arguments, _train, "interrupted; nothing was written")


def _train(arguments: argparse.Namespace) -> int:
    from classifier.atomic import check_place, standard_output
    from classifier.journal import defused, event, step, tell
    from classifier.model_file import save_model
    from training import card, lessons, numbers, quotes, unlabelled

    if arguments.no_embedded and not arguments.quotes:
        message = "--no-embedded leaves no quotes: name some with --quotes FILE"
        raise UsageError(message)
    if arguments.count and not arguments.no_embedded:
        message = "--count: with the embedded quotes nothing is chosen: add --no-embedded"
        raise UsageError(message)
    _check_register(arguments)
    path = _model_path(arguments.output)
    if arguments.export_joblib:
        check_place(arguments.export_joblib, "--export-joblib")
    wanted = [quotes.Wanted.parse(argument) for argument in arguments.quotes]
    taught = quotes.load(wanted, embedded=not arguments.no_embedded)
    for notice in taught.notices:
        tell(notice)
    _check_counted(arguments.count, taught)
    unmeasured = arguments.no_embedded and not arguments.numbers
    real = numbers.NONE if unmeasured else numbers.read(arguments.numbers)
    seed, register, vectors = arguments.seed, arguments.register, None
    if paths := arguments.unlabelled:
        vectors = unlabelled.learn(paths, seed=seed, register=register, tell=step, notice=tell)
    counted = frozenset(arguments.count)
    manner = lessons.Manner(arguments.balance, vectors, register, counted)
    model = lessons.learn(taught, real, manner=manner, jobs=arguments.jobs, seed=seed, tell=step)
    digest = save_model(model, path)
    card.write(model, digest, taught, path)
    event("taught", quotes=len(taught.quotes), data=taught.digest, model=digest)
    if arguments.export_joblib:
        _export(model, arguments.export_joblib)
    with standard_output() as out:
        out.write(f"{defused(_summary(model, path))}\n".encode())
    return DONE


def _check_register(arguments: argparse.Namespace) -> None:
    """Refuse, before anything is read, what says nothing of posts."""
    if arguments.register == "news":
        return
    reasons = {
        "the embedded quotes are statements of news: add --no-embedded": not arguments.no_embedded,
        "the usual model is for news: name another file with --output": not arguments.output,
        "their calibration is found by folds: leave --numbers out": arguments.numbers,
    }
    for told, wrong in reasons.items():
        if wrong:
            message = f"--register {arguments.register}: {told}"
            raise UsageError(message)


def _check_counted(counted: Sequence[str], taught: Collection) -> None:
    """Refuse a label to count that nothing bears."""
    borne = {label for quote in taught.quotes for label in quote.labels.values() if label}
    for label in counted:
        if label not in borne:
            message = f"--count {label}: no quote bears it, but {', '.join(sorted(borne))}"
            raise UsageError(message)


def _model_path(named: Path | None) -> Path:
    """Where the model goes, seen before the lessons; the folder of the usual place may be made."""
    from classifier.atomic import check_place
    from classifier.model_file import default_model_path

    path = named or default_model_path()
    if not named:
        with suppress(OSError):  # that it is not there is told in the same words
            path.parent.mkdir(parents=True, exist_ok=True)
    check_place(path)
    return path


def _summary(model: Model, path: Path) -> str:
    data, words = model.card["data"], model.card.get("unlabelled")
    heads = ", ".join(f"{head.name} ({len(head.labels)} labels)" for head in model.heads)
    read = f", words of {words['articles']:,} unlabelled articles" if words else ""
    kind = "quotes" if model.register == "news" else model.register
    return f"{path}: {heads}, taught on {data['n']:,} {kind}{read}, {model.features:,} features"


def _export(model: Model, path: Path) -> None:
    from classifier.journal import tell
    from training import lessons

    lessons.export(model, path)
    tell(f"{path}: scikit-learn pipelines; {EXPORT_WARNING}")


def run() -> None:
    """The console script."""
    from classifier.options import ending

    ending("training.train", main)


if __name__ == "__main__":
    run()
