"""Measures what docs/performance.md states: `.venv/test/bin/python benchmarks/run.py`, some two minutes.

What is compared is run in turns and the medians are told. All times are processor time (of the children, for starts),
which a busy machine disturbs least; on an idle one that is what passes on the clock. Nothing is fetched; files are
written to a temporary folder only.
"""

from __future__ import annotations

import gc
import importlib.util
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import by_hand
import rubricc
from rubricc.compiler.backends.python import emit_python
from rubricc.compiler.digest import digest_of
from rubricc.compiler.driver import compile_rubric
from rubricc.compiler.lower import lower
from rubricc.compiler.passes import check
from rubricc.compiler.proofs.prove import prove
from rubricc.dsl.parse import parse
from rubricc.dsl.resolve import resolve
from rubricc.dsl.source import Source
from rubrics import LULIANG, boundaries, luliang_facts, rubric_of

ROUNDS = 41


def in_turns(
    tasks: Mapping[str, Callable[[], object]],
    loops: int,
    rounds: int = ROUNDS,
    clock: Callable[[], float] = time.process_time,
) -> dict[str, float]:
    """Seconds of one call of each task: the median of rounds in which all take turns."""
    times: dict[str, list[float]] = {name: [] for name in tasks}
    for task in tasks.values():
        task()
    gc.disable()
    for _ in range(rounds):
        for name, task in tasks.items():
            start = clock()
            for _ in range(loops):
                task()
            times[name].append((clock() - start) / loops)
        gc.collect()
    gc.enable()
    return {name: statistics.median(found) for name, found in times.items()}


def table(title: str, rows: Sequence[tuple[str, ...]]) -> None:
    print(f"\n## {title}\n")
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    for number, row in enumerate(rows):
        cells = [
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        print("| " + " | ".join(cells) + " |")
        if number == 0:
            rules = ["-" * width if at == 0 else "-" * (width - 1) + ":" for at, width in enumerate(widths)]
            print("| " + " | ".join(rules) + " |")


def micro(seconds: float) -> str:
    return f"{seconds * 1e6:,.1f} µs"


def milli(seconds: float) -> str:
    return f"{seconds * 1e3:,.0f} ms"


def generated(folder: Path, rubric: rubricc.Rubric) -> Any:
    path = folder / "luliang.py"
    path.write_text(rubric.compile(), encoding="utf-8")
    spec = importlib.util.spec_from_file_location("luliang", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["luliang"] = module
    spec.loader.exec_module(module)
    return module


# ── one row ──


def scoring(folder: Path) -> None:
    rubric = rubricc.load(LULIANG)
    module, facts = generated(folder, rubric), luliang_facts(rubric)
    bound = module.bind(module.INPUTS, facts).require()
    measures, by_hands = module.measures(bound.values), by_hand.measures(facts)
    assert [round(p * 100) for p in by_hand.points(by_hands)] == list(module.points(measures))
    points = in_turns(
        {"generated": lambda: module.points(measures), "by hand": lambda: by_hand.points(by_hands)}, 2000
    )
    whole = in_turns(
        {
            "generated": lambda: module.score(facts),
            "and all derivations": lambda: module.score(facts).explain("zh"),
            "by hand": lambda: by_hand.points(by_hand.measures(facts)),
            "interpreter": lambda: rubric.score(facts),
        },
        20,
    )
    ratio = points["generated"] / points["by hand"]
    table(
        "One row, 34 indicators",
        [
            ("what", "time", "to by hand"),
            ("points(measures), generated, exact", micro(points["generated"]), f"{ratio:.2f}"),
            ("points(measures), by hand, floats", micro(points["by hand"]), "1"),
            ("score(facts), generated: binds, checks, totals", micro(whole["generated"]), ""),
            ("score(facts).explain(), generated: all derivations", micro(whole["and all derivations"]), ""),
            ("points(measures(facts)), by hand: no checks", micro(whole["by hand"]), ""),
            ("Rubric.score(facts): the interpreter", micro(whole["interpreter"]), ""),
        ],
    )
    wrong: dict[str, list[int]] = {}
    codes = [one.code for one in rubric.score(facts)]
    for code, changed in boundaries(facts):
        at = codes.index(code)
        exact = module.score(changed)[code].points
        counts = wrong.setdefault(code, [0, 0])
        counts[0] += 1
        counts[1] += Decimal(str(round(by_hand.points(by_hand.measures(changed))[at], 9))) != Decimal(exact)
    rows = [("indicator", "inputs on a boundary", "wrong by hand", "wrong, generated")]
    # the interpreter, which works in fractions, agrees with generated code on all of them
    for code, changed in boundaries(facts):
        assert module.score(changed)[code].points == rubric.score(changed)[code].points, code
    rows += [(code, str(n), str(bad), "0") for code, (n, bad) in wrong.items()]
    rows.append(("all", str(sum(n for n, _ in wrong.values())), str(sum(b for _, b in wrong.values())), "0"))
    table("Facts exactly on the boundary of a step, a band or a rounding", rows)


# ── cold start ──


def of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def starting(folder: Path) -> None:
    rubric = rubricc.load(LULIANG)
    (folder / "luliang.py").write_text(rubric.compile(), encoding="utf-8")
    (folder / "facts.py").write_text(
        f"from datetime import *\nfrom decimal import Decimal\nimport datetime\nFACTS = {luliang_facts(rubric)!r}\n"
    )
    python, here = [sys.executable], f"import sys; sys.path.insert(0, {str(folder)!r}); "
    tool = [sys.executable, "-P", "-m", "rubricc"]
    commands = {
        "python -I -S -c pass": [*python, "-I", "-S", "-c", "pass"],
        "python -c pass": [*python, "-P", "-c", "pass"],
        "rubricc --version": [*tool, "--version"],
        "rubricc check": [*tool, "check", str(LULIANG)],
        "rubricc score": [*tool, "score", str(LULIANG)],
        "rubricc prove": [*tool, "prove", str(LULIANG)],
        "rubricc why": [*tool, "why", str(LULIANG)],
        "generated module, imported (-I -S)": [*python, "-I", "-S", "-c", here + "import luliang"],
        "generated module, scored (-I -S)": [
            *python, "-I", "-S", "-c", here + "import luliang, facts; luliang.score(facts.FACTS).total",
        ],
    }  # fmt: skip
    # Modules are compiled, as those of an installed package are.
    environment = os.environ | {"PYTHONHASHSEED": "0", "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def start(command: list[str]) -> Callable[[], object]:
        return lambda: subprocess.run(command, env=environment, capture_output=True, check=True)

    times = in_turns({name: start(command) for name, command in commands.items()}, 1, 21, of_children)
    bare = times["python -I -S -c pass"]
    rows = [("cold start", "time", "over a bare interpreter")]
    rows += [(name, milli(found), milli(found - bare)) for name, found in times.items()]
    table("Cold start, files in the cache of the system", rows)


# ── size ──


def compiling() -> None:
    gc.set_threshold(200_000, 20, 20)  # as the command line does
    rows: list[tuple[str, ...]] = [
        (
            "indicators",
            "lines",
            "parse",
            "resolve, lower",
            "check",
            "all",
            "emit Python",
            "prove",
            "all per indicator",
        )
    ]
    real = (LULIANG / "luliang-2020.rubric").read_text(encoding="utf-8")
    for size, text in ((0, real), *((size, rubric_of(size)) for size in (34, 340, 3400))):
        source = Source("measured.rubric", text)
        found: dict[str, list[float]] = {}
        for _ in range(5 if size < 3400 else 3):
            gc.collect()
            clock = [time.process_time()]
            parsed = parse(source)
            clock.append(time.process_time())
            assert parsed.rubric is not None, parsed.diagnostics
            model, _ = resolve(parsed.rubric, source)
            program, _ = lower(model, chinese=parsed.chinese)
            clock.append(time.process_time())
            checked, findings = check(program, digest_of(parsed.rubric, program.convention), [])
            clock.append(time.process_time())
            assert checked is not None, [(f.code, f.span) for f in findings]
            compile_rubric(source)
            clock.append(time.process_time())
            emit_python(checked)
            clock.append(time.process_time())
            claims = prove(checked.program, findings, checked)
            clock.append(time.process_time())
            assert all(claim.verdict == "proved" for claim in claims)
            for name, start, end in zip(
                ("parse", "lower", "check", "all", "emit", "prove"), clock, clock[1:], strict=False
            ):
                found.setdefault(name, []).append(end - start)
        times = {name: statistics.median(all_times) for name, all_times in found.items()}
        rows.append(
            (
                f"{size:,}" if size else "Lüliang",
                f"{len(text.splitlines()):,}",
                *(milli(times[n]) for n in ("parse", "lower", "check", "all", "emit", "prove")),
                micro(times["all"] / (size or 34)),
            )
        )
    table("Compiling and proving", rows)


def main() -> None:
    print(
        f"{platform.python_implementation()} {platform.python_version()}, {platform.system()} {platform.machine()}, ",
        end="",
    )
    print(f"{os.cpu_count()} cores, rubricc {rubricc.__version__}")
    with tempfile.TemporaryDirectory() as name:
        scoring(Path(name))
        starting(Path(name))
    compiling()


if __name__ == "__main__":
    main()
