"""Door: what is installed here, which model is used, and whether it still labels as it should.

    python -m classifier.doctor [--model MODEL]

Exit codes: 0 all that is needed is there, 1 something is amiss (each line says what to do), 74
standard output could not be written.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from classifier.errors import DONE, INTERRUPTED, PARTLY_DONE, TafawudError

if TYPE_CHECKING:
    from classifier.checkup import Finding

_MARKS = {"well": "ok", "absent": "–", "ill": "AMISS"}
_WIDTH = max(map(len, _MARKS.values())) + 2


def parser() -> argparse.ArgumentParser:
    """The command line."""
    from classifier.options import Parser

    made = Parser(
        prog="python -m classifier.doctor",
        description="Tell what is installed, which model the commands use, which labels it gives, "
        "and whether its self-test passes.",
        epilog="Exit codes: 0 all that is needed is there, 1 something is amiss. What is marked "
        "with a dash is optional and not there.",
    )
    made.add_argument("--model", type=Path, help="default: $TAFAWUD_MODEL, else build/stance.model")
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Look at everything, tell it; 1 where something is amiss."""
    arguments = parser().parse_args(argv)
    from classifier.atomic import standard_output
    from classifier.checkup import findings

    amiss = 0
    try:
        with standard_output() as out:
            for finding in findings(arguments.model):
                out.write("".join(f"{line}\n" for line in _shown(finding)).encode())
                out.flush()
                amiss += finding.state == "ill"
            out.write(b"%d amiss\n" % amiss if amiss else b"all that is needed is there\n")
    except TafawudError as error:
        print(f"classifier.doctor: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    return PARTLY_DONE if amiss else DONE


def _shown(finding: Finding) -> Iterator[str]:
    from classifier.journal import defused

    told = ": ".join(filter(None, (finding.name, finding.told)))
    yield f"{_MARKS[finding.state]:{_WIDTH}}{defused(told)}"
    for line in (*finding.details, *filter(None, (finding.remedy,))):
        yield f"{'':{_WIDTH}}{defused(line)}"


def run() -> None:
    """The console script."""
    from classifier.options import ending

    ending("classifier.doctor", main)


if __name__ == "__main__":
    run()
