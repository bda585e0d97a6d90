"""Limits: what no input may exceed, and streams that notice when one does.

Every limit has a name here, so that a message can name it. Nothing is read whole that has not
been bounded before.
"""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

from classifier.errors import InputError

MAX_TEXT = 2_000_000
"""Characters of one text; the option `--max-text` changes it."""
MAX_LINE = 10_000_000
"""Bytes of one line of JSON lines or CSV and of one cell of Parquet; characters of a row of CSV."""
MAX_PAGE = 5_000_000
"""Bytes of one HTML page."""
MAX_DEPTH = 500
"""Elements of an HTML page inside one another (deeper ones cost parsers quadratic time)."""
MAX_RATIO = 300
"""How many bytes a gzip file may unpack to per packed byte, past the first `FREE_BYTES`. Real
Arabic text reaches 4 to 6, a file of 292 KB made to hurt 1029."""
FREE_BYTES = 4_000_000
CHUNK = 1 << 16

#: What the readers of packed files raise when a file is damaged.
UNPACK_ERRORS = (EOFError, zlib.error, gzip.BadGzipFile)


class _Unpacked(io.RawIOBase):
    """A gzip file unpacked in small chunks; stops at a ratio that no text reaches."""

    def __init__(self, packed: IO[bytes], name: str) -> None:
        self._packed = packed
        self._name = name
        self._stream = gzip.GzipFile(fileobj=packed, mode="rb")
        self._read = 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` with a small chunk."""
        data = self._stream.read1(min(len(buffer), CHUNK))
        buffer[: len(data)] = data
        self._read += len(data)
        if self._read > FREE_BYTES and self._read > MAX_RATIO * max(1, self._packed.tell()):
            message = (
                f"{self._name}: unpacks to more than {MAX_RATIO} times its size; such a file is "
                "made to fill memory: unpack it yourself if it is meant"
            )
            raise InputError(message)
        return len(data)

    def close(self) -> None:
        """Close both files."""
        self._stream.close()
        self._packed.close()
        super().close()


def unfit(path: Path) -> str:
    """Why what has a name is no file that can be read, and read again; empty where it is one.

    >>> unfit(Path("/"))
    'is a folder that cannot be looked into'
    """
    with suppress(OSError):  # opening it will tell
        if path.is_dir():
            return "is a folder that cannot be looked into"
        if path.exists() and not path.is_file():
            return "is a pipe or a device, not a file; give what comes out of it as - instead"
    return ""


def open_bytes(path: Path) -> io.BufferedReader:
    """A file as a buffered stream of bytes, unpacked where it is packed (`.gz`)."""
    stream = path.open("rb")
    if path.suffix.lower() != ".gz":
        return stream
    return io.BufferedReader(_Unpacked(stream, str(path)), CHUNK)


def read_lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Lines with their numbers, line ends kept; None stands for a line over `MAX_LINE`."""
    number = 0
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        if len(line) <= MAX_LINE:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(MAX_LINE)
        yield number, None


def too_long_line() -> str:
    """Why a line was refused."""
    return f"line is longer than {MAX_LINE:,} bytes; one record a line is expected"


def too_long_text(length: int, limit: int) -> str:
    """Why a text was refused; a `length` of 0 is one that was not counted to its end.

    >>> too_long_text(3_000_000, 2_000_000)
    'text has 3,000,000 characters, the limit is 2,000,000; raise it with --max-text'
    """
    shown = f"{length:,}" if length else "more"
    return f"text has {shown} characters, the limit is {limit:,}; raise it with --max-text"


def standard_input() -> IO[bytes]:
    """Standard input as bytes.

    Raises:
        InputError: the program was started without one (`<&-`).
    """
    if sys.stdin is None:
        message = "standard input is closed: nothing can be read from it"
        raise InputError(message)
    return sys.stdin.buffer


class Rejoined(io.RawIOBase):
    """A stream whose first bytes were read to look at them, put back in front."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` from the head, then from the rest."""
        if self._head:
            data, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        else:
            data = self._rest.read(min(len(buffer), CHUNK))
        buffer[: len(data)] = data
        return len(data)


def look_at(stream: IO[bytes], size: int) -> tuple[bytes, IO[bytes]]:
    """The first bytes of a stream, and a stream that still begins with them."""
    parts: list[bytes] = []
    missing = size
    while missing > 0 and (data := stream.read(missing)):
        parts.append(data)
        missing -= len(data)
    head = b"".join(parts)
    return head, cast(IO[bytes], io.BufferedReader(Rejoined(head, stream), CHUNK))
