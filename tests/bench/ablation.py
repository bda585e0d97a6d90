"""What each part of the recipe brings: `python tests/bench/ablation.py` writes build/ablation.md.

Every row is the recipe with one thing changed, judged by folds over the topics of the embedded
quotes and, where the real statements of the shared folder are there, on those. The label with the
highest decision value counts, before any calibration; n-grams and idf come from all the quotes.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import hstack

from classifier.atomic import atomic
from classifier.features import BLOCKS, vectoriser
from classifier.labels import linear
from classifier.views import Reading
from training import lessons, scores
from training.quotes import HEADS, Quote, read, read_embedded
from training.splits import clusters, topic_folds

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "data" / "real_statements.jsonl"
FIRST = 5816  # the quotes that the plain baseline was first measured with
FOLDS = 3
HEADING = """# What each part brings

Made by `python tests/bench/ablation.py`; every row changes one thing in the recipe. macro-F1 /
accuracy, of the highest decision value, before calibration. *By topic*: {folds} folds over the
topics of the {quotes:,} embedded quotes. *Real*: {real:,} hand-labelled statements of newspapers
that are not part of the project ({where}). Over 670 statements the 95 % interval is ±.05 for
stance and ±.04 for sentiment, so differences under .02 say little. What else was tried on the way
is told in docs/tried.md.
"""


@dataclass(frozen=True)
class Change:
    """One row: which head it is for (all when empty) and what differs from the recipe."""

    name: str
    head: str = ""
    without: str = ""
    first: int | None = None
    only: str = ""
    even_say: bool = False
    plain: bool = False


def changes() -> list[Change]:
    """The rows of the table: the recipe, each block left out, other say, other quotes, plain."""
    made = [Change("the recipe")]
    for block in BLOCKS:
        heads = [head for head in HEADS if block.seen_by(head)]
        head = heads[0] if len(heads) == 1 else ""
        made.append(Change(f"without the block `{block.name}`", head, without=block.name))
    made.append(Change("every quote the same say", even_say=True))
    made.append(Change(f"the first {FIRST:,} quotes alone", first=FIRST))
    made += [
        Change(f"quotes of origin `{origin}` alone", only=origin)
        for origin in sorted({quote.origin for quote in read_embedded()})
    ]
    plain = "plain: words 1-2 and letters 2-5, logistic regression"
    made.append(Change(f"{plain}, all quotes", plain=True, even_say=True))
    made.append(Change(f"{plain}, the first {FIRST:,}", first=FIRST, plain=True, even_say=True))
    return made


class Desk:
    """The counted quotes and statements, each block once."""

    def __init__(self, quotes: Sequence[Quote], real: Sequence[Quote], *, folds: bool) -> None:
        self.quotes, self.real, self.folds = quotes, real, folds
        if folds:
            self.deal = np.array(topic_folds(quotes, clusters(quotes), FOLDS))
        self.taught: dict[str, Any] = {}
        self.judged: dict[str, Any] = {}
        taught, judged = _viewed(quotes), _viewed(real)
        for block in BLOCKS:
            counted = vectoriser(block).set_params(preprocessor=str)  # the view is there already
            self.taught[block.name] = counted.fit_transform(taught[block.view]) * block.weight
            if real:
                self.judged[block.name] = counted.transform(judged[block.view]) * block.weight

    def matrix(self, parts: Mapping[str, Any], head: str, change: Change) -> Any:
        """The blocks that the head sees, but for the one left out."""
        names = [b.name for b in BLOCKS if b.seen_by(head) and b.name != change.without]
        return hstack([parts[name] for name in names]).tocsr()

    def teachers(self, change: Change) -> np.ndarray:
        """The places of the quotes that teach."""
        return np.array(
            [
                place
                for place, quote in enumerate(self.quotes[: change.first])
                if not change.only or quote.origin == change.only
            ]
        )

    def by_topic(self, head: str, change: Change) -> str:
        """Figures by folds over topics; none where other quotes teach or the features are plain."""
        if not self.folds or change.first or change.only or change.plain:
            return ""
        gold = np.array([quote.labels[head] for quote in self.quotes])
        say, matrix = self.say(head, change), self.matrix(self.taught, head, change)
        given = gold.copy()
        for fold in range(FOLDS):
            rest = self.deal != fold
            model = linear().fit(matrix[rest], gold[rest], sample_weight=say[rest])
            given[~rest] = model.predict(matrix[~rest])
        return _two(gold.tolist(), given.tolist())

    def on_real(self, head: str, change: Change) -> str:
        """Figures on the real statements."""
        if not self.real:
            return ""
        own = self.teachers(change)
        gold = np.array([quote.labels[head] for quote in self.quotes])[own]
        if change.plain:
            given = plain(_texts([self.quotes[n] for n in own]), gold, _texts(self.real))
        else:
            matrix = self.matrix(self.taught, head, change)[own]
            model = linear().fit(matrix, gold, sample_weight=self.say(head, change)[own])
            given = model.predict(self.matrix(self.judged, head, change)).tolist()
        return _two([quote.labels[head] for quote in self.real], given)

    def say(self, head: str, change: Change) -> np.ndarray:
        """How much say each quote has."""
        if change.even_say:
            return np.ones(len(self.quotes))
        return np.array([lessons.say(quote, head) for quote in self.quotes])


def plain(texts: Sequence[str], labels: Any, judged: Sequence[str]) -> list[str]:
    """The labels of plain TF-IDF with logistic regression."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True)
    last = LogisticRegression(max_iter=1000, class_weight="balanced")
    made = make_pipeline(make_union(words, letters), last)
    return [str(name) for name in made.fit(texts, labels).predict(judged)]


def _viewed(quotes: Sequence[Quote]) -> dict[str, list[str]]:
    """Every view of the recipe, a text a quote; each quote is read once."""
    readings = [Reading(quote.text) for quote in quotes]
    return {
        block.view: [" ".join(piece.text for piece in block.pieces(read)) for read in readings]
        for block in BLOCKS
    }


def _texts(quotes: Sequence[Quote]) -> list[str]:
    return [quote.text for quote in quotes]


def _two(gold: Sequence[str], given: Sequence[str]) -> str:
    pair = (scores.macro_f1(gold, given), scores.accuracy(gold, given))
    return " / ".join(f"{figure:.3f}".removeprefix("0") for figure in pair)


def table(desk: Desk, rows: Sequence[Change]) -> list[str]:
    """The table's lines, told on stderr as they come."""
    lines = [
        "| what | stance, by topic | stance, real | sentiment, by topic | sentiment, real |",
        "| --- | --- | --- | --- | --- |",
    ]
    for change in rows:
        cells = []
        for head in HEADS:
            runs = change.head in ("", head)
            cells += [desk.by_topic(head, change), desk.on_real(head, change)] if runs else ["", ""]
        lines.append(f"| {change.name} | {' | '.join(cells)} |")
        print(lines[-1], file=sys.stderr, flush=True)
    return lines


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--output", type=Path, default=ROOT / "build" / "ablation.md")
    parser.add_argument("--real", type=Path, default=REAL, metavar="FILE")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each Nth quote")
    parser.add_argument("--no-folds", action="store_true", help="only the real statements")
    arguments = parser.parse_args(argv)
    quotes = list(read_embedded())[:: arguments.every]
    found = read(arguments.real) if arguments.real.is_file() else []
    real = [quote for quote in found if quote.extra.get("quoted") is not False]
    rows = changes()
    lines = table(Desk(quotes, real, folds=not arguments.no_folds), rows)
    where = "judged where they are at hand" if real else "not at hand in this run"
    head = HEADING.format(folds=FOLDS, quotes=len(quotes), real=len(real), where=where)
    with atomic(arguments.output) as out:
        out.write((head + "\n" + "\n".join(lines) + "\n").encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
