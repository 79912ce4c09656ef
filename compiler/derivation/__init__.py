"""From a trace to the derivation of a score, for readers: text, Markdown, HTML, JSON."""
