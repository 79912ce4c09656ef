"""What words of the language mean, for those who write them where they cannot stand: by terminal of the grammar."""

MEANINGS: dict[str, tuple[str, str]] = {
    "PRO_RATA": (
        "按比例得分是一条规则：按比例 完成率；算式里写 权重 × 完成率",
        "points in proportion are a clause: pro rata of X; in a formula write weight * X",
    ),
    "ANY": ("任几项写在清单后面：清单 任2：", "any goes behind a checklist: checklist any 2:"),
    "WEIGHT": (
        "指标的分值写在首行：权重10；在算式里就是这个分值：计分 权重 × 完成率",
        "the full marks stand in the first line: weight 10; in a formula they are `weight`: score weight * X",
    ),
    "FULL": (
        "满分是一档或一个条件给的分；算式里的分值写 权重",
        "full is what a row or a condition gives; in a formula the full marks are `weight`",
    ),
    "HALF": (
        "一半是一档给的分；算式里写 权重 / 2",
        "half is what a row gives; in a formula write weight / 2",
    ),
    "TARGET": (
        "实际值要达到的数写成一条规则：目标 ≥ 95%",
        "what the measure is held to is a clause: target >= 95%",
    ),
    "DEDUCT": ("扣分是一条规则：扣2分 当 …，每低1%扣1分", "deduct is a clause: deduct 2 when …"),
    "ADD": ("加分是一条规则：加2分 当 …", "add is a clause: add 2 when …"),
    "PER": (
        "每一步、每一件写在扣、加前面：每低1%扣1分，每（件数）扣2分",
        "per goes behind the points: deduct 1 per 1% below",
    ),
    "OTHERWISE": ("其他是分档的最后一行：其他：0分", "otherwise is the last row of bands: otherwise: 0"),
    "LINEAR": (
        "线性是一条规则：线性（80% → 0分，100% → 10分）",
        "linear is a clause: linear (80% -> 0, 100% -> 10)",
    ),
    "JUDGED": ("由人评判的写 评判 0分 .. 10分", "what a person decides is judged 0 .. 10"),
    "WHEN": (
        "条件写在规则后面：扣2分 当 有事故",
        "a condition stands behind its clause: deduct 2 when accident",
    ),
    "AT_LEAST": ("下限是一条规则：至少 0分；比较写 ≥", "a floor is a clause: at least 0; a comparison is >="),
    "AT_MOST": ("上限是一条规则：封顶 8分；比较写 ≤", "a cap is a clause: at most 8; a comparison is <="),
    "UP_TO": (
        "一条规则的上限写在它后面：扣2分，至多6分；比较写 ≤",
        "a cap stands behind its clause: deduct 2 up to 6; a comparison is <=",
    ),
}
