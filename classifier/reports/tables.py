"""A summary as data: JSON for programs, CSV for spreadsheets.

The CSV is one long table, a figure or a quotation a row, ready for a pivot: `section` says what
the row is about (`shares`, `time`, `party`, `speaker`, `outlet`, `form`, `month` …, `condition`,
`accusation`, `quote`). It opens in a spreadsheet as it is: byte order mark, CRLF, and nothing in
it can be taken for a formula (`classifier.spreadsheet.guard`, undone by `unguard`).
"""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from classifier.flat import clean
from classifier.reports.parts import Profile, Quote, Summary
from classifier.reports.shares import Share
from classifier.reports.told import ASIDE, Told
from classifier.spreadsheet import guard

_COLUMNS = (
    *("section", "name", "party", "label", "n", "of", "share", "low", "high"),
    *("corrected", "corrected_low", "corrected_high", "period", "speaker", "outlet", "date"),
    *("appearances", "text"),
)
_COUNTS = (
    *("articles", "statements", "tellings", "abstained", "unlabelled", "aside"),
    *("unknown_speaker", "undated"),
)
_LEFT_OUT = frozenset({"pages", "evidence"})
_TOLD = ("article_id", "title", "outlet", "speaker", "role", "party", "form", "text", "source")


def as_data(summary: Summary) -> dict[str, Any]:
    """The summary as plain dictionaries and lists; the pages themselves are left out.

    >>> from classifier.reports.summary import summarise
    >>> data = as_data(summarise([{"text": "لا حوار", "stance": "opposed", "date": "2024-02-10"}]))
    >>> data["shares"][0]["label"], data["first"]
    ('opposed', '2024-02-10')
    """
    fields = (f.name for f in dataclasses.fields(summary) if f.name not in _LEFT_OUT)
    return {name: _plain(getattr(summary, name)) for name in fields}


def _plain(value: Any) -> Any:
    if isinstance(value, Told):
        told = {name: getattr(value, name) for name in _TOLD}
        return told | {"date": _plain(value.day), **value.labels, "condition": value.condition}
    if isinstance(value, Share):
        return _plain(_share(value))
    if dataclasses.is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return round(value, 6) if isinstance(value, float) else value


def render_json(summary: Summary) -> str:
    """The summary as JSON text, readable, in Arabic letters."""
    return clean(json.dumps(as_data(summary), ensure_ascii=False, indent=1)) + "\n"


def render_csv(summary: Summary) -> str:
    r"""The summary as CSV text with a byte order mark, for a spreadsheet.

    >>> from classifier.reports.summary import summarise
    >>> text = render_csv(summarise([{"text": "=1+1", "stance": "opposed", "party": "الجبهة"}]))
    >>> text[0] == "\ufeff", "\r\n" in text, "\"'=1+1\"" in text
    (True, True, True)
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for row in _rows(summary):
        writer.writerow(_cell(row.get(column)) for column in _COLUMNS)
    return "\ufeff" + out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4f}"
    return guard(clean(str(value)))


def _rows(summary: Summary) -> Iterator[dict[str, Any]]:
    for name in _COUNTS:
        yield {"section": "count", "name": name, "n": getattr(summary, name)}
    for share in summary.shares:
        yield {"section": "shares", **_share(share)}
    for label, others in summary.crossed.items():
        for other, n in others.items():
            yield {"section": "crossed", "label": label, "name": other, "n": n}
    for moment in summary.moments:
        for label, n in moment.counts.items():
            yield {"section": "time", "period": moment.start, "label": label, "n": n}
    for section in ("party", "speaker", "outlet", "form"):
        profiles = {"party": summary.parties, "speaker": summary.speakers}
        profiles |= {"outlet": summary.outlets, "form": summary.forms}
        for profile in profiles[section]:
            yield from _profile(section, profile, summary)
    for one in summary.conditions:
        row = _quote("condition", one.quote)
        yield row | {"text": one.text, "name": "whole statement" if one.whole else "cut out"}
    for accusation in summary.accusations:
        for quote in accusation.quotes[:1]:
            row = _quote("accusation", quote)
            yield row | {"name": accusation.accused, "party": accusation.accuser, "n": accusation.n}


def _share(share: Share) -> dict[str, Any]:
    """A share as fields; of no statements there is none, and 0 would pass for a figure."""
    row = dataclasses.asdict(share)
    return row if share.of else row | dict.fromkeys(("share", "low", "high"))


def _profile(section: str, profile: Profile, summary: Summary) -> Iterator[dict[str, Any]]:
    own = {"name": profile.name, "appearances": profile.appearances}
    if section == "speaker":
        own["party"] = profile.parties[0] if profile.parties else ""
    for share in profile.shares:
        yield {"section": section, **own, **_share(share)}
    for label, n in ((ASIDE, profile.aside), ("", profile.unlabelled)):
        if n:
            yield {"section": section, **own, "label": label, "n": n}
    if section == "party":
        for moment in profile.moments:
            for label, n in moment.counts.items():
                row = {"section": summary.unit, "name": profile.name, "period": moment.start}
                yield row | {"label": label, "n": n}
        for quotes in profile.quotes.values():
            for quote in quotes:
                yield _quote("quote", quote)


def _quote(section: str, quote: Quote) -> dict[str, Any]:
    told = quote.told
    return {
        "section": section,
        "party": told.party,
        "label": quote.label,
        "speaker": told.who,
        "outlet": told.outlet,
        "date": told.day,
        "appearances": quote.appearances,
        "text": told.text,
    }
