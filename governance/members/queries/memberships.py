"""What others may know about members: standing, pledges, delegates, offices. Never writes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils.module_loading import import_string

from core.access.queries import Someone, objects_with
from core.access.roles import Role
from core.accounts.models import Council, Organisation, User
from core.clock import TOKYO
from core.reading import once_a_page
from core.rulebook.provider import has_fallen, in_force
from core.rulebook.values import Rulebook
from governance.members.enums import LIVE_BLOCKS, OPEN_STATES, DelegateKind, MembershipState
from governance.members.models import Block, Delegate, Dues, Duty, Membership, Pledge
from governance.members.rules import (
    PARTICIPATION,
    BlockHeld,
    DutyHeld,
    Missing,
    PledgeHeld,
    Standing,
    missing,
)


@dataclass(frozen=True, slots=True)
class RollEntry:
    """One line of the list of members."""

    membership: Membership
    pledge: PledgeHeld | None
    missing: tuple[Missing, ...]


def visible_to(user: Someone) -> QuerySet[Membership]:
    """Memberships that ``user`` may see: all of their councils, those of organisations they represent, and the
    applications in which they were named, to the end."""
    return Membership.objects.filter(
        Q(council__in=objects_with(user, Council))
        | Q(organisation__in=objects_with(user, Organisation, Role.REPRESENTATIVE))
        | Q(pk__in=_named_in_applications(user).values("membership"))
    ).select_related("organisation", "council")


def _named_in_applications(user: Someone) -> QuerySet[Delegate]:
    """Where ``user`` represents an applicant by that application alone: the organisation is not theirs elsewhere."""
    rows = Delegate.objects.filter(user_id=user.pk or 0, kind=DelegateKind.REPRESENTATIVE)
    still = Q(until_on__isnull=True) | Q(until_on=F("membership__ended_on"))
    return rows.filter(still, membership__admitted_on__isnull=True)


def represents_applicant(user: Someone, membership: Membership) -> bool:
    """Is ``user`` named as representative in this application, which nobody has decided yet?"""
    if membership.state != MembershipState.APPLIED:
        return False
    return _named_in_applications(user).filter(membership=membership.pk, until_on__isnull=True).exists()


def membership_of(council: Council, organisation: Organisation) -> Membership | None:
    """The open membership of ``organisation``, else its last one, else None."""
    held = Membership.objects.filter(council=council, organisation=organisation).select_related(
        "organisation", "council"
    )
    return held.filter(state__in=OPEN_STATES).first() or held.order_by("-applied_at").first()


def membership_subject(membership: Membership) -> str:
    """How the ledger, meetings and decisions call a membership."""
    return f"membership:{membership.council.slug}:{membership.pk}"


def joined() -> QuerySet[Membership]:
    """Memberships of all councils that count now: admitted, suspended or not."""
    return Membership.objects.filter(state__in=(MembershipState.ADMITTED, MembershipState.SUSPENDED))


def councils_of(organisation: Organisation) -> QuerySet[Council]:
    """Councils that ``organisation`` is a member of (settings.COUNCILS_OF_ORGANISATION)."""
    return Council.objects.filter(pk__in=joined().filter(organisation=organisation).values("council"))


def organisations_in(council: Council) -> QuerySet[Organisation]:
    """Members of ``council``, present and past, and who applied (settings.ORGANISATIONS_OF_COUNCIL)."""
    known = Membership.objects.filter(council=council).values("organisation")
    return Organisation.objects.filter(pk__in=known)


def organisations_to_name(council: Council) -> QuerySet[Organisation]:
    """Whom ``council`` may name as the place where somebody comes from: those it knows, and those that were entered
    and that no council knows yet. Those of other councils are none of its business."""
    elsewhere = Membership.objects.exclude(council=council).values("organisation")
    return (organisations_in(council) | Organisation.objects.exclude(pk__in=elsewhere)).order_by(
        "name_ja", "pk"
    )


@once_a_page
def standing(council: Council, organisation: Organisation, on: date) -> Standing:
    """How ``organisation`` stands in ``council`` on ``on``; a Standing without state where it never applied."""
    found = membership_of(council, organisation)
    return standing_of(found, on) if found else Standing(on=on)


def standing_of(membership: Membership, on: date) -> Standing:
    """The standing of one membership on ``on``, with what its organisation owes the council and what is decided
    against it, be it from an earlier membership: who leaves and comes back brings it along."""
    return _standing(membership, open_duties(membership), on, live_blocks(membership))


def live_blocks(membership: Membership) -> tuple[BlockHeld, ...]:
    """Blocks that were not lifted and are not over, their days past, present and to come."""
    rows = _blocks(membership).filter(state__in=LIVE_BLOCKS).order_by("from_on", "pk")
    return tuple(BlockHeld(row.scope, row.from_on, row.until_on) for row in rows)


def blocks_of(membership: Membership) -> QuerySet[Block]:
    """Every block of a member, the newest first; for the organisation and the secretariat only."""
    return _blocks(membership).select_related("membership").order_by("-pk")


def _blocks(membership: Membership) -> QuerySet[Block]:
    """The blocks of an organisation in a council, under this membership and others."""
    return Block.objects.filter(
        membership__council=membership.council_id, membership__organisation=membership.organisation_id
    )


def blocks_in(council: Council, organisations: Collection[Organisation] | None = None) -> QuerySet[Block]:
    """Blocks that live, of all or of some organisations, the earliest end first."""
    rows = Block.objects.filter(membership__council=council, state__in=LIVE_BLOCKS)
    if organisations is not None:
        rows = rows.filter(membership__organisation__in=organisations)
    return rows.select_related("membership__organisation", "membership__council").order_by("until_on", "pk")


def block_fell(block: Block) -> bool:
    """Was the decision on which ``block`` rests, the newest one, superseded?"""
    return has_fallen(block.membership.council, block.outcome_decision or block.decision_number)


def open_duties_in(council: Council) -> QuerySet[Duty]:
    """Every duty of ``council`` that is not done."""
    return Duty.objects.filter(membership__council=council, settled_at__isnull=True)


def duties_of(membership: Membership) -> QuerySet[Duty]:
    """The duties of whoever holds ``membership`` that are open, and those that the secretariat found settled; what is
    open first, each the earliest first."""
    rows = Duty.objects.filter(
        membership__council=membership.council_id, membership__organisation=membership.organisation_id
    )
    rows = rows.filter(Q(settled_at__isnull=True) | Q(settled_by__isnull=False)).select_related("settled_by")
    return rows.order_by(F("settled_at").asc(nulls_first=True), "due_on", "pk")


def duties_in(council: Council, organisations: Collection[Organisation]) -> QuerySet[Duty]:
    """Open duties of some organisations, the earliest first."""
    rows = Duty.objects.filter(
        membership__council=council, membership__organisation__in=organisations, settled_at__isnull=True
    )
    return rows.select_related("membership__organisation").order_by("due_on", "pk")


def duties_about(membership: Membership, subject: str) -> QuerySet[Duty]:
    """Open duties about ``subject`` of whoever holds ``membership``, under this membership and others."""
    return Duty.objects.filter(
        membership__council=membership.council_id,
        membership__organisation=membership.organisation_id,
        subject=subject,
        settled_at__isnull=True,
    )


def _standing(
    membership: Membership, duties: tuple[DutyHeld, ...], on: date, blocks: tuple[BlockHeld, ...] = ()
) -> Standing:
    return Standing(
        state=membership.state,
        member_class=membership.member_class,
        votes=membership.votes,
        since=membership.admitted_on,
        until=membership.ended_on,
        state_reason=membership.state_reason,
        duties=duties,
        on=on,
        blocks=blocks,
    )


def open_duties(membership: Membership) -> tuple[DutyHeld, ...]:
    """Duties of the organisation not yet done, under this membership or an earlier one, the earliest first: those
    opened by others, and unpaid dues."""
    return _duties(membership.council_id, [membership.organisation_id]).get(membership.organisation_id, ())


def unpaid(membership: Membership) -> QuerySet[Dues]:
    """Dues of the organisation not paid yet, under this membership or an earlier one, the earliest first."""
    rows = Dues.objects.filter(paid_at__isnull=True, membership__council=membership.council_id)
    return rows.filter(membership__organisation=membership.organisation_id).order_by("fiscal_year")


def _duties(council: int, organisations: Collection[int]) -> dict[int, tuple[DutyHeld, ...]]:
    """The open duties of several organisations in a council, by organisation. Two statements."""
    held: dict[int, list[DutyHeld]] = {}
    owed = {"membership__council": council, "membership__organisation__in": organisations}
    for duty in Duty.objects.filter(settled_at__isnull=True, **owed).select_related("membership"):
        one = DutyHeld(duty.kind, duty.subject, duty.due_on)
        held.setdefault(duty.membership.organisation_id, []).append(one)
    for dues in Dues.objects.filter(paid_at__isnull=True, **owed).select_related("membership"):
        one = DutyHeld("dues", f"dues:{dues.fiscal_year}", dues.due_on)
        held.setdefault(dues.membership.organisation_id, []).append(one)
    return {key: tuple(sorted(some, key=lambda duty: duty.due)) for key, some in held.items()}


def pledge(council: Council, organisation: Organisation) -> PledgeHeld | None:
    """The newest acceptance of the participation rules by ``organisation``, or None."""
    return _held(Pledge.objects.filter(membership__council=council, membership__organisation=organisation))


def pledge_of(membership: Membership) -> PledgeHeld | None:
    """The newest acceptance within one membership."""
    return _held(Pledge.objects.filter(membership=membership))


def _held(pledges: QuerySet[Pledge]) -> PledgeHeld | None:
    newest = pledges.filter(instrument=PARTICIPATION).order_by("-edition", "-accepted_at").first()
    return _pledge_held(newest) if newest else None


def _pledge_held(newest: Pledge) -> PledgeHeld:
    return PledgeHeld(newest.edition, newest.accepted_at.astimezone(TOKYO).date(), newest.instrument)


def pledges_of(membership: Membership) -> QuerySet[Pledge]:
    """Every acceptance, newest first."""
    return Pledge.objects.filter(membership=membership).order_by("-accepted_at")


def what_is_missing(membership: Membership, rulebook: Rulebook) -> tuple[Missing, ...]:
    """What the member still lacks under ``rulebook``, what blocks first; for the page *Standing*."""
    return missing(standing_of(membership, rulebook.on), pledge_of(membership), rulebook)


def roll(council: Council, rulebook: Rulebook) -> list[RollEntry]:
    """All members with their pledge and what each lacks under ``rulebook``. Four statements, however many."""
    rows = list(memberships(council))
    keys = [row.pk for row in rows]
    duties = _duties(council.pk, [row.organisation_id for row in rows])
    pledges: dict[int, PledgeHeld] = {}
    accepted = Pledge.objects.filter(membership__in=keys, instrument=PARTICIPATION)
    for one in accepted.order_by("edition", "accepted_at"):
        pledges[one.membership_id] = _pledge_held(one)
    return [
        RollEntry(
            row,
            pledges.get(row.pk),
            missing(
                _standing(row, duties.get(row.organisation_id, ()), rulebook.on),
                pledges.get(row.pk),
                rulebook,
            ),
        )
        for row in rows
    ]


def organisations_of(user: User, council: Council) -> QuerySet[Organisation]:
    """Organisations with an open membership in ``council`` that ``user`` represents."""
    return Organisation.objects.filter(
        pk__in=objects_with(user, Organisation, Role.REPRESENTATIVE),
        memberships__council=council,
        memberships__state__in=OPEN_STATES,
    ).distinct()


def memberships(council: Council) -> QuerySet[Membership]:
    """All memberships of ``council``, in the order of their names."""
    return (
        Membership.objects.filter(council=council)
        .select_related("organisation")
        .order_by("organisation__name_ja", "applied_at")
    )


def votes_by_class(council: Council, on: date) -> dict[str, int]:
    """How many votes the rules of ``on`` give to each class of members."""
    table = in_force(council, on).get("membership_classes")
    return {one.code: one.votes for one in table.classes} if table else {}


def voters(council: Council, on: date) -> list[tuple[Membership, int]]:
    """Memberships that may vote in the general assembly, and with how many votes by the rules of ``on``: admitted, not
    suspended, with a vote."""
    votes = votes_by_class(council, on)
    rows = Membership.objects.filter(council=council, state=MembershipState.ADMITTED)
    weighed = (
        (row, votes.get(row.member_class, row.votes))
        for row in rows.select_related("organisation").order_by("pk")
    )
    return [(row, weight) for row, weight in weighed if weight]


def belongs_elsewhere(membership: Membership) -> bool:
    """Does another council rely on who represents the organisation?"""
    return bool(relying_elsewhere(membership))


def relying_elsewhere(membership: Membership) -> list[Membership]:
    """The memberships of the organisation in other councils that count there: those that were taken in, and those that
    ended with data not accounted for. An application does not count: nobody took it in."""
    others = Membership.objects.filter(organisation=membership.organisation_id).exclude(
        council=membership.council_id
    )
    left = others.filter(admitted_on__isnull=False, council__in=_unsettled(membership))
    found = others.filter(Q(pk__in=joined().values("pk")) | Q(pk__in=left.values("pk")))
    return list({row.council_id: row for row in found.select_related("council").order_by("pk")}.values())


def has_unsettled(membership: Membership) -> bool:
    """Is there data under grants in the council that the organisation has still to account for, or has provided?"""
    return _unsettled(membership).filter(pk=membership.council_id).exists()


def _unsettled(membership: Membership) -> QuerySet[Council]:
    found: QuerySet[Council] = import_string(settings.COUNCILS_UNSETTLED)(membership.organisation)
    return found


def dues_of(membership: Membership) -> QuerySet[Dues]:
    """Dues by year, newest first."""
    return Dues.objects.filter(membership=membership).order_by("-fiscal_year")


def blocking_organisations(council: Council, on: date) -> list[dict[str, Any]]:
    """Members with an overdue duty, for the secretariat's worklist: organisation, kind, subject, due."""
    rows = (
        Duty.objects.filter(membership__council=council, settled_at__isnull=True, due_on__lt=on)
        .select_related("membership__organisation")
        .order_by("due_on")
    )
    return [
        {
            "organisation": row.membership.organisation,
            "kind": row.kind,
            "subject": row.subject,
            "due": row.due_on,
        }
        for row in rows
    ]
