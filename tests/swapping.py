"""Statements that are changed so that what is said stays: the stance must stay, too.

Sides change names: a state that a statement names becomes another one, and those that it names
change places. Only names of one gender and without the article are exchanged, so that the sentence
stays Arabic.
Numbers become other numbers. Letters are spelled as other papers spell them.

    python tests/swapping.py [MODEL]      the share of flips over all embedded quotes
    python tests/swapping.py --unseen     … over disputes that the model was not taught on
"""

import hashlib
import re
import sys
from collections.abc import Callable, Iterable, Iterator
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
_OTHER_DIGITS = str.maketrans("0123456789٠١٢٣٤٥٦٧٨٩", "1234567890١٢٣٤٥٦٧٨٩٠")
_OTHER_SPELLING = str.maketrans("أإآ0123456789", "ااا٠١٢٣٤٥٦٧٨٩")
_MARKS = re.compile("[\u064b-\u0652\u0640]")
_BEFORE = r"(?<!\w)(?P<clitic>[وف]?[بلك]?)"


class Swapped(NamedTuple):
    """A statement before and after, with the names that it had."""

    before: str
    after: str
    names: tuple[str, ...]


Change = Callable[[str], Swapped | None]


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


def renumbered(text: str) -> Swapped | None:
    """The statement with other numbers (and so other dates), None where it has none.

    >>> renumbered("تبدأ الجولة في 12 مايو 2019").after
    'تبدأ الجولة في 23 مايو 3120'
    """
    after = text.translate(_OTHER_DIGITS)
    return Swapped(text, after, ()) if after != text else None


def respelled(text: str) -> Swapped | None:
    """The statement as another paper spells it, None where that is no difference.

    >>> respelled("أكّد إن الحوار في 12 مايو").after
    'اكد ان الحوار في ١٢ مايو'
    """
    after = _MARKS.sub("", text).translate(_OTHER_SPELLING)
    return Swapped(text, after, ()) if after != text else None


CHANGES: dict[str, Change] = {"sides": swapped, "numbers": renumbered, "spelling": respelled}


def flips(
    model: Model, texts: Iterable[str], change: Change = swapped
) -> Iterator[tuple[Swapped, str, str]]:
    """Every statement that could be changed, with its stance before and after."""
    for text in texts:
        pair = change(text)
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
    for name, change in CHANGES.items():
        told = [old != new for _, old, new in flips(model, texts, change)]
        sys.stdout.write(
            f"{name:10}{len(told):6,} statements changed, {sum(told):3} stances flipped "
            f"({sum(told) / max(1, len(told)):.2%})\n"
        )


if __name__ == "__main__":
    main()
