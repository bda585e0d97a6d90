"""Dates: one ISO date out of the many ways in which the Arab press writes one.

Month names of all regions and of the Hijri calendar stand in `data/months.tsv`. A numeric date
is read day first, as the press writes it. What is not certain is not a date: a day without a
year, a month without a day, «أمس».

>>> find_date("تاريخ النشر: 10th, February 2024 GMT")
'2024-02-10'
>>> find_date("الاثنين ٥ آذار/مارس ٢٠٢٤")
'2024-03-05'
>>> find_date("5 شعبان 1445 هـ")
'2024-02-15'
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import NamedTuple

from classifier import lexicons
from classifier.arabic import fold

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?![\d-])")
#: ISO's short form, as databases export it; eight digits inside a line may be anything.
_SHORT = re.compile(r"([12]\d{3})(\d{2})(\d{2})(?:T\d{4,6}Z?)?")
#: Years that a news page can carry, by calendar (hijridate knows 1343 to 1500).
_YEARS = {"gregorian": range(1900, 2101), "hijri": range(1343, 1501)}
#: How far behind a Hijri date its Gregorian counterpart («الموافق») may stand, in letters.
_COUNTERPART = 40


class FoundDate(NamedTuple):
    """A date and where it stands in the folded text."""

    iso: str
    start: int
    end: int


def find_date(text: str) -> str:
    """The first date of `text` as ISO, or an empty string.

    A Hijri date that is followed by its Gregorian counterpart gives the latter, because the
    sighted calendar may differ by a day.

    >>> find_date("الرياض 1 شعبان 1445 هـ الموافق 10 فبراير 2024 م")
    '2024-02-10'
    >>> find_date("12/05/2024"), find_date("14 غشت 2023"), find_date("3 تشرين الأول 1973")
    ('2024-05-12', '2023-08-14', '1973-10-03')
    >>> find_date("20240303"), find_date("هاتف 20240303")
    ('2024-03-03', '')
    """
    if _ISO.match(text):
        found = _valid("gregorian", text[:4], text[5:7], text[8:10])
        if found:
            return found
    if short := _SHORT.fullmatch(text):
        return _valid("gregorian", *short.groups())
    match = locate(fold(text))
    return match.iso if match else ""


def locate(folded: str) -> FoundDate | None:
    """The first absolute date in a text that `arabic.fold` has folded, with its place."""
    hijri: FoundDate | None = None
    for match in _pattern().finditer(folded):
        if hijri and match.start() > hijri.end + _COUNTERPART:
            break
        iso, calendar = _read(match)
        if iso and calendar == "gregorian":
            return FoundDate(iso, hijri.start if hijri else match.start(), match.end())
        if iso and not hijri:
            hijri = FoundDate(iso, match.start(), match.end())
    return hijri


@cache
def _months() -> dict[str, tuple[str, int]]:
    """Folded, lower-case month name → calendar and number."""
    return {
        fold(row["name"]).lower(): (row["calendar"], int(row["month"]))
        for row in lexicons.rows("months")
    }


@cache
def _pattern() -> re.Pattern[str]:
    """One alternation of all shapes; every repeat is bounded, so it is linear."""
    names = sorted(_months(), key=len, reverse=True)
    name = "(?:" + "|".join(re.escape(each).replace(r"\ ", " {1,2}") for each in names) + ")"
    gap = r"[ ,،]{0,3}"
    other = rf"(?: ?[/(] ?{name} ?\)?)?"  # «آذار/مارس», «آذار (مارس)»
    year = r"(?P<{}>\d{{4}})(?!\d)"
    shapes = (
        r"(?P<y1>\d{4})(?P<s1>[-/.])(?P<m1>\d{1,2})(?P=s1)(?P<d1>\d{1,2})(?!\d)",
        rf"(?P<d2>\d{{1,2}}) ?(?P<s2>[-/.]) ?(?P<m2>\d{{1,2}}) ?(?P=s2) ?{year.format('y2')}",
        rf"(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?{gap}(?:من )?(?:شهر )?(?P<n3>{name}){other}"
        rf"{gap}(?:(?:من )?(?:عام|سنه|لعام|لسنه) )?{year.format('y3')}",
        rf"\b(?P<n4>{name})\.? ?(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?{gap}{year.format('y4')}",
    )
    return re.compile("(?<!\\d)(?:" + "|".join(shapes) + ")", re.IGNORECASE)


def _read(match: re.Match[str]) -> tuple[str, str]:
    """ISO date and calendar of one match; an empty date where there is no such day."""
    for shape in "1234":
        year, day = match[f"y{shape}"], match[f"d{shape}"]
        if year is None:
            continue
        if shape in "34":
            calendar, month = _months()[re.sub(" +", " ", match[f"n{shape}"].lower())]
            return _valid(calendar, year, str(month), day), calendar
        calendar = "hijri" if int(year) in _YEARS["hijri"] else "gregorian"
        return _valid(calendar, year, match[f"m{shape}"], day), calendar
    return "", ""


def _valid(calendar: str, year: str, month: str, day: str) -> str:
    """The ISO date of a day of a calendar, or empty where the calendar has no such day."""
    try:
        parts = int(year), int(month), int(day)
        if parts[0] not in _YEARS[calendar]:
            return ""
        if calendar == "gregorian":
            return date(*parts).isoformat()
        from hijridate import Hijri

        return str(Hijri(*parts).to_gregorian().isoformat())
    except (ValueError, OverflowError):  # the 31st of a short month: no date
        return ""
