"""Return and disposal on the page of the grant: copies passed on, certificate, verification."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from core.access.queries import Someone
from core.files.views import download
from core.http.views import CouncilRequest, get_only, settling_view
from governance.sharing.actions import disposals
from governance.sharing.documents.naming import listed
from governance.sharing.enums import PursuitOutcome
from governance.sharing.forms.grants import AccountForm, CopyForm, DisposalForm
from governance.sharing.forms.steps import NoteForm, ReasonForm
from governance.sharing.models import Disposal, Grant
from governance.sharing.permissions import may_read_evidence, permit
from governance.sharing.queries.conditions import evidence_of
from governance.sharing.queries.disposals import (
    copies_of,
    copies_open,
    last_delivered,
    receipts_open,
    withdrawals_by_outcome,
)
from governance.sharing.queries.periods import disposal_by
from governance.sharing.views.addresses import one_grant
from governance.sharing.views.conditions import grant_step
from governance.sharing.views.step import take


def disposal_context(user: Someone, grant: Grant) -> dict[str, Any]:
    """What the page says about copies, withdrawals and certificates, the newest first."""
    reads = may_read_evidence(user, grant).allowed
    rows = list(grant.disposals.order_by("-pk"))
    return {
        "disposal_by": disposal_by(grant),
        "copies": copies_of(grant),
        "copies_open": copies_open(grant).count(),
        "withdrawals": [
            (PursuitOutcome(outcome).label, count) for outcome, count in withdrawals_by_outcome(grant)
        ],
        "certificates": [(row, list(evidence_of(row)) if reads else []) for row in rows],
        "disposal_waits": bool(rows) and rows[0].is_verified is None,
    }


@settling_view
def file_disposal(request: CouncilRequest, reference: str) -> HttpResponse:
    """The certificate of return or disposal."""
    grant = one_grant(request, reference)
    permit(request.user, grant, "file_disposal").or_raise()
    step = grant_step(
        grant,
        _("Certify return or disposal"),
        _("File the certificate"),
        _("The certificate is filed. The provider verifies it."),
    )
    nothing = last_delivered(grant) is None
    form = DisposalForm(request.POST or None, request.FILES or None, may_be_nothing=nothing)
    return take(request, step, form, lambda data: disposals.file(grant, by=request.user, **data))


@settling_view
def verify_disposal(request: CouncilRequest, reference: str) -> HttpResponse:
    """The provider verifies the certificate; the grant closes."""
    grant = one_grant(request, reference)
    permit(request.user, grant, "verify_disposal").or_raise()
    step = grant_step(
        grant,
        _("Verify the certificate"),
        _("Verify and close"),
        _("Verified. The grant is closed."),
        warning=_receipts_owed(grant),
    )
    form = NoteForm(request.POST or None)
    return take(request, step, form, lambda data: disposals.verify(grant, by=request.user, **data))


def _receipts_owed(grant: Grant) -> str:
    """What the recipient has not confirmed to have received: the grant closes all the same, and it is owed on."""
    unconfirmed = listed(row.reference for row in receipts_open(grant))
    if not unconfirmed:
        return ""
    return _(
        "The recipient has not confirmed the receipt of %(deliveries)s. Ask it to confirm first: the grant closes all "
        "the same, but the record of what it received is then still owed."
    ) % {"deliveries": unconfirmed}


@settling_view
def reject_disposal(request: CouncilRequest, reference: str) -> HttpResponse:
    """The provider finds the certificate wanting."""
    grant = one_grant(request, reference)
    permit(request.user, grant, "reject_disposal").or_raise()
    step = grant_step(
        grant, _("Reject the certificate"), _("Reject"), _("Rejected. The recipient files another.")
    )
    form = ReasonForm(request.POST or None)
    return take(
        request, step, form, lambda data: disposals.reject(grant, by=request.user, note=data["reason"])
    )


@settling_view
@get_only
def certificate_file(request: CouncilRequest, reference: str, pk: int, key: UUID) -> StreamingHttpResponse:
    """A file handed in with a certificate, for those who take part."""
    grant = one_grant(request, reference)
    row = get_object_or_404(Disposal, pk=pk, grant=grant)
    file = get_object_or_404(evidence_of(row), key=key)
    return download(request, file, permit=may_read_evidence(request.user, grant))


@settling_view
def name_copy(request: CouncilRequest, reference: str) -> HttpResponse:
    """Name somebody to whom the data were passed on."""
    grant = one_grant(request, reference)
    permit(request.user, grant, "name_copy").or_raise()
    step = grant_step(grant, _("Name a copy passed on"), _("Add"), _("The copy is on the list."))
    form = CopyForm(request.POST or None)
    return take(request, step, form, lambda data: disposals.name_copy(grant, by=request.user, **data))


@settling_view
def account_for_copy(request: CouncilRequest, reference: str, pk: int) -> HttpResponse:
    """Say what became of a copy."""
    grant = one_grant(request, reference)
    permit(request.user, grant, "account_for_copy").or_raise()
    row = get_object_or_404(copies_of(grant), pk=pk)
    step = grant_step(
        grant, _("Account for a copy"), _("Record"), _("The copy is accounted for."), lead=row.holder
    )
    form = AccountForm(request.POST or None)
    return take(request, step, form, lambda data: disposals.account_for_copy(row, by=request.user, **data))
