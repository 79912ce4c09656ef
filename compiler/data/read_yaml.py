"""A YAML document to mappings, lists and cells; every scalar stays the text that was typed.

Assumes bytes of a bounded size. Guarantees: never raises; no tags, anchors or aliases, no duplicate keys, nesting
bounded before anything is built; every cell has its file, line and key.
"""

from collections.abc import Iterator

import yaml

from rubricc.compiler.data.decode import decode
from rubricc.compiler.data.failures import ReadingProblem
from rubricc.compiler.data.yaml_colons import colon_slips, looks_like_one
from rubricc.compiler.runtime.exact import clipped
from rubricc.compiler.runtime.schema import Cell, Place

MAX_DEPTH = 64


class Stop(Exception):
    """The document cannot be followed any further."""


# What PyYAML says of the mistakes that people make.
REASONS = {
    r"found character '\t'": "缩进用了制表符，要用空格",
    "mapping values are not allowed here": "缩进与上一行不一致，或一行里有两个冒号",
    "found unexpected end of stream": "引号没有闭合",
    "could not find expected ':'": "少了冒号，或冒号后少了空格",
    "expected ',' or '}'": "花括号没有闭合，或少了逗号",
    "expected ',' or ']'": "方括号没有闭合，或少了逗号",
    "expected <block end>": "缩进与上面的行不一致",
    "cannot start any token": "这个字符要放在引号里",
}


def read_yaml(data: bytes, file: str) -> tuple[object, list[ReadingProblem]]:
    """The document, or None, and what is wrong with it."""
    text = decode(data, file)
    if isinstance(text, ReadingProblem):
        return None, [text]
    reader = YamlReader(file, text)
    try:
        document = reader.document()
    except Stop:
        return None, reader.problems
    except yaml.MarkedYAMLError as error:
        if reader.colons(text):
            return None, reader.problems
        mark = error.problem_mark or error.context_mark
        reason = clipped(error.problem or "?", 120)
        reason_zh = next((zh for en, zh in REASONS.items() if en in reason), reason)
        reader.report("RB7520", mark.line if mark else None, reason=reason, reason_zh=reason_zh)
    except yaml.YAMLError as error:
        reason = str(getattr(error, "reason", "")) or type(error).__name__
        reader.report("RB7520", None, reason=clipped(reason, 120), reason_zh=clipped(reason, 120))
    else:
        if looks_like_one(document) and reader.colons(text):
            return None, reader.problems
        return document, reader.problems
    return None, reader.problems


class YamlReader:
    """Builds a document from the events of PyYAML's parser, which does not recurse and does not convert."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.events: Iterator[yaml.Event] = iter(yaml.parse(text, Loader=yaml.BaseLoader))
        self.problems: list[ReadingProblem] = []

    def report(self, code: str, line: int | None, **about: str) -> None:
        place = Place(self.file, None if line is None else line + 1)
        self.problems.append(ReadingProblem(code, place, about))

    def colons(self, text: str) -> bool:
        """Whether there are colons that YAML does not know; each of them is reported."""
        slips = list(colon_slips(text))
        for line, right in slips:
            self.report("RB7527", line, right=clipped(right, 80))
        return bool(slips)

    @staticmethod
    def line(event: yaml.Event) -> int:
        return event.start_mark.line if event.start_mark else 0

    def document(self) -> object:
        """The only document of the stream."""
        next(self.events)  # the start of the stream
        if isinstance(next(self.events), yaml.StreamEndEvent):
            self.report("RB7509", None)
            raise Stop
        found = self.node(next(self.events), "", 1)
        next(self.events)  # the end of the document
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            self.report("RB7525", self.line(after))
        if isinstance(found, Cell) and found.value == "":
            self.report("RB7509", None)
            raise Stop
        return found

    def node(self, event: yaml.Event, key: str, depth: int) -> object:
        """What starts with this event; `key` is the name it stands under."""
        line = self.line(event)
        if depth > MAX_DEPTH:
            self.report("RB7523", line, limit=str(MAX_DEPTH))
            raise Stop
        if getattr(event, "anchor", None):
            self.report("RB7521", line)
        elif tag := getattr(event, "tag", None):
            self.report("RB7524", line, tag=clipped(str(tag)))
        if isinstance(event, yaml.ScalarEvent):
            return Cell(event.value, Place(self.file, line + 1, key))
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
                items.append(self.node(event, key, depth + 1))
            return items
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(depth)
        return None  # an alias

    def mapping(self, depth: int) -> dict[str, object]:
        found: dict[str, object] = {}
        lines: dict[str, int] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            line = self.line(event)
            name = self.node(event, "", depth + 1)
            key = str(name.value).strip() if isinstance(name, Cell) else ""
            value = self.node(next(self.events), clipped(key), depth + 1)
            if not isinstance(name, Cell):
                self.report("RB7526", line)
            elif key in found:
                self.report("RB7522", line, name=clipped(key), other=str(lines[key] + 1))
            else:
                found[key], lines[key] = value, line
        return found
