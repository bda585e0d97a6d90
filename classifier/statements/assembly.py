"""From the frames of a sentence to its statements: which frames speak, for whom, from where."""

from __future__ import annotations

from classifier.contents import BESIDE
from classifier.cues import cue_forms
from classifier.frames import SCARE, Frame, Sentence
from classifier.function_words import RELAY, WHEN
from classifier.speakers import Memory
from classifier.statements.attribution import phrase_of, speaker_of
from classifier.statements.borders import clause_border, front_of
from classifier.statements.credibility import is_credible
from classifier.statements.said import Said
from classifier.statements.things import CAPABLE
from classifier.words import COMMAS, DASHES

_MAIN = frozenset(("verb", "relay", "label", "passive"))
_NAMED = frozenset(("person", "body"))
#: «اعتقد أن …»: I do, where the hamza is not printed.
_I_DO = frozenset(("اعتقد",))
#: The longest name with its office below a quotation, in words.
_LONGEST_SIGNED = 12
#: The share of a sentence, in letters, that makes it all quote.
_NEARLY_ALL = 0.7


def assemble(memory: Memory, sentence: Sentence, frames: list[Frame]) -> list[Said]:
    """The statements of a sentence, begun; each voice is remembered as it speaks."""
    frames = [frame for frame in frames if is_credible(memory, sentence, frame)]
    main = _main_frames(memory, sentence, frames) if frames else []
    if not main:
        return _bare_quote(memory, sentence)
    told = next((frame for frame in frames if frame.relative and frame.strong), None)
    said: list[Said] = []
    for frame in main:
        if said:
            further = _further(memory, sentence, frame, said[-1])
            if further is not None:
                said.append(further)
            else:
                said[-1].frames.append(frame)
        elif frame.subject is None and told is not None and told.place < frame.place:
            said.append(_first_told(memory, sentence, frame, told))
        elif not _is_standing(sentence, frame):
            first = _first(memory, sentence, frame)
            unknown = first.voice is None and first.order == "continuation"
            if not (unknown and _is_nobodys(memory, sentence, frame)):
                said.append(first)
    if not said:  # «وقد تدعو الدول إلى خفض الإنتاج، بحسب المحللين»
        said = [_first(memory, sentence, frame) for frame in frames if frame.kind in BESIDE][:1]
    return said


def _main_frames(memory: Memory, sentence: Sentence, frames: list[Frame]) -> list[Frame]:
    """The frames that make statements: verbs; else one of what else the sentence has."""
    main = [
        frame
        for frame in frames
        if (frame.kind in _MAIN and not frame.relative) or (frame.kind == "noun" and frame.subject)
    ]
    if not main:
        return (
            [frame for frame in frames if frame.kind in BESIDE][:1]
            or [frame for frame in frames if frame.relative][:1]
            or [frame for frame in frames if frame.kind == "participle"][:1]
            or [frame for frame in frames if frame.kind == "noun"][:1]
        )
    main = _relayed(memory, main, frames)
    main += [
        frame for frame in frames if frame.relative and _tells(memory, sentence, frame, main[0])
    ]
    main.sort(key=lambda frame: frame.place)
    return _opened_by_source(memory, sentence, main, frames)


def _relayed(memory: Memory, main: list[Frame], frames: list[Frame]) -> list[Frame]:
    """«وأفادت وكالة … نقلا عن مسؤول أن»: the agency passes on what the official says."""
    word = memory.words.word
    source = next(
        (
            f.subject
            for f in frames
            if f.kind == "according" and word[f.place] == "نقلا" and f.subject
        ),
        None,
    )
    if source is None:
        return main
    return [
        frame._replace(kind="relay", subject=source)
        if frame.subject is not None and word[frame.subject[0]] in RELAY
        else frame
        for frame in main
    ]


def _tells(memory: Memory, sentence: Sentence, frame: Frame, main: Frame) -> bool:
    """A relative clause in which another speaks: «… كيري الذي أوضح أن …»."""
    if not frame.strong or frame.cue is None or frame.cue.shape == "participle":
        return False
    kinds = _NAMED
    if frame.place < main.place:
        if not _comes_first(sentence, frame, main):
            return False
        kinds = CAPABLE
    phrase = phrase_of(memory, frame)
    return phrase is not None and phrase.kind in kinds and phrase.name is not None


def _comes_first(sentence: Sentence, frame: Frame, main: Frame) -> bool:
    """«وردا على نواب قالوا إن …، أوضح الوزير أن …»: the main clause has a speaker of its own."""
    if main.subject is None or main.before or main.prefixed or not main.strong:
        return False
    return sentence.token(main.place - 1) in COMMAS and frame.content < main.place - 2


def _opened_by_source(
    memory: Memory, sentence: Sentence, main: list[Frame], frames: list[Frame]
) -> list[Frame]:
    """«فبحسب النائب فلان، … قال إن …»: who is named first speaks."""
    opening = next((f for f in frames if f.kind == "according" and f.place == sentence.first), None)
    if opening is None or opening.subject is None or (main[0].subject and not main[0].before):
        return main
    phrase = memory.phrase(*opening.subject)
    if phrase is None or phrase.kind != "person":
        return main
    return [main[0]._replace(subject=opening.subject, before=True), *main[1:]]


def _is_nobodys(memory: Memory, sentence: Sentence, frame: Frame) -> bool:
    """«ستجد أن …», «سبق أن كتبت أن …» where nobody was named so far: the writer's own voice.

    A quotation is somebody's, whoever he is; «وأضاف أن» goes on with words that a cut off text
    does not hold.
    """
    cue = frame.cue
    if cue is None or not memory.passed or frame.relative:
        return False
    quoted = sentence.token(frame.content) == ":" or sentence.quotes.at(frame.content) is not None
    if quoted or frame.opened_by in ("quote", "colon"):
        return False
    if frame.kind == "noun":
        return not sentence.token(frame.place).startswith("ب")  # «اعترض بقوله إن»
    if frame.kind != "verb" or (cue.prefixed and cue.shape == "past"):
        return False
    if cue.lemma in _I_DO:
        return True
    return cue.shape == "present" or cue.feminine or frame.opened_by == "word"


def _first(memory: Memory, sentence: Sentence, frame: Frame) -> Said:
    """The first statement of a sentence."""
    begin = front_of(sentence, frame)
    voice, order = speaker_of(memory, sentence, frame)
    memory.hear(voice, frame.cue, frame.subject is not None and frame.kind != "relay")
    return Said(begin, [frame], voice, order)


def _first_told(memory: Memory, sentence: Sentence, frame: Frame, told: Frame) -> Said:
    """«… النائب فلان الذي أوضح أنه …؛ لكنه قال»: one speaker, named first."""
    frame = frame._replace(subject=told.subject, before=True, content=told.content)
    said = _first(memory, sentence, frame)
    said.begin = sentence.first
    return said


def _further(memory: Memory, sentence: Sentence, frame: Frame, before: Said) -> Said | None:
    """A further statement of the sentence: another speaker in a clause of his own."""
    if frame.subject is None:
        return None
    if frame.kind == "noun" and _is_matter(sentence, frame):
        return None
    last = before.frames[-1]
    if last.strong and frame.place <= last.content:
        if last.content != frame.content or sentence.token(frame.place) != "ما":
            return None  # «قال المتحدث، ويدعى سالم، إن»: nothing is said yet
        before.frames[-1] = last._replace(content=frame.place - 1, opened_by="word")
    inner = frame.kind == "noun" or frame.subordinate or frame.relative
    begin = frame.place - frame.relative if inner else _further_begin(sentence, frame)
    if begin is None:
        return None
    voice, order = speaker_of(memory, sentence, frame)
    if voice is None or voice is before.voice:
        return None
    if voice.kind == "unknown" and not inner and not (frame.strong and begin < frame.front):
        return None  # an unknown word speaks only in a clause that is sure to be one
    memory.hear(voice, frame.cue, frame.kind != "relay")
    return Said(begin, [frame], voice, order)


def _is_matter(sentence: Sentence, frame: Frame) -> bool:
    """Whether a verbal noun is part of what another says.

    «قال إن اللجنة تجتمع عقب إعلان الوزارة …», «… تأكيدا على حرص القيادة على …»
    """
    if sentence.token(frame.place) == "ما":
        return False  # «رفض ما قاله فلان من أن …»
    before = sentence.token(frame.place - 1)
    governor = cue_forms().get(before)
    if before in WHEN or (governor is not None and governor.shape != "noun"):
        return True  # «أشاد بتعهد الوزارة»
    return not frame.strong and frame.cue is not None and frame.cue.shape == "past"


def _further_begin(sentence: Sentence, frame: Frame) -> int | None:
    """Where the clause of a further verb begins, None where it opens none."""
    place = frame.front
    border = clause_border(sentence, place)
    if border is not None:
        return border
    if frame.before and not frame.strong:
        return None
    opens = (frame.prefixed and frame.strong) or sentence.words.word[place - 1] in COMMAS
    return place if opens else None


def _is_standing(sentence: Sentence, frame: Frame) -> bool:
    """A position in the present inside narration («وبينما ترفض كييف …») opens no statement."""
    if frame.cue is None or frame.cue.shape != "present" or frame.strong:
        return False
    after_comma = sentence.token(frame.place - 1) in COMMAS
    if frame.prefixed and frame.subject and after_comma and "holding" not in frame.cue.traits:
        return False  # «…، وتؤكد التقارير إجراء جولة ثانية»
    return frame.place != sentence.first and not frame.before


def _bare_quote(memory: Memory, sentence: Sentence) -> list[Said]:
    """A sentence that is nearly all quote goes on with the last speaker."""
    words, first = sentence.words, sentence.first
    quote = sentence.quote_opened(first)
    if quote is None or quote.length < SCARE + 2:
        return []
    close = min(quote.close, sentence.last - 1)
    if sentence.token(close + 1) == ":":
        return []  # a heading: «1) «كل شيء على ما يرام»: …»
    signed = _signed(memory, sentence, close)
    if signed is not None:
        return [signed]
    quoted = words.end(close) - words.start[first]
    total = words.end(sentence.last - 1) - words.start[first]
    if quoted < _NEARLY_ALL * total or close - first <= SCARE + 2:
        return []
    frame = Frame("verb", first, first, None, None, first, "quote")
    return [Said(first, [frame], memory.last(None), "continuation")]


def _signed(memory: Memory, sentence: Sentence, close: int) -> Said | None:
    """«لن نوقع اليوم على شيء» - سالم الحربي، رئيس الوفد: a quotation, and below it whose it is."""
    begin, end = close + 2, sentence.last - (sentence.token(sentence.last - 1) == ".")
    if sentence.token(close + 1) not in DASHES or not 0 < end - begin <= _LONGEST_SIGNED:
        return None
    phrase = memory.phrase(begin, end)
    if phrase is None or phrase.kind != "person" or phrase.name is None:
        return None
    at = (close + 1, close + 2)
    frame = Frame("according", *at, None, (begin, end), sentence.first, "quote")
    voice = memory.voice(phrase)
    memory.hear(voice, None, False)
    return Said(sentence.first, [frame], voice, "label")
