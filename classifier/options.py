"""Options that many commands have, in words and in deed alike; light, since `--help` reads it."""

from __future__ import annotations

import argparse


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


def count(text: str) -> int:
    """A whole number from 1, for `type=`.

    Raises:
        ValueError: it is none; argparse tells the user.
    """
    value = int(text)
    if value < 1:
        raise ValueError
    return value


def share(text: str) -> float:
    """A number from 0 to 1, for `type=`.

    Raises:
        ValueError: it is none; argparse tells the user.
    """
    value = float(text)
    if not 0 <= value <= 1:
        raise ValueError
    return value


# How argparse calls what it refuses: «invalid number (1 or more) value: '0'».
count.__name__ = "number (1 or more)"
share.__name__ = "probability (0 to 1)"
