"""A file layer with faults: the n-th open, read, write … under some folders fails.

It stands between Python and the system: `open`, `os.open` and what they give, `os.fsync`,
`os.replace`, `os.mkdir`, `os.unlink`. A write that fails has written half, as on a full disk. What
other languages do with files (SQLite, Arrow) it does not see: a limit on the size of files
(`no_larger_than`) is met by all of them.
"""

import builtins
import errno
import io
import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: What a file can be asked for, and how each fails.
ACTS = {
    "open": errno.EIO,
    "read": errno.EIO,
    "write": errno.ENOSPC,
    "fsync": errno.EIO,
    "replace": errno.ENOSPC,
    "mkdir": errno.ENOSPC,
    "unlink": errno.EIO,
}


@dataclass
class Fault:
    """The n-th of an act fails: once, or (`lasting`) from then on, as on a full disk."""

    act: str
    nth: int
    under: Path
    lasting: bool = False
    count: int = 0

    @property
    def met(self) -> bool:
        return self.count >= self.nth

    def meet(self, act: str, path: object) -> bool:
        """Count an act; whether it is to fail."""
        if act != self.act or not self.sees(path):
            return False
        self.count += 1
        return self.count == self.nth or (self.lasting and self.met)

    def sees(self, path: object) -> bool:
        """Whether a file lies where faults are; a number is an open one."""
        if isinstance(path, int):
            path = Path(f"/proc/self/fd/{path}").readlink()
        return str(self.under) in os.path.abspath(os.fspath(path))  # noqa: PTH100

    def raised(self) -> OSError:
        code = ACTS[self.act]
        return OSError(code, os.strerror(code))


def _raw_files(fault: Fault) -> type[io.FileIO]:
    """Open files of the system that meet a fault when they are read or written."""

    class Raw(io.FileIO):
        def write(self, data: Any) -> int:
            if fault.meet("write", self.fileno()):
                super().write(bytes(data)[: len(data) // 2])
                raise fault.raised()
            return super().write(data)

        def readinto(self, buffer: Any) -> int:
            if fault.meet("read", self.fileno()):
                raise fault.raised()
            return super().readinto(buffer)

        def readall(self) -> bytes:
            if fault.meet("read", self.fileno()):
                raise fault.raised()
            return super().readall()

    return Raw


@contextmanager
def faulty(fault: Fault) -> Iterator[Fault]:
    """Let the fault be met while the block runs."""
    files = _raw_files(fault)

    def opened(
        file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True,
        opener=None,
    ):  # fmt: skip
        if not fault.sees(file):
            return honest_open(file, mode, buffering, encoding, errors, newline, closefd, opener)
        if not isinstance(file, int) and fault.meet("open", file):
            raise fault.raised()
        raw = files(file, mode.replace("b", "").replace("t", ""), closefd, opener)
        if buffering == 0:
            return raw
        buffered = _buffer(mode)(raw)
        return buffered if "b" in mode else io.TextIOWrapper(buffered, encoding, errors, newline)

    def guarded(act: str, honest: Callable[..., Any]) -> Callable[..., Any]:
        def call(path, *arguments, **more):
            if fault.meet(act, path):
                raise fault.raised()
            return honest(path, *arguments, **more)

        return call

    honest_open = io.open
    calls = {name: getattr(os, name) for name in ("open", *ACTS) if hasattr(os, name)}
    calls = {name: call for name, call in calls.items() if name not in ("read", "write")}
    try:
        io.open = builtins.open = opened
        for name, call in calls.items():
            setattr(os, name, guarded(name, call))
        yield fault
    finally:
        io.open = builtins.open = honest_open
        for name, call in calls.items():
            setattr(os, name, call)


def _buffer(mode: str) -> type:
    if "+" in mode:
        return io.BufferedRandom
    return io.BufferedReader if "r" in mode else io.BufferedWriter


@contextmanager
def no_larger_than(size: int) -> Iterator[None]:
    """No file of this process may grow past so many bytes: the system itself refuses (EFBIG)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
