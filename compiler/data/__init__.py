"""Reading facts from files: tables, YAML, JSON."""
