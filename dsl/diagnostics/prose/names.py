"""RB2: names and what they stand for. `near` is the most similar declared name, where there is one."""

from rubricc.dsl.diagnostics.prose import Entry, Prose

PROSE: dict[str, Entry] = {
    "RB2001": Entry(
        zh=Prose(
            "没有名为「{name}」的数据或定义",
            "未声明",
            notes="可能是：{split}",
            hint=[
                "「{outcome}」是一项结果，只有写在它后面的结果能读它：把这一项移到后面，或用 令 定义要读的数",
                "写成 {split}，或声明该名称",
                "改为 {near}？",
                "指标没有写取什么数：写上 取 {measure}，或把「{name}」声明为数据",
                "在数据块中声明它，或用 令 定义",
            ],
            fix="改正名称",
            related={"near": "相近的名称在这里声明"},
        ),
        en=Prose(
            "Nothing is called `{name}`",
            "not declared",
            notes="It may mean: {split}",
            hint=[
                "Move this behind the outcome `{outcome}`: outcomes read those before them; or define it by let",
                "Write {split}, or declare the name",
                "Did you mean {near}?",
                "The indicator does not say what it measures: write of {measure}, or declare `{name}`",
                "Declare it in a data block, or define it with let",
            ],
            fix="correct the name",
            related={"near": "the similar name is declared here"},
        ),
    ),
    "RB2002": Entry(
        zh=Prose(
            "名称「{name}」声明了两次",
            "再次声明",
            hint="给其中一个换名",
            related={"first": "第一次声明在这里"},
        ),
        en=Prose(
            "The name `{name}` is declared twice",
            "declared again",
            hint="Rename one of the two",
            related={"first": "first declared here"},
        ),
    ),
    "RB2003": Entry(
        zh=Prose(
            "代码 {code} 用了两次", "代码重复", hint="给其中一个换代码", related={"first": "第一次使用在这里"}
        ),
        en=Prose(
            "The code {code} is used twice",
            "used again",
            hint="Give one of the two another code",
            related={"first": "first used here"},
        ),
    ),
    "RB2004": Entry(
        zh=Prose(
            "「{name}」的定义绕回了自身",
            "定义用到自身",
            notes="{cycle}",
            hint="去掉其中一处引用",
            related={"step": "这里用到「{name}」"},
        ),
        en=Prose(
            "`{name}` is defined by itself",
            "leads back to itself",
            notes="{cycle}",
            hint="Remove one of these references",
            related={"step": "`{name}` is used here"},
        ),
    ),
    "RB2005": Entry(
        zh=Prose(
            "没有名为「{name}」的数据块",
            "未声明的数据块",
            hint=["改为 {near}？", "先在开头声明这个数据块"],
            fix="改正名称",
        ),
        en=Prose(
            "No data block is called `{name}`",
            "not declared",
            hint=["Did you mean {near}?", "Declare the block with data"],
            fix="correct the name",
        ),
    ),
    "RB2006": Entry(
        zh=Prose(
            "「{label}」不是「{field}」的选项",
            "没有这个选项",
            notes="选项有：{labels}",
            hint=["改为 {near}？", "从所列选项中选用，或在声明中加上它"],
            fix="改正选项",
            related={"declared": "选项在这里声明"},
        ),
        en=Prose(
            "`{label}` is not one of the labels of `{field}`",
            "no such label",
            notes="The labels are: {labels}",
            hint=["Did you mean {near}?", "Use one of the labels, or add it to the declaration"],
            fix="correct the label",
            related={"declared": "the labels are declared here"},
        ),
    ),
    "RB2007": Entry(
        zh=Prose(
            "没有名为「{name}」的约定",
            "未知约定",
            notes="可用的约定：{known}",
            hint=["改为 {near}？", "选用一个已有的约定"],
            fix="改正名称",
        ),
        en=Prose(
            "No convention is called `{name}`",
            "unknown convention",
            notes="Known conventions: {known}",
            hint=["Did you mean {near}?", "Choose one of the known conventions"],
            fix="correct the name",
        ),
    ),
    "RB2050": Entry(
        zh=Prose(
            "没有名为「{name}」的数据",
            "没有这项数据",
            hint=["改为 {near}？", "写数据块里的一项，或数据块的名称"],
        ),
        en=Prose(
            "No fact has the name `{name}`",
            "no such fact",
            hint=["Did you mean {near}?", "Name a field of a data block, or a data block"],
        ),
    ),
    "RB2008": Entry(
        zh=Prose(
            "没有代码或名称为「{name}」的指标",
            "没有这个指标",
            notes="「{whole}」整个是名称：编码要有数字，或是一个大写字母",
            hint=["改为 「{whole}」？", "改为 {near}？", "核对指标的代码或名称"],
            fix="改正代码",
        ),
        en=Prose(
            "No indicator has the code or name `{name}`",
            "no such indicator",
            notes="All of `{whole}` is a name: a code has a number, or is one capital letter",
            hint=["Did you mean 「{whole}」?", "Did you mean {near}?", "Check the indicator's code or name"],
            fix="correct the code",
        ),
    ),
    "RB2096": Entry(
        zh=Prose(
            "这里的「{written}」不知道是哪一项的权重",
            "哪一项的权重？",
            hint="写明是哪一项：权重(C2)；全部的合计写 权重(总分)。只写「权重」的，只能在指标自己的条款里",
        ),
        en=Prose(
            "It is not known whose weight `{written}` is",
            "whose weight?",
            hint="Write weight(C2), or weight(total) for the sum; alone it stands in an indicator's own rules",
        ),
    ),
    "RB2016": Entry(
        zh=Prose(
            "没有名为「{name}」的{kind}",
            "没有这一项",
            hint=["改为 {near}？", "核对名称；没有名称的公布数，用它的算式"],
        ),
        en=Prose(
            "No {kind} is called `{name}`",
            "no such statement",
            hint=["Did you mean {near}?", "Check the name; a figure without a name is called by its formula"],
        ),
    ),
    "RB2009": Entry(
        zh=Prose(
            "没有名为「{name}」的函数",
            "未知函数",
            notes="可用的函数：{known}",
            hint=["{instead}", "改为 {near}？", "选用所列的函数"],
            fix="改正名称",
        ),
        en=Prose(
            "No function is called `{name}`",
            "unknown function",
            notes="The functions are: {known}",
            hint=["{instead}", "Did you mean {near}?", "Use one of these functions"],
            fix="correct the name",
        ),
    ),
    "RB2010": Entry(
        zh=Prose(
            "「{name}」有多个值，没有说明如何汇总",
            "一列，不是一个值",
            notes="「{name}」是表「{block}」的一列",
            hint="写成 合计({name})、平均({name}) 等，或用逐月、逐行的条款",
            related={"declared": "在这里声明"},
        ),
        en=Prose(
            "`{name}` has many values and no aggregate",
            "a column, not one value",
            notes="`{name}` is a column of the table `{block}`",
            hint="Write sum({name}), mean({name}) and so on, or use a clause that goes row by row",
            related={"declared": "declared here"},
        ),
    ),
    "RB2011": Entry(
        zh=Prose(
            "两列直接相除有两种读法",
            "先汇总再除，还是先除再平均？",
            notes=[
                "先汇总再除：合计({numerator}) / 合计({denominator})",
                "先除再平均：平均({numerator} / {denominator})",
            ],
            hint="写明用哪一种；两者结果一般不同",
        ),
        en=Prose(
            "A quotient of two columns has two readings",
            "ratio of sums or mean of ratios?",
            notes=[
                "Ratio of sums: sum({numerator}) / sum({denominator})",
                "Mean of ratios: mean({numerator} / {denominator})",
            ],
            hint="Say which of the two you mean; they differ",
        ),
    ),
    "RB2012": Entry(
        zh=Prose(
            "评分表不支持{feature}",
            "不支持",
            notes="每一分都要能由这份文件和同一份数据复算、证明，所以语言里没有它",
            hint=["{instead}", "把这个数在外面算好，作为数据提供"],
        ),
        en=Prose(
            "A rubric has no {feature}",
            "not part of the language",
            notes="Every point can be recomputed from this file and one set of facts, so the language lacks it",
            hint=["{instead}", "Compute the figure outside and supply it as data"],
        ),
    ),
    "RB2013": Entry(
        zh=Prose(
            "文件开头没有「评分表」一行",
            "应从这里开始",
            notes="评分表以它的名称开头",
            hint='在开头写上 评分表 "名称"：',
        ),
        en=Prose(
            "The file does not start with a rubric line",
            "it belongs here",
            notes="A rubric starts with its name",
            hint='Start the file with rubric "NAME":',
        ),
    ),
    "RB2014": Entry(
        zh=Prose("函数「{name}」只要一个参数，给了 {count} 个", "{count} 个参数", hint="只留一个参数"),
        en=Prose(
            "The function `{name}` takes one argument, not {count}",
            "arguments: {count}",
            hint="Give it one argument",
        ),
    ),
    "RB2015": Entry(
        zh=Prose(
            "汇总的内容须来自同一张表", "不是一张表的列", hint="只用一张表的列；不同表的列各自汇总后再计算"
        ),
        en=Prose(
            "An aggregate goes over the columns of one table",
            "not columns of one table",
            hint="Use columns of one table, or aggregate each table and join the results",
        ),
    ),
    "RB2085": Entry(
        zh=Prose(
            "「{name}」有几处评判，这一处没有名目",
            "缺少名目",
            notes="本指标有 {count} 处评判，数据里要能区分",
            hint='在后面用引号写明名目，如 评判 0 .. 5分 "沟通能力"',
        ),
        en=Prose(
            "{name} is judged at several places; this one has no label",
            "no label",
            notes="There are {count} of them, and the facts must tell them apart",
            hint='Write a label in quotes behind it, such as judged 0 .. 5 "communication"',
        ),
    ),
    "RB2086": Entry(
        zh=Prose("「{name}」的评判写了两处", "与前一处同名", hint="给其中一处换一个名目"),
        en=Prose("{name} is judged twice", "the same label", hint="Give one of the two another label"),
    ),
    "RB2087": Entry(
        zh=Prose(
            "「{name}」是评判结果的数据块，不能另作他用",
            "不能声明",
            notes="凡写了 评判 的评分表，都自有一个叫「评判」（judged）的数据块",
            hint="换一个名称",
        ),
        en=Prose(
            "{name} is the block of judgements, and no other",
            "cannot be declared",
            notes="A rubric in which points are judged has a block judged (评判) by itself",
            hint="Choose another name",
        ),
    ),
    "RB2058": Entry(
        zh=Prose(
            "这里没有可以合成的东西",
            "合成什么？",
            notes="合成写在分组里，或写在「每个」里面的最后一句",
            hint="去掉它，或写 每个 表：把条款放进去",
        ),
        en=Prose(
            "There is nothing here to combine",
            "combine what?",
            notes="combine stands in a group, or at the end of an each",
            hint="Remove it, or write each TABLE: around the clauses",
        ),
    ),
    "RB2059": Entry(
        zh=Prose(
            "「每个」里面要有一句合成，这里有 {count} 句",
            "各行怎样合成？",
            hint="最后写一句 合成 取平均、合成 求和、合成 取最低 2 …",
        ),
        en=Prose(
            "Within each stands one combine; there are {count}",
            "how are the rows put together?",
            hint="End with combine mean, combine sum, combine worst 2 …",
        ),
    ),
}
