"""RB3: kinds and units. `left`, `right`, `kind`, `expected` may be words of `terms.py` (`<percent>`)."""

from rubricc.dsl.diagnostics.prose import Entry, Prose, Severity

PROSE: dict[str, Entry] = {
    "RB3001": Entry(
        zh=Prose(
            "{left}与{right}不能用「{operator}」运算",
            "两边种类不同",
            hint=["{instead}", "换算成同一种类后再计算"],
            related={"left": "这是{kind}", "right": "这是{kind}"},
        ),
        en=Prose(
            "`{operator}` cannot join {left} and {right}",
            "different kinds",
            hint=["{instead}", "Bring both to one kind first"],
            related={"left": "this is {kind}", "right": "this is {kind}"},
        ),
    ),
    "RB3002": Entry(
        zh=Prose(
            "{left}不能与{right}比较",
            "两边种类不同",
            hint=["改为 {instead}", "写上单位，如 {write}", "使两边为同一种类"],
            fix="改为 {instead}",
            related={"left": "这是{kind}", "right": "这是{kind}"},
        ),
        en=Prose(
            "Cannot compare {left} with {right}",
            "different kinds",
            hint=["Write {instead}", "Write its unit, as in {write}", "Compare values of one kind"],
            fix="write {instead}",
            related={"left": "this is {kind}", "right": "this is {kind}"},
        ),
    ),
    "RB3003": Entry(
        zh=Prose("条件应当是「是」或「否」", "这是{kind}", hint="写成比较，如 X >= 3，或用是/否的数据"),
        en=Prose(
            "A condition must be yes or no",
            "this is {kind}",
            hint="Write a comparison such as X >= 3, or use a yes/no value",
        ),
    ),
    "RB3004": Entry(
        zh=Prose(
            "此处需要{expected}，实际是{kind}",
            "这是{kind}",
            hint=["{instead}", "换成{expected}"],
            fix="改为 {write}",
        ),
        en=Prose(
            "Here {expected} is needed, and this is {kind}",
            "this is {kind}",
            hint=["{instead}", "Use {expected}"],
            fix="write {write}",
        ),
    ),
    "RB3011": Entry(
        zh=Prose(
            "百分比写成了没有 % 的 {number}",
            "少了 %？",
            hint=["写成 {ratio}（就是 {number}），或 {write}", "写成 {write}"],
            fix="改为 {write}",
        ),
        en=Prose(
            "A percentage is written without %: {number}",
            "a % is missing?",
            hint=["Write {ratio} (which is {number}), or {write}", "Write {write}"],
            fix="write {write}",
        ),
    ),
    "RB3012": Entry(
        zh=Prose("范围的下限大于上限", "没有值在这个范围内", hint="把较小的写在前面"),
        en=Prose(
            "The domain ends before it starts", "no value lies in it", hint="Write the smaller end first"
        ),
    ),
    "RB3005": Entry(
        zh=Prose(
            "单位「{unit}」不适用于{kind}",
            "单位不合",
            notes="「{measure}」是{kind}",
            hint="选用：{units}",
            related={"measure": "实际值在这里"},
        ),
        en=Prose(
            "The unit `{unit}` does not fit {kind}",
            "wrong unit",
            notes="`{measure}` is {kind}",
            hint="Use one of: {units}",
            related={"measure": "the measure is here"},
        ),
    ),
    "RB3006": Entry(
        zh=Prose(
            "{value} 超出「{name}」的取值范围",
            "不会出现的值",
            notes="「{name}」的取值范围是 {domain}",
            hint="改正此数，或放宽声明的范围",
            related={"declared": "范围在这里声明"},
        ),
        en=Prose(
            "{value} lies outside the domain of `{name}`",
            "cannot occur",
            notes="`{name}` is declared as {domain}",
            hint="Correct the number, or widen the declared domain",
            related={"declared": "the domain is declared here"},
        ),
    ),
    "RB3007": Entry(
        zh=Prose(
            "{value} 比「{name}」声明的精度更细",
            "精度不合",
            notes="「{name}」精确到 {precision}",
            hint="写到 {precision} 为止，或提高声明的精度",
            related={"declared": "精度在这里声明"},
        ),
        en=Prose(
            "{value} is finer than the precision of `{name}`",
            "too fine",
            notes="`{name}` is given to {precision}",
            hint="Round the number to {precision}, or declare a finer precision",
            related={"declared": "the precision is declared here"},
        ),
    ),
    "RB3008": Entry(
        zh=Prose("除数恒为零", "总是 0", hint="改正除数"),
        en=Prose("The divisor is always zero", "always 0", hint="Correct the divisor"),
    ),
    "RB3009": Entry(
        zh=Prose("期间的起点 {first} 晚于终点 {last}", "先后颠倒", hint="对调两个月份"),
        en=Prose(
            "The period starts at {first}, after its end {last}", "reversed", hint="Swap the two months"
        ),
    ),
    "RB3010": Entry(
        zh=Prose(
            "步长、精度须为大于 0 的固定数",
            "不能用作步长、精度",
            hint=["留 {number} 位小数写成 {decimals}", "写成 0.01、1 这样的数"],
        ),
        en=Prose(
            "A precision is a constant above 0",
            "no such precision",
            hint=["For {number} decimals write {decimals}", "Write a number such as 0.01 or 1"],
        ),
    ),
    "RB3013": Entry(
        zh=Prose(
            "到 {number} 是取 {number} 的整数倍，不是留 {number} 位小数",
            "留几位小数？",
            hint="留 {number} 位小数写成 到 {decimals}",
        ),
        en=Prose(
            "To {number} means multiples of {number}, not {number} decimals",
            "decimals?",
            hint="For {number} decimals write to {decimals}",
        ),
        severity=Severity.WARNING,
    ),
    "RB3014": Entry(
        zh=Prose(
            "「且」和「或」写在一起，没有括号",
            "先算这一部分",
            notes="读作 … 或 ({said})：「且」先于「或」",
            hint="加上括号，写明哪些条件在一起",
            fix="照现在的读法加上括号",
        ),
        en=Prose(
            "`and` and `or` stand together without parentheses",
            "this is worked out first",
            notes="It is read as … or ({said}): `and` before `or`",
            hint="Add parentheses that say which conditions belong together",
            fix="add the parentheses as it is read now",
        ),
        severity=Severity.WARNING,
    ),
    "RB3055": Entry(
        zh=Prose(
            "这里不逐月，谈不上「{name}」",
            "哪一个月？",
            notes="「{name}」是某一行的值：用在「每月 当 …」中，或汇总函数的括号里",
            hint="写成 每月 当 … 的条款，或放进 合计( … )、平均( … ) 里",
        ),
        en=Prose(
            "`{name}` needs a month; nothing here goes by month",
            "of which month?",
            notes="`{name}` is a value of a row: it stands in `per month where …`, or within an aggregate",
            hint="Write a clause `per month where …`, or put it inside `sum( … )` or `mean( … )`",
        ),
    ),
    "RB3056": Entry(
        zh=Prose(
            "「{block}」不是按月的数据块，没有先后",
            "要按月的数据块",
            hint="把数据块声明为「按月 2020-07 .. 2021-06」，或不用与月份先后有关的写法",
            related={"declared": "声明在这里"},
        ),
        en=Prose(
            "`{block}` is no table by month: its rows have no order",
            "needs a table by month",
            hint="Declare the block `by month`, or do without earlier periods",
            related={"declared": "declared here"},
        ),
    ),
    "RB3057": Entry(
        zh=Prose(
            "没有写明前面没有数据的月份怎样算",
            "{first} 之前没有数据",
            notes="数据从 {first} 开始，最前面的月份没有「{name}」",
            hint="写上 {name}( … ，否则 V)：没有那个月时用的值",
        ),
        en=Prose(
            "What holds where there is no earlier month is not written",
            "nothing before {first}",
            notes="The table begins with {first}; its first months have no `{name}`",
            hint="Write {name}( … , else V): the value where the table has no such month",
        ),
    ),
    "RB3058": Entry(
        zh=Prose(
            "「{name}」的括号里不能这样写",
            "这一部分不属于「{name}」",
            notes="「否则」只用于上月值和上年同期，「其中」只用于汇总函数",
            hint="去掉这一部分",
        ),
        en=Prose(
            "`{name}` does not take this",
            "no part of `{name}`",
            notes="`else` belongs to previous and year ago, `where` to aggregates",
            hint="Remove it",
        ),
    ),
    "RB3059": Entry(
        zh=Prose(
            "「{written}」只能写在汇总函数里，且不能在逐行的条款中",
            "从哪个月往前数？",
            notes="整个期间的最后几个月才是确定的；逐行的条款中「最近」是从本月还是从期末往前数，各有读法",
            hint="写成 平均(最近3个月 X)；逐月比较用 上月值(X，否则 V)",
        ),
        en=Prose(
            "`{written}` stands in an aggregate, and not row by row",
            "back from which month?",
            notes="The last months of the whole period are certain; row by row it could also mean back from the row",
            hint="Write mean(last 3 of x); compare month by month with previous(x, else V)",
        ),
    ),
    "RB3076": Entry(
        zh=Prose(
            "「{name}」要起止两个日期",
            "不是两个日期",
            hint="写成 {name}(受理日期，办结日期)，起日不计，止日计",
        ),
        en=Prose(
            "`{name}` takes two dates, from and to",
            "not two dates",
            hint="Write {name}(received, settled): the first day is not counted, the last is",
        ),
    ),
    "RB3077": Entry(
        zh=Prose(
            "日期不能加减工作日，加减过的日期也不再算工作日",
            "不能推算",
            hint="数两个日期之间的工作日，如 工作日数(受理日期，办结日期) ≤ 5",
        ),
        en=Prose(
            "Dates are not moved by working days, nor counted once moved",
            "cannot be worked out",
            hint="Count the working days between two dates, such as workdays(received, settled) <= 5",
        ),
    ),
    "RB3078": Entry(
        zh=Prose(
            "日期加减的天数、月数须为整数，不超过 {years} 年",
            "不是这样的数",
            hint="写成 30天、3个月 这样的数",
        ),
        en=Prose(
            "A date is moved by whole days or months, {years} years at most",
            "not such a number",
            hint="Write a number such as 30 days or 3 months",
        ),
    ),
    "RB3079": Entry(
        zh=Prose(
            "{day} 不在日历所知的日期之内",
            "不知道是不是工作日",
            notes="{source} 所知的是 {first} 至 {last}",
            hint="改用日历所知的日期，或换用更新的日历",
        ),
        en=Prose(
            "{day} is outside what the calendar knows",
            "not known",
            notes="{source} knows {first} to {last}",
            hint="Use a date that the calendar knows, or update the calendar",
        ),
    ),
}
