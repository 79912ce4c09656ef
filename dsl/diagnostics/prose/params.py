"""Parameters, in RB2 and RB3: which of their values holds, and that they are known before any fact is.

`periods` lists every value with its period, one a line; `first` and `last` are days, `…` where there is no end.
"""

from rubricc.dsl.diagnostics.prose import Entry, Prose

PROSE: dict[str, Entry] = {
    "RB2065": Entry(
        zh=Prose(
            "参数「{name}」分时期取值，但没有写评价基准日",
            "依日期而定",
            notes="{periods}",
            hint="在开头的设置里写：评价基准日 2020-12-31",
        ),
        en=Prose(
            "The parameter `{name}` depends on the day of the evaluation",
            "which of its values holds?",
            notes="{periods}",
            hint="Write the day among the settings of the file: as of 2020-12-31",
        ),
    ),
    "RB2066": Entry(
        zh=Prose(
            "参数「{name}」在评价基准日 {day} 没有值",
            "没有适用的时期",
            notes="{periods}",
            hint="补上包含这一天的一行，或改正评价基准日",
        ),
        en=Prose(
            "The parameter `{name}` has no value on {day}",
            "no period holds that day",
            notes="{periods}",
            hint="Add a line for that day, or correct the day of the evaluation",
        ),
    ),
    "RB2067": Entry(
        zh=Prose(
            "参数「{name}」的两个时期重叠",
            "重叠：{first} 至 {last}",
            hint="改正起止日期，使每一天只有一个值",
            related={"before": "另一个时期"},
        ),
        en=Prose(
            "Two periods of the parameter `{name}` overlap",
            "both hold from {first} to {last}",
            hint="Correct the days, so that each has one value",
            related={"before": "the other period"},
        ),
    ),
    "RB2068": Entry(
        zh=Prose(
            "参数「{name}」的时期之间有空缺",
            "空缺：{first} 至 {last}",
            hint="改正起止日期，使其首尾相接",
            related={"before": "前一个时期"},
        ),
        en=Prose(
            "There is a gap between periods of the parameter `{name}`",
            "no value from {first} to {last}",
            hint="Correct the days, so that one period follows the other",
            related={"before": "the period before"},
        ),
    ),
    "RB2069": Entry(
        zh=Prose(
            "参数「{name}」不能用到「{mentioned}」",
            "不是参数",
            notes="参数在填数据之前就已确定，只能由数、日期和其他参数算出",
            hint=["改为 {near}？", "用 令 定义由数据算出的量"],
        ),
        en=Prose(
            "The parameter `{name}` cannot use `{mentioned}`",
            "not a parameter",
            notes="Parameters are known before there are facts: they hold numbers, days and other parameters",
            hint=["Did you mean {near}?", "Define with let what is worked out from facts"],
        ),
    ),
    "RB3065": Entry(
        zh=Prose(
            "参数「{name}」不是一个数，也不是日期",
            "算不出数",
            hint="写成数、日期，或由它们和其他参数加减乘除得出的数",
        ),
        en=Prose(
            "The parameter `{name}` is neither a number nor a day",
            "comes to no number",
            hint="Write a number, a day, or arithmetic of numbers and other parameters",
        ),
    ),
    "RB3066": Entry(
        zh=Prose(
            "{written} 要有数据才能算出，这里须是数",
            "这里须是数",
            hint="只用数和参数",
        ),
        en=Prose(
            "{written} is known only with the facts, and a number stands here",
            "a number stands here",
            hint="Use numbers and parameters only",
        ),
    ),
}
