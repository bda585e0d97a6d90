"""How well statements are found: the figures of a file of gold articles, and their floors.

`python tests/extraction_figures.py` prints them; with `--pin` it raises the floors to them.
"""

import hashlib
import json
import sys
from pathlib import Path

from classifier.pages import cut_page
from classifier.records import Document
from classifier.statements import find_statements
from training import floors, matches

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "cases" / "extraction-floors.json"
OWN = HERE.parent / "training" / "data" / "articles.jsonl"
SHARED = HERE.parent.parent / "shared" / "data"
FILES = {
    "own": OWN,
    "real": SHARED / "real_articles.jsonl",
    "dense": SHARED / "real_articles_dense.jsonl",
    "seed page": SHARED / "seed_page.gold.jsonl",
}
#: The figures that must not sink, as paths into `figures`.
KEPT = (
    *(
        f"articles.{threshold}.{name}"
        for threshold in ("0.3", "0.8")
        for name in (
            "f1",
            "recall_by_form.direct",
            "recall_by_form.reported",
            "recall_by_form.mixed",
            "speaker_on_gold",  # of all gold: whoever finds more may not lose by it
        )
    ),
    "articles.0.3.party_on_matched",
    "content.overlap",
)


def read(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def rows_of(article):
    """The statements found in a gold article, as the yardstick reads them."""
    document = Document(
        article["id"],
        article["text"],
        title=article.get("title") or "",
        date=article.get("date") or "",
    )
    return [
        {
            "article_id": article["id"],
            "start": said.start,
            "end": said.end,
            "content_start": said.content_start,
            "content_end": said.content_end,
            "form": said.form,
            "speaker": said.speaker.name,
            "party": said.speaker.party,
            "stance": "neutral",  # the yardstick asks for one; nothing here hangs on it
        }
        for page in cut_page(document)
        for said in find_statements(page)
    ]


def figures(path):
    """The figures of a file of gold articles, with its digest."""
    articles = read(path)
    rows = [row for article in articles for row in rows_of(article)]
    found = {
        "data": {"digest": hashlib.sha256(path.read_bytes()).hexdigest(), "n": len(articles)},
        "articles": matches.score(articles, rows),
    }
    overlaps = list(_content_overlaps(articles, rows))
    if overlaps:
        found["content"] = {"overlap": round(sum(overlaps) / len(overlaps), 4)}
    return found


def _content_overlaps(articles, rows):
    for article in articles:
        own = [row for row in rows if row["article_id"] == article["id"]]
        for gold, row in matches.match(article["statements"], own, 0.8):
            if "content_start" in gold:
                yield matches.overlap(_content(gold), _content(row))


def _content(row):
    return {"start": row["content_start"], "end": row["content_end"]}


def pin(name, path):
    """Raise the floors of a file to its figures; none is lowered."""
    found, entries = figures(path), floors.read(FLOORS)
    own = next((entry for entry in entries if entry["data"] == found["data"]["digest"]), None)
    if own is None:
        own = {"about": name, "data": found["data"]["digest"], "floors": {}}
        entries = [entry for entry in entries if entry["about"] != name] + [own]
    for figure in KEPT:
        value = floors.figure(found, figure)
        if value is not None:
            own["floors"][figure] = max(value, own["floors"].get(figure, 0.0))
    FLOORS.write_text(json.dumps(entries, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    for name, path in FILES.items():
        if not path.exists():
            continue
        if "--pin" in sys.argv:
            pin(name, path)
        found = figures(path)
        shown = {figure: floors.figure(found, figure) for figure in KEPT}
        sys.stdout.write(f"{name} {json.dumps(shown)}\n")
