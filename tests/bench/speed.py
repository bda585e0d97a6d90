"""How fast everything is on this machine, as ratios of one run: `make bench`.

    python tests/bench/speed.py [--articles 1500] [--rounds 5] [--only scorer,door,job,…]

Figures are CPU seconds (the machine may be busy) as middle (least to most) of some rounds; what
is compared is run in turns. Nothing here decides a test.
"""

import argparse
import io
import os
import platform
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from unittest.mock import patch

import numpy as np
from inputs import SAMPLES, Inputs, read, statements_of, write_articles, write_statements
from measures import commands, cpu, head, say, spread
from plain import Plain

from classifier import relabelling
from classifier.labels import teach
from classifier.model_file import default_model_path, load_model
from classifier.records import Document
from classifier.scorer import Model, decisions_of
from classifier.shards import Shard
from classifier.work import Work, do_shard, keep_model
from training import quotes

#: Statements that scikit-learn gets in a round; ours gets as many, the same.
TURN = 1500
PEERS = {"fastText": "fasttext", "Vowpal Wabbit": "vowpalwabbit"}


def scorer(inputs: Inputs, model: Model, rounds: int) -> None:
    head(f"the scorer: {len(inputs.statements)} statements, {TURN} a turn")
    plain, texts = Plain(model), inputs.statements
    ours, theirs, ratios, far = [], [], [], 0.0
    fresh = Model(model.tables, model.heads)
    first = cpu(lambda: decisions_of(fresh, texts)) / max(1, len(texts))
    for turn in range(rounds):
        some = (texts[turn * TURN :] + texts)[:TURN]
        decisions_of(model, some)
        ours.append(len(some) / cpu(lambda s=some: decisions_of(model, s)))
        theirs.append(len(some) / cpu(lambda s=some: plain.decisions(s)))
        ratios.append(ours[-1] / theirs[-1])
        found, expected = decisions_of(model, some), plain.decisions(some)
        far = max(far, *(np.abs(a - b).max() for a, b in zip(found, expected, strict=True)))
    say("statements per CPU second", f"{spread(ours):,.0f}")
    say("… from an empty memory", f"{1 / first:,.0f}")
    say("plain scikit-learn, one pass for both heads", f"{spread(theirs):,.0f}")
    say("times as fast", f"{spread(ratios):.1f}")
    say("largest difference of a decision value", f"{far:.1g}")
    alone = cpu(lambda: [decisions_of(model, [text]) for text in texts[:300]]) / 300
    say("a single statement", f"{alone * 1e3:.2f} ms")
    for name, package in PEERS.items():
        say(name, "installed, not measured" if find_spec(package) else "not installed")


def door(inputs: Inputs, model: Model, rounds: int) -> None:
    head("the door `predict --statements`, with reading and writing of JSON")
    plain, ratios, ours = Plain(model), [], []
    with tempfile.TemporaryDirectory() as folder:
        path = write_statements(inputs.statements[:TURN], Path(folder) / "statements.jsonl")
        work = Work(default_model_path(), model.digest, Path(folder))

        def act() -> None:
            relabelling.relabel_file(str(path), io.BytesIO(), work)

        act()
        for _ in range(rounds):
            own = cpu(act)
            with patch.object(relabelling, "label", plain.label):
                ratios.append(cpu(act) / own)
            ours.append(min(TURN, len(inputs.statements)) / own)
    say("statements per CPU second", f"{spread(ours):,.0f}")
    say("times as fast as on plain scikit-learn", f"{spread(ratios):.1f}")


def job(inputs: Inputs, model: Model, rounds: int) -> None:
    head(f"the whole job, one process: {inputs.name}, {inputs.letters:,} letters")
    count = len(inputs.documents)
    found, whole, share = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        path = write_articles(inputs.documents, Path(folder) / "articles.jsonl")
        work = Work(default_model_path(), model.digest, Path(folder))
        for _ in range(max(2, rounds // 2)):
            seconds = cpu(lambda: [statements_of(page) for page in inputs.documents])
            found.append(count / seconds)
            all_of_it = cpu(lambda: do_shard(Shard(0, (path,)), work))
            whole.append(count / all_of_it)
            share.append(100 * seconds / all_of_it)
    say("extraction, articles per CPU second", f"{spread(found):,.0f}")
    say("all of it, articles per CPU second", f"{spread(whole):,.0f}")
    say("share of extraction", f"{spread(share):.0f} %")


def cold(inputs: Inputs, model: Model, rounds: int) -> None:
    head("from cold")
    del inputs
    path = default_model_path()
    say("size of the model", f"{path.stat().st_size / 1e6:.1f} MB, {model.features:,} features")
    say("reading it", f"{spread([cpu(lambda: load_model(path)) for _ in range(rounds)]):.2f} s")
    short = min(SAMPLES.rglob("*.txt"), key=lambda file: file.stat().st_size)
    for name, arguments in {
        "python alone": ("this",),
        "predict --help": ("classifier.predict", "--help"),
        "predict, one short article": ("classifier.predict", str(short)),
    }.items():
        seconds, memory = commands(rounds, *arguments)
        say(name, f"{seconds:.2f} CPU s, {memory.middle:.0f} MB")


def length(inputs: Inputs, model: Model, rounds: int) -> None:
    head("cost against the length of an article (CPU ms for 1,000 letters)")
    from classifier.flow import label_document

    text = "\n\n".join(page.text for page in inputs.documents)
    for size in (1_000, 10_000, 100_000, 1_000_000):
        page = Document("long", text[:size])
        if len(page.text) == size:
            runs = [cpu(lambda p=page: label_document(p, model)) for _ in range(min(3, rounds))]
            say(f"{size:,} letters", f"{spread([run / size * 1e6 for run in runs]):.2f}")


def training(inputs: Inputs, model: Model, rounds: int) -> None:
    head("teaching both heads (CPU s)")
    del inputs, model, rounds
    given = list(quotes.read_embedded())
    given = [given[n] for n in np.random.default_rng(0).permutation(len(given)).tolist()]
    for size in (1_000, 3_000, 10_000):
        some = given[:size]
        answers = {
            name: [quote.labels.get(name) for quote in some] for name in ("stance", "sentiment")
        }
        seconds = cpu(lambda t=[q.text for q in some], a=answers: teach(t, a))
        say(f"{len(some):,} quotes", f"{seconds:.1f}")


PARTS = {part.__name__: part for part in (scorer, door, job, cold, length, training)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=1500, help="so many at most")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default=",".join(PARTS), help="some of: %(default)s")
    options = parser.parse_args()
    model = load_model()
    keep_model(model)
    inputs = read(options.articles)
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {load}; Python", end=" ")
    print(f"{platform.python_version()}, NumPy {np.__version__}; middle (least to most)")
    for name in options.only.split(","):
        PARTS[name](inputs, model, options.rounds)


if __name__ == "__main__":
    sys.exit(main())
