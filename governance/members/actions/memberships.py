"""Joining, pledging, leaving."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.access import grants
from core.access.queries import holders, roles_on
from core.access.roles import Role
from core.accounts.models import Council, Organisation, User
from core.errors import NotNow, NotPermitted, Refused
from core.ledger.actions import append
from core.ledger.events import Event, public, sensitive
from core.outbox.actions import react
from core.rulebook.provider import in_force, rests_on
from governance.members import notices, queries, rules
from governance.members.actions.unbinding import unbind
from governance.members.enums import DelegateKind, MembershipState
from governance.members.models import Delegate, Membership, Pledge
from governance.members.permissions import permit, roles_of
from governance.members.workflows import MEMBERSHIP

APPLIED = public("members.membership_applied_for", _("Membership applied for"))
ADMITTED = public("members.membership_admitted", _("Member admitted"))
REJECTED = sensitive("members.membership_rejected", _("Application for membership not granted"))
CLASS_CHANGED = public("members.membership_class_changed", _("Class of a member changed"))
WITHDRAWN = public("members.membership_withdrawn", _("Member left the council"))
EXPELLED = public("members.membership_expelled", _("Member expelled"))
PLEDGED = public("members.pledge_accepted", _("Pledge given"))
SANCTIONING = ("steering", "assembly")
"""Codes of the bodies whose vote a sanction of a member rests on."""


def locked(membership: Membership) -> Membership:
    """The row as it is now, locked for the acting transaction."""
    return (
        Membership.objects.select_for_update(of=("self",))
        .select_related("council", "organisation")
        .get(pk=membership.pk)
    )


def subject(membership: Membership) -> str:
    """How the ledger calls a membership."""
    return queries.membership_subject(membership)


def decided(
    membership: Membership,
    number: str,
    *,
    matter: str = "",
    is_voted: bool = False,
    since: datetime | None = None,
    bodies: Collection[str] = (),
) -> str:
    """The decision of the council behind what becomes of ``membership``: about nobody else, taken after ``since`` and
    by one of ``bodies``; an expulsion names it."""
    named = matter == rules.EXPULSION
    return rests_on(
        membership.council,
        number,
        about=subject(membership),
        party=membership.organisation_id,
        is_named=named,
        matter=matter,
        is_voted=is_voted,
        since=since,
        bodies=bodies,
    )


def decided_anew(membership: Membership, number: str, *, is_voted: bool = False) -> str:
    """The same, of a decision taken since the organisation applied, and on which nothing about it rests yet: what is
    done twice is decided twice. Where a body sits that decides on members, a sanction (``is_voted``) takes its vote, or
    that of the assembly above it.

    Raises:
        Refused: no decision is named, or it served already, was taken before, or by no vote.
    """
    number = number.strip()
    if not number:
        raise Refused("decision_needed")
    voted = is_voted and queries.admits_by_decision(membership.council)
    bodies = SANCTIONING if voted else ()
    decided(membership, number, is_voted=voted, since=membership.applied_at, bodies=bodies)
    if (used := queries.last_use(membership, number)) is not None:
        try:
            decided(membership, number, is_voted=voted, since=used + timedelta(microseconds=1))
        except Refused as refused:
            raise Refused("decision_spent", number=number) from refused
    return number


@transaction.atomic
def apply_for_membership(
    council: Council, *, by: User, organisation: Organisation, member_class: str, motive: str = ""
) -> Membership:
    """Apply for ``organisation``, which ``by`` represents (or the secretariat enters it on paper).

    Raises:
        NotPermitted: ``by`` neither represents the organisation nor is the secretariat.
        Refused: no such class of members.
        NotNow: there is an open membership already.
    """
    if not (Role.REPRESENTATIVE in roles_on(by, organisation) or Role.SECRETARY in roles_on(by, council)):
        raise NotPermitted("not_your_verb", verb="apply_for_membership")
    rules.class_of(member_class, in_force(council, clock.today()))
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                council=council,
                organisation=organisation,
                member_class=member_class,
                motive=motive,
                applied_at=clock.now(),
                applied_by=by,
            )
    except IntegrityError:
        raise NotNow("already_member") from None
    append(
        APPLIED,
        council=council,
        subject=subject(membership),
        facts={"organisation": organisation.pk, "class": member_class},
        by=by,
    )
    ask_for_pledge(membership, [user for user in notices.representatives(membership) if user != by])
    if not queries.owes_pledge(membership, in_force(council, clock.today())):
        notices.ready_to_admit(membership, but=by)
    return membership


def ask_for_pledge(membership: Membership, users: list[User]) -> None:
    """Lead ``users``, who represent the applicant, to the pledge where the rules ask for one."""
    if queries.owes_pledge(membership, in_force(membership.council, clock.today())):
        notices.pledge_asked(membership, users)


@transaction.atomic
def accept_pledge(membership: Membership, *, by: User, edition: int, text_digest: str = "") -> Pledge:
    """Accept the edition of the participation rules now in force on behalf of the organisation.

    Raises:
        NotNow: another edition is in force, or this one is accepted already.
        Refused: no participation rules are in force.
    """
    membership = locked(membership)
    permit(by, membership, "accept_pledge").or_raise()
    rulebook = in_force(membership.council, clock.today())
    rules.may_accept(edition, queries.pledge_of(membership), rulebook).or_raise()
    accepted = Pledge.objects.create(
        membership=membership,
        instrument=rules.PARTICIPATION,
        edition=edition,
        text_digest=text_digest,
        accepted_at=clock.now(),
        accepted_by=by,
    )
    append(
        PLEDGED,
        council=membership.council,
        subject=subject(membership),
        facts={"instrument": rules.PARTICIPATION, "edition": edition, "text": text_digest},
        by=by,
    )
    if membership.state == MembershipState.APPLIED:
        notices.ready_to_admit(membership, but=by)
    return accepted


@transaction.atomic
def admit(membership: Membership, *, by: User, decision_number: str = "") -> Membership:
    """Admit an applicant that has accepted the participation rules; its representatives become members' hands.

    Raises:
        Refused: the rules are not accepted, or the body that decides on applicants sits and no decision is named.
    """
    membership = locked(membership)
    permit(by, membership, "admit").or_raise()
    rulebook = in_force(membership.council, clock.today())
    rules.may_admit(queries.pledge_of(membership), rulebook).or_raise()
    if not decision_number.strip() and queries.admits_by_decision(membership.council):
        raise Refused("decision_needed", article=rulebook.article("admission"))
    number = decided(membership, decision_number) if decision_number.strip() else ""
    membership.votes = rules.class_of(membership.member_class, rulebook).votes
    membership.admitted_on = clock.today()
    _seat_representatives(membership)
    return move(membership, "admit", ADMITTED, by=by, decision_number=number)


def _seat_representatives(membership: Membership) -> None:
    """Those who represent the organisation act for it in the council from its admission. Whom the application names
    becomes its representative; where another council relies on the organisation, only its own name them, and others
    act as deputies."""
    own = set(holders(Role.REPRESENTATIVE, membership.organisation))
    elsewhere = queries.belongs_elsewhere(membership)
    for delegate in queries.delegates(membership).filter(kind=DelegateKind.REPRESENTATIVE):
        if delegate.user in own:
            continue
        if elsewhere:
            delegate.kind = DelegateKind.DEPUTY
            delegate.save(update_fields=["kind"])
        else:
            grants.give(Role.REPRESENTATIVE, delegate.user, membership.organisation)
    for user in holders(Role.REPRESENTATIVE, membership.organisation):
        Delegate.objects.get_or_create(
            membership=membership,
            user=user,
            until_on=None,
            defaults={"kind": DelegateKind.REPRESENTATIVE, "from_on": clock.today()},
        )
    for delegate in queries.delegates(membership):
        grants.give(Role.MEMBER, delegate.user, membership.council)
    for officer in queries.officers_of(membership):
        grants.give(Role.MEMBER, officer, membership.council)


@transaction.atomic
def reject(membership: Membership, *, by: User, reason: str, decision_number: str = "") -> Membership:
    """The council does not admit the applicant, or its application was a mistake. It may apply again.

    Raises:
        Refused: no reason, or a decision that does not stand.
    """
    membership = locked(membership)
    permit(by, membership, "reject").or_raise()
    number = decided(membership, decision_number) if decision_number.strip() else ""
    return _end(membership, "reject", REJECTED, by=by, reason=given(reason), decision_number=number)


@transaction.atomic
def withdraw(membership: Membership, *, by: User, reason: str = "", notice: str = "") -> Membership:
    """Leave the council, or take back an application. Duties stay open until they are done. The secretariat records it
    by the organisation's written ``notice`` (退会届), named by its number or day.

    Raises:
        Refused: ``by`` does not represent the organisation, and no notice is named.
    """
    membership = locked(membership)
    permit(by, membership, "withdraw").or_raise()
    if "representative" not in roles_of(by, membership):
        if not notice.strip():
            raise Refused("notice_needed")
        reason = f"{given(reason)}（{notice.strip()}）"
    return _end(membership, "withdraw", WITHDRAWN, by=by, reason=reason)


@transaction.atomic
def change_class(membership: Membership, *, by: User, member_class: str, decision_number: str) -> Membership:
    """The member belongs to another class from today, with as many votes, by a decision of the council.

    Raises:
        Refused: no such class in the rules in force, the class it has, no decision that stands, or one that served
            already.
    """
    membership = locked(membership)
    permit(by, membership, "change_class").or_raise()
    found = rules.class_of(member_class, in_force(membership.council, clock.today()))
    if member_class == membership.member_class:
        raise Refused("class_held_already")
    number = decided_anew(membership, decision_number)
    membership.member_class, membership.votes = member_class, found.votes
    membership.save(update_fields=["member_class", "votes"])
    facts = {"organisation": membership.organisation_id, "class": member_class, "decision": number}
    entry = append(CLASS_CHANGED, council=membership.council, subject=subject(membership), facts=facts, by=by)
    notices.membership_changed(membership, "class_changed", str(entry.pk), but=by)
    return membership


@transaction.atomic
def expel(membership: Membership, *, by: User, reason: str, decision_number: str) -> Membership:
    """Expel a member, on a decision taken by special majority.

    Raises:
        Refused: no decision is named, it does not stand, is not about this member, or was not taken by the special
            majority that the rules ask for; their article is cited.
    """
    membership = locked(membership)
    permit(by, membership, "expel").or_raise()
    if not decision_number.strip():
        rulebook = in_force(membership.council, clock.today())
        raise Refused("decision_needed", article=rulebook.article("special_majority"))
    since = membership.applied_at
    number = decided(membership, decision_number, matter=rules.EXPULSION, is_voted=True, since=since)
    return _end(membership, "expel", EXPELLED, by=by, reason=given(reason), decision_number=number)


def given(reason: str) -> str:
    """The reason, which has to be there."""
    if not reason.strip():
        raise Refused("reason_needed")
    return reason.strip()


def _end(
    membership: Membership, verb: str, event: Event, *, by: User, reason: str, decision_number: str = ""
) -> Membership:
    membership.ended_on = clock.today()
    membership = move(membership, verb, event, by=by, reason=reason, decision_number=decision_number)
    for delegate in queries.delegates(membership).select_related("membership__organisation"):
        if membership.admitted_on is None:
            unbind(delegate)
        take_seat(delegate)
    for officer in queries.officers_of(membership):
        _show_out(officer, membership.council)
    return membership


def take_seat(delegate: Delegate) -> None:
    """End a delegation; the role in the council goes unless it is held for another member as well."""
    delegate.until_on = max(clock.today(), delegate.from_on)
    delegate.save(update_fields=["until_on"])
    _show_out(delegate.user, delegate.membership.council)


def _show_out(user: User, council: Council) -> None:
    """The role in the council goes with the last member that ``user`` acts for or whose data they keep, but for what a
    seat brings."""
    if not queries.has_place(user, council):
        grants.take(Role.MEMBER, user, council)
        payload = {"user": user.pk, "council": council.pk}
        react("members.place_left", key=f"{council.pk}:{user.pk}", payload=payload)


def move(
    membership: Membership,
    verb: str,
    event: Event,
    *,
    by: User | None,
    reason: str = "",
    decision_number: str = "",
    until: date | None = None,
) -> Membership:
    """Change the state by the table, write the evidence and tell those who react. ``until``: the last day of a
    suspension."""
    membership.state = MembershipState(MEMBERSHIP.after(membership.state, verb))
    membership.state_reason = reason
    membership.decision_number = decision_number
    membership.suspended_until = until
    membership.save()
    facts = {
        "organisation": membership.organisation_id,
        "state": membership.state,
        "decision": decision_number,
        **({"until": until} if until else {}),
    }
    entry = append(event, council=membership.council, subject=subject(membership), facts=facts, by=by)
    notices.membership_changed(membership, str(membership.state), str(entry.pk), but=by)
    react(
        event.name,
        key=str(entry.pk),
        council=membership.council,
        payload={
            "membership": membership.pk,
            "organisation": membership.organisation_id,
            "council": membership.council_id,
        },
    )
    return membership
