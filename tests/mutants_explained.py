"""Mutants of the verifier that survive (`mutants.py`), under the reason why nothing that it says can show them."""

from __future__ import annotations

EXPLAINED: dict[str, tuple[str, ...]] = {
    "heights are only compared with each other": (
        "append: height = 0 [0 → 1]",
        "append: height += 1 [height += 1 → height -= 1]",
        "append: height += 1 [1 → 2]",
    ),
    "a number of 18 characters is too large either way": (
        "whole: if len(text) > 17 or abs(int(text)) > LARGEST: [17 → 18]",
    ),
    "depth is counted before: what nests deeper does not get so far": (
        "read_json: without raise refuse('nested too deep') from None",
    ),
    "y = P stands for y = 0, a point of order 4, and is refused as such": (
        "_point: if y >= P: [y >= P → y > P]",
    ),
    "the floor of the quotient is the same": (
        "_point: x = pow(square, (P + 3) // 8, P) [3 → 4]",
        "_point: x = x * pow(2, (P - 1) // 4, P) % P [P - 1 → P + 1]",
    ),
    "x = 0 belongs to points of order 1 and 2, which are refused below": (
        "_point: if (x * x - square) % P or (x == 0 and sign): [0 → 1]",
    ),
    "all points are mirrored, and the equation holds for mirrored points as it does for points": (
        "_point: if x & 1 != sign: [x & 1 != sign → not x & 1 != sign]",
        "_point: if x & 1 != sign: [x & 1 != sign → x & 1 == sign]",
    ),
    "the fourth coordinate is not compared": (
        "_point: return None if _same(_times(8, point), (0, 1, 1, 0)) else point [0 → 1]",
    ),
    "a zero byte more, at the large end of the number": (
        ': _BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) [32 → 33]',
    ),
    "nobody can make a signature whose s is the order: it would be 0": (
        "signature_holds: if key is None or point is None or scalar >= L: [scalar >= L → scalar > L]",
    ),
    "one byte more is read of what is too long already": (
        "rows: while line := stream.readline(LIMIT_LINE + 1): [1 → 2]",
        "_read: return stream.read(limit + 1) [1 → 2]",
        "_checkpoints: each = _checkpoint(stream.read(LIMIT_NOTE + 1), name, report) [1 → 2]",
    ),
    "how much is read at once": (
        "measured: while data := stream.read(min(1 << 20, size + 1 - found)): [1 → 2]",
        "measured: while data := stream.read(min(1 << 20, size + 1 - found)): [20 → 21]",
    ),
    "a function that ends answers None": ("_checkpoint: without return None",),
    "only spares a second reading": ("adjust: without return",),
    "a record that adjusts itself is no score, which is said before": (
        'adjusted: int(str(original.value["number"])) < int(str(record.value["number"])), "it is of a later r '
        "[int(str(original.value['number'])) < int(str(record.value['number'])) → "
        "int(str(original.value['number'])) <= int(str(record.value['number']))]",
    ),
    "the words of --help, which differ from one Python to another": (
        "said: return zh if chinese else en [zh if chinese else en → zh if not chinese else en]",
    ),
    "only where it runs as a program, as tests/test_ledger_tampered.py runs it": (
        ": without sys.exit(main())",
        ": without stream.reconfigure(errors='backslashreplace')",
    ),
}
