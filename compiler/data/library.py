"""The other files that a rubric takes from, read from the folder of the project or from what rubricc ships.

A path is relative to the file that names it, and stays inside the project: the nearest folder above the rubric that
holds `pyproject.toml`, `.git` or a folder `rubrics`, else the rubric's own folder. A name without a slash and without a
suffix is a rubric that rubricc ships.
"""

from __future__ import annotations

import os.path
from importlib.resources import files
from pathlib import Path

from rubricc.compiler.data.rubrics import SUFFIX, read_rubric, read_table
from rubricc.dsl.diagnostics.model import Diagnostic
from rubricc.dsl.source import Source, Unreadable

_MARKS = ("pyproject.toml", ".git", "rubrics")


class Files:
    """The files that the rubric in `file` may take from; `-` is standard input, which stands where the command runs."""

    def __init__(self, file: str | Path, shipped: Path | None = None) -> None:
        self.folder = Path.cwd() if str(file) == "-" else Path(file).resolve().parent
        self.root = project_of(self.folder)
        self.shipped = shipped or Path(str(files("rubricc"))) / "shipped"
        self.folders: dict[str, Path] = {}  # of the files read, by the name that is shown
        self.read: dict[Path, Source | Unreadable] = {}

    def __call__(self, reference: str, source: Source) -> Source | Unreadable:
        if "/" not in reference and not Path(reference).suffix:
            return self._shipped(reference)
        folder = self.folders.get(source.name, self.folder)
        path = (folder / reference).resolve()
        if not path.is_relative_to(self.root) and not path.is_relative_to(self.shipped):
            return Unreadable("RB0066", {"path": reference, "root": str(self.root)})
        shown = os.path.normpath(os.path.join(os.path.dirname(source.name), reference))
        return self._file(path, shown, reference)

    def _shipped(self, name: str) -> Source | Unreadable:
        path = self.shipped / f"{name}{SUFFIX}"
        if path.parent != self.shipped or not path.is_file():
            known = "\n".join(sorted(each.stem for each in self.shipped.glob(f"*{SUFFIX}")))
            return Unreadable("RB0069", {"name": name, "known": known})
        return self._file(path, path.name, name)

    def _file(self, path: Path, shown: str, reference: str) -> Source | Unreadable:
        if path not in self.read:
            self.folders[shown] = path.parent
            found = read_table(path, shown) if path.suffix.lower() == ".csv" else read_rubric(path, shown)
            if isinstance(found, Diagnostic):
                reason = found.args.get("reason", "")
                failed = Unreadable("RB0065", {"path": reference, "reason": reason})
                self.read[path] = Unreadable(found.code, found.args, found.span) if found.span else failed
            else:
                self.read[path] = found
        return self.read[path]


def project_of(folder: Path) -> Path:
    """The folder that files may be taken from."""
    above = (each for each in (folder, *folder.parents) if any((each / mark).exists() for mark in _MARKS))
    return next(above, folder)
