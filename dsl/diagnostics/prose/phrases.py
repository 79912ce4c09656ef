"""Words of arguments: why a phrase of documents is written otherwise, and what the language leaves out."""

PHRASES: dict[str, tuple[str, str]] = {
    "nothing": ("（删去）", "(nothing)"),
    "header weight": (
        "首行写明权重：代码 名称 权重 N：",
        "The first line says its weight: CODE NAME weight N:",
    ),
    "row of a table": (
        "从表里粘贴的一行：写成 代码 名称 权重 N：，规则写在冒号之后",
        "A row pasted from a table is written CODE NAME weight N: and its rule",
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
    "above the weight": (
        "按比例得分以权重为限，超过的写「不封顶」；首行也写明：权重50 至多60",
        "Points in proportion stop at the weight unless `uncapped`; the first line says how far: weight 50 up to 60",
    ),
    "steps of a row": (
        "每行里不能逐步扣分，写成算式：超出的数除以一步，不足一步按一步计的向上取整",
        "Rows are not charged by steps; write a formula: what is beyond, by a step, rounded up where a part counts",
    ),
    "said before": (
        "没有数的话写成说明，规则写在后面",
        "Words without a figure are a note; the rule follows",
    ),
    "cap of weight": (
        "整个指标的上限写成 封顶 权重的60%；超过权重的，首行写明 权重50 至多60",
        "The cap of an indicator is `at most 60% of weight`; one above it stands in the first line: weight 50 up to 60",
    ),
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
        "得分的算式写在「计分」之后，指标的分值是「权重」",
        "A formula of the points stands after `score`; the full marks are `weight`",
    ),
    "share": ("按完成比例得分，写成 按比例 和要算的比例", "In proportion: `pro rata of` and the ratio"),
    "share in a row": (
        "一档里按比例得分，写成权重乘以比例",
        "In proportion within a band: the weight times the ratio",
    ),
    "full marks": (
        "指标的满分就是首行的权重，不再写；整张表的满分写成 总分",
        "Full marks of an indicator are the weight of its first line; those of the table are its total",
    ),
    "deadline said": (
        "期限写出那一天，当天不算迟；某月底前就是那个月的最后一天",
        "A deadline is a day, and that day is not late; by the end of a month is its last day",
    ),
    "step of a name": (
        "量的是什么写在「取」之后，从哪里量起写成目标",
        "What is measured stands after `of`, and what steps are measured from is a target",
    ),
    "deadline before": (
        "期限包括写出的那一天：之前是否含这一天？",
        "A deadline includes its day: is that day still in time?",
    ),
    "by judgement": (
        "由人评定的分数写明上下限，评分时连同姓名和理由填在数据里",
        "Points that a person judges have a lowest and a highest; name and reason are given with the data",
    ),
    "bands said": (
        "一档一行。没有写明含不含的数归上面的一档，没有提到的写 0 分：与文件不合的请改",
        "One band a row. A number of two bands, where the words do not say whose, is the upper one's, what no band "
        "names gets 0: change what the document says otherwise",
    ),
    "share asked": (
        "一档里「按比例得分」：从这一档的低端到高端画直线，还是权重乘以比例？",
        "In proportion within a band: a straight line from its low end to its high end, or the weight times the ratio?",
    ),
    "charged twice": (
        "再低一档时，是只扣后一个，还是两个都扣？",
        "Past the second bound, does its charge replace the first, or come on top?",
    ),
    "ends asked": (
        "同一个数，两档都说是自己的（以上、以下都包括本数），或都说不是：归哪一档？",
        "Both bands claim the same number, or neither does: whose is it?",
    ),
    "labels said": (
        "一个选项一行；选项在数据块中声明：评价等次：选项 优、良、中、差",
        "One label a row; labels are declared in a data block: rating: one of A, B, C",
    ),
    "places said": (
        "名次由各单位的数据排出，写成 排名(…，高者在前)，数据块要「按单位」；没有提到的名次写 0 分",
        "Places are worked out among units: rank(x, highest first), in a table by unit; others get 0",
    ),
    "checklist said": (
        "几件事各得几分，写成清单，一件一行；每件声明为「是否」，分值之和等于权重",
        "Points for several things are a checklist, one a line; each is a yes/no fact, and the points make the weight",
    ),
    "conditions said": (
        "从上到下第一个成立的条件算数：按： 一行一个条件，最后写 其他",
        "Conditions, the first that holds: by: one a row, `otherwise` last",
    ),
    "growth said": (
        "从多少量起写在括号里：每高1个百分点（增长率，0%）",
        "What steps are measured from stands with them: 1pp of GROWTH above 0%",
    ),
    "done said": (
        "做到了得分、没有做到不得分：满分 当 …，或 加2分 当 …；那件事声明为「是否」",
        "Points for one thing: full when …, or add 2 when …; it is declared as yes/no",
    ),
    "period said": ("起止月份之间写两个点", "Two dots stand between the first and the last month"),
    "no colon": ("这个词后面不用冒号", "There is no colon after this word"),
    "labels with strokes": ("选项之间用顿号或逗号", "Labels are parted by commas"),
    "unit of a number": (
        "没有这种单位：写在引号里，作为说明",
        "There is no such unit: say it in quotes, as a description",
    ),
    "file name": ("文件名放在引号里", "The name of a file stands in quotes"),
    "numbering": (
        "序号不写；一条规则占一行，或用分号隔开",
        "Numbers are left out; rules stand one a line, or between semicolons",
    ),
    "since last year": (
        "同上年（或目标）比，步长后面的括号里写明两个数：每高1个百分点（今年，上年）",
        "Compared with the year before: the step names both figures, 1pp of THIS above (LAST)",
    ),
    "base said": (
        "持平时的分数是基础分，高低各扣、各加从上年的数量起",
        "The points at par are the base; steps to both sides are measured from the figure of last year",
    ),
    "bound and step": (
        "从哪里量起写成目标，再写每低（高）多少扣几分",
        "What steps are measured from is the target; the step follows it",
    ),
    "else said": (
        "达到目标就不扣分，「否则」不必写",
        "At the target nothing is charged, so there is no `else`",
    ),
    "factor said": (
        "得分打折扣，写成 乘80% 当 …：乘在加减之后的得分上",
        "A part of the points is `times 80% when …`: it multiplies what is left after charges and additions",
    ),
    "best of a group": (
        "同一组只计分数最高的一行：每行（表）按 列 取最高，再写 加 或 扣；「列」是表中说明哪些行属于同一组的一列",
        "Of a group only its best row counts: per row of TABLE best of each COLUMN, where the column says which rows "
        "belong together",
    ),
    "heading of a cell": (
        "表格的栏目名不写，只写规则",
        "The heading of a cell is left out; only the rule is written",
    ),
    "until zero said": ("扣到 0 分为止写成 扣完为止", "Down to zero is written until zero"),
    "percent in words": ("百分数写成 95%", "A percentage is written 95%"),
    "end in brackets": (
        "≥、≤ 包含端点，>、< 不含，不用再说明",
        ">= and <= include their end, > and < leave it out",
    ),
    "decimals kept": (
        "得分怎样取整是整张表的设置，写在开头：得分 到 0.01 四舍五入（两位小数，约定 cn-fiscal 就是这样，不用再写）",
        "How points are rounded is a setting of the table: points to 0.01 half up, which cn-fiscal says anyway",
    ),
    "day as a length": ("几天写成 5天，工作日写成 5个工作日", "A number of days is written 5 days"),
    "condition said": ("条件里用比较符号：接通率 < 95%", "A condition has a sign: RATE < 95%"),
    "condition open": ("「以下」「以上」含不含那个数？", "Is the number itself included?"),
    "beyond a number": (
        "从几次起算写在括号里：每高1次（投诉数，3次），3 次以内不扣",
        "From which number on stands in parentheses: per 1 of COMPLAINTS above 3",
    ),
    "from a number on": (
        "从第几次开始扣，还是到了几次全部都扣？",
        "From the first that reaches the number, from the next, or all of them once there are so many?",
    ),
    "period counted": (
        "期间只有月：几个季度（半年、年、周）未做到，声明为计数，按它扣",
        "Months are the only period: declare how many quarters it was as a count",
    ),
    "part of the weight": ("分值的百分之几写成 权重的10%", "A part of the full marks is 10% of weight"),
    "no limit": (
        "得分总有上限，就是权重：写明至多几分；要超过权重的，首行写 权重5 至多20，或放进 加分组",
        "Points have a limit, which is the weight: say up to how many; beyond it, weight 5 up to 20, or a bonus group",
    ),
    "group said": (
        "权重之外的加分、扣分各是一组，缩进写在它下面；指标里的上限写 封顶 5分",
        "What is added or taken outside the weights is a group, with indicators below it",
    ),
    "outcome said": (
        "一档一行；没有写明含不含的数归上面的一档：与文件不合的请改。扣 5% 的，付款的结果写 95%，扣款的结果写 5%",
        "One band a row; a number of two bands is the upper one's: change what the document says otherwise",
    ),
    "paid in a row": (
        "结果是一个数：全额写 100%；扣 5% 的，付款的结果写 95%，扣款的结果写 5%",
        "The result is a number: all of it is 100%; less 5% is 95% of what is paid, 5% of what is kept back",
    ),
    "points of the total": (
        "不足 1 分的按比例、按 1 分还是不计？",
        "Does a part of a point count in proportion, in full, or not at all?",
    ),
    "range said": (
        "范围写成 目标 90% .. 110%，两端都算达到；每低、每高各从一端量起，范围之外两头都扣的写每偏离",
        "A range is target 90% .. 110%, both ends included; steps below and above are measured from its ends",
    ),
    "either side said": (
        "高了低了都扣，写成 每偏离1%扣1分",
        "What is charged on both sides is per 1% either side",
    ),
    "uncapped said": (
        "「不封顶」接在比例之后，前面没有逗号；上限另写 封顶 N分",
        "`uncapped` follows the ratio without a comma; its limit is a clause, at most N",
    ),
    "month said": ("逐月看的写成 每月 当 …", "Month by month: per month where …"),
    "late said": ("每迟一天扣多少写成 每迟1天扣…", "What each day costs is written per day late"),
    "each or once": (
        "发生一起扣一次，还是不论几起只扣一次？",
        "For each of them, or once however many?",
    ),
    "capped ratio": (
        "得分不会超过权重，超过部分不必写",
        "Points never pass the weight, so this goes without saying",
    ),
    "at most in all": (
        "一条扣分、加分的上限写 至多N分；整个指标的上限写 封顶 N分",
        "The cap of a clause is up to N, of the whole indicator at most N",
    ),
    "ten thousands": ("数写全：3万写成 30_000", "A number is written in full: 30_000"),
    "end of month": (
        "期限写明那一天：某月底前就是那个月的最后一天",
        "A deadline is a day: by the end of a month is its last day",
    ),
    "in time": (
        "期限是哪一天？写出来，或写一个日期的名称；只知道是否按时的，声明为「是否」",
        "Which day is the deadline? Write it, or the name of a date; where only yes or no is known, declare that",
    ),
    "yes as target": ("是否的数，目标写成 目标 = 是", "The target of a yes/no fact is target = yes"),
    "veto said": (
        "一票否决：指标内写 不得分 当 …，写在指标之外是整张表 总分 不超过0分 当 …",
        "A veto is zero when … within an indicator, total at most 0 when … outside",
    ),
    "grade said": (
        "有某种情况等级最高到哪一档，写成 评级 不超过 差 当 …",
        "What keeps a grade down is written grade at most C when …",
    ),
    "measure said": ("怎样算出这个数，写在「取」之后", "What is measured stands after `of`"),
    "judged ends": (
        "由人评判的分数写明最低和最高",
        "Points that a person judges have a lowest and a highest",
    ),
    "points alone": (
        "单独一个分数说不出怎样得到：先有这么多、再加减，还是由人评判？",
        "A number alone does not say how it is got: a base that others change, or judged by a person?",
    ),
    "step said": (
        "扣分写成 deduct 1 per 1% below，从目标量起",
        "A charge is written deduct 1 per 1% below, after the target that it is measured from",
    ),
    "condition first": (
        "先写结果，再写条件：zero when …",
        "The effect, `when`, then the condition: zero when …",
    ),
    "from and to": (
        "范围写成 90% .. 95%，两端都含；不含的一端用 [90%，95%)",
        "A range is written 90% .. 95% with both ends; [90%, 95%) leaves an end out",
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
    "currency": ("人民币以外的货币", "other currency than the yuan"),
    "period": ("按年、按季度的表", "period other than the month"),
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
    "instead of period": (
        "期间只有月：写 按月 2023-01 .. 2023-12，季度、年度的数由各月合计；只有季度数、年度数的，写 按件，"
        "并声明 季度：文本 一列",
        "Months are the only period: write by month 2023-01 .. 2023-12 and sum them; figures of quarters or years "
        "stand in a table by event with a column that names the period (quarter: text)",
    ),
    "instead of currency": (
        "金额的单位只有 元、万元、亿元：外币先折成人民币，或声明为数值",
        "Money is in 元, 万元 or 亿元 alone: convert other currencies, or declare a number",
    ),
    "instead of quota": (
        "几个指标共用的上限写成一个组：加分组 … 至多 N分，扣分组 … 不低于 -N分",
        "A limit that indicators share is that of a group: bonus group … up to N, penalty group … at least -N",
    ),
}
"""What RB2012 names, and the way around."""

AMOUNTS: dict[str, tuple[str, str]] = {
    "amount of the total": (
        "总分的加减写固定的分数；按次数、算式加减的写成一组：扣分组 名称 不低于 -5分：，下面是权重 0 的指标",
        "The total changes by fixed numbers; a count or a formula makes a group: penalty group NAME at least -5:",
    ),
    "last day": (
        "期限写明那一天，某月底前就是那个月的最后一天",
        "A deadline is a day: by the end of a month is its last day",
    ),
}

SHEETS: dict[str, tuple[str, str]] = {
    "sheet if": (
        "写成 若 条件 则 甲 否则 乙；几档写成 按 X：，一档一行",
        "Write if C then A else B; several bands: by X:, one a row",
    ),
    "sheet lookup": ("写成 按 X：，一档一行", "Write by X:, one band a row"),
    "sheet round": (
        "写成 X 取整 四舍五入 到 0.01（两位小数），到 1（整数）",
        "Write X round half up to 0.01 (two decimals), to 1 (whole numbers)",
    ),
    "sheet round up": ("写成 X 取整 向上取整 到 1", "Write X round up to 1"),
    "sheet round down": ("写成 X 取整 向下取整 到 1", "Write X round down to 1"),
    "sheet mean": (
        "一列的平均写成 平均(X)，几个数的写成 (甲 + 乙) / 2",
        "The mean of a column is mean(X), of several numbers (a + b) / 2",
    ),
    "sheet sum if": ("写成 合计(X 其中 条件)", "Write sum(X where C)"),
    "sheet count if": ("写成 计数(表 其中 条件)", "Write count(TABLE where C)"),
    "sheet mean if": ("写成 平均(X 其中 条件)", "Write mean(X where C)"),
    "sheet sum": (
        "一列的合计写成 合计(X)，几个数的写成 甲 + 乙",
        "The sum of a column is sum(X), of several numbers a + b",
    ),
    "sheet count": ("写成 计数(表)", "Write count(TABLE)"),
    "sheet max": ("写成 最大(甲，乙)", "Write max(a, b)"),
    "sheet min": ("写成 最小(甲，乙)", "Write min(a, b)"),
    "sheet rank": ("写成 排名(X，高者在前)", "Write rank(X, highest first)"),
    "sheet abs": ("写成 最大(X，-X)", "Write max(X, -X)"),
    "sheet and": ("条件之间写 且", "Conditions are joined by and"),
    "sheet or": ("条件之间写 或", "Conditions are joined by or"),
    "sheet not": ("写成 非 条件", "Write not C"),
    "sheet months": ("写成 月数(起，止)", "Write months(FROM, TO)"),
    "sheet workdays": ("写成 工作日数(起，止)", "Write workdays(FROM, TO)"),
}
"""What a function of a spreadsheet is here."""
