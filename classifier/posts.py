"""Posts of social media as the labeller reads them, with a way back.

What says something in a post is not always a word between spaces: «#لا_للحرب» holds two, a face
stands without one, and what is behind @ or in an address tells next to nothing. So faces and other
pictures become words of their own, the parts of a tag too; every mark stands alone, a row of the
same mark is two of it; all who are addressed are one word, all links another.

>>> seen = Post.of("@khalid لا للحرب!!!! #سلام_الآن")
>>> seen.text.split()
['mention', 'لا', 'للحرب', '!!', '#', 'سلام', 'الان']
>>> place = seen.text.index("الان")
>>> seen.original(place), seen.original_end(place + len("الان"))
(27, 31)
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from classifier.arabic import Folded, fold

#: The kinds of text that a model can be for: statements of the press, posts of social media.
NEWS, POSTS = "news", "posts"
REGISTERS = (NEWS, POSTS)

#: Arrows, signs and pictures; the tints of a skin, between the two last, are none.
_PICTURES = "\u2190-\u2bff\u3030\u303d\U0001f000-\U0001f3fa\U0001f400-\U0001faff"
#: Public sets write URL, LINK and USER for what they took out.
_PARTS = re.compile(
    r"(?P<link>https?://\S+|\b(?:URL|LINK)\b)"
    r"|(?P<mention>@\w+|\bUSER\b)"
    rf"|(?P<picture>[{_PICTURES}])"
    "|(?P<nothing>[\ufe0f\U0001f3fb-\U0001f3ff])"  # how a picture is drawn, the tint of a skin
    r"|(?P<row>(?P<one>[!?؟.])(?P=one)+)"
    r"|(?P<mark>[^\w\s]|_)"
)
#: Letters alone: what has digits in it is read as a number.
_SPELT = str.maketrans("0123456789", "ghijklmnop")


def laid_out(source: str, register: str) -> str:
    """A text as a model of that register reads it: of the press as it is, a post in plain words.

    >>> laid_out("😂شكرا", POSTS).split(), laid_out("😂شكرا", NEWS)
    (['zzhfmgi', 'شكرا'], '😂شكرا')
    """
    return source if register == NEWS else _PARTS.sub(_seen, fold(source))


def spelt(signs: str) -> str:
    """Signs as a word of letters.

    >>> spelt("😂"), spelt("!!")
    ('zzhfmgi', 'zzihih')
    """
    return f"zz{''.join(f'{ord(sign):x}' for sign in signs)}".translate(_SPELT)


def _seen(found: re.Match[str]) -> str:
    """What stands for a part of a post, with spaces around it."""
    kind = found.lastgroup
    if kind in ("link", "mention"):
        return f" {kind} "
    if kind == "picture":
        return f" {spelt(found[0])} "
    if kind == "nothing":
        return ""
    return " " if found[0] == "_" else f" {found[0][:2]} "


@dataclass(frozen=True, slots=True)
class Post:
    """A post in plain words that remembers where each letter stood, as `Folded` does."""

    text: str
    _folded: Folded = field(repr=False)
    _starts: tuple[int, ...] = field(repr=False)
    _ends: tuple[int, ...] = field(repr=False)

    @classmethod
    def of(cls, source: str) -> Post:
        """Lay a post out by `laid_out`, keeping the map."""
        folded = Folded.of(source)
        parts: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        read = 0
        for found in _PARTS.finditer(folded.text):
            first, behind = found.span()
            seen = _seen(found)
            parts += folded.text[read:first], seen
            starts += *range(read, first), *([first] * len(seen))
            ends += *range(read + 1, first + 1), *([behind] * len(seen))
            read = behind
        parts.append(folded.text[read:])
        starts += range(read, len(folded.text))
        ends += range(read + 1, len(folded.text) + 1)
        return cls("".join(parts), folded, tuple(starts), tuple(ends))

    def original(self, offset: int) -> int:
        """Where the letter at `offset` stands in the source; of what was replaced, its begin."""
        return self._folded.original(self._starts[offset])

    def original_end(self, offset: int) -> int:
        """The end in the source of a stretch that ends at `offset`; above 0."""
        return self._folded.original_end(self._ends[offset - 1])
