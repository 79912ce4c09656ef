"""What authors get wrong: a table of slips, each with its code, what the caret stands under, and the fixed text.

The sentences are prose's business (tests/test_diagnostics.py); that a fix parses is promised here for every row. A row
whose last column is None has no fix: what was meant cannot be known, or one change does not mend it.
"""

from __future__ import annotations

import pytest

from rubricc.dsl.diagnostics.model import Diagnostic, Fix
from rubricc.dsl.diagnostics.render.text import render
from rubricc.dsl.parse import parse
from rubricc.dsl.source import Source

Row = tuple[str, str, str, str | None]

ENGLISH: list[Row] = [
    ("C22 接通率 weight 5 target >= 95%", "RB1004", "", "C22 接通率 weight 5: target >= 95%"),
    ("C22 接通率: target >= 95%", "RB1022", "C22 接通率", None),
    ("C22 接通率 weight: target >= 95%", "RB1022", "C22 接通率 weight", None),
    ("C22 接通率 weigth 5: target >= 95%", "RB1027", "weigth", "C22 接通率 weight 5: target >= 95%"),
    ("C22 接通率 weight ５: target >= 95%", "RB0007", "５", "C22 接通率 weight 5: target >= 95%"),
    ("C22 接通率 weight 5: target ≥ ９５%", "RB0007", "９５", "C22 接通率 weight 5: target ≥ 95%"),
    ("C22 接通率 weight 5: target >= 80%-90%", "RB1007", "80%-90%", None),
    ("C22 接通率 weight 5: target by 2020-7-1",
     "RB1008", "2020-7-1",
     "C22 接通率 weight 5: target by 2020-07-01"),
    ("C22 接通率 weight 5: target by 2020/07/01",
     "RB1008", "2020/07/01",
     "C22 接通率 weight 5: target by 2020-07-01"),
    ("C22 接通率 weight 5: target by 2020-02-30", "RB1024", "2020-02-30", None),
    ("C22 接通率 weight 5: dedcut 1 per 1% below",
     "RB1027", "dedcut",
     "C22 接通率 weight 5: deduct 1 per 1% below"),
    ("C22 接通率 weight 5: deduct 1 pre 1% below",
     "RB1027", "pre",
     "C22 接通率 weight 5: deduct 1 per 1% below"),
    ("C22 接通率 weight 5: deduct 1 per 1% belov",
     "RB1027", "belov",
     "C22 接通率 weight 5: deduct 1 per 1% below"),
    ("C22 接通率 weight 5: deduct per 1% below", "RB1001", "per", None),
    ("C22 接通率 weight 5: 1 deduct per 1% below", "RB1001", "1", None),
    ("C22 接通率 weight 5: deduct 1 for each 1% below",
     "RB1031", "for each",
     "C22 接通率 weight 5: deduct 1 per 1% below"),
    ("C22 接通率 weight 5: of (a + b / c; target >= 95%",
     "RB1002", "(",
     "C22 接通率 weight 5: of (a + b / c); target >= 95%"),
    ("C22 接通率 weight 5: of sum(a; b)", "RB1006", ";", "C22 接通率 weight 5: of sum(a, b)"),
    ("C22 接通率 weight 5: of sum(a b)", "RB1001", "b", None),
    ("C22 接通率 weight 5: of sum[a]", "RB1018", "[", None),
    ("C22 接通率 weight 5: of a + ; target >= 95%", "RB1001", ";", None),
    ("C22 接通率 weight 5: of a b", "RB1001", "b", None),
    ("C22 接通率 weight 5: of 10秒接通率", "RB1014", "10秒接通率", "C22 接通率 weight 5: of 「10秒接通率」"),
    ("C22 接通率 weight 5: of 「接通率", "RB1012", "「接通率", "C22 接通率 weight 5: of 「接通率」"),
    ('C22 接通率 weight 5: source "附件2', "RB1012", '"附件2', 'C22 接通率 weight 5: source "附件2"'),
    ("C22 接通率 weight 5: source 附件2", "RB1029", "附件2", 'C22 接通率 weight 5: source "附件2"'),
    ("C22 接通率 weight 5: target 95%", "RB1032", "target 95%", None),
    ("C22 接通率 weight 5: target => 95%", "RB1027", "=>", "C22 接通率 weight 5: target >= 95%"),
    ("C22 接通率 weight 5: target >= 95%,", "RB1028", ",", "C22 接通率 weight 5: target >= 95%"),
    ("C22 接通率 weight 5: target >= 95%, deduct 1 per 1% below",
     "RB1028", ",",
     "C22 接通率 weight 5: target >= 95%; deduct 1 per 1% below"),
    ("C22 接通率 weight 5: target >= 95% deduct 1 per 1% below",
     "RB1028", "deduct",
     "C22 接通率 weight 5: target >= 95%; deduct 1 per 1% below"),
    ("C22 接通率 weight 5: of each", "RB1013", "each", "C22 接通率 weight 5: of 「each」"),
    ("C22 接通率 weight 5: of full", "RB1013", "full", "C22 接通率 weight 5: of 「full」"),
    ("C22 接通率 weight 5: of a = b = c", "RB1001", "=", None),
    ("C22 接通率 weight 5: of 1e5", "RB1010", "1e5", None),
    ("C22 接通率 weight 5: of 123456789012345678901", "RB1009", "123456789012345678901", None),
    ("C22 接通率 weight 5: of a ^ 2", "RB2012", "^", None),
    ("C22 接通率 weight 5: of a ** 2", "RB2012", "**", None),
    ("C22 接通率 weight 5: of a && b", "RB1020", "&", None),
    ("C22 接通率 weight 5: of a % b", "RB1020", "%", None),
    ("C22 接通率 weight 5: by x", "RB1004", "", None),
    ("C22 接通率 weight 5: by x:", "RB1005", ":", None),
    ("C22 接通率 weight 5: at least", "RB1001", "", None),
    ("C22 接通率 weight 5: zero if x", "RB1027", "if", "C22 接通率 weight 5: zero when x"),
    ("C22 接通率 weight 5: veto when x", "RB1027", "veto", "C22 接通率 weight 5: zero when x"),
    ("C22 接通率 weight 5: max 3", "RB1027", "max", "C22 接通率 weight 5: at most 3"),
    ("C22 接通率 weight 5: start 5", "RB1027", "start", "C22 接通率 weight 5: start at 5"),
    ("C22 接通率 weight 5: 95%", "RB1001", "95%", None),
    ("C22 接通率 weight 5: a >= 95%", "RB1001", "a", None),
    ("C22 接通率 weight 5: target >= 95%;; deduct 1",
     "RB1028", ";",
     "C22 接通率 weight 5: target >= 95%; deduct 1"),
    ("C22 接通率 weight 5：target ≥ 95%；deduct 1 per 1% below)",
     "RB1021", ")",
     "C22 接通率 weight 5：target ≥ 95%；deduct 1 per 1% below"),
    ("data 月报 by months 2020-07 .. 2021-06:\n    a: count",
     "RB1027", "by months",
     "data 月报 by month 2020-07 .. 2021-06:\n    a: count"),
    ("data 月报 by month 2020-7 .. 2021-06:\n    a: count",
     "RB1008", "2020-7",
     "data 月报 by month 2020-07 .. 2021-06:\n    a: count"),
    (
        "data 月报 by month 2020-07 - 2021-06:\n    a: count", "RB1031", "2020-07 - 2021-06",
        "data 月报 by month 2020-07 .. 2021-06:\n    a: count",
    ),
    ("data 月报 by month:\n    a: count", "RB1001", ":", None),
    ("data 月报\n    a: count", "RB1004", "", "data 月报:\n    a: count"),
    ("data 月报:\n    a count", "RB1004", "", "data 月报:\n    a: count"),
    ("data 月报:\n    a: cuont", "RB1027", "cuont", "data 月报:\n    a: count"),
    ("data 月报:\n    a: integer", "RB1027", "integer", "data 月报:\n    a: count"),
    ("data 月报:\n    a; b: count", "RB1006", ";", "data 月报:\n    a, b: count"),
    ("data 月报:\n    a: count <= 10 000", "RB1027", "10 000", "data 月报:\n    a: count <= 10_000"),
    ("data 月报:\n    a: one of x; y", "RB1006", ";", "data 月报:\n    a: one of x, y"),
    ("data 月报:\n    target: count", "RB1013", "target", "data 月报:\n    「target」: count"),
    ("data 月报:\n    完成率(%): percent", "RB1014", "完成率(%)", "data 月报:\n    「完成率(%)」: percent"),
    ("data 月报:\n\ta: count", "RB0004", "\t", "data 月报:\n    a: count"),
    ("data 月报:\n    a: count\n   b: count", "RB1003", "   ", None),
    ("data 月报:\n    a: percent 0%-100%", "RB1007", "0%-100%", "data 月报:\n    a: percent 0% .. 100%"),
    ("data 月报:", "RB1005", ":", None),
    ("let a := 5", "RB1027", ":=", "let a = 5"),
    ("let a 5", "RB1001", "5", None),
    ("let 10秒 = 5", "RB1001", "10秒", None),
    ("rubric 吕梁:\n    total 16", "RB1029", "吕梁", 'rubric "吕梁":\n    total 16'),
    ('rubric "a"\n    total 16', "RB1004", "", 'rubric "a":\n    total 16'),
    ('rubric "a":\n    total: 16', "RB1001", ":", None),
    ('rubric "a":\n    grades 优 >= 90', "RB1004", "", 'rubric "a":\n    grades: 优 >= 90'),
    ('rubric "a":\n    grades: 优 >= 90; 良 >= 80',
     "RB1006", ";",
     'rubric "a":\n    grades: 优 >= 90, 良 >= 80'),
    ('rubric "a":\n    convension cn-fiscal',
     "RB1027", "convension",
     'rubric "a":\n    convention cn-fiscal'),
    ('rubric "a":\n    points 0.01 half up', "RB1001", "0.01", None),
    ("case 2020:\n    expect C = 1", "RB1029", "2020", 'case "2020":\n    expect C = 1'),
    ('case "2020":\n    expects C = 1', "RB1027", "expects", 'case "2020":\n    expect C = 1'),
    ('case "2020":\n    expect C: 1', "RB1001", "1", None),
    ("C22 weight 5:\n    by x:\n        90%以上: 5\n        otherwise: 0", "RB1015", "90%以上", None),
    ("C22 weight 5:\n    by x:\n        >= 90%: 5;\n        otherwise: 0",
     "RB1028", ";",
     "C22 weight 5:\n    by x:\n        >= 90%: 5\n        otherwise: 0"),
    ("C22 weight 5:\n    by x:\n        [90%-95%): 5\n        otherwise: 0",
     "RB1007", "90%-95%",
     "C22 weight 5:\n    by x:\n        [90%, 95%): 5\n        otherwise: 0"),
    ("C22 weight 5:\n    by x:\n        90%-95%: 5\n        otherwise: 0",
     "RB1007", "90%-95%",
     "C22 weight 5:\n    by x:\n        90% .. 95%: 5\n        otherwise: 0"),
    ("C22 weight 5:\n    by x:\n        0-50: 5\n        otherwise: 0",
     "RB1007", "0-50",
     "C22 weight 5:\n    by x:\n        0 .. 50: 5\n        otherwise: 0"),
    ("C22 weight 5:\n    by x:\n        else: 5",
     "RB1013", "else",
     "C22 weight 5:\n    by x:\n        「else」: 5"),
    ("C22 weight 5:\n    by x:\n        >= 90% 5",
     "RB1004", "",
     "C22 weight 5:\n    by x:\n        >= 90%: 5"),
    ("C22 weight 5:\n    checklist:\n        a 5", "RB1001", "5", None),
    ("C22 weight 5:\n    checklist any two:\n        a", "RB1001", "two", None),
    ("C22 weight 5:\n    target >= 95%\n        deduct 1", "RB1003", "", None),
    ("C22 weight 5:\n    target >= 95%\n  deduct 1", "RB1003", "  ", None),
    ("  C22 weight 5: target >= 95%", "RB1003", "", None),
    ("import foo", "RB1022", "import foo", None),
    ("C22 接通率 weight 5: target >= 95% # ok\n    deduct 1", "RB1003", "", None),
    ("C22 接通率 weight 5: by x # ok\n    1: 1", "RB1004", "", "C22 接通率 weight 5: by x: # ok\n    1: 1"),
    ("let a = 「b", "RB1012", "「b", "let a = 「b」"),
    ("data 月报:\n    a: count up to 10,000,000",
     "RB1027", "10,000,000",
     "data 月报:\n    a: count up to 10_000_000"),
    ("C22 接通率 weight 5: deduct 1 per 1% below; until zero;", "RB1001", "until", None),
    ("C22 接通率 weight 5: of a == b; target ≥ 1 deduct 2",
     "RB1028", "deduct",
     "C22 接通率 weight 5: of a == b; target ≥ 1; deduct 2"),
]  # fmt: skip

CHINESE: list[Row] = [
    ("C22 接通率 权种5：目标≥95%", "RB1027", "权种", "C22 接通率 权重5：目标≥95%"),
    ("C22 接通率 权重5：木标≥95%", "RB1027", "木标", "C22 接通率 权重5：目标≥95%"),
    ("C22 接通率 权重5：目标≥95%；每底1%扣1分", "RB1027", "底", "C22 接通率 权重5：目标≥95%；每低1%扣1分"),
    ("C22 接通率 权重5：目标≥95%；每低1%扣1分，扣完为至",
     "RB1027", "扣完为至",
     "C22 接通率 权重5：目标≥95%；每低1%扣1分，扣完为止"),
    ("C22 接通率 权重5：目标≥95%；每低1%扣1分，不足1%按1%记",
     "RB1027", "记",
     "C22 接通率 权重5：目标≥95%；每低1%扣1分，不足1%按1%计"),
    ("C22 接通率 权重5：清但：\n        有制度：5分",
     "RB1027", "清但",
     "C22 接通率 权重5：清单：\n        有制度：5分"),
    ("数剧 核查：\n    接通率：百分比", "RB1027", "数剧", "数据 核查：\n    接通率：百分比"),
    ("案列 \"一\"：\n    已知 x = 1", "RB1027", "案列", "案例 \"一\"：\n    已知 x = 1"),
    ("C22 接通率 权重5 目标≥95%", "RB1004", "", "C22 接通率 权重5：目标≥95%"),
    ("C22 接通率 权重 五：目标≥95%", "RB1022", "C22 接通率 权重 五", None),
    ("C22 接通率：目标≥95%", "RB1022", "C22 接通率", None),
    ("C22 接通率 权重５：目标≥95%", "RB0007", "５", "C22 接通率 权重5：目标≥95%"),
    ("C22 接通率 权重5：目标95%以上", "RB1015", "95%以上", None),
    ("C22 接通率 权重5：目标为95%", "RB1032", "目标为95%", None),
    ("C22 接通率 权重5：目标不低于95%", "RB1027", "不低于", "C22 接通率 权重5：目标≥95%"),
    ("C22 接通率 权重5：每低1％扣 分", "RB1001", "分", None),
    ("C22 接通率 权重5：每低1%扣1分，不足1%按1%", "RB1001", "", None),
    ("C22 接通率 权重5：每降低1%扣1分", "RB1027", "降低", "C22 接通率 权重5：每低1%扣1分"),
    ("C22 接通率 权重5：每低一个百分点扣1分", "RB1027", "一", "C22 接通率 权重5：每低1个百分点扣1分"),
    ("C22 接通率 权重5：每少1%扣1分", "RB1027", "少", "C22 接通率 权重5：每低1%扣1分"),
    ("C22 接通率 权重5：低于95%不得分",
     "RB1031", "低于95%不得分",
     "C22 接通率 权重5：不得分 当 接通率 < 95%"),
    ("C22 接通率 权重5：低1%扣1分", "RB1001", "低1", None),
    ("C22 接通率 权重5：每延迟1月扣1分", "RB1031", "每延迟1月扣1分", "C22 接通率 权重5：每迟1个月扣1分"),
    ("C22 接通率 权重5：每投诉扣1分", "RB1001", "投诉", None),
    ("C22 接通率 权重5：每出现1次扣1分", "RB1031", "每出现1次扣1分", "C22 接通率 权重5：每（次数）扣1分"),
    ("C22 接通率 权重5：每3个投诉扣1分", "RB1031", "每3个投诉扣1分", "C22 接通率 权重5：每3个（投诉）扣1分"),
    ("C22 接通率 权重5：扣1分 直到扣完", "RB1031", "直到扣完", "C22 接通率 权重5：扣1分 扣完为止"),
    ("C22 接通率 权重5：最多扣3分", "RB1031", "最多扣3分", None),
    ("C22 接通率 权重5：扣1分，最多扣3分", "RB1031", "最多扣3分", "C22 接通率 权重5：扣1分，至多3分"),
    ("C22 接通率 权重5：得分不低于0", "RB1001", "得分不低于0", None),
    ("C22 接通率 权重5：取10秒接通率", "RB1014", "10秒接通率", "C22 接通率 权重5：取「10秒接通率」"),
    ("C22 接通率 权重5：取「10秒接通率", "RB1012", "「10秒接通率", "C22 接通率 权重5：取「10秒接通率」"),
    ("C22 接通率 权重5：取 满分", "RB1013", "满分", "C22 接通率 权重5：取 「满分」"),
    ("C22 接通率 权重5：取 合计（话务接通数/合计（话务量）",
     "RB1002", "（",
     "C22 接通率 权重5：取 合计（话务接通数/合计（话务量）)"),
    ("C22 接通率 权重5：取 合计（话务接通数））/合计（话务量）",
     "RB1021", "）",
     "C22 接通率 权重5：取 合计（话务接通数）/合计（话务量）"),
    ("C22 接通率 权重5：目标≥95%。每低1%扣1分", "RB1028", "。", "C22 接通率 权重5：目标≥95%；每低1%扣1分"),
    ("C22 接通率 权重5：目标≥95%，每低1%扣1分", "RB1028", "，", "C22 接通率 权重5：目标≥95%；每低1%扣1分"),
    ("C22 接通率 权重5：目标≥95% 每低1%扣1分", "RB1028", "每", "C22 接通率 权重5：目标≥95%；每低1%扣1分"),
    ("C22 接通率 权重5：目标在80%-90%之间", "RB1031", "目标在80%-90%之间", "C22 接通率 权重5：目标 80% .. 90%"),
    ("C22 接通率 权重5：目标在80%~90%之间", "RB1031", "目标在80%~90%之间", "C22 接通率 权重5：目标 80% .. 90%"),
    ("C22 接通率 权重5：目标≥九十五%", "RB1020", "%", None),
    ("C22 接通率 权重5：满分 x=是", "RB1001", "x", None),
    ("C22 接通率 权重5：不得分 若 x=是", "RB1027", "若", "C22 接通率 权重5：不得分 当 x=是"),
    ("C22 接通率 权重5：如果 x=是 则 不得分", "RB1001", "如果", None),
    ("C22 接通率 权重5：扣除1分", "RB1027", "扣除", "C22 接通率 权重5：扣1分"),
    ("C22 接通率 权重5：加分1分", "RB1027", "加分", "C22 接通率 权重5：加1分"),
    ("C22 接通率 权重5：按比列 x", "RB1004", "", None),
    ("C22 接通率 权重5：按比例得分", "RB1031", "按比例得分", "C22 接通率 权重5：按比例 接通率"),
    ("C22 接通率 权重5：按 x：\n        90%以上：5分\n        其它：0分", "RB1015", "90%以上", None),
    ("C22 接通率 权重5：按 x：\n        90%（含）以上：5分\n        其他：0分",
     "RB1027", "90%（含）以上",
     "C22 接通率 权重5：按 x：\n        ≥ 90%：5分\n        其他：0分"),
    ("C22 接通率 权重5：按 x：\n        90%至95%：5分\n        其他：0分",
     "RB1027", "90%至95%",
     "C22 接通率 权重5：按 x：\n        90% .. 95%：5分\n        其他：0分"),
    ("C22 接通率 权重5：按 x：\n        优：100% 80%\n        其他：0分", "RB1001", "80%", None),
    ("C22 接通率 权重5：按 x：\n        ≥90%，5分\n        其他：0分",
     "RB1031", "，5分",
     "C22 接通率 权重5：按 x：\n        ≥90%：5分\n        其他：0分"),
    ("C22 接通率 权重5：按 x\n        ≥90%：5分\n        其他：0分",
     "RB1004", "",
     "C22 接通率 权重5：按 x：\n        ≥90%：5分\n        其他：0分"),
    ("C22 接通率 权重5：\n\u3000\u3000取 x", "RB0005", "\u3000\u3000", "C22 接通率 权重5：\n    取 x"),
    ("C22 接通率 权重5：期限 2020年7月1号", "RB1001", "1", None),
    ("C22 接通率 权重5：期限 2020.7.1", "RB1008", "2020.7.1", "C22 接通率 权重5：期限 2020-07-01"),
    ("C22 接通率 权重5：期限 2020年2月30日", "RB1024", "2020年2月30日", None),
    ("C22 接通率 权重5：期限 12月31日", "RB1001", "月31日", None),
    ("C22 接通率 权重5：依据 附件2", "RB1029", "附件2", 'C22 接通率 权重5：依据 "附件2"'),
    ("C22 接通率 权重5：依据：附件2", "RB1029", "附件2", 'C22 接通率 权重5：依据"附件2"'),
    ("C22 接通率 权重5：依据“附件2", "RB1012", "“附件2", "C22 接通率 权重5：依据“附件2”"),
    ("C22 接通率 权重5：取 若 a 则 b", "RB1001", "", None),
    ("C22 接通率 权重5：取 a 或者 b", "RB1001", "b", None),
    ("C22 接通率 权重5：取 a 不等于 b", "RB1027", "不等于", "C22 接通率 权重5：取 a ≠ b"),
    ("C22 接通率 权重5：取 a 大于 b", "RB1027", "大于", "C22 接通率 权重5：取 a > b"),
    ("C22 接通率 权重5：扣1分 如果 x=是", "RB1027", "如果", "C22 接通率 权重5：扣1分 当 x=是"),
    ("数据 月报 按月 2020年7月 到 2021年6月：\n    a：计数",
     "RB1027", "到",
     "数据 月报 按月 2020年7月 .. 2021年6月：\n    a：计数"),
    ("数据 月报 按月 2020-07 至 2021-06：\n    a：计数",
     "RB1027", "至",
     "数据 月报 按月 2020-07 .. 2021-06：\n    a：计数"),
    ("C2 质量 权重5\n    C22 接通率 权重5：目标≥95%", "RB1004", "", "C2 质量 权重5：\n    C22 接通率 权重5：目标≥95%"),
    ("数据 月报：\n    话务量 计数", "RB1004", "", "数据 月报：\n    话务量：计数"),
    ("数据 月报：\n    话务量：整数", "RB1027", "整数", "数据 月报：\n    话务量：计数"),
    ("数据 月报：\n    话务量：计数；", "RB1028", "；", "数据 月报：\n    话务量：计数"),
    ("数据 月报：\n    目标：日期", "RB1013", "目标", "数据 月报：\n    「目标」：日期"),
    ("数据 月报：\n    a；b：计数", "RB1006", "；", "数据 月报：\n    a，b：计数"),
    ("令 a：5", "RB1001", "：", None),
    ("案例 2020：\n    应得 C = 1", "RB1029", "2020", '案例 "2020"：\n    应得 C = 1'),
    ('案例 "2020"：\n    应得 C 1', "RB1001", "1", None),
    ("评分表 “a“：\n    总分 100", "RB1012", "“a“：", None),
    ('评分表 "a"：\n    总分：100', "RB1031", "总分：", '评分表 "a"：\n    总分 100'),
    ('评分表 "a"：\n    等级：优≥90；良≥80', "RB1006", "；", '评分表 "a"：\n    等级：优≥90，良≥80'),
    ('评分表 "a"：\n    优≥90', "RB1001", "优", None),
    ("数据 月报：\n    取数率：百分比\nC22 取数 权重5：取数率；目标≥95%",
     "RB1017", "取数率",
     "数据 月报：\n    取数率：百分比\nC22 取数 权重5：取 「取数率」；目标≥95%"),
    ("数据 月报：\n    目标值：百分比\nC22 取数 权重5：目标值≥95%", "RB1017", "目标值", None),
    ("C22 接通率 权重5：目标≥95%；每低1%扣1分。", "RB1028", "。", "C22 接通率 权重5：目标≥95%；每低1%扣1分"),
    ("C22 接通率 权重5：扣1分，每低1%扣1分", "RB1028", "，", "C22 接通率 权重5：扣1分；每低1%扣1分"),
    ("C22 接通率 权重5：目标≥95\u200b%", "RB0006", "\u200b", "C22 接通率 权重5：目标≥95%"),
    ("C22 接通率 权重5：按 x：\n        90分以上：5分\n        其他：0分", "RB1015", "90分以上", None),
    ("C22 接通率 权重5：按 x：\n        90件以下：5分\n        其他：0分", "RB1015", "90件以下", None),
    ("C22 接通率 权重5：按 x：\n        90分及以上：5分\n        其他：0分",
     "RB1027", "90分及以上",
     "C22 接通率 权重5：按 x：\n        ≥ 90分：5分\n        其他：0分"),
    ("C22 接通率 权重5：按 x：\n        90分（不含）以上：5分\n        其他：0分",
     "RB1027", "90分（不含）以上",
     "C22 接通率 权重5：按 x：\n        > 90分：5分\n        其他：0分"),
    ("C22 接通率 权重5：按 x：\n        60分-90分：5分\n        其他：0分",
     "RB1007", "60分-90分",
     "C22 接通率 权重5：按 x：\n        60分 .. 90分：5分\n        其他：0分"),
    ("C22 接通率 权重5：每低十个百分点扣1分", "RB1027", "十", "C22 接通率 权重5：每低10个百分点扣1分"),
]  # fmt: skip


def findings(text: str) -> tuple[Diagnostic, ...]:
    return parse(Source("x.rubric", f"{text}\n")).diagnostics


def applied(text: str, fix: Fix) -> str:
    for edit in sorted(fix.edits, key=lambda edit: -edit.span.start):
        text = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    return text


@pytest.mark.parametrize(
    ("header", "suggested"),
    [
        ("决策 20", "决策 权重20："),
        ("决策 分值20：", "决策 权重20："),
        ("决策：", "决策 权重 ?："),
    ],
)
def test_the_weight_that_is_suggested_is_the_one_that_stands_there(header: str, suggested: str) -> None:
    """A number that the author did not write would be a wrong weight: it is left open."""
    text = f'评分表 "x"：\n    总分 20\n    约定 cn-fiscal\n{header}\n'
    first = parse(Source("x.rubric", text)).diagnostics[0]
    assert (first.code, first.args["example"]) == ("RB1022", suggested)


@pytest.mark.parametrize(("text", "code", "caret", "fixed"), ENGLISH + CHINESE)
def test_each_slip_is_named_shown_and_mended(text: str, code: str, caret: str, fixed: str | None) -> None:
    found = findings(text)
    assert found, "nothing wrong was found"
    first = found[0]
    assert first.span is not None
    assert (first.code, first.span.text) == (code, caret)
    assert (first.fix and applied(text, first.fix)) == fixed
    assert fixed is None or not findings(fixed)
    for lang in ("zh", "en"):
        assert code in render(found, lang)


def test_a_slip_does_not_hide_the_next() -> None:
    lines = [
        text for text, *_ in CHINESE if "\n" not in text and not text.startswith(("数据", "案例", "评分表"))
    ][:15]
    found = findings("\n".join(lines))
    assert [d.span.line for d in found if d.span] == list(range(1, 16))
    assert [d.code for d in found] == [code for text, code, *_ in CHINESE if text in lines]


def test_a_fix_is_offered_only_where_it_works() -> None:
    (inside,) = findings("A weight 5: by x:\n    90%-95%: 5\n    otherwise: 0")
    (after,) = findings("A weight 5: target >= 90%-95%")
    assert inside.code == after.code == "RB1007"
    assert inside.fix is not None
    assert after.fix is None


def test_a_range_is_suggested_only_where_one_may_stand() -> None:
    for formula in ("times 1 - 10%", "times 1 - 10% * late", "score 1 - 10% * late", "乘 1 - 10%×件数"):
        assert not findings(f"A weight 5: target >= 95%; {formula}"), formula


def test_a_name_that_looks_like_a_bound_wants_its_quotes() -> None:
    (finding,) = findings("数据 核查：\n    「10人以上企业数」：计数\nC1 数 权重5：取 10人以上企业数")
    assert finding.code == "RB1014"


def test_what_fits_is_what_the_author_could_write() -> None:
    """The list of what could stand there names nothing that only another sentence could have."""
    (finding,) = findings("A weight 5: of a b")
    words = finding.args["expected"].split("\n")
    assert "and" in words
    assert not {"then", "else", "uncapped", "below"} & set(words)


def test_keyword_and_name_glued() -> None:
    data = "数据 月报：\n    取数率，数率：百分比\n"
    (two,) = findings(f"{data}C22 取数 权重5：取数率；目标≥95%")
    assert (two.code, two.args["keyword"], two.args["rest"]) == ("RB1017", "取", "数率")
    assert two.related[0].span.line == 2
    for right in ("取 数率", "取 「取数率」", "取「取数率」", "取 取数率"):
        assert not findings(f"{data}C22 取数 权重5：{right}；目标≥95%")
    (later,) = findings("C22 取数 权重5：取数率；目标≥95%\n令 取数率 = 5")
    assert later.code == "RB1017"
