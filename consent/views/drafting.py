"""Notices of a council: reading, writing the next version, publishing."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent import actions, queries
from consent.forms import BeginForm, ChoiceForm, PublishForm, TextsForm
from consent.models import Notice, NoticeDraft
from consent.permissions import is_secretary, permit_notice
from consent.rules.notices import problems
from consent.views.endings import defects_told
from consent.views.rates import crumbs, tabs
from core.errors import NotNow
from core.http.acting import act, fill_in
from core.http.exports import Columns, export
from core.http.paging import ordered
from core.http.templatetags.sekisho import local
from core.http.views import CouncilRequest, council_view, get_only, post_only
from core.rulebook.provider import decision_urls

SORTS = {
    "reference": "reference",
    "title": "title_ja",
    "service": "service_ja",
    "state": "state",
    "versions": "versions_count",
}
COLUMNS: Columns = (
    (gettext_lazy("Number"), lambda row: row.reference),
    (gettext_lazy("Title"), lambda row: local(row, "title")),
    (gettext_lazy("Service"), lambda row: local(row, "service")),
    (gettext_lazy("State"), lambda row: row.get_state_display()),
    (gettext_lazy("Versions"), lambda row: row.versions_count),
)


def _notice(request: CouncilRequest, reference: str) -> Notice:
    return get_object_or_404(queries.notices_of(request.council), reference=reference)


def _draft(notice: Notice) -> NoticeDraft:
    draft = queries.draft_of(notice.pk)
    if draft is None:
        raise NotNow("no_draft")
    return draft


def _address(request: CouncilRequest, notice: Notice, name: str = "notice") -> str:
    return reverse(f"consent:{name}", args=[request.council.slug, notice.reference])


def _here(request: CouncilRequest, notice: Notice, *more: tuple[str, str]) -> list[Any]:
    return crumbs(request, (notice.reference, _address(request, notice)), *more)


@council_view
@get_only
def notices(request: CouncilRequest) -> HttpResponseBase:
    """All notices with their state, by number unless sorted; as a page or a file."""
    rows = ordered(
        queries.notices_of(request.council), request.GET.get("sort", ""), SORTS, first=("reference",)
    )
    if file := export(request, "notices", COLUMNS, rows):
        return file
    context = {
        "notices": rows,
        "tabs": tabs(request, "notices"),
        "may_begin": is_secretary(request.user, request.council),
    }
    return render(request, "consent/notices/list.html", context)


@council_view
def begin(request: CouncilRequest) -> HttpResponse:
    """A new notice."""
    is_secretary(request.user, request.council).or_raise()

    def make(typed: dict[str, Any]) -> str:
        return _address(request, actions.begin_notice(request.council, by=request.user, **typed))

    context = {"crumbs": crumbs(request, (_("New notice"), ""))}
    form = BeginForm(request.POST or None)
    said = _("The notice has been opened. Write its text next.")
    return fill_in(request, form, make, template="consent/notices/begin.html", context=context, said=said)


@council_view
@get_only
def notice(request: CouncilRequest, reference: str) -> HttpResponse:
    """One notice: what is shown today, the draft and what it lacks, and every version."""
    found = _notice(request, reference)
    draft, versions = queries.draft_of(found.pk), list(queries.versions_of(found))
    decided = decision_urls(request.council, [(one.decision, one.published_at) for one in versions])
    context = {
        "notice": found,
        "draft": draft,
        "problems": problems(draft.texts, draft.items) if draft else (),
        "versions": [(one, decided.get((one.decision, one.published_at), "")) for one in versions],
        **defects_told(request, found),
        "may_draft": permit_notice(request.user, found, "draft_version"),
        "may_publish": permit_notice(request.user, found, "publish_version"),
        "may_retire": permit_notice(request.user, found, "retire"),
        "crumbs": crumbs(request, (found.reference, "")),
    }
    return render(request, "consent/notices/show.html", context)


@council_view
@post_only
def revise(request: CouncilRequest, reference: str) -> HttpResponse:
    """Begin the next version from the present one."""
    found = _notice(request, reference)
    return act(
        request,
        lambda: actions.revise(found, by=request.user),
        done=_address(request, found),
        said=_("A draft of the next version is open."),
    )


@council_view
def texts(request: CouncilRequest, reference: str) -> HttpResponse:
    """The editor: one block per content of a notice, in three layers."""
    found = _notice(request, reference)
    permit_notice(request.user, found, "draft_version").or_raise()
    draft = _draft(found)
    form = TextsForm(request.POST or None, initial=TextsForm.from_texts(draft.texts, draft.authoritative))

    def keep(typed: dict[str, Any]) -> str:
        actions.draft_version(
            found,
            by=request.user,
            texts=form.texts(),
            items=draft.items,
            authoritative=typed["authoritative"],
        )
        return _address(request, found)

    context = {"notice": found, "crumbs": _here(request, found, (_("Text"), ""))}
    return fill_in(
        request,
        form,
        keep,
        template="consent/notices/texts.html",
        context=context,
        said=_("Saved as a draft."),
    )


@council_view
def choice(request: CouncilRequest, reference: str, code: str = "") -> HttpResponse:
    """One choice of the draft: a new one, or the one with ``code``."""
    found = _notice(request, reference)
    permit_notice(request.user, found, "draft_version").or_raise()
    draft = _draft(found)
    present = next((item for item in draft.items if item["code"] == code), None)
    if code and present is None:
        raise Http404
    initial = ChoiceForm.from_item(present) if present else None
    form = ChoiceForm(request.POST or None, initial=initial, council=request.council)

    def keep(_typed: dict[str, Any]) -> str:
        made = form.item()
        items = [made if item["code"] == code else item for item in draft.items]
        items += [] if present else [made]
        actions.draft_version(
            found, by=request.user, texts=draft.texts, items=items, authoritative=draft.authoritative
        )
        return _address(request, found)

    context = {"notice": found, "code": code, "crumbs": _here(request, found, (code or _("New choice"), ""))}
    return fill_in(
        request,
        form,
        keep,
        template="consent/notices/choice.html",
        context=context,
        said=_("Saved as a draft."),
    )


@council_view
@post_only
def drop_choice(request: CouncilRequest, reference: str, code: str) -> HttpResponse:
    """Take a choice out of the draft."""
    found = _notice(request, reference)
    draft = _draft(found)
    items = [item for item in draft.items if item["code"] != code]
    actions.draft_version(
        found, by=request.user, texts=draft.texts, items=items, authoritative=draft.authoritative
    )
    return redirect(_address(request, found))


@council_view
def publish(request: CouncilRequest, reference: str) -> HttpResponse:
    """Publish the draft by a decision."""
    found = _notice(request, reference)
    permit_notice(request.user, found, "publish_version").or_raise()
    draft = _draft(found)

    def go(typed: dict[str, Any]) -> str:
        actions.publish_version(found, by=request.user, **typed)
        return _address(request, found)

    context = {
        "notice": found,
        "problems": problems(draft.texts, draft.items),
        "crumbs": _here(request, found, (_("Publish"), "")),
    }
    form = PublishForm(request.POST or None)
    said = _("The version is published. It cannot be changed any more.")
    return fill_in(request, form, go, template="consent/notices/publish.html", context=context, said=said)


@council_view
@post_only
def retire(request: CouncilRequest, reference: str) -> HttpResponse:
    """Ask nobody any more."""
    found = _notice(request, reference)
    return act(
        request,
        lambda: actions.retire(found, by=request.user),
        done=_address(request, found),
        said=_("The notice is no longer asked. Consents stay as they are."),
    )
