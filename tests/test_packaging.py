"""A wheel built from the tree holds everything, installs into a clean environment, and works from any folder.

Assumes the test environment only: nothing is fetched, and the tree itself is not written to.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# Top-level folder -> the name that it is imported by; the package-dir map of pyproject.toml.
PLACES = {
    "src/rubricc": "rubricc",
    "dsl": "rubricc/dsl",
    "grammar": "rubricc/grammar",
    "compiler": "rubricc/compiler",
}
# What is read at run time besides Python files. A file of another kind below PLACES fails the test:
# either it is needed, then pyproject.toml and this line must name it, or it belongs elsewhere.
SUFFIXES = {".py", ".lark", ".j2", ".md", ".toml", ".json", ".typed"}


def expected(tree: Path) -> dict[str, Path]:
    """Path in the wheel -> path in the tree."""
    found = {}
    for folder, name in PLACES.items():
        for path in sorted((tree / folder).rglob("*")):
            inside = path.relative_to(tree / folder)
            linked = folder == "src/rubricc" and inside.parts[0] in {"dsl", "grammar", "compiler"}
            if path.is_file() and not linked and "__pycache__" not in inside.parts:
                found[f"{name}/{inside.as_posix()}"] = path
    return found


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what is packaged: building leaves its traces there, and nobody edits it meanwhile."""
    tree = tmp_path_factory.mktemp("tree")
    for name in ("src", "dsl", "grammar", "compiler"):
        shutil.copytree(
            ROOT / name,
            tree / name,
            symlinks=True,
            ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"),
        )
    for path in ROOT.iterdir():
        if path.name in {"pyproject.toml", "LICENSE", "README.md"}:
            shutil.copy(path, tree)
    return tree


@pytest.fixture(scope="module")
def wheel(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built by way of the source distribution, so that one is proven complete as well."""
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-P", "-m", "build", "--no-isolation", "--outdir", out, tree, cwd=tree)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of a clean environment with the wheel in it, under an unkind path."""
    clean = tmp_path_factory.mktemp("clean") / "一个 环境"
    venv.EnvBuilder(symlinks=True, with_pip=False).create(clean)
    python = clean / "bin" / "python"
    run(
        *(sys.executable, "-P", "-m", "pip", "--python", python, "--disable-pip-version-check"),
        *("install", "--quiet", "--no-index", "--no-deps", wheel),
        cwd=clean,
    )
    # The dependencies are those of the test environment. Its own .pth, which names the tree, is not read from
    # here: only the folders that `site` adds itself have their .pth files read.
    site = next(clean.glob("lib/python3*/site-packages"))
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python.parent


def test_wheel_holds_every_file(tree: Path, wheel: Path) -> None:
    wanted = expected(tree)
    strange = [path for path in wanted.values() if path.suffix not in SUFFIXES]
    assert not strange, f"neither source nor package data: {strange}"
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
        missing, surplus = sorted(set(wanted) - held), sorted(held - set(wanted))
        assert not missing, f"add to packages or package-data of pyproject.toml: {missing}"
        assert not surplus, f"not a file of the tree: {surplus}"
        for name, path in wanted.items():
            assert archive.read(name) == path.read_bytes(), name


def test_installed_command_runs_from_another_folder(installed: Path, tmp_path: Path) -> None:
    from rubricc import __version__

    assert run(installed / "rubricc", "--version", cwd=tmp_path).split()[-1] == __version__
    assert (
        run(installed / "python", "-P", "-m", "rubricc", "--version", cwd=tmp_path).split()[-1] == __version__
    )


def test_installed_package_is_not_the_tree(installed: Path, tmp_path: Path) -> None:
    code = "import rubricc as r, rubricc.dsl as d, rubricc.grammar as g, rubricc.compiler as c\n"
    code += "for m in (r, d, g, c): print(m.__file__)"
    places = run(installed / "python", "-P", "-c", code, cwd=tmp_path).splitlines()
    assert len(places) == 4
    assert all(place.startswith(str(installed.parent)) for place in places), places


def test_installed_command_scores_from_another_folder(installed: Path, tmp_path: Path) -> None:
    """The rubric with its data is all that is copied; templates, grammar and pages come from the wheel."""
    shutil.copytree(ROOT / "rubrics" / "luliang-2020", tmp_path / "一个 评价" / "luliang-2020")
    folder = tmp_path / "一个 评价"
    text = run(installed / "rubricc", "score", "luliang-2020", cwd=folder)
    assert "85.6" in text
    result = json.loads(run(installed / "rubricc", "score", "luliang-2020", "--format", "json", cwd=folder))
    assert (result["total"], result["grade"], len(result["indicators"])) == ("85.6", "良", 34)
    assert "</html>" in run(installed / "rubricc", "score", "luliang-2020", "--format", "html", cwd=folder)
    assert run(installed / "rubricc", "explain", "RB4001", cwd=folder).startswith("# RB4001 ")
    run(installed / "rubricc", "compile", "luliang-2020/luliang-2020.rubric", "-o", "scorer.py", cwd=folder)
    code = "import runpy; print(runpy.run_path('scorer.py')['RUBRIC_DIGEST'])"
    assert run(installed / "python", "-I", "-S", "-c", code, cwd=folder).strip() == result["rubric"]["digest"]
