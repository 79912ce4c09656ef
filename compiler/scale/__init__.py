"""From a checked program to whole numbers: `program.scale`, for those of which `outgrown` says nothing."""
