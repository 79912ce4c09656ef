"""rubricc: a compiler for performance-evaluation rubrics.

    import rubricc

    rubric = rubricc.load("luliang-2020.rubric")
    result = rubric.score({"月报": [...], "核查": {...}})
    result.total, result.grade, result["C22"].points
    print(result["C22"].explain("zh"))

Points are `int`, `Decimal` or `Fraction`, never a float, and a float among the facts is refused. What is wrong with a
rubric raises `RubricError`, with facts `FactsError`, with a ledger `LedgerProblem`: each with all that was found, and a
`text` in Chinese or English. Names below that are not in `__all__` may change. docs/python.md shows all of it.

Everything is loaded when it is first used, so the import itself costs nearly nothing.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rubricc.compiler.audit.keys import SigningKey as SigningKey
    from rubricc.compiler.audit.problem import LedgerProblem as LedgerProblem
    from rubricc.compiler.runtime.indicator import Indicator as Indicator
    from rubricc.compiler.runtime.problems import FactsError as FactsError
    from rubricc.compiler.runtime.result import Result as Result
    from rubricc.compiler.runtime.tree import Group as Group
    from rubricc.dsl.diagnostics.model import Diagnostic as Diagnostic
    from rubricc.ledger import Ledger as Ledger
    from rubricc.rubric import Rubric as Rubric
    from rubricc.rubric import RubricError as RubricError

__version__ = "0.1.0"
__all__ = [
    "Diagnostic",
    "FactsError",
    "Group",
    "Indicator",
    "Ledger",
    "LedgerProblem",
    "Result",
    "Rubric",
    "RubricError",
    "SigningKey",
    "__version__",
    "load",
    "loads",
]

_HOMES = {
    "FactsError": "rubricc.compiler.runtime.problems",
    "Group": "rubricc.compiler.runtime.tree",
    "Indicator": "rubricc.compiler.runtime.indicator",
    "Result": "rubricc.compiler.runtime.result",
    "Diagnostic": "rubricc.dsl.diagnostics.model",
    "Ledger": "rubricc.ledger",
    "LedgerProblem": "rubricc.compiler.audit.problem",
    "Rubric": "rubricc.rubric",
    "RubricError": "rubricc.rubric",
    "SigningKey": "rubricc.compiler.audit.keys",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def load(path: str | Path) -> Rubric:
    """The rubric in a file, compiled; a folder stands for its file of the same name.

    Raises `RubricError` with every finding where the file cannot be read or has errors.
    """
    from rubricc.rubric import load as load_file

    return load_file(path)


def loads(text: str, name: str = "") -> Rubric:
    """The rubric in a text, compiled; `name` stands in findings where a file's name would.

    Raises `RubricError` with every finding where the text has errors.
    """
    from rubricc.rubric import loads as load_text

    return load_text(text, name)
