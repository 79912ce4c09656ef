"""The rules of the house (docs/architecture.md), executable.

Every rule reads the source as it stands; parts that are not written yet are no failure. An exception is an entry in one
of the tables below, with its reason, and an entry that is no longer needed fails too.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]

# ---- the tables ------------------------------------------------------------------------------------------

# From left to right: each layer imports what stands in its own or an earlier line. The longest name wins.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("rubricc.dsl.source", "rubricc.dsl.frozen", "rubricc.compiler.runtime"),
    ("rubricc.dsl.diagnostics",),
    ("rubricc.grammar", "rubricc.dsl.nodes", "rubricc.dsl.kinds"),
    ("rubricc.dsl",),  # scan, parse, resolve, printer
    ("rubricc.compiler.conventions", "rubricc.compiler.digest"),
    ("rubricc.compiler.ir",),
    ("rubricc.compiler.evaluation", "rubricc.compiler.ranges"),
    ("rubricc.compiler.lower", "rubricc.compiler.passes", "rubricc.compiler.derivation"),
    ("rubricc.compiler.scale",),
    ("rubricc.compiler.backends", "rubricc.compiler.interpreter"),
    ("rubricc.compiler.formulas",),
    ("rubricc.compiler.proofs",),
    ("rubricc.compiler.data", "rubricc.compiler.audit", "rubricc.compiler.why", "rubricc.compiler.diff"),
    ("rubricc.compiler.driver", "rubricc.compiler.findings", "rubricc.compiler.cases"),
    ("rubricc.compiler.readings", "rubricc.compiler.trials"),
    ("rubricc",),
    ("rubricc.cli", "rubricc.__main__"),
)
# (importer, imported): why this one import against the order is right.
AGAINST_THE_ORDER: dict[tuple[str, str], str] = {}

# Folders whose modules never import each other, apart from the modules named here, which are made to be shared.
STRANGERS: dict[str, frozenset[str]] = {
    "rubricc.compiler.backends": frozenset(),
    "rubricc.cli": frozenset(
        f"rubricc.cli.{name}"
        for name in ("terminal", "files", "starter", "framework", "ledgers", "verdicts", "tested")
    ),
}

# Packages that exactly one module may import.
ONE_DOOR = ("lark", "sympy", "z3", "jinja2", "chinese_calendar", "cryptography")

# Who may read and write files, and print.
SHELLS = (
    "rubricc.cli",
    "rubricc.__main__",
    "rubricc.compiler.data",
    "rubricc.compiler.audit.store",
)
# Module: why it does I/O without being a shell.
OTHER_IO: dict[str, str] = {
    "rubricc.compiler.audit.verifier": "one file that is handed out alone: it reads the ledger itself",
    "rubricc.recording": "a folder of recorded facts is read again",
}
# Module: why it reads a clock.
CLOCK_READERS: dict[str, str] = {
    "rubricc.cli.ledgers": "the shell of ledgers: it hands the time to all below"
}

# File: why it is longer than 400 lines.
LONG_FILES: dict[str, str] = {
    "compiler/audit/verifier.py": "one file that is handed out alone, and shares no code",
}

FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "managers"}
NOT_AT_START = {"lark", "sympy", "z3", "hypothesis", "jinja2", "chinese_calendar"}

CLOCKS = {
    "time": {"time", "time_ns", "localtime", "gmtime", "ctime", "asctime", "strftime"},
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
}
IO_CALLS = {"open", "print", "input"}
READS = {"read_text", "read_bytes", "open", "iterdir"}
IO_METHODS = READS | {"write_text", "write_bytes", "unlink", "mkdir", "rmdir", "rglob"}
IO_STREAMS = {"stdin", "stdout", "stderr"}

# ---- reading the tree ------------------------------------------------------------------------------------


class Module(NamedTuple):
    name: str
    path: Path
    tree: ast.Module

    @property
    def place(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def is_package(self) -> bool:
        return self.path.name == "__init__.py"


def parsed(path: Path) -> ast.Module | None:
    """None for a file that is no Python, which is for one test (and for ruff and mypy) to say, not for all of them."""
    try:
        return ast.parse(path.read_text(encoding="utf-8"), str(path))
    except SyntaxError:
        return None


@cache
def modules() -> tuple[Module, ...]:
    """The modules of the package, by the folders they really stand in."""
    found = []
    places = {"src/rubricc": "rubricc", "dsl": "rubricc.dsl"}
    places |= {"grammar": "rubricc.grammar", "compiler": "rubricc.compiler"}
    links = {"dsl", "grammar", "compiler"}
    for folder, prefix in places.items():
        for path in sorted((ROOT / folder).rglob("*.py")):
            parts = path.relative_to(ROOT / folder).with_suffix("").parts
            if folder == "src/rubricc" and parts[0] in links:
                continue
            name = ".".join((prefix, *parts)).removesuffix(".__init__")
            if tree := parsed(path):
                found.append(Module(name, path, tree))
    return tuple(found)


@cache
def names() -> frozenset[str]:
    return frozenset(module.name for module in modules())


@cache
def files() -> tuple[str, ...]:
    """Every file that is or would be tracked; without git, nothing."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, check=False).stdout.decode("utf-8")
    return tuple(sorted({name for name in listed.split("\0") if name and (ROOT / name).is_file()}))


def python_files() -> Iterator[Path]:
    yield from (module.path for module in modules())
    yield from (ROOT / "tests").rglob("*.py")
    yield from (ROOT / "requirements").rglob("*.py")


def imports(module: Module) -> Iterator[tuple[str, int]]:
    """Every module that is imported, anywhere in the file, with its line."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = node.module or ""
            if node.level:
                parts = module.name.split(".")
                above = parts[: len(parts) - node.level + module.is_package]
                origin = ".".join([*above, origin]).strip(".")
            for alias in node.names:
                inner = f"{origin}.{alias.name}"
                if inner == "rubricc.__version__":
                    continue  # the package's own number; every module has loaded `rubricc` already
                yield (inner if inner in names() else origin), node.lineno


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def rank(name: str) -> int:
    best = max(
        ((len(prefix), at) for at, layer in enumerate(LAYERS) for prefix in layer if within(name, prefix)),
        default=None,
    )
    assert best, f"{name} has no layer"
    return best[1]


def report(faults: list[str]) -> None:
    assert not faults, "\n" + "\n".join(faults)


# ---- who imports whom ------------------------------------------------------------------------------------


def test_every_module_of_the_compiler_has_a_layer() -> None:
    """`rubricc` alone catches every name; a module of the compiler must stand in a line of its own."""
    report(
        [
            f"{module.place}: give it a line in LAYERS and in docs/architecture.md"
            for module in modules()
            if module.name.startswith("rubricc.compiler.")
            and not any(
                within(module.name, prefix)
                for layer in LAYERS
                for prefix in layer
                if prefix.startswith("rubricc.compiler.")
            )
        ]
    )


def test_layers_import_only_what_stands_left_of_them() -> None:
    faults, used = [], set()
    for module in modules():
        for imported, line in imports(module):
            if not within(imported, "rubricc") or rank(imported) <= rank(module.name):
                continue
            if (module.name, imported) in AGAINST_THE_ORDER:
                used.add((module.name, imported))
                continue
            faults.append(
                f"{module.place}:{line}: {module.name} imports {imported}, which stands right of it"
            )
    faults += [f"AGAINST_THE_ORDER: {entry} is no longer needed" for entry in AGAINST_THE_ORDER.keys() - used]
    report(faults)


def test_strangers_do_not_import_each_other() -> None:
    faults = []
    for package, shared in STRANGERS.items():
        used = set()
        depth = package.count(".") + 2

        def member(name: str, package: str = package, depth: int = depth) -> str | None:
            return ".".join(name.split(".")[:depth]) if name.startswith(package + ".") else None

        for module in modules():
            own = member(module.name)
            for imported, line in imports(module):
                other = member(imported)
                if other in shared and own != other:
                    used.add(other)
                elif own and other and own != other:
                    faults.append(f"{module.place}:{line}: {own} imports its neighbour {other}")
        faults += [f"STRANGERS: nobody shares {name}" for name in shared - used]
    report(faults)


def test_runtime_is_the_standard_library_only() -> None:
    runtime = "rubricc.compiler.runtime"
    report(
        [
            f"{module.place}:{line}: {imported}"
            for module in modules()
            if within(module.name, runtime)
            for imported, line in imports(module)
            if not within(imported, runtime) and imported.split(".")[0] not in sys.stdlib_module_names
        ]
    )


def test_some_packages_have_one_door() -> None:
    doors = defaultdict(set)
    for module in modules():
        for imported, _ in imports(module):
            doors[imported.split(".")[0]].add(module.place)
    report([f"{name}: imported by {sorted(doors[name])}" for name in ONE_DOOR if len(doors[name]) > 1])


@pytest.mark.parametrize(
    ("call", "never"),
    [
        (["--version"], NOT_AT_START),
        (["check", "rubrics/luliang-2020"], NOT_AT_START - {"chinese_calendar"}),
        (["score", "rubrics/luliang-2020"], NOT_AT_START - {"chinese_calendar"}),
    ],
)
def test_start_is_light(call: list[str], never: set[str]) -> None:
    command = [sys.executable, "-P", "-X", "importtime", "-m", "rubricc", *call]
    started = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
    loaded = {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in started.stderr.splitlines()}
    assert "rubricc" in loaded
    assert not loaded & never


# ---- what a module may do --------------------------------------------------------------------------------


def does_io(node: ast.AST, reads_itself: bool) -> bool:
    match node:
        case ast.Call(func=ast.Name(id=name)):
            return name in IO_CALLS
        case ast.Call(func=ast.Attribute(attr=name)) if name in IO_METHODS:
            return not (reads_itself and name in READS)
        case ast.Attribute(value=ast.Name(id="sys"), attr=name):
            return name in IO_STREAMS
    return False


def test_only_shells_do_io() -> None:
    faults, used = [], set()
    for module in modules():
        if any(within(module.name, shell) for shell in SHELLS):
            continue
        # The package's own grammar, templates and pages are part of the program.
        origins = {imported.split(".")[0] for imported, _ in imports(module)}
        reads_itself = "importlib" in origins and not origins & {"pathlib", "os", "io"}
        for node in ast.walk(module.tree):
            if isinstance(node, ast.expr) and does_io(node, reads_itself):
                if module.name in OTHER_IO:
                    used.add(module.name)
                else:
                    faults.append(f"{module.place}:{node.lineno}: {ast.unparse(node)}")
    faults += [f"OTHER_IO: {name} is no longer needed" for name in OTHER_IO.keys() - used]
    report(faults)


def test_nothing_reads_a_clock() -> None:
    faults, used = [], set()
    for module in modules():
        for node in ast.walk(module.tree):
            match node:
                case ast.Call(func=ast.Attribute(value=receiver, attr=name)):
                    owner = ast.unparse(receiver).split(".")[-1]
                    if name in CLOCKS.get(owner, ()) and module.name in CLOCK_READERS:
                        used.add(module.name)
                    elif name in CLOCKS.get(owner, ()):
                        faults.append(f"{module.place}:{node.lineno}: {ast.unparse(node)}")
                case ast.ImportFrom(module="time"):
                    for alias in node.names:
                        if alias.name in CLOCKS["time"]:
                            faults.append(f"{module.place}:{node.lineno}: {ast.unparse(node)}")
    faults += [f"CLOCK_READERS: {name} is no longer needed" for name in CLOCK_READERS.keys() - used]
    report(faults)


# ---- how files look --------------------------------------------------------------------------------------


def test_every_module_says_what_it_is() -> None:
    report(
        [
            f"{path.relative_to(ROOT)}: {'no docstring' if tree else 'no Python'}"
            for path in python_files()
            if not (tree := parsed(path)) or not ast.get_docstring(tree)
        ]
    )


def test_long_files_have_a_reason() -> None:
    long = {
        path.relative_to(ROOT).as_posix()
        for path in python_files()
        if len(path.read_text(encoding="utf-8").splitlines()) > 400
    }
    faults = [
        f"{name}: over 400 lines; split it, or say why in LONG_FILES" for name in long - LONG_FILES.keys()
    ]
    faults += [f"LONG_FILES: {name} is no longer long" for name in LONG_FILES.keys() - long]
    report(sorted(faults))


def test_no_module_is_named_for_nothing() -> None:
    report(
        [
            str(path.relative_to(ROOT))
            for path in python_files()
            if FORBIDDEN_NAMES & {part.removesuffix(".py") for part in path.relative_to(ROOT).parts}
        ]
    )


def test_folders_nest_three_deep_at_most() -> None:
    """Counted below src/ and tests/, which only say what kind of thing follows."""
    deep = [
        name
        for name in files()
        if len(name.removeprefix("src/").removeprefix("tests/").split("/")) > 4  # three folders and the file
    ]
    report(deep)


def test_no_file_names_a_machine() -> None:
    """No package index, no proxy, and no path that exists on one machine only."""
    # Written so that this file does not contain what it looks for.
    pattern = re.compile(
        rb"pypi[.]|pythonhosted[.]|(?:extra-)?index-url\b|find-links\b|devpi|artifactory"
        rb"|(?<![\w.\-/])/(?:work|root|home|Users|opt)/[\w.]",
    )
    faults = []
    for name in files():
        if name == "tests/test_house.py":
            continue
        for number, line in enumerate((ROOT / name).read_bytes().splitlines(), 1):
            if found := pattern.search(line):
                faults.append(f"{name}:{number}: {found.group().decode()}")
    report(faults)
