"""The language: from text to a resolved tree, and back to text."""
