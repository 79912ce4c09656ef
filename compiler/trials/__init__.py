"""What `rubricc test` tries beyond the cases of an author: boundary inputs, drawn facts, two scorers, coverage."""
