from training.quotes import Quote, read_embedded
from training.splits import (
    clusters,
    near_across,
    near_duplicates,
    random_folds,
    topic_folds,
)

LONG = "قال {} إن الجولة الثالثة من المحادثات تبدأ يوم {} في جنيف بحضور الوسطاء"


def quote(text: str, **facts: str) -> Quote:
    return Quote(text, {"stance": "neutral"}, **facts)


def test_the_same_text_with_other_names_and_numbers_is_a_near_duplicate():
    quotes = [
        quote(LONG.format("باسل النجار", 12), speaker="باسل النجار"),
        quote("لا علاقة لهذا النص بغيره من النصوص في شيء"),
        quote(LONG.format("سليم الحداد", 7), speaker="سليم الحداد"),
    ]
    assert near_duplicates(quotes) == [(0, 2)]


def test_different_texts_are_not():
    quotes = [
        quote("نرحب بالحوار مع الجيران"),
        quote("نرفض الحوار مع الجيران"),
        quote("نعم"),
        quote("لا"),
    ]
    assert near_duplicates(quotes) == []


def test_no_embedded_quote_has_a_near_duplicate():
    assert near_duplicates(list(read_embedded())) == []


def test_quotes_of_one_article_and_near_duplicates_make_one_cluster():
    quotes = [quote("ا", article_id="x"), quote("ب"), quote("ج", article_id="x"), quote("د")]
    assert clusters(quotes, pairs=[(2, 3)]) == [0, 1, 0, 0]


def test_no_cluster_and_no_topic_is_parted():
    quotes = [quote(str(n), topic="abcdefg"[n % 7], article_id=str(n // 3)) for n in range(200)]
    groups = clusters(quotes, pairs=[])
    for folds in (random_folds(groups), topic_folds(quotes, groups)):
        assert all(
            len({f for f, g in zip(folds, groups, strict=True) if g == own}) == 1 for own in groups
        )
    by_topic = topic_folds([q for q in quotes if q.article_id == ""], [], 5)
    assert by_topic == []


def test_a_topic_lies_in_one_fold():
    quotes = [quote(str(n), topic="abcdefg"[n % 7]) for n in range(70)]
    folds = topic_folds(quotes, clusters(quotes, pairs=[]))
    assert all(
        len({f for f, q in zip(folds, quotes, strict=True) if q.topic == t}) == 1 for t in "abcdefg"
    )


def test_folds_are_of_like_size_and_the_same_each_time():
    groups = list(range(101))
    folds = random_folds(groups)
    assert folds == random_folds(groups)
    assert {folds.count(fold) for fold in range(5)} == {20, 21}
    assert folds != random_folds(groups, seed=1)


def test_quotes_without_a_topic_are_dealt_out_by_cluster():
    quotes = [quote(str(n)) for n in range(50)]
    assert set(topic_folds(quotes, clusters(quotes, pairs=[]))) == set(range(5))


def test_twins_of_judged_quotes_are_found_among_the_taught():
    taught = [quote("نعم"), quote(LONG.format("باسل النجار", 12), speaker="باسل النجار")]
    judged = [quote(LONG.format("سليم الحداد", 7), speaker="سليم الحداد"), quote("لا")]
    assert near_across(taught, judged) == [(1, 0)]
