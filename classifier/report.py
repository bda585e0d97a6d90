"""Door: sum up what `predict` labelled, as a page, Markdown, JSON or CSV.

    python -m classifier.report SCORED … [--articles PATH …] [--output FILE] [--lang ar|en]

SCORED «-» is standard input, as `predict` writes it.

Exit codes: 0 done, 1 done but some article could not be read, 2 unusable arguments or input,
74 the output could not be written, 130 interrupted.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from classifier.errors import DONE, PARTLY_DONE, InputError, OutputError, UsageError, not_there

if TYPE_CHECKING:
    from classifier.reports import Confusion, Summary
    from classifier.reports.strings import Lang

FORMS = (".html", ".json", ".md", ".csv")
_STDIN = "-"


def parser() -> argparse.ArgumentParser:
    """The command line."""
    from classifier.options import Parser, add_options, day

    made = Parser(
        prog="python -m classifier.report",
        description="Sum up labelled statements: who is for talks, who against, who on which "
        "conditions, and how that changes.",
        epilog="Without --output a summary is printed. Statements that several outlets carry "
        "are counted once.",
    )
    made.add_argument(
        "scored",
        metavar="SCORED",
        nargs="+",
        type=Path,
        help="what classifier.predict wrote: .jsonl, .jsonl.gz, .csv, .parquet, a folder, or - "
        "(JSON lines from standard input)",
    )
    made.add_argument(
        "--articles",
        metavar="PATH",
        nargs="+",
        type=Path,
        default=[],
        help="the articles, to show the statements in their place (.html)",
    )
    made.add_argument("--output", metavar="FILE", type=Path, help=f"ends in {', '.join(FORMS)}")
    made.add_argument("--since", type=day, metavar="DAY", help="nothing before it: 2024-05-13")
    made.add_argument("--until", type=day, metavar="DAY", help="nothing after it")
    made.add_argument("--lang", choices=("ar", "en"), help="of the report (default: ar)")
    made.add_argument(
        "--evaluation",
        metavar="FILE.json",
        type=Path,
        help="what training.evaluate --json wrote: its confusion matrix corrects the shares",
    )
    add_options(made)
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the arguments ask; give back the exit code."""
    arguments = parser().parse_args(argv)
    from classifier import journal

    told = "interrupted; nothing was written"
    return journal.run("classifier.report", arguments, _report, told)


def run() -> None:
    """The console script."""
    from classifier.options import ending

    ending("classifier.report", main)


def _report(arguments: argparse.Namespace) -> int:
    from classifier.atomic import check_place
    from classifier.journal import event, tell
    from classifier.manifest import doubts
    from classifier.outputs import Target, check_apart

    output: Path | None = arguments.output
    if output is not None and output.suffix.lower() not in FORMS:
        message = f"{output}: the ending of --output must be one of {', '.join(FORMS)}"
        raise UsageError(message)
    missing = [path for path in arguments.scored if str(path) != _STDIN and not path.exists()]
    if missing:
        raise not_there(missing[0], remedy="score articles with classifier.predict first")
    if _STDIN in map(str, arguments.scored) and _STDIN in map(str, arguments.articles):
        message = "standard input is named twice; write the statements or the articles to a file"
        raise UsageError(message)
    missing = [path for path in arguments.articles if str(path) != _STDIN and not path.exists()]
    if missing:
        raise not_there(missing[0], "no such file or folder")
    if output is not None:
        check_apart([], [*arguments.scored, *arguments.articles], Target(output, output.suffix))
        check_place(output)
    for doubt in doubts(arguments.scored):
        tell(f"notice: {doubt}")
    with _at_hand(arguments.scored) as scored:
        summary = _summary(arguments, scored)
    if not summary.tellings:
        tell("no statements in what was given")
    event("summed", files=len(arguments.scored), statements=summary.tellings)
    lang = _lang(arguments)
    if output is None:
        _print_summary(summary, lang)
        return DONE
    articles, refused = _articles(arguments.articles, summary)
    _write(summary, output, lang, articles if arguments.articles else None)
    return PARTLY_DONE if refused else DONE


@contextmanager
def _at_hand(scored: Sequence[Path]) -> Iterator[list[Path]]:
    """The files to read, each once named and twice read: standard input is laid down in one.

    Raises:
        OutputError: there is no room for it.
    """
    from classifier.articles.limits import standard_input
    from classifier.atomic import scratch_folder

    scored = list({path.resolve(): path for path in reversed(scored)}.values())[::-1]
    if _STDIN not in map(str, scored):
        yield scored
        return
    with scratch_folder() as folder:
        laid = folder / "stdin.jsonl"
        try:
            with laid.open("wb") as out:
                shutil.copyfileobj(standard_input(), out)
        except OSError as error:
            why = f"standard input cannot be kept on disk ({error.strerror})"
            message = f"{why}; set TMPDIR to a folder that has room"
            raise OutputError(message) from error
        try:
            yield [laid if str(path) == _STDIN else path for path in scored]
        except InputError as error:
            raise InputError(str(error).replace(str(laid), "stdin")) from error


def _summary(arguments: argparse.Namespace, scored: Sequence[Path]) -> Summary:
    from tqdm import tqdm

    from classifier.journal import bars
    from classifier.reports import sum_up
    from classifier.reports.strings import Strings
    from classifier.reports.window import Window

    since, until, evaluation = arguments.since, arguments.until, arguments.evaluation
    if since and until and since > until:
        message = f"--since {since} is later than --until {until}; exchange them"
        raise UsageError(message)
    confusion, usual = _evaluation(evaluation) if evaluation else (None, None)
    window = Window(since, until)

    def read() -> Iterator[Mapping[str, Any]]:
        lines, hidden = _rows(scored), not bars()
        shown = tqdm(lines, desc="report", unit=" statements", disable=hidden, leave=False)
        yield from window.within(shown)

    summary = sum_up(read, confusion=confusion, usual=usual)
    told = window.told(Strings.of(_lang(arguments)))
    return replace(summary, remarks=(told,)) if told else summary


def _lang(arguments: argparse.Namespace) -> Lang:
    """The language asked for, else Arabic in a file and English on a terminal."""
    lang: Lang = arguments.lang or ("ar" if arguments.output else "en")
    return lang


def _rows(scored: Iterable[Path]) -> Iterator[dict[str, Any]]:
    from classifier.results import read_rows

    for path in scored:
        for number, row in enumerate(read_rows(path), 1):
            if "stance" not in row:
                message = (
                    f"{path}: statement {number} was never labelled (it has no stance); "
                    "label articles with classifier.predict first"
                )
                raise InputError(message)
            yield row


def _evaluation(path: Path) -> tuple[Confusion, float | None]:
    """The confusion matrix of an evaluation, and how sure the model was on average.

    The file may hold nothing but the matrix.
    """
    from classifier import json_text
    from classifier.reports.shares import as_confusion, mean_confidence

    usual = None
    try:
        found = json_text.parse(path.read_text(encoding="utf-8"))
        quotes = found.get("quotes") if isinstance(found, dict) else None
        matrix = as_confusion(quotes["stance"]["confusion"] if quotes else found)
        usual = mean_confidence(quotes["stance"].get("reliability")) if quotes else None
    except FileNotFoundError as error:
        raise not_there(path) from error
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror}); name another file"
        raise InputError(message) from error
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        matrix = {}
    if not matrix:
        message = f"{path}: holds no confusion matrix; make it with training.evaluate --json"
        raise InputError(message)
    return matrix, usual


def _print_summary(summary: Summary, lang: Lang) -> None:
    from classifier.atomic import standard_output
    from classifier.reports import terminal_summary

    text = terminal_summary(summary, shutil.get_terminal_size().columns, lang=lang)
    with standard_output() as out:
        out.write(f"{text}\n".encode(errors="replace"))


def _articles(paths: Sequence[Path], summary: Summary) -> tuple[dict[str, str], int]:
    """The texts of the pages that the report shows, and how many inputs could not be read."""
    if not paths:
        return {}, 0
    from classifier.articles import read_documents
    from classifier.journal import set_aside
    from classifier.records import Refusal

    wanted = summary.documents
    texts: dict[str, str] = {}
    refused = 0
    for document in read_documents(paths):
        if isinstance(document, Refusal):
            set_aside(document)
            refused += 1
        elif document.id in wanted:
            texts[document.id] = document.text
    return texts, refused


def _write(summary: Summary, output: Path, lang: Lang, articles: dict[str, str] | None) -> None:
    from classifier import reports
    from classifier.atomic import atomic

    makers: dict[str, Callable[[], str]] = {
        ".html": lambda: reports.render_html(summary, lang=lang, articles=articles),
        ".json": lambda: reports.render_json(summary),
        ".csv": lambda: reports.render_csv(summary),
        ".md": lambda: reports.render_markdown(summary, lang=lang),
    }
    made = makers[output.suffix.lower()]().encode()
    with atomic(output) as out:
        out.write(made)


if __name__ == "__main__":
    run()
