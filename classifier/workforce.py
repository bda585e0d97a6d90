"""Workforce: who does the shards. Whoever it is, the lines are the same, byte for byte.

`here` does one after the other in this process, `in_processes` several at a time. Each is given
the shards as they are cut, takes a few in advance, never all, and gives back what came of them in
the order in which they were finished. A shard that kills its process is rescued.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from classifier.interrupts import unheard
from classifier.rescue import FAULTS, rescue
from classifier.shards import Shard
from classifier.work import Done, Place, Work, do_shard, forget_model, prepare

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

#: Shards given out in advance for each process: one in work, one waiting.
AHEAD = 2
#: Seconds in which a shard neither reads a record nor ends, after which a record hangs: what is
#: labelled together takes some twenty at most.
SILENCE = 600
#: Seconds between two looks whether the parent is still there.
_LOOK = 0.5


def here(shards: Iterator[Shard], work: Work) -> Generator[Done]:
    """Do the shards in this process."""
    for shard in shards:
        try:
            done = do_in_time(shard, work)
        except FAULTS:
            done = rescue(shard, work)
        yield done


class OverdueError(RuntimeError):
    """A shard was silent for too long; what hangs in it is found and set aside by its rescue."""


def do_in_time(shard: Shard, work: Work) -> Done:
    """Do a shard, watched: silence ends it.

    Only the first thread of a process can be watched; elsewhere it is done unwatched.

    Raises:
        OverdueError: no record was read and nothing came of it for `SILENCE` seconds.
    """
    alone = threading.current_thread() is threading.main_thread()
    if not alone or not hasattr(signal, "setitimer"):
        return do_shard(shard, work)

    def wind(_: Place | None = None) -> None:
        signal.setitimer(signal.ITIMER_REAL, SILENCE)

    def ring(*_: object) -> None:
        raise OverdueError

    before = signal.signal(signal.SIGALRM, ring)
    try:
        wind()
        return do_shard(shard, work, tell=wind)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def in_processes(shards: Iterator[Shard], work: Work, jobs: int) -> Generator[Done]:
    """Do the shards in `jobs` processes; a single shard needs none."""
    first = list(islice(shards, 2))
    if len(first) < 2:
        yield from here(iter(first), work)
        return
    shards = chain(first, shards)
    lost: list[Shard] = []
    while True:
        yield from _crew(shards, work, jobs, lost)
        if not lost:
            return
        yield from (rescue(shard, work) for shard in lost)
        lost = []


def _crew(shards: Iterator[Shard], work: Work, jobs: int, lost: list[Shard]) -> Iterator[Done]:
    """Do the shards with one set of processes, until they are done or a process has died.

    What was in work then goes to `lost`, and the rest of the shards is left for the next crew.
    """
    from concurrent.futures.process import BrokenProcessPool

    waiting: dict[Future[Done], Shard] = {}
    with crew_of(jobs, work) as crew:
        while not lost:
            for shard in islice(shards, AHEAD * jobs - len(waiting)):
                try:
                    waiting[crew.submit(do_in_time, shard, work)] = shard
                except BrokenProcessPool:
                    lost.append(shard)
            if not waiting:
                return
            yield from _finished(waiting, lost)
        while waiting:
            yield from _finished(waiting, lost)


@contextmanager
def crew_of(jobs: int, work: Work) -> Iterator[Executor]:
    """So many processes that hold the model of a work; they are gone when the block ends.

    This one, which only gives out the work, holds it no more.
    """
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import active_children, get_context

    forget_model()
    others = set(active_children())
    crew = ProcessPoolExecutor(jobs, get_context("spawn"), _begin, (work, os.getpid()))
    try:
        with unheard():
            for _ in range(jobs):  # each begins one
                crew.submit(os.getpid)
        yield crew
    finally:
        for process in set(active_children()) - others:
            process.kill()
        crew.shutdown(wait=True, cancel_futures=True)


def _begin(work: Work, parent: int) -> None:
    """A process begins: Ctrl-C is the business of the one that gives out the work.

    Which one that is, it is told: if it asked, who was killed in the meantime would not be it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    prepare(work)


def _end_with(parent: int) -> None:
    """End this process soon after its parent: one that was killed cannot say that it is over."""
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os._exit(1)


def _finished(waiting: dict[Future[Done], Shard], lost: list[Shard]) -> Iterator[Done]:
    """What has been finished, at least one; shards whose process died go to `lost`."""
    from concurrent.futures import FIRST_COMPLETED, wait
    from concurrent.futures.process import BrokenProcessPool

    ready, _ = wait(waiting, return_when=FIRST_COMPLETED)
    for future in sorted(ready, key=lambda each: waiting[each].number):
        shard = waiting.pop(future)
        error: Any = future.exception()
        if error is None:
            yield future.result()
        elif isinstance(error, (BrokenProcessPool, *FAULTS)):
            lost.append(shard)
        else:
            raise error
