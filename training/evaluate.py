"""Door: how good the labeller is, and how sure we are of that.

    python -m training.evaluate                                  cross-validation on the quotes
    python -m training.evaluate --quotes FILE --articles FILE    a model, judged on labelled files
    python -m training.evaluate --learning-curve FILE            what your own labels would bring

Without files the embedded quotes are dealt into folds, whole topics together, so that each
dispute is judged by a model that was not taught on it; folds at random stand beside it. With
files the model (--model, else the one that training made) is judged on them. The learning curve
teaches models on the embedded quotes and some of your own, and judges them on your others.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from classifier.errors import DONE, PARTLY_DONE, UsageError

if TYPE_CHECKING:
    from training.quotes import Quote

Summary = dict[str, Any]


def parser() -> argparse.ArgumentParser:
    """The command line."""
    from classifier.options import Parser, add_options, count

    made = Parser(
        prog="python -m training.evaluate",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = made.add_argument
    add("--quotes", action="append", default=[], type=Path, metavar="FILE", help="labelled quotes")
    add("--articles", action="append", default=[], type=Path, metavar="FILE", help="gold articles")
    add("--model", type=Path, help="the model to judge (default: the one training made)")
    add("--json", type=Path, metavar="FILE", help="the whole summary")
    add("--html", type=Path, metavar="FILE", help="the same as a page")
    add("--lang", choices=("ar", "en"), default="ar", help="of the page (default: ar)")
    add("--floors", type=Path, metavar="FILE", help="exit 1 where a figure sinks under its floor")
    add("--pin", type=Path, metavar="FILE", help="write the figures as floors; none is lowered")
    add(
        "--numbers",
        type=Path,
        metavar="FILE",
        help="fit temperature, priors and scales on the even ids of --quotes, judge on the odd",
    )
    add(
        "--learning-curve",
        metavar="FILE[:WEIGHT]",
        help="own labelled quotes: figures when 0, 100, 300, 1000 of them are taught",
    )
    add("--jobs", type=count, default=2, metavar="N", help="processes for the folds (default: 2)")
    add("--seed", type=int, default=0, help="for the folds (default: 0)")
    add_options(made)
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; the exit code is returned, not raised."""
    arguments = parser().parse_args(argv)
    from classifier import journal

    return journal.run("training.evaluate", arguments, _evaluate, "interrupted")


def _evaluate(arguments: argparse.Namespace) -> int:
    from classifier.atomic import check_place, standard_output
    from classifier.journal import ERROR, defused, event, tell
    from training import floors, tables

    for option in ("json", "html", "pin", "numbers"):
        if path := getattr(arguments, option):
            check_place(path, f"--{option}")
    for path in filter(None, (arguments.floors, arguments.pin)):
        floors.read(path)  # minutes of judging are not lost to a place or a file that is none
    files = [*arguments.quotes, *arguments.articles]
    if arguments.learning_curve:
        summary = _learnt(arguments)
    else:
        summary = _judged(arguments) if files else _crossed(arguments)
    _write(arguments, summary)
    event("judged", n=summary["data"]["n"], data=summary["data"]["digest"])
    with standard_output() as out:
        out.write("".join(f"{defused(line)}\n" for line in tables.table(summary)).encode())
    named = [Path(arguments.learning_curve)] if arguments.learning_curve else files
    about = " ".join(path.name for path in named) or "cross-validation"
    if arguments.pin:
        floors.pin(summary, arguments.pin, about)
    sunk = floors.sunk(summary, arguments.floors) if arguments.floors else []
    for line in sunk:
        tell(line, ERROR)
    return PARTLY_DONE if sunk else DONE


def _crossed(arguments: argparse.Namespace) -> Summary:
    from classifier.journal import step
    from training import quotes, verdicts

    collection = quotes.load()
    step(f"cross-validating {len(collection.quotes)} quotes, by topic and at random")
    return verdicts.cross_validate(collection, jobs=arguments.jobs, seed=arguments.seed)


def _learnt(arguments: argparse.Namespace) -> Summary:
    from classifier.journal import step
    from training import learning, numbers, quotes
    from training.baselines import baselines

    if arguments.quotes or arguments.articles or arguments.numbers:
        message = "--learning-curve FILE judges that file alone: leave --quotes, --articles out"
        raise UsageError(message)
    wanted = quotes.Wanted.parse(arguments.learning_curve)
    collection = quotes.load([wanted])
    taught = [quote for quote in collection.quotes if quote.source == quotes.EMBEDDED]
    own = _stated([quote for quote in collection.quotes if quote.source != quotes.EMBEDDED])
    step(f"teaching on {len(taught)} quotes and some of {len(own)}")
    found = learning.curve(taught, own, numbers.read(), jobs=arguments.jobs, seed=arguments.seed)
    return {
        "quotes": found,
        "articles": {},
        "baselines": baselines(own),
        "model": {"how": "taught on the embedded quotes and some own", "seed": arguments.seed},
        "data": {"n": len(own), "digest": collection.digest},
    }


def _stated(judged: list[Quote]) -> list[Quote]:
    """The quotes without those that turned out to be narration (`quoted: false`)."""
    from classifier.journal import tell

    stated = [quote for quote in judged if quote.extra.get("quoted") is not False]
    if len(stated) < len(judged):
        tell(f"{len(judged) - len(stated)} rows with quoted: false are left out")
    return stated


def _judged(arguments: argparse.Namespace) -> Summary:
    from classifier.journal import step, tell
    from classifier.model_file import load_model
    from training import chain, quotes, verdicts
    from training.baselines import baselines

    model = load_model(arguments.model, posts=not arguments.articles)
    summary: Summary = {"quotes": {}, "articles": {}, "baselines": {}}
    summary["model"] = {"digest": model.digest, **_facts(model.card)}
    summary["data"] = {"digest": verdicts.digest_of([*arguments.quotes, *arguments.articles])}
    stated = _stated([quote for path in arguments.quotes for quote in quotes.read(path)])
    if stated:
        for line in (*verdicts.known_by_heart(model, stated), *verdicts.twins(stated)):
            tell(line)
        summary["quotes"] = verdicts.judge_quotes(model, stated)
        summary["baselines"] = baselines(stated)
    articles = [row for path in arguments.articles for row in chain.read_articles(path)]
    if articles:
        step(f"reading {len(articles)} articles")
        summary["articles"] = chain.judge_articles(model, articles)
    summary["data"]["n"] = len(stated) + len(articles)
    if arguments.numbers:
        summary["quotes"] = verdicts.fit_numbers(model, stated, arguments.numbers, arguments.quotes)
    return summary


def _facts(card: Any) -> dict[str, Any]:
    return {key: card[key] for key in ("data", "calibration", "versions", "seed") if key in card}


def _write(arguments: argparse.Namespace, summary: Summary) -> None:
    from classifier.atomic import atomic

    if arguments.json:
        text = json.dumps(summary, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        with atomic(arguments.json) as out:
            out.write(text.encode())
    if arguments.html:
        from training.evaluation_report import render

        with atomic(arguments.html) as out:
            out.write(render(summary, arguments.lang).encode())


def run() -> None:
    """The console script."""
    from classifier.options import ending

    ending("training.evaluate", main)


if __name__ == "__main__":
    run()
