"""Names of speakers: where in a noun phrase the person begins and the office ends.

«المتحدث باسم الرئاسة الروسية (الكرملين) ديمتري بيسكوف» is an office and a person;
«وزارة الدفاع الروسية» is a body; «مصدر مطلع» speaks without a name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from classifier.sentences import Words
from classifier.vocabulary import Vocabulary, bare, vocabulary

Known = Mapping[str, tuple[int, int]]

#: The name علي as a token of its own: folded it would be the preposition على. No word of the
#: language begins so.
ALI = "ءعلي"
_LONGEST_NAME = 4
_LONGEST_PHRASE = 9
_VOWELS = re.compile("[اوي]")


@dataclass(frozen=True, slots=True)
class NamePhrase:
    """A noun phrase, taken apart; places are tokens.

    Fields:
        name: the tokens of the name, or None (an office alone).
        role: the tokens of office and titles, or None.
        whole: the tokens of the phrase it was taken from.
        kind: person, body, document, anonymous, group, metonym, media (a name in marks), event or unknown.
    """

    name: tuple[int, int] | None
    role: tuple[int, int] | None
    kind: str
    whole: tuple[int, int] = (0, 0)


def adjective(word: str) -> bool:
    """Whether a folded word looks like a definite adjective of relation.

    >>> adjective("الروسيه"), adjective("الحريري"), adjective("بيسكوف")
    (True, True, False)
    """
    return word.startswith(("ال", "وال")) and word.endswith(("ي", "يه", "يون", "يين", "يان", "يتان"))


def key(word: str) -> str:
    """A word of a name, so that its spellings meet: without the article and long vowels.

    >>> key("ديمتري") == key("دميتري"), key("القطان") == key("قطان")
    (True, True)
    """
    plain = bare(word)
    return plain[0] + _VOWELS.sub("", plain[1:]) if len(plain) > 4 else plain


def split_name(
    words: Words, begin: int, end: int, known: Known, loose: bool = True
) -> NamePhrase:
    """Take the phrase `begin` to `end` apart; `known` holds the surnames of the article.

    `loose`: behind an office, words that no list knows may be its holder's name. Where the
    phrase may run on into an object («وأكد الوزير تطابق …») they may not.
    """
    word, vocab = words.word, vocabulary()
    if word[begin] in vocab.places:
        return NamePhrase((begin, _place_end(word, begin, end, vocab)), None, "metonym")
    if word[begin][0].isdigit():
        return NamePhrase((begin, min(end, begin + 6)), None, "group")
    if word[begin] in "«\"“”":
        return _in_marks(word, begin, end)
    name_at = _name_begin(word, begin, end, known, loose)
    if name_at is None:
        return _nameless(word, begin, end, vocab)
    head = word[begin]
    if name_at > begin and not vocab.kinds(head) and not head.startswith("ال"):
        # «وأدان اغتيال النائب فلان»: an object that holds a name, no subject
        return NamePhrase((begin, begin + 1), None, "unknown")
    name_end = _name_end(words, name_at, end, known, vocab)
    while name_end < end and word[name_end] in vocab.given and word[name_end - 1].startswith("ال"):
        # an office that holds a name: «المتحدث باسم رئيس الوزراء حيدر العبادي سعد الحديثي»
        name_at = name_end
        name_end = _name_end(words, name_at, end, known, vocab)
    role = (begin, name_at) if name_at > begin else None
    if role is None and name_end < end and "role" in vocab.kinds(word[name_end]):
        role = (name_end, end)
    sure = role is not None or any(
        token in vocab.given or token in vocab.name_links or token in known or token in vocab.surnames
        for token in word[name_at:name_end]
    )
    if not sure and word[name_at].startswith("ال") and word[name_at].endswith("ون"):
        return NamePhrase((name_at, name_at + 1), None, "group")
    return NamePhrase((name_at, name_end), role, "person" if sure else "unknown")


def _in_marks(word: list[str], begin: int, end: int) -> NamePhrase:
    """A name in quotation marks: a newspaper, an agency, a company."""
    stop = begin + 1
    while stop < end and word[stop] not in "»\"“”":
        stop += 1
    return NamePhrase((begin + 1, max(stop, begin + 2)), None, "media")


def _name_begin(word: list[str], begin: int, end: int, known: Known, loose: bool) -> int | None:
    """Where the person begins: at a given name, a known surname, or the last unknown words."""
    vocab = vocabulary()
    head = vocab.kinds(word[begin])
    for at in range(begin, end):
        token = word[at]
        if len(token) == 1 and at + 1 < end and word[at + 1] == "." and token.isalpha():
            return at
        surname = token in vocab.surnames and (at == begin or head & {"role", "honorific"})
        if token in vocab.given or token in vocab.name_links or surname:
            if vocab.kinds(token) and at + 1 < end and vocab.kinds(word[at + 1]) & {"common", "body"}:
                continue  # أمين عام، نجم الدوري: an office that is also a given name
            if "body" in head and at > begin and word[at - 1] not in vocab.given:
                continue  # جامعة الملك خالد، قوات حفتر
            return at
        if token in known and at > begin and head & {"role", "honorific"}:
            if not adjective(token) or vocab.kinds(word[at - 1]) & {"role", "honorific"}:
                return at
    if not head and word[begin] not in vocab.preposition:
        return None if adjective(word[begin]) and end - begin > 1 and word[begin] not in known else begin
    if loose and head & {"role", "honorific"}:
        return _unknown_name(word, begin, end, vocab)
    if head & {"role", "honorific"} and word[begin].startswith("ال") and begin + 1 < end:
        # «الوزير شتاينتس المسؤول عن …»: an unknown word right behind the definite title
        after = word[begin + 1]
        if after.isalpha() and len(after) > 3 and after[0] not in "البلو" and not vocab.kinds(after) and after not in vocab.stops:
            return begin + 1
    return None


def _unknown_name(word: list[str], begin: int, end: int, vocab: Vocabulary) -> int | None:
    """A name behind an office, made of words that no list knows: the last such run.

    «رئيس جمعية مستخدمي المياه هزاع العتوم»: an unknown word with a definite one behind it is
    still the office where another unknown word follows.
    """
    found = None
    for at in range(begin + 1, end):
        token = word[at]
        if vocab.kinds(token) or token in vocab.preposition or token in vocab.before_name or not token.isalpha() or len(token) < 3:
            continue
        if token.startswith(("ال", "لل", "بال", "وال")):
            title = vocab.kinds(word[at - 1])
            titled = "honorific" in title and ("role" not in title or word[at - 1].startswith("ال"))
            if found is None and titled and not adjective(token):
                found = at
            continue
        if token[0] in "بلو" and at > begin + 1 or token.endswith(("ها", "هم")):
            continue
        if found is None or word[at - 1].startswith("ال"):
            found = at
    return found


def _name_end(words: Words, at: int, end: int, known: Known, vocab: Vocabulary) -> int:
    word = words.word
    if (word[at] in known or word[at] in vocab.surnames) and word[at] not in vocab.given:
        return _pair_end(word, at + 1, end, known)
    place, length = at + 1, 1
    while place < end and length < _LONGEST_NAME:
        token = word[place]
        if token in vocab.name_links:
            place += 1
            continue
        if token == "." and len(word[place - 1]) == 1:
            place += 1
            length = 0
            continue
        if not token.isalpha() or token in vocab.preposition or token in vocab.time:
            break
        if vocab.kinds(token) and token not in vocab.given and token not in known:
            break
        if token in vocab.cues and token not in known:
            break
        if (place in words.suffixed and token not in vocab.given) or (token in vocab.places and token not in known):
            break
        if token[0] == "و" and token[1:] in known:
            return _pair_end(word, place, end, known)
        place += 1
        length += 1
        if token in known and word[at] in vocab.given:
            return _pair_end(word, place, end, known)
    return place


def _pair_end(word: list[str], place: int, end: int, known: Known) -> int:
    """«الجبير ولافروف»: two known names joined by و are one speaker."""
    if place < end and word[place][0] == "و" and word[place][1:] in known:
        return place + 1
    return place


def _place_end(word: list[str], begin: int, end: int, vocab: Vocabulary) -> int:
    """A place takes its adjectives along: «الولايات المتحدة», «كوريا الجنوبية وروسيا»."""
    place = begin + 1
    while place < min(end, begin + 6):
        token = word[place]
        if adjective(token) or token in vocab.place_words or (token[0] == "و" and token[1:] in vocab.places):
            place += 1
        else:
            break
    return place


def _nameless(word: list[str], begin: int, end: int, vocab: Vocabulary) -> NamePhrase:
    head = vocab.kinds(word[begin])
    last = min(end, begin + _LONGEST_PHRASE)
    issuer = begin + 1
    if "document" in head and issuer < last and word[issuer].startswith("ل"):
        if vocab.kinds(word[issuer]) & {"body"}:
            # a communiqué speaks for the body that issued it: «بيان لوزارة الدفاع»
            return NamePhrase((issuer, _phrase_end(word, issuer, last, vocab)), None, "body")
    if "role" in head and word[begin].endswith(("ون", "ين")) and word[begin][:-2] in vocab.nouns:
        return NamePhrase((begin, _phrase_end(word, begin, last, vocab)), None, "group")
    for kind in ("event", "document", "body", "anonymous", "group"):
        if kind not in head:
            continue
        if kind == "anonymous" and "role" in head and word[begin].startswith("ال"):
            continue
        whole = kind == "body" and not word[begin].startswith("ال")
        stop = (_body_end if whole else _phrase_end)(word, begin, last, vocab)
        return NamePhrase((begin, stop), None, kind)
    if head & {"role", "honorific"}:
        stop = _phrase_end(word, begin, min(end, begin + 12), vocab, office=True)
        return NamePhrase(None, (begin, stop), "person")
    kind = "group" if word[begin].startswith("ال") and word[begin].endswith("ون") else "unknown"
    return NamePhrase((begin, min(last, begin + 3)), None, kind)


def _body_end(word: list[str], begin: int, last: int, vocab: Vocabulary) -> int:
    """The end of a body's name: «منظمة التعاون الإسلامي», and not the object behind it.

    Once a definite noun has closed the name, only adjectives and attached complements go on.
    """
    place, closed = begin + 1, False
    while place < last:
        token = word[place]
        if token.startswith("ال"):
            if closed and not adjective(token) and "common" not in vocab.kinds(token):
                break
            closed = True
        elif closed and not token.startswith(("وال", "لل", "بال", "ل")):
            if not (token in vocab.given or token in vocab.name_links or vocab.kinds(token) & {"common", "body"}):
                break
        place += 1
    return place


def _phrase_end(
    word: list[str], begin: int, last: int, vocab: Vocabulary, office: bool = False
) -> int:
    """The end of a phrase of known nouns and adjectives: «مصادر دبلوماسية غربية»."""
    place = begin + 1
    definite = word[begin].startswith("ال") and not office
    while place < last:
        token = word[place]
        if token in vocab.cues and vocab.cues[token].shape != "noun" or token in vocab.time:
            break
        kinds = vocab.kinds(token)
        if definite and (kinds & {"body", "document", "event", "role"} or not adjective(token)) and "common" not in kinds:
            break
        known = kinds or token.startswith(("ال", "وال", "لل", "بال"))
        if not known and not token.endswith(("ي", "يه", "ون", "ين", "ات")) and token not in vocab.preposition:
            break
        place += 1
    return place


def full_names(words: Words) -> dict[str, tuple[int, int]]:
    """Surnames of an article: the last word of every full name, with the name's tokens.

    The longest name that ends on a surname stands for it; with its article and without.
    """
    vocab, word = vocabulary(), words.word
    found: dict[str, tuple[int, int]] = {}
    place = 0
    while place < len(word):
        if word[place] not in vocab.given or vocab.kinds(word[place]):
            place += 1
            continue
        end = _plain_end(word, place, vocab)
        if end - place >= 2:
            surname = word[end - 1]
            for form in {surname, "ال" + surname, bare(surname)}:
                before = found.get(form)
                if before is None or before[1] - before[0] < end - place:
                    found[form] = (place, end)
        place = max(end, place + 1)
    return found


def _plain_end(word: list[str], at: int, vocab: Vocabulary) -> int:
    place, length = at + 1, 1
    while place < len(word) and length < _LONGEST_NAME:
        token = word[place]
        if token in vocab.name_links:
            place += 1
            continue
        given = token in vocab.given
        if not token.isalpha() or len(token) < 2 or token in vocab.stops:
            break
        if not given and (vocab.kinds(token) or token in vocab.cues):
            break
        place += 1
        length += 1
        if not given:
            break
    return place
