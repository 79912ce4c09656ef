"""RB5: bands, grades, straight lines and tiers: values laid side by side."""

from rubricc.dsl.diagnostics.prose import Entry, Prose, Severity

PROSE: dict[str, Entry] = {
    "RB5005": Entry(
        zh=Prose(
            "分档有空缺：{witness} 不在任何一档",
            "没有覆盖全部取值",
            notes="{lower} 与 {upper} 之间的值没有得分",
            hint="把漏掉的归入一档（端点要相接），或加上 其他",
            related={"below": "下面一档到这里", "above": "上面一档从这里"},
        ),
        en=Prose(
            "The bands have a gap: {witness} is in none",
            "not every value has a band",
            notes="Values between {lower} and {upper} get no points",
            hint="Give what is left out a band (ends must meet), or add otherwise",
            related={"below": "the band below ends here", "above": "the band above starts here"},
        ),
    ),
    "RB5006": Entry(
        zh=Prose(
            "分档重叠：{witness} 落在两档中",
            "与另一档重叠",
            notes="按一档得 {first} 分，按另一档得 {second} 分",
            hint="把其中一个端点改为不含（圆括号）",
            related={"other": "另一档在这里"},
        ),
        en=Prose(
            "The bands overlap: {witness} is in two",
            "overlaps another band",
            notes="One band gives {first} points, the other {second}",
            hint="Make one of the two ends open, with a parenthesis",
            related={"other": "the other band is here"},
        ),
    ),
    "RB5007": Entry(
        zh=Prose(
            "这一档永远不会用到",
            "不会用到",
            notes="{reason}",
            hint="删除这一行，或改正它上面的行",
            related={"covering": "这一行已经包含它"},
        ),
        en=Prose(
            "This row can never apply",
            "never reached",
            notes="{reason}",
            hint="Remove the row, or correct the rows above it",
            related={"covering": "covered by this row"},
        ),
    ),
    "RB5013": Entry(
        zh=Prose(
            "总分 {witness} 对应的等级不唯一或没有",
            "等级划分有误",
            notes=["没有等级：{witness} 不在 {grades} 任何一级", "落在两级：{both}"],
            hint="使各等级从高到低相接，最后一级写 其他",
        ),
        en=Prose(
            "A total of {witness} has not exactly one grade",
            "the grades do not fit together",
            notes=["No grade: {witness} is in none of {grades}", "Two grades: {both}"],
            hint="Let the grades meet, from the best down, and end with otherwise",
        ),
    ),
    "RB5021": Entry(
        zh=Prose(
            "这一档没有说明用什么来比较", "比较的是什么？", hint="在「按」后写明实际值，或给指标写「取 …」"
        ),
        en=Prose(
            "This row does not say what it compares",
            "compares what?",
            hint="Name the measure after `by`, or write `of …`",
        ),
    ),
    "RB5029": Entry(
        zh=Prose("按条件分档，最后缺少「其他」", "其他情况得几分？", hint="最后加一行「其他：」"),
        en=Prose(
            "Rows of conditions need `otherwise` at the end",
            "and in all other cases?",
            hint="Add a last row `otherwise:`",
        ),
    ),
    "RB5030": Entry(
        zh=Prose("等级「{name}」没有任何总分能达到", "评不到", hint="检查各等级的分数线及其先后次序"),
        en=Prose(
            "No total reaches the grade `{name}`",
            "never given",
            hint="Check the limits of the grades and their order",
        ),
        severity=Severity.WARNING,
    ),
    "RB5031": Entry(
        zh=Prose("线性变化的一档要有两个端点", "从哪里变到哪里？", hint="把这一档写成 [低, 高) 的区间"),
        en=Prose(
            "A straight line needs a band with two ends", "from where?", hint="Write the band as [low, high)"
        ),
    ),
    "RB5032": Entry(
        zh=Prose("线性的各点要从小到大排列", "不大于前一点", hint="按实际值从小到大写"),
        en=Prose(
            "The knots must rise", "not above the knot before it", hint="Order the knots by their value"
        ),
    ),
    "RB5033": Entry(
        zh=Prose("各段没有首尾相接", "与前一段之间有空缺或重叠", hint="从 0 开始，每段从前一段的终点开始"),
        en=Prose(
            "The tiers do not join",
            "a gap or an overlap",
            hint="Start at 0, each tier where the last one ended",
        ),
    ),
    "RB5034": Entry(
        zh=Prose("没有定义等级", "哪个等级？", hint="在开头写 等级：优 >= 90，良 >= 80，差 其他"),
        en=Prose("There are no grades", "which grade?", hint="Write `grades:` in the header"),
    ),
    "RB5035": Entry(
        zh=Prose("按总分的各行写总分的区间", "这是等级", hint="写成 >= 90、[80, 90)；要按等级，写 按 评级："),
        en=Prose(
            "Rows by total hold totals", "a grade", hint="Write >= 90 or [80, 90); or `by grade:` for grades"
        ),
    ),
    "RB5036": Entry(
        zh=Prose(
            "步的方向与目标相反",
            "达到目标反而扣分？",
            hint="目标 ≥ 配「每低」，≤ 配「每高」；从别的数量起的，写 每高1个百分点（X，界限）",
        ),
        en=Prose(
            "The step runs against the target",
            "charged for meeting it?",
            hint="Use below with >=, above with <=, or a threshold of its own: per 1pp of X above V",
        ),
    ),
    "RB5083": Entry(
        zh=Prose(
            "「{name}」不成立，填什么数据都一样",
            "不成立",
            notes="里面都是写定的数，没有用到数据",
            hint="改正其中的数；文件本来就矛盾的，在案例里写明 应得 … 「{name}」不成立（要求写 未履行）",
        ),
        en=Prose(
            "`{name}` fails whatever the facts are",
            "it fails",
            notes="It reads no fact",
            hint="Correct a figure; where the document contradicts itself, a case says so: expect check {name} fails",
        ),
        severity=Severity.WARNING,
    ),
    "RB5055": Entry(
        zh=Prose(
            "「{block}」只有 {held} 个月，取不出最近 {asked} 个月",
            "只有 {held} 个月",
            hint="改少月数，或把数据块的期间改长",
            related={"declared": "期间在这里声明"},
        ),
        en=Prose(
            "`{block}` has {held} months, not the last {asked}",
            "there are {held}",
            hint="Ask for fewer months, or declare a longer period",
            related={"declared": "the period is declared here"},
        ),
    ),
    "RB5056": Entry(
        zh=Prose(
            "「{block}」只有 {held} 个月，任何一个月都没有「{name}」",
            "总是用「否则」的值",
            hint="把前面的月份也声明进期间，或去掉这一比较",
            related={"declared": "期间在这里声明"},
        ),
        en=Prose(
            "`{block}` has {held} months, and none of them has its `{name}`",
            "always the value after else",
            hint="Declare the earlier months as well, or do without the comparison",
            related={"declared": "the period is declared here"},
        ),
    ),
    "RB5057": Entry(
        zh=Prose(
            "「每个」里面不能写「{written}」",
            "这里只给一行计分",
            notes="「每个」里面写一行怎样计分：取、目标、基础分、扣分、加分、上下限，最后一句是合成",
            hint="移到「每个」的外面",
        ),
        en=Prose(
            "`{written}` does not belong within each",
            "one row is scored here",
            notes="Within each stands how one row is scored: of, target, a base, add, deduct, limits, and combine",
            hint="Move it out of the each",
        ),
    ),
    "RB5059": Entry(
        zh=Prose(
            "每行都从满分起，合成 求和 没有意义",
            "两行就超过满分",
            hint="写 合成 取平均，或在里面写明基础分（如 基础分 0）",
        ),
        en=Prose(
            "The sum of rows that each start at full marks",
            "two rows exceed full marks",
            hint="Write combine mean, or a base within the each (such as start at 0)",
        ),
    ),
}
