"""Tables for a terminal: labels and numbers at the left, Arabic at the right end of the line.

A terminal that knows the direction of letters shows Arabic right, one that does not shows it
reversed, and no program can tell which it is in. So the text stays as it is (it can be copied),
columns that may hold Arabic come last, and a mark between them keeps their order.
Control letters never reach the terminal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from classifier.arabic import arabic_share
from classifier.flat import HEADS
from classifier.reports.parts import Profile, Summary
from classifier.reports.plain import LRM, RLM, one_line, pad, shorten, width
from classifier.reports.profiles import stands
from classifier.reports.strings import Lang, Strings
from classifier.reports.told import Told

_GAP = "  "
_RULE = "─"
_BAR = 24
_ALWAYS = "statements"
_MOST = 12
_NARROW, _NARROWEST = 64, 48
_HEADING = ("sure", "party", "speaker", "statement")
_LEAST_TEXT = 16


def terminal_table(rows: Iterable[Mapping[str, Any]], width: int, *, lang: Lang = "en") -> str:
    """Statements as a table: label, confidence, party, speaker, what was said, shortened.

    The label is that of the first of stance and sentiment that the lines have.

    Who says it stands in a column of its own, so the last one begins with the content where the
    lines tell where that is, behind an ellipsis where words were left out before it.

    Args:
        rows: prediction lines.
        width: cells of the terminal; a narrow one loses the party, then the speaker.
        lang: of the headings and the labels' names.

    >>> line = {"text": "قال سالم: لا حوار", "speaker": "سالم", "party": "الجبهة",
    ...     "start": 0, "content_start": 10, "content_end": 17,
    ...     "stance": "opposed", "stance_probabilities": {"opposed": 0.71}}
    >>> print(terminal_table([line], 60).replace(LRM, "").replace(RLM, ""))
    stance   sure  speaker  statement
    ─────────────────────────────────
    opposed   71%  سالم     …لا حوار
    """
    words = Strings.of(lang)
    told = [Told.of(row, number) for number, row in enumerate(rows)]
    head = next((h for h in HEADS if any(h in one.labels for one in told)), HEADS[0])
    heading = [words(f"terminal.{one}") for one in (head, *_HEADING)]
    framed = width < _NARROWEST
    lines = [heading, *(_cells(one, head, words, framed) for one in told)]
    kept = [0, 1, 2, 3, 4]
    if width < _NARROW:
        kept.remove(2)
    if framed:
        kept.remove(3)
    return _table([[line[i] for i in kept] for line in lines], width, right={1})


def _cells(told: Told, head: str, words: Strings, framed: bool) -> list[str]:
    name = told.labels.get(head, "")
    sure = told.confidence(head)
    return [
        words.label(head, name) + ("?" if told.abstained else ""),
        words.percent(sure) if sure is not None else "",
        told.party,
        told.speaker or told.speaker_canonical,
        told.text if framed or not told.who else _unframed(told),
    ]


def _unframed(told: Told) -> str:
    """What was said, behind an ellipsis where the statement has words before it."""
    content = told.content
    return content if told.text.startswith(content) else f"…{content}"


def _table(lines: Sequence[Sequence[str]], cells: int, right: set[int]) -> str:
    """Lines of cells under a heading; the last column gets what the others leave."""
    clean = [[one_line(cell) for cell in line] for line in lines]
    limits = [14, 6, 16, 20]
    count = len(clean[0])
    widths = [
        min(limit, max(width(line[i]) for line in clean))
        for i, limit in zip(range(count - 1), limits, strict=False)
    ]
    rest = max(_LEAST_TEXT, cells - sum(widths) - len(_GAP) * (count - 1))
    made = []
    for line in clean:
        parts = []
        for i, size in enumerate(widths):
            text = shorten(line[i], size)
            parts.append(" " * (size - width(text)) + text if i in right else pad(text, size))
        made.append(_joined([*parts, shorten(line[-1], rest)]))
    made.insert(1, _RULE * min(cells, max(map(width, made))))
    return "\n".join(made)


def _joined(parts: Sequence[str]) -> str:
    """Cells side by side.

    A left-to-right mark behind a cell with Arabic keeps its neighbour in its place, and the last
    cell stands between right-to-left marks, so that its first and last signs stay at their ends.
    """
    line = ""
    for part in parts[:-1]:
        line += part + _GAP + ("" if not arabic_share(part) else LRM)
    last = parts[-1]
    return (line + (f"{RLM}{last}{RLM}" if arabic_share(last) > 0 else last)).rstrip()


def terminal_summary(summary: Summary, width: int = 80, *, lang: Lang = "en") -> str:
    """The summary in a screenful: counts, shares, where each party stands.

    >>> from classifier.reports.summary import summarise
    >>> lines = [{"text": "قال: نرحب بالحوار", "party": "الحكومة", "stance": "supportive"}]
    >>> print(terminal_summary(summarise(lines)).replace(RLM, ""))
    articles 1 · statements 1 · parties 1 · without a known speaker 1 · without a date 1
    <BLANKLINE>
    Shares of the positions
    supportive        100%  21%–100%  ████████████████████████  1
    <BLANKLINE>
    Where each side stands
    supportive            In one or two statements:  الحكومة
    """
    words = Strings.of(lang)
    blocks = [_counts(summary, words)]
    if summary.shares:
        blocks.append("\n".join([words("section.shares"), *_share_lines(summary, words)]))
    stands = _stand_lines(summary, words, width)
    if stands:
        blocks.append("\n".join([words("section.glance"), *stands]))
    said = [words(key, n=n) for key, n in summary.notices] + list(map(one_line, summary.remarks))
    return "\n\n".join([*blocks, *said])


def _counts(summary: Summary, words: Strings) -> str:
    copies = summary.tellings if summary.tellings != summary.statements else 0
    counted = (
        ("articles", summary.articles),
        ("statements", summary.statements),
        ("about", summary.about if summary.aside else 0),
        ("tellings", copies),
        ("speakers", summary.speakers_known),
        ("parties", summary.parties_known),
        ("outlets", summary.outlets_known),
        ("unknown", summary.unknown_speaker),
        ("undated", summary.undated),
        ("abstained", summary.abstained),
    )
    first = " · ".join(
        f"{words(f'count.{key}')} {words.number(n)}" for key, n in counted if n or key == _ALWAYS
    )
    if not summary.first:
        return first
    return f"{first}\n{summary.first} – {summary.last}"


def _share_lines(summary: Summary, words: Strings) -> list[str]:
    lines = []
    for share in summary.shares:
        name = pad(shorten(one_line(words.label(summary.head, share.label)), 16), 16)
        between = words.between(share.low, share.high)
        filled = "█" * round(_BAR * share.share)
        cells = [name, f"{words.percent(share.share):>4}", pad(between, 8), pad(filled, _BAR)]
        if share.corrected is not None:
            cells.append(f"({words('column.corrected')} {words.percent(share.corrected)})")
        lines.append(_joined([*cells, words.number(share.n)]))
    return lines


def _stand_lines(summary: Summary, words: Strings, cells: int) -> list[str]:
    lines = []
    for stand in stands(summary):
        label = stand.label
        name = words.label(summary.head, label) if label else words("glance.mixed")
        name = pad(shorten(one_line(name), 20), 20)
        for profile in stand.profiles[:_MOST]:
            lines.append(_stand(profile, name, words, cells))
            name = pad("", 20)
        more = len(stand.profiles[_MOST:])
        if more:
            lines.append(pad("", 22) + words("glance.more", n=more))
        if stand.few:
            names = " · ".join(one_line(profile.name) for profile in stand.few)
            room = max(_LEAST_TEXT, cells - 24 - width(words("glance.few")))
            lines.append(_joined([name, words("glance.few"), shorten(names, room)]))
    return lines


def _stand(profile: Profile, name: str, words: Strings, cells: int) -> str:
    of = words("glance.of", n=profile.leading_n, of=profile.leading_of)
    between = words.between(profile.leading_low, profile.leading_high)
    room = max(_LEAST_TEXT, cells - 40)
    return _joined([name, f"{of:<8}", f"{between:<8}", shorten(one_line(profile.name), room)])
