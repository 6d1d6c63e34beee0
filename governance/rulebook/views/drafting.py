"""A new rule document read as what it is and changed provision by provision, until it is put in force."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.http.acting import fill_in
from core.http.parts import Crumb
from core.http.templatetags.sekisho import local
from core.http.views import CouncilRequest, council_view, get_only, post_only
from governance.rulebook import actions, queries
from governance.rulebook.actions import founding_texts
from governance.rulebook.forms.founding import NamesForm, OwnTextForm
from governance.rulebook.models import FoundingText
from governance.rulebook.permissions import may_draft
from governance.rulebook.rules import notation
from governance.rulebook.rules.outline import Document
from governance.rulebook.rules.reading import lay_out
from governance.rulebook.rules.taking_in import LENGTHS
from governance.rulebook.views import provisions
from governance.rulebook.views.places import crumbs, in_work, language
from governance.rulebook.views.provisions import Draft, Verbs

FURTHER = "further_"
"""What the names of the addresses begin with where the council has rule documents."""
NAMES = tuple(name for name in LENGTHS if name != "code")
"""What a document is called: titles and short names."""
VERBS = Verbs(
    edit=founding_texts.edit_provision,
    insert=founding_texts.insert_provision,
    remove=founding_texts.remove_provision,
    fix=founding_texts.set_setting,
    release=founding_texts.release_setting,
)


def _draft(request: CouncilRequest, code: str, *, reads: bool = False) -> Draft:
    """The draft ``code``, as its pages change it; the secretariat's alone. A further document ``reads`` whoever may
    vote on it."""
    allowed = may_draft(request.user, request.council)
    names, drafts = in_work(request)
    if not (reads and names == FURTHER):
        allowed.or_raise()
    row = get_object_or_404(
        FoundingText.objects.select_related("council"), council=request.council, code=code
    )
    document = notation.read(row.text)
    return Draft(
        kept=row,
        document=document,
        revision=row.revision,
        verbs=VERBS,
        may=lambda _verb: allowed,
        names=names,
        at=(request.council.slug, code),
        fresh=_fresh(document),
        crumbs=crumbs(request, drafts if allowed else Crumb(drafts.label)),
    )


def _fresh(document: Document) -> str:
    """An identity that no provision of ``document`` has."""
    return next(key for n in count(1) if not document.unit(key := f"added_{n}"))


@get_only
@council_view
def text(request: CouncilRequest, code: str) -> HttpResponse:
    """The whole draft as it reads, each provision with its verbs."""
    draft = _draft(request, code, reads=True)
    title = local(draft.document, "title")
    context = {
        "draft": draft,
        "is_further": draft.names == FURTHER,
        "title": title,
        "chapters": lay_out(draft.document, language()),
        "may_edit": draft.may("edit_provision"),
        "free": provisions.free(),
        "both": request.GET.get("both") == "1",
        "crumbs": [*draft.crumbs, Crumb(title)],
    }
    return render(request, "governance/rulebook/founding/read.html", context)


@get_only
@council_view
def export(request: CouncilRequest, code: str) -> HttpResponse:
    """The draft as TOML, which can be edited outside."""
    draft = _draft(request, code, reads=True)
    answer = HttpResponse(draft.kept.text, content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{code}.toml"'
    return answer


@council_view
def names(request: CouncilRequest, code: str) -> HttpResponse:
    """Give the document another title or short name."""
    draft = _draft(request, code)
    initial = {name: getattr(draft.document, name) for name in NAMES} | {"revision": draft.revision}

    def name(data: dict[str, Any]) -> str:
        founding_texts.name_document(draft.kept, by=request.user, **data)
        return draft.url("text")

    title = local(draft.document, "title")
    return fill_in(
        request,
        NamesForm(request.POST or None, initial=initial),
        name,
        template="governance/rulebook/founding/own.html",
        context={
            "title": _("Names of the document"),
            "button": _("Save"),
            "cancel_url": draft.url("text"),
            "crumbs": [*draft.crumbs, Crumb(title, draft.url("text")), Crumb(_("Names of the document"))],
        },
        said=gettext_lazy("The draft is saved."),
    )


@council_view
def begin_own(request: CouncilRequest) -> HttpResponse:
    """Write a document of the council's own among the first: its names and first article; the rest follows."""
    may_draft(request.user, request.council).or_raise()
    if queries.instruments(request.council).exists():
        return redirect("rulebook:add", request.council.slug)
    title = _("Write a document of your own")
    context = {
        "title": title,
        "cancel_url": reverse("rulebook:found", args=[request.council.slug]),
        "crumbs": crumbs(request, in_work(request)[1], Crumb(title)),
    }
    return _begin(request, "own", context)


@council_view
def add(request: CouncilRequest) -> HttpResponse:
    """The further rule documents in work; write one, by its names and first article, or take one in from a file."""
    may_draft(request.user, request.council).or_raise()
    if not queries.instruments(request.council).exists():
        return redirect("rulebook:found", request.council.slug)
    context = {
        "drafts": queries.further_drafts(request.council),
        "cancel_url": reverse("rulebook:index", args=[request.council.slug]),
        "crumbs": crumbs(request, Crumb(_("Further rule documents"))),
    }
    return _begin(request, "further", context)


def _begin(request: CouncilRequest, page: str, context: dict[str, Any]) -> HttpResponse:
    names = in_work(request)[0]

    def begin(data: dict[str, Any]) -> str:
        units = provisions.units_of("added_1", {**data, "level": "article", "branch": False})
        document = Document(
            **{name: data[name] for name in LENGTHS},
            units=tuple(units),
        )
        row = actions.keep_founding_text(request.council, by=request.user, document=document)
        return reverse(f"rulebook:{names}text", args=[request.council.slug, row.code])

    return fill_in(
        request,
        OwnTextForm(request.POST or None),
        begin,
        template=f"governance/rulebook/founding/{page}.html",
        context={"button": _("Draft the document"), **context},
        said=gettext_lazy("The document is among the drafts."),
    )


@council_view
def edit(request: CouncilRequest, code: str, key: str) -> HttpResponse:
    """Reword one provision, in both languages, with its reason."""
    return provisions.edit(request, _draft(request, code), key)


@council_view
def insert(request: CouncilRequest, code: str, key: str) -> HttpResponse:
    """Add a provision behind ``key``."""
    return provisions.insert(request, _draft(request, code), key)


@post_only
@council_view
def remove(request: CouncilRequest, code: str, key: str) -> HttpResponse:
    """Take a provision and what belongs to it out of the text."""
    return provisions.remove(request, _draft(request, code), key)


@council_view
def fix(request: CouncilRequest, code: str, key: str, setting: str) -> HttpResponse:
    """Let the provision fix a setting."""
    return provisions.fix(request, _draft(request, code), key, setting)


@post_only
@council_view
def release(request: CouncilRequest, code: str, key: str, setting: str) -> HttpResponse:
    """Let the provision no longer fix a setting."""
    return provisions.release(request, _draft(request, code), key, setting)
