"""Find what is said in an article, and by whom.

    article ──► words ──► paragraphs ──► sentences ──► frames ──► statements

An article is cut into words, its lines are joined to paragraphs and those cut into sentences. In
each sentence the frames are found that report speech (`frames`); those that do so credibly here
(`credibility`) begin its statements (`assembly`), each with a voice (`attribution`, `speakers`)
and with borders that leave narration out (`borders`). What was said without its frame is cut out
of the statement last (`contents`). Interviews are read turn by turn; where nobody reports, the
text may be somebody's own words (`addresses`).

>>> from classifier.records import Article, Span
>>> text = "وقال المتحدث باسم الوزارة سالم الحربي إن المحادثات تأجلت. وأضاف: «لن نوقع قبل أسبوع»."
>>> article = Article("a", text, (Span(0, len(text)),), 0, len(text))
>>> [(said.speaker.name, said.form, said.cue) for said in find_statements(article)]
[('سالم الحربي', 'reported', 'وقال'), ('سالم الحربي', 'direct', 'وأضاف')]
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from classifier.contents import BESIDE, content_of, form_of
from classifier.frames import Frame, Sentence, find_frames
from classifier.interviews import Turn, answer_begin, turns
from classifier.marks import quotes
from classifier.paragraphs import Paragraph, paragraphs
from classifier.records import Article, Speaker, Statement
from classifier.sentences import past_mark, sentences
from classifier.speakers import Memory, Voice
from classifier.statements.addresses import addressed
from classifier.statements.assembly import assemble
from classifier.statements.attribution import phrase_of
from classifier.statements.borders import end_of
from classifier.statements.said import Said
from classifier.words import Words

__all__ = ["find_statements"]

#: Fewer words are a greeting, and nothing said.
_FEWEST_OWN = 4


def find_statements(article: Article) -> tuple[Statement, ...]:
    """Every quoted statement of an article, in order, without overlap.

    `article.text[s.start:s.end] == s.text` holds for every statement `s`. Any text is accepted;
    the work grows with its length and no faster.
    """
    words = Words.of(article.text, article.body, wrapped=article.wrapped)
    every = paragraphs(words)
    memory = Memory(words, article.date, title=article.title)
    asked = turns(words, every)
    begin = asked[0].question[0] if asked else len(words)
    end = asked[-1].answer[1] if asked else len(words)
    found = list(_told(_until(words, every, begin), memory))
    if asked:
        guest = memory.guest(_paragraph_before(every, begin), begin)
        found += [_answer(turn, guest, memory) for turn in asked]
        found += _told([one for one in every if one.first >= end], memory)
    if not found and (whose := addressed(article, words, every)) is not None:
        found = list(_own_words(every, memory, whose))
    return tuple(found)


def _own_words(every: list[Paragraph], memory: Memory, whose: Speaker) -> Iterator[Statement]:
    """Every sentence of a text that is somebody's own words: «إننا نؤكد …»."""
    for first, last, quoted in every:
        for begin, end in sentences(memory.words, first, last, quoted):
            if end - begin < _FEWEST_OWN:
                continue  # «السيد الرئيس،»
            sentence = Sentence(memory.words, begin, end, quoted, memory.known)
            frame = Frame("label", begin, begin, None, None, begin, "quote")
            said = _statement(sentence, Said(begin, [frame], None, "label", end), [frame], memory)
            stop = said.end - said.text.endswith(".")
            yield replace(
                said, form="direct", speaker=whose, content_start=said.start, content_end=stop
            )


def _until(words: Words, every: list[Paragraph], token: int) -> list[Paragraph]:
    """The paragraphs before `token`; one that holds it is cut there."""
    return [
        one if one.last <= token else Paragraph(one.first, token, quotes(words, one.first, token))
        for one in every
        if one.first < token
    ]


def _paragraph_before(every: list[Paragraph], token: int) -> int:
    """The first token of the paragraph that ends before `token`."""
    return max((one.first for one in every if one.last <= token), default=0)


def _told(every: list[Paragraph], memory: Memory) -> Iterator[Statement]:
    """The statements of paragraphs of prose."""
    for first, last, quoted in every:
        for begin, end in sentences(memory.words, first, last, quoted):
            begin = past_mark(memory.words, begin, end)
            yield from _of_sentence(
                Sentence(memory.words, begin, end, quoted, memory.known), memory
            )


def _of_sentence(sentence: Sentence, memory: Memory) -> list[Statement]:
    found: list[Statement] = []
    frames = find_frames(sentence)
    said = assemble(memory, sentence, frames)
    if said:
        memory.passed.clear()
    else:
        memory.passed.append((sentence.first, sentence.last))
    for place, one in enumerate(said, 1):
        next_begin = said[place].begin if place < len(said) else sentence.last
        one.end = end_of(sentence, one, next_begin, frames)
        if one.end > one.begin and not _is_source_alone(sentence, one):
            found.append(_statement(sentence, one, frames, memory))
    return found


def _is_source_alone(sentence: Sentence, said: Said) -> bool:
    """«وفقا لرويترز.»: a sentence that tells whose the one before is, and nothing else."""
    frame = said.frames[0]
    if frame.kind not in BESIDE or frame.cue is not None or frame.place > said.begin + 1:
        return False
    behind = max(frame.cue_end, frame.subject[1] if frame.subject else 0)
    return sentence.words.word[behind : said.end] in ([], ["."])


def _answer(turn: Turn, guest: Voice | None, memory: Memory) -> Statement:
    """The answer of an interview: one statement, whatever its length."""
    words = memory.words
    begin, end = turn.answer
    begin = answer_begin(words, begin, end)
    sentence = Sentence(words, begin, end, quotes(words, begin, end), memory.known)
    voice, frame = guest, Frame("label", begin, begin, None, None, begin, "quote")
    label = next((found for found in find_frames(sentence)[:1] if found.kind == "label"), None)
    if label is not None and label.subject is not None:
        phrase = memory.phrase(*label.subject)
        voice, frame = (memory.voice(phrase) if phrase else guest), label
    memory.hear(voice, None, False)
    said = Said(begin, [frame], voice, "interview", end)
    return replace(_statement(sentence, said, [frame], memory), form="direct")


def _statement(sentence: Sentence, said: Said, frames: list[Frame], memory: Memory) -> Statement:
    """The record of a statement: its offsets, its content, its cue, its speaker."""
    words, frame = memory.words, said.frames[0]
    span = (said.begin, said.end)
    phrase = phrase_of(memory, frame)
    name_end = None
    if phrase is not None and not frame.before:
        name_end = max(part[1] for part in (phrase.name, phrase.role) if part)
    content = content_of(sentence, span, frame, frames, name_end)
    start, stop = words.offsets(*span)
    content_start, content_end = words.offsets(*content)
    return Statement(
        text=words.text[start:stop],
        start=start,
        end=stop,
        content_start=content_start,
        content_end=content_end,
        form=form_of(sentence, *content),
        cue=words.one_line(frame.place, frame.cue_end),
        cue_class=frame.cue.cue_class if frame.cue else "neutral",
        speaker=memory.speaker(said.voice, said.order),
    )
