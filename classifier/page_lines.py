"""Lines of a page: prose, a short line, or furniture of a kind.

`read_line` looks at one line alone: it says that a line is prose, that it is short (a title, a
heading, a caption: its neighbours decide), or what kind of furniture it is. `pages` puts the
lines together.

>>> read_line("المصدر: صحيفة المثال").kind
'source'
>>> read_line("واشنطن (رويترز) - قال مسؤول أميركي إن المحادثات ستستأنف الأحد.")
Line(kind='prose', body=18)
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from classifier.arabic import Folded, fold
from classifier.datelines import dateline_end, has_agency
from classifier.dates import locate
from classifier.furniture import Pattern, first_word, is_only, plain, single_words, starters, words

#: A line with more letters than this is prose whatever it looks like: of 2,000 titles of real
#: articles none is longer than 130.
SHORT = 130
#: Keyword lists may run on; other furniture does not.
_LONGEST = {"tags": 400, "link": 250, "next": 250}
#: Closing words («انتهى») stand on lines not longer than this.
_SHORTEST = 30
#: How much of a line is folded to compare its beginning.
_HEAD = 300
#: Blanks and invisible direction signs around a line.
BLANK = " \t\v\f\xa0\u2002\u2003\u2009\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\ufeff\x1a"
_BULLETS = BLANK + "-–—•*·■●▪►◄»«|/"
_ARABIC = re.compile("[\u0621-\u064a\ufb50-\ufdff\ufe70-\ufefc]")
_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")
_HOUR = re.compile(r"\d{1,2}:\d{2}")
_MARKS = tuple('«"“')
_STOPS = (".", "،", "؛", ":", ",")


class Line(NamedTuple):
    """What a line is.

    Fields:
        kind: `prose`, `short`, `byline`, `dateline`, `date`, `source`, `tags`, `link`, `next`,
            `share`, `end`, `caption` or `blank` (no Arabic letter).
        body: where the prose begins in the line, behind a dateline or a glued label.
    """

    kind: str
    body: int = 0


def read_line(line: str) -> Line:
    """What a line (without blanks around it) is; constant work for a long line.

    >>> read_line("القاهرة - وكالات").kind, read_line("شارك عبر فيسبوك").kind
    ('dateline', 'share')
    >>> read_line("أخبار ذات صلةأعلن الوسيط أمس أن الطرفين قبلا الهدنة.")
    Line(kind='prose', body=13)
    """
    return _remembered(line) if len(line) <= _SHORTEST else _read(line)


def _read(line: str) -> Line:
    first = first_word(line)
    if first in starters():
        found = _started(line, first)
        if found:
            return found
    return _unlabelled(line, first)


#: The shortest lines (headings, bullets, share buttons) come again and again.
_remembered = lru_cache(maxsize=4096)(_read)


def _unlabelled(line: str, first: str) -> Line:
    """A line that no known words begin."""
    place = dateline_end(line)
    if place:
        return Line("dateline") if place >= len(line) else Line("prose", place)
    return Line("prose" if len(line) > SHORT else _short_kind(line, first))


def _started(line: str, first: str) -> Line | None:
    """Furniture that its first words give away."""
    lead = len(line) - len(line.lstrip(_BULLETS))
    head = Folded.of(line[lead : lead + _HEAD])
    folded = head.text.lower()
    for pattern in starters()[first]:
        if not folded.startswith(pattern.phrase):
            continue
        rest = folded[len(pattern.phrase) :].lstrip()
        if pattern.needs_mark and not rest.startswith((":", "/", "-", "–", "|", "：")):
            continue
        place = lead + head.original_end(len(pattern.phrase))
        kind = _kind_of_started(pattern, rest, line, place)
        if kind == "prose":
            behind = line[place:].lstrip(BLANK)
            inner = _unlabelled(behind, first_word(behind))
            return Line(inner.kind, len(line) - len(behind) + inner.body)
        if kind:
            return Line(kind)
    return None


def _kind_of_started(pattern: Pattern, rest: str, line: str, place: int) -> str:
    """The kind of a line that begins with a pattern; empty when the pattern does not hold."""
    kind, bare = pattern.kind, rest.strip(" :.…،-–|/")
    glued = place < len(line) and bool(_LETTER.match(line[place]))
    if kind == "glued":
        return "prose" if bare else "share"
    if kind == "next":
        if not bare:
            return "next"
        if len(line) > SHORT or (_is_stopped(line) and not rest.startswith(":")):
            return "link" if rest.startswith(":") and len(line) <= _LONGEST["next"] else "prose"
        return "prose" if glued and len(line) > SHORT // 2 else "link"
    if glued or len(line) > _LONGEST.get(kind, SHORT):
        return ""
    if kind == "date" and not (_DIGIT.search(line) and len(line.split()) <= 14):
        return ""
    if kind == "byline" and rest.lstrip(" :")[:1] in _MARKS:
        return ""  # «كتبت: «لن نوقع»»: what she wrote
    stopped = line.endswith(".") if kind == "byline" else _is_stopped(line)
    return "" if stopped and kind in ("byline", "link", "date") else kind


def _is_stopped(line: str) -> bool:
    """The line ends as a sentence does (two dots are a title's way of going on)."""
    return line.endswith(_STOPS) and not line.endswith("..")


def _short_kind(line: str, first: str) -> str:
    """What a line of at most `SHORT` letters is that begins with nothing known."""
    if not _ARABIC.search(line):
        return "share" if first in single_words("share") else "blank"
    if _is_stopped(line):
        return "prose"
    if first in single_words("share") and is_only(line, "share"):
        return "share"
    if len(line) <= _SHORTEST and plain(line.strip(_BULLETS)) in words("end"):
        return "end"
    if _DIGIT.search(line) and _is_date(line):
        return "date"
    if _is_caption(line):
        return "caption"
    return "short"


def _is_date(line: str) -> bool:
    """The line is a date with nothing but day names, hours and the like around it."""
    folded = fold(line)
    found = locate(folded)
    if not found:
        return bool(_HOUR.search(folded)) and is_only(folded, "dateword")
    return is_only(folded[: found.start] + " " + folded[found.end :], "dateword")


def _is_caption(line: str) -> bool:
    """A picture's words: «… - أرشيفية», «… (أ ف ب)», «… (تصوير: …)»."""
    if not line.endswith(")"):
        return first_word(line.rpartition(" ")[2]) in words("caption")
    opening = line.rfind("(")
    credit = line[opening + 1 : -1]
    return opening > 0 and (
        first_word(credit) in words("caption") or has_agency(credit, loose=False)
    )
