"""Cluster: the shards of a run go to the workers of a Dask scheduler, as futures.

The lines are the same as those of one process, and they arrive the same way: whoever does a shard
writes its part into the folder of results, which all machines must see under one path (as they must
see pages and archives; tables and texts travel in the shard). The part is the proof, not the
future: a future may be lost with its worker, or be run twice, and both are harmless.

The model travels once to every worker, by its digest. A shard that kills its workers comes back and
is rescued here, and so is what they hold when nothing came back for too long. When the scheduler
goes away, it is waited for, and what was in work is given out again.

Whoever reaches a scheduler's port can run code on its workers. Keep `tcp://` to one machine or a
closed network; `tls://` uses the certificates of Dask's own configuration.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Generator, Iterator
from concurrent.futures import CancelledError
from contextlib import suppress
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from classifier.errors import TafawudError, UsageError
from classifier.rescue import FAULTS, rescue
from classifier.shards import Shard
from classifier.work import Done, Work, do_shard, forget_model, keep_model
from classifier.workforce import SILENCE

try:
    distributed: Any = import_module("distributed")  # not typed, and not needed by anybody else
except ImportError as problem:
    _MISSING = "--cluster needs Dask: pip install distributed"
    raise UsageError(_MISSING) from problem

#: Shards given out in advance for each thread of the cluster.
AHEAD = 2
#: Seconds to wait for a scheduler that is not there (any more), and between two looks.
PATIENCE = 60.0
LOOK = 5.0
#: What a connection that breaks raises (a room of ours that fails raises a TafawudError).
_BROKEN = (OSError, TimeoutError, CancelledError, distributed.CancelledError)
#: How often a shard is given out whose future is lost, before it is done here.
_TRIES = 4


class _ModelPlugin(distributed.WorkerPlugin):  # type: ignore[misc]
    """Brings the model to a worker, to those that join later too."""

    def __init__(self, digest: str, content: bytes) -> None:
        self.name = f"tafawud-{digest}"
        self.digest = digest
        self.content = content

    def setup(self, worker: Any) -> None:
        """Write the model beside the worker's own files and load it."""
        from classifier.model_file import load_model

        path = Path(worker.local_directory, f"{self.digest}.model")
        path.write_bytes(self.content)
        keep_model(load_model(path, posts=True))  # the door has looked


def on_cluster(shards: Iterator[Shard], work: Work, address: str) -> Generator[Done]:
    """Do the shards on the workers of the scheduler at `address`.

    Raises:
        UsageError: there is no scheduler, or it has no workers.
        TafawudError: what has nothing to do with a record, such as a full disk.
    """
    forget_model()
    given: dict[int, Shard] = {}
    tries: dict[int, int] = {}
    while True:
        with _connected(address, work) as client:
            complete = yield from _Round(client, work, given, tries).run(shards)
        if complete:
            return


def _connected(address: str, work: Work) -> Any:
    """A connection to a scheduler that has workers, once the model has gone to them."""
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    end = time.monotonic() + PATIENCE
    while True:
        client = None
        try:
            client = distributed.Client(address, timeout=LOOK)
            client.wait_for_workers(1, timeout=LOOK)
            client.register_plugin(_ModelPlugin(work.digest, work.model.read_bytes()))
        except (OSError, TimeoutError, ValueError) as error:
            if client is not None:
                client.close(timeout=LOOK)
            why = str(error) or type(error).__name__
            if isinstance(error, ValueError):
                message = f"{address}: is no address ({why}); one looks like tcp://host:8786"
                raise UsageError(message) from error
            if time.monotonic() > end:
                message = (
                    f"{address}: no scheduler with workers answers there ({why}); "
                    "start them and give the same command again"
                )
                raise UsageError(message) from error
            time.sleep(0.2)
        else:
            return client


class _Round:
    """What is done over one connection to the scheduler.

    `given` holds the shards that are given out and not done yet: those that remain when the
    connection breaks are given out again in the next round.
    """

    def __init__(
        self, client: Any, work: Work, given: dict[int, Shard], tries: dict[int, int]
    ) -> None:
        self.client = client
        self.work = work
        self.given = given
        self.tries = tries
        self.futures: dict[Any, int] = {}

    def run(self, shards: Iterator[Shard]) -> Generator[Done, None, bool]:
        """Do the shards; True when all are done, False when the connection broke before."""
        try:
            for shard in list(self.given.values()):
                yield from self._give(shard)
            while True:
                ahead = AHEAD * max(1, sum(self.client.nthreads().values()))
                for shard in islice(shards, max(0, ahead - len(self.futures))):
                    yield from self._give(shard)
                if not self.futures:
                    return not self.given
                yield from self._finished()
        except _BROKEN:
            return False

    def _give(self, shard: Shard) -> Iterator[Done]:
        """Give a shard out; one whose future was lost again and again is done here."""
        self.given[shard.number] = shard
        self.tries[shard.number] = self.tries.get(shard.number, 0) + 1
        if self.tries[shard.number] > _TRIES:
            yield self._rescued(shard)
            return
        future = self.client.submit(
            do_shard, shard, self.work, pure=False, retries=1, key=f"{shard.name}-{id(shard)}"
        )
        self.futures[future] = shard.number

    def _rescued(self, shard: Shard) -> Done:
        done = rescue(shard, self.work)
        del self.given[shard.number]
        return done

    def _finished(self) -> Iterator[Done]:
        """What has come back: done, dead, or lost; after too long a silence, what is held."""
        futures = list(self.futures)
        try:
            ready, _ = distributed.wait(futures, return_when="FIRST_COMPLETED", timeout=SILENCE)
        except TimeoutError:
            yield from self._overdue()
            return
        for future in sorted(ready, key=self.futures.__getitem__):
            shard = self.given[self.futures.pop(future)]
            error = future.exception() if future.status == "error" else None
            if future.status == "finished" and self._is_there(done := future.result()):
                del self.given[shard.number]
                yield done
            elif isinstance(error, (distributed.KilledWorker, *FAULTS)):
                yield self._rescued(shard)
            elif isinstance(error, TafawudError):
                raise error
            else:
                yield from self._give(shard)

    def _overdue(self) -> Iterator[Done]:
        """What workers have held for too long is done here; they begin anew, where they can.

        Raises:
            TimeoutError: no worker holds anything: there is none any more.
        """
        held = {worker: keys for worker, keys in self.client.processing().items() if keys}
        if not held:
            raise TimeoutError
        with suppress(ValueError, *_BROKEN):  # a worker without a nanny stays as it is
            self.client.restart_workers(list(held), timeout=LOOK, raise_for_error=False)
        keys = {key for some in held.values() for key in some}
        for future in [each for each in self.futures if each.key in keys]:
            future.cancel()
            yield self._rescued(self.given[self.futures.pop(future)])

    def _is_there(self, done: Done) -> bool:
        """The part that a worker says to have written is in our folder."""
        part = self.work.folder / Shard(done.number, ()).name
        return part.is_file() and part.stat().st_size == done.size
