"""What the provider does on a running grant: it takes its decision back, ends the agreement, checks measures abroad."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.http.dates import short
from core.http.parts import Fact
from core.http.templatetags.sekisho import local
from core.http.views import CouncilRequest, council_view
from governance.sharing.actions import endings, measures
from governance.sharing.documents.naming import listed
from governance.sharing.forms.grants import CallOffEndForm, EndAgreementForm, MeasuresForm, TakeBackForm
from governance.sharing.models import Grant
from governance.sharing.permissions import permit
from governance.sharing.queries.contracts import agreement_of, others_under
from governance.sharing.views.addresses import crumbs, line_url, one_grant, one_line
from governance.sharing.views.conditions import grant_step
from governance.sharing.views.step import Step, take


@council_view
def take_back(request: CouncilRequest, reference: str, number: int) -> HttpResponse:
    """The provider takes its decision back before the agreement."""
    line = one_line(request, reference, number)
    permit(request.user, line, "take_back").or_raise()
    step = Step(
        title=_("Take the decision to provide back"),
        action=_("Record the decision"),
        back=line_url(line),
        said=_("The decision is taken back."),
        warning=_(
            "The data are not provided. The applicant and the council are told, and read your reasons."
        ),
        crumbs=crumbs(line.request),
    )
    form = TakeBackForm(request.POST or None)
    return take(request, step, form, lambda data: endings.take_back(line, by=request.user, **data))


@council_view
def take_back_grant(request: CouncilRequest, reference: str) -> HttpResponse:
    """The provider takes back the decision on which a grant rests."""
    grant = one_grant(request, reference)
    permit(request.user, grant, "take_back").or_raise()
    step = grant_step(
        grant,
        _("Take the decision to provide back"),
        _("Record the decision"),
        _("The decision is taken back, and the grant has ended."),
        warning=_(
            "The grant ends at once and cannot be resumed: nothing more is delivered, and the recipient returns or "
            "disposes of what it holds. The recipient and the council are told, and read your reasons."
        ),
    )
    form = TakeBackForm(request.POST or None)
    return take(request, step, form, lambda data: endings.take_back_grant(grant, by=request.user, **data))


@council_view
def end_agreement(request: CouncilRequest, reference: str) -> HttpResponse:
    """Record that the agreement ends before its last day, today or from a later day on."""
    grant = one_grant(request, reference)
    permit(request.user, grant, "end_agreement").or_raise()
    step = grant_step(
        grant,
        _("Record the end of the agreement"),
        _("Record"),
        _("The end of the agreement is on record."),
        warning=_(
            "From its day on the grant has ended: nothing is delivered, and the recipient returns or disposes of what "
            "it holds. Until that day you can fix another one here."
        ),
        facts=_ends_with(grant),
    )
    form = EndAgreementForm(request.POST or None)
    return take(request, step, form, lambda data: endings.end_agreement(grant, by=request.user, **data))


def _ends_with(grant: Grant) -> tuple[Fact, ...]:
    """The contract, and what else ends with it."""
    contract = Fact(_("Contract number"), agreement_of(grant).reference)
    others = [f"{row.reference} {local(row.line.request, 'title')}" for row in others_under(grant)]
    ends = Fact(_("Under the same contract, and ends with it"), listed(others))
    return (contract, ends) if others else (contract,)


@council_view
def call_off_end(request: CouncilRequest, reference: str) -> HttpResponse:
    """The agreement does not end before its last day after all, and why."""
    grant = one_grant(request, reference)
    permit(request.user, grant, "call_off_end").or_raise()
    step = grant_step(
        grant,
        _("Call the end of the agreement off"),
        _("Call off"),
        _("The end of the agreement is called off."),
        warning=_(
            "The agreement stays in force until its last day, for every grant under it, and everyone concerned is told."
        ),
        facts=_goes_on_with(grant),
    )
    form = CallOffEndForm(request.POST or None)
    return take(request, step, form, lambda data: endings.call_off_end(grant, by=request.user, **data))


def _goes_on_with(grant: Grant) -> tuple[Fact, ...]:
    """The contract, and the end that was fixed."""
    made = agreement_of(grant)
    fixed = (
        Fact(_("Was to end, with effect from"), short(made.terminated_from)) if made.terminated_from else None
    )
    return tuple(filter(None, (Fact(_("Contract number"), made.reference), fixed)))


@council_view
def check_measures(request: CouncilRequest, reference: str) -> HttpResponse:
    """Record that the measures of a recipient abroad were checked."""
    grant = one_grant(request, reference)
    permit(request.user, grant, "check_measures").or_raise()
    step = grant_step(
        grant,
        _("Record the check of the measures abroad"),
        _("Record"),
        _("The check is on record."),
        lead=_(
            "The provider makes sure, regularly, that the recipient abroad keeps up the measures on which the transfer "
            "rests. Where it does not, take the decision to provide back instead."
        ),
    )
    form = MeasuresForm(request.POST or None)
    return take(request, step, form, lambda data: measures.check_measures(grant, by=request.user, **data))
