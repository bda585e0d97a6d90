"""Pages: a document is cut into its articles, and each article into the stretches of its prose.

A page as an aggregator prints it holds titles, dates, datelines, bylines, keywords, links and
sometimes a second article behind «إقرأ أيضاً:». `furniture` says what each line is; here the
lines are put together: which short line is a title and which a heading inside the text, where
another article begins, what was glued behind the last sentence.

>>> page = Document(id="p", text='''هدنة جديدة في العاصمة
... القاهرة - وكالات
... قال الوسيط إن الطرفين قبلا الهدنة، وإن الجولة المقبلة من المحادثات ستعقد الأحد.
... المصدر: صحيفة المثال''')
>>> article, = cut_page(page)
>>> article.title, article.outlet
('هدنة جديدة في العاصمة', 'صحيفة المثال')
>>> [page.text[span.start:span.end][:20] for span in article.body]
['قال الوسيط إن الطرفي']
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from classifier.arabic import Folded, fold
from classifier.datelines import is_signed_by_dash
from classifier.dates import find_date
from classifier.furniture import first_word, words
from classifier.page_lines import BLANK, read_line
from classifier.records import Article, Document, Span
from classifier.wraps import lines_of

_BREAK = re.compile(f"[{BLANK}]{{0,8}}(?:\r\n|[\n\r\u2028\u2029])")
#: Short lines at the head of an article that may be title, subtitle, caption and byline.
_HEAD_LINES = 6
#: Between the head of an article and its first paragraph stand at most so many lines.
_NEAR = 30
#: Words of a short first line that is not the known title: a caption or a name, not a sentence.
_CAPTION_WORDS = 9
#: Words of a last line without any mark: the author's name.
_SIGNATURE_WORDS = 6
_SIGNATURE_LINES = 4
#: How much of a paragraph's end is searched for glued furniture.
_TAIL = 300
_SENTENCE_END = r"[.؟?!…»\"”)،]"
_MARKS = re.compile(r"[:«»\"“”؟?!،؛.]")
_ENDS_ARTICLE = frozenset({"source", "tags", "link", "end"})
_OPENS_ARTICLE = frozenset({"date", "dateline", "byline"})


class _Line(NamedTuple):
    kind: str
    start: int
    end: int
    body: int


def cut_page(document: Document) -> tuple[Article, ...]:
    """The articles of a document, in order; one for an ordinary file, never none.

    Linear in the length of the text; any string is accepted. The stretches of `body` lie inside
    the text, are ordered and do not overlap, and hold a line break only where the page broke a
    sentence (`wraps`).
    """
    lines = _read_lines(document.text)
    lines, starts = _find_starts(lines, document)
    borders = [*starts, len(lines)]
    groups = [lines[a:b] for a, b in pairwise(borders)]
    many = len(groups) > 1
    return tuple(
        _article(document, group, number if many else 0) for number, group in enumerate(groups, 1)
    )


def _read_lines(text: str) -> list[_Line]:
    lines = []
    for start, end in lines_of(text):
        kind, body = read_line(text[start:end])
        lines.append(_Line(kind, start, end, start + body))
    return lines


def _find_starts(lines: list[_Line], document: Document) -> tuple[list[_Line], list[int]]:
    """Where articles begin; titles in a box of links become links.

    An article begins with the page, with the title behind «إقرأ أيضاً:», and with a title whose
    date or dateline follows when another article has come to its end.
    """
    lines = list(lines)
    starts = [0]
    told = ended = False
    for place, line in enumerate(lines):
        if line.kind == "prose":
            told, ended = True, False
        elif line.kind == "next" and told:
            begin = _next_article(lines, place, document.text, ended=ended)
            if begin:
                starts.append(begin)
                told = ended = False
            else:
                _close_box(lines, place)
        elif line.kind in _ENDS_ARTICLE:
            ended = ended or told
        elif line.kind == "short" and told and _is_new_title(lines, place, document.text, ended):
            starts.append(place)
            told = ended = False
    return lines, starts


def _until_prose(lines: list[_Line], place: int) -> int:
    """The place of the next prose line near by, or of the next box, or `len(lines)`."""
    for index in range(place, min(place + _NEAR, len(lines))):
        if lines[index].kind in ("prose", "next"):
            return index
    return len(lines)


def _next_article(lines: list[_Line], place: int, text: str, *, ended: bool) -> int:
    """The line of the title behind «إقرأ أيضاً:»; 0 where only links follow."""
    prose = _until_prose(lines, place + 1)
    if prose >= len(lines) or lines[prose].kind != "prose":
        return 0
    between = lines[place + 1 : prose]
    titles = [place + 1 + i for i, line in enumerate(between) if line.kind == "short"]
    if not titles:
        return 0
    for index, line in enumerate(between, place + 1):
        if line.kind in _OPENS_ARTICLE:
            before = [title for title in titles if title < index]
            return before[-1] if before else 0
    few = len(titles) <= 2  # a title and a caption; more are links, the last the title
    if lines[prose].body > lines[prose].start or ended:
        return titles[0] if few else titles[-1]
    return titles[0] if few and _opens(text, lines[prose]) else 0


def _close_box(lines: list[_Line], place: int) -> None:
    """The short lines behind «إقرأ أيضاً:» are links."""
    for index in range(place + 1, len(lines)):
        if lines[index].kind != "short":
            break
        lines[index] = lines[index]._replace(kind="link")


def _is_new_title(lines: list[_Line], place: int, text: str, ended: bool) -> bool:
    """A short line that begins another article: date or dateline follow, then prose."""
    follows = lines[place + 1].kind if place + 1 < len(lines) else ""
    prose = _until_prose(lines, place + 1)
    if prose >= len(lines) or lines[prose].kind != "prose" or not _opens(text, lines[prose]):
        return False
    if follows == "date":
        return True
    return ended and (follows in _OPENS_ARTICLE or prose == place + 1)


def _opens(text: str, line: _Line) -> bool:
    """The paragraph may open an article: it does not carry another one on («وأضاف», «كما»)."""
    opening = text[line.body : line.body + 40]
    first = first_word(opening)
    if first in words("goes_on") or fold(opening).startswith(_goes_on()):
        return False
    return not first.startswith("و") or first in words("lead")


@cache
def _goes_on() -> tuple[str, ...]:
    return tuple(phrase + " " for phrase in words("goes_on"))


def _article(document: Document, lines: list[_Line], number: int) -> Article:
    """One article of the page; `number` counts from 1, 0 where it is the only one."""
    text, known = document.text, document.title if number < 2 else ""
    head = _head(lines)
    longest = max((line.end - line.body for line in lines[head:]), default=0)
    title, heads = _title(text, lines[:head], longest, known)
    body = _body(text, [line for i, line in enumerate(lines) if i >= head or i not in heads])
    edge = [lines[i].start for i in sorted(heads)[:1]] + [span.start for span in body[:1]]
    start = min(edge, default=lines[0].start if lines else 0)
    last = max([span.end for span in body[-1:]] + [lines[i].end for i in heads], default=start)
    date, outlet = _imprint(text, lines, heads)
    first = number < 2
    return Article(
        id=f"{document.id}#{number}" if number else document.id,
        text=text,
        body=body,
        start=start,
        end=_behind_break(text, last),
        title=(document.title if first else "") or title,
        date=((document.date if first else "") or date),
        outlet=((document.outlet if first else "") or outlet),
        source=document.source,
        url=document.url,
        wrapped=any("\n" in text[line.start : line.end] for line in lines),
    )


def _behind_break(text: str, end: int) -> int:
    """Behind the line break that closes a line: it belongs to the article."""
    found = _BREAK.match(text, end)
    return found.end() if found else end


def _head(lines: list[_Line]) -> int:
    """The place of the first prose line; where no line is prose, of the longest."""
    for place, line in enumerate(lines):
        if line.kind == "prose":
            return place
    short = [place for place, line in enumerate(lines) if line.kind == "short"]
    return max(short, key=lambda place: lines[place].end - lines[place].start, default=0)


def _title(text: str, head: list[_Line], longest: int, known: str) -> tuple[str, frozenset[int]]:
    """The title among the lines above the prose, and which of them are no prose."""
    title, heads = "", set()
    plain = fold(known).strip()
    for place, line in enumerate(head[:_HEAD_LINES]):
        shown = text[line.body : line.end]
        if line.kind != "short" and not (line.kind == "link" and place == 0 and ":" not in shown):
            continue
        same = bool(plain) and _is_same(fold(shown), plain)
        if not same and (line.end - line.start) * 1.2 > longest:
            continue
        size = len(shown.split())
        signed = is_signed_by_dash(shown)
        if plain and not same and not signed and (size > _CAPTION_WORDS or ":" in shown):
            continue
        heads.add(place)
        if not title and (same or (size > 2 and not signed)):
            title = shown
    return title, frozenset(heads)


def _is_same(line: str, title: str) -> bool:
    line = line.strip()
    return line == title or (len(line) > 15 and (line in title or title in line))


def _body(text: str, lines: list[_Line]) -> tuple[Span, ...]:
    """The prose of an article, without a signature or glued furniture at its end."""
    kept = [line for line in lines if line.kind in ("prose", "short")]
    for _ in range(min(_SIGNATURE_LINES, len(kept) - 1)):
        if _is_signature(text, kept[-1]):
            kept.pop()
    spans = [Span(line.body, line.end) for line in kept]
    for place in range(max(0, len(spans) - 2), len(spans)):
        spans[place] = _without_tail(text, spans[place])
    return tuple(span for span in spans if span.start < span.end)


def _is_signature(text: str, line: _Line) -> bool:
    """A last short line without any mark: a name, a place, a poem's end."""
    if line.kind != "short":
        return False
    shown = text[line.body : line.end]
    if fold(shown).startswith(tuple(words("tail"))):
        return True
    return len(shown.split()) <= _SIGNATURE_WORDS and not _MARKS.search(shown)


@cache
def _tail_pattern() -> re.Pattern[str]:
    phrases = "|".join(re.escape(each) for each in sorted(words("tail"), key=len, reverse=True))
    return re.compile(rf"{_SENTENCE_END}[ \xa0]{{0,4}}(\.{{0,3}}(?:{phrases})(?!\w)[^.]*)$")


def _without_tail(text: str, span: Span) -> Span:
    """The stretch without what was glued behind its last sentence."""
    if text[span.end - 1] == ".":
        return span
    begin = max(span.start, span.end - _TAIL)
    tail = text[begin : span.end]
    folded = Folded.of(tail)
    found = _tail_pattern().search(folded.text)
    if not found:
        return span
    kept = tail[: folded.original(found.start(1))].rstrip(BLANK)
    return Span(span.start, begin + len(kept))


def _imprint(text: str, lines: list[_Line], heads: frozenset[int]) -> tuple[str, str]:
    """Date and outlet as the page's own lines tell them."""
    date = outlet = ""
    for place, line in enumerate(lines):
        if not date and (line.kind in ("date", "dateline") or place in heads):
            date = find_date(text[line.start : line.end])
        elif line.kind == "source" and not outlet:
            outlet = text[line.start : line.end].partition(":")[2].strip(BLANK)
    return date, outlet
