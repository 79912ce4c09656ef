"""Rows of tables: cells that may be missing, groups of rows, tables in a case."""

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
    "RB2090": Entry(
        zh=Prose(
            "「{name}」不是「{block}」的一列",
            "按表中的一列分组",
            hint=("写成 {near}", "写「{block}」中的一列"),
        ),
        en=Prose(
            "`{name}` is no column of `{block}`",
            "rows are grouped by a column of their table",
            hint=("Write {near}", "Name a column of `{block}`"),
        ),
    ),
    "RB3093": Entry(
        zh=Prose(
            "不能按「{name}」分组：它是{kind}",
            "分组要用名称、选项、日期或计数",
            hint="在「{name}」的声明里写 文本、选项、日期或计数，或换一列",
        ),
        en=Prose(
            "Rows cannot be grouped by `{name}`: {kind}",
            "groups have a name",
            hint="Group by a text, a label, a date or a count",
        ),
    ),
    "RB3094": Entry(
        zh=Prose(
            "按「{key}」分组时不能用「{written}」",
            "一组之内",
            notes="一组的各行不是一个期间，汇总里面也不能再汇总",
            hint="把它写成一列，或不分组",
        ),
        en=Prose(
            "`{written}` cannot stand in rows grouped by `{key}`",
            "within a group",
            notes="the rows of a group are no period, and an aggregate cannot stand inside another there",
            hint="Put it into a column of its own, or do without groups",
        ),
    ),
    "RB3095": Entry(
        zh=Prose(
            "没有写明开头几个月怎样算",
            "{first} 之前没有月份",
            notes="逐月计算时「最近几个月」是到那个月为止的几个月，开头几个月不够数",
            hint="写成 {name}(最近… 否则 …)，例如 否则 当月的值",
        ),
        en=Prose(
            "It is not said what holds in the first months",
            "no month before {first}",
            notes="month by month, the last months are those up to the month, and the first months have too few",
            hint="Write {name}(last … of x, else …), for instance the value of the month itself",
        ),
    ),
    "RB1090": Entry(
        zh=Prose(
            "表头要写列的名称",
            "不是名称",
            hint="第一行写各列的名称，用 | 隔开；以数字开头的加引号，如 「15秒接通量」",
        ),
        en=Prose(
            "The first row of a table names its columns",
            "no name",
            hint="Name the columns in the first row, with | between them; quote a name that begins with a digit",
        ),
    ),
    "RB1091": Entry(
        zh=Prose(
            "这一行有 {cells} 格，表头有 {columns} 列",
            "格数不对",
            hint="每列一格，用 | 隔开；空着的一格什么都不写",
        ),
        en=Prose(
            "This row has {cells} cells, and there are {columns} columns",
            "another number of cells",
            hint="Write a cell for every column, with | between them; leave an empty cell empty",
        ),
    ),
}
