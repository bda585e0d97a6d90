"""The model file: one zip of a manifest, arrays and vocabularies, in which nothing can run.

    manifest.json      format, recipe, heads, card, and of every member: digest, dtype, shape
    terms.<n>.txt      block n: its vocabulary, one n-gram a line, in column order
    idf.<n>.npy        block n: shape (n_terms,), float64
    weights.<n>.npy    head n: shape (n_features, n_labels), float32
    intercept.<n>.npy  head n: shape (n_labels,), float64

Writing is deterministic byte for byte and leaves either the whole new file or the old one.
Reading checks names, sizes, shapes, digests and finiteness before anything is used, and then
labels the texts of the self-test that the manifest brings along.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.atomic import atomic
from classifier.errors import ModelError, OutputError
from classifier.features import Block
from classifier.labels import label_texts
from classifier.scorer import Head, Model, Table
from classifier.views import VIEWS

FORMAT = "tafawud-model"
VERSION = 1
MAKE_ONE = "make one with `make train` or `python -m training.train`"

_MANIFEST = "manifest.json"
#: Ours are a hundredth of this; whoever needs more trains on another machine than a laptop.
LARGEST_SUM = 2**30
LARGEST_MANIFEST = 8 * 2**20
#: Deflate reaches about 8 on a vocabulary of n-grams; a zip bomb reaches 1,000.
LARGEST_RATIO = 100
#: float32 weights and another processor's exp differ by far less; another label by far more.
TOLERANCE = 1e-6
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # zip's own: the same bytes whenever it is written


def default_model_path() -> Path:
    """Where a model is looked for when none is named.

    `$TAFAWUD_MODEL`, else `build/stance.model` of the checkout, else the user data folder
    (`$XDG_DATA_HOME/tafawud/stance.model`). The first that is there; if none is, the place where
    training would put it.
    """
    named = os.environ.get("TAFAWUD_MODEL")
    if named:
        return Path(named)
    root = Path(__file__).resolve().parent.parent
    built = root / "build" / "stance.model"
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    kept = Path(data) / "tafawud" / "stance.model"
    in_checkout = (root / "pyproject.toml").is_file()
    return built if built.is_file() or (in_checkout and not kept.is_file()) else kept


# --- writing ------------------------------------------------------------------------------


def save_model(model: Model, path: str | Path) -> str:
    """Write the model, all or nothing; returns its digest (SHA-256 of the manifest).

    Raises:
        OutputError: the file could not be written; nothing was left under its name.
    """
    members, manifest = _pack(model)
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        message = f"{path}: its folder cannot be made ({problem.strerror}); choose another --output"
        raise OutputError(message) from problem
    with atomic(path) as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in ((_MANIFEST, manifest), *members.items()):
            archive.writestr(_entry(name), content, compresslevel=6)
    return _digest(manifest)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _FIRST_DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3  # Unix, whatever wrote it
    entry.external_attr = 0o644 << 16
    return entry


def _pack(model: Model) -> tuple[dict[str, bytes], bytes]:
    """The members (name → bytes) and the manifest that describes them."""
    arrays: dict[str, NDArray[Any]] = {}
    members: dict[str, bytes] = {}
    for place, table in enumerate(model.tables):
        members[f"terms.{place}.txt"] = "\n".join(table.terms).encode("utf-8", "surrogatepass")
        arrays[f"idf.{place}.npy"] = table.idf
    for place, head in enumerate(model.heads):
        arrays[f"weights.{place}.npy"] = head.weights.astype(np.float32)
        arrays[f"intercept.{place}.npy"] = head.intercept
    members |= {name: _array_bytes(array) for name, array in arrays.items()}
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "blocks": [_block_facts(table) for table in model.tables],
        "heads": [_head_facts(head) for head in model.heads],
        "members": {name: _digest(content) for name, content in sorted(members.items())},
        "card": dict(model.card),
    }
    text = json.dumps(manifest, ensure_ascii=True, indent=1, sort_keys=True, allow_nan=False)
    return members, text.encode()


def _array_bytes(array: NDArray[Any]) -> bytes:
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, np.ascontiguousarray(array), allow_pickle=False)
    return buffer.getvalue()


def _block_facts(table: Table) -> dict[str, Any]:
    block = table.block
    return {
        "name": block.name,
        "view": block.view,
        "analyzer": block.analyzer,
        "low": block.low,
        "high": block.high,
        "weight": block.weight,
        "min_df": block.min_df,
        "heads": list(block.heads),
        "terms": len(table.terms),
    }


def _head_facts(head: Head) -> dict[str, Any]:
    return {
        "name": head.name,
        "labels": list(head.labels),
        "offsets": list(map(float, head.offsets)),
        "temperature": head.temperature,
    }


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


# --- reading ------------------------------------------------------------------------------


def load_model(path: str | Path | None = None) -> Model:
    """Read and check a model; `None` is `default_model_path()`.

    Raises:
        ModelError: there is none, or it is damaged, foreign, of another version or fails its
            self-test; the message says what to do.
    """
    path = default_model_path() if path is None else Path(path)
    try:
        with zipfile.ZipFile(path) as archive:
            contents = _contents(archive)
    except FileNotFoundError as problem:
        message = f"no model at {path}: {MAKE_ONE}"
        raise ModelError(message) from problem
    except _DAMAGE as problem:
        message = f"{path}: not a model file that can be read ({problem}); {MAKE_ONE}"
        raise ModelError(message) from problem
    except RefusedError as problem:
        message = f"{path}: {problem}; {MAKE_ONE}"
        raise ModelError(message) from problem
    try:
        return _unpack(contents)
    except RefusedError as problem:
        message = f"{path}: {problem}; {MAKE_ONE}"
        raise ModelError(message) from problem
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as problem:
        message = f"{path}: its manifest is damaged ({problem!r}); {MAKE_ONE}"
        raise ModelError(message) from problem


#: What reading a zip raises whose bytes were changed (a password that it never had: RuntimeError).
_DAMAGE = (
    OSError,
    EOFError,
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
)


class RefusedError(ValueError):
    """A rule of the format is broken; becomes a ModelError that names the file."""


def _contents(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """The members by name, after sizes and ratios were found sane."""
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    _require(len(set(names)) == len(names), "a member occurs twice")
    _require(_MANIFEST in names, f"no {_MANIFEST} in it: this is no model of tafawud")
    _require(sum(entry.file_size for entry in entries) <= LARGEST_SUM, "too large to be a model")
    for entry in entries:
        packed = max(entry.compress_size, 1)
        _require(entry.file_size <= LARGEST_RATIO * packed, f"{entry.filename} is packed too well")
    _require(archive.getinfo(_MANIFEST).file_size <= LARGEST_MANIFEST, "its manifest is too large")
    return {name: archive.read(name) for name in names}


def _unpack(contents: Mapping[str, bytes]) -> Model:
    manifest = json.loads(contents[_MANIFEST])
    _require(isinstance(manifest, dict), "its manifest is no JSON object")
    _require(manifest.get("format") == FORMAT, f"its manifest does not say {FORMAT!r}")
    version = manifest.get("version")
    _require(version == VERSION, f"format version {version!r}, this program reads {VERSION}")
    _check_members(contents, manifest)
    tables = tuple(_table(contents, place, facts) for place, facts in enumerate(manifest["blocks"]))
    features = sum(len(table.terms) for table in tables)
    heads = tuple(
        _head(contents, place, facts, features) for place, facts in enumerate(manifest["heads"])
    )
    _require(bool(tables) and bool(heads), "it has no features or no heads")
    _require(len({head.name for head in heads}) == len(heads), "two heads have one name")
    model = Model(tables, heads, manifest["card"], _digest(contents[_MANIFEST]))
    _self_test(model)
    return model


def _check_members(contents: Mapping[str, bytes], manifest: Mapping[str, Any]) -> None:
    blocks, heads = range(len(manifest["blocks"])), range(len(manifest["heads"]))
    expected = {_MANIFEST, *(f"{kind}.{n}.npy" for kind in ("weights", "intercept") for n in heads)}
    expected |= {f"terms.{n}.txt" for n in blocks} | {f"idf.{n}.npy" for n in blocks}
    odd = sorted(expected ^ set(contents))
    _require(not odd, f"missing or foreign members: {', '.join(odd)[:200]}")
    for name in sorted(expected - {_MANIFEST}):
        right = manifest["members"].get(name) == _digest(contents[name])
        _require(right, f"{name} is damaged (its digest differs from the manifest's)")


def _table(contents: Mapping[str, bytes], place: int, facts: Mapping[str, Any]) -> Table:
    low, high, count = (int(facts[key]) for key in ("low", "high", "terms"))
    known = facts["view"] in VIEWS and facts["analyzer"] in ("word", "char_wb")
    _require(known and 1 <= low <= high <= 8, f"block {place} is of an unknown kind")
    weight = float(facts["weight"])
    _require(0 < weight < 1e6, f"block {place} has a weight that makes no sense")
    name, heads = str(facts["name"]), tuple(map(str, facts["heads"]))
    least = int(facts["min_df"])
    block = Block(name, facts["view"], facts["analyzer"], low, high, weight, least, heads)
    terms = contents[f"terms.{place}.txt"].decode("utf-8", "surrogatepass").split("\n")
    terms = terms if terms != [""] else []
    right = len(terms) == count == len(set(terms))
    _require(right, f"terms.{place}.txt holds {len(terms)} terms or doubles, not {count}")
    idf = _array(contents, f"idf.{place}.npy", np.float64, (count,))
    return Table(block, tuple(terms), idf)


def _head(
    contents: Mapping[str, bytes], place: int, facts: Mapping[str, Any], features: int
) -> Head:
    labels = tuple(map(str, facts["labels"]))
    sane = 2 <= len(labels) == len(set(labels)) == len(facts["offsets"])
    _require(sane, f"head {place} has no proper labels")
    offsets = np.array([float(value) for value in facts["offsets"]])
    temperature = float(facts["temperature"])
    sane = 0 < temperature < 1e6 and bool(np.isfinite(offsets).all())
    _require(sane, f"head {place} has a calibration that makes no sense")
    weights = _array(contents, f"weights.{place}.npy", np.float32, (features, len(labels)))
    intercept = _array(contents, f"intercept.{place}.npy", np.float64, (len(labels),))
    return Head(str(facts["name"]), labels, weights, intercept, offsets, temperature)


def _array(
    contents: Mapping[str, bytes], name: str, kind: type, shape: tuple[int, ...]
) -> NDArray[np.float64]:
    """An array whose header says exactly what the manifest lets expect, as float64.

    The header is compared before anything is allocated: a forged shape costs nothing.
    """
    stream = io.BytesIO(contents[name])
    try:
        version = np.lib.format.read_magic(stream)
        reader = np.lib.format.read_array_header_1_0
        _require(version == (1, 0), f"{name} has an unknown npy version")
        found_shape, _, dtype = reader(stream)
        right = found_shape == shape and dtype == np.dtype(kind)
        _require(right, f"{name} is {dtype}{found_shape}, expected {np.dtype(kind)}{shape}")
        stream.seek(0)
        array = np.lib.format.read_array(stream, allow_pickle=False)
    except RefusedError:
        raise
    except (ValueError, EOFError) as problem:
        message = f"{name} is no array ({problem})"
        raise RefusedError(message) from problem
    _require(bool(np.isfinite(array).all()), f"{name} holds numbers that are not finite")
    return array.astype(np.float64)


def _self_test(model: Model) -> None:
    """The model must still say of its own texts what it said when it was made."""
    for case in model.card.get("self_test", ()):
        labels = label_texts(model, [case["text"]])[0]
        for head, expected in case["probabilities"].items():
            found = labels[head].probabilities
            far = max(abs(found[label] - chance) for label, chance in expected.items())
            _require(far <= TOLERANCE, f"its self-test fails: {head} is off by {far:.2g}")


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise RefusedError(otherwise)
