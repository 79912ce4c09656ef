"""What people could do to a ledger is refused, for its reason, by the verifier as it is handed out."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from rubricc.cli import main
from rubricc.compiler.audit import tree, verifier
from rubricc.compiler.audit.problem import LedgerProblem
from rubricc.compiler.audit.store.ledger import Store
from rubricc.ledger import Ledger
from tampered import TAMPERED, made, pins
from tampering import Tampering
from whole_ledger import FACTS, NEW, OLD, build, written


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Tampering, Path]]:
    folder = tmp_path_factory.mktemp("tampered")
    return {tampering.name: (tampering, place) for tampering, place in made(folder)}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("program") / "rubricc-verify.py"
    path.write_bytes((files("rubricc.compiler.audit") / "verifier.py").read_bytes())
    return path


def ran(program: Path, *arguments: str | Path, lang: str = "en") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", program, *arguments, "--lang", lang]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def test_there_are_forty_at_least_and_every_fault_of_a_ledger() -> None:
    assert len(TAMPERED) >= 40
    assert len({each.name for each in TAMPERED}) == len(TAMPERED)
    of_proofs = {"RB8022", "RB8023"}
    assert {each.code for each in TAMPERED} == verifier.SENTENCES.keys() - of_proofs


@pytest.mark.parametrize("name", [each.name for each in TAMPERED])
def test_a_tampered_ledger_is_refused(
    name: str, ledgers: dict[str, tuple[Tampering, Path]], program: Path
) -> None:
    tampering, folder = ledgers[name]
    done = ran(program, folder, *pins(tampering, folder))
    assert done.returncode == 4, done.stdout + done.stderr
    assert f"  {tampering.code} " in done.stdout
    assert not done.stderr
    assert done.stdout.endswith("\ndoes not hold\n")


def test_the_whole_ledger_is_accepted(ledgers: dict[str, tuple[Tampering, Path]], program: Path) -> None:
    whole = next(iter(ledgers.values()))[1].parent / "whole"
    done = ran(program, whole)
    assert (done.returncode, done.stderr) == (0, "")
    assert "records: 10," in done.stdout
    assert "no key was given" in done.stdout
    assert done.stdout.endswith(
        "\nit agrees with itself; no checkpoint from elsewhere, or by a key from elsewhere, says it is unchanged\n"
    )
    point = whole / "checkpoints" / "000000000005.txt"
    assert ran(program, whole, "--checkpoint", point, lang="zh").stdout.endswith("\n完整，没有改动\n")
    for key in (OLD, NEW):  # the key of the start, and the one that it was changed to
        pin = whole.parent / "pin.pub"
        pin.write_text(written(key) + "\n", encoding="utf-8")
        done = ran(program, whole, "--key", pin, "--identity", "某局/热线-2020")
        assert done.returncode == 0
        assert "no key was given" not in done.stdout
        assert done.stdout.endswith("\nwhole and unchanged\n")


def test_a_wrong_call_is_no_verdict(program: Path, tmp_path: Path) -> None:
    junk = tmp_path / "junk"
    junk.write_text("no key", encoding="utf-8")
    for arguments, said in (
        ((), "a folder is wanted"),
        ((tmp_path, "--key", junk), "there is no public key in"),
        ((tmp_path, "--key", "nowhere"), "cannot read nowhere"),
        (("--proof", junk), "a folder is wanted"),
        ((tmp_path / "nowhere",), "is no folder"),
        ((junk,), "an archive must be unpacked"),
    ):
        done = ran(program, *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr
        assert not ran(program, *arguments, lang="zh").stderr.isascii()
    assert ran(program, tmp_path).returncode == 4  # a folder was verified: no ledger is in it


def test_the_program_says_how_it_is_called_in_the_language_that_is_asked_for(program: Path) -> None:
    for arguments, zh, en in (
        (["--help"], "用法：rubricc-verify", "usage: rubricc-verify"),
        (["--nope"], "rubricc-verify：不认识的参数：--nope", "error: unrecognized arguments: --nope"),
        (["--key"], "参数 --key：后面要有一个值", "argument --key: expected one argument"),
        (["--format", "x"], "不认识的参数", "unrecognized"),
    ):
        for lang, said in (("zh", zh), ("en", en)):
            assert said in asked(program, lang, *arguments)
    assert "没有 'xx' 这个选择" in asked(program, "zh", "--lang", "xx")


def asked(program: Path, lang: str, *arguments: str) -> str:
    """What it prints, where the language is asked for before anything goes wrong."""
    command = [sys.executable, "-I", "-S", str(program), f"--lang={lang}", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    return done.stdout + done.stderr


def test_what_cannot_be_read_is_no_verdict(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of the system that is there and cannot be read stands for a disk that fails."""
    folder = build(tmp_path / "l").folder
    (folder / "records" / "000002.jsonl").symlink_to("/proc/self/mem")
    for lang, said in (("en", "cannot read"), ("zh", "读不了")):
        done = ran(program, folder, lang=lang)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr
    assert main(["audit", "verify", str(folder)]) == 2
    with pytest.raises(LedgerProblem, match="RB8031"):
        Ledger(folder).require_whole()


def test_one_missing_file_is_one_fault(tmp_path: Path) -> None:
    """The rows of the same record are looked at all the same, and found to be right."""
    store = build(tmp_path / "l")
    (store.folder / "content" / FACTS.digest[:2] / FACTS.digest[2:]).unlink()
    assert list(verifier.verify(str(store.folder)).faults) == ["RB8017"]


@pytest.fixture
def one_signature(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is signed is the same most of the time, and is worked out once."""
    monkeypatch.setattr(verifier, "signature_holds", cache(verifier.signature_holds))
    monkeypatch.setattr(verifier, "_point", cache(verifier._point))


@pytest.mark.usefixtures("one_signature")
def test_every_flipped_bit_is_noticed(tmp_path: Path) -> None:
    """Of a ledger under a checkpoint, in the order of its bytes; the long test flips every one of a larger ledger."""
    folder = tmp_path / "ledger"
    build(folder)
    path = folder / "records" / "000001.jsonl"
    whole = path.read_bytes()
    for at in range(0, len(whole), 29):
        flipped = bytearray(whole)
        flipped[at] ^= 1 << at % 8
        path.write_bytes(flipped)
        assert not verifier.verify(str(folder)).holds, f"byte {at}"


@pytest.mark.long
@pytest.mark.usefixtures("one_signature")
def test_every_single_flipped_bit_is_noticed(tmp_path: Path) -> None:
    """Every bit of every record, checkpoint and kept file."""
    folder = tmp_path / "ledger"
    build(folder)
    flips = 0
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name == "lock":
            continue
        whole = path.read_bytes()
        for at in range(len(whole)):
            for bit in range(8):
                flipped = bytearray(whole)
                flipped[at] ^= 1 << bit
                path.write_bytes(flipped)
                report = verifier.verify(str(folder))

                assert not report.holds, f"{path} byte {at} bit {bit}"
                flips += 1
        path.write_bytes(whole)
    assert verifier.verify(str(folder)).holds
    print(f"{flips} flipped bits, all noticed")


@pytest.mark.usefixtures("one_signature")
def test_every_record_removed_repeated_swapped_or_inserted_is_noticed(tmp_path: Path) -> None:
    folder = tmp_path / "ledger"
    build(folder)
    path = folder / "records" / "000001.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    others = []
    for a in range(len(lines)):
        others.append(lines[:a] + lines[a + 1 :])
        for b in range(len(lines)):
            others.append([*lines[:b], lines[a], *lines[b:]])
            if a < b:
                others.append([*lines[:a], lines[b], *lines[a + 1 : b], lines[a], *lines[b + 1 :]])
    others.append([*lines, lines[-1]])
    for other in others:
        path.write_bytes(b"".join(other))
        assert not verifier.verify(str(folder)).holds
    assert len(others) > 150


def test_a_checkpoint_from_elsewhere_shows_what_the_folder_hides(tmp_path: Path) -> None:
    """The operator cuts the ledger off and removes the checkpoints; somebody else kept one."""
    store = build(tmp_path / "ledger")
    kept = (store.folder / "checkpoints" / "000000000010.txt").read_bytes()
    for path in (store.folder / "checkpoints").iterdir():
        path.unlink()
    segment = store.folder / "records" / "000001.jsonl"
    segment.write_bytes(b"".join(segment.read_bytes().splitlines(keepends=True)[:8]))
    assert verifier.verify(str(store.folder)).holds  # what it does not detect by itself
    report = verifier.verify(str(store.folder), checkpoints=[("kept", kept)])
    assert list(report.faults) == ["RB8015"]


# ---- proofs ------------------------------------------------------------------------------------------------------


def proofs(folder: Path) -> dict[str, str]:
    """One proof of each kind."""
    from rubricc.compiler.audit import notes
    from whole_ledger import ROWS

    build(folder)
    ledger = Ledger(folder)
    leaves = [tree.leaf_hash(row) for row in ROWS]
    return {
        "record": ledger.prove(8),
        "growth": ledger.prove_growth(3),
        "row": notes.row_proof(ROWS[2], 2, tree.inclusion(leaves, 2), ledger.prove(7)),
    }


def test_proofs_hold_and_say_what_they_show(tmp_path: Path, program: Path) -> None:
    pin = tmp_path / "key.pub"
    pin.write_text(written(NEW) + "\n", encoding="utf-8")
    wanted = {
        "record": "total 3 良",
        "growth": "it has only grown since 某局/热线-2020 3 ",
        "row": "\n  2 科\n",
    }
    for name, proof in proofs(tmp_path / "ledger").items():
        path = tmp_path / f"{name}.tlog-proof"
        path.write_text(proof, encoding="utf-8")
        done = ran(program, "--proof", path, "--key", pin)
        assert done.returncode == 0, done.stdout
        assert wanted[name] in done.stdout
        assert done.stdout.endswith("the proof holds\n")
        assert "1 科" not in done.stdout
        assert ran(program, "--proof", path, "--key", pin, "--identity", "x").returncode == 4


def test_nothing_is_proved_of_a_ledger_with_fewer_records_than_its_checkpoint_covers(tmp_path: Path) -> None:
    proofs(tmp_path)
    path = tmp_path / "records" / "000001.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    ledger = Ledger(tmp_path)
    with pytest.raises(LedgerProblem, match="RB8015"):
        ledger.prove(1)
    with pytest.raises(LedgerProblem, match="RB8015"):
        ledger.prove_growth(3)


def test_no_flipped_bit_of_a_proof_is_accepted(tmp_path: Path) -> None:
    """Or it shows exactly the same: base64 is exact, so no bit is without meaning."""
    for name, proof in proofs(tmp_path / "ledger").items():
        whole = proof.encode()
        for at in range(0, len(whole), 7):
            flipped = bytearray(whole)
            flipped[at] ^= 1 << at % 7
            with pytest.raises(verifier.Fault):
                verifier.verify_proof(bytes(flipped), written(NEW))
                raise AssertionError(f"{name}: byte {at}")


def test_a_proof_needs_the_right_key(tmp_path: Path) -> None:
    for proof in proofs(tmp_path / "ledger").values():
        verifier.verify_proof(proof.encode(), written(NEW))
        with pytest.raises(verifier.Fault) as wrong:
            verifier.verify_proof(proof.encode(), written(OLD))
        assert wrong.value.code == "RB8014"


def test_pins_may_come_by_mail_or_from_paper(tmp_path: Path, program: Path) -> None:
    """What an editor or a mail puts around lines is no reason to say of a ledger that it does not hold."""
    store = build(tmp_path / "ledger")
    note = (store.folder / "checkpoints" / "000000000010.txt").read_bytes()
    key = (written(NEW) + "\n").encode()
    proof = tmp_path / "growth.tlog-proof"
    proof.write_text(proofs(tmp_path / "other")["growth"], encoding="utf-8")
    as_windows = [b"\xef\xbb\xbf" + each.replace(b"\n", b"\r\n") for each in (note, key)]
    for given in ([note.rstrip(), key.rstrip()], as_windows, [b"\n" + note + b"\n\n", key + b"\n"]):
        for path, data in zip((tmp_path / "point.txt", tmp_path / "key.pub"), given, strict=True):
            path.write_bytes(data)
        own: list[str | Path] = ["--key", tmp_path / "key.pub", "--checkpoint", tmp_path / "point.txt"]
        for of in ([store.folder], ["--proof", proof]):
            done = ran(program, *of, *own)
            assert done.returncode == 0, done.stdout + done.stderr
        assert main(["audit", "verify", str(store.folder), *map(str, own)]) == 0


def test_a_fault_is_named_by_the_checkpoint_that_was_given(tmp_path: Path, program: Path) -> None:
    store = build(tmp_path / "ledger")
    kept = tmp_path / "kept.txt"
    kept.write_bytes((store.folder / "checkpoints" / "000000000010.txt").read_bytes())
    records = store.folder / "records" / "000001.jsonl"
    records.write_bytes(b"".join(records.read_bytes().splitlines(True)[:-1]))
    said = ran(program, store.folder, "--checkpoint", kept).stdout
    assert f"{kept} has seen 10, here are 9" in said
    assert "without a checkpoint" not in said  # it does not hold: that is what there is to say


def test_the_proof_of_a_unit_shows_its_points(tmp_path: Path, program: Path) -> None:
    rubric, facts = tmp_path / "部门.rubric", tmp_path / "部门.csv"
    rubric.write_text(RUN, encoding="utf-8")
    facts.write_text("单位,接通率\n住建局,94.36%\n城管局,90%\n", encoding="utf-8")
    ledger, key, private = (str(tmp_path / name) for name in ("ledger", "key.pub", "key.pem"))
    proof = str(tmp_path / "row.proof")
    for call in (
        ["init", ledger, "--identity", "局", "--private-key", private, "-o", key],
        ["checkpoint", ledger, "--private-key", private],
        ["prove", ledger, "1", "--unit", "城管局", "-o", proof],
    ):
        assert main(["audit", *call]) == 0
        if call[0] == "init":
            assert main(["score", str(rubric), "--data", str(facts), "--ledger", ledger]) == 0
    said = ran(program, "--proof", proof, "--key", key, lang="zh").stdout.splitlines()
    assert said[-4:] == ["  城管局", "  总分 5 中", "    C1 接通率  5 / 10", "证明成立"]


RUN = """\
评分表 "部门" 版本 "2020"：
    总分 10
    等级：良 ≥ 8，中 其他
    约定 cn-fiscal
数据 部门 按单位：
    接通率：百分比
C1 接通率 权重10：目标≥95%；每低1%扣1分
"""


def test_a_proof_of_a_record_beyond_the_checkpoint_is_not_made(tmp_path: Path) -> None:
    from rubricc.compiler.audit.problem import LedgerProblem
    from whole_ledger import Clock, score_body

    store: Store = build(tmp_path / "ledger")
    from datetime import UTC, datetime

    with store.appending("张三", Clock(datetime(2027, 1, 1, tzinfo=UTC))) as pen:
        pen.write("score", score_body())
    with pytest.raises(LedgerProblem, match="RB8046"):
        Ledger(store.folder).prove(10)
