"""Judging: cross-validation, or a model on labelled files, as one summary.

The summary is a plain dictionary with the keys that `evaluate --json` promises; the terminal
table and the HTML page are made from it and from nothing else.
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
from classifier.errors import InputError
from classifier.labels import label_texts
from classifier.records import Document, Label
from classifier.scorer import Model
from training import breakdowns, calibration, lessons, matches, numbers, scores
from training.baselines import baselines
from training.quotes import Collection, Quote, read_embedded
from training.schemes import CODEBOOK, in_order
from training.splits import near_across

Summary = dict[str, Any]
_LAST_NUMBER = re.compile(r"\d+\Z")


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
    return {"n": len(collection.quotes)} | {
        head: _judged_fold(own, collection.quotes, detailed=by == "topic")
        for head, own in found.items()
    }


def _judged_fold(own: lessons.OutOfFold, quotes: Sequence[Quote], *, detailed: bool) -> Summary:
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
    return _verdict(judged, own.head, names, predicted, chances) | (
        _details(judged, own.head, predicted, chances) if detailed else {}
    )


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
    head: str,
    predicted: Sequence[str],
    chances: Sequence[Mapping[str, float]],
) -> Summary:
    """Where the head errs: errors to read, figures by topic, form, length and origin."""
    return {
        "errors": breakdowns.errors(quotes, head, predicted, chances),
        "by": breakdowns.by(quotes, head, predicted),
    }


def judge_quotes(model: Model, quotes: Sequence[Quote]) -> Summary:
    """A model on labelled quotes; where rows name a `sample`, each sample apart as well.

    Raises:
        InputError: a quote bears a label that the model cannot give.
    """
    _check_known(model, quotes)
    labelled = label_texts(model, [quote.text for quote in quotes])
    summary = _judge_labels(model, quotes, labelled, detailed=True)
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
    *,
    detailed: bool = False,
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
            if detailed:
                summary[head.name] |= _details(judged, head.name, predicted, chances)
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


def read_articles(path: Path) -> list[dict[str, Any]]:
    """Gold articles of a JSON-lines file.

    Raises:
        InputError: it cannot be read, holds none, or a line has no id, text or statements.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as problem:
        message = f"{path}: cannot be read ({problem}); check the name"
        raise InputError(message) from problem
    articles = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            article = {key: row[key] for key in ("id", "text", "statements")}
        except (ValueError, KeyError, TypeError, RecursionError) as problem:
            message = f"{path}:{number}: no gold article ({problem}); it needs id, text, statements"
            raise InputError(message) from problem
        articles.append(article)
    if not articles:
        message = f"{path}: holds no articles; one object a line with id, text, statements"
        raise InputError(message)
    return articles


def judge_articles(model: Model, articles: Sequence[Mapping[str, Any]]) -> Summary:
    """The whole chain on gold articles: finding, speakers, labels on what was found."""
    from classifier.flow import label_document

    predicted = []
    for article in articles:
        for found in label_document(Document(article["id"], article["text"]), model):
            statement, stance = found.statement, found.labels.get("stance")
            predicted.append(
                {
                    "article_id": found.article.id,
                    "start": statement.start,
                    "end": statement.end,
                    "speaker": statement.speaker.name,
                    "party": statement.speaker.party,
                    "stance": stance.name if stance else "",
                }
            )
    return matches.score(articles, predicted)


def digest_of(paths: Sequence[Path]) -> str:
    """SHA-256 over the bytes of the judged files, in order.

    Raises:
        InputError: one cannot be read.
    """
    state = hashlib.sha256()
    for path in paths:
        try:
            state.update(path.read_bytes())
        except OSError as problem:
            message = f"{path}: cannot be read ({problem.strerror}); check the name"
            raise InputError(message) from problem
    return state.hexdigest()


def twins(judged: Sequence[Quote]) -> list[str]:
    """Notices of judged quotes that are nearly the same as an embedded one, which flatters."""
    taught = list(read_embedded())
    return [
        f"{judged[place].place}: nearly the same text as {taught[first].place}; "
        "leave it out of what is judged"
        for first, place in near_across(taught, judged)
    ]


def table(summary: Mapping[str, Any]) -> list[str]:
    """The summary as lines for a terminal."""
    lines = []
    for name, about in (("quotes", ""), ("random", " (folds at random)")):
        for head in CODEBOOK:
            found = summary.get(name, {}).get(head)
            if found:
                lines += _lines(f"{head}{about}", found, short=name == "random")
    for name, found in summary.get("quotes", {}).get("samples", {}).items():
        for head in CODEBOOK:
            if head in found:
                lines += _lines(f"{head} ({name})", found[head], short=True)
    for name, heads in summary.get("baselines", {}).items():
        for head, found in heads.items():
            lines.append(f"{head} ({name} baseline): {_two(found)}")
    for threshold, found in summary.get("articles", {}).items():
        lines.append(
            f"statements at overlap {threshold}: F1 {found['f1']:.3f} "
            f"(precision {found['precision']:.3f}, recall {found['recall']:.3f}), "
            f"speaker right on matched {found['speaker_on_matched']:.3f}"
        )
    return lines


def _two(found: Mapping[str, Any]) -> str:
    return f"macro-F1 {found['macro_f1']:.3f}, accuracy {found['accuracy']:.3f}"


def _lines(name: str, found: Mapping[str, Any], *, short: bool) -> list[str]:
    low, high = found["ci95"]
    ece = "" if found["ece"] is None else f", calibration error {found['ece']:.3f}"
    lines = [f"{name}: {_two(found)} over {found['n']} (95 %: {low:.3f} to {high:.3f}){ece}"]
    if not short:
        lines += [f"    {label:<12} {value:.3f}" for label, value in found["f1"].items()]
        half = [right for share, right in found["risk_coverage"] if abs(share - 0.5) < 0.01]
        lines += [f"    the surer half: accuracy {right:.3f}" for right in half]
        lines += [
            f"    with {n} own labels: macro-F1 {f1:.3f}, accuracy {right:.3f}"
            for n, f1, right in found.get("learning_curve", ())
        ]
    return lines


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
