"""Trees, canonical JSON, notes and signatures against published vectors and against second implementations.

The writer (`compiler/audit/tree.py` …) and the verifier are held to each other here: they share no code.
"""

from __future__ import annotations

import ast
import base64
import re
import sys
from pathlib import Path

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from rubricc.compiler.audit import notes, tree, verifier
from rubricc.compiler.audit.canonical import DEPTH, LARGEST, canonical
from rubricc.compiler.audit.keys import KeyProblem, SigningKey
from rubricc.dsl.diagnostics.catalogue import CATALOGUE
from whole_ledger import IDENTITY, NEW, OLD

# ---- the tree ----------------------------------------------------------------------------------------------------

# The vectors of the Certificate Transparency project: eight leaves, and the root at every size.
LEAVES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def leaves(size: int) -> list[bytes]:
    return [tree.leaf_hash(bytes([number])) for number in range(size)]


def test_roots_are_the_published_ones() -> None:
    found = [tree.leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES]
    assert tuple(tree.root(found[:size]).hex() for size in range(9)) == ROOTS
    own = verifier.Tree()
    grown = [own.root().hex()]
    for leaf in LEAVES:
        own.append(verifier.leaf_of(bytes.fromhex(leaf)))
        grown.append(own.root().hex())
    assert tuple(grown) == ROOTS


def test_a_root_is_what_the_definition_says() -> None:
    """RFC 6962, section 2.1, word for word."""

    def defined(found: list[bytes]) -> bytes:
        if len(found) == 1:
            return found[0]
        at = max(1 << power for power in range(9) if 1 << power < len(found))
        return tree.node_hash(defined(found[:at]), defined(found[at:]))

    for size in range(1, 70):
        assert tree.root(leaves(size)) == defined(leaves(size))


def test_every_inclusion_proof_holds_and_no_other() -> None:
    for size in range(1, 34):
        every = leaves(size)
        root = tree.root(every)
        for index, leaf in enumerate(every):
            path = tree.inclusion(every, index)
            assert verifier.included(leaf, index, size, path) == root
            for wrong in (index + 1, index - 1, index ^ 1):
                if 0 <= wrong < size and wrong != index:
                    assert leads_elsewhere(leaf, wrong, size, path, root)
            for other in ([*path, root], path[:-1], path[1:]):
                if other != path:
                    assert leads_elsewhere(leaf, index, size, other, root)


def leads_elsewhere(leaf: bytes, index: int, size: int, path: list[bytes], root: bytes) -> bool:
    try:
        return verifier.included(leaf, index, size, path) != root
    except verifier.Fault as fault:
        return fault.code == "RB8023"


def test_every_consistency_proof_holds_and_no_other() -> None:
    for size in range(1, 34):
        every = leaves(size)
        for old in range(1, size + 1):
            path, before = tree.consistency(every, old), tree.root(every[:old])
            assert verifier.consistent(old, before, size, path) == tree.root(every)
            for other in ([*path, before], path[:-1], path[1:]):
                if other != path:
                    assert inconsistent(old, before, size, other, tree.root(every))
            assert size == old or inconsistent(old, bytes(32), size, path, tree.root(every))


def inconsistent(old: int, before: bytes, size: int, path: list[bytes], root: bytes) -> bool:
    try:
        return verifier.consistent(old, before, size, path) != root
    except verifier.Fault as fault:
        return fault.code == "RB8023"


def test_a_repeated_last_leaf_gives_another_root() -> None:
    """CVE-2012-2459: trees that double the last leaf cannot tell these apart."""
    for size in range(1, 20):
        every = leaves(size)
        assert tree.root(every) != tree.root([*every, every[-1]])


def test_what_is_outside_of_a_tree_has_no_proof() -> None:
    with pytest.raises(IndexError):
        tree.inclusion(leaves(3), 3)
    with pytest.raises(IndexError):
        tree.consistency(leaves(3), 0)
    with pytest.raises(verifier.Fault):
        verifier.included(leaves(1)[0], 1, 1, [])
    with pytest.raises(verifier.Fault):
        verifier.consistent(0, bytes(32), 3, [])


# ---- canonical JSON ----------------------------------------------------------------------------------------------

TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_canonical_json_is_that_of_rfc_8785(value: object) -> None:
    written = canonical(value)
    assert written == rfc8785.dumps(value)  # type: ignore[arg-type]
    assert verifier.read_json(written, "here") == value


def test_names_are_ordered_by_utf_16() -> None:
    assert canonical({"\U0001f600": 1, "\ufb33": 2}) == '{"\U0001f600":1,"\ufb33":2}'.encode()


@pytest.mark.parametrize(
    "value", [0.5, 2**53, -(2**53), float("nan"), {1: 2}, b"x", "\ud800", {"x": object()}, {"\udc00": 1}]
)
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(ValueError):
        canonical(value)


def test_nesting_has_one_bound_for_both() -> None:
    def nested(depth: int) -> object:
        return [nested(depth - 1)] if depth else 1

    assert verifier.read_json(canonical(nested(DEPTH)), "here") == nested(DEPTH)
    with pytest.raises(ValueError):
        canonical(nested(DEPTH + 1))
    with pytest.raises(verifier.Fault):
        verifier.read_json(b"[" * (DEPTH + 1) + b"1" + b"]" * (DEPTH + 1), "here")


@given(st.binary(max_size=60) | TEXT.map(str.encode) | JSON.map(canonical))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        value = verifier.read_json(data, "here")
    except verifier.Fault as fault:
        assert fault.code == "RB8004"
    else:
        assert canonical(value) == data


# ---- signatures and notes ----------------------------------------------------------------------------------------

# RFC 8032, section 7.1: public key, message, signature.
ED25519 = (
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
)


@pytest.mark.parametrize(("public", "text", "signature"), ED25519)
def test_signatures_are_those_of_rfc_8032(public: str, text: str, signature: str) -> None:
    key, data, signed = bytes.fromhex(public), bytes.fromhex(text), bytes.fromhex(signature)
    assert verifier.signature_holds(key, data, signed)
    assert not verifier.signature_holds(key, data + b"x", signed)
    for at in range(64):
        other = bytearray(signed)
        other[at] ^= 1
        assert not verifier.signature_holds(key, data, bytes(other))


@given(st.binary(max_size=80))
def test_the_verifier_accepts_what_the_writer_signs(text: bytes) -> None:
    assert verifier.signature_holds(OLD.public, text, OLD.sign(text))
    assert not verifier.signature_holds(NEW.public, text, OLD.sign(text))


def test_keys_and_points_of_small_order_are_refused() -> None:
    """With such a key one signature fits every text."""
    identity = (1).to_bytes(32, "little")
    for small in (identity, bytes(32), (verifier.P - 1).to_bytes(32, "little")):
        assert not verifier.signature_holds(small, b"any", identity + bytes(32))
        with pytest.raises(ValueError):
            verifier.Key(notes.written_key("x", small))
    assert verifier._point((verifier.P + 3).to_bytes(32, "little")) is None  # not canonical
    assert verifier._point(bytes(31) + b"\x80") is None  # minus zero
    assert not verifier.signature_holds(OLD.public[:31], b"", OLD.sign(b""))
    assert not verifier.signature_holds(OLD.public, b"", OLD.sign(b"") + b"\0")


def test_a_note_of_another_program_is_read() -> None:
    """The example of an independent implementation of C2SP notes."""
    key = verifier.Key("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
    note = (
        "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi"
        "2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
    )
    assert verifier.open_note(note.encode(), [key]) == ("This is an example message.\n", {key}, 1)
    with pytest.raises(ValueError, match=r"^signature$"):
        verifier.open_note(note.replace("example message", "other message").encode(), [key])


def test_signatures_of_strangers_are_passed_over() -> None:
    note = notes.signed("a\n\nb\n", [(IDENTITY, each.public, each.sign) for each in (OLD, NEW)])
    old = verifier.Key(notes.written_key(IDENTITY, OLD.public))
    assert verifier.open_note(note.encode(), [old]) == ("a\n\nb\n", {old}, 2)
    assert verifier.open_note(note.encode(), []) == ("a\n\nb\n", set(), 2)


@pytest.mark.parametrize(
    "note",
    [
        b"a\n",
        b"a\n\n",
        b"a\n\nb\n",
        "a\n\n— x\n".encode(),
        "a\n\n— x AAAA\n".encode(),
        "a\n\n— x AAAAAAAA".encode(),
        b"a\n\n- x AAAAAAAA\n",
        "a\n\n— x+y AAAAAAAA\n".encode(),
        "a\n\n— x AAAAAAA\n".encode(),
        "a\n\n— x AAAAAAB=\n".encode(),
        "a\x07\n\n— x AAAAAAAA\n".encode(),
        ("a\n\n" + "— x AAAAAAAA\n" * 33).encode(),
        b"a" * 70_000,
        b"\xff\n\n",
    ],
)
def test_what_is_no_note_is_refused(note: bytes) -> None:
    with pytest.raises(ValueError):
        verifier.open_note(note, [])


@pytest.mark.parametrize(
    "change", [("+", "-"), ("某", "别"), ("147fabdd", "147fabde"), ("AYqI", "BYqI"), ("D29c", "D29")]
)
def test_a_key_that_is_written_otherwise_is_none(change: tuple[str, str]) -> None:
    text = notes.written_key(IDENTITY, OLD.public)
    assert verifier.Key(text).public == OLD.public
    assert change[0] in text
    with pytest.raises(ValueError):
        verifier.Key(text.replace(*change))


def test_private_keys_are_kept_under_a_passphrase() -> None:
    key = SigningKey.new()
    for secret in (None, "口令 1"):
        assert SigningKey.read(key.written(secret), secret).public == key.public
    for pem, secret, reason in (
        (key.written("a"), "b", "<wrong passphrase>"),
        (key.written("a"), None, "<needs a passphrase>"),
        (key.written(None), "a", "<has no passphrase>"),
        (b"nothing", None, "<no key>"),
    ):
        with pytest.raises(KeyProblem) as wrong:
            SigningKey.read(pem, secret)
        assert wrong.value.reason == reason
        assert str(wrong.value) != "b"


def test_a_private_key_of_another_kind_is_refused() -> None:
    from cryptography.hazmat.primitives import serialization as s
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    pem = X25519PrivateKey.generate().private_bytes(s.Encoding.PEM, s.PrivateFormat.PKCS8, s.NoEncryption())
    with pytest.raises(KeyProblem, match="no Ed25519 key"):
        SigningKey.read(pem, None)


# ---- the verifier as a file ---------------------------------------------------------------------------------------

SOURCE = Path(verifier.__file__).read_text(encoding="utf-8")


def test_the_verifier_is_one_file_of_the_standard_library() -> None:
    for node in ast.walk(ast.parse(SOURCE)):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        assert {name.split(".")[0] for name in names} <= {*sys.stdlib_module_names, "__future__"}


def test_the_verifier_is_read_by_python_3_9() -> None:
    ast.parse(SOURCE, feature_version=(3, 9))
    with pytest.raises(SyntaxError):
        ast.parse("match x:\n    case 1: pass\n", feature_version=(3, 9))


def test_the_verifier_shares_no_line_with_the_writer() -> None:
    """Of any length that says something; what writes does not call it either, or one mistake would be both's."""

    def telling(text: str) -> set[str]:
        lines = {line.strip() for line in text.splitlines()}
        return {
            line
            for line in lines
            if len(line) > 28 and not line.startswith(("#", "from ", "import ", "except "))
        }

    own, folder = telling(SOURCE), Path(verifier.__file__).parent
    writers = [path for path in folder.rglob("*.py") if path.name != "verifier.py"]
    assert len(writers) > 9
    for path in writers:
        text = path.read_text(encoding="utf-8")
        assert not own & telling(text), path
        assert path.name == "records.py" or not re.search(r"import .*\bverifier\b", text), path
    read = re.findall(r"verifier\.\w+", (folder / "records.py").read_text(encoding="utf-8"))
    assert set(read) == {"verifier.Record", "verifier.Fault"}  # to read a record for whoever asks


def test_the_verifier_says_what_the_catalogue_says() -> None:
    """It carries its own sentences; `rubricc explain CODE` must speak of the same thing."""
    for code, (zh, en) in verifier.SENTENCES.items():
        entry = CATALOGUE[code]
        assert (entry.zh.title, entry.en.title) == (zh, en[:1].upper() + en[1:])
    assert verifier.SENTENCES.keys() == {code for code in CATALOGUE if "RB8001" <= code < "RB8030"}


def test_every_reason_has_its_chinese() -> None:
    fields = {name for bodies in verifier.BODIES.values() for name in bodies[0] | bodies[1]} | verifier.FIELDS
    missing = []
    for node in ast.walk(ast.parse(SOURCE)):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func)
        words = [k.value for k in node.keywords if k.arg == "reason"]
        words += node.args[1:2] if name in ("self.require", "require") else []
        words += node.args[:1] if name in ("refuse", "ValueError") else []
        for word in words:
            if isinstance(word, ast.Constant) and isinstance(word.value, str):
                plain = not set(word.value.split(", ")) <= fields | {"signature", "another name"}
                if plain and word.value not in verifier.REASONS:
                    missing.append(word.value)
    assert not missing


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_private_key_of_another_length_is_none(length: int) -> None:
    inner = bytes([4, length]) + bytes(length)
    body = bytes([2, 1, 0, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 4, len(inner)]) + inner
    text = base64.encodebytes(bytes([0x30, len(body)]) + body)
    with pytest.raises(KeyProblem, match="no key"):
        SigningKey.read(b"-----BEGIN PRIVATE KEY-----\n" + text + b"-----END PRIVATE KEY-----\n", None)
