"""The desk: the model, the store, the training and the runs, as the routes use them together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, cast

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from classifier.flat import Row
from classifier.labels import Model
from classifier.model_file import default_model_path, load_model
from classifier.records import Document
from classifier.web.labeller import Labeller, document_rows, text_rows
from classifier.web.reviews import key_of
from classifier.web.rows import Found
from classifier.web.runs import Run, Runs
from classifier.web.store import Store
from classifier.web.trainer import Trainer

#: Statements that get a new model's labels at a time.
_AT_A_TIME = 200


@dataclass(frozen=True, slots=True)
class Setting:
    """What a door asks for.

    Fields:
        model, path: the model in use and its file.
        store: the file of corrections.
        hosts: names of the host that are allowed besides this machine's own.
    """

    model: Model
    path: Path
    store: Path
    hosts: tuple[str, ...] = ()


class Desk:
    """All that the routes need; lives as long as the program."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.store = Store(setting.store)
        self.labeller = Labeller(setting.model, setting.path)
        self.runs = Runs()
        self.trainer = Trainer(setting.store.parent, _taught(setting.path), self.learn)
        self._tasks: set[asyncio.Task[Any]] = set()

    async def close(self) -> None:
        """End everything, in good order."""
        await self.trainer.stop()
        for task in self._tasks:
            task.cancel()
        self.labeller.close()
        self.runs.close()
        self.store.close()

    async def learn(self) -> None:
        """Use the model that the training made, also for what lies on the desk."""
        model = await run_in_threadpool(load_model, self.trainer.output)
        self.labeller.use(model, self.trainer.output)
        await self.renew()

    async def renew(self) -> None:
        """Label again what another model had labelled."""
        model = self.labeller.model
        while found := await run_in_threadpool(self.store.outdated, model.digest, _AT_A_TIME):
            texts = [each.line["text"] for each in found]
            labels = await self.labeller.label(texts, explain=True)
            fresh = [_renewed(*pair, model.digest) for pair in zip(found, labels, strict=True)]
            await run_in_threadpool(self.store.renew, fresh)

    async def lay(self, documents: Sequence[Document]) -> list[str]:
        """Lay articles on the desk; gives back their keys."""
        keys = []
        for document in documents:
            model = self.labeller.model
            lines = await self.labeller.call(partial(document_rows, document, model, explain=True))
            key, known = key_of(document), with_facts(document, lines)
            await run_in_threadpool(self.store.put_article, key, known, lines, model.digest)
            keys.append(key)
        return keys

    async def predicted(self, text: str, start: int) -> Row:
        """What the model says of a stretch that begins at `start` of its article."""
        model = self.labeller.model
        (row,) = await self.labeller.call(partial(text_rows, [text], model, explain=True))
        return placed(row, start)

    def begin(self, run: Run) -> None:
        """Begin a run in a thread of its own."""
        run.state = "running"
        path, digest = self.labeller.path, self.labeller.model.digest
        work = run_in_threadpool(self.runs.work_off, run, path, digest)
        self.keep(asyncio.create_task(work))

    def keep(self, task: asyncio.Task[Any]) -> None:
        """Hold on to a task until it is done."""
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def desk_of(request: Request) -> Desk:
    """The desk of the program that a request came to."""
    return cast(Desk, request.app.state.desk)


def with_facts(document: Document, lines: Sequence[Row]) -> Document:
    """A document with the title, date and outlet that were found in its text, where it had none.

    >>> with_facts(Document("a", "…"), [{"title": "خبر", "date": "", "outlet": ""}]).title
    'خبر'
    """
    facts = ("title", "date", "outlet")
    first = lines[0] if lines else {}
    found = {name: first.get(name, "") for name in facts if not getattr(document, name)}
    return replace(document, **found)


def placed(row: Row, start: int) -> Row:
    """Predicted fields whose condition counts from the article's beginning.

    >>> placed({"condition_start": 3, "condition_end": None}, 10)
    {'condition_start': 13, 'condition_end': None}
    """
    ends = ("condition_start", "condition_end")
    moved = {name: row[name] + start for name in ends if row[name] is not None}
    return row | moved


def _renewed(found: Found, row: Row, digest: str) -> Found:
    return replace(found, line=found.line | placed(row, found.line["start"]), model=digest)


def _taught(path: Path) -> Path:
    """Where training puts its model: in the place of the usual one, beside any other.

    A model that somebody named may have been taught on quotes that are not here.
    """
    with suppress(OSError):
        if path.resolve() == default_model_path().resolve():
            return path
    return path.with_name(f"{path.stem}-reviewed{path.suffix}")
