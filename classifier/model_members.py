"""What lies in the model file: a model as named members of bytes and a manifest, and back.

    manifest.json      format, recipe, heads, card, and of every member: digest, dtype, shape;
                       of a model of posts the register
    terms.<n>.txt      block n: its vocabulary, one n-gram a line, in column order
    idf.<n>.npy        block n: shape (n_terms,), float64
    weights.<n>.npy    head n: shape (n_features, n_labels), float32
    intercept.<n>.npy  head n: shape (n_labels,), float64

Names, shapes, digests and finiteness are checked before anything is used, and then the texts of
the self-test are labelled that the manifest brings along.
"""

from __future__ import annotations

import hashlib
import io
import json
import tokenize
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier import json_text
from classifier.features import Block
from classifier.labels import label_texts
from classifier.posts import NEWS, REGISTERS
from classifier.scorer import Head, Model, Table, Terms
from classifier.views import VIEWS

FORMAT = "tafawud-model"
#: A model of posts: a program that reads only the first would take them for statements of news.
VERSION, WITH_REGISTER = 1, 2
MANIFEST = "manifest.json"
#: float32 weights and another processor's exp differ by far less; another label by far more.
TOLERANCE = 1e-6

#: What numpy raises over a header that is none: it reads it as an expression of Python.
_NO_ARRAY = (ValueError, EOFError, TypeError, SyntaxError, RecursionError, tokenize.TokenError)


class RefusedError(ValueError):
    """A rule of the format is broken; becomes a ModelError that names the file."""


# --- out ----------------------------------------------------------------------------------


def pack(model: Model) -> tuple[dict[str, bytes], bytes]:
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
        "version": version_of(model),
        "blocks": [_block_facts(table) for table in model.tables],
        "heads": [_head_facts(head) for head in model.heads],
        "members": {name: digest_of(content) for name, content in sorted(members.items())},
        "card": dict(model.card),
    }
    if model.register != NEWS:
        manifest["register"] = model.register
    text = json.dumps(manifest, ensure_ascii=True, indent=1, sort_keys=True, allow_nan=False)
    return members, text.encode()


def version_of(model: Model) -> int:
    """The version of the format in which a model is written."""
    return VERSION if model.register == NEWS else WITH_REGISTER


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


def digest_of(content: bytes) -> str:
    """SHA-256 of a member, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


# --- in -----------------------------------------------------------------------------------


def unpack(contents: Mapping[str, bytes]) -> Model:
    """The model of the members (the manifest among them), which is the whole of what `pack` made.

    Raises:
        RefusedError: a member is missing, foreign or damaged, or the self-test fails.
        KeyError, TypeError, ValueError, AttributeError, OverflowError: the manifest does not have
            the form that `pack` gives it.
    """
    manifest = json_text.parse(contents[MANIFEST])
    require(isinstance(manifest, dict), "its manifest is no JSON object")
    require(manifest.get("format") == FORMAT, f"its manifest does not say {FORMAT!r}")
    register = _register(manifest)
    _check_members(contents, manifest)
    tables = tuple(_table(contents, place, facts) for place, facts in enumerate(manifest["blocks"]))
    features = sum(len(table.terms) for table in tables)
    heads = tuple(
        _head(contents, place, facts, features) for place, facts in enumerate(manifest["heads"])
    )
    require(bool(tables) and bool(heads), "it has no features or no heads")
    require(len({head.name for head in heads}) == len(heads), "two heads have one name")
    digest = digest_of(contents[MANIFEST])
    model = Model(tables, heads, manifest["card"], digest, register).compact()
    _self_test(model)
    return model


def _register(manifest: Mapping[str, Any]) -> str:
    """What kind of texts the model is for; the first version of the format knows only news."""
    version = manifest.get("version")
    told = f"format version {version!r}, this program reads {VERSION} and {WITH_REGISTER}"
    newer = isinstance(version, int) and version > WITH_REGISTER
    require(not newer, f"{told}: a newer tafawud made it (update this one)")
    require(version in (VERSION, WITH_REGISTER), f"{told}: another tafawud made it")
    register = manifest["register"] if version == WITH_REGISTER else NEWS
    require(register in REGISTERS, f"it is for {register!r}, this program reads {REGISTERS}")
    return str(register)


def _check_members(contents: Mapping[str, bytes], manifest: Mapping[str, Any]) -> None:
    blocks, heads = range(len(manifest["blocks"])), range(len(manifest["heads"]))
    expected = {MANIFEST, *(f"{kind}.{n}.npy" for kind in ("weights", "intercept") for n in heads)}
    expected |= {f"terms.{n}.txt" for n in blocks} | {f"idf.{n}.npy" for n in blocks}
    odd = sorted(expected ^ set(contents))
    require(not odd, f"missing or foreign members: {', '.join(odd)[:200]}")
    for name in sorted(expected - {MANIFEST}):
        right = manifest["members"].get(name) == digest_of(contents[name])
        require(right, f"{name} is damaged (its digest differs from the manifest's)")


def _table(contents: Mapping[str, bytes], place: int, facts: Mapping[str, Any]) -> Table:
    low, high, count = (int(facts[key]) for key in ("low", "high", "terms"))
    known = facts["view"] in VIEWS and facts["analyzer"] in ("word", "char_wb")
    require(known and 1 <= low <= high <= 8, f"block {place} is of an unknown kind")
    weight = float(facts["weight"])
    require(0 < weight < 1e6, f"block {place} has a weight that makes no sense")
    name, heads = str(facts["name"]), tuple(map(str, facts["heads"]))
    least = int(facts["min_df"])
    block = Block(name, facts["view"], facts["analyzer"], low, high, weight, least, heads)
    terms = Terms(contents[f"terms.{place}.txt"].decode("utf-8", "surrogatepass"))
    right = len(terms) == count == len(set(terms))
    require(right, f"terms.{place}.txt holds {len(terms)} terms or doubles, not {count}")
    idf = _array(contents, f"idf.{place}.npy", np.float64, (count,))
    return Table(block, terms, idf)


def _head(
    contents: Mapping[str, bytes], place: int, facts: Mapping[str, Any], features: int
) -> Head:
    labels = tuple(map(str, facts["labels"]))
    sane = 2 <= len(labels) == len(set(labels)) == len(facts["offsets"])
    require(sane, f"head {place} has no proper labels")
    offsets = np.array([float(value) for value in facts["offsets"]])
    temperature = float(facts["temperature"])
    sane = 0 < temperature < 1e6 and bool(np.isfinite(offsets).all())
    require(sane, f"head {place} has a calibration that makes no sense")
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
        require(version == (1, 0), f"{name} has an unknown npy version")
        found_shape, _, dtype = reader(stream)
        right = found_shape == shape and dtype == np.dtype(kind)
        require(right, f"{name} is {dtype}{found_shape}, expected {np.dtype(kind)}{shape}")
        stream.seek(0)
        array = np.lib.format.read_array(stream, allow_pickle=False)
    except RefusedError:
        raise
    except _NO_ARRAY as problem:
        message = f"{name} is no array ({problem})"
        raise RefusedError(message) from problem
    require(bool(np.isfinite(array).all()), f"{name} holds numbers that are not finite")
    return array.astype(np.float64)


def _self_test(model: Model) -> None:
    """The model must still say of its own texts what it said when it was made."""
    for case in model.card.get("self_test", ()):
        labels = label_texts(model, [case["text"]])[0]
        for head, expected in case["probabilities"].items():
            found = labels[head].probabilities
            far = max(abs(found[label] - chance) for label, chance in expected.items())
            told = f"its self-test fails: {head} is off by {far:.2g}, as with a model that another "
            require(far <= TOLERANCE, f"{told}version of tafawud made")


def require(holds: bool, otherwise: str) -> None:
    """Refuse what breaks a rule of the format.

    Raises:
        RefusedError: with `otherwise`, where the rule does not hold.
    """
    if not holds:
        raise RefusedError(otherwise)
