"""Where files are written to: places that are no files, and such as cannot be written."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from classifier.atomic import atomic, check_place
from classifier.errors import OutputError


def test_standard_output_may_be_named_as_a_file():
    """A pipe, as in `evaluate --json /dev/stdout | jq`."""
    code = """
from pathlib import Path
from classifier.atomic import atomic, check_place
place = Path("/dev/stdout")
check_place(place)
with atomic(place) as out:
    out.write("قال".encode())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.decode() == "قال"


def test_a_pipe_needs_no_leave_to_write_into_its_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, _: not Path(path).is_dir())
    os.mkfifo(tmp_path / "pipe")
    check_place(tmp_path / "pipe")
    with pytest.raises(OutputError, match="not permitted"):
        check_place(tmp_path / "file.json")


def test_what_stands_behind_a_link_is_looked_at(tmp_path):
    link, there = tmp_path / "link.json", tmp_path / "there"
    link.symlink_to(there / "file.json")
    with pytest.raises(OutputError, match=re.escape(f"there is no folder {there}")):
        check_place(link)
    there.mkdir()
    check_place(link)
    with atomic(link) as out:
        out.write(b"{}")
    assert link.is_symlink()
    assert (there / "file.json").read_bytes() == b"{}"
