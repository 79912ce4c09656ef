"""Lines of source as they are shown: terminal cells, tabs, characters that do not show, long lines.

Guarantees that what is shown of a line has no control, invisible or reordering character, fits the room given
(at least `LEAST_ROOM`), and that the columns of the span in it are counted in terminal cells.
"""

from __future__ import annotations

from attrs import frozen
from wcwidth import wcswidth, wcwidth

from rubricc.dsl.diagnostics.wording import escape, shows

TAB = 4
ELLIPSIS = "..."
LEAST_ROOM = 16
_CLOSING = frozenset("，。；：、！？）〕】」』》〉”’…％,.;:!?)]}%")
_OPENING = frozenset("（〔【「『《〈“‘([{")
_OPERATORS = frozenset("×÷−+=≥≤≠<>")


@frozen
class Shown:
    """A line as shown, and the cells [start, end) of it that the span takes; never empty."""

    text: str
    start: int
    end: int


def width(text: str) -> int:
    """How many cells of a terminal the text takes; it must be printable."""
    return max(wcswidth(text), 0)


def show(line: str, start: int, end: int, room: int) -> Shown:
    """The part of a line around the code points [start, end), at most `room` cells wide."""
    room = max(room, LEAST_ROOM)
    start = min(max(start, 0), len(line))
    end = min(max(end, start), len(line))
    first, stop = _window(line, start, end, room)
    head = ELLIPSIS if first > 0 else ""
    tail = ELLIPSIS if stop < len(line) else ""
    cells = _cells(line, first, stop)
    body = "".join(cells)
    before = width(head + "".join(cells[: max(start - first, 0)]))
    through = width(head + "".join(cells[: max(min(end, stop) - first, 0)]))
    return Shown(head + body + tail, before, max(through, before + 1))


def wrap(text: str, room: int) -> list[str]:
    """The text in lines of at most `room` cells, broken as a reader expects.

    At a space, or beside a wide character: no line begins with a closing mark or ends with an opening one, and a
    product, a comparison, a number and its unit stay in one line where there is room.
    """
    lines, current, used = [], "", 0
    good = fair = 0  # where the line may end: the last place that breaks nothing, the last space
    for character in text:
        wide = max(wcwidth(character), 0)
        if current and character != " ":
            fair = len(current) if current[-1] == " " else fair
            good = len(current) if _parts(current, character) else good
        if used + wide > room and current:
            at = next(
                (at for at in (good, fair) if at and used - width(current[:at]) < room * 3 // 4), len(current)
            )
            lines.append(current[:at].rstrip())
            current = current[at:].lstrip(" ")
            used = width(current)
            good = fair = 0
        if character == " " and not current:
            continue
        current += character
        used += wide
    return [*lines, current] if current or not lines else lines


def _parts(before: str, after: str) -> bool:
    """Whether a line may end between what stands before and a character that is no space."""
    if after in _CLOSING or before[-1] in _OPENING:
        return False
    left = before.rstrip(" ")[-1:]
    if left.isdigit() and wcwidth(after) == 2:
        return False
    if before[-1] != " ":
        return wcwidth(after) > 0 and 2 in (wcwidth(left), wcwidth(after))
    return left not in _OPERATORS and (after == "=" or after not in _OPERATORS)


def _cells(line: str, first: int, stop: int) -> list[str]:
    """What each code point of a part of the line looks like; tabs count from where the part starts."""
    cells, column = [], 0
    for character in line[first:stop]:
        if character == "\t":
            cell = " " * (TAB - column % TAB)
        else:
            cell = character if shows(character) and wcwidth(character) >= 0 else escape(character)
        cells.append(cell)
        column += width(cell)
    return cells


def _measure(character: str) -> int:
    """An upper bound of the cells that one code point takes."""
    if character == "\t":
        return TAB
    if shows(character) and wcwidth(character) >= 0:
        return max(wcwidth(character), 0)
    return len(escape(character))


def _window(line: str, start: int, end: int, room: int) -> tuple[int, int]:
    """The part of the line to show: all of it, or the span with what fits around it."""
    sizes = {}

    def size(index: int) -> int:
        if index not in sizes:
            sizes[index] = _measure(line[index])
        return sizes[index]

    if len(line) <= 4 * room and sum(map(size, range(len(line)))) <= room:
        return 0, len(line)
    room -= 2 * len(ELLIPSIS)
    first = stop = start
    used = 0
    while stop < end and used + size(stop) <= room:
        used += size(stop)
        stop += 1
    reach = max(used, room * 2 // 3)
    while first > 0 and used + size(first - 1) <= reach:
        first -= 1
        used += size(first)
    while stop < len(line) and used + size(stop) <= room:
        used += size(stop)
        stop += 1
    while first > 0 and used + size(first - 1) <= room:
        first -= 1
        used += size(first)
    return first, stop


def folded(text: str, room: int) -> str:
    """A text whose lines are at most `room` cells wide; what goes on stands further in than its line."""
    lines: list[str] = []
    for line in text.split("\n"):
        indent = len(line) - len(line.lstrip(" "))
        further = min(indent + 4, room // 3)
        if width(line) <= room or further >= room - LEAST_ROOM:
            lines.append(line)
            continue
        first, *rest = wrap(line[indent:], room - further)
        lines += [" " * indent + first, *(" " * further + more for more in rest)]
    return "\n".join(lines)
