"""Whom labels and speakers serve worse, as the page of an evaluation tells it.

The figures are those of `training.fairness`, from what `evaluate --json` holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from classifier.json_text import number
from classifier.reports.strings import Strings

_JUDGED = ("worse", "even")


@dataclass(frozen=True, slots=True)
class Kind:
    """How well the groups of one kind are served.

    Fields:
        name: the kind (`outlet`); `rows`: group → its figures, those that are worse in `worse`.
        few: groups that are too small to be judged; `left_out`: what is not told apart, in words.
    """

    name: str
    rows: Mapping[str, Mapping[str, float]]
    worse: frozenset[str]
    few: frozenset[str]
    left_out: str


@dataclass(frozen=True, slots=True)
class Groups:
    """The kinds, and one sentence on whether any group is served worse (empty without any)."""

    kinds: tuple[Kind, ...]
    notice: str
    alarming: bool


def groups_of(found: Mapping[str, Any], strings: Strings) -> Groups:
    """The groups of a head, or of the chain on articles."""
    few = table_of(found.get("few"))
    kinds = tuple(
        _kind(str(kind), table_of(table), table_of(few.get(kind)), strings)
        for kind, table in table_of(found.get("by")).items()
        if table_of(table)
    )
    worse = [
        f"{strings.term('eval.by', kind.name)} – {strings.term(kind.name, name)}"
        for kind in kinds
        for name in sorted(kind.worse)
    ]
    judged = sum(len(kind.rows) - len(kind.few) for kind in kinds)
    if worse:
        return Groups(kinds, strings("eval.worse", names=" · ".join(worse)), alarming=True)
    notice = strings("eval.even", n=judged) if judged else strings("eval.unjudged")
    return Groups(kinds, notice if kinds else "", alarming=False)


def _kind(name: str, table: Mapping[str, Any], few: Mapping[str, Any], strings: Strings) -> Kind:
    verdicts = {str(group): table_of(row).get("verdict") for group, row in table.items()}
    small, unknown = number(few.get("groups")) or 0, number(few.get("unknown")) or 0
    told = [
        strings(
            "eval.small", n=strings.number(number(few.get("n")) or 0), groups=strings.number(small)
        )
    ]
    left_out = [*(told if small else []), *_unknown(unknown, strings)]
    return Kind(
        name=name,
        rows={str(group): figures(row) for group, row in table.items()},
        worse=frozenset(group for group, verdict in verdicts.items() if verdict == "worse"),
        few=frozenset(group for group, verdict in verdicts.items() if verdict not in _JUDGED),
        left_out=" · ".join(left_out),
    )


def _unknown(n: float, strings: Strings) -> list[str]:
    return [strings("eval.unknown", n=strings.number(n))] if n else []


def first_groups(evaluation: Mapping[str, Any], strings: Strings) -> Groups:
    """Those of the first threshold of the articles that tells any."""
    rows = [
        groups_of(table_of(row), strings) for row in table_of(evaluation.get("articles")).values()
    ]
    return next((row for row in rows if row.kinds), Groups((), "", alarming=False))


def figures(value: object) -> dict[str, float]:
    """The plain figures of a table, by key; a bare number stands under `macro_f1`."""
    if not isinstance(value, Mapping):
        bare = number(value)
        return {} if bare is None else {"macro_f1": bare}
    found = {str(key): number(one) for key, one in value.items()}
    return {key: one for key, one in found.items() if one is not None}


def table_of(value: object) -> Mapping[str, Any]:
    """A table, empty where there is none."""
    return value if isinstance(value, Mapping) else {}
