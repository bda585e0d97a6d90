"""Under which circumstances a statement was made, as far as file and text tell.

By these the figures of an evaluation are told apart, so that nobody is served worse unseen: the
outlet, the side, the gender of the speaker, the form, the length, the register, origin and topic.
A gender is told by the verb that agrees with a person («قالت»), or by an office («الوزيرة»);
guessing it from a given name is left alone: many serve both, and a wrong guess hides what is
looked for.

>>> said = read("وقالت الوزيرة هند السالمي إن بلادها ترحب بالحوار.")
>>> said["gender"], said["form"], said["length"], said["outlet"]
('woman', 'reported', '1–100', '')
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from classifier.arabic import fold
from classifier.cues import cue_forms
from classifier.names import split_name
from classifier.parties import party_of
from classifier.records import Article, Span, Statement
from classifier.statements import find_statements
from classifier.vocabulary import kinds
from classifier.words import Words
from training.matches import same_name
from training.quotes import Quote

KINDS = ("outlet", "party", "gender", "form", "length", "register", "origin", "topic")
Circumstances = Mapping[str, str]
"""Kind → the group a statement belongs to, empty where that is not known."""

_STEP, _LAST = 100, 300
_INSIDE = re.compile(r"«[^»]*»|[\"“”„][^\"“”„]*[\"“”„]")
#: A statement with so much of its text inside marks is a direct one.
_DIRECT = 0.6
#: How a speaker was found where the verb agrees with it: in «نقلت الصحيفة عن الوزير» it does not.
_AGREEING = frozenset(("verb-subject", "subject-verb", "clause-subject", "continuation", "unknown"))


def read(text: str, facts: Mapping[str, Any] | None = None) -> Circumstances:
    """The circumstances of a statement; what `facts` (a row's keys) tell wins over its text.

    Which facts: `outlet` or `source`, `party`, `gender`, `form`, `register` or `sample`, `origin`,
    `topic`, and the `speaker`, who helps to tell side and gender.

    >>> read("وأضافت أن الجولة تبدأ غدا.", {"speaker": "هند السالمي", "source": "الأفق"})["gender"]
    'woman'
    """
    known = {key: str(value) for key, value in (facts or {}).items() if isinstance(value, str)}
    first = _said_by(known.get("speaker", ""), text)
    return {
        "outlet": known.get("outlet") or known.get("source", ""),
        "party": known.get("party") or _party(first, known.get("speaker", "")),
        "gender": known.get("gender") or _gender(first, known.get("speaker", "")),
        "form": known.get("form") or form_of(text),
        "length": length_of(text),
        "register": known.get("register") or known.get("sample", ""),
        "origin": known.get("origin", ""),
        "topic": known.get("topic", ""),
    }


def of_quote(quote: Quote) -> Circumstances:
    """The circumstances of a labelled quote."""
    names = ("outlet", "party", "origin", "topic", "speaker")
    own = {name: getattr(quote, name) for name in names if getattr(quote, name)}
    return read(quote.text, {**quote.extra, **own})


def _said_by(speaker: str, text: str) -> Statement | None:
    """The first statement of a text by its speaker, or by one whom it does not name."""
    for said in find_statements(Article("", text, (Span(0, len(text)),), 0, len(text))):
        if not speaker or not said.speaker.name or same_name(speaker, said.speaker.name):
            return said
    return None


def _party(said: Statement | None, speaker: str) -> str:
    return (said.speaker.party if said else "") or party_of(speaker).party


def _gender(said: Statement | None, speaker: str) -> str:
    """`woman`, `man`, or empty where no person speaks, several do, or nothing agrees with them."""
    if said is None or "body" in kinds(fold(speaker.partition(" ")[0])):
        return ""
    if any(_is_womans(office) for office in (said.speaker.role, speaker)):
        return "woman"
    if "person" not in (said.speaker.kind, _kind(speaker)) or _kind(speaker) not in ("person", ""):
        return ""
    cue = cue_forms().get(fold(said.cue))
    agrees = said.speaker.attribution in _AGREEING
    if cue is None or not agrees or not cue.finite or cue.plural:
        return ""
    return "woman" if cue.feminine else "man"


def _is_womans(office: str) -> bool:
    """Whether an office is a woman's by its ending: «الوزيرة», and not «القيادة».

    >>> _is_womans("المتحدثة باسم الوزارة"), _is_womans("وزارة النقل"), _is_womans("الوزير")
    (True, False, False)
    >>> _is_womans("فخامة الرئيس")
    False
    """
    head = fold(office.partition(" ")[0])
    return head.endswith("ه") and "role" in kinds(head)


def _kind(name: str) -> str:
    """What kind of speaker a name is (see `classifier.records.Speaker`); empty without a name."""
    words = Words.of(name)
    return split_name(words, 0, len(words.word), {}).kind if words.word else ""


def form_of(text: str) -> str:
    """`direct`, `mixed` or `reported`, by how much stands inside marks.

    >>> [form_of(text) for text in ("«لن نوقع»", "قال إن الحوار «بدأ»", "قال إنه بدأ")]
    ['direct', 'mixed', 'reported']
    """
    inside = sum(len(part) for part in _INSIDE.findall(text))
    if not inside:
        return "reported"
    return "direct" if inside >= _DIRECT * len(text) else "mixed"


def length_of(text: str) -> str:
    """The class of a text's length in characters.

    >>> [length_of("قال " * n) for n in (10, 40, 60, 90)]
    ['1–100', '101–200', '201–300', '301–']
    """
    first = min((max(len(text.strip()), 1) - 1) // _STEP * _STEP, _LAST) + 1
    return f"{first}–" if first > _LAST else f"{first}–{first + _STEP - 1}"
