"""What the gate looks at: one request line (dataset x provider organ), as a frozen value.

The loader in ``governance.sharing.queries`` fills it; it is kept beside the verdict as canonical JSON and
can be read back and judged again. Conventions:

* ``None`` means *nobody knows or has entered it yet*; a check never passes on it. An empty tuple or set
  is an answer ("there are none").
* No personal data: persons appear as counts, or as one :class:`PersonFacts` without any identifier.
* Days are civil dates in Tokyo, moments are aware datetimes; periods are whole months or days.
* Organisations, organs, notices, grants ... are named by their opaque key or public reference.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

from core import canonical
from core.law.values import DataClass, Regime, TransferForm
from core.rulebook.values import (
    ApprovalBodies,
    BoardAuthority,
    BoardQuorum,
    ExpeditedReview,
    Independence,
    Majority,
    RecusalScope,
    Rulebook,
)

Trigger = Literal["special_care", "children", "location", "camera"]
Stage = Literal["acquire", "use", "store", "dispose"]
Finding = Literal["suitable", "conditional", "unsuitable", "continued"]
Choice = Literal["suitable", "conditional", "unsuitable", "continued", "abstain"]
Harm = Literal["none_feared", "feared"]

SCHEMA = 1
"""Version of the shape below; raised when a stored value can no longer be read as it was written."""


class Part(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Base of all facts."""


class Party(Part, frozen=True):
    """Provider or recipient: the organ that acts, and the standing of its organisation in the council.

    ``membership`` is None where the organisation has never applied. ``country`` is ISO 3166-1 alpha-2,
    None where nobody stated it.
    """

    organisation: str
    organ: str
    regime: Regime
    membership: Literal["applied", "admitted", "suspended", "withdrawn", "expelled"] | None
    member_from: date | None = None
    member_until: date | None = None
    country: str | None = "JP"
    academic: bool = False


class OverdueDuty(Part, frozen=True):
    """A duty of a party that is not done. It is overdue once ``due`` has passed; ``blocking_decision``
    is the number of the decision that makes it block whatever the rule says."""

    kind: Literal["disposal", "condition", "report", "dues"]
    reference: str
    due: date
    blocking_decision: str = ""


class Pledge(Part, frozen=True):
    """Acceptance of the participation rules by the recipient: the newest one that was not withdrawn."""

    edition: int
    accepted_on: date
    valid_until: date | None = None
    instrument: str = "participation"


class Item(Part, frozen=True):
    """One item of a dataset and the class that it has there."""

    code: str
    data_class: DataClass


class Dataset(Part, frozen=True):
    """The dataset as registered. ``stages`` are those of its lifecycle that are fully declared."""

    reference: str
    state: Literal["drafted", "registered", "suspended", "retired"]
    items: tuple[Item, ...]
    stages: frozenset[Stage]
    purposes: frozenset[str]
    retention_months: int | None
    persons: int | None
    triggers: frozenset[Trigger] | None


class Entrustment(Part, frozen=True):
    """委託: does the recipient pursue a purpose of its own; which sub-processors does it name?"""

    own_purpose: bool | None = None
    subprocessors: tuple[str, ...] | None = None


class JointUse(Part, frozen=True):
    """共同利用: which of its items were made known, and from which day."""

    made_known: frozenset[Literal["fact", "items", "scope", "purpose", "manager"]] = frozenset()
    made_known_on: date | None = None


class ForeignTransfer(Part, frozen=True):
    """How a transfer to a recipient abroad is founded (APPI art. 28) and what the person was told."""

    route: Literal["consent", "equivalent_measures"] | None = None
    told: frozenset[str] = frozenset()
    measures_reference: str = ""
    measures_checked_on: date | None = None


class Line(Part, frozen=True):
    """What is asked for: one line of a data-use request.

    ``data_class`` is the class of what is handed over, after ``processing`` (statistics, pseudonymise,
    anonymise). ``purpose_judgement`` is the reference of the provider's judgement that another purpose
    is compatible. ``ground_reason`` and ``statute`` are the reference of the stated reason and the law.
    """

    reference: str
    items: frozenset[str]
    purpose: str
    form: TransferForm | None
    data_class: DataClass | None
    ground: str
    processing: Literal["", "statistics", "pseudonymise", "anonymise"] = ""
    purpose_judgement: str = ""
    ground_reason: str = ""
    statute: str = ""
    harm: Harm | None = None
    minor_change: bool = False
    use_from: date | None = None
    use_until: date | None = None
    retention_months: int | None = None
    disposal_method: Literal["return", "erase", "destroy"] | None = None
    disposal_by: date | None = None
    storage: frozenset[str] | None = None
    environment_grasped: frozenset[str] = frozenset()
    safeguards: frozenset[str] | None = None
    evidenced: frozenset[str] = frozenset()
    publication_record: str = ""
    procedure_reference: str = ""
    recipient_holds_as_personal: bool | None = None
    recipient_consent_confirmed: bool | None = None
    entrustment: Entrustment | None = None
    joint_use: JointUse | None = None
    succession_reference: str = ""
    foreign: ForeignTransfer | None = None


class Pia(Part, frozen=True):
    """The newest assessment of the dataset or project, and what it covers."""

    reference: str
    state: Literal[
        "threshold",
        "not_required",
        "preparing",
        "assessing",
        "in_review",
        "approved",
        "published",
        "outdated",
    ]
    approved_on: date | None = None
    valid_until: date | None = None
    items: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    recipients: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    stages: frozenset[Stage] = frozenset()
    retention_months: int | None = None
    unaccepted_high: int | None = None
    outdated_by: Literal["", "change", "time", "incident", "rule"] = ""


class NoticeChoice(Part, frozen=True):
    """One choice of a notice version: items x purpose x recipients, and how it is asked.
    ``recipients`` are organisation keys."""

    notice: str
    items: frozenset[str]
    purpose: str
    recipients: frozenset[str]
    opt_in: bool
    retention_months: int | None = None


class Consents(Part, frozen=True):
    """Choices published for the dataset, and how many persons are in force under those that cover the line;
    ``fell_out`` counts the others by state (refused, withdrawn, expired ...)."""

    choices: tuple[NoticeChoice, ...]
    in_force: int | None = None
    fell_out: dict[str, int] = {}


class Feed(Part, frozen=True):
    """Reconciliation of consents that a provider's system keeps."""

    reference: str
    reconciled_at: datetime | None
    agrees: bool | None


class PersonFacts(Part, frozen=True):
    """One person's standing at the flow, without any identifier. ``known`` is False where nobody linked the
    holder's id to a person; ``notice`` names the notice version of the consent."""

    known: bool
    consent: (
        Literal[
            "requested",
            "deferred",
            "refused",
            "in_force",
            "withdrawn",
            "revoked",
            "expired",
            "invalidated",
        ]
        | None
    ) = None
    consent_until: datetime | None = None
    notice: str = ""
    held_since: datetime | None = None


class ReleaseList(Part, frozen=True):
    """The list that is about to go: how many persons, and how many of them may not."""

    persons: int
    without_consent: int
    held: int


class Asked(Part, frozen=True):
    """What a machine asks, where it names more than the grant: action, items and purpose.
    ``purpose_known``: somebody in the council has configured that purpose."""

    action: Literal["share", "use", "retain"] = "share"
    items: frozenset[str] = frozenset()
    purpose: str = ""
    purpose_known: bool = True


class Seat(Part, frozen=True):
    """One member of the panel, fixed when the review opened. ``member`` is an opaque key.
    ``present``: took part in the vote; ``opinion_in``: gave an individual opinion in this round."""

    member: str
    expertise: str
    chair: bool = False
    declared: bool = False
    interests: frozenset[str] = frozenset()
    recused: bool = False
    present: bool = False
    opinion_in: bool = False


class BallotCast(Part, frozen=True):
    """One ballot; ``withheld`` never: ballots are facts of the case, shown only as counts."""

    member: str
    choice: Choice


class BoardRules(Part, frozen=True):
    """The rules in force on the day of the vote: a later edition does not rewrite a vote (see Panel.rules)."""

    quorum: BoardQuorum | None = None
    majority: Majority | None = None
    recusal: RecusalScope | None = None
    independence: Independence | None = None
    authority: BoardAuthority | None = None
    expedited: ExpeditedReview | None = None

    @classmethod
    def of(cls, rulebook: Rulebook) -> BoardRules:
        """The board's rules in ``rulebook``."""
        return cls(
            quorum=rulebook.get("board_quorum"),
            majority=rulebook.get("board_majority"),
            recusal=rulebook.get("recusal_scope"),
            independence=rulebook.get("independent_opinions"),
            authority=rulebook.get("board_authority"),
            expedited=rulebook.get("expedited_review"),
        )


class Panel(Part, frozen=True):
    """The board on this line. ``no_objection`` is the finding adopted without objection (異議なし).

    ``rules`` are those of the day of the vote; None before the vote, and in a replay under other rules:
    then the rulebook given to the gate is used.
    """

    body: str
    seats: tuple[Seat, ...]
    ballots: tuple[BallotCast, ...] = ()
    no_objection: Finding | None = None
    voted_on: date | None = None
    expedited: bool = False
    rules: BoardRules | None = None


class DepartureVote(Part, frozen=True):
    """The deciding body's vote to decide otherwise than the board advised."""

    votes_for: int
    votes_against: int
    present: int
    eligible: int
    members: int
    reasons_published: bool


class Approval(Part, frozen=True):
    """The council's decision on the line. ``bodies`` are the approval bodies of the rules in force on
    the day of decision (None in a replay)."""

    number: str
    body: str
    state: Literal["approved", "not_approved", "revoked"]
    decided_on: date
    valid_until: date | None
    items: frozenset[str]
    purpose: str
    data_class: DataClass
    adopts_conditions: bool = True
    departure: DepartureVote | None = None
    provisional: bool = False
    ratified: bool = False
    bodies: ApprovalBodies | None = None


class ProviderDecision(Part, frozen=True):
    """The holder's own decision with its file number, legal ground and judgement of harm."""

    number: str
    organ: str
    state: Literal["accepted", "declined", "revoked"]
    decided_on: date
    ground: str
    items: frozenset[str]
    harm: Harm | None = None


class Agreement(Part, frozen=True):
    """What provider and recipient signed, or published."""

    reference: str
    kind: Literal[
        "contract",
        "memorandum",
        "entrustment_contract",
        "joint_use_notice",
        "succession",
        "measures_requested",
    ]
    state: Literal["drafted", "signed", "terminated"]
    valid_from: date | None
    valid_until: date | None


class Condition(Part, frozen=True):
    """A binding condition of approval (承認条件)."""

    reference: str
    precedent: bool
    state: Literal["open", "submitted", "met", "not_met", "overdue", "waived"]
    due: date | None = None
    waived_by: str = ""


class Incident(Part, frozen=True):
    """An incident or dispute and what it concerns; all three empty: the whole council."""

    reference: str
    kind: Literal["incident", "dispute"]
    state: Literal["reported", "in_hand", "settled", "closed"]
    datasets: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    lines: frozenset[str] = frozenset()


class Grant(Part, frozen=True):
    """The right to receive."""

    number: str
    state: Literal["awaiting_conditions", "active", "suspended", "disposal_due", "closed"]
    starts_on: date
    ends_on: date
    disposal_due_on: date | None = None
    suspended_by: str = ""


class GateFacts(Part, frozen=True):
    """Everything the gate needs to know about one request line. ``scope``: the line as a whole, a release
    list that is about to go, or one person's data."""

    council: str
    provider: Party
    recipient: Party
    dataset: Dataset
    line: Line
    duties: tuple[OverdueDuty, ...] | None = None
    pledge: Pledge | None = None
    pia: Pia | None = None
    consents: Consents | None = None
    feeds: tuple[Feed, ...] | None = None
    panel: Panel | None = None
    approval: Approval | None = None
    decision: ProviderDecision | None = None
    agreement: Agreement | None = None
    conditions: tuple[Condition, ...] | None = None
    incidents: tuple[Incident, ...] | None = None
    grant: Grant | None = None
    scope: Literal["line", "release", "person"] = "line"
    person: PersonFacts | None = None
    release: ReleaseList | None = None
    asked: Asked | None = None
    schema: int = SCHEMA


def encode(facts: GateFacts) -> bytes:
    """The canonical JSON of ``facts``, as it is kept and committed to."""
    return canonical.encode(facts)


def decode(stored: bytes | str) -> GateFacts:
    """Facts from their stored JSON.

    Raises:
        msgspec.ValidationError: not facts of this schema.
    """
    return msgspec.json.decode(stored, type=GateFacts)
