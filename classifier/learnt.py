"""What was worked out for a word, kept for the next time it is met: the memory of the word rooms.

>>> lengths = Learnt(len, most=2)
>>> lengths["قال"], lengths["سالم"], sorted(lengths.values()), lengths["إن"], len(lengths)
(3, 4, [3, 4], 2, 1)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")


class Learnt(dict[str, Answer]):
    """A table that works out what is not in it; once it is full, all is forgotten and learnt again.

    A `functools.lru_cache` also moves what is asked for to the front of its list. That touches
    four more places of memory at each look-up, which for words, most of them rare, takes longer
    than the look-up.

    Args:
        work_out: tells the answer for a word.
        most: so many answers are kept.
    """

    def __init__(self, work_out: Callable[[str], Answer], most: int) -> None:
        self._work_out = work_out
        self.most = most

    def __missing__(self, word: str) -> Answer:
        if len(self) >= self.most:
            self.clear()
        answer = self[word] = self._work_out(word)
        return answer
