"""The checks and rewritings of the intermediate representation, one file each."""
