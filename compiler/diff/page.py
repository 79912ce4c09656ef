"""What `diff` answers, as a report: what the rubrics say, the rules with their regions, the scores with shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from rubricc.compiler.derivation.report import Body, Part, Report, Table, Told
from rubricc.compiler.diff.document import DiffData, RulesData, ShareData, SplitData
from rubricc.compiler.runtime.exact import plain, whole

MOST = 12  # regions of one indicator that are told, and units that are told one by one
LONGEST = 30  # units that a table names where the page is to be short
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
    def __init__(self, data: DiffData, *, short: bool) -> None:
        self.data, self.zh, self.short = data, data["lang"] == "zh", short

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
            changed = sorted(filter(_is_changed, every), key=_change, reverse=True)
            yield self.run(every, changed)
            if len(changed) > MOST:
                yield from self.of_many(every, changed)
                changed = []
            every = changed
        for each in every:
            yield self.one(each)
        notes = [Told(text) for text in self.data["mixed"]]
        if notes:
            yield Part(say("不能计分的组合", "scores that do not exist"), tuple(notes))

    def run(self, every: list[SplitData], changed: list[SplitData]) -> Part:
        """The units that changed, those that changed most first."""
        say = self.say
        heads = (
            say("单位", "unit"),
            say("等级", "grade"),
            say("旧", "old"),
            say("评分表", "rubric"),
            say("数据", "data"),
            say("新", "new"),
        )
        told = changed[:LONGEST] if self.short else changed
        rows = [(each["unit"] or "", self.grades(each), *self.figures(each["total"])) for each in told]
        body: list[Body] = (
            [Table(heads, tuple(rows), 2)]
            if rows
            else [Told(say("没有单位的总分和等级变化", "no unit has another total or grade"))]
        )
        more = len(changed) - len(told)
        if more:
            zh = f"另有 {more} 个单位变化更小：--unit 看一个，--format html、markdown、json 有全部"
            en = f"{more} more units changed less: --unit tells of one, --format html, markdown and json of all"
            body.append(Told(say(zh, en)))
        if self.data["units"]:
            names = say("、", ", ").join(self.data["units"])
            body.append(
                Told(say(f"只在一份数据里的单位：{names}", f"units in one set of facts only: {names}"))
            )
        count = say(
            f"{len(every)} 个单位中 {len(changed)} 个变了", f"{len(changed)} of {len(every)} units changed"
        )
        return Part(say(f"总分和等级：{count}", f"totals and grades: {count}"), tuple(body))

    def of_many(self, every: list[SplitData], changed: list[SplitData]) -> Iterator[Part]:
        """Of very many units: how many go from which grade to which, and what every indicator does to how many."""
        say = self.say
        moves = Counter((each["old_grade"], each["new_grade"]) for each in every if each["old_grade"])
        if moves:
            two = (say("等级", "grade"), say("单位", "units"))
            grades = [
                (
                    f"{old} → {new or '–'}" if old != new else say(f"{old}（不变）", f"{old} (as before)"),
                    str(count),
                )
                for (old, new), count in moves.most_common()
            ]
            yield Part(say("等级的变化", "grades"), (Table(two, tuple(grades)),))
        shares: dict[str, list[ShareData]] = {}
        for each in changed:
            for share in each["indicators"]:
                shares.setdefault(_title(share["code"], share["name"]), []).append(share)
        heads = (
            say("指标", "indicator"),
            say("单位", "units"),
            say("最多减", "down by at most"),
            say("最多加", "up by at most"),
        )
        rows = []
        for title, own in sorted(shares.items(), key=lambda each: -len(each[1])):
            moved = [Fraction(s["new"]) - Fraction(s["old"]) for s in own if s["old"] and s["new"]]
            ends = (min([Fraction(0), *moved]), max([Fraction(0), *moved]))
            rows.append((title, str(len(own)), *(_signed(plain(whole(x))) for x in ends)))
        if rows:
            yield Part(say("得分变了的指标", "indicators with other points"), (Table(heads, tuple(rows)),))

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


def _is_changed(split: SplitData) -> bool:
    return _moved(split["total"]) or split["old_grade"] != split["new_grade"]


def _change(split: SplitData) -> Fraction:
    """How much a total changed; the most where there is only one."""
    total = split["total"]
    if total["old"] is None or total["new"] is None:
        return Fraction(10**9)
    return abs(Fraction(total["new"]) - Fraction(total["old"]))


def _moved(share: ShareData) -> bool:
    return share["old"] != share["new"] or any(share[key] not in (None, "0") for key in ("rubric", "data"))


def _signed(text: str | None) -> str:
    if text is None:
        return "?"
    return "" if text == "0" else text if text.startswith("-") else f"+{text}"


def _title(code: str | None, name: str) -> str:
    return f"{code} {name}" if code and code != name else name


def diff_report(data: DiffData, *, short: bool = False) -> Report:
    """All there is to tell; of very many units the table is cut where the page is to be `short`."""
    page = _Page(data, short=short)
    names = [f"{each['name']} {each['version']}".strip() for each in (data["old"], data["new"])]
    title = names[0] if names[0] == names[1] else f"{names[0]} → {names[1]}"
    digests = tuple(
        f"{page.say('摘要', 'digest')} {each['digest'][:12]}" for each in (data["old"], data["new"])
    )
    return Report(data["lang"], title or page.say("差别", "differences"), digests, tuple(page.parts()))
