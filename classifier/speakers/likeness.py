"""Whether a name or an office may be that of a voice heard before."""

from __future__ import annotations

from classifier.arabic import fold
from classifier.function_words import COMMUNIQUE, ON_BEHALF, ONE_HOLDER, RELAY
from classifier.names import Known, NamePhrase, Range, key
from classifier.speakers.voice import Voice, gendered, keys_of, label_of
from classifier.states import state_of
from classifier.vocabulary import bare, given_names, kinds
from classifier.words import Words

_PERSONS = frozenset(("person", "unknown"))
_BODIES = frozenset(("body", "metonym"))


def is_namesake(words: Words, voice: Voice, phrase: NamePhrase) -> bool:
    """«الملك ناصر», and a minister «ناصر …» was heard: one given name in another office."""
    word, (begin, end) = words.word, phrase.name or (0, 0)
    if end - begin != 1 or phrase.role is None or word[begin] not in given_names():
        return False
    office = _telling(word[slice(*phrase.role)])
    held = _telling(fold(voice.role).split())
    return bool(office and held) and office.isdisjoint(held)


def _telling(tokens: list[str]) -> frozenset[str]:
    """The words of an office that tell who holds it: no mere title, no state."""
    return gendered(
        key(one) for one in tokens if "honorific" not in kinds(one) and not state_of(one)
    )


def named_later(words: Words, voices: list[Voice], office: Range | None) -> Voice | None:
    """«وقال متحدث باسم …. وأضاف ⟨المتحدث⟩ سالم الحربي»: the last voice, heard without a name."""
    if office is None or office[1] - office[0] != 1 or not voices:
        return None
    title, last = words.word[office[0]], voices[-1]
    same = last.kind == "anonymous" and fold(last.label).split()[0] == title[2:]
    return last if same and title.startswith("ال") else None


def pair(words: Words, known: Known, place: Range) -> Voice | None:
    """«الجبير ولافروف»: both full names, joined."""
    last = words.word[place[1] - 1]
    if place[1] - place[0] < 2 or last[0] != "و" or last[1:] not in known:
        return None
    first = known.get(words.word[place[0]], (place[0], place[1] - 1))
    second = known[last[1:]]
    label = f"{label_of(words, first)} و{label_of(words, second)}"
    keys = keys_of(words, first) | keys_of(words, second)
    return Voice(label, keys, "group", place, plural=True)


def is_full(voice: Voice) -> bool:
    """Whether a name is told well enough to know it again: in two words, or «السويسري غروس»."""
    begin, end = voice.place or (0, 0)
    return end - begin > 1 or bool(state_of(fold(voice.role)))


def may_share(last: Voice, role: str) -> bool:
    """Whether an office can be that of the last person: a woman is no «المبعوث».

    Nor is «مدير المركز سالم الحربي» the «المحافظ» who speaks next.
    """
    head, *more = fold(role).split()
    if more and key(head) in last.role_keys and head.startswith("ال"):
        return True  # «رئيس شركة النهر», «الرئيس التنفيذي»
    if not last.role or kinds(head) == {"honorific"}:
        return True
    if not ON_BEHALF.isdisjoint(more):
        return False  # «رئيس الوفد سالم الحربي» is not «المتحدث باسم الجبهة»
    return last.feminine == head.endswith("ه") and head not in ONE_HOLDER


def by_head(head: str, keys: frozenset[str], voices: list[Voice]) -> Voice | None:
    """«المصدر»، «الوزارة»: the last voice whose name holds the same noun, with these keys."""
    if not head.startswith("ال"):
        same = (v for v in reversed(voices) if v.keys == keys and v.kind in _BODIES)
        return next(same, None)
    for voice in reversed(voices):
        if voice.kind == "document" and not _is_as_many(head, voice.label):
            continue
        if voice.kind not in _PERSONS and keys <= voice.keys | {"نفس"}:
            return voice
        if voice.kind == "media" and head in RELAY:
            return voice
    if head in COMMUNIQUE and len(keys) == 1 and voices:
        return voices[-1] if voices[-1].kind == "body" else None
    return None


def _is_as_many(head: str, label: str) -> bool:
    """Whether a document is meant: not «تقرير» by «التقارير», nor by «الوزارة» who issued it."""
    document, *_ = fold(label).partition(" عن ")
    return bare(head) in map(bare, document.split())


def in_marks(phrase: NamePhrase, keys: frozenset[str], voices: list[Voice]) -> Voice | None:
    """«وأضاف "الحربي"»: a part of the name of a person heard before, in marks."""
    if phrase.kind != "media":
        return None
    named = (voice for voice in reversed(voices) if voice.kind == "person" and voice.place)
    return next((voice for voice in named if keys and keys <= voice.keys), None)
