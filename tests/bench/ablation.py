"""What each part of the recipe brings: `python tests/bench/ablation.py` writes docs/ablation.md.

Every row is the recipe with one thing changed, judged by folds over the topics of the embedded
quotes and, where the real statements of the shared folder are there, on those. The label with the
highest decision value counts, before any calibration; n-grams and idf come from all the quotes.
Beside each figure stands how far it is from the recipe's, with a paired bootstrap.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack

from classifier.atomic import atomic
from classifier.features import BLOCKS, UNLABELLED, vectoriser
from classifier.linear import linear
from classifier.views import Reading
from training import lessons, scores, unlabelled
from training.quotes import HEADS, Quote, check, read, read_embedded
from training.splits import clusters, topic_folds

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "data" / "real_statements.jsonl"
FIRST = 5816  # the quotes that the plain baseline was first measured with
FOLDS = 3
ARTICLES = REAL.with_name("real_unlabelled.jsonl.gz")
ROUNDS = 2000
HEADING = """# What each part brings

Made by `make ablation` on {date}; not to be changed by hand. Every row changes one thing in the
recipe (`classifier/features.py`, `training/lessons.py`). A cell tells macro-F1 / accuracy of the
highest decision value, before calibration, and how far that macro-F1 is from the recipe's: the 95 %
interval of the difference, the same {rounds:,} draws of the texts for both (in the first row the
interval of the figure itself). An interval with 0 in it is no difference that these texts can show.

- *By topic*: {folds} folds over the topics of the {quotes:,} embedded quotes (digest `{digest}`).
- *Real*: {real:,} hand-labelled statements of newspapers, not part of the project ({where}).
- *{block}*: the words of {articles}, as `train --unlabelled` learns them.

What else was tried on the way is told in [What was tried](tried.md).
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
    more: str = ""


def changes() -> list[Change]:
    """The rows of the table: the recipe, each block left out, other say, other quotes, plain."""
    made = [Change("the recipe")]
    for block in BLOCKS:
        heads = [head for head in HEADS if block.seen_by(head)]
        head = heads[0] if len(heads) == 1 else ""
        made.append(Change(f"without the block `{block.name}`", head, without=block.name))
    made.append(Change(f"with the block `{UNLABELLED.name}`", more=UNLABELLED.name))
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

    def __init__(
        self, quotes: Sequence[Quote], real: Sequence[Quote], *, folds: bool, articles: Path | None
    ) -> None:
        self.quotes, self.real, self.folds = quotes, real, folds
        self.recipe: dict[tuple[str, bool], list[str]] = {}  # its labels: what others differ from
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
        if articles:
            self.learn_words(articles)

    def learn_words(self, articles: Path) -> None:
        """The block of words of unlabelled articles."""
        vectors = unlabelled.learn([articles])
        taught = vectors.places(_texts(self.quotes))
        length = vectors.reach(taught)
        self.taught[UNLABELLED.name] = csr_matrix(taught / length)
        if self.real:
            self.judged[UNLABELLED.name] = csr_matrix(vectors.places(_texts(self.real)) / length)

    def can(self, change: Change) -> bool:
        """Whether the row can be made of what is at hand."""
        return not change.more or change.more in self.taught

    def matrix(self, parts: Mapping[str, Any], head: str, change: Change) -> Any:
        """The blocks that the head sees, but for the one left out."""
        names = [b.name for b in BLOCKS if b.seen_by(head) and b.name != change.without]
        names += [change.more] if change.more else []
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
        return self.cell(head, gold.tolist(), given.tolist(), real=False)

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
        return self.cell(head, [quote.labels[head] for quote in self.real], given, real=True)

    def cell(self, head: str, gold: Sequence[str], given: list[str], *, real: bool) -> str:
        """Both figures, and the interval of the distance from the recipe (the first row)."""
        told = _two(gold, given)
        if (head, real) not in self.recipe:
            self.recipe[head, real] = given
            low, high = scores.bootstrap(gold, given)
            return f"{told} ({_short(low)} to {_short(high)})"
        low, high = difference(gold, self.recipe[head, real], given)
        return f"{told} ({low:+.3f} to {high:+.3f})".replace("0.", ".").replace("-", "−")

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
    return " / ".join(map(_short, pair))


def _short(figure: float) -> str:
    return f"{figure:.3f}".removeprefix("0")


def difference(
    gold: Sequence[str], one: Sequence[str], other: Sequence[str], rounds: int = ROUNDS
) -> tuple[float, float]:
    """The 95 % interval of how much better in macro-F1 the other labels are, texts drawn anew."""
    labels = sorted({*gold, *one, *other})
    size, place = len(labels), {label: number for number, label in enumerate(labels)}
    cells = np.zeros((size, size, size))
    for triple in zip(gold, one, other, strict=True):
        cells[tuple(place[label] for label in triple)] += 1
    chances = (cells / cells.sum()).ravel()
    draws = np.random.default_rng(0).multinomial(len(gold), chances, size=rounds)
    tables = draws.reshape(rounds, size, size, size).astype(np.float64)
    first, second = (scores.macro_f1_of(tables.sum(axis=axis)) for axis in (3, 2))
    low, high = np.percentile(second - first, [2.5, 97.5])
    return float(low), float(high)


def table(desk: Desk, rows: Sequence[Change]) -> list[str]:
    """The table's lines, told on stderr as they come."""
    lines = [
        "| what | stance, by topic | stance, real | sentiment, by topic | sentiment, real |",
        "| --- | --- | --- | --- | --- |",
    ]
    for change in filter(desk.can, rows):
        cells = []
        for head in HEADS:
            runs = change.head in ("", head)
            cells += [desk.by_topic(head, change), desk.on_real(head, change)] if runs else ["", ""]
        lines.append(f"| {change.name} | {' | '.join(cells)} |")
        print(lines[-1], file=sys.stderr, flush=True)
    return lines


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "ablation.md")
    parser.add_argument("--real", type=Path, default=REAL, metavar="FILE")
    parser.add_argument("--articles", type=Path, default=ARTICLES, metavar="PATH")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each Nth quote")
    parser.add_argument("--no-folds", action="store_true", help="only the real statements")
    arguments = parser.parse_args(argv)
    collection = check(list(read_embedded())[:: arguments.every], codebook=True)
    found = read(arguments.real) if arguments.real.is_file() else []
    real = [quote for quote in found if quote.extra.get("quoted") is not False]
    articles = arguments.articles if arguments.articles.exists() else None
    desk = Desk(collection.quotes, real, folds=not arguments.no_folds, articles=articles)
    lines = table(desk, changes())
    head = HEADING.format(
        date=date.today().isoformat(),
        rounds=ROUNDS,
        folds=FOLDS,
        quotes=len(collection.quotes),
        digest=collection.digest[:12],
        real=len(real),
        where="judged where they are at hand" if real else "not at hand in this run",
        block=UNLABELLED.name,
        articles="unlabelled articles" if articles else "articles that are not at hand in this run",
    )
    with atomic(arguments.output) as out:
        out.write((head + "\n" + "\n".join(lines) + "\n").encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
