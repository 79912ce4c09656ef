"""Places in words: files in the order of their use, rows put together."""

from collections.abc import Sequence

from rubricc.compiler.runtime.schema import Place


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
