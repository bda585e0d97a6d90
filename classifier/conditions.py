"""Conditions: the clause of a statement that says on what talking, or signing, depends.

    «لن نوقع | ما لم تتوقف الغارات |، مضيفا …»

Which words open such a clause, and which strength they have, is told by `data/conditions.tsv`.
The strongest word wins, of equals the first; the clause runs to the end of its sentence, to the
closing mark of the quotation it stands in, or to a comma behind which something else begins.

>>> text = "وقال سالم الحربي إن وفده لن يوقع ما لم تتوقف الغارات، مضيفا أن الوقت ينفد."
>>> condition = find_condition(text)
>>> text[condition.start:condition.end]
'ما لم تتوقف الغارات'
"""

from __future__ import annotations

import re
from functools import cache

from classifier import lexicons
from classifier.arabic import Folded, fold
from classifier.cues import cue_forms
from classifier.records import Span, Statement

#: How far behind a verb of demanding its «أن» may stand.
_REACH = 160
#: The strongest first.
_KINDS = ("names", "demands", "unless", "opens", "lacks")
_BEHIND_REFUSAL = ("unless", "lacks")
_STOP = re.compile(r"[.!?؟\n](?=[\s»”\"')]|$)|[؛;]")
_COMMA = re.compile(r"[،,]\s{0,3}([^\W\d_]{1,20})|\s[-–—]\s")
_THAT = re.compile(r"(?<!\w)(?:ان|بان|الا|بالا)(?!\w)")
_CLOSERS = {"«": "»", "“": "”", "”": "“", "(": ")", '"': '"'}
#: In the text as written: folded, «وإن» (speech goes on) and «وأن» (so does the clause) are one.
_NEW_SPEECH = re.compile(r"[،,]\s{1,3}و\u0625\u0646")
_WORD = re.compile(r"\w+")
_CONSEQUENCE = re.compile(r"\s(?=فسن|فلن|فان|فانن|فلا\s|فكل\s)")


def find_condition(text: str, start: int = 0) -> Span | None:
    """The condition in the text of a statement, as offsets from `start`; None where there is none.

    The words that open the condition belong to it.

    >>> find_condition("قال إن بلاده ترحب بالحوار.") is None
    True
    """
    folded = Folded.of(text)
    marker = _opening(folded.text)
    if marker is None:
        return None
    opening = marker.start
    end = _clause_end(folded.text, opening)
    anew = _NEW_SPEECH.search(text, folded.original(opening), folded.original_end(end))
    end = folded.from_original(anew.start()) if anew else end
    if not _WORD.search(folded.text, marker.end, end):
        return None  # «إلا بعد.» says nothing
    return Span(start + folded.original(opening), start + folded.original_end(end))


def condition_of(statement: Statement) -> Span | None:
    """As `find_condition`, counted in the article's text."""
    return find_condition(statement.text, statement.start)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """One pattern a kind; longer markers first, so that «إلا بعد» wins over «بعد»."""
    markers: dict[str, list[str]] = {}
    for row in lexicons.rows("conditions"):
        markers.setdefault(row["kind"], []).append(row["marker"])
    return {kind: _pattern(found) for kind, found in markers.items()}


def _pattern(markers: list[str]) -> re.Pattern[str]:
    shown = []
    for marker in sorted(markers, key=lambda each: (-len(each), each)):
        whole = re.escape(fold(marker.removesuffix("*"))).replace(r"\ ", r"\s{1,3}")
        shown.append(whole + ("" if marker.endswith("*") else r"(?!\w)"))
    return re.compile(rf"(?<!\w)[وف]?(?:{'|'.join(shown)})")


def _opening(text: str) -> Span | None:
    """The words that open the condition, in a folded text."""
    for kind in _KINDS:
        for found in _patterns()[kind].finditer(text):
            if kind == "demands":
                stop = _STOP.search(text, found.end(), found.end() + _REACH)
                reach = stop.start() if stop else found.end() + _REACH
                that = _THAT.search(text, found.end(), reach)
                return Span(*(that or found).span())
            if kind not in _BEHIND_REFUSAL or _refused_before(text, found.start()):
                return Span(*found.span())
    return None


def _refused_before(text: str, place: int) -> bool:
    """A refusal stands before `place` in the same sentence."""
    begin = max((stop.end() for stop in _STOP.finditer(text, 0, place)), default=0)
    return any(found.end() < place for found in _patterns()["refuses"].finditer(text, begin, place))


def _clause_end(text: str, opening: int) -> int:
    """Where the clause that begins at `opening` ends."""
    stop = _STOP.search(text, opening)
    end = stop.start() if stop else len(text)
    end = min(end, _closing_mark(text, opening, end))
    first = text[opening : opening + 6]
    if first.lstrip("وف").startswith(("اذا", "ان ")):  # the consequence is no part of the condition
        consequence = _CONSEQUENCE.search(text, opening, end)
        end = consequence.start() if consequence else end
    for comma in _COMMA.finditer(text, opening, end):
        if comma[1] is None or _begins_anew(comma[1]):
            end = comma.start()
            break
    return opening + len(text[opening:end].rstrip(" \t،,:-–—"))


def _closing_mark(text: str, opening: int, end: int) -> int:
    """The first mark behind `opening` that closes a quotation opened before it."""
    for open_mark, close_mark in _CLOSERS.items():
        inside = text.rfind(open_mark, 0, opening) > text.rfind(close_mark, 0, opening)
        if open_mark == close_mark:
            inside = text.count(open_mark, 0, opening) % 2 == 1
        if inside:
            place = text.find(close_mark, opening, end)
            end = place if place >= 0 else end
    return end


def _begins_anew(word: str) -> bool:
    """A comma before this word ends the condition: speech goes on, or another clause begins."""
    if _patterns()["ends"].match(word):
        return True
    cue = cue_forms().get(word)
    return cue is not None and cue.shape in ("participle", "past")
