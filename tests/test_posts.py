"""Posts of social media: how they are read, taught, kept, told of and refused."""

import json
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from runs import ROOT
from scipy.sparse import csr_matrix
from test_scorer import same_as_scikit_learn, same_bits

from classifier import doctor, predict, serve
from classifier.arabic import Folded
from classifier.features import Block
from classifier.labels import label_texts, pipelines, teach
from classifier.linear import Judged, Trial, Way, choose, fitted, macro_f1, seen
from classifier.model_file import load_model, save_model
from classifier.model_members import pack
from classifier.posts import NEWS, POSTS, Post, laid_out, spelt
from classifier.reasons import explain, standing
from classifier.scorer import decisions
from classifier.views import VIEWS, Reading
from training import lessons, numbers, review, train
from training.quotes import Collection, Quote, check

SAMPLES = ROOT / "classifier" / "data" / "samples"
PLACES = ("السوق", "الحديقة", "المكتبة", "المتحف", "الميناء", "المسرح", "الجسر", "المقهى")
SAID = {
    "for": ("اخيرا فتحوا {} 😂 #شكرا_لكم", "مبرووووك {} الجديد!! ❤️", "@salma روحي {} بسرعة 👍🏽"),
    "against": ("زحمة {} لا تطاق 😡😡", "ليش سكروا {}؟؟؟ #ارحمونا_يا_ناس", "{} غالي وما يستاهل 😡"),
    "other": ("{} يفتح الساعة 9 https://example.org/{}",),
}
ROWS = [
    (text.replace("{}", place), label)
    for place, (label, texts) in product(PLACES, SAID.items())
    for text in texts
]
ODD = ("", " ", "😂", "#", "__", "@", "❤️‍🔥 لا", "!!!!", "RT @USER: URL", "أَبَـــدا_لا", "ﻻ#ﻻ")


@pytest.fixture(scope="module")
def quotes() -> Collection:
    return check([Quote(text, {"stance": label}) for text, label in ROWS], codebook=False)


@pytest.fixture(scope="module")
def posts_model(quotes):
    return lessons.learn(quotes, numbers.NONE, manner=lessons.Manner(register=POSTS))


@pytest.fixture
def file(posts_model, tmp_path):
    path = tmp_path / "posts.model"
    save_model(posts_model, path)
    return path


def words(text):
    return Reading(text, POSTS).chunks


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("#لا_للحرب", "# لا للحرب"),
        ("شكرا😂😂", "شكرا 😂 😂"),
        ("👍🏽 ❤️", "👍 ❤"),
        ("@salma_9 نعم", "@USER نعم"),
        ("https://example.org/a_b?c=1", "URL"),
        ("ليش؟؟؟؟؟", "ليش ؟؟"),
    ],
)
def test_posts_that_say_the_same_are_read_alike(one, other):
    assert words(one) == words(other)


def test_a_picture_is_a_word_of_its_own_and_no_number():
    assert len({*words("😂 😡 ❤ 👍 ☹")}) == 5
    assert all(word.isalpha() for word in words("😂😡❤👍"))


TEXTS = st.text(alphabet="لاحربoR@#_!؟. \n\u064b\u0640\u200d\ufe0f😂👍\U0001f3fd❤ﻻ9U:/htps")


@given(TEXTS)
def test_the_map_leads_every_letter_back_into_the_source_in_order(text):
    seen = Post.of(text)
    assert seen.text == laid_out(text, POSTS)
    places = range(len(seen.text))
    starts = [seen.original(place) for place in places]
    ends = [seen.original_end(place + 1) for place in places]
    assert starts == sorted(starts)
    assert ends == sorted(ends)
    assert all(0 <= start <= end <= len(text) for start, end in zip(starts, ends, strict=True))


@given(st.text(alphabet="لاحرب \u064b\u0640ﻻ"))
def test_plain_words_are_led_back_as_by_folding(text):
    seen, folded = Post.of(text), Folded.of(text)
    assert seen.text == folded.text
    assert [*map(seen.original, range(len(seen.text)))] == [
        *map(folded.original, range(len(seen.text)))
    ]


def test_marks_stand_among_the_words():
    seen = [piece.text for piece in VIEWS["marked"](Reading("#لا_للحرب!!! 😡؟", POSTS))]
    assert seen == [spelt("#"), "لا", "للحرب", spelt("!!"), spelt("😡"), spelt("؟")]
    assert all(word.isalpha() and len(word) > 1 for word in seen)


def test_the_names_of_states_and_numbers_stay_as_they_are():
    assert words("فوز المغرب 2-0") == ["فوز", "المغرب", "2", "-", "0"]


@pytest.mark.parametrize("whole", ["words", "marked"])
def test_whole_words_that_are_compiled_stand_alone(whole):
    """Beside masked names they are read text by text, to the same bits."""
    blocks = [Block("words", whole, "word", 1, 2), Block("names", "names", "word", 1, 1)]
    texts = ["زحمة في روسيا", "هدوء في روسيا", "زحمة في موسكو", "هدوء في موسكو"] * 2
    model = teach(texts, {"stance": ["no", "yes"] * 4}, blocks=blocks)
    assert [model.tables[place].block.view for place in model.scoring.compiled.left] == ["names"]
    same_bits(model, [*texts, *ODD])


def test_news_is_read_as_ever():
    assert laid_out("«لا» #وسم_واحد 😂", NEWS) == "«لا» #وسم_واحد 😂"
    assert Reading("#وسم_واحد 😂").chunks == ["#وسم_واحد", "😂"]


def test_the_fast_path_gives_the_same_bits_and_scikit_learn_the_same_values(posts_model):
    texts = [*(text for text, _ in ROWS), *ODD]
    same_bits(posts_model, texts)
    assert posts_model.scoring.compiled.left == []
    same_as_scikit_learn(posts_model, pipelines(posts_model), texts)


@given(st.lists(TEXTS, max_size=4))
def test_any_texts_get_the_same_bits_on_both_paths(posts_model, texts):
    same_bits(posts_model, texts)


@pytest.mark.parametrize("text", [text for text, _ in ROWS[:12]])
def test_reasons_add_up_and_lie_in_the_post(posts_model, text):
    head, values = posts_model.heads[0], decisions(posts_model, text)[0]
    place = int(np.argmax(values + head.offsets))
    reasons = explain(posts_model, text)["stance"]
    whole = sum(reason.weight for reason in reasons) + standing(head, head.labels[place])
    assert whole == pytest.approx(values[place] + head.offsets[place], abs=1e-9)
    assert all(text[reason.start : reason.end] == reason.text for reason in reasons)


def test_a_picture_and_the_words_of_a_tag_are_named_as_reasons_in_their_own_spelling(posts_model):
    said = {reason.text for reason in explain(posts_model, "😡#ارحمونا_يا_ناس")["stance"]}
    assert " ".join(sorted(said)).replace("_", " ").split().count("ارحمونا") == 1
    assert any("😡" in each for each in said)


def test_the_thresholds_let_a_rare_label_be_said():
    """Of what bears its mark half is of the other label, which least squares then always says."""
    marks = [1.0] * 40 + [0.0] * 160
    gold = ["rare"] * 18 + ["usual"] * 182
    matrix, say, general = csr_matrix([[own] for own in marks]), np.ones(200), np.ones(1, bool)
    trials = (Trial(4.0), Trial(8.0))
    without = choose(Way(trials), matrix, gold, say, general)
    found = choose(Way(trials, POSTS), matrix, gold, say, general)
    assert without.offsets.tolist() == [0.0, 0.0]
    assert found.offsets[0] > 0 > found.offsets[1]
    model = fitted(found.trial, seen(matrix, found.trial, general), gold, say)
    values = model.decision_function(matrix)
    assert (values <= 0).sum() == 0  # without thresholds nothing is rare
    judged = Judged(np.array([0] * 18 + [1] * 182), say, np.ones(2, bool))
    both = np.column_stack([-values / 2, values / 2])
    assert macro_f1(both + found.offsets, judged) > macro_f1(both, judged) + 0.2


@pytest.mark.parametrize("balance", [False, True])
def test_the_pull_is_that_of_the_least_error_on_the_heaviest_posts(balance):
    """The light posts say the contrary, and bear a label that none of the others does."""
    marks = np.array([0, 1] * 30 + [0, 1, 2] * 10)
    gold = ["one", "two"] * 30 + ["two", "one", "odd"] * 10
    say = np.array([1.0] * 60 + [0.1] * 30)
    matrix, general = csr_matrix(np.eye(3)[marks]), np.ones(3, bool)
    trials = tuple(Trial(pull, balance=balance) for pull in (100.0, 1.0, 50.0))
    found = choose(Way(trials, POSTS), matrix, gold, say, general)
    assert found.trial == trials[1]
    assert np.isfinite(found.offsets).all()


def test_the_labels_that_count_decide_the_thresholds():
    """One mark that all three labels share: what one of them wins, the others lose."""
    shares = ((4, 10, 6), (6, 6, 8), (30, 2, 28))  # of each label, by the mark that a text bears
    names = ("one", "rest", "two")
    rows = [
        (m, n)
        for m, own in enumerate(shares)
        for n, c in zip(names, own, strict=True)
        for _ in range(c)
    ]
    matrix, gold = csr_matrix(np.eye(3)[[mark for mark, _ in rows]]), [name for _, name in rows]
    say, general = np.ones(len(gold)), np.ones(3, bool)
    places = np.searchsorted(names, gold)

    def f1(counted, judged):
        found = choose(Way((Trial(1.0),), POSTS, counted), matrix, gold, say, general)
        values = fitted(found.trial, matrix, gold, say).decision_function(matrix) + found.offsets
        return macro_f1(values, Judged(places, say, np.isin(names, judged)))

    assert f1(frozenset(("one", "two")), ["one", "two"]) > f1(frozenset(), ["one", "two"])
    assert f1(frozenset(("unheard",)), names) == f1(frozenset(), names)


# --- the file -----------------------------------------------------------------------------


def test_the_register_is_kept_in_a_version_that_older_programs_refuse(posts_model, tiny_model):
    posts, news = (json.loads(pack(model)[1]) for model in (posts_model, tiny_model))
    assert (posts["version"], posts["register"]) == (2, POSTS)
    assert news["version"] == 1
    assert "register" not in news


def test_a_model_of_posts_comes_back_as_it_was(posts_model, file):
    texts = [text for text, _ in ROWS]
    loaded = load_model(file, posts=True)
    assert loaded.register == POSTS
    assert label_texts(loaded, texts) == label_texts(posts_model, texts)
    right = [labels["stance"].name for labels in label_texts(loaded, texts)]
    assert right == [label for _, label in ROWS]


# --- the doors ----------------------------------------------------------------------------


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own.jsonl"
    rows = [json.dumps({"text": text, "stance": label}) for text, label in ROWS]
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def taught(own, out, *more) -> int:
    arguments = ["--quotes", own, "--register", "posts", "--output", out, "--jobs", 1, *more]
    return train.main([str(argument) for argument in arguments])


def test_it_is_taught_told_of_on_the_card_and_by_the_doctor(own, tmp_path, capsys):
    out = tmp_path / "posts.model"
    assert taught(own, out, "--no-embedded", "--balance", "--unlabelled", SAMPLES) == 0
    assert f"taught on {len(ROWS)} posts, words of 8 unlabelled" in capsys.readouterr().out
    card = (tmp_path / "posts.model.card.md").read_text(encoding="utf-8")
    assert "A labeller of posts of social media in Arabic" in card
    assert "dialect, verse, social media" not in card
    assert doctor.main(["--model", str(out)]) == 0
    assert "for posts of social media" in capsys.readouterr().out


def test_the_labels_that_count_are_told_on_the_card_and_must_be_borne(own, tmp_path, capsys):
    out = tmp_path / "posts.model"
    assert taught(own, out, "--no-embedded", "--count", "for", "against") == 0
    card = (tmp_path / "posts.model.card.md").read_text(encoding="utf-8")
    assert "were chosen by the F1 of against and for alone" in card
    assert taught(own, out, "--no-embedded", "--count", "against", "fro") == 2
    assert "--count fro: no quote bears it, but against, for, other" in capsys.readouterr().err
    assert train.main(["--quotes", str(own), "--count", "for", "--output", str(out)]) == 2
    assert "--count: with the embedded quotes nothing is chosen" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ([], "the embedded quotes are statements of news: add --no-embedded"),
        (["--no-embedded", "--numbers", "none.json"], "their calibration is found by folds"),
    ],
)
def test_what_does_not_fit_posts_is_refused_before_anything_is_read(
    own, tmp_path, capsys, more, told
):
    assert taught(own, tmp_path / "posts.model", *more) == 2
    assert f"--register posts: {told}" in capsys.readouterr().err
    assert not (tmp_path / "posts.model").exists()


def test_the_usual_model_is_not_written_over_by_one_of_posts(own, capsys):
    arguments = ["--quotes", str(own), "--register", "posts", "--no-embedded"]
    assert train.main(arguments) == 2
    assert "--register posts: the usual model is for news" in capsys.readouterr().err


def test_posts_are_labelled_line_by_line_and_articles_are_refused(file, tmp_path, capsys):
    posts, article = tmp_path / "posts.jsonl", tmp_path / "article.txt"
    posts.write_text(json.dumps({"id": 1, "text": "زحمة الميناء لا تطاق 😡"}), encoding="utf-8")
    article.write_text("قال الوزير: «نرحب بالحوار».", encoding="utf-8")
    model = ["--model", str(file)]
    assert predict.main(["--statements", str(posts), "--explain", *model]) == 0
    assert json.loads(capsys.readouterr().out)["stance"] == "against"
    assert predict.main([str(article), *model]) == 2
    assert "labels posts of social media" in capsys.readouterr().err
    for asked in (["next", str(article)], ["export", str(article), "--predict"]):
        assert review.main([*asked, *model]) == 2
        assert "labels posts of social media" in capsys.readouterr().err
    assert serve.main(["--port", "0", "--store", str(tmp_path / "c.db"), *model]) == 2
    assert "predict --statements" in capsys.readouterr().err
