"""The nouns and names of speakers: what a word of a noun phrase can be.

`data/nouns.tsv` tells offices, bodies, documents and the like apart; given names, names of one
word and places tell that somebody or some side is named. All words are folded.
"""

from __future__ import annotations

import re
from functools import cache

from classifier import lexicons
from classifier.arabic import fold
from classifier.cues import cue_forms, object_forms, purpose_forms
from classifier.function_words import (
    ATTRIBUTION,
    BEFORE_FULL_NAME,
    CAME,
    CARRIED_OUT,
    NO_GIVEN,
    NO_PLACE,
    ON,
    PURPORT,
)
from classifier.learnt import Learnt
from classifier.party_table import body_words, person_words
from classifier.states import REMEMBERED

#: What is set before a name that folded would be an everyday word: علي and على, آلان and الآن,
#: بان and بأن, منى and مني. No word of the language begins so.
NAME_MARK = "ء"
#: Those names as tokens of their own.
MARKED_NAMES = frozenset(NAME_MARK + name for name in ("علي", "الان", "بان", "كي", "مني"))
#: إمام, an office; folded it would be أمام.
IMAM = NAME_MARK + "امام"
#: All of them as they are met, before it is known which of the two they are.
AMBIGUOUS = frozenset(name.removeprefix(NAME_MARK) for name in (*MARKED_NAMES, IMAM))
_NOTHING: frozenset[str] = frozenset()
_OWNED = frozenset(("role", "body"))
#: Prefixes of a definite noun; the short ones begin with one of two letters.
_ARTICLES = ("وال", "فال", "بال", "كال", "ال", "ولل", "لل")


def kinds(word: str) -> frozenset[str]:
    """The kinds of a folded noun, also behind و، ب، ل and the article, or with a pronoun.

    >>> sorted(kinds("والوزاره")), sorted(kinds("وزيرها")), sorted(kinds("يكتب"))
    (['body'], ['role'], [])
    """
    return _KINDS[word]


def _kinds_of(word: str) -> frozenset[str]:
    nouns = _nouns()
    found = nouns.get(word)
    if found is None and word.endswith("ا"):
        found = nouns.get(word[:-1])
    if found is None and len(word) > 3 and word[0] in "وبلف":
        found = nouns.get(word[1:])
        if found is None:
            found = nouns.get(bare(word))
    return found or _kinds_of_owned(word)


_KINDS = Learnt(_kinds_of, REMEMBERED)


def _kinds_of_owned(word: str) -> frozenset[str]:
    """The kinds of a noun with a pronoun: محاميه، مدربها، زوجته."""
    for pronoun in ("ها", "هم", "ه"):
        if word.endswith(pronoun) and len(word) > len(pronoun) + 3:
            base = word[: -len(pronoun)]
            longer = {"ت": base[:-1] + "ه", "ي": base + "ن"}.get(base[-1], base)
            found = _nouns().get(base) or _nouns().get(longer)  # زوجت⟨ه⟩، مسؤولي⟨ها⟩
            if found:
                return (found & _OWNED) or _NOTHING
    return _NOTHING


def is_noun(word: str) -> bool:
    """Whether the table of nouns holds a folded word as it stands."""
    return word in _nouns()


def is_construct_plural(word: str) -> bool:
    """Whether a folded word is a plural with its complement to come: «مسؤولو الوزارة».

    >>> is_construct_plural("متمردو"), is_construct_plural("هيندو")
    (True, False)
    """
    return word.endswith("و") and is_noun(word) and is_noun(word + "ن")


@cache
def _nouns() -> dict[str, frozenset[str]]:
    """Folded nouns, with and without the article, of roles the plurals too → their kinds."""
    found: dict[str, set[str]] = {}
    for row in lexicons.rows("nouns"):
        form = fold(row["word"])
        shapes = [form, "ال" + form]
        if row["kind"] in ("role", "anonymous") and form[-1] not in "هنتء" and " " not in form:
            shapes += [shape + ending for shape in shapes for ending in ("ون", "ين", "ان")]
            shapes.append(form + "و")  # «مسؤولو الوزارة»
        if form.endswith("ون"):
            shapes += [form[:-1], *(shape[:-2] + "ين" for shape in shapes)]
        if row["kind"] == "body" and form.endswith("ه"):
            shapes.append(form[:-1] + "تا")  # «صحيفتا «المثال» و«البلاد»»
        for shape in shapes:
            found.setdefault(shape, set()).add(row["kind"])
    found[IMAM] = {"role"}
    return {word: frozenset(each) for word, each in found.items()}


@cache
def given_names() -> frozenset[str]:
    """Given names: those of the table, and first names of the persons that the parties list."""
    first, _ = person_words()
    named = _listed_names() | first.difference(_nouns(), cue_forms(), places())
    return (named - NO_GIVEN) | MARKED_NAMES


@cache
def cue_words() -> frozenset[str]:
    """What may open a frame: a form of a verb that reports, and what tells a source or document.

    >>> {"وقال", "بحسب"} <= cue_words(), "سالم" in cue_words()
    (True, False)
    """
    verbs = cue_forms().keys() | object_forms().keys() | purpose_forms().keys()
    return frozenset(verbs | ATTRIBUTION | CAME | CARRIED_OUT | ON | PURPORT | {"ما"})


@cache
def name_openers() -> frozenset[str]:
    """What a full name may begin with, or stand behind."""
    return given_names() | BEFORE_FULL_NAME


@cache
def listed() -> frozenset[str]:
    """What may open a frame or a full name: every other word is read only beside one of these.

    The table of all forms is larger than what a processor keeps at hand: a look-up in it takes
    longer than all else that is asked of a common word, so that it is done once.

    >>> {"وقال", "سالم", "بحسب"} <= listed(), "الوزاره" in listed()
    (True, False)
    """
    return cue_words() | name_openers() | AMBIGUOUS


@cache
def surnames() -> frozenset[str]:
    """Names of one word that the table of parties knows: بوتين."""
    _, single = person_words()
    return single.difference(_nouns(), places())


@cache
def sides() -> frozenset[str]:
    """Bodies of one word that the table of parties knows: حماس، طالبان, الناتو."""
    listed = {fold(row["word"]) for row in lexicons.rows("nouns")}
    listed |= {"ال" + form for form in listed}
    return body_words().difference(listed, cue_forms(), given_names(), places())


@cache
def places() -> frozenset[str]:
    """First words of countries and of great cities, which speak for a side (موسكو)."""
    return frozenset(words[0] for words in _place_names()) - NO_PLACE - _listed_names()


@cache
def place_words() -> frozenset[str]:
    """The further words of the names of places (إسلام آباد: آباد)."""
    return frozenset(word for words in _place_names() for word in words[1:])


@cache
def _listed_names() -> frozenset[str]:
    return frozenset(fold(row["name"]) for row in lexicons.rows("given_names"))


@cache
def _place_names() -> list[list[str]]:
    """Countries, cities that name a time zone (both CLDR's) and capitals, as folded words."""
    from babel import Locale

    locale = Locale("ar")
    names = [name for code, name in locale.territories.items() if len(code) == 2]
    names += [zone["city"] for zone in locale.time_zones.values() if "city" in zone]
    names += [row["capital"] for row in lexicons.table("capitals")]
    every = [fold(name).split() for name in names if name]
    return [words for words in every if len(words[0]) > 2]


#: The shapes of verbal nouns that are hardly ever names: تفعيل، افتعال، انفعال، استفعال، تفاعل،
#: مفاعلة, after the grammars' tables of the derived forms.
_VERBAL_NOUN = re.compile(r"ت\w{2,3}ي\w|است\w{2,3}ا\w|ا(?:\wت|ن\w)\wا\w|ت\wا\w{2}|م\wا\w{2}ه")


def without_preposition(token: str) -> str:
    """A noun without the preposition attached to it.

    >>> without_preposition("لشركه"), without_preposition("بلديه")
    ('شركه', 'بلديه')
    """
    return token[1:] if token[0] in "بل" and not is_noun(token) else token


def is_verbal_noun(word: str) -> bool:
    """Whether a folded word without the article has the shape of a verbal noun.

    >>> is_verbal_noun("ابتكار"), is_verbal_noun("تسجيل"), is_verbal_noun("سالم")
    (True, True, False)
    """
    return _VERBAL_NOUN.fullmatch(word) is not None


def bare(word: str) -> str:
    """A folded word without the article, and without وال / بال / كال / لل.

    >>> bare("والوزاره"), bare("للوزاره"), bare("بالوزاره"), bare("وزير")
    ('وزاره', 'وزاره', 'وزاره', 'وزير')
    """
    if not word.startswith(_ARTICLES):
        return word
    length = 2 if word[0] in "ال" else 3
    return word[length:] if len(word) > length + 1 else word
