"""Frames without a speaker's verb: «جاء في بيان أن», «وتم التأكيد على», «رسالة مفادها أن»."""

from __future__ import annotations

from classifier.cues import Cue, cue_forms
from classifier.frames.frame import SCARE, Frame, Range, Sentence
from classifier.frames.phrases import ends_name, is_sure_name, phrase_end
from classifier.function_words import (
    CAME_IN,
    CONFIRMED,
    ON_IT,
    STOOD_IN,
    THAT,
    THIS,
    UTTERANCE,
    WHICH_IS,
    WORD_OF,
)
from classifier.vocabulary import bare, kinds
from classifier.words import COMMAS

#: How far behind «جاء في» what the document says begins, in words.
_REACH = 45
#: How far behind its subject what «ما قاله فلان» tells begins, in words.
_WHAT_REACH = 12
#: How far before «مفاده» the message stands, in words.
_MESSAGE_REACH = 10


def document_frame(sentence: Sentence, place: int) -> Frame | None:
    """«جاء في بيان للوزارة أن …», «منشورا جاء فيه: …»: a document speaks."""
    word, last = sentence.words.word, sentence.last
    link = place + 1 + (sentence.token(place + 1) in COMMAS)  # «وجاء، في بيان له: …»
    if sentence.token(link) not in CAME_IN:
        return None
    begin = link + 1
    own = word[link] != "في"
    if word[link] == "علي" and sentence.token(begin) in WORD_OF:
        begin, own = begin + 1, False  # «جاء على لسان المتحدث أن …»
    head = sentence.token(begin)
    if not own and begin == link + 1 and "document" not in kinds(head) and head not in UTTERANCE:
        return None
    end = begin
    for at in range(begin, min(last, begin + _REACH)):
        if _opens(sentence, at):
            subject = _inner_speaker(sentence, at)
            if subject is None and not own:
                subject = (begin, end if end > begin else at)
            content = min(at + (word[at] == ":"), last - 1)
            return Frame("verb", place, begin, None, subject, content, "that")
        if end == begin and at > begin and ends_name(word[at], at - begin, None):
            end = at
    return None


def _opens(sentence: Sentence, at: int) -> bool:
    token = sentence.words.word[at]
    if token in THAT or token == ":":
        return True
    quote = sentence.quote_opened(at)
    return quote is not None and quote.length > SCARE


def _inner_speaker(sentence: Sentence, that: int) -> Range | None:
    """«أن لافروف أشار إلى …»: the document tells what somebody said; he is the speaker."""
    if sentence.token(that + 1) not in sentence.known:
        return None
    cue = cue_forms().get(sentence.token(that + 2))
    return (that + 1, that + 2) if cue is not None and cue.shape != "noun" else None


def passive_frame(sentence: Sentence, place: int) -> Frame | None:
    """«وتم التأكيد على …»: said by the sides that met, whom the article named before."""
    if sentence.token(place + 1) not in CONFIRMED or place + 2 >= sentence.last:
        return None
    return Frame("passive", place, place + 2, None, None, place + 2, "word")


def purport_frame(sentence: Sentence, place: int) -> Frame | None:
    """«تصريحات للوزير ⟨مفادها⟩ أن …», «بعث رسالة ⟨مفادها⟩ أن …»: a message and what it says."""
    word, content = sentence.words.word, place + 1
    if content >= sentence.last - 1 or not _opens(sentence, content):
        return None
    nearest = range(place - 1, max(sentence.first, place - _MESSAGE_REACH) - 1, -1)
    head = next((at for at in nearest if _is_message(word[at])), None)
    if head is None:
        return None
    subject = (head + 1, place) if head + 1 < place else None
    if subject is not None and not is_sure_name(sentence, *subject):
        subject = None
    content += word[content] == ":"
    return Frame("noun", head, head + 1, None, subject, content, "that")


def _is_message(token: str) -> bool:
    """Whether a word names what somebody said or wrote: تصريحات، رسالة، خبرا."""
    told = bare(token)
    return told in UTTERANCE or "document" in kinds(told.removesuffix("ا"))


def which_frame(sentence: Sentence, place: int) -> Frame | None:
    """«وهو ما ينفيه فلان»: a clause that takes a position on what was just said."""
    if sentence.token(place - 1) not in WHICH_IS:
        return _what_frame(sentence, place)
    at = place + 1
    token, forms = sentence.token(at), cue_forms()
    if sentence.token(at + 1) in ON_IT and token in forms:
        # «وهو ما رد عليه فلان بالقول إن …»
        end = phrase_end(sentence, at + 2)
        content = min(end, sentence.last - 1)
        return Frame("verb", at, at + 1, forms[token], (at + 2, end), content, "that")
    cue = _with_object(token)
    if cue is None:
        return None
    end = phrase_end(sentence, at + 1)
    subject = (at + 1, end) if end > at + 1 else None
    return Frame("verb", at, at + 1, cue, subject, at, "that")


def _what_frame(sentence: Sentence, place: int) -> Frame | None:
    """«رفض ⟨ما قاله فلان من أن …⟩»: words of another, inside what is told.

    Or behind his words: ««…»، هذا ما قاله فلان».
    """
    begin = place + 2
    cue = _with_object(sentence.token(place + 1))
    if cue is None or begin >= sentence.last:
        return None
    word = sentence.words.word
    quote = sentence.quotes.at(place - 3 if word[place - 2] in COMMAS else place - 2)
    if word[place - 1] in THIS and quote is not None and quote.length > SCARE:
        subject = (begin, phrase_end(sentence, begin))
        return Frame("verb", place + 1, begin, cue, subject, quote.open, "quote")
    if not is_sure_name(sentence, begin, sentence.last):
        return None
    for at in range(begin + 1, min(sentence.last, begin + _WHAT_REACH)):
        if word[at] in THAT and (word[at][0] == "ب" or word[at - 1] in STOOD_IN):
            return Frame("noun", place, begin, cue, (begin, at), at, "that")
    return None


def _with_object(token: str) -> Cue | None:
    """The verb of a token that ends in its object: ينفيه، وصفتها."""
    if not token.endswith(("ه", "ها")):
        return None
    stem = token.removesuffix("ها").removesuffix("ه")
    cue = cue_forms().get(stem) or cue_forms().get(stem[:-1] + "ي")
    return cue if cue is not None and cue.finite else None
