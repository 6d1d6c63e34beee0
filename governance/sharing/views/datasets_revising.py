"""Revising a registered dataset, throwing a draft away, and what was declared before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.http.acting import act
from core.http.parts import Crumb
from core.http.views import CouncilRequest, council_view, get_only, post_only
from governance.sharing.actions import datasets_revising as verbs
from governance.sharing.forms.steps import ReasonForm
from governance.sharing.permissions import permit
from governance.sharing.queries.datasets import declaration
from governance.sharing.rules.declaration import Declaration, changes
from governance.sharing.views.datasets import crumbs, one, page_url
from governance.sharing.views.datasets_changes import Row, in_words
from governance.sharing.views.step import Step, take


@council_view
@post_only
def begin(request: CouncilRequest, reference: str) -> HttpResponse:
    """Copy the declaration into a draft beside it."""
    draft = verbs.begin(one(request, reference), by=request.user)
    return redirect(page_url(draft))


@council_view
def adopt(request: CouncilRequest, reference: str) -> HttpResponse:
    """Replace the declaration by the revision, with the reason."""
    draft = one(request, reference)
    permit(request.user, draft, "adopt").or_raise()
    step = Step(
        title=_("Adopt the revision"),
        warning=_(
            "The declaration changes at once, for every request that rests on it. The earlier one is kept."
        ),
        lead=_("Write what changed and why; members and applicants read it."),
        action=_("Adopt"),
        back=page_url(draft),
        said=_("The revision is adopted."),
        crumbs=tuple(crumbs(request, Crumb(draft.reference, page_url(draft)))),
    )
    goal = page_url(draft.revises) if draft.revises else ""
    form = ReasonForm(request.POST or None)
    return take(request, step, form, lambda data: verbs.adopt(draft, by=request.user, **data), goal=goal)


@council_view
@post_only
def discard(request: CouncilRequest, reference: str) -> HttpResponse:
    """Throw the draft away."""
    draft = one(request, reference)
    catalogue = reverse("sharing:datasets", args=[request.council.slug])
    goal = page_url(draft.revises) if draft.revises else catalogue
    said = _("The draft is discarded.")
    return act(request, lambda: verbs.discard(draft, by=request.user), done=goal, said=said)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A declaration that was replaced, and what its successor changed."""

    number: int
    until: datetime
    by: User
    reason: str
    changes: list[Row]


@council_view
@get_only
def versions(request: CouncilRequest, reference: str) -> HttpResponse:
    """What was declared before, newest first, and what each revision changed."""
    dataset = one(request, reference)
    after: Declaration = declaration(dataset)
    found = []
    for row in dataset.versions.select_related("replaced_by").order_by("-number"):
        told = in_words(changes(row.content, after))
        found.append(Earlier(row.number, row.replaced_at, row.replaced_by, row.reason, told))
        after = row.content
    context = {
        "dataset": dataset,
        "versions": found,
        "crumbs": crumbs(
            request, Crumb(dataset.reference, page_url(dataset)), Crumb(_("Earlier declarations"))
        ),
    }
    return render(request, "governance/sharing/datasets/versions.html", context)
