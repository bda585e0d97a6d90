"""The page's store on a disk that fails: what was acknowledged is kept, the rest is told."""

import itertools
import os
import sqlite3
from pathlib import Path

import pytest
import trust_figures
from desk import TEXT, desk_in
from faults import no_larger_than
from test_web_store import ARTICLE, KEY, line

from classifier.errors import InputError
from classifier.web.store import Store

#: Bytes by which the limit of the size of files grows from one try to the next.
STEP = 4_096 if "TAFAWUD_ALL_FAULTS" in os.environ else 49_152


@pytest.fixture
def path(tmp_path):
    """A store with one article."""
    path = tmp_path / "corrections.db"
    store = Store(path)
    store.put_article(KEY, ARTICLE, [line()], "m1")
    store.close()
    return path


def kept(path):
    """The numbers of the corrections, by a store opened anew; the file itself is sound."""
    with sqlite3.connect(path) as base:
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    base.close()
    store = Store(path)
    found = [each.changes["n"] for each in store.corrections(KEY)]
    store.close()
    return found


def corrected(store, numbers):
    """Which of these corrections were acknowledged, and what was said of the others."""
    acknowledged, told = [], []
    for number in numbers:
        try:
            store.correct(KEY, 0, {"stance": "neutral", "n": number, "note": "ن" * 900})
            acknowledged.append(number)
        except sqlite3.Error as error:
            told.append(str(error))
    return acknowledged, told


def test_a_disk_that_is_full_at_any_moment_costs_nothing_that_was_acknowledged(path):
    numbers, whole, failed = iter(range(1_000_000)), [], 0
    for size in itertools.count(0, STEP):
        with no_larger_than(size):
            try:
                store = Store(path)
            except InputError as error:
                assert "no store of corrections" in str(error)
                continue
            acknowledged, told = corrected(store, itertools.islice(numbers, 12))
        assert all("full" in each or "I/O" in each for each in told), told
        after, told_after = corrected(store, itertools.islice(numbers, 1))
        assert (len(after), told_after) == (1, [])  # there is room again: it goes on at once
        store.close()
        whole += acknowledged + after
        assert kept(path) == whole
        failed += len(told)
        if not told:
            break
    if STEP == 4_096:
        trust_figures.keep("store", {"faults": failed, "kept": len(whole)})


class Faulty:
    """A connection whose n-th statement fails, before or after the base has done it."""

    def __init__(self, base, nth, *, done):
        self.base, self.nth, self.done, self.count = base, nth, done, 0

    def __getattr__(self, name):
        return getattr(self.base, name)

    def execute(self, *statement):
        self.count += 1
        if self.count != self.nth:
            return self.base.execute(*statement)
        if self.done:
            self.base.execute(*statement)
        message = "disk I/O error"
        raise sqlite3.OperationalError(message)


@pytest.mark.parametrize("done", [False, True], ids=["not done", "done"])
def test_a_fault_at_any_statement_costs_nothing_that_was_acknowledged(path, done):
    whole = []
    for nth in itertools.count(1):
        store = Store(path)
        honest = store._base
        store._base = fault = Faulty(honest, nth, done=done)
        acknowledged, told = corrected(store, [10 * nth, 10 * nth + 1])
        assert told in ([], ["disk I/O error"])
        store._base = honest
        after, _ = corrected(store, [10 * nth + 2])
        store.close()
        found = kept(path)
        if found != whole + acknowledged + after:  # told as lost, and kept: the end was not heard
            assert done and told
            assert [each for each in found if each in whole + acknowledged + after] == (
                whole + acknowledged + after
            )
        assert len(found) == len(set(found))
        whole = found
        if fault.count < nth:
            break


def test_a_store_that_another_program_holds_is_told_and_works_when_it_is_free(path):
    store, other = Store(path), sqlite3.connect(path, isolation_level=None)
    store._base.execute("PRAGMA busy_timeout = 20")
    other.execute("BEGIN IMMEDIATE")
    assert corrected(store, [0]) == ([], ["database is locked"])
    other.execute("COMMIT")
    other.close()
    assert corrected(store, [1]) == ([1], [])
    store.close()
    assert kept(path) == [1]


def test_a_correction_that_was_not_kept_is_told_to_the_page(tmp_path):
    with desk_in(tmp_path) as client:
        laid = client.post("/api/reviews", json={"text": TEXT}).json()
        address = f"/api/reviews/{laid['key']}/corrections"
        number = laid["statements"][0]["number"]
        body = {"statement": number, "changes": {"stance": "opposed"}}
        with no_larger_than(1_024):
            reply = client.post(address, json=body)
        assert (reply.status_code, reply.json()["error"]["code"]) == (507, "not_kept")
        assert "full" in reply.json()["error"]["message"] or "I/O" in reply.text
        assert client.post(address, json=body).status_code < 300


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files cannot be listed here")
@pytest.mark.parametrize("version", [0, 99], ids=["no store", "a later version"])
def test_a_store_that_is_refused_is_closed(tmp_path, version):
    path = tmp_path / "c.db"
    if version:
        base = sqlite3.connect(path)
        base.execute(f"PRAGMA user_version = {version}")
        base.close()
    else:
        path.write_bytes(b"no base" * 500)
    with pytest.raises(InputError):
        Store(path)
    open_files = [each for each in Path("/proc/self/fd").iterdir() if each.is_symlink()]
    assert path not in [each.readlink() for each in open_files if each.is_symlink()]


def test_a_training_that_cannot_be_written_down_is_told_and_may_begin_again(tmp_path):
    with desk_in(tmp_path) as client:
        laid = client.post("/api/reviews", json={"text": TEXT}).json()
        number = laid["statements"][0]["number"]
        body = {"statement": number, "changes": {"stance": "opposed"}}
        client.post(f"/api/reviews/{laid['key']}/corrections", json=body)
        with no_larger_than(16):
            reply = client.post("/api/training", json={})
        assert (reply.status_code, reply.json()["error"]["code"]) == (507, "not_kept")
        assert "corrections.jsonl: could not be written" in reply.json()["error"]["message"]
        assert client.get("/api/training").json()["state"] == "never"
