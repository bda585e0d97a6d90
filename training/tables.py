"""The summary of an evaluation as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from classifier.reports.plain import one_line, pad, shorten
from training.fairness import ENOUGH
from training.schemes import CODEBOOK

#: So many groups of a kind are listed, the worst first; the page has them all.
MOST_GROUPS = 8
_NAME = 24
_MARKS = {"worse": "  WORSE", "few": f"  under {ENOUGH}: too few to judge"}


def table(summary: Mapping[str, Any]) -> list[str]:
    """The summary as lines for a terminal."""
    lines = []
    for name, about in (("quotes", ""), ("random", " (folds at random)")):
        for head in CODEBOOK:
            found = summary.get(name, {}).get(head)
            if found:
                lines += _lines(f"{head}{about}", found, short=name == "random")
    for name, found in summary.get("quotes", {}).get("samples", {}).items():
        for head in CODEBOOK:
            if head in found:
                lines += _lines(f"{head} ({name})", found[head], short=True)
    for name, heads in summary.get("baselines", {}).items():
        for head, found in heads.items():
            lines.append(f"{head} ({name} baseline): {_two(found)}")
    for threshold, found in summary.get("articles", {}).items():
        lines.append(
            f"statements at overlap {threshold}: F1 {found['f1']:.3f} "
            f"(precision {found['precision']:.3f}, recall {found['recall']:.3f}), "
            f"speaker right on matched {found['speaker_on_matched']:.3f}"
        )
        lines += _groups(found, "found and given to the right speaker")
    return lines


def _two(found: Mapping[str, Any]) -> str:
    return f"macro-F1 {found['macro_f1']:.3f}, accuracy {found['accuracy']:.3f}"


def _lines(name: str, found: Mapping[str, Any], *, short: bool) -> list[str]:
    low, high = found["ci95"]
    ece = "" if found["ece"] is None else f", calibration error {found['ece']:.3f}"
    lines = [f"{name}: {_two(found)} over {found['n']} (95 %: {low:.3f} to {high:.3f}){ece}"]
    if not short:
        lines += [f"    {label:<12} {value:.3f}" for label, value in found["f1"].items()]
        half = [right for share, right in found["risk_coverage"] if abs(share - 0.5) < 0.01]
        lines += [f"    the surer half: accuracy {right:.3f}" for right in half]
        lines += _groups(found, "right")
        lines += [
            f"    with {n} own labels: macro-F1 {f1:.3f}, accuracy {right:.3f}"
            for n, f1, right in found.get("learning_curve", ())
        ]
    return lines


def _groups(found: Mapping[str, Any], of: str) -> Iterator[str]:
    """The groups of each kind, those that are significantly worse, and what is too few to tell."""
    by, few = found.get("by", {}), found.get("few", {})
    for kind, table in by.items():
        shown = sorted(table.items(), key=_judged_and_worst_first)
        yield f"    by {kind}: {of} (95 %)"
        for name, row in shown[:MOST_GROUPS]:
            called = pad(shorten(one_line(name), _NAME), _NAME)
            yield f"      {called} {_figures(row)}{_MARKS.get(row['verdict'], '')}"
        if rest := [row["accuracy"] for _, row in shown[MOST_GROUPS:]]:
            yield f"      {len(rest)} more, {min(rest):.3f} to {max(rest):.3f} (--html has them)"
        yield from _left_out(few.get(kind, {}))
    if untold := [kind for kind in few if kind not in by]:
        yield f"    too few to tell apart by {', '.join(untold)}"
    yield from _notice(by)


def _judged_and_worst_first(item: tuple[str, Mapping[str, Any]]) -> tuple[bool, float, str]:
    name, row = item
    return row["verdict"] == "few", row["accuracy"], name


def _notice(by: Mapping[str, Any]) -> Iterator[str]:
    """Who is served significantly worse, and among how many that was looked for."""
    rows = [(kind, name, row) for kind, table in by.items() for name, row in table.items()]
    judged = [one for one in rows if one[2]["verdict"] != "few"]
    worse = [f"{kind} {one_line(name)}" for kind, name, row in judged if row["verdict"] == "worse"]
    if worse:
        yield f"    SIGNIFICANTLY WORSE than the others: {', '.join(worse)}"
    elif judged:
        yield f"    none of {len(judged)} groups is significantly worse than the others"
    elif rows:
        yield "    no group is large enough to judge"


def _figures(row: Mapping[str, Any]) -> str:
    between = f"({row['low']:.3f} to {row['high']:.3f})"
    return f"{row['accuracy']:.3f} {between} of {row['n']}, elsewhere {row['elsewhere']:.3f}"


def _left_out(few: Mapping[str, int]) -> Iterator[str]:
    parts = []
    if few.get("groups"):
        parts.append(f"{few['n']} in {few['groups']} groups too small to tell apart")
    if few.get("unknown"):
        parts.append(f"{few['unknown']} unknown")
    if parts:
        yield f"      left out: {', '.join(parts)}"
