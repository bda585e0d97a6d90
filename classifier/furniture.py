"""Furniture: the words by which what stands on a page shows that it is no article prose.

The phrases stand in `data/furniture.tsv` with a kind; here they are looked up, folded, so that
«إقرأ أيضاً» and «اقرأ ايضا» are one. `page_lines` and `datelines` say what they mean for a line.

>>> "رويترز" in words("agency"), first_word("  وقَالَ الوزير")
(True, 'وقال')
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from classifier import lexicons
from classifier.arabic import fold

_FIRST = re.compile("[^\\W\\d_][\\w\u064b-\u0652\u0670]*")
_WORD = re.compile(r"[^\W\d_]+")
#: Kinds whose phrases begin a line.
_STARTERS = frozenset({"next", "source", "tags", "date", "byline", "link", "glued"})


class Pattern(NamedTuple):
    """A folded phrase that begins a line; `needs_mark` asks for a colon, dash or slash behind."""

    phrase: str
    kind: str
    needs_mark: bool


@cache
def starters() -> dict[str, tuple[Pattern, ...]]:
    """First word → the patterns that begin with it, longest first."""
    found: dict[str, list[Pattern]] = {}
    for row in lexicons.rows("furniture"):
        if row["kind"] in _STARTERS:
            phrase = plain(row["pattern"])
            pattern = Pattern(phrase.rstrip(":"), row["kind"], phrase.endswith(":"))
            found.setdefault(first_word(phrase), []).append(pattern)
    return {
        word: tuple(sorted(each, key=lambda one: -len(one.phrase))) for word, each in found.items()
    }


@cache
def words(kind: str) -> frozenset[str]:
    """The folded phrases of a kind (`share`, `agency`, `goes_on` …)."""
    rows = lexicons.rows("furniture")
    return frozenset(plain(row["pattern"]) for row in rows if row["kind"] == kind)


@cache
def single_words(kind: str) -> frozenset[str]:
    """The single words of the phrases of a kind."""
    return frozenset(word for phrase in words(kind) for word in _WORD.findall(phrase))


def is_only(text: str, kind: str) -> bool:
    """The text holds no other words than those of a kind.

    >>> is_only("شارك عبر فيسبوك", "share"), is_only("شارك الوزير", "share")
    (True, False)
    """
    known = single_words(kind)
    return all(word in known for word in _WORD.findall(plain(text)))


@lru_cache(maxsize=8192)
def plain(word: str) -> str:
    """A word folded, in lower case: news repeats its words, so most answers are remembered."""
    return fold(word).lower()


def first_word(text: str) -> str:
    """The first word of a text, folded; empty where the first 60 letters hold none."""
    found = _FIRST.search(text[:60])
    return plain(found[0]) if found else ""
