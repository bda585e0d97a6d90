"""Training as a process of its own: `python -m training.train` on the embedded quotes and ours.

The room of training is never imported here: it is started, listened to, and what it made is
loaded. Its progress is told to terminals only, so it gets one where the system has them.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from classifier.atomic import atomic
from classifier.flat import Row
from classifier.results import json_line

State = Literal["never", "running", "done", "failed"]
WEIGHT = 3
"""How much say a corrected quote has against an embedded one."""
_LINES = 30
_ESCAPES = re.compile(r"\x1b\[[0-9;?]{0,12}[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f]")
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(slots=True)
class Training:
    """How the training goes.

    Fields:
        state: `never` before the first; quotes: how many corrected ones take part.
        begun, ended: seconds of a clock that nobody sets.
        usual: how long the last one took (0: not known).
        lines: the last lines that it wrote.
        code: the exit code when it has ended.
    """

    state: State = "never"
    quotes: int = 0
    begun: float = 0.0
    ended: float = 0.0
    usual: float = 0.0
    code: int | None = None
    lines: deque[str] = field(default_factory=lambda: deque(maxlen=_LINES))

    def told(self) -> Row:
        """For the page."""
        now = self.ended or time.monotonic()
        return {
            "state": self.state,
            "quotes": self.quotes,
            "seconds": round(now - self.begun, 1) if self.begun else 0,
            "usual": round(self.usual, 1),
            "code": self.code,
            "lines": list(self.lines),
        }


class Trainer:
    """Starts a training, one at a time; `learnt` is called when a new model is there."""

    def __init__(self, folder: Path, output: Path, learnt: Callable[[], Awaitable[None]]) -> None:
        self.folder, self.output, self.learnt = folder, output, learnt
        self.training = Training()
        self._process: asyncio.subprocess.Process | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def running(self) -> bool:
        """A training is going on."""
        return self.training.state == "running"

    async def start(self, quotes: list[Row]) -> None:
        """Write the quotes down and start training on them."""
        earlier = self.training
        took = earlier.ended - earlier.begun if earlier.state == "done" else earlier.usual
        export = self.folder / "corrections.jsonl"
        with atomic(export) as out:
            out.writelines(json_line(row) + b"\n" for row in quotes)
        self.training = Training("running", len(quotes), time.monotonic(), usual=took)
        command = [sys.executable, "-m", "training.train", "--quotes", f"{export}:{WEIGHT}"]
        self._task = asyncio.create_task(self._run([*command, "--output", str(self.output)]))

    async def stop(self) -> None:
        """End a training that is going on; what was there stays."""
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                _end(self._process.pid)
        if self._task is not None:
            with suppress(asyncio.CancelledError, asyncio.TimeoutError):
                await asyncio.wait_for(self._task, 10)

    async def _run(self, command: list[str]) -> None:
        training = self.training
        try:
            training.code = await self._listen(command)
            if training.code == 0:
                await self.learnt()
        except Exception as error:  # noqa: BLE001 - told on the page, where somebody waits for it
            training.lines.append(f"{type(error).__name__}: {error}")
            training.code = training.code or 1
        training.ended = time.monotonic()
        training.state = "failed" if training.code else "done"

    async def _listen(self, command: list[str]) -> int:
        """Run the command, keep its last lines, and give back its exit code."""
        own, given = _terminal()
        try:
            self._process = await asyncio.create_subprocess_exec(
                *command,
                cwd=_ROOT,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=given,
                stderr=given,
                start_new_session=True,
            )
        finally:
            os.close(given)
        loop = asyncio.get_running_loop()
        reading = loop.run_in_executor(None, _read_all, own, self.training.lines)
        code = await self._process.wait()
        await reading
        return code


def _end(pid: int) -> None:
    """End a process with all that it started; it leads a session of its own."""
    if hasattr(os, "killpg"):
        os.killpg(pid, signal.SIGTERM)
    else:
        os.kill(pid, signal.SIGTERM)


def _terminal() -> tuple[int, int]:
    """Two ends of a terminal, or of a pipe where there are no terminals: ours and the other's."""
    try:
        import pty

        return pty.openpty()
    except (ImportError, OSError):
        return os.pipe()


def _read_all(end: int, lines: deque[str]) -> None:
    """Keep the lines that come, until the other end is closed."""
    rest = b""
    with suppress(OSError):  # a terminal's way of saying that the other end is closed
        while data := os.read(end, 4096):
            *whole, rest = (rest + data).replace(b"\r", b"\n").split(b"\n")
            lines.extend(text for line in whole if (text := _plain(line)))
    os.close(end)
    if text := _plain(rest):
        lines.append(text)


def _plain(line: bytes) -> str:
    return _ESCAPES.sub("", line.decode("utf-8", "replace")).strip()[:400]
