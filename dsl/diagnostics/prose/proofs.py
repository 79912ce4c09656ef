"""RB6: what `rubricc prove` refutes, as `rubricc check` says it. `first` and `second` are values of `measure`."""

from __future__ import annotations

from rubricc.dsl.diagnostics.prose import Entry, Prose, Severity

PROSE: dict[str, Entry] = {
    "RB6001": Entry(
        zh=Prose(
            "「{name}」得不到满分 {weight} 分",
            "得不到满分",
            notes="至多得 {best} 分",
            hint="核对分值与权重；文件确实如此的，把权重改为 {best}，或在备注里说明",
        ),
        en=Prose(
            "Full marks of {weight} are never given for `{name}`",
            "never full",
            notes="The best facts give {best}",
            hint="Compare the points with the weight; if the document means it, say so in a note",
        ),
        severity=Severity.WARNING,
    ),
    "RB6002": Entry(
        zh=Prose(
            "「{name}」的第 {row} 档永远用不上", "用不上", hint="看前面各档的条件：它们已经包括了这一档的情形"
        ),
        en=Prose(
            "Row {row} of `{name}` is never used",
            "never used",
            hint="Look at the rows before it: they already take all of its facts",
        ),
        severity=Severity.WARNING,
    ),
    "RB6003": Entry(
        zh=Prose(
            "「{name}」做得更好，得分反而更少",
            "得分反而减少",
            notes="「{measure}」为 {first} 时得 {first_points} 分，为 {second} 时得 {second_points} 分",
            hint="改正分值或条件，使更好的一方不比另一方少得",
        ),
        en=Prose(
            "Better service scores less in `{name}`",
            "scores less",
            notes="`{measure}` {first}: {first_points} points; {second}: {second_points} points",
            hint="Correct the points or the condition, so that the better one does not get less",
        ),
        severity=Severity.WARNING,
    ),
    "RB6004": Entry(
        zh=Prose(
            "「{name}」无论什么数据都得 {points} 分",
            "得分不变",
            hint="核对目标值和条件：没有数据能改变它们的结果",
        ),
        en=Prose(
            "All facts give `{name}` {points} points",
            "never varies",
            hint="Check its target and conditions: no facts change what they come to",
        ),
        severity=Severity.WARNING,
    ),
    "RB6005": Entry(
        zh=Prose(
            "「{name}」的得分有升有降",
            "有升有降",
            notes="「{measure}」为 {first} 时得 {first_points} 分，为 {second} 时得 {second_points} 分",
            hint="改正各档的分值；两头都扣的，写成 每偏离…",
        ),
        en=Prose(
            "Points of `{name}` both rise and fall",
            "rise and fall",
            notes="`{measure}` {first}: {first_points} points; {second}: {second_points} points",
            hint="Correct the points of the rows; to charge both sides write `either side`",
        ),
        severity=Severity.WARNING,
    ),
    "RB6006": Entry(
        zh=Prose(
            "「{written}」不改变任何得分",
            "不起作用",
            hint="看它起作用的地方：得分已被别的条款定死（例如已经是 0），或者条件永远不成立",
        ),
        en=Prose(
            "`{written}` never changes the points",
            "no consequence",
            hint="See where it applies: other clauses have decided the points there (0 already), or it never applies",
        ),
        severity=Severity.WARNING,
    ),
    "RB6008": Entry(
        zh=Prose(
            "两个条款对同一件事各计一次",
            "同一件事又计一次",
            notes=["「{first}」", "「{second}」"],
            hint="只计一次的，让条件互不重叠；本来就该都计的，在其中一条后面写 可累计",
        ),
        en=Prose(
            "Two clauses charge one occurrence",
            "charged again",
            notes=["`{first}`", "`{second}`"],
            hint="Keep the conditions apart; where both are meant to count, write `cumulative` after one of them",
        ),
        severity=Severity.WARNING,
    ),
    "RB6009": Entry(
        zh=Prose(
            "同一件事既加分又扣分",
            "又加又扣",
            notes=["「{first}」", "「{second}」"],
            hint="改正门槛，使两条不同时成立；本来就该相抵的，在其中一条后面写 可累计",
        ),
        en=Prose(
            "A bonus and a penalty are due for the same",
            "both are due",
            notes=["`{first}`", "`{second}`"],
            hint="Correct the thresholds; where one is meant to offset the other, write `cumulative` after one of them",
        ),
        severity=Severity.WARNING,
    ),
    "RB6010": Entry(
        zh=Prose(
            "没有数据能评到「{label}」",
            "评不到",
            notes="总分只能在 {low} .. {high} 之间",
            hint="核对等级的分数线，和各项至少、至多能得的分",
        ),
        en=Prose(
            "No facts earn the grade {label}",
            "never given",
            notes="Totals are within {low} .. {high}",
            hint="Compare the limits of the grades with the least and the most that every item can have",
        ),
        severity=Severity.WARNING,
    ),
    "RB6011": Entry(
        zh=Prose(
            "缺数据得分反而多：{name}",
            "不填更合算",
            notes="缺数据得 {points} 分；{facts} 时得 {stated} 分",
            hint="写 缺数据 不得分 或 暂不评分；确实不适用的写 不适用 … 当 …；由其余折算、按其他单位平均的另有写法",
        ),
        en=Prose(
            "Leaving facts out scores more: {name}",
            "hiding them pays",
            notes="Missing facts give {points}; with {facts} the points are {stated}",
            hint="Write `missing zero` or `missing refuse`; for what does not apply `not applicable … when …`; "
            "or let the rest, or the other units, decide",
        ),
        severity=Severity.WARNING,
    ),
    "RB6012": Entry(
        zh=Prose(
            "空着比填得差的得分多：{name}",
            "空着可以避开差的得分",
            notes="{facts} 时得 {low} 分，{fact} 空着得 {points} 分；填得好可得 {more} 分，那时空着得 {than} 分",
            hint="让空着的按最差的计，例如 不得分 当 {fact} 为空；空着本来就算好的，不要再奖励填得好的",
        ),
        en=Prose(
            "An empty cell scores more than a bad one: {name}",
            "leaving it empty avoids the worst",
            notes="With {facts} the points are {low}, with {fact} empty {points}; "
            "good values give {more}, empty then {than}",
            hint="Let an empty cell count as the worst, say `zero when {fact} is missing`; where empty is "
            "meant to be good, do not reward stating it",
        ),
        severity=Severity.WARNING,
    ),
    "RB6007": Entry(
        zh=Prose(
            "「{written}」限定的 {amount} 分永远达不到",
            "达不到的限定",
            hint="改正限定的分数，或删去它；按比例要能超过满分的，写 不封顶",
        ),
        en=Prose(
            "The limit of {amount} in `{written}` is never reached",
            "never reached",
            hint="Correct the limit, or remove it; what is pro rata passes full marks only if `uncapped`",
        ),
        severity=Severity.WARNING,
    ),
}
