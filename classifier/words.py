"""The words of an article: folded, and each with its place in the article's own text.

>>> words = Words.of("قالَ د. سالم: «لن نوقع».")
>>> words.word
['قال', 'د', '.', 'سالم', ':', '«', 'لن', 'نوقع', '»', '.']
>>> words.spelled(0, 2)
'قالَ د'
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from classifier.arabic import Folded
from classifier.records import Span
from classifier.vocabulary import AMBIGUOUS, NAME_MARK, cue_words, listed, name_openers

#: A token; what is no sign is a group.
_TOKEN = re.compile(r"(\d{1,9}(?:[.,:/]\d{1,9}){1,4}|\w+)|\.{2,}|''|\(\(|\)\)|[^\w\s]")
#: Signs that mostly stand right behind a word: none is a token together with what it follows.
_BEHIND = frozenset("،,.؛:؟!»)")
COMMAS = frozenset("،,؛")
DASHES = frozenset("-–")
DAMMA = "\N{ARABIC DAMMA}"


@dataclass(slots=True)
class Words:
    """A text cut into words and signs: parallel lists, one entry a token.

    Fields:
        text: the text that was cut; every offset that leaves this room counts its code points.
        folded: the same in one spelling; `start` counts its letters.
        word: the tokens, folded.
        signs: which of them are no words, in order.
        cues: which of them may open a frame (`vocabulary.cue_words`), in order.
        names: which of them may open a full name (`vocabulary.name_openers`), in order.
        lines: the lines that hold any, as token ranges (first, behind the last).
    """

    text: str
    folded: Folded
    word: list[str] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    signs: list[int] = field(default_factory=list)
    cues: list[int] = field(default_factory=list)
    names: list[int] = field(default_factory=list)
    lines: list[tuple[int, int]] = field(default_factory=list)
    _marked: set[int] = field(default_factory=set)  # the tokens that bear a `NAME_MARK`

    @classmethod
    def of(cls, text: str, spans: Iterable[Span] | None = None, *, wrapped: bool = False) -> Words:
        """Cut the `spans` of a text, all of it where none are told.

        Where the text is `wrapped`, a break inside a span parts no lines.
        """
        words = cls(text, Folded.of(text))
        stretches = [(0, len(text))] if spans is None else list(spans)
        for start, end in stretches if wrapped else _joined(text, stretches):
            words._cut(words.folded.from_original(start), words.folded.from_original(end), wrapped)
        word, known, openers, cues = words.word, listed(), name_openers(), cue_words()
        places = [at for at, token in enumerate(word) if token in known]
        for at in places:
            if word[at] in AMBIGUOUS and words._is_name(at):
                word[at] = NAME_MARK + word[at]
                words._marked.add(at)
        words.names = [at for at in places if word[at] in openers]
        words.cues = [at for at in places if word[at] in cues]
        return words

    def _is_name(self, at: int) -> bool:
        """Whether an ambiguous token names: علي and no على, آلان, منى, إمام, «بان كي مون»."""
        token, (start, end) = self.word[at], self.offsets(at, at + 1)
        if token == "بان":
            return self.word[at + 1 : at + 2] == ["كي"]
        if token == "كي":
            return self.word[max(0, at - 1) : at] == [NAME_MARK + "بان"]
        if token == "الان":
            return self.text[start] == "آ"
        if token == "امام":
            return self.text[start] == "إ"
        return self.text[end - 1] == ("ى" if token == "مني" else "ي")

    def _cut(self, begin: int, stop: int, wrapped: bool = False) -> None:
        """Cut a stretch of the folded text.

        Between two spaces mostly stands a word, alone or with a sign behind it: neither needs an
        expression, and to look up what was read before would take longer.
        """
        word, start, at = self.word, self.start, begin
        stretch = self.folded.text[begin:stop]
        for line in [stretch.replace("\n", " ")] if wrapped else stretch.split("\n"):
            first = len(word)
            for chunk in line.split(" "):
                if chunk.isalnum():
                    word.append(chunk)
                    start.append(at)
                elif chunk[:-1].isalnum() and chunk[-1] in _BEHIND:
                    word += chunk[:-1], chunk[-1]
                    start += at, at + len(chunk) - 1
                    self.signs.append(len(word) - 1)
                elif chunk:
                    self._read(chunk, at)
                at += len(chunk) + 1
            if len(word) > first:
                self.lines.append((first, len(word)))

    def _read(self, chunk: str, at: int) -> None:
        """Take the tokens of what stands between two spaces, at `at` in the folded text."""
        for found in _TOKEN.finditer(chunk):
            if found.lastindex is None:
                self.signs.append(len(self.word))
            self.word.append(found[0])
            self.start.append(at + found.start())

    def signs_among(self, first: int, last: int) -> list[int]:
        """Which of the tokens `first` to `last` are no words.

        >>> Words.of("قال: «لن».").signs_among(2, 6)
        [2, 4, 5]
        """
        return _among(self.signs, first, last)

    def cues_among(self, first: int, last: int) -> list[int]:
        """Which of the tokens `first` to `last` may open a frame.

        >>> Words.of("وغادر، وقال سالم").cues_among(0, 4)
        [2]
        """
        return _among(self.cues, first, last)

    def __len__(self) -> int:
        return len(self.word)

    def end(self, at: int) -> int:
        """Where token `at` ends in the folded text."""
        return self.start[at] + len(self.word[at]) - (at in self._marked)

    def space_before(self, at: int) -> bool:
        """Whether white space, or the beginning of the text, stands before token `at`."""
        start = self.start[at]
        return start == 0 or self.folded.text[start - 1].isspace()

    def space_after(self, at: int) -> bool:
        """Whether white space, or the end of the text, stands behind token `at`."""
        end = self.end(at)
        return end >= len(self.folded.text) or self.folded.text[end].isspace()

    def letter_after(self, at: int) -> bool:
        """Whether a letter or digit touches token `at` from behind."""
        end = self.end(at)
        return end < len(self.folded.text) and self.folded.text[end].isalnum()

    def offsets(self, begin: int, end: int) -> tuple[int, int]:
        """Where the tokens `begin` to `end` stand in the text, in code points."""
        first, last = self.start[begin], self.end(end - 1)
        if self.folded.even:
            return first, last
        return self.folded.original(first), self.folded.original_end(last)

    def spelled(self, begin: int, end: int) -> str:
        """The text's own spelling of the tokens `begin` to `end`."""
        if begin >= end:
            return ""
        start, stop = self.offsets(begin, end)
        return self.text[start:stop]

    def one_line(self, begin: int, end: int) -> str:
        r"""As `spelled`, for a name or a cue that a line break may part.

        >>> Words.of("سالم\n الحربي").one_line(0, 2)
        'سالم الحربي'
        """
        spelled = self.spelled(begin, end)
        return spelled if spelled.isprintable() else " ".join(spelled.split())

    def is_dotted(self, dot: int) -> bool:
        """Whether a full stop ties the letters of an abbreviation: بي.بي.سي, and no sentences.

        >>> Words.of("بي.بي").is_dotted(1), Words.of("لقائه.وقال").is_dotted(1)
        (True, False)
        """
        if not 0 < dot < len(self) - 1 or self.word[dot] != ".":
            return False
        before, behind = self.word[dot - 1], self.word[dot + 1]
        tied = self.end(dot - 1) == self.start[dot] and self.end(dot) == self.start[dot + 1]
        if not tied or len(before) > 4 or len(behind) > 4 or behind[0] == "و":
            return False
        return (before + behind).isalpha()

    def is_owned(self, at: int) -> bool:
        """Whether a noun ends in the pronoun ه, as only the spelling before folding tells.

        >>> Words.of("وزارته").is_owned(0), Words.of("وزارة").is_owned(0)
        (True, False)
        """
        token = self.word[at]
        if token[-1] != "ه" or len(token) <= 3 or token.endswith("له") or token.startswith("ال"):
            return False
        return self.text[self.folded.original(self.end(at) - 1)] == "ه"

    def is_vowelled_passive(self, at: int, prefixed: bool) -> bool:
        """Whether the text vowels a verb as passive: ذُكر، وأُعلن.

        >>> Words.of("وأُعلن").is_vowelled_passive(0, True)
        True
        """
        return DAMMA in self.text and DAMMA in self.spelled(at, at + 1)[1 : 2 + prefixed]


def _among(places: list[int], first: int, last: int) -> list[int]:
    begin = bisect_left(places, first)
    return places[begin : bisect_left(places, last, begin)]


def _joined(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans, those put together that only a line break parts: they are cut at once."""
    start = end = -1
    for begin, stop in spans:
        between = text[end:begin] if start >= 0 else ""
        if "\n" in between and between.isspace():
            end = stop
            continue
        if start >= 0:
            yield start, end
        start, end = begin, stop
    if start >= 0:
        yield start, end
