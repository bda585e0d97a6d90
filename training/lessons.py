"""Teaching, as the doors use it: a model with its calibration and its birth certificate.

`learn` makes the model that is shipped; `out_of_fold` labels every quote by a model that saw
neither it nor anything that belongs with it, which is what cross-validation judges and what the
temperature is fitted on where no numbers from real news are at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from classifier.errors import InputError
from classifier.features import RECIPES
from classifier.labels import AS_MEASURED, Head, Model, Way, label_texts, pipelines, teach
from classifier.linear import POST_PULLS, TRIALS, Trial, balanced
from classifier.posts import NEWS, POSTS
from classifier.scorer import decisions_of
from classifier.vectors import Vectors
from classifier.views import Reading, target_of
from training import calibration
from training.numbers import Numbers, fitting, scaled_head
from training.quotes import EMBEDDED, HEADS, Collection, Quote
from training.splits import clusters, random_folds, topic_folds

Floats = NDArray[np.float64]
Tell = Callable[[str], None]

#: How much say quotes have by origin: those written freely are more literary than news. At .7, .4
#: and .2 stance macro-F1 on real statements is .540, .549, .541, accuracy .660, .664, .658.
SAY = {"free": 0.4}
#: How much more say a quote has for the stance that is `unrelated` although it holds a word of
#: negotiating: 79 % of the real ones do and 41 % of ours. At 1.5, 2 and 3 (with `PLAIN`) stance
#: macro-F1 on real statements is .563, .557, .559, accuracy .670, .666, .670.
NEAR_MISS = 3.0
#: How much more say a quote has for the stance that is `neutral` in it: news reports on talks more
#: often than our quotes do. At 1, 1.5 and 2: macro-F1 .558, .559, .552, accuracy .669, .670, .672.
PLAIN = 1.5

FOLDS = 5
#: For the temperature alone three folds tell enough, and training stays under a minute.
CALIBRATION_FOLDS = 3
#: Fewer quotes are taught in all folds sooner than two processes have started: 300 take 0.6 s of
#: processor time, a process 1.5 s until it has read its libraries.
_MANY = 300
#: How many of the taught quotes the model file brings along to prove that it still works.
SELF_TESTS = 3
_MADE_WITH = ("tafawud", "numpy", "scikit-learn", "scipy")


class Manner(NamedTuple):
    """How quotes are taught.

    Fields:
        balance: every label of a head has the same say, however many quotes bear it.
        vectors: the words of unlabelled articles.
        register: what kind of texts the quotes are.
        counted: the labels whose F1 is to be high; all when empty.
    """

    balance: bool = False
    vectors: Vectors | None = None
    register: str = NEWS
    counted: frozenset[str] = frozenset()


AS_IT_IS = Manner()


@dataclass(frozen=True, slots=True)
class OutOfFold:
    """Decision values for one head, each from a model that did not see the quote.

    Fields:
        labels: the columns of `values`, shape (n, n_labels).
        places: which quotes of the collection the rows are.
        gold: their labels.
    """

    head: str
    labels: tuple[str, ...]
    values: Floats
    places: tuple[int, ...]
    gold: tuple[str, ...]


def answered(collection: Collection) -> dict[str, list[str | None]]:
    """The labels of each head that the quotes answer in two ways at least."""
    answers = {head: collection.labels(head) for head in HEADS}
    return {head: given for head, given in answers.items() if len({*given} - {None}) > 1}


def learn(
    collection: Collection,
    numbers: Numbers,
    *,
    manner: Manner = AS_IT_IS,
    jobs: int = 1,
    seed: int = 0,
    tell: Tell = lambda _: None,
) -> Model:
    """A model of all quotes with its card, calibrated by the numbers of real news.

    A head that they are not for (other labels) is calibrated on quotes left out.
    """
    tell(f"teaching on {len(collection.quotes)} quotes")
    model = taught(collection.quotes, manner)
    own = [head.name for head in model.heads if fitting(head, numbers) is None]
    heads = tuple(calibrated(head, numbers) for head in model.heads)
    if own:
        tell(f"calibrating {' and '.join(own)} on quotes left out")
        found = out_of_fold(
            collection, folds=CALIBRATION_FOLDS, manner=manner, jobs=jobs, seed=seed
        )
        heads = tuple(_by_left_out(h, found[h.name]) if h.name in own else h for h in heads)
    model = replace(model, heads=heads)
    card = _card(model, collection, seed, own)
    if manner.counted:
        card["counted"] = sorted(manner.counted)
    if manner.vectors is not None:
        card["unlabelled"] = dict(manner.vectors.origin)
    scales = {h.name: f.scales.tolist() for h in model.heads if (f := fitting(h, numbers))}
    return replace(model, card=card | {"scales": scales})


def taught(quotes: Sequence[Quote], manner: Manner = AS_IT_IS) -> Model:
    """A model of the quotes, each with its say, not calibrated yet.

    Where none of the embedded quotes is among them, each head chooses its pull and its blocks by
    folds, and every head sees the words of unlabelled articles: with 1,021 real statements as the
    only teachers (by folds) these bring the stance from .385 to .429, the sentiment from .582 to
    .617.
    """
    answers = answered(Collection(tuple(quotes), ()))
    texts = [quote.text for quote in quotes]
    if manner.register == POSTS:
        weights = [quote.weight for quote in quotes]  # what suits news says nothing of posts
        trials = tuple(Trial(pull, balance=manner.balance) for pull in POST_PULLS)
        way, vectors = Way(trials, POSTS, manner.counted), _for_all(manner.vectors)
        return teach(texts, answers, weights, blocks=RECIPES[POSTS], way=way, vectors=vectors)
    says = {head: [quote.weight * say(quote, head) for quote in quotes] for head in answers}
    if manner.balance:
        says = {head: balanced(answers[head], own) for head, own in says.items()}
    foreign = all(quote.source != EMBEDDED for quote in quotes)
    way = Way(TRIALS, counted=manner.counted) if foreign else AS_MEASURED
    vectors = _for_all(manner.vectors) if foreign else manner.vectors
    return teach(texts, answers, says, way=way, vectors=vectors)


def _for_all(vectors: Vectors | None) -> Vectors | None:
    """The words of unlabelled texts, seen by every head."""
    return vectors and replace(vectors, block=replace(vectors.block, heads=()))


def say(quote: Quote, head: str) -> float:
    """How much say a quote has for a head (the user's weight comes on top)."""
    share = SAY.get(quote.origin, 1.0)
    stance = quote.labels.get("stance") if head == "stance" else None
    if stance == "neutral":
        share *= PLAIN
    if stance == "unrelated" and any(map(target_of, Reading(quote.text).marks)):
        share *= NEAR_MISS
    return share


def out_of_fold(
    collection: Collection,
    *,
    by: str = "topic",
    folds: int = FOLDS,
    manner: Manner = AS_IT_IS,
    jobs: int = 1,
    seed: int = 0,
) -> dict[str, OutOfFold]:
    """Decision values of every quote, per head; `by` is «topic» or «random».

    A label that a fold's teachers lack gets the lowest value there. Where all quotes are of one
    topic, they are dealt out at random.

    Raises:
        InputError: the quotes are all near-duplicates of one another.
    """
    from joblib import Parallel, delayed

    quotes = collection.quotes
    groups = clusters(quotes)
    deal = random_folds(groups, folds, seed)
    if by == "topic" and len(set(own := topic_folds(quotes, groups, folds, seed))) > 1:
        deal = own
    if len(set(deal)) < 2:
        message = f"the {len(quotes)} quotes are too alike to leave any out; add others"
        raise InputError(message)
    jobs = min(jobs, folds) if len(quotes) >= _MANY else 1
    parts = Parallel(n_jobs=jobs)(
        delayed(_fold)(quotes, deal, fold, manner) for fold in sorted(set(deal))
    )
    return {head: _gather(head, given, parts) for head, given in answered(collection).items()}


Part = tuple[list[int], dict[str, tuple[tuple[str, ...], Floats]]]


def _fold(quotes: Sequence[Quote], deal: Sequence[int], fold: int, manner: Manner) -> Part:
    rest = [quote for quote, own in zip(quotes, deal, strict=True) if own != fold]
    model = taught(rest, manner)
    judged = [place for place, own in enumerate(deal) if own == fold]
    values = decisions_of(model, [quotes[place].text for place in judged])
    return judged, {
        head.name: (head.labels, rows) for head, rows in zip(model.heads, values, strict=True)
    }


def _gather(head: str, given: Sequence[str | None], parts: Sequence[Part]) -> OutOfFold:
    labels = sorted({label for label in given if label})
    values = np.full((len(given), len(labels)), -np.inf)
    for judged, by_head in parts:
        names, rows = by_head.get(head, ((), np.zeros((len(judged), 0))))
        columns = [labels.index(name) for name in names]
        values[np.ix_(judged, columns)] = rows
    known = np.isfinite(values)
    values = np.where(known, values, values[known].min() if known.any() else 0.0)
    places = tuple(place for place, label in enumerate(given) if label)
    gold = tuple(label for label in given if label)
    return OutOfFold(head, tuple(labels), values[list(places)], places, gold)


def calibrated(head: Head, numbers: Numbers) -> Head:
    """The head with the numbers of real news, unchanged where they are for other labels."""
    found = fitting(head, numbers)
    if found is None:
        return head
    scaled = scaled_head(head, found.scales)
    return replace(scaled, temperature=found.temperature, offsets=found.offsets)


def _by_left_out(head: Head, own: OutOfFold) -> Head:
    values = own.values + head.offsets
    temperature, _ = calibration.fit(values, own.gold, own.labels, with_offsets=False)
    return replace(head, temperature=round(temperature, 4))


def _card(
    model: Model, collection: Collection, seed: int, own_calibration: Sequence[str]
) -> dict[str, Any]:
    quotes = collection.quotes
    step = max(1, len(quotes) // SELF_TESTS)
    texts = [quotes[place].text for place in range(0, len(quotes), step)][:SELF_TESTS]
    tests = [
        {
            "text": text,
            "probabilities": {
                head: {name: round(chance, 9) for name, chance in label.probabilities.items()}
                for head, label in labels.items()
            },
        }
        for text, labels in zip(texts, label_texts(model, texts), strict=True)
    ]
    origins: dict[str, int] = {}
    for quote in quotes:
        name = quote.origin or Path(quote.source).name
        origins[name] = origins.get(name, 0) + 1
    return {
        "data": {"n": len(quotes), "digest": collection.digest, "origins": origins},
        "seed": seed,
        "calibration": {
            head.name: "left-out quotes" if head.name in own_calibration else "real news"
            for head in model.heads
        },
        "versions": {name: version(name) for name in _MADE_WITH},
        "self_test": tests,
    }


def export(model: Model, path: Path) -> None:
    """Write the fitted scikit-learn pipelines, one a head, as a joblib file.

    Raises:
        OutputError: it could not be written.
    """
    import joblib

    from classifier.atomic import atomic

    with atomic(path) as out:
        joblib.dump(pipelines(model), out)
