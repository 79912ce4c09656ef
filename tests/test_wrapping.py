"""Where lines end: beside wide characters and at spaces, as a reader of Chinese or of sums expects."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubricc.dsl.diagnostics.render.layout import width, wrap

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
