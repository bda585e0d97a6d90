"""Find what is said in an article, and by whom.

    article ──► words ──► paragraphs ──► sentences ──► frames ──► statements

>>> from classifier.records import Article, Span
>>> text = "وقال المتحدث باسم الوزارة سالم الحربي إن المحادثات تأجلت. وأضاف: «لن نوقع قبل أسبوع»."
>>> article = Article("a", text, (Span(0, len(text)),), 0, len(text))
>>> [(said.speaker.name, said.form, said.cue) for said in find_statements(article)]
[('سالم الحربي', 'reported', 'وقال'), ('سالم الحربي', 'direct', 'وأضاف')]
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from classifier.arabic import Folded, fold
from classifier.contents import content_of, form_of
from classifier.frames import SCARE, Frame, Sentence, find_frames
from classifier.names import ALI, NamePhrase
from classifier.paragraphs import BULLETS, Turn, interview, joined
from classifier.records import Article, Speaker, Statement
from classifier.sentences import Words, quotes, sentences
from classifier.speakers import Memory, Voice
from classifier.vocabulary import vocabulary

_STRONG = frozenset(("that", "quote", "colon"))
_COMMAS = frozenset("،,؛")


@dataclass(slots=True)
class _Said:
    """A statement in the making: its tokens, its frames, who speaks."""

    begin: int
    frames: list[Frame]
    voice: Voice | None
    order: str
    end: int = 0


def find_statements(article: Article) -> tuple[Statement, ...]:
    """Every quoted statement of an article, in order, without overlap.

    `article.text[s.start:s.end] == s.text` holds for every statement `s`. Any text is accepted;
    the work grows with its length and no faster.
    """
    folded = Folded.of(article.text)
    words = Words(folded.text, [], [], [])
    lines = [_append(words, begin, end) for begin, end in _lines(article, folded)]
    finder = _Finder(article, folded, words)
    return tuple(finder.run(joined(words, [line for line in lines if line[0] < line[1]])))


def _lines(article: Article, folded: Folded) -> Iterator[tuple[int, int]]:
    for span in article.body:
        begin, stop = folded.from_original(span.start), folded.from_original(span.end)
        while begin < stop:
            end = folded.text.find("\n", begin, stop)
            end = stop if end < 0 else end
            yield begin, end
            begin = end + 1


def _append(words: Words, begin: int, end: int) -> tuple[int, int]:
    cut = Words.of(words.source, begin, end)
    first = len(words)
    words.word.extend(cut.word)
    words.start.extend(cut.start)
    words.end.extend(cut.end)
    return first, len(words)


class _Finder:
    """The state of one article: its words and the voices heard so far."""

    def __init__(self, article: Article, folded: Folded, words: Words) -> None:
        self.article = article
        self.folded = folded
        self.words = words
        self.passive = self._read_spelling()
        self.memory = Memory(words, self.original, article.date)

    def _read_spelling(self) -> frozenset[int]:
        """What only the article's own spelling tells: the name علي, and vowelled passives."""
        word = self.words.word
        for place in [at for at, token in enumerate(word) if token == "علي"]:
            if self.original(place, place + 1).endswith("ي"):
                word[place] = ALI
        self.words.suffixed.update(
            at
            for at, token in enumerate(word)
            if token[-1] == "ه"
            and len(token) > 3
            and not token.endswith("له")
            and not token.startswith("ال")
            and self.original(at, at + 1)[-1] == "ه"
        )
        if "\N{ARABIC DAMMA}" not in self.article.text:
            return frozenset()
        cues = vocabulary().cues
        return frozenset(
            at
            for at, token in enumerate(word)
            if token in cues and "\N{ARABIC DAMMA}" in self.original(at, at + 1)[1 : 2 + cues[token].prefixed]
        )

    def run(self, paragraphs: list[tuple[int, int]]) -> Iterator[Statement]:
        """The statements of the article, paragraph by paragraph."""
        turns = interview(self.words, paragraphs)
        end = turns[0].question[0] if turns else len(self.words)
        for first, last in paragraphs:
            if first < end:
                yield from self.paragraph(first, last)
        if not turns:
            return
        guest = self.memory.guest(end)
        for turn in turns:
            yield self._answer(turn, guest)
        for first, last in paragraphs:
            if first >= turns[-1].answer[1]:
                yield from self.paragraph(first, last)

    def _answer(self, turn: Turn, guest: Voice | None) -> Statement:
        """The answer of an interview: one statement, whatever its length."""
        begin, end = turn.answer
        while begin < end - 1 and self.words.word[begin] in BULLETS:
            begin += 1
        sentence = Sentence(self.words, begin, end, tuple(quotes(self.words, begin, end)), self.memory.known)
        label = next((frame for frame in find_frames(sentence)[:1] if frame.kind == "label"), None)
        voice, frame = guest, Frame("label", begin, begin, None, None, begin, "quote")
        if label is not None and label.subject is not None:
            phrase = self.memory.phrase(*label.subject)
            voice, frame = (self.memory.voice(phrase) if phrase else guest), label
        self.memory.hear(voice, None, False)
        one = _Said(begin, [frame], voice, "interview", end)
        return replace(self._statement(sentence, one, [frame]), form="direct")

    def original(self, begin: int, end: int) -> str:
        """The article's own spelling of the tokens `begin` to `end`."""
        if begin >= end:
            return ""
        start = self.folded.original(self.words.start[begin])
        return self.article.text[start : self.folded.original_end(self.words.end[end - 1])]

    def paragraph(self, first: int, last: int) -> Iterator[Statement]:
        """The statements of one paragraph."""
        quoted = quotes(self.words, first, last)
        for begin, end in sentences(self.words, first, last, quoted):
            inside = tuple(quote for quote in quoted if quote.open < end and quote.close >= begin)
            yield from self.sentence(
                Sentence(self.words, begin, end, inside, self.memory.known, self.passive)
            )

    def sentence(self, sentence: Sentence) -> Iterator[Statement]:
        """The statements of one sentence."""
        found = find_frames(sentence)
        said = self._assemble(sentence, [frame for frame in found if self._credible(sentence, frame)])
        for place, one in enumerate(said):
            one.end = said[place + 1].begin if place + 1 < len(said) else sentence.last
            one.end = self._trimmed(one.begin, self._cut(sentence, one))
            if one.end > one.begin:
                yield self._statement(sentence, one, found)

    def _credible(self, sentence: Sentence, frame: Frame) -> bool:
        """Whether a frame reports speech, seen with its subject and its place in the sentence."""
        if frame.kind == "passive":
            opens = frame.place == sentence.first or (frame.cue is not None and frame.cue.prefixed)
            return frame.cue is None or (opens and (frame.opened_by in _STRONG or frame.cue.lemma == "أعلن"))
        if frame.kind == "noun" and frame.subject is not None:
            phrase = self._phrase(frame)
            return phrase is not None and phrase.kind in _CAPABLE
        if frame.kind == "participle" and frame.cue is not None and frame.cue.lemma == "لفت":
            # «لافتة» is a sign, too
            if frame.place > sentence.first and self.words.word[frame.place - 1] not in _COMMAS:
                return False
        if frame.kind != "verb":
            return frame.kind != "participle" or frame.opened_by in _STRONG or frame.place == sentence.first
        strong = frame.opened_by in _STRONG
        if frame.relative:
            near = frame.content - frame.place < 9
            return strong and near and self.words.word[frame.place - 1] not in ("ما", "من", "مما")
        opening = self._opens_clause(sentence, frame)
        if frame.subject is None:
            return opening and (strong or frame.place <= sentence.first + 1 or not frame.subordinate)
        phrase = self._phrase(frame)
        if phrase is None:
            return strong and (opening or (frame.before and frame.opened_by in ("quote", "colon")))
        if phrase.kind == "event":
            return False
        if frame.cue is not None and frame.cue.cue_class == "finding" and not strong:
            return phrase.kind == "document"
        if phrase.kind == "unknown":
            if self.words.word[frame.subject[0]] in ("هذا", "هذه", "ذلك", "تلك"):
                return False  # «ويؤكد هذا التحليل أن»: a thing
            if frame.cue is not None and frame.cue.cue_class == "finding":
                return False
            if frame.before:
                return strong and not frame.subordinate
            named = not self.words.word[frame.subject[0]].startswith("ال")
            return strong or (frame.place == sentence.first and named)
        if frame.subordinate:
            return phrase.kind in _CAPABLE and self.words.word[frame.place - 1] not in _CONDITIONAL
        return strong or opening or (
            frame.place < sentence.first + 8 and (phrase.kind == "person" or not _homograph(frame))
        )

    def _opens_clause(self, sentence: Sentence, frame: Frame) -> bool:
        place = frame.subject[0] if frame.before and frame.subject else frame.place
        if place == sentence.first or (frame.cue is not None and frame.cue.prefixed):
            return True
        previous = self.words.word[place - 1]
        vocab = vocabulary()
        if previous in vocab.that and place - 2 >= sentence.first:
            return self.words.word[place - 2] in ("الا", "غير", "بيد", "سبق", "وسبق")
        return previous in _COMMAS or previous in vocab.contrast or previous in vocab.time or previous in _STARTERS

    def _assemble(self, sentence: Sentence, frames: list[Frame]) -> list[_Said]:
        main = [f for f in frames if f.kind in _MAIN and not f.relative or f.kind == "noun" and f.subject]
        main = [f for f in main if not f.subordinate and f.kind != "noun"] and main or main
        main = [self._relayed(f, frames) for f in main]
        if main:
            main = sorted(main + [f for f in frames if self._tells(sentence, f, main)], key=lambda f: f.place)
        opening = next((f for f in frames if f.kind == "according" and f.place == sentence.first), None)
        if main and opening is not None and opening.subject and (main[0].subject is None or main[0].before):
            # «فبحسب النائب فلان، … قال إن …»: who is named first speaks
            phrase = self.memory.phrase(*opening.subject)
            if phrase is not None and phrase.kind == "person":
                main[0] = replace(main[0], subject=opening.subject, before=True)
        if not main:
            main = [f for f in frames if f.kind in ("according", "own-word")][:1]
        if not main:
            main = [f for f in frames if f.relative][:1]
        if not main:
            main = [f for f in frames if f.kind == "participle"][:1]
        if not main:
            main = [f for f in frames if f.kind == "noun"][:1]
        if not main:
            return self._bare_quote(sentence)
        said: list[_Said] = []
        for frame in main:
            if not said:
                told = [f for f in frames if f.relative and f.place < frame.place and f.opened_by in _STRONG]
                if frame.subject is None and told:
                    # «… النائب فلان الذي أوضح أنه …؛ لكنه قال»: one speaker, named first
                    frame = replace(frame, subject=told[0].subject, before=True, content=told[0].content)
                    said.append(replace_begin(self._first(sentence, frame), sentence.first))
                    continue
                if not _standing(sentence, frame):
                    said.append(self._first(sentence, frame))
                continue
            new = self._next(sentence, frame, said[-1])
            if new is not None:
                said.append(new)
            else:
                said[-1].frames.append(frame)
        return said

    def _tells(self, sentence: Sentence, frame: Frame, main: list[Frame]) -> bool:
        """A relative clause in which another named speaker speaks: «… كيري الذي أوضح أن …»."""
        if not frame.relative or frame.opened_by not in _STRONG or frame.subject is None:
            return False
        if frame.cue is None or frame.cue.shape == "participle" or frame.place < main[0].place:
            return False
        phrase = self.memory.phrase(*frame.subject)
        return phrase is not None and phrase.kind in ("person", "body") and phrase.name is not None

    def _relayed(self, frame: Frame, frames: list[Frame]) -> Frame:
        """«وأفادت وكالة … نقلا عن مسؤول أن»: the agency passes on what the official says."""
        if frame.subject is None or self.words.word[frame.subject[0]] not in vocabulary().relays:
            return frame
        for other in frames:
            if other.kind == "according" and self.words.word[other.place] == "نقلا" and other.subject:
                return replace(frame, kind="relay", subject=other.subject)
        return frame

    def _first(self, sentence: Sentence, frame: Frame) -> _Said:
        begin = self._front(sentence, frame)
        voice, order = self._who(sentence, frame)
        self.memory.hear(voice, frame.cue, frame.subject is not None)
        return _Said(begin, [frame], voice, order)

    def _front(self, sentence: Sentence, frame: Frame) -> int:
        """Where the first statement of a sentence begins: narration before it stays outside."""
        word = self.words.word
        place = frame.subject[0] if frame.before and frame.subject else frame.place
        if frame.subordinate or frame.kind == "noun":
            return frame.place
        if frame.relative:
            return place
        border = self._border(sentence, place)
        if border is None or border - sentence.first < 4:
            return sentence.first
        cues = vocabulary().cues
        for at in range(sentence.first, border):
            cue = cues.get(word[at])
            if cue is not None and (cue.shape == "participle" or (cue.shape == "noun" and word[at - 1] == "الي")):
                return sentence.first
        vocab = vocabulary()
        if any(token in vocab.turn for token in word[sentence.first : sentence.first + 2]):
            return sentence.first
        utterance = vocab.utterance
        if any(token in utterance for token in word[sentence.first : min(border, sentence.first + 12)]):
            return sentence.first
        return border

    def _border(self, sentence: Sentence, place: int) -> int | None:
        """The token where the clause of `place` begins, if a clause border stands there."""
        word = self.words.word
        vocab = vocabulary()
        for at in range(place, max(sentence.first, place - 7), -1):
            previous = word[at - 1]
            if word[at] in _HARD and at < place or word[at] in _HARD and at == place:
                if word[at] == "ان" or word[at] not in ("حين",):
                    return at
            if word[at] == "حين" and previous == "في":
                return at - 1
            if word[at] in vocab.that and previous in ("غير", "الا", "بيد"):
                return at - 1
            if word[at] in ("وهو", "وهي") and at + 1 < sentence.last and word[at + 1] == "ما":
                return at
            if previous == "ان" and at - 2 >= sentence.first and word[at - 2] in ("بعد", "قبل"):
                return at
            if previous in _COMMAS:
                cue = vocab.cues.get(word[at])
                return at if cue is not None and cue.prefixed else None
        return None

    def _next(self, sentence: Sentence, frame: Frame, before: _Said) -> _Said | None:
        """A further statement of the sentence: another speaker in a clause of his own."""
        if frame.subject is None:
            return None
        if frame.kind == "noun" or frame.subordinate or frame.relative:
            voice, order = self._who(sentence, frame)
            if voice is None or voice is before.voice:
                return None
            self.memory.hear(voice, frame.cue, True)
            return _Said(frame.place - frame.relative, [frame], voice, order)
        place = frame.subject[0] if frame.before else frame.place
        border = self._border(sentence, place)
        if border is None and frame.before and frame.opened_by not in _STRONG:
            return None
        if border is None:
            prefixed = frame.cue is not None and frame.cue.prefixed
            previous = self.words.word[place - 1]
            if not (prefixed and frame.opened_by in _STRONG) and previous not in _COMMAS:
                return None
            border = place
        voice, order = self._who(sentence, frame)
        if voice is None or voice is before.voice or voice.kind == "unknown":
            return None
        self.memory.hear(voice, frame.cue, True)
        return _Said(border, [frame], voice, order)

    def _who(self, sentence: Sentence, frame: Frame) -> tuple[Voice | None, str]:
        """The voice of a frame, and the reason code that tells how it was found."""
        if frame.kind == "passive" and frame.cue is not None:
            return None, "passive"
        cue = frame.cue
        goes_on = cue is not None and cue.lemma in _GOING_ON
        if frame.subject is not None:
            phrase = self._phrase(frame)
            if phrase is not None and not self._is_accused(frame, phrase):
                order = "subject-verb" if frame.before else "verb-subject"
                return self.memory.voice(phrase, goes_on), _ORDERS.get(frame.kind, order)
        if frame.place > sentence.first + 1:
            if self.words.word[sentence.first] in ("جاء", "وجاء") and self.words.word[sentence.first + 1] in ("ذلك", "هذا"):
                voice = self._document(sentence, frame.place)
            else:
                voice = self.memory.holder(sentence.first + 1, min(frame.place, sentence.first + 12))
            if voice is not None and not (cue is not None and voice.feminine and not cue.feminine):
                return voice, "clause-subject"
        return self.memory.last(cue), "continuation"

    def _phrase(self, frame: Frame) -> NamePhrase | None:
        if frame.subject is None:
            return None
        begin, end = frame.subject
        phrase = self.memory.phrase(
            begin, end, frame.content if frame.content > end else None, frame.opened_by in _STRONG
        )
        if phrase is not None and phrase.kind == "unknown" and frame.before and end - begin > 4:
            return None  # a clause, not a name
        return phrase

    def _is_accused(self, frame: Frame, phrase: NamePhrase) -> bool:
        """«واتهم الرئيس السابق بأنه …» behind another speaker: the noun is the accused."""
        if frame.cue is None or frame.cue.cue_class != "accusing" or not frame.cue.prefixed:
            return False
        if frame.before or not self.memory.voices or frame.subject is None:
            return False
        return phrase.kind == "person" and phrase.name is not None and phrase.name[1] >= frame.subject[1] - 1

    def _document(self, sentence: Sentence, before: int) -> Voice | None:
        """«جاء ذلك في بيان مشترك …»: the document that the sentence opens with."""
        for at in range(sentence.first + 2, min(before, sentence.first + 5)):
            if self.words.word[at] in ("في", "خلال"):
                phrase = self.memory.phrase(at + 1, self._name_end(sentence, at + 1))
                if phrase is not None and phrase.kind == "document":
                    return self.memory.voice(phrase)
        return None

    def _name_end(self, sentence: Sentence, begin: int) -> int:
        word, vocab = self.words.word, vocabulary()
        end = begin
        while end < min(sentence.last, begin + 9):
            if word[end] in vocab.preposition or word[end] in _COMMAS or word[end] in vocab.relative:
                break
            end += 1
        return end

    def _bare_quote(self, sentence: Sentence) -> list[_Said]:
        """A sentence that is nearly all quote goes on with the last speaker."""
        words = self.words
        total = words.end[sentence.last - 1] - words.start[sentence.first]
        for quote in sentence.quotes:
            if quote.open != sentence.first:
                continue
            close = min(quote.close, sentence.last - 1)
            if words.end[close] - words.start[quote.open] >= 0.7 * total and close - quote.open > SCARE + 2:
                frame = Frame("verb", quote.open, quote.open, None, None, quote.open, "quote")
                return [_Said(sentence.first, [frame], self.memory.last(None), "continuation")]
        return []

    def _cut(self, sentence: Sentence, one: _Said) -> int:
        """Where a statement ends before narration: «…، فيما تستعد …»."""
        word = self.words.word
        last = max(frame.content for frame in one.frames)
        for at in range(max(last + 4, one.begin + 6), one.end - 3):
            if word[at] == "في" and word[at + 1] == "اشاره" and sentence.quote_at(at) is None:
                return at
            if word[at - 1] not in _COMMAS or sentence.quote_at(at) is not None:
                continue
            if word[at] in ("فيما", "بينما") or (word[at], word[at + 1]) in _TRAILING:
                return at
        return one.end

    def _trimmed(self, begin: int, end: int) -> int:
        word = self.words.word
        while end > begin and (word[end - 1] in _COMMAS or word[end - 1] in ("و", "-", "–")):
            end -= 1
        return end

    def _statement(self, sentence: Sentence, one: _Said, frames: list[Frame]) -> Statement:
        frame = one.frames[0]
        start, stop = self._offsets(one.begin, one.end)
        phrase = self._phrase(frame)
        name_end = None
        if phrase is not None and not frame.before:
            name_end = max(part[1] for part in (phrase.name, phrase.role) if part)
        begin, end = content_of(sentence, (one.begin, one.end), frame, frames, name_end)
        content = self._offsets(begin, end)
        return Statement(
            text=self.article.text[start:stop],
            start=start,
            end=stop,
            content_start=content[0],
            content_end=content[1],
            form=form_of(sentence, begin, end),
            cue=self.original(frame.place, frame.cue_end),
            cue_class=frame.cue.cue_class if frame.cue else "neutral",
            speaker=self._speaker(one),
        )

    def _speaker(self, one: _Said) -> Speaker:
        """The speaker's record, its place in code points of the article's text."""
        speaker = self.memory.speaker(one.voice, one.order)
        if speaker.start is None or speaker.end is None:
            return speaker
        start, end = self._offsets(speaker.start, speaker.end)
        return replace(speaker, start=start, end=end)

    def _offsets(self, begin: int, end: int) -> tuple[int, int]:
        return (
            self.folded.original(self.words.start[begin]),
            self.folded.original_end(self.words.end[end - 1]),
        )


def replace_begin(said: _Said, begin: int) -> _Said:
    """The same statement from an earlier token on."""
    said.begin = begin
    return said


def _standing(sentence: Sentence, frame: Frame) -> bool:
    """A position in the present inside narration («وبينما ترفض كييف …») opens no statement."""
    if frame.cue is None or frame.cue.shape != "present" or frame.opened_by in _STRONG:
        return False
    return frame.place != sentence.first and not frame.before


def _homograph(frame: Frame) -> bool:
    """Whether the verb's form is also a noun's (رفض، تمسك، وصف), so that its place must decide."""
    cue = frame.cue
    return cue is not None and cue.shape == "past" and not cue.feminine and not cue.plural and len(fold(cue.lemma)) < 4


#: Verbs that only go on with what was begun.
_GOING_ON = frozenset(("أضاف", "تابع", "أردف", "استطرد", "واصل", "ختم", "اختتم", "جدّد", "مضى", "زاد", "أكمل"))
#: Word pairs behind a comma that go on with narration, not with what was said.
_TRAILING = frozenset(
    [("في", "حين"), ("قبل", "ساعات"), ("قبل", "ايام"), ("بعد", "ساعات")]
    + [("وذلك", word) for word in ("بعد", "عقب", "قبل", "اثر")]
)
_CONDITIONAL = frozenset(("اذا", "لو", "حتي", "لان", "كي", "لكي"))
_CAPABLE = frozenset(("person", "body", "metonym", "group", "anonymous"))
_STARTERS = frozenset(("كان", "وكان", "كانت", "وكانت", "قد", "وقد", "ثم", "»", ")", "و", "فقد", "لقد", "ذلك", "لذلك", "لذا"))
_MAIN = frozenset(("verb", "relay", "label", "passive"))
_HARD = frozenset("لكن ولكن لكنه لكنها لكنهم ولكنه ولكنها ولكنهم بينما وبينما فيما حيث كما لذلك لذا".split())
_ORDERS = {"relay": "relay", "according": "according-to", "label": "label"}
