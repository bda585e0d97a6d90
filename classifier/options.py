"""Options that many commands have, in words and in deed alike; light, since `--help` reads it."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import NoReturn

from classifier.errors import INTERRUPTED

_UNKNOWN = re.compile(r"unrecognized arguments: (--[^\s=]+)")


class Parser(argparse.ArgumentParser):
    """A command line that refuses as all else is refused: in one line that says what to do."""

    def error(self, message: str) -> NoReturn:
        """Tell why the arguments cannot be used, and end with 2."""
        from classifier.journal import defused

        told = f"{self.prog.removeprefix('python -m ')}: {message}{self._meant(message)}"
        self.exit(2, f"{defused(told)} (see --help)\n")

    def _meant(self, message: str) -> str:
        """The option that a misspelt one comes nearest to, as a question; empty for none."""
        unknown = _UNKNOWN.match(message)
        if unknown is None:
            return ""
        from difflib import get_close_matches

        near = get_close_matches(unknown[1], self._option_string_actions, 1)
        return f"; did you mean {near[0]}?" if near else ""


def add_options(parser: argparse.ArgumentParser) -> None:
    """`--quiet`, `--verbose` and `--log FILE`, as every door that works for long has them."""
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--quiet", action="store_true", help="tell errors only, no notices")
    how.add_argument("--verbose", action="store_true", help="tell each step, with seconds")
    parser.add_argument(
        "--log",
        metavar="FILE",
        help="append what happens as JSON lines, without texts and names (-: standard error)",
    )


def ending(door: str, main: Callable[[], int]) -> NoReturn:
    """End the process with what a door answers.

    Who breaks it off while it begins or ends, or breaks off twice, is told no more than that.
    """
    try:
        code, told = main(), None
    except KeyboardInterrupt:
        code, told = INTERRUPTED, f"{door}: interrupted\n"
    argparse.ArgumentParser(door).exit(code, told)


def count(text: str) -> int:
    """A whole number from 1, for `type=`.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    with suppress(ValueError):
        if int(text) >= 1:
            return int(text)
    message = f"{text!r} is no whole number from 1"
    raise argparse.ArgumentTypeError(message)


def day(text: str) -> date:
    """A day, for `type=`.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    with suppress(ValueError):
        return date.fromisoformat(text)
    message = f"{text!r} is no day like 2024-05-13"
    raise argparse.ArgumentTypeError(message)


def share(text: str) -> float:
    """A number from 0 to 1, for `type=`.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    with suppress(ValueError):
        if 0 <= float(text) <= 1:
            return float(text)
    message = f"{text!r} is no number from 0 to 1"
    raise argparse.ArgumentTypeError(message)
