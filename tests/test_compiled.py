"""What is compiled gives what its source gives, and is used for this source alone."""

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from classifier import compile as door
from classifier import compiled

ROOT = Path(__file__).resolve().parent.parent
HOSTILE = [
    "«" * 20_000,
    "قال " * 20_000,
    "وقال: «" * 5_000,
    "(((“”‘’''\"\"" * 500,
    "قال \ud800 سالم إن\u200f الوفد\x00 غادر. 👍🏽 İß",
    "س: هل توقعون؟\nج: لا.\n" * 300,
    "وقال " + "ابن " * 3_000 + "إن",
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program, compiled."""
    if not (shutil.which("cc") or shutil.which("gcc")):
        pytest.skip("no C compiler")
    root = tmp_path_factory.mktemp("copy")
    for name in ("classifier", "pyproject.toml"):
        take = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        take(ROOT / name, root / name)
    for old in (root / "classifier/__pycache__").glob("compil*"):
        shutil.rmtree(old)
    done = run(root, "-m", "classifier.compile")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"compiled: {len(compiled.sources())} files")
    return root


def run(
    root: Path, *arguments: str, plain: str = "", **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run Python in the copy; `plain` set to anything leaves what is compiled alone."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=root,
        env={**os.environ, compiled.PLAIN: plain, **settings},
        capture_output=True,
        text=True,
        check=False,
    )


def used(root: Path) -> str:
    """The file that `classifier.words` is read from."""
    return Path(run(root, "-c", "import classifier.words as w; print(w.__file__)").stdout).suffix


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_it_writes_the_same_bytes(copy: Path, model: Path, jobs: str) -> None:
    lines = (ROOT / "training/data/articles.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    written = "".join(json.dumps({"text": text}) + "\n" for text in texts + HOSTILE)
    (copy / "in.jsonl").write_text(written)
    for plain in ("", "yes"):
        named = ["in.jsonl", "--model", str(model), "--jobs", jobs, "--explain", "--quiet"]
        done = run(
            copy, "-m", "classifier.predict", *named, "--output", f"{plain}.jsonl", plain=plain
        )
        assert done.returncode == 0, done.stderr
    one, other = ((copy / f"{plain}.jsonl").read_bytes() for plain in ("", "yes"))
    assert one.count(b"\n") > 400
    assert one == other


def test_all_files_are_taken_compiled(copy: Path) -> None:
    code = (
        "import sys, classifier.predictions, classifier.statements, classifier.word_numbers; "
        "from classifier.compiled import files; print(sorted(files()), all(sys.modules[name]."
        "__file__ == str(file) for name, file in files().items() if name in sys.modules))"
    )
    told = run(copy, "-c", code).stdout
    assert told.endswith("True\n")
    assert told.count("'classifier.") == len(compiled.sources())


@pytest.mark.parametrize("compiler", ["/bin/false", "/no/such/cc"])
def test_without_a_compiler_it_says_so_and_leaves_nothing(copy: Path, compiler: str) -> None:
    kept = copy / "classifier/__pycache__"
    before = {*kept.glob("compil*")}
    code = (
        "from classifier import compile; compile.files = dict; raise SystemExit(compile.main([]))"
    )
    done = run(copy, "-c", code, CC=compiler)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("classifier.compile: no C compiler did it")
    assert "Traceback" not in done.stderr
    assert {*kept.glob("compil*")} == before


def test_a_second_time_nothing_is_done(copy: Path) -> None:
    assert run(copy, "-m", "classifier.compile").stdout.startswith("compiled already")


def test_the_doctor_tells(copy: Path) -> None:
    assert "ok     compiled finding" in run(copy, "-m", "classifier.doctor").stdout
    assert "–      compiled finding: left alone, since $TAFAWUD_PLAIN" in (
        run(copy, "-m", "classifier.doctor", plain="yes").stdout
    )


def test_a_source_that_changed_is_read_as_it_stands(copy: Path) -> None:
    assert used(copy) != ".py"
    other = copy / "classifier/errors.py"
    before = other.read_bytes()
    other.write_bytes(before + b"\n")
    assert used(copy).strip() == ".py"
    other.write_bytes(before)
    assert used(copy) != ".py"


@pytest.mark.parametrize("lacking", ["mypyc", "setuptools"])
def test_it_says_what_it_lacks(
    lacking: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(door, "files", dict)
    monkeypatch.setitem(sys.modules, lacking, None)
    monkeypatch.setitem(sys.modules, f"{lacking}.build", None)
    assert door.main([]) == 1
    told = capsys.readouterr().err
    assert told.startswith(f"classifier.compile: {lacking}")
    assert told.endswith("(pip install mypy setuptools); all is read as it stands\n")


def test_a_folder_that_cannot_be_written_to_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(door, "files", dict)
    monkeypatch.setattr(door, "KEPT", tmp_path / "file/kept")
    assert door.main([]) == 1
    assert "kept cannot be written to: Not a directory" in capsys.readouterr().err


@pytest.mark.parametrize("file", compiled.sources(), ids=lambda file: file.stem)
def test_what_is_taken_for_a_frozenset_is_one(file: Path) -> None:
    """`frozen - d.keys()` is a set, which mypy calls a frozenset: what is compiled refuses it."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.BinOp) and _is_keys(node.right) and not _is_keys(node.left):
            keys = ast.unparse(node.right)
            pytest.fail(f"line {node.lineno}: write .difference, .union … for «{keys}»")


def _is_keys(node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp):
        return _is_keys(node.left)
    return isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".keys")


def test_what_is_never_compiled_is_not_asked_for():
    """Nobody who asks for --help waits until all sources are read."""
    names = ("arabic", "names", "names.persons", "frames.verbs", "words")
    assert all(compiled._may_be(f"classifier.{name}") for name in names)
    names = ("errors", "options", "predict", "reports", "reports.page", "articles.html")
    assert not any(compiled._may_be(f"classifier.{name}") for name in names)
