"""Cutting the inputs of a run into pieces of work."""

import json
from pathlib import Path

import pytest
from runs import articles_in

from classifier.articles import ids
from classifier.errors import OutputError
from classifier.records import Document
from classifier.shards import count_records, plan_shards, shard_size


def plan(*files, **options):
    return list(plan_shards(files, **options))


def test_every_document_is_in_one_shard_in_order(tmp_path):
    shards = plan(articles_in(tmp_path / "a.jsonl", 40), size=3_000)
    assert [shard.number for shard in shards] == list(range(len(shards)))
    assert len(shards) > 5
    ids = [entry.id for shard in shards for entry in shard.entries]
    assert ids == [f"a{number}" for number in range(40)]


def test_the_same_inputs_are_cut_the_same_way(tmp_path):
    file = articles_in(tmp_path / "a.jsonl", 30)
    assert plan(file, size=2_500) == plan(file, size=2_500)


def test_shards_keep_to_their_size(tmp_path):
    file = articles_in(tmp_path / "a.jsonl", 30)
    for shard in plan(file, size=2_500):
        letters = sum(len(entry.text) for entry in shard.entries)
        assert len(shard.entries) == 1 or letters <= 2_500


def test_a_page_that_is_gone_stays_in_the_plan_to_be_refused(tmp_path):
    gone = tmp_path / "a.html"
    (shard,) = plan(gone)
    assert shard.entries == (gone,)


def test_pages_travel_as_paths_and_an_archive_is_a_shard_of_its_own(tmp_path):
    for name in ("a.html", "b.warc", "c.html"):
        (tmp_path / name).write_text("x")
    text = tmp_path / "d.txt"
    text.write_text("قال المتحدث إن اللقاء تأجل.", encoding="utf-8")
    shards = plan(tmp_path / "a.html", tmp_path / "b.warc", tmp_path / "c.html", text)
    assert [len(shard.entries) for shard in shards] == [1, 1, 2]
    assert isinstance(shards[2].entries[1], Document)


def test_an_id_that_stands_in_two_files_is_refused_with_both_places(tmp_path):
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    line = json.dumps({"id": "x", "text": "قال المتحدث إن اللقاء تأجل."})
    first.write_text(line + "\n")
    second.write_text("\n" + line + "\n")
    (shard,) = plan(first, second)
    (refusal,) = shard.refusals
    assert str(refusal) == f"{second}:2: the id «x» stands already in {first}:1; ids must differ"


def test_ids_past_those_that_are_kept_in_memory_are_known_too(tmp_path, monkeypatch):
    monkeypatch.setattr(ids, "IN_MEMORY", 2)
    file = articles_in(tmp_path / "a.jsonl", 6)
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join([*lines, lines[0], lines[5]]), encoding="utf-8")
    (shard,) = plan(file)
    assert [entry.id for entry in shard.entries] == [f"a{number}" for number in range(6)]
    assert [str(refusal) for refusal in shard.refusals] == [
        f"{file}:7: the id «a0» stands already in {file}:1; ids must differ",
        f"{file}:8: the id «a5» stands already in {file}:6; ids must differ",
    ]


def test_ids_without_end_take_no_memory_without_end():
    known = ids.Ids()
    for number in range(3 * ids.IN_MEMORY):
        assert known.twin(f"id-{number}", Path("a.jsonl"), number + 1) is None
    assert len(known._seen) == ids.IN_MEMORY


def test_no_room_for_ids_is_told_with_the_remedy(monkeypatch):
    monkeypatch.setattr(ids, "IN_MEMORY", 0)
    known = ids.Ids()
    assert known.twin("a", Path("a.jsonl"), 1) is None
    known._rest._file.rows("PRAGMA max_page_count = 1", ())
    with pytest.raises(OutputError, match=r"cannot be kept on disk .* set TMPDIR to a folder"):
        for number in range(100_000):
            known.twin(f"id-{number}", Path("a.jsonl"), number + 2)


def test_a_text_and_a_page_of_one_stem_are_told_apart_by_refusing_the_second(tmp_path):
    (tmp_path / "a.html").write_text("<p>x")
    (tmp_path / "a.txt").write_text("قال المتحدث إن اللقاء تأجل.", encoding="utf-8")
    (shard,) = plan(tmp_path / "a.html", tmp_path / "a.txt")
    assert "the id «a» stands already in" in shard.refusals[0].reason


def test_refusals_travel_with_the_shard_they_were_met_in(tmp_path):
    file = articles_in(tmp_path / "a.jsonl", 3)
    file.write_text(file.read_text(encoding="utf-8") + "{\n", encoding="utf-8")
    (shard,) = plan(file)
    assert (shard.refusals[0].line, len(shard.entries)) == (4, 3)


@pytest.mark.parametrize("total", [0, 10**6, 10**9, 10**12])
def test_larger_inputs_get_larger_shards_within_bounds(total):
    assert 200_000 <= shard_size(total) <= 4_000_000


def test_records_are_counted_where_that_is_cheap(tmp_path):
    file = articles_in(tmp_path / "a.jsonl", 9)
    page = tmp_path / "b.html"
    page.write_text("x")
    assert count_records([file, page]) == 10
    assert count_records([file, tmp_path / "c.csv"]) is None
