"""The parts of the benchmark: each takes what is measured on and gives rows of results.

What is remembered of words makes a text that was met before much quicker than a new one, so both
are measured: the first half of the texts warms the memory up, and of the second half each
round gets a slice that is new.
"""

import io
import pickle
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import finding
import numpy as np
import peers
from inputs import REAL, SAMPLES, Inputs, repeated, statements_of, write_lines
from measures import Command, Row, command, cpu
from page import BYTES, CUT, LETTERS, OVERHEAD, RATE
from plain import Plain
from straightforward import Straightforward

from classifier import relabelling
from classifier.compiled import are_used
from classifier.flow import label_document
from classifier.labels import label_texts, teach
from classifier.model_file import default_model_path, load_model
from classifier.records import Document
from classifier.scorer import Model, decisions_of
from classifier.shards import Shard, plan_shards
from classifier.work import Work, do_shard, keep_model
from training import lessons, quotes, scores
from training.quotes import Quote
from training.splits import clusters, topic_folds

#: Statements that scikit-learn gets in a round, and articles of the straightforward pipeline.
TURN, ARTICLES = 1_500, 100
FOLDS = 3
#: A share of the machine that others used, above which seconds by the clock say nothing.
QUIET = 0.05
#: Quotes that are taught, as many of these as there are.
SIZES = (1_000, 3_000, 10_000)


class Given(NamedTuple):
    """What is measured on, and how long: rounds, and seconds of the run on two processes."""

    inputs: Inputs
    model: Model
    quotes: list[Quote]
    rounds: int
    seconds: float

    def fresh(self) -> Model:
        """The model with an empty memory."""
        return Model(self.model.tables, self.model.heads, digest=self.model.digest)

    def work(self, folder: str) -> Work:
        return Work(default_model_path(), self.model.digest, Path(folder))


def halves(every: Sequence[Any], rounds: int) -> tuple[Sequence[Any], list[Sequence[Any]]]:
    """The first half, and the second in so many slices (of few things, the same for all)."""
    half = len(every) // 2
    each = (len(every) - half) // rounds
    slices = [every[half + n * each : half + (n + 1) * each] for n in range(rounds)]
    return every[:half], slices if each else [every[half:]] * rounds


def scorer(given: Given) -> Iterator[Row]:
    plain, model = Plain(given.model), given.fresh()
    first, slices = halves(given.inputs.sentences, given.rounds)
    yield Row("building the tables", [cpu(lambda: model.scoring.compiled)], ".2f", "CPU s")
    empty = len(first) / cpu(lambda: decisions_of(model, first))
    new, again, theirs, far = [], [], [], 0.0
    for some in slices:
        new.append(len(some) / cpu(lambda s=some: decisions_of(model, s)))
        again.append(len(some) / cpu(lambda s=some: decisions_of(model, s)))
        few = some[:TURN]
        theirs.append(len(few) / cpu(lambda f=few: plain.decisions(f)))
        both = zip(decisions_of(model, few), plain.decisions(few), strict=True)
        far = max(far, *(float(np.abs(a - b).max()) for a, b in both))
    yield Row("new sentences, from an empty memory", [empty], ",.0f", "a CPU second")
    yield Row("new sentences, memory warm", new, ",.0f", "a CPU second")
    yield Row("the same sentences again", again, ",.0f", "a CPU second")
    yield Row("plain scikit-learn, one pass for both labels", theirs, ",.0f", "a CPU second")
    yield Row("times as fast, new sentences", _ratios(new, theirs))
    yield Row("times as fast, the same again", _ratios(again, theirs))
    yield Row("largest difference of a decision value", [far], ".0e")
    texts = given.inputs.sentences[:200]
    alone = cpu(lambda: [decisions_of(model, [text]) for text in texts]) / len(texts)
    yield Row("a single sentence", [alone * 1e3], ".2f", "CPU ms")


def door(given: Given) -> Iterator[Row]:
    plain, model = Plain(given.model), given.fresh()
    keep_model(model)
    first, slices = halves(list(enumerate(given.inputs.sentences)), given.rounds)
    with tempfile.TemporaryDirectory() as folder:
        work, path = given.work(folder), Path(folder, "statements.jsonl")

        def seconds(some: Sequence[tuple[int, str]]) -> float:
            file = str(write_lines(some, path))
            return cpu(lambda: relabelling.relabel_file(file, io.BytesIO(), work)) / len(some)

        seconds(first)
        new, again, theirs = [], [], []
        for some in slices:
            new.append(1 / seconds(some))
            again.append(1 / seconds(some))
            with patch.object(relabelling, "label", plain.label):
                theirs.append(1 / seconds(some[:TURN]))
    yield Row("new statements", new, ",.0f", "a CPU second")
    yield Row("the same statements again", again, ",.0f", "a CPU second")
    yield Row("the same door on plain scikit-learn", theirs, ",.0f", "a CPU second")
    yield Row("times as fast, new statements", _ratios(new, theirs))
    yield Row("times as fast, the same again", _ratios(again, theirs))


def others(given: Given) -> Iterator[Row]:
    every = [quote for quote in given.quotes if "stance" in quote.labels]
    deal = topic_folds(every, clusters(every), FOLDS)
    rest = [quote for quote, fold in zip(every, deal, strict=True) if fold]
    sets = {"quotes of other topics": [q for q, n in zip(every, deal, strict=True) if not n]}
    real = REAL.with_name("real_statements.jsonl")
    if real.is_file():
        judged = [quote for quote in quotes.read(real) if quote.extra.get("quoted") is not False]
        sets["real statements"] = judged
    first, slices = halves(given.inputs.sentences, given.rounds)
    texts, labels = [q.text for q in rest], [q.labels["stance"] for q in rest]
    own = lessons.taught(rest)
    yield from _compared("tafawud, both labels", _stances(own), sets, (first, slices))
    ready = [peers.prepared(some) for some in slices]
    known = {name: _prepared(judged) for name, judged in sets.items()}
    for peer in peers.PEERS:
        if not peer.there:
            yield Row(peer.name, words="not installed")
            continue
        try:
            taught = peer.teach(peers.prepared(texts), labels)
        except RuntimeError as error:
            yield Row(peer.name, words=f"could not be taught: {error}")
            continue
        yield from _compared(f"{peer.name}, stance alone", taught, known, (ready[0][:100], ready))


def _stances(model: Model) -> peers.Labeller:
    return lambda texts: [found["stance"].name for found in label_texts(model, texts)]


def _prepared(judged: Sequence[Quote]) -> list[Quote]:
    texts = peers.prepared([quote.text for quote in judged])
    return [Quote(text, quote.labels) for text, quote in zip(texts, judged, strict=True)]


def _compared(
    name: str, label: peers.Labeller, sets: dict[str, list[Quote]], texts: Any
) -> Iterator[Row]:
    first, slices = texts
    label(first)
    rates = [len(some) / cpu(lambda s=some: label(s)) for some in slices]
    yield Row(name, rates, ",.0f", "new sentences a CPU second")
    for about, judged in sets.items():
        gold = [quote.labels["stance"] for quote in judged]
        found = label([quote.text for quote in judged])
        right, f1 = scores.accuracy(gold, found), scores.macro_f1(gold, found)
        yield Row(f"… {len(gold):,} {about}", words=f"accuracy {right:.3f}, macro-F1 {f1:.3f}")


def job(given: Given) -> Iterator[Row]:
    keep_model(given.fresh())
    first, slices = halves(given.inputs.documents, given.rounds)
    found, whole, share, theirs, size = [], [], [], [], []
    simple = Straightforward(given.quotes)
    with tempfile.TemporaryDirectory() as folder:
        work, path, out = given.work(folder), Path(folder, "in.jsonl"), Path(folder, "out.jsonl")

        def seconds(some: Sequence[Document]) -> float:
            file = write_lines(((page.id, page.text) for page in some), path)
            return cpu(lambda: do_shard(Shard(0, (file,)), work)) / len(some)

        seconds(first)
        for some in slices:
            each = seconds(some)
            whole.append(1 / each)
            size.append(Path(folder, Shard(0, ()).name).stat().st_size / len(some))
            cut = cpu(lambda s=some: [statements_of(page) for page in s]) / len(some)
            found.append(1 / cut)
            share.append(100 * cut / each)
            few = some[:ARTICLES]
            write_lines(((page.id, page.text) for page in few), path)
            theirs.append(len(few) / cpu(lambda: simple.run(path, out)))
        path = write_lines(((page.id, page.text) for page in first), path)
        shards = cpu(lambda: [pickle.dumps(shard) for shard in plan_shards([path])])
        write_lines(((page.id, page.text) for page in given.inputs.documents), path)
        plain = finding.not_compiled(path)
    letters = given.inputs.letters / len(given.inputs.documents)
    yield Row(LETTERS, [letters], ",.0f")
    how = "compiled" if are_used() else "not compiled"
    yield Row(f"finding, {how}", found, ",.0f", "articles per CPU second")
    yield Row("… in a process of its own, not compiled", [plain], ",.0f")
    yield Row(RATE, whole, ",.0f")
    yield Row("share of finding", share, ".0f", "%")
    yield Row("a straightforward pipeline", theirs, ",.0f", "articles per CPU second")
    yield Row("times as fast", _ratios(whole, theirs))
    yield Row(CUT, [len(first) / shards], ",.0f")
    yield Row(BYTES, size, ",.0f")


def cores(given: Given) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "in.jsonl")

        def run(count: int, jobs: int) -> Command:
            pages = repeated(given.inputs.documents, count)
            write_lines(((page.id, page.text) for page in pages), path)
            with tempfile.TemporaryDirectory(
                dir=folder
            ) as new:  # a full one is not worked on again
                options = (str(path), "--jobs", str(jobs), "--output", f"{new}/out/")
                return command("classifier.predict", *options)

        some = len(given.inputs.documents)
        count = max(some, int(some * given.seconds / run(some, 1).cpu))
        one, two = run(count, 1), run(count, 2)
    yield Row("articles", [count], ",.0f")
    yield Row("one process", words=_took(one))
    yield Row("two processes", words=_took(two))
    yield Row(OVERHEAD, [two.cpu / one.cpu], ".2f")
    busy = max(one.others or 0.0, two.others or 0.0)
    if busy > QUIET:
        why = f"not told: others used up to {busy:.0%} of the machine meanwhile"
        yield Row("times as fast by the clock", words=why)
    else:
        yield Row("times as fast by the clock", [one.wall / two.wall], ".2f")


def _took(run: Command) -> str:
    return f"{run.cpu:.1f} CPU s, {run.memory:.0f} MB in the largest process"


def cold(given: Given) -> Iterator[Row]:
    path = default_model_path()
    size = f"{path.stat().st_size / 1e6:.1f} MB, {given.model.features:,} features"
    yield Row("size of the model", words=size)
    reading = [cpu(lambda: load_model(path)) for _ in range(given.rounds)]
    yield Row("reading and checking it", reading, ".2f", "CPU s")
    short = min(SAMPLES.rglob("*.txt"), key=lambda file: file.stat().st_size)
    for name, arguments in {
        "python alone": ("this",),
        "`predict --help`": ("classifier.predict", "--help"),
        "`predict` on one short article": ("classifier.predict", str(short)),
    }.items():
        runs = [command(*arguments) for _ in range(given.rounds)]
        memory = max(run.memory for run in runs)
        yield Row(name, [run.cpu for run in runs], ".2f", f"CPU s, {memory:.0f} MB")


def length(given: Given) -> Iterator[Row]:
    model = given.fresh()
    label_document(given.inputs.documents[0], model)  # tables are read, once
    text = "\n\n".join(page.text for page in given.inputs.documents)
    for size in (1_000, 10_000, 100_000, 1_000_000):
        page = Document("long", text[:size])
        if len(page.text) == size:
            runs = [cpu(lambda p=page: label_document(p, model)) for _ in range(given.rounds)]
            yield Row(f"{size:,} letters", [run / size * 1e6 for run in runs], ".2f", "CPU ms")


def teaching(given: Given) -> Iterator[Row]:
    every = given.quotes
    every = [every[n] for n in np.random.default_rng(0).permutation(len(every)).tolist()]
    for size in [size for size in SIZES if size <= len(every)] or [len(every)]:
        some = every[:size]
        answers = {name: [quote.labels.get(name) for quote in some] for name in quotes.HEADS}
        seconds = cpu(lambda t=[q.text for q in some], a=answers: teach(t, a))
        yield Row(f"{size:,} quotes", [seconds], ".1f", "CPU s")


def _ratios(ours: Sequence[float], theirs: Sequence[float]) -> list[float]:
    return [own / other for own, other in zip(ours, theirs, strict=True)]


#: Each part with what its heading says.
PARTS = {
    scorer: "The scorer alone: sentences of newspapers, 60 to 400 letters",
    door: "`predict --statements`, reading and writing JSON",
    others: "Beside fastText and Vowpal Wabbit, taught on the same quotes",
    job: "The whole job in one process: JSON lines of articles in, statements out",
    cores: "Two processes",
    cold: "From cold",
    length: "Cost against the length of an article, for 1,000 letters",
    teaching: "Teaching both labels",
}
