"""The documentation is true: every rubric, command and program of README, CONTRIBUTING and docs/ runs as it says.

What a fence must do stands in `pages.py`. `RUBRICC_REWRITE=1 ./test tests/test_docs.py` writes English and outcomes
anew: read the difference before you commit it.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
import yaml

from pages import (
    LANGUAGE,
    PAGES,
    ROOT,
    Example,
    Fence,
    anchor,
    anchors,
    examples,
    fences,
    headings,
    in_english,
    replaced,
    same_output,
)
from rubricc.compiler.data.files import Binding, bind_files
from rubricc.compiler.driver import compile_rubric
from rubricc.dsl.diagnostics.catalogue import CATALOGUE
from rubricc.dsl.diagnostics.catalogue import page as explained
from rubricc.dsl.diagnostics.wording import wording
from rubricc.dsl.source import Source
from rubricc.dsl.terms import Term
from rubricc.grammar import lalr
from rubricc.rubric import Rubric
from shell import Shell
from test_agreement import module_of
from test_house import LAYERS

REWRITE = os.environ.get("RUBRICC_REWRITE") == "1"
AGAIN = "RUBRICC_REWRITE=1 ./test tests/test_docs.py writes it anew; read the difference"


_PLACES = re.compile(r"(?:\n  |。|; |\. )(?:数据：|Data: )[^\n]*|[。.]$", re.MULTILINE)


def every_example(page: str) -> list[Example]:
    return list(
        reversed(list(examples(page)))
    )  # the last first, so that rewriting moves nothing still to come


def outcome(example: Example, folder: Path) -> str:
    """The findings of a wrong rubric; of a right one its warnings and derivations."""
    compiled = compile_rubric(Source("page.rubric", example.source))
    lang = "zh" if compiled.parsed.chinese else "en"
    shown = [f"{each.code} {wording(each, lang).title}" for each in compiled.findings]
    if example.wrong:
        assert compiled.checked is None, f"{example.fence.place}: nothing is wrong here"
        return "\n".join(shown) + "\n"
    assert compiled.checked is not None, f"{example.fence.place}: {shown}"
    if example.outcome is None:
        return ""
    rubric = Rubric(compiled, compiled.checked)
    facts = yaml.load(example.common_facts, yaml.BaseLoader) or {}
    own = yaml.load(example.facts.text, yaml.BaseLoader) if example.facts else {}
    for name, block in own.items():
        facts[name] = {**facts.get(name, {}), **block} if isinstance(block, dict) else block
    file = folder / "facts.yaml"
    file.write_text(yaml.dump(facts, allow_unicode=True), encoding="utf-8")
    bound = bind_files([Binding(None, file, "facts.yaml")], rubric.blocks)
    assert not bound.problems, f"{example.fence.place}: {[p.text() for p in bound.problems]}"
    results = rubric.score_each(bound)
    module = module_of(compiled.checked)
    every = (
        module.score_units(facts, partial=True).values()
        if results[0].unit
        else [module.score(facts, partial=True)]
    )
    derivations = []
    for generated, result, plain in zip(
        every, results, rubric.score_units(facts, partial=True).values(), strict=True
    ):
        assert [str(one.points) for one in generated] == [str(one.points) for one in result], (
            example.fence.place
        )
        for other in ("zh", "en"):
            assert generated.explain(other) == plain.explain(other)
        derivation = f"── {result.unit} ──\n" if result.unit else ""
        derivation += _PLACES.sub("", plain.explain(lang))  # of facts whose places a reader of the page knows
        if "总分" in example.outcome.text or "total " in example.outcome.text:
            total = result.total if result.interval is None else " .. ".join(map(str, result.interval))
            derivation += f"\n{'总分' if lang == 'zh' else 'total'} {total}"
            derivation += f"，等级 {result.grade}" if result.grade else ""
        derivations.append(derivation)
    return "\n".join([*shown, "\n\n".join(derivations)]) + "\n"


def held(fence: Fence, text: str) -> None:
    if REWRITE and text != fence.text:
        replaced(fence, text)
    else:
        assert text == fence.text, f"{fence.place} is not what comes out; {AGAIN}"


@pytest.mark.parametrize("page", PAGES)
def test_rubrics_do_what_the_page_says(page: str, tmp_path: Path) -> None:
    faults = []
    for example in every_example(page):
        if "." in example.fence.word:
            continue  # kept as a file, for the commands below it
        try:
            told = outcome(example, tmp_path)
            if example.outcome is not None:
                held(example.outcome, told)
            if example.english is not None:
                held(example.english, in_english(example))
        except Exception as fault:
            faults.append(f"{example.fence.place}: {fault!r}".partition("\\nassert ")[0])
    assert not faults, "\n\n".join(faults)


@pytest.mark.parametrize("page", PAGES)
def test_commands_and_programs_do_what_the_page_says(page: str, shell: Shell) -> None:
    """Commands are called as functions: that they are programs too is for `test_cli.py`."""
    tmp_path = shell.folder
    (tmp_path / "rubrics").symlink_to(ROOT / "rubrics")
    every = fences(page)
    changed = []
    for fence, following in zip(every, [*every[1:], None], strict=False):
        if "." in fence.word:
            (tmp_path / fence.word).write_text(fence.text, encoding="utf-8")
        output = None
        if fence.language == "python":
            output = ran(["-c", fence.text], tmp_path, fence)
        elif fence.language == "sh":
            outputs = []
            for words in (shlex.split(line, comments=True) for line in fence.text.splitlines()):
                if words[:1] == ["./run"]:
                    outputs.append(called(words[1:], shell, fence))
                elif words[:1] == ["python3"]:
                    outputs.append(ran(words[1:], tmp_path, fence))
            output = "".join(outputs) if outputs else None
        if output is not None and following is not None and following.language == "text":
            if not same_output(following.text, output):
                assert REWRITE, f"{following.place} is not what comes out:\n{output}"
                changed.append((following, output))
    for fence, text in reversed(changed):
        replaced(fence, text)


def called(arguments: list[str], shell: Shell, fence: Fence) -> str:
    done = shell(*arguments)
    assert done.code in (0, 1, 4), f"{fence.place}: {done.err}"
    return done.out


def ran(arguments: list[str], folder: Path, fence: Fence) -> str:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{fence.place}: {done.stderr}"
    return done.stdout


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target, heading in re.findall(r"\]\(([^)#\s]*)(?:#([^)\s]*))?\)", text):
        if "://" in target:
            continue
        file = ((ROOT / page).parent / target).resolve() if target else ROOT / page
        assert file.exists(), f"{page}: {target}"
        if heading and file.suffix == ".md":
            assert heading in anchors(file.relative_to(ROOT).as_posix()), f"{page}: {target}#{heading}"


@pytest.mark.parametrize("page", PAGES)
def test_codes_that_are_mentioned_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert set(re.findall(r"\bRB[0-9]{4}\b", text)) <= CATALOGUE.keys()


@pytest.mark.parametrize("page", PAGES)
def test_files_that_are_mentioned_exist(page: str) -> None:
    """Paths of the repository in backquotes, as `compiler/driver.py`."""
    text = (ROOT / page).read_text(encoding="utf-8")
    tops = "|".join(
        ("dsl", "grammar", "compiler", "src", "tests", "rubrics", "docs", "benchmarks", "requirements")
    )
    for path in re.findall(rf"`((?:{tops})/[\w./-]+)`", text):
        assert (ROOT / path).exists(), f"{page}: {path}"


# ---- docs/errors.md ----------------------------------------------------------------------------------------------

ERRORS = """\
# 诊断代码一览 · Every code

`rubricc explain 代码` 显示说明；有 ✎ 的有单独的一页，写明错的和对的写法。花括号里是具体的名称和数。

*Made from the catalogue. `rubricc explain CODE` shows a code's page; ✎ marks those that have one. Braces stand for
names and figures.*
"""
PHASES = {
    "RB0": "文字 · Source", "RB1": "语法 · Syntax", "RB2": "名称 · Names", "RB3": "种类和单位 · Kinds and units",
    "RB4": "权重 · Weights", "RB5": "规则和分档 · Clauses and bands", "RB6": "证明 · Proofs", "RB7": "数据 · Data",
    "RB8": "审计 · Audit", "RB9": "rubricc 自身 · rubricc itself",
}  # fmt: skip


def test_the_list_of_codes_is_the_catalogue() -> None:
    text, phase = ERRORS, ""
    for code in sorted(CATALOGUE):
        if code[:3] != phase:
            phase = code[:3]
            text += f"\n## {PHASES[phase]}\n\n| 代码 | 含义 | meaning |\n|---|---|---|\n"
        titles = [CATALOGUE[code].prose(lang).title.replace("|", "\\|") for lang in ("zh", "en")]
        shown = f"[{code} ✎](../dsl/diagnostics/pages/{code}.md)" if explained(code) else code
        text += f"| {shown} | {titles[0]} | {titles[1]} |\n"
    path = ROOT / "docs" / "errors.md"
    if REWRITE:
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text, AGAIN


# ---- docs/language.md --------------------------------------------------------------------------------------------

_CONTENTS = re.compile(r"(?<=<!-- contents -->\n).*?(?=<!-- end of contents -->)", re.DOTALL)


def test_the_contents_are_the_headings_of_the_chapters() -> None:
    text = ""
    for page in LANGUAGE:
        link = page.removeprefix("docs/")
        title, *sections = headings(page)
        text += f"- [{title}]({link})\n"
        if sections:
            of = " · ".join(f"[{each.partition(' · ')[0]}]({link}#{anchor(each)})" for each in sections)
            text += f"  {of}\n"
    path = ROOT / "docs" / "language.md"
    document = path.read_text(encoding="utf-8")
    if REWRITE:
        path.write_text(_CONTENTS.sub(lambda _: text, document), encoding="utf-8")
    found = _CONTENTS.search(path.read_text(encoding="utf-8"))
    assert found is not None
    assert found[0] == text, AGAIN


# ---- docs/architecture.md ----------------------------------------------------------------------------------------


def test_the_layers_of_the_architecture_are_those_that_are_held() -> None:
    listed = next(f.text for f in fences("docs/architecture.md") if f.language == "layers")
    assert tuple(tuple(line.split(" · ")) for line in listed.splitlines()) == LAYERS


def test_the_architecture_counts_the_classes_of_terms() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    words = {
        15: "fifteen",
        16: "sixteen",
        17: "seventeen",
        18: "eighteen",
        19: "nineteen",
        20: "twenty",
        21: "twenty-one",
        22: "twenty-two",
        23: "twenty-three",
        24: "twenty-four",
    }
    assert f"of {words[len(get_args(Term))]} classes" in text


def test_every_part_of_the_compiler_is_named() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for folder in ("compiler", "dsl"):
        for path in (ROOT / folder).iterdir():
            if path.suffix == ".py" and path.stem != "__init__":
                stem = path.stem.partition("_")[0]  # scan_numbers is a part of scan
                assert re.search(rf"\b{stem}\b", text), f"{folder}/{path.name}"
            elif path.is_dir() and not path.name.startswith("_"):
                assert f"{path.name}/" in text, f"{folder}/{path.name}/"


# ---- what else is written from the tree --------------------------------------------------------------------------


def test_the_finished_parse_table_is_that_of_the_grammar() -> None:
    text, path = lalr.written(), ROOT / "grammar" / lalr.FINISHED
    if REWRITE:
        path.write_text(text, encoding="utf-8")
        lalr.table.cache_clear()
    assert path.read_text(encoding="utf-8") == text, AGAIN
    assert lalr.table() == lalr.worked_out()
