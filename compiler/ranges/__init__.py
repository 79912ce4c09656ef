"""What values, points and totals can still be where facts are missing, or wherever facts may lie in a box."""
