"""The labelled quotes: the embedded ones and the user's, read and checked loudly.

A quote is a row of JSON lines or CSV with `text` and one or both of `stance` and `sentiment`.
With the embedded quotes one scheme holds, the codebook's: another label is refused. A user's own
scheme (`embedded=False`) may use any names, as long as each is used twice at least and no two
differ only by case or spacing, for such labels are typing errors.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from classifier.arabic import fold
from classifier.errors import InputError, UsageError
from training.files import Fault, lines, table, text_of
from training.schemes import CODEBOOK, check_labels

HEADS = tuple(CODEBOOK)
EMBEDDED = "training/data/quotes.jsonl"
_FACTS = ("id", "speaker", "party", "topic", "article_id", "date", "outlet", "origin")


@dataclass(frozen=True, slots=True)
class Quote:
    """One labelled quote and where it was read.

    Fields:
        text: the statement, frame included.
        labels: head → label, one or both of `stance` and `sentiment`.
        id … origin: as in the file, empty where it has none; `extra`: its other keys.
        weight: how much say it has in training.
        source, line: for messages (`own.jsonl`, 12).
    """

    text: str
    labels: Mapping[str, str]
    id: str = ""
    speaker: str = ""
    party: str = ""
    topic: str = ""
    article_id: str = ""
    date: str = ""
    outlet: str = ""
    origin: str = ""
    weight: float = 1.0
    source: str = ""
    line: int = 0
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """File and line, as messages name it."""
        return f"{self.source}:{self.line}"


class Wanted(NamedTuple):
    """A file of quotes as asked for on the command line, with its weight."""

    path: Path
    weight: float = 1.0

    @classmethod
    def parse(cls, argument: str) -> Wanted:
        """Read `FILE` or `FILE:WEIGHT`.

        >>> Wanted.parse("own.jsonl:3").weight
        3.0
        >>> Wanted.parse("C:/own.jsonl").path.name
        'own.jsonl'

        Raises:
            UsageError: the weight is no number above zero.
        """
        name, colon, weight = argument.rpartition(":")
        if not colon or "/" in weight or "\\" in weight or Path(argument).exists():
            return cls(Path(argument))
        try:
            value = float(weight)
        except ValueError:
            value = 0.0
        if not 0 < value < 1e6:
            message = f"--quotes {argument}: the weight after the colon must be a number above 0"
            raise UsageError(message)
        return cls(Path(name), value)


class Collection(NamedTuple):
    """Checked quotes, and what a person should be told about them."""

    quotes: tuple[Quote, ...]
    notices: tuple[str, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over texts, labels and weights, in order."""
        state = hashlib.sha256()
        for quote in self.quotes:
            line = [quote.text, sorted(quote.labels.items()), quote.weight]
            state.update(json.dumps(line, ensure_ascii=True).encode() + b"\n")
        return state.hexdigest()

    def labels(self, head: str) -> list[str | None]:
        """The label of each quote under `head`, None where it has none."""
        return [quote.labels.get(head) for quote in self.quotes]


def load(wanted: Sequence[Wanted] = (), *, embedded: bool = True) -> Collection:
    """The embedded quotes (unless left out) and those of the `wanted` files, checked.

    Raises:
        InputError: a file cannot be read, or its rows break a rule; the message names file and
            line and says what to do.
    """
    quotes = list(read_embedded()) if embedded else []
    for want in wanted:
        quotes += [replace(quote, weight=want.weight) for quote in read(want.path)]
    return check(quotes, codebook=embedded)


def read_embedded() -> Iterator[Quote]:
    """The quotes that come with the project."""
    data = files("training").joinpath("data", "quotes.jsonl").read_text(encoding="utf-8")
    return _from_lines(data, EMBEDDED)


def read(path: Path) -> list[Quote]:
    """The quotes of a JSON-lines or CSV file (by its ending), each row checked by itself.

    Raises:
        InputError: the file cannot be read, holds no quote, or guesses instead of labels.
    """
    rows = _from_csv if path.suffix.lower() == ".csv" else _from_lines
    quotes = list(rows(text_of(path), str(path)))
    if not quotes:
        message = f"{path}: holds no quotes; one row a quote with text, stance, sentiment"
        raise InputError(message)
    return quotes


def _from_lines(text: str, source: str) -> Iterator[Quote]:
    for line, row in lines(text):
        if isinstance(row, Fault):
            message = f"{source}:{line}: {row}"
            raise InputError(message)
        yield _quote(row, source, line)


def _from_csv(text: str, source: str) -> Iterator[Quote]:
    rows = table(text, source)
    _, heading = next(rows)
    for line, cells in rows:
        if len(cells) != len(heading):
            message = (
                f"{source}:{line}: has {len(cells)} fields where the heading has {len(heading)}; "
                'put texts in quotation marks (")'
            )
            raise InputError(message)
        yield _quote(dict(zip(heading, cells, strict=True)), source, line)


def _quote(row: Mapping[str, Any], source: str, line: int) -> Quote:
    text = row.get("text")
    keys = ", ".join(map(str, row))
    if text is not None and not isinstance(text, str):
        message = f"{source}:{line}: its text is {text!r:.40}, not text; put it in quotation marks"
        raise InputError(message)
    if not text or not text.strip():
        what = "its text is empty" if "text" in row else f"has no text (its keys: {keys:.200})"
        message = f"{source}:{line}: {what}; fill it in or drop the line"
        raise InputError(message)
    labels = {head: label for head in HEADS if (label := _label(row, head, source, line))}
    if not labels:
        what = f"has neither stance nor sentiment (its keys: {keys:.200})"
        message = f"{source}:{line}: {what}; label it or drop the line"
        raise InputError(message)
    share = next((key for each in labels.items() if (key := _share(row, *each))), "")
    if share:
        what = f"its labels are guesses of predict, which wrote {share}, and would teach themselves"
        remedy = "judge them with training.review, or drop what predict wrote where somebody has"
        message = f"{source}:{line}: {what}; {remedy}"
        raise InputError(message)
    known: dict[str, Any] = {
        name: str(row[name]) for name in _FACTS if row.get(name) not in (None, "")
    }
    extra = {name: value for name, value in row.items() if name not in ("text", *HEADS, *_FACTS)}
    return Quote(text, labels, source=source, line=line, extra=extra, **known)


def _share(row: Mapping[str, Any], head: str, label: str) -> str:
    """The key under which predict writes how sure it is of a label, in lines or in a table."""
    return next((key for key in (f"{head}_probabilities", f"{head}_{label}") if key in row), "")


def _label(row: Mapping[str, Any], head: str, source: str, line: int) -> str:
    value = row.get(head)
    if value is None:
        return ""
    if not isinstance(value, str):
        message = f"{source}:{line}: its {head} is {value!r}, not a name; put it in quotation marks"
        raise InputError(message)
    return value.strip()


def check(quotes: Iterable[Quote], *, codebook: bool) -> Collection:
    """What holds between quotes: known labels, no id twice, no text labelled two ways.

    A text that comes twice with the same labels is counted once and told as a notice; in a later
    file it takes the place of the earlier one, so a user's weight (or other label) wins over the
    embedded quote.

    Raises:
        InputError: a rule is broken.
    """
    kept: dict[str, Quote] = {}
    ids: dict[tuple[str, str], Quote] = {}
    notices: list[str] = []
    for quote in quotes:
        twin = ids.setdefault((quote.source, quote.id), quote) if quote.id else quote
        if twin is not quote:
            message = f"{quote.place}: id {quote.id} was used on line {twin.line}; give it another"
            raise InputError(message)
        key = fold(quote.text)
        earlier = kept.get(key)
        if earlier is not None:
            notices.append(_same_text(earlier, quote))
        kept[key] = quote
    found = tuple(kept.values())
    for head in HEADS:
        told = [(quote.labels[head], quote.place) for quote in found if head in quote.labels]
        check_labels(head, told, codebook=codebook)
    return Collection(found, tuple(notices))


def _same_text(earlier: Quote, later: Quote) -> str:
    agree = dict(earlier.labels) == dict(later.labels)
    if earlier.source == later.source and not agree:
        message = (
            f"{later.place}: the same text as line {earlier.line} with other labels; "
            "keep one of the two"
        )
        raise InputError(message)
    means = "counted once" if agree else "the later labels hold"
    return f"{later.place}: the same text as {earlier.place}; {means}"
