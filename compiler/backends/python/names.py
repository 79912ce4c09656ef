"""Identifiers of the generated module.

An author's name becomes an identifier only where nothing can go wrong with it: letters, digits and Chinese characters
that Python does not fold into others, no keyword, no name that the module uses itself. Any other becomes `f001`.
"""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from collections.abc import Iterable

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
        ),
        *(
            "Measures",
            "measures",
            "points",
            "score",
            "values",
            "facts",
            "bound",
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
    """Hands out identifiers, each once."""

    def __init__(self, taken: Iterable[str]) -> None:
        self.taken = set(taken)
        self._numbers: dict[str, int] = {}

    def of(self, text: str, stem: str = "f") -> str:
        """An identifier like the text, or the stem with a number."""
        name = re.sub(r"[ .\-/]+", "_", text)
        if not is_safe(name):
            return self._numbered(stem)
        if name in self.taken:
            name = next(
                n for n in (f"{name}_{at}" for at in range(2, len(self.taken) + 3)) if n not in self.taken
            )
        self.taken.add(name)
        return name

    def _numbered(self, stem: str) -> str:
        while True:
            self._numbers[stem] = self._numbers.get(stem, 0) + 1
            name = f"{stem}{self._numbers[stem]:03d}"
            if name not in self.taken:
                self.taken.add(name)
                return name
