"""How much is written out where rows are gone through: there lets cannot be referred to, and stand in full."""

from __future__ import annotations

from collections.abc import Mapping

from rubricc.dsl import terms as t

MOST = 20_000  # terms, in one rubric


class Opened:
    """Counts what lets have become, those that they mention written out. Each waits for those before it."""

    def __init__(self, lets: Mapping[str, t.Term]) -> None:
        self.lets = lets
        self.sum = 0
        self._sizes: dict[str, int] = {}

    def affords(self, name: str) -> bool:
        """Whether a let may be written out once more."""
        if name not in self._sizes:
            self._work_out(name)
        self.sum += self._sizes.get(name, 0)
        return self.sum <= MOST

    def _work_out(self, name: str) -> None:
        todo = [(name, False)]
        while todo:
            one, is_ready = todo.pop()
            if one in self._sizes or one not in self.lets:
                continue
            size, mentioned = self._own(self.lets[one])
            if is_ready:
                self._sizes[one] = size + sum(self._sizes.get(x, 0) for x in mentioned)
            else:
                todo += [(one, True), *((x, False) for x in mentioned)]

    def _own(self, term: t.Term) -> tuple[int, list[str]]:
        """How many terms there are in a term, and the lets that it mentions."""
        size, mentioned = 0, []
        todo = [term]
        while todo:
            term = todo.pop()
            size += 1
            if isinstance(term, t.Ref) and term.name in self.lets:
                mentioned.append(term.name)
            todo += t.children(term)
        return size, mentioned
