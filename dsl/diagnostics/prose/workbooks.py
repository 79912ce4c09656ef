"""RB755x: workbooks that cannot be read, or can be read in several ways; code: (Chinese, English)."""

WORKBOOK_SENTENCES = {
    "RB7550": (
        "工作簿有打开密码：请在 Excel 或 WPS 中取消密码后另存",
        "the workbook is encrypted: remove its password in Excel or WPS and save it",
    ),
    "RB7551": (
        "内容是 Excel 工作簿，不是文本：请把后缀改成 .xlsx",
        "this is an Excel workbook, not text: give it the suffix .xlsx",
    ),
    "RB7552": (
        "后缀是 .xlsx，内容却不是（像是{found}）：请在 Excel 或 WPS 中另存为 .xlsx",
        "the suffix is .xlsx, the content is not (it looks like {found}): save it as .xlsx in Excel or WPS",
    ),
    "RB7553": (
        "工作簿太大（超过 {limit_zh}）：请只留需要的工作表、行和列",
        "the workbook is too large (over {limit}): keep only the sheets, rows and columns that are needed",
    ),
    "RB7554": (
        "压缩比异常（{packed} KiB 解压成 {found} MiB），没有打开：请在 Excel 或 WPS 中另存",
        "an unusual compression ({packed} KiB hold {found} MiB), not opened: save it anew in Excel or WPS",
    ),
    "RB7555": (
        "工作簿已损坏（{reason_zh}）：请在 Excel 或 WPS 中打开后另存",
        "the workbook is damaged ({reason}): open it in Excel or WPS and save it",
    ),
    "RB7556": (
        "没有名为「{sheet}」的工作表{near_zh}；有：{names}",
        "there is no sheet {sheet}{near_en}; there are: {names}",
    ),
    "RB7557": (
        "找不到表头：工作表（{sheets}）里没有一行写着 {names}",
        "no header found: no row of the sheets ({sheets}) has the names {names}",
    ),
    "RB7558": (
        "有几张工作表都合适（{names}）：请写明是哪一张，如 {example}",
        "several sheets fit ({names}): say which one, such as {example}",
    ),
    "RB7559": (
        "有几列都叫「{name}」（{columns} 列）：请改名，或删去多余的列",
        "several columns are named {name} ({columns}): rename or remove all but one",
    ),
    "RB7560": (
        "公式没有存下结果（共 {count} 个单元格）：请在 Excel 或 WPS 中打开并保存",
        "formulas without a stored result ({count} cells): open the file in Excel or WPS and save it",
    ),
    "RB7561": (
        "单元格是错误值 {text}：请改正公式；没有数据就留空",
        "the cell holds the error {text}: correct the formula, or leave it empty if the figure is missing",
    ),
    "RB7562": (
        "「{block}」只要一行数据，这里有 {count} 行：只留一行，或写成“名称、值”两列",
        "{block} takes one row, and there are {count}: keep one, or write two columns, name and value",
    ),
    "RB7563": (
        "从数 {text} 看不出是哪个月：请写成文本或日期，如 2020-07",
        "the number {text} does not say which month: write text or a date, such as 2020-07",
    ),
}
