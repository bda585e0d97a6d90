"""Texts that are somebody's own words from end to end: «بيان صادر عن حركة الغد ⏎ إننا نؤكد …».

Nobody in them says that somebody says; a heading or a signature tells whose words they are.

>>> whose("كلمة رئيس الجمهورية سالم الحربي في المؤتمر", "").name
'سالم الحربي'
>>> whose("كلمة حق في زمن الصمت", "") is None, whose("رسالة إلى الوزير سالم الحربي", "") is None
(True, True)
"""

from __future__ import annotations

from dataclasses import replace

from classifier.cues import own_forms
from classifier.function_words import ADDRESS, ADDRESS_LINK, BREAK
from classifier.paragraphs import Paragraph
from classifier.records import Article, Speaker
from classifier.sentences import sentences
from classifier.speakers import Memory
from classifier.words import Words

#: The longest signature, in words: a body and its office.
_LONGEST = 12
#: One sentence in so many at least says «نؤكد», «ندعو», «أقول».
_OWN = 4
_NAMED = frozenset(("person", "body", "metonym"))
_SIGNED = frozenset(("body",))


def addressed(article: Article, words: Words, every: list[Paragraph]) -> Speaker | None:
    """Whose words an article in the first person is; None where that is not told.

    Asked only where no statement was found. A column is signed too, but by a person: only a body
    signs a communiqué.
    """
    spoken = [one for each in every for one in sentences(words, *each)]
    own, forms = 0, own_forms()
    for first, last in spoken:
        own += any(token in forms for token in words.word[first:last])
    if not own or own * _OWN < len(spoken):
        return None
    heading = article.title or article.text[article.start : article.body[0].start]
    signature = article.text[article.body[-1].end :].strip().partition("\n")[0]
    return whose(heading, article.date) or _signed(signature, article.date)


def whose(heading: str, date: str) -> Speaker | None:
    """The speaker whom the heading of a text names: «بيان صادر عن حركة الغد»."""
    words = Words.of(heading)
    word, begin = words.word, 0
    while begin < len(words) and word[begin] in ADDRESS | ADDRESS_LINK:
        begin += 1
    if not begin or ADDRESS.isdisjoint(word[:begin]) or begin == len(words):
        return None
    end = next((at for at in range(begin, len(words)) if word[at] in BREAK), len(words))
    return _named(words, begin, end, date, _NAMED)


def _signed(line: str, date: str) -> Speaker | None:
    words = Words.of(line)
    if not 0 < len(words) <= _LONGEST:
        return None
    return _named(words, 0, len(words), date, _SIGNED)


def _named(words: Words, begin: int, end: int, date: str, may: frozenset[str]) -> Speaker | None:
    """The body or person that tokens name, without a place: they stand outside the article."""
    memory = Memory(words, date)
    phrase = memory.phrase(begin, end) if begin < end else None
    if phrase is None or phrase.kind not in may:
        return None
    if phrase.kind in _SIGNED and phrase.role is None:
        phrase = phrase._replace(name=(begin, end))  # «المكتب السياسي لحزب ⟨النهار⟩»: all of it
    return replace(memory.speaker(memory.voice(phrase), "label"), start=None, end=None)
