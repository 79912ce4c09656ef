"""RB7: facts that do not fit, and their files. Sentences about facts are the runtime's, so that scorers say the same.

A sentence of the runtime is `what is wrong：what to do`, or `what is wrong；more about it`.
"""

import re
from collections.abc import Mapping

from rubricc.compiler.runtime.problems import SENTENCES, WORDS, Problem
from rubricc.dsl.diagnostics.prose import Entry, Prose, Severity
from rubricc.dsl.diagnostics.prose.reading import READING_SENTENCES

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
    words = {f"{name}_zh": WORDS[word] for name, word in problem.args.items() if word in WORDS}
    return {**words, **problem.args, "near_zh": near_zh, "near_en": near_en}


_WARNINGS = {"RB7040"}  # facts that are not used

PROSE: dict[str, Entry] = {
    code: Entry(_prose(zh), _prose(en), Severity.WARNING if code in _WARNINGS else Severity.ERROR)
    for code, (zh, en) in (SENTENCES | READING_SENTENCES).items()
}
