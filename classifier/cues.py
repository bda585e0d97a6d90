"""Reporting verbs in all their forms: what the press says that people say.

`data/cues.tsv` holds one row a verb; here its forms are made (وقالت، يقولون، قائلة، قولهم), so
that one look-up tells verb, form, gender and number of a word of the text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from classifier import lexicons
from classifier.arabic import fold

Shape = Literal["past", "present", "participle", "noun"]


@dataclass(frozen=True, slots=True)
class Cue:
    """One form of a reporting verb.

    Fields:
        lemma: the verb in the past, as written in the table.
        shape: past, present, participle (قائلا) or noun (قوله).
        cue_class: neutral, assertive, doubting, denying, demanding …
        needs: what must follow for the verb to report speech; see the head of the table.
        feminine, plural: what the form tells of its subject; a verb before its subject is
            singular whatever the subject's number, so `plural` False says little there.
        prefixed: with a leading و or ف.
        suffixed: a noun with a pronoun (قوله): the speaker was named before.
    """

    lemma: str
    shape: Shape
    cue_class: str
    needs: frozenset[str]
    feminine: bool = False
    plural: bool = False
    prefixed: bool = False
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
        needs = frozenset(fold(need) for need in row["needs"].split())
        for form, shape, feminine, plural in _forms(row):
            cue = Cue(row["past"], shape, row["class"], needs, feminine, plural)
            verbs.setdefault(form, cue)
            if shape == "present":
                verbs.setdefault("س" + form, cue)
        for form, feminine, plural, suffixed in _noun_forms(row["noun"]):
            cue = Cue(row["past"], "noun", row["class"], needs, feminine, plural, False, suffixed)
            nouns.setdefault(form, cue)
    # a bare form wins over a prefixed one (وصف is «described», not «and lined up»), a verb over a noun
    prefixed = {
        letter + form: replace(cue, prefixed=True) for letter in "وف" for form, cue in verbs.items()
    }
    with_preposition = {letter + form: cue for letter in "وفبل" for form, cue in nouns.items()}
    return with_preposition | nouns | prefixed | verbs


def _forms(row: lexicons.Row) -> list[tuple[str, Shape, bool, bool]]:
    """The verb's forms: (folded form, shape, feminine, plural)."""
    found: list[tuple[str, Shape, bool, bool]] = []
    past, present, participle = (fold(row[name]) for name in ("past", "present", "participle"))
    weak = row["past"][-1] in "اى"
    stem = past[:-1] if weak else past
    found += [
        (past, "past", False, False),
        (stem + "ت", "past", True, False),
        (stem + "وا", "past", False, True),
        (stem + "تا", "past", True, True),
        (_PLURALS.get(past, past) + "ن", "past", True, True),
    ]
    if (len(past) > 3 and not weak) or "\N{ARABIC SHADDA}" in row["past"] or past == "قال":
        # of three letters the dual is too often a noun: فضلا، عرضا، ذكرا
        found.append((stem + "ا", "past", False, True))
    if present != "-":
        stem = present[1:-1] if present[-1] in "يو" and weak else present[1:]
        found += [
            (present, "present", False, False),
            ("ت" + present[1:], "present", True, False),
            ("ي" + stem + "ون", "present", False, True),
            ("ي" + present[1:] + "ان", "present", False, True),
            ("ت" + present[1:] + "ان", "present", True, True),
        ]
    if participle != "-":
        stem = participle[:-1]
        found += [
            (participle, "participle", False, False),
            (stem + "ه", "participle", True, False),
            (stem + "ين", "participle", False, True),
            (stem + "تين", "participle", True, True),
        ]
    return found


#: The stems of hollow verbs before the ending of the feminine plural: قلن، أضفن، أشرن.
_PLURALS = {"قال": "قل", "اضاف": "اضف", "اشار": "اشر", "افاد": "افد", "اعاد": "اعد", "زاد": "زد"}


def _noun_forms(noun: str) -> list[tuple[str, bool, bool, bool]]:
    """The noun's forms: (folded form, feminine, plural, with a pronoun)."""
    if noun == "-":
        return []
    form = fold(noun)
    stem = form[:-1] + "ت" if noun.endswith("ة") else form
    bare = [(form, False, False, False), ("ال" + form, False, False, False)]
    bare.append((form.removesuffix("ه") + "ات", False, False, False))
    tails = (("ه", False, False), ("ها", True, False), ("هم", False, True), ("هما", False, True))
    return bare + [(stem + tail, feminine, plural, True) for tail, feminine, plural in tails]
