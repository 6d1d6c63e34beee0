"""Facts of the request: parties, dataset, line, assessment, consents, and what is asked at the flow.

``None`` means *nobody knows or has entered it yet*; see :mod:`governance.sharing.rules.facts`.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

from core.law.values import DataClass, Regime, TransferForm

Trigger = Literal["special_care", "children", "location", "camera"]
Stage = Literal["acquire", "use", "store", "dispose"]
Harm = Literal["none_feared", "feared"]


class Part(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Base of all facts."""


class Block(Part, frozen=True):
    """A decision of the council keeps a party from providing, receiving or both; both days count."""

    scope: Literal["all", "provider", "recipient"]
    from_on: date
    until_on: date


class Party(Part, frozen=True):
    """Provider or recipient: the organ that acts, and the standing of its organisation in the council.

    ``membership`` is None where the organisation has never applied. ``country`` is ISO 3166-1 alpha-2,
    None where nobody stated it.
    """

    organisation: str
    organ: str
    regime: Regime
    membership: Literal["applied", "admitted", "suspended", "withdrawn", "rejected", "expelled"] | None
    member_from: date | None = None
    member_until: date | None = None
    country: str | None = "JP"
    academic: bool = False
    blocks: tuple[Block, ...] = ()
    organ_until: date | None = None
    """The last day of an organ that is or will be abolished."""


class OverdueDuty(Part, frozen=True):
    """A duty of a party that is not done. It is overdue once ``due`` has passed."""

    kind: Literal["disposal", "condition", "report", "dues"]
    reference: str
    due: date


class Pledge(Part, frozen=True):
    """Acceptance of the participation rules by the recipient: the newest one that was not withdrawn."""

    edition: int
    accepted_on: date
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


class Subprocessor(Part, frozen=True):
    """再委託先: name, country, what for, and of whom: 0 the recipient itself, n the n-th of the list."""

    name: str
    country: str | None = None
    task: str = ""
    of: int = 0


class Entrustment(Part, frozen=True):
    """委託: does the recipient pursue a purpose of its own; which sub-processors does it name, and whose are they?"""

    own_purpose: bool | None = None
    subprocessors: tuple[Subprocessor, ...] | None = None


class JointUse(Part, frozen=True):
    """共同利用: which of its items were made known, from which day and where."""

    made_known: frozenset[Literal["fact", "items", "scope", "purpose", "manager"]] = frozenset()
    made_known_on: date | None = None
    made_known_where: str = ""


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
    ``joint_research`` names the research done together; the three of opt-out are the number of the filing, and since
    when and where the persons could know of it. ``harm`` is the provider's judgement, None until it decides.
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
    joint_research: str = ""
    opt_out_filing: str = ""
    opt_out_known_on: date | None = None
    opt_out_where: str = ""
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
    ``recipients`` are organisation keys; ``in_use``: somebody is in force under it, as far as anybody looked;
    ``storage``: countries in which the persons were told that the data may be kept, None where it was not looked up."""

    notice: str
    items: frozenset[str]
    purpose: str
    recipients: frozenset[str]
    opt_in: bool
    retention_months: int | None = None
    in_use: bool = True
    storage: frozenset[str] | None = None


class Consents(Part, frozen=True):
    """Choices published for the dataset, the newest first, and how many persons are in force under those that cover
    the line; ``fell_out`` counts the others by state (refused, withdrawn, expired ...)."""

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


class Asked(Part, frozen=True, cache_hash=True):
    """What a machine asks, where it names more than the grant: action, items and purpose.
    ``purpose_known``: somebody in the council has configured that purpose."""

    action: Literal["share", "use", "retain"] = "share"
    items: frozenset[str] = frozenset()
    purpose: str = ""
    purpose_known: bool = True
