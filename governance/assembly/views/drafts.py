"""Drafts for approval, and the documents issued from them."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core.errors import ALLOWED, ArticleRef, NotNow
from core.files.views import download
from core.http.acting import act, fill_in
from core.http.dates import english
from core.http.exports import Columns, export
from core.http.paging import ordered
from core.http.parts import Crumb, Event, Step, Tab
from core.http.templatetags.sekisho import local
from core.http.views import CouncilRequest, council_view, get_only, post_only
from core.paper import FORMS, LANGUAGES
from governance.assembly import actions, queries
from governance.assembly.documents import OFFICE_NAMES, preview
from governance.assembly.forms import NoteForm, ReasonForm, SearchForm
from governance.assembly.models import Document, Draft
from governance.assembly.permissions import permit, permits
from governance.assembly.queries.redrafts import successor_of, waits_again
from governance.assembly.templatetags.assembly import bare
from governance.assembly.views.finding import draft_of

PER_PAGE = 50
NEWEST = ("-issued_at", "-pk")
DRAFTED = ("-prepared_at", "-pk")
SORTS = {
    "number": "number",
    "title": "draft__title_ja",
    "about": "draft__subject",
    "issued": "issued_at",
}
COLUMNS: Columns = (
    (gettext_lazy("Number"), lambda row: row.number),
    (gettext_lazy("Title"), lambda row: local(row.draft, "title")),
    (gettext_lazy("About"), lambda row: bare(row.draft.subject)),
    (gettext_lazy("Issued"), lambda row: row.issued_at),
)
DRAFT_SORTS = {
    "title": "title_ja",
    "kind": "kind",
    "about": "subject",
    "drafted": "prepared_at",
    "state": "state",
}
DRAFT_COLUMNS: Columns = (
    (gettext_lazy("Title"), lambda row: local(row, "title")),
    (gettext_lazy("Kind"), lambda row: row.get_kind_display()),
    (gettext_lazy("About"), lambda row: bare(row.subject)),
    (gettext_lazy("Drafted"), lambda row: row.prepared_at),
    (gettext_lazy("Drafted by"), lambda row: str(row.prepared_by)),
    (gettext_lazy("State"), lambda row: row.get_state_display()),
)


def _url(draft: Draft, name: str = "draft") -> str:
    return reverse(f"assembly:{name}", args=[draft.council.slug, draft.pk])


def _crumbs(request: CouncilRequest, *more: Crumb) -> list[Crumb]:
    return [Crumb(_("Drafts"), reverse("assembly:drafts", args=[request.council.slug])), *more]


@get_only
@council_view
def index(request: CouncilRequest) -> HttpResponseBase:
    """My signatures to give, then every draft the reader may see; these as a file too."""
    seen = queries.drafts_for(request.user, request.council)
    rows = ordered(seen, request.GET.get("sort", ""), DRAFT_SORTS, first=DRAFTED)
    if file := export(request, "drafts", DRAFT_COLUMNS, rows):
        return file
    context = {
        "mine": queries.to_sign(request.user, request.council),
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "governance/assembly/draft/list.html", context)


@get_only
@council_view
def show(request: CouncilRequest, pk: int) -> HttpResponse:
    """One draft: the line of approval, the document as it will go out, sign or return."""
    draft = draft_of(request, pk)
    document = getattr(draft, "document", None)
    context = {
        "draft": draft,
        "document": document,
        "steps": line_of(draft),
        "preview": preview(draft, document, reading(request, draft)),
        "languages": languages(request, draft),
        "may": permits(request.user, draft, ("sign", "return", "circulate", "draft_again")),
        "waits_again": waits_again(draft),
        "successor": successor_of(draft),
        "article": ArticleRef(**draft.article) if draft.article else None,
        "history": _history(draft),
        "crumbs": _crumbs(request, Crumb(local(draft, "title"))),
    }
    return render(request, "governance/assembly/draft/show.html", context)


def reading(request: HttpRequest, draft: Draft) -> str:
    """The language to show a document in: the one asked for, else the reader's own."""
    asked = request.GET.get("text", "")
    return asked if asked in LANGUAGES else "en" if english() else draft.language


def languages(request: HttpRequest, draft: Draft) -> list[Tab]:
    """The texts of a document as links to the page that shows them."""
    names, now = {"ja": "日本語", "en": "English"}, reading(request, draft)
    return [Tab(names[one], f"{request.path}?text={one}", current=one == now) for one in LANGUAGES]


def line_of(draft: Draft) -> list[Step]:
    """The offices in order: signed, next, to come."""
    signed = {row.order: row for row in draft.signatures.select_related("signed_by")}
    steps = []
    for order, office in enumerate(draft.line):
        row = signed.get(order)
        label = str(OFFICE_NAMES.get(office, office))
        if row is not None:
            steps.append(Step(f"{label} {row.signed_by}", "done"))
        elif draft.state == "returned" and order == len(signed):
            steps.append(Step(label, "bad"))
        else:
            waits = draft.state == "in_approval" and order == len(signed)
            steps.append(Step(label, "current" if waits else ""))
    return steps


def _history(draft: Draft) -> list[Event]:
    events = [Event(draft.prepared_at, _("Drafted"), str(draft.prepared_by))]
    events += [
        Event(row.signed_at, pgettext("draft", "Signed"), str(row.signed_by), tone="ok")
        for row in draft.signatures.select_related("signed_by")
    ]
    if draft.returned_at is not None:
        who, why = str(draft.returned_by), draft.return_reason
        events.append(Event(draft.returned_at, _("Returned"), who, why, tone="warn"))
    document = getattr(draft, "document", None)
    if document is not None:
        events.append(Event(document.issued_at, pgettext("draft", "Issued"), document.number, tone="ok"))
    return events


@council_view
def again(request: CouncilRequest, pk: int) -> HttpResponse:
    """Draft anew what was returned."""
    draft = draft_of(request, pk)
    permit(request.user, draft, "draft_again").or_raise()

    def action(data: dict[str, Any]) -> str:
        return _url(actions.draft_again(draft, by=request.user, note=data["note"]))

    return fill_in(
        request,
        NoteForm(request.POST or None),
        action,
        template="governance/assembly/draft/again.html",
        context={
            "draft": draft,
            "cancel_url": _url(draft),
            "crumbs": _crumbs(request, Crumb(local(draft, "title"), _url(draft)), Crumb(_("Draft again"))),
        },
        said=_("Drafted again. It is on its way along the line of approval."),
    )


@post_only
@council_view
def sign(request: CouncilRequest, pk: int) -> HttpResponse:
    """Give the next signature, over the draft that was read."""
    draft = draft_of(request, pk)
    digest = request.POST.get("digest", "")
    return act(
        request,
        lambda: actions.sign_draft(draft, by=request.user, digest=digest),
        done=_url(draft),
        said=_("Signed."),
    )


@post_only
@council_view
def circulate(request: CouncilRequest, pk: int) -> HttpResponse:
    """Send the draft along its line of approval."""
    draft = draft_of(request, pk)
    return act(
        request,
        lambda: actions.circulate_draft(draft, by=request.user),
        done=_url(draft),
        said=_("The draft is on its way."),
    )


@council_view
def send_back(request: CouncilRequest, pk: int) -> HttpResponse:
    """Return the draft with a reason."""
    draft = draft_of(request, pk)
    permit(request.user, draft, "return").or_raise()

    def action(data: dict[str, Any]) -> str:
        actions.return_draft(draft, by=request.user, reason=data["reason"])
        return _url(draft)

    return fill_in(
        request,
        ReasonForm(request.POST or None),
        action,
        template="governance/assembly/draft/return.html",
        context={
            "draft": draft,
            "cancel_url": _url(draft),
            "crumbs": _crumbs(request, Crumb(local(draft, "title"), _url(draft)), Crumb(_("Return"))),
        },
        said=_("The draft has gone back."),
    )


def _document(request: HttpRequest, council: str, pk: int) -> Document:
    """An issued document that the reader may see: by role, as an addressee, or for an addressed organisation."""
    found = get_object_or_404(
        Document.objects.select_related("council", "draft"), pk=pk, council__slug=council
    )
    if found not in queries.documents_for(request.user, found.council, found.draft.subject):
        raise Http404
    return found


@get_only
@council_view
def documents(request: CouncilRequest) -> HttpResponseBase:
    """The documents that the reader may see, by word and fiscal year, newest first unless sorted; a page or a file."""
    rows = queries.documents_for(request.user, request.council)
    years = sorted(set(rows.order_by().values_list("fiscal_year", flat=True)), reverse=True)
    form = SearchForm(request.GET or None, years=years)
    if form.is_valid():
        rows = queries.documents_like(rows, form.cleaned_data["q"].strip(), form.cleaned_data["year"])
    rows = ordered(rows, request.GET.get("sort", ""), SORTS, first=NEWEST)
    if file := export(request, "documents", COLUMNS, rows):
        return file
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "governance/assembly/document/list.html", {"page": page, "form": form})


@get_only
@council_view
def document(request: CouncilRequest, pk: int) -> HttpResponse:
    """One document with its text, and its file to download."""
    found = _document(request, request.council.slug, pk)
    language, files = reading(request, found.draft), queries.files_of(found)
    context = {
        "document": found,
        "draft": found.draft,
        "preview": preview(found.draft, found, language),
        "languages": languages(request, found.draft),
        "files": files,
        "as_read": [file for file in files if (file.language, file.form) == (language, "pdf")],
        "crumbs": [
            Crumb(_("Documents"), reverse("assembly:documents", args=[request.council.slug])),
            Crumb(found.number),
        ],
    }
    return render(request, "governance/assembly/document/show.html", context)


@get_only
@council_view
def document_file(request: CouncilRequest, pk: int, language: str, form: str) -> StreamingHttpResponse:
    """One file of a document."""
    found = _document(request, request.council.slug, pk)
    if language not in LANGUAGES or form not in FORMS:
        raise Http404
    file = queries.filed(found, language, form)
    if file is None:
        raise NotNow("document_not_ready")
    return download(request, file.stored, permit=ALLOWED, inline=True)
