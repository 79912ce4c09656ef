"""From checked intermediate representation to scorers, one file for each target."""
