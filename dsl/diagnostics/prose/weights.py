"""RB4: weights. `sum` is the whole arithmetic (`2 + 5 + 2 + 1 = 10`); give either `short` or `over`."""

from rubricc.dsl.diagnostics.prose import Entry, Prose, Severity

PROSE: dict[str, Entry] = {
    "RB4001": Entry(
        zh=Prose(
            "「{name}」的下级权重合计不等于 {weight}",
            "权重 {weight}",
            notes=[
                "{sum}，比 {weight} 少 {short}",
                "{sum}，比 {weight} 多 {over}",
                "上一级（{above}）因此也不对：合计 {said}，应为 {whole}；改为 {actual} 后两级都正好",
            ],
            hint=[
                "补上缺少的 {short} 分，或把「{name}」改为 {actual}",
                "减去多出的 {over} 分，或把「{name}」改为 {actual}",
            ],
            fix="把「{name}」改为 {actual}",
            related={"child": "{weight}"},
        ),
        en=Prose(
            "The parts of `{name}` do not add up to {weight}",
            "weight {weight}",
            notes=[
                "{sum}, {short} short of {weight}",
                "{sum}, {over} over {weight}",
                "So the level above ({above}) adds up to {said}, not {whole}; with {actual} both are right",
            ],
            hint=[
                "Find the missing {short}, or give `{name}` the weight {actual}",
                "Take off the {over} too many, or give `{name}` the weight {actual}",
            ],
            fix="give `{name}` the weight {actual}",
            related={"child": "{weight}"},
        ),
    ),
    "RB4002": Entry(
        zh=Prose(
            "各项权重合计不等于总分 {total}",
            "总分 {total}",
            notes=["{sum}，比 {total} 少 {short}", "{sum}，比 {total} 多 {over}"],
            hint=[
                "补上缺少的 {short} 分，或把总分改为 {actual}",
                "减去多出的 {over} 分，或把总分改为 {actual}",
            ],
            related={"child": "{weight}"},
        ),
        en=Prose(
            "The weights do not add up to the total of {total}",
            "total {total}",
            notes=["{sum}, {short} short of {total}", "{sum}, {over} over {total}"],
            hint=[
                "Find the missing {short}, or make the total {actual}",
                "Take off the {over} too many, or make the total {actual}",
            ],
            related={"child": "{weight}"},
        ),
    ),
    "RB4003": Entry(
        zh=Prose(
            "权重 {weight} 不是 {grid} 的整数倍",
            "精度不合",
            notes="得分按 {grid} 取整，权重须能用它表示，满分才能取到",
            hint="改正权重，或用 points to 写更细的得分精度",
        ),
        en=Prose(
            "The weight {weight} is not a multiple of {grid}",
            "off the grid of points",
            notes="Points are rounded to {grid}; full marks could never be given",
            hint="Correct the weight, or round points more finely with points to",
        ),
    ),
    "RB4004": Entry(
        zh=Prose("权重必须大于 0", "权重 {weight}", hint="改为正数；只扣分的组用 penalty group"),
        en=Prose(
            "A weight must be more than 0",
            "weight {weight}",
            hint="Write a positive number; a group that only deducts is a penalty group",
        ),
    ),
    "RB4005": Entry(
        zh=Prose(
            "还是草稿，有 {count} 个权重未定",
            "第一个",
            notes=["可取的权重：", "{ranges}"],
            hint="定下权重后才能计分、编译；现在只核对其他内容",
            fix="填上由其余权重得出的 {solved}",
        ),
        en=Prose(
            "A draft: weights that are not decided: {count}",
            "the first",
            notes=["They may be:", "{ranges}"],
            hint="Decide them to score and compile; until then only statements are worked out",
            fix="write what the other weights leave: {solved}",
        ),
        severity=Severity.WARNING,
    ),
    "RB4007": Entry(
        zh=Prose(
            "权重后面的「至多」写法不对",
            "要高于 {weight} 分，且只用于指标",
            hint="写在指标上，如 权重70 至多140；组的得分由下级得出，全部的上限写 总分 100 至多200",
        ),
        en=Prose(
            "A weight that may be passed is that of an indicator",
            "above {weight}, and of an indicator",
            hint="Write it at the indicator: weight 70 up to 140; for all of them, total 100 up to 200",
        ),
    ),
    "RB4006": Entry(
        zh=Prose(
            "加分组至多为正数，扣分组不低于负数",
            "界限不对",
            hint="写成 加分组 X 至多5分，或 扣分组 X 不低于-5分",
        ),
        en=Prose(
            "A bonus goes up, a penalty goes down",
            "the wrong way",
            hint="Write `bonus group X up to 5` or `penalty group X at least -5`",
        ),
    ),
    "RB5066": Entry(
        zh=Prose(
            "没有给「{name}」留下可取的权重",
            "无论取多少都合不上",
            notes="须不小于 {low}，而其余权重只留下 {left}",
            hint="改正其余权重，或总分",
        ),
        en=Prose(
            "Nothing is left for the weight of `{name}`",
            "no weight makes it add up",
            notes="It is at least {low}, and the other weights leave {left}",
            hint="Correct the other weights, or the total",
        ),
    ),
    "RB5067": Entry(
        zh=Prose("草稿不计分，也没有评分程序", "权重待定", hint="把 ? 改为数字"),
        en=Prose("A draft has no points and no scorer", "not decided", hint="Replace ? by a number"),
    ),
}
