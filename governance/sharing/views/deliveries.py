"""Deliveries: the list, its release, its record, and the withdrawals pursued after it."""

from __future__ import annotations

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import clock
from core.errors import ALLOWED, NotNow, NotPermitted
from core.http.acting import act
from core.http.dates import english
from core.http.parts import Crumb, Fact
from core.http.templatetags.sekisho import local, moment, organ_name
from core.http.views import CouncilRequest, council_view, get_only, post_only, settling_view
from core.law.words import rests_on
from governance.sharing.actions import deliveries as verbs
from governance.sharing.actions import records
from governance.sharing.actions.handovers import report_hand_over as report
from governance.sharing.documents.record_words import (
    further_items,
    keeping_words,
    manner_words,
    provision_items,
    receipt_items,
    receipt_keeping_words,
)
from governance.sharing.documents.records import Confirmed, manners, unconfirmed
from governance.sharing.documents.release_lists import FORMATS
from governance.sharing.enums import DeliveryState
from governance.sharing.forms.records import HandOverForm, MannerForm, ReceiptForm
from governance.sharing.models import Delivery, HandOver, Pursuit
from governance.sharing.permissions import permit, permits, roles_of
from governance.sharing.queries.deliveries import (
    begun,
    list_job,
    may_go_on,
    may_leave_out,
    may_read_list,
    person_by_person,
)
from governance.sharing.queries.records import kept_of
from governance.sharing.queries.restrictions import provided
from governance.sharing.queries.verdicts import judge
from governance.sharing.queries.withdrawals import known_in
from governance.sharing.rules.verdict import Moment
from governance.sharing.views import checklist, naming, sheets
from governance.sharing.views.addresses import acts_url, delivery_url, grant_crumbs, grant_url, one_delivery
from governance.sharing.views.answers import released_upon
from governance.sharing.views.declaring import declares_first
from governance.sharing.views.step import Step, take

VERBS = ("release", "cancel", "choose_manner", "report_hand_over", "confirm_receipt")


@settling_view
@get_only
def detail(request: CouncilRequest, reference: str) -> HttpResponse:
    """One delivery; persons appear as a number, and one by one only where a withdrawal is pursued, without a name."""
    delivery = one_delivery(request, reference)
    line = delivery.grant.line
    if asked := declares_first(request, line.request):
        return asked
    verdict = judge(line, Moment.FLOW).verdict if delivery.state == DeliveryState.PREPARED else None
    words = roles_of(request.user, delivery)
    context = {
        "delivery": delivery,
        "about_persons": person_by_person(line),
        "job": list_job(delivery) if delivery.state == DeliveryState.PREPARING else None,
        "facts": _facts(delivery, inside=bool(request.roles)),
        "provided": provided(line),
        "left_out": naming.left_out(line),
        "verdict": verdict,
        "checks": checklist.rows(verdict, request.council) if verdict else [],
        "released_upon": released_upon(delivery) if request.roles else "",
        "verdicts": permits(request.user, delivery, VERBS),
        "begun": begun(delivery.grant),
        "goes_on": may_go_on(delivery.grant) if delivery.state == DeliveryState.RELEASED else ALLOWED,
        "record": _record(delivery),
        "sheets": [sheets.of_delivery(request, delivery)],
        "receipt": _receipt(delivery),
        "hand_overs": _hand_overs(delivery),
        "pursuits": _pursuits(delivery, words),
        "may_answer": "recipient" in words,
        "may_read_name": bool(words & {"provider", "recipient", "secretary"}),
        "may_download": "provider" in words and delivery.state == DeliveryState.RELEASED,
        "may_read_list": may_read_list(delivery),
        "endings": tuple(FORMATS),
        "crumbs": grant_crumbs(delivery.grant, Crumb(delivery.reference)),
    }
    return render(request, "governance/sharing/deliveries/detail.html", context)


@council_view
@get_only
def progress(request: CouncilRequest, reference: str) -> HttpResponse:
    """How far the list is, as a fragment; once it is written the page is loaded anew."""
    delivery = one_delivery(request, reference)
    if delivery.state != DeliveryState.PREPARING:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"delivery": delivery, "job": list_job(delivery)}
    return render(request, "governance/sharing/deliveries/progress.html", context)


def _record(delivery: Delivery) -> list[Fact]:
    """What the provision record says, item by item as its form asks; nothing before the release."""
    if getattr(delivery, "record", None) is None:
        return []
    language = "en" if english() else "ja"
    row = kept_of(delivery)
    said = row.delivery.record.content
    told = [*provision_items(row, language), *further_items(row, language)]
    return [
        Fact(_("Form"), said["form_label"][language]),
        *(Fact(one.label, one.value) for one in told),
        Fact(_("Where the law was read"), _sources(said.get("sources") or {})),
        Fact(_("How it is recorded"), manner_words(row)),
        Fact(_("Kept until"), keeping_words(row)),
    ]


def _receipt(delivery: Delivery) -> list[Fact]:
    """What the recipient confirmed."""
    row = getattr(delivery, "receipt", None)
    if row is None:
        return []
    language = "en" if english() else "ja"
    stated = [Fact(one.label, one.value) for one in receipt_items(delivery, language)]
    return [
        Fact(_("Form"), row.content["form_label"][language]),
        Fact(_("Receipt confirmed"), moment(row.recorded_at)),
        *stated,
        Fact(_("The recipient keeps its record until"), receipt_keeping_words(kept_of(delivery))),
    ]


def _hand_overs(delivery: Delivery) -> list[HandOver]:
    return list(delivery.hand_overs.select_related("client", "reported_by").order_by("pk"))


def _sources(sources: dict[str, dict[str, str] | None]) -> str:
    """The sources of the rows of law behind the record, and how sure of them we were."""
    named = {"form": _("Form"), "ground": _("Legal ground")}
    told = (
        _("%(row)s: %(source)s") % {"row": named[name], "source": rests_on(**source)}
        for name, source in sources.items()
        if source
    )
    return pgettext("list", ", ").join(told) or "–"


def _pursuits(delivery: Delivery, words: frozenset[str]) -> list[tuple[Pursuit, str, str]]:
    """Each with the person as the reader may know them (:func:`known_in`)."""
    rows = list(delivery.pursuits.select_related("person").order_by("pk"))
    for row in rows:
        row.delivery = delivery
    known = known_in(delivery, rows, words)
    return [(row, known[row.pk], naming.pursued(row)) for row in rows]


def _facts(delivery: Delivery, *, inside: bool) -> list[Fact]:
    """``inside``: may the reader go on to the request?"""
    line = delivery.grant.line
    return [
        Fact(_("Grant"), delivery.grant.reference, grant_url(delivery.grant)),
        Fact(_("Provider"), organ_name(line.dataset.provider)),
        Fact(_("Recipient"), local(line.request.applicant, "name")),
        Fact(_("Items"), naming.items(line.dataset, delivery.items)),
        *naming.decided_by_provider(line, acts_url(line) if inside else ""),
        *_count(delivery),
    ]


def _count(delivery: Delivery) -> list[Fact]:
    """How many persons are on the list; nothing where what goes is not about single persons."""
    if not person_by_person(delivery.grant.line):
        return []
    return [Fact(_("Persons on the list"), "–" if delivery.persons is None else f"{delivery.persons:,}")]


@council_view
@post_only
def release(request: CouncilRequest, reference: str) -> HttpResponse:
    """Let the list go."""
    delivery = one_delivery(request, reference)
    if person_by_person(delivery.grant.line):
        said = _("Released. The provision is recorded; download the list of whose records go.")
    else:
        said = _("Released. The provision is recorded; hand the data over.")
    return act(
        request, lambda: verbs.release(delivery, by=request.user), done=delivery_url(delivery), said=said
    )


@council_view
@post_only
def cancel(request: CouncilRequest, reference: str) -> HttpResponse:
    """Drop a prepared delivery."""
    delivery = one_delivery(request, reference)
    if person_by_person(delivery.grant.line):
        said = _("The delivery is cancelled and its list erased.")
    else:
        said = _("The delivery is cancelled.")
    return act(
        request, lambda: verbs.cancel(delivery, by=request.user), done=grant_url(delivery.grant), said=said
    )


@settling_view
def confirm_receipt(request: CouncilRequest, reference: str) -> HttpResponse:
    """The recipient confirms what it received, from whom and how that one came by it."""
    delivery = one_delivery(request, reference)
    permit(request.user, delivery, "confirm_receipt").or_raise()
    line = delivery.grant.line
    asked = unconfirmed(line, Confirmed(), on=clock.today())
    provider = line.dataset.provider
    known = {
        "provider_name": organ_name(provider),
        "provider_address": provider.organisation.address,
        "provider_representative": provider.head,
    }
    form = ReceiptForm(request.POST or None, asked=asked, initial=known)
    if asked:
        lead = _("The law asks you to confirm these when you receive personal data, and to keep the record.")
    else:
        lead = _("The law asks no record of you here; the council keeps what you fill in.")
    title, said = _("Confirm the receipt"), _("The receipt is confirmed.")
    step = _step(delivery, title, _("Confirm"), said, lead=lead)
    return take(
        request,
        step,
        form,
        lambda _data: records.confirm_receipt(delivery, by=request.user, said=form.said()),
    )


def _step(delivery: Delivery, title: str, action: str, said: str, lead: str = "") -> Step:
    crumbs = grant_crumbs(delivery.grant, Crumb(delivery.reference, delivery_url(delivery)))
    return Step(title=title, action=action, back=delivery_url(delivery), said=said, lead=lead, crumbs=crumbs)


@settling_view
def choose_manner(request: CouncilRequest, reference: str) -> HttpResponse:
    """How the provision is recorded."""
    delivery = one_delivery(request, reference)
    permit(request.user, delivery, "choose_manner").or_raise()
    allowed = manners(delivery.grant.line, on=clock.today())
    form = MannerForm(request.POST or None, allowed=allowed, initial={"manner": delivery.manner})
    step = _step(delivery, _("How it is recorded"), _("Save"), _("Saved."))
    return take(request, step, form, lambda data: records.choose_manner(delivery, by=request.user, **data))


@settling_view
def report_hand_over(request: CouncilRequest, reference: str) -> HttpResponse:
    """What the holder sent under the list, told by hand."""
    delivery = one_delivery(request, reference)
    permit(request.user, delivery, "report_hand_over").or_raise()
    form = HandOverForm(
        request.POST or None,
        about_persons=person_by_person(delivery.grant.line),
        leaving_out="refused" in request.POST or bool(may_leave_out(delivery)),
        initial={"count": delivery.persons, "sent_at": timezone.localtime(clock.now())}
        if may_go_on(delivery.grant)
        else {},
    )
    step = _step(
        delivery,
        _("Report the hand-over"),
        _("Report"),
        _("The hand-over is on record."),
        lead=_("Say how much you sent and when. A machine can report the same with its key."),
    )
    key = request.POST.get("csrfmiddlewaretoken", "")[:40]
    return take(
        request,
        step,
        form,
        lambda _data: report(delivery, by=request.user, key=f"page:{key}", **form.told()),
    )


@settling_view
@get_only
def download(request: CouncilRequest, reference: str, ending: str) -> HttpResponseBase:
    """The released list in the holder's own ids, streamed; for the holder alone.

    Raises:
        NotNow: not released, or an id on it no longer leads to the person.
    """
    delivery = one_delivery(request, reference)
    if "provider" not in roles_of(request.user, delivery):
        raise NotPermitted("sharing.not_data_officer")
    if delivery.state != DeliveryState.RELEASED:
        raise NotNow("sharing.not_released")
    may_read_list(delivery).or_raise()
    return streamed(delivery, ending)


def streamed(delivery: Delivery, ending: str) -> HttpResponseBase:
    """The list as a file that is written while it goes; 404 for a format that is not offered."""
    if ending not in FORMATS:
        raise Http404
    form = FORMATS[ending]
    response = StreamingHttpResponse(form.write(delivery), content_type=form.media_type)
    response["Content-Disposition"] = f'attachment; filename="{delivery.reference}.{ending}"'
    response["Cache-Control"] = "no-store"
    return response
