"""Bytes to text: UTF-8 with or without BOM, then GB18030; everything else is refused by name."""

from rubricc.compiler.data.failures import ReadingProblem
from rubricc.compiler.runtime.schema import Place

UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def decode(data: bytes, file: str) -> str | ReadingProblem:
    """The text of a file, or why there is none."""
    place = Place(file)
    if data.startswith(UTF_16_MARKS):
        return ReadingProblem("RB7505", place, {})
    if data.startswith(ZIP):
        return ReadingProblem("RB7551", place, {})
    if data.startswith(OLE):
        return ReadingProblem("RB7508", place, {"suffix": ".xls"})
    if b"\0" in data:
        # UTF-16 without a mark has a zero in every other byte of ASCII text.
        head = data[:200]
        wide = len(head) % 2 == 0 and max(head[::2].count(0), head[1::2].count(0)) * 5 > len(head)
        return ReadingProblem("RB7505" if wide else "RB7506", place, {})
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as not_utf_8:
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError:
            return ReadingProblem("RB7507", place, {"byte": str(not_utf_8.start + 1)})
    return text
