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

from typing import Any, Literal

import msgspec

from core import canonical
from governance.sharing.rules.facts_decisions import (
    Agreement,
    Approval,
    ApprovalRules,
    BallotCast,
    BoardRules,
    Choice,
    Condition,
    DepartureVote,
    Finding,
    Grant,
    Incident,
    Panel,
    ProviderDecision,
    Seat,
)
from governance.sharing.rules.facts_request import (
    Asked,
    Block,
    Consents,
    Dataset,
    Entrustment,
    Feed,
    ForeignTransfer,
    Harm,
    Item,
    JointUse,
    Line,
    NoticeChoice,
    OverdueDuty,
    Part,
    Party,
    PersonFacts,
    Pia,
    Pledge,
    ReleaseList,
    Stage,
    Subprocessor,
    Trigger,
)

__all__ = [
    "Agreement",
    "Approval",
    "ApprovalRules",
    "Asked",
    "BallotCast",
    "Block",
    "BoardRules",
    "Choice",
    "Condition",
    "Consents",
    "Dataset",
    "DepartureVote",
    "Entrustment",
    "Feed",
    "Finding",
    "ForeignTransfer",
    "GateFacts",
    "Grant",
    "Harm",
    "Incident",
    "Item",
    "JointUse",
    "Line",
    "NoticeChoice",
    "OverdueDuty",
    "Panel",
    "Part",
    "Party",
    "PersonFacts",
    "Pia",
    "Pledge",
    "ProviderDecision",
    "ReleaseList",
    "Seat",
    "Stage",
    "Subprocessor",
    "Trigger",
    "decode",
    "encode",
]

RETIRED: tuple[tuple[str, str, Any], ...] = (
    ("duties", "blocking_decision", ""),
    ("pledge", "valid_until", None),
    ("incidents", "lines", []),
)
"""Fields that kept facts still name: part, field and the only value that it had."""
SCHEMA = 1
"""Version of the shape below; raised when a stored value can no longer be read as it was written."""


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
    try:
        return msgspec.json.decode(stored, type=GateFacts)
    except msgspec.ValidationError:
        return msgspec.convert(_without_retired(msgspec.json.decode(stored)), GateFacts)


def _without_retired(stored: Any) -> Any:
    """Facts that were kept before a field was retired; nothing ever filled it."""
    if isinstance(stored, dict):
        for part, field, empty in RETIRED:
            found = stored.get(part)
            for one in found if isinstance(found, list) else [found]:
                if isinstance(one, dict) and one.get(field) == empty:
                    one.pop(field, None)
    return stored
