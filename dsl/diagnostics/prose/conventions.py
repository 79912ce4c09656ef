"""What a rubric is read by: conventions and directions, questions that nobody answers, names that nobody reads."""

from rubricc.dsl.diagnostics.prose import Entry, Prose, Severity

PROSE: dict[str, Entry] = {
    "RB2070": Entry(
        zh=Prose(
            "{name} 是自带的约定，不能重新定义", "名称已有", hint="换一个名称，如 约定 本市 依照 {name}"
        ),
        en=Prose(
            "A convention called {name} comes with rubricc already",
            "the name is taken",
            hint="Choose another name: convention NAME like {name}",
        ),
    ),
    "RB3070": Entry(
        zh=Prose(
            "约定的最低得分须为 0 或负数，且落在得分的最小单位上",
            "不能作最低得分",
            hint="写成 至少 0分，或 至少 -5分 这样的数",
        ),
        en=Prose(
            "The least points of a convention are 0 or below, on the grid",
            "no least points",
            hint="Write at least 0, or a number such as at least -5",
        ),
    ),
    "RB3071": Entry(
        zh=Prose("比较的值须舍入到百分比", "不是大于 0 的百分比", hint="写成 取整 四舍五入 到 0.01%"),
        en=Prose(
            "The value compared is rounded to a percentage",
            "not a percentage above 0",
            hint="Write round half up to 0.01%",
        ),
    ),
    "RB3140": Entry(
        zh=Prose(
            "约定里的 除数为零 不写几分",
            "各指标的权重不同",
            hint="写成 满分、不得分、暂不评分、组内折算、总分折算 或 其他单位平均",
        ),
        en=Prose(
            "A convention gives no number of points for a zero divisor",
            "indicators have different weights",
            hint="Write full, zero, refuse, rescale within group, rescale in total or mean of others",
        ),
    ),
    "RB5070": Entry(
        zh=Prose(
            "约定 {convention} 没有规定{question}",
            "这里要写明",
            hint="写明一种：{answers}；或换一个有规定的约定",
        ),
        en=Prose(
            "Convention {convention} leaves open {question}",
            "this must be said here",
            hint="Write one of: {answers}; or choose a convention that answers it",
        ),
    ),
    "RB5071": Entry(
        zh=Prose(
            "声明的方向与规则相反",
            "与规则不合",
            notes="这条规则的方向：{other}",
            hint="改正其中一处；分档忽高忽低的，去掉方向并用「说明」解释",
            related={"rule": "规则在这里"},
        ),
        en=Prose(
            "The declared direction contradicts a rule",
            "against the rule",
            notes="The direction of the rule: {other}",
            hint="Correct one of the two; where bands rise and fall, drop the direction and say why in a note",
            related={"rule": "the rule is here"},
        ),
    ),
    "RB5072": Entry(
        zh=Prose(
            "声明的方向没有作用", "没有可对照的规则", hint="写上目标、分档或每低（高）多少扣分，或去掉这一条"
        ),
        en=Prose(
            "The declared direction has no effect",
            "no rule goes by the measure",
            hint="Add a target, bands or steps, or drop it",
        ),
        severity=Severity.WARNING,
    ),
    "RB2074": Entry(
        zh=Prose(
            "「{name}」声明了却没有用到", "没有规则读它", hint="用在规则里，或删去；只供查阅的数不必声明"
        ),
        en=Prose(
            "`{name}` is declared and never read",
            "no rule reads it",
            hint="Use it in a rule, or remove it; figures for reference need no declaration",
        ),
        severity=Severity.WARNING,
    ),
}
