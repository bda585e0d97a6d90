"""How the recipe does on two public sets of labelled posts: `python tests/bench/accuracy.py`.

Mawqif (stance): one model a target, the mean of F-favour and F-against, averaged over the targets.
ArSarcasm-v2 (sentiment): the mean F of positive and negative. Both five-fold on the training file,
beside a plain TF-IDF (words 1-2 and letters 2-5) with logistic regression on the same folds. The
recipe is that of `training.train --no-embedded --balance`. The data lie in the shared folder
(`data/public`) or the folder named; a set that is not there is left out.
"""

import argparse
import csv
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from classifier.labels import label_texts
from training.lessons import Manner, taught
from training.quotes import Quote
from training.scores import per_label

PUBLIC = Path(__file__).resolve().parents[3] / "shared" / "data" / "public"
FOLDS = 5
Labeller = Callable[[Sequence[str], Sequence[str], Sequence[str]], list[str]]


class Yardstick(NamedTuple):
    """A public set: its file, the column that is judged, the labels whose F counts."""

    name: str
    file: str
    text: str
    head: str
    counted: tuple[str, str]
    by: str = ""


YARDSTICKS = (
    Yardstick("Mawqif", "mawqif_train.csv", "text", "stance", ("Favor", "Against"), "target"),
    Yardstick("ArSarcasm-v2", "arsarcasm_v2_train.csv", "tweet", "sentiment", ("POS", "NEG")),
)


def plain(head: str) -> Labeller:
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


def ours(head: str) -> Labeller:
    """The recipe as it is shipped, taught on the set alone."""

    def label(texts: Sequence[str], labels: Sequence[str], judged: Sequence[str]) -> list[str]:
        model = taught(
            [Quote(text, {head: name}) for text, name in zip(texts, labels, strict=True)],
            Manner(balance=True),
        )
        return [found[head].name for found in label_texts(model, judged)]

    return label


def folded(texts: Sequence[str], labels: Sequence[str], labeller: Labeller) -> list[str]:
    """A label for every text from a model that was not taught on it."""
    from sklearn.model_selection import StratifiedKFold

    found = [""] * len(texts)
    for learnt, judged in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(texts, labels):
        given = labeller(
            [texts[n] for n in learnt], [labels[n] for n in learnt], [texts[n] for n in judged]
        )
        for n, name in zip(judged, given, strict=True):
            found[n] = name
    return found


def mean_f(yardstick: Yardstick, rows: Sequence[dict[str, Any]], labeller: Labeller) -> float:
    """The mean F of the two labels that count, averaged over the parts (targets) of the set."""
    parts = sorted({row[yardstick.by] for row in rows}) if yardstick.by else [None]
    means = []
    for part in parts:
        own = [row for row in rows if part is None or row[yardstick.by] == part]
        gold = [row[yardstick.head] or "None" for row in own]
        given = folded([row[yardstick.text] for row in own], gold, labeller)
        means.append(sum(line.f1 for line in per_label(gold, given, yardstick.counted)) / 2)
    return sum(means) / len(means)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=PUBLIC, metavar="DIR")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N posts of a set")
    arguments = parser.parse_args(argv)
    for yardstick in YARDSTICKS:
        path = arguments.data / yardstick.file
        if not path.exists():
            print(f"{yardstick.name}: {path} is not there; left out", file=sys.stderr)
            continue
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))[: arguments.limit]
        base, own = (mean_f(yardstick, rows, way(yardstick.head)) for way in (plain, ours))
        print(
            f"{yardstick.name} ({yardstick.head}, {len(rows)} posts, {FOLDS} folds): "
            f"plain {base:.3f}, recipe {own:.3f}, gain {own - base:+.3f}",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
