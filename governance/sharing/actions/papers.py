"""Drafting the outgoing documents; each goes out once its line of approval has signed it (起案・決裁)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import clock
from core.access.queries import holders, roles_on
from core.access.roles import Role
from core.accounts.models import User
from core.errors import Invalid, NotNow
from core.paper import Paper, freeze
from governance.assembly import actions as assembly
from governance.assembly.enums import DocumentKind, DraftState
from governance.assembly.queries import drafts_about, on_their_way, returned_draft
from governance.sharing.actions.locking import begin, locked, record
from governance.sharing.documents.decisions import approval_notice
from governance.sharing.documents.letters import acceptance, correction, inquiry
from governance.sharing.documents.opinions import board_opinion
from governance.sharing.enums import events
from governance.sharing.models import (
    Approval,
    LetterWaiver,
    Question,
    RequestLine,
    ReviewOutcome,
    SharingRequest,
)
from governance.sharing.models.letters import WAIVABLE
from governance.sharing.permissions import may_draft_letter
from governance.sharing.queries import drafted
from governance.sharing.queries.panels import is_recused
from governance.sharing.queries.papers import (
    called_for,
    owed_but_for,
    subject_of,
    subject_of_question,
    subjects,
    to_ask,
)


def _parties(line: RequestLine) -> list[User]:
    officers = holders(Role.DATA_OFFICER, line.dataset.provider)
    applicants = holders(Role.REPRESENTATIVE, line.request.applicant)
    return [*applicants, *officers]


def _drafter(line: RequestLine, by: User) -> User:
    """In whose name a draft is made: whoever acts, if of the secretariat; else the secretary who opened the review, or
    another who is not recused (the chair decides in an emergency, and signs what others drafted)."""
    council = line.request.council
    if Role.SECRETARY in roles_on(by, council):
        return by
    opened = line.request.reviews.select_related("opened_by").order_by("-turn").first()
    kept = [
        user for user in holders(Role.SECRETARY, council).order_by("pk") if not is_recused(user, line.request)
    ]
    officer = next((user for user in kept if opened and user.pk == opened.opened_by_id), None)
    return officer or next(iter(kept), by)


def draft_opinion(outcome: ReviewOutcome, *, by: User, replaces: Any = None, note: str = "") -> Any:
    """Draft the document of the board's opinion."""
    line = outcome.line
    return assembly.prepare_draft(
        line.request.council,
        by=_drafter(line, by),
        kind=DocumentKind.OPINION,
        about=f"line:{line.reference}",
        papers=freeze(partial(board_opinion, outcome)),
        title_ja=f"審査意見書（{line.reference}）",
        title_en=f"Opinion of the board ({line.reference})",
        addressees=_parties(line),
        organisations=[line.request.applicant, line.dataset.provider.organisation],
        replaces=replaces,
        note=note,
    )


def draft_approval_notice(approval: Approval, *, by: User, replaces: Any = None, note: str = "") -> Any:
    """Draft the notice of the council's decision: of its ratification, where a provisional approval was ratified."""
    line = approval.line
    papers = freeze(partial(approval_notice, approval))
    return assembly.prepare_draft(
        line.request.council,
        by=_drafter(line, by),
        kind=DocumentKind.APPROVAL if approval.is_approved else DocumentKind.REFUSAL,
        about=f"line:{line.reference}",
        papers=papers,
        title_ja=f"{papers['ja']['title']}（{line.reference}）",
        title_en=f"{papers['en']['title']} ({line.reference})",
        addressees=_parties(line),
        organisations=[line.request.applicant, line.dataset.provider.organisation],
        decision=approval.ratified_by or approval.decision,
        replaces=replaces,
        note=note,
    )


def call_back_approvals(line: RequestLine, *, by: User | None, number: str = "") -> None:
    """Call the notices of an approval of ``line`` back that are not issued yet: decision ``number`` tells otherwise, or
    what they tell has ended without one."""
    on_their_way = drafts_about(line.request.council, f"line:{line.reference}").filter(
        kind=DocumentKind.APPROVAL, state=DraftState.IN_APPROVAL
    )
    with override("ja"):
        reason = _("Called back: decision %(number)s has taken the place of what this paper tells.")
        ended = _("Called back: what this paper tells has ended.")
    assembly.call_back(on_their_way, by=by, reason=reason % {"number": number} if number else ended)


def call_back_letters(request: SharingRequest, *, by: User | None, about: str = "") -> None:
    """Call the letters about ``request`` back that are not issued yet, as what they tell or ask for is over: all of
    them, or the one called ``about``."""
    names = [about] if about else subjects(request, [])
    with override("ja"):
        reason = _("Called back: what this paper tells has ended.")
    assembly.call_back(on_their_way(request.council, names, WAIVABLE), by=by, reason=reason)


def opinion_again(draft: Any, *, by: User, note: str) -> Any:
    """The document of the board's opinion anew, from the opinion of which ``draft`` was returned."""
    outcome = drafted.opinion_of(draft)
    may_draft_letter(by, outcome.line.request).or_raise()
    return draft_opinion(outcome, by=by, replaces=draft, note=note)


def approval_notice_again(draft: Any, *, by: User, note: str) -> Any:
    """The notice of the council's decision anew, from the decision of which ``draft`` was returned."""
    approval = drafted.approval_of(draft)
    may_draft_letter(by, approval.line.request).or_raise()
    return draft_approval_notice(approval, by=by, replaces=draft, note=note)


@transaction.atomic
def draft_letter(request: SharingRequest, kind: str, *, by: User) -> Any:
    """Draft the letter that the procedure calls for: the acceptance once the review is open, the request for
    correction once a submission was sent back.

    Raises:
        NotPermitted: not the secretariat of this case.
        NotNow: the letter is not called for, or it is on its way.
    """
    row = locked(request)
    may_draft_letter(by, row).or_raise()
    if kind not in called_for(row):
        raise NotNow("sharing.letter_not_called_for")
    write, turn = _letter(row, kind)
    return _to_applicant(row, DocumentKind(kind), subject_of(row, turn), write, by)


@transaction.atomic
def draft_inquiry(question: Question, *, by: User) -> Any:
    """Draft the letter that puts an open question to the applicant (照会書).

    Raises:
        NotPermitted: not the secretariat of this case.
        NotNow: the question is answered, withdrawn or over, or its letter is on its way.
    """
    row = locked(question.review.request)
    may_draft_letter(by, row).or_raise()
    asked = to_ask(row.council).filter(pk=question.pk).first()
    if asked is None:
        raise NotNow("sharing.letter_not_called_for")
    about = subject_of_question(asked)
    return _to_applicant(row, DocumentKind.QUESTION, about, partial(inquiry, asked), by)


@transaction.atomic
def waive_letter(request: SharingRequest, kind: str, *, by: User, reason: str) -> LetterWaiver:
    """Do without a letter that the procedure calls for: it is not owed any more, and the reason stays where it was. No
    line of approval looks at it, as at a letter: a colleague checks it for staff with an interest.

    Raises:
        NotPermitted: not the secretariat of this case, or nobody has checked it.
        NotNow: the letter is not called for, or it is on its way.
        Invalid: no reason.
    """
    row = locked(request)
    begin(row, "waive_letter", by)
    if kind not in called_for(row):
        raise NotNow("sharing.letter_not_called_for")
    _write, turn = _letter(row, kind)
    return _waive(row, DocumentKind(kind), subject_of(row, turn), by, reason)


@transaction.atomic
def waive_inquiry(question: Question, *, by: User, reason: str) -> LetterWaiver:
    """The same of the letter that puts an open question; the question itself stays open."""
    row = locked(question.review.request)
    begin(row, "waive_inquiry", by)
    if not to_ask(row.council).filter(pk=question.pk).exists():
        raise NotNow("sharing.letter_not_called_for")
    return _waive(row, DocumentKind.QUESTION, subject_of_question(question), by, reason)


def _waive(row: SharingRequest, kind: DocumentKind, about: str, by: User, reason: str) -> LetterWaiver:
    if not reason.strip():
        raise Invalid("sharing.reason_missing")
    made = LetterWaiver.objects.create(
        request=row, kind=kind, about=about, reason=reason.strip(), waived_at=clock.now(), waived_by=by
    )
    record(row, events.LETTER_WAIVED, by, kind=str(kind), about=about)
    return made


@transaction.atomic
def owe_again(waiver: LetterWaiver, *, by: User, reason: str) -> LetterWaiver:
    """Take back that a letter is not written: it is owed again, and both reasons stay where they were.

    Raises:
        NotPermitted: not the secretariat of this case.
        NotNow: taken back already, or the letter is not the next step any more.
        Invalid: no reason.
    """
    request = locked(waiver.request)
    may_draft_letter(by, request).or_raise()
    row = LetterWaiver.objects.select_for_update(of=("self",)).get(pk=waiver.pk)
    if row.pk not in owed_but_for(request):
        raise NotNow("sharing.letter_not_owed_again")
    if not reason.strip():
        raise Invalid("sharing.reason_missing")
    row.taken_back_at, row.taken_back_by, row.why_taken_back = clock.now(), by, reason.strip()
    row.save(update_fields=["taken_back_at", "taken_back_by", "why_taken_back"])
    record(request, events.LETTER_OWED_AGAIN, by, kind=row.kind, about=row.about)
    return row


def _to_applicant(
    row: SharingRequest, kind: DocumentKind, about: str, write: Callable[[], Paper], by: User
) -> Any:
    """A letter to who asks; it takes the place of one that came back from the line of approval."""
    return assembly.prepare_draft(
        row.council,
        by=by,
        kind=kind,
        about=about,
        papers=freeze(write),
        addressees=list(holders(Role.REPRESENTATIVE, row.applicant)),
        organisations=[row.applicant],
        replaces=returned_draft(row.council, about, kind),
    )


def _letter(row: SharingRequest, kind: str) -> tuple[Callable[[], Paper], int]:
    if kind == DocumentKind.ACCEPTANCE:
        review = row.reviews.select_related("body", "request__council", "request__applicant").order_by(
            "-turn"
        )[0]
        return partial(acceptance, review), review.turn
    sent_back = row.submissions.select_related("request__council", "request__applicant").get(
        turn=row.turn - 1
    )
    return partial(correction, sent_back), sent_back.turn
