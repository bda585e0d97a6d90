"""Reporting frames: which words of a sentence say that somebody says something.

A frame is a cue (قال، مؤكدا، بحسب، «فلان:»), where its subject stands, and where what is said
begins. Frames are looked for outside quotation marks, in one pass over the words of a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from classifier.cues import Cue
from classifier.sentences import Quote, Words
from classifier.vocabulary import Vocabulary, bare, vocabulary

Kind = Literal["verb", "participle", "according", "noun", "label", "relay", "passive", "own-word"]

#: How far behind its verb a complement is looked for, in words: «قال», which always has one, and
#: the others. Titles, place, time and two appositions stand between in the longest of the
#: project's own cases (38 words).
_REACH = 45
_SHORT_REACH = 24
#: Quotes up to this many words are names or scare quotes unless a frame points at them.
SCARE = 3
#: The verbs that report whatever follows; the others need a subject who can speak.
_SPEECH = frozenset(("neutral", "assertive", "denying", "doubting", "opining", "conceding", "asking"))
_COMMAS = frozenset("،,؛;-–")


@dataclass(frozen=True, slots=True)
class Frame:
    """One reporting frame of a sentence; places are tokens of the article's `Words`.

    Fields:
        kind: verb, participle, according (بحسب), noun (قوله), label («فلان:»), relay (نقلت عن),
            passive (تم التأكيد), own-word (على حد قوله).
        place, cue_end: the cue's tokens.
        cue: the form found (None for labels and بحسب).
        subject: the tokens where the subject's name may stand, or None.
        content: the token where what is said begins.
        opened_by: `that`, `quote`, `colon` or `word`: what opens it.
        before: the subject stands before its verb.
        relative: the verb stands in a relative clause (الذي قال).
        subordinate: the verb hangs on عندما، بعد أن، رغم …
    """

    kind: Kind
    place: int
    cue_end: int
    cue: Cue | None
    subject: tuple[int, int] | None
    content: int
    opened_by: str
    before: bool = False
    relative: bool = False
    subordinate: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article: its tokens, the quotes in it, the surnames known so far.

    `passive` holds the verbs that the article vowels as passive (ذُكر، أُعلن).
    """

    words: Words
    first: int
    last: int
    quotes: tuple[Quote, ...]
    known: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    passive: frozenset[int] = frozenset()

    def quote_at(self, place: int) -> Quote | None:
        """The quote that token `place` opens or lies in."""
        for quote in self.quotes:
            if quote.open <= place <= quote.close:
                return quote
        return None

    def outside(self) -> Iterator[int]:
        """The tokens outside quotes, in order."""
        place = self.first
        for quote in self.quotes:
            yield from range(place, min(quote.open, self.last))
            place = max(place, quote.close + 1)
        yield from range(place, self.last)


class _Complement(NamedTuple):
    subject_begin: int
    subject_end: int
    content: int
    opened_by: str


def find_frames(sentence: Sentence) -> list[Frame]:
    """The frames of a sentence, in order of their cues."""
    vocab = vocabulary()
    word = sentence.words.word
    cues, attribution = vocab.cues, vocab.attribution
    found: list[Frame] = []
    for place in sentence.outside():
        token = word[place]
        cue = cues.get(token) or _with_object(sentence, place, vocab) or _again(sentence, place, vocab)
        frame = None
        if token in _CAME and (came := _came_in(sentence, place, vocab)) is not None:
            frame = came
        elif cue is not None:
            frame = _cue_frame(sentence, place, cue, vocab)
        elif token == "ما" and place > sentence.first and word[place - 1] in ("وهو", "وهي"):
            frame = _which(sentence, place, vocab)
        elif token in attribution or token in _ON:
            frame = _according(sentence, place, vocab)
        elif token in _PASSIVE:
            frame = _passive(sentence, place)
        if frame is not None:
            found.append(frame)
    if not found or found[0].place > sentence.first + 6:
        label = _label(sentence, vocab)
        if label is not None:
            found.insert(0, label)
    return found


_ON = frozenset(("علي", "وعلي"))
_CAME = frozenset(("جاء", "وجاء", "ورد", "وورد", "جاءت", "نصت"))
_PASSIVE = frozenset(("تم", "وتم", "جري", "وجري"))
_CONFIRMED = frozenset(("التاكيد", "التشديد", "التنويه", "الاشاده"))


def _came_in(sentence: Sentence, place: int, vocab: Vocabulary) -> Frame | None:
    """«جاء في بيان للوزارة أن …», «منشورا جاء فيه: …»: a document speaks."""
    word, last = sentence.words.word, sentence.last
    at = place + 1
    if at >= last or word[at] not in ("في", "فيه", "فيها", "علي", "لسان"):
        return None
    own = word[at] != "في"
    begin = at + 1
    if not own and (begin >= last or not vocab.kinds(word[begin]) & {"document"} and word[begin] not in vocab.utterance):
        return None
    end = begin
    for behind in range(begin, min(last, begin + _REACH)):
        quote = sentence.quote_at(behind)
        opens = quote is not None and quote.open == behind and quote.close - quote.open > SCARE + 1
        if opens or word[behind] in vocab.that or word[behind] == ":":
            subject = None if own else (begin, end if end > begin else behind)
            inner = _inner_speaker(sentence, behind, vocab)
            content = behind + 1 if word[behind] == ":" else behind
            return Frame("verb", place, begin, None, inner or subject, min(content, last - 1), "that")
        if end == begin and behind > begin and _ends_name(word[behind], behind - begin, vocab, None):
            end = behind
    return None


def _inner_speaker(sentence: Sentence, that: int, vocab: Vocabulary) -> tuple[int, int] | None:
    """«أن لافروف أشار إلى …»: the document tells what somebody said; he is the speaker."""
    word, at = sentence.words.word, that + 1
    if at + 1 < sentence.last and word[at] in sentence.known:
        cue = vocab.cues.get(word[at + 1])
        if cue is not None and cue.shape != "noun":
            return (at, at + 1)
    return None


def _which(sentence: Sentence, place: int, vocab: Vocabulary) -> Frame | None:
    """«وهو ما ينفيه فلان»: a clause that takes a position on what was just said."""
    word = sentence.words.word
    at = place + 1
    if at + 1 < sentence.last and word[at + 1] in ("عليه", "عليها") and word[at] in vocab.cues:
        # «وهو ما رد عليه فلان بالقول إن …»
        end = _phrase_end(sentence, at + 2, vocab)
        return Frame("verb", at, at + 1, vocab.cues[word[at]], (at + 2, end), min(end, sentence.last - 1), "that")
    if at >= sentence.last or not word[at].endswith(("ه", "ها")):
        return None
    stem = word[at].removesuffix("ها").removesuffix("ه")
    cue = vocab.cues.get(stem) or vocab.cues.get(stem[:-1] + "ي")
    if cue is None or cue.shape not in ("past", "present"):
        return None
    end = _phrase_end(sentence, at + 1, vocab)
    subject = (at + 1, end) if end > at + 1 else None
    return Frame("verb", at, at + 1, cue, subject, at, "that")


def _with_object(sentence: Sentence, place: int, vocab: Vocabulary) -> Cue | None:
    """A verb with its object attached, before a sure subject: «فيما وصفها نورزي بأنها»."""
    token = sentence.words.word[place]
    if not token.endswith(("ه", "ها", "هم")) or place + 1 >= sentence.last:
        return None
    stem = token.removesuffix("ها").removesuffix("هم").removesuffix("ه")
    cue = vocab.cues.get(stem)
    if cue is None or cue.shape not in ("past", "present") or cue.cue_class not in _WITH_OBJECT:
        return None
    if not cue.prefixed and place > sentence.first:
        before = sentence.words.word[place - 1]
        if before not in vocab.contrast and before not in _COMMAS:
            return None
    return cue if sure_name(sentence, place + 1, sentence.last, vocab) else None


def _again(sentence: Sentence, place: int, vocab: Vocabulary) -> Cue | None:
    """«وعاد فلان ليقول», «لكن فلانة عادت لتوضح»."""
    word = sentence.words.word
    if word[place][0] != "ل" or not _RETURNED & set(word[max(sentence.first, place - 4) : place]):
        return None
    cue = vocab.cues.get(word[place][1:])
    return cue if cue is not None and cue.shape == "present" else None


_RETURNED = frozenset(("عاد", "وعاد", "عادت", "وعادت"))
_WITH_OBJECT = frozenset(("opining", "accusing", "criticising", "demanding", "warning", "praising", "refusing"))


def _passive(sentence: Sentence, place: int) -> Frame | None:
    """«وتم التأكيد على …»: said by the sides that met, whom the article named before."""
    word = sentence.words.word
    if place + 2 < sentence.last and word[place + 1] in _CONFIRMED:
        return Frame("passive", place, place + 2, None, None, place + 2, "word")
    return None


def _cue_frame(sentence: Sentence, place: int, cue: Cue, vocab: Vocabulary) -> Frame | None:
    if cue.shape == "noun":
        return _noun_frame(sentence, place, cue, vocab)
    if not _is_verb_here(sentence, place, cue, vocab):
        # «رغم نفي الوزير»: spelt as the verb, it is the noun here
        return _reported_noun(sentence, place, cue, vocab) if cue.shape == "past" else None
    if cue.cue_class == "relay":
        return _relay(sentence, place, cue, vocab)
    if place > sentence.first and "any" in cue.needs and sentence.words.word[place - 1] == "كما" and _is_aside(sentence, place, vocab):
        subject = (place + 1, _phrase_end(sentence, place + 1, vocab))
        return Frame("according", place, place + 1, cue, subject, sentence.first, "word")
    complement = _complement(sentence, place, cue, vocab)
    ahead = _said_before(sentence, place, cue, vocab)
    if ahead is not None and (complement is None or complement.opened_by == "word"):
        complement = ahead
    if complement is None:
        return None
    if cue.shape == "participle":
        return Frame("participle", place, place + 1, cue, None, complement.content, complement.opened_by)
    word = sentence.words.word
    previous = word[place - 1] if place > sentence.first else ""
    relative = previous in vocab.relative and not cue.prefixed
    subordinate = previous in vocab.subordinate or (
        previous == "ان" and place - 2 >= sentence.first and word[place - 2] in vocab.subordinate
    )
    subject = None
    if complement.subject_end > complement.subject_begin:
        subject = (complement.subject_begin, complement.subject_end)
    before = False
    if place in sentence.passive:
        return Frame("passive", place, place + 1, cue, None, complement.content, complement.opened_by)
    if subject is not None and _is_object(word[subject[0]], cue, vocab):
        subject = None
    if subject is not None and word[subject[0]].endswith(("ها", "هم", "هما")) and word[subject[0]] not in vocab.given:
        subject = None  # an object with a pronoun: «وتنفي سعيها إلى …»
    if subject is None and not cue.prefixed:
        subject = _subject_before(sentence, place, vocab)
        before = subject is not None
    elif subject is not None and not cue.prefixed and complement.opened_by == "word":
        # «لكن الصايغ رفض العرض»: the noun behind the verb is its object
        front = _subject_before(sentence, place, vocab)
        if front is not None and not sure_name(sentence, *subject, vocab) and sure_name(sentence, *front, vocab):
            subject, before = front, True
    elif subject is None and (word[place].startswith("ف") or previous in ("فلا", "فلم", "فلن", "فقد")):
        subject = _as_for(sentence, place, vocab)
        before = subject is not None
    return Frame(
        "verb", place, place + 1, cue, subject, complement.content, complement.opened_by,
        before, relative, subordinate,
    )


def _said_before(sentence: Sentence, place: int, cue: Cue, vocab: Vocabulary) -> _Complement | None:
    """«…»، قال فلان: what is said stands before its verb."""
    if cue.shape not in ("past", "present") or cue.cue_class not in _SPEECH or cue.prefixed:
        return None
    word = sentence.words.word
    before = place - 1
    while before > sentence.first and (word[before] in _COMMAS or word[before] in ("هكذا", "بهذه", "الكلمات")):
        before -= 1
    for quote in sentence.quotes:
        if quote.close == before and quote.open <= sentence.first + 1 and quote.close - quote.open > 2:
            end = place + 1
            while end < min(sentence.last, place + 14) and not _ends_name(word[end], end - place - 1, vocab, None) and word[end] not in ".":
                end += 1
            return _Complement(place + 1, end, quote.open, "quote")
    return None


def _is_object(head: str, cue: Cue, vocab: Vocabulary) -> bool:
    """Whether the noun behind a verb is its object: «وناشدوا الأمم», «ودعا إيران إلى», «حذر المشرعين»."""
    if cue.plural:
        return True
    if cue.cue_class in _TRANSITIVE and head.endswith("ين") and vocab.kinds(head):
        return True
    if cue.feminine or cue.cue_class not in _TRANSITIVE:
        return False
    feminine = head.endswith("ه") and "body" in vocab.kinds(head)
    return feminine or (head in vocab.places and head not in _MASCULINE_PLACES)


_TRANSITIVE = frozenset(("accusing", "demanding", "warning", "criticising", "praising", "threatening"))
_MASCULINE_PLACES = frozenset(("العراق", "لبنان", "الاردن", "المغرب", "السودان", "اليمن", "الاتحاد"))


def _is_aside(sentence: Sentence, place: int, vocab: Vocabulary) -> bool:
    """«…، كما قال فلان، …»: a few words between commas and nothing that is said."""
    word = sentence.words.word
    for at in range(place + 1, min(sentence.last, place + 8)):
        if word[at] in _COMMAS or word[at] == ".":
            return True
        if word[at] in vocab.that or word[at] == ":" or word[at] in vocab.preposition or sentence.quote_at(at):
            return False
    return False


def _is_verb_here(sentence: Sentence, place: int, cue: Cue, vocab: Vocabulary) -> bool:
    """Whether the word is a reporting verb at this place, and not its homograph.

    «رفض» behind a preposition is a noun, «بين» mostly the preposition, «ويذكر أن» the
    newspaper's own voice, «لم يعلن» a silence.
    """
    word = sentence.words.word
    token = word[place]
    previous = word[place - 1] if place > sentence.first else ""
    following = word[place + 1] if place + 1 < sentence.last else ""
    if token in vocab.impersonal and (following in vocab.that or following in ("الي", "هنا", "شركه")):
        return False
    if token in ("بين", "وبين"):
        if place != sentence.first or not _that_within(sentence, place, 9, vocab):
            return False
        return following in vocab.that or following in vocab.given or bool(vocab.kinds(following) & {"role", "honorific", "body"}) or (token == "وبين" and not any(sentence.words.word[at].startswith("و") for at in range(place + 2, min(place + 4, sentence.last))))
    if token == "علي" or (token == "ورد" and following in ("في", "فيه", "فيها", "الي", "من")):
        return False
    if previous in vocab.negation or previous in ("فلا", "فلم"):
        return cue.lemma in ("استبعد", "نفى", "رأى", "اعتقد") and cue.shape == "present"
    if previous in _AS_IF or (previous == "قد" and cue.shape == "present"):
        return False
    if cue.shape == "past" and not cue.prefixed and not cue.feminine and not cue.plural:
        if previous in _GOVERN or (previous and previous in vocab.cues and vocab.cues[previous].shape == "noun"):
            return False
    if cue.shape == "present" and previous in ("من", "ما", "مما", "كما") and place > sentence.first + 1:
        return previous == "كما" and _that_within(sentence, place, 10, vocab)
    return True


_TO_THE_PRESS = frozenset(("للصحفيين", "للصحافيين", "للصحافه", "للوكاله", "للصحيفه", "للقناه"))
_AS_IF = frozenset(("كانه", "كانها", "كانهم", "وكانه", "وكانها", "وكانهم"))
_GOVERN = frozenset(
    "علي في من عن الي او ضد بسبب احتجاجا مع هو هي بين سوي اي كل وسط رغم ظل دون مجرد كانه كانها وكانه وكانها اعلان هذا هذه حد وفي وعلي ومن".split()
)


def _that_within(sentence: Sentence, place: int, reach: int, vocab: Vocabulary) -> bool:
    word = sentence.words.word
    for at in range(place + 1, min(sentence.last, place + reach)):
        if word[at] in vocab.that:
            return True
        if word[at] in _COMMAS and at > place + 5:
            return False
    return False


def _complement(sentence: Sentence, place: int, cue: Cue, vocab: Vocabulary) -> _Complement | None:
    """Where the subject ends, where what is said begins and what opens it; None without one."""
    word, needs = sentence.words.word, cue.needs
    anything = "any" in needs
    wants_that = anything or "that" in needs
    limit = min(sentence.last, place + (_REACH if wants_that else _SHORT_REACH))
    begin = place + 1
    while begin < limit and word[begin] in vocab.time:
        begin += 1
    subject_end = begin if begin < limit and word[begin] in _OBJECTS else -1
    at = begin
    while at < limit:
        token = word[at]
        quote = sentence.quote_at(at)
        if quote is not None and quote.open == at:
            if _speaks(sentence, quote, at > begin or anything):
                return _Complement(begin, _end(subject_end, at, begin), at, "quote")
            at = quote.close + 1
            continue
        if token in vocab.that and wants_that:
            return _Complement(begin, _end(subject_end, at, begin), at, "that")
        if token == ":" and (wants_that or "quote" in needs):
            return _Complement(begin, _end(subject_end, at, begin), at + 1, "colon")
        if _needed(token, needs, vocab) and (not anything or at > begin or token[0] in "بل"):
            by = "that" if at + 1 < limit and word[at + 1] in vocab.that else "word"
            return _Complement(begin, _end(subject_end, at, begin), at, by)
        if token in vocab.relative and cue.cue_class in ("agreeing", "finding"):
            break
        other = vocab.cues.get(token)
        if other is not None and _new_frame(other, at - place, subject_end >= 0):
            break
        if subject_end < 0 and (at in sentence.words.suffixed and token not in vocab.given or _ends_name(token, at - begin, vocab, other)):
            if not _in_office(sentence, begin, at, vocab):
                subject_end = at
        at += 1
    if not anything or at == place + 1 or (
        cue.lemma == "طالب" and begin < sentence.last and word[begin] in ("في", "من", "علي")
    ):
        return None
    subject_end = _end(subject_end, at, begin)
    return _Complement(begin, subject_end, min(subject_end, sentence.last - 1), "word")


def _in_office(sentence: Sentence, begin: int, at: int, vocab: Vocabulary) -> bool:
    """Whether a preposition belongs to the office: «سفير المملكة في مصر», not «قال في تصريح»."""
    word = sentence.words.word
    if word[at] not in ("في", "لدي", "من", "عن", "الي") or at == begin or at + 1 >= sentence.last:
        return False
    if not vocab.kinds(word[begin]) & {"role", "anonymous"} or word[at + 1] in vocab.speech:
        return False
    return word[at + 1] not in vocab.time and (word[at + 1].isalpha() or word[at + 1] in "«\"") and at - begin < 8


def _new_frame(other: Cue, distance: int, after_subject: bool) -> bool:
    if other.shape == "noun":
        return False
    return other.prefixed or (other.shape == "participle" and distance > 1 and after_subject)


def _ends_name(token: str, distance: int, vocab: Vocabulary, cue: Cue | None) -> bool:
    if token in vocab.preposition or token in vocab.relative or token in _COMMAS or token == "(":
        return True
    if token in vocab.time or (token[0] == "ل" and token[1:] in vocab.relays) or token in _TO_THE_PRESS:
        return True
    if cue is not None and (
        cue.shape == "participle"
        or (cue.shape == "noun" and distance > 0 and not token.startswith(("ال", "وال")))
    ):
        return True
    return token in _OBJECTS and distance > 0


#: Verbal nouns and quantifiers that open the object of «نفى»، «أكد»، «رفض» …: the name ends there.
_OBJECTS = frozenset(
    "وجود عدم اي اهميه ضروره حرص حرصه حرصها استعداد استعداده استعدادها رغبه رغبته رغبتها ثقته ثقتها "
    "امله املها اعتقاده قلقه قلقها دعمه دعمها التزام التزامه تمسك موقف بدء انتهاء قيام تعرض سقوط "
    "مقتل وفاه اصابه تاييده معارضته معارضتها موافقته موافقتها نيه نيته عزم عزمه اعتزام اعتزامه".split()
)


def _end(subject_end: int, at: int, begin: int) -> int:
    return max(subject_end if subject_end >= 0 else at, begin)


def _needed(token: str, needs: frozenset[str], vocab: Vocabulary) -> bool:
    if token in needs:
        return True
    if token[0] in "بل" and token[0] in needs and len(token) > 3:
        return token not in vocab.given and token not in ("باسم", "بن", "بنت")
    stripped = bare(token)
    return any(
        len(need) > 2 and stripped.startswith(need[:-1] + "ت" if need.endswith("ه") else need)
        for need in needs
        if need not in ("that", "any", "quote")
    )


def _speaks(sentence: Sentence, quote: Quote, after_subject: bool) -> bool:
    """Whether a quote behind a cue is what is said, and not a name in marks («تاس»)."""
    inside = quote.close - quote.open - 1
    if inside > SCARE:
        return True
    behind = quote.close + 1
    return after_subject and inside > 0 and (
        behind >= sentence.last or sentence.words.word[behind] in "."
    )


def _subject_before(sentence: Sentence, place: int, vocab: Vocabulary) -> tuple[int, int] | None:
    """The subject that stands before its verb: «لكن الجبير استبعد», «المشوح، أكد»."""
    word = sentence.words.word
    end = place
    while end > sentence.first and word[end - 1] in _BETWEEN:
        end -= 1
    begin = end
    while begin > sentence.first and end - begin < 14:
        token = word[begin - 1]
        if token in vocab.relative:
            return _antecedent(sentence, begin - 1, vocab)
        if token in vocab.contrast or token in vocab.that or token in _WAS or token in "،,؛:.()":
            break
        if token in _RETURNED and begin < end:
            break
        begin -= 1
    while begin < end and (word[begin] in vocab.time or word[begin] in vocab.contrast):
        begin += 1
    if begin >= end:
        return None
    if end < place and ("قد" in word[begin:end] or end - begin > 9):
        return None  # a clause before the comma, no name
    head = word[begin]
    if head[0] == "و" and head[1:] in vocab.preposition or head in ("وبالنسبه", "بالنسبه"):
        return None
    if head in vocab.preposition and begin - 2 > sentence.first and word[begin - 1] in _COMMAS:
        # a phrase of place or time between commas: «وكان الوفد، خلال المحادثات، قد طلب»
        return _subject_before(sentence, begin - 1, vocab)
    if head in vocab.preposition or head in vocab.cues and vocab.cues[head].shape != "noun":
        return None
    if "role" in vocab.kinds(head) and begin - 1 > sentence.first and word[begin - 1] in "،,":
        # «فلانة، وزيرة التعليم، أكدت»: the name stands before the comma
        front = begin - 1
        while front > sentence.first and begin - front < 10 and word[front - 1] not in _CLAUSE:
            front -= 1
        if word[front] not in vocab.preposition and word[front] not in vocab.cues:
            return (front, begin - 1)
    return (begin, end)


_BETWEEN = frozenset(("عادت", "كان", "كانت", "كانوا", "قد", "،", ",", "ايضا", "كذلك", "امس", "اليوم", "فقد", "لقد", "عاد", "سوف", "هنا"))
_CLAUSE = frozenset("،,؛:.")
_WAS = frozenset(("كان", "وكان", "كانت", "وكانت", "فان", "كانوا", "وكانوا"))


def _as_for(sentence: Sentence, place: int, vocab: Vocabulary) -> tuple[int, int] | None:
    """«أما فلان، الذي …، فقال»: the subject stands behind أما."""
    word = sentence.words.word
    for at in range(sentence.first, min(place, sentence.first + 3)):
        if word[at] in ("اما", "واما"):
            end = at + 1
            while end < place and word[end] not in _COMMAS and word[end] not in vocab.relative:
                end += 1
            if end > at + 1 and word[at + 1] not in vocab.preposition:
                return (at + 1, end)
    return None


def _antecedent(sentence: Sentence, relative: int, vocab: Vocabulary) -> tuple[int, int] | None:
    """The noun that a relative clause hangs on: «نواب الكتلة الذين قالوا»."""
    word = sentence.words.word
    begin = relative
    while begin > sentence.first and relative - begin < 8:
        token = word[begin - 1]
        if token in vocab.preposition or token in "،,؛:." or token in vocab.that:
            break
        begin -= 1
    return (begin, relative) if begin < relative else None


def _relay(sentence: Sentence, place: int, cue: Cue, vocab: Vocabulary) -> Frame | None:
    """«ونقلت وكالة … عن فلان قوله إن»: the speaker stands behind عن."""
    word = sentence.words.word
    limit = min(sentence.last, place + 25)
    at = place + 1
    through = ("الي", "اليه", "اليها", "اليهم") if "الي" in cue.needs else ("عن", "عنه", "عنها", "عنهم")
    while at < limit and word[at] not in through:
        if word[at] in vocab.that:
            return None
        at += 1
    if at >= limit:
        return None
    begin = end = at + 1
    subject_end = -1
    while end < min(sentence.last, begin + 30):
        token = word[end]
        quote = sentence.quote_at(end)
        opens = quote is not None and quote.open == end and quote.close - quote.open - 1 > SCARE
        if opens or token in vocab.reported_noun or token in vocab.that or token == ":":
            content = end + 1 if token in vocab.reported_noun or token == ":" else end
            subject = (begin, subject_end if subject_end >= 0 else end) if word[at] == through[0] else None
            return Frame("relay", place, place + 1, cue, subject, min(content, sentence.last - 1), "that")
        if subject_end < 0 and end > begin and _ends_name(token, end - begin, vocab, None):
            subject_end = end
        end += 1
    return None


def _noun_frame(sentence: Sentence, place: int, cue: Cue, vocab: Vocabulary) -> Frame | None:
    """Verbal nouns with a pronoun: «بقوله إن», «مع تأكيده على»."""
    word = sentence.words.word
    if not cue.suffixed:
        return _reported_noun(sentence, place, cue, vocab)
    for at in range(place + 1, min(sentence.last, place + 6)):
        quote = sentence.quote_at(at)
        if (quote is not None and quote.open == at) or word[at] in vocab.that or word[at] == ":":
            return Frame("noun", place, place + 1, cue, None, at, "that")
    return None


def _reported_noun(sentence: Sentence, place: int, cue: Cue, vocab: Vocabulary) -> Frame | None:
    """«رغم إعلان فلان أنه …», «وجاءت دعوة النقابة إلى …»: a verbal noun, who and what."""
    word = sentence.words.word
    begin = place + 1
    if place == sentence.first or begin >= sentence.last:
        return None
    attached = word[place][0] == "ب" and word[place][1:] in vocab.cues
    if word[place - 1] not in vocab.before_report and not attached:
        return None
    if cue.cue_class == "relay":
        return None
    if not sure_name(sentence, begin, min(begin + 6, sentence.last), vocab):
        return None
    for at in range(begin + 1, min(sentence.last, place + 14)):
        token = word[at]
        if token in vocab.that:
            return Frame("noun", place, begin, cue, (begin, at), at, "that")
        if token in ("من", "الي", "عن", "علي") or (
            at > begin + 1
            and token[0] in "بل"
            and len(token) > 3
            and token not in vocab.given
            and (token[0] == "ب" or not vocab.kinds(token))
        ):
            by = "that" if at + 1 < sentence.last and word[at + 1] in vocab.that else "word"
            return Frame("noun", place, begin, cue, (begin, at), at, by)
        if token in _COMMAS or token in ".:" or token == "ردا" or sentence.quote_at(at) is not None:
            return None
        if at > begin and token.endswith("ه") and token[:-1] in vocab.cues:
            return Frame("noun", place, begin, cue, (begin, at), at, "word")
    return None


def sure_name(sentence: Sentence, begin: int, end: int, vocab: Vocabulary) -> bool:
    """Whether the words from `begin` surely name somebody who can speak."""
    word = sentence.words.word
    head = word[begin]
    if head in vocab.places or head in vocab.given or head in sentence.known:
        return True
    kinds = vocab.kinds(head)
    if kinds & {"role", "honorific", "body", "anonymous", "group"}:
        return True
    return any(token in vocab.given for token in word[begin : min(end, begin + 3)])


def _according(sentence: Sentence, place: int, vocab: Vocabulary) -> Frame | None:
    """«بحسب المصدر», «وفقا للوزارة», «حسبما أعلن فلان», «على حد قوله»."""
    word, last = sentence.words.word, sentence.last
    at = place + 1
    if at >= last:
        return None
    if word[place] in _ON:
        return _on_whose_word(sentence, place, vocab)
    if word[at] in vocab.own_word:
        return _aside(sentence, place, at + 1, None, "own-word")
    if word[at] in ("عن", "ما"):
        at += 1
    if at >= last:
        return None
    cue = vocab.cues.get(word[at])
    if cue is not None and cue.shape in ("past", "present") and (
        word[place].endswith("ما") or word[at - 1] == "ما"
    ):
        begin = at + 1
        while begin < last and (word[begin] in vocab.time or word[begin] in ("به", "عنه", "بذلك", "ذلك")):
            begin += 1
        subject = (begin, _phrase_end(sentence, begin, vocab))
        frame = _aside(sentence, place, at + 1, subject, "according")
        return Frame(frame.kind, place, at + 1, cue, subject, frame.content, "word")
    if not _can_speak(sentence, at, vocab):
        return None
    return _aside(sentence, place, place + 1, (at, _phrase_end(sentence, at, vocab)), "according")


def _on_whose_word(sentence: Sentence, place: int, vocab: Vocabulary) -> Frame | None:
    """«على حد قوله», «على حد قول فلان», «على لسان فلان»."""
    word = sentence.words.word
    at = place + 1
    if word[at] not in ("حد", "لسان") or at + 1 >= sentence.last:
        return None
    if word[at + 1] in vocab.own_word:
        return _aside(sentence, place, at + 2, None, "own-word")
    begin = at + 1
    if word[at] == "حد":
        if word[begin] not in ("قول", "تعبير", "وصف", "زعم"):
            return None
        begin += 1
    return _aside(sentence, place, begin, (begin, _phrase_end(sentence, begin, vocab)), "according")


def _aside(
    sentence: Sentence, place: int, cue_end: int, subject: tuple[int, int] | None, kind: Kind
) -> Frame:
    """A frame that stands beside what is said: before it, behind it or in its middle."""
    content = sentence.first
    if subject is not None and place <= sentence.first + 1:
        content = min(subject[1] + 1, sentence.last - 1)
    return Frame(kind, place, cue_end, None, subject, content, "word")


def _phrase_end(sentence: Sentence, begin: int, vocab: Vocabulary) -> int:
    word = sentence.words.word
    end = begin
    while end < min(sentence.last, begin + 12):
        quote = sentence.quote_at(end)
        if quote is not None:
            if quote.close - quote.open - 1 > SCARE:
                break
            end = quote.close + 1
            continue
        token = word[end]
        if token in "،,.؛:(" or (
            end > begin
            and not _in_office(sentence, begin, end, vocab)
            and (token in vocab.preposition or token in vocab.relative or token in vocab.that)
        ):
            break
        end += 1
    return min(end, sentence.last)


def _can_speak(sentence: Sentence, at: int, vocab: Vocabulary) -> bool:
    """Whether the word behind بحسب can be a source: a person, a body, a paper, not a law."""
    token = sentence.words.word[at]
    if sentence.quote_at(at) is not None:
        return True
    stripped = token[1:] if token[0] == "ل" else token
    kinds = vocab.kinds(token)
    if kinds:
        return bool(kinds & {"role", "body", "document", "anonymous", "group", "honorific"})
    if {token, stripped} & vocab.given or {bare(token), stripped} & vocab.media:
        return True
    return bool({token, stripped} & sentence.known.keys())


def _label(sentence: Sentence, vocab: Vocabulary) -> Frame | None:
    """«فلان: …» at the head of a sentence: an interview, a sub-heading."""
    word = sentence.words.word
    for at in range(sentence.first, min(sentence.last, sentence.first + 8)):
        token = word[at]
        if token == ":":
            least = 3 if word[sentence.first] in sentence.known else 4
            if at == sentence.first or sentence.last - at < least or not _nameable(sentence, at, vocab):
                return None
            return Frame("label", at, at + 1, None, (sentence.first, at), at + 1, "colon", True)
        if token in "،,.؛؟«\"" or token in vocab.preposition:
            return None
    return None


def _nameable(sentence: Sentence, end: int, vocab: Vocabulary) -> bool:
    word, begin = sentence.words.word, sentence.first
    kinds = vocab.kinds(word[begin])
    if kinds & {"role", "body", "anonymous", "group", "honorific"}:
        return True
    if word[begin] in sentence.known or any(token in vocab.given for token in word[begin:end]):
        return True
    return end - begin == 1 and not kinds and word[begin].isalpha() and word[begin] not in vocab.stops
