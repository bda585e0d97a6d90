"""The whole chain on gold articles: finding, speakers, labels, and whom it serves worse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from classifier.errors import InputError
from classifier.flow import label_document
from classifier.json_text import whole
from classifier.records import Document
from classifier.scorer import Model
from training import circumstances, matches
from training.fairness import Outcome, compared
from training.files import Fault, lines, text_of

#: At this overlap a statement counts as found where it is told by groups.
THRESHOLD = matches.THRESHOLDS[0]
#: What a gold article must tell of itself, and what it may.
_NEEDED = ("id", "text", "statements")
_FACTS = ("title", "date", "outlet", "source", "register", "sample", "topic")
#: What a gold statement may tell in words.
_TEXTS = ("speaker", "party", "form", "stance")
Summary = dict[str, Any]


def read_articles(path: Path) -> list[dict[str, Any]]:
    """Gold articles of a JSON-lines file.

    Raises:
        InputError: it cannot be read, holds none, or a line has no id, text or statements.
    """
    articles = []
    for number, row in lines(text_of(path)):
        if isinstance(row, Fault):
            message = f"{path}:{number}: {row}"
            raise InputError(message)
        fault = _fault(row)
        if fault:
            message = f"{path}:{number}: no gold article: {fault}"
            raise InputError(message)
        told = [{key: of for key, of in one.items() if of is not None} for one in row["statements"]]
        facts = {key: row[key] for key in (*_NEEDED, *_FACTS) if key in row}
        articles.append(facts | {"statements": told})
    if not articles:
        message = f"{path}: holds no articles; one object a line with id, text, statements"
        raise InputError(message)
    return articles


def _fault(row: Mapping[str, Any]) -> str:
    """Why a row is no gold article; empty where it is one."""
    lacking = [key for key in _NEEDED if key not in row]
    if lacking:
        return f"it has no {', '.join(lacking)}; it needs {', '.join(_NEEDED)}"
    text, statements = row["text"], row["statements"]
    if not isinstance(row["id"], str) or not isinstance(text, str):
        return "its id and its text must be texts; put them in quotation marks"
    if not isinstance(statements, list):
        return "its statements are no list; write [{…}, …]"
    for number, one in enumerate(statements, 1):
        if not isinstance(one, dict) or not _lies_in(text, one.get("start"), one.get("end")):
            return f"statement {number} has no start and end in its text (0–{len(text)})"
        for key in _TEXTS:
            if not isinstance(one.get(key), str | None):
                return f"the {key} of statement {number} is no text; put it in quotation marks"
    return ""


def _lies_in(text: str, start: object, end: object) -> bool:
    first, last = whole(start), whole(end)
    return first is not None and last is not None and 0 <= first < last <= len(text)


def judge_articles(model: Model, articles: Sequence[Mapping[str, Any]]) -> Summary:
    """The figures at each threshold; under `by` and `few` of the first, those of each group."""
    predicted = [row for article in articles for row in _predicted(model, article)]
    summary: Summary = matches.score(articles, predicted)
    summary[str(THRESHOLD)] |= _by_group(articles, predicted)
    return summary


def _predicted(model: Model, article: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = []
    for found in label_document(Document(article["id"], article["text"]), model):
        statement, stance = found.statement, found.labels.get("stance")
        rows.append(
            {
                "article_id": found.article.id,
                "start": statement.start,
                "end": statement.end,
                "speaker": statement.speaker.name,
                "party": statement.speaker.party,
                "stance": stance.name if stance else "",
            }
        )
    return rows


def _by_group(
    articles: Sequence[Mapping[str, Any]], predicted: Sequence[Mapping[str, Any]]
) -> Summary:
    """How often a gold statement is found and given to its speaker, group by group.

    `accuracy` counts those that are both, `found` those that are found.
    """
    outcomes, found = [], []
    for article, gold, other in matches.paired(articles, predicted, THRESHOLD):
        about = {key: article[key] for key in _FACTS if key in article}
        own = circumstances.read(article["text"][gold["start"] : gold["end"]], about | dict(gold))
        right = other is not None and matches.same_name(gold.get("speaker", ""), other["speaker"])
        outcomes.append(Outcome(right, article["id"], "", own))
        found.append(other is not None)
    groups, few = compared(outcomes, circumstances.KINDS)
    tables: Summary = {}
    for kind, table in groups.items():
        for name, group in table.items():
            own_found = [
                hit for one, hit in zip(outcomes, found, strict=True) if one.groups[kind] == name
            ]
            figures = group.as_json() | {"found": round(sum(own_found) / group.n, 4)}
            tables.setdefault(kind, {})[name] = figures
    return {"by": tables, "few": few}
