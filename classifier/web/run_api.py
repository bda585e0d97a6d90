"""Many files at once, over HTTP.

POST /api/runs                       open a run
POST /api/runs/KEY/files?name=…      bring a file, as the body
POST /api/runs/KEY/start             label all of them
GET, DELETE /api/runs/KEY            how it goes; take it away
POST /api/runs/KEY/review            lay its least sure articles on the desk
GET  /runs/KEY/report?lang=…         the report
GET  /runs/KEY/statements.jsonl      the lines (also .csv, .parquet)
"""

from __future__ import annotations

from collections import defaultdict

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from classifier.batch import texts_of
from classifier.flat import Row
from classifier.records import Document
from classifier.reports.page import policy
from classifier.reports.told import page_of
from classifier.results import read_rows
from classifier.web.bodies import Json, RequestError
from classifier.web.desk import desk_of
from classifier.web.pages import language_of
from classifier.web.reviews import key_of
from classifier.web.rows import doubt_of
from classifier.web.runs import MAX_FILE, Run, report_of, results_file

LAID = 30
"""Articles that a run lays on the desk."""
ENDINGS = (".jsonl", ".csv", ".parquet")
#: The report is a page of its own: it may run its one script, and it is nobody's origin.
REPORT_POLICY = f"{policy('report.js')}; frame-ancestors 'none'; sandbox allow-scripts allow-popups"


async def new(request: Request) -> Response:
    """Open a run."""
    run = await run_in_threadpool(desk_of(request).runs.open)
    return Json(run.told(), 201)


async def bring(request: Request) -> Response:
    """Take a file in, piece by piece."""
    run = _run(request)
    path = run.new_file(request.query_params.get("name", ""))
    try:
        with path.open("wb") as out:
            async for piece in request.stream():
                out.write(piece)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    run.took(path)
    return Json({"name": path.name, "files": len(run.files)}, 201)


async def start(request: Request) -> Response:
    """Label the files of a run."""
    run = _run(request)
    if run.state != "open" or not run.files:
        raise RequestError(409, "nothing_to_do", "bring files first; a run begins once")
    desk_of(request).begin(run)
    return Json(run.told(), 202)


async def state(request: Request) -> Response:
    """How a run goes."""
    return Json(_run(request).told())


async def drop(request: Request) -> Response:
    """Take a run away."""
    await run_in_threadpool(desk_of(request).runs.drop, _run(request))
    return Response(status_code=204)


async def report(request: Request) -> Response:
    """The report of a run that is done."""
    page = await run_in_threadpool(report_of, _done(request), language_of(request))
    return HTMLResponse(page, headers={"content-security-policy": REPORT_POLICY})


async def lines(request: Request) -> Response:
    """The lines of a run in one file."""
    run, ending = _done(request), f".{request.path_params['ending']}"
    if ending not in ENDINGS:
        raise RequestError(404, "not_found", f"known endings are {' '.join(ENDINGS)}")
    file = await run_in_threadpool(results_file, run, ending)
    return FileResponse(file, filename=file.name)


async def to_desk(request: Request) -> Response:
    """Lay the articles with the least sure statements of a run on the desk."""
    run, desk = _done(request), desk_of(request)
    laid = await run_in_threadpool(_unsure, run)
    for document, rows in laid:
        digest = desk.labeller.model.digest
        await run_in_threadpool(desk.store.put_article, key_of(document), document, rows, digest)
    return Json({"laid": len(laid)}, 201)


def _unsure(run: Run) -> list[tuple[Document, list[Row]]]:
    """The articles with the least sure statements, with their lines."""
    doubts: dict[str, float] = defaultdict(float)
    for row in read_rows(run.results):
        doubts[row["article_id"]] = max(doubts[row["article_id"]], doubt_of(row))
    chosen = sorted(doubts, key=lambda own: (-doubts[own], own))[:LAID]
    texts = texts_of(run.results, {*chosen, *map(page_of, chosen)})
    pages = {own if own in texts else page_of(own) for own in chosen} & texts.keys()
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in read_rows(run.results):
        own = row["article_id"]
        page = own if own in pages else page_of(own)
        if page in pages:
            rows[page].append(row)
    return [(_document(page, texts[page], lines[0]), lines) for page, lines in rows.items()]


def _document(page: str, text: str, row: Row) -> Document:
    return Document(page, text, "", row["title"], row["date"], row["outlet"])


def _run(request: Request) -> Run:
    return desk_of(request).runs[request.path_params["run"]]


def _done(request: Request) -> Run:
    run = _run(request)
    if run.state != "done":
        raise RequestError(409, "not_done", "this run is not done")
    return run


_ONE = "/api/runs/{run:str}"

routes = [
    Route("/api/runs", new, methods=["POST"]),
    Route(f"{_ONE}/files", bring, methods=["POST"], max_body_size=MAX_FILE),
    Route(f"{_ONE}/start", start, methods=["POST"]),
    Route(f"{_ONE}/review", to_desk, methods=["POST"]),
    Route(_ONE, state),
    Route(_ONE, drop, methods=["DELETE"]),
    Route("/runs/{run:str}/report", report),
    Route("/runs/{run:str}/statements.{ending:str}", lines),
]
