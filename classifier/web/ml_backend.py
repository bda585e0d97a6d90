"""The four routes of a Label Studio ML backend, so that its users get our labels to begin with.

Give Label Studio the address `http://127.0.0.1:8765/ml`. Statements come as regions (`QUOTE`),
with `SPEAKER` and `CUE` beside them, and stance and sentiment as choices of each region. The names
of tags and of labels are taken from the project's configuration; what it does not know is left
out. Offsets count code points, as Label Studio's do.

Nothing is kept of what comes in, neither texts nor the tokens that Label Studio sends along.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from xml.etree import ElementTree

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from classifier.articles.encodings import clean
from classifier.flat import HEADS, Row
from classifier.flow import label_document
from classifier.labels import Model
from classifier.predictions import parts_of
from classifier.records import Document, LabelledStatement, Span
from classifier.web.bodies import Json, RequestError, read_object
from classifier.web.desk import desk_of

NAME = "Tafawud"
MAX_BODY = 20_000_000
MOST_TASKS = 1_000
EVENTS = (
    "ANNOTATION_CREATED",
    "ANNOTATION_UPDATED",
    "ANNOTATION_DELETED",
    "START_TRAINING",
)

#: The relation that ties a part of a statement to it.
_TIES = {"speaker": "said_by", "cue": "cue_of"}


@dataclass(frozen=True, slots=True)
class Names:
    """What a project calls things.

    Fields:
        text: the key of a task's data that holds the text; to: the name of the text's tag.
        span: the name of the tag for regions, and which of our labels it knows.
        heads: of each head, the name of its tag of choices, and which choices it knows.
    """

    text: str = "text"
    to: str = "text"
    span: str = "span"
    kinds: frozenset[str] = frozenset({"QUOTE", "SPEAKER", "CUE"})
    heads: Mapping[str, frozenset[str] | None] | None = None

    def knows(self, head: str, label: str) -> bool:
        """The project has this choice, as far as it tells."""
        if self.heads is None:
            return True
        choices = self.heads.get(head, frozenset())
        return choices is None or label in choices


def names_of(config: object) -> Names:
    """The names of a labelling configuration; our own where it tells none.

    >>> names_of('<View><Text name="t" value="$body"/></View>').text
    'body'
    """
    if not isinstance(config, str) or not config.strip() or "<!" in config:
        return Names()  # a declaration of entities has no business here
    try:
        root = ElementTree.fromstring(config)
    except ElementTree.ParseError:
        return Names()
    text = next(root.iter("Text"), None)
    span = next(root.iter("Labels"), None)
    heads = {
        str(tag.get("name")): frozenset(str(choice.get("value")) for choice in tag.iter("Choice"))
        for tag in root.iter("Choices")
    }
    return Names(
        text=(text.get("value", "$text") if text is not None else "$text").removeprefix("$"),
        to=text.get("name", "text") if text is not None else "text",
        span=span.get("name", "span") if span is not None else "span",
        kinds=frozenset(str(label.get("value")) for label in span.iter("Label"))
        if span is not None
        else frozenset(),
        heads=heads,
    )


async def health(_: Request) -> Response:
    """It is up."""
    return Json({"status": "UP", "model_class": NAME})


async def setup(request: Request) -> Response:
    """A project begins to use this backend."""
    await read_object(request)
    return Json({"model_version": _version(desk_of(request).labeller.model)})


async def predict(request: Request) -> Response:
    """The statements of each task, in the same order."""
    fields = await read_object(request)
    tasks = fields.get("tasks")
    if not isinstance(tasks, list) or len(tasks) > MOST_TASKS:
        message = f'the field "tasks" must be a list of at most {MOST_TASKS:,}'
        raise RequestError(422, "not_a_list", message, "tasks")
    names = names_of(fields.get("label_config"))
    labeller = desk_of(request).labeller
    results = []
    for task in tasks:
        model = labeller.model
        text = _text(task, names)
        found: list[LabelledStatement] = []
        if text.strip():
            document = Document("task", text)
            found = await labeller.call(partial(label_document, document, model))
        results.append(_result(found, names, _version(model)))
    return Json({"results": results})


async def webhook(request: Request) -> Response:
    """An annotation was made or changed; it is acknowledged, training is started elsewhere."""
    fields = await read_object(request)
    if fields.get("action") not in EVENTS:
        return Json({"status": "Unknown event"})
    return Json({"result": {}, "status": "ok"}, 201)


def _version(model: Model) -> str:
    return f"tafawud-{model.digest[:12] or 'unsaved'}"


def _text(task: object, names: Names) -> str:
    data = task.get("data") if isinstance(task, dict) else None
    text = data.get(names.text) if isinstance(data, dict) else None
    return clean(text)[0] if isinstance(text, str) else ""


def _result(found: Iterable[LabelledStatement], names: Names, version: str) -> Row:
    regions: list[Row] = []
    scores: list[float] = []
    for number, labelled in enumerate(found):
        deciding = [label.confidence for label in labelled.labels.values()]
        score = round(min(deciding), 4) if deciding else 0.0
        scores.append(score)
        regions += _regions(labelled, f"q{number}", names, score)
    mean = round(sum(scores) / len(scores), 4) if scores else 0.0
    return {"result": regions, "score": mean, "model_version": version}


def _regions(labelled: LabelledStatement, own: str, names: Names, score: float) -> list[Row]:
    """The regions of one statement: itself, its labels, its speaker, its cue."""
    said, text = labelled.statement, labelled.article.text
    if "QUOTE" not in names.kinds:
        return []
    made = [_region(names, own, text, Span(said.start, said.end), "QUOTE", score)]
    for head in HEADS:
        label = labelled.labels.get(head)
        if label is not None and names.knows(head, label.name):
            made.append(
                {
                    "id": own,
                    "from_name": head,
                    "to_name": names.to,
                    "type": "choices",
                    "score": round(label.confidence, 4),
                    "value": _place(text, said.start, said.end) | {"choices": [label.name]},
                }
            )
    parts = parts_of(labelled)
    for part, tie in _TIES.items():
        if part in parts and part.upper() in names.kinds:
            other = own.replace("q", part[0])
            made.append(_region(names, other, text, parts[part], part.upper(), score))
            made.append(_relation(own, other, tie))
    return made


def _place(text: str, start: int, end: int) -> dict[str, Any]:
    return {"start": start, "end": end, "text": text[start:end]}


def _region(names: Names, own: str, text: str, place: Span, kind: str, score: float) -> Row:
    return {
        "id": own,
        "from_name": names.span,
        "to_name": names.to,
        "type": "labels",
        "score": score,
        "value": _place(text, *place) | {"labels": [kind]},
    }


def _relation(own: str, other: str, tie: str) -> Row:
    return {
        "type": "relation",
        "from_id": own,
        "to_id": other,
        "direction": "right",
        "labels": [tie],
    }


routes = [
    Route("/ml/", health),
    Route("/ml/health", health),
    Route("/ml/setup", setup, methods=["POST"], max_body_size=MAX_BODY),
    Route("/ml/predict", predict, methods=["POST"], max_body_size=MAX_BODY),
    Route("/ml/webhook", webhook, methods=["POST"], max_body_size=MAX_BODY),
]
