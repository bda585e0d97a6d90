"""Door: the page to read and correct articles, and the JSON API, on this machine.

    python -m classifier.serve [--port 8765] [--model MODEL] [--host 127.0.0.1] [--store FILE]

Runs until it is interrupted. Exit codes: 0 ended, 2 unusable arguments, no model, or the port is
taken, 130 interrupted.
"""

from __future__ import annotations

import argparse
import os
import socket
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

from classifier.errors import DONE, UsageError

if TYPE_CHECKING:
    from classifier.web.desk import Setting

_MISSING = "the page needs Starlette and uvicorn: pip install starlette uvicorn"
LOCAL = ("127.0.0.1", "localhost", "::1")
EVERYWHERE = ("0.0.0.0", "::")


def _port(text: str) -> int:
    value = int(text)
    if not 0 <= value <= 65535:
        raise ValueError
    return value


_port.__name__ = "port (0 to 65535)"


def parser() -> argparse.ArgumentParser:
    """The command line."""
    from classifier.options import Parser, add_options

    made = Parser(
        prog="python -m classifier.serve",
        description="A page on this machine to read Arabic articles, see who said what about "
        "negotiating, and correct it; and a JSON API.",
        epilog="Corrections are kept in the --store and teach the next training. Label Studio "
        "finds its ML backend under /ml.",
    )
    add = made.add_argument
    add("--port", type=_port, default=8765, help="0: any that is free (default: 8765)")
    add("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    add("--model", type=Path, help="default: $TAFAWUD_MODEL, else build/stance.model")
    add("--store", type=Path, metavar="FILE", help="corrections (default: the user data folder)")
    add(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="another name by which this machine may be called (host.docker.internal)",
    )
    add_options(made)
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the arguments ask; give back the exit code."""
    arguments = parser().parse_args(argv)
    from classifier import journal

    return journal.run("classifier.serve", arguments, _serve, "")


def run() -> None:
    """The console script."""
    from classifier.options import ending

    ending("classifier.serve", main)


def _serve(arguments: argparse.Namespace) -> int:
    from classifier.atomic import standard_output
    from classifier.journal import ERROR, event, tell

    try:
        import uvicorn

        from classifier.web.access import Accessed
        from classifier.web.app import make_app
    except ModuleNotFoundError as error:
        if error.name not in ("starlette", "uvicorn"):
            raise
        raise UsageError(_MISSING) from error
    with ExitStack() as ending:
        listening = ending.enter_context(_listen(arguments.host, arguments.port))
        inner = make_app(_setting(arguments))
        ending.enter_context(closing(inner.state.desk.store))
        app = Accessed(inner)
        host, port = listening.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        with standard_output() as out:
            out.write(f"http://{shown}:{port}/\n".encode())
        event("listening", port=port)
        if arguments.host not in LOCAL:
            tell(_warning(arguments), ERROR)  # also where somebody wants quiet
        config = uvicorn.Config(
            app,
            http="h11",
            ws="none",
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=5,
        )
        uvicorn.Server(config).run(sockets=[listening])
    return DONE


def _warning(arguments: argparse.Namespace) -> str:
    """What must be known of a page that other machines can reach."""
    told = "seen from other machines, without a password: let only friends reach it"
    if arguments.host not in EVERYWHERE or arguments.allow_host:
        return told
    return f"{told}; they are refused until --allow-host names the address that they ask for"


def _setting(arguments: argparse.Namespace) -> Setting:
    from classifier.model_file import default_model_path, load_model
    from classifier.web.desk import Setting
    from classifier.web.store import default_store_path

    store = arguments.store or default_store_path()
    if arguments.store and not store.parent.is_dir():
        message = f"{store}: there is no folder {store.parent}; make it, or name another --store"
        raise UsageError(message)
    path = arguments.model or default_model_path()
    named = arguments.host if arguments.host not in (*EVERYWHERE, *LOCAL) else ""
    return Setting(
        model=load_model(path),
        path=path,
        store=store,
        hosts=tuple(name for name in (named, *arguments.allow_host) if name),
    )


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens already, so that a taken port is told before anything is loaded."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else str(error)
        message = f"{host}:{port} cannot be listened on ({why}); choose another --port or --host"
        raise UsageError(message) from error


if __name__ == "__main__":
    run()
