"""The commands on a ledger and its API: what is recorded, who and when, and what is refused."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from rubricc.compiler.audit import verifier
from rubricc.compiler.audit.store.ledger import Store
from rubricc.ledger import Ledger
from shell import HEADER, LULIANG, ONE_LINE, Shell

ROOT = Path(__file__).resolve().parents[1]


# ---- recording ---------------------------------------------------------------------------------------------------


def test_a_ledger_needs_no_option(keyed: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RUBRICC_ACTOR")
    monkeypatch.setenv("LOGNAME", "zhang")
    done = keyed("audit", "init", "l")
    assert done.code == 0
    assert verifier.Key(done.out.strip()).name.startswith("l/")
    assert "RB8045" in done.err
    assert keyed("audit", "checkpoint", "l").code == 0
    done = keyed("audit", "verify", "l")
    assert done.code == 0
    assert "no key was given" in done.out
    assert json.loads(keyed("audit", "show", "l", "0", "--format", "json").out)["actor"] == "zhang"
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pwd.getpwuid", lambda uid: {}[uid])
    keyed.write("a.rubric", HEADER + ONE_LINE)
    keyed.write("a.yaml", "接通率: 94.36%\n")
    assert keyed("score", "a.rubric", "--data", "a.yaml", "--ledger", "l").code == 0
    assert json.loads(keyed("audit", "show", "l", "1", "--format", "json").out)["actor"] == "unknown"


def test_the_private_key_is_its_owners_and_outside_of_the_ledger(keyed: Shell) -> None:
    keyed("audit", "init", "l")
    (key,) = (keyed.folder / "settings" / "rubricc" / "keys").iterdir()
    assert stat.S_IMODE(os.stat(key).st_mode) == 0o600
    inside = b"".join(path.read_bytes() for path in (keyed.folder / "l").rglob("*") if path.is_file())
    assert b"PRIVATE" not in inside


def test_a_record_holds_what_was_printed(recorded: Shell) -> None:
    done = recorded("score", "热线.rubric", "--data", "facts.yaml", "--ledger", "台账", "--format", "json")
    printed = json.loads(done.out)
    assert printed["ledger"].keys() == {"identity", "number", "hash", "checkpoint"}
    entry = json.loads(recorded("audit", "show", "台账", "2", "--format", "json").out)
    assert (entry["number"], entry["hash"]) == (printed["ledger"]["number"], printed["ledger"]["hash"])
    assert entry["actor"] == "张三"
    result = entry["body"]["result"]
    del printed["ledger"], printed["total_derivation"]
    told = [one.pop("derivation") for one in printed["indicators"]]
    assert result == printed
    kept = recorded("audit", "show", "台账", "2", "--file", "derivation.txt").out
    assert all(text in kept for text in told)
    roles = {each["name"]: each["role"] for each in entry["body"]["files"]}
    assert roles == {"热线.rubric": "rubric", "@given/1/facts.yaml": "data", "derivation.txt": "derivation"}
    assert recorded("audit", "show", "台账", "2", "--file", "@given/1/facts.yaml").out == "接通率: 94.36%\n"
    assert recorded("audit", "show", "台账", "2", "--file", "x").code == 2


def test_every_report_names_its_record(recorded: Shell) -> None:
    score = ("score", "热线.rubric", "--data", "facts.yaml", "--ledger", "台账")
    for number, form in enumerate(("text", "markdown", "html", "text"), 2):
        done = recorded(*score, "--format", form)
        assert f"record {number}, hash {Store(recorded.folder / '台账').entry(number).leaf.hex()}" in done.out
        assert ("newest checkpoint: 某局/2020 5 " if number > 4 else "no checkpoint yet") in done.out
        if number == 4:
            recorded("audit", "checkpoint", "台账")
    assert "散列" in recorded(*score, "--lang", "zh").out


def test_missing_facts_are_recorded_as_missing(recorded: Shell) -> None:
    recorded.write("empty.yaml", "接通率:\n")
    done = recorded("score", "热线.rubric", "--data", "empty.yaml", "--ledger", "台账")
    assert done.code == 1
    body = json.loads(recorded("audit", "show", "台账", "2", "--format", "json").out)["body"]
    assert body["result"]["total"] is None
    assert body["result"]["interval"] == ["0", "5"]
    assert recorded("audit", "replay", "台账").out == "1  identical\n2  identical\n"


def test_refused_facts_are_not_recorded(recorded: Shell) -> None:
    recorded.write("bad.yaml", "接通率: 0.94\n")
    assert recorded("score", "热线.rubric", "--data", "bad.yaml", "--ledger", "台账").code == 1
    assert len(Ledger(recorded.folder / "台账").entries()) == 2


def test_standard_input_cannot_be_kept(recorded: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    class Stdin:
        buffer = io.BytesIO("接通率: 94.36%\n".encode())

    monkeypatch.setattr("sys.stdin", Stdin)
    done = recorded("score", "热线.rubric", "--data", "-", "--ledger", "台账")
    assert done.code == 2
    assert "RB8044" in done.err
    assert not done.out


def test_files_that_change_while_they_are_scored_are_noticed(
    recorded: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rubricc.compiler.audit.store import folders

    real = folders.read_whole

    def later(path: Path, *rest: int) -> bytes:
        return real(path, *rest).replace(b"94.36", b"95.36")

    monkeypatch.setattr("rubricc.recording.read_whole", later)
    done = recorded("score", "热线.rubric", "--data", "facts.yaml", "--ledger", "台账")
    assert done.code == 1
    assert "RB8038" in done.err
    assert not done.out
    assert len(Ledger(recorded.folder / "台账").entries()) == 2


# ---- the real rubrics --------------------------------------------------------------------------------------------

# What each of the five yields: total, grade, checks that hold and fail, obligations, weights that are still open.
HOTLINES = {
    "luliang-2020": ("85.6", "良", (46, 13), (0, 0), []),
    "zizhou-2021": ("96", "优", (9, 3), (0, 0), []),
    "yichun-2019": (None, None, (6, 4), (0, 0), [
        "11 < ? < 20.18  投入", "0 < ? < 9.18  投入未得分 · 过程未得分 · 产出未得分 · 效益未得分",
        "13 < ? < 22.18  过程", "44.82 < ? < 54  产出", "22 < ? < 31.18  效益"]),
    "shenzhen-2020": (None, None, (4, 6), (10, 3), []),
    "nanjing-2020": (None, None, (8, 4), (0, 0), []),
}  # fmt: skip


def yielded(result: dict[str, Any]) -> tuple[Any, ...]:
    checks = [each["result"] for each in result["checks"]]
    duties = [each["result"] for each in result["requirements"]]
    drafts = [note for each in result["warnings"] if each["code"] == "RB4005" for note in each["notes"]]
    return (
        result["total"], result["grade"], (checks.count("holds"), checks.count("fails")),
        (duties.count("not met"), duties.count("not assessed")), drafts[1:],
    )  # fmt: skip


def test_the_five_hotlines_stand_in_one_ledger_that_verifies_and_replays(keyed: Shell) -> None:
    """Points, grades, ranges of a draft, checks and obligations: accepted by the program that is handed out."""
    keyed("audit", "init", "台账", "--identity", "热线")
    for folder in HOTLINES:
        assert keyed("score", ROOT / "rubrics" / folder, "--ledger", "台账").code in (0, 1)
    bodies = [entry.body for entry in Ledger(keyed.folder / "台账").entries()][1:]
    assert [yielded(body["result"]) for body in bodies] == list(HOTLINES.values())
    keyed.write("公钥.pub", Ledger("台账").key + "\n")
    assert keyed("audit", "checkpoint", "台账", "-o", "检查点.txt").code == 0
    keyed("audit", "verifier", "-o", "rubricc-verify.py")
    pins = ("--key", "公钥.pub", "--identity", "热线", "--checkpoint", "检查点.txt")
    done = subprocess.run(
        [sys.executable, "-I", "-S", "rubricc-verify.py", "台账", *pins, "--lang", "en"],
        cwd=keyed.folder, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "records: 6," in done.stdout and done.stdout.endswith("\nwhole and unchanged\n")
    done_again = keyed("audit", "replay", "台账")
    assert (done_again.code, done_again.out) == (0, "".join(f"{n}  identical\n" for n in range(1, 6)))


def test_a_case_is_recorded_with_its_files(keyed: Shell) -> None:
    keyed("audit", "init", "台账")
    assert keyed("score", LULIANG, "--ledger", "台账").code == 0
    body = json.loads(keyed("audit", "show", "台账", "1", "--format", "json").out)["body"]
    assert [each["name"] for each in body["files"]] == [
        "luliang-2020.rubric", "monthly.csv", "facts.yaml", "derivation.txt",
    ]  # fmt: skip
    assert body["result"]["total"] == "85.6"


def test_files_that_a_rubric_takes_from_are_kept(keyed: Shell) -> None:
    keyed.write("项目/pyproject.toml", "")
    keyed.write("项目/公用/底本.rubric", HEADER + ONE_LINE)
    keyed.write("项目/热线/热线.rubric", 'extends "../公用/底本.rubric"\n')
    keyed.write("项目/热线/facts.yaml", "接通率: 94.36%\n")
    keyed("audit", "init", "台账")
    done = keyed("score", "项目/热线/热线.rubric", "--data", "项目/热线/facts.yaml", "--ledger", "台账")
    assert done.code == 0, done.err
    body = json.loads(keyed("audit", "show", "台账", "1", "--format", "json").out)["body"]
    assert [each["name"] for each in body["files"]][:2] == ["热线/热线.rubric", "公用/底本.rubric"]
    assert keyed("audit", "replay", "台账").out == "1  identical\n"
    assert keyed("publish", "项目/热线/热线.rubric", "--ledger", "台账").code == 0


def test_a_case_may_name_files_beside_its_folder(keyed: Shell) -> None:
    keyed.write("标准/热线.rubric", HEADER + ONE_LINE + 'case "一":\n    data "../数据/facts.yaml"\n')
    keyed.write("数据/facts.yaml", "接通率: 94.36%\n")
    keyed("audit", "init", "台账")
    assert keyed("score", "标准/热线.rubric", "--ledger", "台账").code == 0
    assert keyed("audit", "replay", "台账").out == "1  identical\n"


def test_a_case_that_reads_from_elsewhere_is_not_recorded(keyed: Shell) -> None:
    """A replay would read that file of the auditor's disk instead of the one that was kept."""
    path = keyed.write("数据/facts.yaml", "接通率: 94.36%\n")
    keyed.write("标准/热线.rubric", HEADER + ONE_LINE + f'case "一":\n    data "{path}"\n')
    keyed("audit", "init", "台账")
    assert keyed("score", "标准/热线.rubric").code == 0
    done = keyed("score", "标准/热线.rubric", "--ledger", "台账")
    assert (done.code, "RB8044" in done.err) == (2, True)
    assert len(Ledger(keyed.folder / "台账").entries()) == 1


# ---- verifying ---------------------------------------------------------------------------------------------------


def test_verify_takes_pins(recorded: Shell) -> None:
    point = recorded.folder / "检查点.txt"
    assert recorded("audit", "checkpoint", "台账", "-o", point).code == 0
    recorded.write("key.pub", Ledger(recorded.folder / "台账").key + "\n")
    pins = ("--key", "key.pub", "--identity", "某局/2020", "--checkpoint", point)
    done = recorded("audit", "verify", "台账", *pins, "--format", "json")
    found = json.loads(done.out)
    assert (done.code, found["holds"], found["faults"], found["checkpoints"]) == (0, True, [], [2])
    assert found["checkpoints_given"] == [2]
    assert found["key_pinned"] and found["identity_pinned"]
    assert recorded("audit", "verify", "台账", "--identity", "别局").code == 4
    assert recorded("audit", "verify", "台账", "--key", "facts.yaml").code == 2
    assert recorded("audit", "verify", "台账", "--key", "nowhere").code == 2
    path = recorded.folder / "台账" / "records" / "000001.jsonl"
    path.write_bytes(path.read_bytes()[:-20])
    done = recorded("audit", "verify", "台账", "--format", "json")
    assert done.code == 4
    assert {each["code"] for each in json.loads(done.out)["faults"]} == {"RB8003", "RB8015"}
    assert recorded("audit", "checkpoint", "台账").code == 4  # nothing is signed that does not hold
    assert recorded("audit", "export", "台账", "-o", "x.zip").code == 4


def test_an_export_verifies_by_itself(recorded: Shell) -> None:
    recorded("audit", "checkpoint", "台账")
    assert recorded("audit", "export", "台账", "-o", "a.zip").code == 0
    assert recorded("audit", "export", "台账", "-o", "b.zip").code == 0
    assert (recorded.folder / "a.zip").read_bytes() == (recorded.folder / "b.zip").read_bytes()
    with zipfile.ZipFile(recorded.folder / "a.zip") as archive:
        archive.extractall(recorded.folder / "out")
    out = recorded.folder / "out"
    assert verifier.verify(str(out / "ledger"), identity="某局/2020").holds
    assert (out / "rubricc-verify.py").read_text(encoding="utf-8") == recorded("audit", "verifier").out
    assert "某局/2020" in (out / "README.txt").read_text(encoding="utf-8")


def test_only_a_folder_is_verified(recorded: Shell) -> None:
    """A wrong call verifies nothing, and is no verdict: 2. A folder gets one, 0 or 4."""
    recorded("audit", "export", "台账", "-o", "a.zip")
    for path in ("a.zip", "nowhere"):
        done = recorded("audit", "verify", path)
        assert (done.code, done.out) == (2, "")
        assert f"{path} is no folder" in done.err
    (recorded.folder / "empty").mkdir()
    done = recorded("audit", "verify", "empty")
    assert (done.code, "RB8001" in done.out) == (4, True)
    assert json.loads(recorded("audit", "verify", "台账", "--format", "json").out)["vouched"] is False


def test_nothing_else_is_put_into_a_ledger(recorded: Shell) -> None:
    recorded("audit", "checkpoint", "台账")
    before = sorted((recorded.folder / "台账").rglob("*"))
    for command in (
        ("export", "台账", "-o", "台账/a.zip"),
        ("prove", "台账", "1", "-o", "台账/records/p"),
        ("checkpoint", "台账", "-o", "./台账/../台账/checkpoints/c.txt"),
        ("verify", "台账", "-o", "台账/v.txt"),
        ("log", "台账", "-o", "台账/l.csv"),
        ("show", "台账", "1", "-o", "台账/s.json"),
        ("rotate", "台账", "--new-private-key", "台账/k.pem"),
        ("init", "另一本", "--private-key", "另一本/k.pem"),
        ("init", "另一本", "-o", "另一本/k.pub"),
    ):
        done = recorded("audit", *command)
        assert (done.code, "is in the folder of the ledger" in done.err) == (2, True), command
    assert sorted((recorded.folder / "台账").rglob("*")) == before
    assert not (recorded.folder / "另一本").exists()


def test_the_system_speaks_the_language_of_the_reader(
    recorded: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    (recorded.folder / "夹").mkdir()
    for command, said in {
        ("export", "台账", "-o", "没有/a.zip"): "不能写入 没有/a.zip：没有这个文件",
        ("checkpoint", "台账", "--private-key", "夹"): "钥匙文件 夹 不能用\n  = 原因：这是文件夹",
        ("verify", "台账", "--key", "夹"): "这是文件夹",
        ("verify", "台账", "--checkpoint", "没有"): "没有这个文件",
        ("log", "夹"): "夹 里没有台账",
    }.items():
        done = recorded("audit", *command)
        assert (done.code, said in done.err) == (2, True), done.err


def test_a_proof_shows_one_record(recorded: Shell) -> None:
    assert recorded("audit", "prove", "台账", "1").code == 2  # no checkpoint yet
    recorded("audit", "checkpoint", "台账")
    ledger = Ledger(recorded.folder / "台账")
    proof = recorded("audit", "prove", "台账", "1").out
    shown = verifier.verify_proof(proof.encode(), ledger.key, "某局/2020")
    assert shown.record is not None
    assert shown.record.body["result"]["total"] == "4"  # type: ignore[index]
    growth = recorded("audit", "prove", "台账", "--since", "1").out
    assert verifier.verify_proof(growth.encode(), ledger.key).checkpoint.size == 2
    assert recorded("audit", "prove", "台账", "9").code == 2
    assert recorded("audit", "prove", "台账").code == 2
    assert recorded("audit", "prove", "台账", "--since", "1", "--unit", "甲").code == 2
    for size in ("0", "-1", "3", "999"):
        done = recorded("audit", "prove", "台账", "--since", size)
        assert (done.code, "RB8049" in done.err) == (2, True)
        assert f"no older ledger of {size} records" in done.err and "from 1 to 2;" in done.err


def test_log_is_for_spreadsheets_too(recorded: Shell) -> None:
    rows = json.loads(recorded("audit", "log", "台账", "--format", "json").out)["records"]
    assert [row["kind"] for row in rows] == ["genesis", "score"]
    assert rows[1]["total"] == "4"
    table = recorded("audit", "log", "台账", "--format", "csv").out
    assert table.startswith("\ufeffnumber,at,actor,kind,what,total,grade,hash,finding\r\n0,")
    recorded("score", "热线.rubric", "--data", "facts.yaml", "--ledger", "台账", "--actor", '=cmd|"/c x"!A1')
    assert ",\"'=cmd|" in recorded("audit", "log", "台账", "--format", "csv").out


def test_log_names_the_unit_that_was_scored(recorded: Shell) -> None:
    recorded.write(
        "r.rubric",
        'rubric "县" version "1":\n    total 5\n    convention cn-fiscal\ndata d by unit:\n    x: percent\n'
        "A weight 5: of x; target >= 1%; deduct 1 per 1% below\n",
    )
    recorded.write("d.csv", "unit,x\n甲县,2%\n乙县,3%\n")
    assert recorded("score", "r.rubric", "--data", "d.csv", "--unit", "乙县", "--ledger", "台账").code == 0
    assert "  县 1 乙县  5" in recorded("audit", "log", "台账").out.splitlines()[-1]


# ---- keys --------------------------------------------------------------------------------------------------------


def test_a_key_is_kept_under_its_passphrase(keyed: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    keyed.write("口令.txt", "天地玄黄\n")
    options = ("--private-key", "k.pem", "--passphrase-file", "口令.txt")
    done = keyed("audit", "init", "l", *options)
    assert done.code == 0
    assert "RB8045" not in done.err
    assert keyed("audit", "checkpoint", "l", *options).code == 0
    for wrong in (("--private-key", "k.pem"), ("--private-key", "nowhere"), ()):
        assert keyed("audit", "checkpoint", "l", *wrong).code == 2
    monkeypatch.setenv("RUBRICC_PASSPHRASE", "别的")
    done = keyed("audit", "checkpoint", "l", "--private-key", "k.pem")
    assert (done.code, "RB8037" in done.err) == (2, True)
    assert "别的" not in done.err
    assert keyed("audit", "init", "m", "--private-key", "k.pem").code == 2  # never overwritten
    assert not (keyed.folder / "m").exists()


def test_what_is_no_public_key_is_not_answered_with_advice_on_private_ones(recorded: Shell) -> None:
    recorded.write("junk.pub", "x\n")
    done = recorded("audit", "verify", "台账", "--key", "junk.pub")
    assert (done.code, done.out) == (2, "")
    assert "there is no public key in junk.pub, or it was copied wrongly" in done.err


def test_another_ledgers_key_signs_nothing(keyed: Shell) -> None:
    keyed("audit", "init", "a", "--private-key", "a.pem")
    keyed("audit", "init", "b", "--private-key", "b.pem")
    for command in (("checkpoint", "a"), ("rotate", "a", "--new-private-key", "c.pem")):
        done = keyed("audit", *command, "--private-key", "b.pem")
        assert done.code == 2
        assert (
            "The key in b.pem cannot be used" in done.err and "it is not the key of this ledger" in done.err
        )
    assert not (keyed.folder / "c.pem").exists()


def test_a_key_may_be_changed(recorded: Shell) -> None:
    recorded("audit", "checkpoint", "台账")
    first = Ledger(recorded.folder / "台账").key
    assert "in new.pub" in recorded("audit", "rotate", "台账", "-o", "new.pub").err
    new = (recorded.folder / "new.pub").read_text(encoding="utf-8").strip()
    assert recorded("audit", "log", "台账").out.splitlines()[-1].endswith(new)
    assert recorded("audit", "checkpoint", "台账").code == 0
    ledger = Ledger(recorded.folder / "台账")
    assert ledger.key != first
    for key in (first, ledger.key):
        assert ledger.verify(key).holds
