"""The page itself, its style and scripts: files of `templates/`, nothing is built, nothing fetched.

The colours of labels come from the palette of the reports, as a style sheet of their own; all words
come from `data/page_strings.tsv` and `data/strings.tsv`.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from classifier import lexicons
from classifier.articles import SUFFIXES
from classifier.reports.page import asset
from classifier.reports.palette import looks
from classifier.reports.strings import LANGUAGES, Lang, Strings
from classifier.reports.templates import template
from classifier.web.bodies import RequestError
from classifier.web.desk import desk_of

ASSETS = {
    "report.css": "text/css",
    "page.css": "text/css",
    "page.js": "text/javascript",
    "page_base.js": "text/javascript",
    "page_text.js": "text/javascript",
    "page_panel.js": "text/javascript",
    "page_read.js": "text/javascript",
    "page_files.js": "text/javascript",
    "page_kept.js": "text/javascript",
}
PREFIXES = {"stance": "l", "sentiment": "o"}
"""The letters that the names of a head's looks begin with."""
SAMPLES = ("levantine.txt", "gulf.txt", "yemeni.txt", "maghrebi.txt", "newspaper.html")
_FOR_SCRIPTS = ("page.", "label.", "head.", "form.", "unknown.", "meaning.")


def language_of(request: Request) -> Lang:
    """`?lang=`, else what the browser prefers, else Arabic."""
    asked = request.query_params.get("lang", "")
    spoken = request.headers.get("accept-language", "").lower()[:200].split(",")
    for wish in (asked, *(each.strip()[:2] for each in spoken)):
        for lang in LANGUAGES:
            if wish == lang:
                return lang
    return "ar"


@cache
def words_of(lang: Lang) -> Strings:
    """The words of the page and of the reports."""
    return Strings.of(lang, lexicons.rows("page_strings"))


def ordered(head: str, labels: tuple[str, ...]) -> tuple[str, ...]:
    """The labels of a head in the codebook's order, a user's own behind them.

    >>> ordered("stance", ("accusing", "hawk", "supportive"))
    ('supportive', 'accusing', 'hawk')
    """
    known = [
        key.rpartition(".")[2] for key in words_of("en").table if key.startswith(f"label.{head}.")
    ]
    return tuple(sorted(labels, key=lambda one: known.index(one) if one in known else len(known)))


def _label_facts(labels: dict[str, tuple[str, ...]]) -> dict[str, list[dict[str, str]]]:
    """For the scripts: of each head its labels in order, with the look's name and sign."""
    facts = {}
    for head, names in labels.items():
        found = looks(ordered(head, names), PREFIXES.get(head, "x"))
        facts[head] = [
            {"name": look.label, "look": look.key, "pattern": look.pattern, "sign": look.sign}
            for look in found.values()
        ]
    return facts


def _told(lang: Lang) -> dict[str, str]:
    """What readers of files say, by the words in which they say it.

    >>> _told("ar")["text is empty"]
    'النص فارغ'
    """
    own, words = words_of("en").table, words_of(lang).table
    return {own[key]: text for key, text in words.items() if key.startswith("page.told.")}


async def page(request: Request) -> Response:
    """The page; what it shows is fetched by its scripts."""
    lang = language_of(request)
    words = words_of(lang)
    strings = {key: text for key, text in words.table.items() if key.startswith(_FOR_SCRIPTS)}
    facts: dict[str, Any] = {
        "lang": lang,
        "words": strings,
        "told": _told(lang),
        "endings": list(SUFFIXES),
        "labels": _label_facts(desk_of(request).labeller.labels),
    }
    shown = template("page.html").render(
        t=words,
        other=words_of("en" if lang == "ar" else "ar"),
        samples=SAMPLES,
        accept=",".join(SUFFIXES),
        facts=facts,
    )
    return HTMLResponse(shown, headers={"content-language": lang})


async def static(request: Request) -> Response:
    """A style or a script."""
    name = request.path_params["name"]
    if name == "labels.css":
        return Response(_label_style(desk_of(request).labeller.labels), media_type="text/css")
    kind = ASSETS.get(name)
    if kind is None:
        raise RequestError(404, "not_found", "there is no such file")
    return Response(str(asset(name)), media_type=kind)


def _label_style(labels: dict[str, tuple[str, ...]]) -> str:
    """The colours of all labels.

    >>> _label_style({"stance": ("opposed", "neutral")}).splitlines()[0]
    '.l0{--c:#9e2f22;--k:#ffffff}'
    """
    return "".join(
        f".{look.key}{{--c:{look.colour};--k:{look.ink}}}\n"
        for head, names in labels.items()
        for look in looks(ordered(head, names), PREFIXES.get(head, "x")).values()
    )


@cache
def _icon() -> str:
    return files("classifier").joinpath("templates", "icon.svg").read_text(encoding="utf-8")


async def icon(_: Request) -> Response:
    """The sign of the page in a browser's tab."""
    return Response(_icon(), media_type="image/svg+xml")


routes = [
    Route("/", page),
    Route("/static/{name:str}", static),
    Route("/icon.svg", icon),
    Route("/favicon.ico", icon),
]
