"""Commands on a ledger: one file a command, as in the folder above."""
