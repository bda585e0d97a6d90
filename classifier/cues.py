"""Reporting verbs in all their forms: what the press says that people say.

`data/cues.tsv` holds one row a verb; here its forms are made (وقالت، يقولون، قائلة، قولهم), so
that one look-up tells verb, form, gender and number of a word of the text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, NamedTuple

from classifier import lexicons
from classifier.arabic import fold
from classifier.function_words import NO_CUE

Shape = Literal["past", "present", "participle", "noun"]
_PAST_AND_PRESENT = frozenset(("past", "present"))


@dataclass(frozen=True, slots=True)
class Needs:
    """What must follow a verb for it to report speech; see the head of the table.

    Fields:
        anything: any object will do; that: أن, a colon; quote: a quotation.
        words: one of these; stems: a word that begins so; prefixes: an attached ب or ل.

    >>> needs = Needs.of("that الي ل")
    >>> needs.that, "الي" in needs.words, needs.prefixes
    (True, True, 'ل')
    """

    anything: bool
    that: bool
    quote: bool
    words: frozenset[str]
    stems: tuple[str, ...]
    prefixes: str

    @classmethod
    def of(cls, column: str) -> Needs:
        """Read the column `needs` of the table."""
        every = [fold(need) for need in column.split()]
        words = [need for need in every if need not in ("any", "that", "quote")]
        # a feminine noun opens its ending before a pronoun: رغبة → رغبته
        stems = [word[:-1] + "ت" if word[-1] == "ه" else word for word in words if len(word) > 2]
        return cls(
            anything="any" in every,
            that="any" in every or "that" in every,
            quote="quote" in every,
            words=frozenset(words),
            stems=tuple(stems),
            prefixes="".join(word for word in words if len(word) == 1),
        )


@dataclass(frozen=True, slots=True)
class Cue:
    """One form of a reporting verb.

    Fields:
        lemma: the verb in the past, as written in the table.
        shape: past, present, participle (قائلا) or noun (قوله).
        cue_class: neutral, assertive, doubting, denying, demanding …
        needs, traits: see the head of the table.
        feminine, plural: what the form tells of its subject; a verb before its subject is
            singular whatever the subject's number, so `plural` False says little there.
        prefixed: with a leading و or ف.
        suffixed: a noun with a pronoun (قوله): the speaker was named before.
    """

    lemma: str
    shape: Shape
    cue_class: str
    needs: Needs
    traits: frozenset[str] = frozenset()
    feminine: bool = False
    plural: bool = False
    prefixed: bool = False
    suffixed: bool = False

    @property
    def finite(self) -> bool:
        """A verb with tense, neither participle nor noun."""
        return self.shape in _PAST_AND_PRESENT


class _Form(NamedTuple):
    """A folded form with what it tells of its subject."""

    form: str
    shape: Shape
    feminine: bool = False
    plural: bool = False
    suffixed: bool = False


@cache
def cue_forms() -> dict[str, Cue]:
    """Every form of every verb of the table, folded.

    >>> forms = cue_forms()
    >>> forms["وقالت"].lemma, forms["وقالت"].feminine, forms["وقالت"].prefixed
    ('قال', True, True)
    >>> forms[fold("مؤكدين")].shape
    'participle'
    """
    verbs: dict[str, Cue] = {}
    nouns: dict[str, Cue] = {}
    for row in lexicons.rows("cues"):
        for made in _verb_forms(row):
            cue = _cue(row, made)
            verbs.setdefault(made.form, cue)
            if made.shape == "present":
                verbs.setdefault("س" + made.form, cue)
        for made in _noun_forms(row["noun"]):
            nouns.setdefault(made.form, _cue(row, made))
    # a bare form wins over a prefixed one (وصف: described, not «and lined up»), a verb over a noun
    behind = {form: replace(cue, prefixed=True) for form, cue in verbs.items()}
    prefixed = {letter + form: cue for letter in "وف" for form, cue in behind.items()}
    with_preposition = {letter + form: cue for letter in "وفبل" for form, cue in nouns.items()}
    every = with_preposition | nouns | prefixed | verbs
    return {form: cue for form, cue in every.items() if form not in NO_CUE}


def _cue(row: lexicons.Row, made: _Form) -> Cue:
    return Cue(
        lemma=row["past"],
        shape=made.shape,
        cue_class=row["class"],
        needs=_needs(row["needs"]),
        traits=_traits(row["traits"]),
        feminine=made.feminine,
        plural=made.plural,
        suffixed=made.suffixed,
    )


_needs = cache(Needs.of)


@cache
def _traits(column: str) -> frozenset[str]:
    return frozenset(column.split()) - {"-"}


def _verb_forms(row: lexicons.Row) -> list[_Form]:
    return [
        *_past_forms(row),
        *_present_forms(fold(row["present"]), row["past"][-1] in "اى"),
        *_participle_forms(fold(row["participle"])),
    ]


def _past_forms(row: lexicons.Row) -> list[_Form]:
    past = fold(row["past"])
    weak = row["past"][-1] in "اى"
    stem = past[:-1] if weak else past
    traits = _traits(row["traits"])
    # hollow verbs shorten before the ending of the feminine plural: قلن، أضفن
    short = past[:-2] + past[-1] if "hollow" in traits else past
    found = [
        _Form(past, "past"),
        _Form(stem + "ت", "past", feminine=True),
        _Form(stem + "وا", "past", plural=True),
        _Form(stem + "تا", "past", feminine=True, plural=True),
    ]
    if len(past) > 2:  # of doubled verbs it is spelt otherwise, and «عدن» is Aden
        found.append(_Form(short + "ن", "past", feminine=True, plural=True))
    long = len(past) > 3 and not weak
    doubled = "\N{ARABIC SHADDA}" in row["past"] and "no_dual" not in traits
    if long or doubled or "dual" in traits:
        # of three letters the dual is too often a noun: فضلا، عرضا، ذكرا
        found.append(_Form(stem + "ا", "past", plural=True))
    return found


def _present_forms(present: str, weak: bool) -> list[_Form]:
    if present == "-":
        return []
    rest = present[1:]
    stem = rest[:-1] if rest[-1] in "يو" and weak else rest
    return [
        _Form(present, "present"),
        _Form("ت" + rest, "present", feminine=True),
        _Form("ي" + stem + "ون", "present", plural=True),
        _Form("ي" + rest + "ان", "present", plural=True),
        _Form("ت" + rest + "ان", "present", feminine=True, plural=True),
    ]


def _participle_forms(participle: str) -> list[_Form]:
    if participle == "-":
        return []
    stem = participle[:-1]
    return [
        _Form(participle, "participle"),
        _Form(stem + "ه", "participle", feminine=True),
        _Form(stem.removesuffix("ي") + "ين", "participle", plural=True),  # داعيا، داعين
        _Form(stem + "تين", "participle", feminine=True, plural=True),
    ]


def _noun_forms(noun: str) -> list[_Form]:
    if noun == "-":
        return []
    form = fold(noun)
    stem = form[:-1] + "ت" if noun.endswith("ة") else form
    return [
        _Form(form, "noun"),
        _Form("ال" + form, "noun"),
        _Form(form.removesuffix("ه") + "ات", "noun"),
        _Form(stem + "ه", "noun", suffixed=True),
        _Form(stem + "ها", "noun", feminine=True, suffixed=True),
        _Form(stem + "هم", "noun", plural=True, suffixed=True),
        _Form(stem + "هما", "noun", plural=True, suffixed=True),
    ]


#: Classes of verbs that take the matter spoken of as an attached object: «فيما وصفها فلان بأنها».
_WITH_OBJECT = frozenset(
    ("opining", "accusing", "criticising", "demanding", "warning", "praising", "refusing")
)


#: An attached object of the third person.
OBJECTS = ("ه", "ها", "هم")
#: Whom a reporter is: «أخبرتني الوزيرة أن …».
_OF_READER = (*OBJECTS, "ني", "نا")


@cache
def object_forms() -> dict[str, Cue]:
    """Forms with an attached object, where that is no form of a verb by itself.

    >>> object_forms()["يصفها"].lemma, object_forms()["وصفها"].lemma
    ('وصف', 'وصف')
    """
    forms = cue_forms()
    nouns = {form for form, cue in forms.items() if cue.shape == "noun"}
    return {
        form + object_: cue
        for form, cue in forms.items()
        if cue.finite and (cue.cue_class in _WITH_OBJECT or "object" in cue.traits)
        for object_ in (_OF_READER if cue.cue_class == "neutral" else OBJECTS)
        if form + object_ not in forms or form + object_ in nouns
    }


@cache
def purpose_forms() -> dict[str, Cue]:
    """Forms in the present behind ل: «عاد ليقول».

    >>> purpose_forms()["ليوضح"].lemma
    'أوضح'
    """
    forms = cue_forms()
    return {
        "ل" + form: cue
        for form, cue in forms.items()
        if cue.shape == "present" and "ل" + form not in forms
    }


@cache
def own_forms() -> frozenset[str]:
    """Forms of the first person in the present, with and without و, ف and س: «وأقول», «سنرفض».

    Where the form is also one of the third person («أعلن»), it is left out.

    >>> "واقول" in own_forms(), "نءكد" in own_forms(), "اعلن" in own_forms()
    (True, True, False)
    """
    forms = cue_forms()
    every = {fold(row["present"])[1:] for row in lexicons.rows("cues") if row["present"] != "-"}
    made = {letter + rest for letter in "ان" for rest in every}
    made |= {"س" + form for form in made}
    return frozenset(made | {letter + form for letter in "وف" for form in made}).difference(forms)
