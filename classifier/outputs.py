"""Outputs: where the lines of a run go in the end, and in which form.

A name that ends in a slash is a folder of parts; another ending chooses the form of one file, which
is made out of such a folder. Whether a place can be written is looked at before the long work.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import islice
from pathlib import Path
from stat import S_ISREG
from typing import IO, NamedTuple

from classifier.atomic import atomic, check_place, not_written, standard_output
from classifier.batch import join_lines, texts_of
from classifier.errors import UsageError
from classifier.results import FORMS as ROW_FORMS
from classifier.results import read_rows, write_rows

FOLDER, STREAM = "folder", "stream"
FORMS = (*ROW_FORMS, ".html")
#: Rows of a table to be read on a screen.
SHOWN = 500


class Target(NamedTuple):
    """A place to write to, and its form: an ending, `folder`, or `stream` (a pipe, a device)."""

    path: Path
    form: str


def target(name: str | None) -> Target | None:
    """What a name stands for; None is standard output, as «-» is.

    Raises:
        UsageError: the ending is unknown. OutputError: nothing can be written there.

    >>> target("نتائج/").form, target("نتائج.CSV").form, target("-")
    ('folder', '.csv', None)
    """
    if name is None or name == "-":
        return None
    if not name:
        message = "the name behind --output is empty; give a file, a folder or -"
        raise UsageError(message)
    path = Path(name)
    try:
        if name.endswith(("/", os.sep)) or path.is_dir():
            return Target(path, FOLDER)
        if path.exists() and not path.is_file():
            return Target(path, STREAM)
    except OSError as error:
        raise not_written(path, error) from error
    form = max((each for each in FORMS if path.name.lower().endswith(each)), key=len, default="")
    if not form:
        message = f"{path}: the ending of --output must be one of {' '.join(FORMS)}, or / (folder)"
        raise UsageError(message)
    check_place(path)
    return Target(path, form)


def check_apart(paths: Iterable[str], files: Iterable[Path], place: Target | None) -> None:
    """See that a run writes nothing that it reads: `paths` were asked for and hold the `files`.

    Raises:
        UsageError: it would.
    """
    if place is None:
        _check_standard_output(files)
        return
    if place.form == STREAM:
        return
    own = place.path.resolve()
    for file in files:
        part = place.form == FOLDER and file.match("part-*.jsonl")
        if (part and file.resolve().parent == own) or (
            (file.name == own.name or file.is_symlink()) and file.resolve() == own
        ):
            raise _both(file)
    for path in map(Path, paths if place.form == FOLDER else ()):
        if path.is_dir() and path.resolve() == own:
            raise _both(path)


def _check_standard_output(files: Iterable[Path]) -> None:
    """What is redirected into a file that is read would be read again, without end."""
    with suppress(OSError, ValueError):  # a screen of somebody's own: no file of the system
        status = os.fstat(sys.stdout.fileno()) if sys.stdout else None
        for file in files if status and S_ISREG(status.st_mode) else ():
            if status and file.is_file() and os.path.samestat(file.stat(), status):
                raise _both(file)


def _both(path: Path) -> UsageError:
    return UsageError(f"{path}: is read and would be written over; choose another --output")


@contextmanager
def written(place: Target | None) -> Iterator[IO[bytes]]:
    """A file that appears when the block ends well, or standard output.

    Raises:
        OutputError: it cannot be written.
    """
    if place is None:
        with standard_output() as out:
            yield out
        return
    with atomic(place.path) as out:
        yield out


def join(folder: Path, file: Path) -> None:
    """Make one file, of the form of its ending, out of the parts of a folder."""
    name = file.name.lower()
    if name.endswith(".jsonl"):
        join_lines(folder, file)
    elif name.endswith(".html"):
        write_page(folder, file)
    else:
        write_rows(read_rows(folder), file)


def write_page(folder: Path, file: Path) -> None:
    """The report of a folder whose texts were kept, with the statements marked in them."""
    from classifier.reports import page_of_lines

    page = page_of_lines(partial(read_rows, folder), partial(texts_of, folder))
    with atomic(file) as out:
        out.write(page.encode())


def table_of(folder: Path, width: int) -> str:
    """The first lines of a folder as a table to read; empty where there are none."""
    from classifier.reports import terminal_table

    rows = read_rows(folder)
    shown = list(islice(rows, SHOWN))
    more = sum(1 for _ in rows)
    table = terminal_table(shown, width) if shown else ""
    return f"{table}\n… and {more:,} more" if more else table
