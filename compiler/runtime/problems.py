"""What can be wrong with facts, as codes with arguments, and the sentences for them in Chinese and English.

A problem is a fact first: code, place, arguments (a list has one item a line). Every sentence says what stands there
and what to do.
"""

from collections.abc import Iterable
from typing import NamedTuple

from rubricc.compiler.runtime.schema import Place

# code: (Chinese, English). {name} is the field, {block} the data block.
SENTENCES = {
    "RB7001": (
        "没有数据块「{block}」：请提供{near_zh}",
        "the data block {block} is missing: provide it{near_en}",
    ),
    "RB7002": ("缺少「{name}」{near_zh}", "{name} is missing{near_en}"),
    "RB7003": ("「{name}」没有数值：请填写{near_zh}", "{name} has no value: fill it in{near_en}"),
    "RB7004": ("缺少 {period} 的一行：请补上", "the row for {period} is missing: add it"),
    "RB7005": (
        "{period} 出现了两次（另见 {other_zh}）：每个期间只留一行",
        "{period} stands twice (also at {other}): keep one row a period",
    ),
    "RB7006": (
        "{period} 不在 {first} 至 {last} 之内：请更正月份，或删去该行",
        "{period} is outside {first} .. {last}: correct the month, or remove the row",
    ),
    "RB7007": ("「{text}」不是月份：请写成 2020-07", "“{text}” is not a month: write it like 2020-07"),
    "RB7008": (
        "「{name}」应当是{wanted_zh}，这里是{given_zh}：块名后只写冒号，"
        "内容另起一行缩进，写 名称: 值；表一行一个 - {{名称: 值}}",
        "{name} must be {wanted}, this is {given}: below its name, indented, stands NAME: VALUE; "
        "rows are - {{NAME: VALUE}}",
    ),
    "RB7009": (
        "单位「{unit}」出现了两次（另见 {other_zh}）：每个单位只留一行",
        "the unit {unit} stands twice (also at {other}): keep one row a unit",
    ),
    "RB7010": (
        "没有「{key_zh}」列（或 {key_en}），无法知道各行属于谁：请加上这一列{near_zh}",
        "there is no column {key_en} (or {key_zh}) that says what each row is about: add it{near_en}",
    ),
    "RB7060": (
        "没有单位「{unit}」，而「{block}」有：请补上这一行，或从「{block}」删去",
        "the unit {unit} is missing, and {block} has it: add its row, or take it out of {block}",
    ),
    "RB7061": (
        "没有单位「{unit}」{near_zh}：请核对名称",
        "there is no unit {unit}{near_en}: check the name",
    ),
    "RB7062": (
        "要说明给哪个单位计分；表里有 {count} 个：{units}",
        "say which unit is to be scored; there are {count}: {units}",
    ),
    "RB7063": (
        "表里没有单位：请加上要计分的单位，每个一行",
        "there are no units in the table: add those to be scored, a row each",
    ),
    "RB7020": (
        "「{text}」不是数：「{name}」只写数字，如 120",
        "“{text}” is not a number: write digits only in {name}, such as 120",
    ),
    "RB7021": (
        "「{text}」没有百分号，看不出是比率还是百分数：请写成 {write}",
        "“{text}” has no percent sign, so it could be a ratio or a percentage: write {write}",
    ),
    "RB7022": (
        "「{text}」带百分号，而「{name}」不是百分比：请写数字本身",
        "“{text}” has a percent sign, but {name} is no percent: write the number itself",
    ),
    "RB7023": (
        "「{name}」的值 {text} 是二进制浮点数，不精确：请改用 int、Decimal、Fraction 或文本",
        "the value {text} of {name} is a binary float, not exact: pass an int, a Decimal, a Fraction or text",
    ),
    "RB7024": (
        "「{text}」含有全角字符「{character}」：请写成 {write}",
        "“{text}” has the full-width character “{character}”: write {write}",
    ),
    "RB7025": (
        "「{text}」有 {digits} 位数字，最多 20 位：请核对",
        "“{text}” has {digits} digits, at most 20 are read: check it",
    ),
    "RB7026": ("「{text}」用了指数写法：请写出全部数字", "“{text}” has an exponent: write all digits out"),
    "RB7027": (
        "「{text}」的逗号不是三位一组：请写成 11,389 的样子，或去掉逗号",
        "the commas of “{text}” do not group digits by three: write it like 11,389, or without commas",
    ),
    "RB7028": (
        "「{name}」是计数，{text} 不是整数：请核对",
        "{name} is a count, and {text} is not whole: check it",
    ),
    "RB7029": (
        "「{text}」的单位「{word}」不认识：可用的有 {units}",
        "the unit “{word}” of “{text}” is not known: there are {units}",
    ),
    "RB7030": (
        "{value} 超出「{name}」声明的范围（{domain}）：{check_zh}",
        "{value} is outside the declared range of {name} ({domain}): {check_en}",
    ),
    "RB7031": (
        "{value} 比「{name}」声明的精度 {precision} 更细：请按该精度填写",
        "{value} is finer than the declared precision {precision} of {name}: give it at that precision",
    ),
    "RB7032": (
        "「{name}」{value} 大于「{other}」{limit}：两个数至少有一个不对",
        "{name} {value} is more than {other} {limit}: at least one of the two is wrong",
    ),
    "RB7033": (
        "「{text}」不是「{name}」的选项{near_zh}；选项有：{labels}",
        "“{text}” is not one of the labels of {name}{near_en}; they are: {labels}",
    ),
    "RB7034": ("「{text}」不是日期：请写成 2020-12-31", "“{text}” is not a date: write it like 2020-12-31"),
    "RB7035": ("「{text}」不是是非值：请写 是 或 否", "“{text}” is neither yes nor no: write yes or no"),
    "RB7036": (
        "「{text}」是没有数据、是零还是否，看不出来：若没有数据，请让单元格留空",
        "“{text}” may mean missing, zero or no: leave the cell empty if the figure is missing",
    ),
    "RB7037": (
        "{text} 不是有限的数：若没有数据，请留空",
        "{text} is not a finite number: leave it empty if missing",
    ),
    "RB7038": (
        "{type} 类型的值不适合「{name}」：请给出{wanted_zh}",
        "a value of type {type} does not fit {name}: pass {wanted}",
    ),
    "RB7075": (
        "「{name}」没有要评判的地方{near_zh}；要评判的有：{names}",
        "nothing is judged at {name}{near_en}; what is judged: {names}",
    ),
    "RB7076": (
        "「{name}」没有填写：评判要写明评判人和理由{near_zh}",
        "{name} is empty: a judgement names who judged, and why{near_en}",
    ),
    "RB7077": (
        "「{name}」评判了两次（另见 {other_zh}）：每处只留一份",
        "{name} is judged twice (also at {other}): keep one judgement a place",
    ),
    "RB7078": (
        "「{name}」的评判只有一个值：请分别写明得分、评判人、理由",
        "the judgement of {name} is a single value: give points, by and reason",
    ),
    "RB7079": (
        "没有「{name}」的评判：要用到的请写明得分、评判人、理由",
        "there is no judgement of {name}: where it is needed, give points, by and reason",
    ),
    "RB7080": (
        "{value} 不在日历（{source}）所知的 {first} 至 {last} 之内：请核对日期，或换用更新的日历",
        "{value} is outside {first} to {last}, which the calendar ({source}) knows: check the date, or update it",
    ),
    "RB7040": ("没有用到「{name}」{near_zh}", "{name} is not used{near_en}"),
}
# Arguments that are words; a sentence names the Chinese one {…_zh}.
WORDS = {
    "a mapping": "名称与值的映射",
    "a list of rows": "行的列表",
    "a list": "列表",
    "a value": "单个值",
    "text": "文本",
    "text or a date": "文本或 date",
    "text or a bool": "文本或 bool",
    "text, an int, a Decimal or a Fraction": "文本、int、Decimal 或 Fraction",
}


class Problem(NamedTuple):
    """One thing wrong, where it is, and the arguments of its sentence."""

    code: str
    place: Place
    args: dict[str, str]

    def sentence(self, lang: str = "zh") -> str:
        """What is wrong and what to do, without the place."""
        stop = "、" if lang == "zh" else ", "
        near = self.args.get("near")
        words = {
            "near_zh": f"（是不是「{near}」？）" if near else "",
            "near_en": f" (did you mean {near}?)" if near else "",
        }
        chinese = {f"{name}_zh": WORDS[word] for name, word in self.args.items() if word in WORDS}
        shown = {name: stop.join(value.split("\n")) for name, value in (self.args | words | chinese).items()}
        return self.template(lang).format_map(shown)

    def template(self, lang: str) -> str:
        return SENTENCES[self.code][lang != "zh"]

    def text(self, lang: str = "zh") -> str:
        """One line: place, sentence, code."""
        colon = "：" if lang == "zh" else ": "
        return f"{self.place.text(lang)}{colon}{self.sentence(lang)} [{self.code}]".removeprefix(colon)


class FactsError(Exception):
    """Facts that were refused; `problems` are all of them, found in one go, each with its `code` and `place`."""

    def __init__(self, problems: Iterable[Problem], lang: str = "zh") -> None:
        self.problems = list(problems)
        self.lang = lang
        super().__init__(self.text(lang))

    def text(self, lang: str = "zh") -> str:
        """All problems, one a line, in Chinese (`zh`) or English (`en`)."""
        return "\n".join(problem.text(lang) for problem in self.problems)

    def __str__(self) -> str:
        return self.text(self.lang)
