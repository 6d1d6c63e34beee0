"""Drafting, submitting, checking, returning and withdrawing data-use requests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from core import canonical, clock
from core.accounts.models import Council, Organ, User
from core.errors import Invalid, NotNow, NotPermitted, Refused
from core.numbering.actions import reference
from core.rulebook.provider import in_force
from governance.assembly import queries as assembly
from governance.sharing import notices
from governance.sharing.actions import approvals, clocks, editing, emergencies, papers
from governance.sharing.actions.deciding import off_agenda
from governance.sharing.actions.history import drop, save
from governance.sharing.actions.locking import begin, locked, record
from governance.sharing.actions.reviews import break_off, open_review
from governance.sharing.actions.verdicts import pass_gate
from governance.sharing.enums import LINE_UNDECIDED, ClockReason, DatasetState, LineState, events
from governance.sharing.models import Dataset, RequestLine, SharingRequest, Submission
from governance.sharing.permissions import may_draft_request, permit
from governance.sharing.queries.decided import decided_lines, lasting_lines
from governance.sharing.queries.emergencies import unratified
from governance.sharing.queries.panels import seated_users
from governance.sharing.queries.reexamining import hand_in
from governance.sharing.queries.requests import line as load_line
from governance.sharing.queries.turns import LINE_FIELDS, REQUEST_FIELDS, snapshot
from governance.sharing.queries.verdicts import judge
from governance.sharing.rules.verdict import Moment
from governance.sharing.workflows import LINE, REQUEST


def _known(fields: dict[str, Any], known: frozenset[str]) -> dict[str, Any]:
    unknown = set(fields) - known
    if unknown:
        raise Invalid("sharing.unknown_field", field=", ".join(sorted(unknown)))
    return fields


@transaction.atomic
def draft(
    council: Council,
    *,
    by: User,
    recipient: Organ,
    title_ja: str,
    purpose: str,
    purpose_ja: str,
    dataset: Dataset | None = None,
    **fields: Any,
) -> SharingRequest:
    """A new draft by a representative of ``recipient``'s organisation, with a line for ``dataset`` if there is one;
    only that organisation sees it."""
    if not may_draft_request(by, recipient.organisation):
        raise NotPermitted("sharing.not_representative")
    _project_runs(council, fields.get("project"))
    request = SharingRequest(
        council=council,
        reference=reference("R", council.slug, on=clock.today()),
        applicant=recipient.organisation,
        recipient_organ=recipient,
        title_ja=title_ja,
        purpose=purpose,
        purpose_ja=purpose_ja,
        created_by=by,
        created_at=clock.now(),
        **_known(fields, REQUEST_FIELDS),
    )
    save(request, by)
    record(request, events.REQUEST_DRAFTED, by)
    if dataset is not None:
        add_line(request, dataset, by=by)
    return request


def _project_runs(council: Council, project: Any, *, already: int | None = None) -> None:
    """A request serves a project of the council that is running, or the one that it serves already."""
    if project is None or project.pk == already:
        return
    if not assembly.running_projects(council).filter(pk=project.pk).exists():
        raise Invalid("sharing.project_not_running", project=str(project))


@transaction.atomic
def edit(
    request: SharingRequest, *, by: User, revision: int | None = None, take_over: bool = False, **fields: Any
) -> SharingRequest:
    """Change the head of a draft. ``revision`` is the one that the writer had read.

    Raises:
        NotNow: somebody saved in the meantime, or a colleague is writing and ``take_over`` was not asked for; a line is
            decided, and its head is to change.
    """
    row = locked(request)
    permit(by, row, "edit").or_raise()
    editing.hold(row, by, take_over=take_over)
    editing.same_revision(row, revision, by)
    _same_head(row, fields)
    _project_runs(row.council, fields.get("project"), already=row.project_id)
    for name, value in _known(fields, REQUEST_FIELDS).items():
        setattr(row, name, value)
    row.revision += 1
    save(row, by)
    return row


def _same_head(row: SharingRequest, fields: dict[str, Any]) -> None:
    """What a decision on a line rests on stays: purpose, title, project and whether it is an emergency."""
    decided = decided_lines(row)
    if decided and any(getattr(row, name) != value for name, value in _known(fields, REQUEST_FIELDS).items()):
        raise NotNow("sharing.head_decided_already", lines=", ".join(decided))


@transaction.atomic
def add_line(request: SharingRequest, dataset: Dataset, *, by: User, **fields: Any) -> RequestLine:
    """Ask for items of ``dataset`` in a draft."""
    row = locked(request)
    permit(by, row, "edit").or_raise()
    editing.hold(row, by)
    if dataset.council_id != row.council_id or dataset.state == DatasetState.DRAFTED:
        raise Invalid("sharing.dataset_not_available")
    if dataset.is_open:
        raise Refused("sharing.open_data_needs_no_request", dataset=dataset.reference, link=dataset.link)
    number = (row.lines.aggregate(last=Max("number"))["last"] or 0) + 1
    line = RequestLine(request=row, number=number, dataset=dataset, **_known(fields, LINE_FIELDS))
    save(line, by)
    return line


@transaction.atomic
def edit_line(
    line: RequestLine, *, by: User, revision: int | None = None, take_over: bool = False, **fields: Any
) -> RequestLine:
    """Change what a line of a draft asks for. ``revision`` is the one that the writer had read.

    Raises:
        NotNow: somebody saved in the meantime, or a colleague is writing and ``take_over`` was not asked for.
        Invalid: the period runs backwards.
    """
    request = locked(line.request)
    permit(by, request, "edit").or_raise()
    row = _draft_line(line)
    editing.hold(request, by, take_over=take_over)
    editing.same_revision(row, revision, by)
    for name, value in _known(fields, LINE_FIELDS).items():
        setattr(row, name, value)
    if row.use_from and row.use_until and row.use_until < row.use_from:
        raise Invalid("sharing.period_backwards")
    row.revision += 1
    save(row, by)
    return row


def _draft_line(line: RequestLine) -> RequestLine:
    """The line, if nothing was decided on it: what the council decided on stays as it was decided on."""
    row = RequestLine.objects.select_for_update().get(pk=line.pk)
    if row.state == LineState.WITHDRAWN:
        raise NotNow("sharing.line_taken_out", line=row.reference)
    if row.state != LineState.DRAFTED:
        raise NotNow("sharing.line_decided_already", line=row.reference)
    return row


@transaction.atomic
def remove_line(line: RequestLine, *, by: User) -> None:
    """Take a line out of a draft: what was never handed in is gone, what was handed in once stays on record as
    withdrawn."""
    request = locked(line.request)
    permit(by, request, "edit").or_raise()
    editing.hold(request, by)
    row = _draft_line(line)
    if row.verdicts.exists():
        _withdraw_line(row, by)
    else:
        drop(row, by)


def _withdraw_line(line: RequestLine, by: User | None) -> None:
    """Nothing is asked for by ``line`` any more; what was said about it stays."""
    approvals.move(line, "withdraw", by)
    approvals.record(line, events.LINE_WITHDRAWN, by)
    off_agenda(line, by=by)


def to_decide(request: SharingRequest) -> list[int]:
    """The keys of the lines of a draft that are still to be decided, once it is handed in.

    Raises:
        Refused: nothing is asked for, or nothing is left to be decided.
    """
    found = list(request.lines.filter(state=LineState.DRAFTED).values_list("pk", flat=True))
    if found or unratified().filter(request=request).exists():
        return found
    decided = decided_lines(request)
    if decided:
        raise Refused("sharing.nothing_left_to_decide", lines=", ".join(decided))
    raise Refused("sharing.request_without_lines")


def lines_in_order(request: SharingRequest, at: datetime) -> None:
    """Refuse where a line that is to be decided is not ready to be handed in; every one is asked, so that all obstacles
    are counted. What is decided is not asked about again."""
    found = [judge(load_line(key), Moment.SUBMISSION, at=at).verdict for key in to_decide(request)]
    obstacles = [check for verdict in found for check in verdict.blocking]
    if obstacles:
        first = obstacles[0]
        raise Refused(first.message, article=first.article, **{**first.params, "obstacles": len(obstacles)})


@transaction.atomic
def submit(request: SharingRequest, *, by: User, read: str = "") -> SharingRequest:
    """Hand the draft in as its present turn. Every line that is still to be decided must pass the gate at submission.
    ``read``: what of it the reader had seen (:func:`editing.stamp`).

    Raises:
        NotNow: a colleague is writing in it, or somebody saved since the reader saw it.
        Refused: the last day of a re-examination is over; no line; or the first obstacle of the gate with its
            article, which says how many there are in all.
    """
    row = locked(request)
    permit(by, row, "submit").or_raise()
    editing.hold(row, by)
    editing.same_stamp(row, read)
    again = hand_in(row)
    if again is not None:
        again.verdict.or_raise()
    now = clock.now()
    lines_in_order(row, now)
    for key in to_decide(row):
        pass_gate(load_line(key), Moment.SUBMISSION, by=by, at=now)
    editing.release(row)
    content = snapshot(row)
    Submission.objects.create(request=row, turn=row.turn, snapshot=content, submitted_at=now, submitted_by=by)
    periods = in_force(row.council, clock.today()).get("review_periods")
    row.state = REQUEST.after(row.state, "submit")
    row.submitted_at = now
    left = clocks.resume(row)
    row.due_on = left or (clock.add_business_days(clock.today(), periods.screening) if periods else None)
    save(row, by)
    lines = [f"{row.reference}-{line['number']}" for line in content["lines"]]
    record(row, events.REQUEST_SUBMITTED, by, turn=row.turn, lines=lines, digest=canonical.digest(content))
    papers.call_back_letters(row, by=by)
    notices.request_submitted(row)
    return row


@transaction.atomic
def pass_formal_check(request: SharingRequest, *, by: User) -> SharingRequest:
    """形式審査を了する: the request is complete; the board's review opens with its panel fixed."""
    row = locked(request)
    begin(row, "pass_formal_check", by)
    row.state = REQUEST.after(row.state, "pass_formal_check")
    for line in row.lines.filter(state=LineState.DRAFTED):
        line.state = LINE.after(line.state, "open_review")
        save(line, by)
    review = open_review(row, by=by)
    row.due_on = review.due_on
    save(row, by)
    record(row, events.FORMAL_CHECK_PASSED, by, turn=row.turn, due=review.due_on)
    notices.review_opened(review)
    if row.is_emergency:
        notices.emergency_begun(row)
    return row


def take_back_lines(request: SharingRequest, by: User | None) -> None:
    """Lines that the council has not decided are drafts again: whatever is handed in next is reviewed anew."""
    for line in request.lines.filter(state__in=[LineState.UNDER_REVIEW, LineState.OPINED]):
        line.state = LINE.after(line.state, "return")
        save(line, by)
        off_agenda(line, by=by)


def _return(request: SharingRequest, verb: str, by: User, reason: str) -> SharingRequest:
    row = locked(request)
    begin(row, verb, by)
    if not reason.strip():
        raise Invalid("sharing.reason_missing")
    Submission.objects.filter(request=row, turn=row.turn).update(
        returned_at=clock.now(), returned_by=by, return_reason=reason
    )
    break_off(row, by=by)
    clocks.resume(row)
    if verb == "return_for_correction":
        clocks.stop(row, ClockReason.CORRECTION)
    take_back_lines(row, by)
    record(row, events.REQUEST_RETURNED, by, turn=row.turn)
    row.state = REQUEST.after(row.state, verb)
    row.turn += 1
    row.due_on = None
    _minor_no_more(row, by)
    save(row, by)
    notices.request_returned(row, reason)
    return row


def _minor_no_more(row: SharingRequest, by: User) -> None:
    """Whether what is handed in next is minor is found anew; on lines that are decided the finding stands."""
    row.minor_reason, row.minor_found_at, row.minor_found_by = "", None, None
    for line in row.lines.filter(state=LineState.DRAFTED, is_minor=True):
        line.is_minor = False
        save(line, by)


@transaction.atomic
def return_for_correction(request: SharingRequest, *, by: User, reason: str) -> SharingRequest:
    """補正を求める: the formal check found something missing; the applicant edits and hands in the next turn."""
    return _return(request, "return_for_correction", by, reason)


@transaction.atomic
def return_to_applicant(request: SharingRequest, *, by: User, reason: str) -> SharingRequest:
    """The board sends the request back with its reasons; the next turn is reviewed anew."""
    return _return(request, "return_to_applicant", by, reason)


@transaction.atomic
def withdraw(request: SharingRequest, *, by: User) -> SharingRequest:
    """The applicant takes the request back before anything of it is decided.

    Raises:
        NotNow: something is decided and stays: only the rest is withdrawn.
    """
    row = locked(request)
    permit(by, row, "withdraw").or_raise()
    kept = lasting_lines(row)
    if kept:
        raise NotNow("sharing.only_rest_withdrawn", lines=", ".join(kept))
    editing.release(row)
    panel = [seat.user for seat in seated_users(row)]
    break_off(row, by=by)
    clocks.resume(row)
    take_back_lines(row, by)
    emergencies.cease(row, by=by)
    row.state = REQUEST.after(row.state, "withdraw")
    row.due_on = None
    save(row, by)
    notices.request_withdrawn(row, panel)
    record(row, events.REQUEST_WITHDRAWN, by)
    return row


@transaction.atomic
def withdraw_rest(request: SharingRequest, *, by: User) -> SharingRequest:
    """The applicant takes back what is not decided; the request is concluded with what is. What was approved only
    provisionally ends as well.

    Raises:
        NotNow: nothing is decided.
    """
    row = locked(request)
    permit(by, row, "withdraw_rest").or_raise()
    kept = lasting_lines(row)
    if not kept:
        raise NotNow("sharing.nothing_decided", reference=row.reference)
    panel = [seat.user for seat in seated_users(row)]
    emergencies.cease(row, by=by)
    end_with_decided(row, "withdraw_rest", by)
    notices.request_rest_withdrawn(row, panel, kept)
    record(row, events.REQUEST_REST_WITHDRAWN, by, lines=kept)
    return row


def end_with_decided(row: SharingRequest, verb: str, by: User | None) -> None:
    """Conclude the locked request with what is decided; its other lines are withdrawn."""
    editing.release(row)
    break_off(row, by=by)
    clocks.resume(row)
    for line in row.lines.filter(state__in=LINE_UNDECIDED).select_related("request__council"):
        _withdraw_line(line, by)
    row.state = REQUEST.after(row.state, verb)
    row.concluded_at = clock.now()
    row.due_on = None
    save(row, by)
