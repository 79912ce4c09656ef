"""The ledger: records of scores that anybody can check, years later. The contract is docs/ledger-format.md."""
