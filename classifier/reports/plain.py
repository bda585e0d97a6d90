"""Texts of strangers made harmless to look at: nothing in them reorders, moves or beeps.

Markup is the business of the template engine, formulas of the CSV writer; here are the letters
that no reader sees and that make a page or a terminal show something else than what is there.
"""

from __future__ import annotations

import re
import unicodedata

from classifier.flat import clean

SHOWN = "\N{SYMBOL FOR SUBSTITUTE FORM TWO}"
_HIDDEN = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]")
_BREAKS = re.compile("[\t\n\r\v\f\u0085\u2028\u2029]+")
_MARKS = re.compile(r"([\\`*_\[\]{}#|~!])")
_WIDE = frozenset("WF")
LRM = "\N{LEFT-TO-RIGHT MARK}"
RLM = "\N{RIGHT-TO-LEFT MARK}"


def visible(text: str) -> str:
    r"""Control letters and direction overrides shown as ␦, one for one: offsets stay.

    Line breaks and tabs stay, and the joiners that Arabic and Persian spelling needs.

    >>> visible("قال\u202eنعم\x1b[2J\n")
    'قال␦نعم␦[2J\n'
    """
    return _HIDDEN.sub(SHOWN, clean(text))


def one_line(text: str) -> str:
    r"""As `visible`, and on one line.

    >>> one_line("قال:\n\tنعم")
    'قال: نعم'
    """
    return visible(_BREAKS.sub(" ", text)).strip()


def escape(text: str) -> str:
    r"""Text in which nothing is markup, neither Markdown's nor HTML's.

    >>> escape("|قال| <b>*نعم*</b>")
    '\\|قال\\| &lt;b&gt;\\*نعم\\*&lt;/b&gt;'
    """
    plain = one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKS.sub(r"\\\1", plain)


def width(text: str) -> int:
    """How many cells of a terminal a text takes; vowel marks and joiners take none.

    >>> width("مُحَمَّد"), width("日")
    (4, 2)
    """
    if text.isascii():
        return len(text)
    return sum(_cells(letter) for letter in text)


def _cells(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in _WIDE else 1


def shorten(text: str, cells: int) -> str:
    """At most so many cells, cut at a word where possible, with «…» when something is missing.

    >>> shorten("نرفض أي مفاوضات", 11), shorten("نعم", 11)
    ('نرفض أي…', 'نعم')
    """
    if width(text) <= cells:
        return text
    kept, used = 0, 0
    for kept, letter in enumerate(text):  # noqa: B007 - the place where it grows too wide
        used += _cells(letter)
        if used > cells - 1:
            break
    cut = text[:kept]
    at_word = cut.rpartition(" ")[0]
    return (at_word if len(at_word) > kept // 2 else cut).rstrip() + "…" if cells > 0 else ""


def pad(text: str, cells: int) -> str:
    """Filled with spaces to so many cells.

    >>> pad("نعم", 5)
    'نعم  '
    """
    return text + " " * (cells - width(text))
