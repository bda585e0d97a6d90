"""What the labeller sees of a statement: blocks of TF-IDF n-grams over views of the text.

    statement ──► fold ──► chunks ──► view ──► n-grams ──► tf-idf, one unit vector a block

A *chunk* is what stands between two spaces of the folded text. A *view* picks or marks chunks
(all of them, those near a word of negotiating, those under a negation) and remembers which chunk
each piece came from, so that a weight finds its way back to the words of the reader. A *block*
counts word or character n-grams over one view. scikit-learn's own `TfidfVectorizer` does the
counting while training (`vectoriser`); `classifier.scorer` does the same sums without it.

>>> texts_of = BLOCKS[0].text
>>> texts_of("لا توجد رغبة لدى كييف")
'لا توجد رغبه لدي كييف'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, NamedTuple

from classifier.arabic import fold

Analyzer = Literal["word", "char_wb"]

#: scikit-learn's default word: two letters or digits at least.
TOKEN_PATTERN = r"(?u)\b\w\w+\b"
_TOKENS = re.compile(TOKEN_PATTERN)


class Piece(NamedTuple):
    """A piece of a view: `text` without spaces, and the chunk (counted from 0) it came from."""

    text: str
    chunk: int


View = Callable[[Sequence[str]], list[Piece]]


def whole(chunks: Sequence[str]) -> list[Piece]:
    """Every chunk as it stands.

    >>> whole(["قال", "إن"])
    [Piece(text='قال', chunk=0), Piece(text='إن', chunk=1)]
    """
    return [Piece(chunk, place) for place, chunk in enumerate(chunks)]


VIEWS: dict[str, View] = {"whole": whole}


def chunks_of(source: str) -> list[str]:
    """The chunks of a text: folded, small letters, cut at spaces.

    >>> chunks_of("أكّد  Putin: «لا»")
    ['اكد', 'putin:', '«لا»']
    """
    return fold(source).lower().split()


def view_text(view: str, source: str) -> str:
    """A view of a text, its pieces joined by a space: what n-grams are counted in."""
    return " ".join(piece.text for piece in VIEWS[view](chunks_of(source)))


@dataclass(frozen=True, slots=True)
class Block:
    """One block of features.

    Fields:
        name: how reports and the model file call it.
        view: a key of `VIEWS`.
        analyzer: `word` (grams of words) or `char_wb` (grams of letters within a chunk).
        low, high: the shortest and longest n-gram.
        weight: what the block's unit vector is multiplied with.
        min_df: a gram that fewer texts hold is left out.
    """

    name: str
    view: str
    analyzer: Analyzer
    low: int
    high: int
    weight: float = 1.0
    min_df: int = 2

    def pieces(self, chunks: Sequence[str]) -> list[Piece]:
        """The view of folded `chunks`."""
        return VIEWS[self.view](chunks)

    def text(self, source: str) -> str:
        """What the n-grams are counted in: the view of a text, its pieces joined by a space."""
        return view_text(self.view, source)


#: The recipe: the order is the order of the columns.
BLOCKS: tuple[Block, ...] = (
    Block("words", "whole", "word", 1, 2),
    Block("letters", "whole", "char_wb", 2, 5),
)


def word_grams(text: str, low: int, high: int) -> list[str]:
    """Word n-grams of a view's text, as scikit-learn's `word` analyzer gives them.

    >>> word_grams("لا توجد رغبه", 1, 2)
    ['لا', 'توجد', 'رغبه', 'لا توجد', 'توجد رغبه']
    """
    words = _TOKENS.findall(text)
    grams = list(words) if low == 1 else []
    for size in range(max(low, 2), min(high, len(words)) + 1):
        grams += [" ".join(words[at : at + size]) for at in range(len(words) - size + 1)]
    return grams


def letter_grams(chunk: str, low: int, high: int) -> list[str]:
    """Letter n-grams of one chunk with a space on each side, as `char_wb` gives them.

    A chunk shorter than a size is counted once, at the first size that holds it whole.

    >>> letter_grams("لن", 2, 5)
    [' ل', 'لن', 'ن ', ' لن', 'لن ', ' لن ']
    """
    padded = f" {chunk} "
    length = len(padded)
    grams: list[str] = []
    for size in range(low, high + 1):
        grams.append(padded[:size])
        if size >= length:
            break
        grams += [padded[at : at + size] for at in range(1, length - size + 1)]
    return grams


def vectoriser(block: Block) -> Any:
    """The block as an unfitted scikit-learn `TfidfVectorizer` (texts → n_texts × n_terms)."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(
        preprocessor=partial(view_text, block.view),
        analyzer=block.analyzer,
        ngram_range=(block.low, block.high),
        token_pattern=TOKEN_PATTERN if block.analyzer == "word" else None,
        min_df=block.min_df,
        sublinear_tf=True,
    )


def union(blocks: Sequence[Block] = BLOCKS) -> Any:
    """All blocks side by side: an unfitted `FeatureUnion` (texts → n_texts × n_features)."""
    from sklearn.pipeline import FeatureUnion

    return FeatureUnion(
        [(block.name, vectoriser(block)) for block in blocks],
        transformer_weights={block.name: block.weight for block in blocks},
    )
