"""One model and one thread that labels with it, for any number of requests.

Labelling is pure computing: several threads would only wait for one another, and one keeps what
is cached in the model safe. What arrives while the thread is busy waits and goes in together, so
that a crowd of small requests does not pay for a change of threads each.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from classifier.conditions import condition_of, find_condition
from classifier.flat import Row
from classifier.flow import label, label_document
from classifier.labels import Model
from classifier.records import (
    Article,
    Document,
    Label,
    LabelledStatement,
    Span,
    Speaker,
    Statement,
)
from classifier.results import prediction_row

T = TypeVar("T")
CONDITIONAL = "conditional"
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
        prediction_row(
            labelled,
            explain=explain,
            condition=condition_of(labelled.statement) if _depends(labelled.labels) else None,
        )
        for labelled in label_document(document, model, explain=explain)
    ]


#: What a label says of a text, wherever it stands.
PREDICTED = (
    "stance",
    "stance_probabilities",
    "sentiment",
    "sentiment_probabilities",
    "condition_start",
    "condition_end",
    "cameo_hint",
    "plover_hint",
    "reasons",
)


def text_rows(texts: Sequence[str], model: Model, *, explain: bool) -> list[Row]:
    """The predicted fields of texts; offsets of a condition count from the text's beginning."""
    labelled = zip(texts, label(model, texts, explain=explain), strict=True)
    return [_predicted(text, labels, explain) for text, labels in labelled]


def _predicted(text: str, labels: Mapping[str, Label], explain: bool) -> Row:
    """The fields that labels give.

    >>> label = Label("neutral", {"neutral": 0.75, "opposed": 0.25})
    >>> _predicted("قال إن الجولة غدا.", {"stance": label}, False)["cameo_hint"]
    '010'
    """
    whole = Span(0, len(text))
    said = Statement(text, *whole, *whole, "reported", "", "", Speaker())
    condition = find_condition(text) if _depends(labels) else None
    labelled = LabelledStatement(Article("", text, (whole,), *whole), said, labels)
    line = prediction_row(labelled, explain=explain, condition=condition)
    return {name: line[name] for name in PREDICTED if name in line}


def _depends(labels: Mapping[str, Label]) -> bool:
    return "stance" in labels and labels["stance"].name == CONDITIONAL
