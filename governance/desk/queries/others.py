"""What of one's own work waits for others: for whom, since when and until when, each with the page it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core import clock
from core.access.roles import Role
from core.accounts.models import Council, Organ, Organisation, User
from core.http.dates import civil
from core.http.parts import Text
from core.http.templatetags.sekisho import local, organ_name
from governance.assembly import queries as assembly
from governance.assembly.documents import OFFICE_NAMES
from governance.desk.queries.duties import grant_url
from governance.sharing.enums import ConditionChecker, ConditionOwner, ConditionState
from governance.sharing.queries import awaited, waiting
from governance.sharing.queries.handling import waiting_checks
from governance.sharing.queries.panels import recused_references
from governance.sharing.queries.questions import waiting_for

PROVIDER = "grant__line__dataset__provider__organisation"


@dataclass(frozen=True, slots=True)
class Awaited:
    """One step of somebody else."""

    kind: Text
    title: Text
    url: str
    who: Text
    since: date | None
    due: date | None = None
    ref: str = ""
    case: str = ""
    """Reference of the case that the row is about."""


def waits_for_others(council: Council, user: User, roles: frozenset[Role]) -> list[Awaited]:
    """The steps of others that ``user`` waits for, the longest awaited first: with their own drafts and checks for
    everybody, with the council's cases for the secretariat. Nothing about a case from which the reader is recused."""
    found = [*_signatures(council, user), *_checks(council, user)]
    if Role.SECRETARY in roles:
        found += [*_of_applicants(council), *_of_board(council), *_of_providers(council)]
        found += [*_of_recipients(council), *_conditions(council)]
    kept_from = frozenset(recused_references(user, council))
    shown = [one for one in found if one.case not in kept_from]
    return sorted(shown, key=lambda one: (one.since is None, one.since or date.max))


def _day(moment: datetime | None) -> date | None:
    return civil(moment) if moment else None


def _request_url(council: Council, reference: str, place: str = "") -> str:
    return reverse("sharing:request", args=[council.slug, reference]) + place


def _signatures(council: Council, user: User) -> Iterator[Awaited]:
    for draft, office, since in assembly.in_approval_of(user, council):
        url = reverse("assembly:draft", args=[council.slug, draft.pk])
        who = OFFICE_NAMES.get(office, office)
        yield Awaited(_("Signature of a draft"), local(draft, "title"), url, who, _day(since))


def _checks(council: Council, user: User) -> Iterator[Awaited]:
    for check in waiting_checks(council):
        if check.asked_by_id == user.pk:
            row = check.request
            url = _request_url(council, row.reference, "?tab=review")
            yield Awaited(
                _("Check by a second person"),
                local(row, "title"),
                url,
                _("a colleague"),
                _day(check.asked_at),
                ref=row.reference,
                case=row.reference,
            )


def _about(row: Any, kind: str, who: Text, since: date | None, url: str, due: date | None = None) -> Awaited:
    """A row about the request ``row``."""
    return Awaited(kind, local(row, "title"), url, who, since, due, row.reference, row.reference)


def _of_applicants(council: Council) -> Iterator[Awaited]:
    asked = waiting_for(council, Organisation.objects.all()).select_related("review__request__applicant")
    for question in asked:
        row = question.review.request
        url = _request_url(council, row.reference, "?tab=review#questions")
        yield _about(
            row, _("Answer to a question"), local(row.applicant, "name"), _day(question.asked_at), url
        )
    for sent_back in awaited.sent_back(council):
        row = sent_back.request
        who, url = local(row.applicant, "name"), _request_url(council, row.reference)
        yield _about(row, _("Corrected request"), who, _day(sent_back.returned_at), url)


def _of_board(council: Council) -> Iterator[Awaited]:
    for review, many in awaited.reviewed(council):
        row = review.request
        url = reverse("sharing:board", args=[council.slug, row.reference])
        words = ngettext("%(body)s (%(many)d member)", "%(body)s (%(many)d members)", many)
        who = words % {"body": local(review.body, "name"), "many": many}
        yield _about(row, _("Individual opinions"), who, _day(review.opened_at), url, review.due_on)
    for sitting in awaited.circulated(council):
        row = sitting.review.request
        url = reverse("sharing:board", args=[council.slug, row.reference])
        who = local(sitting.review.body, "name")
        yield _about(row, _("Votes by circulation"), who, _day(sitting.arranged_at), url, sitting.until)


def _of_providers(council: Council) -> Iterator[Awaited]:
    for line in awaited.before_providers(council):
        url = _request_url(council, line.request.reference, f"#line-{line.number}")
        who = organ_name(line.dataset.provider)
        yield _about(line.request, _("Provider's decision"), who, line.approved_on, url)
    lists = waiting.lists_to_release(council, Organ.objects.all())
    for delivery in lists.select_related("grant__line__request", PROVIDER):
        line = delivery.grant.line
        url = reverse("sharing:delivery", args=[council.slug, delivery.reference])
        since = max(civil(delivery.prepared_at or delivery.created_at), delivery.grant.starts_on)
        yield _under(
            delivery, line, _("Release of a delivery"), organ_name(line.dataset.provider), since, url
        )
    for certificate in awaited.certified(council):
        grant = certificate.grant
        who = organ_name(grant.line.dataset.provider)
        kind, url = _("Check of a certificate"), grant_url(grant, "#disposal")
        yield _under(grant, grant.line, kind, who, _day(certificate.filed_at), url, grant.disposal_due_on)


def _under(
    what: Any, line: Any, kind: str, who: Text, since: date | None, url: str, due: date | None = None
) -> Awaited:
    """A row about a grant or delivery of ``line``."""
    row = line.request
    return Awaited(kind, local(row, "title"), url, who, since, due, what.reference, row.reference)


def _of_recipients(council: Council) -> Iterator[Awaited]:
    receipts = waiting.receipts_to_confirm(council, Organisation.objects.all())
    for delivery in receipts.select_related("grant__line__request__applicant"):
        line = delivery.grant.line
        url = reverse("sharing:delivery", args=[council.slug, delivery.reference])
        kind, who = _("Confirmation of receipt"), local(line.request.applicant, "name")
        yield _under(delivery, line, kind, who, _day(delivery.released_at), url)
    for grant in awaited.uncertified(council):
        ends = [day for day in (grant.revoked_from, grant.ends_on) if day and day <= clock.today()]
        who, url = local(grant.line.request.applicant, "name"), grant_url(grant, "#disposal")
        kind, since = _("Certificate of disposal"), min(ends, default=None)
        yield _under(grant, grant.line, kind, who, since, url, grant.disposal_due_on)
    yield from _withdrawals(council, list(awaited.pursued(council)))


def _withdrawals(council: Council, rows: list[dict[str, Any]]) -> Iterator[Awaited]:
    names = Organisation.objects.in_bulk({row["recipient"] for row in rows})
    for row in rows:
        title = ngettext("%(many)d person", "%(many)d persons", row["many"]) % {"many": row["many"]}
        reference, who = row["delivery__reference"], local(names[row["recipient"]], "name")
        yield Awaited(
            _("Answers to withdrawals"),
            title,
            reverse("sharing:delivery", args=[council.slug, reference]),
            who,
            _day(row["since"]),
            row["due"],
            reference,
            row["delivery__grant__line__request__reference"],
        )


def _conditions(council: Council) -> Iterator[Awaited]:
    asked = {condition.pk for condition in waiting.more_time_asked(council)}
    yield from _evidence(row for row in waiting.conditions_due(council) if row.pk not in asked)


def _evidence(conditions: Iterable[Any]) -> Iterator[Awaited]:
    """Evidence that others hand in, or look at."""
    for condition in conditions:
        grant, case = condition.line.grant, condition.line.request.reference
        if condition.state == ConditionState.SUBMITTED:
            is_ours = condition.checker == ConditionChecker.SECRETARIAT
            kind, who = _("Check of evidence"), condition.get_checker_display()
            since = _day(condition.evidence_at)
        else:
            is_ours = condition.owed_by == ConditionOwner.SECRETARIAT
            kind = pgettext("worklist", "Evidence of a condition")
            who = local(condition.owner, "name") if condition.owner else condition.get_owed_by_display()
            since = _day(condition.checked_at or grant.opened_at)
        if not is_ours:
            url = grant_url(grant, f"#condition-{condition.pk}")
            ref = condition.reference
            yield Awaited(kind, condition.text, url, who, since, condition.due_on, ref, case)
