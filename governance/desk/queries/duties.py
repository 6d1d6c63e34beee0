"""Works about grants, conditions, disposals and blocks: each with the one step that leads on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import clock
from core.accounts.models import Council, Organ, Organisation, User
from core.http.icons import Tone
from core.http.parts import Work
from core.http.templatetags.sekisho import local
from governance.members import queries as members
from governance.members.enums import BlockState, DutyKind
from governance.sharing.enums import ConditionChecker, ConditionOwner, ConditionState, GrantState
from governance.sharing.queries import suspensions, waiting
from governance.sharing.queries.disposals import copies_open, withdrawals_open
from governance.sharing.queries.emergencies import ratify_by, unratified
from governance.sharing.rules.reminders import BEFORE_THE_END


def work(
    kind: str,
    title: str,
    url: str,
    action: str,
    *,
    due: date | None = None,
    ref: str = "",
    who: str = "",
    case: str = "",
    state: str = "",
) -> Work:
    """One row of a worklist; its tone comes from its day. ``case``: the request that it is about; ``state``: what is
    said where there is no day."""
    return Work(kind, title, url, ref, who, due, state=state, tone=tone(due), action=action, case=case)


def tone(due: date | None) -> Tone:
    """bad when overdue, warn when due within three days, wait otherwise."""
    if due is None:
        return "wait"
    left = (due - clock.today()).days
    return "bad" if left < 0 else "warn" if left <= 3 else "wait"


def grant_url(grant: Any, part: str = "") -> str:
    """The page of a grant, or a part of it."""
    return reverse("sharing:grant", args=[grant.council.slug, grant.reference]) + part


def _about_grant(grant: Any, kind: str, action: str, due: date | None = None, part: str = "") -> Work:
    request = grant.line.request
    who = local(request.applicant, "name")
    url = grant_url(grant, part)
    return work(
        kind,
        local(request, "title"),
        url,
        action,
        due=due,
        ref=grant.reference,
        who=who,
        case=request.reference,
    )


# --- the secretariat ---


def of_secretariat(council: Council) -> Iterator[Work]:
    """What the secretariat does next about grants, conditions, disposals and blocks."""
    for grant in waiting.disposals_due(council):
        yield _about_grant(grant, _("Disposal"), _("See"), grant.disposal_due_on, "#disposal")
    asked = _more_time_asked(council)
    for condition in waiting.conditions_due(council):
        waits = condition.pk in asked
        yield _condition(condition, _("Answer about more time") if waits else _step_of_secretariat(condition))
    for grant in waiting.suspended_grants(council):
        if not suspensions.causes_left(grant):
            yield _about_grant(grant, _("Suspended, the cause is gone"), _("Resume"))
    for grant in waiting.grants_to_change(council):
        day = waiting.changes_on(grant)
        yield _about_grant(grant, _("Will be suspended, revoked or end with its agreement"), _("See"), day)
    for block in members.blocks_in(council):
        if block.state == BlockState.APPEALED:
            yield _block(block, _("Appeal against a block"), _("Put it before the council"))
        if members.block_fell(block):
            yield _block(block, _("Decision of a block superseded"), _("Uphold it anew, or lift it"))


def _step_of_secretariat(condition: Any) -> str:
    if condition.state == ConditionState.OPEN and condition.owed_by == ConditionOwner.SECRETARIAT:
        return _("Show that it is met")
    if condition.state == ConditionState.SUBMITTED and condition.checker == ConditionChecker.SECRETARIAT:
        return pgettext("worklist", "Check")
    return _("See")


def _to_show(conditions: Iterable[Any]) -> Iterator[Work]:
    """Conditions that the reader owes."""
    for condition in conditions:
        yield _condition(condition, _("Show that it is met"))


def _to_check(conditions: Iterable[Any], council: Council) -> Iterator[Work]:
    """Conditions that the reader checks: their evidence was handed in, or a later day is asked for."""
    asked = _more_time_asked(council)
    for condition in conditions:
        waits = condition.pk in asked
        yield _condition(condition, _("Answer about more time") if waits else pgettext("worklist", "Check"))


def _more_time_asked(council: Council) -> set[int]:
    return {condition.pk for condition in waiting.more_time_asked(council)}


def before_board(council: Council, user: User) -> Iterator[Work]:
    """Conditions that the reader checks as a member of the board."""
    yield from _to_check(waiting.conditions_before_board(council, user), council)


def _condition(condition: Any, action: str) -> Work:
    grant = condition.line.grant
    url = grant_url(grant, f"#condition-{condition.pk}")
    owner = condition.owner
    who = local(owner, "name") if owner else str(ConditionOwner.SECRETARIAT.label)
    text, ref = Truncator(condition.text).chars(60), condition.reference
    case = condition.line.request.reference
    return work(_("Condition"), text, url, action, due=condition.due_on, ref=ref, who=who, case=case)


def _block(block: Any, kind: str, action: str) -> Work:
    membership = block.membership
    url = reverse("members:show", args=[membership.council.slug, membership.pk]) + "#blocks"
    title = local(membership.organisation, "name")
    return work(kind, title, url, action, due=block.until_on, ref=block.decision_number)


# --- a member ---


def of_recipient(council: Council, organisations: list[Organisation]) -> Iterator[Work]:
    """What an organisation does next as the recipient of grants, and as a member."""
    yield from _to_show(waiting.conditions_due(council, organisations))
    for grant in waiting.disposals_due(council, organisations):
        yield _about_grant(grant, _("Disposal"), *_disposal_step(grant))
    for grant in waiting.ending(council, organisations, by=clock.today() + timedelta(max(BEFORE_THE_END))):
        yield _about_grant(grant, _("Grant ends"), _("Extend it, or plan the disposal"), grant.ends_on)
    for block in members.blocks_in(council, organisations):
        action = _("Appeal") if block.state == BlockState.STANDING else _("See")
        yield _block(block, _("Blocked until"), action)
    yield from ratifications(unratified().filter(request__applicant__in=organisations), council)
    for duty in members.duties_in(council, organisations):
        if duty.kind not in (DutyKind.CONDITION, DutyKind.REPORT, DutyKind.DISPOSAL):
            url = reverse("members:show", args=[council.slug, duty.membership_id]) + "#missing"
            title = duty.subject.partition(":")[2] or duty.subject
            yield work(duty.get_kind_display(), title, url, _("See"), due=duty.due_on)


def ratifications(lines: QuerySet[Any], council: Council) -> Iterator[Work]:
    """Lines of ``council`` under a provisional approval, with the last day of its ratification."""
    for line in lines.filter(request__council=council):
        row = line.request
        url = reverse("sharing:request", args=[council.slug, row.reference])
        who = local(row.applicant, "name")
        title, due = local(row, "title"), ratify_by(line)
        ref, case = line.reference, row.reference
        yield work(_("Ratification"), title, url, _("See"), due=due, ref=ref, who=who, case=case)


def _disposal_step(grant: Any) -> tuple[str, date | None, str]:
    """Withdrawals, then copies, then the certificate, then waiting for the provider."""
    if withdrawals_open(grant).exists():
        action = _("Answer the withdrawals")
    elif copies_open(grant).exists():
        action = _("Account for the copies")
    elif grant.disposals.filter(is_verified__isnull=True).exists():
        action = _("See")
    else:
        action = _("Certify")
    return action, grant.disposal_due_on, "#disposal"


def of_provider(council: Council, organs: Iterable[Organ]) -> Iterator[Work]:
    """Conditions that the provider owes or checks, grants that data can be delivered on, and certificates that wait for
    it."""
    organs = list(organs)
    yield from _to_show(waiting.conditions_owed_by_provider(council, organs))
    yield from _to_check(waiting.conditions_before_provider(council, organs), council)
    for grant, due in waiting.checks_due(council, organs):
        yield _about_grant(
            grant, _("Equivalent measures abroad"), _("Check them and record it"), due, part="#measures"
        )
    for grant in waiting.undelivered(council, organs):
        yield _about_grant(grant, _("Grant in force"), _("Prepare a delivery"))
    yield from certificates(council, organs)


def certificates(council: Council, organs: Iterable[Organ]) -> Iterator[Work]:
    """Certificates that wait for their provider."""
    for grant in waiting.certificates_to_verify(council, organs):
        yield _about_grant(grant, _("Certificate"), _("Verify"), part="#disposal")


def ends(grants: Iterable[Any]) -> Iterator[Work]:
    """The end of each grant that runs, for the list of what expires next."""
    for grant in grants:
        if grant.state in (GrantState.ACTIVE, GrantState.SUSPENDED, GrantState.AWAITING):
            yield _about_grant(grant, _("Grant ends"), _("See"), grant.ends_on)
