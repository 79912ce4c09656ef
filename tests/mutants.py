"""Mutation testing of the verifier and of the tree: small faults put in one by one, each of which a verdict must show.

    python tests/mutants.py verifier|tree [EVERY [FIRST]]

A mutant swaps a comparison, an operator or a constant, turns a condition round, or leaves a statement out. It is killed
where a verdict of `verdicts.py` is no longer what `verdicts.txt` says, where it hangs, or where it takes all memory.
Those that survive stand in `mutants_explained.py` with the reason; any other is printed, and so is one that survives no
more. EVERY 20 tries one mutant in twenty, from FIRST on.
"""

from __future__ import annotations

import ast
import json
import resource
import signal
import sys
import tempfile
import types
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from mutants_explained import EXPLAINED
from rubricc.compiler.audit import tree, verifier
from test_ledger_format import LEAVES, ROOTS
from verdicts import FILE, answer, verdicts
from verdicts_ledgers import filled

SECONDS, MEMORY = 20.0, 2 * 1024**3
PATIENCE = 60.0  # by the clock, for one question: a pipe that nobody writes to is waited for without working

_SWAPS: dict[type, tuple[type, ...]] = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,), ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,), ast.Add: (ast.Sub,), ast.Sub: (ast.Add,), ast.And: (ast.Or,), ast.Or: (ast.And,),
    ast.LShift: (ast.RShift,), ast.RShift: (ast.LShift,), ast.BitAnd: (ast.BitOr,), ast.BitOr: (ast.BitAnd,),
    ast.Mult: (ast.Add,), ast.Mod: (ast.Mult,), ast.FloorDiv: (ast.Mult,),
}  # fmt: skip
Change = Callable[[], None]


def mutations(node: Any) -> Iterator[tuple[Change, Change, str]]:
    """What can be done to a node in place, how to undo it, and what it is called where the node does not show it."""
    match node:
        case ast.Compare():
            for at, op in enumerate(node.ops):
                for other in _SWAPS.get(type(op), ()):
                    yield from shown(changed(node.ops, at, other()))
        case ast.BinOp() | ast.BoolOp() | ast.AugAssign():
            for other in _SWAPS.get(type(node.op), ()):
                yield from shown(assigned(node, "op", other()))
        case ast.Constant(value=bool() as value):
            yield from shown(assigned(node, "value", not value))
        case ast.Constant(value=int() as value):
            yield from shown(assigned(node, "value", value + 1))
        case ast.UnaryOp(op=ast.Not()):
            yield from shown(assigned(node, "operand", ast.UnaryOp(ast.Not(), node.operand)))
        case ast.If() | ast.IfExp() | ast.While():
            yield from shown(assigned(node, "test", ast.UnaryOp(ast.Not(), node.test)))
    for name in ("body", "orelse", "finalbody"):
        block = getattr(node, name, None)
        for at, statement in enumerate(block if isinstance(block, list) else ()):
            if leaves_something_out(statement):
                for change, undo in changed(block, at, ast.copy_location(ast.Pass(), statement)):
                    yield change, undo, f"without {ast.unparse(statement)[:90]}"


def shown(changes: Iterator[tuple[Change, Change]]) -> Iterator[tuple[Change, Change, str]]:
    return ((change, undo, "") for change, undo in changes)


def leaves_something_out(statement: ast.stmt) -> bool:
    """Whether it does something that may be left out: a call, a fault, the way out of a block."""
    match statement:
        case ast.Expr(value=ast.Call()) | ast.Raise() | ast.Continue() | ast.Break() | ast.AugAssign():
            return True
        case ast.Return(value=value):
            return value is None or isinstance(value, ast.Constant)
    return False


def changed(block: Any, at: int, other: object) -> Iterator[tuple[Change, Change]]:
    was = block[at]
    yield lambda: block.__setitem__(at, other), lambda: block.__setitem__(at, was)


def assigned(node: Any, name: str, other: object) -> Iterator[tuple[Change, Change]]:
    was = getattr(node, name)
    yield lambda: setattr(node, name, other), lambda: setattr(node, name, was)


def walked(node: ast.AST, function: str = "") -> Iterator[tuple[str, ast.AST]]:
    """Every node that runs, and the function that it stands in; what is said of types does not run."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                inside = child.name if isinstance(child, ast.FunctionDef | ast.ClassDef) else function
                yield inside, child
                yield from walked(child, inside)


def mutants(source: str) -> Iterator[tuple[str, ast.Module]]:
    """Each mutant: where it is, what stood there and stands there now, and its tree, until the next is asked for."""
    whole = ast.parse(source)
    lines = source.splitlines()
    for function, node in list(walked(whole)):
        for change, undo, called in mutations(node):
            before = said_of(node)
            change()
            line = lines[getattr(node, "lineno", 1) - 1].strip()
            yield f"{function}: " + (called or f"{line[:90]} [{before} → {said_of(node)}]"), whole
            undo()


def said_of(node: ast.AST) -> str:
    """A node in one line; of a block, its condition."""
    return ast.unparse(node.test if isinstance(node, ast.If | ast.While) else node)[:70]


# ---- the run -----------------------------------------------------------------------------------------------------


class Hang(BaseException):
    pass


def hung(number: int, frame: types.FrameType | None) -> None:
    raise Hang


def loaded(code: types.CodeType) -> Any:
    """A mutant as a module; what is signed is the same most of the time."""
    module = types.ModuleType("mutant")
    sys.modules["mutant"] = module
    module.Fault = verifier.Fault  # type: ignore[attr-defined]  # of the tree, which has none
    exec(code, module.__dict__)
    for name in ("signature_holds", "_point") if hasattr(module, "_point") else ():
        setattr(module, name, cache(getattr(module, name)))
    return module


class Asked:
    """The module that is asked now: the questions are put together once for all mutants."""

    def __init__(self) -> None:
        self.module: Any = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.module, name)


class Judge:
    """Questions to which the right answers are known."""

    def __init__(self, asked: Asked, questions: dict[str, tuple[Callable[[], object], str]]) -> None:
        self.asked, self.questions = asked, questions

    def killer(self, code: types.CodeType) -> str | None:
        """The question that a mutant answers otherwise; None where it survives."""
        name = "loading it"
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        try:
            self.asked.module = loaded(code)
            for each, (question, wanted) in self.questions.items():
                name = each
                signal.setitimer(signal.ITIMER_REAL, PATIENCE)
                if answer(self.asked, question) != wanted:
                    break
            else:
                return None
        except (Exception, Hang, SystemExit):
            pass
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.setitimer(signal.ITIMER_REAL, 0)
        if name in self.questions:  # it may well kill the next mutant too, which is close by
            self.questions = {name: self.questions.pop(name), **self.questions}
        return name


def of_verifier(folder: Path) -> Judge:
    filled(folder)
    asked = Asked()
    asked.module = verifier
    wanted = FILE.read_text(encoding="utf-8").split("\n")[:-1]
    questions = zip(verdicts(asked, folder), wanted, strict=True)
    return Judge(asked, {name: (ask, line.removeprefix(f"{name}: ")) for (name, ask), line in questions})


def of_tree(folder: Path) -> Judge:
    asked = Asked()
    return Judge(asked, {"all that a tree does": (lambda: grown(asked), "True")})


def grown(t: Any) -> bool:
    """Whether a tree has the published roots, and proofs that the verifier takes."""
    found = [t.leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES]
    if tuple(t.root(found[:size]).hex() for size in range(9)) != ROOTS:
        return False
    for size in range(1, 12):
        every = [tree.leaf_hash(bytes([n])) for n in range(size)]
        for at in range(size):
            if verifier.included(every[at], at, size, t.inclusion(every, at)) != tree.root(every):
                return False
            path = t.consistency(every, at + 1)
            if verifier.consistent(at + 1, tree.root(every[: at + 1]), size, path) != tree.root(every):
                return False
        if not all(refused(t.inclusion, every, at) for at in (-1, size)):
            return False
        if not all(refused(t.consistency, every, old) for old in (0, size + 1)):
            return False
    return True


def refused(make: Callable[[list[bytes], int], object], every: list[bytes], number: int) -> bool:
    try:
        make(every, number)
    except IndexError:
        return True
    return False


def main(which: str, every: int, first: int) -> int:
    """1 where a mutant survives that nothing explains, or where an explanation is not needed."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    for limit in (signal.SIGPROF, signal.SIGALRM):
        signal.signal(limit, hung)
    module = {"verifier": verifier, "tree": tree}[which]
    source = Path(str(module.__file__)).read_text(encoding="utf-8")
    survived, tried = set[str](), 0
    with tempfile.TemporaryDirectory() as place:
        judge = {"verifier": of_verifier, "tree": of_tree}[which](Path(place))
        otherwise = judge.killer(compile(source, "whole", "exec"))
        assert otherwise is None, f"the module as it is fails at: {otherwise}"
        for number, (name, mutant) in enumerate(mutants(source)):
            if number % every == first:
                tried += 1
                code = compile(ast.fix_missing_locations(mutant), "mutant", "exec")
                if judge.killer(code) is None:
                    survived.add(name)
    known = {name for names in EXPLAINED.values() for name in names} if which == "verifier" else set()
    unexplained, needless = sorted(survived - known), sorted(known - survived) if every == 1 else []
    for name in unexplained:
        print(name, file=sys.stderr)
    for name in needless:
        print(f"no longer survives: {name}", file=sys.stderr)
    print(json.dumps({"mutants": tried, "survived": len(survived), "unexplained": len(unexplained)}))
    return 1 if unexplained or needless else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int((sys.argv[2:] or ["1"])[0]), int((sys.argv[3:] or ["0"])[0])))
