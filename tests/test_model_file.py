"""A model file is read only when all of it is sound; nothing in it can run."""

import io
import json
import os
import pickle
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from classifier.errors import ModelError, OutputError
from classifier.labels import label_texts
from classifier.model_file import MAKE_ONE, default_model_path, load_model, save_model


@pytest.fixture(scope="module")
def path(tiny_model, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("model") / "stance.model"
    save_model(tiny_model, path)
    return path


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write(path: Path, contents: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return path


def with_manifest(contents: dict[str, bytes], **changes) -> dict[str, bytes]:
    manifest = json.loads(contents["manifest.json"]) | changes
    return contents | {"manifest.json": json.dumps(manifest).encode()}


def with_member(contents: dict[str, bytes], name: str, content: bytes) -> dict[str, bytes]:
    """Change a member and its digest too, as somebody who means harm would."""
    import hashlib

    digests = json.loads(contents["manifest.json"])["members"]
    digests[name] = hashlib.sha256(content).hexdigest()
    return with_manifest(contents | {name: content}, members=digests)


def npy(array, **options) -> bytes:
    out = io.BytesIO()
    np.save(out, array, **options)
    return out.getvalue()


def test_a_model_comes_back_as_it_was(path, tiny_model, tiny_quotes):
    texts = [quote.text for quote in tiny_quotes.quotes[:20]]
    loaded = load_model(path)
    assert label_texts(loaded, texts) == label_texts(tiny_model, texts)
    assert loaded.card == tiny_model.card


def test_the_same_model_makes_the_same_bytes(path, tiny_model, tmp_path):
    again = tmp_path / "again.model"
    digest = save_model(tiny_model, again)
    assert again.read_bytes() == path.read_bytes()
    assert load_model(again).digest == digest


def test_a_loaded_model_can_be_written_again_byte_for_byte(path, tmp_path):
    save_model(load_model(path), tmp_path / "copy.model")
    assert (tmp_path / "copy.model").read_bytes() == path.read_bytes()


def test_a_missing_model_says_how_to_make_one(tmp_path):
    with pytest.raises(ModelError) as caught:
        load_model(tmp_path / "none.model")
    assert str(caught.value) == f"no model at {tmp_path / 'none.model'}: {MAKE_ONE}"


@pytest.mark.parametrize("content", [b"", b"no zip at all", b"PK\x03\x04 half a zip"])
def test_what_is_no_zip_is_refused(tmp_path, content):
    (tmp_path / "x.model").write_bytes(content)
    with pytest.raises(ModelError, match="not a model file"):
        load_model(tmp_path / "x.model")


def test_a_truncated_model_is_refused(path, tmp_path):
    (tmp_path / "x.model").write_bytes(path.read_bytes()[:-1000])
    with pytest.raises(ModelError, match="not a model file"):
        load_model(tmp_path / "x.model")


def refused(tmp_path: Path, contents: dict[str, bytes], because: str) -> None:
    with pytest.raises(ModelError, match=because):
        load_model(write(tmp_path / "x.model", contents))


def test_a_damaged_member_is_refused_by_name(path, tmp_path):
    contents = members(path) | {"idf.0.npy": members(path)["idf.0.npy"] + b" "}
    refused(tmp_path, contents, r"idf\.0\.npy is damaged")


def test_a_changed_bit_anywhere_in_the_packed_bytes_is_refused_or_harmless(path, tmp_path):
    whole, bad = path.read_bytes(), tmp_path / "bad.model"
    for place in range(52, 92):  # the first member begins here, and its packed bytes
        bad.write_bytes(whole[:place] + bytes([whole[place] ^ 16]) + whole[place + 1 :])
        with pytest.raises(ModelError):
            load_model(bad)


def test_a_foreign_member_is_refused(path, tmp_path):
    refused(tmp_path, members(path) | {"evil.py": b"print()"}, r"foreign members: evil\.py")


def test_a_missing_member_is_refused(path, tmp_path):
    contents = members(path)
    del contents["weights.1.npy"]
    refused(tmp_path, contents, r"missing or foreign members: weights\.1\.npy")


@pytest.mark.parametrize(
    ("version", "remedy"),
    [
        (99, "a newer tafawud made it (update this one); make one with"),
        (0, "another tafawud made it; make one with"),
        ("1", "another tafawud made it; make one with"),
        (None, "another tafawud made it; make one with"),
    ],
)
def test_another_format_version_is_refused_with_the_remedy(path, tmp_path, version, remedy):
    told = f"format version {version!r}, this program reads 1 and 2: "
    refused(tmp_path, with_manifest(members(path), version=version), re.escape(told + remedy))


def test_a_model_made_with_other_libraries_is_read_where_its_self_test_passes(path, tmp_path):
    """Versions are told by `doctor`; whether they matter, the self-test says."""
    manifest = json.loads(members(path)["manifest.json"])
    card = manifest["card"] | {"versions": {"numpy": "1.0", "tafawud": "0.0.1"}}
    other = tmp_path / "other.model"
    write(other, with_manifest(members(path), card=card))
    assert load_model(other).card["versions"] == {"numpy": "1.0", "tafawud": "0.0.1"}


def test_a_zip_of_something_else_is_refused(tmp_path):
    refused(tmp_path, {"a.txt": b"a"}, "no manifest.json in it")


@pytest.mark.parametrize("manifest", [b"[]", b"{}", b"no json", b'{"format": "other"}'])
def test_a_manifest_of_something_else_is_refused(path, tmp_path, manifest):
    refused(tmp_path, members(path) | {"manifest.json": manifest}, "manifest")


def test_a_manifest_that_is_nested_without_end_is_refused(path, tmp_path):
    deep = "".join(f'[{{"{n}":' for n in range(50_000)).encode()
    refused(tmp_path, members(path) | {"manifest.json": deep}, "damaged .*nested too deep")


@pytest.mark.parametrize("field", ["blocks", "heads", "members", "card"])
def test_a_manifest_without_a_field_is_refused(path, tmp_path, field):
    contents = members(path)
    manifest = json.loads(contents["manifest.json"])
    del manifest[field]
    refused(
        tmp_path, contents | {"manifest.json": json.dumps(manifest).encode()}, "manifest is damaged"
    )


def test_an_array_with_a_pickle_in_it_is_refused_and_not_run(path, tmp_path):
    class Evil:
        def __reduce__(self):
            return (os.mkdir, (str(tmp_path / "ran"),))

    content = npy(np.array([Evil()], dtype=object), allow_pickle=True)
    refused(tmp_path, with_member(members(path), "idf.0.npy", content), r"idf\.0\.npy is object")
    bare = with_member(members(path), "idf.0.npy", pickle.dumps(Evil()))
    refused(tmp_path, bare, r"idf\.0\.npy is no array")
    assert not (tmp_path / "ran").exists()


def test_a_forged_shape_is_refused_before_anything_is_allocated(path, tmp_path):
    header = npy(np.zeros(10)).replace(b"(10,), }      ", b"(10**12,), }  ")
    forged = npy(np.zeros(10)).replace(b"'shape': (10,)", b"'shape': (10000000000000,)")
    for content in (header, forged[:128]):
        refused(tmp_path, with_member(members(path), "idf.0.npy", content), r"idf\.0\.npy is")


def test_a_name_of_any_length_makes_a_short_message(path, tmp_path):
    own = write(tmp_path / "long.model", members(path) | {"a" * 9_000: b"0" * 200_000})
    with pytest.raises(ModelError, match="make train") as caught:
        load_model(own)
    assert len(str(caught.value)) < 1_000


@pytest.mark.parametrize("put", [b"((((", b"\n\n  ", b"1e9 ", b"{{{{", b"\x00\x00\x00\x00"])
def test_a_header_of_nonsense_is_refused(path, tmp_path, put):
    content = npy(np.zeros(10)).replace(b"'des", put)
    refused(tmp_path, with_member(members(path), "idf.0.npy", content), r"idf\.0\.npy is no array")


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_numbers_that_are_not_finite_are_refused(path, tmp_path, value):
    array = np.load(io.BytesIO(members(path)["idf.0.npy"]))
    array[3] = value
    refused(tmp_path, with_member(members(path), "idf.0.npy", npy(array)), "not finite")


def test_a_vocabulary_with_doubles_is_refused(path, tmp_path):
    terms = members(path)["terms.1.txt"].split(b"\n")
    content = b"\n".join([terms[1], *terms[1:]])
    refused(tmp_path, with_member(members(path), "terms.1.txt", content), "doubles")


@pytest.mark.parametrize("change", [{"view": "os.system"}, {"analyzer": "eval"}, {"high": 99}])
def test_a_block_of_an_unknown_kind_is_refused(path, tmp_path, change):
    contents = members(path)
    blocks = json.loads(contents["manifest.json"])["blocks"]
    blocks[0] |= change
    refused(tmp_path, with_manifest(contents, blocks=blocks), "unknown kind")


def test_a_temperature_that_makes_no_sense_is_refused(path, tmp_path):
    contents = members(path)
    heads = json.loads(contents["manifest.json"])["heads"]
    heads[0]["temperature"] = -1
    refused(tmp_path, with_manifest(contents, heads=heads), "makes no sense")


def test_a_zip_bomb_is_refused_unread(path, tmp_path):
    refused(tmp_path, members(path) | {"zeros.npy": b"\0" * 5_000_000}, "packed too well")


def test_weights_that_no_longer_say_the_same_fail_the_self_test(path, tmp_path):
    array = np.load(io.BytesIO(members(path)["weights.0.npy"]))
    content = npy(np.ascontiguousarray(array[:, ::-1]))
    refused(
        tmp_path,
        with_member(members(path), "weights.0.npy", content),
        "another version of tafawud made; make one",
    )


def test_an_unwritable_place_leaves_nothing_behind(tiny_model, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError):
        save_model(tiny_model, tmp_path / "file" / "stance.model")
    assert [found.name for found in tmp_path.iterdir()] == ["file"]


def test_terms_may_hold_lone_surrogates(tiny_model, tmp_path):
    table = tiny_model.tables[0]
    odd = replace(table, terms=("\ud800", *table.terms[1:]))
    model = replace(tiny_model, tables=(odd, *tiny_model.tables[1:]), card={})
    save_model(model, tmp_path / "odd.model")
    assert load_model(tmp_path / "odd.model").tables[0].terms[0] == "\ud800"


def test_the_environment_names_the_model(monkeypatch, tmp_path):
    monkeypatch.setenv("TAFAWUD_MODEL", str(tmp_path / "mine.model"))
    assert default_model_path() == tmp_path / "mine.model"


def test_else_the_model_lies_in_the_build_folder_of_the_checkout(monkeypatch, tmp_path):
    monkeypatch.delenv("TAFAWUD_MODEL", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_model_path().parts[-2:] == ("build", "stance.model")
