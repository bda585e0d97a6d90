"""The house: which files there are, on which storey each stands, and what holds in all of them.

Whoever adds a file enters it here. A file imports only what stands before it: on a storey below
its own, or further left on its own. So the list, read from the ground up, is an order in which the
whole program can be understood, and nothing leans on itself in a circle. A name with a stroke
(`articles/`) is a folder: one room in the list, and no circle inside it either.
"""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Read both from the bottom up. `training` stands on all of `classifier` but its doors.
CLASSIFIER = {
    "doors": "predict report serve doctor compile",
    "page": "web/",
    "runs": "shards work manifest rescue workforce run_folder cluster batch relabelling outputs "
    "journal options",
    "flow": "flow",
    "results": "reasons flat results predictions reports/ model_members model_file checkup",
    "labels": "kernel_chunks kernel_views kernel numbering word_numbers sums scorer vectors linear "
    "labels",
    "steps": "dates articles/ furniture datelines page_lines wraps pages "
    "words marks sentences paragraphs interviews names/ speakers/ frames/ contents statements/ "
    "conditions views features",
    "words": "lexicons crosswalk function_words cues concepts "
    "masks posts party_table states vocabulary office_bodies parties",
    "letters": "arabic",
    "ground": "collector compiled errors interrupts records notices atomic spill spreadsheet "
    "json_text learnt",
}
TRAINING = {
    "doors": "train evaluate review",
    "flow": "lessons learning verdicts chain agreement merging picking proposals review_options",
    "results": "calibration scores baselines matches circumstances fairness breakdowns "
    "floors card tables group_tables evaluation_report numbers exchange/",
    "quotes": "schemes files quotes splits unlabelled",
}
WHERE_TO_PUT_IT = (
    "enter it in the list of tests/test_house.py, above all that it imports: "
    "nouns (rooms) on the lower storeys, verbs (commands) on that of the doors"
)

# What may stand at the top; the rest is made, and git ignores it.
TOP = set(
    ".ci .gitignore CHANGELOG.md CONTRIBUTING.md LICENSE Makefile README.md SECURITY.md "
    "classifier docs pyproject.toml requirements.lock tests training".split()
)

MOST_LINES = 300  # of a file: one that grows past it holds two kinds of thing
MOST_LINES_OF_FUNCTION = 40  # without its docstring

# Who alone may import what.
ALONE = {
    "pyarabic": {"classifier.arabic"},
    "pickle": set(),  # a file that can run code is never read
    "marshal": set(),
    "shelve": set(),
}
READ_DATA = ("rows", "table", "joinpath")  # the calls that name a data file
RUNS_WHAT_IT_READS = {"eval", "exec", "joblib.load", "np.load", "numpy.load"}


# --- reading the house ----------------------------------------------------------------------


def rooms(package: str) -> list[str]:
    """The rooms of a package by their full names, from the ground up, left to right."""
    storeys = {"classifier": CLASSIFIER, "training": TRAINING}[package]
    names = [name for storey in reversed(storeys.values()) for name in storey.split()]
    return [f"{package}.{name.removesuffix('/')}" for name in names]


def doors(package: str) -> list[str]:
    return [
        f"{package}.{name}"
        for name in {"classifier": CLASSIFIER, "training": TRAINING}[package]["doors"].split()
    ]


@cache
def files() -> dict[str, Path]:
    """Every Python file of the house by the name it is imported under."""
    found = sorted(
        path for package in ("classifier", "training") for path in (ROOT / package).rglob("*.py")
    )
    return {_module(path): path for path in found}


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(files()[module].read_text(encoding="utf-8"))


def room(module: str) -> str:
    return ".".join(module.split(".")[:2])


def imports(nodes: Iterator[ast.AST]) -> Iterator[str]:
    """Full names of what is imported, by the file where it is one of ours."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            whole = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in files() else node.module or "." for name in whole)


@cache
def needs(module: str) -> set[str]:
    """The files of the house that a file imports, wherever in it."""
    return {name for name in imports(ast.walk(tree(module))) if name in files()} - {module}


def functions(module: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    yield from (node for node in ast.walk(tree(module)) if isinstance(node, kinds))


def report(faults: list[str]) -> None:
    assert not faults, "\n" + "\n".join(faults)


MODULES = sorted(files())
DOORS = [*doors("classifier"), *doors("training")]


# --- storeys --------------------------------------------------------------------------------


@pytest.mark.parametrize("package", ["classifier", "training"])
def test_every_file_has_its_place_in_the_list(package):
    there = {room(module) for module in MODULES if room(module).startswith(f"{package}.")}
    listed = rooms(package)
    report(
        [f"{name} has no place: {WHERE_TO_PUT_IT}" for name in sorted(there - set(listed))]
        + [f"{name} is a folder without __init__.py" for name in there if _is_bare(name)]
        + [f"{name} is listed and not there: strike it out" for name in listed if name not in there]
        + [f"{name} is listed twice" for name in set(listed) if listed.count(name) > 1]
    )


def _is_bare(name: str) -> bool:
    folder = ROOT / name.replace(".", "/")
    return folder.is_dir() and not (folder / "__init__.py").exists()


ORDER = [*rooms("classifier"), *rooms("training")]


@pytest.mark.parametrize("module", [module for module in MODULES if room(module) in ORDER])
def test_a_file_imports_only_what_stands_before_it(module):
    before = {*ORDER[: ORDER.index(room(module)) + 1]}
    if module.startswith("training."):
        before -= {*doors("classifier")}
    report(
        [
            f"{module} imports {name}, which does not stand before it"
            for name in sorted(needs(module))
            if room(name) in {*ORDER} - before
        ]
    )


@pytest.mark.parametrize(
    ("package", "needed"), [("classifier", {"classifier.compiled"}), ("training", set())]
)
def test_the_front_of_a_package_says_what_is_in_it_and_needs_next_to_nothing(package, needed):
    assert needs(package) == needed


def test_nothing_imports_itself_in_a_circle():
    done: list[str] = []
    left = set(MODULES)
    while ready := {module for module in left if not needs(module) & left}:
        done += sorted(ready)
        left -= ready
    assert not left, f"a circle among {', '.join(sorted(left))}"


def test_the_classifier_does_not_know_its_training():
    own = [module for module in MODULES if module.split(".")[0] == "classifier"]
    foreign = {
        module: [n for n in imports(ast.walk(tree(module))) if n.split(".")[0] == "training"]
        for module in own
    }
    report([f"{module} imports {names[0]}" for module, names in foreign.items() if names])


@pytest.mark.parametrize("library", sorted(ALONE))
def test_a_library_stays_in_its_room(library):
    users = {
        m for m in MODULES if any(n.split(".")[0] == library for n in imports(ast.walk(tree(m))))
    }
    report([f"{module} imports {library}" for module in sorted(users - ALONE[library])])


def test_every_library_that_is_imported_is_pinned():
    """One that is at hand by chance would be missing in a fresh clone."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = {name.lower() for name in re.findall(r"^([\w.-]+)==", lock, re.M)}
    sold_as = packages_distributions()
    own = {path.stem for path in ROOT.glob("tests/**/*.py")} | {"classifier", "training", "bench"}
    unpinned = {
        f"{path.relative_to(ROOT)}: {name}"
        for folder in ("classifier", "training", "tests")
        for path in ROOT.glob(f"{folder}/**/*.py")
        for name in imported_first(path) - own - sys.stdlib_module_names
        if pinned.isdisjoint(each.lower() for each in sold_as.get(name, ()))
    }
    assert unpinned == set()


def imported_first(path: Path) -> set[str]:
    """The libraries that a file imports when it is read, by their first name."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    lines = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    named = {each.name for node in lines if isinstance(node, ast.Import) for each in node.names}
    named |= {node.module or "" for node in lines if isinstance(node, ast.ImportFrom)}
    return {name.partition(".")[0] for name in named}


@pytest.mark.parametrize("door", DOORS)
def test_a_door_opens_at_once(door):
    """At its top it imports what costs nothing; the rest waits inside the command."""
    light = {*sys.stdlib_module_names, "classifier.errors", "classifier.compiled"}
    top = imports(iter(tree(door).body))
    heavy = [name for name in top if name not in light and name.split(".")[0] not in light]
    report([f"{door} imports {name} before --help is answered; do it inside" for name in heavy])


@pytest.mark.parametrize("door", DOORS)
def test_a_door_has_a_console_script(door):
    package, verb = door.split(".")
    scripts = project()["project"]["scripts"]
    assert scripts.get(f"tafawud-{verb}") == f"{package}.{verb}:run"
    assert {"run", "main"} <= {node.name for node in functions(door)}


# --- manners --------------------------------------------------------------------------------


@pytest.mark.parametrize("module", MODULES)
def test_a_file_and_its_functions_stay_small(module):
    lines = len(files()[module].read_text(encoding="utf-8").splitlines())
    long = [
        f"{module}.{node.name} has {lines_of(node)} lines, {MOST_LINES_OF_FUNCTION} at most"
        for node in functions(module)
        if lines_of(node) > MOST_LINES_OF_FUNCTION
    ]
    if lines > MOST_LINES:
        long.append(f"{module} has {lines} lines, {MOST_LINES} at most: give a part its own room")
    report(long)


def lines_of(node):
    """How many lines a function has, its docstring apart."""
    first = node.body[0]
    told = first.end_lineno - first.lineno + 1 if ast.get_docstring(node) is not None else 0
    return node.end_lineno - node.lineno + 1 - told


@pytest.mark.parametrize("module", MODULES)
def test_every_public_name_is_explained(module):
    report([f"{module}: {name} has no docstring" for name in _unexplained(tree(module))])


def _unexplained(node: ast.Module | ast.ClassDef, inside: str = "") -> Iterator[str]:
    if not ast.get_docstring(node):
        yield inside or "the file"
    for part in node.body:
        name = getattr(part, "name", "_")
        if name.startswith("_"):
            continue
        if isinstance(part, ast.ClassDef):
            yield from _unexplained(part, f"{inside}{name}")
        elif not ast.get_docstring(part) and not _repeats(part):
            yield f"{inside}.{name}".strip(".")


def _repeats(function: ast.FunctionDef) -> bool:
    """An overload or an override says nothing that was not said."""
    return any(
        "overload" in ast.unparse(one) or "override" in ast.unparse(one)
        for one in function.decorator_list
    )


@pytest.mark.parametrize("module", sorted({*MODULES} - {*DOORS}))
def test_a_room_knows_no_screen(module):
    report(
        [
            f"{module}:{node.lineno} prints or reads the command line; only doors do"
            for node in ast.walk(tree(module))
            if (
                isinstance(node, ast.Call)
                and ast.unparse(node.func) in ("print", "input", "sys.exit")
            )
            or (isinstance(node, ast.Attribute) and ast.unparse(node) == "sys.argv")
        ]
    )


@pytest.mark.parametrize("module", MODULES)
def test_nothing_fails_in_silence_and_nothing_runs_foreign_code(module):
    report(
        [
            f"{module}:{node.lineno} {fault}"
            for node in ast.walk(tree(module))
            for fault in _bad_manners(node)
        ]
    )


def _bad_manners(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.ExceptHandler):
        if node.type is None:
            yield "catches everything: name the errors"
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        if ast.unparse(node.value.func).endswith(("Error", "Exception")):
            yield "makes an error and does not raise it"
    elif isinstance(node, ast.Call) and ast.unparse(node.func) in RUNS_WHAT_IT_READS:
        yield f"calls {ast.unparse(node.func)}, which can run what it reads"


@pytest.mark.parametrize("module", MODULES)
def test_code_holds_no_list_of_words(module):
    """A list of words is a table in data/; endings and prefixes are shorter than four letters."""
    word = re.compile("[\u0621-\u064a]{4,}")
    found = []
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Set | ast.Tuple | ast.List):
            texts = [one.value for one in node.elts if isinstance(one, ast.Constant)]
            words = [text for text in texts if isinstance(text, str) and word.fullmatch(text)]
            if len(words) > 1:
                found.append(f"{module}, line {node.lineno}: {' '.join(words)}")
    report(found)


@pytest.mark.parametrize("path", sorted(ROOT.glob("tests/**/*.py")), ids=lambda path: path.name)
def test_no_test_hides_another_of_the_same_name(path):
    names = [
        node.name
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    ]
    assert not {name for name in names if names.count(name) > 1}


def test_nothing_is_left_to_do_later():
    left = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    texts = [*files().values(), ROOT / "Makefile", *ROOT.glob("*.md")]
    report(
        [
            f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
            for path in texts
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
            if left.search(line)
        ]
    )


# --- what surrounds it ----------------------------------------------------------------------


@cache
def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@cache
def kept() -> list[Path]:
    """What git keeps or would keep, relative to the top."""
    if not (shutil.which("git") and (ROOT / ".git").exists()):
        pytest.skip("not a git checkout")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout.decode()
    return [Path(name) for name in listed.split("\0") if name and (ROOT / name).exists()]


def test_the_top_of_the_house_is_tidy():
    odd = sorted({path.parts[0] for path in kept()} - TOP)
    assert not odd, f"{odd} at the top: put it in a room, or into build/ if it is made"


def test_an_installed_copy_has_all_files():
    """What is not Python is named in pyproject.toml, or it stays behind."""
    globs = project()["tool"]["setuptools"]["package-data"]
    lost = [
        path
        for path in kept()
        if path.parts[0] in globs
        and path.suffix != ".py"
        and not any(Path(*path.parts[1:]).match(glob) for glob in globs[path.parts[0]])
    ]
    assert not lost, f"{lost}: name them under [tool.setuptools.package-data]"


def test_make_teaches_again_when_what_teaches_has_changed():
    """TAUGHT_BY in the Makefile is what training.train imports in the end, TAUGHT_FROM its data.

    All but the readers of foreign files: what comes with the program is not read by them.
    """
    needed, found = {"training.train"}, set()
    while needed:
        module = needed.pop()
        found.add(module)
        needed |= {name for name in needs(module) if room(name) != "classifier.articles"} - found
    found -= {"classifier", "training"}
    words = {
        word.value
        for module in found
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(READ_DATA)
        for word in node.args
        if isinstance(word, ast.Constant)
    }
    data = [*ROOT.glob("classifier/data/*.*"), *ROOT.glob("training/data/*.*")]
    read = {path for path in data if path.name in words or path.stem in words}
    expected = {str(path.relative_to(ROOT)) for path in {*map(files().get, found), *read}}
    command = [
        "make",
        "--no-print-directory",
        "--eval=say:;@echo $(TAUGHT_BY) $(TAUGHT_FROM)",
        "say",
    ]
    named = set(
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()
    )
    report(
        [
            f"{name} teaches: name it in TAUGHT_BY or TAUGHT_FROM"
            for name in sorted(expected - named)
        ]
        + [f"{name} does not teach (any more): strike it out" for name in sorted(named - expected)]
    )


def test_every_word_of_make_is_explained():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    words = set(re.findall(r"^\.PHONY: ([\w-]+)$", makefile, re.M))
    explained = set(re.findall(r"^([\w-]+):.*## \w", makefile, re.M))
    assert words == explained
    shown = subprocess.run(["make"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert set(re.findall(r"^make ([\w-]+) ", shown, re.M)) == words


def test_every_lock_is_made_by_make_lock():
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").partition("\nlock:")[2]
    recipe = recipe.partition("\n.PHONY")[0]
    peers = re.search(r"for peer in (.+?);", recipe)[1].split()
    names = re.findall(r"--output-file (\S+)", recipe)
    made = {name.replace("$$peer", peer) for name in names for peer in peers}
    there = {str(path.relative_to(ROOT)) for path in ROOT.glob("tests/**/*.lock")}
    assert made == there | {"requirements.lock"}
