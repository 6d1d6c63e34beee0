"""Sentences for the refusals of this room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "administration_not_yours": _(
        "Only the secretariat of the council, or the operator of the installation, may do this."
    ),
    "role_not_held_on_this": _("The role “%(role)s” is not one that is held here."),
    "council_slug_taken": _("The address “%(slug)s” is in use by another council. Choose another."),
    "organisation_known": _("An organisation with the corporate number %(number)s is registered already."),
    "organ_known": _("The organisation has an organ of that name already."),
    "email_taken": _("There is an account with this e-mail address. Give that account the role instead."),
    "account_closed": _("This account is closed."),
    "not_oneself": _("Nobody closes their own account here. Ask another operator."),
    "last_secretary": _("A council keeps at least one secretary. Give the role to somebody else first."),
    "identifier_unknown": _("These kinds of identifier are not kept: %(kinds)s."),
    "birth_date_malformed": _("Write the date of birth as year-month-day, like 2011-01-10."),
    "already_linked": _("The person, or this id, is linked already. End that link first."),
    "job_not_waiting": _("This work is finished or somebody is at it. Reload the page."),
    "reason_missing": _("Write the reason."),
}
