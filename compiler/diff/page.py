"""What `diff` answers, as a report: what the rubrics say, the rules with their regions, the scores with shares."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rubricc.compiler.derivation.report import Body, Part, Report, Table, Told
from rubricc.compiler.diff.document import DiffData, RulesData, ShareData, SplitData

MOST = 12  # regions of one indicator that are told
ORDERS = {
    "both": (
        "评分表和数据各自的作用，是先改、后改两种次序的平均；两者相加正好是差",
        "the share of each change is the mean of both orders in which they can be made; both add up exactly",
    ),
    "data first": (
        "新评分表不能用旧数据计分，所以先换数据、再换评分表；两者相加正好是差",
        "the new rubric does not score the old data, so the data change first; both shares add up exactly",
    ),
    "rubric first": (
        "旧评分表不能用新数据计分，所以先换评分表、再换数据；两者相加正好是差",
        "the old rubric does not score the new data, so the rubric changes first; both shares add up exactly",
    ),
    "neither": (
        "两种评分表都不能用另一份数据计分，分不出各自的作用",
        "neither rubric scores the other data: what each change did cannot be told apart",
    ),
}  # fmt: skip


class _Page:
    def __init__(self, data: DiffData) -> None:
        self.data, self.zh = data, data["lang"] == "zh"

    def say(self, zh: str, en: str) -> str:
        return zh if self.zh else en

    def parts(self) -> Iterator[Part]:
        data, say = self.data, self.say
        if data["same"]:
            alike = data["old"]["digest"] == data["new"]["digest"]
            yield Part(
                say("两份评分表没有差别", "the rubrics do not differ")
                if alike
                else say(
                    "得分的规则没有差别，不同的只是说明或写法",
                    "no rule differs, only notes or the way of writing",
                ),
                (),
            )
        if data["differences"]:
            lines = [
                Told(f"{d['at']}{say('：', ': ')}{d['said']}" if d["at"] else d["said"])
                for d in data["differences"]
            ]
            yield Part(say("写法上的差别", "what they say unlike each other"), tuple(lines))
        if data["rules"]:
            lines_of = [line for each in data["rules"] for line in self.rules(each)]
            yield Part(say("得分规则变了的指标", "indicators with other rules"), tuple(lines_of))
        if data["scores"] is not None:
            yield from self.scores(data["scores"])

    def rules(self, one: RulesData) -> Iterator[Body]:
        say = self.say
        yield Told(_title(one["code"], one["name"]))
        yield from (Told(f"− {text}", 1) for text in one["removed"])
        yield from (Told(f"+ {text}", 1) for text in one["added"])
        for region in one["regions"][:MOST]:
            yield Told(f"{region['where']}{say('：', ': ')}{region['said']}", 1)
        more = len(one["regions"]) - MOST
        if more > 0:
            yield Told(say(f"另有 {more} 段", f"{more} more regions"), 1)
        yield from (Told(text, 1) for text in self.known(one))

    def known(self, one: RulesData) -> Iterator[str]:
        """How far the regions go, and the largest change."""
        say, point, why = self.say, one["largest"], one["reason"]
        if one["complete"] and one["regions"]:
            yield say("其余的值得分相同", "for all other values the points are the same")
        elif one["complete"]:
            yield say("两种写法对所有数据得分相同", "both give the same points for all facts")
        elif point is None:
            yield say(f"得分是否不同，不能判定：{why}", f"whether points differ is unknown: {why}")
        elif one["most"] is None:
            yield say(
                f"是否还有别的差别，不能判定：{why}", f"whether there are other differences is unknown: {why}"
            )
        else:
            yield say(f"得分不同的数据没有逐段列出：{why}", f"where points differ is not listed: {why}")
        if one["only"]:
            where = say("，", ", ").join(one["only"])
            yield say(f"只有这样的数据得分才会不同：{where}", f"points differ only where: {where}")
        if point is None:
            return
        size = abs(Fraction(point["new"]) - Fraction(point["old"]))
        proved = one["most"] is not None and Fraction(one["most"]) == size
        word = (
            say("最大的变化", "largest change") if proved else say("找到的最大的变化", "largest change found")
        )
        ends = f"{point['old']} → {point['new']}"
        text = say(f"{word}：{point['said']}：{ends} 分", f"{word}: {point['said']}: {ends} points")
        if one["most"] is not None and not proved:
            text += say(
                f"（已证明变化不超过 {one['most']} 分）", f" (proved: no change is larger than {one['most']})"
            )
        yield text

    # ── scores ──

    def scores(self, every: list[SplitData]) -> Iterator[Part]:
        say = self.say
        if len(every) != 1 or every[0]["unit"] is not None:
            yield self.run(every)
            every = [
                each for each in every if _moved(each["total"]) or each["old_grade"] != each["new_grade"]
            ]
        for each in every:
            yield self.one(each)
        notes = [Told(text) for text in self.data["mixed"]]
        if notes:
            yield Part(say("不能计分的组合", "scores that do not exist"), tuple(notes))

    def run(self, every: list[SplitData]) -> Part:
        say = self.say
        heads = (
            say("单位", "unit"),
            say("等级", "grade"),
            say("旧", "old"),
            say("评分表", "rubric"),
            say("数据", "data"),
            say("新", "new"),
        )
        rows = [
            (each["unit"] or "", self.grades(each), *self.figures(each["total"]))
            for each in every
            if _moved(each["total"]) or each["old_grade"] != each["new_grade"]
        ]
        body: list[Body] = (
            [Table(heads, tuple(rows), 2)]
            if rows
            else [Told(say("没有单位的总分和等级变化", "no unit has another total or grade"))]
        )
        if self.data["units"]:
            names = say("、", ", ").join(self.data["units"])
            body.append(
                Told(say(f"只在一份数据里的单位：{names}", f"units in one set of facts only: {names}"))
            )
        changed = say(
            f"{len(every)} 个单位中 {len(rows)} 个变了", f"{len(rows)} of {len(every)} units changed"
        )
        return Part(say(f"总分和等级：{changed}", f"totals and grades: {changed}"), tuple(body))

    def one(self, split: SplitData) -> Part:
        say = self.say
        total, grades = split["total"], self.grades(split)
        unit = f"{split['unit']}{say('：', ': ')}" if split["unit"] else ""
        grade = f"{say('，等级 ', ', grade ')}{grades}" if grades else ""
        heading = f"{unit}{say('总分', 'total')} {total['old'] or '?'} → {total['new'] or '?'}{grade}"
        heads = (
            say("指标", "indicator"),
            say("旧", "old"),
            say("评分表", "rubric"),
            say("数据", "data"),
            say("新", "new"),
        )
        rows = [(_title(each["code"], each["name"]), *self.figures(each)) for each in split["indicators"]]
        if any(split["rest"][key] not in (None, "0") for key in ("rubric", "data")):
            rows.append(
                (say("合成、舍入和总分的限制", "groups, rounding, effects"), *self.figures(split["rest"]))
            )
        rows.append((say("总分", "total"), *self.figures(total)))
        if not _moved(total) and len(rows) == 1:
            return Part(heading, (Told(say("没有指标的得分变化", "no indicator has other points")),))
        return Part(heading, (Table(heads, tuple(rows)), Told(say(*ORDERS[split["order"]]))))

    def grades(self, split: SplitData) -> str:
        old, new = split["old_grade"], split["new_grade"]
        return (new or "") if old == new else f"{old or '–'} → {new or '–'}"

    def figures(self, share: ShareData) -> tuple[str, str, str, str]:
        return (share["old"] or "–", _signed(share["rubric"]), _signed(share["data"]), share["new"] or "–")


def _moved(share: ShareData) -> bool:
    return share["old"] != share["new"] or any(share[key] not in (None, "0") for key in ("rubric", "data"))


def _signed(text: str | None) -> str:
    if text is None:
        return "?"
    return "" if text == "0" else text if text.startswith("-") else f"+{text}"


def _title(code: str | None, name: str) -> str:
    return f"{code} {name}" if code and code != name else name


def diff_report(data: DiffData) -> Report:
    page = _Page(data)
    names = [f"{each['name']} {each['version']}".strip() for each in (data["old"], data["new"])]
    title = names[0] if names[0] == names[1] else f"{names[0]} → {names[1]}"
    digests = tuple(
        f"{page.say('摘要', 'digest')} {each['digest'][:12]}" for each in (data["old"], data["new"])
    )
    return Report(data["lang"], title or page.say("差别", "differences"), digests, tuple(page.parts()))
