# mypy: disable-error-code="misc"
# A question made in a loop keeps what it asks of as a default, which mypy cannot infer.
"""What a verifier must say: of vectors, texts, keys and notes here; of records, proofs and ledgers beside it.

    python tests/verdicts.py            writes what the verifier says to verdicts.txt; read the difference

`verdicts.txt` is what it must say, line by line; `test_mutants.py` holds the verifier to it, and `mutants.py` every
mutant. A verdict is a name and a question, which can be put to any module that has the functions of the verifier.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rubricc.compiler.audit import notes, tree, verifier
from test_ledger_format import ED25519, LEAVES, ROOTS
from verdicts_ledgers import filled, of_calls, of_ledgers, of_limits, of_proofs
from verdicts_records import Question, of_records, shown
from whole_ledger import FOREIGN, IDENTITY, NEW, OLD, written

FILE = Path(__file__).with_name("verdicts.txt")


def answer(v: Any, ask: Callable[[], object]) -> str:
    """What it says, on one line; a fault by its code and what it names."""
    try:
        found = ask()
    except v.Fault as fault:
        return " ".join([fault.code, *fault.about.values()])
    except ValueError as error:
        return f"ValueError {error}"
    except SystemExit as stop:
        return f"exit {stop.code}"
    text = found if isinstance(found, str) else repr(found)
    return text if text.isprintable() else ascii(text)


def verdicts(v: Any, folder: Path) -> Iterator[Question]:
    """Every question, the cheap ones first. The folder has been filled by `filled`."""
    yield from of_words(v)
    yield from of_trees(v)
    yield from of_json(v)
    yield from of_signatures(v)
    yield from of_keys_and_notes(v)
    yield from of_records(v)
    yield from of_proofs(v, folder)
    yield from of_ledgers(v, folder)
    yield from of_calls(v, folder)
    yield from of_limits(v, folder)


def of_words(v: Any) -> Iterator[Question]:
    """Nothing is printed that moves a cursor, hides or does not end."""
    for length in (199, 200, 201, 202):
        yield (
            f"shown {length}",
            lambda length=length: f"{len(v._shown('x' * length))} {v._shown('x' * length)[-1]}",
        )
    for text in ("张三", "\x1b[2J", "a\nb", "\u202e", "\U000e0001"):
        yield f"shown {text!a}", lambda text=text: v._shown(text)
    for reason in ("no JSON", "x"):
        for lang in ("zh", "en"):
            yield (
                f"fault of {reason} in {lang}",
                lambda r=reason, lang=lang: v.Fault("RB8004", where="here", reason=r).text(lang),
            )
    item = {"code": "C1", "name": "接通率", "points": "4.5", "weight": "5"}
    row = {
        "unit": "城管局",
        "total": "8",
        "grade": "良",
        "indicators": [item, {"name": "\x1b[2J", "points": None}, 3],
    }
    rows: tuple[object, ...] = (
        row,
        {**row, "total": None, "grade": None},
        {"unit": 3, "indicators": item},
        {},
        [],
        "x",
    )
    for value in rows:
        yield (
            f"row {value!a}",
            lambda value=value: v._described_row(value, False) + v._described_row(value, True),
        )
    of = {"of": 1, "item": "C1", "reason": "\x1b[2J", "by": "张三", "approved": "李四"}
    for ends in ((("4", "4.5"), ("80", "80.5"), ("良", "优")), (("0", "5"), (None, "80"), (None, None))):
        parts = (dict(zip(("before", "after"), each, strict=True)) for each in ends)
        body = {**of, **dict(zip(("points", "total", "grade"), parts, strict=True))}
        yield (
            f"adjustment of {ends!a}",
            lambda body=body: v._described_adjustment(body, False) + v._described_adjustment(body, True),
        )


# ---- trees -------------------------------------------------------------------------------------------------------


def of_trees(v: Any) -> Iterator[Question]:
    def grown() -> str:
        own = v.Tree()
        roots = [own.root().hex()]
        for leaf in LEAVES:
            own.append(v.leaf_of(bytes.fromhex(leaf)))
            roots.append(own.root().hex())
        return f"{own.size} {'the published roots' if tuple(roots) == ROOTS else roots}"

    yield "a tree that grows", grown
    for size in range(1, 18):
        every = [tree.leaf_hash(bytes([number])) for number in range(size)]
        yield f"inclusion in {size}", lambda every=every: counted(inclusions(v, every))
        yield f"consistency with {size}", lambda every=every: counted(growths(v, every))


def counted(found: Iterator[str]) -> str:
    return ", ".join(f"{number} × {what}" for what, number in sorted(Counter(found).items()))


def led(v: Any, wanted: bytes, what: str, ask: Callable[[], bytes]) -> str:
    """Whether a path leads to a root, or why it leads nowhere."""
    try:
        return f"{what} leads to the root" if ask() == wanted else f"{what} leads elsewhere"
    except v.Fault as fault:
        return f"{what}: {fault.about['reason']}"


def others(path: list[bytes], extra: bytes) -> Iterator[tuple[str, list[bytes]]]:
    yield "its path", path
    yield "a longer path", [*path, extra]
    if path:
        yield "a shorter path", path[:-1]
        yield "a path without its start", path[1:]
        yield "another path", [extra, *path[1:]]


def inclusions(v: Any, every: list[bytes]) -> Iterator[str]:
    size, root = len(every), tree.root(every)
    for index, leaf in enumerate(every):
        for what, path in others(tree.inclusion(every, index), bytes(32)):
            yield led(v, root, what, lambda p=path, n=index, x=leaf: v.included(x, n, size, p))
        for wrong in {index - 1, index + 1, size, -1} - {index}:
            path = tree.inclusion(every, index)
            yield led(v, root, "another place", lambda p=path, n=wrong, x=leaf: v.included(x, n, size, p))


def growths(v: Any, every: list[bytes]) -> Iterator[str]:
    size, root = len(every), tree.root(every)
    for old in range(1, size + 1):
        before = tree.root(every[:old])
        for what, path in others(tree.consistency(every, old), bytes(32)):
            yield led(v, root, what, lambda p=path, n=old, b=before: v.consistent(n, b, size, p))
            yield led(
                v,
                root,
                f"{what} from another root",
                lambda p=path, n=old: v.consistent(n, bytes(32), size, p),
            )
        for wrong in (0, -1, old - 1, old + 1, size + 1):
            path = tree.consistency(every, old)
            yield led(v, root, "another size", lambda p=path, n=wrong, b=before: v.consistent(n, b, size, p))


# ---- canonical JSON ----------------------------------------------------------------------------------------------

NESTED = {depth: "[" * depth + "1" + "]" * depth for depth in (64, 65, 3000)}
LINES = (
    '{"a":1,"b":[true,null,"x"]}', "[]", "0", "-1", "9007199254740991", "-9007199254740991", "9007199254740992",
    "-9007199254740992", "99999999999999999", "123456789012345678", "1" * 400, "1.0", "1e1", "-0", "01", "NaN", "Infinity", "-Infinity",
    '{"a":1,"a":1}', '{"b":1,"a":2}', '{"\\u0061":1}', '"\\u00e9"', '"\\/"', '"\\b\\f\\n\\r\\t\\"\\\\"', '"\\u000b"', '"\\u000B"',
    '"\\ud800"', '"\\ud83d\\ude00"', '{"\ufb33":1,"\U0001f600":2}', '{"\U0001f600":1,"\ufb33":2}', " 1", "1 ", "[1, 2]", "", "x", "[", '"', "tru",
    '{"a":"[[[{{{"}', '["\\"[[["]', NESTED[64], NESTED[65], NESTED[3000], "\ufeff1", "[" * 64 + "]" * 64, "{}",
    "[" + "[]," * 100 + "[]]",
    "[" + "[]," * 50 + "[" * 64 + "]" * 65, '{"a":' * 64 + "1" + "}" * 64, '{"a":' * 65 + "1" + "}" * 65, '"' + "[" * 70 + '"', '["\\\\",[]]',
)  # fmt: skip


def of_json(v: Any) -> Iterator[Question]:
    for line in LINES:
        yield (
            f"json {shown(line)}",
            lambda line=line: v.read_json(line.encode("utf-8", "surrogatepass"), "here"),
        )
    for data in (b"\xff", b'"\xed\xa0\x80"', b'"\xc0\x80"'):
        yield f"json {data!r}", lambda data=data: v.read_json(data, "here")


# ---- signatures, keys, notes -------------------------------------------------------------------------------------


def of_signatures(v: Any) -> Iterator[Question]:
    for public, text, signature in ED25519:
        key, data, signed = bytes.fromhex(public), bytes.fromhex(text), bytes.fromhex(signature)
        order = verifier.L.to_bytes(32, "little")
        larger = (int.from_bytes(signed[32:], "little") + verifier.L).to_bytes(32, "little")
        for what, of in (
            ("the vector", (key, data, signed)), ("another text", (key, data + b"x", signed)),
            ("a bit of R", (key, data, bytes([signed[0] ^ 1]) + signed[1:])), ("s plus the order", (key, data, signed[:32] + larger)),
            ("s is the order", (key, data, signed[:32] + order)), ("the sign of R", (key, data, signed[:31] + bytes([signed[31] ^ 128]) + signed[32:])),
            ("a bit of s", (key, data, signed[:32] + bytes([signed[32] ^ 1]) + signed[33:])), ("a longer signature", (key, data, signed + b"\0")),
            ("a shorter key", (key[:31], data, signed)), ("a longer key", (key + b"\0", data, signed)), ("no signature", (key, data, b"")),
        ):  # fmt: skip
            yield f"signature {text or 'of nothing'}: {what}", lambda of=of: v.signature_holds(*of)
    neutral = (1).to_bytes(32, "little")
    yield "signature of a key of small order", lambda: v.signature_holds(neutral, b"any", neutral + bytes(32))
    own = key_and_r_of_small_order()
    yield "signature whose R is of small order", lambda: v.signature_holds(*own)
    yield (
        "a point is not its mirror image",
        lambda: (
            v._same(v._BASE, v._BASE),
            v._same(v._BASE, mirrored(v._BASE)),
            v._same(v._BASE, upended(v._BASE)),
        ),
    )
    for name, data in points().items():
        yield f"point {name}", lambda data=data: v._point(data) is not None


def key_and_r_of_small_order() -> tuple[bytes, bytes, bytes]:
    """A signature that fits in every way but that its R is the neutral point: only who knows the key can make it."""
    secret = 7 * 8
    point = verifier._times(secret, verifier._BASE)  # type: ignore[arg-type]
    zinv = pow(point[2], verifier.P - 2, verifier.P)
    x, y = point[0] * zinv % verifier.P, point[1] * zinv % verifier.P
    public = (y | (x & 1) << 255).to_bytes(32, "little")
    r = (1).to_bytes(32, "little")
    challenge = int.from_bytes(hashlib.sha512(r + public + b"text").digest(), "little") % verifier.L
    return public, b"text", r + (challenge * secret % verifier.L).to_bytes(32, "little")


def mirrored(point: Any) -> Any:
    return (-point[0] % verifier.P, point[1], point[2], -point[3] % verifier.P)


def upended(point: Any) -> Any:
    return (point[0], -point[1] % verifier.P, point[2], -point[3] % verifier.P)


def points() -> dict[str, bytes]:
    p = verifier.P

    def le(value: int) -> bytes:
        return value.to_bytes(32, "little")

    return {
        "of the base": le(4 * pow(5, p - 2, p) % p), "of the base, negative": le(4 * pow(5, p - 2, p) % p | 1 << 255),
        "of order 1": le(1), "of order 2": le(p - 1), "of order 4": le(0), "y is the prime": le(p), "y is above the prime": le(p + 4),
        "minus zero": le(1 | 1 << 255), "on no curve": le(2), **{f"y = {n}": le(n) for n in range(3, 12)},
        **{f"y = {n}, negative": le(n | 1 << 255) for n in range(3, 12)},
        "y is the prime less 4": le(p - 4), "of order 8": bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
    }  # fmt: skip


def of_keys_and_notes(v: Any) -> Iterator[Question]:
    text = written(OLD)
    name, id_, data = text.split("+", 2)
    small = notes.written_key("x", bytes(32))
    for key in (
        text, "", "x", "+", "++", name, f"{name}+{id_}", f"+{id_}+{data}", f"{name} {name}+{id_}+{data}", f"{name}+{id_}+{data[:-1]}", f"{name}+{id_}+{data}=",
        f"{name}+{id_.upper()}+{data}", f"{name}+00000000+{data}", f"别局+{id_}+{data}", f"{text} ", f" {text}", notes.written_key("a\x7fb", OLD.public), small,
        notes.written_key(IDENTITY, OLD.public + b"x"), notes.written_key(IDENTITY, OLD.public[:31]), other_kind(), notes.written_key("a\u2028b", OLD.public),
    ):  # fmt: skip
        yield f"key {shown(key)}", lambda key=key: v.Key(key).text
    yield (
        "keys are equal by their text",
        lambda: (
            v.Key(text) == v.Key(text),
            v.Key(text) == text,
            v.Key(text) == v.Key(written(NEW)),
            len({v.Key(text), v.Key(text)}),
        ),
    )
    for what, note in signed_notes().items():
        yield f"note {what}", lambda note=note: opened(v, note, [OLD])
        yield f"note {what}, nobody known", lambda note=note: opened(v, note, [])
        yield f"checkpoint {what}", lambda note=note: pointed(v, note)


def other_kind() -> str:
    """A key of another kind than Ed25519, with its right id."""
    data = b"\x02" + OLD.public
    return f"{IDENTITY}+{verifier.sha256(IDENTITY.encode() + b'%c' % 10 + data)[:4].hex()}+{notes.in_base64(data)}"


def opened(v: Any, note: bytes, keys: list[Any]) -> str:
    text, signers, count = v.open_note(note, [v.Key(written(key)) for key in keys])
    return f"{shown(text)} {len(signers)} of {count}"


def pointed(v: Any, note: bytes) -> str:
    point = v.Checkpoint(note, "p")
    point.require(v.Key(written(OLD)))
    return f"{point.identity} {point.size} {point.root.hex()[:8]}"


def signed_notes() -> dict[str, bytes]:
    root = notes.in_base64(bytes(32))

    def by(text: str, *keys: Any) -> str:
        return notes.signed(text, [(IDENTITY, key.public, key.sign) for key in keys or (OLD,)])

    good = by(f"{IDENTITY}\n3\n{root}\n")
    head, line = good.split("\n\n")
    bad = line.replace(line[-5], "A" if line[-5] != "A" else "B")
    texts = {
        "good": good, "of two keys": by(f"{IDENTITY}\n3\n{root}\n", OLD, NEW), "of a stranger": by(f"{IDENTITY}\n3\n{root}\n", FOREIGN),
        "of no line": by("\n"), "of two lines": by(f"{IDENTITY}\n3\n"), "of four lines": by(f"{IDENTITY}\n3\n{root}\nx\n"),
        "with an empty line": by(f"{IDENTITY}\n\n3\n{root}\n"), "with a size of 03": by(f"{IDENTITY}\n03\n{root}\n"), "with a size of -3": by(f"{IDENTITY}\n-3\n{root}\n"),
        "with a size of ３": by(f"{IDENTITY}\n３\n{root}\n"), "with a size of 0": by(f"{IDENTITY}\n0\n{root}\n"), "with a long size": by(f"{IDENTITY}\n{10**16}\n{root}\n"),
        "with a short root": by(f"{IDENTITY}\n3\n{notes.in_base64(bytes(31))}\n"), "with a loose root": by(f"{IDENTITY}\n3\n{root[:-2]}B=\n"),
        "without a signature": f"{head}\n\n", "with nothing after it": head + "\n", "without its last end": good[:-1], "with a hyphen": good.replace("—", "-"),
        "signed falsely": f"{head}\n\n{bad}", "with a tab": good.replace("\n3", "\t\n3"), "with a carriage return": good.replace("\n3", "\r\n3"),
        "with DEL": good.replace("\n3", "\x7f\n3"), "with a space in the name": good.replace(f"— {IDENTITY}", f"— {IDENTITY} x"), "with a signature of 4 bytes": f"{head}\n\n— x AAAAAA==\n",
        "with a signature of 5 bytes": f"{head}\n\n— x AAAAAAA=\n", "with loose base64": f"{head}\n\n— x AAAAAAB=\n", "with a name of +": f"{head}\n\n— x+y AAAAAAA=\n",
        "32 times": f"{head}\n\n{line * 32}", "33 times": f"{head}\n\n{line * 33}", "of two, one false": f"{head}\n\n{line}{bad}",
        "with a root that is no base64": by(f"{IDENTITY}\n3\n????\n"), "with a line without end": f"{head}\n\n{line}x",
    }  # fmt: skip
    found = {what: text.encode() for what, text in texts.items()}
    found["of 64 KiB"] = b"a" * (64 * 1024 - len(b"\n\n" + line.encode())) + b"\n\n" + line.encode()
    found["of a byte more"] = b"a" + found["of 64 KiB"]
    found["of no UTF-8"] = b"\xff\n\n" + line.encode()
    return found


# ---- the file ----------------------------------------------------------------------------------------------------


def said(v: Any, folder: Path) -> str:
    """All verdicts, a line each."""
    return "".join(f"{name}: {answer(v, ask)}\n" for name, ask in verdicts(v, folder))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        filled(Path(place))
        FILE.write_text(said(verifier, Path(place)), encoding="utf-8")
    sys.exit(0)
