"""The small words and the nouns of speakers' names, as sets that the steps look into."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from classifier import lexicons
from classifier.arabic import fold
from classifier.cues import Cue, cue_forms
from classifier.parties import person_words

_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every word list of the statement finder, folded; made once (see `vocabulary`).

    Fields:
        cues: a form of a reporting verb → the `Cue`.
        places: first words of countries and of great cities, which speak for a side (موسكو).
        place_words: the further words of their names (إسلام آباد: آباد).
        nouns: a noun, with and without the article → its kinds.
        given: given names of persons; surnames: names of one word that the table of parties knows.
        that … before_name: the function words of the kind of that name.
        stops: prepositions, relatives, time words and openers of what is said: no name goes on.
    """

    cues: dict[str, Cue]
    places: frozenset[str]
    place_words: frozenset[str]
    nouns: dict[str, frozenset[str]]
    given: frozenset[str]
    surnames: frozenset[str]
    that: frozenset[str]
    relative: frozenset[str]
    time: frozenset[str]
    preposition: frozenset[str]
    speech: frozenset[str]
    utterance: frozenset[str]
    reported_noun: frozenset[str]
    attribution: frozenset[str]
    own_word: frozenset[str]
    contrast: frozenset[str]
    impersonal: frozenset[str]
    negation: frozenset[str]
    subordinate: frozenset[str]
    conversation: frozenset[str]
    turn: frozenset[str]
    before_report: frozenset[str]
    relays: frozenset[str]
    media: frozenset[str]
    name_links: frozenset[str]
    before_name: frozenset[str]
    stops: frozenset[str]

    def kinds(self, word: str) -> frozenset[str]:
        """The kinds of a folded noun, also behind و، ب، ل and the article."""
        found = self.nouns.get(word)
        if found is None and word.endswith("ا"):
            found = self.nouns.get(word[:-1])
        if found is None and len(word) > 3 and word[0] in "وبلف":
            found = self.nouns.get(word[1:])
            if found is None:
                found = self.nouns.get(bare(word))
        return found or self._owned(word)

    def _owned(self, word: str) -> frozenset[str]:
        """The kinds of a noun with a pronoun: محاميه، مدربها، زوجته."""
        for ending in ("ها", "هم", "ه"):
            if word.endswith(ending) and len(word) > len(ending) + 3:
                base = word[: -len(ending)]
                found = self.nouns.get(base) or self.nouns.get(base[:-1] + "ه")
                if found:
                    return found & {"role", "body"}
        return _NOTHING


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of `classifier/data/`.

    >>> sorted(vocabulary().kinds(fold("الوزارة")))
    ['body']
    >>> fold("بأنه") in vocabulary().that
    True
    """
    places = _places()
    nouns = _nouns()
    first, surnames = person_words()
    listed = frozenset(fold(row["name"]) for row in lexicons.rows("given_names"))
    cities = frozenset(name for name, _ in places) - _NO_PLACES - listed
    given = listed | (first - nouns.keys() - cue_forms().keys() - cities)
    given = given - {"علي", "باسم"} | {"ءعلي"}
    small: dict[str, set[str]] = {}
    for row in lexicons.rows("function_words"):
        small.setdefault(row["kind"], set()).add(fold(row["word"]))
    kinds = {kind: frozenset(words) for kind, words in small.items()}
    del kinds["official"]  # the parties' own
    kinds["relays"] = kinds.pop("relay")
    kinds["name_links"] = kinds.pop("name_link")
    kinds["stops"] = kinds["preposition"] | kinds["relative"] | kinds["time"] | kinds["that"]
    return Vocabulary(
        cues=cue_forms(),
        places=cities,
        place_words=frozenset(word for _, rest in places for word in rest),
        nouns=nouns,
        given=given,
        surnames=surnames - nouns.keys() - cities,
        **kinds,
    )


#: First words of place names that are common nouns too.
_NO_PLACES = frozenset(("جزر", "جزيره", "جنوب", "مدينه", "الاتحاد", "جمهوريه", "سان", "سانت"))


def _places() -> list[tuple[str, list[str]]]:
    """Countries, and the cities that name a time zone, from CLDR, and capitals: folded words."""
    from babel import Locale

    locale = Locale("ar")
    names = [name for code, name in locale.territories.items() if len(code) == 2]
    names += [zone["city"] for zone in locale.time_zones.values() if "city" in zone]
    names += [row["capital"] for row in lexicons.table("capitals")]
    words = [fold(name).split() for name in names if name]
    return [(first, rest) for first, *rest in words if len(first) > 2]


def _nouns() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in lexicons.rows("nouns"):
        form = fold(row["word"])
        shapes = [form, "ال" + form]
        if row["kind"] in ("role", "anonymous") and form[-1] not in "هنتء" and " " not in form:
            shapes += [shape + ending for shape in shapes for ending in ("ون", "ين", "ان")]
        if form.endswith("ون"):
            shapes += [shape[:-2] + "ين" for shape in shapes]
        for shape in shapes:
            found.setdefault(shape, set()).add(row["kind"])
    return {word: frozenset(kinds) for word, kinds in found.items()}


def bare(word: str) -> str:
    """A folded word without the article, and without وال / بال / كال / لل.

    >>> bare("والوزاره"), bare("للوزاره"), bare("بالوزاره"), bare("وزير")
    ('وزاره', 'وزاره', 'وزاره', 'وزير')
    """
    for prefix in ("وال", "فال", "بال", "كال", "ال", "ولل", "لل"):
        if word.startswith(prefix) and len(word) > len(prefix) + 1:
            return word[len(prefix) :]
    return word
