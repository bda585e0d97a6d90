"""The words of a report in two languages, from `data/strings.tsv`; dates and numbers with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from classifier import lexicons
from classifier.reports.parts import Unit

Lang = Literal["ar", "en"]
LANGUAGES: tuple[Lang, ...] = ("ar", "en")


@dataclass(frozen=True, slots=True)
class Strings:
    """Words by key in one language.

    >>> Strings.of("en")("section.parties"), Strings.of("ar")("section.parties")
    ('Parties', 'الأطراف')
    """

    lang: Lang
    table: dict[str, str]

    @classmethod
    def of(cls, lang: Lang, more: Iterable[lexicons.Row] = ()) -> Strings:
        """The words of a language; `more` are rows of a further table."""
        own = {row["key"]: row[lang] for row in more}
        return cls(lang, _table(lang) | own)

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return "rtl" if self.lang == "ar" else "ltr"

    @property
    def other(self) -> Strings:
        """The words of the other language."""
        return Strings.of("en" if self.lang == "ar" else "ar")

    def __call__(self, key: str, **values: object) -> str:
        """The words for a key, with numbers and names filled in."""
        words = self.table[key]
        return words.format_map(values) if values else words

    def label(self, head: str, label: str) -> str:
        """How a label is called; a user's own label is called by its name.

        >>> Strings.of("ar").label("stance", "opposed"), Strings.of("ar").label("stance", "hawk")
        ('معارض', 'hawk')
        """
        return self.table.get(f"label.{head}.{label}", label)

    def meaning(self, head: str, label: str) -> str:
        """One sentence on what a label of the codebook says; empty for a user's own."""
        return self.table.get(f"meaning.{head}.{label}", "")

    def term(self, kind: str, word: str) -> str:
        """A word of the data (a form, a cue class) in this language, if it is known."""
        return self.table.get(f"{kind}.{word}", word)

    def number(self, n: float) -> str:
        """A whole number with separators.

        >>> Strings.of("ar").number(12345)
        '12,345'
        """
        return f"{n:,.0f}"

    def percent(self, share: float | None) -> str:
        """A share as a percentage; a dash for None.

        >>> Strings.of("ar").percent(0.625)
        '62%'
        """
        return "–" if share is None else f"{share:.0%}"

    def between(self, low: float | None, high: float | None) -> str:
        """The interval of a share.

        >>> Strings.of("ar").between(0.3, 0.954)
        '30%–95%'
        """
        return f"{self.percent(low)}–{self.percent(high)}"

    def day(self, day: date | None) -> str:
        """A day in words, empty for None.

        >>> Strings.of("ar").day(date(2024, 2, 10)), Strings.of("en").day(date(2024, 2, 10))
        ('10 فبراير 2024', '10 February 2024')
        """
        return _written(day, "d MMMM y", self.lang) if day else ""

    def period(self, start: date, unit: Unit) -> str:
        """A period in words.

        >>> Strings.of("en").period(date(2024, 4, 1), "quarter")
        'Q2 2024'
        """
        if unit == "year":
            return str(start.year)
        if unit == "quarter":
            return self("period.quarter", n=(start.month + 2) // 3, year=start.year)
        if unit == "month":
            return _written(start, "MMMM y", self.lang)
        return self("period.week", day=_written(start, "d MMM y", self.lang))


@cache
def _table(lang: str) -> dict[str, str]:
    return {row["key"]: row[lang] for row in lexicons.rows("strings")}


@cache
def _written(day: date, pattern: str, lang: str) -> str:
    from babel.dates import format_date

    return str(format_date(day, pattern, locale=lang))
