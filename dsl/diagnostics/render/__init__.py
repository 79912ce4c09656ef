"""One file per format of findings: each takes diagnostics and a language, and returns text."""
