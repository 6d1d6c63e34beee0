"""The log of decisions."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Exists, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import ArticleRef
from core.http.parts import Crumb, Event
from core.http.views import CouncilRequest, council_view, get_only
from governance.assembly import queries
from governance.assembly.forms import SearchForm
from governance.assembly.models import Decision
from governance.assembly.queries.decisions import reads_in_full, successor, superseding

PER_PAGE = 50


@get_only
@council_view
def index(request: CouncilRequest) -> HttpResponse:
    """All decisions that the reader may see, newest first; by word and fiscal year."""
    found = queries.decisions_for(request.user, request.council)
    years = sorted(set(found.order_by().values_list("fiscal_year", flat=True)), reverse=True)
    form = SearchForm(request.GET or None, years=years)
    if form.is_valid():
        word, year = form.cleaned_data["q"].strip(), form.cleaned_data["year"]
        if word:
            found = found.filter(
                Q(number__icontains=word)
                | Q(title_ja__icontains=word)
                | Q(title_en__icontains=word)
                | Q(subject__icontains=word)
            )
        if year:
            found = found.filter(fiscal_year=year)
    page = Paginator(found.annotate(is_superseded=Exists(superseding())), PER_PAGE).get_page(
        request.GET.get("page")
    )
    return render(request, "governance/assembly/decision/list.html", {"page": page, "form": form})


@get_only
@council_view
def show(request: CouncilRequest, pk: int) -> HttpResponse:
    """One decision: reasons, dissent, what it rests on, what it concerns, what became of it."""
    found = get_object_or_404(queries.decisions_for(request.user, request.council), pk=pk)
    later = successor(found)
    context = {
        "decision": found,
        "later": later,
        "in_full": reads_in_full(request.user, found),
        "article": ArticleRef(**found.article) if found.article else None,
        "history": _history(found, later),
        "sees_motion": found.motion is not None
        and queries.meetings_for(request.user, request.council).filter(pk=found.motion.meeting_id).exists(),
        "documents": queries.documents_for(request.user, request.council, found.subject)
        if found.subject
        else [],
        "crumbs": [
            Crumb(_("Decisions"), reverse("assembly:decisions", args=[request.council.slug])),
            Crumb(found.number),
        ],
    }
    return render(request, "governance/assembly/decision/show.html", context)


def _history(decision: Decision, later: Decision | None) -> list[Event]:
    """Decided, recorded, superseded."""
    events = [
        Event(decision.decided_on, _("Decided"), decision.get_authority_display()),
        Event(decision.recorded_at, _("Recorded"), tone="ok"),
    ]
    if later is not None:
        url = reverse("assembly:decision", args=[decision.council.slug, later.pk])
        events.append(Event(later.recorded_at, _("Superseded"), later.number, tone="warn", url=url))
    return events
