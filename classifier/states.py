"""States as sides: by name, by capital, by nationality (روسيا، موسكو، الروسي).

Names come from CLDR, short ones («بريطانيا»), capitals and nationalities from
`data/state_names.csv`, `data/capitals.csv` and `data/nationalities.csv`, all folded.

>>> state_of(fold("الأميركية")) == state_of(fold("واشنطن")) != ""
True
"""

from __future__ import annotations

from collections import Counter
from functools import cache

from classifier import lexicons
from classifier.arabic import fold
from classifier.function_words import (
    IN_PLACE,
    NO_NATIONALITY,
    OFFICE_LINK,
    OFFICIAL,
    OTHER_SIDE,
    REALM,
)
from classifier.learnt import Learnt
from classifier.party_table import parties

#: The tables of names beside those of CLDR, and the column of the name in each.
_TABLES = (("state_names", "name"), ("capitals", "capital"), ("nationalities", "adjective"))
#: Words that each function here and in `vocabulary` remembers, some 3 MB. With four times as many,
#: finding takes 5 % less time (6,000 real articles), and every process 44 MB more.
REMEMBERED = 1 << 14
#: What CLDR lists beside the states: unions of them.
_UNIONS = ("EU", "EZ", "UN")
#: A state stands out in an article when it is named this many times as often as the next.
_CLEAR = 1.5
#: What a name of a state may bear before it, and for its last letter: see `nationality`.
_ARTICLES = ("وال", "بال", "لل", "ال")
_ENDINGS = ("يون", "يين", "يان", "يه", "يات")
#: What the name of a city may bear before it.
_PREPOSITIONS = ("ب", "ل", "و", "لل")


@cache
def countries() -> dict[str, str]:
    """Folded names of states, capitals and nationalities → the party that the state is.

    The state's party is the one the table uses most for its country code, else its CLDR name.
    """
    from babel import Locale

    side = sides_of_codes()
    found = {
        fold(name): side[code] for code, name in Locale("ar").territories.items() if code in side
    }
    for table, column in _TABLES:
        for record in lexicons.table(table):
            name = fold(record[column])
            if name not in NO_NATIONALITY:
                found.setdefault(name, side.get(record["country"], ""))
    return found


@cache
def sides_of_codes() -> dict[str, str]:
    """Country code → the party that the state is.

    >>> sides_of_codes()["RU"]
    'روسيا'
    """
    from babel import Locale

    territories = Locale("ar").territories
    side = {code: name for code, name in territories.items() if len(code) == 2 and code.isalpha()}
    return side | _usual_parties()


@cache
def _shapes() -> frozenset[str]:
    """All that a word can be which names a state or its city to `_state_about`, and a little more.

    A look-up in it tells of nearly every word of an article that it does neither.

    >>> fold("والفرنسيون") in _shapes(), fold("الوزير") in _shapes()
    (True, False)
    """
    states = [name for name in countries() if " " not in name]
    stems = {*states, *(name.removeprefix("ال") for name in states)}
    stems |= {stem[:-1] + ending for stem in stems if stem[-1] == "ي" for ending in _ENDINGS}
    cities = {*_cities(), *(name.removeprefix("ال") for name in _cities())}
    attached = {letters + name for name in cities for letters in _PREPOSITIONS}
    defined = {letters + stem for stem in stems for letters in _ARTICLES}
    return frozenset(stems | defined | cities | attached)


@cache
def _cities() -> dict[str, str]:
    """Folded cities and regions that are no one's capital → the party that their state is."""
    side = sides_of_codes()
    return {fold(row["city"]): side[row["country"]] for row in lexicons.table("cities")}


def _state_about(word: str) -> str:
    """The state that an article with this folded word may be about: as `state_of`, or its city."""
    state = state_of(word)
    if state:
        return "" if nationality(word) in NO_NATIONALITY else state
    cities = _cities()
    if word[0] not in "بلو":
        return cities.get(word, "")
    plain = "ال" + word[2:] if word.startswith("لل") else word[1:]
    return cities.get(word) or cities.get(plain, "")


def _usual_parties() -> dict[str, str]:
    """Country code → the party that most of its capitals give it in the table, else most offices.

    Rows that hold only since a date do not count: most articles were written before.
    """
    capitals: dict[str, Counter[str]] = {}
    offices: dict[str, Counter[str]] = {}
    for row in (row for rows in parties().values() for row in rows if not row.since):
        if row.country and row.kind in ("office", "metonym"):
            kind = offices if row.kind == "office" else capitals
            kind.setdefault(row.country, Counter())[row.party] += 1
    usual = offices | capitals
    return {code: each.most_common(1)[0][0] for code, each in usual.items()}


def state_of(word: str) -> str:
    """The state that a folded word names: its name, capital or nationality; else empty."""
    return _STATES[word]


def _state_named(word: str) -> str:
    states = countries()
    plain = nationality(word)
    if plain in NO_NATIONALITY and plain != word:
        return ""
    defined = "ال" + plain if word.startswith(("لل", "بال", "وال")) else word  # بالبحرين
    return states.get(word) or states.get(plain) or states.get(defined) or ""


_STATES = Learnt(_state_named, REMEMBERED)


def home_of(words: list[str], least: int = 2) -> str:
    """The state that folded `words` name most often, itself or its cities, at least `least` times.

    Empty where none stands out. What is named as the other side («الجانب الروسي») is not counted.

    >>> home_of(fold("قال الوزير التونسي في تونس إن ليبيا").split()) == state_of("تونس")
    True
    """
    shapes, none = _shapes(), _no_states()
    states = [(at, _state_about(word)) for at, word in enumerate(words) if word in shapes]
    named = [(at, state) for at, state in states if state not in none]
    count = Counter(state for at, state in named if not at or words[at - 1] not in OTHER_SIDE)
    ranked = count.most_common(2)
    if not ranked or ranked[0][1] < least:
        return ""
    clear = len(ranked) == 1 or ranked[0][1] >= _CLEAR * ranked[1][1]
    return ranked[0][0] if clear else ""


@cache
def _no_states() -> frozenset[str]:
    """What `state_of` says of words that name no state, or a union."""
    from babel import Locale

    territories = Locale("ar").territories
    return frozenset(state_of(fold(territories[code])) for code in _UNIONS) | {""}


def nationality(word: str) -> str:
    """A nationality as its dictionary form: الروسية، روسيون، والروسي → روسي.

    >>> nationality(fold("الأميركية")), nationality(fold("روسيين"))
    ('اميركي', 'روسي')
    """
    for prefix in _ARTICLES:
        if word.startswith(prefix):
            word = word[len(prefix) :]
            break
    for ending in _ENDINGS:
        if word.endswith(ending):
            return word[: -len(ending)] + "ي"
    return word


def seat_in(words: list[str]) -> int:
    """Where an office tells its place: «وزير الدولة المغربي ⟨لدى⟩ مصر»; else its length."""
    return next((at for at in range(1, len(words)) if words[at] in IN_PLACE), len(words))


def in_seat(words: list[str], form: str) -> bool:
    """«مصدر في ⟨عدن⟩»: a capital where somebody is, and not who speaks."""
    return any(words[at] == form and words[at - 1] in IN_PLACE for at in range(2, len(words)))


def state_in(words: list[str]) -> str:
    """The party of the last state or nationality among the words."""
    states, first = countries(), _first_of_two()
    for at in range(len(words) - 1, -1, -1):
        named = ""  # «جنوب السودان» before «السودان»
        if at and words[at - 1] in first:
            named = states.get(f"{words[at - 1]} {words[at]}", "")
        if not named and words[at] in first and at + 1 < len(words):
            named = states.get(f"{words[at]} {words[at + 1]}", "")
        party = named or state_of(words[at])
        if party and not _is_everyday(words, at):
            return party
    return ""


@cache
def _first_of_two() -> frozenset[str]:
    """The first words of names of states in several words."""
    return frozenset(name.split(" ", 1)[0] for name in countries() if " " in name)


def _is_everyday(words: list[str], at: int) -> bool:
    """«محلل ⟨مالي⟩», «مدرسة ⟨بنين⟩», and not «رئيس مالي», «مسؤولون من مالي»."""
    if words[at] not in NO_NATIONALITY or not at:
        return False
    before = words[at - 1].removeprefix("ال")
    return before not in OFFICE_LINK and before not in OFFICIAL | REALM
