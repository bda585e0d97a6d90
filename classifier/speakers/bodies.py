"""Bodies in full: «الحركة» alone means the one that the article names elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field

from classifier.names import Known, Range, split_name
from classifier.words import Words

#: The longest name of a body, in words.
_LONGEST = 6
#: How many mentions of its kind are looked at for a body's full name.
_MOST_MENTIONS = 20
#: Prefixes and the ending that a noun of the kind may bear.
_ATTACHED = ("و", "ل", "ب")
NAMED_IN_FULL = frozenset(("body", "document"))


@dataclass(slots=True)
class Bodies:
    """The bodies and documents of an article, by the noun that tells their kind.

    >>> words = Words.of("وقالت الحركة إن … وتأسست حركة الماء العربية قبل عام")
    >>> words.spelled(*Bodies(words, {}).named_in_full("حركه"))
    'حركة الماء العربية'
    """

    words: Words
    known: Known
    _found: dict[str, Range | None] = field(default_factory=dict)

    def named_in_full(self, head: str) -> Range | None:
        """Where the article first names a body or a document of this kind in full."""
        if head not in self._found:
            shapes = {head, head + "ا", *(prefix + head for prefix in _ATTACHED)}
            places = [at for at, token in enumerate(self.words.word) if token in shapes]
            named = map(self._full_name, places[:_MOST_MENTIONS])
            self._found[head] = next((place for place in named if place), None)
        return self._found[head]

    def _full_name(self, at: int) -> Range | None:
        end = min(len(self.words), at + _LONGEST)
        phrase = split_name(self.words, at, end, self.known)
        if phrase.kind not in NAMED_IN_FULL or phrase.name is None:
            return None
        return phrase.name if phrase.name[1] > phrase.name[0] + 1 else None
