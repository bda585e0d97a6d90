"""The record of this room: a statement in the making."""

from __future__ import annotations

from dataclasses import dataclass

from classifier.frames import Frame
from classifier.speakers import Voice


@dataclass(slots=True)
class Said:
    """A statement in the making: its tokens, its frames, who speaks.

    Fields:
        begin, end: its tokens; `end` is set once the next statement's begin is known.
        frames: those under which its speaker speaks, the first one first.
        voice, order: who speaks, and the reason code that tells how that was found.
    """

    begin: int
    frames: list[Frame]
    voice: Voice | None
    order: str
    end: int = 0
