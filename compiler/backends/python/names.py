"""Identifiers of the generated module.

An author's name becomes an identifier only where nothing can go wrong with it: letters, digits and Chinese characters
that Python does not fold into others, no keyword, no name that the module uses itself. Any other becomes `f001`.
"""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from collections.abc import Callable
from collections.abc import Set as AbstractSet

_SAFE = re.compile(r"[A-Za-z\u4e00-\u9fff][A-Za-z0-9_\u4e00-\u9fff]*")
_MOST = 60
# What the module itself defines or uses inside its functions, and what a tuple has already.
_OWN = frozenset(
    (
        *(
            "RUBRIC",
            "RUBRIC_NAME",
            "RUBRIC_VERSION",
            "RUBRIC_DIGEST",
            "COMPILER_VERSION",
            "INPUTS",
            "WORKS",
            "UNIT",
            "CALENDAR",
        ),
        *(
            "Measures",
            "measures",
            "points",
            "score",
            "values",
            "facts",
            "bound",
            "known",
            "lost",
            "gone",
            "untouched",
            "partial_result",
            "scorer",
            "SECONDS",
            "m",
            "count",
            "index",
            "annotations",
        ),
    )
)
RESERVED = frozenset((*keyword.kwlist, *keyword.softkwlist, *dir(builtins), *_OWN))


def is_safe(text: str) -> bool:
    """Whether a text may stand as an identifier, reserved names apart."""
    return (
        len(text) <= _MOST
        and _SAFE.fullmatch(text) is not None
        and text.isidentifier()
        and unicodedata.normalize("NFKC", text) == text
    )


class Names:
    """Hands out identifiers, each once; `taken` are those of the scopes around."""

    def __init__(self, taken: AbstractSet[str]) -> None:
        self.outer = taken
        self.own: set[str] = set()
        self._numbers: dict[str, int] = {}

    def of(self, text: str, stem: str = "f") -> str:
        """An identifier like the text, or the stem with a number."""
        name = text if text.isalnum() else re.sub(r"[ .\-/]+", "_", text)
        if not is_safe(name):
            return self._first(lambda number: f"{stem}{number:03d}", stem, 1)
        if self._is_taken(name):
            return self._first(lambda number: f"{name}_{number}", name, 2)
        self.own.add(name)
        return name

    def _is_taken(self, name: str) -> bool:
        return name in self.own or name in self.outer

    def _first(self, like: Callable[[int], str], key: str, start: int) -> str:
        """The first free name with a number."""
        number = self._numbers.get(key, start)
        while self._is_taken(like(number)):
            number += 1
        self._numbers[key] = number + 1
        self.own.add(like(number))
        return like(number)
