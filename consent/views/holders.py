"""What holders have to know and to say: consents that ended, and those that they keep themselves; reconciling them, and
taking over earlier ones."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent import actions, queries
from consent.forms import FeedForm, IdsForm, ImportForm
from consent.models import TakeOver
from consent.permissions import is_secretary, may_reconcile, may_reconcile_each
from consent.rules import tables
from consent.views.rates import crumbs, tabs
from core import clock
from core.http import once
from core.http.acting import act, fill_in
from core.http.exports import Columns, export
from core.http.paging import ByKey
from core.http.templatetags.sekisho import local
from core.http.views import CouncilRequest, council_view, get_only, post_only
from core.outbox.models import JobState

FORM = "consent/endings/form.html"
DECIDED = "consent/endings/decided.html"
LATELY = timedelta(days=90)
"""How far back a provider reads what ended; older endings were told long since."""
PAGE = 50
TABLES_SHOWN = 20
COLUMNS: Columns = (
    (gettext_lazy("Your id"), lambda row: row.holder_id),
    (gettext_lazy("What happened"), lambda row: row.event.get_kind_display()),
    (gettext_lazy("When"), lambda row: row.event.at),
    (gettext_lazy("Notice"), lambda row: row.event.item.version.notice.reference),
    (gettext_lazy("Purpose"), lambda row: local(row, "purpose")),
    (gettext_lazy("Recipient"), lambda row: local(row.event.item.recipient, "name")),
)


def _index(request: CouncilRequest) -> str:
    return reverse("consent:feeds", args=[request.council.slug])


def _page(request: CouncilRequest, title: str, lead: str, label: str) -> dict[str, Any]:
    here = crumbs(request, (_("Kept by holders"), _index(request)), (title, ""))
    return {"title": title, "lead": lead, "label": label, "cancel_url": _index(request), "crumbs": here}


@council_view
@get_only
def endings(request: CouncilRequest, organ: int) -> HttpResponseBase:
    """Consents that ended lately for the data of one provider, by its own ids; for its data officers alone."""
    holder = get_object_or_404(queries.organs_kept(request.user, request.council), pk=organ)
    rows = queries.endings(request.council, holder, since=clock.now() - LATELY, until=clock.now())
    listed = queries.with_ids(rows.iterator(chunk_size=2_000), holder)
    if file := export(request, "ended-consents", COLUMNS, listed):
        return file
    page = Paginator(ByKey(rows), PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "rows": list(queries.with_ids(page.object_list, holder)),
        "holder": holder,
        "days": LATELY.days,
        "tabs": tabs(request, f"endings {holder.pk}"),
    }
    return render(request, "consent/feeds/endings.html", context)


@council_view
@get_only
def feeds(request: CouncilRequest) -> HttpResponse:
    """Which holders keep consents, and whether what they have agrees with what is kept here."""
    found = queries.feeds(request.council)
    allowed = may_reconcile_each(request.user, request.council, [feed.source for feed in found])
    rows = [{"feed": feed, "may": allowed[feed.source]} for feed in found]
    may = is_secretary(request.user, request.council)
    context = {
        "rows": rows,
        "may": may,
        "taken": queries.take_overs(request.council)[:TABLES_SHOWN] if may else (),
        "tabs": tabs(request, "feeds"),
    }
    return render(request, "consent/feeds/list.html", context)


@council_view
def declare(request: CouncilRequest) -> HttpResponse:
    """Say that a holder keeps consents of its own."""
    is_secretary(request.user, request.council).or_raise()

    def open_feed(typed: dict[str, Any]) -> str:
        actions.open_feed(request.council, typed["source"], by=request.user)
        return _index(request)

    lead = _("Until its consents are reconciled, nothing of this holder flows on the ground of consent.")
    context = _page(request, _("A holder keeps consents"), lead, _("Keep"))
    form = FeedForm(request.POST or None, sources=queries.providers(request.council))
    return fill_in(
        request, form, open_feed, template=FORM, context=context, said=_("Noted. Reconcile it next.")
    )


@council_view
def reconcile(request: CouncilRequest, organ: int) -> HttpResponse:
    """Compare the ids whose consent is in force at the holder with what is kept here."""
    found = next((feed for feed in queries.feeds(request.council) if feed.source.pk == organ), None)
    source = found.source if found else get_object_or_404(queries.providers(request.council), pk=organ)
    may_reconcile(request.user, request.council, source).or_raise()
    form = IdsForm(request.POST or None, request.FILES or None)

    def compare(_typed: dict[str, Any]) -> str:
        ids = tables.ids(form.text())
        digest = actions.digest_of(ids)
        actions.reconcile(request.council, source, their_count=len(ids), their_digest=digest, by=request.user)
        return _index(request)

    lead = _("The ids of everybody whose consent is in force at the holder today.")
    context = _page(request, _("Reconcile: %(who)s") % {"who": source}, lead, _("Compare"))
    said = _("Compared. The result stands in the list.")
    return fill_in(request, form, compare, template=FORM, context=context, said=said)


@council_view
def take_over(request: CouncilRequest) -> HttpResponse:
    """Take over earlier consents, by a decision that the texts are equivalent."""
    is_secretary(request.user, request.council).or_raise()
    form = ImportForm(request.POST or None, request.FILES or None, items=queries.asked_today(request.council))

    def bring(typed: dict[str, Any]) -> str:
        text = form.text()
        rows = [actions.Earlier(*row) for row in tables.consents(text)]
        row = actions.begin_take_over(
            typed["item"], text, by=request.user, decision=typed["decision"], rows=rows
        )
        return _taken(request, row)

    lead = _(
        "Only by a decision that the old text and the notice say the same. Who has answered here already is left "
        "alone; nobody's refusal or withdrawal is undone."
    )
    context = _page(request, _("Take over earlier consents"), lead, _("Take over"))
    said = _("The table is handed in. The page tells how far it is.")
    if request.method == "POST":
        once.free(_taken(request, row) for row in queries.take_overs_broken_off(request.council))
    return fill_in(request, form, bring, template=DECIDED, context=context, said=said, creates=True)


def _taken(request: CouncilRequest, row: TakeOver) -> str:
    return reverse("consent:taken_over", args=[request.council.slug, row.pk])


def _table(request: CouncilRequest, pk: int) -> dict[str, Any]:
    """One table and how far it is, for the secretariat."""
    is_secretary(request.user, request.council).or_raise()
    row = get_object_or_404(queries.take_overs(request.council), pk=pk)
    job = queries.take_over_job(row)
    return {
        "row": row,
        "going": job is not None and job.state in (JobState.WAITING, JobState.RUNNING),
        "left": row.finished_at is None and row.table.erased_at is None,
    }


@council_view
@get_only
def taken_over(request: CouncilRequest, pk: int) -> HttpResponse:
    """A table of earlier consents: how far it is, and what came of it."""
    here = crumbs(request, (_("Kept by holders"), _index(request)), (_("Taking over earlier consents"), ""))
    return render(request, "consent/feeds/take_over.html", {**_table(request, pk), "crumbs": here})


@council_view
@get_only
def take_over_progress(request: CouncilRequest, pk: int) -> HttpResponse:
    """The same as a fragment, which asks for itself again while the worker is at it."""
    return render(request, "consent/feeds/_take_over.html", _table(request, pk))


@council_view
@post_only
def stop_take_over(request: CouncilRequest, pk: int) -> HttpResponse:
    """Read no further."""
    row = get_object_or_404(queries.take_overs(request.council), pk=pk)
    said = _("It stops after the lines that are being read. What is taken over stays; the table is erased.")
    return act(
        request,
        lambda: actions.stop_take_over(row, by=request.user),
        done=_taken(request, row),
        said=said,
    )
