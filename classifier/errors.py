"""The few ways things go wrong, as a small tree.

    TafawudError            anything a door turns into one line and an exit code
    ├── UsageError          unusable arguments or input            exit 2
    │   ├── InputError      a file, line or record cannot be used
    │   └── ModelError      no model, or not one that can be trusted
    └── OutputError         the result could not be written        exit 74

Every message says what, where, why and what to do next, in one line.
"""

from __future__ import annotations

from contextlib import suppress
from itertools import islice
from pathlib import Path

DONE = 0
PARTLY_DONE = 1
UNUSABLE = 2
NOT_WRITTEN = 74
INTERRUPTED = 130

#: Of a folder that holds more names, so many are looked at for the one that was meant.
_LOOKED_AT = 2_000
_ALIKE = 0.8  # two letters changed in a name of ten


class TafawudError(Exception):
    """What a door shows as one line; `exit_code` is the code the process ends with."""

    exit_code = UNUSABLE


class UsageError(TafawudError):
    """The arguments or the input cannot be used.

    >>> UsageError("nothing to read").exit_code
    2
    """


class InputError(UsageError):
    """A file, a line or a record cannot be used: the message names it."""


def not_there(
    path: Path | str, what: str = "no such file", remedy: str = "check the name"
) -> InputError:
    """That there is nothing at `path`, with the name beside it that was perhaps meant.

    >>> str(not_there("gone/page.txt"))
    'gone/page.txt: no such file; there is no folder gone'
    """
    from difflib import get_close_matches  # in nobody's way who names what is there

    path = Path(path)
    if not path.parent.is_dir():
        remedy = f"there is no folder {path.parent}"
    with suppress(OSError):
        if path.is_symlink():
            return InputError(f"{path}: {what}; it is a link to {path.readlink()}")
        names = [each.name for each in islice(path.parent.iterdir(), _LOOKED_AT)]
        near = get_close_matches(path.name, names, 1, _ALIKE)
        remedy = f"did you mean {near[0]}?" if near else remedy
    return InputError(f"{path}: {what}; {remedy}")


class ModelError(UsageError):
    """There is no model file, or it is damaged, foreign or not to be trusted."""


class OutputError(TafawudError):
    """The result could not be written: nothing was left under its final name."""

    exit_code = NOT_WRITTEN
