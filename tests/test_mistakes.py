"""What is given by mistake: the wrong place, no name, no file. One line tells; nothing is lost."""

import json
import os
import sys

import pytest
from runs import SAID, articles_in, contents

from classifier import predict as door
from classifier.articles import expand_paths, read_documents
from classifier.errors import InputError

LONG = "ا" * 200  # 400 bytes: no system takes more than 255


def over(file):
    return f"{file}: is read and would be written over; choose another --output\n"


# --- one place for both ---------------------------------------------------------------------


@pytest.mark.parametrize("statements", [[], ["--statements"]])
def test_what_is_read_is_not_written_over_through_a_link(ask, tmp_path, statements):
    file = articles_in(tmp_path / "a.jsonl", 3)
    before, link = file.read_bytes(), tmp_path / "link.jsonl"
    link.symlink_to("a.jsonl")
    assert ask(*statements, file, "--output", link) == (2, over(file))
    assert ask(*statements, link, "--output", file) == (2, over(link))
    assert file.read_bytes() == before


def test_a_twin_of_what_is_read_may_be_written(ask, tmp_path):
    file, twin = articles_in(tmp_path / "a.jsonl", 3), tmp_path / "b.jsonl"
    before = file.read_bytes()
    twin.hardlink_to(file)
    assert ask(file, "--output", twin) == (0, "")
    assert file.read_bytes() == before != twin.read_bytes()


@pytest.mark.parametrize("mode", ["w", "a"])
def test_standard_output_does_not_go_into_what_is_read(model, tmp_path, monkeypatch, capsys, mode):
    file = articles_in(tmp_path / "a.jsonl", 3)
    with file.open(mode) as out:
        monkeypatch.setattr(sys, "stdout", out)
        assert door.main([str(tmp_path), "--model", str(model)]) == 2
    assert capsys.readouterr().err == f"classifier.predict: {over(file)}"


def test_a_folder_of_results_inside_what_is_read_is_not_read_again(ask, tmp_path):
    articles_in(tmp_path / "a.jsonl", 3)
    (tmp_path / "page.html").write_text(f"<p>{'<p>'.join(SAID)}", encoding="utf-8")
    out = tmp_path / "scored"
    assert ask(tmp_path, "--output", f"{out}/") == (0, "")
    before = contents(out)
    assert list((out / "texts").iterdir())
    assert ask(tmp_path, "--output", f"{out}/") == (0, "")
    assert contents(out) == before


def test_results_do_not_go_into_the_folder_that_is_read(ask, tmp_path):
    articles_in(tmp_path / "a.jsonl", 3)
    assert ask(tmp_path, "--output", f"{tmp_path}/") == (2, over(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["a.jsonl"]


# --- names that are none --------------------------------------------------------------------


def test_an_empty_name_is_no_folder(ask, tmp_path, monkeypatch):
    file = articles_in(tmp_path / "a.jsonl", 3)
    monkeypatch.chdir(tmp_path)
    assert ask("") == (2, "a PATH is empty, which is no name; give a file, a folder or -\n")
    why = "the name behind --output is empty; give a file, a folder or -\n"
    assert ask(file, "--output", "") == (2, why)
    assert [path.name for path in tmp_path.iterdir()] == ["a.jsonl"]


@pytest.mark.parametrize(
    ("asked", "code", "why"),
    [
        (["{long}"], 2, "{long}: cannot be read (File name too long); check the name"),
        (
            ["--statements", "{long}"],
            2,
            "{long}: cannot be read (File name too long); name another file",
        ),
        (
            ["{page}", "--output", "{long}.csv"],
            74,
            "{long}.csv: could not be written (File name too long); choose another --output",
        ),
    ],
)
def test_a_name_that_is_too_long_is_told_in_one_line(ask, tmp_path, asked, code, why):
    names = {"page": articles_in(tmp_path / "a.jsonl", 1), "long": tmp_path / LONG}
    asked = [each.format(**names) for each in asked]
    assert ask(*asked) == (code, why.format(**names) + "\n")


def test_so_it_is_by_doors_that_look_at_names_elsewhere(tmp_path, capsys):
    from classifier import report

    long = str(tmp_path / LONG)
    assert report.main([long, "--output", str(tmp_path / "r.html")]) == 2
    why = f"{long}: cannot be looked at (File name too long); check the name\n"
    assert capsys.readouterr().err == f"classifier.report: {why}"


# --- what is no file ------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.html", "a.parquet"])
@pytest.mark.parametrize("output", [[], ["--output", "{folder}/out/"]])
def test_a_pipe_with_a_name_is_set_aside_and_not_waited_for(ask, tmp_path, name, output):
    pipe = tmp_path / "in" / name
    pipe.parent.mkdir()
    os.mkfifo(pipe)
    articles_in(tmp_path / "in" / "z.jsonl", 3)
    output = [each.format(folder=tmp_path) for each in output]
    told = f"{pipe}: is a pipe or a device, not a file; give what comes out of it as - instead"
    aside = " (set it aside with --keep-going, or mend it)\n"
    assert ask(pipe.parent, *output) == (2, told + aside)
    code, err = ask(pipe.parent, *output, "--keep-going")
    assert (code, err) == (1, f"{told}\n1 of 4 inputs set aside\n")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root opens all")
def test_a_folder_that_is_closed_is_set_aside_by_name(tmp_path):
    closed = tmp_path / "in" / "closed"
    closed.mkdir(parents=True)
    articles_in(tmp_path / "in" / "z.jsonl", 1)
    closed.chmod(0)
    try:
        records = list(read_documents([tmp_path / "in"]))
        assert str(records[0]) == f"{closed}: is a folder that cannot be looked into"
        assert records[1].id == "a0"
        with pytest.raises(InputError, match=r"cannot be read \(Permission denied\)"):
            expand_paths([closed / "a.txt"])
    finally:
        closed.chmod(0o700)


def test_a_closed_folder_is_told_of_where_the_system_says_so(tmp_path, monkeypatch):
    """As above, for those whom nothing is closed to."""
    file = articles_in(tmp_path / "z.jsonl", 1)
    closed = tmp_path / "closed"
    closed.mkdir()
    walk = os.walk

    def walked(folder, onerror):
        yield from walk(folder)
        onerror(PermissionError(13, "Permission denied", str(closed)))

    monkeypatch.setattr(os, "walk", walked)
    assert expand_paths([tmp_path]) == [closed, file]
    first, _ = read_documents([tmp_path])
    assert str(first) == f"{closed}: is a folder that cannot be looked into"


def test_the_manifest_names_a_pipe_that_was_set_aside(ask, tmp_path):
    pipe = tmp_path / "a.txt"
    os.mkfifo(pipe)
    articles_in(tmp_path / "z.jsonl", 3)
    ask(tmp_path, "--output", f"{tmp_path}/out/", "--keep-going")
    told = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    (reject,) = told["rejects"]
    assert reject["file"] == str(pipe)
    assert reject["reason"].startswith("is a pipe or a device")


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.txt", b"%PDF-1.4\n\xe2\xe3", "is a PDF: save its text as .txt"),
        ("a.html", b"%PDF-1.4\n\xe2\xe3", "is a PDF: save its text as .txt"),
        ("a.txt", b"PK\x03\x04\x14\x00", "is a zip, as .docx and .xlsx are: save its text as .txt"),
        ("a.txt", b"\xd0\xcf\x11\xe0\xa1\xb1", "is of an old Word or Excel: save its text"),
        ("a.txt", b"\x1f\x8b\x08\x00", "is packed by gzip: let its name end in .gz"),
        ("a.docx", b"PK\x03\x04\x14\x00", ".docx is not a known ending: save it as plain text"),
    ],
)
def test_what_is_no_text_is_told_what_it_is(tmp_path, name, data, why):
    (tmp_path / name).write_bytes(data)
    (refusal,) = read_documents([tmp_path / name])
    assert refusal.reason.startswith(why)


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("a.PDF", ": make text of it (pdftotext), .txt; known are"),
        ("a.xlsx", ": save it as CSV in UTF-8; known are"),
        ("a.zip", ": unpack it; known are"),
        ("a.png", "is not a known ending; known are"),
    ],
)
def test_an_unknown_ending_is_told_with_what_to_do(tmp_path, name, remedy):
    (tmp_path / name).write_bytes(b"x")
    (refusal,) = read_documents([tmp_path / name])
    assert remedy in refusal.reason
