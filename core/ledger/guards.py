"""Tables that are never changed or emptied, and why. Triggers refuse UPDATE, DELETE and TRUNCATE.

Installed after every migrate (SQLite drops triggers when a later migration remakes a table).
"""

from __future__ import annotations

from collections.abc import Mapping

GUARDED: Mapping[str, str] = {
    "ledger.LedgerEntry": "evidence",
    "ledger.LedgerLeaf": "evidence",
    "ledger.Checkpoint": "evidence",
    "consent.NoticeVersion": "exactly what a person was shown",
    "consent.ConsentItem": "exactly what a person was asked",
    "consent.ConsentEvent": "what a person answered, and when",
    "consent.Receipt": "what was handed to the person",
    "members.Pledge": "what a member promised, and when",
    "rulebook.Provision": "the identity of a provision, cited by verdicts",
    "rulebook.Edition": "rules once adopted are not rewritten",
    "rulebook.ProvisionText": "the text of an adopted edition",
    "rulebook.ProvisionSetting": "what an adopted edition fixes",
    "rulebook.ProvisionBasis": "which checks rest on an adopted edition",
}
