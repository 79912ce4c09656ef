"""RB0: the bytes and characters of a file, before any of it is read as a rubric."""

from rubricc.dsl.diagnostics.prose import Entry, Prose

PROSE: dict[str, Entry] = {
    "RB0001": Entry(
        zh=Prose(
            "文件不是 UTF-8 编码",
            "字节 {byte} 在 UTF-8 中不成字符",
            notes="从字节看像 {guess} 编码；不猜测编码来读取，以免错字",
            hint="在编辑器中把 {file} 另存为 UTF-8",
        ),
        en=Prose(
            "The file is not UTF-8",
            "byte {byte} is no character in UTF-8",
            notes="The bytes look like {guess}; a rubric is never read by a guessed encoding",
            hint="Save {file} as UTF-8 in your editor",
        ),
    ),
    "RB0002": Entry(
        zh=Prose(
            "文件过大，未读取",
            notes="{file}：{size} 字节，上限 {limit} 字节（8 MiB）",
            hint="检查是否选错了文件；评分表可拆成几个文件",
        ),
        en=Prose(
            "The file is too large and was not read",
            notes="{file}: {size} bytes, at most {limit} bytes (8 MiB)",
            hint="Check that this is the right file, or split the rubric into several",
        ),
    ),
    "RB0003": Entry(
        zh=Prose("文本中有控制字符 {character}", "控制字符", hint="删除该字符", fix="删除该字符"),
        en=Prose(
            "The text holds the control character {character}",
            "control character",
            hint="Remove the character",
            fix="remove the character",
        ),
    ),
    "RB0004": Entry(
        zh=Prose("这里用了制表符", "制表符", hint="改用空格，缩进用 4 个", fix="换成空格"),
        en=Prose("A tab in the text", "tab", hint="Use spaces, 4 to indent", fix="use spaces"),
    ),
    "RB0005": Entry(
        zh=Prose(
            "缩进中有全角空格或不换行空格",
            "不是普通空格",
            hint="用半角空格缩进",
            fix="换成半角空格",
        ),
        en=Prose(
            "The indentation has spaces that are not ordinary ones",
            "not an ordinary space",
            hint="Indent with ordinary spaces",
            fix="use ordinary spaces",
        ),
    ),
    "RB0006": Entry(
        zh=Prose(
            "不可见字符或双向控制字符",
            "{character}",
            notes="这类字符能使显示的内容与实际内容不一致，因此不接受",
            hint="删除该字符",
            fix="删除该字符",
        ),
        en=Prose(
            "An invisible or bidirectional character",
            "{character}",
            notes="Such characters make a text look different from what it says, so none is accepted",
            hint="Remove the character",
            fix="remove the character",
        ),
    ),
    "RB0007": Entry(
        zh=Prose("数字用了全角字符", "全角数字 {digits}", hint="改用半角数字 {plain}", fix="换成半角数字"),
        en=Prose(
            "Full-width digits",
            "full-width {digits}",
            hint="Write the digits as {plain}",
            fix="use ASCII digits",
        ),
    ),
    "RB0008": Entry(
        zh=Prose("无法读取文件 {file}", notes="原因：{reason}", hint="检查路径和读取权限"),
        en=Prose(
            "Cannot read the file {file}",
            notes="Reason: {reason}",
            hint="Check the path and the permission to read it",
        ),
    ),
    "RB0009": Entry(
        zh=Prose(
            "名称「{name}」与「{other}」只差兼容字符",
            "看起来是同一个名称",
            notes="不同的字符：{characters}",
            hint="统一成同一种写法",
            related={"other": "另一种写法在这里"},
        ),
        en=Prose(
            "`{name}` and `{other}` look alike but are two names",
            "looks like the same name",
            notes="The characters that differ: {characters}",
            hint="Spell both names with the same characters",
            related={"other": "the other spelling is here"},
        ),
    ),
}
