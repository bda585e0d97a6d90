"""The side a speaker speaks for: a dated table of persons, bodies, offices and metonyms.

`data/parties.csv` is the starting table; a file named by `$TAFAWUD_PARTIES`, with the same
heading, is read on top of it and wins. Columns: `name` (one spelling a row), `canonical` (one form
for all spellings), `kind` (person, body, office, metonym, media), `party`, `country` (ISO 3166
alpha-2 or empty), `from`, `to` (ISO year, month or day; empty where unknown), `origin`.

>>> party_of("سيرغي لافروف").party
'روسيا'
>>> party_of("", role="المتحدث باسم الخارجية الإيرانية").party
'إيران'
>>> party_of("مصدر مطلع").party
''
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

from classifier import lexicons
from classifier.arabic import fold
from classifier.errors import InputError

COLUMNS = ("name", "canonical", "kind", "party", "country", "from", "to", "origin")
KINDS = frozenset(("person", "body", "office", "metonym", "media"))
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_WORD = re.compile(r"\w+")
#: The longest name looked for inside an office, in words.
_LONGEST = 6


@dataclass(frozen=True, slots=True)
class Side:
    """What the table tells of a name: its canonical form and the party spoken for."""

    canonical: str = ""
    party: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table; `since` and `until` are ISO, empty where open."""

    canonical: str
    kind: str
    party: str
    country: str
    since: str
    until: str

    def covers(self, date: str) -> bool:
        """Whether the row holds at an ISO date; an empty date is covered by every row."""
        if not date:
            return True
        return (not self.since or self.since <= date) and (
            not self.until or date[: len(self.until)] <= self.until
        )


def read_parties(text: str, source: str) -> dict[str, list[Row]]:
    r"""The rows of a table given as CSV text, by folded name.

    Raises:
        InputError: naming `source` and line: a missing column, an unknown kind, a date that is
            none, an empty name.

    >>> heading = "name,canonical,kind,party,country,from,to,origin\n"
    >>> read_parties(heading + "فلان,فلان,hero,,,,,own\n", "own.csv")
    Traceback (most recent call last):
    ...
    classifier.errors.InputError: own.csv:2: kind «hero» is none of body, media, metonym, office, person
    """
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        message = f"{source}:1: no column {', '.join(missing)}; the heading is {','.join(COLUMNS)}"
        raise InputError(message)
    found: dict[str, list[Row]] = {}
    for record in reader:
        place = f"{source}:{reader.line_num}"
        name = fold((record["name"] or "").strip())
        if not name:
            message = f"{place}: the name is empty; delete the line or fill it"
            raise InputError(message)
        if record["kind"] not in KINDS:
            message = f"{place}: kind «{record['kind']}» is none of {', '.join(sorted(KINDS))}"
            raise InputError(message)
        for column in ("from", "to"):
            if record[column] and not _DATE.fullmatch(record[column]):
                message = f"{place}: {column} «{record[column]}» is no date like 2019 or 2019-08-01"
                raise InputError(message)
        row = Row(
            record["canonical"] or record["name"],
            record["kind"],
            record["party"],
            record["country"],
            record["from"],
            record["to"],
        )
        found.setdefault(name, []).append(row)
    return found


@cache
def parties() -> dict[str, list[Row]]:
    """The table in use: the starting one, and the user's own rows before it."""
    source = files("classifier").joinpath("data", "parties.csv")
    table = read_parties(source.read_text(encoding="utf-8-sig"), "classifier/data/parties.csv")
    own = os.environ.get("TAFAWUD_PARTIES")
    if own:
        try:
            text = Path(own).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            message = f"{own}: the parties table of $TAFAWUD_PARTIES cannot be read: {error}"
            raise InputError(message) from error
        for name, rows in read_parties(text, own).items():
            table[name] = rows + table.get(name, [])
    return table


#: Nationalities that are everyday words as well: financial, lunar.
_AMBIGUOUS = frozenset(("مالي", "قمري"))


@cache
def countries() -> dict[str, str]:
    """Folded names of states, capitals and nationalities → the party that the state is.

    The state's party is the one the table uses most for its country code, else its CLDR name.
    """
    from babel import Locale

    territories = Locale("ar").territories
    usual: dict[str, dict[str, int]] = {}
    for rows in parties().values():
        for row in rows:
            if row.country and row.kind in ("office", "metonym"):
                count = usual.setdefault(row.country, {})
                count[row.party] = count.get(row.party, 0) + 1
    state = {code: max(count, key=lambda party: count[party]) for code, count in usual.items()}
    found: dict[str, str] = {}
    for code, name in territories.items():
        if len(code) == 2 and code.isalpha():
            found[fold(name)] = state.get(code, name)
    for table, column in (("capitals", "capital"), ("nationalities", "adjective")):
        for record in lexicons.table(table):
            code = record["country"]
            if fold(record[column]) in _AMBIGUOUS:
                continue
            found.setdefault(fold(record[column]), state.get(code, territories.get(code, "")))
    return found


def party_of(
    name: str, role: str = "", kind: str = "", date: str = "", home: Callable[[], str] = str
) -> Side:
    """The side that `name` in the office `role` speaks for at `date` (ISO or empty).

    A name of the table tells it; else the longest name of the table that stands in the office or
    in the name («المتحدث باسم حركة …»); else the last nationality or state in them; else the body
    that they name; before that, for offices of a state, `home()`, the state the article is about.
    """
    row = _valid(fold(name), date)
    if row is not None and row.kind != "office":
        return Side(row.canonical, row.party if row.kind != "media" else "")
    texts = (role, name) if kind in ("person", "unknown", "") else (name, role)
    for text in texts:
        party = _inside(fold(text), date)
        if party:
            return Side(name, party)
    if any(_is_official(text) for text in texts) and (state := home()):
        return Side(name, state)
    if kind == "body":
        return Side(name, name)
    return Side(name, _body(role))


def _is_official(text: str) -> bool:
    words = set(_WORD.findall(fold(text)))
    return not words.isdisjoint(_officials())


@cache
def _officials() -> frozenset[str]:
    """Folded words of offices and bodies that every state has one of: وزير، حكومة، الجيش."""
    found = {fold(r["word"]) for r in lexicons.rows("function_words") if r["kind"] == "official"}
    return frozenset(found | {"ال" + word for word in found} | {"لل" + word for word in found})


def _body(role: str) -> str:
    """The body that an office belongs to: «رئيس جمعية مستخدمي المياه» → «جمعية مستخدمي المياه»."""
    words = role.split()
    for at, word in enumerate(words):
        if at and fold(word) in _bodies():
            return " ".join(words[at:]).strip(" ،,")
    return ""


@cache
def _bodies() -> frozenset[str]:
    found = {fold(r["word"]) for r in lexicons.rows("nouns") if r["kind"] == "body"}
    return frozenset(found | {"ال" + word for word in found})


@lru_cache(maxsize=1 << 16)
def _state_of(word: str) -> str:
    states = countries()
    plain = _nationality(word)
    if plain in _AMBIGUOUS and plain != word:
        return ""
    return states.get(word) or states.get(plain) or ""


def home_of(words: list[str], least: int = 2) -> str:
    """The state that folded `words` name most often, at least `least` times; empty where none
    stands out.
    """
    count = Counter(map(_state_of, words))
    del count[""]
    ranked = count.most_common(2)
    if not ranked or ranked[0][1] < least:
        return ""
    clear = len(ranked) == 1 or ranked[0][1] >= 1.5 * ranked[1][1]
    return ranked[0][0] if clear else ""


def _valid(folded: str, date: str) -> Row | None:
    rows = parties().get(folded)
    if not rows:
        return None
    return next((row for row in rows if row.covers(date)), rows[0])


def _inside(text: str, date: str) -> str:
    """The party of the longest table name in a text, else of its last state or nationality."""
    words = _WORD.findall(text)
    for length in range(min(_LONGEST, len(words)), 0, -1):
        for at in range(len(words) - length + 1):
            for form in _forms(words[at : at + length]):
                row = _valid(form, date)
                if row is not None and row.party and row.kind in ("body", "office", "metonym"):
                    return row.party
    states = countries()
    for at in range(len(words) - 1, -1, -1):
        party = states.get(" ".join(words[at : at + 2])) or _state_of(words[at])
        if party:
            return party
    return ""


def _forms(words: list[str]) -> list[str]:
    """A name as it may stand in the table: with an attached preposition taken off."""
    text = " ".join(words)
    forms = [text]
    if words[0].startswith("لل"):
        forms.append("ال" + text[2:])
    elif words[0][0] in "بلو" and len(words[0]) > 3:
        forms.append(text[1:])
    return forms


def _nationality(word: str) -> str:
    """A nationality as its dictionary form: الروسية، روسيون، والروسي → روسي.

    >>> _nationality(fold("الأميركية")), _nationality(fold("روسيين"))
    ('اميركي', 'روسي')
    """
    for prefix in ("وال", "بال", "لل", "ال"):
        if word.startswith(prefix):
            word = word[len(prefix) :]
            break
    for ending in ("يون", "يين", "يان", "يه", "يات"):
        if word.endswith(ending):
            return word[: -len(ending)] + "ي"
    return word


@cache
def person_words() -> tuple[frozenset[str], frozenset[str]]:
    """Folded first names, and names of one word, of the persons in the table."""
    first, single = set(), set()
    for name, rows in parties().items():
        if rows[0].kind != "person":
            continue
        words = name.split()
        if len(words) == 1:
            single.add(name)
        elif len(words[0]) > 2 and not words[0].startswith("ال"):
            first.add(words[0])
    return frozenset(first), frozenset(single)
