"""Coverage-guided fuzzing of every reader, by atheris (libFuzzer).

    python tests/fuzz.py [--seconds 600] [--seed N] [TARGET …]

Each target (`fuzz_targets.TARGETS`) has its share of the seconds, in a process of its own. What was
learnt is kept in build/fuzz and used the next time. Prints a line a target, and the input that
broke a rule; exit 1 where one did. Put such an input, made small, into tests/cases/fuzz/TARGET/.
"""

import argparse
import json
import re
import subprocess
import sys
import time
from pathlib import Path

import trust_figures

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "fuzz"
FOUND = ROOT / "tests" / "cases" / "fuzz"
#: Bytes of an input, seconds and megabytes that one may cost.
LONGEST, SLOWEST, LARGEST = 4_096, 60, 2_048
_STAT = re.compile(r"^stat::(\w+):\s+(\d+)$", re.M)


def fuzz(name: str, seconds: int, seed: int) -> None:
    """Fuzz one target in this process, which ends with it."""
    import atheris

    with atheris.instrument_imports(include=["classifier", "training"]):
        import fuzz_targets

    target, seeds = fuzz_targets.TARGETS[name]
    corpus = BUILD / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds()):
        (corpus / f"seed-{number}").write_bytes(data)
    known = [str(FOUND / name)] if (FOUND / name).is_dir() else []
    for data in seeds():
        target(data)  # what is made once, such as a small model, is made before time is taken
    options = [
        f"-max_total_time={seconds}",
        f"-seed={seed}",
        f"-max_len={max(LONGEST, *(len(data) + 64 for data in seeds()))}",
        f"-timeout={SLOWEST}",
        f"-rss_limit_mb={LARGEST}",
        f"-artifact_prefix={BUILD}/{name}-",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus), *known], target)
    atheris.Fuzz()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    parser.add_argument("--seconds", type=int, default=600, help="for all targets together")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of the changes tried")
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.alone:
        fuzz(*asked.targets, asked.seconds, asked.seed)
    sys.path.insert(0, str(ROOT))
    from fuzz_targets import TARGETS

    names = asked.targets or list(TARGETS)
    unknown = sorted(set(names) - set(TARGETS))
    if unknown:
        parser.error(f"{unknown[0]} is no target; known are {', '.join(TARGETS)}")
    share = max(1, asked.seconds // len(names))
    told = [_told(name, share, asked.seed) for name in names]
    found = sum(each["found"] for each in told)
    runs = sum(each["runs"] for each in told)
    summary = {"seed": asked.seed, "seconds": share * len(names), "runs": runs, "found": found}
    if not asked.targets:
        cases = sum(path.is_file() for path in FOUND.glob("*/*"))
        trust_figures.keep("fuzz", summary | {"targets": len(names), "cases": cases})
    sys.stdout.write(json.dumps(summary) + "\n")
    return int(found > 0)


def _told(name: str, seconds: int, seed: int) -> dict[str, int]:
    """Fuzz one target in a process of its own; print and give back what came of it."""
    command = [sys.executable, __file__, "--alone", f"--seconds={seconds}", f"--seed={seed}", name]
    done = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        timeout=seconds + 600, env=_environment(),
    )  # fmt: skip
    said = done.stdout.decode("utf-8", "replace")
    stats = dict(_STAT.findall(said))
    covered = re.findall(r"cov: (\d+)", said)
    told = {
        "runs": int(stats.get("number_of_executed_units", 0)),
        "edges": int(covered[-1]) if covered else 0,
        "found": int(done.returncode != 0),
    }
    sys.stdout.write(f"{name:16}{json.dumps(told)}\n")
    if done.returncode:
        sys.stdout.write(f"{said[-4_000:]}\n")
    sys.stdout.flush()
    return told


def _environment() -> dict[str, str]:
    import os

    return os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "PYTHONUTF8": "1"}


if __name__ == "__main__":
    sys.exit(main())
