"""Reporting frames: which words of a sentence say that somebody says something.

A frame is a cue (قال، مؤكدا، بحسب، «فلان:»), where its subject stands, and where what is said
begins. Frames are looked for outside quotation marks, in one pass over the words of a sentence:
a dictionary tells which words can be a cue, and who reads on from there.

>>> from classifier.marks import quotes
>>> from classifier.words import Words
>>> words = Words.of("وقال الوزير سالم الحربي إن المحادثات تأجلت، على حد قوله")
>>> sentence = Sentence(words, 0, len(words), quotes(words, 0, len(words)))
>>> for frame in find_frames(sentence):
...     print(frame.kind, words.spelled(frame.place, frame.cue_end), frame.opened_by)
verb وقال that
own-word على حد قوله word
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from classifier.cues import cue_forms, object_forms, purpose_forms
from classifier.frames.asides import according_frame, on_word_frame
from classifier.frames.documents import document_frame, passive_frame, purport_frame, which_frame
from classifier.frames.frame import SCARE, STRONG, WEAK, Frame, Sentence
from classifier.frames.labels import label_frame
from classifier.frames.verbs import cue_frame, object_frame, purpose_frame
from classifier.function_words import ATTRIBUTION, CAME, CARRIED_OUT, ON, PURPORT

__all__ = ["SCARE", "STRONG", "WEAK", "Frame", "Sentence", "find_frames"]

Reader = Callable[[Sentence, int], Frame | None]
#: A label opens a sentence whose first other frame stands further on than this, in words.
_LABEL_REACH = 6
#: No more frames are read in a sentence: three times the most that any of 6,000 articles has, and
#: a bound for texts that are no prose.
_MOST_FRAMES = 40


def find_frames(sentence: Sentence) -> list[Frame]:
    """The frames of a sentence, in order of their cues."""
    readers, word = _readers(), sentence.words.word
    found: list[Frame] = []
    for place in _anchors(sentence):
        if found and place < found[-1].cue_end:
            continue  # «حسبما أعلن», «وهو ما ينفيه»: read already
        frame = readers[word[place]](sentence, place)
        if frame is not None:
            found.append(frame)
            if len(found) == _MOST_FRAMES:
                break
    if not found or _is_inside(found[0]) or found[0].place > sentence.first + _LABEL_REACH:
        label = label_frame(sentence)
        if label is not None and not (found and found[0].place <= label.place):
            found.insert(0, label)
    return found


def _is_inside(first: Frame) -> bool:
    """«الحربي: الخصوم يرفضون الحوار»: no verb of saying, but what is said behind a label."""
    return not first.strong and (first.before or first.subject is None) and not first.prefixed


def _anchors(sentence: Sentence) -> list[int]:
    """The words outside quotation marks that can be a cue."""
    cues = sentence.words.cues_among(sentence.first, sentence.last)
    if not cues or not sentence.quotes.found:
        return cues
    return [at for at in cues if sentence.quotes.at(at) is None]


@cache
def _readers() -> dict[str, Reader]:
    """Every word that can be a cue → what reads its frame; the later entries win."""
    readers: dict[str, Reader] = dict.fromkeys(CARRIED_OUT, passive_frame)
    readers |= dict.fromkeys(ATTRIBUTION, according_frame)
    readers |= dict.fromkeys(ON, on_word_frame)
    readers |= dict.fromkeys(PURPORT, purport_frame)
    readers["ما"] = which_frame
    readers |= dict.fromkeys(purpose_forms(), _read_purpose)
    readers |= dict.fromkeys(cue_forms().keys() - ON, _read_cue)
    readers |= dict.fromkeys(object_forms(), _read_object)
    readers |= dict.fromkeys(CAME, _read_document)
    return readers


def _read_cue(sentence: Sentence, place: int) -> Frame | None:
    return cue_frame(sentence, place, cue_forms()[sentence.words.word[place]])


def _read_object(sentence: Sentence, place: int) -> Frame | None:
    """«وصفها» is the verb with its object before who speaks, else the noun with a pronoun."""
    token = sentence.words.word[place]
    frame = object_frame(sentence, place, object_forms()[token])
    if frame is None and token in cue_forms():
        frame = _read_cue(sentence, place)
    return frame


def _read_purpose(sentence: Sentence, place: int) -> Frame | None:
    return purpose_frame(sentence, place, purpose_forms()[sentence.words.word[place]])


def _read_document(sentence: Sentence, place: int) -> Frame | None:
    frame = document_frame(sentence, place)
    if frame is None and sentence.words.word[place] in cue_forms():
        frame = _read_cue(sentence, place)
    return frame
