"""Ctrl-C: who must not hear it, and where it must not be lost.

A terminal sends it to every process of a command. The one that gives out the work ends the others;
they themselves are deaf to it, from their first moment on.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def unheard() -> Iterator[None]:
    """Processes begun in this block never hear Ctrl-C; this one hears it when the block ends.

    One that is told only later to be deaf would be hit while it imports, and say so at length.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows: they are told later
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # it takes the mask away when it begins: so it does now
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def kept_back() -> Iterator[None]:
    """A first Ctrl-C in this block is heard when it ends; a second at once.

    Where C calls Python back, as LLVM does when it loads what was compiled, an exception is printed
    and forgotten, and the run would go on as if nobody had broken it off.

    Raises:
        KeyboardInterrupt: there was one.
    """
    before = signal.getsignal(signal.SIGINT)
    if before is None or threading.current_thread() is not threading.main_thread():
        yield  # only the first thread hears it, and only Python's own handler can be put back
        return
    heard = False

    def remember(*_: int | FrameType | None) -> None:
        nonlocal heard
        heard = True
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, remember)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if heard:
        raise KeyboardInterrupt
