"""kill -9 at random moments: the same command goes on, and nothing is lost, doubled or half there.

    python tests/soak_kills.py [--kills 50] [--seed 0] [predict|train|store …]

Each is killed so many times, at moments that the seed chooses between its beginning and its end,
and begun again where it stopped. Prints a line of figures each; exit 1 where the bytes differ from
those of a run that nobody disturbed, or where a correction that was acknowledged is gone.
"""

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import trust_figures  # noqa: E402
from runs import articles_in, contents, environment, model_in  # noqa: E402

#: Seconds after which the processes of one that was killed are gone too.
ORPHANS = 1.0


@dataclass
class Figures:
    """What came of it: kills, runs that ended before theirs, seconds of a quiet run."""

    kills: int = 0
    ended: int = 0
    quiet_seconds: float = 0.0


class Victim:
    """A command that is begun, killed at a random moment, and begun again."""

    def __init__(self, command: list[object], chance: random.Random) -> None:
        self.command = [sys.executable, *map(str, command)]
        self.chance = chance
        self.figures = Figures()

    def quiet(self, *more: object) -> None:
        """Run it to its end."""
        begun = time.monotonic()
        done = subprocess.run(
            [*self.command, *map(str, more)], cwd=ROOT, env=environment(), capture_output=True
        )
        assert done.returncode == 0, done.stderr.decode()
        self.figures.quiet_seconds = round(time.monotonic() - begun, 2)

    def strike(self, *more: object, log: Path | None = None) -> bool:
        """Begin it and kill it; False where it came to its end before."""
        with open(log or "/dev/null", "ab") as out, tempfile.TemporaryFile() as said:
            process = subprocess.Popen(
                [*self.command, *map(str, more)], cwd=ROOT, env=environment(), stdout=out,
                stderr=said,
            )  # fmt: skip
            try:
                process.wait(self.chance.uniform(0, self.figures.quiet_seconds))
            except subprocess.TimeoutExpired:
                process.kill()
            code = process.wait()
            said.seek(0)
            assert code in (0, -9), said.read().decode()
        self.figures.kills += code != 0
        self.figures.ended += code == 0
        return code != 0


def predict(folder: Path, kills: int, chance: random.Random) -> Figures:
    """A run with shards, of one process or two: `kill -9` strikes the one that gives out work."""
    file = articles_in(folder / "many.jsonl", 1_500, 3)
    own = ["-m", "classifier.predict", file, "--model", model_in(folder)]
    victim = Victim(own, chance)
    victim.quiet("--output", f"{folder}/quiet/")
    right = contents(folder / "quiet")
    out = folder / "out"
    while victim.figures.kills < kills:
        if victim.strike("--output", f"{out}/", "--jobs", chance.choice((1, 2))):
            parts = out.glob("part-*.jsonl")
            assert all(part.read_bytes() == right[part.name] for part in parts)
        else:
            assert contents(out) == right
            shutil.rmtree(out)
    time.sleep(ORPHANS)
    victim.quiet("--output", f"{out}/")
    assert contents(out) == right
    return victim.figures


def train(folder: Path, kills: int, chance: random.Random) -> Figures:
    """A training: the old model stays until the new one is whole."""
    rows = [
        {"text": f"{what} الحوار مع الجيران {n}", "stance": stance, "sentiment": tone}
        for n in range(100)
        for what, stance, tone in (("نؤيد", "مع", "حسن"), ("نرفض", "ضد", "سيئ"))
    ]
    own = folder / "own.jsonl"
    own.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    command = ["-m", "training.train", "--quotes", own, "--no-embedded", "--jobs", 1]
    victim = Victim(command, chance)
    victim.quiet("--output", folder / "quiet.model")
    right, out = (folder / "quiet.model").read_bytes(), folder / "out.model"
    while victim.figures.kills < kills:
        out.write_bytes(b"old")
        victim.strike("--output", out)
        assert out.read_bytes() in (b"old", right)
    victim.quiet("--output", out)
    assert out.read_bytes() == right
    return victim.figures


WRITER = """
import sys
from pathlib import Path
from classifier.web.store import Store
store = Store(Path(sys.argv[1]))
begun = len(store.corrections(sys.argv[2]))
for number in range(begun, begun + 400):
    store.correct(sys.argv[2], 0, {"stance": "neutral", "n": number})
    print(number, flush=True)
store.close()
"""


def store(folder: Path, kills: int, chance: random.Random) -> Figures:
    """Corrections in the page's store: what was acknowledged is kept, in order, once."""
    from test_web_store import ARTICLE, KEY, line

    from classifier.web.store import Store

    path, log = folder / "corrections.db", folder / "acknowledged"
    base = Store(path)
    base.put_article(KEY, ARTICLE, [line()], "m1")
    base.close()
    victim = Victim(["-c", WRITER, path, KEY], chance)
    victim.quiet()
    while victim.figures.kills < kills:
        victim.strike(log=log)
        base = Store(path)
        kept = [each.changes["n"] for each in base.corrections(KEY)]
        base.close()
        assert kept == list(range(len(kept))), "each once, in order"
        acknowledged = [int(each) for each in log.read_text().split("\n")[:-1]]
        assert not acknowledged or acknowledged[-1] < len(kept), "what was acknowledged is there"
    return victim.figures


VICTIMS: dict[str, Callable[[Path, int, random.Random], Figures]] = {
    "predict": predict,
    "train": train,
    "store": store,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", nargs="*", choices=[*VICTIMS, []], metavar="predict|train|store")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    for name in asked.what or VICTIMS:
        with tempfile.TemporaryDirectory() as folder:
            figures = VICTIMS[name](Path(folder), asked.kills, random.Random(asked.seed))
        told = {"what": name, "seed": asked.seed, **vars(figures)}
        trust_figures.keep(f"kills-{name}", told)
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
