"""How things are measured: CPU seconds of this process or of a command, and ratios with spread.

On a busy machine the same code takes twice as long from one minute to the next. So what is to be
compared is run in turns, a ratio is taken in each turn, and the middle one counts.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple


class Row(NamedTuple):
    """A line of the results: what was measured, what each round gave; or words instead."""

    name: str
    values: Sequence[float] = ()
    form: str = ",.1f"
    unit: str = ""
    words: str = ""

    def told(self) -> dict[str, Any]:
        """As the results keep it: the middle of the rounds, the least and the most."""
        if not self.values:
            return {"name": self.name, "words": self.words}
        middle, least, most = median(self.values), min(self.values), max(self.values)
        spread = {"middle": middle, "least": least, "most": most}
        rounded = {key: float(f"{value:.6g}") for key, value in spread.items()}
        return {"name": self.name, **rounded, "form": self.form, "unit": self.unit}


def cpu(act: Callable[[], object]) -> float:
    """CPU seconds of an act in this process, all its threads."""
    begun = time.process_time()
    act()
    return time.process_time() - begun


class Command(NamedTuple):
    """What a command took: CPU seconds, seconds by the clock, MB of its largest process.

    `others` is the share of the machine that others used meanwhile; None where it is not known.
    """

    cpu: float
    wall: float
    memory: float
    others: float | None


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
    begun, before = time.perf_counter(), _machine()
    starter = [sys.executable, "-S", "-c", _STARTER, *arguments]
    told = subprocess.run(starter, check=True, capture_output=True, text=True).stdout.split()
    if told[0] != "0":
        message = f"{' '.join(arguments)} ended with {told[0]}"
        raise RuntimeError(message)
    seconds, after = time.perf_counter() - begun, _machine()
    others = None
    if before is not None and after is not None:
        others = max(0.0, (after - before - float(told[1])) / (seconds * (os.cpu_count() or 1)))
    return Command(float(told[1]), seconds, float(told[2]), others)


def _machine() -> float | None:
    """CPU seconds that the whole machine has worked; None where the system does not tell."""
    stat = Path("/proc/stat")
    if not stat.is_file():
        return None
    user, nice, system, _, _, irq, soft = stat.read_text().split()[1:8]
    return sum(map(int, (user, nice, system, irq, soft))) / os.sysconf("SC_CLK_TCK")
