"""RB7: facts that do not fit. The sentences are those of the runtime, so that scorers say the same.

A sentence of the runtime is `what is wrong：what to do`, or `what is wrong；more about it`.
"""

import re
from collections.abc import Mapping

from rubricc.compiler.runtime.problems import SENTENCES, Problem
from rubricc.dsl.diagnostics.prose import Entry, Prose

_BREAK = re.compile("([：；])|(: |; )")


def _prose(sentence: str) -> Prose:
    found = _BREAK.search(sentence)
    if found is None:
        return Prose(_capital(sentence))
    title, rest = _capital(sentence[: found.start()]), _capital(sentence[found.end() :])
    return Prose(title, notes=rest) if found[0] in "；; " else Prose(title, hint=rest)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def arguments(problem: Problem) -> Mapping[str, str]:
    """The arguments of a problem with those that its sentences work out themselves."""
    near = problem.args.get("near", "")
    near_zh, near_en = (f"（是不是「{near}」？）", f" (did you mean {near}?)") if near else ("", "")
    return {**problem.args, "near_zh": near_zh, "near_en": near_en}


PROSE: dict[str, Entry] = {code: Entry(_prose(zh), _prose(en)) for code, (zh, en) in SENTENCES.items()}
