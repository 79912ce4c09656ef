"""From a resolved tree to a score: lowering, checks, proofs, back-ends, and what explains the result."""
