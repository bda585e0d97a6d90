"""Labels: «فلان: …» at the head of a sentence, in an interview or a sub-heading."""

from __future__ import annotations

from classifier.frames.frame import Frame, Sentence
from classifier.frames.phrases import SPEAKING
from classifier.function_words import ADVERB, ANSWER_MARK, BREAK, ORDINAL, QUESTION_MARK, STOPS
from classifier.vocabulary import given_names, kinds

#: The longest label, in words.
_LONGEST = 8
#: The fewest words from its colon on: a name that the article tells elsewhere may say less.
_FEWEST = 4
_FEWEST_KNOWN = 3
#: «سؤالنا: …», «وسألناها: …» name nobody.
_ENCLITICS = ("نا", "ها")
_MARKS = ORDINAL | QUESTION_MARK | ANSWER_MARK
_NO_LABEL = BREAK | frozenset('،,.؛؟«"')


def label_frame(sentence: Sentence) -> Frame | None:
    """The label that opens a sentence, None where none does."""
    word, first = sentence.words.word, sentence.first
    head = word[first : min(sentence.last, first + _LONGEST)]
    if ":" not in head:
        return None
    at = first + head.index(":")
    if at == first or not _NO_LABEL.isdisjoint(word[first:at]):
        return None
    fewest = _FEWEST_KNOWN if word[first] in sentence.known else _FEWEST
    if sentence.last - at < fewest or not _is_nameable(sentence, at):
        return None
    return Frame("label", at, at + 1, None, (first, at), at + 1, "colon", before=True)


def _is_nameable(sentence: Sentence, end: int) -> bool:
    """Whether the words before a colon name somebody."""
    word, first = sentence.words.word, sentence.first
    head = word[first]
    if head in _MARKS:
        return False  # «ثالثا: …», «ج: …»
    told = kinds(head)
    if told & SPEAKING or head in sentence.known:
        return True
    if not given_names().isdisjoint(word[first:end]):
        return True
    if end - first > 1 or told or head in STOPS or head.endswith(_ENCLITICS):
        return False
    if head[0] == "و" and (head.startswith("وال") or head[1:] in ADVERB):
        return False  # «والنتيجة: …», «وثانيا: …»
    return head.isalpha()
