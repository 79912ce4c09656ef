"""Rubrics that compile, each with facts for it."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import strategies as st

from compilable import sources
from compilable_facts import all_facts, judgements, partial_facts


class Sample(NamedTuple):
    source: str
    facts: dict[str, object]


@st.composite
def samples(draw: st.DrawFn) -> Sample:
    """A rubric that compiles, with facts that bind."""
    source = draw(sources())
    return Sample(source, draw(judgements(source, draw(all_facts()))))


@st.composite
def partial_samples(draw: st.DrawFn) -> Sample:
    """The same with facts of which some are missing."""
    source = draw(sources())
    return Sample(source, draw(partial_facts(source)))
