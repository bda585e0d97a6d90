"""The door: it listens, tells where, ends when it is told to, and stands a crowd."""

import asyncio
import json
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest
from runs import ROOT
from soak_serve import ARTICLE, GROWTH, crowd, memory_of, served

from classifier import serve
from classifier.scorer import WORTH


def get(address, path):
    with urllib.request.urlopen(address.rstrip("/") + path, timeout=20) as reply:
        return reply.read()


def test_help_answers_without_heavy_imports():
    code = (
        "import sys\nfrom classifier.serve import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'numpy', 'starlette', 'uvicorn', 'pyarrow'} & set(sys.modules)\n"
        "sys.exit(3 if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0
    assert "--store" in done.stdout


def test_it_tells_where_it_listens_and_ends_when_interrupted(model, tmp_path):
    with served(model, tmp_path / "c.db") as (process, address):
        assert json.loads(get(address, "/health"))["status"] == "ok"
        assert b"<!doctype html>" in get(address, "/")
        process.send_signal(signal.SIGINT)
        assert process.wait(15) == 130
        assert process.stderr.read() == ""
    assert (tmp_path / "c.db").exists()


def test_a_taken_port_is_told(model, tmp_path, capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        arguments = ["--port", str(port), "--model", str(model), "--store", str(tmp_path / "c.db")]
        assert serve.main(arguments) == 2
    assert capsys.readouterr().err.startswith(f"classifier.serve: 127.0.0.1:{port} cannot be")


def test_without_a_model_it_says_how_to_make_one(tmp_path, capsys):
    assert serve.main(["--port", "0", "--model", str(tmp_path / "none.model")]) == 2
    assert "training.train" in capsys.readouterr().err


def test_a_store_that_is_none_is_told(model, tmp_path, capsys):
    store = tmp_path / "notes.txt"
    store.write_text("قائمة المشتريات " * 200)
    assert serve.main(["--port", "0", "--model", str(model), "--store", str(store)]) == 2
    assert "no store of corrections" in capsys.readouterr().err


def test_a_store_in_a_folder_that_is_not_there_is_refused_and_none_is_made(model, tmp_path, capsys):
    store = tmp_path / "mispelt" / "c.db"
    assert serve.main(["--port", "0", "--model", str(model), "--store", str(store)]) == 2
    told = f"{store}: there is no folder {store.parent}; make it, or name another --store"
    assert capsys.readouterr().err == f"classifier.serve: {told}\n"
    assert not store.parent.exists()


def test_what_is_not_installed_is_named(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    assert serve.main(["--port", "0", "--store", str(tmp_path / "c.db")]) == 2
    told = "the page needs Starlette and uvicorn: pip install starlette uvicorn"
    assert capsys.readouterr().err == f"classifier.serve: {told}\n"


@pytest.mark.parametrize("port", ["-1", "65536", "x"])
def test_an_odd_port_is_refused(port, capsys):
    with pytest.raises(SystemExit) as ended:
        serve.main([f"--port={port}"])
    assert ended.value.code == 2
    assert "port" in capsys.readouterr().err


def test_two_hundred_clients_at_once_are_all_answered(model, tmp_path):
    """Some seconds; `soak_serve.py` does the same for a minute and more."""
    with served(model, tmp_path / "c.db") as (process, address):
        port = int(address.rstrip("/").rpartition(":")[2])
        warmed = 0
        while warmed * len(ARTICLE) < 2 * WORTH:  # so much, and compiled code is loaded
            early = asyncio.run(crowd(port, 200, 1.0))
            assert set(early.statuses) == {200}
            warmed += early.statuses[200]
        before = memory_of(process.pid)
        figures = asyncio.run(crowd(port, 200, 3.0))
        assert not figures.faults
        assert set(figures.statuses) == {200}
        assert figures.statuses[200] >= 200
        assert memory_of(process.pid) - before < GROWTH
