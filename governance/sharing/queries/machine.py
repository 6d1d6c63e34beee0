"""What machines ask about: the lines between a dataset and a recipient, with the facts that do not depend on a person.

Facts are loaded here and may be held by the asker as long as the counters of :mod:`core.ledger` stand still;
consents and holds of a person, and counts of persons, are not among them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from msgspec.structs import replace

from consent import queries as consent
from core.accounts.models import Council
from core.law.values import IDENTIFIABLE, KNOWN_BY_ID
from governance.sharing.enums import ConditionOwner, ConditionState, GrantState, RequestState
from governance.sharing.models import Dataset, RequestLine, SharingRequest
from governance.sharing.queries.conditions import waived
from governance.sharing.queries.facts import consent_items, gate_facts
from governance.sharing.queries.requests import line as load_line
from governance.sharing.queries.restrictions import Provided, provided
from governance.sharing.rules.facts import Asked, GateFacts

_RANK: dict[str, int] = {
    GrantState.ACTIVE: 3,
    GrantState.SUSPENDED: 2,
    GrantState.DISPOSAL_DUE: 2,
    GrantState.AWAITING: 1,
}


@dataclass(frozen=True, slots=True)
class Obligation:
    """A binding condition that rides on a permit."""

    reference: str
    text: str
    due: date | None
    state: str


@dataclass(frozen=True, slots=True, eq=False)
class MachineLine:
    """One line as a machine may ask about it, equal to itself alone. ``notices`` names the notice version of each
    covering choice; ``holder`` is the organ whose ids name the persons; ``parties`` may ask, and about single persons
    ``parties_by_id``; ``provided`` says what the provider leaves out."""

    pk: int
    council: int
    facts: GateFacts
    holder: int
    recipient_organ: int
    parties: frozenset[int]
    parties_by_id: frozenset[int]
    notices: dict[int, str]
    obligations: tuple[Obligation, ...]
    provided: Provided | None
    rank: int

    def tells(self, organisation: int, *, of_person: bool) -> bool:
        """May ``organisation`` ask about the line, or about a person by it?"""
        return organisation in (self.parties_by_id if of_person else self.parties)

    def granted_to(self, organisation: int, asked: Asked) -> bool:
        """Has ``organisation`` a grant on what is asked for?"""
        return self.tells(organisation, of_person=False) and self.rank > 0 and all(self.fits(asked))

    def fits(self, asked: Asked) -> tuple[bool, bool]:
        """Does the line have the purpose, and the items, that are asked for?"""
        line = self.facts.line
        return not asked.purpose or asked.purpose == line.purpose, asked.items <= line.items

    @property
    def counts(self) -> bool:
        """Do :meth:`counted` facts have to be read from the database?"""
        return self.facts.consents is not None and bool(self.notices)

    def counted(self, at: datetime) -> GateFacts:
        """The facts with the persons counted anew: for questions about the line as a whole."""
        known = self.facts.consents
        if known is None or not self.counts:
            return self.facts
        in_force = consent.in_force(self.notices, at=at).count()
        fresh = replace(known, in_force=in_force, fell_out=consent.fallen_out(self.notices, at=at))
        return replace(self.facts, consents=fresh)


def lines_between(
    council: Council, dataset: str, subject: Q, *, at: datetime, organ: int | None = None
) -> tuple[MachineLine, ...]:
    """The submitted lines on ``dataset`` of the applicant that ``subject`` selects (:func:`organisation`); those with a
    grant also while their request is sent back."""
    rows = RequestLine.objects.filter(
        subject, request__council=council, dataset__reference=dataset, dataset__council=council
    ).exclude(request__state=RequestState.DRAFTED, grant__isnull=True)
    if organ is not None:
        rows = rows.filter(request__recipient_organ=organ)
    return tuple(_loaded(pk, at) for pk in rows.order_by("-pk").values_list("pk", flat=True))


def organisation(*, pk: int | None = None, number: str = "") -> Q:
    """Selects lines by their applicant: its key or its corporate number (法人番号)."""
    if pk is not None:
        return Q(request__applicant=pk)
    return Q(request__applicant__corporate_number=number)


def _loaded(pk: int, at: datetime) -> MachineLine:
    line = load_line(pk)
    provider, applicant = line.dataset.provider, line.request.applicant_id
    facts = gate_facts(line, at=at, count=False)
    holding, asking = frozenset({provider.organisation_id}), frozenset({applicant})
    return MachineLine(
        pk=pk,
        council=line.request.council_id,
        facts=facts,
        holder=provider.pk,
        recipient_organ=line.request.recipient_organ_id,
        parties=holding | asking,
        parties_by_id=holding if line.data_class in IDENTIFIABLE - KNOWN_BY_ID else holding | asking,
        notices=_notices(line),
        obligations=_obligations(line),
        provided=provided(line),
        rank=_RANK.get(line.grant.state, 0) if hasattr(line, "grant") else 0,
    )


def _obligations(line: RequestLine) -> tuple[Obligation, ...]:
    """What the recipient owes; what was waived by a decision that fell is to be met after all."""
    rows = line.conditions.filter(owed_by=ConditionOwner.RECIPIENT).exclude(waived()).order_by("pk")
    fallen, open_ = ConditionState.WAIVED, ConditionState.OPEN
    return tuple(
        Obligation(row.reference, row.text, row.due_on, open_ if row.state == fallen else row.state)
        for row in rows
    )


def _notices(line: RequestLine) -> dict[int, str]:
    covering = set(consent_items(line))
    offered = consent.choices(line.request.council, dataset=line.dataset.reference)
    return {row.item: f"{row.notice}v{row.version}" for row in offered if row.item in covering}


def purposes_known(council: Council) -> frozenset[str]:
    """Every purpose that somebody in ``council`` has configured: of acquisition, of a request or of a notice."""
    found: set[Any] = set()
    for dataset, purposes in Dataset.objects.filter(council=council).values_list("reference", "purposes"):
        found.update(purposes)
        found.update(row.purpose for row in consent.choices(council, dataset=dataset))
    asked = ~Q(state=RequestState.DRAFTED) | Q(lines__grant__isnull=False)
    submitted = SharingRequest.objects.filter(asked, council=council)
    found.update(submitted.values_list("purpose", flat=True))
    return frozenset(found)
