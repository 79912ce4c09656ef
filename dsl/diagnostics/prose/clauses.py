"""RB5: how an indicator makes points. `witness` is a value that shows it; `readings` has one a line."""

from rubricc.dsl.diagnostics.prose import Entry, Prose, Severity

PROSE: dict[str, Entry] = {
    "RB5001": Entry(
        zh=Prose(
            "「{name}」有两个基础分",
            "第二个基础分",
            notes="一个指标至多一个基础分：基础分、分档、线性、评定、按比例、清单只能取其一",
            hint="保留一个，其余写成加分或扣分，或拆成两个指标",
            related={"first": "第一个在这里"},
        ),
        en=Prose(
            "`{name}` has two bases",
            "the second base",
            notes="An indicator has at most one of: start at, by, linear, judged, score, pro rata, checklist",
            hint="Keep one and write the other as add or deduct, or make two indicators",
            related={"first": "the first is here"},
        ),
    ),
    "RB5002": Entry(
        zh=Prose(
            "「{name}」既扣分又加分，却没有基础分",
            "从多少分开始？",
            notes="只扣分时从满分起，只加分时从 0 起；两者都有时须写明",
            hint="写上 基础分 N",
            related={"add": "加分在这里", "deduct": "扣分在这里"},
        ),
        en=Prose(
            "`{name}` deducts and adds without a base",
            "from how many points?",
            notes="Deductions alone start from full, additions alone from 0; with both it must be written",
            hint="Write start at N",
            related={"add": "added here", "deduct": "deducted here"},
        ),
    ),
    "RB5003": Entry(
        zh=Prose(
            "「每{step}」没有说明量的是哪个实际值",
            "量什么？",
            hint="在指标中写 取 …，或在步长后写明（X，90%）",
        ),
        en=Prose(
            "The step `{step}` has no measure",
            "of what?",
            hint="Add of … to the indicator, or name the measure: per {step} of X",
        ),
    ),
    "RB5004": Entry(
        zh=Prose("「每{step}」没有说明从哪里量起", "以什么为准？", hint="写上 目标 …，或在步长后写出界限"),
        en=Prose(
            "The step `{step}` has no threshold",
            "from where?",
            hint="Add a target, or write the threshold after the step",
        ),
    ),
    "RB5008": Entry(
        zh=Prose(
            "得分 {points} 超过权重 {weight}",
            "最多 {weight} 分",
            notes="「{name}」的权重是 {weight}",
            hint="改正得分或权重",
            related={"weight": "权重在这里"},
        ),
        en=Prose(
            "{points} points exceed the weight {weight}",
            "at most {weight}",
            notes="`{name}` has the weight {weight}",
            hint="Correct the points or the weight",
            related={"weight": "the weight is here"},
        ),
    ),
    "RB5009": Entry(
        zh=Prose(
            "{points} 不是得分精度 {grid} 的整数倍",
            "精度不合",
            hint="改正此数，或用 points to 写更细的得分精度",
        ),
        en=Prose(
            "{points} is not a multiple of {grid}",
            "off the grid of points",
            hint="Correct the number, or round points more finely with points to",
        ),
    ),
    "RB5010": Entry(
        zh=Prose(
            "清单各项的分数合计不等于 {weight}",
            "权重 {weight}",
            notes=["{sum}，比 {weight} 少 {short}", "{sum}，比 {weight} 多 {over}"],
            hint="改正各项的分数或指标的权重",
            related={"item": "{points} 分"},
        ),
        en=Prose(
            "The items of the checklist do not add up to {weight}",
            "weight {weight}",
            notes=["{sum}, {short} short of {weight}", "{sum}, {over} over {weight}"],
            hint="Correct the points of the items or the weight",
            related={"item": "{points} points"},
        ),
    ),
    "RB5011": Entry(
        zh=Prose(
            "「{name}」的目标值不影响得分",
            "没有条款用到它",
            hint="写出未达目标时如何扣分；不影响得分的写进「说明」",
        ),
        en=Prose(
            "The target of `{name}` changes no score",
            "no clause uses it",
            hint="Write what missing it costs; put a target that costs nothing into a note",
        ),
        severity=Severity.WARNING,
    ),
    "RB5012": Entry(
        zh=Prose(
            "下限 {lower} 高于上限 {upper}",
            "无法同时满足",
            hint="改正下限或上限；与实际值比较的数不是得分的界限，写成 目标 ≥ …",
            related={"lower": "下限在这里", "upper": "上限在这里"},
        ),
        en=Prose(
            "At least {lower} is more than at most {upper}",
            "both cannot hold",
            hint="Correct one of the two limits; what the measure is compared with is a target: target >= …",
            related={"lower": "the lower limit", "upper": "the upper limit"},
        ),
    ),
    "RB5014": Entry(
        zh=Prose(
            "有不止一种读法，按默认约定 {convention} 处理",
            "哪一种读法？",
            notes=[
                "步长读作{basis}",
                "{partial}",
                "案例「{case}」的数据下，各种读法最多相差 {stake} 分",
                "{nodata}",
            ],
            hint="选定一种写法写在条款中，或在开头写 约定 {convention}",
            fix="在开头写明约定",
        ),
        en=Prose(
            "Several readings; the default {convention} decides",
            "which reading?",
            notes=[
                "The step is read as {basis}",
                "Read so that {partial}",
                "Points at stake on the facts of case {case}: {stake}",
                "{nodata}",
            ],
            hint="Write the clause as one of its readings, or convention {convention} in the header",
            fix="name the convention in the header",
        ),
        severity=Severity.WARNING,
    ),
    "RB5015": Entry(
        zh=Prose(
            "目标值 {target} 不大于 0，不能按其百分比计步",
            "目标值的百分比没有意义",
            hint="改用绝对步长，或写明目标值为零时如何处理",
            related={"target": "目标值在这里"},
        ),
        en=Prose(
            "A step of percent needs a target above 0, not {target}",
            "a percentage of what?",
            hint="Use an absolute step, or write what happens at such a target",
            related={"target": "the target is here"},
        ),
    ),
    "RB5016": Entry(
        zh=Prose("按比例 不封顶 时须写明上限", "可以超过满分", hint="加上 封顶 N分，或去掉 不封顶"),
        en=Prose(
            "An uncapped pro rata needs an upper limit",
            "may pass full marks",
            hint="Add at most N, or drop uncapped",
        ),
    ),
    "RB5017": Entry(
        zh=Prose(
            "指标「{name}」没有得分条款",
            "如何得分？",
            notes="共 {count} 个指标还没有；权重照样核对",
            hint="写出目标、扣分、分档或清单；只有分数、没有规则的，写 评判 0 .. 满分",
            related={"too": "也没有"},
        ),
        en=Prose(
            "The indicator `{name}` has no clause",
            "how are its points made?",
            notes="{count} indicators have none yet; their weights are checked all the same",
            hint="Write a target, a deduction, bands or a checklist; points without a rule are judged 0 .. full marks",
            related={"too": "nor has this"},
        ),
    ),
    "RB5018": Entry(
        zh=Prose(
            "「{feature}」目前还不能编译", "暂不支持", notes="{reason}", hint=["{instead}", "换一种写法"]
        ),
        en=Prose(
            "`{feature}` cannot be compiled yet",
            "not supported yet",
            notes="{reason}",
            hint=["{instead}", "Write it in another way"],
        ),
    ),
    "RB5050": Entry(
        zh=Prose(
            "「{name}」不用任何数据，不会缺数据",
            "这一条没有作用",
            hint="删除这一条，或写明得分依据哪些数据",
        ),
        en=Prose(
            "{name} reads no facts, so none can be missing",
            "this clause does nothing",
            hint="Remove the clause, or say from which facts the points come",
        ),
    ),
    "RB5019": Entry(
        zh=Prose(
            "同一内容写了两次",
            "重复",
            notes="写了两次的是「{written}」",
            hint="保留一处",
            fix="删除这一处",
            related={"first": "第一次在这里"},
        ),
        en=Prose(
            "The same thing is stated twice",
            "again",
            notes="Written twice: `{written}`",
            hint="Keep one of them",
            fix="remove this one",
            related={"first": "the first is here"},
        ),
    ),
    "RB5020": Entry(
        zh=Prose("分数 {points} 是负数", "这里不能为负", hint="写正数：扣分用「扣」，加分用「加」"),
        en=Prose(
            "{points} points are negative",
            "must not be negative",
            hint="Write a positive number after deduct or add",
        ),
    ),
    "RB5022": Entry(
        zh=Prose(
            "按项数计分的清单，各项不另写分值",
            "这个分值不起作用",
            hint="去掉各项的分值，或去掉清单后面的计分方式",
        ),
        en=Prose(
            "A checklist scored by number gives its items no points",
            "has no effect",
            hint="Remove the points of the items, or the mode after `checklist`",
        ),
    ),
    "RB5023": Entry(
        zh=Prose(
            "这一项没有写分值，而其他项写了", "缺少分值", hint="给每一项写分值，或一项也不写（平均分配）"
        ),
        en=Prose(
            "This item has no points although others have",
            "no points",
            hint="Give points to all items or to none",
        ),
    ),
    "RB5024": Entry(
        zh=Prose("清单共 {items} 项，与写的项数不符", "项数不符", hint="改成不超过 {items} 的项数"),
        en=Prose(
            "The checklist has {items} items, which does not fit",
            "does not fit",
            hint="Write numbers that fit {items} items",
        ),
    ),
    "RB5025": Entry(
        zh=Prose("「其中」只用于按行、按月计的条款", "没有逐行的对象", hint="整条款的条件用「当」"),
        en=Prose(
            "`where` needs a clause that goes row by row",
            "there are no rows here",
            hint="Use `when` for the whole clause",
        ),
    ),
    "RB5026": Entry(
        zh=Prose("这一条款没有步长，谈不上不足一步", "没有步长", hint="去掉它，或写明每低、每高多少"),
        en=Prose(
            "The clause has no step of which a part could remain",
            "there is no step",
            hint="Remove it, or write a step",
        ),
    ),
    "RB5027": Entry(
        zh=Prose(
            "「每月」要求恰有一个按月的数据块，这里有 {count} 个",
            "哪一个数据块？",
            hint="声明一个按月的数据块，或写「每行（数据块）」",
        ),
        en=Prose(
            "`per month` needs one block by month; there are {count}",
            "which block?",
            hint="Declare one block by month, or write `per row of BLOCK`",
        ),
    ),
    "RB5028": Entry(
        zh=Prose(
            "这一条总是扣（加）分，没有条件也没有单位",
            "什么时候？",
            hint="写明条件「当 …」，或「每低…」「每月」等单位",
        ),
        en=Prose(
            "This is charged always: no condition and no unit",
            "when?",
            hint="Add `when …`, or a unit such as `per 1% below`",
        ),
    ),
    "RB5037": Entry(
        zh=Prose(
            "「{name}」算出来太大，没有人能够核对",
            "得分写不完",
            notes="写出的算式、分母的因式和数值的位数都有上限；逐行计算时令会逐层写开",
            hint="化简：少乘，少除以不同的数，逐行条款少用层层相引的令",
        ),
        en=Prose(
            "`{name}` grows larger than anyone could check",
            "its points cannot be written out",
            notes="Formulas written out, factors of denominators and digits of values are bounded",
            hint="Simplify: fewer products, fewer divisors, fewer lets in rows that read lets",
        ),
    ),
    "RB5080": Entry(
        zh=Prose(
            "评判的范围 {low} .. {high} 没有余地",
            "下限不小于上限",
            hint="由低到高写，如 评判 0 .. 5分；没有余地的写成固定的分数",
        ),
        en=Prose(
            "The range {low} .. {high} leaves nothing to judge",
            "not from low to high",
            hint="Write it from low to high, such as judged 0 .. 5; a fixed amount needs no judgement",
        ),
    ),
}
