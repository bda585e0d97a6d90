"""Statements in which the sides change names: what is said stays, so must the stance.

A state that a statement names becomes another one, and those that it names change places. Only
names of one gender and without the article are exchanged, so that the sentence stays Arabic.

    python tests/swapping.py [MODEL]      the share of flips over all embedded quotes
    python tests/swapping.py --unseen     … over disputes that the model was not taught on
"""

import hashlib
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from classifier.labels import label_texts
from classifier.model_file import load_model
from classifier.scorer import Model
from training import lessons, numbers, quotes

#: States and their capitals; all are feminine, so no verb must change.
KINDS = (
    ("روسيا", "أوكرانيا", "فرنسا", "تركيا", "إيران", "مصر", "سوريا", "ألمانيا", "إسرائيل"),
    ("موسكو", "كييف", "باريس", "أنقرة", "طهران", "دمشق", "بكين", "برلين", "واشنطن"),
)
_BEFORE = r"(?<!\w)(?P<clitic>[وف]?[بلك]?)"


class Swapped(NamedTuple):
    """A statement before and after, with the names that it had."""

    before: str
    after: str
    names: tuple[str, ...]


@cache
def _pattern(kind: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"{_BEFORE}(?P<name>{'|'.join(kind)})(?!\w)")


def swapped(text: str) -> Swapped | None:
    """The statement with other sides, None where it names no state of the lists.

    >>> swapped("اتهمت موسكو كييف بالمماطلة، وقالت كييف إنها مستعدة").after
    'اتهمت كييف موسكو بالمماطلة، وقالت موسكو إنها مستعدة'
    >>> swapped("قال الوزير إن روسيا ترحب بالحوار").after
    'قال الوزير إن أوكرانيا ترحب بالحوار'
    """
    after, found = text, []
    for kind in KINDS:
        named = list(dict.fromkeys(match["name"] for match in _pattern(kind).finditer(text)))
        if not named:
            continue
        turned = named[1:] + named[:1] if len(named) > 1 else [_next(kind, named[0])]
        other = dict(zip(named, turned, strict=True))
        after = _pattern(kind).sub(lambda one, by=other: one["clitic"] + by[one["name"]], after)
        found += named
    return Swapped(text, after, tuple(found)) if found else None


def _next(kind: tuple[str, ...], name: str) -> str:
    return kind[(kind.index(name) + 1) % len(kind)]


def flips(model: Model, texts: Iterable[str]) -> Iterator[tuple[Swapped, str, str]]:
    """Every statement that could be swapped, with its stance before and after."""
    for text in texts:
        pair = swapped(text)
        if pair is not None:
            before, after = label_texts(model, [pair.before, pair.after])
            yield pair, before["stance"].name, after["stance"].name


def unseen() -> tuple[Model, list[str]]:
    """A model taught on one half of the disputes, and the statements of the other half."""
    halves: tuple[list[quotes.Quote], list[quotes.Quote]] = ([], [])
    for quote in quotes.read_embedded():
        halves[hashlib.sha256(quote.topic.encode()).digest()[-1] % 2].append(quote)
    model = lessons.learn(quotes.check(halves[1], codebook=True), numbers.read())
    return model, [quote.text for quote in halves[0]]


def main() -> None:
    if sys.argv[1:] == ["--unseen"]:
        model, texts = unseen()
    else:
        model = load_model(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
        texts = [quote.text for quote in quotes.read_embedded()]
    told = [(len(pair.names) > 1, old != new) for pair, old, new in flips(model, texts)]
    several = [flipped for more, flipped in told if more]
    wrong = sum(flipped for _, flipped in told)
    sys.stdout.write(
        f"{len(told):,} statements swapped, {wrong} stances flipped "
        f"({wrong / max(1, len(told)):.2%}); where sides change places "
        f"{sum(several)} of {len(several):,} ({sum(several) / max(1, len(several)):.2%})\n"
    )


if __name__ == "__main__":
    main()
