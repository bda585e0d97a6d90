"""Which quotes teach and which judge: what belongs together is never parted.

Quotes belong together when they come from one article or are nearly the same text (names of the
speaker and the party and all numbers masked). `random_folds` deals such clusters out at random;
`topic_folds` keeps whole topics together too, which tells how a model fares on a dispute that it
was not taught. Both are the same on every machine.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from classifier.arabic import fold
from training.quotes import Quote

#: Two texts are near-duplicates when they share this much (Jaccard) of their word triples. No two
#: of the 5,816 first embedded quotes reach even 0.3, so 0.5 takes twins and no mere relatives.
NEAR = 0.5
_SHINGLE = 3
#: A triple that so many texts hold («وقال المتحدث باسم») names no twin.
_COMMON = 60
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+")


def skeleton(quote: Quote) -> tuple[str, ...]:
    """The folded words of a quote with its names and numbers masked.

    >>> text = "قال باسل النجار إن 12 وفدا وصلت"
    >>> quote = Quote(text, {"stance": "neutral"}, speaker="باسل النجار")
    >>> " ".join(skeleton(quote))
    'قال _ _ ان 0 وفدا وصلت'
    """
    masked = set(_WORD.findall(fold(f"{quote.speaker} {quote.party}")))
    words = _WORD.findall(_NUMBER.sub("0", fold(quote.text).lower()))
    return tuple("_" if word in masked else word for word in words)


def _shingles(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    size = min(_SHINGLE, max(len(words), 1))
    return frozenset(tuple(words[at : at + size]) for at in range(len(words) - size + 1))


def near_duplicates(quotes: Sequence[Quote]) -> list[tuple[int, int]]:
    """Pairs of places (first < second) whose skeletons share `NEAR` of their word triples."""
    sets = [_shingles(skeleton(quote)) for quote in quotes]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    pairs: list[tuple[int, int]] = []
    for place, own in enumerate(sets):
        shared: Counter[int] = Counter()
        for shingle in own:
            known = holders[shingle]
            if len(known) < _COMMON:
                shared.update(known)
                known.append(place)
        for other, count in sorted(shared.items()):
            # `count` may miss common triples, so it only nominates
            if count * 3 >= NEAR * min(len(own), len(sets[other])):
                union = len(own | sets[other])
                if union and len(own & sets[other]) >= NEAR * union:
                    pairs.append((other, place))
    return pairs


def near_across(taught: Sequence[Quote], judged: Sequence[Quote]) -> list[tuple[int, int]]:
    """Pairs (place among `taught`, place among `judged`) that are near-duplicates."""
    own = [_shingles(skeleton(quote)) for quote in judged]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, shingles in enumerate(own):
        for shingle in shingles:
            holders[shingle].append(place)
    pairs: list[tuple[int, int]] = []
    for first, quote in enumerate(taught):
        shingles = _shingles(skeleton(quote))
        shared = Counter(place for one in shingles for place in holders.get(one, ()))
        pairs += [
            (first, place)
            for place, count in sorted(shared.items())
            if count >= NEAR * len(shingles | own[place])
        ]
    return pairs


def clusters(quotes: Sequence[Quote], pairs: Iterable[tuple[int, int]] | None = None) -> list[int]:
    """The cluster of each quote: the place of the first quote that belongs with it."""
    root = list(range(len(quotes)))

    def find(place: int) -> int:
        while root[place] != place:
            root[place] = root[root[place]]
            place = root[place]
        return place

    articles: dict[str, int] = {}
    links = list(near_duplicates(quotes) if pairs is None else pairs)
    for place, quote in enumerate(quotes):
        if quote.article_id:
            links.append((articles.setdefault(quote.article_id, place), place))
    for one, other in links:
        low, high = sorted((find(one), find(other)))
        root[high] = low
    return [find(place) for place in range(len(quotes))]


def random_folds(groups: Sequence[int], folds: int = 5, seed: int = 0) -> list[int]:
    """The fold of each quote, its cluster dealt out by a hash of place and seed."""
    return _deal({group: str(group) for group in groups}, groups, folds, seed)


def topic_folds(
    quotes: Sequence[Quote], groups: Sequence[int], folds: int = 5, seed: int = 0
) -> list[int]:
    """The fold of each quote, its whole topic in one fold; without a topic its cluster.

    A twin in another topic is taken along with the cluster's first quote, so no cluster is parted.
    """
    topics = {
        group: f"topic {quotes[group].topic}" if quotes[group].topic else str(group)
        for group in groups
    }
    return _deal(topics, groups, folds, seed)


def _deal(names: Mapping[int, str], groups: Sequence[int], folds: int, seed: int) -> list[int]:
    """Give each named bunch of clusters to the fold that holds least, the largest first."""
    sizes = Counter(names[group] for group in groups)
    load = [0] * folds
    fold_of: dict[str, int] = {}
    for name in sorted(sizes, key=lambda name: (-sizes[name], _lot(name, seed))):
        lightest = load.index(min(load))
        fold_of[name] = lightest
        load[lightest] += sizes[name]
    return [fold_of[names[group]] for group in groups]


def _lot(name: str, seed: int) -> str:
    return hashlib.sha256(f"{seed}:{name}".encode("utf-8", "surrogatepass")).hexdigest()
