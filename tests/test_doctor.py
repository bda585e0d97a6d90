"""The doctor tells what is there, what is not, and what to do about it."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from runs import ROOT, environment

from classifier import checkup, doctor
from classifier.checkup import Requirement, findings, reaches, wanted
from classifier.model_file import load_model


@pytest.fixture
def without(monkeypatch):
    """Takes packages away from the eyes of the doctor."""

    def take(*names):
        seen = checkup._installed
        monkeypatch.setattr(checkup, "_installed", lambda name: "" if name in names else seen(name))

    return take


def one(name, *, of=None):
    return next(each for each in findings(of) if each.name.startswith(name))


def test_a_sound_copy_is_well(model, capsys):
    assert doctor.main(["--model", str(model)]) == 0
    told = capsys.readouterr().out
    assert told.endswith("all that is needed is there\n")
    assert "AMISS" not in told


def test_the_model_is_told_with_its_digest_and_labels(model):
    found = one("model", of=model)
    assert found.told == str(model)
    assert f"digest {load_model(model).digest}" in found.details
    assert "stance: conditional, neutral, opposed, supportive" in found.details


def test_a_model_that_was_trained_tells_its_quotes_and_its_self_test(tiny_model, tmp_path):
    from classifier.model_file import save_model

    save_model(tiny_model, tmp_path / "tiny.model")
    found = one("model", of=tmp_path / "tiny.model")
    assert found.state == "well"
    assert any(line.startswith("taught on ") for line in found.details)
    assert any(line.startswith("self-test: 3 texts") for line in found.details)
    assert f"made by tafawud {tiny_model.card['versions']['tafawud']}" in found.details
    assert not any("here is" in line for line in found.details)


def test_a_missing_model_is_amiss_and_says_how_to_make_one(tmp_path, capsys):
    assert doctor.main(["--model", str(tmp_path / "no.model")]) == 1
    told = capsys.readouterr().out
    assert "AMISS  model: no model at" in told
    assert "make train" in told
    assert told.endswith("1 amiss\n")


def test_a_damaged_model_is_amiss_with_its_remedy(model, tmp_path):
    broken = tmp_path / "broken.model"
    broken.write_bytes(model.read_bytes()[:500])
    found = one("model", of=broken)
    assert (found.state, found.remedy[:8]) == ("ill", "make one")
    with zipfile.ZipFile(broken, "w") as archive:
        archive.writestr("x", "y")
    assert one("model", of=broken).state == "ill"


def test_a_model_made_with_other_libraries_says_so(model, monkeypatch, tiny_model, tmp_path):
    from classifier.model_file import save_model

    save_model(tiny_model, tmp_path / "tiny.model")
    monkeypatch.setattr(checkup, "_installed", lambda name: "99.0")
    found = one("model", of=tmp_path / "tiny.model")
    assert found.state == "well"
    assert any(line.startswith("made with numpy ") for line in found.details)


def test_a_library_that_is_missing_or_too_old_is_amiss(without, monkeypatch):
    without("numpy")
    assert checkup.library(Requirement("numpy", "2.0")).state == "ill"
    monkeypatch.setattr(checkup, "_installed", lambda _: "1.9")
    found = checkup.library(Requirement("numpy", "2.0"))
    assert (found.state, found.told) == ("ill", "at least 2.0 is needed")


def test_an_extra_that_is_missing_is_told_and_nothing_is_amiss(model, without, capsys):
    without("distributed")
    assert doctor.main(["--model", str(model)]) == 0
    told = capsys.readouterr().out
    assert "extra cluster: distributed is not installed" in told
    assert "pip install 'tafawud[cluster]'" in told


def test_it_is_told_where_compiled_code_is_kept():
    found = one("compiled")
    assert found.state == "well"
    assert any(Path(found.told.removeprefix("kept in ")).glob("kernel.*"))


@pytest.mark.parametrize(
    ("lacking", "remedy"),
    [
        ("import sys; sys.modules['numba'] = None", "pip install numba"),
        ("import tempfile; tempfile.TemporaryFile = lambda **_: open('/')", "$NUMBA_CACHE_DIR"),
    ],
    ids=["no numba", "no folder"],
)
def test_a_copy_without_compiled_code_is_told_what_it_lacks(lacking, remedy):
    code = f"{lacking}\nfrom classifier.checkup import compiled\nprint(*compiled())"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.startswith("compiled scoring absent ")
    assert remedy in told.stdout


def test_a_browser_is_no_need(monkeypatch):
    monkeypatch.setattr(checkup.shutil, "which", lambda _: None)
    assert checkup.browser().state == "absent"


def test_a_party_table_that_cannot_be_read_is_amiss(monkeypatch, tmp_path):
    from classifier.party_table import parties

    monkeypatch.setenv("TAFAWUD_PARTIES", str(tmp_path / "no.csv"))
    parties.cache_clear()
    try:
        assert checkup.tables().state == "ill"
    finally:
        parties.cache_clear()


def test_everything_that_the_project_asks_for_is_looked_at(model):
    asked = wanted()
    names = [found.name for found in findings(model)]
    for requirement in asked[checkup.NEEDED]:
        assert any(name.split()[0] == requirement.name for name in names)
    assert {f"extra {name}" for name in asked if name} <= set(names)


def test_an_installed_copy_asks_its_metadata(monkeypatch, tmp_path):
    lines = ["numpy>=2.0", "tqdm", 'distributed>=2026.1; extra == "cluster"']
    monkeypatch.setattr(checkup, "requires", lambda _: lines)
    monkeypatch.setattr(checkup, "__file__", str(tmp_path / "classifier" / "checkup.py"))
    assert wanted() == {
        "": [Requirement("numpy", "2.0"), Requirement("tqdm", "")],
        "cluster": [Requirement("distributed", "2026.1")],
    }


@pytest.mark.parametrize(
    ("found", "least", "enough"),
    [("2.10", "2.9", True), ("2.0.0", "2", True), ("1.9", "2.0", False), ("3", "", True)],
)
def test_versions_are_compared_by_their_numbers(found, least, enough):
    assert reaches(found, least) is enough


def test_help_loads_nothing_heavy():
    """How fast that is, is measured for every door in tests/test_readme.py."""
    asked = "import sys; from classifier import doctor; doctor.parser(); print(*sys.modules)"
    command = [sys.executable, "-c", asked]
    loaded = subprocess.run(command, cwd=ROOT, env=environment(), check=True, capture_output=True)
    assert not {b"numpy", b"classifier.checkup", b"tomllib"} & {*loaded.stdout.split()}
