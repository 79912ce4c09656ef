"""Of units and of other items: their points, their rows, functions over all of them."""

from rubricc.dsl.diagnostics.prose import Entry, Prose

PROSE: dict[str, Entry] = {
    "RB2060": Entry(
        zh=Prose("有几项都叫「{name}」", "不知是哪一项", hint="改用该项的代码；没有代码的，给它一个"),
        en=Prose(
            "Several items are called `{name}`",
            "which of them is not clear",
            hint="Use the code of the item; give it one where it has none",
        ),
    ),
    "RB2061": Entry(
        zh=Prose(
            "「{name}」的得分绕回了自身",
            "先要有自己的得分",
            notes="{cycle}",
            hint="去掉其中一处 得分(…)",
        ),
        en=Prose(
            "The points of `{name}` depend on themselves",
            "waits for its own points",
            notes="{cycle}",
            hint="Take out one of the points(…) on the way",
        ),
    ),
    "RB2062": Entry(
        zh=Prose(
            "「{name}」后的括号里写一项的代码或名称",
            "不是一项的代码",
            hint="写成 得分(C2)；名称里有空格或以数字开头的，放在「」里",
        ),
        en=Prose(
            "`{name}` takes the code or the name of one item",
            "not the code of an item",
            hint="Write points(C2); put a name that has spaces or starts with a digit into 「」",
        ),
    ),
    "RB2063": Entry(
        zh=Prose(
            "「{name}」要写明哪一头在前",
            "高者在前，还是低者在前？",
            hint="写成 {name}(X，高者在前) 或 {name}(X，低者在前)",
        ),
        en=Prose(
            "`{name}` has to say which end comes first",
            "the highest or the lowest?",
            hint="Write {name}(x, highest first) or {name}(x, lowest first)",
        ),
    ),
    "RB2064": Entry(
        zh=Prose(
            "「{name}」不用 高者在前、低者在前、仅一个时",
            "多写了",
            hint="去掉；高者在前、低者在前 用于 排名 和 最优，仅一个时 用于各单位之间的函数",
        ),
        en=Prose(
            "`{name}` has no first end and nothing for one alone",
            "too much",
            hint="Take it out: an order belongs to rank and best, alone to functions over units",
        ),
    ),
    "RB2140": Entry(
        zh=Prose(
            "「{name}」里不能写 缺者除外",
            "不能除外",
            notes="用于 排名、最优、其他单位平均、去最高最低平均、平均、中位数、最大、最小，不同 其中 一起写",
            hint="去掉；要限定哪些行，写 其中，缺数据时就不能计算",
        ),
        en=Prose(
            "`skip` cannot stand in `{name}`",
            "nothing to skip",
            notes="It belongs to rank, best, mean of others, trimmed mean, mean, median, min and max, without `where`",
            hint="Take it out; with `where`, a missing fact leaves no value",
        ),
    ),
    "RB5140": Entry(
        zh=Prose(
            "「{name}」没有其他单位可以平均",
            "没有按单位的表",
            hint="其他单位平均 要有 数据 … 按单位：，每个单位计分；否则写 不得分、满分 或几分",
        ),
        en=Prose(
            "{name} has no other units of which there is a mean",
            "there is no table by unit",
            hint="The mean of others needs data … by unit:, whose units are scored; else write zero, full or points",
        ),
    ),
    "RB5141": Entry(
        zh=Prose("「{name}」没有除法，除数不会为零", "这一条没有作用", hint="删除这一条"),
        en=Prose(
            "{name} divides by nothing that may be 0", "this clause does nothing", hint="Remove the clause"
        ),
    ),
    "RB2141": Entry(
        zh=Prose(
            "「{written}」这里没有各单位可比",
            "各单位的得分或总分",
            notes="各单位的得分和总分要有一张按单位的表",
            hint="写成 排名(总分，高者在前) <= 3；表写成 数据 各县 按单位：",
        ),
        en=Prose(
            "There are no units to compare for `{written}`",
            "points or totals of units",
            notes="Points and totals of units need a table by unit",
            hint="Write rank(total, highest first) <= 3; declare the table as data counties by unit:",
        ),
    ),
    "RB3062": Entry(
        zh=Prose(
            "「{name}」是各单位之间的函数，「{table}」不是按单位的表",
            "没有单位",
            hint="用按单位的表里的列",
            related={"declared": "这张表在这里声明"},
        ),
        en=Prose(
            "`{name}` goes over units, and `{table}` is not by unit",
            "no units here",
            hint="Use columns of a table by unit",
            related={"declared": "the table is declared here"},
        ),
    ),
    "RB3063": Entry(
        zh=Prose(
            "「{name}」要写两样：算什么，两头各去掉几个",
            "要一个算式和一个正整数",
            hint="写成 去最高最低平均(X，1)",
        ),
        en=Prose(
            "`{name}`: say of what, and how many to leave out",
            "an expression and a whole number",
            hint="Write trimmed mean(x, 1)",
        ),
    ),
    "RB3064": Entry(
        zh=Prose(
            "逐行计算「{table}」时不能用「{name}」",
            "这里在逐行计算",
            hint="把它放在汇总之外",
        ),
        en=Prose(
            "`{name}` cannot stand in the rows of `{table}`",
            "rows are gone through here",
            hint="Move it out of the aggregate",
        ),
    ),
    "RB3060": Entry(
        zh=Prose(
            "逐行计算「{table}」时不能用 {written}",
            "得分不属于某一行",
            hint="把它移到汇总之外，例如放在汇总结果的后面比较",
        ),
        en=Prose(
            "`{written}` cannot stand in the rows of `{table}`",
            "points belong to no row",
            hint="Move it out of the aggregate, for instance beside its result",
        ),
    ),
    "RB3061": Entry(
        zh=Prose("「{name}」没有权重，也就没有得分率", "权重为 0", hint="用 得分(…)"),
        en=Prose("`{name}` has no weight, so no rate", "the weight is 0", hint="Use points(…)"),
    ),
}
