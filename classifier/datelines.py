"""Datelines: who signs, and from where, above or before the first paragraph.

«موسكو، كييف (الاتحاد، وكالات)», «القاهرة - وكالات: …», «واشنطن (رويترز) - …», a line of its own
or the beginning of one.

>>> line = "واشنطن (رويترز) - قال مسؤول إن المحادثات ستستأنف."
>>> line[dateline_end(line):]
'قال مسؤول إن المحادثات ستستأنف.'
>>> dateline_end("قال الوزير (رويترز) - إن المحادثات ستستأنف.")
0
"""

from __future__ import annotations

import re
from functools import cache

from classifier import lexicons
from classifier.arabic import fold
from classifier.dates import locate
from classifier.furniture import first_word, plain, words

#: How much of a line is looked at; how much of it must hold the first dash.
_HEAD, _FIRST_PART = 110, 46
#: A name, a place or a paper in a dateline has at most so many letters and words.
_NAME_LETTERS, _NAME_WORDS = 40, 4
_PARTS = 4
#: A line of its own is at most so long; one that is only an agency's name, at most so long.
_OWN_LINE, _ONLY_NAME = 90, 30
_DIGIT = re.compile(r"\d")
_SEPARATOR = re.compile(r"\s*(?:[-–—]+|(?<!\w)ـ+|(?<=\w\w\w)ـ+(?=\s)|[:：])\s*")
_DASH = re.compile("[-–—ـ:：]")
_QUOTED = re.compile("[:«»]")
_BRACKET = re.compile(r"([^()«»\"“”:.؟!]{0,45})\(([^()]{2,45})\)\s*([-–—ـ:]?)\s*")
_NO_NAME = re.compile(r"[\d.؟!?؛\"“”()\[\]{}]")
_ITEMS = re.compile(r"[،,/+و]\s+|\s+و(?=[^\W\d_])|[،,/]")
_COLONS = (":", "：")


def dateline_end(line: str) -> int:
    """Where the prose begins behind a dateline; constant work for a long line.

    That is the line's end where it holds nothing else, and 0 where there is no dateline.
    """
    head = line[:_HEAD]
    if "(" in head:
        found = _BRACKET.match(head)
        if found and (found.end() >= len(line) or found[3]) and _is_bracketed(found):
            return found.end()
    place = _dashed(line, head) if _DASH.search(head[:_FIRST_PART]) else 0
    return place or (len(line) if len(line) <= _OWN_LINE and _is_credit_line(line) else 0)


def _is_bracketed(found: re.Match[str]) -> bool:
    """«موسكو، كييف (الاتحاد، وكالات)»: places, and somebody who signs."""
    places = found[1].split()
    return (
        len(places) <= 6 and not _tells(first_word(found[1])) and has_agency(found[2], loose=True)
    )


def _is_credit_line(line: str) -> bool:
    """Nothing but an agency: «(رويترز)», «* خدمة «نيويورك تايمز»»; or place, date, agency."""
    if line[-1] in ".،؛:,":
        return False
    last = first_word(line[-12:].rpartition(" ")[2])
    if last in words("agency") and _DIGIT.search(line):
        return locate(fold(line)) is not None
    return len(line) <= _ONLY_NAME and has_agency(line.strip("()*. "), loose=False)


def _dashed(line: str, head: str) -> int:
    """«القاهرة - وكالات: …», «سالم الخطيب - سبق - جدة: …», and the like on a line of its own.

    A part is a few words of a name; one of the parts must be an agency, or, on a line of its
    own, all must be short.
    """
    begin = end = parts = 0
    signed = False
    while parts < _PARTS:
        found = _SEPARATOR.search(head, begin)
        part = head[begin : found.start()] if found else head[begin:]
        if not _is_name(part):
            break
        parts += 1
        signed = signed or has_agency(part, loose=not found or "«" in part)
        if not found:
            return len(line) if signed and parts > 1 and len(head) == len(line) else end
        colon = found[0].strip() in _COLONS
        begin = found.end()
        if signed and (colon or end == 0):
            end = begin
        if colon:
            break
    return end


def has_agency(text: str, *, loose: bool) -> bool:
    """One of the names in `text` is an agency; `loose` takes papers with common names too."""
    for item in (text, *_ITEMS.split(text)):
        name = plain(item.strip(" «»\"'“”*.،-–"))
        if name in words("agency") or (loose and name in words("outlet")):
            return True
    return False


def _is_name(part: str) -> bool:
    """A few words that may name a place, a person or a paper: no clause that tells something."""
    if (
        not 0 < len(part) <= _NAME_LETTERS
        or len(part.split()) > _NAME_WORDS
        or _NO_NAME.search(part)
    ):
        return False
    return not _tells(first_word(part))


@cache
def _verbs() -> frozenset[str]:
    past = {fold(row["past"]) for row in lexicons.rows("cues")}
    return frozenset(past | {verb + "ت" for verb in past})


def _tells(word: str) -> bool:
    """The word is a reporting verb: «قال», «وأعلنت»."""
    return word in _verbs() or (word[:1] == "و" and word[1:] in _verbs())


def is_signed_by_dash(line: str) -> bool:
    """A short line of two or three short names with dashes: «نايف السعدي – الطائف».

    >>> is_signed_by_dash("سالم الخطيب – الرباط"), is_signed_by_dash("هدنة جديدة")
    (True, False)
    """
    parts = [part for part in re.split(r"\s*[-–—]\s*|\s+ـ\s+", line) if part]
    return 2 <= len(parts) <= 3 and all(
        _is_name(part) and not _QUOTED.search(part) for part in parts
    )
