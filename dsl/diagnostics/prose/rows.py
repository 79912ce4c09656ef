"""Rows of tables: cells that may be missing."""

from rubricc.dsl.diagnostics.prose import Entry, Prose

PROSE = {
    "RB3090": Entry(
        zh=Prose(
            "「{name}」可能为空，这里没有先问",
            "为空时这里没有值",
            notes="「{name}」声明为 可空",
            hint="写成 ({name}，否则 …)，或先写 {name} 不为空 且 …",
            related={"declared": "在这里声明"},
        ),
        en=Prose(
            "`{name}` may be missing, and is read without asking",
            "no value where it is missing",
            notes="`{name}` is declared as one that may be missing",
            hint="Write ({name}, else …), or ask first: {name} is not missing and …",
            related={"declared": "declared here"},
        ),
    ),
    "RB3091": Entry(
        zh=Prose(
            "「{name}」不会为空",
            "没有声明为可空",
            notes="没有声明 可空 的数据缺一项就不评分，所以问不出「空」来",
            hint="空着也算数的，在声明的末尾写上 可空",
            related={"declared": "在这里声明"},
        ),
        en=Prose(
            "`{name}` is never missing",
            "not declared as one that may be",
            notes="without a fact that may not be missing there is no score, so the answer is always the same",
            hint="Write `may be missing` at the end of its declaration if an empty cell says something",
            related={"declared": "declared here"},
        ),
    ),
    "RB3092": Entry(
        zh=Prose(
            "只能问一项数据是否为空，「{written}」不是",
            "不是声明的数据",
            hint="写数据块中声明的名称",
        ),
        en=Prose(
            "Only a fact can be missing, and `{written}` is none",
            "not a declared fact",
            hint="Name a fact of a data block",
        ),
    ),
}
