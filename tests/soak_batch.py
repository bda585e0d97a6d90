"""A million statements: flat memory, a kill in the middle, a slow reader, progress.

    python tests/soak_batch.py [--statements 1000000] [--jobs 2] [--compare 5000] [--model MODEL]

Makes a corpus of the sample articles with ever new words, labels it into a folder, kills the run
in the middle (SIGKILL), has the same command go on, and compares: counts, the digest of every part,
and the lines of some articles (around the kill and all over the corpus) with those of a run in one
process that nobody disturbed. Then a reader takes the lines from a pipe slowly and goes away, and a
terminal is shown the progress. Memory is that of all processes together, shared pages counted once
(PSS of /proc, so Linux only). Prints figures; exit 1 where something is not as it should be.
"""

import argparse
import hashlib
import json
import os
import pty
import random
import re
import signal
import subprocess
import sys
import tempfile
import termios
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from runs import ROOT, environment

from classifier.articles import read_documents
from classifier.records import Document

SAMPLES = ROOT / "classifier" / "data" / "samples"
#: MB (millions of bytes) that all processes of a run may hold together.
MOST = 600.0
#: MB by which a reader that is slow may raise the memory once the run is warm.
GROWTH = 40.0
#: What a slow reader takes in a second, and for how many seconds.
SIP, SIPS = 200_000, 30
#: Ranks of invented words: the rarer a word, the more there are of its kind, as in real texts.
WORDS = 3_000_000
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
BEFORE = ("", "", "ال", "و", "وال", "ب", "ل", "بال")
AFTER = ("", "", "ة", "ات", "ين", "ون", "ها", "ية")
_LONG_WORD = re.compile(r"\b[\u0621-\u064a]{5,}\b")
_BAR = re.compile(r"(\d+)%\|[^\r]*\[(\d\d:\d\d<\d[\d:]+, +[\d.]+ articles/s)\]")
_ARTICLE = re.compile(rb'\{"article_id": "n(\d+)"')
_SOURCE = re.compile(rb'"source": "[^"]*", ')


# --- the corpus -----------------------------------------------------------------------------


def paragraphs() -> list[str]:
    """Those of the samples."""
    pages = [page.text for page in read_documents([SAMPLES]) if isinstance(page, Document)]
    return [line for text in pages for line in text.splitlines() if len(line) > 60]


def word(chance: random.Random) -> str:
    """An invented word: common ones come often, and there is no end of rare ones."""
    rank = int(WORDS ** chance.random())
    rest, before = divmod(rank, len(BEFORE))
    rest, after = divmod(rest, len(AFTER))
    middle = "".join(LETTERS[(rank >> place) % len(LETTERS)] for place in (0, 2, 4))
    while rest:
        rest, letter = divmod(rest, len(LETTERS))
        middle += LETTERS[letter]
    return BEFORE[before] + middle + AFTER[after]


def article(number: int, lines: list[str]) -> dict[str, str]:
    """One of any number of articles: some paragraphs, a fifth of their long words others."""
    chance = random.Random(number)

    def other(found: re.Match[str]) -> str:
        return word(chance) if chance.random() < 0.2 else found[0]

    text = "\n".join(chance.choices(lines, k=chance.randint(4, 9)))
    return {"id": f"n{number:08}", "outlet": "صحيفة", "text": _LONG_WORD.sub(other, text)}


def write_articles(path: Path, numbers: Iterator[int] | range) -> Path:
    lines = paragraphs()
    with path.open("w", encoding="utf-8") as out:
        for number in numbers:
            out.write(json.dumps(article(number, lines), ensure_ascii=False) + "\n")
    return path


# --- a run and what it holds ----------------------------------------------------------------


def family(pid: int) -> set[int]:
    """A process and all that came of it."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with suppress(OSError):
                parents[int(entry.name)] = int(
                    (entry / "stat").read_text().rpartition(")")[2].split()[1]
                )
    found, new = {pid}, {pid}
    while new := {child for child, parent in parents.items() if parent in new} - found:
        found |= new
    return found


def memory(pids: set[int]) -> float:
    """MB that processes hold together: their proportional set sizes."""
    total = 0
    for pid in pids:
        with suppress(OSError):
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            total += sum(int(kb) for kb in re.findall(r"^Pss:\s+(\d+) kB$", rollup, re.M))
    return total * 1024 / 1e6


@dataclass
class Run:
    """The door `predict` as a process, its memory looked at all the while."""

    process: subprocess.Popen[bytes]
    begun: float = field(default_factory=time.monotonic)
    seen: list[tuple[float, float]] = field(default_factory=list)
    pids: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def _watch(self) -> None:
        while not self._over.wait(0.25):
            own = family(self.process.pid)
            self.pids |= own
            self.seen.append((time.monotonic() - self.begun, memory(own)))

    def end(self, seconds: float | None = None) -> int:
        """Wait for the end; the exit code."""
        code = self.process.wait(seconds)
        self._over.set()
        self._watcher.join()
        return code

    def left(self) -> set[int]:
        """Processes that are still there some seconds after the end."""
        for _ in range(50):
            if not (still := {pid for pid in self.pids if Path(f"/proc/{pid}/exe").exists()}):
                return set()
            time.sleep(0.1)
        return still

    def peak(self, first: float = 0.0, last: float = 1.0) -> float:
        """MB at most, in a part of the time (0 the beginning, 1 now)."""
        took = max(at for at, _ in self.seen)
        return max(mb for at, mb in self.seen if first * took <= at <= last * took)


def begin(*arguments: object, out: object = subprocess.DEVNULL, err: object = None) -> Run:
    command = [sys.executable, "-m", "classifier.predict", *map(str, arguments)]
    return Run(subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=out, stderr=err))


# --- the acts -------------------------------------------------------------------------------


@dataclass
class Soak:
    """What is soaked, and what came of it."""

    corpus: Path
    articles: int
    options: list[object]
    figures: dict[str, object] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def must(self, holds: bool, fault: str) -> None:
        if not holds:
            self.faults.append(fault)

    def kill_and_go_on(self, folder: Path) -> int:
        """Label into a folder, with a kill in the middle; about which article that was."""
        command = [self.corpus, *self.options, "--output", f"{folder}/"]
        first = begin(*command)
        while first.process.poll() is None and _documents(folder) < self.articles / 2:
            time.sleep(0.5)
        first.process.kill()
        self.must(first.end() == -signal.SIGKILL, "the run was over before it could be killed")
        self.must(not (left := first.left()), f"processes outlive their parent: {left}")
        killed_at, done = time.monotonic() - first.begun, _documents(folder)
        kept = {path: path.stat().st_mtime_ns for path in folder.glob("part-*.jsonl")}
        second = begin(*command)
        self.must((code := second.end()) == 0, f"the run that went on ended with {code}")
        touched = [path.name for path, mtime in kept.items() if path.stat().st_mtime_ns != mtime]
        seconds = killed_at + time.monotonic() - second.begun
        peak = max(first.peak(), second.peak())
        self.figures |= {
            "seconds": round(seconds, 1),
            "articles_per_second": round(self.articles / seconds, 1),
            "articles_when_killed": done,
            "parts_kept": len(kept) - len(touched),
            "parts_done_again": len(touched),
            "peak_mb": round(peak, 1),
            "peak_mb_by_quarter": [round(second.peak(n / 4, (n + 1) / 4), 1) for n in range(4)],
        }
        self.must(peak < MOST, f"all processes together held {peak:.0f} MB")
        jobs = int(str(self.options[self.options.index("--jobs") + 1]))
        self.must(len(touched) <= 2 * jobs, f"done again after the kill: {touched}")
        return done

    def books(self, folder: Path, least: int) -> None:
        """The manifest tells the truth about counts, sizes and digests."""
        told = json.loads((folder / "manifest.json").read_text("utf-8"))
        lines = size = 0
        for shard in told["shards"]:
            data = (folder / f"part-{shard['number']:05d}.jsonl").read_bytes()
            lines, size = lines + data.count(b"\n"), size + len(data)
            same = hashlib.sha256(data).hexdigest() == shard["sha256"]
            self.must(same, f"part {shard['number']} is not what the manifest says")
        self.figures |= {
            "statements": lines,
            "megabytes": round(size / 1e6),
            "articles": self.articles,
        }
        self.must(told["counts"]["documents"] == self.articles, "articles are missing")
        self.must(told["counts"]["statements"] == lines, "statements are missing")
        self.must(told["state"] == "finished", "the run says that it is not finished")
        self.must(lines >= least, f"only {lines} statements came of it, not {least}")

    def compare(self, folder: Path, killed_at: int, count: int) -> None:
        """Some articles give the same bytes in one process that nobody disturbs."""
        near = range(max(0, killed_at - count // 4), min(self.articles, killed_at + count // 4))
        far = range(0, self.articles, max(1, 2 * self.articles // count))
        numbers = sorted({*near, *far})
        sample = write_articles(folder.with_name("sample.jsonl"), iter(numbers))
        alone = folder.with_name("alone.jsonl")
        options = [o for o in self.options if o not in ("--jobs", *self._jobs())]
        code = begin(sample, *options, "--output", alone).end()
        parts = sorted(folder.glob("part-*.jsonl"))
        found, expected = (_digest(some, set(numbers)) for some in (parts, [alone]))
        self.figures["articles_compared"] = len(numbers)
        self.must(code == 0 and found == expected, "alone, in one process, the lines are others")

    def _jobs(self) -> list[object]:
        return [self.options[self.options.index("--jobs") + 1]]

    def slow_reader(self, temporary: Path) -> None:
        """Who reads slowly slows the run down, and it holds no more for that."""
        run = begin(self.corpus, *self.options, out=subprocess.PIPE, err=subprocess.DEVNULL)
        assert run.process.stdout
        taken, waiting = len(run.process.stdout.read(SIP)), []
        for _ in range(SIPS):
            time.sleep(1)
            taken += len(run.process.stdout.read(SIP))
            waiting.append(_sizes(temporary.glob("tafawud-*/part-*")))
        run.process.stdout.close()
        code = run.end(120)
        warm, later = run.peak(0, 0.5), run.peak(0.5, 1)
        self.figures |= {
            "slow_reader_took_mb": round(taken / 1e6, 1),
            "slow_reader_peak_mb": [round(warm, 1), round(later, 1)],
            "slow_reader_waiting_mb": round(max(waiting) / 1e6, 1),
        }
        self.must(later - warm < GROWTH, f"memory grows with a slow reader: {warm:.0f} {later:.0f}")
        self.must(max(waiting) < 50e6, f"{max(waiting) / 1e6:.0f} MB wait for a slow reader")
        self.must(code == 74, f"with its reader gone the run ended with {code}")
        self.must(not (left := run.left()), f"processes outlive their reader: {left}")

    def progress(self, folder: Path) -> None:
        """A terminal is told the rate and the time that is left."""
        own, other = pty.openpty()
        termios.tcsetwinsize(other, (24, 100))
        os.set_blocking(own, False)
        run = begin(self.corpus, *self.options, "--output", f"{folder}/", err=other)
        os.close(other)
        told, bar, end = "", None, time.monotonic() + 120
        while run.process.poll() is None and time.monotonic() < end:
            time.sleep(0.1)
            with suppress(OSError):
                told += os.read(own, 1 << 16).decode("utf-8", "replace")
            if not bar and (bar := _BAR.search(told)):
                run.process.send_signal(signal.SIGINT)
        code = run.end(120)
        os.close(own)
        self.figures["progress"] = f"{bar[1]} % [{bar[2]}]" if bar else ""
        self.must(bool(bar), f"no progress with rate and time left: {told[-200:]!r}")
        self.must(code == 130, f"after Ctrl-C the run ended with {code}")


def _digest(files: list[Path], numbers: set[int]) -> str:
    """Of the lines of some articles, but for the place in the corpus that each names."""
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as lines:
            for line in lines:
                found = _ARTICLE.match(line)
                if found and int(found[1]) in numbers:
                    digest.update(_SOURCE.sub(b"", line))
    return digest.hexdigest()


def _sizes(files: Iterator[Path]) -> int:
    """Bytes of files that may go while they are counted."""
    total = 0
    for file in files:
        with suppress(OSError):
            total += file.stat().st_size
    return total


def _documents(folder: Path) -> int:
    """Articles that the journal of a run says are done."""
    with suppress(OSError):
        journal = (folder / "manifest.journal").read_text("utf-8")
        return sum(int(count) for count in re.findall(r'"documents": (\d+)', journal))
    return 0


def articles_for(statements: int, options: list[object], folder: Path) -> int:
    """How many articles hold so many statements, by the first of them."""
    some = 400
    sample = write_articles(folder / "first.jsonl", range(some))
    if begin(sample, *options, "--output", folder / "first-out.jsonl").end():
        message = "the first articles could not be labelled"
        raise RuntimeError(message)
    found = (folder / "first-out.jsonl").read_bytes().count(b"\n")
    return int(statements * some / found * 1.03) + some


def main(argv: list[str] | None = None) -> int:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a job of a shell is deaf to Ctrl-C
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--compare", type=int, default=5_000, help="articles, about")
    parser.add_argument("--model", type=Path)
    asked = parser.parse_args(argv)
    model: list[object] = ["--model", asked.model] if asked.model else []
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        folder = Path(name)
        os.environ["TMPDIR"] = name  # what waits for a slow reader lies where we can see it
        articles = articles_for(asked.statements, model, folder)
        corpus = write_articles(folder / "corpus.jsonl", range(articles))
        soak = Soak(corpus, articles, [*model, "--jobs", asked.jobs])
        killed_at = soak.kill_and_go_on(folder / "out")
        soak.books(folder / "out", asked.statements)
        soak.compare(folder / "out", killed_at, asked.compare)
        sys.stderr.write(json.dumps(soak.figures) + "\n")  # what comes now takes a while as well
        soak.slow_reader(folder)
        soak.progress(folder / "shown")
    sys.stdout.write(json.dumps(soak.figures | {"faults": soak.faults}, ensure_ascii=False) + "\n")
    return int(bool(soak.faults))


if __name__ == "__main__":
    sys.exit(main())
