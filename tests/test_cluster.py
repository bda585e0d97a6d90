"""A run on a Dask cluster: a real scheduler and two workers, each a process of its own."""

import json
import signal
import socket
import subprocess
import sys
import time

import pytest
from runs import (
    NEVER,
    article,
    articles_in,
    contents,
    environment,
    poison_in,
    predict,
    sleeper_in,
    start,
)

pytest.importorskip("distributed", reason="needs Dask: pip install distributed")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Cluster:
    """A scheduler and workers on this machine; what of it is started is ended again."""

    def __init__(self, folder, first):
        self.folder = folder
        self.environment = environment(*([first] if first else []))
        self.port = free_port()
        self.address = f"tcp://127.0.0.1:{self.port}"
        self.started = []

    def _begin(self, program, *options):
        process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{program}", *options, "--no-dashboard"],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
        )
        self.started.append(process)
        return process

    def scheduler(self):
        return self._begin("dask_scheduler", "--host", "127.0.0.1", "--port", str(self.port))

    def worker(self, nanny=True):
        """A worker; without a nanny nobody starts it again when it dies."""
        options = ["--nthreads", "1", "--local-directory", str(self.folder)]
        return self._begin(
            "dask_worker", self.address, *options, *([] if nanny else ["--no-nanny"])
        )

    def end(self):
        for process in self.started:
            process.terminate()
        for process in self.started:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture
def cluster(tmp_path):
    made = []

    def make(first=None, nanny=True):
        (tmp_path / "dask").mkdir()
        cluster = Cluster(tmp_path / "dask", first)
        made.append(cluster)
        cluster.scheduler()
        cluster.workers = [cluster.worker(nanny), cluster.worker(nanny)]
        return cluster

    yield make
    for cluster in made:
        cluster.end()


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    return articles_in(tmp_path_factory.mktemp("in") / "many.jsonl", 3_000, 2)


@pytest.fixture(scope="module")
def plain(many, model, tmp_path_factory):
    folder = tmp_path_factory.mktemp("plain") / "out"
    assert predict(many, "--model", model, "--output", f"{folder}/")[0] == 0
    return contents(folder)


def with_one(file, word):
    """Seven hundred articles, of which the one of id a300 ends with a word."""
    rows = [article(number, 1) for number in range(700)]
    rows[300]["text"] += f"\n{word}"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


def wait_for_parts(folder, count, process):
    end = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < end:
        if len(list(folder.glob("part-*.jsonl"))) >= count:
            return
        time.sleep(0.005)


def test_a_cluster_gives_the_same_bytes_as_one_process(cluster, many, model, plain, tmp_path):
    out = tmp_path / "out"
    code, _, err = predict(
        *(many, "--model", model, "--output", f"{out}/", "--cluster", cluster().address)
    )
    assert code == 0, err
    assert contents(out) == plain


def test_a_worker_killed_mid_run_costs_nothing(cluster, many, model, plain, tmp_path):
    out, running = tmp_path / "out", cluster(nanny=False)
    process = start(many, "--model", model, "--output", f"{out}/", "--cluster", running.address)
    wait_for_parts(out, 2, process)
    running.workers[0].kill()
    _, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert contents(out) == plain


def test_an_article_that_kills_its_workers_is_set_aside(cluster, model, tmp_path):
    poison = poison_in(tmp_path / "poison")
    file = with_one(tmp_path / "a.jsonl", "سُمّ")
    options = ("--model", model, "--output", f"{tmp_path}/out/", "--keep-going")
    code, _, err = predict(file, *options, "--cluster", cluster(first=poison).address, first=poison)
    assert code == 1, err
    told = json.loads((tmp_path / "out/manifest.json").read_text("utf-8"))
    assert told["counts"]["documents"] == 699
    (reject,) = told["rejects"]
    assert reject["id"] == "a300"
    assert reject["reason"] == "it killed its process (signal SIGKILL); it was set aside"


@pytest.mark.parametrize("nanny", [True, False])
def test_an_article_that_never_ends_is_set_aside(cluster, model, tmp_path, nanny):
    sleeper = sleeper_in(tmp_path / "sleeper")
    file = with_one(tmp_path / "a.jsonl", "سُبات")
    options = ("--model", model, "--output", f"{tmp_path}/out/", "--keep-going")
    address = cluster(first=sleeper, nanny=nanny).address
    code, _, err = predict(file, *options, "--cluster", address, first=sleeper)
    assert code == 1, err
    told = json.loads((tmp_path / "out/manifest.json").read_text("utf-8"))
    assert told["counts"]["documents"] == 699
    reason = f"its reading or labelling took over {NEVER} seconds; it was set aside"
    assert [(each["id"], each["reason"]) for each in told["rejects"]] == [("a300", reason)]


def test_a_scheduler_that_is_started_again_is_waited_for(cluster, many, model, plain, tmp_path):
    out, running = tmp_path / "out", cluster()
    process = start(many, "--model", model, "--output", f"{out}/", "--cluster", running.address)
    wait_for_parts(out, 2, process)
    running.end()
    running.scheduler()
    running.worker()
    _, err = process.communicate(timeout=180)
    assert process.returncode == 0, err
    assert contents(out) == plain


@pytest.mark.parametrize("still_there", [True, False])
def test_a_run_that_was_killed_goes_on_even_without_the_cluster(
    cluster, many, model, plain, tmp_path, still_there
):
    out, running = tmp_path / "out", cluster()
    on_it = ("--cluster", running.address)
    process = start(many, "--model", model, "--output", f"{out}/", *on_it)
    wait_for_parts(out, 2, process)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    assert json.loads((out / "manifest.json").read_text("utf-8"))["state"] == "unfinished"
    if not still_there:
        running.end()
    code, _, err = predict(
        *(many, "--model", model, "--output", f"{out}/"), *(on_it if still_there else ())
    )
    assert code == 0, err
    assert contents(out) == plain


def test_what_is_no_address_is_told_at_once(many, model, tmp_path, capsys):
    from classifier import predict as door

    arguments = [many, "--model", model, "--output", f"{tmp_path}/out/", "--cluster", "foo"]
    assert door.main([str(argument) for argument in arguments]) == 2
    assert "foo: is no address (" in capsys.readouterr().err


def test_where_no_scheduler_answers_one_line_says_so(many, model, tmp_path, monkeypatch):
    from classifier import cluster as room
    from classifier import predict as door

    monkeypatch.setattr(room, "PATIENCE", 0.1)
    monkeypatch.setattr(room, "LOOK", 0.5)
    address = f"tcp://127.0.0.1:{free_port()}"
    out = tmp_path / "out"
    arguments = [many, "--model", model, "--output", f"{out}/", "--cluster", address]
    assert door.main([str(argument) for argument in arguments]) == 2
    assert not out.exists()
