"""Where a ledger lies on disk: `disk` is the file system, `ledger` the folder of docs/ledger-format.md, section 1."""
