"""Words of arguments: why a phrase of documents is written otherwise, and what the language leaves out."""

PHRASES: dict[str, tuple[str, str]] = {
    "nothing": ("（删去）", "(nothing)"),
    "header weight": (
        "首行写明权重：代码 名称 权重 N：",
        "The first line says its weight: CODE NAME weight N:",
    ),
    "weight in percent": (
        "权重写分数，各指标的权重加起来等于总分",
        "A weight is a number of points; the weights add up to the total",
    ),
    "target met": (
        "达到目标得满分、否则不得分，只写目标；未达到时逐步扣分，在后面加「每低1%扣1分」",
        "A target alone gives full marks when it is met and none when not; steps may follow it",
    ),
    "target alone": (
        "与指标的实际值比较的数写在「目标」之后",
        "What the measure is compared with stands after `target`",
    ),
    "if else": (
        "按一个条件给两种分数，写成 计分 若 … 则 … 否则 …；几档写成 按 X：，一档一行",
        "One condition and two results: score if … then … else …; several bands: by X:, one a row",
    ),
    "target value": ("目标写成「目标 ≥ 95%」", "A target is written `target >= 95%`"),
    "target direction": (
        "目标要写明方向：越高越好用 ≥，越低越好用 ≤",
        "A target says its direction: >= where higher is better, <= where lower is better",
    ),
    "condition after": (
        "先写结果，再写条件：不得分 当 …，扣2分 当 …",
        "The effect comes first, then its condition: zero when …",
    ),
    "percent of target": (
        "目标值的百分之一写成「目标的1%」，百分点写成「1个百分点」",
        "A part of the target is `1% of target`, a percentage point `1pp`",
    ),
    "each step": ("每一步、每一月写成 每1%、每月", "What is charged for each step stands after `per`"),
    "option in brackets": (
        "不足一步怎样计，用逗号接在后面，不用括号",
        "How a part of a step counts follows without brackets",
    ),
    "cap": ("一条规则的上限写在它后面：至多3分", "The cap of a rule follows it: up to 3"),
    "counted thing": (
        "数的是什么，用它的名称写在括号里：每（投诉数）扣2分；名称在数据块中声明为计数",
        "Name what is counted: deduct 2 per of COMPLAINTS; declare it as a count",
    ),
    "band interval": (
        "区间写成 [低，高)：方括号含端点，圆括号不含",
        "An interval is written [low, high): a bracket includes its end, a parenthesis does not",
    ),
    "band sign": ("分档的一行用比较符号开头", "A band starts with a comparison sign"),
    "band points": ("一档的得分写在冒号之后", "What a band gives stands after a colon"),
    "formula": (
        "得分的算式写在「计分」之后；权重用数写出",
        "A formula of the points stands after `score`; the weight is a number",
    ),
    "share": ("按完成比例得分，写成 按比例 和要算的比例", "In proportion: `pro rata of` and the ratio"),
    "full marks": (
        "满分就是首行的权重，这里不再写",
        "Full marks are the weight of the first line and are not said again",
    ),
    "deadline before": (
        "期限包括写出的那一天：之前是否含这一天？",
        "A deadline includes its day: is that day still in time?",
    ),
    "by judgement": (
        "由人评定的分数写明上下限，评分时连同姓名和理由填在数据里",
        "Points that a person judges have a lowest and a highest; name and reason are given with the data",
    ),
    "column bound": ("不超过另一列，用 ≤", "A bound that is another column is written with <="),
}
"""Notes of RB1031 and RB1032."""

LEFT_OUT: dict[str, tuple[str, str]] = {
    "loop": ("循环和递归", "loops or recursion"),
    "text building": ("拼接文字", "text building"),
    "clock": ("当前日期", "clock"),
    "logarithm": ("对数", "logarithm"),
    "power": ("乘方和开方", "power or root"),
    "balance": ("逐期结转的余额", "balance carried from period to period"),
    "quota": ("几个指标共用的额度", "quota that indicators share"),
    "instead of loop": (
        "逐行、逐月的规则写「每行（表）」「每月」，逐行的合计写 合计(… 其中 …)",
        "Go row by row with `per row of TABLE` or `per month`, and sum rows with sum(… where …)",
    ),
    "instead of text building": (
        "选项在数据里填好，规则里直接写选项的名称；给人看的文字写在「说明」里",
        "Fill in labels in the data and name them in the rules; words for readers stand in a note",
    ),
    "instead of clock": (
        "把评价日期声明为数据（评价日期：日期），评分时填写；同一份数据随时复算都得同样的分",
        "Declare the day of the evaluation as a fact (as_of: date), so that the same facts always score the same",
    ),
    "instead of logarithm": (
        "把对数在数据里算好，声明为数值（规模指数：数值），并在数据来源中写明算法",
        "Work the logarithm out in the data, declare it as a number, and say in `evidence` how",
    ),
    "instead of power": (
        "平方写成 甲 × 甲；开方和其他乘方在数据里算好，声明为数值",
        "A square is x * x; work roots and other powers out in the data and declare them as numbers",
    ),
    "instead of balance": (
        "各期的余额由账上给出：声明为一列（期末余额：金额 万元），按月填写；只比上月的用 上月值(…)",
        "Balances come from the books: declare a column of them; for the month before use previous(…)",
    ),
    "instead of quota": (
        "几个指标共用的上限写成一个组：加分组 … 至多 N分，扣分组 … 不低于 -N分",
        "A limit that indicators share is that of a group: bonus group … up to N, penalty group … at least -N",
    ),
}
"""What RB2012 names, and the way around."""
