"""Amending a rule document in place: draft, change provisions and what they fix, compare, adopt."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from core.http.acting import act, fill_in
from core.http.parts import Crumb
from core.http.views import CouncilRequest, council_view, get_only, post_only
from core.rulebook.values import KINDS
from governance.rulebook import actions, queries
from governance.rulebook.documents.settings import LABELS, label
from governance.rulebook.forms import AdoptForm, InsertForm, ReasonForm, SettingForm, WordsForm
from governance.rulebook.models import Amendment
from governance.rulebook.permissions import may_draft, permit
from governance.rulebook.rules.adopting import changes_something
from governance.rulebook.rules.amending import WORDS
from governance.rulebook.rules.comparing import changed, compare
from governance.rulebook.rules.merging import Side
from governance.rulebook.rules.outline import Document, Entry, Unit, outline
from governance.rulebook.rules.reading import lay_out
from governance.rulebook.views.places import (
    amendment_of,
    crumbs,
    instrument_crumb,
    instrument_of,
    language,
    tabs,
)
from governance.rulebook.workflows import AMENDMENT

SIDES: dict[str, Side] = {"mine": "mine", "theirs": "theirs"}
form_view = require_http_methods(["GET", "HEAD", "POST"])


def _url(amendment: Amendment, name: str = "amendment", *more: str) -> str:
    return reverse(f"rulebook:{name}", args=[amendment.instrument.council.slug, amendment.pk, *more])


def _crumbs(request: CouncilRequest, amendment: Amendment, *further: Crumb) -> list[Crumb]:
    own = Crumb(_("Amendment"), _url(amendment) if further else "")
    return crumbs(request, instrument_crumb(amendment.instrument), own, *further)


def _entry(document: Document, key: str) -> Entry:
    found = next((entry for entry in outline(document) if entry.unit.key == key), None)
    if found is None:
        raise Http404
    return found


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
    context = {
        "amendment": amendment,
        "instrument": amendment.instrument,
        "rows": changed(compare(old, new, language())),
        "differs": changes_something(old, new).allowed,
        "overtaken": _overtaken(amendment),
        "may_adopt": permit(request.user, amendment, "adopt"),
        "may_withdraw": permit(request.user, amendment, "withdraw"),
        "may_edit": permit(request.user, amendment, "edit_provision"),
        "crumbs": _crumbs(request, amendment),
    }
    return render(request, "governance/rulebook/amendments/show.html", context)


def _overtaken(amendment: Amendment) -> dict[str, Any] | None:
    """The newer edition and the provisions that it changed as well, while the amendment is in work."""
    last = queries.last_edition(amendment.instrument)
    if last is None or last.pk == amendment.base_id or amendment.state != AMENDMENT.initial:
        return None
    merged = queries.merged_with(amendment, last, "mine")
    labels = {e.unit.key: e.label_en if language() == "en" else e.label_ja for e in outline(merged.document)}
    return {"edition": last, "clashes": [labels.get(key, key) for key in merged.conflicts]}


@get_only
@council_view
def text(request: CouncilRequest, pk: int) -> HttpResponse:
    """The whole text as it would read, each provision with its verbs."""
    amendment = amendment_of(request, pk)
    new = queries.draft_of(amendment)
    rows = compare(queries.document_of(amendment.base), new, language())
    context = {
        "amendment": amendment,
        "instrument": amendment.instrument,
        "chapters": lay_out(new, language()),
        "touched": {row.key for row in changed(rows) if row.change in ("changed", "added")},
        "may_edit": permit(request.user, amendment, "edit_provision"),
        "free": [(code, label(code)) for code in LABELS if code in KINDS],
        "crumbs": _crumbs(request, amendment, Crumb(_("Text"))),
    }
    return render(request, "governance/rulebook/amendments/text.html", context)


@form_view
@council_view
def edit(request: CouncilRequest, pk: int, key: str) -> HttpResponse:
    """Reword one provision, in both languages, with its reason."""
    amendment = amendment_of(request, pk)
    permit(request.user, amendment, "edit_provision").or_raise()
    entry = _entry(queries.draft_of(amendment), key)
    if entry.unit.level == "supplement":
        raise Http404
    initial = {name: getattr(entry.unit, name) for name in WORDS} | {"revision": amendment.revision}

    def reword(data: dict[str, Any]) -> str:
        actions.edit_provision(amendment, key, by=request.user, **data)
        return f"{_url(amendment, 'amendment_text')}#{key}"

    return fill_in(
        request,
        WordsForm(request.POST or None, initial=initial, level=entry.unit.level),
        reword,
        template="governance/rulebook/amendments/edit.html",
        context=_editing(request, amendment, entry),
        said=gettext_lazy("The provision has been changed in the draft."),
    )


def _editing(request: CouncilRequest, amendment: Amendment, entry: Entry) -> dict[str, Any]:
    label_here = entry.label_en if language() == "en" else entry.label_ja
    return {
        "amendment": amendment,
        "instrument": amendment.instrument,
        "entry": entry,
        "place": label_here,
        "back": f"{_url(amendment, 'amendment_text')}#{entry.unit.key}",
        "crumbs": _crumbs(
            request,
            amendment,
            Crumb(_("Text"), _url(amendment, "amendment_text")),
            Crumb(label_here),
        ),
    }


@form_view
@council_view
def insert(request: CouncilRequest, pk: int, key: str) -> HttpResponse:
    """Add a provision behind ``key``."""
    amendment = amendment_of(request, pk)
    permit(request.user, amendment, "insert_provision").or_raise()
    entry = _entry(queries.draft_of(amendment), key)

    def add(data: dict[str, Any]) -> str:
        units = _units(f"added_{amendment.pk}_{amendment.revision}", data)
        revision = data["revision"]
        actions.insert_provision(amendment, units, after=key, by=request.user, revision=revision)
        return f"{_url(amendment, 'amendment_text')}#{units[0].key}"

    level = {"item": "item", "paragraph": "paragraph"}.get(entry.unit.level, "article")
    initial = {"revision": amendment.revision, "level": level}
    return fill_in(
        request,
        InsertForm(request.POST or None, initial=initial),
        add,
        template="governance/rulebook/amendments/insert.html",
        context=_editing(request, amendment, entry),
        said=gettext_lazy("The provision has been added to the draft."),
    )


def _units(key: str, data: dict[str, Any]) -> list[Unit]:
    """What was typed as units: an article comes with its first paragraph."""
    texts = {name: data[name] for name in ("text_ja", "text_en")}
    reasons = {name: data[name] for name in ("reason_ja", "reason_en")}
    if data["level"] != "article":
        return [Unit(key, data["level"], branch=data["branch"], **texts, **reasons)]
    headings = {name: data[name] for name in ("heading_ja", "heading_en")}
    article = Unit(key, "article", branch=data["branch"], **headings, **reasons)
    return [article, Unit(f"{key}.main", "paragraph", **texts)]


@post_only
@council_view
def remove(request: CouncilRequest, pk: int, key: str) -> HttpResponse:
    """Take a provision and what belongs to it out of the text."""
    amendment = amendment_of(request, pk)
    return act(
        request,
        lambda: actions.remove_provision(amendment, key, by=request.user),
        done=_url(amendment, "amendment_text"),
        said=gettext_lazy("The provision has been taken out of the draft."),
    )


@form_view
@council_view
def fix(request: CouncilRequest, pk: int, key: str, code: str) -> HttpResponse:
    """Let the provision fix a setting."""
    amendment = amendment_of(request, pk)
    permit(request.user, amendment, "set_setting").or_raise()
    document = queries.draft_of(amendment)
    entry = _entry(document, key)
    if code not in KINDS:
        raise Http404
    owner = next((unit for unit in document.units if code in unit.settings), None)
    value = owner.settings[code] if owner else None
    form = SettingForm(request.POST or None, code=code, value=value, initial={"revision": amendment.revision})

    def put(data: dict[str, Any]) -> str:
        value = form.value()
        actions.set_setting(amendment, key, code, value, by=request.user, revision=data["revision"])
        return f"{_url(amendment, 'amendment_text')}#{key}"

    return fill_in(
        request,
        form,
        put,
        template="governance/rulebook/amendments/setting.html",
        context=_editing(request, amendment, entry) | {"setting": label(code)},
        said=gettext_lazy("The provision now fixes this in the draft."),
    )


@post_only
@council_view
def release(request: CouncilRequest, pk: int, key: str, code: str) -> HttpResponse:
    """Let the provision no longer fix a setting."""
    amendment = amendment_of(request, pk)
    return act(
        request,
        lambda: actions.release_setting(amendment, key, code, by=request.user),
        done=f"{_url(amendment, 'amendment_text')}#{key}",
        said=gettext_lazy("The provision no longer fixes this in the draft."),
    )


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
