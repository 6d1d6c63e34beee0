"""Tables that are never changed or emptied, and why. Triggers refuse UPDATE, DELETE and TRUNCATE.

Installed after every migrate (SQLite drops triggers when a later migration remakes a table).
"""

from __future__ import annotations

from collections.abc import Mapping

GUARDED: Mapping[str, str] = {
    "ledger.LedgerEntry": "evidence",
    "ledger.LedgerLeaf": "evidence",
    "ledger.Checkpoint": "evidence",
    "members.Pledge": "what a member promised, and when",
    "rulebook.Provision": "the identity of a provision, cited by verdicts",
    "rulebook.Edition": "rules once adopted are not rewritten",
    "rulebook.ProvisionText": "the text of an adopted edition",
    "rulebook.ProvisionSetting": "what an adopted edition fixes",
    "rulebook.ProvisionBasis": "which checks rest on an adopted edition",
}
