"""RB9: rubricc itself is at fault."""

from rubricc.dsl.diagnostics.prose import Entry, Prose

PROSE: dict[str, Entry] = {
    "RB9001": Entry(
        zh=Prose(
            "rubricc 自身出错，不是您的文件有错",
            "处理到这里时出错",
            notes=["出错的步骤：{stage}", "内部信息：{detail}"],
            hint="把评分表文件、所用命令和以上两行发给 rubricc 的维护者",
        ),
        en=Prose(
            "A fault of rubricc itself, not of your file",
            "while working on this",
            notes=["Stage: {stage}", "Internal message: {detail}"],
            hint="Send the rubric, the command and the two lines above to the maintainers of rubricc",
        ),
    ),
}
