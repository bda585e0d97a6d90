"""How things are measured: CPU seconds of this process or of a command, and ratios with spread.

On a busy machine the same code takes twice as long from one minute to the next. So what is to be
compared is run in turns, a ratio is taken in each turn, and the middle one counts.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import NamedTuple


class Spread(NamedTuple):
    """The middle of some values, the least and the most."""

    middle: float
    least: float
    most: float

    def __format__(self, form: str) -> str:
        middle, least, most = (format(value, form or ",.2f") for value in self)
        return f"{middle} ({least} to {most})"


def spread(values: Sequence[float]) -> Spread:
    return Spread(median(values), min(values), max(values))


def cpu(act: Callable[[], object]) -> float:
    """CPU seconds of an act in this process, all its threads."""
    begun = time.process_time()
    act()
    return time.process_time() - begun


class Command(NamedTuple):
    """What a command took: CPU seconds, seconds by the clock, MB at its largest."""

    cpu: float
    wall: float
    memory: float


def command(*arguments: str) -> Command:
    """Run `python -m …` from cold; it must succeed."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        message = f"{' '.join(arguments)} ended with {process.returncode}"
        raise RuntimeError(message)
    wall = time.perf_counter() - begun
    return Command(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)


def commands(rounds: int, *arguments: str) -> tuple[Spread, Spread]:
    """CPU seconds and MB of some runs of a command."""
    runs = [command(*arguments) for _ in range(rounds)]
    return spread([run.cpu for run in runs]), spread([run.memory for run in runs])


def say(name: str, value: str) -> None:
    print(f"  {name:46}{value}", flush=True)


def head(title: str) -> None:
    print(f"\n{title}", flush=True)
