"""What the page asks for: articles to read and correct, what to look at next, training.

GET  /api/reviews                        the articles on the desk
POST /api/reviews                        lay an article on it: {"text", …} or {"sample": name}
POST /api/reviews/file?name=…            … or a file, as the body
GET, DELETE /api/reviews/KEY             one article with its statements; forget it
POST /api/reviews/KEY/corrections        {"statement": n, "changes": {…}}
POST /api/reviews/KEY/statements         {"start", "end"}: a statement the program missed
POST /api/reviews/KEY/undo               take back the last correction
GET  /api/queue                          which statements to look at next
GET  /api/corrections                    the labelled quotes that came of it, JSON lines
GET, POST /api/training                  how the training goes; start one
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from classifier.articles import read_documents
from classifier.flat import Row
from classifier.records import Document, Refusal
from classifier.web.bodies import Json, JsonLines, RequestError, read_object, whole_of
from classifier.web.desk import Desk, desk_of
from classifier.web.next_up import CANDIDATES, choose_next
from classifier.web.reviews import (
    Stand,
    border_of,
    changes_of,
    document_of,
    quotes_of,
    shown,
    shown_stand,
    shown_text,
    stands,
    within,
)
from classifier.web.runs import safe_name

MAX_FILE = 10_000_000
MOST_OF_ONE_FILE = 50
RECENT = 30
MOST_NEXT = 100
_FEW_DIGITS = re.compile("[0-9]{1,9}")


async def recent(request: Request) -> Response:
    """The articles on the desk, those opened last first."""
    rows = await run_in_threadpool(desk_of(request).store.recent, RECENT)
    return Json({"reviews": shown(rows)})


async def lay(request: Request) -> Response:
    """Lay an article on the desk."""
    desk, fields = desk_of(request), await read_object(request)
    if "sample" in fields:
        documents = await _read(desk, *_sample(fields["sample"]))
    else:
        documents = [document_of(fields)]
    (key,) = await desk.lay(documents[:1])
    return Json(await _review(desk, key), 201)


async def lay_file(request: Request) -> Response:
    """Lay the articles of a file on the desk, and show the first."""
    desk = desk_of(request)
    name = safe_name(request.query_params.get("name", ""))
    documents = await _read(desk, name, await request.body())
    keys = await desk.lay(documents[:MOST_OF_ONE_FILE])
    return Json({"laid": len(keys), "of": len(documents)} | await _review(desk, keys[0]), 201)


def sample_names() -> list[str]:
    """The samples that come with the program."""
    folder = files("classifier").joinpath("data", "samples")
    return sorted(each.name for each in folder.iterdir() if each.name.endswith((".txt", ".html")))


def _sample(name: object) -> tuple[str, bytes]:
    if name not in sample_names():
        raise RequestError(404, "no_such_sample", "there is no such sample", "sample")
    return str(name), files("classifier").joinpath("data", "samples", str(name)).read_bytes()


async def _read(desk: Desk, name: str, content: bytes) -> list[Document]:
    """The documents of a file that came as bytes.

    Raises:
        RequestError: it holds none that can be used; the reason says why.
    """

    def read() -> list[Document | Refusal]:
        with tempfile.TemporaryDirectory(prefix="tafawud-") as folder:
            path = Path(folder, name)
            path.write_bytes(content)
            return list(read_documents([path]))

    found = await desk.labeller.call(read)
    documents = [each for each in found if isinstance(each, Document)]
    if not documents:
        refused = [each.reason for each in found if isinstance(each, Refusal)]
        reason = refused[0] if refused else "nothing in it can be read"
        raise RequestError(422, "refused", shown_text(reason), "file")
    return [_named(document, name) for document in documents]


def _named(document: Document, name: str) -> Document:
    """A document whose source is the file as people know it."""
    line = document.source.rpartition(":")[2]
    return replace(document, source=f"{name}:{line}" if line.isdigit() else name)


async def review(request: Request) -> Response:
    """An article with its text and how its statements stand."""
    return Json(await _review(desk_of(request), request.path_params["key"]))


async def _review(desk: Desk, key: str) -> Row:
    document = await _article(desk, key)
    facts = {name: getattr(document, name) for name in ("id", "title", "date", "outlet", "url")}
    told: Row = shown(facts | {"notices": document.notices})
    text = shown_text(document.text)
    return {"key": key, **told, "text": text, **await _standing(desk, key)}


async def _article(desk: Desk, key: str) -> Document:
    document = await run_in_threadpool(desk.store.article, key)
    if document is None:
        raise RequestError(404, "no_such_article", "there is no such article (any more)")
    return document


async def _stands(desk: Desk, key: str) -> list[Stand]:
    found = await run_in_threadpool(desk.store.statements, key)
    return stands(found, await run_in_threadpool(desk.store.corrections, key))


async def _standing(desk: Desk, key: str) -> Row:
    found = await _stands(desk, key)
    return {
        "statements": [shown_stand(stand) for stand in found],
        "undoable": any(stand.touched for stand in found),
    }


async def forget(request: Request) -> Response:
    """Take an article away with everything that was said of it."""
    gone = await run_in_threadpool(desk_of(request).store.forget, request.path_params["key"])
    if not gone:
        raise RequestError(404, "no_such_article", "there is no such article (any more)")
    return Response(status_code=204)


async def correct(request: Request) -> Response:
    """Keep what somebody says of a statement."""
    desk, key = desk_of(request), request.path_params["key"]
    fields = await read_object(request)
    document = await _article(desk, key)
    number = whole_of(fields, "statement", 0, 10**9)
    stand = next((s for s in await _stands(desk, key) if s.found.number == number), None)
    if stand is None:
        raise RequestError(404, "no_such_statement", "there is no such statement", "statement")
    asked = fields.get("changes")
    if not isinstance(asked, dict):
        raise RequestError(422, "not_object", "changes must be an object", "changes")
    changes = changes_of(asked, document.text, desk.labeller.labels)
    if "start" in changes:
        changes |= within(stand.line, changes)
        changes["predicted"] = await desk.predicted(changes["text"], changes["start"])
    await run_in_threadpool(desk.store.correct, key, number, changes)
    return Json(await _standing(desk, key))


async def add(request: Request) -> Response:
    """Add a statement that the program missed."""
    desk, key = desk_of(request), request.path_params["key"]
    document = await _article(desk, key)
    border = border_of(await read_object(request), document.text)
    line: Row = {
        "article_id": document.id,
        "statement_id": f"{document.id}:{border['start']}",
        "title": document.title,
        "date": document.date,
        "outlet": document.outlet,
        "source": document.source or document.url,
        **border,
        **within({}, border),
        **dict.fromkeys(("form", "cue", "cue_class", "speaker", "speaker_canonical"), ""),
        **dict.fromkeys(("role", "party"), ""),
        "attribution": "unknown",
        **await desk.predicted(border["text"], border["start"]),
        "abstained": False,
        "added": True,
    }
    digest = desk.labeller.model.digest
    number = await run_in_threadpool(desk.store.add_statement, key, line, digest)
    await run_in_threadpool(desk.store.correct, key, number, {"added": True})
    return Json({"number": number} | await _standing(desk, key), 201)


async def undo(request: Request) -> Response:
    """Take back the last correction of an article."""
    desk, key = desk_of(request), request.path_params["key"]
    await _article(desk, key)
    number = await run_in_threadpool(desk.store.undo, key)
    return Json({"number": number} | await _standing(desk, key))


async def queue(request: Request) -> Response:
    """The statements to look at next: the least sure, of many voices."""
    desk = desk_of(request)
    asked = request.query_params.get("n", "20")
    most = min(int(asked), MOST_NEXT) if _FEW_DIGITS.fullmatch(asked) else 20
    open_doubts = await run_in_threadpool(desk.store.open_doubts, CANDIDATES)
    chosen = choose_next([each for each in open_doubts if not each.line.get("added")], most)
    fields = ("text", "speaker", "party", "title", "stance", "sentiment", "stance_probabilities")
    rows = [
        {"key": each.article, "number": each.number}
        | {name: each.line.get(name) for name in fields}
        for each in chosen
    ]
    return Json({"queue": shown(rows), "open": len(open_doubts), "limit": CANDIDATES})


async def corrections(request: Request) -> Response:
    """The labelled quotes that people's corrections make."""
    name = "attachment; filename=corrections.jsonl"
    headers = {"content-disposition": name} if "download" in request.query_params else {}
    return JsonLines(await _quotes(desk_of(request)), headers=headers)


async def _quotes(desk: Desk) -> list[Row]:
    corrected = await run_in_threadpool(desk.store.corrected)
    return quotes_of(corrected, await run_in_threadpool(desk.store.corrections))


async def training(request: Request) -> Response:
    """How the training goes."""
    return Json(shown(desk_of(request).trainer.training.told()))


async def train(request: Request) -> Response:
    """Start a training on the embedded quotes and people's corrections."""
    desk = desk_of(request)
    if desk.trainer.running:
        raise RequestError(409, "already_training", "a training is going on already")
    quotes = await _quotes(desk)
    if not quotes:
        raise RequestError(409, "no_corrections", "there are no corrected labels to learn from")
    await desk.trainer.start(quotes)
    return Json(shown(desk.trainer.training.told()), 202)


_ONE = "/api/reviews/{key:str}"

routes = [
    Route("/api/reviews", recent),
    Route("/api/reviews", lay, methods=["POST"]),
    Route("/api/reviews/file", lay_file, methods=["POST"], max_body_size=MAX_FILE),
    Route(_ONE, review),
    Route(_ONE, forget, methods=["DELETE"]),
    Route(f"{_ONE}/corrections", correct, methods=["POST"]),
    Route(f"{_ONE}/statements", add, methods=["POST"]),
    Route(f"{_ONE}/undo", undo, methods=["POST"]),
    Route("/api/queue", queue),
    Route("/api/corrections", corrections),
    Route("/api/training", training),
    Route("/api/training", train, methods=["POST"]),
]
