"""The voices of one article: who was heard so far, and whom a name or a verb means."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from classifier.arabic import fold
from classifier.cues import Cue
from classifier.function_words import DELEGATION, NAME_LINK
from classifier.names import NamePhrase, Range, full_names, key
from classifier.parties import party_of
from classifier.records import Speaker
from classifier.speakers.bodies import NAMED_IN_FULL, Bodies, side_end
from classifier.speakers.guests import named_guests
from classifier.speakers.holders import Holders
from classifier.speakers.likeness import (
    by_head,
    in_marks,
    is_full,
    is_namesake,
    may_share,
    named_later,
    pair,
)
from classifier.speakers.offices import full_office, is_other_head, is_pointed_at
from classifier.speakers.phrases import read_phrase
from classifier.speakers.voice import Voice, gendered, keys_of, label_of
from classifier.states import home_of, state_of
from classifier.vocabulary import kinds
from classifier.words import Words

#: How many voices back a verb without a subject may reach.
_REACH = 4
#: How many voices are remembered: ten times those of the longest real article; a bound, so that
#: the work grows with the length of the text and no faster.
_MOST_VOICES = 64
_WORD = re.compile(r"\w+")
#: How much of what stands before an article's first word may name its place, in letters.
_DATELINE = 60
_PERSONS = frozenset(("person", "unknown"))
_BODIES = frozenset(("body", "metonym"))


@dataclass(slots=True)
class Memory:
    """The voices of one article, the one that spoke last at the end.

    Fields:
        words, date, title: of the article.
        passed: the tokens of the sentences since the last one in which somebody spoke.
        known: its surnames, each with the tokens of the full name.

    >>> memory = Memory(Words.of("قال رئيس الوفد سالم الحربي إن … وأضاف الحربي أن"))
    >>> voice = memory.voice(memory.phrase(1, 5))
    >>> memory.hear(voice, None, True)
    >>> memory.voice(memory.phrase(8, 9)) is voice, memory.last(None) is voice
    (True, True)
    """

    words: Words
    date: str = ""
    voices: list[Voice] = field(default_factory=list)
    known: dict[str, Range] = field(default_factory=dict)
    title: str = ""
    passed: list[Range] = field(default_factory=list)
    _home: str | None = None
    _bodies: Bodies = field(init=False, repr=False)
    _holders: Holders = field(init=False, repr=False)
    _phrases: dict[tuple[int, int, int | None, bool, int], NamePhrase | None] = field(
        default_factory=dict
    )

    def __post_init__(self) -> None:
        self.known = full_names(self.words)
        self._bodies = Bodies(self.words, self.known, self.title)
        self._holders = Holders(self.words, self.known)

    def phrase(
        self, begin: int, end: int, limit: int | None = None, loose: bool = True
    ) -> NamePhrase | None:
        """The name phrase of the tokens `begin` to `end`, or None where no name stands.

        An office may have its holder behind it, up to `limit`; for `loose` see `split_name`.
        """
        asked = (begin, end, limit, loose, len(self.known))  # the answer hangs on nothing else
        if asked not in self._phrases:
            self._phrases[asked] = read_phrase(self.words, (begin, end), limit, loose, self.known)
        return self._phrases[asked]

    def hear(self, voice: Voice | None, cue: Cue | None, named: bool) -> None:
        """Remember that `voice` spoke; a verb behind a named subject tells its gender."""
        if voice is None:
            return
        if named and cue is not None and cue.finite:
            voice.feminine = cue.feminine
            voice.plural = cue.plural or voice.plural
        if voice in self.voices:
            self.voices.remove(voice)
        elif voice.kind == "person" and voice.place and is_full(voice):
            # a name that no list knew: its last word is known from here on
            self.known.setdefault(self.words.word[voice.place[1] - 1], voice.place)
        self.voices.append(voice)
        del self.voices[:-_MOST_VOICES]

    def last(self, cue: Cue | None) -> Voice | None:
        """The speaker of a verb without a subject: the last voice that agrees with it."""
        if not self.voices:
            return None
        if cue is not None and cue.shape != "noun":
            near = self.voices[: -_REACH - 1 : -1]
            if cue.plural:
                near = sorted(near, key=lambda voice: voice.kind == "body")  # persons first
            agreeing = [voice for voice in near if voice.agrees(cue.feminine, cue.plural)]
            if not cue.plural and self.voices[-1].is_several():  # «وقال» is none of «مواطنون»
                agreeing.sort(key=lambda voice: voice.kind != "person")
            return next(iter(agreeing), self.voices[-1])
        return self.voices[-1]

    def guest(self, introduced: int, before: int) -> Voice | None:
        """Whom an interview questions, which begins at token `before`; see `named_guests`.

        Who surely is the guest, else the last person heard, else who may be.
        """
        sure, others = named_guests(self.words, self.known, self.title, introduced, before)
        heard = [voice for voice in self.voices if voice.kind in _PERSONS]
        if heard and not sure:
            return heard[-1]
        place = next(iter(sure or others), None)
        return self._person(NamePhrase(place, None, "person"), place) if place else None

    def speaker(self, voice: Voice | None, order: str) -> Speaker:
        """The record of a voice, as it stands now; its place in code points of the text.

        The place is that of the fullest name. Where the voice is inherited («وأضاف») or told by
        surname, that stands elsewhere in the article.
        """
        if voice is None:
            return Speaker(attribution="passive") if order == "passive" else Speaker()
        start, end = self.words.offsets(*voice.place) if voice.place else (None, None)
        side = party_of(voice.label, voice.role or voice.context, voice.kind, self.date, self.home)
        return Speaker(
            name=voice.label,
            role=voice.role,
            party=self._in_full(side.party),
            canonical=side.canonical,
            kind="body" if voice.kind == "media" else voice.kind,
            attribution=order,
            start=start,
            end=end,
        )

    def _in_full(self, party: str) -> str:
        """A body named by its kind alone («الحركة»), as the article names it elsewhere in full."""
        head = fold(party)
        if " " in head or not head.startswith("ال") or "body" not in kinds(head):
            return party
        named = self._bodies.label(head[2:])
        if head[2:] not in DELEGATION:
            if not fold(named).startswith("ال"):
                return named or party
            return party_of(named, kind="body", date=self.date, home=self.home).party or named
        whose = party_of(named, kind="body", date=self.date).party if named else self.home()
        return whose or named or party

    def home(self) -> str:
        """The state that the article speaks of most: whose «وزير» stands without a nationality."""
        if self._home is None:
            start = self.words.start[0] if self.words.start else 0
            dateline = self.words.folded.text[max(0, start - _DATELINE) : start]
            around = _WORD.findall(f"{fold(self.title)} {dateline}")
            self._home = home_of(self.words.word + around, least=1)
        return self._home

    def voice(self, phrase: NamePhrase, goes_on: bool = False) -> Voice:
        """The voice that a name phrase means: one heard before, or a new one.

        `goes_on`: the verb goes on with a speech («وأضاف»), so that an office not heard before is
        another name of the last speaker.
        """
        if phrase.name is None:
            return self._holder(phrase.role or phrase.whole, goes_on)
        if phrase.kind in _PERSONS:
            known = self._named_by_office(phrase.name) or pair(self.words, self.known, phrase.name)
            return known or self._person(phrase, phrase.name)
        place = phrase.name
        keys = keys_of(self.words, place)
        head = self.words.word[place[0]]
        earlier = in_marks(phrase, keys, self.voices) or by_head(head, keys, self.voices)
        if earlier is not None:
            return earlier
        if phrase.kind in NAMED_IN_FULL and place[1] - place[0] == 1 and head.startswith("ال"):
            place = self._bodies.named_in_full(head[2:]) or place
            keys = keys_of(self.words, place)
        voice = Voice(label_of(self.words, place), keys, phrase.kind, place)
        end = phrase.whole[1] if phrase.kind == "document" else side_end(self.words, phrase)
        voice.context = self.words.one_line(phrase.whole[0], end)
        return voice

    def _named_by_office(self, place: Range) -> Voice | None:
        """«أمين المدينة»: an office whose first word is a given name, held by one heard before."""
        if place[1] - place[0] != 2 or "role" not in kinds(self.words.word[place[0]]):
            return None
        wanted = gendered(keys_of(self.words, place))
        held = (v for v in reversed(self.voices) if wanted <= gendered(v.role_keys))
        return next(held, None)

    def _person(self, phrase: NamePhrase, place: Range) -> Voice:
        """The person of a name: heard before, under more or fewer names, or a new one."""
        words = self.words
        keys, office = keys_of(words, place), phrase.role
        for voice in reversed(self.voices):
            if voice.kind not in _PERSONS or not voice.keys or is_namesake(words, voice, phrase):
                continue
            if keys <= voice.keys or voice.keys <= keys:
                if len(keys) > len(voice.keys):
                    voice.label, voice.keys, voice.place = label_of(words, place), keys, place
                voice.kind = "person" if phrase.kind == "person" else voice.kind
                voice.role = voice.role or (words.one_line(*office) if office else "")
                voice.role_keys |= keys_of(words, office)
                return voice
        nameless = named_later(words, self.voices, office)
        if office is not None:  # as told with the name here; below, with its full form elsewhere
            office = full_office(words, office, place)
        place = self._in_full_name(place, office is not None)
        office = full_office(words, office, place)
        role = words.one_line(*office) if office else ""
        label, keys = label_of(words, place), keys_of(words, place)
        if nameless is not None:
            nameless.role, nameless.role_keys = nameless.label, nameless.keys
            nameless.label, nameless.keys = label, keys
            nameless.kind, nameless.place = phrase.kind, place
            return nameless
        return Voice(label, keys, phrase.kind, place, role, keys_of(words, office))

    def _in_full_name(self, place: Range, titled: bool) -> Range:
        """«الحربي»، «ولد الشيخ»، «سالم الحربي»: the full name that ends so."""
        word = self.words.word
        if place[1] > place[0] + 2 and word[place[0] + 1] == ".":
            full = self.known.get(word[place[1] - 1])  # «د. الحربي»
            return full if full and place[0] + 3 == place[1] else place
        begin, end = self.known.get(word[place[1] - 1]) or self._holders.whole(place, titled)
        same = word[max(begin, end - place[1] + place[0]) : end] == word[place[0] : place[1]]
        son = word[place[0]] in NAME_LINK and place[1] - place[0] == 2  # «ابن الحربي»
        within = word[begin] == word[place[0]] and set(word[slice(*place)]) < set(word[begin:end])
        return (begin, end) if same or son or within or place[1] - place[0] == 1 else place

    def _holder(self, office: Range, goes_on: bool) -> Voice:
        """The holder of an office: the voice whose office or name covers most of its words."""
        role, role_keys = self.words.one_line(*office), keys_of(self.words, office)
        tokens = self.words.word[slice(*office)]
        honorific = {key for key in role_keys if kinds(key) == {"honorific"}}
        wanted = gendered(role_keys - honorific)
        for voice in reversed(self.voices):
            if voice.kind in _BODIES:
                continue  # «متحدث باسم الحرس» is not «الحرس»
            fits = voice.fits_office(wanted) and not is_other_head(tokens, fold(voice.role).split())
            if fits or is_pointed_at(voice, self.words.word, office[0]):
                return voice
        found = self._holder_at_home(office)
        if found is not None:
            return found
        named = self._holders.of(office)
        if named is not None and len(wanted) > 1:
            return self._person(NamePhrase(named[0], named[1], "person"), named[0])
        last = self.voices[-1] if self.voices else None
        if last is not None and last.kind == "person":
            definite = role.startswith("ال") or bool(honorific)
            state = home_of(fold(role).split(), least=1)
            short = len(wanted) <= 4 and definite and not state and may_share(last, role)
            if short or (goes_on and state in ("", home_of(fold(last.role).split(), least=1))):
                return last
        if named is not None:
            return self._person(NamePhrase(named[0], named[1], "person"), named[0])
        return Voice(role, role_keys, "person", None, "", role_keys)

    def _holder_at_home(self, office: Range) -> Voice | None:
        """«وزير الطاقة المصري», of Egypt's press: the «وزير الطاقة» heard before."""
        tokens = self.words.word[office[0] : office[1]]
        plain = [token for token in tokens if not state_of(token)]
        if not 2 <= len(plain) < len(tokens):
            return None
        home = self.home()
        if not home or {state_of(token) for token in tokens} - {""} != {home}:
            return None
        wanted = gendered(map(key, plain))
        held = (v for v in reversed(self.voices) if v.role_keys and v.fits_office(wanted))
        return next((v for v in held if self.speaker(v, "").party == home), None)
