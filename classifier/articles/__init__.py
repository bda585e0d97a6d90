"""Articles: files of every kind in, documents out, one after the other.

A file of text or HTML is one document; JSON lines, CSV and Parquet hold one a row; a WARC one a
page. What cannot be used comes out as a `Refusal` in its place, with file, line and reason;
reading goes on with the next record.

>>> from io import BytesIO
>>> line = '{"id": "a1", "text": "قال المتحدث إن اللقاء تأجل.", "date": "٥ آذار ٢٠٢٤"}'
>>> for document in read_documents(["-"], stdin=BytesIO(line.encode())):
...     print(document.id, document.date, document.source)
a1 2024-03-05 stdin:1
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

from classifier.articles import html, limits, tables, text, warc
from classifier.articles.ids import Ids
from classifier.articles.limits import MAX_TEXT
from classifier.articles.making import STDIN, Place, name_of
from classifier.errors import InputError, not_there
from classifier.notices import Notice
from classifier.records import Document, Refusal

__all__ = [
    "MAX_TEXT",
    "SUFFIXES",
    "expand_paths",
    "holds_many",
    "kind_of",
    "not_read",
    "read_documents",
    "read_file",
    "stem_of",
]

SUFFIXES: dict[str, str] = {
    ".txt": "text",
    ".txt.gz": "text",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "jsonl",
    ".jsonl.gz": "jsonl",
    ".csv": "csv",
    ".csv.gz": "csv",
    ".parquet": "parquet",
    ".warc": "warc",
    ".warc.gz": "warc",
}
"""Endings of files that can be read, and the kind of each."""
_TEXT = "save it as plain text, .txt"
_TABLE = "save it as CSV in UTF-8"
_INSTEAD = {
    ".7z": "unpack it",
    ".doc": _TEXT,
    ".docx": _TEXT,
    ".json": "write one object a line and call it .jsonl",
    ".mht": "save the page as HTML",
    ".mhtml": "save the page as HTML",
    ".ndjson": "call it .jsonl",
    ".ods": _TABLE,
    ".odt": _TEXT,
    ".pdf": "make text of it (pdftotext), .txt",
    ".rar": "unpack it",
    ".rtf": _TEXT,
    ".tar": "unpack it",
    ".tgz": "unpack it",
    ".tsv": "call it .csv",
    ".xls": _TABLE,
    ".xlsx": _TABLE,
    ".zip": "unpack it",
}
"""What to do with files that people often have and that cannot be read as they are."""


#: So many endings are named of files that were passed over.
_ENDINGS = 6


def kind_of(path: Path) -> str:
    """The kind of a file by its ending, or an empty string.

    >>> kind_of(Path("news.JSONL.gz")), kind_of(Path("news.pdf"))
    ('jsonl', '')
    """
    return SUFFIXES.get(_ending(path), "")


def holds_many(path: Path) -> bool:
    """Whether a file holds many articles, so that its name is the id of none.

    >>> holds_many(Path("news.jsonl")), holds_many(Path("news.txt"))
    (True, False)
    """
    return kind_of(path) not in ("", "text", "html")


def stem_of(path: Path) -> str:
    """The name of a file without its ending.

    >>> stem_of(Path("day.1/news.5.jsonl.gz"))
    'news.5'
    """
    ending = _ending(path)
    return path.name[: -len(ending)] if ending else path.name


def _ending(path: Path) -> str:
    name = path.name.lower()
    return max((each for each in SUFFIXES if name.endswith(each)), key=len, default="")


def expand_paths(
    paths: Iterable[str | Path],
    passed_over: Callable[[Path], object] = lambda _: None,
    *,
    besides: Path | None = None,
) -> list[Path]:
    """The files that paths stand for: folders become their files with known endings, sorted.

    «-» stays as it is. A file that is named twice is read once. Of folders, what is hidden is
    passed over, and what lies in the folder `besides`: a run does not read its own results.
    `passed_over` is told of every other file of a folder that is not read for its ending.

    Raises:
        InputError: a path is not there, or a folder holds nothing that can be read.
    """
    found: dict[Path, None] = {}
    for each in paths:
        path = Path(each)
        if not str(each):
            message = "a PATH is empty, which is no name; give a file, a folder or -"
            raise InputError(message)
        try:
            inside = _files_in(path, besides, passed_over) if path.is_dir() else [path]
            there = str(each) == STDIN or path.exists()
        except OSError as error:
            message = f"{path}: cannot be read ({error.strerror}); check the name"
            raise InputError(message) from error
        if not there:
            raise not_there(path, "no such file or folder")
        if not inside:
            message = f"{path}: holds no file that can be read ({' '.join(SUFFIXES)})"
            raise InputError(message)
        found.update(dict.fromkeys(inside))
    return list(found)


def _files_in(
    folder: Path, besides: Path | None, passed_over: Callable[[Path], object]
) -> list[Path]:
    """The files of known endings in a folder, and the folders in it that nobody can look into."""
    own = besides.resolve() if besides else None
    closed: list[OSError] = []
    files: list[Path] = []
    for parent, folders, names in os.walk(folder, onerror=closed.append):
        seen = (Path(parent, name) for name in folders if not name.startswith("."))
        folders[:] = [path.name for path in seen if own is None or path.resolve() != own]
        files += [Path(parent, name) for name in names if not name.startswith(".")]
    inside = [Path(error.filename) for error in closed]
    for file in sorted(files):
        (inside.append if kind_of(file) else passed_over)(file)
    return sorted(inside)


def not_read(files: Sequence[Path]) -> str:
    """What is told of the files that `expand_paths` passed over.

    >>> not_read([Path("news/a.pdf"), Path("news/b.docx"), Path("news/c.PDF")])
    'news/a.pdf and 2 more: passed over, not of a known ending (.docx .pdf)'
    """
    endings = sorted({file.suffix.lower() or "none" for file in files})
    told = " ".join(endings[:_ENDINGS]) + (" …" if len(endings) > _ENDINGS else "")
    what = f"passed over, not of a known ending ({told})"
    return str(Notice(what, len(files), str(files[0])))


def read_documents(
    paths: Iterable[str | Path], *, limit: int = MAX_TEXT, stdin: IO[bytes] | None = None
) -> Iterator[Document | Refusal]:
    """The documents of files, folders and «-» (standard input: text, or JSON lines).

    Streams: at most one record (for Parquet: a small batch) is in memory, besides the ids, which
    must not repeat: a few megabytes of them, the others lie in a temporary file.

    Raises:
        InputError: a path is not there (`expand_paths`), before anything is read.
    """
    files = expand_paths(paths)
    return _without_repeats(files, limit, stdin)


def _without_repeats(
    files: list[Path], limit: int, stdin: IO[bytes] | None
) -> Iterator[Document | Refusal]:
    """The records of all files; a document whose id came before is refused, naming both places."""
    ids = Ids()
    for path in files:
        for record in read_file(path, limit=limit, stdin=stdin):
            twin = ids.twin_of(record, path) if isinstance(record, Document) else None
            yield twin or record


def read_file(
    path: Path, *, limit: int = MAX_TEXT, stdin: IO[bytes] | None = None
) -> Iterator[Document | Refusal]:
    """The records of one file, whose ids may repeat; what stops its reading becomes a refusal."""
    if str(path) == STDIN:
        place = Place(name_of(path), name_of(path))
        yield from _guarded(place, _read_stdin(stdin or limits.standard_input(), place, limit))
        return
    place = Place(name_of(path), stem_of(path))
    kind = kind_of(path)
    unfit = limits.unfit(path)
    if unfit:
        yield place.refuse(unfit)
    elif not kind:
        ending = path.suffix or "no ending"
        instead = _INSTEAD.get(path.suffix.lower(), "")
        what = f"{ending} is not a known ending{instead and f': {instead}'}"
        yield place.refuse(f"{what}; known are {' '.join(SUFFIXES)}")
    else:
        yield from _guarded(place, _read_kind(kind, path, place, limit))


def _guarded(place: Place, records: Iterator[Document | Refusal]) -> Iterator[Document | Refusal]:
    empty = True
    try:
        for record in records:
            empty = False
            yield record
    except InputError as error:
        yield place.refuse(str(error).removeprefix(f"{place.source}: "))
    except UnicodeDecodeError as error:
        yield place.refuse(f"not valid {error.encoding} from byte {error.start + 1:,} of a block")
    except limits.UNPACK_ERRORS as error:
        yield place.refuse(f"packed file is damaged or cut off ({error})")
    except OSError as error:
        yield place.refuse(f"cannot be read: {error.strerror or error}")
    else:
        if empty:
            yield place.refuse("is empty: nothing to read")


def _read_kind(kind: str, path: Path, place: Place, limit: int) -> Iterator[Document | Refusal]:
    if kind == "parquet":
        yield from tables.read_parquet(path, place, limit)
        return
    with limits.open_bytes(path) as stream:
        if kind == "text":
            yield text.read_text(stream, place, limit)
        elif kind == "html":
            yield html.read_html(stream.read(limits.MAX_PAGE + 1), place, limit)
        elif kind == "jsonl":
            yield from tables.read_jsonl(stream, place, limit)
        elif kind == "csv":
            yield from tables.read_csv(stream, place, limit)
        else:
            yield from warc.read_warc(stream, place, limit)


def _read_stdin(stream: IO[bytes], place: Place, limit: int) -> Iterator[Document | Refusal]:
    """Standard input: JSON lines when the first letter is «{», else one text."""
    head, stream = limits.look_at(stream, limits.CHUNK)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        yield from tables.read_jsonl(stream, place, limit)
    else:
        yield text.read_text(stream, place, limit)
