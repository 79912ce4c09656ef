"""The syntax tree written back as text in one vocabulary, in the rooms that `nodes` has."""
