"""The side a speaker speaks for, told by name, office and the state the article is about.

>>> party_of("سيرغي لافروف").party
'روسيا'
>>> party_of("", role="المتحدث باسم الخارجية الإيرانية").party
'إيران'
>>> party_of("مصدر مطلع").party
''
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from classifier.arabic import fold
from classifier.function_words import (
    AGAINST,
    OF_SEVERAL,
    OFFICIAL,
    OFFICIAL_SOURCE,
    ON_BEHALF,
    OWN_SIDE,
    SENT_TO,
    SON_OF,
)
from classifier.office_bodies import body_in
from classifier.party_table import Row, first_words, parties, row_of
from classifier.states import countries, in_seat, seat_in, sides_of_codes, state_in, state_of
from classifier.vocabulary import bare, given_names, is_noun, kinds

__all__ = ["Side", "countries", "parties", "party_of"]

_WORD = re.compile(r"\w+")
#: The longest name looked for inside an office, in words.
_LONGEST = 6
#: Longer offices are no offices: the work must not grow with hostile input.
_MOST_WORDS = 60
#: An army of its own name («جيش النهر»); that of the state is «الجيش».
_ARMY = "جيش"
_SPEAKING_KINDS = frozenset(("body", "office", "metonym"))
#: The bodies that several states have, always asked in one order.
_SEVERAL = tuple(sorted(OF_SEVERAL))
#: How the name of a parliament begins.
_ASSEMBLY = "مجلس"


@dataclass(frozen=True, slots=True)
class Side:
    """What is known of a name: its canonical form and the party spoken for."""

    canonical: str = ""
    party: str = ""


def party_of(
    name: str, role: str = "", kind: str = "", date: str = "", home: Callable[[], str] = str
) -> Side:
    """The side that `name` in the office `role` speaks for at `date` (ISO or empty).

    A name of the table tells it; else the longest name of the table that stands in the office or
    in the name («المتحدث باسم حركة …»); else the last nationality or state in them; else, for
    offices of a state, `home()`, the state the article is about; else the body that they name.
    """
    side, official, several = _told(name, role, kind, date)
    if (official or several) and (state := home()):
        usual = state if official else side.party
        return Side(name, _of_state(several, state, usual) if several else usual)
    return side


@lru_cache(maxsize=1 << 12)  # 2 MB; four times as many take no less time (6,000 real articles)
def _told(name: str, role: str, kind: str, date: str) -> tuple[Side, bool, str]:
    """The side as far as the words tell it, and whether it is that of a state they do not name.

    The last is the body of several states that they name.
    """
    row = _row_named(name, role, date)
    if row is not None and row.kind != "office":
        return Side(row.canonical, row.party if row.kind != "media" else ""), False, ""
    texts = (role, name) if kind in ("person", "unknown", "") else (name, role)
    if kind == "person" and not _is_office(name):
        texts = (role, "")  # «علي الكندي» is no Canadian for it
    for text in texts:
        party = _told_in(text, date)
        if party:
            return Side(name, party), False, ""
    held = name if kind == "person" and not role and _is_office(name) else role
    body = {"body": name, "media": ""}.get(kind, body_in(held))
    folded = " ".join(map(fold, texts))
    several = next((each for each in _SEVERAL if each in folded), "")
    return Side(name, body), any(map(_is_official, texts)), several


def _row_named(name: str, role: str, date: str) -> Row | None:
    """The row of a name: as spelt, or without the father's names («سالم ⟨بن ناصر⟩ الحربي»).

    Where no date chooses among several rows, the state named in the office does.
    """
    folded = fold(name)
    if folded in OF_SEVERAL:
        return None
    row = row_of(folded, date)
    words = folded.split()
    if row is None and len(words) > 2 and not SON_OF.isdisjoint(words):
        row = row_of(f"{words[0]} {words[-1]}", date)
    if row is None or date or row.kind != "person" or not role:
        return row
    rows = parties().get(folded, [row])
    told = _told_in(role, date) if len(rows) > 1 else ""
    return next((one for one in rows if one.party == told), row)


def _of_state(body: str, state: str, usual: str) -> str:
    """The party that a body of several states speaks for in an article on one of them.

    Where that state has none, an assembly is that of the first row; any other is the `usual` side.
    """
    rows, sides = parties().get(body, []), sides_of_codes()
    own = (row.party for row in rows if sides.get(row.country) == state)
    first = rows[0].party if rows and body.startswith(_ASSEMBLY) else usual
    return next(own, first)


def _is_office(name: str) -> bool:
    """Whether a person is named by the office alone: «وزير الطاقة المصري»."""
    return any("role" in kinds(word) for word in _WORD.findall(fold(name))[:2])


def _told_in(text: str, date: str) -> str:
    """The party of the longest table name in a text, else of its last state or nationality."""
    words = _without_seat(_WORD.findall(fold(text))[:_MOST_WORDS])
    at = min((words.index(word) for word in SENT_TO if word in words), default=0)
    return (at and _party_in(words[:at], date)) or _party_in(words, date)


def _without_seat(words: list[str]) -> list[str]:
    """The words up to where a body sits, or to the other side of its talks.

    «المتحدثة باسم بعثتها ⟨في صنعاء⟩», «رئيس وفد الحكومة للمفاوضات ⟨مع الحركة⟩»
    """
    for at in range(1, len(words)):
        if words[at] in AGAINST:
            return words[:at]
        owned = words[at - 1].endswith(("تها", "ته", "تهم", "بها", "به"))
        if words[at] == "في" and owned and not is_noun(words[at - 1]):
            return words[:at]
    return words


def _party_in(words: list[str], date: str) -> str:
    seated = ""
    for form in _names_in(words):
        row = row_of(form, date) if form not in OF_SEVERAL else None
        if row is None or not row.party or not _speaks_here(row, words):
            continue
        if row.kind != "metonym" or not in_seat(words, form):
            return row.party
        seated = seated or row.party
    if any(bare(word) in OWN_SIDE for word in words):
        return ""  # «رئيسة الجمعية المغربية …»: the body itself, as it is spelt
    told = state_in(words[: (seat := seat_in(words))])
    if told or seat == len(words) or _is_seat_of_body(words, seat):
        return told
    return state_in(words) or seated


def _speaks_here(row: Row, words: list[str]) -> bool:
    """Whether a name inside an office is that of the side: a person's for whom one speaks."""
    held = row.kind == "person" and any(bare(word) in ON_BEHALF for word in words[:3])
    return held or row.kind in _SPEAKING_KINDS  # «متحدث باسم سالم الحربي»


def _is_seat_of_body(words: list[str], seat: int) -> bool:
    """«كبير اقتصاديي ⟨الصندوق⟩ في الصومال», and not «وزير الداخلية في صنعاء»."""
    told, place = kinds(words[0]), words[min(seat + 1, len(words) - 1)]
    if "role" not in told or "anonymous" in told or not state_of(place):
        return False
    bodies = ("body" in kinds(word) for word in words[1:seat])
    return any(bodies) and not _is_official(" ".join(words[:seat]))


def _names_in(words: list[str]) -> Iterator[str]:
    """The stretches of the words that may stand in the table, the longest first.

    A stretch whose first word begins no name of the table is passed over.
    """
    known = first_words()
    begins = [at for at, word in enumerate(words) if word in known or _detached(word) in known]
    for length in range(min(_LONGEST, len(words)), 0, -1):
        for at in begins:
            if at + length > len(words):
                break
            text = " ".join(words[at : at + length])
            yield text
            detached = _detached(words[at])
            if detached != words[at] and words[at] not in given_names():
                yield detached + text[len(words[at]) :]


def _detached(word: str) -> str:
    """A word without the preposition or و attached to it.

    >>> _detached("للوزاره"), _detached("بموسكو"), _detached("ولد")
    ('الوزاره', 'موسكو', 'ولد')
    """
    if word.startswith("لل"):
        return "ال" + word[2:]
    return word[1:] if word[0] in "بلو" and len(word) > 3 else word


def _is_official(text: str) -> bool:
    """Whether a text holds an office of a state: «مسؤول بالوزارة», and not «مدير بالنيابة»."""
    words = [word for word in _WORD.findall(fold(text)) if word != _ARMY]
    own = any(bare(word) in OWN_SIDE for word in words)
    if words and "anonymous" in kinds(words[0]) and not own:
        return not OFFICIAL_SOURCE.isdisjoint(map(bare, words)) or _holds_office(words, own)
    return _holds_office(words, own)


def _holds_office(words: list[str], own: bool) -> bool:
    return any(
        word in OFFICIAL or (bare(word) in OFFICIAL and not (word[0] == "ب" and is_noun(word)))
        for word in words
        if not (own and word.endswith("ي"))  # «المتحدث العسكري باسم حركة النهر»
    )
