"""Colons that YAML does not know: 「接通率：94%」 and 「接通率:94%」, which Chinese input methods and haste produce.

YAML reads such a line as one text, so that the mistake shows up elsewhere: as bad indentation, as a block that is no
mapping, as an unknown name. The lines are looked for when something like that was found, and said as what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rubricc.compiler.runtime.schema import Cell

_KEY = r"(?P<key>(?![0-9])[\w「」.（）()%％/·-]{1,60}?)"
_LINE = re.compile(rf"(?P<lead>[ ]*(?:-[ ]+)?){_KEY}[ ]*(?:：[ ]*|:(?=[^\s/\\:]))(?P<rest>.*)")
_FLOW = re.compile(r"[{\[，,][ ]*(?![0-9])[\w「」]{1,60}[ ]*：")


def colon_slips(text: str) -> Iterator[tuple[int, str]]:
    """The lines with such a colon, from 0, and how they are written."""
    for number, line in enumerate(text.splitlines()):
        if re.search(r":(?:\s|$)", re.sub(r"[\"“][^\"”]*[\"”]", "", line.split("{")[0])) is None:
            match = _LINE.match(line)
            if match is not None:
                rest = match["rest"].strip()
                yield number, f"{match['lead']}{match['key']}:{' ' if rest else ''}{_flow(rest)}".strip()
                continue
        if "{" in line and _FLOW.search(line):
            head, _, rest = line.partition("{")
            yield number, (head + _flow("{" + rest)).strip()


def _flow(value: str) -> str:
    """The colons and commas of {接通率：94%，有制度：是}."""
    if not value.startswith("{"):
        return value
    return re.sub("[ ]*，[ ]*", ", ", re.sub("[ ]*：[ ]*", ": ", value))


def looks_like_one(document: object) -> bool:
    """Whether a block or a row of a document is one text, or a name swallowed its value."""
    blocks = document.values() if isinstance(document, dict) else [document]
    rows = [row for block in blocks for row in (block if isinstance(block, list) else [block])]
    mappings = [each for each in (document, *rows) if isinstance(each, dict)]
    names = [name for each in mappings for name, value in each.items() if _empty(value)]
    texts = [str(row.value) for row in rows if isinstance(row, Cell)]
    return any(re.search(r"\w[ ]*：|\w:\w", each) for each in (*names, *texts))


def _empty(value: object) -> bool:
    return isinstance(value, Cell) and value.value == ""
