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
    "number_given_already": _(
        "The number %(last)s was given already in this series. Numbers never come twice."
    ),
    "email_taken": _("There is an account with this e-mail address. Give that account the role instead."),
    "account_closed": _(
        "The account with this address is closed. The operator of the installation can open it again."
    ),
    "own_name_missing": _("Write your name."),
    "holds_roles": _(
        "You act for somebody here. Ask the secretariat to end your roles first; then close the account."
    ),
    "account_open": _("This account is open already."),
    "not_invited": _(
        "This person does not wait for an invitation: they have signed in, or the account is closed."
    ),
    "no_second_factor": _("This account has no second factor."),
    "not_own_factor": _(
        "Nobody takes away their own second factor here. Use a recovery code, or ask another operator."
    ),
    "not_oneself": _("Nobody closes their own account here. Ask another operator."),
    "last_secretary": _("A council keeps at least one secretary. Give the role to somebody else first."),
    "origin_of_secretariat": _(
        "Which organisation somebody comes from is kept of the secretariat alone. Leave it empty for this role."
    ),
    "not_own_origin": _(
        "Nobody corrects the organisation that they come from themselves. Ask a colleague, or the operator of the "
        "installation."
    ),
    "identifier_unknown": _("These kinds of identifier are not kept: %(kinds)s."),
    "birth_date_malformed": _("Write the date of birth as year-month-day, like 2011-01-10."),
    "birth_date_kept": _("The date of birth is kept already."),
    "birth_date_ahead": _("The date of birth lies in the future."),
    "already_linked": _("The person, or this id, is linked already. End that link first."),
    "job_not_waiting": _("This work is finished or somebody is at it. Reload the page."),
    "file_empty": _("The file is empty."),
    "file_too_large": _("The file is larger than %(megabytes)s MB."),
    "file_kind_not_taken": _("Files of this kind are not taken here. Taken are: %(kinds)s."),
    "file_not_what_it_says": _(
        "The file is called %(kind)s, but its content is not that. Save it anew as %(kind)s."
    ),
    "file_broken": _("The file cannot be read. Save it anew and try again."),
    "file_encoding": _("The text is neither UTF-8 nor Shift_JIS. Save it as UTF-8."),
    "file_hostile": _(
        "The file holds parts that can run or unpack themselves. Save it without them, best as PDF."
    ),
    "file_too_heavy": _(
        "The file could not be looked into in time. Nothing was kept. Send it again in a minute, or split it into "
        "smaller files."
    ),
    "organisation_is_shared": _(
        "Other councils know this organisation, too. Its own representative names its people, or the operator does."
    ),
    "identity_is_shared": _(
        "Other councils know this organisation, too. Ask the operator of the installation to correct it."
    ),
    "file_erased": _("This file has been erased."),
    "file_damaged": _(
        "The stored copy of this file cannot be read. Tell the operator its number, %(number)s: it has to come back"
        " from the backup."
    ),
    "client_scope_missing": _("Choose at least one thing that the machine may do."),
    "end_has_passed": _("The end lies in the past."),
    "address_not_https": _("Give an address that begins with https://."),
    "endpoint_known": _("The organisation has this address already."),
    "endpoint_over": _("This address has ended already."),
    "client_revoked": _("This key has ended already."),
    "name_missing": _("There is no account with this address yet. Write the name of the person to invite."),
    "reason_missing": _("Write the reason."),
}
