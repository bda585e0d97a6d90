"""The geometry of the charts: numbers only, the templates draw them as SVG.

Charts run in the direction of reading: in a right-to-left page the first period stands at the
right. The ends of every time line are written out, so nobody has to guess.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from classifier.reports.parts import Moment, Profile
from classifier.reports.profiles import leading
from classifier.reports.told import ASIDE

WIDTH, HEIGHT = 300.0, 84.0
_GAP = 0.18
_WIDEST = 26.0


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a stacked bar; `percent` of its width."""

    label: str
    n: int
    percent: float


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a column, in the units of the chart."""

    label: str
    n: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Column:
    """One period of a time line."""

    start: date
    x: float
    width: float
    total: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The time line of one profile; `top` is the number that the full height stands for."""

    name: str
    top: int
    columns: tuple[Column, ...]

    @property
    def statements(self) -> int:
        """How many statements are drawn."""
        return sum(column.total for column in self.columns)


@dataclass(frozen=True, slots=True)
class Mark:
    """One period of a trend strip: where it stands and which position led (empty: none)."""

    start: date
    x: float
    label: str


def bar(counts: Mapping[str, int], labels: Sequence[str]) -> tuple[Segment, ...]:
    """A stacked bar of the labels that occur.

    >>> [(part.label, part.percent) for part in bar({"opposed": 3, "neutral": 1}, ("opposed",
    ...     "supportive", "neutral"))]
    [('opposed', 75.0), ('neutral', 25.0)]
    """
    of = sum(counts.get(label, 0) for label in labels)
    return tuple(
        Segment(label, counts[label], round(100 * counts[label] / of, 2))
        for label in labels
        if counts.get(label, 0)
    )


def timelines(
    named: Sequence[tuple[str, Sequence[Moment]]],
    periods: Sequence[date],
    labels: Sequence[str],
    rtl: bool,
) -> tuple[Timeline, ...]:
    """Small multiples: one time line a name, all on one scale, without what is aside."""
    shown = [label for label in labels if label != ASIDE]
    totals = [
        sum(moment.counts.get(label, 0) for label in shown)
        for _, moments in named
        for moment in moments
    ]
    top = max(totals, default=0)
    if not top or not periods:
        return ()
    places = _places(periods, rtl)
    return tuple(
        Timeline(
            name,
            top,
            tuple(
                column
                for moment in moments
                if (column := _column(moment, shown, places, top)).total
            ),
        )
        for name, moments in named
    )


def _places(periods: Sequence[date], rtl: bool) -> dict[date, tuple[float, float]]:
    """Where each period's column begins, and how wide it is; few columns stay slender.

    >>> _places([date(2024, 1, 1), date(2024, 2, 1)], rtl=True)[date(2024, 1, 1)]
    (212.0, 26.0)
    """
    step = WIDTH / len(periods)
    width = min(step * (1 - _GAP), _WIDEST)
    places = {}
    for index, start in enumerate(periods):
        x = index * step + (step - width) / 2
        places[start] = (WIDTH - x - width if rtl else x, width)
    return places


def _column(
    moment: Moment, labels: Sequence[str], places: dict[date, tuple[float, float]], top: int
) -> Column:
    boxes = []
    y = HEIGHT
    for label in labels:
        n = moment.counts.get(label, 0)
        if n:
            height = HEIGHT * n / top
            y -= height
            boxes.append(Box(label, n, round(y, 2), round(height, 2)))
    x, width = places[moment.start]
    total = sum(box.n for box in boxes)
    return Column(moment.start, round(x, 2), round(width, 2), total, tuple(boxes))


def strip(
    profile: Profile, periods: Sequence[date], labels: tuple[str, ...], rtl: bool
) -> tuple[Mark, ...]:
    """The leading position of each period in which a profile speaks; x from 0 to 100."""
    index = {start: place for place, start in enumerate(periods)}
    step = 100 / max(1, len(periods))
    marks = []
    for moment in profile.moments:
        place = index[moment.start]
        x = (len(periods) - 1 - place if rtl else place) * step
        marks.append(Mark(moment.start, round(x, 2), leading(moment.counts, labels)[0]))
    return tuple(marks)


def across(share: float, rtl: bool) -> float:
    """Where a share stands on a scale from 0 to 100 in the direction of reading.

    >>> across(0.25, rtl=False), across(0.25, rtl=True)
    (25.0, 75.0)
    """
    return round(100 * (1 - share if rtl else share), 2)
