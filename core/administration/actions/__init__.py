"""The verbs of the administration, one file per noun."""

from core.administration.actions.councils import add_organ, found_council, register_organisation
from core.administration.actions.persons import enrol_person, link_subject, reveal_identity, unlink_subject
from core.administration.actions.roles import grant_role, revoke_role
from core.administration.actions.users import create_user, deactivate_user, invite_user

__all__ = [
    "add_organ",
    "create_user",
    "deactivate_user",
    "enrol_person",
    "found_council",
    "grant_role",
    "invite_user",
    "link_subject",
    "register_organisation",
    "reveal_identity",
    "revoke_role",
    "unlink_subject",
]
