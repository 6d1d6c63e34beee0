"""外部有識者: the board asks somebody from outside about one case. They declare first, read that file alone and comment
in writing; they have no seat and no vote, and no rule counts them."""

from __future__ import annotations

from django.db import transaction

from core import canonical, clock
from core.access import grants
from core.access.roles import Role
from core.accounts.models import User
from core.administration.actions import Invited, account_of
from core.errors import Invalid, NotNow, NotPermitted, Refused
from governance.sharing import notices
from governance.sharing.actions.locking import begin, locked, record
from governance.sharing.actions.reviews import keep_declared, recuses
from governance.sharing.actions.seating import opened
from governance.sharing.enums import events
from governance.sharing.models import ExpertComment, OutsideExpert, RequestLine, SharingRequest
from governance.sharing.permissions import has_part_in, permit
from governance.sharing.queries.experts import asked_elsewhere, invitation


@transaction.atomic
def invite(request: SharingRequest, *, by: User, user: User | Invited, reason: str) -> OutsideExpert:
    """Ask ``user`` from outside about the case under review, with the reason why.

    Raises:
        Refused: the person has a part in the case already: of a party, of its panel, or of those who keep it.
        NotNow: no review is open, or the person is invited already.
    """
    row = locked(request)
    begin(row, "invite_expert", by)
    review = opened(row)
    if not reason.strip():
        raise Invalid("sharing.reason_missing")
    account = account_of(user, by=by)
    if invitation(account, row) is not None:
        raise NotNow("sharing.expert_invited_already")
    if has_part_in(account, row):
        raise Refused("sharing.expert_has_part")
    made = OutsideExpert.objects.create(
        review=review, user=account, reason=reason.strip(), invited_at=clock.now(), invited_by=by
    )
    grants.give(Role.EXPERT, account, row)
    record(row, events.EXPERT_INVITED, by, expert=made.pk, user=account.pk)
    notices.expert_invited(made)
    return made


@transaction.atomic
def uninvite(expert: OutsideExpert, *, by: User, reason: str) -> OutsideExpert:
    """Take the invitation back: the file closes at once, what was commented stays."""
    request = locked(expert.review.request)
    begin(request, "uninvite_expert", by)
    row = OutsideExpert.objects.select_related("review__request__council", "user").get(pk=expert.pk)
    if row.ended_at is not None or row.review.closed_at is not None:
        raise NotNow("sharing.expert_not_invited")
    if not reason.strip():
        raise Invalid("sharing.reason_missing")
    row.ended_at, row.ended_by, row.end_reason = clock.now(), by, reason.strip()
    row.save()
    if not asked_elsewhere(row):
        grants.take(Role.EXPERT, row.user, request)
    record(request, events.EXPERT_UNINVITED, by, expert=row.pk)
    notices.expert_uninvited(row)
    return row


def _own(request: SharingRequest, by: User) -> OutsideExpert:
    found = invitation(by, request)
    if found is None:
        raise NotPermitted("sharing.expert_not_invited")
    return found


@transaction.atomic
def declare(request: SharingRequest, *, by: User, interest: str, note: str = "") -> OutsideExpert:
    """The expert declares before the file opens; an interest in the rule's scope keeps it closed."""
    row = locked(request)
    permit(by, row, "declare_as_expert").or_raise()
    expert = _own(row, by)
    if expert.declared_at is not None:
        raise NotNow("sharing.already_declared")
    keep_declared(interest, note)
    expert.interest, expert.interest_note, expert.declared_at = interest, note, clock.now()
    expert.is_recused = recuses(row, interest)
    expert.save()
    record(row, events.EXPERT_DECLARED, by, expert=expert.pk, interest=interest, recused=expert.is_recused)
    return expert


@transaction.atomic
def comment(
    request: SharingRequest, *, by: User, text: str, line: RequestLine | None = None
) -> ExpertComment:
    """The expert's comment on ``line``, or on the whole request; more may follow, none is rewritten.

    Raises:
        Refused: no interest is declared yet.
    """
    row = locked(request)
    permit(by, row, "comment_as_expert").or_raise()
    expert = _own(row, by)
    if expert.declared_at is None:
        raise Refused("sharing.declare_first")
    if not text.strip() or (line is not None and line.request_id != row.pk):
        raise Invalid("sharing.comment_incomplete")
    made = ExpertComment.objects.create(expert=expert, line=line, text=text.strip(), given_at=clock.now())
    facts = {"expert": expert.pk, "comment": made.pk, "digest": canonical.digest({"text": made.text})}
    record(row, events.EXPERT_COMMENTED, by, **facts)
    notices.expert_commented(made)
    return made
