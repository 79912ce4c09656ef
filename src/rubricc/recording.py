"""An evaluation as a ledger keeps it: what to evaluate, the files it needs, and how to evaluate them again.

`call` is what a record holds of an evaluation besides files: which file is the rubric, which case or data, in which
language. Guarantees: `evaluated` needs nothing but the call and the files, so anybody can have again what it gives.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from rubricc.compiler.audit import records
from rubricc.compiler.audit.problem import problem
from rubricc.compiler.audit.records import Kept
from rubricc.compiler.audit.store.folders import read_whole
from rubricc.compiler.cases import bind_case, find_case
from rubricc.compiler.data.files import Binding, bind_files, workbook_of
from rubricc.compiler.data.library import Files
from rubricc.compiler.data.rubrics import read_rubric
from rubricc.compiler.driver import compile_rubric
from rubricc.compiler.runtime.exact import clipped
from rubricc.compiler.runtime.facts import bind
from rubricc.compiler.runtime.problems import FactsError
from rubricc.dsl import nodes as n
from rubricc.dsl.diagnostics.model import Diagnostic
from rubricc.dsl.link import link
from rubricc.rubric import Rubric, RubricError
from rubricc.scored import Scored

Call = Mapping[str, Any]
# Folders and files of a record, beside those of the project: no project has such names.
GIVEN, SHIPPED, FACTS = "@given", "@shipped", "@facts.json"
PROJECT = "pyproject.toml"  # marks the folder that a rubric may take files from


# ── what is kept ──


def of_files(
    rubric: Rubric,
    path: str | Path,
    bindings: Sequence[Binding],
    case: n.Case | None,
    lang: str,
    unit: str | None = None,
) -> tuple[Call, list[Kept]]:
    """The call and the files of an evaluation that read them; those of a case stand where the case looks for them."""
    if str(path) == "-" or any(str(binding.path) == "-" for binding in bindings):
        raise problem("RB8044", what="<standard input>", reason="<read once>")
    sources, shipped = _sources(rubric, Path(path))
    facts = []
    if case is not None:
        facts = [_file_of(Path(path).parent / each.path) for each in _data_of(case)]
    beside = {**sources, **{Path(os.path.abspath(each)): each for each in facts}}
    root = Path(os.path.commonpath([each.parent for each in beside]))
    kept = [
        Kept(place.relative_to(root).as_posix(), "rubric" if place in sources else "data", read_whole(file))
        for place, file in beside.items()
    ]
    kept += [Kept(f"{SHIPPED}/{file.name}", "rubric", read_whole(file)) for file in shipped]
    data = []
    for number, binding in enumerate(bindings if case is None else (), 1):
        own = _file_of(binding.path)
        name, sheet = f"{GIVEN}/{number}/{own.name}", str(binding.path)[len(str(own)) :]
        kept.append(Kept(name, "data", read_whole(own)))
        data.append(
            {"block": binding.name, "file": name + sheet, "shown": binding.shown or str(binding.path)}
        )
    return _call(rubric, kept[0].name, case.name if case else None, data, lang, unit), kept


def of_facts(
    rubric: Rubric, facts: Mapping[str, object], lang: str, unit: str | None = None
) -> tuple[Call, list[Kept]]:
    """The same of an evaluation of facts that a program hands over; they are written down exactly."""
    if rubric.path is not None:
        call, kept = of_files(rubric, rubric.path, (), None, lang, unit)
    else:
        kept = [Kept("rubric.rubric", "rubric", rubric.compiled.source.text.encode())]
        call = _call(rubric, kept[0].name, None, [], lang, unit)
    written = json.dumps(_written(facts), ensure_ascii=False, indent=1) + "\n"
    return {**call, "facts": FACTS}, [*kept, Kept(FACTS, "data", written.encode())]


def _sources(rubric: Rubric, path: Path) -> tuple[dict[Path, Path], list[Path]]:
    """The rubric and the files that it takes from: where they stand beside it, and where they are read; then those
    that rubricc ships."""
    library = Files(path)
    if rubric.compiled.parsed.rubric is not None:
        link(rubric.compiled.parsed.rubric, rubric.compiled.source, library)
    here, folder = Path(os.path.abspath(path)), path.resolve().parent
    found, shipped = {here: path}, []
    for file in library.read:
        if file.is_relative_to(library.shipped):
            shipped.append(file)
        else:
            found[Path(os.path.normpath(here.parent / os.path.relpath(file, folder)))] = file
    return found, shipped


def _call(rubric: Rubric, main: str, case: str | None, data: list[Any], lang: str, unit: str | None) -> Call:
    shown = rubric.compiled.source.name
    return {"rubric": main, "shown": shown, "case": case, "data": data, "unit": unit, "lang": lang}


def _data_of(case: n.Case) -> list[n.Binding]:
    """The files that a case reads."""
    return [each for line in case.lines if isinstance(line, n.CaseData) for each in line.bindings]


def _file_of(path: str | Path) -> Path:
    """The file itself, where a path names a sheet of it."""
    workbook = workbook_of(path)
    return Path(workbook[0] if workbook else path)


def _written(value: object) -> object:
    """Facts as JSON can hold them: a number is `{"number": "94.36"}`, a date `{"date": "2020-12-11"}`."""
    match value:
        case None | bool() | str():
            return value
        case int() | Decimal() | Fraction():
            return {"number": str(Fraction(value))}
        case date():
            return {"date": value.isoformat()}
        case Mapping():
            return {str(name): _written(each) for name, each in value.items()}
        case Sequence() if not isinstance(value, bytes):
            return [_written(each) for each in value]
    raise problem("RB8044", what=clipped(repr(value)), reason=type(value).__name__)


def _read(value: Any) -> Any:
    """What `_written` wrote, as a program would hand it over."""
    match value:
        case {"number": str(text), **rest} if not rest:
            return Fraction(text)
        case {"date": str(text), **rest} if not rest:
            return date.fromisoformat(text)
        case dict():
            return {name: _read(each) for name, each in value.items()}
        case list():
            return [_read(each) for each in value]
    return value


# ── and evaluated again ──


def sound(call: Any, files: Mapping[str, bytes]) -> bool:
    """Whether a call, which the verifier does not read, is one of this program that reads nothing but these files."""
    match call:
        case {
            "rubric": str(rubric),
            "shown": str(),
            "case": None | str(),
            "data": list(data),
            "unit": None | str(),
            "lang": "zh" | "en",
            **rest,
        }:
            named = [rubric, *rest.values(), *(_workbook_part(each) for each in data)]
            return rest.keys() <= {"facts"} and all(name in files for name in named)
    return False


def _workbook_part(bound: Any) -> str | None:
    """The file that an entry of `data` names, without the sheet; None where it is no such entry."""
    match bound:
        case {"block": None | str(), "file": str(file), "shown": str(), **rest} if not rest:
            workbook = workbook_of(file)
            return str(workbook[0]) if workbook else file
    return None


def compiled_from(folder: Path, call: Call) -> Rubric:
    """The rubric of a call, from files laid out in a folder; RubricError where it does not compile."""
    path = folder / call["rubric"]
    source = read_rubric(path, call["shown"])
    if isinstance(source, Diagnostic):
        raise RubricError([source], call["lang"])
    (folder / PROJECT).touch()
    compiled = compile_rubric(source, Files(path, folder / SHIPPED))
    if compiled.checked is None:
        raise RubricError(compiled.findings, call["lang"])
    return Rubric(compiled, compiled.checked, path)


def evaluated(folder: Path, call: Call, rubric: Rubric | None = None) -> Scored:
    """The evaluation that a call names, from files laid out in a folder; RubricError or FactsError where it fails.

    `rubric` is what these very sources were compiled to, where that is known.
    """
    path = folder / call["rubric"]
    rubric = rubric or compiled_from(folder, call)
    case = find_case(rubric.checked.program.cases, call["case"]) if call["case"] is not None else None
    if case is not None:
        for each in _data_of(case):
            if not (path.parent / each.path).resolve().is_relative_to(folder.resolve()):
                raise problem("RB8044", what=each.path, reason="<not beside the rubric>")
        bound = bind_case(case, rubric.blocks, path.parent)
    elif "facts" in call:
        bound = bind(rubric.blocks, _read(json.loads((folder / call["facts"]).read_bytes())))
    else:
        bindings = [Binding(each["block"], folder / each["file"], each["shown"]) for each in call["data"]]
        bound = bind_files(bindings, rubric.blocks)
    if bound.problems:
        raise FactsError(bound.problems, call["lang"])
    return Scored(rubric, bound, call["lang"], call["case"], call["unit"])


def as_recorded(scored: Scored) -> tuple[Any, list[Any]]:
    """What a record says of an evaluation, and, of a run over units, its rows, which are kept apart.

    Nothing that names a unit stays in the record, so that it can be shown to one of them.
    """
    whole = {name: value for name, value in scored.whole.items() if name != "ledger"}
    if not scored.is_run:
        return records.without_derivations(whole), []
    rows = [records.without_derivations(each) for each in whole["units"]]
    return records.without_derivations({**whole, "units": len(rows), "tallies": []}), rows


def differences(old: Any, new: Any, at: str = "") -> Iterable[tuple[str, Any, Any]]:
    """The places where two results differ, as paths, with what stands there."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in dict.fromkeys([*old, *new]):
            yield from differences(old.get(name), new.get(name), f"{at}/{name}")
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, (left, right) in enumerate(zip(old, new, strict=True)):
            yield from differences(left, right, f"{at}/{number}")
    elif old != new:
        yield at, old, new
