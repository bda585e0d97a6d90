"""Who speaks: from the words before and behind a cue to one voice of the article.

A `Memory` keeps the voices heard so far. A full name makes a voice; a surname, an office
(«الوزير المصري»), a definite noun («المصدر») or a mere verb («وأضاف») finds the one it means.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from classifier.arabic import fold
from classifier.cues import Cue
from classifier.names import NamePhrase, full_names, key, split_name
from classifier.parties import home_of, party_of
from classifier.records import Speaker
from classifier.sentences import Words
from classifier.vocabulary import bare, vocabulary

_KINDS = {"media": "body"}
#: How many voices back a verb without a subject may reach.
_REACH = 4
#: How far behind an office its holder's name is looked for, in words.
_APPOSITION = 6
#: The longest office taken along with a name, in words.
_OFFICE = 10


@dataclass(slots=True, eq=False)
class Voice:
    """A speaker of this article, as far as it has told.

    Fields:
        label: the name as written; `keys`: its words, comparable (see `names.key`).
        role, role_keys: the same for the office.
        feminine, plural: as the verbs behind its name agreed.
        context: the words around its name, where the side spoken for may stand.
    """

    label: str
    keys: frozenset[str]
    kind: str
    place: tuple[int, int] | None = None
    role: str = ""
    role_keys: frozenset[str] = frozenset()
    feminine: bool = False
    plural: bool = False
    context: str = ""


@dataclass(slots=True)
class Memory:
    """The voices of one article, the one that spoke last at the end."""

    words: Words
    raw: Callable[[int, int], str]
    date: str = ""
    voices: list[Voice] = field(default_factory=list)
    known: dict[str, tuple[int, int]] = field(default_factory=dict)
    home: str | None = None

    def __post_init__(self) -> None:
        self.known = full_names(self.words)

    def phrase(
        self, begin: int, end: int, limit: int | None = None, loose: bool = True
    ) -> NamePhrase | None:
        """The name phrase of the tokens `begin` to `end`, or None where no name stands.

        An office may have its holder behind it, up to `limit`.
        """
        begin, end = self._trim(begin, end)
        if begin >= end:
            return None
        phrase = split_name(self.words, begin, end, self.known, loose)
        if phrase.kind == "unknown" and self._attached(begin):
            return None
        if phrase.kind == "anonymous" and self.words.word[begin] in ("احد", "احدي"):
            named = self._apposition(NamePhrase(None, (begin, end), "person"), end, limit)
            phrase = named if named.name is not None else phrase
        if phrase.name is None and phrase.role is not None:
            phrase = self._apposition(phrase, end, limit)
        elif phrase.role is not None and phrase.role[0] < (phrase.name or (0, 0))[0]:
            phrase = self._sure_apposition(phrase, end, limit)
        return replace(phrase, whole=(begin, end))

    def _attached(self, place: int) -> bool:
        """Whether an unknown word begins with an attached preposition: «لموقعنا», «بدقائق»."""
        word = self.words.word[place]
        return word.startswith(("لل", "بال")) or (word[0] in "بل" and len(word) > 4)

    def holder(self, begin: int, end: int) -> Voice | None:
        """The first person surely named among the tokens `begin` to `end`, as their subject.

        For verbs without a subject in a sentence that names one: «وعاد فلان فأكد …».
        """
        word, vocab = self.words.word, vocabulary()
        for at in range(begin, end):
            if word[at] not in vocab.given and word[at] not in self.known:
                alone = word[at - 1] not in vocab.preposition and word[at - 1] != "ومن"
                if at <= begin + 1 and alone and vocab.kinds(word[at]) & {"anonymous", "group", "body"}:
                    phrase = self.phrase(at, min(end, at + 6))
                    if phrase is not None and phrase.kind in ("anonymous", "group", "body"):
                        return self.voice(phrase)
                continue
            front = at
            while front > begin and (vocab.kinds(word[front - 1]) or word[front - 1].startswith("ال")):
                front -= 1
            before = word[front - 1] if front > begin else ""
            if before in vocab.preposition and before not in vocab.contrast and before not in vocab.negation or word[front][0] in "بل" and front < at:
                return None
            phrase = self.phrase(front, min(end, at + 4))
            return self.voice(phrase) if phrase is not None and phrase.kind == "person" else None
        return None

    def hear(self, voice: Voice | None, cue: Cue | None, named: bool) -> None:
        """Remember that `voice` spoke; a verb behind a named subject tells its gender."""
        if voice is None:
            return
        if named and cue is not None and cue.shape in ("past", "present"):
            voice.feminine = cue.feminine
            voice.plural = cue.plural or voice.plural
        if voice in self.voices:
            self.voices.remove(voice)
        elif voice.kind == "person" and voice.place and voice.place[1] - voice.place[0] > 1:
            # a name that no list knew: its last word is known from here on
            self.known.setdefault(self.words.word[voice.place[1] - 1], voice.place)
        self.voices.append(voice)

    def last(self, cue: Cue | None) -> Voice | None:
        """The speaker of a verb without a subject: the last voice that agrees with it."""
        if not self.voices:
            return None
        if cue is not None and cue.shape != "noun":
            for voice in reversed(self.voices[-_REACH:]):
                number = not cue.plural or voice.plural or voice.kind in ("group", "anonymous", "body")
                if voice.feminine == cue.feminine and number:
                    return voice
        return self.voices[-1]

    def guest(self, before: int) -> Voice | None:
        """Whom an interview questions: the last voice heard, else the first full name told."""
        if self.voices:
            return self.voices[-1]
        asking = vocabulary().conversation
        places = sorted(
            place
            for place in self.known.values()
            if place[0] < before and asking.isdisjoint(self.words.word[max(0, place[0] - 2) : place[0]])
        )
        if not places:
            return None
        return Voice(self._label(places[0]), self._keys(places[0]), "person", places[0])

    def speaker(self, voice: Voice | None, order: str) -> Speaker:
        """The record of a voice, as it stands now."""
        if voice is None:
            return Speaker()
        begin, end = voice.place or (None, None)
        side = party_of(voice.label, voice.role or voice.context, voice.kind, self.date, self._home)
        return Speaker(
            party=side.party,
            canonical=side.canonical,
            name=voice.label, role=voice.role, kind=_KINDS.get(voice.kind, voice.kind), attribution=order, start=begin, end=end
        )

    def voice(self, phrase: NamePhrase, goes_on: bool = False) -> Voice:
        """The voice that a name phrase means: one heard before, or a new one.

        `goes_on`: the verb goes on with a speech («وأضاف»), so that an office not heard before is
        another name of the last speaker.
        """
        word = self.words.word
        role_keys = self._keys(phrase.role)
        role = self.raw(*phrase.role) if phrase.role else ""
        if phrase.name is None:
            return self._by_role(role, role_keys, goes_on)
        place = phrase.name
        keys = self._keys(place)
        if phrase.kind not in ("person", "unknown"):
            earlier = self._by_head(word[place[0]], keys)
            if earlier is not None:
                return earlier
            voice = Voice(self._label(place), keys, phrase.kind, place)
            voice.context = self.raw(*phrase.whole)
            return voice
        pair = self._pair(place)
        if pair is not None:
            return pair
        for voice in reversed(self.voices):
            if voice.keys and (keys <= voice.keys or voice.keys <= keys) and voice.kind in ("person", "unknown"):
                if len(keys) > len(voice.keys):
                    voice.label, voice.keys, voice.place = self._label(place), keys, place
                voice.kind = "person" if phrase.kind == "person" else voice.kind
                voice.role = voice.role or role
                voice.role_keys |= role_keys
                return voice
        if place[1] - place[0] == 1:
            place = self.known.get(word[place[0]], place)
            keys = self._keys(place)
        if not role:
            office = self._office(place)
            role, role_keys = (self.raw(*office), self._keys(office)) if office else ("", role_keys)
        return Voice(self._label(place), keys, phrase.kind, place, role, role_keys)

    def _office(self, place: tuple[int, int]) -> tuple[int, int] | None:
        """The office beside a name where the article gives it in full, before or behind it."""
        word, vocab = self.words.word, vocabulary()
        begin = place[0]
        while begin > 0 and place[0] - begin < _OFFICE and (
            vocab.kinds(word[begin - 1]) or word[begin - 1].startswith(("ال", "لل"))
        ):
            begin -= 1
        while begin < place[0] and not vocab.kinds(word[begin]) & {"role", "honorific"}:
            begin += 1
        if begin < place[0] and word[begin][0] not in "بل":
            return (begin, place[0])
        at = place[1]
        if at + 1 < len(word) and word[at] in "،,":
            at += 1
        elif at >= len(word) or "role" not in vocab.kinds(word[at]):
            return None
        if at >= len(word) or not vocab.kinds(word[at]) & {"role"} or word[at][0] in "وبل":
            return None
        end = at
        while end < len(word) and end - at < _OFFICE and word[end] not in "،,.:؛()«\"" and word[end] not in vocab.that:
            if word[end] in vocab.cues or word[end] in vocab.relative:
                break
            end += 1
        return (at, end) if end > at else None

    def _pair(self, place: tuple[int, int]) -> Voice | None:
        """«الجبير ولافروف»: both full names, joined."""
        word = self.words.word
        last = word[place[1] - 1]
        if place[1] - place[0] < 2 or last[0] != "و" or last[1:] not in self.known:
            return None
        first = self.known.get(word[place[0]], (place[0], place[1] - 1))
        second = self.known[last[1:]]
        label = f"{self._label(first)} و{self._label(second)}"
        return Voice(label, self._keys(first) | self._keys(second), "group", place, plural=True)

    def _label(self, place: tuple[int, int]) -> str:
        label = self.raw(*place)
        first = self.words.word[place[0]]
        if first.startswith("لل") and vocabulary().kinds(first):
            return "ال" + label[2:]
        if first[0] in "لب" and first not in vocabulary().nouns and vocabulary().kinds(first):
            return label[1:]
        return label

    def _keys(self, place: tuple[int, int] | None) -> frozenset[str]:
        if place is None:
            return frozenset()
        vocab = vocabulary()
        tokens = self.words.word[place[0] : place[1]]
        return frozenset(
            key(token[1:] if token[0] in "لب" and token not in vocab.nouns and vocab.kinds(token) else token)
            for token in tokens
            if token not in vocab.name_links and token not in vocab.preposition
        )

    def _by_role(self, role: str, role_keys: frozenset[str], goes_on: bool) -> Voice:
        """The holder of an office: the voice whose office or name covers most of its words."""
        honorific = {key for key in role_keys if vocabulary().kinds(key) == {"honorific"}}
        wanted = frozenset(_gendered(one) for one in role_keys - honorific)
        for voice in reversed(self.voices):
            held = frozenset(_gendered(one) for one in voice.role_keys | voice.keys)
            missing = len(wanted - held)
            if missing == 0 or (len(wanted) >= 4 and missing * 3 <= len(wanted)):
                return voice
        last = self.voices[-1] if self.voices else None
        definite = role.startswith("ال") or bool(honorific)
        bare_office = len(wanted) <= 4 and definite and not home_of(fold(role).split(), least=1)
        if last is not None and last.kind == "person" and (goes_on or bare_office):
            return last
        return Voice(role, role_keys, "person", None, "", role_keys)

    def _by_head(self, head: str, keys: frozenset[str]) -> Voice | None:
        """«المصدر»، «الوزارة»: the last voice whose name holds the same noun."""
        if not head.startswith("ال"):
            for voice in reversed(self.voices):
                if voice.keys == keys and voice.kind in ("body", "metonym"):
                    return voice
            return None
        for voice in reversed(self.voices):
            if voice.kind not in ("person", "unknown") and keys <= voice.keys | {"نفس"}:
                return voice
            if head in ("البيان", "البلاغ") and len(keys) == 1 and voice is self.voices[-1] and voice.kind == "body":
                return voice
            if voice.kind == "media" and head in vocabulary().relays:
                return voice
        return None

    def _home(self) -> str:
        """The state that the article speaks of most: whose «وزير» stands without a nationality."""
        if self.home is None:
            self.home = home_of(self.words.word)
        return self.home

    def _trim(self, begin: int, end: int) -> tuple[int, int]:
        word, vocab = self.words.word, vocabulary()
        while begin < end and (word[begin] in vocab.time or word[begin] in vocab.before_name):
            begin += 1
        while end > begin and (word[end - 1] in vocab.time or word[end - 1] in vocab.before_name or word[end - 1] in "،,-–:("):
            end -= 1
        return begin, end

    def _sure_apposition(self, phrase: NamePhrase, end: int, limit: int | None) -> NamePhrase:
        """A name of unknown words inside an office gives way to a given name behind the comma."""
        word, vocab = self.words.word, vocabulary()
        begin = (phrase.name or (0, 0))[0]
        if word[begin] in vocab.given or word[begin] in self.known or end >= len(word) or word[end] not in "،,":
            return phrase
        other = self._apposition(NamePhrase(None, (phrase.role or (0, 0))[:1] + (end,), "person"), end, limit)
        return other if other.name is not None and word[other.name[0]] in vocab.given else phrase

    def _apposition(self, phrase: NamePhrase, end: int, limit: int | None) -> NamePhrase:
        """The holder's name behind the office: «الناطق باسم الرئاسة، ديمتري بيسكوف، إن»."""
        word, vocab = self.words.word, vocabulary()
        last = min(len(word), end + 2 + _APPOSITION if limit is None else min(limit, end + 8))
        at = end
        if at < last and word[at] == "(":
            while at < last and word[at] != ")":
                at += 1
            at += 1
        if at < last and word[at] in "،,":
            at += 1
        stop = at
        while stop < last and word[stop] not in "،,:.«\"(" and word[stop] not in vocab.stops:
            stop += 1
        if not 1 <= stop - at <= 5 or word[at] in vocab.cues or vocab.kinds(word[at]) & {"common", "body", "document", "event"}:
            return phrase
        named = split_name(self.words, at, stop, self.known)
        if named.name is None or named.kind not in ("person", "unknown") or word[at][0] in "بل":
            return phrase
        if named.kind == "unknown" and (at == end or word[at].startswith("ال")):
            return phrase
        return NamePhrase(named.name, phrase.role, "person")


def _gendered(word: str) -> str:
    """A key without the feminine ending, so that الأمريكية and الأمريكي meet."""
    return bare(word).removesuffix("ه").removesuffix("ي")
