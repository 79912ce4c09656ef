"""Two versions of a rubric, two sets of facts: what is different, for which facts, and what that does to scores."""
