"""Many documents: processes, resuming, folders, faults of the disk."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from runs import (
    NEVER,
    ROOT,
    article,
    articles_in,
    contents,
    environment,
    poison_in,
    predict,
    sleeper_in,
    start,
)

from classifier import batch, manifest, run_folder
from classifier.errors import InputError, OutputError, UsageError
from classifier.model_file import load_model
from classifier.work import Work


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Articles for eight shards."""
    return articles_in(tmp_path_factory.mktemp("in") / "many.jsonl", 2_000, 1)


@pytest.fixture(scope="module")
def plain(many, model, tmp_path_factory):
    """What one process makes of them."""
    folder = tmp_path_factory.mktemp("plain") / "out"
    batch.label_into_folder(job(many, model), folder)
    return contents(folder)


def job(file, model, **changes):
    work = Work(model.absolute(), load_model(model).digest, Path())
    return replace(batch.Job((file,), work), **changes)


def test_the_articles_make_several_shards(plain):
    assert sum(name.startswith("part-") for name in plain) > 5


@pytest.mark.parametrize("jobs", [2, 8])
def test_the_bytes_do_not_depend_on_the_number_of_processes(many, model, plain, tmp_path, jobs):
    batch.label_into_folder(job(many, model, jobs=jobs), tmp_path / "out")
    assert contents(tmp_path / "out") == plain


def test_one_file_is_the_parts_joined(many, model, plain, tmp_path):
    outcome = batch.label_into_file(job(many, model), tmp_path / "out.jsonl")
    parts = b"".join(plain[name] for name in sorted(plain) if name.startswith("part-"))
    assert (tmp_path / "out.jsonl").read_bytes() == parts
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]
    assert outcome.statements == parts.count(b"\n")


@pytest.mark.parametrize("jobs", [1, 3])
def test_a_stream_gets_the_same_lines_in_order(many, model, plain, tmp_path, jobs):
    with (tmp_path / "stream").open("wb") as stream:
        batch.label_to_stream(job(many, model, jobs=jobs), stream)
    parts = b"".join(plain[name] for name in sorted(plain) if name.startswith("part-"))
    assert (tmp_path / "stream").read_bytes() == parts


def test_a_run_knows_another_version_by_every_table_that_makes_its_lines():
    data = Path(manifest.__file__).with_name("data")
    tables = {path.suffix for path in data.iterdir() if path.is_file()}
    assert tables <= set(manifest.MADE_OF)


def test_the_manifest_tells_what_the_run_was_and_what_came_of_it(plain, many, model):
    told = json.loads(plain["manifest.json"])
    assert told["state"] == "finished"
    assert told["inputs"][0]["path"] == str(many)
    assert told["inputs"][0]["size"] == many.stat().st_size
    assert told["model"]["digest"] == load_model(model).digest
    assert told["counts"]["documents"] == 2_000
    assert told["counts"]["statements"] == sum(shard["statements"] for shard in told["shards"])


def test_a_finished_folder_is_not_worked_on_again(many, model, plain, tmp_path, monkeypatch):
    folder = tmp_path / "out"
    first = batch.label_into_folder(job(many, model), folder)
    monkeypatch.setattr(batch, "here", None)
    again = batch.label_into_folder(job(many, model), folder)
    assert again == first
    assert contents(folder) == plain


def test_an_interrupted_run_goes_on_where_it_stopped(many, model, plain, tmp_path, monkeypatch):
    folder, worked = tmp_path / "out", []

    def tired(shards, work):
        for done in honest(shards, work):
            worked.append(done.number)
            yield done
            if len(worked) == 3:
                raise KeyboardInterrupt

    honest = batch.here
    monkeypatch.setattr(batch, "here", tired)
    with pytest.raises(KeyboardInterrupt):
        batch.label_into_folder(job(many, model), folder)
    assert json.loads((folder / "manifest.json").read_text("utf-8"))["state"] == "unfinished"
    batch.label_into_folder(job(many, model), folder)
    assert worked == sorted(set(worked))  # no shard was done twice
    assert contents(folder) == plain


def test_a_part_that_is_gone_is_made_again(many, model, plain, tmp_path):
    folder = tmp_path / "out"
    batch.label_into_folder(job(many, model), folder)
    (folder / "part-00002.jsonl").unlink()
    batch.label_into_folder(job(many, model), folder)
    assert contents(folder) == plain


def interrupted(many, model, folder, how, *options):
    """Begin a run as a process, end it by a signal when it has noted that two shards are done."""
    process = start(many, "--model", model, "--output", f"{folder}/", *options)
    end = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < end:
        journal = folder / run_folder.JOURNAL
        if journal.is_file() and journal.read_bytes().count(b"\n") >= 2:
            break
        time.sleep(0.005)
    process.send_signal(how)
    _, err = process.communicate(timeout=60)
    return process.returncode, err


@pytest.mark.parametrize("jobs", [1, 2])
def test_kill_9_costs_no_more_than_the_shards_in_work(many, model, plain, tmp_path, jobs):
    folder = tmp_path / "out"
    code, _ = interrupted(many, model, folder, signal.SIGKILL, "--jobs", jobs)
    assert code == -signal.SIGKILL  # and the other processes ended with it: their pipes are shut
    kept = {path: path.stat().st_mtime_ns for path in folder.glob("part-*.jsonl")}
    assert kept and len(kept) < sum(name.startswith("part-") for name in plain)
    assert predict(many, "--model", model, "--output", f"{folder}/")[:2] == (0, "")
    untouched = [path for path, time_ in kept.items() if path.stat().st_mtime_ns == time_]
    assert len(untouched) >= len(kept) - 2 * jobs
    assert contents(folder) == plain


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_keeps_what_is_finished_and_says_how_to_go_on(many, model, plain, tmp_path, jobs):
    folder = tmp_path / "out"
    code, err = interrupted(many, model, folder, signal.SIGINT, "--jobs", jobs)
    assert code == 130
    line = "interrupted; what is finished is kept, the same command goes on from there"
    assert err == f"classifier.predict: {line}\n"
    assert len(list(folder.glob("part-*.jsonl"))) >= 2
    assert not list(folder.glob(".part*"))
    assert predict(many, "--model", model, "--output", f"{folder}/")[0] == 0
    assert contents(folder) == plain


def test_another_model_in_the_same_folder_is_refused_by_name(many, model, plain, tmp_path):
    from classifier.labels import teach
    from classifier.model_file import save_model

    folder, other = tmp_path / "out", tmp_path / "other.model"
    batch.label_into_folder(job(many, model), folder)
    save_model(teach(["قال نعم", "قال لا"] * 4, {"stance": ["a", "b"] * 4}), other)
    with pytest.raises(UsageError) as caught:
        batch.label_into_folder(job(many, other), folder)
    assert str(caught.value) == (
        f"{folder}: holds results already, and it was made with another model "
        f"({model}, now {other}); choose another folder (report reads several)"
    )
    assert contents(folder) == plain


def test_another_or_a_changed_input_is_refused_by_name(model, tmp_path):
    folder = tmp_path / "out"
    file = articles_in(tmp_path / "a.jsonl", 3)
    batch.label_into_folder(job(file, model), folder)
    other = articles_in(tmp_path / "b.jsonl", 3)
    with pytest.raises(UsageError, match=r"made from other input \(.*a\.jsonl, now .*b\.jsonl\)"):
        batch.label_into_folder(job(other, model), folder)
    articles_in(file, 4)
    with pytest.raises(UsageError, match=r"its input .*a\.jsonl has changed"):
        batch.label_into_folder(job(file, model), folder)


def test_another_setting_is_refused_by_name(model, tmp_path):
    file = articles_in(tmp_path / "a.jsonl", 3)
    batch.label_into_folder(job(file, model), tmp_path / "out")
    other = job(file, model)
    other = replace(other, work=replace(other.work, min_confidence=0.5))
    with pytest.raises(UsageError, match="made with another min confidence"):
        batch.label_into_folder(other, tmp_path / "out")


def test_parts_of_unknown_origin_are_not_overwritten(model, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "part-00000.jsonl").write_text("mine")
    file = articles_in(tmp_path / "a.jsonl", 3)
    with pytest.raises(UsageError, match="holds results without a manifest"):
        batch.label_into_folder(job(file, model), folder)
    assert contents(folder) == {"part-00000.jsonl": b"mine"}


def test_two_runs_do_not_write_to_one_folder(model, tmp_path):
    file = articles_in(tmp_path / "a.jsonl", 3)
    one = job(file, model)
    own = manifest.identity(one.files, one.work)
    with (
        run_folder.open_folder(tmp_path / "out", own),
        pytest.raises(UsageError, match="another run is writing to this folder"),
    ):
        batch.label_into_folder(one, tmp_path / "out")


# --- what cannot be used ------------------------------------------------------------------


def bad_line_in(file: Path, count: int = 3) -> Path:
    articles_in(file, count)
    file.write_text(file.read_text("utf-8") + '{"id": "z"}\n', encoding="utf-8")
    return file


def test_a_refusal_ends_the_run_and_leaves_nothing(model, tmp_path):
    file = bad_line_in(tmp_path / "a.jsonl")
    with pytest.raises(InputError, match=r"a\.jsonl:4: has no field \"text\""):
        batch.label_into_folder(job(file, model), tmp_path / "out")
    with pytest.raises(InputError):
        batch.label_into_file(job(file, model), tmp_path / "out.jsonl")
    assert [path.name for path in tmp_path.iterdir()] == ["a.jsonl"]


def test_what_was_finished_before_a_refusal_is_kept_for_keep_going(model, tmp_path):
    file = bad_line_in(tmp_path / "a.jsonl", 1_000)
    folder = tmp_path / "out"
    with pytest.raises(InputError):
        batch.label_into_folder(job(file, model), folder)
    kept = contents(folder)
    assert any(name.startswith("part-") for name in kept)
    told = []
    outcome = batch.label_into_folder(
        job(file, model, keep_going=True, refused=told.append), folder
    )
    assert (outcome.documents, outcome.refused, len(told)) == (1_000, 1, 1)
    made = json.loads((folder / "manifest.json").read_text("utf-8"))
    (reject,) = made["rejects"]
    assert (reject["file"], reject["line"], reject["id"]) == (str(file), 1_001, "z")
    assert all(contents(folder)[name] == kept[name] for name in kept if name.startswith("part-"))


def test_where_nothing_can_be_used_nothing_is_written(model, tmp_path):
    file = tmp_path / "a.jsonl"
    file.write_text("{\n")
    with pytest.raises(InputError, match=r"a\.jsonl: nothing in it can be used"):
        batch.label_into_folder(job(file, model, keep_going=True), tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["a.jsonl"]


# --- deadly articles ----------------------------------------------------------------------


def deadly_in(file: Path) -> Path:
    """Articles for several shards; a7 kills whoever reads it, a700 meets a fault."""
    rows = [article(number, 1) for number in range(800)]
    rows[7]["text"] += "\nسُمّ"
    rows[700]["text"] += "\nعيب"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


def test_an_article_that_kills_its_process_is_set_aside_and_the_rest_is_done(model, tmp_path):
    file, poison = deadly_in(tmp_path / "a.jsonl"), poison_in(tmp_path / "poison")
    code, _, err = predict(
        *(file, "--model", model, "--output", f"{tmp_path}/out/", "--jobs", 2, "--keep-going"),
        first=poison,
    )
    assert code == 1, err
    told = json.loads((tmp_path / "out/manifest.json").read_text("utf-8"))
    assert told["counts"]["documents"] == 798
    assert [(each["id"], each["reason"]) for each in told["rejects"]] == [
        ("a7", "it killed its process (signal SIGKILL); it was set aside"),
        ("a700", "a fault of this program met it (IndexError: عيب); it was set aside"),
    ]


def test_a_fault_in_one_process_is_met_the_same_way(model, tmp_path):
    file = tmp_path / "a.jsonl"
    rows = [article(number) for number in range(5)]
    rows[3]["text"] += "\nعيب"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    code, out, err = predict(file, "--model", model, first=poison_in(tmp_path / "poison"))
    assert (code, out) == (2, "")
    assert f"{file}:4: a fault of this program met it (IndexError: عيب)" in err


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_article_that_never_ends_is_set_aside_and_the_rest_is_done(model, tmp_path, jobs):
    file, sleeper = tmp_path / "a.jsonl", sleeper_in(tmp_path / "sleeper")
    rows = [article(number, 1) for number in range(300)]
    rows[7]["text"] += "\nسُبات"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    own = ("--model", model, "--output", f"{tmp_path}/out/", "--jobs", jobs, "--keep-going")
    code, _, err = predict(file, *own, first=sleeper)
    assert code == 1, err
    told = json.loads((tmp_path / "out/manifest.json").read_text("utf-8"))
    assert told["counts"]["documents"] == 299
    reason = f"its reading or labelling took over {NEVER} seconds; it was set aside"
    assert [(each["id"], each["reason"]) for each in told["rejects"]] == [("a7", reason)]


LATE = """
import time
from classifier import workforce
workforce.prepare = lambda work: None
workforce._begin(None, 1 << 30)
time.sleep(60)
"""


def test_a_process_that_begins_when_its_parent_is_gone_ends_soon():
    done = subprocess.run([sys.executable, "-c", LATE], cwd=ROOT, env=environment(), timeout=50)
    assert done.returncode == 1


def test_where_every_article_meets_a_fault_the_run_ends_soon(model, tmp_path):
    file = tmp_path / "a.jsonl"
    rows = [article(number) | {"text": "عيب"} for number in range(300)]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    poison = poison_in(tmp_path / "poison")
    code, out, err = predict(file, "--model", model, "--keep-going", first=poison)
    assert (code, out) == (2, "")
    assert "part-00000.jsonl: 10 inputs failed, the fault is hardly theirs; the last: " in err


# --- faults of the disk -------------------------------------------------------------------


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("nth", [1, 2, 3, 6, 9])
def test_a_fault_of_the_disk_at_any_moment_costs_nothing(
    many, model, plain, tmp_path, monkeypatch, call, nth
):
    folder, calls = tmp_path / "out", []
    owner = {"fsync": os, "replace": Path}[call]
    honest = getattr(owner, call)

    def full(*arguments):
        calls.append(call)
        if len(calls) == nth:
            raise OSError(28, "No space left on device")
        return honest(*arguments)

    monkeypatch.setattr(owner, call, full)
    try:
        batch.label_into_folder(job(many, model), folder)
    except OutputError as error:
        assert "No space left on device" in str(error)
    monkeypatch.undo()
    parts = contents(folder) if folder.exists() else {}
    assert all(parts[name] == plain[name] for name in parts if name.startswith("part-"))
    batch.label_into_folder(job(many, model), folder)
    assert contents(folder) == plain


def test_a_journal_cut_off_by_a_crash_is_read_up_to_there(many, model, plain, tmp_path):
    folder = tmp_path / "out"
    batch.label_into_folder(job(many, model), folder)
    told = json.loads((folder / "manifest.json").read_text("utf-8"))
    shards = told.pop("shards")
    told["state"] = "unfinished"
    (folder / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
    journal = "\n".join(map(json.dumps, shards[:3]))
    (folder / "manifest.journal").write_text(journal[:-30], encoding="utf-8")
    batch.label_into_folder(job(many, model), folder)
    assert contents(folder) == plain
