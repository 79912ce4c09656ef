"""rubricc-verify: whether a ledger is whole, told from its bytes alone.

    python3 -I -S rubricc-verify.py DIR [--key FILE] [--identity NAME] [--checkpoint FILE]
    python3 -I -S rubricc-verify.py --proof FILE --key FILE [--identity NAME] [--checkpoint FILE]

One file of the standard library, written from docs/ledger-format.md (its sections are named below); it shares no code
with the program that writes ledgers, so that nobody needs to trust that program, and it may be read in an hour. It
never writes, never mends, and takes nothing for granted: what it cannot check it refuses. Exit code 0: all holds; 4:
something does not; 2: called wrongly, and nothing was verified. `rubricc audit verify` runs this same file. Python 3.9
or later.

What stands here, in this order:

    what may be wrong     every fault with its sentence, and the limits
    hashes and trees      SHA-256, the tree of RFC 6962, where a proof leads
    files
    canonical JSON        the only way to write a value
    Ed25519               whether a signature holds
    keys, notes, checkpoints
    records               the form of each kind
    the ledger            `verify`: all records in order, then adjustments and checkpoints
    proofs                `verify_proof`
    the command
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import errno
import hashlib
import json
import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import BinaryIO

# ---- what may be wrong -------------------------------------------------------------------------------------------

# Code: what is wrong, in Chinese and English. `rubricc explain CODE` has a page for each.
SENTENCES = {
    "RB8001": ("{folder} 里没有台账", "there is no ledger in {folder}"),
    "RB8002": ("台账里有不该有的文件，或缺一段：{name}", "a file that does not belong, or a missing segment: {name}"),
    "RB8003": ("末尾有一条没写完的记录：{name}", "the last line was never finished: {name}"),
    "RB8004": ("{where} 不是规范的 JSON：{reason}", "{where} is not canonical JSON: {reason}"),
    "RB8005": ("{where} 的内容不合格式：{reason}", "{where} does not have the form of a record: {reason}"),
    "RB8006": ("{where} 的编号是 {found}，应为 {wanted}", "{where} has the number {found} instead of {wanted}"),
    "RB8007": ("{where} 与前一条记录接不上", "{where} does not follow from the record before it"),
    "RB8008": ("{where} 的时间 {at} 早于前一条", "the time {at} of {where} is before that of the record before"),
    "RB8009": ("{where} 不能是台账的开头：{reason}", "{where} cannot be the start of a ledger: {reason}"),
    "RB8010": ("这是台账 {found}，不是 {wanted}", "this is the ledger {found}, not {wanted}"),
    "RB8011": ("这本台账从未用过指定的公钥", "the ledger never had the public key that was given"),
    "RB8012": ("{where} 换公钥，没有新旧两把钥匙的签名", "{where} changes the key without the signatures of both keys"),
    "RB8013": ("检查点 {name} 不合格式：{reason}", "the checkpoint {name} does not have its form: {reason}"),
    "RB8014": (
        "检查点 {name} 的签名不成立：被改过、抄错了，或是另一把钥匙签的",
        "checkpoint {name} is changed, miscopied, or by another key",
    ),
    "RB8015": (
        "检查点 {name} 之后记录被截去：应有 {wanted} 条，只有 {found} 条",
        "records cut off: {name} has seen {wanted}, here are {found}",
    ),
    "RB8016": ("检查点 {name} 之前的记录被改动", "records were changed since the checkpoint {name}"),
    "RB8017": ("{where} 的文件 {name} 不见了", "the file {name} of {where} is missing"),
    "RB8018": ("{where} 的文件 {name} 被改动", "the file {name} of {where} was changed"),
    "RB8019": ("{where} 的调整不成立：{reason}", "the adjustment of {where} does not hold: {reason}"),
    "RB8020": ("{where} 的各行与记录的根不符", "the rows of {where} do not have the root that it records"),
    "RB8021": ("{where} 把已发布的 {name} 又发布成别的内容", "{where} publishes {name} again with another content"),
    "RB8022": ("证明文件不合格式：{reason}", "the proof does not have its form: {reason}"),
    "RB8023": ("证明不成立：{reason}", "the proof does not hold: {reason}"),
}  # fmt: skip
# The Chinese of reasons; one that is the name of a field needs none.
REASONS = {
    "a record": "记录的字段", "the fields of a record": "记录的字段", "the fields of body": "body 的字段",
    "the fields of a file": "文件条目的字段", "a file": "文件条目", "a version that is not known": "不认识的版本",
    "a kind that is not known": "不认识的种类", "the name of a file": "文件名", "the role of a file": "文件的用途",
    "the digest and size of a file": "文件的摘要和大小", "two files of one name": "两个同名文件",
    "the file of the rows": "各行的文件", "two rows of one unit": "同一单位有两行",
    "the rubric": "评分表的名称、版本和摘要", "the bytes that were recovered": "恢复时留下的字节",
    "a number is too large": "数太大", "a number that is no integer": "不是整数的数",
    "names twice or out of order": "名称重复或次序不对", "the line is too long": "一行太长",
    "nested too deep": "嵌套太深", "no UTF-8": "不是 UTF-8", "no JSON": "不是 JSON",
    "another way of writing": "写法不同",
    "a record of this kind stands here": "这里是别的种类的记录", "a form that is not known": "不认识的格式或算法",
    "no key of this ledger": "不是这本台账的公钥",
    "too long": "太长", "control characters": "有控制字符", "no signatures": "没有签名",
    "too many signatures": "签名太多", "a line that is no signature": "有一行不是签名",
    "three lines are wanted: identity, size, root": "应有三行：名称、条数、根",
    "its size is not that of its name": "条数与文件名不符", "it is of another ledger": "是另一本台账的",
    "it is of no score": "调整的不是计分记录", "it is of a later record": "调整的是后来的记录",
    "it is of another record": "调整的是另一条记录", "one person did both": "提出和批准是同一人",
    "there is no such indicator": "没有这个指标",
    "it is said twice": "同一处说了两遍", "what stood there before was something else": "调整前的值不符",
    "there is no empty line": "没有空行", "a part is missing": "缺一部分",
    "a part has another form": "有一部分格式不对",
    "a kind of proof that is not known": "不认识的证明", "no public key": "不是公钥",
    "the index is outside of the tree": "编号超出范围", "the path is too long": "路径太长",
    "the path is too short": "路径太短", "the older tree is not the smaller one": "旧的不比新的小",
    "the path does not lead to the older root": "路径与旧的根不符", "it leads to another root": "路径与根不符",
    "it neither starts from nor leads to the checkpoint that was given": "与另给的检查点对不上",
    "the record has another number": "记录的编号不符", "the record has no rows": "记录没有各行",
}  # fmt: skip

KINDS = {
    "genesis": "建账", "score": "计分", "publish": "发布", "adjust": "调整", "key": "换钥匙", "recovered": "恢复",
}  # fmt: skip

# argparse speaks English; these are its words that a caller meets. Python 3.9 says "optional arguments".
USAGE = {
    "usage: ": "用法：", "positional arguments": "参数", "options": "选项", "optional arguments": "选项",
    "show this help message and exit": "显示本说明", "unrecognized arguments: %s": "不认识的参数：%s",
    "expected one argument": "后面要有一个值",
    "argument %(argument_name)s: %(message)s": "参数 %(argument_name)s：%(message)s",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有 %(value)r 这个选择（可用：%(choices)s）",
    "%(prog)s: error: %(message)s\n": "%(prog)s：%(message)s\n",
    "ambiguous option: %(option)s could match %(matches)s": "选项 %(option)s 不明确（%(matches)s）",
}  # fmt: skip

LIMIT_LINE = 16 * 1024 * 1024
LIMIT_NOTE = 64 * 1024
LIMIT_PROOF = 32 * 1024 * 1024
LIMIT_SIGNATURES = 32
LIMIT_DEPTH = 64
LARGEST = 2**53 - 1
ROLES = {"rubric", "data", "derivation", "scorer", "rows", "evidence", "torn"}

Json = object


class Fault(Exception):
    """One thing that is wrong: a code of SENTENCES and what its sentence needs."""

    def __init__(self, code: str, **about: object) -> None:
        self.code = code
        self.about = {name: _shown(str(value)) for name, value in about.items()}

    def text(self, lang: str) -> str:
        about = dict(self.about)
        if lang == "zh" and "reason" in about:
            about["reason"] = REASONS.get(about["reason"], about["reason"])
        return f"{self.code} {SENTENCES[self.code][lang != 'zh'].format(**about)}"


def _shown(text: str) -> str:
    """As it may be printed: nothing that moves a cursor or hides, and not endless."""
    text = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    return text if len(text) <= 200 else text[:200] + "…"


# ---- hashes and trees (sections 2 and 3) -------------------------------------------------------------------------


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def leaf_of(line: bytes) -> bytes:
    return sha256(b"\x00" + line)


def node_of(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right)


class Tree:
    """A tree that grows: the roots of complete trees of falling height, as pairs of height and hash."""

    def __init__(self) -> None:
        self.size = 0
        self.peaks: list[tuple[int, bytes]] = []

    def append(self, leaf: bytes) -> None:
        height = 0
        while self.peaks and self.peaks[-1][0] == height:
            leaf = node_of(self.peaks.pop()[1], leaf)
            height += 1
        self.peaks.append((height, leaf))
        self.size += 1

    def root(self) -> bytes:
        if not self.peaks:
            return sha256(b"")
        found = self.peaks[-1][1]
        for _, peak in self.peaks[-2::-1]:
            found = node_of(peak, found)
        return found


def included(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """The root that a leaf and its path lead to (RFC 9162, 2.1.3.2); Fault where the path has another length."""
    if not 0 <= index < size:
        raise Fault("RB8023", reason="the index is outside of the tree")
    at, last, found = index, size - 1, leaf
    for hash_ in path:
        if last == 0:
            raise Fault("RB8023", reason="the path is too long")
        if at & 1 or at == last:
            found = node_of(hash_, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_of(found, hash_)
        at, last = at >> 1, last >> 1
    if last:
        raise Fault("RB8023", reason="the path is too short")
    return found


def consistent(old: int, old_root: bytes, new: int, path: list[bytes]) -> bytes:
    """The root of the newer tree that a consistency proof leads to (RFC 9162, section 2.1.4.2); Fault otherwise."""
    if not 0 < old <= new:
        raise Fault("RB8023", reason="the older tree is not the smaller one")
    if old == new:
        if path:
            raise Fault("RB8023", reason="the path is too long")
        return old_root
    if old & (old - 1) == 0:
        path = [old_root, *path]
    if not path:
        raise Fault("RB8023", reason="the path is too short")
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    found_old = found_new = path[0]
    for hash_ in path[1:]:
        if last == 0:
            raise Fault("RB8023", reason="the path is too long")
        if at & 1 or at == last:
            found_old, found_new = node_of(hash_, found_old), node_of(hash_, found_new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found_new = node_of(found_new, hash_)
        at, last = at >> 1, last >> 1
    if last:
        raise Fault("RB8023", reason="the path is too short")
    if found_old != old_root:
        raise Fault("RB8023", reason="the path does not lead to the older root")
    return found_new


# ---- files -------------------------------------------------------------------------------------------------------


def opened(path: str) -> BinaryIO:
    """A regular file; OSError for what is none, so that no pipe or device is waited for."""
    if not os.path.isfile(path):
        raise FileNotFoundError(errno.ENOENT, "no such file", path)
    return open(path, "rb")


# ---- canonical JSON (section 2) ----------------------------------------------------------------------------------

_NO_BRACKETS = bytes(each for each in range(256) if each not in b"[]{}")
_BEYOND = re.compile("[\U00010000-\U0010ffff]")


def read_json(line: bytes, where: str) -> Json:
    """What a line says; Fault unless it is the only way to say it: written again, it must be the same bytes.

    The library sorts names by code points, which is the order of UTF-16 up to U+FFFF; beyond, names are sorted here.
    """

    def refuse(reason: str) -> Fault:
        return Fault("RB8004", where=where, reason=reason)

    def whole(text: str) -> int:
        if len(text) > 17 or abs(int(text)) > LARGEST:
            raise refuse("a number is too large")
        return int(text)

    def no_number(text: str) -> object:
        raise refuse("a number that is no integer")

    def names(pairs: list[tuple[str, object]]) -> object:
        found = [name for name, _ in pairs]
        if found != sorted(set(found), key=lambda name: name.encode("utf-16-be", "surrogatepass")):
            raise refuse("names twice or out of order")
        return dict(pairs)

    def read(in_order: Callable[[list[tuple[str, object]]], object] | None) -> Json:
        return json.loads(
            text, object_pairs_hook=in_order, parse_int=whole, parse_float=no_number, parse_constant=no_number
        )

    def written(by_code_points: bool) -> bytes:
        again = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=by_code_points)
        return again.encode("utf-8")

    if len(line) >= LIMIT_LINE:
        raise refuse("the line is too long")
    depth = 0
    without_strings = b"".join(line.replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')[::2])
    for bracket in without_strings.translate(None, _NO_BRACKETS):
        depth += 1 if bracket in b"[{" else -1
        if depth > LIMIT_DEPTH:
            raise refuse("nested too deep")
    try:
        text = line.decode("utf-8")
        value = read(None)
        if written(True) != line or _BEYOND.search(text):
            value = read(names)  # which says what is wrong with names
            if written(False) != line:
                raise refuse("another way of writing")
    except UnicodeError:
        raise refuse("no UTF-8") from None
    except RecursionError:
        raise refuse("nested too deep") from None
    except json.JSONDecodeError:
        raise refuse("no JSON") from None
    return value


# ---- Ed25519 (RFC 8032), with points in extended coordinates ------------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
Point = tuple[int, int, int, int]


def _add(a: Point, b: Point) -> Point:
    x = (a[1] - a[0]) * (b[1] - b[0]) % P
    y = (a[1] + a[0]) * (b[1] + b[0]) % P
    t = 2 * a[3] * b[3] * D % P
    z = 2 * a[2] * b[2] % P
    e, f, g, h = y - x, z - t, z + t, y + x
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _times(scalar: int, point: Point) -> Point:
    found: Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            found = _add(found, point)
        point = _add(point, point)
        scalar >>= 1
    return found


def _same(a: Point, b: Point) -> bool:
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def _point(data: bytes) -> Point | None:
    """The point of 32 bytes; None unless the encoding is canonical and its order is not small."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    point = (x, y, 1, x * y % P)
    return None if _same(_times(8, point), (0, 1, 1, 0)) else point


_BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signature_holds(public: bytes, text: bytes, signature: bytes) -> bool:
    """Whether an Ed25519 signature is the key's, strictly (section 4)."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, point = _point(public), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or point is None or scalar >= L:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + text).digest(), "little") % L
    assert _BASE is not None
    return _same(_times(scalar, _BASE), _add(point, _times(challenge, key)))


# ---- keys, notes, checkpoints (section 4) -------------------------------------------------------------------------

_NAME = re.compile(r"[^\s+\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_DIGITS = re.compile(r"0|[1-9][0-9]{0,15}")


def exact_base64(text: str) -> bytes | None:
    """Bytes in the one base64 that they have."""
    try:
        data = base64.b64decode(text.encode("ascii"))
    except (ValueError, UnicodeError):
        return None
    return data if base64.b64encode(data).decode("ascii") == text else None


class Key:
    """A public key, read from `name+id+data`; ValueError for anything else."""

    def __init__(self, text: str) -> None:
        name, _, rest = text.partition("+")
        id_, _, data = rest.partition("+")
        decoded = exact_base64(data)
        if not _NAME.fullmatch(name) or decoded is None or len(decoded) != 33 or decoded[0] != 1:
            raise ValueError("no public key")
        self.text, self.name, self.public = text, name, decoded[1:]
        self.id = sha256(name.encode() + b"\n" + decoded)[:4]
        if id_ != self.id.hex() or _point(self.public) is None:
            raise ValueError("no public key")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)


def open_note(data: bytes, keys: list[Key]) -> tuple[str, set[Key], int]:
    """The text of a note, which of the keys have signed it, and how many signatures there are; ValueError otherwise.

    A ValueError of the argument "signature" says that a known key's signature does not verify.
    """
    if len(data) > LIMIT_NOTE:
        raise ValueError("too long")
    note = data.decode("utf-8")
    if re.search(r"[\x00-\x09\x0b-\x1f]", note):
        raise ValueError("control characters")
    text, blank, rest = note.rpartition("\n\n")
    if not blank or not rest.endswith("\n"):
        raise ValueError("no signatures")
    text += "\n"
    lines = rest[:-1].split("\n")
    if len(lines) > LIMIT_SIGNATURES:
        raise ValueError("too many signatures")
    signers: set[Key] = set()
    for line in lines:
        parts = line.split(" ")
        signature = exact_base64(parts[2]) if len(parts) == 3 else None
        if parts[0] != "—" or signature is None or len(signature) < 5 or not _NAME.fullmatch(parts[1]):
            raise ValueError("a line that is no signature")
        for key in keys:
            if (key.name, key.id) == (parts[1], signature[:4]):
                if not signature_holds(key.public, text.encode(), signature[4:]):
                    raise ValueError("signature")
                signers.add(key)
    return text, signers, len(lines)


def copied(data: bytes) -> bytes:
    """A note that came by mail or from paper, as it was signed: without what editors put around and between lines."""
    return data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").strip() + b"\n"


class Checkpoint:
    """A signed checkpoint; Fault RB8013 where it is none."""

    def __init__(self, data: bytes, name: str) -> None:
        self.data, self.name = data, name
        try:
            text, _, _ = open_note(data, [])
        except ValueError as error:
            raise Fault("RB8013", name=name, reason=error) from None
        lines = text.split("\n")
        root = exact_base64(lines[2]) if len(lines) == 4 else None
        if root is None or len(root) != 32 or not _DIGITS.fullmatch(lines[1]):
            raise Fault("RB8013", name=name, reason="three lines are wanted: identity, size, root")
        self.identity, self.size, self.root = lines[0], int(lines[1]), root

    def require(self, key: Key) -> None:
        """Fault unless this key has signed."""
        try:
            _, signers, _ = open_note(self.data, [key])
        except ValueError:
            signers = set()
        if key not in signers:
            raise Fault("RB8014", name=self.name)


# ---- records (section 2) -----------------------------------------------------------------------------------------

FIELDS = {"v", "number", "previous", "at", "actor", "kind", "body"}
BODIES: dict[str, tuple[set[str], set[str]]] = {  # the fields that a body must have, and those that it may have
    "genesis": ({"format", "identity", "hash_alg", "sig_alg", "key", "compiler"}, set()),
    "score": ({"call", "engine", "files", "result"}, {"rows"}),
    "publish": ({"rubric", "files"}, set()),
    "adjust": ({"of", "record", "item", "points", "total", "grade", "reason", "by", "approved", "files"}, {"moved"}),
    "key": ({"key", "note"}, set()),
    "recovered": ({"files"}, set()),
}  # fmt: skip
_TIME = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})Z")
_HEX = re.compile(r"[0-9a-f]{64}")
_POINTS = re.compile(r"-?[0-9]{1,999}(?:\.[0-9]{1,999}|/[1-9][0-9]{0,998})?")
_PLACE = re.compile(r"(?:/(?:[a-z_]+|0|[1-9][0-9]{0,8}))+")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def is_text(value: Json, *, empty: bool = False) -> bool:
    return isinstance(value, str) and (empty or bool(value.strip()))


def is_person(value: Json) -> bool:
    """A name that somebody can be called by, and that shows."""
    return is_text(value) and not _UNSEEN.search(str(value)) and called(str(value)) != ""


def called(name: str) -> str:
    """A name as it is heard: without blanks and what does not show, whatever the case and width of its letters."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    # of kinds that no Python sees otherwise: to an older one the newest characters of names are not assigned
    return "".join(c for c in folded if unicodedata.category(c) not in ("Cc", "Cf", "Zs", "Zl", "Zp"))


def is_whole(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def is_hash(value: Json) -> bool:
    return isinstance(value, str) and _HEX.fullmatch(value) is not None


def is_points(value: Json) -> bool:
    """Points and totals are exact: a decimal, or a fraction where no decimal ends."""
    return isinstance(value, str) and _POINTS.fullmatch(value) is not None


def is_time(value: Json) -> bool:
    parts = _TIME.fullmatch(value) if isinstance(value, str) else None
    if parts is None:
        return False
    year, month, day, hour, minute, second = map(int, parts.groups())
    try:
        datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - only whether there is such a moment
    except ValueError:
        return False
    return True


def is_path(name: Json) -> bool:
    if not isinstance(name, str) or _UNSEEN.search(name) or "\\" in name:
        return False
    return all(part not in ("", ".", "..") for part in name.split("/"))


class Record:
    """A record of the right form; Fault RB8005 otherwise."""

    def __init__(self, line: bytes, where: str) -> None:
        value = read_json(line, where)
        self.where, self.hash = where, leaf_of(line)
        self.value = self.object(value, FIELDS, "a record")
        self.require(self.value["v"] == 1 and is_whole(self.value["v"]), "a version that is not known")
        self.require(is_whole(self.value["number"]), "number")
        self.require(is_hash(self.value["previous"]), "previous")
        self.require(is_time(self.value["at"]), "at")
        self.require(is_person(self.value["actor"]), "actor")
        self.require(
            isinstance(self.value["kind"], str) and self.value["kind"] in BODIES, "a kind that is not known"
        )
        self.kind = str(self.value["kind"])
        must, may = BODIES[self.kind]
        self.body = self.object(self.value["body"], must, "body", may)
        self.files = self.read_files()
        self.rubric = ("", "", "")  # name, version, digest, of a score or a publication
        self.moved: list[tuple[str, Json, Json]] = []
        self.placed: dict[str, int] = {}
        getattr(self, f"_{self.kind}")()

    def require(self, holds: bool, what: str) -> None:
        if not holds:
            raise Fault("RB8005", where=self.where, reason=what)

    def object(
        self, value: Json, must: set[str], what: str, may: set[str] | frozenset[str] = frozenset()
    ) -> dict[str, Json]:
        self.require(isinstance(value, dict), what)
        assert isinstance(value, dict)
        self.require(must <= value.keys() <= must | may, f"the fields of {what}")
        return value

    def read_files(self) -> list[tuple[str, str, str, int]]:
        """Name, role, digest and size of every file."""
        files = self.body.get("files", [])
        self.require(isinstance(files, list), "files")
        assert isinstance(files, list)
        found = []
        for each in files:
            file = self.object(each, {"name", "role", "digest", "size"}, "a file")
            self.require(is_path(file["name"]), "the name of a file")
            self.require(isinstance(file["role"], str) and file["role"] in ROLES, "the role of a file")
            self.require(is_hash(file["digest"]) and is_whole(file["size"]), "the digest and size of a file")
            found.append((str(file["name"]), str(file["role"]), str(file["digest"]), int(str(file["size"]))))
        self.require(len({file[0] for file in found}) == len(found), "two files of one name")
        return found

    def indicators(self) -> dict[str, int]:
        """Of a score, the place of each indicator in its result, by code or name; asked once for every adjustment."""
        if not self.placed:
            result = self.body["result"]
            items = result.get("indicators") if isinstance(result, dict) else None
            for number, item in enumerate(items if isinstance(items, list) else []):
                if isinstance(item, dict):
                    self.placed.setdefault(str(item.get("code") or item.get("name")), number)
        return self.placed

    def _genesis(self) -> None:
        for name in ("format", "identity", "hash_alg", "sig_alg", "key", "compiler"):
            self.require(is_text(self.body[name]), name)

    def _score(self) -> None:
        self.require(isinstance(self.body["call"], dict), "call")
        self.require(is_text(self.body["engine"]), "engine")
        self.require(isinstance(self.body["result"], dict), "result")
        assert isinstance(self.body["result"], dict)
        self._rubric(self.body["result"].get("rubric"))
        if "rows" in self.body:
            rows = self.object(self.body["rows"], {"size", "root"}, "rows")
            self.require(is_whole(rows["size"]) and is_hash(rows["root"]), "rows")
            self.require(sum(file[1] == "rows" for file in self.files) == 1, "the file of the rows")

    def _publish(self) -> None:
        self._rubric(self.body["rubric"])

    def _rubric(self, value: Json) -> None:
        rubric = value if isinstance(value, dict) else {}
        named = is_text(rubric.get("name"), empty=True) and is_text(rubric.get("version"), empty=True)
        self.require(named and is_hash(rubric.get("digest")), "the rubric")
        self.rubric = (str(rubric["name"]), str(rubric["version"]), str(rubric["digest"]))

    def _adjust(self) -> None:
        self.require(is_whole(self.body["of"]) and is_hash(self.body["record"]), "of, record")
        for name in ("item", "reason"):
            self.require(is_text(self.body[name]), name)
        for name in ("by", "approved"):
            self.require(is_person(self.body[name]), name)
        for name in ("points", "total", "grade"):
            change = self.object(self.body[name], {"before", "after"}, name)
            for value in change.values():
                written = is_text(value) if name == "grade" else is_points(value)
                self.require(written or (value is None and name != "points"), name)
        self.moved = self.read_moved()

    def read_moved(self) -> list[tuple[str, Json, Json]]:
        """Place, before and after of everything else that an adjustment moved."""
        moved = self.body.get("moved", [])
        self.require(isinstance(moved, list) and ("moved" not in self.body or moved != []), "moved")
        assert isinstance(moved, list)
        found = []
        for each in moved:
            change = self.object(each, {"place", "name", "before", "after"}, "moved")
            place = change["place"]
            self.require(isinstance(place, str) and _PLACE.fullmatch(place) is not None, "moved")
            self.require(is_text(change["name"]) and change["before"] != change["after"], "moved")
            for value in (change["before"], change["after"]):
                self.require(value is None or isinstance(value, str), "moved")
            found.append((str(place), change["before"], change["after"]))
        self.require(len({place for place, _, _ in found}) == len(found), "moved")
        return found

    def _key(self) -> None:
        self.require(is_text(self.body["key"]) and is_text(self.body["note"]), "key, note")

    def _recovered(self) -> None:
        self.require([file[1] for file in self.files] == ["torn"], "the bytes that were recovered")


# ---- the ledger (section 7) --------------------------------------------------------------------------------------


_SEGMENT = re.compile(r"[0-9]{6}\.jsonl")


class Report:
    """What was found: the faults, the first of each kind, and what the ledger is."""

    def __init__(self, folder: str, pinned_key: bool, pinned_identity: bool) -> None:
        self.folder = folder
        self.pinned_key, self.pinned_identity = pinned_key, pinned_identity
        self.faults: dict[str, Fault] = {}
        self.identity = ""
        self.tree = Tree()
        self.root = b""
        self.keys: list[tuple[int, Key]] = []  # from which size on each is in force
        self.first = self.last = ""
        self.kinds: dict[str, int] = {}
        self.files = 0
        self.checkpoints: list[Checkpoint] = []  # that hold
        self.kept = 0  # how many stand in the folder
        self.given: list[Checkpoint] = []  # that hold, of those that came from elsewhere
        self.otherwise: list[
            int
        ] = []  # scores by a rubric other than the one published under its name and version
        self.unpublished: list[
            int
        ] = []  # scores by a version that was not published, where others of its name were

    @property
    def holds(self) -> bool:
        return not self.faults

    @property
    def vouched(self) -> bool:
        """Whether something from elsewhere speaks for records: a checkpoint, or a key that signed one."""
        points = self.given + (self.checkpoints if self.pinned_key else [])
        return any(each.size for each in points)

    def add(self, fault: Fault) -> None:
        self.faults.setdefault(fault.code, fault)

    def key_at(self, size: int) -> Key | None:
        """The key that signs checkpoints of a size: a change by record n speaks from size n + 1 on."""
        found = None
        for start, key in self.keys:
            if size >= start:
                found = key
        return found


def verify(
    folder: str,
    *,
    key: str | None = None,
    identity: str | None = None,
    checkpoints: list[tuple[str, bytes]] | None = None,
) -> Report:
    """Everything of section 7, from the bytes of a folder; the key as text, checkpoints as names with their bytes."""
    report = Report(folder, key is not None, identity is not None)
    given = [each for name, data in checkpoints or [] if (each := _checkpoint(copied(data), name, report))]
    kept = [*given, *_checkpoints(folder, report)]  # a fault is named by what came from elsewhere
    roots: dict[int, bytes] = {0: report.tree.root()}
    sizes = {each.size for each in kept}
    chain = Chain(report)
    for line, where in _lines(folder, report):
        chain.read(line, where)
        if report.tree.size in sizes:
            roots[report.tree.size] = report.tree.root()
    if not report.tree.size:
        report.add(Fault("RB8001", folder=folder))
    report.root = report.tree.root()
    chain.finish()
    if not report.identity:
        return report  # record 0 cannot be read, which has been said: nothing can be held against it
    if identity is not None and identity != report.identity:
        report.add(Fault("RB8010", found=report.identity, wanted=identity))
    if key is not None and key not in [each.text for _, each in report.keys]:
        report.add(Fault("RB8011"))
    for each in kept:
        try:
            _held(each, report, roots)
            (report.given if each in given else report.checkpoints).append(each)
        except Fault as fault:
            report.add(fault)
    return report


def _held(each: Checkpoint, report: Report, roots: dict[int, bytes]) -> None:
    """A checkpoint against the ledger."""
    if each.identity != report.identity:
        raise Fault("RB8013", name=each.name, reason="it is of another ledger")
    if each.size > report.tree.size:
        raise Fault("RB8015", name=each.name, wanted=each.size, found=report.tree.size)
    signer = report.key_at(each.size)
    if signer is None:
        raise Fault("RB8014", name=each.name)
    each.require(signer)
    if roots.get(each.size) != each.root:
        raise Fault("RB8016", name=each.name)


def _lines(folder: str, report: Report) -> Iterator[tuple[bytes, str]]:
    """Every whole line of the segments, with its place; what does not fit is reported."""
    path = os.path.join(folder, "records")
    try:
        names = sorted(os.listdir(path))
    except (FileNotFoundError, NotADirectoryError):
        return  # and so there is no record
    for name in names:
        if not _SEGMENT.fullmatch(name):
            report.add(Fault("RB8002", name=f"records/{name}"))
    names = [name for name in names if _SEGMENT.fullmatch(name)]
    for number, name in enumerate(names, 1):
        if name != f"{number:06d}.jsonl":
            report.add(Fault("RB8002", name=f"records/{number:06d}.jsonl"))
            return
        if not os.path.isfile(os.path.join(path, name)):
            report.add(Fault("RB8002", name=f"records/{name}"))
            return
        with opened(os.path.join(path, name)) as stream:
            count = 0
            while line := stream.readline(LIMIT_LINE + 1):
                count += 1
                if not line.endswith(b"\n"):
                    where = f"records/{name}:{count}"
                    if len(line) > LIMIT_LINE:
                        report.add(Fault("RB8004", where=where, reason="the line is too long"))
                    else:
                        report.add(Fault("RB8003", name=where))
                    return
                yield line[:-1], f"records/{name}:{count}"
            if not count and number < len(names):
                report.add(Fault("RB8002", name=f"records/{name}"))


def _checkpoints(folder: str, report: Report) -> list[Checkpoint]:
    path = os.path.join(folder, "checkpoints")
    found = []
    for name in sorted(os.listdir(path)) if os.path.isdir(path) else []:
        if not re.fullmatch(r"[0-9]{12}\.txt", name) or not os.path.isfile(os.path.join(path, name)):
            report.add(Fault("RB8002", name=f"checkpoints/{name}"))
            continue
        report.kept += 1
        with opened(os.path.join(path, name)) as stream:
            each = _checkpoint(stream.read(LIMIT_NOTE + 1), name, report)
        if each is None:
            continue
        if each.size != int(name[:12]):
            report.add(Fault("RB8013", name=name, reason="its size is not that of its name"))
        found.append(each)
    return found


def _checkpoint(data: bytes, name: str, report: Report) -> Checkpoint | None:
    try:
        return Checkpoint(data, name)
    except Fault as fault:
        report.add(fault)
        return None


class Chain:
    """The records one after the other: what each must have of those before it."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.previous = "0" * 64
        self.at = ""
        self.published: dict[tuple[str, str], str] = {}
        self.scored: dict[tuple[str, str, str], list[int]] = {}  # by name, version and digest of the rubric
        self.adjustments: list[Record] = []
        self.content: dict[str, int] = {}  # digests of files that were found to be right, and their sizes

    def read(self, line: bytes, where: str) -> None:
        number, leaf = self.report.tree.size, leaf_of(line)
        self.report.tree.append(leaf)
        previous, self.previous = self.previous, leaf.hex()
        try:
            record = Record(line, where)
        except Fault as fault:
            self.report.add(fault)
            return
        for check in (self.placed, self.started, self.kept, self.special):
            try:
                check(record, number, previous)
            except Fault as fault:
                self.report.add(fault)
        self.report.kinds[record.kind] = self.report.kinds.get(record.kind, 0) + 1

    def placed(self, record: Record, number: int, previous: str) -> None:
        """Number, hash of the record before, time."""
        value, at = record.value, str(record.value["at"])
        earlier, self.at = self.at, max(self.at, at)
        self.report.first, self.report.last = self.report.first or at, at
        if value["number"] != number:
            raise Fault("RB8006", where=record.where, found=value["number"], wanted=number)
        if value["previous"] != previous:
            raise Fault("RB8007", where=record.where)
        if at < earlier:
            raise Fault("RB8008", where=record.where, at=at)

    def started(self, record: Record, number: int, previous: str) -> None:
        """Record 0 founds the ledger, and no other."""
        if (record.kind == "genesis") is not (number == 0):
            raise Fault("RB8009", where=record.where, reason="a record of this kind stands here")
        if number:
            return
        body = record.body
        for name, wanted in (("format", "rubricc-ledger-1"), ("hash_alg", "sha256"), ("sig_alg", "ed25519")):
            if body[name] != wanted:
                raise Fault("RB8009", where=record.where, reason="a form that is not known")
        self.report.identity = str(body["identity"])
        try:
            self.report.keys.append((0, self.own_key(body["key"])))
        except ValueError:
            raise Fault("RB8009", where=record.where, reason="no key of this ledger") from None

    def own_key(self, text: Json) -> Key:
        """A key that bears the name of the ledger; ValueError for another."""
        key = Key(str(text))
        if key.name != self.report.identity:
            raise ValueError("another name")
        return key

    def kept(self, record: Record, number: int, previous: str) -> None:
        """Every file stands in content/, as it was."""
        for name, _, digest, size in record.files:
            try:
                if digest not in self.content:
                    self.content[digest] = self.measured(digest, size, name, record)
                    self.report.files += 1
                if self.content[digest] != size:
                    raise Fault("RB8018", where=record.where, name=name)
            except Fault as fault:  # the next file is looked at all the same
                self.report.add(fault)

    def measured(self, digest: str, size: int, name: str, record: Record) -> int:
        """The size of a file whose bytes have the digest; no more of them is read than the record says there are."""
        hash_, found = hashlib.sha256(), 0
        try:
            with opened(self.path(digest)) as stream:
                while data := stream.read(min(1 << 20, size + 1 - found)):
                    hash_.update(data)
                    found += len(data)
        except FileNotFoundError:
            raise Fault("RB8017", where=record.where, name=name) from None
        if hash_.hexdigest() != digest:
            raise Fault("RB8018", where=record.where, name=name)
        return found

    def path(self, digest: str) -> str:
        return os.path.join(self.report.folder, "content", digest[:2], digest[2:])

    def special(self, record: Record, number: int, previous: str) -> None:
        """What single kinds must have."""
        if record.kind == "key":
            self.changed_key(record, number, previous)
        elif record.kind == "adjust":
            self.adjustments.append(record)
        elif record.kind == "publish":
            name, version, digest = record.rubric
            if self.published.setdefault((name, version), digest) != digest:
                raise Fault("RB8021", where=record.where, name=f"{name} {version}")
        elif record.kind == "score":
            self.scored.setdefault(record.rubric, []).append(number)
            if "rows" in record.body:
                self.rows(record)

    def changed_key(self, record: Record, number: int, previous: str) -> None:
        if not self.report.keys:
            raise Fault("RB8012", where=record.where)
        old, wanted = self.report.keys[-1][1], ""
        try:
            new = self.own_key(record.body["key"])
            wanted = (
                f"rubricc key change\n{self.report.identity}\n{number}\n{previous}\n{old.text}\n{new.text}\n"
            )
            text, signers, count = open_note(str(record.body["note"]).encode(), [old, new])
        except ValueError:
            raise Fault("RB8012", where=record.where) from None
        if text != wanted or signers != {old, new} or count != 2:
            raise Fault("RB8012", where=record.where)
        self.report.keys.append((number + 1, new))

    def rows(self, record: Record) -> None:
        """The rows of a run have the root that the record names."""
        rows = record.body["rows"]
        assert isinstance(rows, dict)
        (digest,) = [file[2] for file in record.files if file[1] == "rows"]
        tree = Tree()
        units: set[str] = set()
        if digest not in self.content:
            return  # which has been said
        with opened(self.path(digest)) as stream:
            while line := stream.readline(LIMIT_LINE + 1):
                row = checked_row(line[:-1] if line.endswith(b"\n") else line, record.where)["row"]
                unit = row.get("unit") if isinstance(row, dict) else None
                if isinstance(unit, str):  # or each could be shown the row that pleases
                    record.require(unit not in units, "two rows of one unit")
                    units.add(unit)
                if not line.endswith(b"\n"):
                    raise Fault("RB8020", where=record.where)
                tree.append(leaf_of(line[:-1]))
        if (tree.size, tree.root().hex()) != (rows["size"], rows["root"]):
            raise Fault("RB8020", where=record.where)

    def finish(self) -> None:
        """What takes all records to tell."""
        self.hold_against_published()
        self.adjust()

    def hold_against_published(self) -> None:
        """Which scores are not by what was published, before them or after; that is no fault, and said."""
        names = {name for name, _ in self.published}
        for (name, version, digest), numbers in self.scored.items():
            if (name, version) not in self.published:
                self.report.unpublished += numbers if name in names else []
            elif self.published[name, version] != digest:
                self.report.otherwise += numbers
        self.report.otherwise.sort()
        self.report.unpublished.sort()

    def adjust(self) -> None:
        """Adjustments, once it is known which records they change: these are read a second time."""
        if not self.adjustments:
            return
        wanted = {record.body["of"] for record in self.adjustments}
        originals: dict[object, Record] = {}
        aside = Report(self.report.folder, self.report.pinned_key, self.report.pinned_identity)
        for number, (line, where) in enumerate(_lines(self.report.folder, aside)):
            if number in wanted:
                with contextlib.suppress(Fault):  # which has been said
                    originals[number] = Record(line, where)
        now: dict[tuple[object, str], Json] = {}  # by record and place in its result
        for record in self.adjustments:
            try:
                self.adjusted(record, originals.get(record.body["of"]), now)
            except Fault as fault:
                self.report.add(fault)

    def adjusted(self, record: Record, original: Record | None, now: dict[tuple[object, str], Json]) -> None:
        """`now` holds what adjustments made of points, totals, grades and what follows from them so far."""

        def require(holds: bool, reason: str) -> None:
            if not holds:
                raise Fault("RB8019", where=record.where, reason=reason)

        body, of = record.body, record.body["of"]
        require(original is not None and original.kind == "score", "it is of no score")
        assert original is not None
        require(
            int(str(original.value["number"])) < int(str(record.value["number"])), "it is of a later record"
        )
        require(original.hash.hex() == body["record"], "it is of another record")
        require(called(str(body["by"])) != called(str(body["approved"])), "one person did both")
        result, numbers = original.body["result"], original.indicators()
        require(body["item"] in numbers, "there is no such indicator")
        own = {
            "points": f"/indicators/{numbers[str(body['item'])]}/points",
            "total": "/total",
            "grade": "/grade",
        }
        changes = list(record.moved)
        require(not {place for place, _, _ in changes} & set(own.values()), "it is said twice")
        for name, place in own.items():
            change = body[name]
            assert isinstance(change, dict)
            changes.append((place, change["before"], change["after"]))
        for place, before, after in changes:
            stood = now.get((of, place), at_place(result, place))
            require(before == stood, "what stood there before was something else")
            now[of, place] = after


def at_place(value: Json, place: str) -> Json:
    """What stands at a place of a result, as `/indicators/3/points`; what equals nothing where there is none."""
    for part in place.split("/")[1:]:
        if isinstance(value, dict) and part in value:
            value = value[part]
        elif isinstance(value, list) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        else:
            return object()
    return value


def checked_row(line: bytes, where: str) -> dict[str, Json]:
    value = read_json(line, where)
    if not isinstance(value, dict) or value.keys() != {"row", "salt"} or not is_hash(value["salt"]):
        raise Fault("RB8020", where=where)
    return value


# ---- proofs (section 5) ------------------------------------------------------------------------------------------


class Proven:
    """What a proof shows: what it is of, the checkpoint that it leads to, and perhaps a record and a row."""

    def __init__(self, what: str, checkpoint: Checkpoint) -> None:
        self.what, self.checkpoint = what, checkpoint
        self.old: tuple[int, bytes] | None = None  # size and root that the ledger has only grown from
        self.record: Record | None = None
        self.row: dict[str, Json] | None = None


def verify_proof(
    data: bytes, key: str, identity: str | None = None, checkpoints: list[tuple[str, bytes]] | None = None
) -> Proven:
    """A proof of section 5 or 6, held against a public key; Fault where it does not hold.

    It must lead from or to every one of the checkpoints, which whoever asks has kept: names with their bytes.
    """
    if len(data) > LIMIT_PROOF:
        raise Fault("RB8022", reason="too long")
    try:
        lines = data.decode("utf-8").split("\n")
        own = Key(key)
    except UnicodeError:
        raise Fault("RB8022", reason="no UTF-8") from None
    except ValueError:
        raise Fault("RB8022", reason="no public key") from None
    proven = _proven(lines, own)
    checkpoint = proven.checkpoint
    wanted = own.name if identity is None else identity
    if checkpoint.identity != wanted:
        raise Fault("RB8010", found=checkpoint.identity, wanted=wanted)
    for name, kept in checkpoints or []:
        each = Checkpoint(copied(kept), name)
        if each.identity != wanted:
            raise Fault("RB8013", name=name, reason="it is of another ledger")
        if (each.size, each.root) not in ((checkpoint.size, checkpoint.root), proven.old):
            raise Fault("RB8023", reason="it neither starts from nor leads to the checkpoint that was given")
    return proven


def _proven(lines: list[str], key: Key) -> Proven:
    if "" not in lines[1:]:
        raise Fault("RB8022", reason="there is no empty line")
    end = lines.index("", 1)
    head, rest = lines[:end], lines[end + 1 :]
    if head[0] == "rubricc.row@v1":
        return _row_proven(head, rest, key)
    checkpoint = Checkpoint("\n".join(rest).encode(), "proof")
    checkpoint.require(key)
    proven = Proven(head[0], checkpoint)
    if head[0] == "c2sp.org/tlog-proof@v1":
        line, index = _bytes(head, 1, "extra"), _number(head, 2, "index")
        found = included(leaf_of(line), index, checkpoint.size, _hashes(head[3:]))
        proven.record = Record(line, f"record {index}")
        if proven.record.value["number"] != index:
            raise Fault("RB8023", reason="the record has another number")
    elif head[0] == "rubricc.consistency@v1":
        old, old_root = _number(head, 1, "old"), _bytes(head, 2, "root")
        found = consistent(old, old_root, checkpoint.size, _hashes(head[3:]))
        proven.old = old, old_root
    else:
        raise Fault("RB8022", reason="a kind of proof that is not known")
    if found != checkpoint.root:
        raise Fault("RB8023", reason="it leads to another root")
    return proven


def _row_proven(head: list[str], rest: list[str], key: Key) -> Proven:
    proven = _proven(rest, key)
    record = proven.record
    rows = record.body.get("rows") if record is not None else None
    if not isinstance(rows, dict):
        raise Fault("RB8023", reason="the record has no rows")
    line, index = _bytes(head, 1, "row"), _number(head, 2, "index")
    proven.row = checked_row(line, f"row {index}")
    if included(leaf_of(line), index, int(str(rows["size"])), _hashes(head[3:])).hex() != rows["root"]:
        raise Fault("RB8023", reason="it leads to another root")
    proven.what = head[0]
    return proven


def _field(head: list[str], at: int, name: str) -> str:
    found, _, value = head[at].partition(" ") if at < len(head) else ("", "", "")
    if found != name:
        raise Fault("RB8022", reason="a part is missing")
    return value


def _number(head: list[str], at: int, name: str) -> int:
    value = _field(head, at, name)
    if not _DIGITS.fullmatch(value):
        raise Fault("RB8022", reason="a part has another form")
    return int(value)


def _bytes(head: list[str], at: int, name: str) -> bytes:
    data = exact_base64(_field(head, at, name))
    if data is None:
        raise Fault("RB8022", reason="a part has another form")
    return data


def _hashes(lines: list[str]) -> list[bytes]:
    found = [exact_base64(line) for line in lines]
    if len(found) > 64 or any(each is None or len(each) != 32 for each in found):
        raise Fault("RB8022", reason="a part has another form")
    return [each for each in found if each is not None]


# ---- the command -------------------------------------------------------------------------------------------------


def described(report: Report, lang: str) -> list[str]:
    """What a report says, a line each."""

    def say(zh: str, en: str) -> None:
        lines.append(zh if lang == "zh" else en)

    lines: list[str] = []
    size, points = report.tree.size, len(report.checkpoints)
    identity, root = _shown(report.identity), report.root.hex()
    if size:
        say(f"台账 {identity or '？'}", f"ledger {identity or '?'}")
        span = [f"{report.first} – {report.last}"] if report.first else []
        say("，".join([f"  记录：{size} 条", *span]), ", ".join([f"  records: {size}", *span]))
        say(
            f"  文件：{report.files} 个；检查点：{report.kept} 个，成立 {points} 个",
            f"  files: {report.files}; checkpoints: {report.kept}, of which {points} hold",
        )
        for each in report.given:
            name = _shown(each.name)
            say(
                f"  另给的检查点 {name}（{each.size} 条）：成立",
                f"  the checkpoint {name} that was given, of {each.size}: holds",
            )
        say(f"  根：{root}", f"  root: {root}")
    if not report.pinned_key and report.keys:
        key = _shown(report.keys[-1][1].text)
        say(
            f"  没有指定公钥（--key），用的是台账自带的 {key}",
            f"  no key was given (--key); the ledger's own was used: {key}",
        )
    if size and not report.pinned_identity:
        say("  没有指定台账名称（--identity）", "  no identity was given (--identity)")
    beyond = size - max((each.size for each in report.checkpoints + report.given), default=0)
    if beyond and report.holds:
        say(
            f"  还没有检查点的：最后 {beyond} 条，被截去或改写看不出来",
            f"  without a checkpoint: the last {beyond}; nobody would see them cut off or rewritten",
        )
    if report.otherwise:
        say(
            f"  评分表与同名同版本发布的不同（RB8050）：第 {_listed(report.otherwise, '、')} 条",
            "  scored by a rubric other than the one published under its name and version (RB8050): "
            + _listed(report.otherwise, ", "),
        )
    if report.unpublished:
        say(
            f"  评分表发布过别的版本，没有发布过这个版本（RB8051）：第 {_listed(report.unpublished, '、')} 条",
            "  scored by a version that was not published, where others of its name were (RB8051): "
            + _listed(report.unpublished, ", "),
        )
    lines += [f"  {fault.text(lang)}" for fault in report.faults.values()]
    if report.holds and report.vouched:
        say("完整，没有改动", "whole and unchanged")
    elif report.holds:
        say(
            "自相一致；没有别处来的检查点、也没有别处来的公钥签过的检查点作证，不能断定没有改动",
            "it agrees with itself; no checkpoint from elsewhere, or by a key from elsewhere, says it is unchanged",
        )
    else:
        say("不成立", "does not hold")
    return lines


def _listed(numbers: list[int], between: str) -> str:
    """The first of many numbers."""
    return between.join([*map(str, numbers[:20]), *(["…"] if len(numbers) > 20 else [])])


def described_proof(proven: Proven, lang: str) -> list[str]:
    """What a proof shows."""
    zh, point = lang == "zh", proven.checkpoint
    lines = [_short(point.identity, point.size, point.root)]
    if proven.old is not None:
        old = _short(point.identity, *proven.old)
        lines.append(f"  自 {old} 以来只有增加" if zh else f"  it has only grown since {old}")
    if proven.record is not None:
        value, body = proven.record.value, proven.record.body
        kind = KINDS[proven.record.kind] if zh else proven.record.kind
        lines.append(f"  {value['number']} {value['at']} {_shown(str(value['actor']))} {kind}")
        result = body.get("result", body)
        assert isinstance(result, dict)
        rubric = result.get("rubric")
        if isinstance(rubric, dict):
            lines.append("  " + _shown(f"{rubric['name']} {rubric['version']}".rstrip()))
        if proven.record.kind == "adjust":
            lines += _described_adjustment(body, zh)
        if "result" in body and "total" in result:
            scored = _shown(f"{result['total']} {result.get('grade') or ''}".rstrip())
            lines.append(f"  {'总分' if zh else 'total'} {scored}")
    if proven.row is not None:
        lines += _described_row(proven.row["row"], zh)
    return [*lines, "证明成立" if zh else "the proof holds"]


def _described_adjustment(body: dict[str, Json], zh: bool) -> list[str]:
    """What people changed, why, and who they are."""

    def said(*names: str) -> str:
        ends = []
        for end in ("before", "after"):
            values = [part[end] for part in (body[name] for name in names) if isinstance(part, dict)]
            ends.append(" ".join(str(each) for each in values if each) or "–")
        return " → ".join(ends)

    lines = [
        f"#{body['of']} {body['item']} {said('points')}",
        f"{'总分' if zh else 'total'} {said('total', 'grade')}",
    ]
    for name, words in (("reason", "理由"), ("by", "提出"), ("approved", "批准")):
        lines.append(f"{words if zh else name} {body[name]}")
    return [f"  {_shown(line)}" for line in lines]


def _described_row(row: Json, zh: bool) -> list[str]:
    """What one unit of a run got. A row may hold anything: only texts are shown, and only where they are wanted."""

    def said(part: dict[str, Json], *names: str, between: str = " ") -> str:
        return _shown(between.join(str(part[name]) for name in names if isinstance(part.get(name), str)))

    if not isinstance(row, dict):
        return []
    lines = [f"  {said(row, 'unit')}", f"  {'总分' if zh else 'total'} {said(row, 'total', 'grade') or '–'}"]
    items = row.get("indicators")
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict):
            points = said(item, "points", "weight", between=" / ")
            lines.append(f"    {said(item, 'code', 'name')}  {points}")
    return lines


def _short(identity: str, size: int, root: bytes) -> str:
    """A checkpoint as it stands at the foot of a report (section 4)."""
    return f"{_shown(identity)} {size} {root.hex()[:16]}"


def in_chinese(arguments: list[str]) -> bool:
    """As --lang asks, else the first of LC_ALL, LC_MESSAGES, LANG that is set."""
    asked = re.search(r"(?:^|\n)--lang[=\n](zh|en)(?:\n|$)", "\n".join(arguments))
    if asked:
        return asked[1] == "zh"
    system = next((os.environ[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(n)), "")
    return system.lower().startswith("zh")


def main(arguments: list[str] | None = None) -> int:
    arguments = sys.argv[1:] if arguments is None else arguments
    chinese = in_chinese(arguments)
    argparse._ = lambda text: USAGE.get(text, text) if chinese else text  # type: ignore[attr-defined]

    def said(zh: str, en: str) -> str:
        return zh if chinese else en

    parser = argparse.ArgumentParser(
        "rubricc-verify", description=said("核验台账", "whether a ledger is whole")
    )
    parser.add_argument(
        "folder", nargs="?", metavar="DIR", help=said("台账的文件夹", "the folder of a ledger")
    )
    parser.add_argument(
        "--key", metavar="FILE", help=said("从别处得到的公钥", "the public key, got from elsewhere")
    )
    parser.add_argument(
        "--identity", metavar="NAME", help=said("台账应有的名称", "the name that the ledger must have")
    )
    parser.add_argument(
        "--checkpoint", metavar="FILE", action="append", default=[],
        help=said("留在别处的检查点（可多次）", "a checkpoint that was kept elsewhere (repeatable)"),
    )  # fmt: skip
    parser.add_argument(
        "--proof", metavar="FILE", help=said("一个证明，不是台账", "a proof, instead of a ledger")
    )
    parser.add_argument(
        "--lang", choices=("zh", "en"), default="zh" if chinese else "en",
        help=said("输出的语言（默认：同系统）", "language of the output (default: the system's)"),
    )  # fmt: skip
    args = parser.parse_args(arguments)

    def called_wrongly(zh: str, en: str) -> int:
        print(f"rubricc-verify: {_shown(zh if args.lang == 'zh' else en)}", file=sys.stderr)
        return 2

    if (args.folder is None) is (args.proof is None) or (args.proof and not args.key):
        return called_wrongly(
            "请写台账的文件夹，或 --proof 文件 和 --key 文件",
            "a folder is wanted, or --proof FILE with --key FILE",
        )
    if args.folder is not None and not os.path.isdir(args.folder):
        return called_wrongly(
            f"{args.folder} 不是文件夹；压缩包要先解开",
            f"{args.folder} is no folder; an archive must be unpacked first",
        )
    try:
        key = None if args.key is None else Key(_read(args.key, LIMIT_NOTE).decode("utf-8-sig").strip()).text
        checkpoints = [(path, _read(path, LIMIT_NOTE)) for path in args.checkpoint]
        proof = None if args.proof is None else _read(args.proof, LIMIT_PROOF)
    except OSError as error:
        return called_wrongly(f"读不了 {error.filename}", f"cannot read {error.filename}: {error.strerror}")
    except ValueError:
        return called_wrongly(
            f"{args.key} 里不是公钥，或抄错了",
            f"there is no public key in {args.key}, or it was copied wrongly",
        )
    try:
        if proof is not None:
            print(
                "\n".join(
                    described_proof(verify_proof(proof, str(key), args.identity, checkpoints), args.lang)
                )
            )
            return 0
        report = verify(args.folder, key=key, identity=args.identity, checkpoints=checkpoints)
    except Fault as fault:
        print(fault.text(args.lang))
        return 4
    except OSError as error:  # what could not be read was not verified
        where = error.filename or args.folder
        return called_wrongly(f"读不了 {where}", f"cannot read {where}: {error.strerror}")
    print("\n".join(described(report, args.lang)))
    return 0 if report.holds else 4


def _read(path: str, limit: int) -> bytes:
    with opened(path) as stream:
        return stream.read(limit + 1)


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    sys.exit(main())
