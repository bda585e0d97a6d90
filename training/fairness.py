"""Whether some groups are served worse than others, by more than chance.

Every group is compared with all others **at the same gold labels** (equalised odds: Hardt, Price,
Srebro 2016), since a group whose statements are harder to label is not treated unfairly by that
alone: the test is that of Cochran, Mantel and Haenszel over the labels. Statements of one article
hang together, so counts are divided by the design effect (Rao, Scott 1992) in intervals and tests
alike; and since many groups are looked at, Holm's correction holds the chance that any of them is
called worse without being so at 5 %.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from classifier.reports.shares import wilson

#: A group under this is not told apart: it is counted among the few.
FEWEST = 10
#: A group under this is shown and not judged: its interval is wider than .35 at any share near
#: those that we see (Wilson, .7 of 30: .52 to .83).
ENOUGH = 30
#: The chance of calling any group worse that is not.
ALPHA = 0.05


@dataclass(frozen=True, slots=True)
class Outcome:
    """One statement that was judged.

    Fields:
        right: whether the label (or the speaker) is right.
        cluster: the article it stands in; `stratum`: its gold label, empty for all alike.
        groups: kind → the group it belongs to, empty where that is not known.
    """

    right: bool
    cluster: str
    stratum: str
    groups: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """How well one group is served.

    Fields:
        n: its statements; `share`: of them right, with its 95 % interval `low` to `high`.
        elsewhere: the share that the others reach on its mix of labels.
        p: the chance of so large a difference to its harm where there is none.
        verdict: `worse`, `even` (no difference to its harm that chance would not make), or `few`.
    """

    n: int
    share: float
    low: float
    high: float
    elsewhere: float
    p: float
    verdict: str = "few"

    def as_json(self) -> dict[str, Any]:
        """The keys under `by` in `evaluate --json`."""
        rounded = {
            "accuracy": self.share,
            "low": self.low,
            "high": self.high,
            "elsewhere": self.elsewhere,
            "p": self.p,
        }
        shares = {key: round(value, 4) for key, value in rounded.items()}
        return {"n": self.n, **shares, "verdict": self.verdict}


def compared(
    outcomes: Sequence[Outcome], kinds: Iterable[str]
) -> tuple[dict[str, dict[str, Group]], dict[str, dict[str, int]]]:
    """The groups of each kind, and what is not among them.

    A kind is left out where nothing of it is known, or all that is known is one group.

    Returns:
        kind → group → how well it is served; kind → `groups` too small to be told apart, their
        statements (`n`), and statements of which the kind is `unknown`.
    """
    effect = design_effect(outcomes)
    found: dict[str, dict[str, Group]] = {}
    rest: dict[str, dict[str, int]] = {}
    for kind in kinds:
        sizes = Counter(one.groups.get(kind, "") for one in outcomes)
        unknown = sizes.pop("", 0)
        if len(sizes) < 2:
            continue
        small = [name for name, size in sizes.items() if size < FEWEST]
        rest[kind] = {
            "groups": len(small),
            "n": sum(sizes[name] for name in small),
            "unknown": unknown,
        }
        told = [one for one in outcomes if one.groups.get(kind)]
        found[kind] = {
            name: _group(told, kind, name, effect) for name in sorted(set(sizes) - {*small})
        }
    return _judged(found), rest


def design_effect(outcomes: Sequence[Outcome]) -> float:
    """By how much statements of one article say less than as many of different ones; 1 at least.

    The variance of the share of right ones between articles, over that of independent ones.

    >>> hung = [Outcome(n % 2 == 0, str(n % 20), "", {}) for n in range(100)]
    >>> round(design_effect(hung), 1), design_effect(hung[:20])
    (5.3, 1.05...)
    """
    n = len(outcomes)
    share = sum(one.right for one in outcomes) / max(n, 1)
    off: dict[str, float] = defaultdict(float)
    for one in outcomes:
        off[one.cluster] += one.right - share
    clusters = len(off)
    if clusters < 2 or share in (0, 1):
        return 1.0
    between = sum(value**2 for value in off.values()) * clusters / (clusters - 1)
    return max(1.0, between / (n * share * (1 - share)))


def _group(outcomes: Sequence[Outcome], kind: str, name: str, effect: float) -> Group:
    own, others = Strata(), Strata()
    for one in outcomes:
        (own if one.groups[kind] == name else others).add(one)
    share, elsewhere = own.right / own.n, others.share_at(own)
    low, high = wilson(own.right / effect, own.n / effect)
    return Group(own.n, share, low, high, elsewhere, chance(own, others, effect))


class Strata:
    """How many there are of each stratum, and how many of them are right."""

    def __init__(self) -> None:
        self.sizes: Counter[str] = Counter()
        self.rights: Counter[str] = Counter()

    def add(self, one: Outcome) -> None:
        """Count one statement."""
        self.sizes[one.stratum] += 1
        self.rights[one.stratum] += one.right

    @property
    def n(self) -> int:
        """All of them."""
        return self.sizes.total()

    @property
    def right(self) -> int:
        """Those that are right."""
        return self.rights.total()

    def share_at(self, mix: Strata) -> float:
        """The share of right ones that these would have with the strata of others.

        A stratum that is lacking here has the share of the whole.
        """
        whole = self.right / max(self.n, 1)
        return sum(
            size * (self.rights[name] / self.sizes[name] if self.sizes[name] else whole)
            for name, size in mix.sizes.items()
        ) / max(mix.n, 1)


def chance(own: Strata, others: Strata, effect: float) -> float:
    """The chance that `own` does so much worse than `others` where nothing sets them apart.

    One-sided, after Cochran, Mantel and Haenszel, the variance multiplied by the design effect.
    """
    off = variance = 0.0
    for name, size in own.sizes.items():
        n = size + others.sizes[name]
        right = own.rights[name] + others.rights[name]
        off += own.rights[name] - size * right / n
        if n > 1:
            variance += size * (n - size) * right * (n - right) / (n * n * (n - 1))
    if variance <= 0:
        return 1.0
    return 0.5 * math.erfc(-off / math.sqrt(2 * variance * effect))


def _judged(found: Mapping[str, Mapping[str, Group]]) -> dict[str, dict[str, Group]]:
    """Holm's step-down correction over all groups that are large enough."""
    order = sorted(
        (group.p, kind, name)
        for kind, groups in found.items()
        for name, group in groups.items()
        if group.n >= ENOUGH
    )
    verdicts: dict[tuple[str, str], str] = {}
    worse = True
    for place, (p, kind, name) in enumerate(order):
        worse = worse and p <= ALPHA / (len(order) - place)
        verdicts[kind, name] = "worse" if worse else "even"
    return {
        kind: {
            name: replace(group, verdict=verdicts.get((kind, name), "few"))
            for name, group in groups.items()
        }
        for kind, groups in found.items()
    }
