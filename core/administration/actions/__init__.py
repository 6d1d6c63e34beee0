"""The verbs of the administration, one file per noun."""

from core.administration.actions.clients import issue_client, revoke_client
from core.administration.actions.councils import (
    add_organ,
    change_council,
    change_organisation,
    found_council,
    name_representative,
    register_organisation,
)
from core.administration.actions.endpoints import (
    end_endpoint,
    open_endpoint,
    rotate_endpoint,
    try_endpoint,
)
from core.administration.actions.jobs import cancel_alike, cancel_job, retry_alike, retry_job
from core.administration.actions.law import enact_law
from core.administration.actions.numbering import continue_numbering
from core.administration.actions.organisations import correct_organ, correct_organisation, end_organ
from core.administration.actions.origins import name_origin
from core.administration.actions.persons import (
    add_birth_date,
    enrol_person,
    link_subject,
    reveal_identity,
    unlink_subject,
)
from core.administration.actions.roles import grant_role, revoke_role
from core.administration.actions.sign_ins import forget_sign_ins
from core.administration.actions.users import (
    Invited,
    account_for,
    account_of,
    close_own_account,
    create_user,
    deactivate_user,
    invite_again,
    invite_user,
    name_oneself,
    prove_address,
    reopen_user,
    reset_second_factor,
)

__all__ = [
    "Invited",
    "account_for",
    "account_of",
    "add_birth_date",
    "add_organ",
    "cancel_alike",
    "cancel_job",
    "change_council",
    "change_organisation",
    "close_own_account",
    "continue_numbering",
    "correct_organ",
    "correct_organisation",
    "create_user",
    "deactivate_user",
    "enact_law",
    "end_endpoint",
    "end_organ",
    "enrol_person",
    "forget_sign_ins",
    "found_council",
    "grant_role",
    "invite_again",
    "invite_user",
    "issue_client",
    "link_subject",
    "name_oneself",
    "name_origin",
    "name_representative",
    "open_endpoint",
    "prove_address",
    "register_organisation",
    "reopen_user",
    "reset_second_factor",
    "retry_alike",
    "retry_job",
    "reveal_identity",
    "revoke_client",
    "revoke_role",
    "rotate_endpoint",
    "try_endpoint",
    "unlink_subject",
]
