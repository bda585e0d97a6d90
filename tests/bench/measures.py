"""How things are measured: CPU seconds of this process or of a command, and ratios with spread.

On a busy machine the same code takes twice as long from one minute to the next. So what is to be
compared is run in turns, a ratio is taken in each turn, and the middle one counts.
"""

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


#: Starts a command and tells what it took. A process of its own, because a child begins as large
#: as its parent, and this one is large.
_STARTER = """
import os, subprocess, sys
process = subprocess.Popen(
    [sys.executable, "-m", *sys.argv[1:]], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
)
_, status, used = os.wait4(process.pid, 0)
process.returncode = os.waitstatus_to_exitcode(status)
print(process.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""


def command(*arguments: str) -> Command:
    """Run `python -m …` from cold; it must succeed."""
    begun = time.perf_counter()
    starter = [sys.executable, "-S", "-c", _STARTER, *arguments]
    told = subprocess.run(starter, check=True, capture_output=True, text=True).stdout.split()
    if told[0] != "0":
        message = f"{' '.join(arguments)} ended with {told[0]}"
        raise RuntimeError(message)
    return Command(float(told[1]), time.perf_counter() - begun, float(told[2]))


def commands(rounds: int, *arguments: str) -> tuple[Spread, Spread]:
    """CPU seconds and MB of some runs of a command."""
    runs = [command(*arguments) for _ in range(rounds)]
    return spread([run.cpu for run in runs]), spread([run.memory for run in runs])


def say(name: str, value: str) -> None:
    print(f"  {name:46}{value}", flush=True)


def head(title: str) -> None:
    print(f"\n{title}", flush=True)
