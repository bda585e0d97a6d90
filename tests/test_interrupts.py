"""Ctrl-C: who never hears it, and that none is lost."""

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from runs import ROOT

from classifier.interrupts import kept_back, unheard
from classifier.options import ending
from classifier.work import Work
from classifier.workforce import crew_of


@pytest.fixture(autouse=True)
def heard():
    """Whoever runs the tests in the background is deaf to it: not here."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def interrupt():
    os.kill(os.getpid(), signal.SIGINT)


def lose_one():
    """As C does that calls Python back: what is raised is forgotten."""
    with suppress(KeyboardInterrupt):
        interrupt()


def test_one_that_would_be_lost_is_heard_behind_the_block():
    done = []
    with pytest.raises(KeyboardInterrupt), kept_back():
        lose_one()
        done.append("the rest of the block")
    assert done
    with kept_back():
        pass
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_who_presses_twice_does_not_wait():
    done = []
    with pytest.raises(KeyboardInterrupt), kept_back():
        interrupt()
        interrupt()
        done.append("the rest of the block")
    assert not done


def test_another_fault_in_the_block_comes_through():
    with pytest.raises(ZeroDivisionError), kept_back():
        raise ZeroDivisionError
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_thread_may_use_the_block():
    done = []

    def work():
        with kept_back():
            done.append("worked")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="Windows masks nothing")
def test_a_process_begun_unheard_is_deaf_from_its_first_moment():
    code = "import os, signal; os.kill(os.getpid(), signal.SIGINT); print('deaf')"
    with unheard():
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"deaf\n", b"")
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode


def deaf(_):
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="Windows masks nothing")
def test_the_processes_of_a_run_are_deaf_and_it_is_not(model):
    from classifier.model_file import load_model

    with crew_of(2, Work(model, load_model(model).digest, Path())) as crew:
        assert all(crew.map(deaf, range(4)))
    assert not deaf(None)


def test_none_is_lost_while_compiled_code_is_loaded(tiny_model, monkeypatch):
    from classifier.scorer import Scoring

    scoring = Scoring(tiny_model)
    monkeypatch.setattr(Scoring, "_by_sums", lambda *_: lose_one())
    with pytest.raises(KeyboardInterrupt):
        scoring.by_sums(["نص"])
    vars(scoring)["compiled"] = None
    assert (
        scoring.by_sums(["نص"]) is None
    )  # loaded: it is lost where it is lost, and not waited for


def test_who_breaks_off_twice_gets_a_line_and_no_trace(capsys):
    def twice():
        raise KeyboardInterrupt

    with pytest.raises(SystemExit) as caught:
        ending("classifier.predict", twice)
    assert caught.value.code == 130
    assert capsys.readouterr().err == "classifier.predict: interrupted\n"


def test_what_is_told_of_an_interruption_needs_nothing_that_may_be_half_imported():
    code = (
        "import argparse, sys\n"
        "from classifier.predict import _broken_off\n"
        "print(_broken_off(argparse.Namespace(output='none/', statements=None)))\n"
        "print('numpy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True, cwd=ROOT
    )
    assert done.stdout == "interrupted; nothing was finished, and nothing is kept\nFalse\n"
