"""Records of provisions: the list, how long they are kept, the yearly book, and everything about one person."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core import clock
from core.access.roles import Role
from core.accounts.models import Organ
from core.errors import ALLOWED, NotPermitted
from core.files.views import download
from core.http.acting import act
from core.http.exports import Columns, export
from core.http.paging import ByKey, ordered
from core.http.parts import Crumb
from core.http.views import CouncilRequest, council_view, get_only, post_only
from core.outbox.models import JobState
from governance.sharing.actions import record_books, record_lookups
from governance.sharing.actions import records as verbs
from governance.sharing.documents.record_prints import not_released, person_rows
from governance.sharing.documents.record_words import keeping_words, manner_words
from governance.sharing.forms.records import LookupForm, RecordsFilter, fiscal
from governance.sharing.models import RecordLookup, StatutoryProvision
from governance.sharing.permissions import may_keep_book, may_keep_books, may_keep_each_book, roles_of
from governance.sharing.permissions import may_look_up as may_look_up_under
from governance.sharing.queries import record_prints as prints
from governance.sharing.queries.records import (
    Kept,
    erasable,
    holders_for,
    lookups_by,
    of_year,
    released_visible_to,
    yardstick,
    years_of,
)
from governance.sharing.queries.requests import organs_of
from governance.sharing.queries.statutory import erasable_by_law, statutory_visible_to
from governance.sharing.views.looking_up import may_look_up
from governance.sharing.views.step import Step, take

PAGE = 50
NEWEST = ("-released_at", "-pk")
SORTS = {
    "reference": "reference",
    "provided": "released_at",
    "recipient": "grant__line__request__applicant__name_ja",
    "persons": "persons",
}
WORKING = (JobState.WAITING, JobState.RUNNING)


def _language() -> str:
    return "en" if get_language() == "en" else "ja"


def _nav(request: CouncilRequest) -> dict[str, bool]:
    """Which of the pages about records the reader may open."""
    return {"may_look_up": may_look_up(request)}


@council_view
@get_only
def index(request: CouncilRequest) -> HttpResponseBase:
    """Every provision with its record, how it is kept and until when."""
    rows = released_visible_to(request.user, request.council)
    form = RecordsFilter(
        request.GET or None,
        years=years_of(request.council),
        providers=prints.providers_of_records(request.council),
    )
    if form.is_valid():
        year, provider = form.cleaned_data["year"], form.cleaned_data["provider"]
        rows = of_year(rows, year) if year else rows
        rows = rows.filter(grant__line__dataset__provider=provider) if provider else rows
    measure = yardstick(request.council, today=clock.today())
    shown = ordered(rows, request.GET.get("sort", ""), SORTS, first=NEWEST)
    answer = export(request, "records", _columns(), (measure.of(row) for row in shown.iterator(2_000)))
    if answer is not None:
        return answer
    page = Paginator(ByKey(shown), PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "rows": [
            (kept, manner_words(kept), keeping_words(kept)) for kept in map(measure.of, page.object_list)
        ],
        "filter": form,
        "over": len(erasable(rows, request.council, today=clock.today())) + len(_by_law(request)),
        **_nav(request),
    }
    return render(request, "governance/sharing/records/list.html", context)


def _columns() -> Columns:
    language = _language()
    return (
        (_("Number"), lambda kept: kept.delivery.reference),
        (_("First day"), lambda kept: kept.first_on),
        (_("Last day"), lambda kept: kept.last_on),
        (_("Form of the record"), lambda kept: kept.delivery.record.content["form_label"][language]),
        (_("Recipient"), lambda kept: kept.delivery.record.content["recipient"]["organ"]),
        (_("Persons"), lambda kept: kept.delivery.persons),
        (_("Kept until"), keeping_words),
    )


@council_view
@get_only
def over(request: CouncilRequest) -> HttpResponse:
    """Whose rows of single persons, and words of what a law required, may be erased today."""
    rows = released_visible_to(request.user, request.council)
    found = erasable(rows, request.council, today=clock.today())
    told = [(kept, keeping_words(kept), _may_erase(request, kept)) for kept in found]
    context = {"rows": told, "by_law": _by_law(request), **_nav(request)}
    return render(request, "governance/sharing/records/over.html", context)


def _by_law(request: CouncilRequest) -> list[tuple[StatutoryProvision, date]]:
    """Provisions required by law whose words may be erased today."""
    rows = statutory_visible_to(request.user, request.council)
    return erasable_by_law(rows, request.council, today=clock.today())


def _may_erase(request: CouncilRequest, kept: Kept) -> bool:
    return bool(roles_of(request.user, kept.delivery) & {"secretary", "provider"})


@council_view
@post_only
def erase(request: CouncilRequest) -> HttpResponse:
    """Erase the rows of single persons of the records chosen."""
    if Role.SECRETARY not in request.roles and not organs_of(request.user).exists():
        raise NotPermitted("sharing.not_keeper")
    rows = released_visible_to(request.user, request.council)
    count = verbs.erase_all(rows.filter(reference__in=request.POST.getlist("records")), by=request.user)
    told = ngettext("%(count)s list is erased.", "%(count)s lists are erased.", count)
    if count:
        messages.success(request, told % {"count": count})
    else:
        messages.warning(request, _("Choose at least one row first."))
    return redirect("sharing:records_over", request.council.slug)


@council_view
@get_only
def books(request: CouncilRequest) -> HttpResponse:
    """The book of each provider and fiscal year: made, being made, or to be made."""
    council = request.council
    organs = [
        organ
        for organ in prints.providers_of_records(council)
        if may_keep_books(request.user, council, organ)
    ]
    made = prints.books_made(council)
    rows = [
        (organ, year, fiscal(year), made.get(prints.book_about(council, organ, year), prints.Book()), may)
        for organ in organs
        for year, may in may_keep_each_book(
            request.user, council, organ, prints.book_years(council, organ)
        ).items()
    ]
    context = {"rows": rows, "working": WORKING, **_nav(request)}
    return render(request, "governance/sharing/records/books.html", context)


def _book(request: CouncilRequest, organ: int, year: int) -> Organ:
    found = get_object_or_404(prints.providers_of_records(request.council), pk=organ)
    may_keep_book(request.user, request.council, found, year).or_raise()
    return found


@council_view
@get_only
def book_progress(request: CouncilRequest, organ: int, year: int) -> HttpResponse:
    """How far a book is, as a fragment."""
    found = _book(request, organ, year)
    job = prints.book_job(request.council, found, year)
    if job is None or job.state not in WORKING:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(
        request, "governance/sharing/records/book_progress.html", {"organ": found, "year": year, "job": job}
    )


@council_view
@post_only
def make_book(request: CouncilRequest, organ: int, year: int) -> HttpResponse:
    """Ask for a book."""
    found = _book(request, organ, year)
    done = reverse("sharing:record_books", args=[request.council.slug])
    return act(
        request,
        lambda: record_books.request_book(request.council, by=request.user, organ=found, year=year),
        done=done,
        said=_("The book is being made in the background."),
    )


@council_view
@post_only
def cancel_book(request: CouncilRequest, organ: int, year: int) -> HttpResponse:
    """Give a book up."""
    found = _book(request, organ, year)
    done = reverse("sharing:record_books", args=[request.council.slug])
    return act(
        request,
        lambda: record_books.cancel_book(request.council, by=request.user, organ=found, year=year),
        done=done,
        said=_("The book is no longer being made."),
    )


@council_view
@get_only
def take_book(request: CouncilRequest, organ: int, year: int, key: UUID) -> StreamingHttpResponse:
    """One file of a book."""
    found = _book(request, organ, year)
    file = get_object_or_404(prints.book_files(request.council, found, year), key=key)
    return download(request, file, permit=ALLOWED)


@council_view
def look_up(request: CouncilRequest) -> HttpResponse:
    """Identify a person by a holder's id, with the reason."""
    holders = holders_for(request.user, request.council)
    if not holders.exists():
        raise NotPermitted("sharing.may_not_look_up")
    step = Step(
        title=_("Records about a person"),
        action=_("Look up"),
        back=reverse("sharing:records", args=[request.council.slug]),
        said=_("These are the records about the person."),
        lead=_(
            "For a person who asks where their information went, or from whom you have it. Each look-up is recorded "
            "with its reason. What you received as pseudonymised information, or as information related to a person, "
            "is not found: you must not find out whose it is."
        ),
        crumbs=_crumbs(request),
    )
    made: list[RecordLookup] = []
    form = LookupForm(request.POST or None, holders=holders)

    def call(data: dict[str, str]) -> None:
        made.append(record_lookups.look_up(request.council, by=request.user, **data))  # type: ignore[arg-type]

    answer = take(request, step, form, call)
    return redirect("sharing:lookup", request.council.slug, made[0].pk) if made else answer


def _crumbs(request: CouncilRequest) -> tuple[Crumb, ...]:
    return (Crumb(_("Provision records"), reverse("sharing:records", args=[request.council.slug])),)


def _lookup(request: CouncilRequest, pk: int) -> RecordLookup:
    """The look-up of the reader, who still may make it."""
    row = get_object_or_404(lookups_by(request.user, request.council), pk=pk)
    may_look_up_under(request.user, request.council, row.holder).or_raise()
    return row


@council_view
@get_only
def lookup(request: CouncilRequest, pk: int) -> HttpResponse:
    """Everything on record about the person, and its print."""
    row = _lookup(request, pk)
    job, language = prints.lookup_job(row, _language()), _language()
    context = {
        "lookup": row,
        **person_rows(row, language),
        **not_released(row, language),
        "job": job,
        "is_working": job is not None and job.state in WORKING,
        "file": prints.lookup_file(row, language),
        "crumbs": _crumbs(request),
    }
    part = "progress" if request.headers.get("HX-Request") else "person"
    return render(request, f"governance/sharing/records/{part}.html", context)


@council_view
@post_only
def print_lookup(request: CouncilRequest, pk: int) -> HttpResponse:
    """Ask for the print."""
    row = _lookup(request, pk)
    return act(
        request,
        lambda: record_lookups.print_lookup(row, by=request.user, language=_language()),
        done=reverse("sharing:lookup", args=[request.council.slug, pk]),
        said=_("The print is being made."),
    )


@council_view
@get_only
def take_print(request: CouncilRequest, pk: int) -> StreamingHttpResponse:
    """The print itself."""
    file = prints.lookup_file(_lookup(request, pk), _language())
    if file is None:
        raise Http404
    return download(request, file, permit=ALLOWED, inline=True)
