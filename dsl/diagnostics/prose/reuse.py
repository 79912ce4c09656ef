"""Other files: reaching them (RB0), and what is taken from them (RB2, RB5). `chain` is the way from file to file."""

from rubricc.dsl.diagnostics.prose import Entry, Prose

PROSE: dict[str, Entry] = {
    "RB0065": Entry(
        zh=Prose(
            "引用的文件 {path} 读不到",
            "读不到",
            notes=["原因：{reason}", "{chain}"],
            hint="检查路径：从写引用的文件所在的文件夹算起",
        ),
        en=Prose(
            "The file {path} cannot be had",
            "cannot be read",
            notes=["Reason: {reason}", "{chain}"],
            hint="Check the path: it starts in the folder of the file that names it",
        ),
    ),
    "RB0066": Entry(
        zh=Prose(
            "引用的文件 {path} 在项目之外",
            "不在项目之内",
            notes=["项目文件夹：{root}", "{chain}"],
            hint="把文件复制到项目里再引用",
        ),
        en=Prose(
            "The file {path} lies outside the project",
            "outside the project",
            notes=["The project's folder: {root}", "{chain}"],
            hint="Copy the file into the project",
        ),
    ),
    "RB0067": Entry(
        zh=Prose("引用绕回了 {path} 自身", "又回到这个文件", notes="{chain}", hint="去掉其中一处引用"),
        en=Prose(
            "The file {path} takes from itself",
            "leads back to this file",
            notes="{chain}",
            hint="Remove one of these references",
        ),
    ),
    "RB0069": Entry(
        zh=Prose(
            "没有自带的评分表叫「{name}」",
            "没有这个名字",
            notes=["自带的有：{known}", "{chain}"],
            hint='改正名字；引用自己的文件要写后缀：引用 "{name}.rubric"',
        ),
        en=Prose(
            "No rubric called {name} is shipped",
            "not shipped",
            notes=["There are: {known}", "{chain}"],
            hint='Correct the name, or write the suffix of a file of your own: use "{name}.rubric"',
        ),
    ),
    "RB2072": Entry(
        zh=Prose(
            "只能沿用一个文件",
            "又沿用一个",
            hint="其余的改为 引用，或让被沿用的文件再沿用它",
            related={"first": "已经沿用这个文件"},
        ),
        en=Prose(
            "A file extends one other file",
            "a second one",
            hint="Use the others, or let the extended file extend them",
            related={"first": "this file is extended already"},
        ),
    ),
    "RB2071": Entry(
        zh=Prose(
            "引用的文件里没有指标「{name}」",
            "没有这个指标",
            hint=["改为 {near}？", "核对指标的代码或名称；只能依照引用或沿用的文件里的指标，不能依照分组"],
        ),
        en=Prose(
            "No file that is used has the indicator `{name}`",
            "no such indicator",
            hint=[
                "Did you mean {near}?",
                "Check its code or name; it is an indicator, not a group, of a file that is used or extended",
            ],
        ),
    ),
    "RB5065": Entry(
        zh=Prose(
            "「{name}」的分数是按 {scale} 写的，这里是 {weight}",
            "满分不同",
            hint="写 满分 {scale}，按比例折算；或把规则写在这里",
            related={"template": "被依照的指标", "points": "写明的分数"},
        ),
        en=Prose(
            "The points of `{name}` are written for {scale}; here it is {weight}",
            "another scale",
            hint="Write `out of {scale}` to bring them to scale, or write the rules here",
            related={"template": "the indicator that is taken over", "points": "points that are written"},
        ),
    ),
    "RB5068": Entry(
        zh=Prose(
            "分档表的表头不对",
            "表头：{found}",
            notes="两列：档、得分；或三列：≥（或 >）、<（或 ≤）、得分。只写 自、至 不知道是否含端点",
            hint="改写表头，下面至少一行",
        ),
        en=Prose(
            "The first line of a table of rows is not right",
            "columns: {found}",
            notes="Two columns, key and points; or three: >= (or >), < (or <=), points. "
            "From and to would not say whether the ends belong",
            hint="Rewrite the first line, with at least one row below it",
        ),
    ),
    "RB5069": Entry(
        zh=Prose(
            "这一行有 {cells} 格，表头有 {columns} 列",
            "格数不对",
            hint="补上或去掉一格；区间里的逗号要连同区间用双引号括起来",
        ),
        en=Prose(
            "This row has {cells} cells, the first line {columns}",
            "not as many",
            hint="Add or remove a cell; quote an interval, which has a comma in it",
        ),
    ),
}
