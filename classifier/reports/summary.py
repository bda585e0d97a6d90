"""From prediction lines to one summary, in one pass and bounded memory.

    lines ──► Told ──► copies counted once ──► counts, best quotes, newest pages ──► Summary

A statement counts once in every share, by its first telling; all its tellings count as
appearances. What is under `--min-confidence` is counted as abstained and is in no share.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from classifier.arabic import unmarked
from classifier.flat import HEADS
from classifier.reports import profiles
from classifier.reports.counting import Gatherer, Limits
from classifier.reports.parts import (
    Accusation,
    Condition,
    Summary,
    Unit,
    periods_between,
)
from classifier.reports.scratch import Scratch
from classifier.reports.shares import Share, Tally, corrected
from classifier.reports.told import ASIDE, Told

Confusion = Mapping[str, Mapping[str, int]]
#: From how many statements on the mean confidence says something; how far it may lie under that
#: of the evaluation; and what is too little where there is none.
_JUDGED, _FALL, _UNSURE = 30, 0.1, 0.5


def summarise(
    rows: Iterable[Mapping[str, Any]],
    *,
    names: Mapping[str, str] | None = None,
    confusion: Confusion | None = None,
    usual: float | None = None,
    remarks: Iterable[str] = (),
    limits: Limits | None = None,
) -> Summary:
    """Sum up prediction lines.

    Args:
        rows: the lines, in any order; those of one article together give better intervals.
        names: how parties are called, each name with its party, to find who is accused; the
            table of parties is known anyway.
        confusion: `{gold: {predicted: n}}` of the model, to correct the shares.
        usual: how sure the model was on average where it was judged, to tell an unlike batch.
        remarks: what else the reader must know, shown as it stands.
        limits: how much is remembered.

    Raises:
        InputError: a line has no text.
        OutputError: there is no room on disk for what is noted.

    >>> lines = [{"text": "قال سالم: نرحب بالحوار", "speaker": "سالم", "stance": "supportive"},
    ...          {"text": "قال منير: لا حوار", "speaker": "منير", "stance": "opposed"}]
    >>> summary = summarise(lines)
    >>> [(profile.name, profile.leading) for profile in summary.speakers]
    [('سالم', 'supportive'), ('منير', 'opposed')]
    """
    with Scratch() as scratch:
        gathered = Gatherer(names or {}, limits or Limits(), scratch)
        for number, row in enumerate(rows):
            gathered.add(Told.of(row, number))
        summary = _finish(gathered, confusion)
    told = [*_unlike(gathered, usual), *summary.notices]
    if confusion and summary.about and all(share.corrected is None for share in summary.shares):
        told.append(("notice.uncorrected", summary.aside))
    return replace(summary, notices=tuple(told), remarks=tuple(remarks))


def sum_up(
    read: Callable[[], Iterable[Mapping[str, Any]]],
    *,
    confusion: Confusion | None = None,
    usual: float | None = None,
) -> Summary:
    """Sum up lines that can be read twice: first who is spoken for, then what is said.

    The parties of the lines, each by its own name, are those that can be accused.

    >>> lines = [{"text": "اتهم سالم الجبهة بالمماطلة", "party": "الحكومة", "stance": "accusing"},
    ...          {"text": "قال منير: لا حوار", "party": "الجبهة", "stance": "opposed"}]
    >>> sum_up(lambda: lines).accusations[0].accused
    'الجبهة'
    """
    met = dict.fromkeys(row.get("party") for row in read())
    names = {unmarked(party): unmarked(party) for party in met if isinstance(party, str) and party}
    return summarise(read(), names=names, confusion=confusion, usual=usual)


def _finish(gathered: Gatherer, confusion: Confusion | None) -> Summary:
    head = gathered.head or HEADS[0]
    labels, seen = gathered.labels(head), gathered.seen
    first, last, unit = profiles.time_of(gathered.all)
    make = profiles.Maker(labels, unit, gathered.quote)
    groups = {kind: make.all(found) for kind, found in gathered.groups.items()}
    return Summary(
        head=head,
        labels=labels,
        other_head=gathered.other,
        other_labels=gathered.labels(gathered.other),
        tellings=seen["tellings"],
        statements=gathered.all.statements,
        articles=seen["articles"],
        speakers_known=seen["speaker"],
        parties_known=seen["party"],
        outlets_known=seen["outlet"],
        unknown_speaker=seen["unknown speaker"],
        abstained=seen["abstained"],
        unlabelled=seen["unlabelled"],
        undated=seen["undated"],
        aside=gathered.all.tally.counts[ASIDE],
        first=first,
        last=last,
        unit=unit,
        periods=_periods(gathered, unit),
        moments=make.moments(gathered.all),
        shares=_corrected(gathered.all.tally, labels, confusion),
        crossed={label: dict(gathered.crossed.get(label, {})) for label in labels},
        forms=groups["form"],
        parties=profiles.with_speakers(groups["party"], groups["speaker"]),
        speakers=groups["speaker"],
        outlets=groups["outlet"],
        conditions=_conditions(gathered),
        accusations=_accusations(gathered),
        evidence=tuple(map(gathered.quote, gathered.points.found())),
        pages=gathered.shelf.pages(),
        confidence=gathered.confidence,
        notices=_notices(gathered),
    )


def _periods(gathered: Gatherer, unit: Unit) -> tuple[date, ...]:
    """All periods, those too in which an outlet told nothing but copies."""
    told = profiles.span(gathered.all, *gathered.groups["outlet"].values())
    return periods_between(*told, unit)


def _corrected(
    tally: Tally, labels: tuple[str, ...], confusion: Confusion | None
) -> tuple[Share, ...]:
    shares = tally.shares(tuple(label for label in labels if label != ASIDE))
    if not confusion:
        return shares
    worth = min((tally.effective(label) for label in labels if tally.counts[label]), default=None)
    found = corrected(tally.counts, confusion, worth, aside=ASIDE)
    return tuple(
        replace(
            share,
            corrected=found[share.label][0],
            corrected_low=found[share.label][1],
            corrected_high=found[share.label][2],
        )
        if share.label in found
        else share
        for share in shares
    )


def _conditions(gathered: Gatherer) -> tuple[Condition, ...]:
    """By party, the one that names most first; of each party the newest first."""
    found = [
        Condition(
            told.party,
            told.who,
            told.condition or told.text,
            not told.condition,
            gathered.quote(told),
        )
        for told in sorted(gathered.conditions.found(), key=lambda one: one.day or date.min)[::-1]
    ]
    often = Counter(one.party for one in found)
    return tuple(sorted(found, key=lambda one: (not one.party, -often[one.party], one.party)))


def _accusations(gathered: Gatherer) -> tuple[Accusation, ...]:
    found = [
        Accusation(accuser, accused, count["n"], tuple(map(gathered.quote, best.found())))
        for (accuser, accused), (count, best) in gathered.accusing.items()
    ]
    return tuple(sorted(found, key=lambda one: (not one.accused, -one.n, one.accuser)))


def _unlike(gathered: Gatherer, usual: float | None) -> tuple[tuple[str, int], ...]:
    """Whether the model is so unsure that these texts must differ from what it was taught on."""
    found = gathered.confidence
    if found is None or gathered.seen["sure"] < _JUDGED:
        return ()
    percent = round(100 * found)
    if usual is not None and found < usual - _FALL:
        return (("notice.unlike", percent),)
    return (("notice.unsure", percent),) if found < _UNSURE else ()


def _notices(gathered: Gatherer) -> tuple[tuple[str, int], ...]:
    """What was let go on the way, so that a report can say so."""
    dropped = {
        f"notice.{kind}": gathered.seen[kind] - profiles.known(groups)
        for kind, groups in gathered.groups.items()
        if groups.dropped
    }
    if gathered.copies.forgot:
        dropped["notice.copies"] = 1
    return tuple(dropped.items())
