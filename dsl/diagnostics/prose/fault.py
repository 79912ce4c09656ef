from rubricc.dsl.diagnostics.prose import Entry

PROSE: dict[str, Entry] = {}
