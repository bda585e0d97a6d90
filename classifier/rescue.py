"""Rescue: a shard that killed its worker is done again without the record that did it.

The shard runs in a process of its own, with limits of time and memory, which tells of every record
before it touches it. When that process dies, the record that it told of last is the culprit: it is
refused with the reason, and the shard is begun again without it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Mapping
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from classifier.articles import kind_of
from classifier.errors import TafawudError
from classifier.interrupts import unheard
from classifier.shards import Shard
from classifier.work import Done, Place, Work, do_shard, prepare

#: What a fault in our own rooms raises on a text that nobody foresaw.
FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    RuntimeError,
    TypeError,
    ValueError,
)
#: Seconds for one record. The longest text allowed takes some ten.
TIME = 60.0
#: Records of one shard that may be set aside.
MOST = 10
#: Bytes of address space beyond what the process has when it begins.
MEMORY = 4 << 30


def rescue(shard: Shard, work: Work, *, time: float = TIME, memory: int = MEMORY) -> Done:
    """Do a shard in spite of records that kill whoever touches them.

    Raises:
        TafawudError: what has nothing to do with a record, such as a full disk; or so many
            records die that the fault cannot be theirs.
    """
    skip: dict[Place, str] = {}
    reason = ""
    while len(skip) < MOST:
        outcome = _attempt(shard, work, skip, time, memory)
        if isinstance(outcome, Done):
            return outcome
        place, reason = outcome
        skip[_culprit(shard, place, skip)] = f"{reason}; it was set aside"
    message = f"{shard.name}: {MOST} inputs failed, the fault is hardly theirs; the last: {reason}"
    raise TafawudError(message)


def _culprit(shard: Shard, place: Place, skip: Mapping[Place, str]) -> Place:
    """What to leave out: a record of an archive, else the entry; the entry at the second death."""
    entry = shard.entries[place.entry]
    several = isinstance(entry, Path) and kind_of(entry) == "warc"
    return place if several and place not in skip else Place(place.entry)


def _attempt(
    shard: Shard, work: Work, skip: Mapping[Place, str], time: float, memory: int
) -> Done | tuple[Place, str]:
    """One run in a process of its own: what came of it, or where and how it died."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_alone, args=(theirs, shard, work, dict(skip), memory))
    with unheard():
        process.start()
    theirs.close()
    place, told = Place(0, 0), f"its reading or labelling took over {time:g} seconds"
    try:
        while ours.poll(time):
            message = ours.recv()
            if isinstance(message, Done):
                return message
            if isinstance(message, TafawudError):
                raise message
            if isinstance(message, str):
                return place, message
            place = Place(*message)
    except EOFError:
        process.join()
        told = f"it killed its process ({_death(process.exitcode)})"
    finally:
        process.kill()
        process.join()
        ours.close()
    return place, told


def _death(code: int | None) -> str:
    """How a process ended, for people.

    >>> _death(-9), _death(3)
    ('signal SIGKILL', 'exit code 3')
    """
    if code is not None and code < 0:
        with suppress(ValueError):
            return f"signal {signal.Signals(-code).name}"
    return f"exit code {code}"


def _alone(
    pipe: Connection, shard: Shard, work: Work, skip: Mapping[Place, str], memory: int
) -> None:
    """The process of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        prepare(work)
        _limit_memory(memory)
        done = do_shard(shard, work, skip=skip, batch=1, tell=lambda place: pipe.send(tuple(place)))
    except TafawudError as error:
        pipe.send(error)
    except FAULTS as error:
        pipe.send(f"a fault of this program met it ({type(error).__name__}: {error})"[:300])
    else:
        pipe.send(done)


def _limit_memory(more: int) -> None:
    """Let this process take so many bytes more than it has, where the system can see to that."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
        has = pages * os.sysconf("SC_PAGE_SIZE")
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (has + more, hard))
