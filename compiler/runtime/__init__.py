"""What a scorer needs at run time: the standard library only, copied into every generated scorer."""
