"""How the recipe for posts does on two public sets of them: `python tests/bench/accuracy.py`.

Mawqif (stance): one model a target, the mean of F-favour and F-against, averaged over the targets.
ArSarcasm-v2 (sentiment): the mean F of positive and negative. Both five-fold on the training file,
beside a plain TF-IDF (words 1-2 and letters 2-5) with logistic regression on the same folds.

The recipe is what anybody can ask for: `training.train --no-embedded --register posts`, taught with
`--quotes` on the posts of the other folds, and where a set has several targets on those of the
others too (`FILE:0.1`), with `--unlabelled` on articles and on all posts but those judged, without
their labels, and with `--count` on the two labels that are judged. The data lie in the shared
folder (`data/public`, `data/real_unlabelled.jsonl.gz`) or in the folder named; a set that is not
there is left out.
"""

import argparse
import csv
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from classifier.labels import label_texts
from classifier.posts import POSTS
from training.lessons import Manner, taught
from training.quotes import Quote
from training.scores import per_label
from training.unlabelled import Words, placed, read

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
PUBLIC, ARTICLES = DATA / "public", DATA / "real_unlabelled.jsonl.gz"
FOLDS = 5
#: How much say the posts on other targets have: .722 on Mawqif without them, .729 with them.
OTHERS = 0.1
#: What a post that bears no label is taught as.
NO_LABEL = "None"
Rows = list[dict[str, str]]
Labeller = Callable[[Sequence[str], Sequence[str], Sequence[str]], list[str]]


class Yardstick(NamedTuple):
    """A public set: its file, the column that is judged, the labels whose F counts, how taught."""

    name: str
    file: str
    text: str
    head: str
    counted: tuple[str, str]
    by: str = ""
    balance: bool = False


YARDSTICKS = (
    Yardstick("Mawqif", "mawqif_train.csv", "text", "stance", ("Favor", "Against"), "target"),
    Yardstick(
        "ArSarcasm-v2", "arsarcasm_v2_train.csv", "tweet", "sentiment", ("POS", "NEG"), balance=True
    ),
)


def plain() -> Labeller:
    """Words and letters with logistic regression, as everybody does it."""

    def label(texts: Sequence[str], labels: Sequence[str], judged: Sequence[str]) -> list[str]:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline, make_union

        made = make_pipeline(
            make_union(
                TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
                TfidfVectorizer(
                    analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True
                ),
            ),
            LogisticRegression(max_iter=1000, class_weight="balanced"),
        )
        return [str(name) for name in made.fit(texts, labels).predict(judged)]

    return label


def ours(yardstick: Yardstick, others: Sequence[Quote], words: Words) -> Labeller:
    """The recipe for posts as it is shipped; `others` teach too, `words` are known before."""

    head = yardstick.head

    def label(texts: Sequence[str], labels: Sequence[str], judged: Sequence[str]) -> list[str]:
        known = replace(
            words,
            terms=dict(words.terms),
            lines_with=words.lines_with[:],
            row=words.row[:],
            digest=words.digest.copy(),
        )
        for text in (*texts, *(quote.text for quote in others)):
            known.add(text)
        own = [Quote(text, {head: name}) for text, name in zip(texts, labels, strict=True)]
        manner = Manner(yardstick.balance, placed(known), POSTS, frozenset(yardstick.counted))
        model = taught([*own, *others], manner)
        return [found[head].name for found in label_texts(model, judged)]

    return label


def folded(texts: Sequence[str], labels: Sequence[str], labeller: Labeller, seed: int) -> list[str]:
    """A label for every text from a model that was not taught on it."""
    from sklearn.model_selection import StratifiedKFold

    found = [""] * len(texts)
    deal = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    for learnt, judged in deal.split(texts, labels):
        given = labeller(
            [texts[n] for n in learnt], [labels[n] for n in learnt], [texts[n] for n in judged]
        )
        for n, name in zip(judged, given, strict=True):
            found[n] = name
    return found


def mean_f(yardstick: Yardstick, rows: Rows, words: Words | None, seed: int) -> float:
    """The mean F of the labels that count, averaged over the parts (targets) of the set.

    Of the plain labeller where no `words` are given, of ours with them.
    """
    head, means = yardstick.head, []
    for part in sorted({row.get(yardstick.by, "") for row in rows}):
        own = [row for row in rows if row.get(yardstick.by, "") == part]
        others = [
            Quote(row[yardstick.text], {head: row[head] or NO_LABEL}, weight=OTHERS)
            for row in rows
            if row.get(yardstick.by, "") != part
        ]
        gold = [row[head] or NO_LABEL for row in own]
        labeller = plain() if words is None else ours(yardstick, others, words)
        given = folded([row[yardstick.text] for row in own], gold, labeller, seed)
        means.append(sum(line.f1 for line in per_label(gold, given, yardstick.counted)) / 2)
    return sum(means) / len(means)


def words_of(articles: Path, posts: Sequence[str]) -> Words:
    """The words of articles and posts, as `training.train --unlabelled` reads them."""
    words = read([articles], POSTS) if articles.exists() else Words(register=POSTS)
    for post in posts:
        words.add(post)
    return words


def rows_of(yardstick: Yardstick, folder: Path, limit: int | None) -> Rows:
    """The first posts of a set; none where it is not there."""
    path = folder / yardstick.file
    if not path.exists():
        print(f"{yardstick.name}: {path} is not there; left out", file=sys.stderr)
        return []
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))[:limit]


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=PUBLIC, metavar="DIR")
    parser.add_argument("--articles", type=Path, default=ARTICLES, metavar="FILE")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N posts of a set")
    parser.add_argument("--seeds", type=int, default=1, metavar="N", help="deal N times")
    arguments = parser.parse_args(argv)
    sets = {own: rows_of(own, arguments.data, arguments.limit) for own in YARDSTICKS}
    for yardstick, rows in sets.items():
        if not rows:
            continue
        posts = [row[o.text] for o, found in sets.items() if o != yardstick for row in found]
        words = words_of(arguments.articles, posts)
        for seed in range(arguments.seeds):
            base, own = (mean_f(yardstick, rows, way, seed) for way in (None, words))
            print(
                f"{yardstick.name} ({yardstick.head}, {len(rows)} posts, {FOLDS} folds, "
                f"seed {seed}): plain {base:.3f}, recipe {own:.3f}, gain {own - base:+.3f}",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
