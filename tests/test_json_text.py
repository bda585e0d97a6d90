"""A file of a user's that is nested without end is refused in words, whoever reads it."""

import pytest

from classifier.atomic import MANIFEST
from classifier.errors import TafawudError
from classifier.manifest import read_manifest
from classifier.report import main as report
from classifier.results import read_rows
from training import floors, numbers, quotes

DEEP = "[" * 200_000


@pytest.mark.parametrize(
    "read",
    [
        numbers.read,
        floors.read,
        quotes.read,
        lambda path: list(read_rows(path)),
        lambda path: read_manifest(path.parent),
    ],
    ids=["numbers", "floors", "quotes", "results", "manifest"],
)
def test_a_file_that_is_nested_without_end_is_refused(read, tmp_path):
    for name in ("deep.jsonl", MANIFEST):
        (tmp_path / name).write_text(DEEP)
    with pytest.raises(TafawudError, match="nested too deep"):
        read(tmp_path / "deep.jsonl")


def test_an_evaluation_that_is_nested_without_end_is_refused(tmp_path, capsys):
    scored, deep = tmp_path / "scored.jsonl", tmp_path / "deep.json"
    scored.write_text("")
    deep.write_text(DEEP)
    assert report([str(scored), "--evaluation", str(deep)]) == 2
    assert f"{deep}: holds no confusion matrix" in capsys.readouterr().err
