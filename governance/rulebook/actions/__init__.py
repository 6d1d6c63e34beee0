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
from governance.rulebook.actions.editions import adopt_model_documents

__all__ = [
    "adopt_amendment",
    "adopt_model_documents",
    "draft_amendment",
    "edit_provision",
    "insert_provision",
    "rebase_amendment",
    "release_setting",
    "remove_provision",
    "set_setting",
    "withdraw_amendment",
]
