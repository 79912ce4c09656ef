"""RB1: how a rubric is written. A sentence for each mistake that people make, and one (RB1001) for the rest.

`found` and `expected` may hold words of `terms.py` (`<name>`, `<number>`) and lists, one item a line.
"""

from rubricc.dsl.diagnostics.prose import Entry, Prose, Severity

PROSE: dict[str, Entry] = {
    "RB1001": Entry(
        zh=Prose(
            "这里不应出现{found}", "不应出现", notes="此处可以是：{expected}", hint="检查这里是否多写、漏写"
        ),
        en=Prose(
            "{found} is not expected here",
            "not expected",
            notes="Here could stand: {expected}",
            hint="Check for something missing or superfluous just before",
        ),
    ),
    "RB1002": Entry(
        zh=Prose(
            "括号没有闭合",
            "没有对应的闭括号",
            hint=["补上 {closing}", "补上闭括号"],
            fix="补上闭括号",
            related={"noticed": "读到这里才发现"},
        ),
        en=Prose(
            "A bracket is never closed",
            "nothing closes this",
            hint=["Add the missing {closing}", "Add the closing bracket"],
            fix="close the bracket",
            related={"noticed": "noticed only here"},
        ),
    ),
    "RB1003": Entry(
        zh=Prose(
            "缩进与上文不一致",
            "与上面各级都不对齐",
            notes=["这一行缩进 {found} 格", "上面各级缩进 {expected} 格"],
            hint="与同级的行对齐",
            related={"opened": "这一块从这里开始"},
        ),
        en=Prose(
            "The indentation fits no line above",
            "aligned with nothing above",
            notes=["This line is indented by {found}", "The lines above are indented by {expected}"],
            hint="Align the line with those of its level",
            related={"opened": "the block starts here"},
        ),
    ),
    "RB1004": Entry(
        zh=Prose("缺少冒号", "此处应有冒号", hint="在这里加上「：」", fix="加上冒号"),
        en=Prose(
            "A colon is missing",
            "a colon belongs here",
            hint="Add `:` here",
            fix="add the colon",
        ),
    ),
    "RB1005": Entry(
        zh=Prose(
            "冒号之后没有内容",
            "冒号后应有内容",
            hint="写出内容，或另起一行缩进书写；首行没有设置的，去掉冒号",
        ),
        en=Prose(
            "Nothing follows the colon",
            "something must follow",
            hint="Write what belongs here, or indent it below, or remove the colon",
        ),
    ),
    "RB1006": Entry(
        zh=Prose(
            "列表中用了分号",
            "应为逗号或顿号",
            notes="分号只用来分隔条款",
            hint="改用逗号或顿号",
            fix="改为逗号",
        ),
        en=Prose(
            "A semicolon separates the items of a list",
            "a comma belongs here",
            notes="Semicolons separate clauses only",
            hint="Use a comma",
            fix="use a comma",
        ),
    ),
    "RB1007": Entry(
        zh=Prose(
            "{written} 不是范围的写法",
            "范围？",
            hint="写成 {range}；分档的一行用 [低, 高) 写明是否含端点",
            fix="改为 {range}",
        ),
        en=Prose(
            "{written} would subtract; a range has `..`",
            "a range?",
            hint="Write {range}, or in a band [low, high), which says which ends it includes",
            fix="write {range}",
        ),
    ),
    "RB1008": Entry(
        zh=Prose(
            "{written} 会读成相减，日期的月和日要写两位", "日期？", hint="写成 {date}", fix="改为 {date}"
        ),
        en=Prose(
            "{written} would subtract; a date has two-digit parts",
            "a date?",
            hint="Write {date}",
            fix="write {date}",
        ),
    ),
    "RB1009": Entry(
        zh=Prose("数字超过 {limit} 位", "位数过多", hint="检查数字，或换用更大的单位（如 万元）"),
        en=Prose(
            "A number of more than {limit} digits",
            "too many digits",
            hint="Check the number, or use a larger unit",
        ),
    ),
    "RB1010": Entry(
        zh=Prose("数字 {number} 用了指数", "科学记数法", hint="写出全部数字，可用 _ 分节，如 1_000_000"),
        en=Prose(
            "The number {number} has an exponent",
            "scientific notation",
            hint="Write all digits, grouped by _ if you like: 1_000_000",
        ),
    ),
    "RB1011": Entry(
        zh=Prose("嵌套超过 {limit} 层", "超出的一层从这里开始", hint="用 令 为中间结果命名，减少嵌套"),
        en=Prose(
            "Nested deeper than {limit} levels",
            "one level too many starts here",
            hint="Name parts of it with let",
        ),
    ),
    "RB1012": Entry(
        zh=Prose(
            "引号没有闭合",
            "从这里开始的文字没有结束",
            hint=["在本行内补上 {closing}", "在本行内补上引号"],
            fix="补上引号",
        ),
        en=Prose(
            "A quotation is never closed",
            "the text that starts here does not end",
            hint=["Close it with {closing} on the same line", "Close it on the same line"],
            fix="add the closing quote",
        ),
    ),
    "RB1013": Entry(
        zh=Prose(
            "「{name}」是保留字，不能直接用作名称",
            "保留字",
            notes="{means}",
            hint="加引号写成 「{name}」，或换一个名称",
            fix="加上「」",
        ),
        en=Prose(
            "`{name}` is a reserved word, not a name",
            "reserved word",
            notes="{means}",
            hint="Quote it as 「{name}」, or choose another name",
            fix="quote the name",
        ),
    ),
    "RB1014": Entry(
        zh=Prose(
            "名称「{name}」需要加引号",
            "会被读成别的内容",
            notes="不加引号会读成：{reading}",
            hint="写成 「{name}」",
            fix="加上「」",
        ),
        en=Prose(
            "The name `{name}` needs quotes",
            "reads as something else",
            notes="Without quotes it reads as: {reading}",
            hint="Write 「{name}」",
            fix="quote the name",
        ),
    ),
    "RB1015": Entry(
        zh=Prose(
            "「{words}」没有写明是否包含端点",
            "含还是不含？",
            notes=["含端点：{inclusive}", "不含端点：{exclusive}"],
            hint="从 {inclusive} 和 {exclusive} 中选定一种",
        ),
        en=Prose(
            "`{words}` does not say whether its end is included",
            "included or not?",
            notes=["With its end: {inclusive}", "Without its end: {exclusive}"],
            hint="Choose between {inclusive} and {exclusive}",
        ),
    ),
    "RB1016": Entry(
        zh=Prose(
            "「不足…按…计」要与步长一致",
            "这里应为 {step}",
            notes="本条款的步长是 {step}",
            hint="写成 不足{step}按{step}计",
            fix="改为 不足{step}按{step}计",
            related={"step": "步长在这里"},
        ),
        en=Prose(
            "`不足 … 按 … 计` must repeat the step",
            "{step} belongs here",
            notes="The step of this clause is {step}",
            hint="Write 不足{step}按{step}计, or started steps",
            fix="repeat the step",
            related={"step": "the step is here"},
        ),
    ),
    "RB1017": Entry(
        zh=Prose(
            "「{name}」可作名称，也可作关键字加名称",
            "读法不唯一",
            notes="名称「{name}」已经声明；也可读作 {keyword} {rest}",
            hint="指名称时写成 {keyword} 「{name}」，指关键字时在「{keyword}」后空一格",
            fix="名称加上「」",
            related={"declared": "名称在这里声明"},
        ),
        en=Prose(
            "`{name}` reads as one name or as keyword plus name",
            "two readings",
            notes="A name `{name}` is declared; it also reads as {keyword} {rest}",
            hint="Write {keyword} 「{name}」 for the name, or put a space after {keyword}",
            fix="quote the name",
            related={"declared": "the name is declared here"},
        ),
    ),
    "RB1018": Entry(
        zh=Prose(
            "方括号只用来写区间",
            "这里不是区间",
            notes="区间的写法：[90%, 95%)",
            hint="取值或调用改用圆括号 ( )",
            fix="改用圆括号",
        ),
        en=Prose(
            "Brackets mean intervals only",
            "not an interval",
            notes="An interval is written [90%, 95%)",
            hint="Use parentheses to call a function or look something up",
            fix="use parentheses",
        ),
    ),
    "RB1019": Entry(
        zh=Prose(
            "「{name}」既有下级指标又有得分条款",
            "条款与下级指标不能并列",
            hint="把条款移到下级指标中，或去掉下级指标",
            related={"child": "下级指标在这里", "clause": "条款在这里"},
        ),
        en=Prose(
            "`{name}` has both indicators and clauses",
            "a group has indicators, an indicator has clauses",
            hint="Move the clause into an indicator of the group, or drop the indicators",
            related={"child": "an indicator is here", "clause": "a clause is here"},
        ),
    ),
    "RB1020": Entry(
        zh=Prose("不认识的字符 {character}", "没有含义", hint="删除该字符；名称中要用的话，把名称放进 「…」"),
        en=Prose(
            "The character {character} has no meaning here",
            "no meaning",
            hint="Remove it, or quote the name it belongs to: 「…」",
        ),
    ),
    "RB1021": Entry(
        zh=Prose("多了一个 {bracket}", "没有对应的开括号", hint="删除它，或在前面补上开括号", fix="删除"),
        en=Prose(
            "A {bracket} that closes nothing",
            "nothing to close",
            hint="Remove it, or add the opening bracket before it",
            fix="remove it",
        ),
    ),
    "RB1022": Entry(
        zh=Prose(
            "指标的首行写法不完整",
            "缺少权重或冒号",
            notes="写法：代码 名称 权重 N：",
            hint="写成 {example}",
        ),
        en=Prose(
            "The first line of an indicator is incomplete",
            "its weight or colon is missing",
            notes="The form is: CODE NAME weight N:",
            hint="Write {example}",
        ),
    ),
    "RB1023": Entry(
        zh=Prose("错误超过 {shown} 个，其余未显示", hint="改正以上错误后再检查一次"),
        en=Prose(
            "More than {shown} errors; the rest is not shown", hint="Correct those above and check again"
        ),
        severity=Severity.NOTE,
    ),
    "RB1024": Entry(
        zh=Prose("日历上没有 {written}", "没有这一天", hint="改正年、月、日"),
        en=Prose(
            "There is no {written} in the calendar", "no such date", hint="Correct the year, month or day"
        ),
    ),
    "RB1025": Entry(
        zh=Prose("「任 k 项」的项数须为整数", "应为整数", hint="写成整数，如 any 2 of 3"),
        en=Prose(
            "`any k of n` counts whole items", "not whole", hint="Write whole numbers, such as any 2 of 3"
        ),
    ),
    "RB1026": Entry(
        zh=Prose("「{option}」在同一条款中写了两次", "重复", hint="保留一处"),
        en=Prose("`{option}` is written twice in one clause", "again", hint="Keep one of them"),
    ),
    "RB1030": Entry(
        zh=Prose("公布的数字要写成等式", "与哪个数字对照？", hint="写成 公布 X = 94.36%；逐行核对再加 每月"),
        en=Prose(
            "A published figure is written as an equation",
            "held against which figure?",
            hint="Write reported X = 94.36%, with `per month` or `per row of TABLE` to go row by row",
        ),
    ),
    "RB1027": Entry(
        zh=Prose("不认识「{word}」", "是不是 {near}？", hint="改为 {near}", fix="改为 {near}"),
        en=Prose(
            "`{word}` is not understood here", "perhaps {near}?", hint="Write {near}", fix="write {near}"
        ),
    ),
    "RB1028": Entry(
        zh=Prose(
            "条款之间要用分号或换行隔开",
            "此处应为分号",
            notes="逗号只用在条款之内；最后一条之后和分档行末不加标点",
            hint="改用分号，或另起一行；行末则去掉标点",
            fix="改正标点",
        ),
        en=Prose(
            "Clauses are separated by `;` or stand on lines of their own",
            "a semicolon belongs between clauses",
            notes="A comma stands within a clause only; nothing stands at the end of a row",
            hint="Put `;` between two clauses, and nothing at the end of a line",
            fix="correct the mark",
        ),
    ),
    "RB1029": Entry(
        zh=Prose("「{text}」要加引号", "文字没有引号", hint='写成 "{text}"', fix="加上引号"),
        en=Prose(
            "The text `{text}` needs quotes",
            "text without quotes",
            hint='Write "{text}"',
            fix="add the quotes",
        ),
    ),
    "RB1031": Entry(
        zh=Prose(
            "「{phrase}」写成 {near}",
            "文件里的说法",
            notes=["{why}", "两档都可能占的数归了：{ends}"],
            hint="改为 {near}",
            fix="改为 {near}",
        ),
        en=Prose(
            "`{phrase}` is written {near}",
            "as documents say it",
            notes=["{why}", "Numbers that two bands may claim: {ends}"],
            hint="Write {near}",
            fix="write {near}",
        ),
    ),
    "RB1032": Entry(
        zh=Prose(
            "「{phrase}」可以有几种意思", "哪一种？", notes=["{why}", "{readings}"], hint="选定其中一种写法"
        ),
        en=Prose(
            "`{phrase}` may mean several things",
            "which one?",
            notes=["{why}", "{readings}"],
            hint="Write one of these",
        ),
    ),
}
