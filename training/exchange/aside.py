"""What cannot be used: an error, or set aside and told, as the caller wants it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from classifier.errors import DONE, PARTLY_DONE, InputError
from classifier.records import Refusal
from training.exchange.records import Reading, Task


@dataclass(slots=True)
class Aside:
    """Sets aside with `keep_going`, else raises; `tell` hears of it.

    >>> heard = []
    >>> aside = Aside(True, heard.append)
    >>> aside.refuse(Refusal("own.jsonl", 3, "has no text"))
    >>> heard, aside.code
    (['set aside: own.jsonl:3: has no text'], 1)
    """

    keep_going: bool
    tell: Callable[[str], None]
    code: int = field(default=DONE)

    def refuse(self, refusal: Refusal) -> None:
        """Set one input aside.

        Raises:
            InputError: that is not wanted.
        """
        if not self.keep_going:
            message = f"{refusal} (--keep-going sets it aside)"
            raise InputError(message)
        self.tell(f"set aside: {refusal}")
        self.code = PARTLY_DONE

    def tasks_of(self, reading: Reading) -> list[Task]:
        """The tasks of a reading, after what is to be told of it.

        Raises:
            InputError: something in it cannot be used, and setting aside is not wanted.
        """
        for refusal in reading.refusals:
            self.refuse(refusal)
        for notice in reading.notices:
            self.tell(f"notice: {notice}")
        return list(reading.tasks)
