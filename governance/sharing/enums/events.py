"""What the ledger records of sharing, each classed public or sensitive."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.ledger.events import public, sensitive

DATASET_DRAFTED = sensitive("sharing.dataset_drafted", _("Dataset drafted"))
DATASET_EDITED = sensitive("sharing.dataset_edited", _("Draft of a dataset changed"))
DATASET_REGISTERED = public("sharing.dataset_registered", _("Dataset registered"))
DATASET_REVISION_BEGUN = sensitive("sharing.dataset_revision_begun", _("Revision of a dataset begun"))
DATASET_REVISED = public("sharing.dataset_revised", _("Declaration of a dataset revised"))
DATASET_DRAFT_DISCARDED = sensitive(
    "sharing.dataset_draft_discarded", _("Draft revision of a dataset discarded")
)
DATASET_SUSPENDED = public("sharing.dataset_suspended", _("Dataset suspended"))
DATASET_RESUMED = public("sharing.dataset_resumed", _("Dataset resumed"))
DATASET_RETIRED = public("sharing.dataset_retired", _("Dataset retired"))

REQUEST_DRAFTED = sensitive("sharing.request_drafted", _("Request drafted"))
REQUEST_SUBMITTED = public("sharing.request_submitted", _("Request handed in"))
REQUEST_RETURNED = sensitive("sharing.request_returned", _("Request sent back for correction"))
REQUEST_WITHDRAWN = public("sharing.request_withdrawn", _("Request withdrawn by the applicant"))
REQUEST_REST_WITHDRAWN = public(
    "sharing.request_rest_withdrawn",
    _("Rest of the request withdrawn by the applicant; what was decided stays"),
)
REQUEST_LAPSED = public("sharing.request_lapsed", _("Request lapsed"))
REQUEST_REST_LAPSED = public(
    "sharing.request_rest_lapsed", _("Rest of the request lapsed; what was decided stays")
)
LINE_WITHDRAWN = public("sharing.line_withdrawn", _("Dataset taken out of the request"))
ATTACHMENT_PURGED = sensitive("sharing.attachment_purged", _("Attached file erased for good"))
CHANGE_TOLD = sensitive("sharing.change_told", _("Change of the applicant's details told"))
CHANGE_JUDGED = sensitive("sharing.change_judged_minor_or_not", _("Change judged minor or not"))
FORMAL_CHECK_PASSED = public("sharing.formal_check_passed", _("Formal check passed"))
INTEREST_DECLARED = sensitive("sharing.interest_declared", _("Interest of a board member declared"))
STAFF_INTEREST = sensitive("sharing.staff_interest_recorded", _("Conflict of interest of staff recorded"))
CASE_ASSIGNED = sensitive("sharing.case_assigned", _("Case assigned to a member of staff"))
WORK_HANDED_OVER = sensitive("sharing.work_handed_over", _("Work handed over to a successor"))
PANEL_PLACE_FOLLOWED = sensitive("sharing.panel_place_followed", _("Place on a panel passed to a successor"))
CHECK_ASKED = sensitive("sharing.second_check_asked", _("Check by a second person asked for"))
CHECK_CONFIRMED = sensitive("sharing.second_check_confirmed", _("Check by a second person done"))
OPINION_RECORDED = sensitive("sharing.individual_opinion_recorded", _("Opinion of a board member recorded"))
OPINIONS_CONSOLIDATED = sensitive(
    "sharing.opinions_consolidated", _("Individual opinions opened to the panel")
)
BALLOT_CAST = sensitive("sharing.ballot_cast", _("Ballot of the board cast"))
OPINION_GIVEN = public("sharing.board_opinion_given", _("Board's opinion given"))
REVIEW_EXPEDITED = sensitive("sharing.review_expedited", _("Review taken the expedited way"))
NOTE_WRITTEN = sensitive("sharing.deliberation_note_written", _("Note of the deliberation written"))
OPINION_PROPOSED = sensitive("sharing.opinion_proposed", _("Draft of the board's opinion proposed"))
DISSENT_RECORDED = sensitive("sharing.dissent_recorded", _("Dissenting opinion recorded"))
SITTING_ARRANGED = sensitive("sharing.sitting_arranged", _("Sitting of the board arranged"))
MEETING_ASKED = sensitive("sharing.meeting_asked_for", _("Meeting asked for instead of circulation"))
NO_OBJECTION = sensitive("sharing.adopted_without_objection", _("Board's opinion adopted without objection"))
MEMBER_EXCUSED = sensitive("sharing.board_member_excused", _("Member of the panel excused"))
MEMBER_REINSTATED = sensitive(
    "sharing.board_member_reinstated", _("Member of the panel excused by mistake sits again")
)
DECLARATION_REOPENED = sensitive(
    "sharing.declaration_reopened", _("Declaration of a member of the panel to be made anew")
)
ALTERNATE_CALLED = sensitive("sharing.alternate_called_in", _("Alternate called in to the panel"))
BALLOT_ROUND_OPENED = sensitive(
    "sharing.ballot_round_opened", _("Further round of voting of the board opened")
)
CIRCULATION_EXTENDED = sensitive("sharing.circulation_extended", _("Circulation of papers extended"))
QUESTION_ASKED = sensitive("sharing.question_asked", _("Question of the board asked"))
QUESTION_ANSWERED = sensitive("sharing.question_answered", _("Question of the board answered"))
LETTER_WAIVED = sensitive("sharing.letter_waived", _("Letter that the procedure calls for not written"))
LETTER_OWED_AGAIN = sensitive(
    "sharing.letter_owed_again", _("Letter that was not to be written called for again")
)
QUESTION_WITHDRAWN = sensitive("sharing.question_withdrawn", _("Question of the board withdrawn"))
EXPERT_INVITED = sensitive("sharing.outside_expert_invited", _("Outside expert asked"))
EXPERT_DECLARED = sensitive("sharing.outside_expert_declared", _("Interest of an outside expert declared"))
EXPERT_COMMENTED = sensitive("sharing.outside_expert_commented", _("Comment of an outside expert given"))
EXPERT_UNINVITED = sensitive(
    "sharing.outside_expert_uninvited", _("Invitation of an outside expert taken back")
)
REVIEW_CONCLUDED = public("sharing.review_concluded", _("Review concluded"))

LINE_APPROVED = public("sharing.line_approved", _("Use approved"))
LINE_NOT_APPROVED = public("sharing.line_not_approved", _("Use not approved"))
LINE_PROVISIONAL = public("sharing.line_approved_provisionally", _("Use approved provisionally"))
LINE_RATIFIED = public("sharing.line_ratified", _("Provisional approval ratified"))
LINE_UPHELD = public("sharing.line_approval_upheld", _("Approval upheld by a later decision"))
LINE_OVERTURNED = public("sharing.line_approval_overturned", _("Approval not upheld by a later decision"))
LINE_LAPSED = public("sharing.line_lapsed", _("Approved use lapsed, its period being over"))
LINE_PROVISIONAL_REVOKED = public(
    "sharing.line_provisional_approval_revoked", _("Provisional approval revoked")
)
PROVISION_ACCEPTED = public("sharing.provision_accepted", _("Provider decided to provide"))
PROVISION_DECIDED_ANEW = public("sharing.provision_decided_anew", _("Provider's decision taken anew"))
PROVISION_DECLINED = public("sharing.provision_declined", _("Provider decided not to provide"))
PROVISION_TAKEN_BACK = public("sharing.provision_taken_back", _("Provider took its decision back"))
AGREEMENT_CONCLUDED = public(
    "sharing.agreement_concluded", _("Agreement of provider and recipient concluded")
)

CONDITION_EVIDENCED = sensitive(
    "sharing.condition_evidence_submitted", _("Evidence for a condition submitted")
)
CONDITION_MET = public("sharing.condition_met", _("Condition found met"))
CONDITION_REJECTED = sensitive("sharing.condition_evidence_rejected", _("Evidence for a condition rejected"))
CONDITION_WAIVED = public("sharing.condition_waived", _("Condition waived by decision"))
CONDITION_REOPENED = public(
    "sharing.condition_reopened", _("Waiver of a condition over, condition open again")
)
CONDITION_OVERDUE = public("sharing.condition_overdue", _("Condition overdue"))
TIME_ASKED = sensitive("sharing.condition_time_asked", _("More time for a condition asked for"))
TIME_DECLINED = sensitive("sharing.condition_time_declined", _("More time for a condition declined"))
CONDITION_EXTENDED = public("sharing.condition_extended", _("Due date of a condition moved"))

GRANT_OPENED = public("sharing.grant_opened", _("Grant opened"))
GRANT_ACTIVATED = public("sharing.grant_activated", _("Grant took effect"))
GRANT_SUSPENDED = public("sharing.grant_suspended", _("Grant suspended"))
GRANT_RESUMED = public("sharing.grant_resumed", _("Grant resumed"))
SUSPENSION_ORDERED = sensitive(
    "sharing.suspension_ordered", _("Suspension of a grant ordered for a later day")
)
RESUMPTION_ORDERED = sensitive(
    "sharing.resumption_ordered", _("Resumption of a grant ordered for a later day")
)
SUSPENSION_CALLED_OFF = sensitive(
    "sharing.suspension_called_off", _("Ordered suspension of a grant called off")
)
REVOCATION_ORDERED = public("sharing.revocation_ordered", _("Revocation of a grant ordered for a later day"))
REVOCATION_CALLED_OFF = public("sharing.revocation_called_off", _("Ordered revocation of a grant called off"))
GRANT_EXPIRED = public("sharing.grant_expired", _("Grant expired"))
GRANT_LAPSED = public("sharing.grant_lapsed", _("Grant lapsed before it took effect"))
GRANT_REVOKED = public("sharing.grant_revoked", _("Grant revoked"))
AGREEMENT_WILL_END = sensitive("sharing.agreement_will_end", _("End of an agreement fixed for a later day"))
AGREEMENT_END_CALLED_OFF = sensitive(
    "sharing.agreement_end_called_off", _("End of an agreement fixed for a later day called off")
)
GRANT_TAKEN_BACK = public(
    "sharing.grant_taken_back", _("Grant ended because the provider took its decision back")
)
GRANT_WITHOUT_AGREEMENT = public(
    "sharing.grant_without_agreement", _("Grant ended because its agreement ended")
)
MEASURES_CHECKED = public("sharing.measures_abroad_checked", _("Equivalent measures abroad checked"))
GRANT_GIVEN_BACK = public("sharing.grant_given_back", _("Grant given back by the recipient"))
GRANT_SUPERSEDED = public("sharing.grant_superseded", _("Grant replaced by a later one"))
GRANT_SHORTENED = public("sharing.grant_shortened", _("Grant shortened in favour of a later one"))
GRANT_CLOSED = public("sharing.grant_closed", _("Grant closed"))

DELIVERY_PREPARED = sensitive("sharing.delivery_prepared", _("Delivery prepared"))
DELIVERY_LISTED = sensitive(
    "sharing.delivery_list_written", _("Release list of a delivery written"), moves_epoch=False
)
DELIVERY_RELEASED = public("sharing.delivery_released", _("Delivery released"))
DELIVERY_CANCELLED = sensitive("sharing.delivery_cancelled", _("Delivery cancelled"))
DELIVERY_CONFIRMED = public("sharing.delivery_confirmed", _("Delivery confirmed by the recipient"))
DELIVERY_MANNER_CHOSEN = sensitive(
    "sharing.delivery_manner_chosen", _("Manner of a delivery chosen"), moves_epoch=False
)
DELIVERY_HANDED_OVER = sensitive(
    "sharing.delivery_handed_over", _("Hand-over of a delivery reported by the holder"), moves_epoch=False
)
PERSONS_ERASED = sensitive(
    "sharing.delivery_persons_erased", _("List of persons of a delivery erased"), moves_epoch=False
)
RECORDS_LOOKED_UP = sensitive(
    "sharing.records_looked_up", _("Provision records about a person looked up"), moves_epoch=False
)
RECORD_BOOK_ASKED = sensitive(
    "sharing.record_book_asked", _("Yearly book of provision records asked for"), moves_epoch=False
)
WITHDRAWAL_PURSUED = sensitive(
    "sharing.withdrawal_pursued", _("Withdrawal or stop passed on to a recipient"), moves_epoch=False
)
WITHDRAWAL_ANSWERED = sensitive(
    "sharing.withdrawal_answered", _("Withdrawal or stop answered by a recipient"), moves_epoch=False
)
DISPOSAL_FILED = public("sharing.disposal_filed", _("Certificate of return or disposal filed"))
DISPOSAL_REJECTED = sensitive("sharing.disposal_rejected", _("Certificate of return or disposal rejected"))
DISPOSAL_VERIFIED = public("sharing.disposal_verified", _("Return or disposal verified"))
COPY_NAMED = sensitive("sharing.onward_copy_named", _("Copy passed on named by the recipient"))
COPY_ACCOUNTED = sensitive("sharing.onward_copy_accounted_for", _("Copy passed on accounted for"))

STATUTORY_DRAFTED = sensitive("sharing.statutory_drafted", _("Provision required by law written down"))
STATUTORY_CORRECTED = sensitive(
    "sharing.statutory_corrected", _("Provision required by law corrected as a draft")
)
STATUTORY_DECIDED = sensitive("sharing.statutory_decided", _("Provision required by law decided"))
STATUTORY_RETURNED = sensitive(
    "sharing.statutory_returned", _("Provision required by law sent back by the second person")
)
STATUTORY_PROVIDED = sensitive("sharing.statutory_provided", _("Provision required by law made final"))
STATUTORY_ERASED = sensitive(
    "sharing.statutory_erased", _("Words of a provision required by law erased: its time of keeping is over")
)
STATUTORY_DROPPED = sensitive("sharing.statutory_dropped", _("Provision required by law dropped"))

INCIDENT_REPORTED = sensitive("sharing.incident_reported", _("Incident or dispute reported"))
INCIDENT_TAKEN = sensitive("sharing.incident_taken_in_hand", _("Incident or dispute taken in hand"))
INCIDENT_RESCOPED = sensitive("sharing.incident_rescoped", _("Scope or kind of an incident corrected"))
DISPUTE_STOPS = sensitive("sharing.dispute_stops", _("Provision stopped over a dispute, by decision"))
INCIDENT_BREACH_KEPT = sensitive(
    "sharing.incident_breach_kept", _("Reports of an incident to the authority recorded")
)
INCIDENT_SETTLED = public("sharing.incident_settled", _("Incident or dispute settled"))
INCIDENT_CLOSED = public("sharing.incident_closed", _("Incident or dispute closed"))
VERDICT_STORED = sensitive("sharing.verdict_stored", _("Answer of the gate kept"), moves_epoch=False)
REPLAY_BEGUN = sensitive(
    "sharing.policy_replay_begun", _("Check of past cases under a draft begun"), moves_epoch=False
)
REPLAY_FINISHED = sensitive(
    "sharing.policy_replay_finished", _("Check of past cases under a draft finished"), moves_epoch=False
)
