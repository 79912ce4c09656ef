"""Places in words: files in the order of their use, rows put together; and what single rows are called."""

from collections.abc import Sequence

from rubricc.compiler.runtime.description import JudgedRows
from rubricc.compiler.runtime.exact import show
from rubricc.compiler.runtime.facts import Bound
from rubricc.compiler.runtime.schema import Place, RowNames
from rubricc.compiler.runtime.sentences import rows_text


def places_text(places: Sequence[Place], lang: str) -> str:
    """`monthly.csv 第 2–13 行；facts.yaml 第 5 行`: files in the order of their use, rows put together."""
    rows: dict[str, set[int]] = {}
    for place in places:
        rows.setdefault(place.file, set()).update([place.row] if place.row else [])
    texts = []
    for file, numbers in rows.items():
        spans = ranges(sorted(numbers))
        if not spans:
            texts.append(file)
        elif lang == "zh":
            texts.append(f"{file} 第 {'、'.join(spans)} 行")
        else:
            texts.append(f"{file}, row{'s' if len(numbers) > 1 else ''} {', '.join(spans)}")
    return ("；" if lang == "zh" else "; ").join(texts)


def ranges(numbers: Sequence[int]) -> list[str]:
    """`[2, 3, 4, 7]` as `['2–4', '7']`."""
    spans: list[str] = []
    start = 0
    for at, number in enumerate(numbers):
        if at + 1 == len(numbers) or numbers[at + 1] != number + 1:
            first = numbers[start]
            spans.append(str(first) if first == number else f"{first}–{number}")
            start = at + 1
    return spans


def judged_text(bound: Bound, judged: JudgedRows, counted: tuple[object, ...] | None, lang: str) -> str:
    """`A1 得分：第 2 行 1 分（王某：迟一天）；…`: of every row that counts what was decided, by whom, and why."""
    rows, zh = bound.values[judged.block], lang == "zh"
    names = row_names(bound, judged.block, [True] * len(rows))
    texts: list[str] = []
    for name, row in zip(names, rows, strict=True):
        points = row[judged.points]
        if points is not None and (counted is None or name in counted):
            which = rows_text((name,), lang)
            said = (
                f"{row[judged.by]}：{row[judged.reason]}" if zh else f"{row[judged.by]}: {row[judged.reason]}"
            )
            score = show(points, "score", lang)
            texts.append(f"{which} {score}（{said}）" if zh else f"{which}: {score} ({said})")
    return judged.points + ("：" if zh else ": ") + ("；" if zh else "; ").join(texts) if texts else ""


def row_names(bound: Bound, block: str, which: Sequence[bool], key: str = "") -> RowNames:
    """The rows of a table that are wanted: by month or unit, else by their row in the file, else by their position.

    With a `key`, by what stands in that column.
    """
    numbers = [number for number, wanted in enumerate(which) if wanted]
    if key:
        return tuple(str(bound.values[block][number][key]) for number in numbers)
    if keys := bound.keys[block]:
        return tuple(keys[number] for number in numbers)
    places = bound.places[block]
    in_file = [next((p.row for p in places[number].values() if p.row), None) for number in numbers]
    return tuple(number + 1 if row is None else row for number, row in zip(numbers, in_file, strict=True))
