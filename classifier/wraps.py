"""Lines that a page breaks where it has no more room, put together again.

Text that was copied from a PDF or from a mail holds a line break every sixty to eighty letters, in
the middle of a sentence. Such a break is told by what would have gone into the line: where the
next word had room, the writer ended the line; where it had none, the page did.

>>> text = '''تبدأ الجولة الثانية من المحادثات في
... العاصمة يوم الأحد المقبل كما قال
... الوزير سالم الحربي، ولم يتفق الطرفان
... بعد على جدول أعمالها ولا على المكان
... الذي تعقد فيه هذه الجولة.'''
>>> lines_of(text)
[(0, 167)]
"""

from __future__ import annotations

from itertools import pairwise

from classifier.page_lines import BLANK, read_line

Stretch = tuple[int, int]

#: What ends a line, besides its feed.
_OTHER_BREAKS = "\r\u2028\u2029"
#: Of a line that a page breaks: more letters stand in no column of print; fewer in a list.
_WIDEST = 130
_NARROWEST = 30
#: Fewer lines tell nothing.
_FEWEST = 3
#: The share of the widest line that a line has at least whose next word had no room. Letters differ
#: in width, so that full lines differ in their number.
_FULL = 0.75
#: The share of the lines that must be full, and of these, how many break off in a sentence: of the
#: articles that print each sentence in a line of its own, nearly none.
_MOST_FULL = 0.6
_MOST_BROKEN = 0.5
_ENDS = tuple(".؟?!:…؛")
#: What opens a point of a list, a question, an answer: a line of its own.
BULLETS = frozenset("-–—•*●▪■►=")


def lines_of(text: str) -> list[Stretch]:
    r"""The lines of a text that are not blank, without the blanks around them, in order.

    Those that the page broke are put together.

    >>> lines_of(" قال\n\n وغادر. ")
    [(1, 4), (7, 13)]
    """
    lines, at = [], 0
    broken = text
    for other in _OTHER_BREAKS:
        broken = broken.replace(other, "\n")
    for raw in broken.split("\n"):
        line = raw.strip(BLANK)
        if line:
            start = at + (0 if raw[0] == line[0] else raw.index(line[0]))
            lines.append((start, start + len(line)))
        at += len(raw) + 1
    return _unwrapped(broken, lines)


def _unwrapped(text: str, lines: list[Stretch]) -> list[Stretch]:
    """The lines of a text, those put together that the page broke; else the same lines."""
    if len(lines) < _FEWEST:
        return lines
    widest = max(map(_length, lines))
    if not _NARROWEST <= widest <= _WIDEST:
        return lines
    least = _FULL * widest
    full = [text[end - 1] for start, end in lines if end - start >= least]
    broken = sum(last not in _ENDS for last in full)
    if len(full) < _MOST_FULL * len(lines) or broken < _MOST_BROKEN * len(full):
        return lines
    gap = min(_breaks(text, *pair) for pair in pairwise(lines))  # \r\n, and double spacing
    found = lines[:1]
    for before, line in pairwise(lines):
        # the first line may be a title: where its next word had room, it is
        room = widest - 1 - _length(before) if before == lines[0] else 0
        is_full = _length(before) >= least and room <= _first_word(text, line)
        if is_full and _breaks(text, before, line) == gap and _goes_on(text, before, line):
            found[-1] = (found[-1][0], line[1])
        else:
            found.append(line)
    return found


def _breaks(text: str, before: Stretch, line: Stretch) -> int:
    """How many line breaks stand between two lines."""
    return text.count("\n", before[1], line[0])


def _length(line: Stretch) -> int:
    return line[1] - line[0]


def _first_word(text: str, line: Stretch) -> int:
    return len(text[slice(*line)].split(maxsplit=1)[0])


def _goes_on(text: str, before: Stretch, line: Stretch) -> bool:
    """Whether a line may go on with the full one before it."""
    if text[line[0]] in BULLETS:
        return False  # a point of a list
    if text[before[1] - 1] not in _ENDS:
        return True
    furniture = read_line(text[slice(*line)]).kind not in ("prose", "short")
    return not (text[line[0]].isdigit() or furniture)
