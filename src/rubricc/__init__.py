"""rubricc: a compiler for performance-evaluation rubrics."""

__version__ = "0.1.0"
