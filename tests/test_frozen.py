"""Classes of trees compare, hash and show themselves as attrs' own would."""

from __future__ import annotations

import pickle
from typing import Any

import attrs
import pytest

from rubricc.dsl.frozen import frozen
from rubricc.dsl.terms import WeightOf


def made(by: Any) -> Any:
    """A few classes, by a decorator."""

    class Place:
        at: int = attrs.field(eq=False)

    class Word(by(Place)):  # type: ignore[misc]
        text: str
        parts: tuple[object, ...] = ()
        key: str = attrs.field(default="", repr=False)

    class Nothing:
        pass

    class Own:
        text: str

        def __eq__(self, other: object) -> bool:
            return isinstance(other, type(self))

        def __hash__(self) -> int:
            return 7

        def __repr__(self) -> str:
            return "own"

    return by(Word), by(Nothing), by(Own)


def values(by: Any) -> list[object]:
    word, nothing, own = made(by)
    inner = word(3, "b")
    return [
        word(1, "a"),
        word(2, "a"),
        word(1, "a", key="k"),
        word(1, "a", (inner, 1, None)),
        word(1, "a", (word(4, "b"), 1, None)),
        nothing(),
        nothing(),
        own("a"),
        own("b"),
        "a",
    ]


def test_they_are_as_attrs_would_have_them() -> None:
    ours, theirs = values(frozen), values(attrs.frozen)
    assert [[a == b for b in ours] for a in ours] == [[a == b for b in theirs] for a in theirs]
    assert [[a != b for b in ours] for a in ours] == [[a != b for b in theirs] for a in theirs]
    assert list(map(repr, ours)) == list(map(repr, theirs))
    for a in ours:
        assert [hash(b) for b in ours if a == b] == [hash(a)] * sum(a == b for b in ours)
    assert len({hash(value) for value in ours}) == len(set(theirs))


def test_they_are_frozen_and_have_slots() -> None:
    node = WeightOf("A")
    assert not hasattr(node, "__dict__")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        node.item = "B"  # type: ignore[misc]


@pytest.mark.parametrize("asked", [{"eq": str.lower}, {"repr": str.upper}, {"hash": False}])
def test_a_field_that_asks_for_more_is_refused(asked: dict[str, Any]) -> None:
    """attrs would heed it; here it would be passed over."""

    class Word:
        text: str = attrs.field(**asked)

    with pytest.raises(AssertionError):
        frozen(Word)


def test_they_go_through_pickle_and_inherit() -> None:
    node = WeightOf("A")
    assert pickle.loads(pickle.dumps(node)) == node
    assert hash(pickle.loads(pickle.dumps(node))) == hash(node)

    class Plain(WeightOf):  # without the decorator it compares by the fields that it inherits
        pass

    assert Plain("A") == Plain("A") != Plain("B")
    assert Plain("A") != node
