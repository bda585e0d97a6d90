"""The compiled views of texts: numbers of words in, numbers of pieces out.

What each piece is, and how far a view reaches, `views` says; `word_numbers` says how they are
numbered, and `tests/test_scorer.py` holds every view here equal to its namesake there.

Numba compiles this when it is first called on a machine, and again when this file has changed:
so the file leans on no other, and what `views` fixes is handed in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import numba
import numpy as np
from numpy.typing import NDArray

Act = TypeVar("Act", bound=Callable[..., Any])
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]

compiled: Callable[[Act], Act] = numba.njit(cache=True, nogil=True)

#: The views, by number.
STEMS, WINDOW, NAMES, SIDES, TARGETS, FRAME, CONCEPTS, PAIRS, TONES, BALANCE = range(10)
#: Columns of what is told of a view: its number, how far it reaches, how many choices a piece has.
VIEW, REACH, CHOICES = range(3)
#: Columns of the words of a chunk: the stem, the row of facts, the listed pairs it may be in.
STEM, MARK, PAIR = range(3)
#: Columns of the facts of a word: the kind of negotiation word it is (0: none), whether it negates,
#: each tone, then its first concepts (-1: none).
KIND, NEGATED, POSITIVE, NEGATIVE, FIRST = range(5)
#: A stem that no n-gram holds; one that is a single letter, and no word where it stands alone.
UNKNOWN, SHORT = -1, -2


class Known(NamedTuple):
    """What is known of words.

    Fields:
        rows, ends: of each chunk: how many words it has, `STEM`, `MARK` and `PAIR` of each, then
            the stems of what is masked in it; the rows stand one behind the other, and end there.
        facts: a row (`KIND` …) for each set of concepts.
        pairs: the row of facts of each listed pair, by its first and its second word; 0 for none.
    """

    rows: Ints
    ends: Longs
    facts: Ints
    pairs: Ints


@compiled
def lay(bounds: Longs, chunks: Longs, known: Known, views: Longs) -> tuple[Longs, Longs]:
    """Lay out the pieces of views, text after text and for each text view after view.

    Args:
        bounds: where the chunks of each text begin among `chunks`, and of one more.
        chunks: the number of each chunk.
        known: what is known of the chunks' words.
        views: a row (`VIEW` …) for each.

    Returns:
        The pieces, and where those of each view of each text end, (n_texts, n_views).
    """
    ends = np.empty((len(bounds) - 1, len(views)), np.int64)
    pieces, behind = np.empty(1 << 12, np.int64), 0
    reach, choices = views[:, REACH].max(), views[:, CHOICES].max()
    each = 2 + 2 * (reach + 1) * (known.facts.shape[1] - FIRST) ** 2
    for text in range(len(bounds) - 1):
        words, names = _read(chunks[bounds[text] : bounds[text + 1]], known)
        own, stems = _facts_of(words, known), words[:, STEM]
        room = each * len(own) + len(names) + 4 + reach * choices
        for number in range(len(views)):
            if behind + room > len(pieces):
                grown = np.empty(2 * len(pieces) + room, np.int64)
                grown[:behind] = pieces[:behind]
                pieces = grown
            view, free = views[number], pieces[behind:]
            count = _lay(view, stems, names, own, free)
            if view[VIEW] == BALANCE and bounds[text] < bounds[text + 1]:
                count = _lay_balance(view[CHOICES], free, count)
            behind += count
            ends[text, number] = behind
    return pieces[:behind], ends


@compiled
def _read(chunks: Longs, known: Known) -> tuple[Ints, Ints]:
    """The words of a text, (n_words, 3), and the stems of what is masked in it."""
    total = 0
    for chunk in chunks:
        total += known.ends[chunk] - (known.ends[chunk - 1] if chunk else 0)
    words, names = np.empty((total // 3 + 1, 3), np.int32), np.empty(total, np.int32)
    read = named = 0
    for chunk in chunks:
        row = known.rows[known.ends[chunk - 1] if chunk else 0 : known.ends[chunk]]
        behind = 1 + 3 * row[0]
        for place in range(1, behind, 3):
            for field in range(3):
                words[read, field] = row[place + field]
            read += 1
        for place in range(behind, len(row)):
            names[named] = row[place]
            named += 1
    return words[:read], names[:named]


@compiled
def _facts_of(rows: Ints, known: Known) -> Ints:
    """The facts of each word: its own, and those of a listed pair that it begins."""
    firsts, seconds = known.pairs.shape
    own = np.empty((len(rows), known.facts.shape[1]), np.int32)
    for place in range(len(rows)):
        own[place] = known.facts[rows[place, MARK]]
        begins = rows[place, PAIR] // seconds
        if begins and place + 1 < len(rows):
            second = rows[place + 1, PAIR] % seconds
            pair = known.pairs[begins // firsts, second] or known.pairs[begins % firsts, second]
            if pair:
                _join(own[place], known.facts[pair])
    return own


@compiled
def _join(own: Ints, more: Ints) -> None:
    """Add the facts of a pair to those of its first word, as `concepts.concepts_in` does."""
    own[KIND] = own[KIND] or more[KIND]
    for fact in (NEGATED, POSITIVE, NEGATIVE):
        own[fact] |= more[fact]
    for new in more[FIRST:]:
        for place in range(FIRST, len(own)):
            if own[place] == new:
                break
            if own[place] < 0:
                own[place] = new
                break


@compiled
def _lay(view: Longs, stems: Ints, names: Ints, own: Ints, pieces: Longs) -> int:
    """Lay out the pieces of a view, as `views` says; how many they are."""
    kind, reach, choices = view[VIEW], view[REACH], view[CHOICES]
    if kind == NAMES:
        pieces[: len(names)] = names
        return len(names)
    if kind == STEMS:
        pieces[: len(stems)] = stems
        return len(stems)
    if kind == WINDOW:
        return _lay_window(stems, own, reach, pieces)
    if kind in (SIDES, TARGETS):
        return _lay_around(stems, own, reach, choices, kind == SIDES, pieces)
    if kind == FRAME:
        return _lay_frame(stems, own, reach, choices, pieces)
    if kind in (CONCEPTS, PAIRS):
        return _lay_concepts(own, reach, choices, pieces)
    return _lay_tones(own, reach, pieces)


@compiled
def _lay_window(stems: Ints, own: Ints, reach: int, pieces: Longs) -> int:
    count = behind = 0
    for place in range(len(own)):
        if own[place, KIND]:
            for near in range(max(behind, place - reach), min(len(own), place + reach + 1)):
                pieces[count] = stems[near]
                count, behind = count + 1, near + 1
    return count


@compiled
def _lay_around(
    stems: Ints, own: Ints, reach: int, choices: int, sides: bool, pieces: Longs
) -> int:
    count = 0
    for place in range(len(own)):
        if own[place, KIND]:
            for near in range(max(0, place - reach), min(len(own), place + reach + 1)):
                if near != place:
                    choice = np.int64(near > place) if sides else np.int64(own[place, KIND])
                    pieces[count] = stems[near] * choices + choice if stems[near] >= 0 else UNKNOWN
                    count += 1
    return count


@compiled
def _lay_frame(stems: Ints, own: Ints, reach: int, choices: int, pieces: Longs) -> int:
    there = np.zeros(choices, np.bool_)
    for place in range(len(own)):
        there[own[place, KIND]] = True
    there[0] = not there[1:].any()
    count = 0
    for place in range(min(reach, len(own))):
        for kind in range(choices):
            if there[kind]:
                pieces[count] = stems[place] * choices + kind if stems[place] >= 0 else UNKNOWN
                count += 1
    return count


@compiled
def _lay_concepts(own: Ints, reach: int, names: int, pieces: Longs) -> int:
    """The first concept of each word; with a reach, more of them, then pairs of so many names."""
    count, behind = 0, (own.shape[1] if reach else FIRST + 1)
    for place in range(len(own)):
        for concept in own[place, FIRST:behind]:
            if concept >= 0:
                pieces[count] = concept
                count += 1
    for place in range(len(own) if reach else 0):
        for concept in own[place, FIRST:]:
            for near in range(place + 1, min(len(own), place + reach + 1)):
                for following in own[near, FIRST:]:
                    if concept >= 0 and following >= 0:
                        pieces[count] = names * (1 + concept) + following
                        count += 1
    return count


@compiled
def _lay_tones(own: Ints, reach: int, pieces: Longs) -> int:
    """Negation is 0, the tones are 1 and 2, and 3 and 4 where a negation turns them round."""
    count = 0
    for place in range(len(own)):
        turned = own[max(0, place - reach) : place, NEGATED].any()
        if own[place, NEGATED]:
            pieces[count] = 0
            count += 1
        for tone in range(2):
            if own[place, POSITIVE + tone]:
                pieces[count] = 1 + tone + (2 if turned else 0)
                count += 1
    return count


@compiled
def _lay_balance(most: int, pieces: Longs, count: int) -> int:
    """Of so many tones the first, the last, and how many there are of each; or that none is."""
    said = np.zeros(5, np.int64)
    first = last = 0
    for tone in pieces[:count]:
        said[tone] += 1
        if tone:
            first, last = first or tone, tone
    if not first:
        pieces[0] = 8 + 2 * (most + 1)
        return 1
    pieces[0], pieces[1] = first - 1, 4 + last - 1
    for tone in range(2):
        pieces[2 + tone] = 8 + tone * (most + 1) + min(most, said[1 + tone])
    return 4
