# mypy: disable-error-code="misc, unused-ignore, attr-defined"
# ruff: noqa: B023 - what is made in a loop is called there
"""Mutation testing of the verifier and of the tree: small faults put in one by one, each of which a test must notice.

    python tests/mutants.py [verifier|tree] [PART OF PARTS]

A mutant swaps a comparison, an operator, a number, a condition, or leaves a fault out. It is killed where the vectors,
the whole ledger, a tampered ledger or a proof is judged otherwise than it should be. Prints those that survive.
"""

from __future__ import annotations

import ast
import copy
import sys
import tempfile
import types
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from rubricc.compiler.audit import notes, tree, verifier
from tampered import NEW, OLD, ROWS, made, written
from test_ledger_format import ED25519, LEAVES, ROOTS

_SWAPS: dict[type, tuple[type, ...]] = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,), ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,), ast.Add: (ast.Sub,), ast.Sub: (ast.Add,), ast.And: (ast.Or,), ast.Or: (ast.And,),
    ast.LShift: (ast.RShift,), ast.RShift: (ast.LShift,), ast.BitAnd: (ast.BitOr,), ast.Mult: (ast.Add,),
}  # fmt: skip


def mutations(node: ast.AST) -> Iterator[Callable[[Any], None]]:
    """What can be done to a node in place."""
    match node:
        case ast.Compare(ops=[op]):
            for other in _SWAPS.get(type(op), ()):
                yield lambda n, other=other: n.ops.__setitem__(0, other())
        case ast.BinOp(op=op) | ast.BoolOp(op=op) if type(op) in _SWAPS:
            for other in _SWAPS[type(op)]:
                yield lambda n, other=other: setattr(n, "op", other())
        case ast.Constant(value=int() as value) if not isinstance(value, bool):
            yield lambda n: setattr(n, "value", value + 1)
        case ast.Constant(value=bool() as value):
            yield lambda n: setattr(n, "value", not value)
        case ast.Raise():
            yield lambda n: None  # `mutants` removes it, which is done from above
        case ast.UnaryOp(op=ast.Not()):
            yield lambda n: setattr(n, "operand", ast.UnaryOp(ast.Not(), n.operand))


def mutants(source: str, skip: tuple[str, ...]) -> Iterator[tuple[int, str, types.CodeType]]:
    """Line, what stands there now, and the code, of each mutant; functions named in `skip` only speak."""
    whole = ast.parse(source)
    spoken = {id(inner) for node in ast.walk(whole)
              if isinstance(node, ast.FunctionDef) and node.name in skip for inner in ast.walk(node)}  # fmt: skip
    nodes = list(ast.walk(whole))
    for number, node in enumerate(nodes):
        if id(node) in spoken or not hasattr(node, "lineno"):
            continue
        for do in mutations(node):
            other = copy.deepcopy(whole)
            target = list(ast.walk(other))[number]
            if isinstance(target, ast.Raise):
                line = target.lineno
                for parent in ast.walk(other):
                    for name in ("body", "orelse", "finalbody"):
                        block = getattr(parent, name, None)
                        if isinstance(block, list) and target in block:
                            block[block.index(target)] = ast.copy_location(ast.Pass(), target)
                shown = "raise removed"
            else:
                do(target)
                line, shown = target.lineno, ast.unparse(target)[:70]
            yield line, shown, compile(ast.fix_missing_locations(other), "mutant", "exec")


def main(which: str, part: int, parts: int) -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ledgers = [(each, place) for each, place in made(folder)]
        module = {"verifier": verifier, "tree": tree}[which]
        source = Path(str(module.__file__)).read_text(encoding="utf-8")
        skip = ("described", "described_proof", "main", "_shown", "text", "_read", "_text")
        killed = 0
        survivors = []
        for number, (line, shown, code) in enumerate(mutants(source, skip)):
            if number % parts != part:
                continue
            other = types.ModuleType("mutant")
            sys.modules["mutant"] = other
            try:
                exec(code, other.__dict__)
                right = judged(other, folder, ledgers) if which == "verifier" else grown(other)
            except (Exception, SystemExit):
                right = False
            killed += not right
            if right:
                survivors.append((line, shown))
    for line, shown in survivors:
        print(f"{which}:{line}: {shown}")
    print(f"{killed} killed, {len(survivors)} survived")
    return 0


def judged(v: Any, folder: Path, ledgers: list[Any]) -> bool:
    """Whether a verifier says of everything what it should."""
    v.signature_holds, v._point = cache(v.signature_holds), cache(v._point)
    for public, text, signature in ED25519:
        if not v.signature_holds(*map(bytes.fromhex, (public, text, signature))):
            return False
    own = v.Tree()
    for leaf, root in zip(LEAVES, ROOTS[1:], strict=True):
        own.append(v.leaf_of(bytes.fromhex(leaf)))
        if own.root().hex() != root:
            return False
    if not paths_right(v):
        return False
    whole = v.verify(str(folder / "whole"), key=written(OLD), identity="某局/热线-2020")
    if not whole.holds or len(whole.checkpoints) != 3:
        return False
    for tampering, place in ledgers:
        kept = None
        if tampering.checkpoint:
            path = folder / "whole" / "checkpoints" / tampering.checkpoint
            kept = [("kept", path.read_bytes())]
        report = v.verify(str(place), key=tampering.key, identity=tampering.identity, checkpoints=kept)
        if tampering.code not in report.faults:
            return False
    return proofs_right(v, folder)


def paths_right(v: Any) -> bool:
    for size in range(1, 10):
        every = [tree.leaf_hash(bytes([n])) for n in range(size)]
        for index in range(size):
            path = tree.inclusion(every, index)
            if v.included(every[index], index, size, path) != tree.root(every):
                return False
            for wrong in ([*path, every[0]], path[:-1]):
                if wrong != path and not faulty(v, lambda w=wrong, i=index: v.included(every[i], i, size, w)):  # type: ignore[misc]
                    return False
        for old in range(1, size + 1):
            path, before = tree.consistency(every, old), tree.root(every[:old])
            if v.consistent(old, before, size, path) != tree.root(every):
                return False
            for wrong in ([*path, every[0]], path[:-1]):
                if wrong != path and not faulty(
                    v, lambda w=wrong, o=old, b=before: v.consistent(o, b, size, w)
                ):  # type: ignore[misc]
                    return False
            if old < size and not faulty(v, lambda o=old, p=path: v.consistent(o, bytes(32), size, p)):  # type: ignore[misc]
                return False
    return True


def faulty(v: Any, call: Callable[[], object]) -> bool:
    try:
        call()
    except v.Fault:
        return True
    return False


def proofs_right(v: Any, folder: Path) -> bool:
    from rubricc.ledger import Ledger

    ledger = Ledger(folder / "whole")
    leaves = [tree.leaf_hash(row) for row in ROWS]
    record = ledger.prove(7)
    good = [record, ledger.prove_growth(3), notes.row_proof(ROWS[2], 2, tree.inclusion(leaves, 2), record)]
    for proof in good:
        v.verify_proof(proof.encode(), written(NEW), "某局/热线-2020")
        for bad in (proof.replace("index 2", "index 3"), proof.replace("index 7", "index 6"), proof[:-9], "x" + proof,
                    proof.replace("old 3", "old 4"), proof.replace("\n\n", "\n", 1)):  # fmt: skip
            if bad != proof and not faulty(v, lambda b=bad: v.verify_proof(b.encode(), written(NEW))):  # type: ignore[misc]
                return False
        if not faulty(v, lambda p=proof: v.verify_proof(p.encode(), written(OLD))):  # type: ignore[misc]
            return False
        if not faulty(v, lambda p=proof: v.verify_proof(p.encode(), written(NEW), "x")):  # type: ignore[misc]
            return False
    return True


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
        for wrong in (-1, size):
            try:
                t.inclusion(every, wrong)
                return False
            except IndexError:
                pass
        for wrong in (0, size + 1):
            try:
                t.consistency(every, wrong)
                return False
            except IndexError:
                pass
    return True


if __name__ == "__main__":
    chosen = sys.argv[1] if sys.argv[1:] else "verifier"
    sys.exit(main(chosen, int((sys.argv[2:] or ["0"])[0]), int((sys.argv[3:] or ["1"])[0])))
