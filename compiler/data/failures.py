"""What can go wrong before facts are facts: files, encodings, formats, and which block a file is for."""

from rubricc.compiler.runtime.problems import Problem
from rubricc.dsl.diagnostics.prose.reading import JSON_PARTS, READING_SENTENCES
from rubricc.dsl.diagnostics.wording import term

__all__ = ["JSON_PARTS", "READING_SENTENCES", "ReadingProblem"]


class ReadingProblem(Problem):
    """A problem whose sentence is here, so that generated scorers, which read no files, do not carry it."""

    __slots__ = ()

    def template(self, lang: str) -> str:
        return READING_SENTENCES[self.code][lang != "zh"]

    def sentence(self, lang: str = "zh") -> str:
        """A reason of the system, which is a term, in the language of the reader."""
        shown = {name: term(value, lang) if name == "reason" else value for name, value in self.args.items()}
        return Problem(self.code, self.place, shown).worded(self.template(lang))
