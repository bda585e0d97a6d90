"""fastText and Vowpal Wabbit on the same quotes: how many statements a second, how often right.

Neither is a dependency: `make bench` puts them into a folder of their own, `build/peers`, as
`tests/bench/*.lock` pin them, where they can be installed. Each labels the stance alone (the
program labels the sentiment in the same pass), from texts normalised before, at no cost to it.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from classifier.arabic import fold

#: Takes statements and gives their labels.
Labeller = Callable[[Sequence[str]], list[str]]
Taught = Callable[[Sequence[str], Sequence[str]], Labeller]


#: Teaches fastText in a process of its own: it reads memory that it never wrote, and where others
#: have, every second time it ends at once with «Encountered NaN», at any rate of learning.
_TEACHER = """
import json, sys
sys.path.append(sys.argv[1])
import fasttext
fasttext.train_supervised(sys.argv[2], **json.loads(sys.argv[4])).save_model(sys.argv[3])
"""


class Peer(NamedTuple):
    """Another program with some settings: its package, and what teaches it."""

    name: str
    package: str
    teach: Taught

    @property
    def there(self) -> bool:
        return find_spec(self.package) is not None


def fast_text(dim: int) -> Taught:
    """fastText with words 1-2 and letters 2-5."""

    def teach(texts: Sequence[str], labels: Sequence[str]) -> Labeller:
        library: Any = import_module("fasttext")
        settings = {"wordNgrams": 2, "minn": 2, "maxn": 5, "bucket": 200_000, "epoch": 25}
        settings |= {"lr": 0.5, "dim": dim, "thread": 1, "verbose": 0}
        with tempfile.TemporaryDirectory() as folder:
            lessons, made = Path(folder, "lessons.txt"), Path(folder, "model.bin")
            with lessons.open("w", encoding="utf-8") as out:
                for text, label in zip(texts, labels, strict=True):
                    out.write(f"__label__{label} {_one_line(text)}\n")
            package = str(Path(library.__file__).parents[1])
            arguments = (package, str(lessons), str(made), json.dumps(settings))
            done = subprocess.run(
                [sys.executable, "-c", _TEACHER, *arguments], capture_output=True, text=True
            )
            if done.returncode:
                raise RuntimeError(done.stderr.strip().rpartition("\n")[2])
            model = library.load_model(str(made))

        def label(some: Sequence[str]) -> list[str]:
            given, _ = model.predict(list(some))
            return [names[0].removeprefix("__label__") for names in given]

        return label

    return teach


def vowpal_wabbit(letters: bool) -> Taught:
    """Vowpal Wabbit with words 1-2; it knows no n-grams of letters, so Python makes them."""

    def line(text: str) -> str:
        text = _one_line(text).replace(":", " ").replace("|", " ")
        words = text.split()
        if not letters:
            return f"|w {text}"
        grams = (
            f"_{word}_"[n : n + k]
            for word in words
            for k in (2, 3, 4, 5)
            for n in range(len(word) + 3 - k)
        )
        return f"|w {text} |c {' '.join(grams)}"

    def teach(texts: Sequence[str], labels: Sequence[str]) -> Labeller:
        library: Any = import_module("vowpalwabbit")
        names = sorted(set(labels))
        model = library.Workspace(
            f"--oaa {len(names)} --ngram w2 -b 22 --loss_function logistic --quiet"
        )
        lessons = [
            f"{names.index(label) + 1} {line(text)}"
            for text, label in zip(texts, labels, strict=True)
        ]
        for _ in range(5):
            for lesson in lessons:
                model.learn(lesson)

        def label(some: Sequence[str]) -> list[str]:
            return [names[model.predict(line(text)) - 1] for text in some]

        return label

    return teach


#: fastText has 100 dimensions where nothing is said; with 16 it is right as often.
PEERS = (
    Peer("fastText, 16 dimensions", "fasttext", fast_text(16)),
    Peer("fastText, 100 dimensions", "fasttext", fast_text(100)),
    Peer("Vowpal Wabbit, words", "vowpalwabbit", vowpal_wabbit(letters=False)),
    Peer("Vowpal Wabbit, words and letters", "vowpalwabbit", vowpal_wabbit(letters=True)),
)


def prepared(texts: Sequence[str]) -> list[str]:
    """Texts as the peers get them: normalised as ours are."""
    return [_one_line(fold(text)) for text in texts]


def _one_line(text: str) -> str:
    return " ".join(text.split())
