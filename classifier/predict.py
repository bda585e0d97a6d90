"""Door: articles in, every statement out, with who said it, its stance and its sentiment.

    python -m classifier.predict PATH … [--output FILE|DIR/]
    python -m classifier.predict --statements FILE.jsonl [--output OUT.jsonl]

Exit codes: 0 done, 1 done but some input was set aside (--keep-going), 2 unusable arguments or
input, 74 the output could not be written, 130 interrupted.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from classifier.errors import DONE, PARTLY_DONE, UsageError

if TYPE_CHECKING:
    from classifier.batch import Job, Outcome
    from classifier.outputs import Target
    from classifier.work import Work

#: As in `classifier.outputs`, which `--help` does not wait for.
FORMS = (".jsonl", ".jsonl.gz", ".csv", ".parquet", ".html")


def parser() -> argparse.ArgumentParser:
    """The command line."""
    from classifier.options import Parser, add_options, count, share

    made = Parser(
        prog="python -m classifier.predict",
        description="Find every statement in Arabic articles: who said it, for which side, its "
        "stance toward negotiations and its sentiment.",
        epilog="An --output folder (a name that ends in /) is filled part by part; when a run is "
        "interrupted, the same command goes on where it stopped.",
    )
    add = made.add_argument
    add(
        "paths",
        metavar="PATH",
        nargs="*",
        help="file, folder or - (standard input): .txt .html .jsonl .csv .parquet .warc, also .gz",
    )
    add("--output", metavar="FILE|DIR/", help=f"ends in {' '.join(FORMS)} or /; else JSON lines")
    add("--model", type=Path, help="default: $TAFAWUD_MODEL, else build/stance.model")
    add("--jobs", type=count, default=1, metavar="N", help="processes (default: 1)")
    add("--explain", action="store_true", help="add the words that decided")
    add(
        "--min-confidence",
        type=share,
        default=0.0,
        metavar="P",
        help="mark labels with a probability under P as abstained",
    )
    add("--keep-going", action="store_true", help="set aside what cannot be used, do the rest")
    add("--cluster", default="", metavar="ADDRESS", help="of a Dask scheduler: tcp://host:8786")
    add("--max-text", type=count, metavar="N", help="characters of a text (default: 2000000)")
    add("--table", action="store_true", help="print a table to read instead of JSON lines")
    add(
        "--statements",
        metavar="FILE.jsonl",
        help="label the statements of a file (or -), a line each with id and text",
    )
    add_options(made)
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the arguments ask; give back the exit code."""
    arguments = parser().parse_args(argv)
    from classifier import journal

    answer = _statements if arguments.statements else _articles
    return journal.run("classifier.predict", arguments, answer, lambda: _broken_off(arguments))


def _broken_off(arguments: argparse.Namespace) -> str:
    """What is true of a run that was interrupted."""
    from classifier.atomic import goes_on  # and no more: numpy may be half imported

    if arguments.output in (None, "-"):
        return "interrupted"
    if not arguments.statements and goes_on(arguments.output):
        return "interrupted; what is finished is kept, the same command goes on from there"
    return "interrupted; nothing was finished, and nothing is kept"


def run() -> None:
    """The console script."""
    from classifier.options import ending

    ending("classifier.predict", main)


# --- articles -----------------------------------------------------------------------------


def _articles(arguments: argparse.Namespace) -> int:
    from classifier.articles import expand_paths, not_read
    from classifier.journal import event, tell, tell_of_keyboard
    from classifier.outputs import FOLDER, check_apart, target

    if not arguments.paths:
        message = "nothing to read: name a PATH, or --statements FILE.jsonl (see --help)"
        raise UsageError(message)
    output = target(arguments.output)
    own = output.path if output and output.form == FOLDER else None
    passed: list[Path] = []
    files = expand_paths(arguments.paths, passed.append, besides=own)
    check_apart(arguments.paths, files, output)
    if passed:
        tell(f"notice: {not_read(passed)}")
    if arguments.cluster:
        _check_cluster(arguments.cluster, output)
    if "-" in arguments.paths:
        tell_of_keyboard()
    with _progress(files) as advance:
        outcome = _label(arguments, files, output, advance)
    for notice in outcome.notices:
        tell(f"notice: {notice}")
    event(
        "labelled",
        files=len(files),
        documents=outcome.documents,
        statements=outcome.statements,
        set_aside=outcome.refused,
    )
    if outcome.refused:
        tell(f"{outcome.refused:,} of {outcome.refused + outcome.documents:,} inputs set aside")
    return PARTLY_DONE if outcome.refused else DONE


def _label(
    arguments: argparse.Namespace,
    files: list[Path],
    output: Target | None,
    advance: Callable[[int], None],
) -> Outcome:
    """Label into what was asked for: a table, standard output, a folder or a file."""
    from classifier import batch, outputs
    from classifier.articles.limits import standard_input
    from classifier.journal import set_aside

    job = batch.Job(
        tuple(files),
        _work(arguments, texts="all" if output and output.form == ".html" else "pages"),
        standard_input() if "-" in arguments.paths else None,
        arguments.jobs,
        arguments.cluster,
        arguments.keep_going,
        set_aside,
        advance,
    )
    show = _print_table if arguments.table else lambda _: None
    if output is None and arguments.table:
        return _to_screen(job)
    if output is None or output.form == outputs.STREAM:
        with outputs.written(output) as stream:
            return batch.label_to_stream(job, stream)
    if output.form == outputs.FOLDER:
        outcome = batch.label_into_folder(job, output.path)
        show(output.path)
        return outcome

    def join(folder: Path, file: Path) -> None:
        outputs.join(folder, file)
        show(folder)

    return batch.label_into_file(job, output.path, join)


def _check_cluster(address: str, output: Target | None) -> None:
    from classifier.journal import ERROR, tell

    if output is None or output.form == "stream":
        message = "--cluster needs an --output that all its machines see under the same path"
        raise UsageError(message)
    host = address.partition("://")[2].rpartition(":")[0]
    if address.startswith("tcp://") and host not in ("127.0.0.1", "localhost", "[::1]"):
        told = f"notice: {address}: whoever reaches it can run code; use tls:// on an open network"
        tell(told, ERROR)  # also where somebody wants quiet


def _to_screen(job: Job) -> Outcome:
    """Label into a folder that nobody keeps, and print the table of it."""
    from classifier.atomic import scratch_folder
    from classifier.batch import label_into_folder

    with scratch_folder() as folder:
        outcome = label_into_folder(job, folder / "parts")
        _print_table(folder / "parts")
    return outcome


def _work(arguments: argparse.Namespace, *, texts: Any = "none") -> Work:
    from classifier.articles import MAX_TEXT
    from classifier.journal import STEP, event, tell
    from classifier.model_file import default_model_path, load_model
    from classifier.work import Work, keep_model

    path = (arguments.model or default_model_path()).absolute()
    tell(f"reading the model {path}", STEP)
    model = load_model(path, posts=bool(arguments.statements))
    event("model", digest=model.digest)
    keep_model(model)
    return Work(
        path,
        model.digest,
        Path(),
        arguments.explain,
        arguments.min_confidence,
        arguments.max_text or MAX_TEXT,
        texts,
    )


# --- statements ---------------------------------------------------------------------------


def _statements(arguments: argparse.Namespace) -> int:
    from classifier.journal import set_aside
    from classifier.outputs import STREAM, check_apart, target, written
    from classifier.relabelling import relabel_file

    if arguments.cluster:
        message = "--statements works on this machine only: leave --cluster out"
        raise UsageError(message)
    if arguments.paths:
        message = f"{arguments.paths[0]}: name a PATH or --statements, not both"
        raise UsageError(message)
    if arguments.table:
        message = "--statements has no table: leave --table out"
        raise UsageError(message)
    output = target(arguments.output)
    check_apart([], [Path(arguments.statements)], output)
    if output and output.form not in (".jsonl", STREAM):
        message = f"{output.path}: --statements writes JSON lines; the ending must be .jsonl"
        raise UsageError(message)
    work = _work(arguments)
    with _progress([], unit=" statements") as advance, written(output) as out:
        refused = relabel_file(
            arguments.statements,
            out,
            work,
            jobs=arguments.jobs,
            refused=set_aside if arguments.keep_going else None,
            advance=advance,
        )
    return PARTLY_DONE if refused else DONE


# --- screen -------------------------------------------------------------------------------


def _print_table(folder: Path) -> None:
    import shutil

    from classifier.outputs import table_of, written

    if table := table_of(folder, shutil.get_terminal_size((100, 24)).columns):
        with written(None) as out:
            out.write(f"{table}\n".encode())


@contextmanager
def _progress(files: list[Path], unit: str = " articles") -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, with rate and time left; nothing elsewhere."""
    from classifier.journal import bars

    if not bars():
        yield lambda _: None
        return
    from tqdm import tqdm

    from classifier.shards import count_records

    with tqdm(total=count_records(files), unit=unit, desc="predict", leave=False) as bar:
        yield partial(_advance, bar)


def _advance(bar: Any, done: int) -> None:
    bar.update(done)


if __name__ == "__main__":
    run()
