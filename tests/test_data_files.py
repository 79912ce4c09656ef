"""Facts from files: what was typed is what arrives, with its file, line and column, or a problem that says why not."""

import csv
import io
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rubricc.compiler.data.failures import READING_SENTENCES, ReadingProblem
from rubricc.compiler.data.files import Binding, bind_files, loaded
from rubricc.compiler.data.read_csv import read_csv
from rubricc.compiler.data.read_json import read_json
from rubricc.compiler.data.read_yaml import read_yaml
from rubricc.compiler.runtime.problems import SENTENCES
from rubricc.compiler.runtime.schema import Block, Cell, Field, Place

MONTHLY = Block("月报", "month", "2020-07", "2020-08", (Field("话务量", "count"), Field("满意度", "percent")))
CHECKED = Block(
    "核查", "", "", "", (Field("验收结论", "label", labels=("一次通过",)), Field("资金", "money", "万元"))
)
COMPLAINTS = Block("投诉", "event", "", "", (Field("级别", "label", labels=("一般", "严重")),))
TABLE = '月份,话务量,满意度\r\n2020-07,"11,389",78.26%\r\n2020-08,7,80%\r\n'
VALUES = [{"话务量": 11389, "满意度": Fraction(3913, 5000)}, {"话务量": 7, "满意度": Fraction(4, 5)}]


def codes(problems: list[ReadingProblem]) -> list[tuple[str, int | None]]:
    return [(problem.code, problem.place.row) for problem in problems]


def bare(value: object) -> object:
    """The document without places."""
    if isinstance(value, dict):
        return {key: bare(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [bare(inner) for inner in value]
    return value.value if isinstance(value, Cell) else value


# ── CSV ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_table_in_every_dress(tmp_path: Path, encoding: str, ending: str, delimiter: str) -> None:
    text = TABLE.replace("\r\n", ending)
    if delimiter != ",":
        text = text.replace(",", delimiter).replace(f"11{delimiter}389", "11,389")
    path = tmp_path / "monthly.csv"
    path.write_bytes(text.encode(encoding))
    bound = bind_files([("月报", path)], [MONTHLY]).require()
    assert bound.values["月报"] == VALUES
    assert bound.places["月报"][1]["话务量"] == Place(str(path), 3, "话务量")


def test_rows_keep_their_lines() -> None:
    rows, problems = read_csv('\n名,数\n\n"a\nb",1\n,,\nc,2\n'.encode(), "t.csv")
    assert problems == []
    assert [row["数"] for row in rows] == [
        Cell("1", Place("t.csv", 4, "数")),
        Cell("2", Place("t.csv", 7, "数")),
    ]


def test_what_is_quoted_separates_nothing() -> None:
    rows, problems = read_csv(b'"a,\n\tb";c\n1;2\n', "t.csv")
    assert problems == []
    assert bare(list(rows)) == [{"a,\n\tb": "1", "c": "2"}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("RB7509", None)]),
        ("a,b\n1\n1,2,3\n1,2,,\n", [("RB7512", 2), ("RB7512", 3)]),
        ("a,b,a\n1,2,3\n", [("RB7510", 1)]),
        ("a,\n1,2\n", [("RB7511", 1)]),
        ('a,b\n1,2\n"x,1\n2,3\n', [("RB7513", 3)]),
        ('a,b\n"x"y,1\n', [("RB7513", 2)]),
        ("a\n" + "x" * 200_000, [("RB7514", 2)]),
    ],
)
def test_what_is_wrong_with_a_table(text: str, expected: list[tuple[str, int | None]]) -> None:
    assert codes(read_csv(text.encode(), "t.csv")[1]) == expected


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("月份,数\n".encode("utf-16"), "RB7505"),
        ("month,n\n".encode("utf-16-le"), "RB7505"),
        (b"GIF89a\0\1\2\3", "RB7506"),
        (b"a,b\n\xff\xff", "RB7507"),
        (b"PK\x03\x04" + bytes(20), "RB7551"),
        (b"\xd0\xcf\x11\xe0" + bytes(20), "RB7508"),
    ],
)
def test_what_is_no_text_is_named(data: bytes, code: str) -> None:
    for read in (read_csv, read_yaml, read_json):
        assert codes(read(data, "f")[1]) == [(code, None)]


# ── YAML and JSON ──────────────────────────────────────────────────────────────────────────────────────────


def test_yaml_scalars_are_what_was_typed() -> None:
    text = "a: no\nb: 0100\nc: 12:30\nd: 0.9436\ne: 2020-12-31\nf: null\ng: 1_000\nh:\ni: 'x y'\n"
    document, problems = read_yaml(text.encode(), "f.yaml")
    assert problems == []
    assert bare(document) == {
        "a": "no",
        "b": "0100",
        "c": "12:30",
        "d": "0.9436",
        "e": "2020-12-31",
        "f": "null",
        "g": "1_000",
        "h": "",
        "i": "x y",
    }


def test_yaml_cells_know_their_line() -> None:
    document, _ = read_yaml(
        "月报:\n  - {月份: 2020-07, 话务量: 11389}\n核查:\n  结论: 通过\n".encode(), "f.yaml"
    )
    assert document == {
        "月报": [
            {
                "月份": Cell("2020-07", Place("f.yaml", 2, "月份")),
                "话务量": Cell("11389", Place("f.yaml", 2, "话务量")),
            }
        ],
        "核查": {"结论": Cell("通过", Place("f.yaml", 4, "结论"))},
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("RB7509", None)]),
        ("# nothing\n", [("RB7509", None)]),
        ("a: [1,\nb: 2\n", [("RB7520", 3)]),
        ("a: \x07", [("RB7520", None)]),
        ("a: &x 1\nb: *x\n", [("RB7521", 1), ("RB7521", 2)]),
        ("a: 1\nb: 2\na: 3\n", [("RB7522", 3)]),
        ("[" * 10_000, [("RB7523", 1)]),
        ("a: !!python/object:os.system 1\n", [("RB7524", 1)]),
        ("a: 1\n---\nb: 2\n", [("RB7525", 2)]),
        ("? [1, 2]\n: 3\n", [("RB7526", 1)]),
    ],
)
def test_what_is_wrong_with_yaml(text: str, expected: list[tuple[str, int | None]]) -> None:
    assert codes(read_yaml(text.encode(), "f.yaml")[1]) == expected


def test_json_numbers_are_what_was_typed_with_their_line() -> None:
    document, problems = read_json(b'{"a": 0.9436,\n "b": [true, null, "x\\n\\u4e00"], "c": 1e5}', "f.json")
    assert problems == []
    assert bare(document) == {"a": "0.9436", "b": [True, None, "x\n一"], "c": "1e5"}
    assert isinstance(document, dict)
    assert document["b"][1].place == Place("f.json", 2, "b")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" \n", [("RB7509", None)]),
        ('{"a": 1\n"b": 2}', [("RB7530", 2)]),
        ('{"a" 1}', [("RB7530", 1)]),
        ("{a: 1}", [("RB7530", 1)]),
        ("[1, 2,]", [("RB7530", 1)]),
        ("[01]", [("RB7530", 1)]),
        ('["x', [("RB7530", 1)]),
        ('["\\x"]', [("RB7530", 1)]),
        ("{} {}", [("RB7530", 1)]),
        ("[NaN]", [("RB7531", 1)]),
        ("[-Infinity]", [("RB7531", 1)]),
        ('{"a": 1,\n"a": 2}', [("RB7522", 2)]),
        ("[" * 100_000, [("RB7523", 1)]),
    ],
)
def test_what_is_wrong_with_json(text: str, expected: list[tuple[str, int | None]]) -> None:
    assert codes(read_json(text.encode(), "f.json")[1]) == expected


# ── Which block a file is for ──────────────────────────────────────────────────────────────────────────────


def write(folder: Path, **files: str) -> dict[str, Path]:
    paths = {name: folder / name.replace("_", ".") for name in files}
    for name, text in files.items():
        paths[name].write_text(text, encoding="utf-8")
    return paths


def test_a_mapping_of_blocks_and_a_named_table(tmp_path: Path) -> None:
    files = write(
        tmp_path,
        monthly_csv=TABLE,
        facts_yaml="核查: {验收结论: 一次通过, 资金: '1,241.59'}\n投诉: []\n",
        facts_json='{"核查": {"验收结论": "一次通过", "资金": 1241.59}, "投诉": []}',
    )
    blocks = [MONTHLY, CHECKED, COMPLAINTS]
    for facts in (files["facts_yaml"], files["facts_json"]):
        bound = bind_files(
            [Binding("月报", files["monthly_csv"], "monthly.csv"), (None, facts)], blocks
        ).require()
        assert bound.values == {
            "月报": VALUES,
            "核查": [{"验收结论": "一次通过", "资金": 12_415_900}],
            "投诉": [],
        }
        assert bound.places["月报"][0]["满意度"] == Place("monthly.csv", 2, "满意度")


def test_a_named_block_by_its_contents_or_under_its_name(tmp_path: Path) -> None:
    files = write(
        tmp_path,
        inner_yaml="验收结论: 一次通过\n资金: 3\n",
        outer_yaml="核查:\n  验收结论: 一次通过\n  资金: 3\n别的: 1\n",
        rows_json='[{"级别": "一般"}]',
    )
    for path in (files["inner_yaml"], files["outer_yaml"]):
        assert bind_files([("核查", path)], [CHECKED]).require().values["核查"][0]["资金"] == 30_000
    assert bind_files([("投诉", files["rows_json"])], [COMPLAINTS]).require().values["投诉"] == [
        {"级别": "一般"}
    ]


def test_a_table_goes_to_the_only_table(tmp_path: Path) -> None:
    files = write(tmp_path, monthly_csv=TABLE, facts_yaml="核查: {验收结论: 一次通过, 资金: 1}\n")
    bindings = [(None, path) for path in files.values()]
    assert bind_files(bindings, [MONTHLY, CHECKED]).require().values["月报"] == VALUES
    problems = loaded(bindings, [MONTHLY, CHECKED, COMPLAINTS]).problems
    assert [problem.code for problem in problems] == ["RB7542"]


def test_inputs_of_a_rubric_without_blocks(tmp_path: Path) -> None:
    files = write(tmp_path, facts_yaml="接通率: 94.36%\n", more_json='{"接通率": "90%"}')
    block = Block("", "", "", "", (Field("接通率", "percent"),))
    assert bind_files([(None, files["facts_yaml"])], [block]).require().values[""] == [
        {"接通率": Fraction(2359, 2500)}
    ]
    assert bind_files([(None, files["more_json"])], [block]).require().values[""] == [
        {"接通率": Fraction(9, 10)}
    ]
    problems = loaded([(None, path) for path in files.values()], [block]).problems
    assert [(problem.code, problem.args["name"]) for problem in problems] == [("RB7541", "接通率")]


def test_bindings_that_make_no_sense_are_all_named(tmp_path: Path) -> None:
    files = write(tmp_path, a_csv=TABLE, b_csv=TABLE, c_yaml="just text\n", d_xls="", e_yaml="x: 1\nx: 2\n")
    bindings = [
        ("月报", files["a_csv"]),
        ("月报", files["b_csv"]),
        ("月度报", files["a_csv"]),
        ("核查", files["a_csv"]),
        (None, files["c_yaml"]),
        (None, files["d_xls"]),
        (None, files["e_yaml"]),
        (None, tmp_path / "none.csv"),
        (None, tmp_path),
    ]
    problems = loaded(bindings, [MONTHLY, CHECKED]).problems
    assert [problem.code for problem in problems] == [
        "RB7541", "RB7540", "RB7543", "RB7544", "RB7508", "RB7522", "RB7501", "RB7502"
    ]  # fmt: skip
    assert "是不是「月报」" in problems[1].sentence("zh")


def test_a_file_that_cannot_be_read_is_one_problem(tmp_path: Path) -> None:
    bound = bind_files([("月报", tmp_path / "none.csv")], [MONTHLY])
    assert [problem.code for problem in bound.findings()] == ["RB7501"]


# ── Promises ───────────────────────────────────────────────────────────────────────────────────────────────


def test_reading_codes_are_their_own() -> None:
    assert not READING_SENTENCES.keys() & SENTENCES.keys()
    assert all(zh != en for zh, en in READING_SENTENCES.values())


texts = st.text("ab1.,;:-{}[]\"'\n\t &*!?#%|>话务量９\\") | st.text()
data = st.binary() | texts.map(lambda text: text.encode("utf-8", "surrogatepass"))


@given(data)
def test_any_bytes_end_in_cells_or_problems(data: bytes) -> None:
    for read in (read_csv, read_yaml, read_json):
        document, problems = read(data, "f")
        if document is None:
            assert problems
        for leaf in flat(document):
            assert isinstance(leaf, Cell)
            assert leaf.value is None or isinstance(leaf.value, (str, bool, Decimal))
            assert (leaf.place.row or 0) >= 1
        for problem in problems:
            assert problem.text("zh") != problem.text("en")


def flat(value: object) -> list[object]:
    if isinstance(value, dict):
        return [leaf for inner in value.values() for leaf in flat(inner)]
    if isinstance(value, list):
        return [leaf for inner in value for leaf in flat(inner)]
    return [] if value is None else [value]


plain_text = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
headers = st.lists(plain_text.map(str.strip).filter(bool), min_size=2, max_size=4, unique=True)


@given(headers, st.lists(st.lists(plain_text, min_size=4, max_size=4), max_size=4))
def test_what_the_csv_module_writes_is_read_back(header: list[str], rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    rows = [row[: len(header)] for row in rows]
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    writer.writerows([header, *rows])
    if not header[0].startswith("\ufeff"):
        found, problems = read_csv(out.getvalue().encode(), "t.csv")
        assert problems == []
        assert bare(list(found)) == [dict(zip(header, row, strict=True)) for row in rows]


documents = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | plain_text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(plain_text.map(str.strip), inner, max_size=3),
    max_leaves=10,
)


@given(documents)
def test_what_the_json_module_writes_is_read_back(document: object) -> None:
    found, problems = read_json(json.dumps(document, indent=1).encode(), "f.json")
    assert problems == []
    assert bare(found) == typed(document)


def typed(document: object) -> object:
    """A document as files hold it: a number is its digits."""
    if isinstance(document, list):
        return [typed(each) for each in document]
    if isinstance(document, dict):
        return {key: typed(each) for key, each in document.items()}
    return str(document) if type(document) is int else document


@pytest.mark.parametrize("written", ["0.96", "96", "1"])
def test_a_percentage_has_its_sign_in_every_kind_of_file(written: str, tmp_path: Path) -> None:
    files = write(
        tmp_path,
        facts_yaml=f"t:\n  - 率: {written}\n",
        more_json=f'{{"t": [{{"率": {written}}}]}}',
        t_csv=f"率,年\n{written},1\n",
    )
    block = Block("t", "event", "", "", (Field("率", "percent"), Field("年", "count")))
    for path in files.values():
        found = bind_files([(None, path)], [block]).problems
        assert "RB7021" in [problem.code for problem in found], path


@given(data)
def test_json_is_what_the_json_module_takes_for_json(data: bytes) -> None:
    _, problems = read_json(data, "f.json")
    try:
        text = data.decode("utf-8-sig")
        json.loads(text)
    except (UnicodeDecodeError, ValueError, RecursionError):
        return
    assert not problems or {problem.code for problem in problems} <= {
        "RB7522",
        "RB7523",
        "RB7531",
        "RB7506",
        "RB7505",
    }


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,5}", fullmatch=True), st.lists(plain_text, max_size=3), min_size=1
    )
)
def test_what_pyyaml_writes_is_read_back(document: dict[str, list[str]]) -> None:
    text = yaml.safe_dump(document, allow_unicode=False, default_style='"')
    found, problems = read_yaml(text.encode(), "f.yaml")
    assert problems == []
    assert bare(found) == document
