"""The one table of the language's words: every keyword terminal of `rubric.lark` in English and Chinese.

The scanner reads it to recognise words, the printer to write them (the first form of each language is the canonical
one) and editors to colour them. A word may belong to several terminals (满分 is both `full` and `out of`): the
parser's state says which is meant. A form of several English words is written with single spaces.
"""

from collections.abc import Mapping

Forms = tuple[tuple[str, ...], tuple[str, ...]]

KEYWORDS: Mapping[str, Forms] = {
    # the frame of a file
    "RUBRIC": (("rubric",), ("评分表", "评价指标体系")),
    "VERSION": (("version",), ("版本",)),
    "TOTAL": (("total",), ("总分",)),
    "GRADES": (("grades",), ("等级",)),
    "GRADE": (("grade",), ("等级",)),
    "CONVENTION": (("convention",), ("约定",)),
    "POINTS": (("points",), ("得分",)),
    "TO": (("to",), ("精确到", "到")),
    "HALF_UP": (("half up",), ("四舍五入",)),
    "HALF_EVEN": (("half even",), ("四舍六入五成双",)),
    "ROUND_UP": (("up",), ("向上取整",)),
    "ROUND_DOWN": (("down",), ("向下取整",)),
    "DATA": (("data",), ("数据",)),
    "LET": (("let",), ("令",)),
    "CASE": (("case",), ("案例",)),
    "GIVEN": (("given",), ("已知",)),
    "EXPECT": (("expect",), ("应得",)),
    "ERROR": (("error",), ("错误",)),
    # groups, totals, grades and what follows from them
    "BONUS_GROUP": (("bonus group",), ("加分组",)),
    "PENALTY_GROUP": (("penalty group",), ("扣分组",)),
    "COMBINE": (("combine",), ("合成",)),
    "SUM": (("sum",), ("求和",)),
    "MEAN": (("mean",), ("取平均",)),
    "BEST": (("best",), ("取最高",)),
    "WORST": (("worst",), ("取最低",)),
    "DROP": (("drop",), ("去掉最低",)),
    "RATING": (("grade",), ("评级",)),
    "ONE_LOWER": (("one lower",), ("降一档",)),
    "CUMULATIVE": (("cumulative",), ("可累计",)),
    "NO_GRADE": (("no grade",), ("不评",)),
    "OUTCOME": (("outcome",), ("结果",)),
    "NOT_APPLICABLE": (("not applicable",), ("不适用",)),
    "RESCALE_GROUP": (("rescale within group",), ("组内折算",)),
    "RESCALE_TOTAL": (("rescale in total",), ("总分折算",)),
    # obligations and checks
    "CHECK": (("check",), ("核对",)),
    "REPORTED": (("reported",), ("公布",)),
    "REQUIRE": (("require",), ("要求",)),
    "CITED": (("by",), ("依据",)),
    # data blocks
    "BY_MONTH": (("by month",), ("按月",)),
    "BY_EVENT": (("by event",), ("按件",)),
    "BY_UNIT": (("by unit",), ("按单位",)),
    "COUNT": (("count",), ("计数",)),
    "NUMBER_KIND": (("number",), ("数值",)),
    "PERCENT_KIND": (("percent",), ("百分比",)),
    "MONEY_KIND": (("money",), ("金额",)),
    "DURATION_KIND": (("duration",), ("时长",)),
    "DATE_KIND": (("date",), ("日期",)),
    "YES_NO": (("yes/no",), ("是否",)),
    "ONE_OF": (("one of",), ("选项",)),
    # headers
    "WEIGHT": (("weight",), ("权重",)),
    "OUT_OF": (("out of",), ("满分",)),
    # clauses
    "OF": (("of",), ("取",)),
    "TARGET_BY": (("target by",), ("期限",)),
    "TARGET": (("target",), ("目标",)),
    "OF_TARGET": (("of target",), ("目标的",)),
    "OF_ACTUAL": (("of actual",), ("实际值的",)),
    "HIGHER_BETTER": (("higher is better",), ("越高越好",)),
    "LOWER_BETTER": (("lower is better",), ("越低越好",)),
    "START_AT": (("start at",), ("基础分",)),
    "BY": (("by",), ("按",)),
    "OTHERWISE": (("otherwise",), ("其他", "其余")),
    "PRO_RATA": (("pro rata",), ("按比例",)),
    "UNCAPPED": (("uncapped",), ("不封顶",)),
    "CHECKLIST": (("checklist",), ("清单",)),
    "REQUIRED": (("required",), ("必备",)),
    "ANY": (("any",), ("任",)),
    "IN_ALL": ((), ("共",)),
    "ALL_OR_NOTHING": (("all or nothing",), ("全有或全无",)),
    "PER_MISSING": (("per missing",), ("每缺一项",)),
    "DEDUCT": (("deduct",), ("扣",)),
    "ADD": (("add",), ("加",)),
    "PER": (("per",), ("每",)),
    "BELOW": (("below",), ("低", "低于")),
    "ABOVE": (("above",), ("高", "高于")),
    "EITHER_SIDE": (("either side",), ("偏离",)),
    "LATE": (("late",), ("迟", "延迟")),
    "MONTH": (("month",), ("月",)),
    "ROW": (("row",), ("行",)),
    "WHERE": (("where",), ("其中",)),
    "WHEN": (("when",), ("当",)),
    "TIMES": (("times",), ("乘",)),
    "UP_TO": (("up to",), ("至多",)),
    "STARTED_STEPS": (("started steps",), ("不足按一步计",)),
    "WHOLE_STEPS": (("whole steps",), ("不足不计",)),
    "SHORT": ((), ("不足",)),
    "SHORT_AS": ((), ("按",)),
    "COUNTED": ((), ("计", "计算")),
    "UNCOUNTED": ((), ("不扣", "不计")),
    "UNTIL_ZERO": (("until zero",), ("扣完为止",)),
    "LINEAR": (("linear",), ("线性",)),
    "JUDGED": (("judged",), ("评判", "评定")),
    "SCORE": (("score",), ("计分",)),
    "RATES": (("rates of",), ("分段计",)),
    "WHOLE": (("whole",), ("全额",)),
    "EACH": (("each",), ("每行各", "各")),
    "BEYOND": (("beyond",), ("超出",)),
    "EXCESS": (("excess",), ("部分",)),
    "EVERYTHING": (("everything",), ("全部",)),
    "AT_LEAST": (("at least",), ("不低于", "至少")),
    "AT_MOST": (("at most",), ("不超过", "封顶")),
    "ZERO": (("zero",), ("不得分",)),
    "FULL": (("full",), ("满分",)),
    "HALF": (("half",), ("一半", "半分")),
    "OF_WEIGHT": (("of weight",), ("权重的",)),
    # documents' other columns
    "SOURCE": (("source",), ("依据",)),
    "ABOUT": (("about",), ("指标解释",)),
    "EVIDENCE": (("evidence",), ("数据来源",)),
    "NOTE": (("note",), ("说明",)),
    # expressions
    "AND": (("and",), ("且",)),
    "OR": (("or",), ("或",)),
    "NOT": (("not",), ("非",)),
    "IN": (("in",), ("属于",)),
    "IF": (("if",), ("若",)),
    "THEN": (("then",), ("则",)),
    "ELSE": (("else",), ("否则",)),
    "ROUND": (("round",), ("取整",)),
    "YES": (("yes", "true"), ("是",)),
    "NO": (("no", "false"), ("否",)),
}

FUNCTIONS: Mapping[str, Forms] = {
    "sum": (("sum",), ("合计",)),
    "mean": (("mean",), ("平均",)),
    "count": (("count",), ("计数",)),
    "median": (("median",), ("中位数",)),
    "min": (("min",), ("最小",)),
    "max": (("max",), ("最大",)),
}
"""Functions are names before a parenthesis: key → English and Chinese forms."""

UNITS: Mapping[str, tuple[str, ...]] = {
    "PERCENT": ("%", "％"),
    "PP": ("pp", "个百分点", "百分点"),
    "SPAN": ("个工作日", "工作日", "working days", "working day", "个月", "months", "month"),
    "DURATION": (
        "分钟",
        "小时",
        "秒",
        "天",
        "minutes",
        "minute",
        "hours",
        "hour",
        "seconds",
        "second",
        "days",
        "day",
    ),
    "MONEY": ("亿元", "万元", "元"),
    "NUMBER": (
        "分",
        "points",
        "point",
        "次",
        "件",
        "通",
        "人",
        "条",
        "个",
        "项",
        "起",
        "家",
        "名",
        "份",
        "笔",
    ),
}
"""What may follow a number, by the terminal that number and unit make together."""

CANONICAL_UNIT: Mapping[str, str] = {
    "％": "%",
    "百分点": "pp",
    "个百分点": "pp",
    "个工作日": "working day",
    "工作日": "working day",
    "working days": "working day",
    "个月": "month",
    "months": "month",
    "分钟": "minute",
    "minutes": "minute",
    "小时": "hour",
    "hours": "hour",
    "秒": "second",
    "seconds": "second",
    "天": "day",
    "days": "day",
    "分": "",
    "个": "",
    "point": "",
    "points": "",
}
"""One spelling for each unit; a unit not named here is its own."""

UNIT_WORDS: Mapping[str, tuple[str, str]] = {
    "pp": ("pp", "个百分点"),
    "working day": (" working days", "个工作日"),
    "month": (" months", "个月"),
    "minute": (" minutes", "分钟"),
    "hour": (" hours", "小时"),
    "second": (" seconds", "秒"),
    "day": (" days", "天"),
}
"""How the printer writes a canonical unit after a number, in English and Chinese."""


def canonical(terminal: str, chinese: bool) -> str:
    """The form of a keyword that the printer writes."""
    english, zh = KEYWORDS[terminal]
    return (zh or english)[0] if chinese else (english or zh)[0]
