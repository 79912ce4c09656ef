"""What a ledger tells of scores that are not by what was published in it: of another content, or of another version."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime

import pytest

import rubricc
from rubricc.compiler.audit import verifier
from rubricc.compiler.audit.canonical import canonical
from rubricc.ledger import Ledger
from shell import HEADER, ONE_LINE, Done, Shell


def write(shell: Shell, version: str, target: str = "95%") -> None:
    header = HEADER.replace('"热线"', f'"热线" version "{version}"' if version else '"热线"')
    shell.write("热线.rubric", header + ONE_LINE.replace("95%", target))


def score(shell: Shell, version: str, target: str = "95%", *more: str) -> Done:
    write(shell, version, target)
    return shell("score", "热线.rubric", "--data", "facts.yaml", "--ledger", "台账", *more)


@pytest.fixture
def published(keyed: Shell) -> Shell:
    """Version 1 was scored with another content before it was published, in record 2."""
    keyed("audit", "init", "台账", "--identity", "某局/2020")
    assert score(keyed, "1", "96%").err == ""  # nothing is published yet
    write(keyed, "1")
    assert keyed("publish", "热线.rubric", "--ledger", "台账").code == 0
    return keyed


def test_the_published_rubric_scores_without_a_word(published: Shell) -> None:
    done = score(published, "1")
    assert (done.code, done.err) == (0, "")


def test_another_content_under_a_published_version_is_said_and_recorded(published: Shell) -> None:
    done = score(published, "1", "94%")
    assert (done.code, "RB8050" in done.err) == (0, True)
    entries = Ledger("台账").entries()
    digests = [entries[2].body["rubric"]["digest"], entries[3].body["result"]["rubric"]["digest"]]
    assert digests[0] != digests[1]
    assert all(each in done.err for each in digests)
    assert "record 2" in done.err
    said = score(published, "1", "94%", "--lang", "zh").err
    assert "不是发布的那一份" in said and "第 2 条发布的" in said


@pytest.mark.parametrize(("version", "title"), [("2", "The rubric 热线 2 was"), ("", "The rubric 热线  was")])
def test_a_version_that_was_not_published(published: Shell, version: str, title: str) -> None:
    done = score(published, version)
    assert (done.code, "RB8051" in done.err) == (0, True)
    assert "under this name: 1\n" in done.err


def test_a_publication_without_a_version_is_named(keyed: Shell) -> None:
    keyed("audit", "init", "台账")
    write(keyed, "")
    keyed("publish", "热线.rubric", "--ledger", "台账")
    assert score(keyed, "").err == ""
    assert "without a version" in score(keyed, "3").err
    assert "没有版本号" in score(keyed, "3", "95%", "--lang", "zh").err


def test_rubrics_of_other_names_need_not_be_published(published: Shell) -> None:
    published.write("另.rubric", HEADER.replace("热线", "另一个") + ONE_LINE)
    done = published("score", "另.rubric", "--data", "facts.yaml", "--ledger", "台账")
    assert (done.code, done.err) == (0, "")
    assert verifier.verify("台账").unpublished == []


def test_everything_that_reads_the_ledger_tells_of_it(published: Shell) -> None:
    score(published, "1")
    score(published, "1", "94%")
    score(published, "2")
    done = published("audit", "log", "台账", "--lang", "zh")
    ends = [line.rpartition("  ")[2] for line in done.out.splitlines()]
    assert (done.code, ends[1], ends[4], ends[5]) == (0, "与发布的不同", "与发布的不同", "版本没有发布")
    rows = list(csv.DictReader(io.StringIO(published("audit", "log", "台账", "--format", "csv").out)))
    assert [row["finding"] for row in rows] == ["", "RB8050", "", "", "RB8050", "RB8051"]
    for number, code in ((1, "RB8050"), (3, ""), (5, "RB8051")):
        done = published("audit", "show", "台账", str(number))
        assert (done.code, code in done.err, bool(done.err)) == (0, True, bool(code))
    done = published("audit", "verify", "台账", "--lang", "zh")
    assert done.code == 0
    assert "同名同版本发布的不同（RB8050）：第 1、4 条\n" in done.out
    assert "没有发布过这个版本（RB8051）：第 5 条\n" in done.out
    found = json.loads(published("audit", "verify", "台账", "--format", "json").out)
    assert (found["holds"], found["otherwise"], found["unpublished"]) == (True, [1, 4], [5])


def test_a_publication_has_the_digest_of_what_it_keeps(published: Shell) -> None:
    """One rubric may be published under the digest of another: it verifies, and a replay shows it."""
    assert published("audit", "replay", "台账").out == "1  identical\n2  identical\n"
    path = published.folder / "台账" / "records" / "000001.jsonl"
    *lines, last, _ = path.read_bytes().split(b"\n")
    record = json.loads(last)
    for change, code in (({"digest": "ab" * 32}, "RB8040"), ({"version": "9"}, "RB8040")):
        other = {**record, "body": {**record["body"], "rubric": {**record["body"]["rubric"], **change}}}
        path.write_bytes(b"\n".join([*lines, canonical(other), b""]))
        assert verifier.verify("台账").holds
        done = published("audit", "replay", "台账")
        assert (done.code, done.out) == (4, "1  identical\n2  differs\n")
        assert code in done.err and "/rubric/" in done.err
    other = {**record, "body": {**record["body"], "files": record["body"]["files"][1:]}}  # the scorer alone
    path.write_bytes(b"\n".join([*lines, canonical(other), b""]))
    done = published("audit", "replay", "台账", "2")
    assert (done.code, "RB8048" in done.err) == (4, True)


def test_many_of_them_are_not_all_listed(published: Shell) -> None:
    rubric = rubricc.load("热线.rubric")
    other = rubricc.loads(published.read("热线.rubric").replace("95%", "90%"))

    def clock() -> datetime:
        return datetime(2100, 1, 1, tzinfo=UTC)

    ledger = Ledger("台账")
    first = ledger.append_all(other, [{"接通率": "94%"}] * 25, actor="a", clock=clock)[0]
    finding = ledger.unpublished(first)
    assert finding is not None and finding.code == "RB8050"
    assert ledger.unpublished(ledger.append(rubric, {"接通率": "94%"}, actor="a", clock=clock)) is None
    assert ledger.unpublished(ledger.store.first()) is None
    report = ledger.verify()
    assert report.otherwise == [1, *range(3, 28)]
    assert "\n".join(verifier.described(report, "en")).count("20, 21, …\n") == 1


def test_what_others_publish_meanwhile_is_seen(published: Shell) -> None:
    ledger = Ledger("台账")
    assert [*ledger.store.published()] == [("热线", "1")]
    write(published, "2")
    published("publish", "热线.rubric", "--ledger", "台账")
    assert [*ledger.store.published()] == [("热线", "1"), ("热线", "2")]
