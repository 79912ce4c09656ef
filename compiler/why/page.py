"""What `why` answers, as a report: the way to the next grade, then the points lost with their clauses and changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from rubricc.compiler.derivation.report import Body, Part, Report, Table, Told
from rubricc.compiler.runtime.exact import percent_rounded, plain, show, whole
from rubricc.compiler.why.document import ChangeData, LostData, PlanData, TargetData, WhyData

ORDERS = {
    "indicators": ("改的指标最少", "fewest indicators"),
    "alone": ("单改一个指标就够的，改动最小", "one indicator that is enough, by the smallest change"),
    "change": ("相对改动最小", "smallest relative change"),
}


RULE = (
    "改法取自各指标单独得分的最小改动，一个指标至多一项；相对改动是改前改后之差除以两者中大的一个",
    "changes are chosen from the smallest that gain points for one indicator alone, one of each at most; "
    "a relative change is the difference divided by the larger of both values",
)


class _Page:
    def __init__(self, lang: str) -> None:
        self.lang = lang

    def overview(self, every: Sequence[WhyData]) -> Iterator[Part]:
        """Of a run of several units: what costs how many of them how much."""
        say, count = self.say, len(every)
        lost: dict[str, list[Fraction]] = {}
        for one in (one for each in every for one in each["lost"]):
            lost.setdefault(_title(one), []).append(Fraction(one["lost"]))
        if count == 1 or not lost:
            return
        heads = (
            say("指标", "indicator"),
            say("失分的单位", "units"),
            say("合计失分", "in all"),
            say("最多", "at most"),
        )
        rows = [
            (title, str(len(own)), *(plain(whole(x)) for x in (sum(own, Fraction(0)), max(own))))
            for title, own in sorted(lost.items(), key=lambda each: -sum(each[1]))
        ]
        zh, en = f"{count} 个单位的失分（由多到少）", f"points lost by {count} units, most first"
        yield Part(say(zh, en), (Table(heads, tuple(rows)),))

    def say(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en

    def parts(self, data: WhyData, unit: bool) -> Iterator[Part]:
        say = self.say
        head = f"── {data['unit']} ── " if unit else ""
        if data["total"] is None and not data["lost"] and not data["without"]:
            nothing = say(
                "评分表没有计分的指标，没有失分可说；核对、公布的数字和义务的结果见 score",
                "the rubric scores no indicators, so no points are lost; for its checks, published figures and "
                "obligations see score",
            )
            yield Part(head + nothing, ())
            return
        if data["total"] is None:
            yield Part(
                head + say("总分算不出", "no total can be worked out"), tuple(map(Told, data["without"]))
            )
        else:
            yield self.scored(data, head)
        if data["target"] is not None:
            yield self.target(data["target"])
        if not data["lost"]:
            if not data["without"]:
                yield Part(say("没有失分", "no points lost"), ())
            return
        heading = say(
            "失分和能得分的最小改动（由多到少）",
            "points lost, most first, with the smallest changes that gain some",
        )
        yield Part(heading, tuple(line for one in data["lost"] for line in self.lost(one)))

    def scored(self, data: WhyData, head: str) -> Part:
        say = self.say
        of = f" / {data['of']}" if data["of"] is not None else ""
        grade = f"{say('，等级 ', ', grade ')}{data['grade']}" if data["grade"] is not None else ""
        total = f"{head}{say('总分', 'total')} {data['total']}{of}{grade}"
        return Part(total, tuple(map(Told, data["without"])))

    def lost(self, one: LostData) -> Iterator[Body]:
        say = self.say
        lost = say(
            f"失 {one['lost']} 分（{one['points']} / {one['weight']}）",
            f"lost {one['lost']} ({one['points']} of {one['weight']})",
        )
        yield Told(f"{_title(one)}  {lost}")
        for each in one["clauses"]:
            place = f"{each['file']} " if each["file"] else ""
            place += say(f"第 {each['line']} 行", f"line {each['line']}")
            zh, en = ("扣", "deducted") if each["charged"] else ("失", "lost")
            much = "" if each["cost"] is None else show(Fraction(each["cost"]), "number", self.lang)
            cost = say(f"：{zh} {much} 分", f": {en} {much}") if much else ""
            detail = (
                f"{say('；', '; ') if cost else say('：', ': ')}{each['detail']}" if each["detail"] else ""
            )
            yield Told(
                say(f"{place}「{each['text']}」{cost}{detail}", f"{place} “{each['text']}”{cost}{detail}"), 1
            )
        if one["source"]:
            yield Told(f"{say('依据：', 'Clause: ')}{one['source']}", 1)
        if one["together"] and one["changes"]:
            zh, en = (
                "单改一项都不得分，一起改才得分：",
                "no change of one fact gains points; of several together:",
            )
            yield Told(say(zh, en), 1)
        for change in one["changes"]:
            yield Told(f"+{change['gain']}  {change['said']}{self.also(change)}", 1)
        if not one["changes"]:
            yield Told(
                say(
                    "改它自己的数据，没有找到能得分的改动",
                    "no change of its own facts was found that gains points",
                ),
                1,
            )
        if one["not_taken_apart"]:
            names = say("、", ", ").join(one["not_taken_apart"])
            yield Told(
                say(f"不能逐段分析，没有算在内：{names}", f"not taken apart, and left out: {names}"), 1
            )

    def also(self, change: ChangeData) -> str:
        if not change["also"]:
            return ""
        told = self.say("、", ", ").join(change["also"])
        return self.say(f"；同时 {told}", f"; also {told}")

    def target(self, target: TargetData) -> Part:
        say = self.say
        short = (
            ""
            if target["short"] is None
            else say(f"，还差 {target['short']} 分", f", {target['short']} short")
        )
        heading = say(f"到{target['wanted']}{short}", f"to {target['wanted']}{short}")
        lines = [Told(target["reason"])] if target["reason"] else []
        for plan in target["plans"]:
            order = say(*ORDERS[plan["by"]])
            lines.append(Told(f"{order}{say('：', ': ')}{self.sums(plan)}"))
            for step in plan["steps"]:
                points = f" {step['points']}" if step["points"] else ""
                lines.append(Told(f"{step['what']}{points}{say('：', ': ')}{step['change']['said']}", 1))
        if target["whole_points"]:
            zh = "改动太多：得分随实际值连续上升的，只从每个整数分和最多分里选"
            en = "there are very many changes: where points rise with every small step, only whole points and the most"
            lines.append(Told(say(zh, en)))
        return Part(heading, tuple(lines))

    def sums(self, plan: PlanData) -> str:
        say = self.say
        cost = percent_rounded(Fraction(plan["cost"]))
        grade = f"{say('，等级 ', ', grade ')}{plan['grade']}" if plan["grade"] else ""
        return say(
            f"改 {plan['indicators']} 项，相对改动合计 {cost}；照此重新计分，总分 {plan['total']}{grade}",
            f"{plan['indicators']} changed, relative changes of {cost}; scored again, total {plan['total']}{grade}",
        )


def _title(one: LostData) -> str:
    return f"{one['code']} {one['name']}" if one["code"] and one["code"] != one["name"] else one["name"]


def why_report(every: Sequence[WhyData]) -> Report:
    """One page for the evaluation, or for all units of a run."""
    first = every[0]
    lang = first["lang"]
    page = _Page(lang)
    rubric = first["rubric"]
    meta = [f"{page.say('版本', 'version')} {rubric['version']}"] if rubric["version"] else []
    meta.append(f"{page.say('约定', 'convention')} {rubric['convention']}")
    meta += [f"{page.say('案例', 'case')} {first['case']}"] if first["case"] else []
    run = len(every) > 1 or first["unit"] is not None
    parts = [*page.overview(every), *(part for each in every for part in page.parts(each, run))]
    digest = page.say("评分表的摘要（SHA-256）：", "Digest of the rubric (SHA-256): ") + rubric["digest"]
    planned = any(each["target"] is not None and each["target"]["plans"] for each in every)
    foot = ([page.say(*RULE)] if planned else []) + [digest]
    title = rubric["name"] or page.say("失分", "points lost")
    return Report(lang, title, tuple(meta), tuple(parts), tuple(foot))
