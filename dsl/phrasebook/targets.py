"""Phrases that say what is measured and what it is held against: targets, deadlines, vetoes, formulas."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import Final

from rubricc.dsl.phrasebook.ends import marks, said
from rubricc.dsl.phrasebook.pieces import (
    ALL,
    AMOUNT,
    DAY,
    DOWN,
    ELSE,
    END,
    GAP,
    LESS,
    MORE,
    NOTHING,
    NUMBER,
    SIGN,
    THAN,
    UNIT,
    UP,
    WORD,
    Clause,
    Match,
    Row,
    earlier,
    known,
    measured,
    of_weight,
    quoted,
)


def effect(what: str, condition: str, clause: Clause) -> str:
    """不得分、得满分、扣2分 under a condition; outside all indicators, of the total."""
    points = re.search(NUMBER, what)
    if re.fullmatch(NOTHING, what) or what.startswith(("总分", "全年", "年度")):
        return f"总分 不超过0分 当 {condition}" if clause.top else f"不得分 当 {condition}"
    if re.fullmatch(ALL, what) or points is None:
        return f"满分 当 {condition}"
    sign = "加" if what.startswith("加") else "扣"
    return f"{'总分 ' if clause.top else ''}{sign}{points[0]}分 当 {condition}"


def _beyond(m: Match, c: Clause) -> str:
    """低于90%不得分."""
    measure = known(m["x"], c) if m["x"] else about(m, c)
    return effect(m["effect"], f"{measure} {SIGN[m['t']]} {m['a']}", c)


def _open(m: Match, c: Clause) -> str:
    """90%以下不得分: with or without 90%."""
    measure = known(m["x"], c) if m["x"] else about(m, c)
    signs = "<≤" if m["w"] == "以下" else ">≥"
    return "\n".join(effect(m["effect"], f"{measure} {sign} {m['a']}", c) for sign in signs)


def about(m: Match, c: Clause) -> str:
    """What a condition is about that names nothing: the measure, or else what the clause before it counts or rates."""
    before = m.string[m.string.rfind("\n", 0, m.start()) + 1 : m.start()]
    counted = re.findall(r"每[^（(；;]{0,8}[（(]([^（()），,]+)", before)
    if counted and re.search(rf"(?:{UNIT})$", m["a"].strip()):
        return str(counted[-1])
    measured = re.search(r"(?:取|\bof )[ ]*[^；;\n]+", before)
    if measured or c.measure in c.names or c.measure.strip("「」") in c.names or c.top:
        return c.measure
    rated = re.findall(r"按比例[ ]*([^；;，,\n]+)", before)
    return f"({rated[-1].strip()})" if rated else c.measure


def _in_case(m: Match, c: Clause) -> str:
    """发生事故的，不得分: the condition is a fact of the file, where one is called so."""
    return effect(m["effect"], known(m["what"], c, condition=True), c)


def _graded(m: Match, c: Clause) -> str:
    """发生事故的，评价等级为差."""
    return f"评级 不超过 {m['g']} 当 {known(m['what'], c, condition=True)}"


def _vetoed(m: Match, c: Clause) -> str:
    """一票否决 当 事故, 一票否决：事故."""
    words = re.split("[ ]*(或者?|且|、)[ ]*", m["what"].strip())
    condition = " ".join(
        "或" if w in ("、", "或者") else w if w in "或且" else known(w, c, condition=True) for w in words
    )
    return effect("一票否决", condition, c)


def _formula(m: Match, c: Clause) -> str:
    return f"计分 {of_weight(m['e'])}" + (f"；封顶 {m['n']}分" if m["n"] else "")


def _share(m: Match, c: Clause) -> str:
    """根据到位率百分比计算得分: the ratio, where it is a fact of the file."""
    word = re.sub("(?:的?实际|的)$", "", (m["x"] or "").strip())
    names = [name for name in (word, f"{word}率", f"{word}比例") if name in c.names]
    return f"按比例 {quoted(names[0]) if names else c.measure}"


def _part_of(m: Match, c: Clause) -> str:
    """完成率达到90%得满分，否则按比例得分."""
    measure = known(m["x"], c) if m["x"] else c.measure
    return f"按比例 {measure}" if m["a"].replace(" ", "") == "100%" else f"按比例 {measure} / {m['a']}"


def _before(m: Match, c: Clause) -> str:
    """Before a day: with or without that day."""
    year, month, number = (int(x) for x in re.findall("[0-9]+", m["d"]))
    try:
        earlier = date(year, month, number) - timedelta(days=1)
    except ValueError:
        return m["d"]
    return f"{m['d']}\n{earlier.isoformat()}"


def _before_month(m: Match, c: Clause) -> str:
    """2021年12月底前: its last day; 2021年12月前: before it ends, or before it begins."""
    year, month = int(m["y"]), int(m["m"] or 12)
    if not 1 <= month <= 12:
        return m[0]
    last = f"{year:04}-{month:02}-{calendar.monthrange(year, month)[1]:02}"
    return last if m["end"] else f"{last}\n{(date(year, month, 1) - timedelta(days=1)).isoformat()}"


def _done_before(m: Match, c: Clause) -> str:
    """2021年12月底前完成得满分."""
    days = _before(m, c) if m["d"] else _before_month(m, c)
    return "\n".join(f"期限 {day}" for day in days.split("\n"))


def _in_time(m: Match, c: Clause) -> str:
    """按时完成: the day is not said; a date of the file that is a plan, or a day to fill in, or a yes or no."""
    planned = [
        name for name in sorted(c.names) if re.search("(?:计划|要求|规定|约定).{0,6}(?:日期|时间)$", name)
    ]
    return f"期限 {quoted(planned[0]) if planned else '2020-12-31'}\n满分 当 {m['what']}"


def _directed(m: Match, c: Clause) -> str:
    """应保证回访率为100%，每低1%扣1分: the step says on which side of the target it lies."""
    sign = SIGN.get(m["s"] or "", "") or ("≥" if m["side"] in LESS.split("|") else "≤")
    return f"{measured(m['x'], c)}目标 {sign} {m['a']}"


def _reached(m: Match, c: Clause) -> str:
    """满意率95%（含）以上得满分."""
    said_in = said(m["m"] or m["n"], m["a"], m["a"])
    if said_in is None:
        return m[0]
    return f"{measured(m['x'], c)}目标 {'≥' if said_in.get(m['a'], True) else '>'} {m['a']}"


def _since(m: Match, c: Clause) -> str:
    """比上年增长10%以上得满分: growth is of the year before."""
    before = known(f"{earlier(m['ref'])}{c.measure}", c)
    growth = f"({c.measure} - {before}) / {before}"
    return (
        f"取 {growth}；目标 ≥ {m['a']}" if m["way"] in MORE.split("|") else f"取 {growth}；目标 ≤ -{m['a']}"
    )


_COMPLETED: Final = "(?:建成|完成|完工|竣工|交付|投入使用|通过验收|验收|上线|报送)"
_MONTH: Final = "(?P<y>[0-9]{4})年(?:[ ]?(?P<m>[0-9]{1,2})月份?)?(?P<end>年?[底末])?"
_YEAR_MONTH: Final = "[0-9]{4}(?:-[0-9]{2}(?![0-9])|年[0-9]{1,2}月)"
_NO_KIND: Final = r"(?=\S)(?!数值|计数|百分比|金额|时长|日期|是否|选项)"  # else a fact that is called so
_OVER: Final = r"(?:及?以上)?(?:的|，|,|[ ]){0,3}"
ROWS: Final[tuple[Row, ...]] = (
    ("weight in percent", rf"(?P<w>(?:权重|weight)[ ]*{NUMBER})[ ]?[%％]", "{w}"),
    (
        "period said",
        rf"(?P<a>{_YEAR_MONTH})[ ]?(?:-|—|–|~|～)[ ]?(?P<b>{_YEAR_MONTH})",
        "{a} .. {b}",
    ),
    (
        "file name",
        r"(?<![\w\"“./-])(?P<f>[\w./-]{1,60}\.(?:yaml|yml|csv|xlsx|json|rubric))(?![\w\"”])",
        '"{f}"',
    ),
    # targets
    (
        "since last year",
        rf"(?:(?:比|较|与)(?=上|去)|(?=同比|环比))(?P<ref>上年同期|上年|去年|上月|同比|环比)(?:相比)?[，,]?(?P<way>{MORE}|{LESS}"
        rf")[ ]?(?P<a>{NUMBER}[ ]?[%％])及?(?:以上)?(?:的|，|,){{0,2}}(?:{ALL}){ELSE}",
        _since,
    ),
    (
        "share",
        rf"(?P<x>{WORD})?[ ]?(?:达到|为|=|＝|≥|>=)?[ ]?(?P<a>{NUMBER}[ ]?[%％])(?:及?以上)?(?:的|，|,|[ ]){{0,3}}"
        rf"(?:{ALL}|得{NUMBER}分)[，,；;][ ]?"
        r"(?:否则|其余|其他|不足的?|未达到的?|未完成的?|(?:低于|不足|未达到)[0-9.]+[ ]?[%％]的?)[，,]?"
        r"(?:则)?按(?:照)?(?:实际)?(?:完成)?(?:比例|完成率)"
        r"(?:得分|计分|给分|扣分|计算)?",
        _part_of,
    ),
    ("target met", rf"(?:{UP})[ ]?(?P<a>{AMOUNT}){_OVER}(?:{ALL}){ELSE}", "目标 ≥ {a}"),
    (
        "target met",
        rf"(?:{DOWN})[ ]?(?P<a>{AMOUNT})(?:及?以[下内])?(?:的|，|,|[ ]){{0,3}}(?:{ALL}){ELSE}",
        "目标 ≤ {a}",
    ),
    (
        "target met",
        rf"(?P<x>{WORD})[ ]?(?P<s>{THAN})[ ]?(?P<a>{AMOUNT})(?:及?以[上下内])?(?:的|，|,|[ ]){{0,3}}(?:{ALL}){ELSE}",
        lambda m, c: f"取 {known(m['x'], c)}；目标 {SIGN[m['s']]} {m['a']}",
    ),
    (
        "target met",  # two facts against each other
        rf"(?P<x>{WORD})(?P<s>不超过|不高于|不大于|不低于|不少于|≤|≥)(?P<y>(?![0-9]){WORD}"
        rf")(?:的|，|,|[ ]){{0,3}}(?:{ALL}){ELSE}",
        lambda m, c: f"取 {known(m['x'], c)}；目标 {SIGN[m['s']]} {known(m['y'], c)}",
    ),
    (
        "target met",
        rf"(?P<x>{WORD})(?:在|为|达到?|=|＝)?[ ]?(?P<a>{NUMBER}[ ]?[%％]){marks('m')}[ ]?及?以上{marks('n')}"
        rf"(?:的|，|,|[ ]){{0,3}}(?:{ALL}|得{NUMBER}分(?=[，,；;][ ]?每)){ELSE}(?=$|[；;。]|[，,；;][ ]?每)",
        _reached,
    ),
    (
        "target met",  # where steps follow, the points named are the full marks that they are taken from
        rf"(?P<x>{WORD})[ ]?(?P<s>{THAN})[ ]?(?P<a>{AMOUNT})(?:及?以[上下内])?(?:的|，|,){{0,2}}"
        rf"得{NUMBER}分(?=[，,；;][^\n]{{0,40}}扣)",
        lambda m, c: f"取 {known(m['x'], c)}；目标 {SIGN[m['s']]} {m['a']}",
    ),
    (
        "target met",
        rf"(?P<x>{WORD})(?:为|达|=|＝)?(?P<s>)[ ]?(?P<a>{NUMBER}[ ]?[%％])(?:的|，|,){{0,2}}(?:{ALL}|得{NUMBER}分)"
        rf"(?=[，,；;][ ]?(?:否则[，,]?)?每(?P<side>{LESS}|{MORE}))",
        _directed,
    ),
    (
        "target alone",
        rf"(?P<x>{WORD})[ ]?(?:应|须|要|需)?(?P<s>{THAN}|为)[ ]?(?P<a>{AMOUNT})"
        rf"(?=[，,；;][ ]?(?:否则[，,]?)?每(?P<side>{LESS}|{MORE}))",
        _directed,
    ),
    (
        "if else",
        rf"(?P<x>{WORD})[ ]?(?P<s>{THAN})[ ]?(?P<a>{AMOUNT})(?:的|，|,){{0,2}}得(?P<n>{NUMBER})分{ELSE}",
        lambda m, c: f"计分 若 {m['x']} {SIGN[m['s']]} {m['a']} 则 {m['n']} 否则 0",
    ),
    (
        "target alone",
        rf"(?P<s>{UP}|{DOWN})[ ]?(?P<a>{NUMBER}[ ]?[%％])[ ]{{0,3}}(?=$|[；;，,])",
        lambda m, c: (
            f"{'target' if m['s'][0].isascii() and m['s'][0].isalpha() else '目标'} {SIGN[m['s']]} {m['a']}"
        ),
    ),
    (
        "target value",
        rf"目标值[ ]?(?P<s>{UP}|{DOWN})[ ]?(?P<a>{AMOUNT})",
        lambda m, c: f"目标 {SIGN[m['s']]} {m['a']}",
    ),
    (
        "said before",
        r"(?P<x>[^\W\d]{2,20}(?:及时|规范|完整|到位|齐全|准确|健全|良好))[，,；;](?=[ ]?每)",
        '说明 "{x}"；',
    ),
    ("yes as target", rf"目标(?:值)?[ ]?[为：: ]?[ ]?是{END}", "目标 = 是"),
    (
        "target alone",  # the step that follows says on which side of it points are lost
        rf"目标(?:值)?[ ]?[为是：:]?[ ]?(?P<x>)(?P<s>)(?P<a>{AMOUNT})"
        rf"(?=[，,；;][ ]?(?:否则[，,]?)?每(?P<side>{LESS}|{MORE}))",
        _directed,
    ),
    (
        "target direction",
        rf"目标(?:值)?[ ]?[为是：:]?[ ]?(?P<a>{AMOUNT})(?![0-9%(（-]|[ ]?以)",
        "目标 ≥ {a}\n目标 ≤ {a}",
    ),
    # deadlines
    (
        "deadline said",
        rf"(?:于|在)?(?:(?P<d>{DAY})|{_MONTH})(?:之前|以前|前|及以前)(?:按时|按期|全部|全面|正式)*{_COMPLETED}"
        rf"(?:(?:的|，|,)*(?:{ALL}){ELSE}|{END})",
        _done_before,
    ),
    ("deadline before", rf"(?P<d>{DAY})[ ]?(?:之前|以前|前|及以前)", _before),
    ("end of month", rf"{_MONTH}(?:(?<=[底末])|(?:之前|以前|前))(?:之前|以前|前)?", _before_month),
    (
        "in time",
        rf"(?P<what>按[时期](?:完成|建成|完工|交付|报送|上线)?)(?:的|，|,)*(?:{ALL}|得{NUMBER}分){ELSE}",
        _in_time,
    ),
    # an effect and its condition
    ("veto said", rf"一票否决[ ]*(?:当|：|:|，|,|如|若)?[ ]*(?P<what>[^；;\n。，,]{{1,60}}){END}", _vetoed),
    (
        "grade said",
        rf"(?P<what>{WORD})的?[，,]?[ ]?(?:直接|一律)?(?:评为|定为|评定为|考核为|(?:评价|考核)?(?:等级|等次|结果)"
        rf"(?:直接)?(?:评|定)?为)[“\"「]?(?P<g>不合格|不及格|差|较差|一般|中)[”\"」]?(?:等次|等级)?{END}",
        _graded,
    ),
    (
        "condition open",
        rf"(?P<x>(?![0-9]){WORD})?(?P<a>{AMOUNT})(?P<w>以下|以上)(?:的|时|者)?{GAP}(?P<effect>{NOTHING}|扣[除减]?{NUMBER}分)",
        _open,
    ),
    (
        "condition after",
        rf"(?P<x>(?![0-9]|每|{THAN}){WORD})?(?P<t>{THAN})[ ]?(?P<a>{AMOUNT})(?:的|时|者)?{GAP}"
        rf"(?P<effect>{NOTHING}|{ALL}|扣[除减]?{NUMBER}分)",
        _beyond,
    ),
    (
        "condition after",
        rf"(?P<what>(?!其他|其余|否则|每|总分){WORD}的?){GAP}(?P<effect>{NOTHING}|总分(?:为|得|记|计)?[0零]分?|(?:全年|年度)"
        rf"考核[为得]?[0零]分){END}",
        _in_case,
    ),
    (
        "condition after",
        rf"(?P<what>(?:(?:如|若|凡)?(?:发生|出现|存在|发现|有)|未|没有|无|不)(?![0-9一]|[^扣加\n]{{0,24}}每){WORD}"
        rf"的?){GAP}(?P<effect>[扣加][除减]?{NUMBER}分){END}",
        _in_case,
    ),
    # formulas
    (
        "formula",
        r"(?:该|本|此)?(?:项指标|指标|项)?(?:实际)?得分值?[ ]?[=＝：:][ ]?"
        rf"(?P<e>{_NO_KIND}[^；;，,\n。]{{1,80}})"
        + rf"(?:[，,；;][ ]?(?:最高|最多)(?:得分)?(?:不超过|得|为)?[ ]?(?P<n>{NUMBER})[ ]?分)?",
        _formula,
    ),
    (
        "measure said",
        r"(?P<x>(?!目标|得分|总分)[\w「」]{1,20})[ ]*[=＝][ ]*(?P<e>[^；;，,\n。≥≤<>得]{3,60})(?=[；;。，,]|$)",
        "取 {e}",
    ),
    (
        "share",
        rf"(?P<x>{WORD})[ ]?[×xX*][ ]?(?:本项|指标|该项|权重|相应|对应)*(?:分值|权重分|权重|满分|标准分|分)",
        "按比例 {x}",
    ),
    (
        "share",
        r"(?:根据|按照?|依据|依照)(?P<x>(?:(?!酌情|视情)[^，,；;：:\n≥≤<>0-9]){0,16}?)(?:的)?(?:完成)?(?:百分比|比例|情况比例)?(?:计算|计|折算|给|得|赋|打|扣)"
        r"(?:该|本|此)?(?:项|指标|项指标)?(?:得分|计分|给分|赋分|分值|扣分|分)" + END,
        _share,
    ),
    (
        "share in a row",
        r"(?P<r>(?:≥|≤|>=|<=|<|>|\[|\(|（|其他|其余)[^：:\n]{0,30})：[ ]*按比例[ ]+(?P<x>[^；;，,\n]{1,60})",
        "{r}：权重 × {x}",
    ),
    (
        "share in a row",
        r"(?P<r>(?:>=|<=|<|>|\[|\(|otherwise)[^:\n]{0,30}):[ ]*pro rata (?:of )?(?P<x>[^；;，,\n]{1,60})",
        "{r}: weight * {x}",
    ),
    (
        "full marks",  # among the settings of a table it is the total
        rf"满分[ ]?(?P<n>{NUMBER})分?[，,；;]?",
        lambda m, c: f"总分 {m['n']}" if c.measure == "X" else "",
    ),
    (
        "no colon",
        r"(?P<w>总分|约定|评价基准日|目标|期限|取|计分|按比例|基础分|封顶|至少)[ ]?[：:][ ]*" + _NO_KIND,
        "{w} ",
    ),
    (
        "labels with strokes",
        r"(?<=选项)[ ]*(?P<l>\w+(?:[ ]?[/／|][ ]?\w+)+)",
        lambda m, c: " " + re.sub("[ ]?[/／|][ ]?", "、", m["l"]),
    ),
    ("unit of a number", r"(?<=数值|计数)[ ]+(?P<u>[\u4e00-\u9fff]{1,4})(?=[ ]*$)", ' "{u}"'),
    (
        "capped ratio",
        r"[，,；;]?[ ]?(?:超过|大于|高于|超出)[ ]?(?:100[%％]|1|满分|权重|目标值?)?(?:的|部分|时|的部分)*"
        r"[，,]?(?:按|以)"
        r"[ ]?(?:100[%％]|1|满分)(?:计算|计分|计)",
        "",
    ),
    ("column bound", rf"(?:至多|up to)[ ]+(?P<x>(?![0-9]){WORD})(?=[ ]{{0,3}}(?:$|\"|精确))", "≤ {x}"),
)
