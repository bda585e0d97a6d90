"""Whether this copy of the program can work: its libraries, its model, its tables.

What is asked for stands in pyproject.toml (in a checkout) or in the metadata of the installed
copy; what is there is asked of the installed packages. The model is read as every command reads
it, so that a model that is found well here labels as it did when it was made.
"""

from __future__ import annotations

import platform
import re
import shutil
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any, Literal, NamedTuple

from classifier.compiled import PLAIN, are_used, files, folder
from classifier.errors import TafawudError

State = Literal["well", "absent", "ill"]
"""As it should be; not there, and nothing breaks; so that commands will fail."""

NEEDED = ""
"""The name under which `wanted` keeps what every command needs; the others are extras."""
INSTALL = "make install in a checkout, pip install --upgrade tafawud elsewhere"
BROWSERS = ("chromium", "chromium-browser")
_REQUIREMENT = re.compile(r"(?P<name>[\w.-]+)\s*(?:>=\s*(?P<least>[\d.]+))?")
_EXTRA = re.compile(r"""extra\s*==\s*["'](?P<extra>[^"']+)["']""")


class Requirement(NamedTuple):
    """A package and the lowest version that will do, empty where any does.

    >>> Requirement.read('distributed>=2026.1; extra == "cluster"')
    Requirement(name='distributed', least='2026.1')
    """

    name: str
    least: str

    @classmethod
    def read(cls, text: str) -> Requirement:
        """From a line of the project's dependencies."""
        found = _REQUIREMENT.match(text)
        return cls(found["name"], found["least"] or "") if found else cls(text, "")


class Finding(NamedTuple):
    """One thing that was looked at.

    Fields:
        name: what it is, for people.
        state: see `State`.
        told: what was found there; `remedy`: what to do, empty where it is well.
        details: further lines.
    """

    name: str
    state: State
    told: str
    remedy: str = ""
    details: tuple[str, ...] = ()


def findings(model: Path | None = None) -> Iterator[Finding]:
    """Everything that was looked at, one after the other: program, libraries, extras, model."""
    asked = wanted()
    yield program()
    for requirement in asked[NEEDED]:
        yield library(requirement)
    yield from (extra(name, asked[name]) for name in asked if name != NEEDED)
    yield compiled()
    yield compiled_files()
    yield tables()
    yield read_model(model)
    yield browser()


def wanted() -> dict[str, list[Requirement]]:
    """What the program asks for: under `NEEDED`, and under the name of each extra.

    >>> sorted(wanted())[:2]
    ['', 'cluster']
    """
    file = Path(__file__).resolve().parent.parent / "pyproject.toml"
    if file.is_file():  # newer than the metadata of an editable copy
        project = tomllib.loads(file.read_text(encoding="utf-8"))["project"]
        lists = {NEEDED: project["dependencies"], **project["optional-dependencies"]}
        return {name: list(map(Requirement.read, lines)) for name, lines in lists.items()}
    found: dict[str, list[Requirement]] = {NEEDED: []}
    for line in requires("tafawud") or ():
        named = _EXTRA.search(line)
        found.setdefault(named["extra"] if named else NEEDED, []).append(Requirement.read(line))
    return found


def program() -> Finding:
    """The program itself, and the Python that runs it."""
    told = f"Python {platform.python_version()} on {platform.system()}"
    own = _installed("tafawud")
    if not own:
        return Finding("tafawud", "ill", f"{told}; its metadata is not installed", INSTALL)
    return Finding(f"tafawud {own}", "well", told)


def library(requirement: Requirement) -> Finding:
    """A package that every command needs.

    >>> library(Requirement("no-such-package", "3.1")).told
    'is not installed'
    """
    found, asked = _installed(requirement.name), f"at least {requirement.least}"
    if not found:
        return Finding(requirement.name, "ill", "is not installed", INSTALL)
    if not reaches(found, requirement.least):
        return Finding(f"{requirement.name} {found}", "ill", f"{asked} is needed", INSTALL)
    return Finding(f"{requirement.name} {found}", "well", asked if requirement.least else "")


def extra(name: str, requirements: Sequence[Requirement]) -> Finding:
    """An optional part: well where all of its packages are there."""
    each = [library(one) for one in requirements]
    there = ", ".join(one.name for one in each if one.state == "well")
    lacking = ", ".join(f"{one.name} {one.told}" for one in each if one.state != "well")
    if not lacking:
        return Finding(f"extra {name}", "well", there)
    remedy = f"for all of it: pip install 'tafawud[{name}]'"
    return Finding(f"extra {name}", "absent", lacking, remedy)


def compiled() -> Finding:
    """Whether many statements are scored by compiled code; if not, they take longer."""
    try:
        from classifier.kernel import kept_in
    except ImportError as problem:
        told, remedy = str(problem), "pip install numba"
    except RuntimeError:
        told = "numba finds no folder that it may write what it compiles into"
        remedy = "name one in $NUMBA_CACHE_DIR"
    else:
        return Finding("compiled scoring", "well", f"kept in {kept_in()}")
    return Finding("compiled scoring", "absent", f"{told}; many statements take longer", remedy)


def compiled_files() -> Finding:
    """Whether statements are found by compiled code; if not, it takes longer."""
    if are_used():
        return Finding("compiled finding", "well", f"{len(files())} files, in {folder()}")
    if files():
        return Finding("compiled finding", "absent", f"left alone, since ${PLAIN} is set")
    told, remedy = "long runs take longer", "make fast in a checkout, tafawud-compile elsewhere"
    return Finding("compiled finding", "absent", told, remedy)


def tables() -> Finding:
    """The party table, with the rows of `$TAFAWUD_PARTIES`."""
    from classifier.party_table import parties

    try:
        return Finding("parties", "well", f"{len(parties()):,} names")
    except TafawudError as problem:
        return Finding("parties", "ill", str(problem), "mend the file that $TAFAWUD_PARTIES names")


def read_model(path: Path | None = None) -> Finding:
    """The model that commands will use: where it lies, what it is, whether its self-test passes."""
    from classifier.model_file import default_model_path, load_model
    from classifier.model_members import version_of
    from classifier.posts import NEWS

    path = default_model_path() if path is None else path
    try:
        model = load_model(path, posts=True)
    except TafawudError as problem:
        told, _, remedy = str(problem).rpartition("; ")
        return Finding("model", "ill", told or remedy, remedy if told else "")
    card = model.card
    taught = card.get("data", {}).get("n")
    details = [f"digest {model.digest}", f"format {version_of(model)}, {model.features:,} features"]
    details += ["for posts of social media"] if model.register != NEWS else []
    details += [f"taught on {taught:,} quotes"] if isinstance(taught, int) else []
    details += [f"{head.name}: {', '.join(head.labels)}" for head in model.heads]
    tried = len(card.get("self_test", ()))
    details.append(f"self-test: {tried} texts labelled as when it was made")
    versions = card.get("versions", {})
    details += [f"made by tafawud {versions['tafawud']}"] if "tafawud" in versions else []
    details += _other_versions(versions)
    return Finding("model", "well" if tried else "absent", str(path), details=tuple(details))


def _other_versions(made_with: Mapping[str, Any]) -> list[str]:
    """Libraries that have changed since the model was made; its self-test tells if it matters."""
    return [
        f"made with {name} {then}, here is {now or 'none'}"
        for name, then in sorted(made_with.items())
        if (now := _installed(name)) != then
    ]


def browser() -> Finding:
    """A browser, which only the tests of the pages ask for."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        return Finding("chromium", "absent", "tests of the pages in a browser are skipped")
    return Finding("chromium", "well", found)


def reaches(found: str, least: str) -> bool:
    """Whether a version is at least another, by its numbers.

    >>> reaches("2026.10.0", "2026.9"), reaches("1.7", "1.7.0"), reaches("1.6.9rc1", "1.7")
    (True, True, False)
    """
    one, other = _numbers(found), _numbers(least)
    length = max(len(one), len(other))
    padded = [numbers + [0] * (length - len(numbers)) for numbers in (one, other)]
    return padded[0] >= padded[1]


def _numbers(text: str) -> list[int]:
    return [int(part) for part in re.findall(r"(?:^|(?<=\.))\d+", text)]


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
