"""Generated modules: what they look like, that they need nothing, and that hostile names cannot get into the code."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from rubricc.compiler.backends.python import emit_python
from rubricc.compiler.backends.python.layout import comment, docstring
from rubricc.compiler.backends.python.names import RESERVED, Names, is_safe
from rubricc.compiler.backends.python.pasted import MODULES, runtime
from rubricc.compiler.driver import compile_rubric
from rubricc.compiler.ir.program import Checked
from rubricc.dsl.source import Source

TINY = """\
rubric "热线" version "2020":
    total 7
    convention cn-fiscal

data 月报 by month 2020-07 .. 2020-08:
    话务量: count
    话务接通数: count <= 话务量

data 核查:
    结论: one of 一次通过, 整改后通过, 未通过

C22 话务接通率 weight 5: of sum(话务接通数) / sum(话务量); target >= 95%; deduct 1 per 1% below
C21 验收 weight 2:
    source "附件2 C21"
    by 结论:
        一次通过: full
        整改后通过: 1
        未通过: 0
"""
MONTHS: list[dict[str, object]] = [
    {"月份": "2020-07", "话务量": 11389, "话务接通数": 9827},
    {"月份": "2020-08", "话务量": 20000, "话务接通数": 19900},
]
FACTS: dict[str, object] = {"月报": MONTHS, "核查": {"结论": "整改后通过"}}
C22 = '''\
def c22(sum_话务量: int, sum_话务接通数: int) -> tuple[int, int]:
    """C22 话务接通率, 5 points

    热线.rubric:12
    C22 话务接通率 weight 5: of sum(话务接通数) / sum(话务量); target >= 95%; deduct 1 per 1% below
    """
    if sum_话务量 == 0:
        raise Refused('sum(话务量)')
    steps = max(0, -((100 * sum_话务接通数 - 95 * sum_话务量) // sum_话务量))  # steps: deduct 1 per 1% below
    return max(0, 500 - 100 * steps), steps
'''


def compiled(text: str, name: str = "folder/热线.rubric") -> Checked:
    result = compile_rubric(Source(name, text))
    assert result.checked is not None, [(d.code, d.args) for d in result.findings]
    return result.checked


def run(text: str) -> Any:
    module = ModuleType("scorer")
    exec(compile(text, "scorer.py", "exec"), module.__dict__)
    return module


def module_of(text: str) -> Any:
    return run(emit_python(compiled(text)))


# ── what it looks like ──


def test_an_indicator_reads_like_its_clause() -> None:
    text = emit_python(compiled(TINY))
    start = text.index("def c22(")
    assert text[start : text.index("\n\n\n", start) + 1] == C22


def test_the_module_says_where_it_comes_from() -> None:
    module = module_of(TINY)
    checked = compiled(TINY)
    assert (module.RUBRIC_NAME, module.RUBRIC_VERSION) == ("热线", "2020")
    assert checked.digest == module.RUBRIC_DIGEST
    assert module.COMPILER_VERSION
    assert "folder" not in emit_python(checked)
    assert [block.name for block in module.INPUTS] == ["月报", "核查"]


def test_it_scores() -> None:
    module = module_of(TINY)
    result = module.score(FACTS)
    assert (result["C22"].points, result["C21"].points, result.total) == (4, 1, 5)
    assert "94.7" in result["C22"].explain("zh")
    assert module.points(module.Measures(31389, 29727, "未通过")) == (400, 0)
    assert module.points((0, 0, "一次通过")) == (None, 200)


def test_facts_that_are_wrong_are_refused_together() -> None:
    module = module_of(TINY)
    with pytest.raises(module.FactsError) as refused:
        module.score({"核查": {"结论": "通过"}})
    assert [p.code for p in refused.value.problems] == ["RB7033", "RB7001"]


# ── what it needs ──


def isolated(program: Path, *code: str, seed: str = "0") -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONHASHSEED": seed, "PATH": os.environ.get("PATH", "")}
    return subprocess.run(
        [sys.executable, "-I", "-S", str(program), *code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        check=False,
    )


def test_it_needs_only_the_standard_library(tmp_path: Path) -> None:
    program = tmp_path / "scorer.py"
    tail = f"\nimport sys\nsys.stdout.buffer.write(score({FACTS!r}).explain('zh').encode())\n"
    program.write_text(emit_python(compiled(TINY)) + tail, encoding="utf-8")
    done = isolated(program)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == module_of(TINY).score(FACTS).explain("zh")


def test_no_float_anywhere() -> None:
    tree = ast.parse(emit_python(compiled(TINY)))
    end = next(n.lineno for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == "score")
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant):
            assert not isinstance(node.value, float) or node.lineno > end  # the runtime has one, of difflib
        if isinstance(node, ast.BinOp) and node.lineno < end:
            assert not isinstance(node.op, ast.Div)


def test_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    program = tmp_path / "emit.py"
    program.write_text(
        "import sys\n"
        "from rubricc.compiler.driver import compile_rubric\n"
        "from rubricc.compiler.backends.python import emit_python\n"
        "from rubricc.dsl.source import Source\n"
        f"sys.stdout.buffer.write(emit_python(compile_rubric(Source('a', {TINY!r})).checked).encode())\n",
        encoding="utf-8",
    )
    texts = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, str(program)], capture_output=True, env=environment, check=True
        )
        texts.add(done.stdout)
    assert len(texts) == 1


def test_it_is_typed(tmp_path: Path) -> None:
    mypy = pytest.importorskip("mypy.api")
    program = tmp_path / "scorer.py"
    program.write_text(emit_python(compiled(TINY)) + WITH_EVERYTHING_TYPED, encoding="utf-8")
    out, _, status = mypy.run(["--strict", "--config-file=", "--no-incremental", str(program)])
    assert status == 0, out


WITH_EVERYTHING_TYPED = "\nresult: Result = score({})\n"


def test_runtime_names_do_not_meet() -> None:
    """Every name of the runtime is defined once, because its modules share one file."""
    tree = ast.parse(runtime().text)
    defined = [n.name for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)]
    defined += [
        t.id for n in tree.body if isinstance(n, ast.Assign) for t in n.targets if isinstance(t, ast.Name)
    ]
    assert sorted(defined) == sorted(set(defined))
    assert not set(defined) & (RESERVED - {"Measures"})
    assert {"score", "points"}.isdisjoint(runtime().names)
    folder = Path(__file__).resolve().parents[1] / "compiler" / "runtime"
    assert {p.stem for p in folder.glob("*.py")} == {*MODULES, "__init__"}


# ── hostile names ──

HOSTILE = [
    '"""',
    "'''",
    "\\",
    "\\N{BULLET}",
    "x; import os",
    "__import__",
    "f'{x}'",
    "# 注释",
    "class",
    "print",
    "score",
    "Measures",
    "ﬁ",
    "count",
    "_",
    "self",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_an_authors_text_stays_text(name: str) -> None:
    """As a name of the rubric, in documents, and as a field where the language lets it through."""
    quoted = name.replace('"', "”")
    text = TINY.replace('rubric "热线"', f'rubric "{quoted}"').replace("附件2 C21", quoted)
    module = module_of(text)
    assert quoted == module.RUBRIC_NAME
    assert module.score(FACTS)["C21"].points == 1
    plain = compile_rubric(Source("a", text.replace("话务接通数", f"「{name}」")))
    if plain.checked is None:
        return
    facts = {**FACTS, "月报": [{**row, name: row["话务接通数"]} for row in MONTHS]}
    generated = emit_python(plain.checked)
    tree = ast.parse(generated)
    imported = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    assert imported == {"re"}
    assert run(generated).score(facts)["C22"].points == 4


def test_comments_and_docstrings_cannot_end_early() -> None:
    text = 'a\u202eb"""\nimport os\\'
    shown = docstring([text, text])
    assert ast.literal_eval("\n".join(shown).strip()).count("<U+202E>") == 2
    assert comment(text) == "# a<U+202E>b””” import os＼"


@pytest.mark.parametrize("code", ["C1.3", "class", "B", "A1"])
def test_functions_of_odd_codes(code: str) -> None:
    assert module_of(TINY.replace("C22 ", f"{code} ")).score(FACTS).total == 5


def test_identifiers() -> None:
    names = Names(RESERVED)
    assert [names.of(x) for x in ("话务量", "话务量", "print", "ﬁ", "a b", "2020年", "类" * 80)] == [
        "话务量", "话务量_2", "print_2", "f001", "a_b", "f002", "f003",
    ]  # fmt: skip
    assert not any(is_safe(x) for x in ("_x", "é", "\uf900", "a·b", "", "ｘ", "x\u200d"))


# ── size ──


def test_thousands_of_items_and_rows() -> None:
    items = 3000
    lines = ["checklist all or nothing:", *(f"    x{n}" for n in range(items))]
    rows = ["by x:", *(f"    [{n}, {n + 1}): {n % 2}" for n in range(500)), "    otherwise: 0"]
    text = "\n".join(
        [
            'rubric "大" version "1":', "    total 2", "    convention cn-fiscal", "data 核查:", "    x: number",
            *(f"    x{n}: yes/no" for n in range(items)),
            "C1 清单 weight 1:", *("    " + line for line in lines),
            "C2 分档 weight 1:", *("    " + row for row in rows),
        ]
    )  # fmt: skip
    module = module_of(text + "\n")
    facts: dict[str, object] = {f"x{n}": True for n in range(items)}
    assert module.score({"核查": {**facts, "x": Fraction(997, 2)}}).total == 1
    assert module.score({"核查": {**facts, "x": 401}}).total == 2
    assert module.score({"核查": {**facts, "x77": False, "x": 499}}).total == 1


# ── steps ──

STEPS = """\
rubric "步" version "1":
    total 100
    convention cn-fiscal

data 核查:
    分子: count
    分母: count
    率: percent to 0.01%

"""


def test_the_whole_grid_of_steps() -> None:
    """Targets 80 % to 100 %, actual 50 % to 100 % by 0.01 %: a float is wrong in a third of the whole percents."""
    lines = [
        f"C{target} 率{target} weight 5: of 率; target >= {target}%; deduct 0.01 per 1% below"
        for target in range(80, 101)
    ]
    text = STEPS.replace("total 100", "total 105") + "\n".join(lines) + "\n"
    module = module_of(text)
    cases = 0
    for actual in range(5000, 10001):
        got = module.points((actual,))
        for target, points in zip(range(80, 101), got, strict=True):
            steps = 0 if actual >= target * 100 else (target * 100 - actual + 99) // 100
            assert points == 500 - steps, (target, actual)
            cases += 1
    assert cases == 105_021


@pytest.mark.parametrize("partial", ["started steps", "whole steps"])
def test_steps_of_huge_numbers(partial: str) -> None:
    """Just below, at and just above k steps, where a float cannot tell them apart."""
    text = STEPS + f"C1 率 weight 100: of 分子 / 分母; target >= 100%; deduct 1 per 1% below {partial}\n"
    module = module_of(text)
    below = 10**15 * 100
    for k in range(100):
        for near in (-1, 0, 1):
            short = k * 10**15 + near  # of the numerator, k steps and a little
            if short < 0:
                continue
            steps = -(-short // 10**15) if partial == "started steps" else short // 10**15
            measures = module.measures({"核查": [{"分子": below - short, "分母": below, "率": 0}]})
            assert module.points(measures) == (10000 - 100 * min(100, steps),)


NEGATIVE = """\
rubric "t" version "1":
    total 1
    convention cn-fiscal
data d:
    a, b: count up to 100
    due: yes/no
let under = a - b
C1 x weight 1: full when due
outcome ratio: a / under
outcome part: by:
    due: ratio / 2
    otherwise: ratio * 2
outcome squared: if due then a / (under * under) / 3 else 0
outcome mixed: if due then a / under / 3 + b / (b + 1) else a / (b + 1)
"""


@pytest.mark.parametrize("b", [3, 7, 9])
@pytest.mark.parametrize("yes", [True, False])
def test_divisors_below_zero_under_a_condition(b: int, yes: bool) -> None:
    """A denominator that must not be 0 where it is not read keeps its sign where it is."""
    under = 5 - b
    result = module_of(NEGATIVE).score({"d": {"a": 5, "b": b, "due": yes}})
    expected = {
        "ratio": Fraction(5, under),
        "part": Fraction(5, under) / 2 if yes else Fraction(5, under) * 2,
        "squared": Fraction(5, 3 * under * under) if yes else 0,
        "mixed": Fraction(5, 3 * under) + Fraction(b, b + 1) if yes else Fraction(5, b + 1),
    }
    assert {one.name: one.value for one in result.outcomes} == expected
