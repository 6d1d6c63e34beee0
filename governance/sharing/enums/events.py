"""What the ledger records of sharing, each classed public or sensitive."""

from __future__ import annotations

from core.ledger.events import public, sensitive

DATASET_DRAFTED = sensitive("sharing.dataset_drafted")
DATASET_EDITED = sensitive("sharing.dataset_edited")
DATASET_REGISTERED = public("sharing.dataset_registered")
DATASET_SUSPENDED = public("sharing.dataset_suspended")
DATASET_RESUMED = public("sharing.dataset_resumed")
DATASET_RETIRED = public("sharing.dataset_retired")

REQUEST_DRAFTED = sensitive("sharing.request_drafted")
REQUEST_SUBMITTED = public("sharing.request_submitted")
REQUEST_RETURNED = sensitive("sharing.request_returned")
REQUEST_WITHDRAWN = public("sharing.request_withdrawn")
FORMAL_CHECK_PASSED = public("sharing.formal_check_passed")
INTEREST_DECLARED = sensitive("sharing.interest_declared")
OPINION_RECORDED = sensitive("sharing.individual_opinion_recorded")
OPINIONS_CONSOLIDATED = sensitive("sharing.opinions_consolidated")
BALLOT_CAST = sensitive("sharing.ballot_cast")
OPINION_GIVEN = public("sharing.board_opinion_given")
REVIEW_CONCLUDED = public("sharing.review_concluded")

LINE_APPROVED = public("sharing.line_approved")
LINE_NOT_APPROVED = public("sharing.line_not_approved")
LINE_PROVISIONAL = public("sharing.line_approved_provisionally")
LINE_RATIFIED = public("sharing.line_ratified")
LINE_PROVISIONAL_REVOKED = public("sharing.line_provisional_approval_revoked")
PROVISION_ACCEPTED = public("sharing.provision_accepted")
PROVISION_DECLINED = public("sharing.provision_declined")
AGREEMENT_CONCLUDED = public("sharing.agreement_concluded")

CONDITION_EVIDENCED = sensitive("sharing.condition_evidence_submitted")
CONDITION_MET = public("sharing.condition_met")
CONDITION_REJECTED = sensitive("sharing.condition_evidence_rejected")
CONDITION_WAIVED = public("sharing.condition_waived")

GRANT_OPENED = public("sharing.grant_opened")
GRANT_ACTIVATED = public("sharing.grant_activated")
GRANT_SUSPENDED = public("sharing.grant_suspended")
GRANT_RESUMED = public("sharing.grant_resumed")
GRANT_EXPIRED = public("sharing.grant_expired")
GRANT_REVOKED = public("sharing.grant_revoked")
GRANT_GIVEN_BACK = public("sharing.grant_given_back")
GRANT_CLOSED = public("sharing.grant_closed")

DELIVERY_PREPARED = sensitive("sharing.delivery_prepared")
DELIVERY_RELEASED = public("sharing.delivery_released")
DELIVERY_CANCELLED = sensitive("sharing.delivery_cancelled")
DELIVERY_CONFIRMED = public("sharing.delivery_confirmed")
WITHDRAWAL_PURSUED = sensitive("sharing.withdrawal_pursued", moves_epoch=False)
WITHDRAWAL_ANSWERED = sensitive("sharing.withdrawal_answered", moves_epoch=False)
DISPOSAL_FILED = public("sharing.disposal_filed")
DISPOSAL_REJECTED = sensitive("sharing.disposal_rejected")
DISPOSAL_VERIFIED = public("sharing.disposal_verified")

INCIDENT_REPORTED = sensitive("sharing.incident_reported")
INCIDENT_TAKEN = sensitive("sharing.incident_taken_in_hand")
INCIDENT_SETTLED = public("sharing.incident_settled")
INCIDENT_CLOSED = public("sharing.incident_closed")
VERDICT_STORED = sensitive("sharing.verdict_stored", moves_epoch=False)
