"""Label schemes: the codebook's, or one of the user's own, and what is no label of either.

Quotes that are taught together with the embedded ones must bear the codebook's labels. A scheme
of one's own (`--no-embedded`) may use any names, as long as each is used twice at least and no
two differ only by case or spacing: such labels are typing errors.
"""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from classifier.errors import InputError

#: The codebook's labels (`training/CODEBOOK.md`), in its order.
CODEBOOK: dict[str, tuple[str, ...]] = {
    "stance": ("supportive", "conditional", "opposed", "accusing", "neutral", "unrelated"),
    "sentiment": ("positive", "negative", "neutral"),
}
#: A label that fewer quotes bear can be neither learnt nor judged.
FEWEST = 2


def in_order(head: str, labels: Iterable[str]) -> list[str]:
    """The codebook's order first, other labels by name after it.

    >>> in_order("sentiment", ["mixed", "neutral", "positive"])
    ['positive', 'neutral', 'mixed']
    """
    known = CODEBOOK.get(head, ())
    given = set(labels)
    return [label for label in known if label in given] + sorted(given - set(known))


def check_labels(head: str, told: Sequence[tuple[str, str]], *, codebook: bool) -> None:
    """Refuse what is no label: `told` is (label, place in a file) for each quote.

    Raises:
        InputError: naming the first place, and the label that was probably meant.

    >>> check_labels("stance", [("supportiv", "own.csv:7")], codebook=True)
    Traceback (most recent call last):
    ...
    classifier.errors.InputError: own.csv:7: unknown stance 'supportiv'; did you mean
    'supportive'? (the codebook has ...)
    """
    first: dict[str, str] = {}
    for label, place in told:
        first.setdefault(label, place)
    if codebook:
        _check_known(head, first)
    else:
        _check_own(head, Counter(label for label, _ in told), first)


def _check_known(head: str, first: Mapping[str, str]) -> None:
    for label, place in first.items():
        if label not in CODEBOOK[head]:
            message = (
                f"{place}: unknown {head} {label!r}{_meant(label, CODEBOOK[head])} "
                f"(the codebook has {', '.join(CODEBOOK[head])}; "
                "a scheme of your own needs --no-embedded)"
            )
            raise InputError(message)


def _check_own(head: str, counts: Counter[str], first: Mapping[str, str]) -> None:
    alike: dict[str, list[str]] = defaultdict(list)
    for label in counts:
        alike["".join(label.casefold().split())].append(label)
    for names in alike.values():
        if len(names) > 1:
            common, odd, *_ = sorted(names, key=lambda name: (-counts[name], name))
            message = f"{first[odd]}: unknown {head} {odd!r}; did you mean {common!r}?"
            raise InputError(message)
    if len(counts) == 1:
        (label,) = counts
        message = f"{first[label]}: every {head} is {label!r}; a head needs two labels or more"
        raise InputError(message)
    for label, count in counts.items():
        if count < FEWEST:
            hint = _meant(label, [name for name in counts if name != label])
            message = f"{first[label]}: {head} {label!r} occurs only once{hint}"
            raise InputError(message)


def _meant(label: str, names: Sequence[str]) -> str:
    near = difflib.get_close_matches(label.casefold(), names, n=1)
    return f"; did you mean {near[0]!r}?" if near else "; correct it or label more quotes so"
