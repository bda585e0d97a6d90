"""How prediction works: the fitted tables, and the decision values of texts from them.

The sums are scikit-learn's own (sublinear tf, idf, one l2 norm a block, a linear layer). `row`
does them for one text, gram by gram, and can name each gram; `sums` does them for many texts by
compiled code, many times as fast once it is loaded (docs/speed.md). Both add up in the same order
and give the same bits; neither imports scikit-learn, and `tests/test_scorer.py` holds its values
and theirs equal to 1e-9 on any text.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

import numpy as np
from numpy.typing import NDArray

from classifier.features import Block, letter_grams, word_grams
from classifier.interrupts import kept_back
from classifier.posts import NEWS
from classifier.views import Reading

if TYPE_CHECKING:
    from classifier.sums import Sums

Floats = NDArray[np.float64]

#: 1 + log of each count up to this; longer than any statement says a word.
_DAMPED = np.array([0.0, *(1.0 + math.log(count) for count in range(1, 4096))])

#: Letters that a process has scored before it loads the compiled code: so many take as long, one
#: text after the other, as importing numba, loading what it compiled and building the tables.
WORTH = 1 << 16


class Terms(Sequence[str]):
    r"""Terms, kept as one text of a line each: as strings they take five times as much memory.

    >>> terms = Terms("حوار\nسلام")
    >>> len(terms), list(terms), terms[1]
    (2, ['حوار', 'سلام'], 'سلام')
    """

    def __init__(self, lines: str) -> None:
        self._lines = lines
        self._count = lines.count("\n") + 1 if lines else 0

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines.split("\n") if self._lines else ())

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[str, ...]: ...
    def __getitem__(self, place: int | slice) -> str | tuple[str, ...]:
        return tuple(self)[place]


@dataclass(frozen=True)
class Table:
    """A fitted block: its `terms` in column order and their `idf`, shape (n_terms,)."""

    block: Block
    terms: Sequence[str]
    idf: Floats

    @cached_property
    def places(self) -> dict[str, int]:
        """Term → column within the block."""
        return dict(zip(self.terms, range(len(self.terms)), strict=True))


@dataclass(frozen=True)
class Head:
    """One question and its answers (`stance`: supportive, conditional …).

    Fields:
        name, labels: from the data.
        weights: shape (n_features, n_labels), rows of blocks that it does not see are 0.
        intercept: shape (n_labels,).
        offsets: shape (n_labels,), what the priors of real news add to the decision values.
        temperature: what the sum is divided by before it becomes probabilities.
    """

    name: str
    labels: tuple[str, ...]
    weights: NDArray[np.float32] | Floats
    intercept: Floats
    offsets: Floats
    temperature: float = 1.0

    def probabilities(self, decisions: Floats) -> Floats:
        """Calibrated probabilities of decision values, shape (…, n_labels); rows sum to 1."""
        scaled = (decisions + self.offsets) / self.temperature
        scaled = scaled - scaled.max(axis=-1, keepdims=True)
        raised = np.exp(scaled)
        chances: Floats = raised / raised.sum(axis=-1, keepdims=True)
        return chances


@dataclass(frozen=True)
class Model:
    """Everything prediction needs.

    Fields:
        card: the birth certificate (data, versions, scores).
        register: what kind of text it is for (`posts.REGISTERS`).
    """

    tables: tuple[Table, ...]
    heads: tuple[Head, ...]
    card: Mapping[str, Any] = field(default_factory=dict)
    digest: str = ""
    register: str = NEWS

    @property
    def features(self) -> int:
        """How many columns the tables hold together."""
        return sum(len(table.terms) for table in self.tables)

    @cached_property
    def idf(self) -> Floats:
        """That of each column."""
        return np.concatenate([table.idf for table in self.tables])

    @cached_property
    def weights(self) -> NDArray[np.float32] | Floats:
        """Of each column the weights of all heads, 0 where one does not see it.

        Those of a model file fit into short numbers, of which half as much has to be fetched.
        """
        width = sum(len(head.labels) for head in self.heads)
        weights, last = np.zeros((self.features, width)), 0
        for table in self.tables:
            first, last, behind = last, last + len(table.terms), 0
            for head in self.heads:
                begin, behind = behind, behind + len(head.labels)
                if table.block.seen_by(head.name):
                    weights[first:last, begin:behind] = head.weights[first:last]
        short = weights.astype(np.float32)
        return short if (short == weights).all() else weights

    def compact(self) -> Model:
        """The same model, whose heads look into `weights` and keep none of their own."""
        heads, behind = [], 0
        for head in self.heads:
            begin, behind = behind, behind + len(head.labels)
            heads.append(replace(head, weights=self.weights[:, begin:behind]))
        model = replace(self, heads=tuple(heads))
        vars(model)["weights"] = self.weights
        return model

    @cached_property
    def scoring(self) -> Scoring:
        """What scores texts with this model."""
        return Scoring(self)

    def __getstate__(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def grams(block: Block, reading: Reading) -> list[str]:
    """The n-grams of a text in one block, each as often as it occurs."""
    pieces = [piece.text for piece in block.pieces(reading)]
    if block.analyzer == "word":
        return word_grams(" ".join(pieces), block.low, block.high)
    return [gram for piece in pieces for gram in letter_grams(piece, block.low, block.high)]


def row(table: Table, reading: Reading) -> tuple[NDArray[np.intp], Floats]:
    """The non-zero columns of one text in one block, and their values (a unit vector × weight)."""
    known = table.places
    counted = Counter([known[gram] for gram in grams(table.block, reading) if gram in known])
    columns = np.fromiter(counted, np.intp, len(counted))
    values = _damped(np.fromiter(counted.values(), np.intp, len(counted))) * table.idf[columns]
    squares = np.cumsum(values * values)  # one after the other, as `kernel` does; `sum` does not
    length = math.sqrt(squares[-1]) if len(squares) else 0.0
    return columns, values * (table.block.weight / length if length else 0.0)


def _damped(counts: NDArray[np.intp]) -> Floats:
    """1 + log of each count."""
    damped = _DAMPED[np.minimum(counts, len(_DAMPED) - 1)]
    for place in np.flatnonzero(counts >= len(_DAMPED)).tolist():
        damped[place] = 1.0 + math.log(int(counts[place]))
    return damped


def decisions(model: Model, text: str) -> list[Floats]:
    """The decision values of one text, one array of shape (n_labels,) a head."""
    return [rows[0] for rows in decisions_of(model, [text])]


def decisions_of(model: Model, texts: Sequence[str]) -> list[Floats]:
    """The decision values of many texts, one array of shape (n_texts, n_labels) a head.

    A text gets the same values, bit for bit, whatever texts stand beside it.
    """
    sums, last, found = model.scoring.sums_of(texts), 0, []
    for head in model.heads:
        first, last = last, last + len(head.labels)
        found.append(head.intercept + sums[:, first:last])
    return found


class Scoring:
    """What texts bring to the labels of a model, whichever way takes less time."""

    def __init__(self, model: Model) -> None:
        self._model, self._letters = model, 0
        self._labels = sum(len(head.labels) for head in model.heads)
        self._firsts = np.cumsum([0, *(len(table.terms) for table in model.tables)]).tolist()

    def sums_of(self, texts: Sequence[str]) -> Floats:
        """The sums of each text, shape (n_texts, n_labels)."""
        self._letters += sum(map(len, texts))
        return self.by_sums(texts) if self._letters > WORTH else self.by_rows(texts)

    @cached_property
    def compiled(self) -> Sums | None:
        """What adds up by compiled code, with its memory of words; None where that cannot be.

        That is where there is no numba (a Python newer than it), or no folder for what it compiles:
        to compile it again in every process would take longer than it saves.
        """
        try:
            from classifier.kernel import Layer
            from classifier.sums import Fitted, Sums
        except (ImportError, RuntimeError):
            return None
        both = zip(self._model.tables, self._firsts, strict=False)
        fitted = [Fitted(table.block, table.terms, first) for table, first in both]
        for table in self._model.tables:
            vars(table).pop("places", None)  # asked for no more, or made again
        layer = Layer(self._model.idf, self._model.weights, _DAMPED)
        return Sums(fitted, layer, self._model.register)

    def by_rows(self, texts: Sequence[str]) -> Floats:
        """As `sums_of`, text by text."""
        sums = np.zeros((len(texts), self._labels))
        for own, text in zip(sums, texts, strict=True):
            reading = self._read(text)
            for place in range(len(self._model.tables)):
                own += self._brought(place, reading)
        return sums

    def by_sums(self, texts: Sequence[str]) -> Floats:
        """As `sums_of`, by compiled code where there is some."""
        with nullcontext() if "compiled" in vars(self) else kept_back():
            return self._by_sums(texts)

    def _by_sums(self, texts: Sequence[str]) -> Floats:
        if (compiled := self.compiled) is None:
            return self.by_rows(texts)
        sums, done = np.zeros((len(texts), self._labels)), 0
        for brought in compiled.of(texts):
            own = sums[done : done + brought.shape[1]]
            for place in compiled.left:
                for each, text in zip(brought[place], texts[done:], strict=False):
                    each[:] = self._brought(place, self._read(text))
            for each in brought:  # one after the other, as in `by_rows`
                own += each
            done += len(own)
        return sums

    def _read(self, text: str) -> Reading:
        return Reading(text, self._model.register)

    def _brought(self, place: int, reading: Reading) -> Floats:
        """What a block brings to each label."""
        columns, values = row(self._model.tables[place], reading)
        weights = self._model.weights[columns + self._firsts[place]]
        each = np.concatenate([np.zeros((1, self._labels)), values[:, None] * weights])
        found: Floats = np.cumsum(each, axis=0)[-1]  # one after the other; `sum` may not be
        return found
