"""Phrases that charge or give points: steps, what is counted, caps, and what a person judges."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from rubricc.dsl.phrasebook.pieces import (
    AMOUNT,
    CHARGE,
    END,
    LESS,
    MORE,
    NUMBER,
    SIGN,
    THAN,
    UNIT,
    WORD,
    Clause,
    Match,
    Row,
    any_of,
    declared_as,
    earlier,
    known,
    measured,
    starting,
)

_NOT: Final = {"≥": "<", ">": "≤", "≤": ">", "<": "≥"}


def _counted(m: Match, c: Clause) -> str:
    """每发生1次投诉扣2分: what is counted stands in parentheses."""
    size = "" if m["n"] in (None, "", "1", "一") else m["n"] + m["unit"]
    before = m.string[m.string.rfind("\n", 0, m.start()) + 1 : m.start()]
    if "少" in m[0] and re.search(r"目标[ ]*(?:≥|>)", before):  # fewer than the target that stands before
        return f"每低{size or '1' + m['unit']}{m['sign']}{m['points']}分"
    return f"每{size}（{_thing(m, c)}）{m['sign']}{m['points']}分"


def _thing(m: Match, c: Clause) -> str:
    what = (m["what"] or "").strip(" 的")
    missing = "缺" in m[0] or "少" in m[0]
    return starting(what, c) if what else "缺少项数" if missing else "次数"


def _of_people(m: Match, c: Clause) -> str:
    """每死亡1人扣10分: 死亡人数 in parentheses."""
    names = [n for n in sorted(c.names) if n.startswith(m["what"])]
    name = names[0] if names else m["what"] + ("人数" if m["unit"] in ("人", "名", "人次") else "数")
    size = "" if m["n"] in ("1", "一") else m["n"] + m["unit"]
    return f"每{size}（{name}）{m['sign']}{m['points']}分"


def _each_or_once(m: Match, c: Clause) -> str:
    """发生1起扣2分: for each of them, or once."""
    name, charge = _thing(m, c), f"{m['sign']}{m['points']}分"
    return f"每（{name}）{charge}\n{charge} 当 {name} > 0"


def _month(m: Match, c: Clause) -> str:
    """每出现一个月满意率低于80%，扣0.2分."""
    measure = known(m["x"], c) if m["x"] else c.measure
    return f"每月 当 {measure} {SIGN[m['s']]} {m['a']} {m['sign']}{m['points']}分"


def _month_short(m: Match, c: Clause) -> str:
    """更新量每月不少于100条，每发现一个月不足，扣0.2分."""
    measure = starting(m["x"], c) if m["x"] else c.measure
    return f"每月 当 {measure} {_NOT[SIGN[m['s']]]} {m['a']} {m['sign']}{m['points']}分"


def _side(way: str) -> str:
    return "低" if way in LESS.split("|") else "高"


def _past(m: Match, c: Clause) -> str:
    """低于95%的，每低1%扣1分: the bound is the target."""
    below = SIGN[m["s"]] in "<≤"
    side = "低" if below else "高"
    if (unit := re.search(rf"(?:{UNIT})$", m["a"])) and declared_as(c.measure, c) not in ("计数", "count"):
        return f"每{side}1{unit[0]}（{starting(m['x'], c) if m['x'] else '次数'}，{m['a']}）{m['sign']}{m['points']}分"
    before = m.string[m.string.rfind("\n", 0, m.start()) + 1 : m.start()]
    if re.search(rf"目标[ ]*[≥≤><][ ]*{re.escape(m['a'])}(?![0-9.])", before):  # said already
        return f"每{side}{m['p']}{m['sign']}{m['points']}分"
    target = f"{measured(m['x'] or '', c)}目标 {'≥' if below else '≤'} {m['a']}"
    return f"{target}；每{side}{m['p']}{m['sign']}{m['points']}分"


def _against(m: Match, c: Clause) -> str:
    """较上年每提高1个百分点加1分: against the same figure of the year before."""
    side = _side(m["way"])
    if m["ref"] in ("目标", "计划", "目标值", "计划值", "标准"):
        return f"每{side}{m['p']}{m['sign']}{m['points']}分"
    before = known(f"{earlier(m['ref'])}{c.measure}", c)
    return f"每{side}{m['p']}（{c.measure}，{before}）{m['sign']}{m['points']}分"


def _late(m: Match, c: Clause) -> str:
    """逾期1天扣0.5分, 每超期一周扣1分."""
    number = "1" if m["n"] in ("一", None) else m["n"]
    unit = {"日": "天", "月": "个月"}.get(m["unit"], m["unit"])
    for said, (times, counted) in _SPANS.items():
        if unit.endswith(said) and number.isdigit():
            number, unit = str(times * int(number)), counted
    return f"每迟{number}{unit}{m['sign']}{m['points']}分"


_SPANS: Final = {
    "周": (7, "天"),
    "半个月": (15, "天"),
    "季度": (3, "个月"),
    "半年": (6, "个月"),
    "年": (12, "个月"),
}


def _table(m: Match) -> str:
    """The table that a clause before goes through row by row."""
    named = re.findall(
        r"每行[ ]?[（(]([^（()）\n]{1,40})[）)]", m.string[max(0, m.start() - 500) : m.start()]
    )
    return named[-1] if named else "表"


def _judged(m: Match, c: Clause) -> str:
    """酌情扣1-3分."""
    low, high = (m["n"], m["h"]) if m["h"] else (0, m["n"] or c.weight)
    return f"{m['sign'] or ''}评判 {low}分 .. {high}分"


def _most(m: Match, c: Clause) -> str:
    """每甲扣0.5分；每乙扣1分，最多扣3分: of the last clause, or of all of them together."""
    own = f"{'，' if m['sep'] else ''}至多{m['n']}分"
    line = m.string[m.string.rfind("\n", 0, m.start()) + 1 : m.start()]
    clauses = re.findall(r"[扣加](?:除|减)?[ ]?[0-9]", line)
    if len(clauses) < 2 or {x[0] for x in clauses} != {"扣"} or m["sign"] == "加":
        return own
    left = Decimal(c.weight.rstrip(".")) - Decimal(m["n"].rstrip("."))
    return f"{own}\n{'；' if m['sep'] else ''}至少 {left}分" if left >= 0 else own


def _cap(m: Match, c: Clause) -> str:
    """最高5分: of the clause before, where that charges by steps; else of the whole indicator."""
    *_, last, before = ["", *re.split("[；;：:\n]", m.string[: m.start()])]
    if not before.strip() and re.search("每.*扣", last) and m[0].startswith(("至多", "最多", "最大")):
        return f"{last.strip()}，至多{m['n']}分\n封顶 {m['n']}分"  # of what is taken, or of what is left?
    charges = re.search(r"每.*[扣加][除减]?[ ]?(?:[0-9(（]|评)", before)
    return f"至多{m['n']}分" if charges else f"；封顶 {m['n']}分"


def _steps_of_a_row(m: Match, c: Clause) -> str:
    """每行（工单），每高1天（用时，5天）扣0.5分: the steps of a row are a formula."""
    x, b = (m["x"], m["b"]) if m["x"] else ("…", "…")
    beyond = f"{b} - {x}" if m["way"].startswith("低") else f"{x} - {b}"
    steps = f"最大(0，({beyond}) / {m['p']}) 取整 向上取整 到 1"
    return f"每行（{m['t']}），{m['sign']}(({steps}) × {m['points']})"


def _above_the_weight(m: Match, c: Clause) -> str:
    """按比例 X，最高不超过权重的120%: what passes the weight is not capped by it."""
    if Decimal(m["p"].rstrip(".")) <= 100:
        return f"{m['x'].strip()}；封顶 权重的{m['p']}%"
    return f"{m['x'].strip()} 不封顶；封顶 权重的{m['p']}%"


def _whole(m: Match, c: Clause) -> str:
    """3万: thirty thousand."""
    times = {"千": 1000, "万": 10_000, "百万": 1_000_000, "亿": 100_000_000}[m["m"]]
    if declared_as(c.measure, c) in ("金额", "money") and m["m"] in "万亿":
        return f"{m[0]}元"
    number = Decimal(m["n"].replace("_", "").rstrip(".")) * times
    return f"{int(number):_}" if number == number.to_integral() else m[0]


_PAST: Final = any_of([word for word, sign in SIGN.items() if sign in "<>"])
_ASIDE: Final = r"(?!其他|其余|否则|每|不足|超过)[^\W\d]{1,20}?"
_BEST: Final = (
    r"的?(?:只)?(?:按|取|以|计)(?:其)?(?:最高)(?:的)?(?:一)?(?:级|项|次|个|等级|级别|奖项|档)?(?:得分|分)?(?:计分|计算|计|算)?(?:得分)?"
    + END
)
_LATE: Final = "逾期|超期|延期|延迟|推迟|拖延|延误|迟交|晚交|迟|晚"
ROWS: Final[tuple[Row, ...]] = (
    # steps
    (
        "bound and step",
        rf"(?:如|若)?(?P<x>(?![0-9])[\w「」]{{0,20}}?)(?<!不)(?P<s>{_PAST})[ ]?(?P<a>{NUMBER}"
        rf"[ ]?[%％]|{AMOUNT})(?:的|时|部分|者|，|,|[ ]){{0,3}}(?:则)?"
        rf"每(?:再)?(?:{LESS}|{MORE})?于?[ ]?(?P<p>{AMOUNT}){CHARGE}",
        _past,
    ),
    (
        "since last year",
        rf"(?:(?:比|较|与|同)(?=上|去|目标|计划|标准)|(?=同比|环比))"
        rf"(?P<ref>上年同期|上年|去年|上月|目标值?|计划值?|标准|同比|环比)(?:相比)?[，,]?每(?P<way>{MORE}"
        rf"|{LESS})[ ]?(?P<p>{AMOUNT}){CHARGE}",
        _against,
    ),
    (
        "base said",
        rf"(?:与|较|同|和)(?P<ref>上年同期|上年|去年|上月)(?:相比)?持平(?:的|，|,)*(?:得|计)?(?P<n>{NUMBER})分",
        lambda m, c: f"目标 ≥ {known(m['ref'].removesuffix('同期') + c.measure, c)}；基础分 {m['n']}分",
    ),
    (
        "steps of a row",
        r"每行[ ]?[（(](?P<t>[^（()）\n]{1,40})[）)][，,]?[ ]?"
        rf"每(?:再)?(?P<way>低于|高于|低|高|迟|超过|超期|超|逾期|延迟)[ ]?(?P<p>{AMOUNT})"
        r"(?:[ ]?[（(](?P<x>(?:[^，,()（）\n]|[(（][^()（）\n]*[)）]){1,80}?)"
        r"[，,][ ]?(?P<b>[^，,()（）\n]{1,40})[）)])?" + CHARGE,
        _steps_of_a_row,
    ),
    ("percent of target", rf"每(?P<s>低|高)于?目标值?的?[ ]?(?P<a>{NUMBER}[ ]?[%％])", "每{s}目标的{a}"),
    ("percent of target", rf"每(?P<s>低|高)于?目标值?[ ]?(?P<a>{NUMBER}[ ]?个?百分点)", "每{s}{a}"),
    ("else said", r"(?:否则|反之)[，,]?(?=[ ]?每)", ""),
    (
        "option in brackets",
        rf"[，,]?[ ]?[（(](?P<i>不足[ ]?{AMOUNT}[^（()）\n]{{0,20}})[）)][ ]?(?P<charge>[扣加][除减]?[ ]?{NUMBER}"
        rf"[ ]?分?)",
        "{charge}，{i}",
    ),
    ("option in brackets", rf"[，,]?[（(](?P<i>不足[ ]?{AMOUNT}[^（()）\n]{{0,20}})[）)]", "，{i}"),
    (
        "cap",
        r"(?P<sep>(?:[；;][ ]*)?)(?:累计|合计|共|本项|该项|此项|每项)?(?:最多|最高|至多)(?:可)?(?:不超过)?"
        rf"(?P<sign>扣|加)(?:除|到)?[ ]?(?P<n>{NUMBER})分?",
        _most,
    ),
    (
        "above the weight",
        rf"(?P<x>按比例[ ][^；;，,\n]{{1,60}}?)(?:[ ]?[，,；;]?[ ]?不封顶)?[，,；;][ ]?(?:最高|最多|至多|封顶)(?:得分)?"
        rf"(?:不超过|为|到|至)?[ ]?(?:本项|该项|指标)?(?:权重分?|分值|满分|标准分)的?[ ]?(?P<p>{NUMBER})[ ]?[%％]",
        _above_the_weight,
    ),
    (
        "cap of weight",
        rf"(?<=[，,；;：: ])(?:最高|最多|至多|封顶)(?:得分)?(?:不超过|为|到|至)?[ ]?"
        rf"(?:本项|该项|指标)?(?:权重分?|分值|满分|标准分)的?[ ]?(?P<p>{NUMBER})[ ]?[%％]",
        "封顶 权重的{p}%",
    ),
    (
        "cap",
        rf"(?P<sep>(?:[；;][ ]*)?)(?:累计|合计|总计)(?P<sign>扣|加)?分?(?:最多|最高)?不超过[ ]?(?P<n>{NUMBER})分",
        _most,
    ),
    (
        "at most in all",
        rf"(?<=[，,；; ])(?:最高|最多|最大|至多)(?:得分)?(?:不超过|得|为)?[ ]?(?P<n>{NUMBER})[ ]?分(?![^；;\n]*当)",
        _cap,
    ),
    ("each step", r"for (?:each|every)", "per"),
    (
        "late said",
        rf"每?(?:{_LATE})[ ]?(?P<n>一|{NUMBER})?[ ]?(?P<unit>天|日|个月|月|周|个工作日|半个月|个?季度|半年|年){CHARGE}",
        _late,
    ),
    (
        "growth said",
        rf"(?P<x>[\w「」]{{0,16}}?(?:增长|增幅|提高|提升|下降|降幅|压减)[\w「」]{{0,4}}?)每(?:{MORE}"
        rf"|{LESS})[ ]?(?P<p>{NUMBER}[ ]?(?:[%％]|个百分点)){CHARGE}",
        lambda m, c: f"每高{m['p']}（{known(m['x'], c)}，0%）{m['sign']}{m['points']}分",
    ),
    (
        "step of a name",
        rf"(?P<x>(?!每|目标)[\w「」]{{1,20}}?)每(?P<way>{MORE}|{LESS})(?:[出于](?:目标|计划|标准)?值?)?"
        rf"[ ]?(?P<p>{NUMBER}[ ]?(?:[%％]|个百分点)){CHARGE}",
        lambda m, c: f"{measured(m['x'], c)}每{_side(m['way'])}{m['p']}{m['sign']}{m['points']}分",
    ),
    (
        "step of a name",
        rf"每(?P<way>{MORE}|{LESS})[出于]?[ ]?(?P<p>{AMOUNT})[，,]?可?得[ ]?(?P<points>{NUMBER})[ ]?分",
        lambda m, c: f"每{_side(m['way'])}{m['p']}加{m['points']}分",
    ),
    # months
    (
        "month said",
        rf"每(?:出现|有|发现|存在)?(?:一|1)?个?月(?P<x>[\w「」]{{0,20}}?)[ ]?(?P<s>{THAN})[ ]?(?P<a>{AMOUNT}){CHARGE}",
        _month,
    ),
    (
        "month said",
        rf"(?P<x>(?![0-9])[\w「」]{{0,20}}?)(?:每月|月均)(?P<s>{THAN})[ ]?(?P<a>{NUMBER}"
        rf")[ ]?(?:条|份|通|件|次|个|名)?[，,][ ]?每(?:出现|有|发现)?(?:一|1)?个?月"
        rf"(?:不足|未达到|达不到|不达标|低于标准)"
        rf"(?:的)?{CHARGE}",
        _month_short,
    ),
    # what is counted
    (
        "counted thing",  # none of them is the full marks, which a deduction starts from
        rf"(?:无|没有|未发生|未出现)(?P<what>[^\W\d]{{1,24}}?)(?:的|，|,)*(?:得|计)(?:{NUMBER}分|满分)[，,；;][ ]?"
        rf"每(?:发现|发生|出现|有|增加|查实)?[ ]?(?P<n>一|1)[ ]?(?P<unit>{UNIT})的?{CHARGE}",
        _counted,
    ),
    (
        "counted thing",
        rf"(?P<what>(?!目标|如|若)[^\W\d][^ ，,；;：:\d\n每]{{1,24}}?)的?[，,][ ]?每(?:发现|发生|出现|有|查实|缺少?|少)"
        rf"(?:核实)?(?P<n>一|1)[ ]?(?P<unit>{UNIT})(?:后)?{CHARGE}",
        _counted,
    ),
    (
        "counted thing",
        rf"每再?(?:发生|出现|有|存在|发现|查实|接到|增加|减少|缺少?|少)?[ ]?(?P<n>一|1|{NUMBER})?[ ]?(?P<unit>{UNIT})"
        rf"(?P<what>[^扣加\d，,；;（(\n]{{0,20}}){CHARGE}",
        _counted,
    ),
    (
        "counted thing",
        rf"每(?P<what>[^\W\d]{{1,12}}?)(?P<n>一|1|{NUMBER})[ ]?(?P<unit>{UNIT}){CHARGE}",
        _of_people,
    ),
    (
        "counted thing",
        rf"(?P<what>{WORD})每(?:增加|多|发生|出现)?(?P<n>1|一|{NUMBER})?(?P<unit>{UNIT}){CHARGE}",
        _counted,
    ),
    (
        "counted thing",
        rf"(?P<sign>扣|加)(?P<points>{NUMBER})分?[ ]?[/／每](?P<n>)(?P<what>)(?P<unit>{UNIT})",
        _counted,
    ),
    (
        "each or once",
        rf"(?:发生|出现|发现|存在|有|缺少?|少)?[ ]?(?:一|1)[ ]?(?P<unit>{UNIT})(?P<what>[^扣加\d，,；;（(\n]{{0,16}}"
        rf"){CHARGE}[ ]{{0,3}}(?=$|[；;。]|[，,][ ]?扣完)",
        _each_or_once,
    ),
    # factors
    (
        "factor said",
        rf"(?P<x>{_ASIDE})(?:的|时|[，,])[ ，,]{{0,2}}(?:其|该项)?(?:得分|分值|分数)?(?:则)?(?:按|乘以?)[ ]?"
        rf"(?P<a>{NUMBER}[ ]?[%％])(?:计分|计算|计|折算|折计|折扣)?{END}",
        lambda m, c: f"乘{m['a']} 当 {known(m['x'], c, condition=True)}",
    ),
    (
        "factor said",
        rf"(?:其|该项)?(?:得分|分值|分数)(?:乘以?|按)[ ]?(?P<a>{NUMBER}[ ]?[%％])(?:计分|计算|计|折算|折计)?",
        "乘{a}",
    ),
    ("uncapped said", r"[ ]?[，,；;][ ]?(?P<w>不封顶|uncapped)", " {w}"),
    # rows
    (
        "best of a group",
        rf"每行[ ]?[（(](?P<t>{WORD})[）)](?P<rest>[^\n；;]{{1,60}})[；;，,][ ]?(?:同一|相同)(?P<x>{WORD}){_BEST}",
        lambda m, c: f"每行（{m['t']}）按 {known(m['x'], c)} 取最高，{m['rest'].strip(' ，,')}",
    ),
    (
        "best of a group",
        rf"(?:同一|相同)(?P<x>{WORD}){_BEST}",
        lambda m, c: f"每行（{_table(m)}）按 {known(m['x'], c)} 取最高，加…",
    ),
    # judged
    (
        "by judgement",
        rf"[^，,；;：:\n]{{0,8}}(?:酌情|视情况?|视情节(?:轻重)?|视程度)(?P<sign>[扣加]?)(?:给|打)?分?[ ]?(?P<n>{NUMBER}"
        rf")?分?(?:[-~—～至](?P<h>{NUMBER})分?)?",
        _judged,
    ),
    (
        "by judgement",
        r"(?P<n>)(?P<h>)(?P<sign>)(?:由)?(?:专家|评委|评价组|评审组|评审小组|评价小组|考核组|评估组)"
        r"[^，,；;：:\n]{0,8}(?:打分|评分|评定|赋分|评判)(?:确定)?",
        _judged,
    ),
    ("judged ends", rf"(?:评判|评定)[ ]?(?P<n>{NUMBER})[ ]?分?{END}", "评判 0 .. {n}分"),
    ("judged ends", rf"judged[ ]+(?P<n>{NUMBER})[ ]{{0,3}}(?=$|;)", "judged 0 .. {n}"),
    ("points alone", rf"(?P<n>{NUMBER})[ ]?分{END}", "基础分 {n}分\n评判 0 .. {n}分"),
    (
        "ten thousands",
        rf"(?P<n>{NUMBER})[ ]?(?P<m>百万|千|万|亿)(?!元)(?=[通次件人条个户吨米，,；;扣加的\s]|$)",
        _whole,
    ),
)
