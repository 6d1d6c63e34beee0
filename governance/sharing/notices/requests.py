"""Who is told what of a request, its review and its lines. Members who are recused get no mail about the case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from core import clock
from core.accounts.models import User
from governance.sharing.models import (
    Attachment,
    CaseKeeper,
    ChangeNotice,
    Dataset,
    ExpertComment,
    OutsideExpert,
    Question,
    RequestLine,
    Review,
    SharingRequest,
)
from governance.sharing.notices.telling import (
    applicants,
    chairs,
    grant_page,
    judging,
    officers,
    panel,
    request_page,
    secretaries,
    tell,
    tell_machines,
    unrecused,
)
from governance.sharing.queries.asked import asked_last


def request_submitted(request: SharingRequest) -> None:
    """The secretariat has a formal check to do."""
    key = f"{request.pk}:{request.turn}"
    tell(
        secretaries(request),
        "request_submitted",
        request,
        key=key,
        path=request_page(request),
        about=request.reference,
        due=request.due_on,
    )


def request_returned(request: SharingRequest, reason: str) -> None:
    """The applicant is asked to correct and hand in again; the reason stands on the page."""
    key = f"{request.pk}:{request.turn}"
    tell(
        applicants(request),
        "request_returned",
        request,
        key=key,
        path=request_page(request),
        about=request.reference,
    )


def request_lapses_soon(request: SharingRequest, due: date) -> None:
    """The applicant is warned: unless somebody touches the request it lapses on that day."""
    key = f"{request.pk}:{due.isoformat()}"
    tell(
        applicants(request),
        "request_lapses_soon",
        request,
        key=key,
        path=request_page(request),
        about=request.reference,
        due=due,
    )


def request_withdrawn(request: SharingRequest, judges: list[User]) -> None:
    """Secretariat and panel learn that the applicant took the request back; nobody does while it was a draft."""
    if request.submitted_at is None:
        return
    users, path = secretaries(request) + unrecused(judges, request), request_page(request)
    tell(users, "request_withdrawn", request, key=str(request.pk), path=path, about=request.reference)


def request_rest_withdrawn(request: SharingRequest, judges: list[User], kept: list[str]) -> None:
    """Secretariat and panel learn that the applicant took back what was not decided, and what of it stays."""
    users, path = secretaries(request) + unrecused(judges, request), request_page(request)
    key, lines = str(request.pk), ", ".join(kept)
    tell(users, "request_rest_withdrawn", request, key=key, path=path, about=request.reference, lines=lines)


def request_rest_lapsed(request: SharingRequest, kept: list[str]) -> None:
    """Applicant and secretariat learn that what was not decided has lapsed, and what stays."""
    users, path = applicants(request) + secretaries(request), request_page(request)
    key, lines = str(request.pk), ", ".join(kept)
    tell(users, "request_rest_lapsed", request, key=key, path=path, about=request.reference, lines=lines)


def request_lapsed(request: SharingRequest) -> None:
    """The applicant learns that the request has lapsed and can be copied; the secretariat, where it had it."""
    users = applicants(request) + (secretaries(request) if request.submitted_at else [])
    tell(
        users,
        "request_lapsed",
        request,
        key=str(request.pk),
        path=request_page(request),
        about=request.reference,
    )


def evidence_erased(attachment: Attachment) -> None:
    """Applicant and providers learn that a safety measure is no longer proved, and what rests on it stands still."""
    request = attachment.request
    users = applicants(request) + _providers(request)
    path, key = request_page(request), str(attachment.pk)
    tell(users, "evidence_erased", request, key=key, path=path, about=request.reference)


def _providers(request: SharingRequest) -> list[User]:
    """The officers of those whose data the request asks for."""
    lines = asked_last().filter(request=request).select_related("dataset__provider__organisation")
    return [user for line in lines for user in officers(line.dataset.provider)]


def change_told(told: ChangeNotice) -> None:
    """Secretariat and providers learn of a changed contact or form."""
    request = told.request
    users, about = secretaries(request) + _providers(request), request.reference
    path = f"{request_page(request)}?tab=record"
    tell(users, "change_told", request, key=str(told.pk), path=path, about=about)


def review_opened(review: Review) -> None:
    """Every seated panel member declares first; the applicant knows the review has begun."""
    request = review.request
    asked = [row.user for row in review.panel.filter(is_alternate=False).select_related("user")]
    path = f"/c/{request.council.slug}/cases/"
    about, due = request.reference, review.due_on
    tell(asked, "review_opened", request, key=str(review.pk), path=path, about=about, due=due)


def emergency_begun(request: SharingRequest) -> None:
    """The chair learns of an emergency that passed the formal check; the rules may let the chair approve it alone."""
    key, path = f"{request.pk}:{request.turn}", request_page(request)
    tell(chairs(request), "emergency_begun", request, key=key, path=path, about=request.reference)


def case_assigned(keeper: CaseKeeper) -> None:
    """A colleague looks after the case from now on."""
    request = keeper.request
    key = f"{request.pk}:{keeper.since.isoformat()}"
    about, due = request.reference, request.due_on
    tell([keeper.user], "case_assigned", request, key=key, path=request_page(request), about=about, due=due)


def reminded(request: SharingRequest, *, applicant: bool = False, members: Iterable[User] = ()) -> int:
    """A reminder to whom the case waits for, at most once a day; how many people."""
    users = applicants(request) if applicant else list(members)
    path = request_page(request) if applicant else f"/c/{request.council.slug}/cases/"
    key, about, due = f"{request.pk}:{clock.today()}", request.reference, request.due_on
    tell(users, "case_waits", request, key=key, path=path, about=about, due=due)
    return len(users)


def question_asked(question: Question) -> None:
    """The applicant is asked; the clock waits for the answer."""
    request = question.review.request
    path = f"/c/{request.council.slug}/requests/{request.reference}/questions/{question.pk}/answer/"
    users, key = applicants(request), str(question.pk)
    tell(users, "question_asked", request, key=key, path=path, about=request.reference)


def question_answered(question: Question) -> None:
    """Who judges the case and the secretariat learn of the answer; nobody who is recused."""
    request = question.review.request
    path = f"{request_page(request)}?tab=review"
    users, key = judging(request), str(question.pk)
    tell(users, "question_answered", request, key=key, path=path, about=request.reference)


def expert_invited(expert: OutsideExpert) -> None:
    """An outside expert is asked: declare first, then read and comment."""
    _tell_expert(expert, "expert_invited")


def expert_uninvited(expert: OutsideExpert) -> None:
    """The file is closed to the expert; nothing more is expected of them."""
    _tell_expert(expert, "expert_uninvited")


def _tell_expert(expert: OutsideExpert, event: str) -> None:
    request, due = expert.review.request, expert.review.due_on
    path = f"/c/{request.council.slug}/invited/" if expert.ended_at is None else "/home/"
    tell([expert.user], event, request, key=str(expert.pk), path=path, about=request.reference, due=due)


def expert_commented(comment: ExpertComment) -> None:
    """Who judges the case and the secretariat learn that an expert has commented; nobody who is recused."""
    request = comment.expert.review.request
    path = f"/c/{request.council.slug}/requests/{request.reference}/board/"
    users, key = judging(request), str(comment.pk)
    tell(users, "expert_commented", request, key=key, path=path, about=request.reference)


def line_decided(line: RequestLine, number: str, *, how: str = "") -> None:
    """Applicant and provider learn of the council's decision on a line; ``how``: that it upheld, or ratified, its
    approval."""
    users = applicants(line.request) + officers(line.dataset.provider)
    key = f"{line.pk}:{number}"
    path, about = request_page(line.request), line.reference
    outcome = how or str(line.state)
    tell(users, "line_decided", line.request, key=key, path=path, about=about, outcome=outcome)


def provisional_ended(line: RequestLine) -> None:
    """Everyone concerned learns at once that a provisional approval holds no more: the recipient, the provider,
    the secretariat, the chair, and the board that sits on the case; nobody who is recused."""
    request = line.request
    users = applicants(request) + officers(line.dataset.provider) + secretaries(request)
    users += chairs(request) + panel(request)
    key, path, about = str(line.pk), request_page(request), line.reference
    tell(users, "provisional_ended", request, key=key, path=path, about=about)
    both = (request.applicant, line.dataset.provider.organisation)
    tell_machines(both, "provisional_ended", request, key=key, about=about)


def line_lapsed(line: RequestLine, over: date) -> None:
    """Applicant, provider and secretariat learn that an approval ended without ever having been used."""
    request = line.request
    users = applicants(request) + officers(line.dataset.provider) + secretaries(request)
    path, key = request_page(request), f"{line.pk}:{over.isoformat()}"
    tell(users, "line_lapsed", request, key=key, path=path, about=line.reference)
    both = (request.applicant, line.dataset.provider.organisation)
    tell_machines(both, "line_lapsed", request, key=key, about=line.reference)


def dataset_revised(line: RequestLine, dataset: Dataset) -> None:
    """The applicant of a line learns that what it rests on is declared anew."""
    key, path = (
        f"{line.pk}:{dataset.version}",
        f"/c/{dataset.council.slug}/datasets/{dataset.reference}/versions/",
    )
    about = dataset.reference
    tell(applicants(line.request), "dataset_revised", line.request, key=key, path=path, about=about)


def dataset_changed(line: RequestLine, dataset: Dataset, change: str) -> None:
    """Whoever receives the data, or has asked for them, learns that they were suspended, may flow again, or ended."""
    event, request = f"dataset_{change}", line.request
    grant = getattr(line, "grant", None)
    path = grant_page(grant) if grant else request_page(request)
    key, about = f"{line.pk}:{clock.now().isoformat()}", dataset.reference
    tell(applicants(request), event, request, key=key, path=path, about=about, keeps="")
    tell_machines([request.applicant], event, request, key=key, about=about)


def provision_decided(line: RequestLine, number: str) -> None:
    """Applicant and secretariat learn of the provider's decision."""
    users = applicants(line.request) + secretaries(line.request)
    key = f"{line.pk}:{number}"
    tell(
        users,
        "provision_decided",
        line.request,
        key=key,
        path=request_page(line.request),
        about=line.reference,
        outcome=line.state,
    )
