"""What `rubricc test` found: cases, what was tried beside them, coverage; as text, JSON, JUnit, GitHub annotations."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from itertools import repeat
from pathlib import Path
from typing import Any, Literal

from attrs import frozen

from rubricc.dsl.diagnostics.render.layout import folded
from rubricc.dsl.diagnostics.wording import visible

What = Literal["case", "boundaries", "trial", "coverage"]
MARKS: dict[What, tuple[str, str]] = {
    "case": ("通过", "ok  "),
    "boundaries": ("边界", "kept"),
    "trial": ("试算", "tried"),
    "coverage": ("覆盖", "cover"),
}


@frozen
class Verdict:
    """What became of one case, or of what is tried beside the cases: the failures in words, and what explains them."""

    file: Path
    name: str
    expectations: int = 0
    failures: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()  # what it came to, in words
    what: What = "case"
    said: str = ""  # on its line, where it is no case
    document: dict[str, Any] | None = None  # what JSON has of it
    in_short: tuple[str, ...] = ()  # what it came to, where it is one case of several
    line: int = 0  # of the file, where it begins
    lines: tuple[int, ...] = ()  # those of the failures

    @property
    def passed(self) -> bool:
        return not self.failures

    @property
    def title(self) -> str:
        """The name of the case; of the file, where that failed by itself; else what was tried."""
        return visible(self.name or (self.file.name if self.what == "case" else self.what))


def text(verdicts: Sequence[Verdict], lang: str, width: int) -> str:
    """A line for each, with what it came to, and under a failure what explains it; then how many there were.

    Of a file with several cases, statements are named only: `--case` tells one in full.

    Derivations are folded; what else explains it stands as it was made: a finding with its carets, or a case to paste.
    """
    zh = lang == "zh"
    lines: list[str] = []
    cases = Counter(each.file for each in verdicts if each.what == "case")
    for each in verdicts:
        mark = MARKS[each.what][not zh] if each.passed else ("失败" if zh else "FAIL")
        name = visible(f"{each.file}" + (f" {each.name}" if each.name else ""))
        head = f"{mark}  {name}" + (f" ({each.expectations})" if each.expectations else "")
        came = each.in_short if cases[each.file] > 1 else each.outcome
        said = [f"{head}  {each.said}" if each.said else head]
        said += [f"      {visible(line)}" for line in (*came, *each.failures)]
        lines += [folded(line, width) for line in said]
        explained = [f"        {visible(line)}".rstrip() for told in each.told for line in told.split("\n")]
        lines += (
            [folded(line, width) for line in explained] if each.what == "case" and each.name else explained
        )
    return "\n".join([*lines, folded(_counted(verdicts, zh), width)]) + "\n"


def _counted(verdicts: Sequence[Verdict], zh: bool) -> str:
    cases = [each for each in verdicts if each.what == "case"]
    failed = sum(not each.passed for each in cases)
    beside = sum(not each.passed for each in verdicts) - failed
    count = len(cases)
    if zh:
        said = f"{count} 个案例，" + (f"{failed} 个失败" if failed else "全部通过")
        return (said if count else "没有案例") + (f"；试算与覆盖有 {beside} 项不通过" if beside else "")
    said = f"{count} case{'s' * (count != 1)}, " + (f"{failed} failed" if failed else "all passed")
    return (said if count else "there are no cases") + (
        f"; {beside} failed beside the cases" if beside else ""
    )


def document(verdicts: Sequence[Verdict]) -> str:
    """One JSON object: by file its cases, and what was found beside them."""
    files: dict[str, dict[str, Any]] = {}
    for each in verdicts:
        own = files.setdefault(str(each.file), {"file": str(each.file), "cases": []})
        if each.what == "case":
            own["cases"].append(
                {
                    "name": each.name,
                    "passed": each.passed,
                    "expectations": each.expectations,
                    "failures": list(each.failures),
                    "outcome": list(each.outcome),
                }
            )
        else:
            own[each.what] = {"passed": each.passed, "failures": list(each.failures), **(each.document or {})}
    whole = {"passed": all(each.passed for each in verdicts), "files": list(files.values())}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def github(verdicts: Sequence[Verdict]) -> str:
    """An annotation for every failure, at its line; what explains the failures stands under the first of them."""
    from rubricc.dsl.diagnostics.render.github import annotation

    found: list[str] = []
    for each in verdicts:
        for at, (failure, line) in enumerate(
            zip(each.failures, each.lines or repeat(each.line), strict=False)
        ):
            where = {"file": visible(str(each.file)), **({"line": str(line)} if line else {})}
            told = [failure, *(each.told if not at else ())]
            message = "\n".join(visible(line) for text in told for line in text.split("\n"))
            found.append(annotation("error", {**where, "title": each.title}, message))
    return "".join(f"{line}\n" for line in found)


def junit(verdicts: Sequence[Verdict]) -> str:
    from xml.etree import ElementTree as xml

    failed = sum(not each.passed for each in verdicts)
    suites = xml.Element("testsuites", tests=str(len(verdicts)), failures=str(failed))
    for file in dict.fromkeys(each.file for each in verdicts):
        own = [each for each in verdicts if each.file == file]
        counts = {"tests": str(len(own)), "failures": str(sum(not each.passed for each in own))}
        suite = xml.SubElement(suites, "testsuite", {"name": visible(str(file)), **counts})
        for each in own:
            place = {"file": visible(str(file)), **({"line": str(each.line)} if each.line else {})}
            names = {"classname": visible(file.stem), "name": each.title}
            case = xml.SubElement(suite, "testcase", {**names, **place})
            if not each.passed:
                failure = xml.SubElement(case, "failure", {"message": visible("; ".join(each.failures))})
                failure.text = "\n".join(visible(line) for told in each.told for line in told.split("\n"))
            elif each.said:
                xml.SubElement(case, "system-out").text = visible(each.said)
    xml.indent(suites)
    return xml.tostring(suites, encoding="unicode", xml_declaration=True) + "\n"
