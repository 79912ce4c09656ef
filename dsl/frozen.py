"""`frozen` for the classes of trees: what attrs makes of them, with `==`, `hash` and `repr` written once, here.

attrs writes these three anew for every class, and compiles them. Every start makes some two hundred and fifty classes,
and that was the larger part of making them. What they answer is what attrs' own would; a field may leave itself out of
`==` and of `repr`, and ask for nothing else that these would have to know.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

__all__ = ["frozen"]

if TYPE_CHECKING:  # to a type checker it is attrs' own
    from attrs import frozen
else:
    import attrs

    def frozen(cls: type) -> type:
        for name, method in _METHODS.items():
            if name not in vars(cls):
                setattr(cls, name, method)  # attrs leaves alone what is there
        made = attrs.frozen(cls)
        fields = attrs.fields(made)
        assert not any(field.eq_key or field.hash is not None or callable(field.repr) for field in fields)
        compared = [field.name for field in fields if field.eq]
        made._compared = attrgetter(*compared) if compared else type
        return made


def _equal(self: Any, other: Any) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    return self._compared(self) == self._compared(other)


def _hash(self: Any) -> int:
    return hash((self.__class__.__name__, self._compared(self)))


def _shown(self: Any) -> str:
    values = (f"{field.name}={getattr(self, field.name)!r}" for field in self.__attrs_attrs__ if field.repr)
    return f"{self.__class__.__name__}({', '.join(values)})"


_METHODS = {"__eq__": _equal, "__hash__": _hash, "__repr__": _shown}
