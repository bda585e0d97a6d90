"""A voice: one speaker of an article, as far as it has told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from classifier.arabic import fold
from classifier.function_words import BREAK, NAME_LINK
from classifier.names import Range, key
from classifier.vocabulary import bare, is_noun, kinds
from classifier.words import Words


@dataclass(slots=True, eq=False)
class Voice:
    """A speaker of this article, as far as it has told.

    Fields:
        label: the name as written; `keys`: its words, comparable (see `names.key`).
        kind: as in `names.NamePhrase`.
        place: the tokens of the name, where it stands in full; None for offices.
        role, role_keys: the same for the office.
        feminine, plural: as the verbs behind its name agreed.
        context: the words around its name, where the side spoken for may stand.
    """

    label: str
    keys: frozenset[str]
    kind: str
    place: Range | None = None
    role: str = ""
    role_keys: frozenset[str] = frozenset()
    feminine: bool = False
    plural: bool = False
    context: str = ""

    def agrees(self, feminine: bool, plural: bool) -> bool:
        """Whether a verb of this gender and number may speak of it."""
        number = not plural or self.plural or self.kind in ("group", "anonymous", "body")
        return self.feminine == feminine and number

    def is_several(self) -> bool:
        """«مواطنون»: several, who go on with a verb in the plural."""
        several = self.kind in ("group", "anonymous")
        return several and fold(self.label).split()[0].endswith(("ون", "ين"))

    def fits_office(self, wanted: frozenset[str]) -> bool:
        """Whether its office or name covers most of the words of an office (see `gendered`)."""
        held = gendered(self.role_keys | self.keys)
        missing = len(wanted - held)
        # one word in three may be another where the office is told in four or more
        return missing == 0 or (len(wanted) >= 4 and missing * 3 <= len(wanted))


def gendered(keys: Iterable[str]) -> frozenset[str]:
    """Keys without the endings of gender and relation, so that الأمريكية and الأمريكي meet.

    >>> gendered(["الامريكيه"]) == gendered(["امريكي"])
    True
    """
    return frozenset(bare(one).removesuffix("ه").removesuffix("ي") for one in keys)


def label_of(words: Words, place: Range) -> str:
    """A name as written, without the و or the preposition that is attached to it."""
    label = words.one_line(*place)
    first = words.word[place[0]]
    if first.startswith("لل") and kinds(first):
        return "ال" + label[2:]
    return label[1:] if _is_attached(first) else label


def keys_of(words: Words, place: Range | None) -> frozenset[str]:
    """The words of a name, comparable; links, prepositions and initials («د.») left out."""
    if place is None:
        return frozenset()
    tokens = words.word[place[0] : place[1]]
    servant = "عبد" in tokens  # «عبد الله» is one name
    if servant:
        tokens = " ".join(tokens).replace("عبد ", "عبد").split()
    return frozenset(
        key(token[1:] if _is_attached(token) else token)
        for token in tokens
        if len(token) > 1 and token not in NAME_LINK and token not in BREAK
    )


def _is_attached(token: str) -> bool:
    """Whether a noun bears a preposition or و: لوزارة، بوزير، والهيئة."""
    return token[0] in "لبو" and len(token) > 1 and not is_noun(token) and bool(kinds(token))
