"""Resolved tree to IR: clauses become lines. `program.lower` is the entrance."""

from rubricc.compiler.lower.program import lower

__all__ = ["lower"]
