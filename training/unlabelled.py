"""Words learnt from articles that nobody labelled, by the company that they keep.

    articles ──► stems ──► how often two stand near one another ──► PPMI ──► SVD ──► points

Names of sides and numbers are masked, as in the labeller's other views. A word counts with those up
to `NEAR` words away in the same line (a paragraph in most articles), the nearer the more: 1, 1/2,
1/3 … Positive pointwise mutual information tells which stand together oftener than chance brings;
the `DIMENSIONS` strongest directions of that table (truncated SVD) are the points.

Levy, Goldberg, Dagan 2015 (Improving distributional similarity with lessons learned from word
embeddings) has the recipe: contexts by frequency to the .75, directions by the root of their
strength.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.articles import read_documents
from classifier.errors import InputError
from classifier.features import UNLABELLED
from classifier.notices import Notices
from classifier.posts import NEWS
from classifier.records import Refusal
from classifier.vectors import Floats, Vectors
from classifier.views import VIEWS, Reading

#: Macro-F1 of the sentiment on 1,021 real statements with 50, 100 and 150 dimensions: .639, .655,
#: .646 (without .634); near within 2, 5 and 10 words: .645, .655, .649; words met 5 and 20 times:
#: .655, .639. All differ by less than the interval of ±.03.
DIMENSIONS = 100
NEAR = 5
LEAST = UNLABELLED.min_df
#: Words that are kept, the most frequent; 1.8 million words of news hold 15,000 that occur
#: `LEAST` times. Each takes some 50 bytes of the model file.
MOST_TERMS = 40_000
#: Fewer words that occur often enough tell nothing of one another.
FEWEST_TERMS = 50
#: Contexts are smoothed by this power of their frequency (Levy, Goldberg, Dagan 2015).
SMOOTHED = 0.75
#: Words whose neighbours are counted together: some 100 MB.
_SLICE = 1 << 20
_TOLD_EVERY = 1000

Tell = Callable[[str], None]


@dataclass
class Words:
    """The words of some articles, in the order in which they stand, four bytes each.

    Fields:
        terms: word → number, in the order of their first occurrence.
        lines_with: in how many lines each word stands.
        row: the numbers of the words; `NEAR` times -1 behind every line.
        articles, lines: how many were read.
        register: how the texts are read.
        digest: of all texts.
    """

    terms: dict[str, int] = field(default_factory=dict)
    lines_with: array[int] = field(default_factory=lambda: array("q"))
    row: array[int] = field(default_factory=lambda: array("i"))
    register: str = NEWS
    articles: int = 0
    lines: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    def add(self, text: str) -> None:
        """Count in the words of one article."""
        self.articles += 1
        self.digest.update(text.encode("utf-8", "surrogatepass") + b"\0")
        for line in text.splitlines():
            stems = [piece.text for piece in VIEWS[UNLABELLED.view](Reading(line, self.register))]
            own = [self.terms.setdefault(stem, len(self.terms)) for stem in stems if len(stem) > 1]
            if not own:
                continue
            self.lines += 1
            self.lines_with.extend([0] * (len(self.terms) - len(self.lines_with)))
            for number in set(own):
                self.lines_with[number] += 1
            self.row.extend(own)
            self.row.extend([-1] * NEAR)

    def facts(self, kept: int) -> dict[str, Any]:
        """What a model's card tells of the articles."""
        words = len(self.row) - NEAR * self.lines
        return {
            "articles": self.articles,
            "words": words,
            "terms": kept,
            "digest": self.digest.hexdigest(),
        }


def learn(
    paths: Iterable[str | Path],
    *,
    seed: int = 0,
    register: str = NEWS,
    tell: Tell = lambda _: None,
    notice: Tell = lambda _: None,
) -> Vectors:
    """The points of the words of all articles.

    Args:
        paths: files, folders, «-», as `predict` reads them.
        seed: of the SVD.
        register: how the texts are read; as those that will be labelled.
        tell: hears how far it is.
        notice: hears what a user should know of the reading.

    Raises:
        InputError: a path is not there, an article cannot be used (its file and line are named), or
            hardly a word occurs `LEAST` times.
    """
    return placed(read(paths, register, tell, notice), seed=seed, tell=tell)


def placed(words: Words, *, seed: int = 0, tell: Tell = lambda _: None) -> Vectors:
    """The points of the words that were read.

    Raises:
        InputError: hardly a word occurs `LEAST` times.
    """
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    terms = list(words.terms)
    row = np.frombuffer(words.row, dtype=np.intc) if words.row else np.zeros(0, dtype=np.intc)
    counts = np.bincount(row[row >= 0], minlength=len(terms))
    often = np.flatnonzero(counts >= LEAST)
    kept = np.sort(often[np.argsort(-counts[often], kind="stable")][:MOST_TERMS])
    if len(kept) < FEWEST_TERMS:
        message = (
            f"--unlabelled: too little to learn from: of the articles read ({words.articles}) "
            f"{len(kept)} words occur {LEAST} times; {FEWEST_TERMS} at least are needed, and "
            "hundreds of articles to be of use"
        )
        raise InputError(message)
    tell(f"placing {len(kept):,} words")
    numbers = np.full(len(terms) + 1, -1, dtype=np.intc)  # the last for what stands between lines
    numbers[kept] = np.arange(len(kept), dtype=np.intc)
    with threadpool_limits(1):  # sums in one order: the same points on any number of cores
        points = _points(_surprise(_neighbours(numbers[row], len(kept))), seed)
    shown_in = np.asarray(words.lines_with, dtype=np.float64)[kept]
    idf = np.log((1 + words.lines) / (1 + shown_in)) + 1  # as scikit-learn's
    named = tuple(terms[place] for place in kept)
    return Vectors(UNLABELLED, named, idf, points, words.facts(len(kept)), words.register)


def read(
    paths: Iterable[str | Path],
    register: str = NEWS,
    tell: Tell = lambda _: None,
    notice: Tell = lambda _: None,
) -> Words:
    """The words of all articles; `notice` hears what a user should know of their reading.

    Raises:
        InputError: a path is not there, or an article cannot be used (its file and line are named).
    """
    words, notices = Words(register=register), Notices()
    for document in read_documents(paths):
        if isinstance(document, Refusal):
            message = f"--unlabelled: {document}"
            raise InputError(message)
        words.add(document.text)
        notices.add_of(document)
        if words.articles % _TOLD_EVERY == 0:
            tell(f"read {words.articles:,} unlabelled articles")
    for told in notices.told():
        notice(f"--unlabelled: {told}")
    return words


def _neighbours(row: NDArray[np.intc], count: int) -> Any:
    """How often words stand near one another, by nearness; sparse, shape (count, count)."""
    from scipy.sparse import coo_matrix, csr_matrix

    found = csr_matrix((count, count))
    for first in range(0, len(row), _SLICE):
        own = row[first : first + _SLICE + NEAR]
        for far in range(1, NEAR + 1):
            one = own[: min(_SLICE, len(own) - far)]
            other = own[far : far + len(one)]
            both = (one >= 0) & (other >= 0)
            values = np.full(int(both.sum()), 1.0 / far)
            pairs = (one[both], other[both])
            found = found + coo_matrix((values, pairs), shape=(count, count)).tocsr()
    return found + found.T


def _surprise(near: Any) -> Any:
    """Positive pointwise mutual information of a table of neighbours."""
    from scipy.sparse import csr_matrix

    found = near.tocoo()
    sums = np.asarray(near.sum(axis=1)).ravel()
    contexts = sums**SMOOTHED
    contexts /= contexts.sum()
    values = np.log(found.data / (sums[found.row] * contexts[found.col]))
    more = values > 0
    return csr_matrix((values[more], (found.row[more], found.col[more])), shape=near.shape)


def _points(table: Any, seed: int) -> Floats:
    """The strongest directions of the table, a unit vector a word (0 for one without company)."""
    from sklearn.decomposition import TruncatedSVD

    most = min(DIMENSIONS, table.shape[0] - 1)
    svd = TruncatedSVD(most, random_state=seed)
    rows = svd.fit_transform(table) / np.sqrt(np.maximum(svd.singular_values_, 1e-12))
    lengths = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
    points: Floats = rows / np.where(lengths > 0, lengths, 1.0)
    return points
