"""Judging: cross-validation, or a model on labelled files, as one summary.

The summary is a plain dictionary with the keys that `evaluate --json` promises; the terminal
table (`training.tables`) and the HTML page are made from it and from nothing else.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from classifier.atomic import atomic
from classifier.errors import InputError, not_there
from classifier.labels import label_texts
from classifier.records import Label
from classifier.scorer import Model
from training import breakdowns, calibration, lessons, numbers, scores
from training.baselines import baselines
from training.circumstances import Circumstances, of_quote
from training.quotes import Collection, Quote, read_embedded
from training.schemes import in_order
from training.splits import near_across

Summary = dict[str, Any]
_LAST_NUMBER = re.compile(r"\d+\Z")
#: So many judged texts that are nearly taught ones are named one by one.
_NAMED = 5


def cross_validate(collection: Collection, *, jobs: int = 1, seed: int = 0) -> Summary:
    """By-topic folds (the figure that counts), random folds beside them, baselines."""
    by_topic = _folds(collection, "topic", jobs, seed)
    summary: Summary = {
        "quotes": by_topic,
        "random": _folds(collection, "random", jobs, seed),
        "baselines": baselines(collection.quotes),
        "articles": {},
        "model": {"how": "cross-validation on the quotes", "seed": seed},
        "data": {"n": len(collection.quotes), "digest": collection.digest},
    }
    return summary


def _folds(collection: Collection, by: str, jobs: int, seed: int) -> Summary:
    found = lessons.out_of_fold(collection, by=by, jobs=jobs, seed=seed)
    told = [of_quote(quote) for quote in collection.quotes] if by == "topic" else []
    return {"n": len(collection.quotes)} | {
        head: _judged_fold(own, collection.quotes, told) for head, own in found.items()
    }


def _judged_fold(
    own: lessons.OutOfFold, quotes: Sequence[Quote], told: Sequence[Circumstances]
) -> Summary:
    """The temperature of each half is fitted on the other, so the calibration is judged fairly."""
    chances: list[Mapping[str, float]] = [{}] * len(own.gold)
    for half in (0, 1):
        teach = [place for place in range(len(own.gold)) if place % 2 != half]
        judge = [place for place in range(len(own.gold)) if place % 2 == half]
        temperature, _ = calibration.fit(
            own.values[teach], [own.gold[p] for p in teach], own.labels, with_offsets=False
        )
        rows = calibration.softmax(own.values[judge] / temperature)
        for place, row in zip(judge, rows, strict=True):
            chances[place] = dict(zip(own.labels, map(float, row), strict=True))
    predicted = [max(row, key=row.__getitem__) for row in chances]
    judged = [quotes[place] for place in own.places]
    names = in_order(own.head, own.labels)
    found = _verdict(judged, own.head, names, predicted, chances)
    if told:
        circumstances = [told[place] for place in own.places]
        found |= _details(judged, circumstances, own.head, predicted, chances)
    return found


def _verdict(
    quotes: Sequence[Quote],
    head: str,
    names: Sequence[str],
    predicted: Sequence[str],
    chances: Sequence[Mapping[str, float]],
) -> Summary:
    """The figures of one head; quotes of one article are drawn together in the bootstrap."""
    gold = [quote.labels[head] for quote in quotes]
    groups = [quote.article_id or quote.place for quote in quotes]
    return scores.judge(gold, predicted, names, chances, groups).as_json()


def _details(
    quotes: Sequence[Quote],
    told: Sequence[Circumstances],
    head: str,
    predicted: Sequence[str],
    chances: Sequence[Mapping[str, float]],
) -> Summary:
    """Where the head errs: errors to read, and how well each group is served."""
    wrong = breakdowns.errors(quotes, head, predicted, chances)
    return {"errors": wrong, **breakdowns.by(quotes, told, head, predicted)}


def judge_quotes(model: Model, quotes: Sequence[Quote]) -> Summary:
    """A model on labelled quotes; where rows name a `sample`, each sample apart as well.

    Raises:
        InputError: a quote bears a label that the model cannot give.
    """
    _check_known(model, quotes)
    labelled = label_texts(model, [quote.text for quote in quotes])
    summary = _judge_labels(model, quotes, labelled, [of_quote(quote) for quote in quotes])
    samples = sorted({str(quote.extra["sample"]) for quote in quotes if quote.extra.get("sample")})
    if samples:
        summary["samples"] = {}
    for sample in samples:
        own = [n for n, quote in enumerate(quotes) if str(quote.extra.get("sample")) == sample]
        summary["samples"][sample] = _judge_labels(
            model, [quotes[n] for n in own], [labelled[n] for n in own]
        )
    return summary


def _judge_labels(
    model: Model,
    quotes: Sequence[Quote],
    labelled: Sequence[Mapping[str, Label]],
    told: Sequence[Circumstances] = (),
) -> Summary:
    summary: Summary = {"n": len(quotes)}
    for head in model.heads:
        own = [n for n, quote in enumerate(quotes) if head.name in quote.labels]
        if own:
            judged, found = [quotes[n] for n in own], [labelled[n][head.name] for n in own]
            predicted = [label.name for label in found]
            chances = [label.probabilities for label in found]
            names = in_order(head.name, head.labels)
            summary[head.name] = _verdict(judged, head.name, names, predicted, chances)
            if told:
                circumstances = [told[n] for n in own]
                summary[head.name] |= _details(judged, circumstances, head.name, predicted, chances)
    return summary


def _check_known(model: Model, quotes: Sequence[Quote]) -> None:
    known = {head.name: head.labels for head in model.heads}
    for quote in quotes:
        for head, label in quote.labels.items():
            if head in known and label not in known[head]:
                message = (
                    f"{quote.place}: unknown {head} {label!r}; this model gives "
                    f"{', '.join(known[head])}"
                )
                raise InputError(message)


def digest_of(paths: Sequence[Path]) -> str:
    """SHA-256 over the bytes of the judged files, in order.

    Raises:
        InputError: one cannot be read.
    """
    state = hashlib.sha256()
    for path in paths:
        try:
            state.update(path.read_bytes())
        except FileNotFoundError as problem:
            raise not_there(path) from problem
        except OSError as problem:
            message = f"{path}: cannot be read ({problem.strerror}); name another file"
            raise InputError(message) from problem
    return state.hexdigest()


def known_by_heart(model: Model, judged: Sequence[Quote]) -> list[str]:
    """Notices of judged files that bear the name of one that taught the model, which flatters."""
    taught = model.card.get("data", {}).get("origins", {})
    files = dict.fromkeys(Path(quote.source).name for quote in judged if not quote.origin)
    return [
        f"{name}: the model was taught on {taught[name]:,} quotes of a file of this name, which it "
        "knows by heart; judge it on others"
        for name in files
        if name in taught
    ]


def twins(judged: Sequence[Quote]) -> list[str]:
    """Notices of judged quotes that are nearly the same as an embedded one, which flatters.

    The first few are named, the others counted.
    """
    taught = list(read_embedded())
    near = near_across(taught, judged)
    told = [
        f"{judged[place].place}: nearly the same text as {taught[first].place}; "
        "leave it out of what is judged"
        for first, place in near[:_NAMED]
    ]
    return [*told, f"and {len(near) - _NAMED:,} more such texts"] if near[_NAMED:] else told


def fit_numbers(
    model: Model, quotes: Sequence[Quote], path: Path, sources: Sequence[Path]
) -> Summary:
    """Fit the numbers on the even half, judge them on the odd one, write both down.

    The half of a quote is the parity of the number that its id ends in, else of its line.

    Raises:
        InputError: a half is empty.
    """
    even = [quote for quote in quotes if _number(quote) % 2 == 0]
    odd = [quote for quote in quotes if _number(quote) % 2]
    if not even or not odd:
        message = f"--numbers {path}: needs --quotes with both even and odd ids to fit and to judge"
        raise InputError(message)
    bare = numbers.unscaled(model)
    heads = numbers.fit(bare, even)
    fitted = replace(bare, heads=tuple(lessons.calibrated(h, {"heads": heads}) for h in bare.heads))
    judged = judge_quotes(fitted, odd)
    kept = ("n", "macro_f1", "accuracy", "ece")
    found = {
        "about": "temperature, offsets (priors) and scales of real news; numbers only, no text",
        "heads": heads,
        "evidence": {
            "fitted_on": {"half": "even ids", "n": len(even), "files": [p.name for p in sources]},
            "judged_on": {"half": "odd ids", "n": len(odd)}
            | {head: {key: judged[head][key] for key in kept} for head in heads},
            "digest": digest_of(sources),
            "model": model.digest,
            "date": datetime.now(tz=UTC).date().isoformat(),
        },
    }
    with atomic(path) as out:
        out.write((json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode())
    return judged


def _number(quote: Quote) -> int:
    digits = _LAST_NUMBER.search(quote.id)
    return int(digits[0]) if digits else quote.line
