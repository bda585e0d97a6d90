"""Pages that show commands: their blocks, and a folder in which what they show is played.

A block marked `text NAME` is a file of the reader. A block marked `console` is what they see: lines
after `$ ` are typed, the others are what comes back, where `…` stands for anything.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from runs import ROOT

# Direction marks keep the columns of a table in order; a reader of the README does not see them.
_MARKS = dict.fromkeys(map(ord, "\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}"))
_BLOCK = re.compile(
    r"^```(?P<kind>console|text)(?: (?P<name>\S+))?\n(?P<body>.*?)^```$", re.M | re.S
)


class Block(NamedTuple):
    """A fenced block of the README: `console`, or `text` with the name of a file."""

    kind: str
    name: str
    body: str
    line: int


class Example(NamedTuple):
    """A command and what comes back."""

    command: str
    output: str


def blocks(text: str) -> list[Block]:
    return [
        Block(
            found["kind"],
            found["name"] or "",
            found["body"],
            text.count("\n", 0, found.start()) + 1,
        )
        for found in _BLOCK.finditer(text)
    ]


def examples(body: str) -> list[Example]:
    """The commands of a console block.

    >>> examples("$ echo 1\\n1\\n$ true\\n")
    [Example(command='echo 1', output='1\\n'), Example(command='true', output='')]
    """
    starts = [match.start() for match in re.finditer(r"^\$ ", body, re.M)]
    parts = [body[start:end] for start, end in pairwise([*starts, len(body)])]
    return [Example(part.partition("\n")[0][2:], part.partition("\n")[2]) for part in parts]


def agrees(shown: str, real: str) -> bool:
    """Whether the README shows what came back: `…` is anything, space at line ends nothing.

    >>> agrees("a …% b\\n…\\nz\\n", "a 71% b\\n1\\n2\\nz\\n")
    True
    """
    first, *parts = _plain(shown).split("…")
    rest = _plain(real)
    if not parts or not rest.startswith(first):
        return rest == first
    rest, last = rest.removeprefix(first), parts.pop()
    for part in parts:
        _, found, rest = rest.partition(part)
        if part and not found:
            return False
    return rest.endswith(last)


def _plain(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.translate(_MARKS).strip().splitlines())


class Sandbox:
    """A folder that looks like the checkout to a person, and holds nothing of theirs yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("Makefile", "pyproject.toml", "requirements.lock", "classifier", "training"):
            (folder / name).symlink_to(ROOT / name)
        (folder / ".venv").mkdir()
        for part in ("bin", "lib", "pyvenv.cfg"):
            (folder / ".venv" / part).symlink_to(Path(sys.prefix, part))
        (folder / "build").mkdir()
        shutil.copy(ROOT / "build" / "stance.model", folder / "build")
        (folder / ".venv" / "installed").touch()  # fresh: here nothing is set up or taught again
        kept = {key: value for key, value in os.environ.items() if not key.startswith("TAFAWUD")}
        for inherited in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS"):
            kept.pop(inherited, None)
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        self.environment = kept | {"PATH": path, "COLUMNS": "100", "LC_ALL": "C.UTF-8"}

    def run(self, command: str) -> str:
        """What a person sees of a command: both streams, and the exit code where it is not 0."""
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=300,
        )
        shown = done.stdout.decode()
        return shown if done.returncode in (0, 1) else f"{shown}exit {done.returncode}\n"

    def play(self, text: str) -> Iterator[tuple[Block, Example, str]]:
        """All examples in order, each with what came back."""
        for block in blocks(text):
            if block.kind == "text" and block.name:
                (self.folder / block.name).write_text(block.body, encoding="utf-8")
            elif block.kind == "console":
                for example in examples(block.body):
                    yield block, example, self.run(example.command)
