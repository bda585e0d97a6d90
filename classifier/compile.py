"""Door: compile the files that take the time of a long run.

    python -m classifier.compile

Takes a minute, a C compiler, mypy and setuptools. From then on every command uses what was made
(`classifier.compiled`), until a source changes.

Exit codes: 0 compiled, 1 it could not be done (the line says why), 130 interrupted.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from classifier.compiled import HERE, KEPT, OPENING, files, folder, sources
from classifier.errors import DONE, INTERRUPTED, PARTLY_DONE

#: Letters of a fault that is told; longer ones repeat the whole command.
_LONG = 100


def parser() -> argparse.ArgumentParser:
    """The command line."""
    from classifier.options import Parser

    return Parser(
        prog="python -m classifier.compile",
        description="Compile the files that find statements, so that long runs take less time. "
        "The results are the same. Takes a minute, a C compiler, mypy and setuptools.",
        epilog="Exit codes: 0 compiled, 1 it could not be done, 130 interrupted.",
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Compile, tell it; 1 where it could not be done."""
    parser().parse_args(argv)
    if files():
        print(f"compiled already, and no source has changed: {folder()}")
        return DONE
    try:
        told = compile_files()
    except OSError as error:
        told = f"{KEPT} cannot be written to: {error.strerror}"
    except KeyboardInterrupt:
        return INTERRUPTED
    if told:
        print(f"classifier.compile: {told}; all is read as it stands", file=sys.stderr)
        return PARTLY_DONE
    print(f"compiled: {len(sources())} files, in {folder()}")
    return DONE


def compile_files() -> str:
    """Compile the files into the folder where they are looked for; why not, where it failed.

    They are made beside it and moved there whole; what was made of other sources goes.
    """
    try:
        import setuptools  # noqa: F401, I001  (mypyc looks for it, and does with less)
        import mypyc.build  # noqa: F401
    except ImportError as error:
        return f"{error.name} is not installed (pip install mypy setuptools)"
    KEPT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="compiling-", dir=KEPT) as made:
        problem = _build(Path(made))
        if problem:
            return problem
        for old in KEPT.glob(f"{OPENING}*"):
            shutil.rmtree(old)
        (Path(made) / "found").replace(folder())
    return ""


def _build(made: Path) -> str:
    """Run mypyc and the C compiler. -O1: -O0 gains nothing, -O2 no more and takes twice as long."""
    from mypyc.build import mypycify
    from setuptools import Distribution
    from setuptools.errors import BaseError, CCompilerError

    before = Path.cwd()
    os.chdir(HERE.parent)  # pyproject.toml says how mypy reads types
    try:
        with redirect_stdout(StringIO()):  # where a generator becomes a list, and the like
            extensions = mypycify(
                [str(file.relative_to(HERE.parent)) for file in sources()],
                opt_level="1",
                debug_level="0",
                target_dir=str(made / "c"),
            )
        build = Distribution({"ext_modules": extensions}).get_command_obj("build_ext")
        build.build_lib, build.build_temp = str(made / "found"), str(made / "objects")
        build.ensure_finalized()
        build.run()
    except (BaseError, CCompilerError) as error:
        told = str(error) if len(str(error)) < _LONG else "what it said stands above"
        return f"no C compiler did it ({told}): install gcc, or name another in $CC"
    except SystemExit as error:
        return f"mypyc: {error}"
    finally:
        os.chdir(before)
    return ""


def run() -> None:
    """The console script."""
    from classifier.options import ending

    ending("classifier.compile", main)


if __name__ == "__main__":
    run()
