"""What others wrote stays data: no text of a rubric, its facts or a ledger gets out into code, markup or a terminal.

Every payload stands in titles, documents' columns, checks, units, actors and reasons; it would leave a file behind, or
an element, an escape, a formula or a workflow command, if anything took it for more than text.
"""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rubricc.compiler.audit import verifier
from rubricc.compiler.audit.records import entry_of
from shell import Shell
from whole_ledger import NEW, build, written

PAYLOADS = (
    "'''; import os; os.system('touch pwned') #",
    "\\'); __import__('os').system('touch pwned') #",
    "{__import__('os').system('touch pwned')}",
    "{{ cycler.__init__.__globals__.os.popen('touch pwned') }}",
    "{% for x in y %}",
    "%(name)s %s %d {0} {name}",
    "<script>alert(1)</script>",
    "'><img src=x onerror=alert(1)>",
    "</title></style></textarea><svg/onload=alert(1)>",
    "<!-- --> ]]> &lt;script&gt; &#60;",
    "[x](javascript:alert(1)) ![x](http://x/y) `code` |cell| # head",
    "::error file=x,line=1::owned",
    "%0A::set-output name=x::y",
    "##[command]owned",
    "=cmd|' /C calc'!A1",
    "@SUM(1+1)*cmd",
    "+1-1",
    "'; DROP TABLE scores; --",
    "*/ system(0); /*",
    "$(touch pwned) `touch pwned` ; touch pwned",
    "../../../pwned",
    "nul\\con\\aux",
    "𝒳" * 200,
)


def rubric(payload: str) -> str:
    return f"""\
rubric "{payload}" version "{payload}":
    total 5
    convention cn-fiscal
data 科室 by unit:
    接通率: percent
C22 接通率 weight 5:
    of 接通率
    target >= 95%
    deduct 1 per 1% below
    source "{payload}"
    about "{payload}"
    evidence "{payload}"
    note "{payload}"
check "{payload}": max(接通率) >= 99% else "{payload}"
require "{payload}": max(接通率) >= 99% by "{payload}" else "{payload}"
"""


class Elements(HTMLParser):
    """The elements and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {tag, *(f"@{name}" for name, _ in attrs)}


def elements(page: str) -> set[str]:
    parser = Elements()
    parser.feed(page)
    parser.close()
    return parser.found


PLAIN: dict[str, str] = {}  # the same reports with a harmless text, made once


@pytest.fixture
def ready(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(shell.folder / "settings"))
    return shell


def files_named(folder: Path, name: str) -> list[Path]:
    return [path for path in folder.rglob("*") if path.name == name]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_gets_out(ready: Shell, payload: str, tmp_path: Path) -> None:
    plain, hostile = PLAIN, dict[str, str]()
    for text, place in (*([] if plain else [("harmless", plain)]), (payload, hostile)):
        ready.write("r.rubric", rubric(text.replace('"', "")))
        stream = io.StringIO()
        table = csv.writer(stream)
        table.writerows([["单位", "接通率"], [text, "94.36%"], ["乙科", "96%"]])
        ready.write("科室.csv", stream.getvalue())
        for form in ("text", "html", "markdown"):
            done = ready("score", "r.rubric", "--data", "科室.csv", "--format", form)
            assert done.code == 0, done.err
            assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202e]", done.out + done.err)
            place[form] = done.out
            one = ready("score", "r.rubric", "--data", "科室.csv", "--unit", text, "--format", form)
            assert one.code == 0, one.err
            place[f"{form} of one"] = one.out
    for form in ("html", "html of one"):
        assert elements(hostile[form]) == elements(plain[form])
        assert "<script" not in hostile[form]
    lines = ready("check", "r.rubric", "--format", "github").out.splitlines()
    assert not [line for line in lines if "owned" in line and not line.startswith("::warning")]
    assert not [line for line in lines if re.match(r"::(?!warning|error file=r\.rubric|notice)", line)]
    scorer = tmp_path / "scorer.py"
    assert ready("compile", "r.rubric", "-o", scorer).code == 0
    subprocess.run([sys.executable, "-I", "-S", scorer], cwd=tmp_path, check=True, capture_output=True)
    assert not files_named(tmp_path, "pwned")


@pytest.mark.parametrize("payload", [p for p in PAYLOADS if p.isprintable()])
def test_no_payload_gets_out_of_a_ledger(ready: Shell, payload: str) -> None:
    ready("audit", "init", "台账", "--actor", payload)
    ready.write("r.rubric", rubric(payload))
    ready.write("科室.csv", "单位,接通率\n甲科,94.36%\n")
    score = (
        "score",
        "r.rubric",
        "--data",
        "科室.csv",
        "--unit",
        "甲科",
        "--ledger",
        "台账",
        "--actor",
        payload,
    )
    assert ready(*score).code == 0
    done = ready(
        "audit",
        "adjust",
        "台账",
        "1",
        "C22",
        "5",
        "--reason",
        payload,
        "--by",
        f"甲{payload}",
        f"--approved=乙{payload}",
    )
    assert done.code == 0, done.err
    assert ready("audit", "verify", "台账").code == 0
    table = ready("audit", "log", "台账", "--format", "csv").out.removeprefix("\ufeff")
    for row in csv.DictReader(io.StringIO(table)):
        assert not any(str(cell)[:1] in ("=", "+", "-", "@", "\t") for cell in row.values())
    told = ready("audit", "log", "台账").out.splitlines()
    assert [line.split()[0] for line in told if not line.startswith(" ")] == ["0", "1", "2"]
    assert ready("audit", "replay", "台账").code == 0
    assert not files_named(ready.folder, "pwned")


# ---- every name --------------------------------------------------------------------------------------------------


def quoted(text: str) -> str:
    return f"「{text.replace('」', '')}」"


def header(text: str) -> str:
    """As a title may be written: without the characters that end it."""
    return re.sub('[:：;；#"“「」]', "", text).strip()


def every_name(payload: str) -> str:
    """A rubric in which whatever can bear a name or a text bears this one."""
    fact, kind, label, item, column, let, param, outcome, event = (
        quoted(f"{prefix} {payload}") for prefix in ("f", "k", "l", "i", "c", "n", "p", "o", "t")
    )
    return f"""\
rubric "{payload}" version "{payload}":
    total 20
    convention cn-fiscal
    grades: {quoted(payload)} >= 15, 差 otherwise
param {param} = 95% source "{payload}"
data {quoted(payload)}:
    {fact}: percent
    {kind}: one of {label}, 别的
    {item}: yes/no
data {event} by event:
    {column}: count
let {let} = sum({column})
{header("G " + payload)} weight 20:
    {header("A1 " + payload)} weight 5:
        of {fact}
        target >= {param}
        deduct 1 per 1% below
        deduct 1 per 5 of {let}
        source "{payload}"
    {header("A2 " + payload)} weight 5: by {kind}:
        {label}: full
        otherwise: 0
    {header("A3 " + payload)} weight 5: judged 0 .. 5
    {header("A4 " + payload)} weight 5: checklist deduct 1 per missing:
        {item} "{payload}"
outcome {outcome}: by total:
    >= 15: {label}
    otherwise: 别的
case "{payload}":
    given {fact} = 94.36%, {kind} = {label}, {item} = no
    given judged A3 = 3 "{payload}" "{payload}"
    data {event} "rows.csv"
    expect total = 20
"""


COMMANDS = (
    "score --format html",
    "score --format markdown",
    "score",
    "check --format github",
    "test",
    "test --format github",
    "explain A1",
)


# Letters that look like others are refused in names, each by its own finding; a quarter of the rest in every run.
NAMED = [p for p in PAYLOADS if p.isascii()]


@pytest.mark.parametrize(
    "payload", [pytest.param(p, marks=[pytest.mark.long] * bool(n % 4)) for n, p in enumerate(NAMED)]
)
def test_no_payload_gets_out_of_a_name(ready: Shell, payload: str, tmp_path: Path) -> None:
    pages = []
    for text in ("harmless", payload.replace('"', "")):
        name = re.sub("[/\0]", "", text)[:50]  # the file bears it too
        ready.write(f"{name}.rubric", every_name(text))
        ready.write("rows.csv", f'"c {text}"\n3\n9\n')
        outs = []
        for command in COMMANDS:
            first, *options = command.split()
            done = ready(first, f"{name}.rubric", *options)
            assert done.code in (0, 1), done.err
            assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202e]", done.out + done.err)
            outs.append(done.out)
        pages.append(outs)
        assert ready("compile", f"{name}.rubric", "-o", tmp_path / "scorer.py").code == 0
        subprocess.run(
            [sys.executable, "-I", "-S", "scorer.py"], cwd=tmp_path, check=True, capture_output=True
        )
    (plain, *_), (hostile, *others) = pages
    assert elements(hostile) == elements(plain)
    assert not [
        line
        for line in others[2].splitlines()
        if line.startswith("::") and not re.match("::(error|warning|notice) ", line)
    ]
    assert not files_named(tmp_path, "pwned")


# ---- bytes that others wrote -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fuzz") / "l"
    build(folder)
    return folder


SPLICES = st.lists(
    st.tuples(st.integers(0, 20_000), st.integers(0, 60), st.binary(max_size=60)), min_size=1, max_size=3
)


@given(st.sampled_from(["records/000001.jsonl", "checkpoints/000000000010.txt"]), SPLICES)
def test_any_change_of_a_ledger_ends_in_a_report(
    whole: Path, name: str, splices: list[tuple[int, int, bytes]]
) -> None:
    path = whole / name
    before = path.read_bytes()
    data = before
    for at, length, put in splices:
        at %= len(data) + 1
        data = data[:at] + put + data[at + length :]
    path.write_bytes(data)
    try:
        report = verifier.verify(str(whole))
    finally:
        path.write_bytes(before)
    assert not report.holds or data == before or path.name.startswith("0000000")
    for lang in ("zh", "en"):
        assert all("\x1b" not in line for line in verifier.described(report, lang))


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_a_proof_or_a_fault(data: bytes) -> None:
    for head in (
        b"",
        b"c2sp.org/tlog-proof@v1\n",
        b"rubricc.row@v1\nrow AAAA\nindex 0\n\n",
        b"rubricc.consistency@v1\n",
    ):
        with pytest.raises(verifier.Fault):
            verifier.verify_proof(head + data, written(NEW))


@settings(max_examples=300)
@given(st.binary(max_size=200))
def test_any_line_is_a_record_or_a_fault(data: bytes) -> None:
    with pytest.raises(verifier.Fault):
        verifier.Record(data, "here")
    with pytest.raises(ValueError):
        entry_of(data)


def test_what_is_huge_is_refused_before_it_is_held(whole: Path, tmp_path: Path) -> None:
    """A line without an end, a proof and a note beyond their bounds."""
    import shutil

    copy = tmp_path / "l"
    shutil.copytree(whole, copy)
    with (copy / "records" / "000001.jsonl").open("ab") as stream:
        stream.truncate(2_000_000_000)  # a hole: two gigabytes of zeros that take no room
    assert "RB8004" in verifier.verify(str(copy)).faults
    with pytest.raises(verifier.Fault):
        verifier.verify_proof(b"x" * (verifier.LIMIT_PROOF + 1), written(NEW))
