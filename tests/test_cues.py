"""Reporting verbs in all their forms."""

import pytest

from classifier import lexicons
from classifier.arabic import fold
from classifier.cues import Needs, cue_forms, object_forms, purpose_forms

CLASSES = set(
    "neutral assertive opining conceding doubting denying warning threatening demanding hoping "
    "praising criticising accusing refusing promising asking agreeing finding relay".split()
)
TRAITS = set(
    (
        "marked goes_on negated passive after_comma no_place dual no_dual holding hollow object "
        "of_people of_matters of_papers"
    ).split()
)


@pytest.mark.parametrize(
    ("form", "lemma", "shape", "feminine", "plural"),
    [
        ("قال", "قال", "past", False, False),
        ("وقالت", "قال", "past", True, False),
        ("قالوا", "قال", "past", False, True),
        ("قالا", "قال", "past", False, True),
        ("قلن", "قال", "past", True, True),
        ("يقول", "قال", "present", False, False),
        ("وتقول", "قال", "present", True, False),
        ("سيقول", "قال", "present", False, False),
        ("يقولون", "قال", "present", False, True),
        ("قائلا", "قال", "participle", False, False),
        ("مؤكدة", "أكّد", "participle", True, False),
        ("مشيرين", "أشار", "participle", False, True),
        ("دعوا", "دعا", "past", False, True),
        ("أضفن", "أضاف", "past", True, True),
        ("قوله", "قال", "noun", False, False),
        ("تأكيدها", "أكّد", "noun", True, False),
    ],
)
def test_a_form_is_known_with_its_subject(form, lemma, shape, feminine, plural):
    cue = cue_forms()[fold(form)]
    assert (cue.lemma, cue.shape, cue.feminine, cue.plural) == (lemma, shape, feminine, plural)


def test_a_bare_form_wins_over_a_prefixed_one():
    assert cue_forms()[fold("وصف")].lemma == "وصف"
    assert not cue_forms()[fold("وصف")].prefixed


@pytest.mark.parametrize("word", ["فضلا", "عرضا", "صحن", "أجبن"])
def test_no_form_is_made_that_is_another_word(word):
    assert fold(word) not in cue_forms()


@pytest.mark.parametrize(("form", "lemma"), [("يصفها", "وصف"), ("يرفضه", "رفض")])
def test_an_object_may_be_attached(form, lemma):
    assert object_forms()[fold(form)].lemma == lemma


@pytest.mark.parametrize(("form", "lemma"), [("ليقول", "قال"), ("لتوضح", "أوضح")])
def test_a_purpose_may_be_attached(form, lemma):
    assert purpose_forms()[fold(form)].lemma == lemma


def test_the_forms_are_apart():
    both = cue_forms().keys() & object_forms().keys()
    assert {cue_forms()[form].shape for form in both} == {"noun"}
    assert not cue_forms().keys() & purpose_forms().keys()


@pytest.mark.parametrize(
    ("column", "anything", "that", "quote", "prefixes"),
    [
        ("any", True, True, False, ""),
        ("that ب", False, True, False, "ب"),
        ("quote قائلا", False, False, True, ""),
        ("إلى ل", False, False, False, "ل"),
    ],
)
def test_what_a_verb_needs(column, anything, that, quote, prefixes):
    needs = Needs.of(column)
    assert (needs.anything, needs.that, needs.quote) == (anything, that, quote)
    assert needs.prefixes == prefixes


def test_a_feminine_noun_opens_before_a_pronoun():
    assert fold("رغبته").startswith(Needs.of("رغبة").stems)


@pytest.mark.parametrize("row", lexicons.rows("cues"), ids=lambda row: row["past"])
def test_a_row_is_sound(row):
    assert row["class"] in CLASSES
    assert set(row["traits"].split()) <= TRAITS | {"-"}
    assert row["needs"] and row["example"] and row["origin"]
    assert row["present"] == "-" or fold(row["present"])[0] == "ي"


def test_no_verb_stands_twice():
    rows = [(fold(row["past"]), row["present"], row["class"]) for row in lexicons.rows("cues")]
    assert len(rows) == len(set(rows))
