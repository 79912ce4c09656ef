"""Why an evaluation has the points that it has: what cost them, and the smallest changes of facts that gain more."""
