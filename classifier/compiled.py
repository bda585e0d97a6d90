"""The files that may be compiled, and the finder that takes them compiled where they are.

Finding statements and reading their words is Python work, word by word. `classifier.compile` turns
the files that do it into machine code by mypyc, which reads the types that stand in them anyway;
they then give the same, 1.8 times as fast. What it makes lies beside the files, in
`__pycache__/compiled-PYTHON-DIGEST`. The digest is that of all sources of `classifier`: where one
of them changed, nothing compiled is found any more and all is read as it stands. So nothing can be
stale, and nothing that is compiled need ever be removed.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader, ModuleSpec
from pathlib import Path

HERE = Path(__file__).parent
KEPT = HERE / "__pycache__"
#: Folders of what was compiled for this Python begin so.
OPENING = f"compiled-{sys.implementation.cache_tag}-"
#: A variable of the environment: set to anything, it lets all files be read as they stand.
PLAIN = "TAFAWUD_PLAIN"
#: What takes the time of a long run (`make bench`), but for what numba compiles and for what
#: goes to other processes: records cannot be unpickled where their class is compiled.
FILES = (
    "arabic",
    "concepts",
    "contents",
    "cues",
    "datelines",
    "frames/*",
    "function_words",
    "furniture",
    "interviews",
    "marks",
    "masks",
    "names/*",
    "page_lines",
    "pages",
    "paragraphs",
    "parties",
    "predictions",
    "sentences",
    "speakers/*",
    "states",
    "statements/*",
    "vocabulary",
    "word_numbers",
    "words",
    "wraps",
)


def sources() -> list[Path]:
    """The files that may be compiled."""
    return [file for name in FILES for file in sorted(HERE.glob(f"{name}.py"))]


@cache
def folder() -> Path:
    """Where these sources lie compiled, or would."""
    import hashlib

    digest = hashlib.blake2b(digest_size=8)
    for file in sorted(HERE.rglob("*.py")):
        digest.update(f"{file.relative_to(HERE)}\n".encode())
        digest.update(file.read_bytes())
    return KEPT / f"{OPENING}{digest.hexdigest()}"


@cache
def files() -> dict[str, Path]:
    """The modules that are there, compiled for this Python, by name; empty where none are."""
    root, suffix = folder(), EXTENSION_SUFFIXES[0]
    found = {}
    for file in root.rglob(f"*{suffix}"):
        parts = file.relative_to(root).as_posix().removesuffix(suffix).split("/")
        found[".".join(parts).removesuffix(".__init__")] = file
    return found


def _may_be(name: str) -> bool:
    """Whether a module of that name may be compiled: asked before any source is read."""
    if name.endswith("__mypyc"):  # what the compiled files have in common
        return True
    package, _, inner = name.partition(".")
    path = inner.replace(".", "/")
    asked = (path, f"{path}/*", f"{path.rpartition('/')[0]}/*")
    return package == "classifier" and any(one in FILES for one in asked)


class Finder:
    """Finds the compiled files of `classifier` before the plain ones are looked for.

    What a finder of `sys.meta_path` must have, and no more: every command imports this.
    """

    @classmethod
    def find_spec(
        cls, fullname: str, path: object = None, target: object = None
    ) -> ModuleSpec | None:
        """Where a module lies compiled; None where it does not."""
        if not _may_be(fullname):
            return None
        file = files().get(fullname)
        if file is None:
            return None
        package = file.name.startswith("__init__.")
        loader = ExtensionFileLoader(fullname, str(file))
        spec = ModuleSpec(fullname, loader, origin=str(file), is_package=package)
        spec.has_location = True
        if spec.submodule_search_locations is not None:
            spec.submodule_search_locations.append(str(HERE.parent.joinpath(*fullname.split("."))))
        return spec


def are_used() -> bool:
    """Whether this process takes files compiled."""
    return Finder in sys.meta_path and bool(files())


def install() -> None:
    """Let compiled files be found from here on, where any were ever made.

    Nothing is asked but whether there are: whoever never compiled pays for one look at a folder.
    """
    if os.environ.get(PLAIN) or Finder in sys.meta_path:
        return
    if any(KEPT.glob(f"{OPENING}*")):
        sys.meta_path.insert(0, Finder)
