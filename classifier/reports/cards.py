"""Cards: which statements stand in a page with all that is known of them, and in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import zip_longest

from classifier.reports.gather import telling
from classifier.reports.parts import Quote, Summary, start_of
from classifier.reports.told import ASIDE


def choose(summary: Summary, quotes: Iterable[Quote], most: int) -> tuple[Quote, ...]:
    """At most so many: those of the pages, then quotes that are shown elsewhere, in their order.

    What is not about the subject comes last.
    """
    known: dict[int, Quote] = {}
    for quote in quotes:
        known.setdefault(quote.told.number, quote)
    cards: dict[int, Quote] = {}
    for page in summary.pages:
        for told in page.told:
            label = told.labels.get(summary.head, "")
            cards[told.number] = known.get(told.number) or Quote(told, label)
    found = sorted((cards | known).values(), key=lambda quote: quote.label == ASIDE)
    return tuple(found[:most])


def evidence(summary: Summary, drawn: Collection[str]) -> Iterator[Quote]:
    """What is behind the time lines of `drawn`: a quote of every column, then another of each.

    Of a column the most telling of each label come first.
    """
    columns: dict[tuple[str, object], list[Quote]] = {}
    for quote in summary.evidence:
        name, day = quote.told.party or quote.told.who, quote.told.day
        if name in drawn and day:
            columns.setdefault((name, start_of(day, summary.unit)), []).append(quote)
    for some in zip_longest(*(_by_turns(quotes, summary.head) for quotes in columns.values())):
        yield from (quote for quote in some if quote)


def _by_turns(quotes: Iterable[Quote], head: str) -> list[Quote]:
    """The most telling quote of each label, then the second of each."""
    met: Counter[str] = Counter()
    places = []
    for quote in sorted(quotes, key=lambda one: -telling(one.told, head)):
        places.append((met[quote.label], quote))
        met[quote.label] += 1
    return [quote for _, quote in sorted(places, key=lambda pair: pair[0])]
