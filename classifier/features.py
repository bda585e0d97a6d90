"""What the labeller sees of a statement: blocks of TF-IDF n-grams over views of its text.

    statement ──► chunks ──► view ──► n-grams ──► tf-idf, one unit vector a block

scikit-learn's own `TfidfVectorizer` does the counting while training (`vectoriser`);
`classifier.scorer` does the same sums without it, from `word_grams` and `letter_grams`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from classifier.posts import NEWS, POSTS
from classifier.views import VIEWS, Piece, Reading, view_text

Analyzer = Literal["word", "char_wb"]

#: scikit-learn's default word: two letters or digits at least.
TOKEN_PATTERN = r"(?u)\b\w\w+\b"
_TOKENS = re.compile(TOKEN_PATTERN)


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
        heads: the heads that see it; all when empty.
    """

    name: str
    view: str
    analyzer: Analyzer
    low: int
    high: int
    weight: float = 1.0
    min_df: int = 2
    heads: tuple[str, ...] = ()

    def seen_by(self, head: str) -> bool:
        """Whether a head of that name has weights for the block."""
        return not self.heads or head in self.heads

    def pieces(self, reading: Reading) -> list[Piece]:
        """The block's view of a reading."""
        return VIEWS[self.view](reading)


#: The recipe; the order is the order of the columns. `make ablation` tells what each block brings.
BLOCKS: tuple[Block, ...] = (
    Block("letters", "whole", "char_wb", 3, 5),
    Block("stems", "stems", "word", 1, 2),
    Block("window", "window", "word", 1, 2, heads=("stance",)),
    Block("sides", "sides", "word", 1, 1, 0.7, heads=("stance",)),
    Block("targets", "targets", "word", 1, 1, 0.7, heads=("stance",)),
    Block("frame", "frame", "word", 1, 1, 0.5, heads=("stance",)),
    Block("names", "names", "word", 1, 1, 0.5, heads=("sentiment",)),
    Block("concepts", "concepts", "word", 1, 3, 0.5, heads=("sentiment",)),
    Block("concept_pairs", "concept_pairs", "word", 1, 1, 0.7, heads=("sentiment",)),
    Block("tones", "tones", "word", 1, 3, 0.5, heads=("sentiment",)),
    Block("balance", "balance", "word", 1, 1, 1.0, heads=("sentiment",)),
)

#: The recipe of each register. In posts nothing looks for negotiating, and the concepts of news are
#: left out; with whole words beside the stems ArSarcasm-v2 has .662, without .658; marks
#: among these words alone bring .001 there (three deals) and nothing on Mawqif.
RECIPES: dict[str, tuple[Block, ...]] = {
    NEWS: BLOCKS,
    POSTS: (
        Block("letters", "whole", "char_wb", 3, 5),
        Block("stems", "stems", "word", 1, 2),
        Block("words", "marked", "word", 1, 2, 0.7),
    ),
}

#: Where `train --unlabelled` looks up the words that it met in articles. Learnt from 6,000 real
#: articles, they bring the sentiment's macro-F1 from .634 to .655 on 1,021 real statements; the
#: stance falls from .550 to .520, to .518 with the words of the window. So the stance sees them
#: only where none of the embedded quotes teaches (`training.lessons`).
UNLABELLED = Block("unlabelled", "stems", "word", 1, 1, min_df=5, heads=("sentiment",))

#: The blocks that hold for texts of any matter; the others look for negotiating and for the words
#: of news, and harm where there is none: on 5,000 posts of ArSarcasm-v2 the sentiment has a mean F
#: of .604 with all of them, .619 with these, .611 with plain TF-IDF.
GENERAL = frozenset({"letters", "stems", UNLABELLED.name})


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


def words_long_enough(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of a word view that count as words for `word_grams` (two letters at least)."""
    return [piece for piece in pieces if len(piece.text) >= 2]


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


def vectoriser(block: Block, register: str = NEWS) -> Any:
    """The block as an unfitted scikit-learn `TfidfVectorizer` (texts → n_texts × n_terms)."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(
        preprocessor=partial(view_text, block.view, register=register),
        analyzer=block.analyzer,
        ngram_range=(block.low, block.high),
        token_pattern=TOKEN_PATTERN if block.analyzer == "word" else None,
        min_df=block.min_df,
        sublinear_tf=True,
    )


def fitted(block: Block, terms: Sequence[str], idf: Any, register: str = NEWS) -> Any:
    """The block as a fitted `TfidfVectorizer`, from what a model keeps of it."""
    made = vectoriser(block, register)
    made.set_params(vocabulary=list(terms), min_df=1)
    made.idf_ = idf
    return made
