"""Whom an office means: the one whom the article names with it, before he is heard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from classifier.cues import cue_forms
from classifier.function_words import ADVERB, COUNTERPART, FORMER, OBJECT, OF_ANOTHER, THAT
from classifier.names import Known, Range, key
from classifier.names.persons import TITLES
from classifier.names.strangers import is_first_name, may_be_name
from classifier.speakers.offices import is_held, is_other_head, office_beside
from classifier.speakers.voice import gendered, keys_of
from classifier.states import state_of
from classifier.vocabulary import given_names, is_verbal_noun, kinds
from classifier.words import COMMAS, Words

#: How far behind an office the name in commas stands that is its holder's, in words.
_REACH = 12
#: How many full names of an article are looked at: several times those of the longest real one.
_MOST_NAMES = 256
_FORMER = gendered(map(key, FORMER))
_COUNTERPART = gendered(map(key, COUNTERPART))
#: How far into an article the first name before a surname is looked for, in words.
_MOST_WORDS = 2000
_ENDS = frozenset('.:؛«»"')


class _Held(NamedTuple):
    """A full name, the office beside it, the words of the office comparable, and its head."""

    place: Range
    office: Range
    keys: frozenset[str]
    head: str


@dataclass(slots=True)
class Holders:
    """The offices of an article, each with the full name that stands beside it.

    >>> words = Words.of("التقى وزير النقل سالم الحربي الوفد، وقال وزير النقل إن")
    >>> holders = Holders(words, {"الحربي": (3, 5)})
    >>> holders.of((8, 10)), holders.of((1, 2))
    (((3, 5), (1, 3)), ((3, 5), (1, 3)))
    """

    words: Words
    known: Known
    _held: list[_Held] | None = None
    _begun: dict[int, Range] | None = None

    def of(self, office: Range) -> tuple[Range, Range] | None:
        """The full name of the holder of an office and the office as told beside it.

        None where nobody or one of several may be meant.

        Of several that bear it the last named before the office is meant, if the office tells a
        state; else none.
        """
        word = self.words.word
        apposed = self._apposed(office)
        if apposed is not None:
            return apposed, office
        wanted = gendered(keys_of(self.words, office))
        head = _head(word, office)
        if not head or not wanted:
            return None
        fit = [
            (one.place, one.office)
            for one in self._offices()
            if wanted <= one.keys
            and _FORMER & one.keys <= wanted
            and one.head == head
            and not is_other_head(word[slice(*office)], word[slice(*one.office)])
        ]
        persons = {frozenset(map(key, word[begin:end])) for (begin, end), _ in fit}
        if len(persons) > 1 and not any(map(state_of, word[office[0] : office[1]])):
            return None
        before = [one for one in fit if one[0][0] < office[0]]
        return before[-1] if before else next(iter(fit), None)

    def whole(self, place: Range, titled: bool) -> Range:
        """The full name behind a single one, that a given name begins or that a surname ends."""
        if place[1] - place[0] > 1:
            return place
        if self.words.word[place[0]] in given_names():
            return self.begun(place, titled)
        return self._surnamed(place)

    def _surnamed(self, place: Range) -> Range:
        """«المدافع الإيطالي ⟨تياغو⟩ موتا»: the first name that no list knows, told elsewhere.

        What may be one stands between a title and the surname, or before it and an office.
        """
        word, at = self.words.word, place[0]
        token, end = word[at], min(len(word) - 2, _MOST_WORDS)
        if not may_be_name(token):
            return place
        seen = 2
        while token in word[seen:end]:
            seen = word.index(token, seen, end)
            first, before, behind = word[seen - 1], word[seen - 2], word[seen + 1]
            titled = bool(kinds(before) & TITLES) or (before.startswith("ال") and state_of(before))
            office = before not in _ENDS and "role" in kinds(word[seen + 1 + (behind in COMMAS)])
            held = is_held(word, (seen - 1, seen + 1))
            sure = titled or held or (office and not token.startswith("ال") and first[0] != "ي")
            if sure and is_first_name(first) and not self.words.is_owned(seen - 1):
                return (seen - 1, seen + 1)
            seen += 1
        return place

    def begun(self, place: Range, titled: bool) -> Range:
        """«الأمير ⟨ناصر⟩»: the longest full name that a given name begins, if all are one's.

        Without a title (`titled`) it must end on a definite word, which is no object.

        >>> words = Words.of("التقى الأمير ناصر بن فهد الوفد، وقال الأمير ناصر إن")
        >>> Holders(words, {"فهد": (2, 5)}).begun((9, 10), True)
        (2, 5)
        """
        word, (at, stop) = self.words.word, place
        behind = "".join(word[stop : stop + 1])
        if behind.startswith("ال"):
            return place
        fit = [one for one in self._starts().values() if word[one[0]] == word[at]]
        longest = max(fit, key=lambda one: one[1] - one[0], default=place)
        whole, last = set(word[slice(*longest)]), word[longest[1] - 1]
        sure = last.startswith("ال") or last in given_names() or (titled and last[-1] != "ا")
        same = all(whole.issuperset(word[slice(*one)]) for one in fit)
        other = last in OBJECT or last.startswith("بال") or is_verbal_noun(last)
        return longest if same and sure and not other else place

    def _starts(self) -> dict[int, Range]:
        """The full names of the article by their first tokens."""
        if self._begun is None:
            self._begun = {place[0]: place for place in self.known.values()}
        return self._begun

    def _offices(self) -> list[_Held]:
        if self._held is None:  # once an article: the work must not grow with offices times names
            self._held = list(self._read())
        return self._held

    def _read(self) -> Iterator[_Held]:
        word, before = self.words.word, None
        for place in sorted(set(self.known.values()))[:_MOST_NAMES]:
            office = office_beside(self.words, place)
            if office is None or word[office[0] - 1] in OF_ANOTHER:
                continue
            keys = gendered(keys_of(self.words, office))
            held = _Held(place, office, keys, _head(word, office))
            if before is not None and held.head in _COUNTERPART:
                # «التقى الرئيس المصري … ⟨نظيره⟩ التونسي …»: the same office of another state
                same = {key(one) for one in word[slice(*before.office)] if not state_of(one)}
                held = _Held(place, office, keys | gendered(same), before.head)
            before = held
            yield held

    def _apposed(self, office: Range) -> Range | None:
        """The holder of an office who is named further behind.

        «عضو الهيئة الوطنية للرقابة على تنفيذ الاتفاق، ⟨سالم الحربي⟩، …», «صاحب الحملة التي تعرضت
        لحادث فجر الخميس ⟨سالم الحربي⟩ إن»
        """
        word, forms = self.words.word, cue_forms()
        for at in range(office[1], min(len(word), office[1] + _REACH)):
            token = word[at]
            place = self._starts().get(at + (token in COMMAS))
            behind = word[place[1]] if place is not None and place[1] < len(word) else ""
            if token in COMMAS:
                return place if behind in COMMAS else None
            if behind in THAT and (word[at - 1] in ADVERB or word[at - 1].startswith("ال")):
                return None if kinds(word[at - 1]) & TITLES else place
            if token in _ENDS or token in forms:
                return None
        return None


def _head(word: list[str], office: Range) -> str:
    """The first word of an office behind its honorifics, comparable."""
    for token in word[office[0] : office[1]]:
        if kinds(token) != {"honorific"}:
            return next(iter(gendered([key(token)])), "")
    return ""
