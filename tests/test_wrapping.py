"""Where lines end: beside wide characters and at spaces, as a reader of Chinese or of sums expects."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubricc.dsl.diagnostics.render.layout import width, wrap
from shell import Shell

STEP = "目标 ≥ 95%，低 0.64 个百分点；每低 1 个百分点扣 1 分，不足 1 个按 1 个计（约定 cn-fiscal）：1 × 1 = 扣 1 分"
READ = (
    "附件2各档在90%、85%、80%、75%、70%相接而没有写“含”，这里都归上一档；每低1%扣0.1分。公布2分，故取后一种。"
)


@pytest.mark.parametrize("room", range(30, 110))
def test_sums_and_punctuation_stay_together(room: int) -> None:
    for text in (STEP, READ):
        lines = wrap(text, room)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert all(width(line) <= room for line in lines)
        assert not any(line[0] in "，。；：、）”%" or line[-1] in "（“" for line in lines)
        assert not any(line.endswith(("×", "=", "≥")) or line.startswith("×") for line in lines)
        assert not re.search(r"[0-9]\n(分|个|×)", "\n".join(lines))


@given(st.text(alphabet="abc 1，。（）“”×=分计%\u0301", max_size=80), st.integers(2, 40))
def test_every_line_fits_and_nothing_is_lost(text: str, room: int) -> None:
    lines = wrap(text, room)
    assert all(width(line) <= room for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


WIDE = """\
rubric "示例" version "1":
    total 10
    grades: 优 >= 9, 良 >= 6, 差 otherwise
    convention cn-fiscal
data d:
    一个名字很长的实际值: percent 0% .. 100% to 0.01%
    十五秒内接起的电话占全部来电: percent 0% .. 100% to 0.01%
A1 话务接通 weight 5: of 一个名字很长的实际值; target >= 95%; deduct 1 per 1% below; missing 2
A2 answered weight 5: by 十五秒内接起的电话占全部来电:
    >= 90%: 5
    [80%, 90%): 3
    otherwise: 0
"""


@pytest.mark.parametrize("cells", [40, 60])
@pytest.mark.parametrize("call", [("test", "--coverage"), ("test", "--boundaries"), ("prove", "--pieces")])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_commands_keep_to_the_width(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, call: tuple[str, str], cells: int, lang: str
) -> None:
    """Nothing is cut: the same words as in a wide terminal."""
    shell.write("a.rubric", WIDE)
    command, option = call
    words = []
    for columns in (cells, 1000):
        monkeypatch.setenv("COLUMNS", str(columns))
        done = shell(command, "a.rubric", option, "--lang", lang)
        assert all(width(line) <= columns for line in done.out.splitlines())
        words.append(sorted(done.out.replace(" ", "").replace("\n", "")))
    if command == "prove":  # rows told one below the other repeat their heads
        assert words[0] == words[1]


def test_a_case_to_paste_is_not_broken(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.write("a.rubric", WIDE.replace("; missing 2", "; deduct 2 when 一个名字很长的实际值 > 98%"))
    monkeypatch.setenv("COLUMNS", "40")
    out = shell("test", "a.rubric", "--lang", "zh").out
    assert re.search(r"^ +given .+ = .+$", out, re.M), out


@pytest.mark.parametrize("cells", [40, 60])
def test_the_derivation_under_a_case_that_fails_is_folded(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, cells: int
) -> None:
    shell.write("a.rubric", WIDE + 'case "一":\n    data d "d.yaml"\n    expect A1 = 5\n')
    shell.write("d.yaml", "一个名字很长的实际值: 93.5%\n十五秒内接起的电话占全部来电: 90%\n")
    monkeypatch.setenv("COLUMNS", str(cells))
    for lang in ("zh", "en"):
        done = shell("test", "a.rubric", "--lang", lang)
        assert done.code == 1
        assert all(width(line) <= cells for line in done.out.splitlines()), done.out
        assert "93.5%" in done.out
