"""The few ways things go wrong, as a small tree.

    TafawudError            anything a door turns into one line and an exit code
    ├── UsageError          unusable arguments or input            exit 2
    │   ├── InputError      a file, line or record cannot be used
    │   └── ModelError      no model, or not one that can be trusted
    └── OutputError         the result could not be written        exit 74

Every message says what, where, why and what to do next, in one line.
"""

from __future__ import annotations

DONE = 0
PARTLY_DONE = 1
UNUSABLE = 2
NOT_WRITTEN = 74
INTERRUPTED = 130


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


class ModelError(UsageError):
    """There is no model file, or it is damaged, foreign or not to be trusted."""


class OutputError(TafawudError):
    """The result could not be written: nothing was left under its final name."""

    exit_code = NOT_WRITTEN
