"""Every call to the file system fails once: nothing is lost, nothing doubled, nothing half there.

Each command of the table is run with the first call of a kind failing, then the second, and so on
until it comes to its end without meeting the fault. After each fault the command must have told it
in one line and by its exit code, the places it writes to must hold what was there before or the
whole result, and the same command, run again on a sound disk, must give the bytes that it gives
where nothing ever failed.
"""

import hashlib
import importlib
import io
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest
import trust_figures
from faults import ACTS, Fault, faulty
from runs import ROOT, articles_in, contents, environment, model_in
from test_train import SCHEME

from classifier import shards
from classifier.outputs import FORMS

#: Whether every call is made to fail, once and from then on: `make soak` asks for it. Otherwise the
#: 1st, 2nd, 4th, 8th … of a kind, once and from then on by turns.
ALL = "TAFAWUD_ALL_FAULTS" in os.environ
#: What a command may end with that met a fault: done all the same, could not read, could not write;
#: and the one that shows articles beside what it was made for does so without those it cannot read.
CODES = (0, 2, 74)
PARTLY = "report, page"
NO_MODEL = "--no-embedded --jobs 1"
#: Where one file is made; the next run goes on from there, or clears it away.
PARTS = tuple(f".said{form}.parts/" for form in FORMS)

COMMANDS = {
    "predict, lines": "classifier.predict IN/many.jsonl --model IN/m --output OUT/said.jsonl",
    "predict, packed": "classifier.predict IN/few.jsonl --model IN/m --output OUT/said.jsonl.gz",
    "predict, sheet": "classifier.predict IN/few.jsonl --model IN/m --output OUT/said.csv",
    "predict, columns": "classifier.predict IN/few.jsonl --model IN/m --output OUT/said.parquet",
    "predict, page": "classifier.predict IN/few.jsonl --model IN/m --output OUT/said.html",
    "predict, folder": "classifier.predict IN/many.jsonl --model IN/m --output OUT/said/",
    "predict, pages": "classifier.predict IN/pages --model IN/m --output OUT/said/",
    "predict, statements": (
        "classifier.predict --statements IN/own.jsonl --model IN/m --output OUT/said.jsonl"
    ),
    "predict, stream": "classifier.predict IN/many.jsonl --model IN/m",
    "predict, table": "classifier.predict IN/many.jsonl --model IN/m --table",
    "report, page": "classifier.report IN/said --articles IN/few.jsonl --output OUT/report.html",
    "report, data": "classifier.report IN/said --output OUT/report.json",
    "report, rows": "classifier.report IN/said/part-00000.jsonl --output OUT/report.csv",
    "train": f"training.train --quotes IN/own.jsonl {NO_MODEL} --output OUT/own.model",
    "evaluate": (
        "training.evaluate --quotes IN/judged.jsonl --model IN/m "
        "--json OUT/e.json --html OUT/e.html --pin OUT/floors.json"
    ),
    "review, next": (
        "training.review next IN/few.jsonl -n 3 --model IN/m --output OUT/next.json --overwrite"
    ),
    "review, export": (
        "training.review export IN/few.jsonl --predict --model IN/m --format doccano "
        "--output OUT/tasks.jsonl --overwrite"
    ),
    "review, import": (
        "training.review import IN/labelled.csv --format csv --output OUT/quotes.jsonl --overwrite"
    ),
}


@pytest.fixture(scope="module", autouse=True)
def small_shards():
    """Eight documents a shard: a run of three costs little."""
    honest = shards._ENTRIES
    shards._ENTRIES = 8
    yield
    shards._ENTRIES = honest


@dataclass(frozen=True)
class Run:
    """What a command came to."""

    code: int
    said: str
    files: dict[str, str]


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("in")
    model_in(folder).rename(folder / "m")
    articles_in(folder / "few.jsonl", 12)
    articles_in(folder / "many.jsonl", 20, 1)
    rows = [
        {
            "id": f"{stance}-{place}-{n}",
            "text": f"{text} {n}",
            "stance": stance,
            "sentiment": "positive" if stance == "مع" else "negative",
        }
        for n in range(5)
        for place, (text, stance) in enumerate(SCHEME)
    ]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "own.jsonl").write_text(lines, encoding="utf-8")
    judged = lines.replace('مع"', 'supportive"').replace('ضد"', 'opposed"')
    (folder / "judged.jsonl").write_text(judged, encoding="utf-8")
    (folder / "pages").mkdir()
    for n in range(3):
        said = "<p>وقال المتحدث باسم الوزارة سالم الحربي إن حكومته ترحب بالحوار.</p>" * (n + 3)
        page = f"<html><head><title>خبر {n}</title></head><body><article>{said}</article>"
        (folder / "pages" / f"p{n}.html").write_text(page, encoding="utf-8")
    for line in (
        "classifier.predict IN/few.jsonl --model IN/m --output OUT/said/",
        "training.review export IN/judged.jsonl --format csv --output OUT/labelled.csv",
    ):
        done = run(line, folder, folder)
        assert done.code == 0, done.said
    return folder


@pytest.fixture(scope="module")
def sound(inputs, tmp_path_factory):
    """What each command makes where nothing fails."""
    made = {}
    for name, line in COMMANDS.items():
        done = run(line, inputs, tmp_path_factory.mktemp("sound"))
        assert done.code == 0, done.said
        made[name] = done.files
    return made


def run(line: str, inputs: Path, out: Path, fault: Fault | None = None) -> Run:
    """A command in this process: its code, what it says on standard error, what lies there then."""
    door, *arguments = line.replace("IN/", f"{inputs}/").replace("OUT/", f"{out}/").split()
    main = importlib.import_module(door).main
    scratch = out.with_name(f"{out.name}-tmp")
    scratch.mkdir(exist_ok=True)
    screens, tempfile.tempdir = (sys.stdout, sys.stderr), str(scratch)
    sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    try:
        with faulty(fault) if fault else nullcontext():
            code = main(arguments)
        said, shown = sys.stderr.getvalue(), sys.stdout.buffer.getvalue()
    finally:
        (sys.stdout, sys.stderr), tempfile.tempdir = screens, None
    there = contents(out) if out != inputs else {}
    if code == 0:
        there["(standard output)"] = shown.replace(f"{out}/".encode(), b"")
    if fault and fault.act == "unlink":  # a disk that does not let go of a file keeps it
        kept = (".", "manifest.journal")
        there = {name: data for name, data in there.items() if not _last(name).startswith(kept)}
    return Run(code, said, {name: _digest(data) for name, data in there.items()})


def _last(name: str) -> str:
    return name.rpartition("/")[2]


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]


def moments() -> Iterator[tuple[int, bool]]:
    """Which call of a kind fails, and whether all after it fail too; for ever."""
    for n in itertools.count(1):
        if ALL:
            yield from ((n, False), (n, True))
        elif n & (n - 1) == 0:
            yield n, n.bit_length() % 2 == 0


@pytest.fixture(scope="module")
def tried():
    """The faults that were met, by command; kept where all were tried."""
    met = dict.fromkeys(COMMANDS, 0)
    yield met
    if ALL and all(met.values()):
        trust_figures.keep("faults", {"faults": sum(met.values()), "commands": len(met)})


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("name", COMMANDS)
def test_a_fault_of_the_disk_costs_nothing(name, act, inputs, sound, tried, tmp_path):
    line, root = COMMANDS[name], inputs.parent
    for nth, lasting in moments():
        out = tmp_path / f"out-{nth}-{lasting}"
        out.mkdir()
        for each in sound[name]:
            if "/" not in each and each not in ("floors.json", "(standard output)"):
                (out / each).write_bytes(b"old")
        fault = Fault(act, nth, root, lasting)
        met = run(line, inputs, out, fault)
        tried[name] += fault.met
        told = f"{act} {nth} {'and all after' if lasting else ''}: {met}"
        assert met.code in (CODES if fault.met else (0,)) or (met.code, name) == (1, PARTLY), told
        _is_told(met, line, told)
        if met.code == 1:
            assert (out / "report.html").read_bytes().rstrip().endswith(b"</html>"), told
        else:
            _is_whole(met, sound[name], told)
        again = run(line, inputs, out, Fault(act, sys.maxsize, root))
        assert (again.code, again.files) == (0, sound[name]), f"{told}\n{again}"
        shutil.rmtree(out)
        if not fault.met:
            break


def _is_told(met: Run, line: str, told: str) -> None:
    """One line for whatever went wrong, none of it a trace of our own rooms."""
    door, lines = line.split()[0], met.said.splitlines()
    assert all(each.startswith(f"{door}: ") for each in lines), told
    assert met.code == 0 or lines, told


def _is_whole(met: Run, sound: dict[str, str], told: str) -> None:
    """Under a final name stands the old file or the whole new one; nothing else is left over."""
    seen = {name: digest for name, digest in met.files.items() if not name.startswith(PARTS)}
    unfinished = ("manifest.json", "manifest.journal")
    assert not any(name.startswith(".") for name in seen), told
    for name, digest in seen.items():
        if met.code == 0 or not name.endswith(unfinished):
            assert digest in (sound.get(name), _digest(b"old")), told
    if met.code == 0:
        assert seen == sound, told


# --- standard output ------------------------------------------------------------------------

TO_A_FULL_DEVICE = {
    "predict": "classifier.predict IN/few.jsonl --model IN/m",
    "predict, table": "classifier.predict IN/few.jsonl --model IN/m --table",
    "report": "classifier.report IN/said",
    "doctor": "classifier.doctor --model IN/m",
    "serve": "classifier.serve --model IN/m --store OUT/c.db --port 0",
    "train": f"training.train --quotes IN/own.jsonl {NO_MODEL} --output OUT/own.model",
    "evaluate": "training.evaluate --quotes IN/judged.jsonl --model IN/m",
    "review": "training.review export IN/few.jsonl",
}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("name", TO_A_FULL_DEVICE)
def test_a_full_standard_output_is_told_in_one_line(name, inputs, tmp_path):
    line = TO_A_FULL_DEVICE[name].replace("IN/", f"{inputs}/").replace("OUT/", f"{tmp_path}/")
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", *line.split()],
            cwd=ROOT, env=environment(), stdout=full, stderr=subprocess.PIPE, timeout=120,
        )  # fmt: skip
    door = line.split()[0]
    said = done.stderr.decode()
    assert said == f"{door}: standard output could not be written (No space left on device)\n"
    assert done.returncode == 74


@pytest.mark.parametrize("line", [
    "classifier.predict IN/few.jsonl IN/none.txt --keep-going --model IN/m",
    "classifier.predict IN/few.jsonl --verbose --log - --model IN/m --output OUT/said.jsonl",
    "classifier.report IN/none",
])  # fmt: skip
def test_a_standard_error_that_is_full_or_closed_changes_nothing(line, inputs, tmp_path):
    line = line.replace("IN/", f"{inputs}/").replace("OUT/", f"{tmp_path}/")
    door = f"{sys.executable} -m {line}"
    how = {"cwd": ROOT, "env": environment(), "stdout": subprocess.PIPE, "timeout": 120}
    sound, full, closed = (
        subprocess.run(["/bin/sh", "-c", f"exec {door} {where}"], check=False, **how)
        for where in ("2>/dev/null", "2>/dev/full", "2>&-")
    )
    assert (full.returncode, full.stdout) == (sound.returncode, sound.stdout)
    assert (closed.returncode, closed.stdout) == (sound.returncode, sound.stdout)


def test_a_full_standard_error_is_written_to_but_once_a_line(monkeypatch):
    class Full(io.StringIO):
        tried = 0

        def write(self, _):
            self.tried += 1
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys, "stderr", full := Full())
    assert importlib.import_module("classifier.report").main(["none.jsonl"]) == 2
    assert full.tried == 1


# --- a real disk that is full ---------------------------------------------------------------

ON_A_SMALL_DISK = (
    "predict, folder", "predict, lines", "predict, columns", "report, page", "train", "evaluate",
    "review, next",
)  # fmt: skip


@pytest.fixture
def small_disk(tmp_path):
    """A file system in memory, and a way to make it larger or smaller."""
    place = tmp_path / "disk"
    place.mkdir()
    if not (shutil.which("mount") and hasattr(os, "geteuid") and os.geteuid() == 0):
        pytest.skip("only root may mount a small file system")
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
    done = subprocess.run(mount, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"no file system can be mounted here ({done.stderr.strip()})")

    def resize(kilobytes: int) -> Path:
        options = f"remount,size={kilobytes}k"
        subprocess.run(["mount", "-o", options, str(place)], check=True)
        return place / "out"

    yield resize
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("name", ON_A_SMALL_DISK)
def test_a_disk_that_is_really_full_costs_nothing(name, inputs, sound, small_disk):
    line, refused = COMMANDS[name], 0
    for pages in (1, 2, 3, 4, 6, 9, 13, 20, 30, 45, 70, 100, 150):
        out = small_disk(4 * pages)
        try:
            out.mkdir()
        except OSError:  # not even room for a folder
            continue
        met = run(line, inputs, out)
        told = f"{pages} pages: {met}"
        _is_told(met, line, told)
        _is_whole(met, sound[name], told)
        assert met.code in (0, 74), told
        refused += met.code == 74
        again = run(line, inputs, small_disk(64_000))
        assert (again.code, again.files) == (0, sound[name]), f"{told}\n{again}"
        for each in out.parent.iterdir():
            shutil.rmtree(each)
        if met.code == 0:
            break
    assert refused and met.code == 0


# --- a clock that jumps ---------------------------------------------------------------------


class Jumping:
    """A clock that goes a day back, ten years on, and stands still."""

    def __init__(self):
        self.now, self.steps = 1.7e9, itertools.cycle((-86_400.0, 3.2e8, 0.0, -3.2e8))

    def __call__(self):
        self.now += next(self.steps)
        return self.now


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize("name", ["predict, folder", "predict, lines", "train", "report, page"])
def test_a_clock_that_jumps_changes_nothing(name, inputs, sound, tmp_path, monkeypatch):
    clock = Jumping()
    monkeypatch.setattr("time.time", clock)
    monkeypatch.setattr("tqdm.std.time", clock)
    monkeypatch.setattr(sys, "stderr", screen := Terminal())
    door, *arguments = COMMANDS[name].replace("IN/", f"{inputs}/").split()
    arguments = [each.replace("OUT/", f"{tmp_path}/") for each in arguments]
    assert importlib.import_module(door).main(arguments) == 0
    files = {each: _digest(data) for each, data in contents(tmp_path).items()}
    assert files == {each: made for each, made in sound[name].items() if each[0] != "("}
    rates = re.findall(r"(\S+) ?(?:articles/s|s/ articles)", screen.getvalue())
    assert not [rate for rate in rates if rate.startswith("-")]
