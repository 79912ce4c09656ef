"""A record as people read it: who recorded what and when, what came of it, what it keeps, what was adjusted since.

Records may be a stranger's: only their form is known (`verifier.Record`), so of a result only texts are taken, and
what does not show is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rubricc.compiler.audit.records import Entry
from rubricc.compiler.runtime.indicator import RESULTS
from rubricc.dsl.diagnostics.wording import visible

KINDS = {
    "genesis": ("建账", "genesis"),
    "score": ("计分", "score"),
    "publish": ("发布", "publish"),
    "adjust": ("调整", "adjust"),
    "key": ("换钥匙", "key"),
    "recovered": ("恢复", "recovered"),
}
ROLES = {
    "rubric": ("评分表", "rubric"),
    "data": ("数据", "data"),
    "derivation": ("推导", "derivation"),
    "scorer": ("评分程序", "scorer"),
    "rows": ("各单位的得分", "points of every unit"),
    "evidence": ("佐证", "evidence"),
    "torn": ("没写完的内容", "what was cut short"),
}
_CHANGED = {"points": ("得分", "points"), "total": ("总分", "total"), "grade": ("等级", "grade")}


def record_page(entry: Entry, of: Entry | None, since: Sequence[Entry], lang: str) -> str:
    """A record, with the score that it adjusts, if it does, and the adjustments of it."""
    return "".join(f"{visible(line)}\n" for line in _Page(lang).record(entry, of, since))


def adjusted(entry: Entry, of: Entry | None, lang: str) -> list[str]:
    """What an adjustment changed, the most important on the first line."""
    return list(_Page(lang).adjusted(entry, of))


def in_utc(at: str) -> str:
    """The time of a record, which ends with a Z that few know the meaning of."""
    return f"{at[:10]} {at[11:19]} UTC"


class _Page:
    def __init__(self, lang: str) -> None:
        self.zh = lang == "zh"

    def say(self, zh: str, en: str) -> str:
        return zh if self.zh else en

    def named(self, zh: str, en: str, value: object) -> Iterator[str]:
        """A line for a value, where there is one."""
        if value not in (None, ""):
            yield f"{zh}：{value}" if self.zh else f"{en}: {value}"

    def record(self, entry: Entry, of: Entry | None, since: Sequence[Entry]) -> Iterator[str]:
        kind = KINDS[entry.kind][not self.zh]
        yield self.say(f"第 {entry.number} 条  {kind}", f"record {entry.number}  {kind}")
        yield from self.named("时间", "time", in_utc(entry.record["at"]))
        yield from self.named("经办人", "actor", entry.record["actor"])
        yield from self.named("散列", "hash", entry.leaf.hex())
        body = entry.body
        match entry.kind:
            case "score":
                yield from self.scored(body)
            case "publish":
                yield from self.rubric(body["rubric"])
            case "adjust":
                yield from self.adjusted(entry, of)
                yield from self.named("理由", "reason", body["reason"])
                yield from self.named("提出", "proposed by", body["by"])
                yield from self.named("批准", "approved by", body["approved"])
            case "genesis":
                yield from self.named("台账", "ledger", body["identity"])
                yield from self.named("公钥", "public key", body["key"])
            case "key":
                yield from self.named("新公钥", "new public key", body["key"])
        if entry.files:
            yield self.say("留存的文件（用 --file 名称 显示）：", "files kept (shown with --file NAME):")
        for file in entry.files:
            size = self.say(f"{file['size']} 字节", f"{file['size']} bytes")
            yield f"  {file['name']}  {ROLES[file['role']][not self.zh]}  {size}"
        if since:
            yield self.say("后来的调整：", "adjusted since:")
        for each in since:
            first, *_ = self.adjusted(each, None)
            yield f"  {first}"

    def rubric(self, rubric: Mapping[str, Any]) -> Iterator[str]:
        yield from self.named("评分表", "rubric", f"{rubric['name']} {rubric['version']}".rstrip())
        yield from self.named("摘要", "digest", rubric["digest"])

    def scored(self, body: Mapping[str, Any]) -> Iterator[str]:
        result = body["result"]
        yield from self.rubric(result["rubric"])
        yield from self.named("单位", "unit", _text(body["call"].get("unit")))
        if "rows" in body:
            yield from self.named("单位数", "units", body["rows"]["size"])
            return
        total, of, interval = _text(result.get("total")), _text(result.get("of")), result.get("interval")
        if total:
            yield from self.named("总分", "total", total + (f" / {of}" if of else ""))
        elif isinstance(interval, list) and len(interval) == 2:
            span = [_text(end) for end in interval]
            lacking = self.say(
                f"缺数据，在 {span[0]} 至 {span[1]} 之间", f"facts are missing: {span[0]} to {span[1]}"
            )
            yield from self.named("总分", "total", lacking)
        yield from self.named("等级", "grade", _text(result.get("grade")))

    def adjusted(self, entry: Entry, of: Entry | None) -> Iterator[str]:
        body = entry.body
        changed = [
            f"{words[not self.zh]} {_text(body[name]['before']) or '–'} → {_text(body[name]['after']) or '–'}"
            for name, words in _CHANGED.items()
            if name == "points" or body[name]["before"] != body[name]["after"]
        ]
        item = _item(body["item"], of)
        head = self.say(
            f"第 {entry.number} 条：调整第 {body['of']} 条的 {item}，",
            f"record {entry.number} adjusts record {body['of']}: {item}, ",
        )
        yield head + self.say("，", ", ").join(changed)
        for each in body.get("moved", ()):
            yield f"  {each['name']}  {self.value(each['before'])} → {self.value(each['after'])}"

    def value(self, value: str | None) -> str:
        """Points, or what a check finds in the language of the reader."""
        return RESULTS.get(value or "", (value or "–",) * 2)[self.zh]


def _item(item: str, of: Entry | None) -> str:
    """An indicator by its code and name, where the score is at hand."""
    found = of.body["result"].get("indicators") if of is not None and of.kind == "score" else None
    for each in found if isinstance(found, list) else ():
        if isinstance(each, dict) and each.get("code") == item and _text(each.get("name")):
            return f"{item} {each['name']}"
    return item


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
