"""A window of time: of the lines of a long watch, those that a report is to tell of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from classifier.reports.strings import Strings
from classifier.reports.told import day_of


@dataclass(slots=True)
class Window:
    """Lines from one day to another, both included; None is no bound.

    `undated` counts the lines of the last pass that could be on any day and were left out.

    >>> window = Window(since=date(2024, 5, 2))
    >>> days = ("2024-05-01", "2024-05-02", "")
    >>> [line["date"] for line in window.within({"date": day} for day in days)], window.undated
    (['2024-05-02'], 1)
    >>> window.told(Strings.of("en"))
    'Only what was printed from 2024-05-02 on; 1 statements without a date are left out.'
    """

    since: date | None = None
    until: date | None = None
    undated: int = 0

    def within(self, lines: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        """The lines of the window; all of them where there are no bounds."""
        self.undated = 0
        for line in lines:
            if not self:
                yield line
                continue
            day = day_of(str(line.get("date") or ""))
            if day is None:
                self.undated += 1
            elif (self.since or date.min) <= day <= (self.until or date.max):
                yield line

    def __bool__(self) -> bool:
        return self.since is not None or self.until is not None

    def told(self, words: Strings) -> str:
        """What a reader must know of it; empty where there are no bounds."""
        if not self:
            return ""
        which = "both" if self.since and self.until else "since" if self.since else "until"
        told = words(f"window.{which}", since=self.since, until=self.until)
        return told + (words("window.undated", n=self.undated) if self.undated else ".")
