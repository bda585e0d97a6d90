"""Statements that are changed so that what is said stays: the stance must stay, too.

Sides change names: a state, a capital or a nationality that a statement names becomes another one,
and those that it names change places. Only names of one gender, all with the article or all without
it, are exchanged, so that the sentence stays Arabic.
Numbers become other numbers. Letters are spelled as other papers spell them.

    python tests/swapping.py [MODEL]      the share of flips over all embedded quotes
    python tests/swapping.py --unseen     … over disputes that the model was not taught on
    python tests/swapping.py --real FILE  … over the statements of a file (JSON lines with `text`)
"""

import hashlib
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from classifier import lexicons
from classifier.arabic import fold
from classifier.function_words import NO_NATIONALITY
from classifier.labels import label_texts
from classifier.model_file import load_model
from classifier.scorer import Model
from training import lessons, numbers, quotes

Names = tuple[str, ...]


def _kinds() -> tuple[Names, ...]:
    """Names that can stand in one another's place: of one kind and gender, with ال or without."""
    found: dict[tuple[str, str, bool], list[str]] = {}
    for row in lexicons.rows("side_names"):
        key = (row["kind"], row["gender"], row["word"].startswith("ال"))
        found.setdefault(key, []).append(row["word"])
    return tuple(map(tuple, found.values()))


def _nationalities() -> Names:
    """One nationality a state (روسي), without those of two words or that are everyday words."""
    first: dict[str, str] = {}
    for row in lexicons.table("nationalities"):
        if " " not in row["adjective"] and fold(row["adjective"]) not in NO_NATIONALITY:
            first.setdefault(row["country"], row["adjective"])
    return tuple(first.values())


KINDS = _kinds()
NATIONALITIES = _nationalities()
_OTHER_DIGITS = str.maketrans("0123456789٠١٢٣٤٥٦٧٨٩", "1234567890١٢٣٤٥٦٧٨٩٠")
_OTHER_SPELLING = str.maketrans("أإآ0123456789", "ااا٠١٢٣٤٥٦٧٨٩")
_MARKS = re.compile("[\u064b-\u0652\u0640]")
_BEFORE = r"(?<!\w)(?P<clitic>[وف]?[بلك]?)"
_ENDING = r"(?=(?:ة|ون|ين|ات)?(?!\w))"


class Swapped(NamedTuple):
    """A statement before and after, with the names that it had."""

    before: str
    after: str
    names: tuple[str, ...]


Change = Callable[[str], Swapped | None]


@cache
def _pattern(kind: Names) -> re.Pattern[str]:
    names = "|".join(kind)
    if kind is NATIONALITIES:
        before = r"(?<!\w)(?P<clitic>[وف]?[بك]?(?:ال)?|[وف]?لل)"
        return re.compile(rf"{before}(?P<name>{names}){_ENDING}")
    return re.compile(rf"{_BEFORE}(?P<name>{names})(?!\w)")


def swapped(text: str) -> Swapped | None:
    """The statement with other sides, None where it names no state of the lists.

    >>> swapped("اتهمت موسكو كييف بالمماطلة، وقالت كييف إنها مستعدة").after
    'اتهمت كييف موسكو بالمماطلة، وقالت موسكو إنها مستعدة'
    >>> swapped("قال الوزير إن روسيا ترحب بالحوار").after
    'قال الوزير إن رومانيا ترحب بالحوار'
    >>> swapped("رفض الوفد الروسي مقترح الحكومة الأوكرانية").after
    'رفض الوفد الأوكراني مقترح الحكومة الروسية'
    """
    after, found = text, []
    for kind in (*KINDS, NATIONALITIES):
        named = list(dict.fromkeys(match["name"] for match in _pattern(kind).finditer(text)))
        if not named:
            continue
        turned = named[1:] + named[:1] if len(named) > 1 else [_next(kind, named[0])]
        other = dict(zip(named, turned, strict=True))
        after = _pattern(kind).sub(lambda one, by=other: one["clitic"] + by[one["name"]], after)
        found += named
    return Swapped(text, after, tuple(found)) if found else None


def _next(kind: Names, name: str) -> str:
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
    model: Model, texts: Iterable[str], change: Change = swapped, most: int | None = None
) -> Iterator[tuple[Swapped, str, str]]:
    """Every statement that could be changed (the first `most`), its stance before and after."""
    pairs = list(islice(filter(None, map(change, texts)), most))
    both = [pair.before for pair in pairs] + [pair.after for pair in pairs]
    names = [labels["stance"].name for labels in label_texts(model, both)]
    yield from zip(pairs, names[: len(pairs)], names[len(pairs) :], strict=True)


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
    elif sys.argv[1:2] == ["--real"]:
        model = load_model(None)
        texts = [quote.text for quote in quotes.read(Path(sys.argv[2]))]
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
