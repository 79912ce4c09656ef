"""What a rubric is read by: conventions of its own, and questions that nobody answers."""

from rubricc.dsl.diagnostics.prose import Entry, Prose

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
    "RB5070": Entry(
        zh=Prose(
            "约定 {convention} 没有规定{question}",
            "这里要写明",
            hint=["在条款中写明", "换一个有规定的约定"],
        ),
        en=Prose(
            "Convention {convention} leaves open {question}",
            "this must be said here",
            hint=["State it in the clause", "Choose a convention that answers it"],
        ),
    ),
}
