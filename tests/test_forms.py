"""The table of docs/forms.md has no empty cell: every form has an example and a bad case, and is held to agreement.

`RUBRICC_REWRITE=1 ./test tests/test_forms.py` writes the table anew.
"""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from compilable import sources
from features import every_feature, features
from forms import CHINESE_ONLY, FORMS, NO_BAD_CASE, NOT_A_FORM, NOT_DRAWN, NOT_YET, SIGNS, Form
from pages import LANGUAGE, ROOT, anchor, completed, examples
from rubricc.compiler.driver import compile_rubric
from rubricc.dsl.parse import parse
from rubricc.dsl.source import Source

REWRITE = os.environ.get("RUBRICC_REWRITE") == "1"
ALL = [form for part in FORMS for form in part.forms]
TABLE = ROOT / "docs" / "forms.md"


def used(text: str) -> set[str]:
    parsed = parse(Source("form.rubric", text))
    return set(features(parsed.rubric)) if parsed.rubric is not None else set()


@cache
def shown() -> dict[str, tuple[set[str], set[str], str]]:
    """Of every heading of the reference: what its Chinese examples use, what its English ones use, and its link."""
    found: dict[str, tuple[set[str], set[str], str]] = {}
    for example in (each for page in LANGUAGE for each in examples(page)):
        if example.wrong:
            continue
        heading = example.fence.heading
        link = f"{example.fence.page.removeprefix('docs/')}#{anchor(heading)}"
        own = completed(example.fence.text, example.common)
        chinese, english, _ = found.setdefault(heading, (set(), set(), link))
        chinese |= used(own)
        if example.english is not None:
            english |= used(completed(example.english.text, example.common))
        elif "." in example.fence.word:
            english |= used(own)  # a whole file, which fmt translates
    return {heading.partition(" · ")[0]: cells for heading, cells in found.items()}


class _Enough(Exception):
    pass


@cache
def drawn() -> frozenset[str]:
    """What the rubrics of the agreement test are seen to use; the same ones every time.

    Most forms are seen at once, the last ones late: the search ends when all are.
    """
    found: set[str] = set()
    wanted = {feature for form in ALL if form.english not in NOT_DRAWN for feature in form.features}

    @settings(
        derandomize=True, max_examples=3000, database=None, phases=(Phase.generate,), deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(sources())
    def collect(source: str) -> None:
        found.update(used(source))
        if wanted <= found:
            raise _Enough

    with suppress(_Enough):
        collect()
    return frozenset(found)


def test_every_feature_is_part_of_a_form() -> None:
    """A new class or field of the syntax tree wants a row here, an example, a bad case, and to be drawn."""
    named = {feature for form in ALL for feature in form.features}
    every = {feature for feature in every_feature() if not feature.endswith(SIGNS)}
    assert every - named - NOT_A_FORM.keys() == set(), "give these a row in tests/forms.py"
    assert named - every == set(), "these are no features any more"
    assert NOT_A_FORM.keys() - every | NOT_A_FORM.keys() & named == set(), "NOT_A_FORM is stale"


@pytest.mark.parametrize("form", ALL, ids=[form.english for form in ALL])
def test_a_form_has_its_example(form: Form) -> None:
    assert form.heading in shown(), f"docs/language/ has no section 「{form.heading}」 with an example"
    chinese, english, _ = shown()[form.heading]
    assert set(form.features) - chinese == set(), "no Chinese example uses these"
    assert set(form.features) - english - CHINESE_ONLY == set(), "no English example uses these"


@pytest.mark.parametrize("form", ALL, ids=[form.english for form in ALL])
def test_a_form_has_its_bad_case(form: Form) -> None:
    assert (form.bad == "") is (form.english in NO_BAD_CASE)
    assert not form.bad or (ROOT / "tests" / "cases" / "bad" / f"{form.bad}.md").is_file()


@pytest.mark.parametrize("form", ALL, ids=[form.english for form in ALL])
def test_a_form_is_drawn(form: Form) -> None:
    missing = set(form.features) - drawn()
    if form.english in NOT_DRAWN:
        assert missing, "NOT_DRAWN is stale: tests/compilable.py draws it"
    else:
        assert not missing, "tests/compilable.py never draws these"


def test_exceptions_are_of_forms_that_there_are() -> None:
    assert {*NO_BAD_CASE, *NOT_DRAWN} <= {form.english for form in ALL}


@pytest.mark.parametrize("name", NOT_YET)
def test_what_is_not_there_yet_does_not_compile(name: str) -> None:
    compiled = compile_rubric(Source("later.rubric", NOT_YET[name]))
    assert compiled.checked is None, f"{name} compiles: give it a section, a row, and take it out of NOT_YET"


HEAD = """\
# 写法一览 · Every form

由 `tests/forms.py` 生成，`tests/test_forms.py` 核对：每一种写法都有执行过的例子和错例，
并在随机生成的评分表中与解释器比较。

*Made from `tests/forms.py`. Every form has an executed example and a bad case, and is drawn by the test that holds
generated code to the interpreter. A cell in italics says why it is empty.*
"""
LATER = """
## 还没有的写法 · Not there yet

设计中有、现在还不能编译的写法；能编译了，测试就会要求补上例子。

*In the design, and refused today. When one compiles, the tests want its example.*

"""


def row(form: Form) -> str:
    example = f"[{form.heading}]({shown()[form.heading][2]})"
    bad = f"[{form.bad}](../tests/cases/bad/{form.bad}.md)" if form.bad else f"*{NO_BAD_CASE[form.english]}*"
    agreement = f"*{NOT_DRAWN[form.english]}*" if form.english in NOT_DRAWN else "drawn"
    return f"| `{form.chinese}` | `{form.english}` | {example} | {bad} | {agreement} |\n"


def test_the_table_is_what_the_forms_say() -> None:
    text = HEAD
    for part in FORMS:
        text += f"\n## {part.title}\n\n| 写法 | form | 例子 | 错例 bad case | 比较 agreement |\n|---|---|---|---|---|\n"
        text += "".join(row(form) for form in part.forms)
    text += LATER + "".join(f"- {name}\n" for name in NOT_YET)
    if REWRITE:
        TABLE.write_text(text, encoding="utf-8")
    assert TABLE.read_text(encoding="utf-8") == text, (
        "RUBRICC_REWRITE=1 ./test tests/test_forms.py writes it anew"
    )
