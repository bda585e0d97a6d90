"""HTML: the main text of a page, its title, date and paper, by trafilatura.

Readers' comments, menus and footers are left out. Known trap of trafilatura: a paragraph that
stands on a page word for word twice may be kept once, so a statement repeated so is seen once.
Dates are taken from what the page declares, never guessed from its footer.
"""

from __future__ import annotations

import logging
import re
import warnings
from typing import Any

from classifier.articles.encodings import detect
from classifier.articles.limits import MAX_DEPTH, MAX_PAGE
from classifier.articles.making import Place, make_document
from classifier.errors import InputError
from classifier.records import Document, Refusal

_TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
#: Elements that hold nothing, or that the next one of their kind closes: they do not nest.
_FLAT = frozenset(
    b"area base br col embed hr img input link meta source track wbr p li dt dd tr td th thead "
    b"tbody tfoot option optgroup colgroup html head body".split()
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,3}=\s{0,3}[\"']?([\w-]{2,30})", re.IGNORECASE)
#: The latest date a page may bear; trafilatura would take today, and results would depend on it.
_LATEST = "2100-12-31"
_NO_TEXT = "no article text was found in the page"


def read_html(
    data: bytes, place: Place, limit: int, *, declared: str = "", url: str = ""
) -> Document | Refusal:
    """The document of a page; `declared` is the encoding that the server named."""
    if not data.strip():
        return place.refuse("is empty: nothing to read")
    if len(data) > MAX_PAGE:
        return place.refuse(f"page is larger than {MAX_PAGE:,} bytes (limit of one page)")
    if is_too_deep(data):
        return place.refuse(f"page has over {MAX_DEPTH} elements inside one another")
    named = _CHARSET.search(data[:4096])
    try:
        encoding = detect(data, declared or (named[1].decode("ascii") if named else ""))
        text = data.decode(encoding.name)
    except UnicodeDecodeError as error:
        return place.refuse(f"not valid {encoding.shown or 'UTF-8'} (byte {error.start + 1:,})")
    except InputError as error:
        return place.refuse(str(error))
    found = _extract(text)
    if not found or not (found.text or "").strip():
        return place.refuse(_NO_TEXT)
    fields = {
        "text": _without_title(found.text, found.title or ""),
        "title": found.title or "",
        "date": found.date or "",
        "outlet": found.sitename or "",
        "url": url or found.url or "",
    }
    if not fields["text"].strip():
        return place.refuse(_NO_TEXT)
    return make_document(place, fields, limit, (encoding.notice,))


def is_too_deep(data: bytes) -> bool:
    """More than `MAX_DEPTH` elements stand inside one another (a cheap count of tags).

    >>> is_too_deep(b"<div>" * 600), is_too_deep(b"<p>" * 600)
    (True, False)
    """
    depth = 0
    for match in _TAG.finditer(data):
        if match[2].lower() in _FLAT:
            continue
        depth += -1 if match[1] else 1
        if depth > MAX_DEPTH:
            return True
        depth = max(depth, 0)
    return False


def _extract(page: str) -> Any:
    """What trafilatura finds, or None."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    dates = {"extensive_search": False, "original_date": True, "max_date": _LATEST}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a page's odd time zone is no news for the user
        return trafilatura.bare_extraction(
            page,
            fast=True,
            include_comments=False,
            deduplicate=False,
            with_metadata=True,
            date_extraction_params=dates,
        )


def _without_title(text: str, title: str) -> str:
    """The text without a first line that only repeats the title."""
    first, _, rest = text.partition("\n")
    return rest if title and " ".join(first.split()) == " ".join(title.split()) else text
