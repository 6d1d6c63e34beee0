"""Requests that begin from another one: a copy, a change or renewal of what was granted, the re-examination of what was
refused; and changes that are only told (変更届)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction

from core import clock
from core.accounts.models import User
from core.errors import Invalid, NotNow, NotPermitted, Refused
from core.numbering.actions import reference
from governance.sharing import notices
from governance.sharing.actions import attachments
from governance.sharing.actions.history import save
from governance.sharing.actions.locking import locked, record
from governance.sharing.enums import DatasetState, RequestKind, RequestState, ToldChange, events
from governance.sharing.models import ChangeNotice, RequestLine, SharingRequest
from governance.sharing.permissions import may_draft_request, permit
from governance.sharing.queries.asked import asked_last, asked_lines
from governance.sharing.queries.reexamining import refused_lines
from governance.sharing.queries.requests import granted_lines
from governance.sharing.queries.succession import follower
from governance.sharing.queries.turns import LINE_FIELDS, REQUEST_FIELDS

PERIOD = {"use_from": None, "use_until": None, "disposal_by": None}


def _begin(source: SharingRequest, by: User, kind: RequestKind, *, new_reasons: str = "") -> SharingRequest:
    """A draft with the head and the files of ``source``. A project that has finished is left out."""
    head = {name: getattr(source, name) for name in REQUEST_FIELDS}
    if source.project is not None and source.project.state != "running":
        head["project"] = None
    made = SharingRequest(
        council=source.council,
        reference=reference("R", source.council.slug, on=clock.today()),
        applicant=source.applicant,
        recipient_organ=source.recipient_organ,
        kind=kind,
        follows=None if kind == RequestKind.NEW else source,
        new_reasons=new_reasons,
        created_by=by,
        created_at=clock.now(),
        **head,
    )
    save(made, by)
    attachments.take_along(source, made, by=by)
    return made


def _take_line(made: SharingRequest, line: RequestLine, number: int, by: User, **changed: Any) -> None:
    fields = {name: getattr(line, name) for name in LINE_FIELDS} | changed
    save(RequestLine(request=made, number=number, dataset=line.dataset, **fields), by)


@transaction.atomic
def copy(request: SharingRequest, *, by: User) -> SharingRequest:
    """A new draft that asks for the same; the period is left open. Datasets that are no longer offered fall out."""
    if not may_draft_request(by, request.applicant):
        raise NotPermitted("sharing.not_representative")
    made = _begin(request, by, RequestKind.NEW)
    rows = asked_lines(request)
    if request.state == RequestState.CONCLUDED:  # what was not decided by then can be asked for again
        rows = asked_last().filter(request=request)
    offered = rows.exclude(dataset__state__in=[DatasetState.DRAFTED, DatasetState.RETIRED])
    for number, line in enumerate(offered.select_related("dataset").order_by("number"), start=1):
        _take_line(made, line, number, by, **PERIOD)
    record(made, events.REQUEST_DRAFTED, by, copied_from=request.reference)
    return made


@transaction.atomic
def follow(
    request: SharingRequest, *, by: User, kind: str, lines: frozenset[int] | None = None
) -> SharingRequest:
    """A new request that changes or prolongs what was granted, reviewed like any other; ``lines``: these alone.

    Raises:
        Refused: nothing of the request is granted.
        NotNow: a line was changed or prolonged already, or is about to be: whoever wants more begins from the newest.
    """
    row = locked(request)
    permit(by, row, "follow").or_raise()
    if kind not in (RequestKind.AMENDMENT, RequestKind.RENEWAL):
        raise Invalid("sharing.follow_kind_missing")
    granted = granted_lines(row).select_related("dataset", "grant")
    chosen = [line for line in granted if lines is None or line.number in lines]
    if not chosen:
        raise Refused("sharing.nothing_granted", reference=row.reference)
    _need_newest(chosen)
    made = _begin(row, by, RequestKind(kind))
    for number, line in enumerate(chosen, start=1):
        changed: dict[str, Any] = {"follows": line}
        # what was granted is changed, not what was asked for
        if line.use_until and line.grant.ends_on < line.use_until:
            changed["use_until"] = line.grant.ends_on
        if kind == RequestKind.RENEWAL:
            changed |= PERIOD | {"use_from": max(line.grant.ends_on, clock.today()) + timedelta(days=1)}
        _take_line(made, line, number, by, **changed)
    record(made, events.REQUEST_DRAFTED, by, follows=row.reference, kind=kind)
    return made


def _need_newest(lines: Sequence[RequestLine]) -> None:
    for line in lines:
        later = follower(line)
        if later is not None:
            raise NotNow("sharing.line_followed", line=line.reference, by=later.reference)


@transaction.atomic
def ask_reexamination(
    request: SharingRequest, *, by: User, lines: frozenset[int], reasons: str
) -> SharingRequest:
    """再審査: a new request for the ``lines`` that were refused, with new reasons. It takes the whole way again, with a
    panel, votes and an opinion of its own; what was decided stays as it was decided.

    Raises:
        Refused: a line was not refused, the time of the rule is over, or it was asked for before.
    """
    row = locked(request)
    permit(by, row, "ask_reexamination").or_raise()
    if not reasons.strip():
        raise Invalid("sharing.new_reasons_missing")
    known = {one.line.number: one for one in refused_lines(row)}
    if not lines or not lines <= set(known):
        raise Invalid("sharing.nothing_refused", reference=row.reference)
    chosen = [known[number] for number in sorted(lines)]
    for one in chosen:
        one.verdict.or_raise()
    made = _begin(row, by, RequestKind.REEXAMINATION, new_reasons=reasons.strip())
    for number, one in enumerate(chosen, start=1):
        _take_line(made, one.line, number, by, follows=one.line)
    record(made, events.REQUEST_DRAFTED, by, follows=row.reference, kind=RequestKind.REEXAMINATION.value)
    return made


@transaction.atomic
def tell_change(request: SharingRequest, *, by: User, what: str, before: str, after: str) -> ChangeNotice:
    """変更届: a contact or a form has changed. It is recorded and told; nothing is reviewed.

    Raises:
        Refused: nothing of the request is granted or concluded yet: whatever changes is written in the request.
    """
    row = locked(request)
    permit(by, row, "tell_change").or_raise()
    if row.state != RequestState.CONCLUDED and not granted_lines(row).exists():
        raise Refused("sharing.nothing_granted", reference=row.reference)
    if what not in ToldChange.values or not before.strip() or not after.strip():
        raise Invalid("sharing.change_incomplete")
    told = ChangeNotice.objects.create(
        request=row, what=what, before=before, after=after, told_at=clock.now(), told_by=by
    )
    record(row, events.CHANGE_TOLD, by, what=what)
    notices.change_told(told)
    return told
