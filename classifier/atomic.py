"""Writing that leaves either the whole file or nothing under its final name.

The bytes go to a temporary file beside the target, are synced to the disk, and take the final
name in one step. A full disk, a crash or an interruption costs nothing that was there before.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, BinaryIO, Literal

from classifier.errors import OutputError

#: The name of what a run tells of itself, in the folder of its results.
MANIFEST = "manifest.json"


@contextmanager
def atomic(
    path: Path, *, synced: Literal["name", "bytes", "nothing"] = "name"
) -> Iterator[BinaryIO]:
    """Open `path` for writing bytes; it appears, whole, only when the block ends well.

    A path that is no regular file (a pipe, `/dev/stdout`) is written to directly. After a power cut
    the file is there with `name`; with `bytes` it is whole, or not there until somebody syncs its
    folder; with `nothing`, for what nobody keeps, the disk is not waited for.

    Raises:
        OutputError: the file cannot be made, written, synced or renamed.

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with atomic(Path(folder) / "كلام.txt") as out:
    ...         _ = out.write("قال".encode())
    ...     [found.name for found in Path(folder).iterdir()]
    ['كلام.txt']
    """
    target = _target(path)
    try:
        if _is_stream(path):
            with path.open("wb") as out:
                yield out
            return
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp")
    except OSError as error:
        raise not_written(path, error) from error
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
            out.flush()
            if synced != "nothing":
                os.fsync(out.fileno())
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(target)
        if synced == "name":
            sync_folder(target.parent)
    except OSError as error:
        raise not_written(path, error) from error
    finally:
        with suppress(OSError):  # a disk that does not let go of it keeps a hidden file, no more
            Path(name).unlink(missing_ok=True)


def parts_beside(file: Path) -> Path:
    """The hidden folder in which the parts of one file lie until it is made.

    >>> parts_beside(Path("نتائج.csv")).name
    '.نتائج.csv.parts'
    """
    return file.with_name(f".{file.name}.parts")


def goes_on(name: str) -> bool:
    """Whether a run into `name` that was broken off left what the next can go on from.

    >>> goes_on("نتائج/")
    False
    """
    path = Path(name)
    return any((folder / MANIFEST).is_file() for folder in (path, parts_beside(path)))


def check_place(path: Path, option: str = "--output") -> None:
    """See, before long work, whether a file can be written where an option names it.

    Raises:
        OutputError: it cannot, as far as can be seen.

    >>> check_place(Path("gone/نتائج.csv"))
    Traceback (most recent call last):
        ...
    classifier.errors.OutputError: gone/نتائج.csv: could not be written (there is no folder gone); \
choose another --output
    """
    try:
        folder = _target(path).parent
    except OSError as error:
        raise not_written(path, error) from error
    if _is_stream(path):
        why = "" if os.access(path, os.W_OK) else "not permitted"
    elif not folder.is_dir():
        why = f"there is no folder {folder}"
    elif path.is_dir():
        why = "it is a folder"
    else:
        allowed = os.access(folder, os.W_OK | os.X_OK)
        why = "" if allowed and (not path.exists() or os.access(path, os.W_OK)) else "not permitted"
    if why:
        message = f"{path}: could not be written ({why}); choose another {option}"
        raise OutputError(message)


def _target(path: Path) -> Path:
    """The file that a link leads to: the link stays."""
    return path.resolve() if path.is_symlink() else path


def _is_stream(path: Path) -> bool:
    """Whether bytes go into it as they come: a pipe, a terminal, a device."""
    return path.exists() and not path.is_file() and not path.is_dir()


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder for what nobody keeps; it is gone when the block ends.

    Raises:
        OutputError: there is no room for one.

    >>> with scratch_folder() as folder:
    ...     folder.is_dir()
    True
    """
    try:
        made = tempfile.TemporaryDirectory(prefix="tafawud-", ignore_cleanup_errors=True)
    except OSError as error:
        why = error.strerror or str(error)
        message = f"no folder for what is in work can be made ({why}); name a place with TMPDIR"
        raise OutputError(message) from error
    with made as name:
        yield Path(name)


@contextmanager
def standard_output() -> Iterator[IO[bytes]]:
    """Standard output for writing bytes, flushed when the block ends well.

    Raises:
        OutputError: it is closed, full, or nobody reads it any more.
    """
    if sys.stdout is None:
        message = "standard output is closed; name an --output"
        raise OutputError(message)
    try:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except OSError as error:
        _leave_standard_output()
        message = f"standard output could not be written ({error.strerror or error})"
        raise OutputError(message) from error


def _leave_standard_output() -> None:
    """Let the rest go nowhere, or the interpreter tries to write it again when it ends."""
    with suppress(OSError, ValueError):  # what is no file of the system has nothing to leave
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def not_written(path: Path, error: OSError) -> OutputError:
    """That a file could not be written, and why.

    >>> print(not_written(Path("نتائج.csv"), OSError(28, "No space left on device")))
    نتائج.csv: could not be written (No space left on device); choose another --output
    """
    why = error.strerror or str(error)
    return OutputError(f"{path}: could not be written ({why}); choose another --output")


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def sync_folder(folder: Path) -> None:
    """Make the new names in a folder durable, where the system can (Windows cannot)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
