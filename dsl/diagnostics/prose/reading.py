"""RB75: files of facts that cannot be read; code: (Chinese, English), each `what is wrong: what to do`.

Generated scorers read no files, so these sentences stand apart from those of the runtime.
"""

from rubricc.dsl.diagnostics.prose.workbooks import WORKBOOK_SENTENCES

READING_SENTENCES = {
    "RB7501": ("没有这个文件：请核对路径", "there is no such file: check the path"),
    "RB7502": ("这是文件夹：请写出其中的文件", "this is a folder: name the file in it"),
    "RB7503": (
        "读不了这个文件（{reason_zh}）：请核对权限",
        "the file cannot be read ({reason}): check its permissions",
    ),
    "RB7504": (
        "文件超过 {limit} MiB：请拆分或只留需要的列",
        "the file is over {limit} MiB: split it, or keep what is needed",
    ),
    "RB7505": (
        "文件是 UTF-16 编码：请另存为 UTF-8（Excel 里是“CSV UTF-8”）",
        "the file is UTF-16: save it as UTF-8",
    ),
    "RB7506": (
        "这不是文本文件：请另存为 CSV、YAML 或 JSON",
        "this is no text file: save it as CSV, YAML or JSON",
    ),
    "RB7507": (
        "既不是 UTF-8 也不是 GB18030 编码（第 {byte} 字节）：请另存为 UTF-8",
        "neither UTF-8 nor GB18030 (byte {byte}): save it as UTF-8",
    ),
    "RB7508": (
        "不认识「{suffix}」这种文件：请用 .xlsx、.csv、.yaml 或 .json（.xls、.et 请另存为 .xlsx）",
        "“{suffix}” files are not read: use .xlsx, .csv, .yaml or .json (save .xls and .et as .xlsx)",
    ),
    "RB7509": ("文件里没有内容：请填写数据", "the file is empty: fill in the data"),
    "RB7510": (
        "列名「{name}」出现了两次：请改名或删去一列",
        "the column {name} stands twice: rename or remove one",
    ),
    "RB7511": ("第 {number} 列没有列名而有数据：请写上列名", "column {number} has data but no name: name it"),
    "RB7512": (
        "这一行有 {found} 个单元格，表头有 {wanted} 列：请核对逗号和引号",
        "this row has {found} cells, the header has {wanted}: check commas and quotes",
    ),
    "RB7513": ("引号不配对：请从这一行起核对引号", "the quotes do not match: check them from this row on"),
    "RB7514": (
        "单元格超过 {limit} 个字符：请从这一行起核对引号",
        "a cell of over {limit} characters: check the quotes",
    ),
    "RB7520": (
        "不是正确的 YAML（{reason_zh}）：请核对缩进；冒号用半角 : ，后面空一格",
        "not valid YAML ({reason}): check indentation; a colon is a half-width : with a space after it",
    ),
    "RB7521": (
        "数据里不用锚点和别名（& 和 *）：请写出数值",
        "facts have no anchors or aliases (& and *): write the value out",
    ),
    "RB7522": (
        "「{name}」出现了两次（另见第 {other} 行）：只留一个",
        "{name} stands twice (also in row {other}): keep one",
    ),
    "RB7523": (
        "嵌套超过 {limit} 层：请核对括号和缩进",
        "nested deeper than {limit}: check brackets and indentation",
    ),
    "RB7524": ("数据里不用标签（{tag}）：请删去", "facts have no tags ({tag}): remove it"),
    "RB7525": (
        "一个文件只放一份数据：请删去 --- 之后的部分",
        "one file holds one document: remove what follows ---",
    ),
    "RB7526": (
        "名称应当是一个词，不能是列表或映射：请改写",
        "a name is a word, not a list or a mapping: rewrite it",
    ),
    "RB7527": (
        "冒号是全角的，或后面没有空格：写成 {right}",
        "a colon that is full-width, or has no space after it: write {right}",
    ),
    "RB7530": (
        "不是正确的 JSON（第 {at} 个字符处应当是{wanted_zh}）：请改正",
        "not valid JSON ({wanted} expected at character {at}): correct it",
    ),
    "RB7531": (
        "{text} 不是数：若没有数据，请写 null",
        "{text} is not a number: write null if the figure is missing",
    ),
    "RB7540": (
        "没有名为「{name}」的数据块{near_zh}；声明了的有：{names}",
        "no data block is named {name}{near_en}; there are: {names}",
    ),
    "RB7541": (
        "「{name}」给了两次（另见 {other}）：只留一处",
        "{name} is given twice (also in {other}): keep one",
    ),
    "RB7542": (
        "看不出这张表是哪个数据块：请写 --data 名称=路径（可用的有：{names}）",
        "it is not clear which data block this table is: write --data NAME=PATH (there are {names})",
    ),
    "RB7543": (
        "「{name}」不是表，这里给的却是一张表：请在 YAML、JSON 或 .xlsx 里写成「名称: 值」",
        "{name} is no table, but a table is given: write NAME: VALUE in YAML, JSON or .xlsx",
    ),
    "RB7544": (
        "文件里应当是数据块的映射：请写成「名称: 内容」，用半角冒号，后面空一格",
        "the file must hold a mapping of data blocks: write NAME: CONTENTS, with a space after the colon",
    ),
    "RB7546": (
        '文件里是数据块「{name}」的内容，没有写块名：请写 --data {name}={path}（案例里写 数据 {name} "{path}"），'
        "或在第一行加上「{name}:」，其余各行缩进",
        "the file holds the facts of {name}, without that name: write --data {name}={path} "
        '(in a case: data {name} "{path}"), or put {name}: on its first line and indent the rest',
    ),
    "RB7545": (
        "没有名为「{name}」的单项数据{near_zh}：「已知」只给单项数据，表请用文件",
        "no single fact is named {name}{near_en}: given is for single facts, a table comes from a file",
    ),
} | WORKBOOK_SENTENCES
JSON_PARTS = {
    "a value": "一个值",
    "a name in quotes": "带引号的名称",
    "a colon": "冒号",
    "a comma or a closing bracket": "逗号或右括号",
    "the end": "文件结尾",
    "a closing quote": "右引号",
    "a legal escape": "正确的转义",
}
