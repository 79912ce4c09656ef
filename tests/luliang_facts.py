"""Lüliang 2020 as published: its facts, its scores, and the scores of facts that are changed."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from copy import deepcopy
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

import rubricc

FOLDER = Path(__file__).resolve().parents[1] / "rubrics" / "luliang-2020"

PUBLISHED = {
    "A11": "5", "A12": "5", "A21": "2", "A22": "2", "A31": "3", "A32": "3",
    "B11": "2", "B12": "3", "B13": "5", "B21": "2", "B22": "4", "B23": "3",
    "C11": "3", "C12": "2", "C13": "2", "C14": "2", "C21": "2", "C22": "4", "C23": "2", "C24": "2",
    "C31": "3", "C32": "0", "C41": "4",
    "D11": "4", "D12": "2", "D13": "2", "D14": "2", "D15": "0", "D16": "2", "D17": "2",
    "D21": "2", "D31": "0.8", "D32": "1.8", "D33": "2",
}  # fmt: skip
MONTHS = [f"2020-{m:02}" for m in range(7, 13)] + [f"2021-{m:02}" for m in range(1, 7)]

Facts = dict[str, Any]
Scores = dict[str, str]
Place = tuple[str, ...]  # block and field; for a table block, row (a month or a number from 1) and field


@cache
def published_facts() -> Facts:
    with (FOLDER / "monthly.csv").open(encoding="utf-8", newline="") as file:
        monthly = list(csv.DictReader(file))
    return {
        "月报": monthly,
        **yaml.load((FOLDER / "facts.yaml").read_text(encoding="utf-8"), yaml.BaseLoader),
    }


@cache
def rubric() -> rubricc.Rubric:
    return rubricc.load(FOLDER)


def row_of(facts: Facts, place: Place) -> dict[str, str]:
    block, *key = place[:-1]
    found: dict[str, str] = facts[block]
    if key:
        found = facts[block][MONTHS.index(key[0]) if "-" in key[0] else int(key[0]) - 1]
    return found


def changed(changes: Mapping[Any, str]) -> Facts:
    """The published facts with these cells changed; the test means nothing if they were so already."""
    facts = deepcopy(published_facts())
    for place, value in changes.items():
        row = row_of(facts, place)
        assert row[place[-1]] != value, f"{place} is {value} already"
        row[place[-1]] = value
    return facts


def scores(facts: Facts) -> Scores:
    result = rubric().score(facts)
    return {code: format(Decimal(str(result[code].points)), "f") for code in PUBLISHED}


def assert_moves(changes: Mapping[Any, str], moved: Scores) -> None:
    assert scores(changed(changes)) == PUBLISHED | moved
