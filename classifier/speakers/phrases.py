"""The name phrase of a subject: what stands around a name is taken off, its holder found."""

from __future__ import annotations

from classifier.cues import cue_forms
from classifier.function_words import ADVERB, BEFORE_NAME, EVERY, ISSUED, NUMBER, ONE_OF, STOPS
from classifier.names import Known, NamePhrase, Range, split_name
from classifier.names.strangers import is_first_name
from classifier.speakers.offices import with_holder, with_sure_holder
from classifier.vocabulary import bare, is_noun, kinds
from classifier.words import COMMAS, DASHES, Words

_FRONT = ADVERB | BEFORE_NAME | COMMAS | DASHES
_OF_IT = (["علي", "الاقل"], ["في", "المءه"], ["في", "الماءه"])
_TWICE = 2
_SOME = frozenset(("anonymous", "group"))
_ISSUERS = frozenset(("body", "metonym"))
#: The longest name of who issued a document, in words.
_LONGEST_ISSUER = 8
_TANWEEN = "\N{ARABIC FATHATAN}"
_BACK = _FRONT | frozenset(":(")


def read_phrase(
    words: Words, span: Range, limit: int | None, loose: bool, known: Known
) -> NamePhrase | None:
    """The name phrase of the tokens of `span`, or None where no name stands.

    An office may have its holder behind it, up to `limit`; for `loose` see `split_name`.

    >>> words = Words.of("أيضا رئيس الوفد، سالم الحربي، إن")
    >>> phrase = read_phrase(words, (0, 3), 7, True, {})
    >>> words.spelled(*phrase.name), words.spelled(*phrase.role)
    ('سالم الحربي', 'رئيس الوفد')
    """
    begin, end = span
    word = words.word
    while begin < end and word[begin] in _FRONT:
        begin += 1
    while end > begin and word[end - 1] in _BACK:
        end -= 1
    if begin >= end:
        return None
    end = _before_object(words, begin, end)
    if word[begin][0].isdigit():
        end = _past_whole(word, end, limit or end)
    number = word[begin] in NUMBER and word[begin - 1] not in EVERY and begin + 1 < end
    number = number and bool(kinds(word[begin + 1]) & _SOME)
    phrase = split_name(words, begin + number, end, known, loose)
    if number and phrase.name is not None:  # «ثلاثة مصادر»
        phrase = NamePhrase((begin, phrase.name[1]), None, phrase.kind)
    if phrase.kind == "document":
        phrase = _with_issuer(words, phrase, end, limit)
    attached = phrase.kind == "unknown" and _has_preposition(word[begin])
    if attached and not (_is_told(word, begin) or _is_named(word, begin, end)):
        return None
    if _is_instrument(word[begin]):
        return None
    if phrase.kind == "anonymous" and word[begin] in ONE_OF:
        one = NamePhrase(None, (begin, end), "person")
        named = with_holder(words, one, end, limit, known)
        phrase = named if named.name is not None else phrase
    if phrase.name is None and phrase.role is not None:
        phrase = with_holder(words, phrase, end, limit, known)
    elif phrase.role is not None and phrase.role[0] < (phrase.name or (0, 0))[0]:
        phrase = with_sure_holder(words, phrase, end, limit, known)
    end = max(end, phrase.name[1]) if phrase.name else end
    return NamePhrase(phrase.name, phrase.role, phrase.kind, whole=(begin, end))


def _with_issuer(words: Words, phrase: NamePhrase, end: int, limit: int | None) -> NamePhrase:
    """«بيان صادر ⟨عن وزارة الري⟩»: a document and the body that issued it."""
    word, name = words.word, phrase.name
    if name is None or name[1] != end or word[end : end + 1] != ["عن"]:
        return phrase
    if bare(word[end - 1]) not in ISSUED or end + 1 >= len(word):
        return phrase
    last = min(limit or len(word), end + _LONGEST_ISSUER)
    stop = next((at for at in range(end + 2, last) if word[at] in STOPS | COMMAS), last)
    issuer = split_name(words, end + 1, stop, {}, False)
    if issuer.name is None or issuer.kind not in _ISSUERS:
        return phrase
    return NamePhrase((name[0], issuer.name[1]), None, "document")


def _before_object(words: Words, begin: int, end: int) -> int:
    """«مجلس المدينة ⟨نقدًا⟩ لاذعًا»: where a noun bears an object's ending, else `end`."""
    if words.text.find(_TANWEEN, words.start[begin], words.end(end - 1)) < 0:
        return end
    endings = (_TANWEEN, _TANWEEN + "ا")
    objects = (at for at in range(begin + 1, end) if words.spelled(at, at + 1).endswith(endings))
    return next(objects, end)


def _past_whole(word: list[str], end: int, limit: int) -> int:
    """«14 ⟨على الأقل من النواب⟩»: a number tells of what it is a part."""
    within = word[end : end + 2]
    at = end + 2 * (within in _OF_IT)
    part = word[at : at + 1] == ["من"] and at + 1 < limit and word[at + 1].startswith("ال")
    return at + 2 if part else end


def _has_preposition(token: str) -> bool:
    """Whether an unknown word begins with an attached preposition: «لموقعنا», «بدقائق»."""
    return token.startswith(("لل", "بال")) or (token[0] in "بل" and len(token) > 4)


def _is_told(word: list[str], at: int) -> bool:
    """«وعلق ⟨بارنز⟩ على …»: told again, and never without its first letter."""
    token, plain = word[at], word[at][1:]
    if token.startswith(("لل", "بال")) or word.count(token) < _TWICE:
        return False
    return plain not in word and "ال" + plain not in word


def _is_named(word: list[str], at: int, end: int) -> bool:
    """«وقال ⟨بنسون⟩ كيبوي …. وأضاف كيبوي»: a first name, whose surname is heard alone."""
    if word[at].startswith(("لل", "بال")) or at + 2 != end or is_noun(word[at][1:]):
        return False
    last, forms = word[at + 1], cue_forms()
    if not is_first_name(last) or word.count(last) < _TWICE:
        return False
    return any(one == last and word[place - 1] in forms for place, one in enumerate(word))


def _is_instrument(token: str) -> bool:
    """Whether a noun bears ب: «وصفها بصاحبة …» names no subject."""
    return token[0] == "ب" and len(token) > 3 and not is_noun(token) and bool(kinds(token))
