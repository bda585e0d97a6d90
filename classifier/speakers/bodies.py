"""Bodies in full: «الحركة» alone means the one that the article names elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field

from classifier.function_words import (
    ADVERB,
    BREAK,
    IN_PLACE,
    OFFICE_LINK,
    ON,
    REALM,
    RELATIVE,
    SPEECH,
    THAT,
)
from classifier.names import Known, NamePhrase, Range, split_name
from classifier.names.strangers import DEFINITE, is_bare_body
from classifier.speakers.voice import label_of
from classifier.states import state_of
from classifier.vocabulary import kinds, places
from classifier.words import COMMAS, Words

#: The longest name of a body, in words.
_LONGEST = 6
#: How many mentions of its kind are looked at for a body's full name.
_MOST_MENTIONS = 20
#: Prefixes and the ending that a noun of the kind may bear.
_ATTACHED = ("و", "ل", "ب")
#: In a title the name ends where a clause begins that no list may know: longer ones are none.
_LONGEST_IN_TITLE = 4
_MARKS = frozenset('«»"“”:')
_ENDS = COMMAS | frozenset(".:؛()")
_NO_SIDE = THAT | ON | {"الي"}
_SIGNS = frozenset('«»"“”()')
_ADJECTIVES = ("ي", "يه", "يون", "يين")
NAMED_IN_FULL = frozenset(("body", "document"))


@dataclass(slots=True)
class Bodies:
    """The bodies and documents of an article and its title, by the noun that tells their kind.

    >>> words = Words.of("وقالت الحركة إن … وتأسست حركة الماء العربية قبل عام")
    >>> words.spelled(*Bodies(words, {}).named_in_full("حركه"))
    'حركة الماء العربية'
    """

    words: Words
    known: Known
    title: str = ""
    _found: dict[str, Range | None] = field(default_factory=dict)
    _in_title: Bodies | None = None

    def named_in_full(self, head: str) -> Range | None:
        """Where the article first names a body or a document of this kind in full."""
        if head not in self._found:
            shapes = {head, head + "ا", *(prefix + head for prefix in _ATTACHED)}
            places = [at for at, token in enumerate(self.words.word) if token in shapes]
            named = map(self._full_name, places[:_MOST_MENTIONS])
            self._found[head] = next((place for place in named if place), None)
        return self._found[head]

    def label(self, head: str) -> str:
        """The full name of a body of this kind, as text or title spell it; else empty.

        >>> Bodies(Words.of("وقالت الحركة إن …"), {}, "حركة الماء ترفض العرض").label("حركه")
        'حركة الماء'
        """
        place = self.named_in_full(head) or self._told_more(head)
        if place is not None:
            return label_of(self.words, place)
        if not self.title:
            return ""
        if self._in_title is None:
            self._in_title = Bodies(Words.of(self.title), {})
        words, place = self._in_title.words, self._in_title.named_in_full(head)
        if place is None or not _is_whole(words.word[place[0] : place[1]]):
            return ""
        return label_of(words, place)

    def _told_more(self, head: str) -> Range | None:
        """«المرصد»: the longest name that goes on from it («المرصد السوري»), if it is the only."""
        word = self.words.word
        places = [at for at, token in enumerate(word) if token == "ال" + head][:_MOST_MENTIONS]
        found = (place for place in map(self._full_name, places) if place)
        named = [place for place in found if _is_of_it(word[place[0] : place[1]])]
        longest = max(named, key=lambda place: place[1] - place[0], default=None)
        if longest is None:
            return None
        whole = word[slice(*longest)]
        same = all(whole[: end - begin] == word[begin:end] for begin, end in named)
        return longest if same else None

    def _full_name(self, at: int) -> Range | None:
        end = min(len(self.words), at + _LONGEST)
        word = self.words.word
        ends = (
            stop
            for stop in range(at + 1, end)
            if _ends_name(word[stop])
            or (word[stop] in BREAK and not SPEECH.isdisjoint(word[stop + 1 : stop + 2]))
        )
        end = next(ends, end)
        phrase = split_name(self.words, at, end, self.known)
        if phrase.kind not in NAMED_IN_FULL or phrase.name is None:
            return None
        return phrase.name if phrase.name[1] > phrase.name[0] + 1 else None


def side_end(words: Words, phrase: NamePhrase) -> int:
    """Where the words end that may tell the side of a body or a source: before another noun.

    >>> words = Words.of("المسؤولون في الحركة وزارة المياه")
    >>> side_end(words, NamePhrase((0, 1), None, "group", (0, 5)))
    3
    >>> words = Words.of("مصادر «حركة النهر» على كلام الوزير")
    >>> side_end(words, NamePhrase((0, 5), None, "group", (0, 8)))
    5
    """
    word, at = words.word, phrase.name[1] if phrase.name else phrase.whole[1]
    while at < phrase.whole[1]:
        token, before = word[at], word[at - 1]
        if token in _NO_SIDE:
            break
        linked = token in OFFICE_LINK or before in OFFICE_LINK or token in _SIGNS
        told = token.startswith(DEFINITE) or token.endswith(_ADJECTIVES) or bool(state_of(token))
        named = is_bare_body(before) or before in _SIGNS or before in places()
        common = "common" in kinds(before) and not before.startswith(DEFINITE)  # «إقليم ⟨كردستان⟩»
        if not (linked or told or named or common):
            break
        at += 1
    if phrase.kind == "body" and at == phrase.whole[1]:
        at += _seat(word, at)  # «وزارة الداخلية ⟨في البحرين⟩»
    return max(at, phrase.whole[0])


def _seat(word: list[str], at: int) -> int:
    """How many words tell the state a body sits in: «في مملكة البحرين»; 0 where none do."""
    place = at + 1
    if place >= len(word) or word[at] not in IN_PLACE:
        return 0
    place += word[place] in REALM and place + 1 < len(word)
    return place + 1 - at if state_of(word[place]) else 0


def _is_of_it(name: list[str]) -> bool:
    """Whether an adjective goes on with a definite noun: «المرصد السوري», «الحركة الوطنية»."""
    head, told = name[:2]
    agrees = told.startswith("ال") and told.endswith("ه") == head.endswith("ه")
    return agrees and _MARKS.isdisjoint(name)


def _ends_name(token: str) -> bool:
    """A sign, or a noun with a pronoun: «لقي رجال شرطة ⟨حتفهم⟩»."""
    if token in THAT or token in RELATIVE or token in ADVERB:
        return True
    return token in _ENDS or (token.endswith(("هم", "ها")) and not kinds(token))


def _is_whole(name: list[str]) -> bool:
    """Whether a name from a title is one: «جامعة الأمير …» and «مقاومة … تصد هجمات» are not."""
    if len(name) > _LONGEST_IN_TITLE or not _MARKS.isdisjoint(name):
        return False
    return "honorific" not in kinds(name[-1]) or name[-1].endswith("ين")
