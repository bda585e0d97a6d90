"""Which sides a statement speaks of: to tell who is accused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from classifier import lexicons
from classifier.arabic import fold
from classifier.parties import countries, parties, party_of
from classifier.reports.duplicates import words

_LONGEST = 6
_AND, _WITH = frozenset("وف"), frozenset("بلك")
_LEAST = 3


class Names:
    """Finds sides by their names in a text, with the particles that Arabic writes onto them.

    Args:
        names: every way of naming a side (its capital, its short form), each with the side.
        table: whether the table of parties counts as well: bodies, offices, seats, states,
            and nationalities after a word like «الجانب». Persons do not: they change sides.

    >>> names = Names({"روسيا": "روسيا", "موسكو": "روسيا", "الحركة": "الحركة"})
    >>> names.find("لا نية لدى موسكو وللحركة مطالب")
    ['روسيا', 'الحركة']
    >>> Names({}, table=True).find("لا إرادة من الجانب الأمريكي في محادثات فيينا")
    ['الولايات المتحدة']
    """

    def __init__(self, names: Mapping[str, str], *, table: bool = False) -> None:
        self._own = {" ".join(words(name)): side for name, side in names.items()}
        self._own.pop("", None)
        self._table = table
        known = (*self._own, *(_sides() if table else ()))
        self._firsts = frozenset(name.partition(" ")[0] for name in known)

    def find(self, text: str) -> list[str]:
        """The sides named, in the order in which they first come."""
        return list(dict.fromkeys(self._found(words(text))))

    def _found(self, said: tuple[str, ...]) -> Iterator[str]:
        at = 0
        while at < len(said):
            side, length = self._longest(said, at)
            if side:
                yield side
            at += length

    def _longest(self, said: tuple[str, ...], at: int) -> tuple[str, int]:
        """The side of the longest name that begins at a word, and how many words it takes."""
        forms = _forms(said[at])
        begun = [form for form in forms if form in self._firsts]
        for length in range(min(_LONGEST, len(said) - at), 0, -1) if begun else ():
            rest = said[at + 1 : at + length]
            for form in begun:
                side = self._side(" ".join((form, *rest)), said[at - 1] if at else "")
                if side:
                    return side, length
        if self._table and at + 1 < len(said) and not _words("side").isdisjoint(forms):
            return party_of("", role=said[at + 1]).party, 1
        return "", 1

    def _side(self, name: str, before: str) -> str:
        own = self._own.get(name, "")
        if own or not self._table:
            return own
        if name in _seats() and not _words("venue").isdisjoint(_forms(before)):
            return ""
        return _sides().get(name, "")


def _forms(word: str) -> tuple[str, ...]:
    """A word, and what stands in it behind attached particles: وللحركة → للحركة، الحركة.

    >>> _forms("وللحركه"), _forms("بروسيا")
    (('وللحركه', 'للحركه', 'الحركه'), ('بروسيا', 'روسيا'))
    """
    forms = [word]
    if len(word) > _LEAST and word[0] in _AND:
        forms.append(word[1:])
    for form in tuple(forms):
        if form.startswith("لل"):
            forms.append("ال" + form[2:])
        elif len(form) > _LEAST and form[0] in _WITH:
            forms.append(form[1:])
    return tuple(forms)


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(fold(row["word"]) for row in lexicons.rows("sides") if row["kind"] == kind)


@cache
def _sides() -> dict[str, str]:
    """Folded names of bodies, seats and states, each with its side."""
    adjectives = {fold(record["adjective"]) for record in lexicons.table("nationalities")}
    found = {name: side for name, side in countries().items() if name not in adjectives and side}
    for name, rows in parties().items():
        if rows[0].kind in ("body", "metonym", "office") and rows[0].party:
            found[name] = rows[0].party
    return {" ".join(words(name)): side for name, side in found.items()}


@cache
def _seats() -> frozenset[str]:
    """Folded names of cities that stand for a side, and of capitals."""
    metonyms = {name for name, rows in parties().items() if rows[0].kind == "metonym"}
    return frozenset(metonyms | {fold(record["capital"]) for record in lexicons.table("capitals")})
