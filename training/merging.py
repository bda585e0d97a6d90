"""From what annotators marked to labelled quotes: one quote a text, and where they disagree.

Annotators are heard once each. Where a majority says the same the label is theirs, where not the
head is left without a label and the text is named as a conflict; an annotation that was declared
the truth (`ground_truth`) decides alone. Guesses of the program are never heard.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from classifier.arabic import fold
from classifier.errors import InputError
from training.exchange import Mark, Task, with_marks
from training.exchange.rows import OWN
from training.quotes import HEADS, Quote, check
from training.schemes import CODEBOOK

TRUTH = "ground_truth"
#: What the tools and the program keep for themselves.
_DROPPED = frozenset(
    (TRUTH, "label_studio", "comments", "uncertainty", "doubt", "doubted", *OWN["quote"])
)
#: What a quote takes over from its article.
_OF_ARTICLE = ("title", "date", "outlet", "url", "topic")


class Merged(NamedTuple):
    """Labelled quotes, what the annotators disagree on, and what else to tell."""

    quotes: tuple[Task, ...]
    conflicts: tuple[str, ...]
    notices: tuple[str, ...]


class Opinion(NamedTuple):
    """What one annotator says of one text."""

    task: Task
    mark: Mark

    @property
    def who(self) -> str:
        """The annotator, as messages name one."""
        return self.mark.annotator or "(no name)"


@dataclass(slots=True)
class _Heard:
    """All that is said of one text."""

    opinions: list[Opinion] = field(default_factory=list)

    def votes(self, head: str) -> dict[str, list[str]]:
        """Label → who gives it; each annotator is heard once, the truth alone."""
        true = [one for one in self.opinions if one.mark.fields.get(TRUTH) is True]
        heard = [one for one in true or self.opinions if head in one.mark.labels]
        found: dict[str, list[str]] = {}
        for one in heard:
            names = found.setdefault(one.mark.labels[head], [])
            if one.who not in names:
                names.append(one.who)
        return found


def merge(tasks: Iterable[Task]) -> Merged:
    """The labelled quotes of tasks, in order; texts that differ only in spelling are one."""
    heard: dict[str, _Heard] = {}
    for task in tasks:
        for mark in task.marks:
            text = task.said(mark)
            if mark.labels and text.strip():
                heard.setdefault(fold(text), _Heard()).opinions.append(Opinion(task, mark))
    quotes: list[Task] = []
    conflicts: list[str] = []
    notices: list[str] = []
    ids: Counter[str] = Counter()
    for one in heard.values():
        labels = dict(_decided(one, conflicts, notices))
        if labels:
            quotes.append(_quote(one.opinions, labels, ids))
    return Merged(tuple(quotes), tuple(conflicts), tuple(notices))


def _decided(heard: _Heard, conflicts: list[str], notices: list[str]) -> Iterator[tuple[str, str]]:
    """The label of each head that a majority agrees on; the others are told."""
    first = heard.opinions[0]
    where = f"{first.task.place}: {_name(first)}"
    for head in HEADS:
        votes = heard.votes(head)
        if len(votes) < 2:
            yield from ((head, label) for label in votes)
            continue
        counts = Counter({label: len(names) for label, names in votes.items()})
        (best, most), (_, second) = counts.most_common(2)
        said = ", ".join(f"{label} ({', '.join(names)})" for label, names in votes.items())
        if most > second and 2 * most > counts.total():
            notices.append(f"{where}: {head} is {said}; {best} was taken")
            yield head, best
        else:
            conflicts.append(f"{where}: {head} is {said}; settle it and import again")


def _name(one: Opinion) -> str:
    """What a statement is called: its quote's id, or its article's with the place."""
    own = one.task.id or "–"
    return own if one.task.kind == "quote" else f"{own}:{one.mark.start}"


def _quote(opinions: Sequence[Opinion], labels: Mapping[str, str], ids: Counter[str]) -> Task:
    """A quote as `training.train --quotes` reads it; the first opinion gives its other fields."""
    task, mark = opinions[0]
    text = task.said(mark)
    own = _unused(_name(opinions[0]), ids) if task.id else ""
    fields: dict[str, Any] = dict(mark.fields)
    if task.kind == "article":
        fields |= {"speaker": mark.speaker, "cue": mark.cue}
        fields |= {"article_id": task.id, "start": mark.start, "end": mark.end}
        fields |= {name: task.fields.get(name) for name in _OF_ARTICLE}
    else:
        parts = {"speaker": mark.speaker, "cue": mark.cue}
        fields = {**task.fields, **fields, **{k: v for k, v in parts.items() if v}}
    names = list(dict.fromkeys(one.mark.annotator for one in opinions if one.mark.annotator))
    fields |= {"annotators": names} if len(names) > 1 else {}
    said = Mark(0, len(text), labels, annotator=names[0] if len(names) == 1 else "")
    return Task(own, text, "quote", (said,), _kept(fields), task.source, task.line)


def _kept(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in fields.items()
        if value not in (None, "") and name not in _DROPPED and not name.endswith("_probabilities")
    }


def _unused(name: str, ids: Counter[str]) -> str:
    """The id, with a number where two files use it for different texts."""
    own = name
    while ids[own]:
        ids[name] += 1
        own = f"{name}~{ids[name]}"
    ids[own] += 1
    return own


def named_by_file(tasks: Iterable[Task]) -> list[Task]:
    """The tasks, their annotators called as the file where the file does not name them."""
    return [
        with_marks(
            task,
            (replace(m, annotator=m.annotator or Path(task.source).stem) for m in task.marks),
        )
        for task in tasks
    ]


def warnings(quotes: Sequence[Task], path: Path) -> Iterator[str]:
    """What training will say to these quotes, as far as whoever wrote them should know.

    >>> one = Task("", "قال: لا", "quote", (Mark(0, 7, {"stance": "hawk"}),))
    >>> for line in warnings([one], Path("own.jsonl")):
    ...     print(line)
    hawk: not in the codebook; teach with --no-embedded --quotes own.jsonl
    training would refuse this file as it is: own.jsonl:1: every stance is 'hawk'; ...
    """
    told = [
        Quote(task.text, task.marks[0].labels, id=task.id, source=str(path), line=number)
        for number, task in enumerate(quotes, 1)
    ]
    labels = [(head, label) for quote in told for head, label in quote.labels.items()]
    strangers = {label: None for head, label in labels if label not in CODEBOOK[head]}
    if strangers:
        names = ", ".join(strangers)
        yield f"{names}: not in the codebook; teach with --no-embedded --quotes {path}"
    try:
        check(told, codebook=not strangers)
    except InputError as fault:
        yield f"training would refuse this file as it is: {fault}"
