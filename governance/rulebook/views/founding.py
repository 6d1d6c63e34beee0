"""A new council's first rule documents, drafted and put in force together; and documents that come later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.http.acting import act, fill_in
from core.http.parts import Crumb
from core.http.templatetags.sekisho import local
from core.http.texts import Text
from core.http.views import CouncilRequest, council_view, post_only
from governance.rulebook import actions, queries
from governance.rulebook.documents.settings import missing_names
from governance.rulebook.forms.founding import (
    AdoptDraftForm,
    DraftForm,
    FoundForm,
    InForceForm,
    NewDocumentForm,
    TextForm,
)
from governance.rulebook.models import Edition, FoundingText
from governance.rulebook.permissions import may_draft
from governance.rulebook.rules import founding, notation
from governance.rulebook.rules.shipped import model_documents
from governance.rulebook.views.places import crumbs, in_work


def _first(request: CouncilRequest) -> str:
    return reverse("rulebook:found", args=[request.council.slug])


def _first_crumb(request: CouncilRequest, *, linked: bool = True) -> Crumb:
    return Crumb(_("First rule documents"), _first(request) if linked else "")


@council_view
def found(request: CouncilRequest) -> HttpResponse:
    """Begin with the model documents and the council's own names; then the drafts, and putting them in force."""
    may_draft(request.user, request.council).or_raise()
    if queries.instruments(request.council).exists():
        return redirect("rulebook:index", request.council.slug)
    drafts = list(request.council.founding_texts.all())
    return _put_in_force(request, drafts) if drafts else _begin(request)


def _begin(request: CouncilRequest) -> HttpResponse:
    council = request.council
    names = {"secretariat_ja": council.office_ja, "secretariat_en": council.office_en}

    def action(data: dict[str, Any]) -> str:
        actions.begin_founding(council, by=request.user, placeholders=data)
        return _first(request)

    return fill_in(
        request,
        FoundForm(request.POST or None, initial=names),
        action,
        template="governance/rulebook/founding/begin.html",
        context={
            "models": model_documents(),
            "cancel_url": reverse("rulebook:index", args=[council.slug]),
            "crumbs": crumbs(request, _first_crumb(request, linked=False)),
        },
        said=_(
            "The drafts are there. Read them, change what is different in your council, then put them in force."
        ),
    )


def _put_in_force(request: CouncilRequest, drafts: list[FoundingText]) -> HttpResponse:
    index_url = reverse("rulebook:index", args=[request.council.slug])
    documents = [notation.read(row.text) for row in drafts]
    lacking = missing_names(founding.lacking(documents))

    def action(data: dict[str, Any]) -> str:
        actions.put_founding_in_force(request.council, by=request.user, **data)
        return index_url

    return fill_in(
        request,
        InForceForm(request.POST or None, initial={"on": clock.today()}, lacking=bool(lacking)),
        action,
        template="governance/rulebook/founding/drafts.html",
        context={
            "drafts": list(zip(drafts, documents, strict=True)),
            "lacking": lacking,
            "cancel_url": index_url,
            "crumbs": crumbs(request, _first_crumb(request, linked=False)),
        },
        said=_("The rule documents are in force. Every later change goes through an amendment."),
    )


def _text_page(
    request: CouncilRequest, form: Form, action: Any, words: Mapping[str, Text], *trail: Crumb, said: Text
) -> HttpResponse:
    context = {**words, "crumbs": crumbs(request, *trail)}
    return fill_in(
        request, form, action, template="governance/rulebook/founding/text.html", context=context, said=said
    )


@council_view
def edit_text(request: CouncilRequest, code: str) -> HttpResponse:
    """Change the draft of a rule document as TOML, for those who edit it outside."""
    may_draft(request.user, request.council).or_raise()
    row = get_object_or_404(FoundingText, council=request.council, code=code)
    names, drafts = in_work(request)
    draft_url = reverse(f"rulebook:{names}text", args=[request.council.slug, code])

    def action(data: dict[str, Any]) -> str:
        actions.keep_founding_text(request.council, by=request.user, code=code, **data)
        return draft_url

    title = local(notation.read(row.text), "title")
    words = {"title": title, "button": _("Save"), "cancel_url": draft_url}
    start = {"text": row.text, "revision": row.revision}
    form = DraftForm(request.POST or None, initial=start)
    trail = (drafts, Crumb(title, draft_url), Crumb(_("As a file")))
    return _text_page(request, form, action, words, *trail, said=_("The draft is saved."))


@council_view
def add_text(request: CouncilRequest) -> HttpResponse:
    """Take one of the council's own documents in among the first, from a file."""
    may_draft(request.user, request.council).or_raise()
    if queries.instruments(request.council).exists():
        return redirect("rulebook:add_file", request.council.slug)

    def action(data: dict[str, Any]) -> str:
        actions.keep_founding_text(request.council, by=request.user, **data)
        return _first(request)

    title = _("Take in a document from a file")
    words = {"title": title, "button": _("Take it in"), "cancel_url": _first(request)}
    form = TextForm(request.POST or None)
    said = _("The document is among the drafts.")
    return _text_page(request, form, action, words, _first_crumb(request), Crumb(title), said=said)


@post_only
@council_view
def drop_text(request: CouncilRequest, code: str) -> HttpResponse:
    """Take a draft out."""
    row = get_object_or_404(FoundingText, council=request.council, code=code)
    return act(
        request,
        lambda: actions.drop_founding_text(request.council, by=request.user, code=row.code),
        done=in_work(request)[1].url,
        said=_("The draft is taken out."),
    )


@council_view
def add_file(request: CouncilRequest) -> HttpResponse:
    """A further rule document from a file, by a decision."""
    may_draft(request.user, request.council).or_raise()
    if not queries.instruments(request.council).exists():
        return redirect("rulebook:add_founding_text", request.council.slug)

    def action(data: dict[str, Any]) -> str:
        return _read(actions.adopt_document(request.council, by=request.user, **data))

    title = _("Take in a document from a file")
    drafts = in_work(request)[1]
    words = {"title": title, "button": _("Put in force"), "cancel_url": drafts.url}
    form = NewDocumentForm(request.POST or None, initial={"effective_on": clock.today()})
    said = _("The rule document is adopted.")
    return _text_page(request, form, action, words, drafts, Crumb(title), said=said)


@council_view
def adopt(request: CouncilRequest, code: str) -> HttpResponse:
    """Adopt a further rule document as it was drafted, by a decision."""
    may_draft(request.user, request.council).or_raise()
    row = get_object_or_404(
        FoundingText.objects.select_related("council"), council=request.council, code=code
    )
    names, drafts = in_work(request)
    draft_url = reverse(f"rulebook:{names}text", args=[request.council.slug, code])

    def action(data: dict[str, Any]) -> str:
        return _read(actions.adopt_draft(row, by=request.user, **data))

    title = local(notation.read(row.text), "title")
    start = {"effective_on": clock.today(), "revision": row.revision}
    return fill_in(
        request,
        AdoptDraftForm(request.POST or None, initial=start),
        action,
        template="governance/rulebook/founding/adopt.html",
        context={
            "title": title,
            "cancel_url": draft_url,
            "crumbs": crumbs(request, drafts, Crumb(title, draft_url), Crumb(_("Adopt the rule document"))),
        },
        said=_("The rule document is adopted."),
    )


def _read(edition: Edition) -> str:
    return reverse("rulebook:read", args=[edition.instrument.council.slug, edition.instrument.code])
