"""Words of sharing: states, forms, classes, kinds."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DatasetState(TextChoices):
    """drafted -> registered -> suspended | retired."""

    DRAFTED = "drafted", _("Draft")
    REGISTERED = "registered", _("Registered")
    SUSPENDED = "suspended", _("Suspended")
    RETIRED = "retired", _("Retired")


class DataClass(TextChoices):
    """What the law calls the data (個人情報保護法 2条, 41条, 43条; 31条 for related information)."""

    PERSONAL = "personal", _("Personal data")
    SPECIAL_CARE = "special_care", _("Personal data requiring special care")
    PSEUDONYMISED = "pseudonymised", _("Pseudonymised information")
    ANONYMISED = "anonymised", _("Anonymised information")
    PERSON_RELATED = "person_related", _("Information related to a person")
    STATISTICAL = "statistical", _("Statistics")
    NON_PERSONAL = "non_personal", _("No personal data")


class Stage(TextChoices):
    """The lifecycle of data: 取得・利用・保管・廃棄."""

    ACQUIRE = "acquire", _("Acquire")
    USE = "use", _("Use")
    STORE = "store", _("Store")
    DISPOSE = "dispose", _("Dispose")


class TransferForm(TextChoices):
    """提供の形態."""

    THIRD_PARTY = "third_party", _("Provision to a third party")
    ENTRUSTMENT = "entrustment", _("Entrustment")
    JOINT_USE = "joint_use", _("Joint use")
    SUCCESSION = "succession", _("Succession of business")
    INTERNAL_USE = "internal_use", _("Internal use")


class ForeignRoute(TextChoices):
    """What a transfer abroad rests on (個人情報保護法28条)."""

    CONSENT = "consent", _("Consent of the person after being told")
    MEASURES = "equivalent_measures", _("Equivalent measures taken by the recipient")


class Processing(TextChoices):
    """What is done to the records before they are handed over."""

    NONE = "", _("As recorded")
    STATISTICS = "statistics", _("Made into statistics")
    PSEUDONYMISE = "pseudonymise", _("Pseudonymised")
    ANONYMISE = "anonymise", _("Anonymised")


class Harm(TextChoices):
    """Is unjust harm to the rights of persons feared (個人情報保護法 69条2項ただし書)?"""

    NONE_FEARED = "none_feared", _("No unjust harm is feared")
    FEARED = "feared", _("Unjust harm is feared")


class RiskClass(TextChoices):
    """Decides which body approves (利用承認の決定機関)."""

    MINOR = "minor", _("Minor")
    ORDINARY = "ordinary", _("Ordinary")
    MAJOR = "major", _("Major")


class RequestState(TextChoices):
    """Level of the request; opinion, approval and grant belong to its lines."""

    DRAFTED = "drafted", _("Draft")
    SUBMITTED = "submitted", _("Formal check")
    IN_REVIEW = "in_review", _("In review")
    CONCLUDED = "concluded", _("Review concluded")
    WITHDRAWN = "withdrawn", pgettext_lazy("request", "Withdrawn")
    LAPSED = "lapsed", _("Lapsed")


class RequestStage(TextChoices):
    """Where a request stands: its state, and once the review is concluded what its lines still wait for."""

    DRAFTED = "drafted", _("Draft")
    SUBMITTED = "submitted", _("Formal check")
    IN_REVIEW = "in_review", _("In review")
    COUNCIL = "council", _("Waits for the council's decision")
    PROVIDER = "provider", _("Waits for the provider's decision")
    AGREEMENT = "agreement", _("Waits for the agreement")
    DONE = "done", _("Procedure completed")
    WITHDRAWN = "withdrawn", pgettext_lazy("request", "Withdrawn")
    LAPSED = "lapsed", _("Lapsed")


class RequestKind(TextChoices):
    """Does the request stand for itself, or does it change or prolong what was granted, or ask again for what was
    refused?"""

    NEW = "new", pgettext_lazy("kind of request", "New request")
    AMENDMENT = "amendment", _("Change of what was granted")
    RENEWAL = "renewal", _("Renewal of what was granted")
    REEXAMINATION = "reexamination", _("Re-examination of what was refused")


class ToldChange(TextChoices):
    """What a notice of change (変更届) may tell; anything else is a new review."""

    CONTACT = "contact", _("Contact (post, name, address, telephone)")
    FORM = "form", _("Form (format of the data, way of handing over, titles)")


class StatutoryState(TextChoices):
    """A provision required by law: drafted -> decided -> provided, or dropped."""

    DRAFTED = "drafted", _("Draft")
    DECIDED = "decided", _("Waiting for the second person")
    PROVIDED = "provided", pgettext_lazy("by law", "Provided")
    DROPPED = "dropped", _("Not provided")


class ToldPerson(TextChoices):
    """Do the persons learn of a provision required by law?"""

    TOLD = "told", _("They are told")
    NOT_TOLD = "not_told", _("They are not told (law or purpose of the inquiry)")


class LineState(TextChoices):
    """One dataset of one provider organ within a request."""

    DRAFTED = "drafted", _("Draft")
    UNDER_REVIEW = "under_review", _("Under review")
    PROVISIONAL = "provisional", _("Provisionally approved")
    OPINED = "opined", _("Opinion given")
    APPROVED = "approved", _("Approved")
    NOT_APPROVED = "not_approved", _("Not approved")
    ACCEPTED = "accepted", _("Provision decided")
    DECLINED = "declined", _("Provision declined")
    AGREED = "agreed", _("Agreement concluded")
    CLOSED = "closed", _("Closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("request", "Withdrawn")


LINE_OVER = (LineState.NOT_APPROVED, LineState.DECLINED, LineState.CLOSED, LineState.WITHDRAWN)
LINE_UNDECIDED = (LineState.DRAFTED, LineState.UNDER_REVIEW, LineState.OPINED)
"""Where the council has not decided: these lines end with their request."""
LINE_AWAITED = (LineState.OPINED, LineState.PROVISIONAL, LineState.APPROVED, LineState.ACCEPTED)
"""Where the council, the provider or the agreement is waited for; a request with such a line is open. So is one with
an approval to ratify, wherever its line stands (``queries.stages``)."""
REQUEST_OVER = (RequestState.WITHDRAWN, RequestState.LAPSED)
"""Where nothing more happens, and nobody is asked for anything."""


class Judgement(TextChoices):
    """The board's opinion, and each member's (審査意見)."""

    SUITABLE = "suitable", _("Suitable")
    CONDITIONAL = "conditional", _("Suitable with conditions")
    UNSUITABLE = "unsuitable", _("Unsuitable")
    CONTINUED = "continued", _("Deliberation continues")


class Ballot(TextChoices):
    """A member's vote on the board's opinion."""

    SUITABLE = "suitable", _("Suitable")
    CONDITIONAL = "conditional", _("Suitable with conditions")
    UNSUITABLE = "unsuitable", _("Unsuitable")
    CONTINUED = "continued", _("Deliberation continues")
    ABSTAIN = "abstain", _("Abstains")


class Interest(TextChoices):
    """Conflicts of interest a reviewer declares (除斥の範囲)."""

    NONE = "none", _("No interest")
    EMPLOYER = "employer", _("Belongs to the applicant or provider")
    FUNDING = "funding", _("Receives funds from a party")
    FAMILY = "family", _("Family of somebody concerned")
    ADVISER = "adviser", _("Adviser of a party")
    PARTICIPANT = "participant", _("Takes part in the project")
    OTHER = "other", _("Another reason")
    SECRECY = "secrecy", _("Reason withheld by professional secrecy")


class Excuse(TextChoices):
    """Why a member of the panel takes no part any more without an interest in the case."""

    ABSENCE = "absence", pgettext_lazy("excuse", "Cannot take part")
    ILLNESS = "illness", pgettext_lazy("excuse", "Illness")
    RESIGNATION = "resignation", pgettext_lazy("excuse", "Has resigned")
    NO_ANSWER = "no_answer", pgettext_lazy("excuse", "No answer by the due day")


class VoteEnd(TextChoices):
    """What a round of voting came to that gave no opinion."""

    CONTINUED = "continued", pgettext_lazy("vote", "Carried: deliberation continues")
    NOT_CARRIED = "not_carried", pgettext_lazy("vote", "No opinion carried")
    NO_QUORUM = "no_quorum", pgettext_lazy("vote", "No quorum")
    SEAT_EMPTY = "seat_empty", pgettext_lazy("vote", "A required expertise did not vote")


class SittingForm(TextChoices):
    """At a meeting of the board, or by circulation of papers (持ち回り)."""

    HELD = "held", pgettext_lazy("sitting", "At a meeting")
    CIRCULATED = "circulated", pgettext_lazy("sitting", "By circulation")


class AskedAs(TextChoices):
    """In whose name a question (照会) is put to the applicant."""

    BOARD = "board", pgettext_lazy("question", "The board")
    SECRETARIAT = "secretariat", pgettext_lazy("question", "The secretariat")


class ClockReason(TextChoices):
    """Why a deadline stands still (補正・照会中は停止)."""

    CORRECTION = "correction", pgettext_lazy("clock", "The applicant corrects the request")
    QUESTION = "question", pgettext_lazy("clock", "The applicant answers a question")


class AgreementKind(TextChoices):
    """What binds provider and recipient, by form of transfer."""

    CONTRACT = "contract", _("Data use agreement")
    MEMORANDUM = "memorandum", _("Memorandum")
    ENTRUSTMENT = "entrustment_contract", _("Entrustment contract")
    JOINT_USE_NOTICE = "joint_use_notice", _("Publication of joint use")
    SUCCESSION = "succession", _("Succession agreement")
    MEASURES = "measures_requested", _("Measures asked from the recipient")


class ConditionOwner(TextChoices):
    """Who owes a condition of approval, among the parties of the line."""

    RECIPIENT = "recipient", pgettext_lazy("owner of a condition", "The recipient")
    PROVIDER = "provider", pgettext_lazy("owner of a condition", "The provider")
    SECRETARIAT = "secretariat", pgettext_lazy("owner of a condition", "The secretariat")


class ConditionChecker(TextChoices):
    """Who checks the evidence of a condition of approval: never whoever owes it."""

    SECRETARIAT = "secretariat", pgettext_lazy("checker of a condition", "The secretariat")
    PROVIDER = "provider", pgettext_lazy("checker of a condition", "The provider")
    BOARD = "board", pgettext_lazy("checker of a condition", "The board")


class ConditionState(TextChoices):
    """Condition of approval (承認条件)."""

    OPEN = "open", pgettext_lazy("condition", "Open")
    SUBMITTED = "submitted", _("Evidence submitted")
    MET = "met", _("Met")
    WAIVED = "waived", _("Waived")


class GrantState(TextChoices):
    """利用承認の効力."""

    AWAITING = "awaiting_conditions", _("Awaiting conditions")
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    DISPOSAL_DUE = "disposal_due", _("Disposal due")
    CLOSED = "closed", _("Closed")


class SuspensionCause(TextChoices):
    """Why a grant is suspended: by order, or by itself."""

    ORDERED = "ordered", pgettext_lazy("suspension", "By order of the secretariat")
    CONDITION = "condition", pgettext_lazy("suspension", "A condition is overdue")
    ASSESSMENT = "assessment", pgettext_lazy("suspension", "The PIA no longer counts")
    INCIDENT = "incident", pgettext_lazy("suspension", "An incident or dispute is open")
    MEMBER = "member", pgettext_lazy("suspension", "A party is not a member in good standing")


class CopyOutcome(TextChoices):
    """What became of a copy that was passed on."""

    DISPOSED = "disposed", _("Disposed of")
    RETURNED = "returned", _("Returned")
    NEVER_MADE = "never_made", _("No copy was made")


class DeliveryState(TextChoices):
    """One actual provision."""

    PREPARING = "preparing", _("Being prepared")
    PREPARED = "prepared", _("Prepared")
    RELEASED = "released", _("Released")
    CANCELLED = "cancelled", _("Cancelled")


class PursuitCause(TextChoices):
    """Why a recipient has to act on what it holds of a person. A stop does not say what lies behind it: a demand of the
    person, a protective measure or a death are told alike."""

    WITHDRAWAL = "withdrawal", pgettext_lazy("pursuit", "Consent withdrawn")
    STOP = "stop", pgettext_lazy("pursuit", "Use is to stop")
    UNCOVERED = "uncovered", pgettext_lazy("pursuit", "No longer covered")


class PursuitOutcome(TextChoices):
    """What a recipient answers to a withdrawal."""

    DUE = "due", _("Waiting for the recipient")
    DELETED = "deleted", _("Deleted")
    USE_STOPPED = "use_stopped", _("Use stopped")
    IN_STATISTICS = "in_statistics", _("Already part of statistics, cannot be taken out")
    KEPT_BY_LAW = "kept_by_law", _("Kept because a law says so")
    NOT_HELD = "not_held", _("Nothing was received, nothing is held")


class Manner(TextChoices):
    """How a provision is recorded (個人情報保護法施行規則 19条)."""

    EACH = "each", _("Each time")
    BATCH = "batch", _("In one record of all provisions under the grant")
    CONTRACT = "contract", _("The contract stands for the record")


EVIDENCE_KINDS = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".csv", ".txt", ".xlsx", ".docx"})
"""Kinds of files that are taken as evidence of a condition or a disposal."""


class DisposalMethod(TextChoices):
    """返却・廃棄の方法."""

    ERASE = "erase", _("Erasure with a record of it")
    DESTROY = "destroy", _("Physical destruction of the medium")
    RETURN = "return", _("Return to the provider")


class Certified(TextChoices):
    """What a certificate says became of the data; :data:`NOTHING` where there never were any."""

    ERASE = DisposalMethod.ERASE.value, DisposalMethod.ERASE.label
    DESTROY = DisposalMethod.DESTROY.value, DisposalMethod.DESTROY.label
    RETURN = DisposalMethod.RETURN.value, DisposalMethod.RETURN.label
    NOTHING = "nothing", _("Nothing was received")


class IncidentState(TextChoices):
    """reported -> in hand -> settled -> closed; open until settled."""

    REPORTED = "reported", _("Reported")
    IN_HAND = "in_hand", _("In hand")
    SETTLED = "settled", _("Settled")
    CLOSED = "closed", _("Closed")


class BreachAnswer(TextChoices):
    """What a holder says of an incident: it reports a case of the law, does not know yet, or has nothing to report."""

    CASE = "case", _("A case of the law")
    NOT_KNOWN = "not_known", _("Not known yet: the days of the preliminary report are counted")
    NOTHING = "nothing", _("Nothing is to be reported")


class IncidentKind(TextChoices):
    """What an incident is about."""

    INCIDENT = "incident", _("Incident")
    DISPUTE = "dispute", _("Dispute")
