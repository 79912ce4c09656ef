"""What can go wrong before facts are facts: files, encodings, formats, and which block a file is for."""

from rubricc.compiler.runtime.problems import Problem
from rubricc.dsl.diagnostics.prose.reading import JSON_PARTS, READING_SENTENCES

__all__ = ["JSON_PARTS", "READING_SENTENCES", "ReadingProblem"]


class ReadingProblem(Problem):
    """A problem whose sentence is here, so that generated scorers, which read no files, do not carry it."""

    __slots__ = ()

    def template(self, lang: str) -> str:
        return READING_SENTENCES[self.code][lang != "zh"]
