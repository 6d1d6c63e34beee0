"""Amending a rule document in place: draft, change provisions and what they fix, compare, adopt."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from core.errors import ALLOWED, Verdict
from core.http.acting import act, fill_in
from core.http.parts import Crumb
from core.http.views import CouncilRequest, council_view, get_only, post_only
from governance.rulebook import actions, queries
from governance.rulebook.forms.provisions import AdoptForm, ReasonForm
from governance.rulebook.models import Amendment, Edition
from governance.rulebook.permissions import may_draft, permit
from governance.rulebook.rules.adopting import changes_something, text_stands
from governance.rulebook.rules.comparing import changed, compare
from governance.rulebook.rules.merging import Side
from governance.rulebook.rules.outline import outline
from governance.rulebook.rules.reading import lay_out
from governance.rulebook.views import provisions
from governance.rulebook.views.places import (
    amendment_of,
    crumbs,
    instrument_crumb,
    instrument_of,
    language,
    tabs,
)
from governance.rulebook.views.provisions import Draft, Verbs
from governance.rulebook.workflows import AMENDMENT

SIDES: dict[str, Side] = {"mine": "mine", "theirs": "theirs"}
VERBS = Verbs(
    edit=actions.edit_provision,
    insert=actions.insert_provision,
    remove=actions.remove_provision,
    fix=actions.set_setting,
    release=actions.release_setting,
)
form_view = require_http_methods(["GET", "HEAD", "POST"])


def _url(amendment: Amendment) -> str:
    return reverse("rulebook:amendment", args=[amendment.instrument.council.slug, amendment.pk])


def _crumbs(
    request: CouncilRequest, amendment: Amendment, *further: Crumb, linked: bool = False
) -> list[Crumb]:
    own = Crumb(_("Amendment"), _url(amendment) if further or linked else "")
    return crumbs(request, instrument_crumb(amendment.instrument), own, *further)


def _draft(request: CouncilRequest, pk: int) -> Draft:
    """The text of the amendment, as its pages change it."""
    amendment = amendment_of(request, pk)
    return Draft(
        kept=amendment,
        document=queries.draft_of(amendment),
        revision=amendment.revision,
        verbs=VERBS,
        may=lambda verb: permit(request.user, amendment, verb),
        names="amendment_",
        at=(request.council.slug, amendment.pk),
        fresh=f"added_{amendment.pk}_{amendment.revision}",
        crumbs=_crumbs(request, amendment, linked=True),
    )


@get_only
@council_view
def index(request: CouncilRequest) -> HttpResponse:
    """Amendments of the council, those in work first."""
    rows = queries.amendments_in_order(request.user, request.council)
    context = {"rows": rows, "tabs": tabs(request, "amendments")}
    return render(request, "governance/rulebook/amendments/list.html", context)


@form_view
@council_view
def draft(request: CouncilRequest, code: str) -> HttpResponse:
    """Begin an amendment with its reason."""
    instrument = instrument_of(request, code)
    may_draft(request.user, request.council).or_raise()

    def begin(data: dict[str, Any]) -> str:
        return _url(actions.draft_amendment(instrument, by=request.user, **data))

    context = {
        "instrument": instrument,
        "crumbs": crumbs(request, instrument_crumb(instrument), Crumb(_("Draft an amendment"))),
    }
    return fill_in(
        request,
        ReasonForm(request.POST or None),
        begin,
        template="governance/rulebook/amendments/draft.html",
        context=context,
        said=gettext_lazy("The amendment has been begun. Change the provisions that it concerns."),
    )


@get_only
@council_view
def show(request: CouncilRequest, pk: int) -> HttpResponse:
    """An amendment: what it changes, side by side, and its next step."""
    amendment = amendment_of(request, pk)
    old, new = queries.document_of(amendment.base), queries.draft_of(amendment)
    last = queries.last_edition(amendment.instrument)
    stands = _stands(amendment, last)
    context = {
        "amendment": amendment,
        "instrument": amendment.instrument,
        "rows": changed(compare(old, new, language())),
        "differs": changes_something(old, new).allowed,
        "stands": stands,
        "overtaken": _overtaken(amendment, last) if stands.allowed else None,
        "withdrawal": getattr(amendment.edition, "withdrawal", None),
        "may_adopt": permit(request.user, amendment, "adopt"),
        "may_withdraw": permit(request.user, amendment, "withdraw"),
        "may_edit": permit(request.user, amendment, "edit_provision") and stands,
        "crumbs": _crumbs(request, amendment),
    }
    return render(request, "governance/rulebook/amendments/show.html", context)


def _stands(amendment: Amendment, last: Edition | None) -> Verdict:
    """Is there still a text to amend, while the amendment is in work?"""
    if amendment.state != AMENDMENT.initial:
        return ALLOWED
    return text_stands(last.number if last else None, repeals=bool(last and last.repeals))


def _overtaken(amendment: Amendment, last: Edition | None) -> dict[str, Any] | None:
    """The newer edition and the provisions that it changed as well, while the amendment is in work."""
    if last is None or last.pk == amendment.base_id or amendment.state != AMENDMENT.initial:
        return None
    merged = queries.merged_with(amendment, last, "mine")
    texts = (queries.document_of(last), merged.document)
    entries = [entry for one in texts for entry in outline(one)]
    labels = {e.unit.key: e.label_en if language() == "en" else e.label_ja for e in entries}
    return {"edition": last, "clashes": [labels.get(key, key) for key in merged.conflicts]}


@get_only
@council_view
def text(request: CouncilRequest, pk: int) -> HttpResponse:
    """The whole text as it would read, each provision with its verbs."""
    draft = _draft(request, pk)
    amendment, new = draft.kept, draft.document
    stands = _stands(amendment, queries.last_edition(amendment.instrument))
    rows = compare(queries.document_of(amendment.base), new, language())
    context = {
        "amendment": amendment,
        "draft": draft,
        "instrument": amendment.instrument,
        "chapters": lay_out(new, language()),
        "touched": {row.key for row in changed(rows) if row.change in ("changed", "added")},
        "may_edit": draft.may("edit_provision") and stands,
        "free": provisions.free(),
        "crumbs": _crumbs(request, amendment, Crumb(_("Text"))),
    }
    return render(request, "governance/rulebook/amendments/text.html", context)


@form_view
@council_view
def edit(request: CouncilRequest, pk: int, key: str) -> HttpResponse:
    """Reword one provision, in both languages, with its reason."""
    return provisions.edit(request, _draft(request, pk), key)


@form_view
@council_view
def insert(request: CouncilRequest, pk: int, key: str) -> HttpResponse:
    """Add a provision behind ``key``."""
    return provisions.insert(request, _draft(request, pk), key)


@post_only
@council_view
def remove(request: CouncilRequest, pk: int, key: str) -> HttpResponse:
    """Take a provision and what belongs to it out of the text."""
    return provisions.remove(request, _draft(request, pk), key)


@form_view
@council_view
def fix(request: CouncilRequest, pk: int, key: str, code: str) -> HttpResponse:
    """Let the provision fix a setting."""
    return provisions.fix(request, _draft(request, pk), key, code)


@post_only
@council_view
def release(request: CouncilRequest, pk: int, key: str, code: str) -> HttpResponse:
    """Let the provision no longer fix a setting."""
    return provisions.release(request, _draft(request, pk), key, code)


@form_view
@council_view
def adopt(request: CouncilRequest, pk: int) -> HttpResponse:
    """Enter the decision and the day: the amendment becomes an edition."""
    amendment = amendment_of(request, pk)
    permit(request.user, amendment, "adopt").or_raise()

    def put_in_force(data: dict[str, Any]) -> str:
        edition = actions.adopt_amendment(amendment, by=request.user, **data)
        instrument = amendment.instrument
        url = reverse("rulebook:read", args=[instrument.council.slug, instrument.code])
        return f"{url}?edition={edition.number}"

    context = {
        "amendment": amendment,
        "instrument": amendment.instrument,
        "crumbs": _crumbs(request, amendment, Crumb(_("Adopt"))),
    }
    return fill_in(
        request,
        AdoptForm(request.POST or None),
        put_in_force,
        template="governance/rulebook/amendments/adopt.html",
        context=context,
        said=gettext_lazy("The new edition has been adopted."),
    )


@post_only
@council_view
def rebase(request: CouncilRequest, pk: int) -> HttpResponse:
    """Put the amendment on the edition adopted last."""
    amendment = amendment_of(request, pk)
    side = SIDES.get(request.POST.get("prefer", ""))
    return act(
        request,
        lambda: actions.rebase_amendment(amendment, by=request.user, prefer=side),
        done=_url(amendment),
        said=gettext_lazy("The amendment now builds on the edition adopted last."),
    )


@post_only
@council_view
def withdraw(request: CouncilRequest, pk: int) -> HttpResponse:
    """Give the amendment up."""
    amendment = amendment_of(request, pk)
    return act(
        request,
        lambda: actions.withdraw_amendment(amendment, by=request.user),
        done=_url(amendment),
        said=gettext_lazy("The amendment has been withdrawn."),
    )
