"""Letters: one spelling per word, with a way back to the original.

The only file that imports pyarabic. Its tables decide which marks are taken off and how the
letters of ligatures unfold; where its functions are wrong for news (`normalize_alef` makes إلى
and إلا the same word, `strip_tashkeel` leaves the dagger alef, presentation forms and Persian
letters stay) the corrections stand beside them. Only `re` and `str.replace` run at use:
they are an order of magnitude faster than walking the text, and `tests/test_arabic.py` holds
them equal to the letter-by-letter definition.

>>> fold("أكَّدَ المسؤول إلى")
'اكد المسءول الي'
>>> fold("إلا") == fold("إلى")
False
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import add

with warnings.catch_warnings():
    # Its source has odd escapes, which Python tells of when it is compiled, at the first run.
    warnings.simplefilter("ignore", SyntaxWarning)
    from pyarabic import araby


#: Marks that change no word: short vowels and tanween (pyarabic's), dagger alef, Quranic signs,
#: hamza above and below as combining marks, tatweel, and invisible direction signs.
_MARKS = (
    "".join(sorted(araby.TASHKEEL))
    + "\N{ARABIC LETTER SUPERSCRIPT ALEF}"
    + "".join(map(chr, [*range(0x0610, 0x061B), *range(0x0653, 0x0660), *range(0x06D6, 0x06DD)]))
    + "".join(map(chr, [*range(0x06DF, 0x06E5), 0x06E7, 0x06E8, *range(0x06EA, 0x06EE)]))
    + araby.TATWEEL
    + "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}"
    + "\N{ARABIC LETTER MARK}\N{ZERO WIDTH NO-BREAK SPACE}"
)
#: One letter for another: the same length, so offsets stay. Hamza on a seat becomes the bare
#: hamza (as in pyarabic's `normalize_hamza`), which makes مسؤول and the Egyptian مسئول one word;
#: alef with hamza becomes plain alef, because the press writes ان and أن alike.
_LETTERS = {
    araby.ALEF_HAMZA_ABOVE: araby.ALEF,
    araby.ALEF_HAMZA_BELOW: araby.ALEF,
    araby.ALEF_MADDA: araby.ALEF,
    araby.ALEF_WASLA: araby.ALEF,
    araby.WAW_HAMZA: araby.HAMZA,
    araby.YEH_HAMZA: araby.HAMZA,
    araby.ALEF_MAKSURA: araby.YEH,
    araby.TEH_MARBUTA: araby.HEH,
    "\N{ARABIC LETTER FARSI YEH}": araby.YEH,
    "\N{ARABIC LETTER KEHEH}": araby.KAF,
    "\N{ARABIC LETTER PEH}": araby.BEH,
    "\N{ARABIC LETTER VEH}": araby.FEH,
    "\N{ARABIC LETTER QAF WITH THREE DOTS ABOVE}": araby.QAF,
    "\N{ARABIC LETTER TCHEH}": araby.JEEM,
    "\N{ARABIC LETTER HEH GOAL}": araby.HEH,
    "\N{NO-BREAK SPACE}": " ",
}
_DIGITS = {chr(0x0660 + i): str(i) for i in range(10)} | {
    chr(0x06F0 + i): str(i) for i in range(10)
}
_SINGLE = _LETTERS | _DIGITS

#: One mark: to take each off by itself takes less than half the time that runs of them (`+`) take,
#: and no more where every letter has one.
_MARK = re.compile(f"[{re.escape(_MARKS)}]")
_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
#: What changes the length. One letter, and nothing but a class: looking for it in a text takes a
#: sixth of the time that a run (`+`) or a choice (`|`) takes.
_CHANGES = re.compile(f"[{re.escape(_MARKS)}\ufb50-\ufdff\ufe70-\ufefc]")
#: Texts of so many letters (words, names, offices) come again and again; so many are remembered.
_SHORT = 60
_REMEMBERED = 1 << 14


@lru_cache(maxsize=1024)
def _unfold(letter: str) -> str:
    """A presentation form as plain letters: ﻷ → لأ, ﷲ → الله (pyarabic drops the hamza).

    The isolated-form compatibility space that NFKC puts before some marks is taken off.
    """
    plain = unicodedata.normalize("NFKC", letter).replace(" ", "") or letter
    return _fold_letters(_MARK.sub("", plain))


def _fold_letters(text: str) -> str:
    for letter, plain in _SINGLE.items():
        text = text.replace(letter, plain)
    return text


def fold(text: str) -> str:
    """The one spelling used for lexicons, training and prediction.

    Takes off vowel marks, tatweel and invisible signs; makes alefs, hamza seats, final ya and
    ta marbuta one letter; unfolds presentation forms; writes Persian letters and digits as
    Arabic ones and European digits. Idempotent. The length may shrink: see `Folded` for a way
    back.

    >>> fold("الرئيسُ الأميركيّ")
    'الرءيس الاميركي'
    >>> fold("شئون") == fold("شؤون")
    True
    >>> fold("ﻻ ســلام ٢٠٢٤")
    'لا سلام 2024'
    """
    return _fold_short(text) if len(text) <= _SHORT else _fold(text)


def _fold(text: str) -> str:
    if _CHANGES.search(text):
        text = _PRESENTATION.sub(lambda found: _unfold(found[0]), text)
        text = _MARK.sub("", text)
    return _fold_letters(text)


_fold_short = lru_cache(maxsize=_REMEMBERED)(_fold)


def unmarked(text: str) -> str:
    """A name as it is mostly printed: no vowel marks, tatweel and invisible signs; letters stay.

    >>> unmarked("الحكومـــةُ الأولى")
    'الحكومة الأولى'
    """
    if not _MARK.search(text):
        return text
    return _MARK.sub("", unicodedata.normalize("NFC", text))


def fold_each(texts: Sequence[str]) -> list[str]:
    """Many words or names, each folded: as one text, in a tenth of the time.

    >>> fold_each(["إلى", "المسؤول"])
    ['الي', 'المسءول']
    """
    folded = _fold("\n".join(texts)).split("\n")
    return folded if len(folded) == len(texts) else [fold(text) for text in texts]


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text that remembers where each letter stood.

    >>> text = "أكـــد المتحدّث"
    >>> folded = Folded.of(text)
    >>> folded.text
    'اكد المتحدث'
    >>> text[folded.original(4):folded.original_end(11)]
    'المتحدّث'
    """

    text: str
    source_length: int
    _starts: tuple[int, ...] = field(repr=False)
    _shifts: tuple[int, ...] = field(repr=False)
    _sources: tuple[int, ...] = field(repr=False)

    @classmethod
    def of(cls, source: str) -> Folded:
        """Fold `source` by `fold`, keeping the map (empty where nothing was taken off)."""
        plain = _fold_letters(source)
        first = _CHANGES.search(plain)
        if first is None:
            return cls(plain, len(source), (), (), ())
        parts: list[str] = []
        starts: list[int] = []
        shifts: list[int] = []
        written = read = 0
        for found in _CHANGES.finditer(plain, first.start()):
            place = found.start()
            parts.append(plain[read:place])
            written += place - read
            read = found.end()
            if found[0] not in _MARK_SET:
                letters = _unfold(found[0])
                parts.append(letters)
                # every letter of an unfolded ligature points at the ligature
                for extra in range(len(letters)):
                    starts.append(written + extra)
                    shifts.append(place - written - extra)
                written += len(letters)
            starts.append(written)
            shifts.append(read - written)
        parts.append(plain[read:])
        sources = tuple(map(add, starts, shifts))
        return cls("".join(parts), len(source), tuple(starts), tuple(shifts), sources)

    @property
    def even(self) -> bool:
        """Whether each letter stands where it stood: nothing was taken off or unfolded."""
        return not self._starts

    def original(self, offset: int) -> int:
        """Where the folded letter at `offset` stands in the source."""
        if not self._starts:
            return offset
        place = bisect_right(self._starts, offset) - 1
        return offset + (self._shifts[place] if place >= 0 else 0)

    def from_original(self, offset: int) -> int:
        """Where the source's letter at `offset` stands once folded; a mark: behind its letter.

        Of a ligature it is the first of its letters.

        >>> Folded.of("أكـــد المتحدث").from_original(7), Folded.of("ﻻ سلام").from_original(0)
        (4, 0)
        """
        if not self._starts:
            return offset
        place = bisect_left(self._sources, offset)
        if place == len(self._sources) or self._sources[place] > offset:
            place -= 1
        folded = offset - (self._shifts[place] if place >= 0 else 0)
        following = self._starts[place + 1] if place + 1 < len(self._starts) else len(self.text)
        return min(folded, following)

    def original_end(self, offset: int) -> int:
        """The end in the source of a stretch that ends at `offset` in the folded text.

        Marks that follow the last letter belong to it.
        """
        if not self._starts or offset == 0:
            return offset
        if offset >= len(self.text):
            return self.source_length
        place = bisect_right(self._starts, offset) - 1
        end = offset + (self._shifts[place] if place >= 0 else 0)
        if place < 0 or self._starts[place] < offset:
            return end  # nothing was taken off right before it
        last = self.original(offset - 1)
        return max(end, last + 1) if end > last else last + 1


_MARK_SET = frozenset(_MARKS)
_ARABIC_LETTERS = re.compile("[\u0621-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]+")
_LETTERS_OF_ANY = re.compile(r"[^\W\d_]+")


def arabic_share(text: str) -> float:
    """The share of Arabic letters among all letters, 0 to 1 (0 for a text without letters).

    >>> arabic_share("قال Putin")
    0.375
    """
    letters = sum(map(len, _LETTERS_OF_ANY.findall(text)))
    return min(1.0, _arabic(text) / letters) if letters else 0.0


def _arabic(text: str) -> int:
    return sum(map(len, _ARABIC_LETTERS.findall(text)))


def is_arabic(text: str, least: float) -> bool:
    """Whether the share of Arabic letters is `least` (0 to 1) or more, most often at half the cost.

    >>> is_arabic("قال Putin", 0.3), is_arabic("قال Putin", 0.4)
    (True, False)
    """
    enough = _arabic(text) >= least * len(text) and _LETTERS_OF_ANY.search(text) is not None
    return enough or arabic_share(text) >= least
