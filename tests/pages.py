"""Pages of the documentation, as the tests read them: headings, fences, and what each fence must do.

A fence opens with its language and, perhaps, one more word:

- `rubric` compiles without an error. Where it has no first line of its own, it is completed by a frame and by the
  fence `rubric common` of its page. `rubric en` is what fmt makes of the fence before, in English; `rubric wrong` is
  refused; `rubric FILE` is kept under that name for the commands below it, as any fence with a file's name is.
- `yaml` after a rubric is its facts; `yaml common` are the facts of every fence that has none. What is common in
  docs/language.md is common to the chapters of the reference.
- `text` after a rubric, a `sh` or a `python` fence is what comes out: the derivation, the findings, the output. A line
  `…` stands for any lines, `…` in a line for any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from rubricc.dsl.parse import parse
from rubricc.dsl.printer.rubric import format_rubric
from rubricc.dsl.source import Source

ROOT = Path(__file__).resolve().parents[1]
PAGES = tuple(
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md")))
    if path.exists()
)
LANGUAGE = tuple(page for page in PAGES if page.startswith("docs/language/"))  # the chapters of the reference
_FENCE = re.compile(r"^```(\w+)(?: ([^\n`]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#{1,4}) (.+)$", re.MULTILINE)
_WHOLE = re.compile(r"^(?:评分表|rubric)\b", re.MULTILINE)
_WEIGHT = re.compile(r"^\S.*?(?:权重|weight |满分|out of )[ ]*([0-9.]+)", re.MULTILINE)
_FRAMES = {
    "zh": '评分表 "示例"：\n    总分 {total}\n    约定 cn-fiscal\n',
    "en": 'rubric "示例":\n    total {total}\n    convention cn-fiscal\n',
}


class Fence(NamedTuple):
    page: str
    line: int
    heading: str
    language: str
    word: str
    text: str
    start: int  # of its text in the page

    @property
    def place(self) -> str:
        return f"{self.page}:{self.line}"


def fences(page: str) -> list[Fence]:
    """Every fence of a page, in order."""
    document = (ROOT / page).read_text(encoding="utf-8")
    inside = [(m.start(), m.end()) for m in _FENCE.finditer(document)]
    headings = [
        (m.start(), m[2])
        for m in _HEADING.finditer(document)
        if not any(a < m.start() < b for a, b in inside)
    ]
    found = []
    for match in _FENCE.finditer(document):
        above = [title for at, title in headings if at < match.start()]
        line = document.count("\n", 0, match.start()) + 1
        found.append(
            Fence(page, line, above[-1] if above else "", match[1], match[2] or "", match[3], match.start(3))
        )
    return found


def anchor(heading: str) -> str:
    """What a link to a heading ends in, as the pages are shown on the web."""
    kept = "".join(c for c in heading.lower() if c.isalnum() or c in " -_")
    return kept.replace(" ", "-")


def anchors(page: str) -> set[str]:
    """Where links into a page may lead."""
    return {anchor(each) for each in headings(page)}


def headings(page: str) -> list[str]:
    """The headings of a page, its title first."""
    outside = _FENCE.sub("", (ROOT / page).read_text(encoding="utf-8"))
    return [match[2] for match in _HEADING.finditer(outside)]


class Example(NamedTuple):
    """A rubric of a page, with all that the page says of it."""

    fence: Fence
    english: Fence | None
    facts: Fence | None
    outcome: Fence | None
    common: str
    common_facts: str

    @property
    def wrong(self) -> bool:
        return self.fence.word == "wrong"

    @property
    def source(self) -> str:
        return completed(self.fence.text, self.common)


def completed(text: str, common: str) -> str:
    """A rubric with a frame, and the common data of its page, where it has none of its own."""
    if _WHOLE.search(text):
        return text
    lang = "zh" if re.search(r"权重|满分", text) else "en"
    total = sum(float(w) for w in _WEIGHT.findall(text))
    return _FRAMES[lang].format(total=f"{total:g}") + common + text


def examples(page: str) -> Iterator[Example]:
    """The rubrics of a page, each with its English, its facts and its outcome."""
    every = fences(page)
    shared = [*fences("docs/language.md"), *every] if page in LANGUAGE else every
    common = "".join(f.text for f in shared if (f.language, f.word) == ("rubric", "common"))
    facts = "".join(f.text for f in shared if (f.language, f.word) == ("yaml", "common"))
    for at, fence in enumerate(every):
        if fence.language != "rubric" or fence.word in ("en", "common"):
            continue
        after: dict[str, Fence] = {}
        for following in every[at + 1 :]:
            key = "en" if (following.language, following.word) == ("rubric", "en") else following.language
            if key not in ("en", "yaml", "text") or key in after or following.word == "common":
                break
            after[key] = following
        yield Example(fence, after.get("en"), after.get("yaml"), after.get("text"), common, facts)


def in_english(example: Example) -> str:
    """What fmt makes of a rubric in English; of a fragment, without what completed it."""
    text = _formatted(example.source)
    if _WHOLE.search(example.fence.text):
        return text
    lines = len(_formatted(completed("", example.common)).splitlines())
    return "\n".join(text.splitlines()[lines:]).strip("\n") + "\n"


def _formatted(source: str) -> str:
    parsed = parse(Source("page.rubric", source))
    assert parsed.rubric is not None, source
    return format_rubric(parsed.rubric, parsed.comments, chinese=False)


def same_output(written: str, actual: str) -> bool:
    """Whether an output is the one that is written; a line `…` stands for any lines, `…` in a line for any text."""
    pieces = re.split(r"^…\n", written, flags=re.MULTILINE)
    patterns = [re.escape(piece).replace("…", "[^\n]*") for piece in pieces]
    return re.fullmatch(".*".join(patterns), actual, re.DOTALL) is not None


def replaced(fence: Fence, text: str) -> None:
    """Write the text of a fence anew; of several in one page, the last goes first."""
    path = ROOT / fence.page
    document = path.read_text(encoding="utf-8")
    assert document.startswith(fence.text, fence.start), f"{fence.place} has moved"
    path.write_text(
        document[: fence.start] + text + document[fence.start + len(fence.text) :], encoding="utf-8"
    )
