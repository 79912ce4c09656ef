"""Claims about a rubric: proved, refuted with a witness, or unknown with a reason."""
