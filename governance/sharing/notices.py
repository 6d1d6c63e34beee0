"""Who is told what: rows for the outbox, one mail with one clear action each.

Payloads carry ids and public references; the mail is rendered in the recipient's language when it is sent.
Members who are recused from a case get no mail about it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from core import clock
from core.access.queries import holders
from core.access.roles import Role
from core.accounts.models import Organ, Organisation, User
from core.outbox.actions import enqueue, tell_machines
from governance.sharing.models import (
    CaseKeeper,
    ChangeNotice,
    Condition,
    Dataset,
    Delivery,
    Disposal,
    Grant,
    PanelMember,
    Pursuit,
    Question,
    RequestLine,
    Review,
    SharingRequest,
)
from governance.sharing.queries.panels import seated_users


def _tell(
    users: Iterable[User],
    event: str,
    request: SharingRequest,
    *,
    key: str,
    path: str,
    about: str,
    due: date | None = None,
    **more: str,
) -> None:
    title = {"ja": request.title_ja, "en": request.title_en}
    for user in {user.pk: user for user in users}.values():
        enqueue(
            "mail",
            key=f"sharing:{event}:{key}:{user.pk}",
            council=request.council,
            payload={
                "template": f"governance/sharing/{event}",
                "user": user.pk,
                "path": path,
                "about": about,
                "request": request.reference,
                "title": title,
                "due": due.isoformat() if due else "",
                "council": request.council.slug,
                **more,
            },
        )


def _tell_machines(
    organisations: Iterable[Organisation], event: str, request: SharingRequest, *, key: str, about: str
) -> None:
    """The same to the organisations' machines: references only, the rest they fetch with their key."""
    body = {"about": about, "request": request.reference, "council": request.council.slug}
    tell_machines(request.council, organisations, event=f"sharing.{event}", key=key, body=body)


def _secretaries(request: SharingRequest) -> list[User]:
    return list(holders(Role.SECRETARY, request.council))


def _applicants(request: SharingRequest) -> list[User]:
    return list(holders(Role.REPRESENTATIVE, request.applicant))


def _officers(organ: Organ) -> list[User]:
    return [*holders(Role.DATA_OFFICER, organ), *holders(Role.DATA_OFFICER, organ.organisation)]


def _representatives(organisation: Organisation) -> list[User]:
    return list(holders(Role.REPRESENTATIVE, organisation))


def _page(request: SharingRequest) -> str:
    return f"/c/{request.council.slug}/requests/{request.reference}/"


def _grant_page(grant: Grant) -> str:
    return f"/c/{grant.council.slug}/grants/{grant.reference}/"


def request_submitted(request: SharingRequest) -> None:
    """The secretariat has a formal check to do."""
    key = f"{request.pk}:{request.turn}"
    _tell(
        _secretaries(request),
        "request_submitted",
        request,
        key=key,
        path=_page(request),
        about=request.reference,
        due=request.due_on,
    )


def request_returned(request: SharingRequest, reason: str) -> None:
    """The applicant is asked to correct and hand in again; the reason stands on the page."""
    key = f"{request.pk}:{request.turn}"
    _tell(
        _applicants(request),
        "request_returned",
        request,
        key=key,
        path=_page(request),
        about=request.reference,
    )


def request_lapses_soon(request: SharingRequest, due: date) -> None:
    """The applicant is warned: unless somebody touches the request it lapses on that day."""
    key = f"{request.pk}:{due.isoformat()}"
    _tell(
        _applicants(request),
        "request_lapses_soon",
        request,
        key=key,
        path=_page(request),
        about=request.reference,
        due=due,
    )


def request_lapsed(request: SharingRequest) -> None:
    """The applicant learns that the request has lapsed and can be copied; the secretariat, where it had it."""
    users = _applicants(request) + (_secretaries(request) if request.submitted_at else [])
    _tell(
        users,
        "request_lapsed",
        request,
        key=str(request.pk),
        path=_page(request),
        about=request.reference,
    )


def change_told(told: ChangeNotice) -> None:
    """Secretariat and providers learn of a changed contact or form."""
    request = told.request
    officers = [
        user
        for line in request.lines.select_related("dataset__provider__organisation")
        for user in _officers(line.dataset.provider)
    ]
    users, about = _secretaries(request) + officers, request.reference
    path = f"{_page(request)}?tab=record"
    _tell(users, "change_told", request, key=str(told.pk), path=path, about=about)


def review_opened(review: Review) -> None:
    """Every seated panel member declares first; the applicant knows the review has begun."""
    request = review.request
    panel = [row.user for row in review.panel.filter(is_alternate=False).select_related("user")]
    path = f"/c/{request.council.slug}/cases/"
    about, due = request.reference, review.due_on
    _tell(panel, "review_opened", request, key=str(review.pk), path=path, about=about, due=due)


def alternate_called(member: PanelMember) -> None:
    """An alternate takes a recused member's seat."""
    request = member.review.request
    path = f"/c/{request.council.slug}/cases/"
    _tell(
        [member.user],
        "review_opened",
        request,
        key=f"alternate:{member.pk}",
        path=path,
        about=request.reference,
        due=member.review.due_on,
    )


def case_assigned(keeper: CaseKeeper) -> None:
    """A colleague looks after the case from now on."""
    request = keeper.request
    key = f"{request.pk}:{keeper.since.isoformat()}"
    about, due = request.reference, request.due_on
    _tell([keeper.user], "case_assigned", request, key=key, path=_page(request), about=about, due=due)


def reminded(request: SharingRequest, *, applicant: bool = False, members: Iterable[User] = ()) -> int:
    """A reminder to whom the case waits for, at most once a day; how many people."""
    users = _applicants(request) if applicant else list(members)
    path = _page(request) if applicant else f"/c/{request.council.slug}/cases/"
    key, about, due = f"{request.pk}:{clock.today()}", request.reference, request.due_on
    _tell(users, "case_waits", request, key=key, path=path, about=about, due=due)
    return len(users)


def question_asked(question: Question) -> None:
    """The applicant is asked; the clock waits for the answer."""
    request = question.review.request
    path = f"/c/{request.council.slug}/requests/{request.reference}/questions/{question.pk}/answer/"
    users, key = _applicants(request), str(question.pk)
    _tell(users, "question_asked", request, key=key, path=path, about=request.reference)


def question_answered(question: Question) -> None:
    """Who judges the case and the secretariat learn of the answer; nobody who is recused."""
    request = question.review.request
    seated = [row.user for row in seated_users(request) if row.declared_at is not None]
    path = f"{_page(request)}?tab=review"
    users, key = [*seated, *_secretaries(request)], str(question.pk)
    _tell(users, "question_answered", request, key=key, path=path, about=request.reference)


def line_decided(line: RequestLine, number: str) -> None:
    """Applicant and provider learn of the council's decision on a line."""
    users = _applicants(line.request) + _officers(line.dataset.provider)
    key = f"{line.pk}:{number}"
    _tell(users, "line_decided", line.request, key=key, path=_page(line.request), about=line.reference)


def provisional_ended(line: RequestLine) -> None:
    """Everyone concerned learns at once that a provisional approval holds no more: the recipient, the provider,
    the secretariat, the chair, and the board that sits on the case."""
    request = line.request
    users = _applicants(request) + _officers(line.dataset.provider) + _secretaries(request)
    users += [*holders(Role.CHAIR, request.council), *(seat.user for seat in seated_users(request))]
    key, path, about = str(line.pk), _page(request), line.reference
    _tell(users, "provisional_ended", request, key=key, path=path, about=about)
    both = (request.applicant, line.dataset.provider.organisation)
    _tell_machines(both, "provisional_ended", request, key=key, about=about)


def dataset_revised(line: RequestLine, dataset: Dataset) -> None:
    """The applicant of a line learns that what it rests on is declared anew."""
    key, path = (
        f"{line.pk}:{dataset.version}",
        f"/c/{dataset.council.slug}/datasets/{dataset.reference}/versions/",
    )
    about = dataset.reference
    _tell(_applicants(line.request), "dataset_revised", line.request, key=key, path=path, about=about)


def provision_decided(line: RequestLine, number: str) -> None:
    """Applicant and secretariat learn of the provider's decision."""
    users = _applicants(line.request) + _secretaries(line.request)
    key = f"{line.pk}:{number}"
    _tell(users, "provision_decided", line.request, key=key, path=_page(line.request), about=line.reference)


def _concerned(grant: Grant) -> list[User]:
    """Recipient, provider and secretariat."""
    request = grant.line.request
    return _applicants(request) + _officers(grant.line.dataset.provider) + _secretaries(request)


def grant_changed(grant: Grant, change: str, **more: str) -> None:
    """Everyone concerned learns that a grant was activated, suspended, resumed, ended or closed, or goes on after all;
    ``more`` says why."""
    line = grant.line
    event, key = f"grant_{change}", f"{grant.pk}:{grant.history_step}"
    about, due = grant.reference, grant.disposal_due_on if change == "ended" else None
    _tell(
        _concerned(grant),
        event,
        line.request,
        key=key,
        path=_grant_page(grant),
        about=about,
        due=due,
        **more,
    )
    both = (line.request.applicant, line.dataset.provider.organisation)
    _tell_machines(both, event, line.request, key=key, about=grant.reference)


def grant_will_change(grant: Grant, change: str, on: date, *, key: str) -> None:
    """Everyone concerned learns that a grant will be suspended, resumed or revoked on a day."""
    event, path, about = "grant_will_change", _grant_page(grant), grant.reference
    request, key = grant.line.request, f"{grant.pk}:{key}"
    _tell(_concerned(grant), event, request, key=key, path=path, about=about, due=on, change=change)


def grant_ends_soon(grant: Grant, days: int) -> None:
    """A warning 30, 7 and 1 days before the end."""
    key, path, about = f"{grant.pk}:{days}", _grant_page(grant), grant.reference
    request, due = grant.line.request, grant.ends_on
    _tell(_concerned(grant), "grant_ends_soon", request, key=key, path=path, about=about, due=due)


def _about_condition(
    row: Condition, users: list[User], event: str, key: str, *, due: date | None = None, **more: str
) -> None:
    request = row.line.request
    grant = getattr(row.line, "grant", None)
    path, key = _grant_page(grant) if grant else _page(request), f"{row.pk}:{key}"
    _tell(users, event, request, key=key, path=path, about=row.reference, due=due, **more)


def condition_due(row: Condition, mark: int) -> None:
    """The owner is reminded of a condition; once the day has passed the secretariat learns of it too."""
    users, event = _representatives(row.owner), "condition_due"
    if mark < 0:
        users, event = users + _secretaries(row.line.request), "condition_overdue"
    _about_condition(row, users, event, f"{row.due_on}:{mark}", due=row.due_on)


def condition_evidenced(row: Condition) -> None:
    """The secretariat has evidence to check."""
    key = str(row.evidence_at)
    _about_condition(row, _secretaries(row.line.request), "condition_evidenced", key)


def condition_checked(row: Condition) -> None:
    """The owner learns whether a condition is met, is open again, or was waived."""
    key = f"{row.state}:{row.checked_at}"
    _about_condition(row, _representatives(row.owner), "condition_checked", key, state=str(row.state))


def condition_extended(row: Condition) -> None:
    """The owner learns of the later day."""
    _about_condition(row, _representatives(row.owner), "condition_extended", str(row.due_on), due=row.due_on)


def disposal_due(grant: Grant, mark: int) -> None:
    """The recipient is reminded of the disposal; once the day has passed the provider and the secretariat learn of it
    too."""
    users, event = _applicants(grant.line.request), "disposal_due"
    if mark < 0:
        users, event = _concerned(grant), "disposal_overdue"
    key, path = f"{grant.pk}:{grant.disposal_due_on}:{mark}", _grant_page(grant)
    request, due = grant.line.request, grant.disposal_due_on
    _tell(users, event, request, key=key, path=path, about=grant.reference, due=due)


def delivery_prepared(delivery: Delivery) -> None:
    """The provider may look at the list and release it."""
    grant = delivery.grant
    users = _officers(grant.line.dataset.provider)
    path = f"/c/{delivery.council.slug}/deliveries/{delivery.reference}/"
    _tell(
        users,
        "delivery_prepared",
        grant.line.request,
        key=str(delivery.pk),
        path=path,
        about=delivery.reference,
    )
    holder = [grant.line.dataset.provider.organisation]
    _tell_machines(
        holder, "delivery_prepared", grant.line.request, key=str(delivery.pk), about=delivery.reference
    )


def delivery_released(delivery: Delivery) -> None:
    """The recipient confirms what it received."""
    request = delivery.grant.line.request
    path = f"/c/{delivery.council.slug}/deliveries/{delivery.reference}/"
    _tell(
        _applicants(request),
        "delivery_released",
        request,
        key=str(delivery.pk),
        path=path,
        about=delivery.reference,
    )
    _tell_machines(
        [request.applicant], "delivery_released", request, key=str(delivery.pk), about=delivery.reference
    )


def withdrawal_pursued(pursuit: Pursuit) -> None:
    """A recipient that holds a person's data is told of the withdrawal and of its deadline."""
    delivery = pursuit.delivery
    path = f"/c/{delivery.council.slug}/deliveries/{delivery.reference}/"
    request = delivery.grant.line.request
    users = _representatives(pursuit.recipient)
    key, about, due = str(pursuit.pk), delivery.reference, pursuit.due_on
    _tell(users, "withdrawal_pursued", request, key=key, path=path, about=about, due=due)
    _tell_machines(
        [pursuit.recipient], "withdrawal_pursued", request, key=str(pursuit.pk), about=delivery.reference
    )


def disposal_filed(disposal: Disposal) -> None:
    """The provider verifies the certificate."""
    grant = disposal.grant
    users = _officers(grant.line.dataset.provider)
    path = _grant_page(grant)
    _tell(users, "disposal_filed", grant.line.request, key=str(disposal.pk), path=path, about=grant.reference)


def disposal_rejected(disposal: Disposal) -> None:
    """The recipient files another certificate."""
    grant = disposal.grant
    users = _applicants(grant.line.request)
    path = _grant_page(grant)
    _tell(
        users, "disposal_rejected", grant.line.request, key=str(disposal.pk), path=path, about=grant.reference
    )
