"""What a command tells: people on standard error, programs in a log.

Every door is run by `run`: its messages are one line each and defused (a foreign id may hold what
moves a terminal), its errors become a line and an exit code, and with `--log FILE` what happened
is appended as JSON lines: when, which command, which event, counts, seconds. **No text of an
article, no name of a speaker, no id and no message goes into the log**: events carry numbers, our
own words, digests, and the names of files with their line; a test holds that.
"""

from __future__ import annotations

import errno
import json
import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from classifier.collector import collect_less
from classifier.errors import INTERRUPTED, UNUSABLE, OutputError, TafawudError, UsageError

if TYPE_CHECKING:
    import argparse

    from classifier.records import Refusal

Fact = str | int | float | bool | None
Answer = Callable[["argparse.Namespace"], int]

#: Messages to people go to the first, events to the second; neither to others' handlers.
_PEOPLE = logging.getLogger("tafawud.told")
_EVENTS = logging.getLogger("tafawud.events")
#: As `_Json` begins each line.
_FIRST = b'{"time": "'
#: What a look at a name meets, wherever that is: it is too long, or in a folder that is closed.
_NO_NAME = (errno.ENAMETOOLONG, errno.EACCES)
ERROR, NOTICE, STEP = logging.ERROR, logging.WARNING, logging.INFO


def run(
    door: str, arguments: argparse.Namespace, answer: Answer, interrupted: str | Callable[[], str]
) -> int:
    """Do what the arguments ask and give back the exit code; errors are told, not raised.

    Args:
        door: as messages begin: `classifier.predict`.
        arguments: with those of `options.add_options`.
        answer: the work; what it returns is the exit code.
        interrupted: what a person should know who broke it off, if anything; or how to find out.
    """
    collect_less()
    with _told(door, arguments):
        try:
            _check_apart(arguments)
            with _logged(door, arguments.log):
                return _timed(arguments, answer)
        except TafawudError as error:
            if not isinstance(error.__cause__, BrokenPipeError):  # whoever read has had enough
                tell(str(error), ERROR)
            return error.exit_code
        except OSError as error:
            if error.errno not in _NO_NAME:
                raise
            tell(f"{error.filename}: cannot be looked at ({error.strerror}); check the name", ERROR)
            return UNUSABLE
        except KeyboardInterrupt:
            told = interrupted if isinstance(interrupted, str) else interrupted()
            if told:
                tell(told, ERROR)
            return INTERRUPTED


def _timed(arguments: argparse.Namespace, answer: Answer) -> int:
    begun, code, why = time.monotonic(), 1, "crashed"
    if _EVENTS.isEnabledFor(logging.INFO):
        from importlib.metadata import version  # takes 2 % of the time of one short article

        event("began", version=version("tafawud"))
    try:
        code = answer(arguments)
        why = "answered"
    except TafawudError as error:
        code, why = error.exit_code, type(error).__name__
        raise
    except KeyboardInterrupt:
        code, why = INTERRUPTED, "interrupted"
        raise
    finally:
        event("ended", exit=code, how=why, seconds=round(time.monotonic() - begun, 3))
    return code


def tell(line: str, level: int = NOTICE) -> None:
    """Tell a person one line; what is told as `STEP` only where they watch or asked for it."""
    _PEOPLE.log(level, "%s", line)


def step(doing: str) -> None:
    """Tell what is being done now; a log would fill with it."""
    tell(f"{doing} …", STEP)


def event(name: str, **facts: Fact) -> None:
    """Log one event, with numbers and our own words: never what an input holds."""
    _EVENTS.info(name, extra={"facts": facts})


def set_aside(refusal: Refusal) -> None:
    """Tell a person which input was set aside and why; the log gets file and line alone.

    Of a file that is one article the log gets the ending alone: its name is the article's id, and
    often its title.
    """
    from classifier.articles import holds_many

    tell(str(refusal))
    path = Path(refusal.source)
    name = path.name if holds_many(path) or not path.suffix else f"*{path.suffix}"
    event("set aside", file=name, line=refusal.line)


def bars() -> bool:
    """Whether progress bars are wanted: on a terminal, and not with `--quiet`."""
    return _watched() and _PEOPLE.isEnabledFor(NOTICE)


def tell_of_keyboard() -> None:
    """Where «-» is the keyboard, say how a text ends: who waits looks like one who hangs."""
    if sys.stdin is not None and sys.stdin.isatty():
        tell("reads what you type or paste; end it with Ctrl-D on a line of its own")


def _watched() -> bool:
    """Whether somebody looks on; standard error may be closed, and then it is None."""
    return sys.stderr is not None and sys.stderr.isatty()


@contextmanager
def _told(door: str, arguments: argparse.Namespace) -> Iterator[None]:
    handler = _screen()
    handler.setFormatter(_Plain(door, timed=arguments.verbose))
    watched = arguments.verbose or _watched()
    level = ERROR if arguments.quiet else STEP if watched else NOTICE
    with _handled(_PEOPLE, handler, level):
        yield


@contextmanager
def _logged(door: str, name: str | None) -> Iterator[None]:
    if name is None:
        with _handled(_EVENTS, logging.NullHandler(), logging.CRITICAL):
            yield
        return
    handler = _screen() if name == "-" else _file(Path(name))
    handler.setFormatter(_Json(door))
    with _handled(_EVENTS, handler, logging.INFO):
        yield


def _screen() -> logging.Handler:
    return logging.NullHandler() if sys.stderr is None else _Screen(sys.stderr)


def _file(path: Path) -> logging.Handler:
    try:
        if path.is_file() and not _is_log(path):
            message = f"{path}: is there and is no log of ours; choose another --log"
            raise UsageError(message)
        return _File(path, encoding="utf-8")
    except OSError as error:
        message = f"{path}: the log could not be opened ({error.strerror}); choose another --log"
        raise OutputError(message) from error


def _check_apart(arguments: argparse.Namespace) -> None:
    output = getattr(arguments, "output", None)
    if output and arguments.log and Path(output).resolve() == Path(arguments.log).resolve():
        message = f"{output}: is named by --output and by --log; choose another --log"
        raise UsageError(message)


def _is_log(path: Path) -> bool:
    """Whether a file is empty or begins like a log: nobody's articles are written into."""
    with path.open("rb") as file:
        return file.read(len(_FIRST)) in (b"", _FIRST)


@contextmanager
def _handled(logger: logging.Logger, handler: logging.Handler, level: int) -> Iterator[None]:
    logger.propagate = False
    logger.addHandler(handler)
    before = logger.level
    logger.setLevel(level)
    try:
        yield
    finally:
        logger.setLevel(before)
        logger.removeHandler(handler)
        handler.close()


class _Screen(logging.StreamHandler):  # type: ignore[type-arg]
    """Standard error. Where it is full, no other place is left to say so, and the work goes on."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name is logging's
        """Leave it: the exit code tells how it ended, and a trace would not be read either."""


class _File(logging.FileHandler):
    """A log that cannot be written any more is told once; the work goes on."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name is logging's
        """Tell it, and write no more."""
        tell(f"{self.baseFilename}: the log could not be written; nothing more goes into it")
        _EVENTS.removeHandler(self)

    def close(self) -> None:
        """Close it, though its last line may be stuck."""
        with suppress(OSError):  # every line was flushed, and the first that failed was told
            super().close()


class _Plain(logging.Formatter):
    """`classifier.predict: …`, on one line, with nothing in it that moves a terminal."""

    def __init__(self, door: str, *, timed: bool) -> None:
        super().__init__()
        self._door = door
        self._timed = timed

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        step = self._timed and record.levelno == STEP
        since = f"{record.relativeCreated / 1000:.1f} s: " if step else ""
        return f"{self._door}: {since}{defused(record.getMessage())}"


def defused(line: str) -> str:
    r"""A line of a person's terminal: its indent, and the rest as `reports.plain.one_line` has it.

    >>> defused("  a\u202e\x1b[2J\nb")
    '  a␦␦[2J b'
    """
    if line.isprintable():
        return line
    from classifier.reports.plain import one_line

    return " " * (len(line) - len(line.lstrip(" "))) + one_line(line)


class _Json(logging.Formatter):
    """An event as one JSON object: `time` (UTC), `command`, `event`, then its facts."""

    def __init__(self, door: str) -> None:
        super().__init__()
        self._door = door

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        when = datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds")
        facts: dict[str, Fact] = record.__dict__["facts"]
        told = {"time": when, "command": self._door, "event": record.getMessage(), **facts}
        return json.dumps(told, ensure_ascii=True)
