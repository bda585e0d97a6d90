"""The records of this room: a sentence, and a reporting frame in it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from classifier.cues import Cue
from classifier.marks import OPENERS, Quote, Quotes
from classifier.words import Words

Kind = Literal["verb", "participle", "according", "noun", "label", "relay", "passive", "own-word"]
Opener = Literal["that", "quote", "colon", "preposition", "word"]
Range = tuple[int, int]

#: Quotes up to this many words are names or scare quotes unless a frame points at them.
SCARE = 3
#: What opens what is said beyond doubt.
STRONG = frozenset(("that", "quote", "colon"))
WEAK = frozenset(("preposition", "word"))


class Frame(NamedTuple):
    """One reporting frame of a sentence; places are tokens of the article's `Words`.

    Fields:
        kind: verb, participle, according (بحسب), noun (قوله), label («فلان:»), relay (نقلت عن),
            passive (تم التأكيد), own-word (على حد قوله).
        place, cue_end: the cue's tokens.
        cue: the form found (None for labels and بحسب).
        subject: the tokens where the subject's name may stand, or None.
        content: the token where what is said begins.
        opened_by: what opens it: `that`, `quote`, `colon`, a `preposition` or noun that the verb
            asks for, or a mere `word`.
        before: the subject stands before its verb.
        relative: the verb stands in a relative clause (الذي قال).
        subordinate: the verb hangs on عندما، بعد أن، رغم …
    """

    kind: Kind
    place: int
    cue_end: int
    cue: Cue | None
    subject: Range | None
    content: int
    opened_by: Opener
    before: bool = False
    relative: bool = False
    subordinate: bool = False

    @property
    def strong(self) -> bool:
        """Whether something opens what is said that opens nothing else."""
        return self.opened_by in STRONG

    @property
    def front(self) -> int:
        """Its first token: of the subject that stands before its verb, else of the cue."""
        return self.subject[0] if self.before and self.subject else self.place

    @property
    def prefixed(self) -> bool:
        """Whether its verb bears a leading و or ف."""
        return self.cue is not None and self.cue.prefixed


class Sentence(NamedTuple):
    """A sentence of an article: its tokens, the quotes in it, the surnames known so far."""

    words: Words
    first: int
    last: int
    quotes: Quotes
    known: Mapping[str, Range] = MappingProxyType({})

    def token(self, place: int) -> str:
        """The token at `place`, empty outside the sentence."""
        return self.words.word[place] if self.first <= place < self.last else ""

    def quote_opened(self, place: int) -> Quote | None:
        """The quote that token `place` opens."""
        if self.words.word[place] not in OPENERS:
            return None
        quote = self.quotes.at(place)
        return quote if quote is not None and quote.open == place else None
