"""The intermediate representation: what a rubric means, free of how it was written."""
