"""The model file: one zip of a manifest, arrays and vocabularies, in which nothing can run.

What lies in it is said in `classifier.model_members`. Writing is deterministic byte for byte and
leaves either the whole new file or the old one. Reading checks names and sizes before anything is
unpacked, and all the rest before anything is used.
"""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from pathlib import Path

from classifier.atomic import atomic
from classifier.errors import ModelError, OutputError
from classifier.model_members import MANIFEST, RefusedError, digest_of, pack, require, unpack
from classifier.posts import NEWS
from classifier.scorer import Model

MAKE_ONE = "make one with `make train` or `python -m training.train`"

#: Ours are a hundredth of this; whoever needs more trains on another machine than a laptop.
LARGEST_SUM = 2**30
LARGEST_MANIFEST = 8 * 2**20
#: Deflate reaches about 8 on a vocabulary of n-grams; a zip bomb reaches 1,000.
LARGEST_RATIO = 100
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
    members, manifest = pack(model)
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        message = f"{path}: its folder cannot be made ({problem.strerror}); choose another --output"
        raise OutputError(message) from problem
    with atomic(path) as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in ((MANIFEST, manifest), *members.items()):
            archive.writestr(_entry(name), content, compresslevel=6)
    return digest_of(manifest)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _FIRST_DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3  # Unix, whatever wrote it
    entry.external_attr = 0o644 << 16
    return entry


# --- reading ------------------------------------------------------------------------------


def load_model(path: str | Path | None = None, *, posts: bool = False) -> Model:
    """Read and check a model; `None` is `default_model_path()`.

    Only with `posts` it may be one of posts, which says nothing of what people say in articles.

    Raises:
        ModelError: there is none, or it is damaged, foreign, of another version, fails its
            self-test, or is one of posts; the message says what to do.
    """
    path = default_model_path() if path is None else Path(path)
    model = _read(path)
    if not posts and model.register != NEWS:
        message = (
            f"{path}: labels {model.register} of social media, not what is said in articles; "
            "give it posts, one a line, with predict --statements"
        )
        raise ModelError(message)
    return model


def _read(path: Path) -> Model:
    try:
        with zipfile.ZipFile(path) as archive:
            contents = _contents(archive)
    except FileNotFoundError as problem:
        message = f"no model at {path}: {MAKE_ONE}"
        raise ModelError(message) from problem
    except RefusedError as problem:
        raise _refused(path, problem) from problem
    except _DAMAGE as problem:
        message = f"{path}: not a model file that can be read ({str(problem)[:_TOLD]}); {MAKE_ONE}"
        raise ModelError(message) from problem
    try:
        return unpack(contents)
    except RefusedError as problem:
        raise _refused(path, problem) from problem
    except _OTHER_MANIFEST as problem:
        message = f"{path}: its manifest is damaged ({repr(problem)[:_TOLD]}); {MAKE_ONE}"
        raise ModelError(message) from problem


def _refused(path: Path, problem: RefusedError) -> ModelError:
    return ModelError(f"{path}: {str(problem)[:_TOLD]}; {MAKE_ONE}")


#: Letters of a reason that are told: names in a damaged file may be long.
_TOLD = 300
#: What unpacking a manifest raises that is not of our form.
_OTHER_MANIFEST = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError)
#: What reading a zip raises whose bytes were changed (a password that it never had: RuntimeError).
_DAMAGE = (
    OSError,
    EOFError,
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    LookupError,
    ValueError,
    struct.error,
)


def _contents(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """The members by name, after sizes and ratios were found sane."""
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    require(len(set(names)) == len(names), "a member occurs twice")
    require(MANIFEST in names, f"no {MANIFEST} in it: this is no model of tafawud")
    require(sum(entry.file_size for entry in entries) <= LARGEST_SUM, "too large to be a model")
    for entry in entries:
        known = entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        require(known, f"{entry.filename} is packed in a way that no model is")
        packed = max(entry.compress_size, 1)
        require(entry.file_size <= LARGEST_RATIO * packed, f"{entry.filename} is packed too well")
    require(archive.getinfo(MANIFEST).file_size <= LARGEST_MANIFEST, "its manifest is too large")
    return {name: archive.read(name) for name in names}
