"""`rubricc fmt`: a rubric written back in one vocabulary says what it said, with every comment, once and for all."""

from __future__ import annotations

from fractions import Fraction
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubricc.dsl import nodes as n
from rubricc.dsl.parse import Parsed, parse
from rubricc.dsl.printer.rubric import format_rubric
from rubricc.dsl.source import Source
from strategies import rubrics, sources


def read(text: str) -> Parsed:
    parsed = parse(Source("x.rubric", text))
    assert parsed.rubric is not None, [(d.code, d.span, d.args) for d in parsed.diagnostics] + [text]
    return parsed


def tree(text: str) -> n.Rubric:
    rubric = read(text).rubric
    assert rubric is not None
    return rubric


def fmt(text: str, *, chinese: bool = False) -> str:
    parsed = read(text)
    assert parsed.rubric is not None
    return format_rubric(parsed.rubric, parsed.comments, chinese=chinese)


def remarks(text: str) -> list[str]:
    return [comment for _, comment in read(text).comments]


# ── what it looks like ──

ENGLISH = """\
# 附件2
rubric "产出质量" version "2020":
    total 16
    grades: 优 >= 14.4, 良 >= 12.8, 差 otherwise
    convention cn-fiscal
    points to 0.01 half up
    source "附件2"

data 月报 by month 2020-07 .. 2021-06:
    话务量: count up to 10_000_000
    话务接通数, 应答数: count <= 话务量 "系统导出"  # 每月 5 日前
    及时率: percent 0% .. 100% to 0.01%

data 核查:
    验收结论: one of 一次通过, 二次通过, 「其他」
    合同金额: money 万元
    处理时长: duration hours
    「10秒接通率」: percent

let 接通率 = sum(话务接通数) / sum(话务量) "接通的比例"
let 月数 = count(话务量 where 话务量 > 0)

C2 产出质量 weight 11:
    C21 验收合格率 weight 2: by 验收结论:
        一次通过, 二次通过: full
        「其他」: 30% of weight
    # 每低一个百分点
    C22 话务接通率 weight 5: of 接通率; target >= 95%; deduct 1 per 1% below started steps until zero
    C23 监听 weight 4:
        start at 4
        deduct (0.5 * 2) per 2pp of 「10秒接通率」 below 90% when 验收结论 = 一次通过 up to 3
        at least 1 when 验收结论 in (一次通过, 「其他」)
        evidence "系统"

C3 及时性 weight 5: target by 2020-12-31; deduct 1 per month late
C4 更新 weight 3: deduct 0.2 per month where 话务量 < 100 or not 话务接通数 = 0
C5 待定 weight ?

case "2020":
    data 月报 "monthly.csv", 核查 "facts.yaml"
    given 验收结论 = 一次通过
    expect C21 = 2, total = 16, grade = 优, error RB7001
# 完
"""

CHINESE = """\
# 附件2
评分表 "产出质量" 版本 "2020"：
    总分 16
    等级：优 ≥ 14.4，良 ≥ 12.8，差 其他
    约定 cn-fiscal
    得分 精确到 0.01 四舍五入
    依据 "附件2"

数据 月报 按月 2020-07 .. 2021-06：
    话务量：计数 至多 10_000_000
    话务接通数、应答数：计数 ≤ 话务量 "系统导出"  # 每月 5 日前
    及时率：百分比 0% .. 100% 精确到 0.01%

数据 核查：
    验收结论：选项 一次通过、二次通过、「其他」
    合同金额：金额 万元
    处理时长：时长 小时
    「10秒接通率」：百分比

令 接通率 = 合计(话务接通数)/合计(话务量) "接通的比例"
令 月数 = 计数(话务量 其中 话务量 > 0)

C2 产出质量 权重11：
    C21 验收合格率 权重2：按 验收结论：
        一次通过、二次通过：满分
        「其他」：权重的30%
    # 每低一个百分点
    C22 话务接通率 权重5：取 接通率；目标 ≥ 95%；每低1%扣1分，不足1%按1%计，扣完为止
    C23 监听 权重4：
        基础分4分
        每低2个百分点（「10秒接通率」，90%）扣（0.5 * 2），当 验收结论 = 一次通过，至多3分
        不低于1分 当 验收结论 属于 (一次通过、「其他」)
        数据来源 "系统"

C3 及时性 权重5：期限 2020-12-31；每迟1个月扣1分
C4 更新 权重3：每月 当 话务量 < 100 或 非 话务接通数 = 0 扣0.2分
C5 待定 权重?

案例 "2020"：
    数据 月报 "monthly.csv"，核查 "facts.yaml"
    已知 验收结论 = 一次通过
    应得 C21 = 2，总分 = 16，等级 = 优，错误 RB7001
# 完
"""


def test_a_rubric_in_both_vocabularies() -> None:
    assert fmt(ENGLISH) == ENGLISH
    assert fmt(ENGLISH, chinese=True) == CHINESE
    assert fmt(CHINESE, chinese=True) == CHINESE
    assert fmt(CHINESE) == ENGLISH
    assert tree(ENGLISH) == tree(CHINESE)


CLAUSES = [
    ("target>=95%", "target >= 95%", "目标 ≥ 95%"),
    ("取正式运营日期", "of 正式运营日期", "取 正式运营日期"),
    ("of (a+b)*c-d", "of (a + b) * c - d", "取 (a + b)*c - d"),
    ("of a-(b-c)", "of a - (b - c)", "取 a - (b - c)"),
    ("of (a)+((b)*c)", "of a + b * c", "取 a + b*c"),
    ("of a/2/3", "of a / 2 / 3", "取 a / 2 / 3"),
    ("of 90% - (5%)", "of 90% - (5%)", "取 90% - (5%)"),
    ("of -(-x)", "of --x", "取 --x"),
    ("of not (a and b or c)", "of not ((a and b) or c)", "取 非 ((a 且 b) 或 c)"),
    ("of if a then 1 else if b then 2 else 3", None, "取 若 a 则 1 否则 若 b 则 2 否则 3"),
    ("of (x round half up to 0.01) * 2", None, "取 (x 取整 四舍五入 精确到 0.01) * 2"),
    ("of (a * 2) round up to 1", "of a * 2 round up to 1", "取 a * 2 取整 向上取整 精确到 1"),
    ("of 合计(x，其他(y))", "of sum(x, 「其他」(y))", "取 合计(x，「其他」(y))"),
    ("of 「取数率」", "of 取数率", "取 取数率"),
    ("of 「权重」", "of 「权重」", "取 「权重」"),
    ("of 「weight」", "of 「weight」", "取 「weight」"),
    # a name that would end a header where it starts a line
    ("not applicable zero when x * weight5 < 1", "not applicable zero when x * 「weight5」 < 1",
     "不适用 不得分 当 x*「weight5」 < 1"),
    ("每低1个百分点（接通率，90%）扣1分", "deduct 1 per 1pp of 接通率 below 90%", None),
    ("deduct 1 per 5% of target either side", None, "每偏离目标的5%扣1分"),
    ("deduct 1 per 3 working days late", None, "每迟3个工作日扣1分"),
    ("deduct 1 per 1 month late", "deduct 1 per month late", "每迟1个月扣1分"),
    ("deduct 1 per 1pp below 90%", None, "每1个百分点低于90% 扣1分"),
    ("deduct 1 per row of 投诉 up to 3", None, "每行（投诉）扣1分，至多3分"),
    ("deduct 1 per 3 of 投诉数", "deduct 1 per 3 of 投诉数", "每3个（投诉数）扣1分"),
    ("deduct 1 per of 投诉数 whole steps", None, "每（投诉数）扣1分，不足不计"),
    ("deduct 1 per 1% below whole steps", None, "每低1%扣1分，不足1%不扣"),
    ("每月当 x<3 扣0.2分", "deduct 0.2 per month where x < 3", "每月 当 x < 3 扣0.2分"),
    ("扣0.2分当x<3", "deduct 0.2 when x < 3", "扣0.2分 当 x < 3"),
    ("按比例 a/b 不封顶", "pro rata of a / b uncapped", "按比例 a/b 不封顶"),
    ("不得分 当 x = 是", "zero when x = yes", "不得分 当 x = 是"),
    ("满分 当 a", "full when a", "满分 当 a"),
    ("封顶 10分", "at most 10", "不超过10分"),
    ("add 100000 up to 5% of weight", "add 100_000 up to 5% of weight", "加100_000分，至多 权重的5%"),
    ('note "a"', None, '说明 "a"'),
    ("note “他说\"好\"”", None, "说明 “他说\"好\"”"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "english", "chinese"), CLAUSES)
def test_clauses(written: str, english: str | None, chinese: str | None) -> None:
    line = f"X weight 5: {written}\n"
    assert fmt(line) == f"X weight 5: {english or written}\n"
    assert fmt(line, chinese=True) == f"X 权重5：{chinese or written}\n"
    assert tree(fmt(line)) == tree(fmt(line, chinese=True)) == tree(line)


def test_a_line_too_long_for_one_is_one_clause_a_line() -> None:
    written = f"X weight 5: of {'a' * 60}; target >= 95%; deduct 1 per 1% below; by {'b' * 20}:\n    1: 2\n"
    assert fmt(written) == dedent(f"""\
        X weight 5:
            of {"a" * 60}
            target >= 95%
            deduct 1 per 1% below
            by {"b" * 20}:
                1: 2
        """)


def test_clauses_of_one_line_stand_apart_in_a_block() -> None:
    written = "X weight 5:\n    of a; target >= 1\n\n\n\n    deduct 1; by b:\n          1: 2\n"
    assert fmt(written) == dedent("""\
        X weight 5:
            of a
            target >= 1

            deduct 1
            by b:
                1: 2
        """)


def test_comments_stay_where_they_belong() -> None:
    written = dedent("""\

        #file

        #  of the rubric
        rubric "r":  # frame
          # above total
          total 5 # total
        # below
        A weight 5: # a
          # b
          B weight 2: of (x + # inside
             y); target >= 1 # behind


          # of c
          C weight 3: by x: # c
             # row
             1: 2 # one
             # last row
          # end of A
        D weight 1: of x
            # end of nothing
        # end
        """)
    assert fmt(written) == dedent("""\
        #file

        #  of the rubric
        rubric "r":  # frame
            # above total
            total 5  # total

        # below
        A weight 5:  # a
            # b
            # inside
            B weight 2: of x + y; target >= 1  # behind

            # of c
            C weight 3: by x:  # c
                # row
                1: 2  # one
                # last row
            # end of A

        D weight 1: of x
        # end of nothing
        # end
        """)
    assert fmt(fmt(written)) == fmt(written)


def test_a_file_of_comments_and_one_of_nothing() -> None:
    assert fmt("") == ""
    assert fmt("\n \n") == ""
    assert fmt("\n  # a\n\n\n# b") == "# a\n\n# b\n"


def test_grades_in_rows_stay_in_rows() -> None:
    written = 'rubric "r":\n    grades:\n        >= 90%: 优  # a\n        otherwise: 差\n'
    assert fmt(written) == written
    assert tree(written) == tree('rubric "r":\n    grades: 优 >= 90%, 差 otherwise\n')


def test_a_number_without_a_literal_is_refused() -> None:
    rubric = tree("X weight 5: deduct 1\n")
    third = n.Number(rubric.span, Fraction(1, 3))
    wrong = n.Rubric(rubric.span, "r", "", (n.Total(rubric.span, third),), (), (), (), (), (), (), (), (), ())
    with pytest.raises(ValueError, match="1/3"):
        format_rubric(wrong, (), chinese=False)


def test_digits_are_grouped_from_100_000_up_and_where_the_author_did() -> None:
    frame = 'rubric "r":\n    total 1\n    convention cn-fiscal\n\ndata s:\n'
    text = frame + "    a: money 0元 .. 10_000元\n    b: count 10000 .. 9999999\n"
    assert fmt(text).endswith("    a: money 0元 .. 10_000元\n    b: count 10000 .. 9_999_999\n")


# ── what always holds ──


@given(rubrics(), st.booleans())
def test_every_tree_is_read_back_as_it_was(rubric: n.Rubric, chinese: bool) -> None:
    text = format_rubric(rubric, (), chinese=chinese)
    assert tree(text) == rubric
    assert fmt(text, chinese=chinese) == text


@given(sources(), st.booleans())
def test_every_text_keeps_its_tree_and_its_comments(text: str, chinese: bool) -> None:
    written = fmt(text, chinese=chinese)
    assert tree(written) == tree(text)
    assert sorted(remarks(written)) == sorted(remarks(text))
    assert fmt(written, chinese=chinese) == written
    assert "\n\n\n" not in written


def test_two_keywords_are_two_keywords_though_a_fact_is_called_so() -> None:
    text = "data x:\n    每月, 甲: count\n\nreported 甲 = 1 per month\n"
    assert tree(fmt(text, chinese=True)) == tree(text)


@pytest.mark.parametrize("clause", ["target != weight(B)", "target by weight(B)", "pro rata weight(B)"])
def test_a_weight_of_an_item_at_the_end_of_a_line_makes_no_header(clause: str) -> None:
    text = f"B 甲 weight 1: target >= 1\nC 乙 weight 3:\n    {clause}\n"
    for chinese in (False, True):
        assert tree(fmt(text, chinese=chinese)) == tree(text)
        assert len(tree(text).items) == 2


@given(sources())
def test_there_and_back_again(text: str) -> None:
    chinese = fmt(text, chinese=True)
    english = fmt(chinese)
    again = fmt(english, chinese=True)
    assert tree(again) == tree(chinese) == tree(text)
    assert sorted(remarks(again)) == sorted(remarks(text))
