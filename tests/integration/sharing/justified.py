"""Was a delivery right to go? Asked of the tables, in our own words: nothing here calls the gate or its rules."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from django.db.models import Q

from consent.models import Consent, PersonHold
from core import clock
from core.access.queries import roles_on
from core.access.roles import Role
from core.accounts.models import SubjectLink
from governance.assembly.models import Decision
from governance.members.models import Membership
from governance.sharing.models import Delivery, Grant, Incident, PanelMember, RequestLine, Review
from pia.models import Assessment

FAVOURABLE = {"suitable", "conditional"}
REQUIRED = {"information_security", "law", "data_ethics"}
"""Expertise that the charter of the demo asks to be present."""


def assert_justified(delivery: Delivery) -> None:
    """Every link from the board to the person stands, at this moment."""
    line = delivery.grant.line
    assert set(delivery.items) <= set(line.items)
    _board(line)
    _council(line)
    _provider(delivery, line)
    _agreement(delivery, line)
    _assessment(line)
    _parties(line)
    _persons(delivery, line)
    _family(delivery.grant, line)


def _emergency(line: RequestLine) -> bool:
    """The chair approved it provisionally in an emergency, and the ten business days are not over."""
    approval = line.approvals.order_by("pk").last()
    return (
        line.request.is_emergency
        and approval.is_provisional
        and approval.is_approved
        and not approval.ratified_by_id
        and clock.business_days_between(approval.decided_on, clock.today()) <= 10
    )


def _board(line: RequestLine) -> None:
    """More than half of those who may vote were there, each required expertise among them, none of them with an
    interest; more than half of them found it suitable; and what they judged is what flows."""
    outcome = line.outcomes.order_by("pk").last()
    if _emergency(line):
        assert outcome is None or outcome.judgement != "unsuitable", "the board has spoken against it"
        return
    assert outcome is not None, "no opinion of the board"
    review: Review = outcome.review
    seats = _seats(review, outcome.given_at)
    assert all(seat.interest == "none" for seat in seats if seat.declared_at)
    rounds = line.ballots.filter(member__review=review).values_list("ballot_round", flat=True)
    assert max(rounds) == outcome.ballot_round, "an earlier round was counted"
    cast = line.ballots.filter(member__review=review, ballot_round=outcome.ballot_round)
    ballots = {ballot.member_id: ballot for ballot in cast}
    present = [seat for seat in seats if seat.pk in ballots]
    assert len(present) == len(ballots), "somebody voted who may not"
    assert all(seat.declared_at and seat.declared_at <= ballots[seat.pk].cast_at for seat in present)
    assert all(ballot.cast_at <= outcome.given_at for ballot in ballots.values())
    assert Fraction(len(present), len(seats)) > Fraction(1, 2), "no quorum"
    assert {seat.expertise for seat in present} >= REQUIRED
    given = {row.member_id: row for row in line.individual_opinions.filter(member__in=present)}
    assert len(given) == len(present), "an individual opinion is missing"
    assert all(row.given_at <= ballots[pk].cast_at for pk, row in given.items())
    late = {pk for pk, row in given.items() if row.given_at > review.consolidated_at}
    assert all(seat.is_alternate for seat in seats if seat.pk in late), (
        "an opinion after the others were open"
    )
    for_it = sum(ballot.choice in FAVOURABLE for ballot in ballots.values())
    carried = Fraction(for_it, len(present)) > Fraction(1, 2)
    assert carried == (outcome.judgement in FAVOURABLE)
    assert carried or _departed(line), "not carried, and nobody departed from it by the rule"
    judged = line.request.submissions.get(turn=review.turn).snapshot
    asked = next(row for row in judged["lines"] if row["number"] == line.number)
    assert judged["request"]["purpose"] == line.request.purpose
    assert {name: asked[name] for name in ("items", "form", "ground", "storage", "retention_months")} == {
        name: getattr(line, name) for name in ("items", "form", "ground", "storage", "retention_months")
    }


def _seats(review: Review, at: datetime) -> list[PanelMember]:
    """Who was not recused then: whoever is excused is absent, unless an alternate had been called in for them."""
    rows = [
        seat
        for seat in PanelMember.objects.filter(review=review)
        if not seat.is_alternate or (seat.sits_for_id and (seat.seated_at is None or seat.seated_at <= at))
    ]
    taken = {seat.sits_for_id for seat in rows if not seat.is_recused}
    gone = {seat.pk for seat in rows if seat.excused_at and seat.excused_at <= at}
    return [seat for seat in rows if not seat.is_recused and not (seat.pk in gone and seat.pk in taken)]


def _departed(line: RequestLine) -> bool:
    """The board advises: two thirds of those present may decide otherwise and publish why."""
    approval = line.approvals.order_by("pk").last()
    tally = approval.decision.motion.tally
    others = Fraction(tally.votes_for, tally.quorum_present)
    return bool(approval.reasons.strip()) and others >= Fraction(2, 3)


def _council(line: RequestLine) -> None:
    """The steering body or the assembly (ordinary risk) decided about this line, and it is still in force."""
    approval = line.approvals.order_by("pk").last()
    assert approval.is_approved
    if _emergency(line):
        assert approval.decision.body is None, "not the chair alone"
        assert not _replaced(approval.decision), "another decision has taken its place"
        return
    assert not approval.is_provisional or approval.ratified_by_id
    decision = approval.ratified_by if approval.is_provisional else approval.decision
    assert not _replaced(decision), "another decision has taken its place, and nobody upheld the approval"
    assert decision.body is not None
    assert decision.body.code in {"steering", "assembly"}
    assert f"line:{line.reference}" == decision.subject == decision.motion.subject
    assert decision.decided_on <= clock.today() <= approval.valid_until
    assert set(approval.items) >= set(line.items)
    assert approval.purpose == line.request.purpose


def _replaced(decision: Decision) -> bool:
    return Decision.objects.filter(supersedes=decision).exists()


def _provider(delivery: Delivery, line: RequestLine) -> None:
    """The holder itself decided, through somebody who acts for it, on at least these items."""
    decided = line.provider_decisions.order_by("pk").last()
    assert decided.is_accepted
    assert decided.harm == "none_feared"
    assert decided.organ == line.dataset.provider
    for user in (decided.recorded_by, delivery.released_by):
        assert Role.DATA_OFFICER in roles_on(user, line.dataset.provider)
    assert set(decided.items) >= set(delivery.items)


def _agreement(delivery: Delivery, line: RequestLine) -> None:
    agreement, grant = line.agreements.order_by("pk").last(), delivery.grant
    assert agreement.valid_from <= clock.today() <= agreement.valid_until
    assert agreement.terminated_at is None
    assert grant.state == "active"
    assert grant.starts_on <= clock.today() <= grant.ends_on
    assert not line.conditions.filter(state__in=["open", "submitted"], due_on__lt=clock.today()).exists()
    assert not line.conditions.filter(state__in=["open", "submitted"], is_precedent=True).exists()


def _assessment(line: RequestLine) -> None:
    """An approved assessment that is still valid covers items, purpose, recipient and place."""
    living = Assessment.objects.filter(
        council=line.request.council,
        dataset_reference=line.dataset.reference,
        state__in=["approved", "published"],
        valid_until__gte=clock.today(),
        recipients__organisation=line.request.applicant,
    )
    assert any(
        set(row.coverage.items) >= set(line.items)
        and line.request.purpose in row.coverage.purposes
        and set(row.coverage.places) >= set(line.storage)
        for row in living
    ), "no living assessment"


def _parties(line: RequestLine) -> None:
    council = line.request.council
    for organisation in (line.request.applicant, line.dataset.provider.organisation):
        membership = Membership.objects.get(council=council, organisation=organisation)
        assert membership.state == "admitted"
    assert line.dataset.state == "registered"
    for incident in Incident.objects.filter(council=council).exclude(state__in=["settled", "closed"]):
        named = set(incident.datasets.all()) | set(incident.organisations.all())
        concerned = {line.dataset, line.request.applicant, line.dataset.provider.organisation}
        assert named, "an incident of the whole council is open"
        assert not named & concerned, "an incident is open"


def _persons(delivery: Delivery, line: RequestLine) -> None:
    """Everybody on the list may go on the line's ground, and nobody is held."""
    now = clock.now()
    listed = set(delivery.manifest.values_list("person", flat=True))
    assert listed
    assert delivery.persons == len(listed)
    held = PersonHold.objects.filter(since__lte=now, lifted_at__isnull=True).values_list("person", flat=True)
    assert not listed & set(held), "somebody is held"
    if line.ground == "consent_69_2_1":
        assert listed == _agreed(line, listed, now), "somebody did not agree"
        return
    assert line.ground == "statistics_69_2_4", "no ground that the stories know"
    provider, recipient = line.dataset.provider, line.request.applicant
    assert (provider.organisation.regime, recipient.is_academic) == ("public_body", True)
    links = SubjectLink.objects.filter(holder=provider, linked_at__lte=now, unlinked_at__isnull=True)
    assert listed == set(links.values_list("person", flat=True)) - set(held)


def _agreed(line: RequestLine, listed: set[int], now: datetime) -> set[int]:
    """Those of ``listed`` who agreed, today, to all of the items for this purpose and recipient."""
    return {
        consent.person_id
        for consent in Consent.objects.filter(person__in=listed, state="in_force").select_related("item")
        if (consent.until is None or consent.until > now)
        and consent.item.codes >= set(line.items)
        and consent.item.purpose == line.request.purpose
        and consent.item.recipient_id == line.request.applicant_id
        and consent.item.provider_id == line.dataset.provider_id
    }


def _family(grant: Grant, line: RequestLine) -> None:
    """Under no other grant of lines that change or prolong one another do data flow today."""
    lines: set[int] = set()
    more = {line.pk}
    while more:
        lines |= more
        beside = RequestLine.objects.filter(Q(follows__in=more) | Q(pk__in=_followed(more)))
        more = set(beside.values_list("pk", flat=True)) - lines
    others = Grant.objects.filter(line__in=lines, state="active").exclude(pk=grant.pk)
    today = clock.today()
    assert not others.filter(starts_on__lte=today, ends_on__gte=today).exists(), "two grants of one family"


def _followed(lines: set[int]) -> list[int | None]:
    rows = RequestLine.objects.filter(pk__in=lines, follows__isnull=False)
    return list(rows.values_list("follows", flat=True))
