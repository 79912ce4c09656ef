"""Conventions that drawn rubrics name: those that come with rubricc, and all that a rubric can make of its own."""

from itertools import cycle, product

_QUESTIONS = (
    ("percent step", ("percentage points", "percent of target", "percent of actual")),
    ("other step", ("percent of target", "percent of actual")),
    ("partial step", ("started steps", "whole steps", "pro rata")),
    ("value compared", ("in full", "round half up to 1%", "round down to 0.01%")),
)
_ZERO = tuple(
    ("zero divisor", word) for word in ("refuse", "full", "zero", "rescale within group", "mean of others")
)
_ADDED = tuple(("partial step added", word) for word in ("started steps", "whole steps", "pro rata"))
CONVENTIONS = (
    *(f"convention {name}" for name in ("cn-fiscal", "sla-credits", "uk-calloff", "cn-soe")),
    *(
        "\n        ".join(
            ["convention 自定 like cn-fiscal:", *(f"{q}: {a}" for q, a in (*said, zero, added))]
        )
        for said, zero, added in zip(
            product(*([(question, word) for word in words] for question, words in _QUESTIONS)),
            cycle(_ZERO),
            cycle(_ADDED),
        )
    ),
)
