"""Events of the installation and of its people. Facts hold numbers and references only."""

from __future__ import annotations

from core.ledger.events import public, sensitive

COUNCIL_FOUNDED = public("administration.council_founded")
NUMBERING_CONTINUED = public("administration.numbering_continued", moves_epoch=False)
ORGANISATION_REGISTERED = public("administration.organisation_registered")
ORGAN_ADDED = public("administration.organ_added")
USER_INVITED = sensitive("administration.user_invited", moves_epoch=False)
USER_DEACTIVATED = sensitive("administration.user_deactivated")
ROLE_GRANTED = sensitive("administration.role_granted")
ROLE_REVOKED = sensitive("administration.role_revoked")
PERSON_ENROLLED = sensitive("administration.person_enrolled", moves_epoch=False)
SUBJECT_LINKED = sensitive("administration.subject_linked", moves_epoch=False)
SUBJECT_UNLINKED = sensitive("administration.subject_unlinked", moves_epoch=False)
IDENTITY_REVEALED = sensitive("administration.identity_revealed", moves_epoch=False)
CLIENT_ISSUED = sensitive("administration.client_issued")
CLIENT_REVOKED = sensitive("administration.client_revoked")
ENDPOINT_OPENED = sensitive("administration.endpoint_opened", moves_epoch=False)
ENDPOINT_ROTATED = sensitive("administration.endpoint_rotated", moves_epoch=False)
ENDPOINT_ENDED = sensitive("administration.endpoint_ended", moves_epoch=False)
JOB_RETRIED = sensitive("administration.job_retried", moves_epoch=False)
JOB_CANCELLED = sensitive("administration.job_cancelled", moves_epoch=False)
LAW_ENACTED = public("administration.law_enacted")
