"""The verbs of rule documents: start from the model documents, draft an amendment, change it, adopt it."""

from governance.rulebook.actions.amendments import (
    adopt_amendment,
    draft_amendment,
    edit_provision,
    insert_provision,
    rebase_amendment,
    release_setting,
    remove_provision,
    set_setting,
    withdraw_amendment,
)
from governance.rulebook.actions.ending import repeal_document, withdraw_edition
from governance.rulebook.actions.founding import (
    adopt_document,
    adopt_draft,
    begin_founding,
    put_founding_in_force,
)
from governance.rulebook.actions.founding_texts import drop_founding_text, keep_founding_text

__all__ = [
    "adopt_amendment",
    "adopt_document",
    "adopt_draft",
    "begin_founding",
    "draft_amendment",
    "drop_founding_text",
    "edit_provision",
    "insert_provision",
    "keep_founding_text",
    "put_founding_in_force",
    "rebase_amendment",
    "release_setting",
    "remove_provision",
    "repeal_document",
    "set_setting",
    "withdraw_amendment",
    "withdraw_edition",
]
