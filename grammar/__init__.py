"""The grammar and the one table of keywords, English and Chinese."""
