"""Events of the installation and of its people. Facts hold numbers and references only, and of what is public and was
corrected what it said and what it says."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.ledger.events import public, sensitive

COUNCIL_FOUNDED = public("administration.council_founded", _("Council founded"))
COUNCIL_CHANGED = public("administration.council_changed", _("Particulars of the council changed"))
NUMBERING_CONTINUED = public(
    "administration.numbering_continued", _("Numbering taken over from before"), moves_epoch=False
)
ORGANISATION_REGISTERED = public("administration.organisation_registered", _("Organisation registered"))
ORGANISATION_CHANGED = public(
    "administration.organisation_changed", _("Address or representative of an organisation changed")
)
ORGANISATION_CORRECTED = public(
    "administration.organisation_corrected", _("Name, number or regime of an organisation corrected")
)
ORGAN_CORRECTED = public("administration.organ_corrected", _("Name or regime of an organ corrected"))
ORGAN_ENDED = public("administration.organ_ended", _("Last day of an organ entered or taken back"))
REPRESENTATIVE_NAMED = public("administration.representative_named", _("Representative of an organ named"))
ORGAN_ADDED = public("administration.organ_added", _("Organ added to an organisation"))
USER_INVITED = sensitive("administration.user_invited", _("User invited"), moves_epoch=False)
USER_NAMED = sensitive("administration.user_named", _("User changed their name"), moves_epoch=False)
USER_DEACTIVATED = sensitive("administration.user_deactivated", _("User's account closed"))
USER_REOPENED = sensitive("administration.user_reopened", _("User's account opened again"))
SECOND_FACTOR_RESET = sensitive(
    "administration.second_factor_reset", _("Second factor of a user taken away"), moves_epoch=False
)
ROLE_GRANTED = sensitive("administration.role_granted", _("Role given to a user"))
ROLE_REVOKED = sensitive("administration.role_revoked", _("Role of a user ended"))
STAFF_ORIGIN_NAMED = sensitive(
    "administration.staff_origin_named", _("Where somebody of the secretariat comes from named or corrected")
)
PERSON_ENROLLED = sensitive("administration.person_enrolled", _("Person enrolled"), moves_epoch=False)
BIRTH_DATE_ADDED = sensitive(
    "administration.birth_date_added", _("Date of birth of a person added"), moves_epoch=False
)
SUBJECT_LINKED = sensitive(
    "administration.subject_linked", _("Person linked to a holder's id"), moves_epoch=False
)
SUBJECT_UNLINKED = sensitive(
    "administration.subject_unlinked", _("Link to a holder's id ended"), moves_epoch=False
)
IDENTITY_REVEALED = sensitive(
    "administration.identity_revealed", _("Identity of a person revealed to staff"), moves_epoch=False
)
CLIENT_ISSUED = sensitive("administration.client_issued", _("Key given to a machine"))
CLIENT_REVOKED = sensitive("administration.client_revoked", _("Key of a machine ended"))
ENDPOINT_OPENED = sensitive(
    "administration.endpoint_opened", _("Address of a machine opened"), moves_epoch=False
)
ENDPOINT_ROTATED = sensitive(
    "administration.endpoint_rotated", _("Secret of a machine's address changed"), moves_epoch=False
)
ENDPOINT_ENDED = sensitive(
    "administration.endpoint_ended", _("Address of a machine ended"), moves_epoch=False
)
JOB_RETRIED = sensitive("administration.job_retried", _("Stuck message sent again"), moves_epoch=False)
JOB_CANCELLED = sensitive("administration.job_cancelled", _("Stuck message given up"), moves_epoch=False)
LAW_ENACTED = public("administration.law_enacted", _("Row of the law tables entered"))
