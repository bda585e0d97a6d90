"""One model and one thread that labels with it, for any number of requests.

Labelling is pure computing: several threads would only wait for one another, and one keeps what
is cached in the model safe. What arrives while the thread is busy waits and goes in together, so
that a crowd of small requests does not pay for a change of threads each.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from classifier.flat import Row
from classifier.flow import label, label_document
from classifier.labels import Model
from classifier.predictions import PREDICTED as ALL_PREDICTED
from classifier.predictions import statement_line, text_fields
from classifier.records import Document

T = TypeVar("T")
#: Calls that go in together; more would make the first of them wait for the last. Two hundred
#: clients on two busy cores got 136 to 166 articles a second so, one by one 103 to 129.
TOGETHER = 32


class _Call(NamedTuple):
    work: Callable[[], Any]
    answer: asyncio.Future[Any]


class Labeller:
    """The model in use; `path` is its file.

    Everything that takes time goes through `call`, in order of arrival.
    """

    def __init__(self, model: Model, path: Path) -> None:
        self.model, self.path = model, path
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="labeller")
        self._waiting: deque[_Call] = deque()
        self._at_work = False

    def close(self) -> None:
        """End the thread; calls that wait are not done any more."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def use(self, model: Model, path: Path) -> None:
        """Label with another model from now on."""
        self.model, self.path = model, path

    @property
    def labels(self) -> dict[str, tuple[str, ...]]:
        """The labels of each head."""
        return {head.name: head.labels for head in self.model.heads}

    async def call(self, work: Callable[[], T]) -> T:
        """Do some work in the thread, and give back or raise what came of it."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Any] = loop.create_future()
        self._waiting.append(_Call(work, answer))
        if not self._at_work:
            self._send(loop)
        result: T = await answer
        return result

    def _send(self, loop: asyncio.AbstractEventLoop) -> None:
        """Give the thread what waits, up to `TOGETHER` calls."""
        calls: list[_Call] = []
        while self._waiting and len(calls) < TOGETHER:
            call = self._waiting.popleft()
            if not call.answer.done():  # whoever asked is still there
                calls.append(call)
        self._at_work = bool(calls)
        if calls:
            done = loop.run_in_executor(self._thread, _do, [call.work for call in calls])
            done.add_done_callback(lambda done: self._answer(loop, calls, done))

    def _answer(
        self, loop: asyncio.AbstractEventLoop, calls: list[_Call], done: asyncio.Future[Any]
    ) -> None:
        if done.cancelled():
            return
        for call, (result, error) in zip(calls, done.result(), strict=True):
            if call.answer.done():  # whoever asked has gone
                continue
            if error is None:
                call.answer.set_result(result)
            else:
                call.answer.set_exception(error)
        self._send(loop)

    async def lines(self, document: Document, *, explain: bool = False) -> list[Row]:
        """The prediction lines of a document."""
        return await self.call(partial(document_rows, document, self.model, explain=explain))

    async def label(self, texts: Sequence[str], *, explain: bool = False) -> list[Row]:
        """The predicted fields of statements that are cut out already."""
        return await self.call(partial(text_rows, texts, self.model, explain=explain))


def _do(works: list[Callable[[], Any]]) -> list[tuple[Any, Exception | None]]:
    """Do some works one after the other; what one raises is no concern of the others."""
    found: list[tuple[Any, Exception | None]] = []
    for work in works:
        try:
            found.append((work(), None))
        except Exception as error:  # noqa: BLE001 - raised again where it was asked for
            found.append((None, error))
    return found


def document_rows(document: Document, model: Model, *, explain: bool) -> list[Row]:
    """The prediction lines of a document; with `explain`, the words that decided are in them."""
    return [
        statement_line(labelled, explain=explain)
        for labelled in label_document(document, model, explain=explain)
    ]


#: The page and the API set no threshold, so they abstain on nothing.
PREDICTED = tuple(name for name in ALL_PREDICTED if name != "abstained")


def text_rows(texts: Sequence[str], model: Model, *, explain: bool) -> list[Row]:
    """The predicted fields of texts; offsets of a condition count from the text's beginning."""
    labelled = zip(texts, label(model, texts, explain=explain), strict=True)
    rows = (text_fields(text, labels, explain=explain) for text, labels in labelled)
    return [{name: row[name] for name in PREDICTED if name in row} for row in rows]
