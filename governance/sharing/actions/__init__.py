"""The verbs of sharing: lock, permissions, rules, change, ledger, outbox; one transaction each."""
