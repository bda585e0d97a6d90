"""The nouns and names of speakers."""

import pytest

from classifier.arabic import fold
from classifier.vocabulary import NAME_MARK, bare, given_names, is_noun, kinds, places, surnames


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("وزير", {"role", "honorific"}),
        ("الوزارة", {"body"}),
        ("وللوزارة", {"body"}),
        ("بالوزارة", {"body"}),
        ("مدربها", {"role"}),
        ("بيانا", {"document"}),
        ("اللقاء", {"event"}),
        ("يكتب", set()),
    ],
)
def test_the_kinds_of_a_noun(word, expected):
    assert kinds(fold(word)) >= expected
    assert expected or not kinds(fold(word))


def test_the_table_alone_is_told_from_its_prefixed_forms():
    assert is_noun(fold("الوزارة")) and not is_noun(fold("بالوزارة"))


def test_ali_is_a_name_and_the_preposition_is_none():
    assert NAME_MARK + fold("علي") in given_names() and fold("علي") not in given_names()


@pytest.mark.parametrize("place", ["روسيا", "طهران", "موسكو", "الولايات"])
def test_places_speak(place):
    assert fold(place) in places()


@pytest.mark.parametrize("word", ["جنوب", "مدينة", "الاتحاد"])
def test_everyday_words_are_no_places(word):
    assert fold(word) not in places()


def test_names_of_one_word_come_from_the_parties():
    assert fold("بوتين") in surnames()
    assert not surnames() & places()


@pytest.mark.parametrize(("word", "plain"), [("والوزاره", "وزاره"), ("لليمن", "يمن"), ("ال", "ال")])
def test_the_article_comes_off(word, plain):
    assert bare(word) == plain
