"""Everything that reads what others wrote, fed with what nobody should have written.

    python tests/fuzz.py TARGETS COUNT [FIRST]

TARGETS is `all`, or names of `TARGETS` below with commas. Input number N of a target is always the same: a good one (of
tests, documents and rubrics) with small wounds (`fuzz_inputs.py`). It must be read or refused: no exception but those
that are promised, at most `SECONDS` of processor time, and `MEMORY` of address space for the whole process. Prints
figures as JSON, and the number of every input that broke a promise; `python tests/fuzz.py TARGET 1 N` repeats it.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from types import FrameType
from unittest import mock

import rubricc
from fuzz_inputs import (
    ROOT,
    STRANGE,
    Chance,
    good_facts,
    in_bytes,
    in_text,
    rubric_text,
    words_of,
    wounded_workbook,
)
from rubricc.cli import main as command
from rubricc.compiler.audit import verifier
from rubricc.compiler.audit.keys import KeyProblem, SigningKey
from rubricc.compiler.data.files import Binding, bind_files
from rubricc.compiler.driver import compile_rubric
from rubricc.dsl.diagnostics.model import Diagnostic, of_problem, unreadable
from rubricc.dsl.diagnostics.render import text as rendered
from rubricc.dsl.parse import parse
from rubricc.dsl.printer.rubric import format_rubric
from rubricc.dsl.source import Source, Unreadable, decode
from rubricc.ledger import Ledger
from rubricc.rubric import Rubric
from shell import UNITS
from whole_ledger import IDENTITY, NEW, Clock, build, written

SECONDS = 20.0
MEMORY = 2 * 1024**3


class Hang(BaseException):
    """An input took longer than it may; no handler of Exception swallows it."""


def told(findings: Sequence[Diagnostic]) -> None:
    for lang in ("zh", "en"):
        rendered.render(findings, lang)


# ---- rubrics -----------------------------------------------------------------------------------------------------


def parsed(chance: Chance, folder: Path) -> None:
    """Bytes to a tree, which is printed in both vocabularies, or to findings."""
    data = rubric_text(chance).encode("utf-8", "replace")
    source = decode(in_bytes(data, chance) if chance.random() < 0.2 else data, "r.rubric")
    if isinstance(source, Unreadable):
        told([unreadable(source)])
        return
    found = parse(source)
    told(found.diagnostics)
    if found.rubric is not None and not any(each.is_error for each in found.diagnostics):
        for chinese in (True, False):
            again = parse(Source("r.rubric", format_rubric(found.rubric, found.comments, chinese=chinese)))
            assert again.rubric == found.rubric, "fmt changes what it formats"


def checked(chance: Chance, folder: Path) -> None:
    """A text to findings; what has no errors is scored without facts, and compiled."""
    compiled = compile_rubric(Source("r.rubric", rubric_text(chance)))
    told(compiled.findings)
    if compiled.checked is None:
        assert any(each.is_error for each in compiled.findings)
        return
    rubric = Rubric(compiled, compiled.checked)
    with contextlib.suppress(rubricc.FactsError):
        for result in rubric.score_units({}, partial=True).values():
            assert result.interval is None or result.interval[0] <= result.interval[1]
            result.explain("zh")
    if rubric.draft is None:
        compile(rubric.compile(), "scorer", "exec")


# ---- facts -------------------------------------------------------------------------------------------------------


@cache
def luliang() -> Rubric:
    return rubricc.load(ROOT / "rubrics" / "luliang-2020")


def facts(suffix: str) -> Callable[[Chance, Path], None]:
    """A file of facts to values, or to problems that name their place."""

    def read(chance: Chance, folder: Path) -> None:
        path = folder / f"facts.{suffix}"
        if suffix == "xlsx":
            data = wounded_workbook(chance)
        else:
            data = chance.choice(good_facts(suffix))
            if chance.random() < 0.6:
                data = in_text(data.decode(), chance, words_of("yaml")).encode("utf-8", "replace")
            else:
                data = in_bytes(data, chance)
        path.write_bytes(data)
        blocks = luliang().blocks
        name = chance.choice((None, *(block.name for block in blocks)))
        bound = bind_files([Binding(name, path, path.name)], blocks)
        told([of_problem(each) for each in bound.findings()])
        if not bound.problems:
            luliang().score_bound(bound).explain("zh")

    return read


# ---- ledgers -----------------------------------------------------------------------------------------------------

COMMANDS = ("log", "verify", "show 1", "show 3", "replay", "prove 1", "prove 2 --unit 乙科", "prove --since 2",
            "export -o x.zip", "checkpoint --private-key k.pem", "rotate --private-key k.pem --new-private-key n.pem",
            "adjust 1 C22 3 --reason x --by a --approved b")  # fmt: skip


@cache
def whole(folder: Path, real: bool) -> dict[str, bytes]:
    """The files of a whole ledger, by their paths: one with a record of every kind, or one that was really scored."""
    place = folder / ("real" if real else "every")
    if real:
        clock = Clock()
        with mock.patch("os.urandom", bytes):  # the salts are the same every time
            ledger = Ledger.create(place, IDENTITY, NEW, actor="张三", clock=clock)
            rubric, facts = (
                rubricc.loads(UNITS),
                {"科室": [{"单位": "甲科", "接通率": "96%"}, {"单位": "乙科", "接通率": "90%"}]},
            )
            ledger.append(rubric, facts, unit="乙科", actor="张三", clock=clock)
            ledger.append(rubric, facts, actor="张三", clock=clock)
            ledger.adjust(1, "C22", "2", reason="x", by="a", approved="b", actor="张三", clock=clock)
        ledger.checkpoint(NEW)
    else:
        build(place)
    return {
        path.relative_to(place).as_posix(): path.read_bytes()
        for path in sorted(place.rglob("*"))
        if path.is_file()
    }


def ledger(chance: Chance, folder: Path) -> None:
    """A ledger whose files were changed: what every command does with it."""
    files = dict(whole(folder, chance.random() < 0.6))
    for _ in range(chance.choice((1, 1, 2))):
        name = chance.choice([*files, *("records/000001.jsonl",) * 6])
        if chance.random() < 0.5:
            files[name] = in_bytes(files[name], chance)
        else:
            text = files[name].decode("utf-8", "replace")
            files[name] = in_text(text, chance, ['"kind"', "genesis", "null", "score", "7"]).encode(
                "utf-8", "replace"
            )
    if chance.random() < 0.1:
        files[chance.choice(("records/000002.jsonl", "records/x", "checkpoints/x"))] = b"x\n"
    if chance.random() < 0.5:
        files = rechained(files)
    place = folder / "ledger"
    shutil.rmtree(place, ignore_errors=True)
    for name, data in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(data)
    (folder / "k.pem").write_bytes(NEW.written(None))
    first, *options = chance.choice(COMMANDS).split()
    assert command(["audit", first, str(place), *options]) in (0, 1, 2, 4)


def rechained(files: dict[str, bytes]) -> dict[str, bytes]:
    """The records follow from one another again, as far as they are records: what a clever forger does."""
    found: list[bytes] = []
    for line in files["records/000001.jsonl"].split(b"\n")[:-1]:
        with contextlib.suppress(ValueError, RecursionError):
            value = json.loads(line)
            if isinstance(value, dict):
                value["previous"] = verifier.leaf_of(found[-1]).hex() if found else "0" * 64
                line = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode(
                    "utf-8", "replace"
                )
        found.append(line)
    kept = {name: data for name, data in files.items() if not name.startswith("checkpoints/")}
    return {**kept, "records/000001.jsonl": b"".join(line + b"\n" for line in found)}


@cache
def proofs(folder: Path) -> list[bytes]:
    whole(folder, False), whole(folder, True)
    good, real = Ledger(folder / "every"), Ledger(folder / "real")
    texts = (
        good.prove(1),
        good.prove(8),
        good.prove_growth(2),
        good.prove_growth(5),
        real.prove_row(2, "乙科"),
    )
    return [each.encode() for each in texts]


def wounded(data: bytes, chance: Chance) -> bytes:
    if chance.random() < 0.5:
        return in_bytes(data, chance)
    return in_text(data.decode(), chance, [*STRANGE, "AAAA", "index"]).encode("utf-8", "replace")


def proof(chance: Chance, folder: Path) -> None:
    with contextlib.suppress(verifier.Fault):
        found = verifier.verify_proof(wounded(chance.choice(proofs(folder)), chance), written(NEW))
        verifier.described_proof(found, "zh")


def checkpoint(chance: Chance, folder: Path) -> None:
    notes = [data for name, data in whole(folder, False).items() if name.startswith("checkpoints")]
    data = wounded(chance.choice(notes), chance)
    with contextlib.suppress(verifier.Fault):
        verifier.Checkpoint(data, "x").require(verifier.Key(written(NEW)))
    with contextlib.suppress(ValueError):
        verifier.open_note(data, [verifier.Key(written(NEW))])


def key(chance: Chance, folder: Path) -> None:
    """Public keys, and files of private ones."""
    with contextlib.suppress(ValueError):
        verifier.Key(wounded(written(NEW).encode(), chance).decode("utf-8", "replace"))
    secret = chance.choice((None, "口令"))
    with contextlib.suppress(KeyProblem):
        SigningKey.read(wounded(NEW.written(None), chance), secret)


# ---- the run -----------------------------------------------------------------------------------------------------

TARGETS: dict[str, Callable[[Chance, Path], None]] = {
    "parse": parsed,
    "check": checked,
    **{suffix: facts(suffix) for suffix in ("yaml", "json", "csv", "xlsx")},
    "ledger": ledger,
    "proof": proof,
    "checkpoint": checkpoint,
    "key": key,
}


def hung(number: int, frame: FrameType | None) -> None:
    raise Hang(f"more than {SECONDS:g} s of processor time")


def run(name: str, numbers: range, folder: Path) -> dict[str, object]:
    """The inputs of these numbers, and what became of them."""
    broken, slowest, start = [], (0.0, 0), time.process_time()
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        for number in numbers:
            before = time.process_time()
            signal.setitimer(signal.ITIMER_PROF, SECONDS)
            try:
                with contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
                    TARGETS[name](random.Random(f"{name} {number}"), folder)
            except (Exception, Hang, SystemExit):
                broken.append(number)
                print(f"{name} {number}\n{traceback.format_exc(limit=-6)}", file=sys.stderr)
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
            slowest = max(slowest, (time.process_time() - before, number))
    return {
        "target": name, "inputs": len(numbers), "broken": broken,
        "slowest_s": round(slowest[0], 2), "slowest": slowest[1], "seconds": round(time.process_time() - start, 1),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }  # fmt: skip


def main(names: str, count: int, first: int) -> int:
    """1 where any input broke a promise."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    os.environ["RUBRICC_DEBUG"] = "1"  # a command raises what it would report as a fault of its own
    signal.signal(signal.SIGPROF, hung)
    wrong = False
    with tempfile.TemporaryDirectory() as place:
        os.chdir(place)
        for name in TARGETS if names == "all" else names.split(","):
            figures = run(name, range(first, first + count), Path(place))
            print(json.dumps(figures), flush=True)
            wrong = wrong or bool(figures["broken"])
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int((sys.argv[3:] or ["0"])[0])))
