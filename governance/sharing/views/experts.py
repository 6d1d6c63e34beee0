"""Outside experts: their own room with the one file they are asked about, and the board's invitations."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.access.queries import roles_on
from core.access.roles import Role
from core.administration import actions as accounts
from core.administration.queries import awaiting
from core.files.views import download
from core.http.parts import Crumb
from core.http.views import CouncilRequest, View, council_view, get_only
from core.paper import Paper, html
from governance.sharing.actions import experts as verbs
from governance.sharing.documents.case import case_parts
from governance.sharing.forms.experts import CommentForm, ExpertForm
from governance.sharing.forms.steps import DeclarationForm, ReasonForm
from governance.sharing.models import OutsideExpert, Review, SharingRequest
from governance.sharing.permissions import permit, permits, reads_as_expert
from governance.sharing.queries.asked import asked_lines
from governance.sharing.queries.experts import councils_inviting, experts_of, invitations_of
from governance.sharing.queries.panels import current_review
from governance.sharing.queries.proofs import live_files
from governance.sharing.queries.questions import questions_of
from governance.sharing.views.addresses import crumbs, one_request
from governance.sharing.views.case_facts import to_declare
from governance.sharing.views.lifecycle import stages_of
from governance.sharing.views.step import Step, take


def expert_view(
    view: Callable[Concatenate[CouncilRequest, ...], HttpResponseBase],
) -> View:
    """Resolve ``council`` for somebody whom one of its boards asks as an outside expert; anybody else gets 404.

    An expert holds no role in the council, so none of its other pages opens.
    """

    @wraps(view)
    @login_required
    def wrapped(request: Any, council: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = councils_inviting(request.user).filter(slug=council).first()
        if found is None:
            raise Http404
        request.council, request.roles = found, roles_on(request.user, found)
        return view(request, *args, **kwargs)

    return wrapped


def _room(request: HttpRequest) -> str:
    return reverse("sharing:expert_room", args=[request.council.slug])  # type: ignore[attr-defined]


def _invited(request: CouncilRequest, reference: str) -> OutsideExpert:
    """The reader's own invitation to the case, else 404."""
    rows = invitations_of(request.user).filter(review__request__council=request.council)
    return get_object_or_404(rows, review__request__reference=reference)


@expert_view
@get_only
def room(request: CouncilRequest) -> HttpResponse:
    """The cases that the reader is asked about: declare first, then the file."""
    rows = invitations_of(request.user).filter(review__request__council=request.council)
    return render(request, "governance/sharing/experts/room.html", {"rows": rows})


@expert_view
def declare(request: CouncilRequest, reference: str) -> HttpResponse:
    """The expert's declaration of interest."""
    row = _invited(request, reference).review.request
    step = Step(
        title=_("Declare your interest in this case"),
        action=_("Declare"),
        back=_room(request),
        said=_("Your declaration is recorded."),
        lead=_("The file opens after your declaration; with an interest it stays closed."),
        facts=to_declare(row),
    )

    def save(data: dict[str, Any]) -> None:
        verbs.declare(row, by=request.user, **data)

    return take(request, step, DeclarationForm(request.POST or None), save)


@expert_view
@get_only
def file(request: CouncilRequest, reference: str) -> HttpResponse:
    """The one file that is open to the expert, and what they have commented. No opinion or vote of the panel."""
    expert = _invited(request, reference)
    if expert.declared_at is None:
        return redirect("sharing:expert_declare", request.council.slug, reference)
    row = expert.review.request
    reads_as_expert(request.user, row).or_raise()
    blocks = tuple(case_parts(row, stages=stages_of, opinions=None))
    language = "en" if get_language() == "en" else "ja"
    context = {
        "row": row,
        "expert": expert,
        "file": html(Paper(title=_("The file"), blocks=blocks), language=language),
        "files": live_files(row),
        "questions": questions_of(row).filter(withdrawn_at__isnull=True),
        "comments": expert.comments.select_related("line"),
        "crumbs": [Crumb(_("Asked as an outside expert"), _room(request)), Crumb(row.reference)],
    }
    return render(request, "governance/sharing/experts/file.html", context)


@expert_view
@get_only
def attachment(request: CouncilRequest, reference: str, pk: int) -> HttpResponseBase:
    """A file of the request."""
    row = _invited(request, reference).review.request
    found = get_object_or_404(live_files(row), pk=pk)
    return download(request, found.stored, permit=reads_as_expert(request.user, row))


@expert_view
def comment(request: CouncilRequest, reference: str) -> HttpResponse:
    """Tell the board."""
    row = _invited(request, reference).review.request
    reads_as_expert(request.user, row).or_raise()
    back = reverse("sharing:expert_file", args=[request.council.slug, reference])
    step = Step(
        title=_("Comment on %(reference)s") % {"reference": row.reference},
        action=_("Send the comment"),
        back=back,
        said=_("The board has your comment."),
        lead=_(
            "The panel and the secretariat read your comment with your name. It cannot be changed afterwards."
        ),
        crumbs=(Crumb(_("Asked as an outside expert"), _room(request)), Crumb(row.reference, back)),
    )
    form = CommentForm(request.POST or None, lines=asked_lines(row))
    return take(request, step, form, lambda data: verbs.comment(row, by=request.user, **data))


def invited(request: CouncilRequest, row: SharingRequest, review: Review) -> dict[str, Any]:
    """The experts of a review as the board's room shows them, and whether the reader may invite."""
    experts = experts_of(review)
    runs = Role.SECRETARY in request.roles
    return {
        "experts": experts,
        "expected": awaiting(one.user for one in experts) if runs else (),
        "inviting": permits(request.user, row, ("invite_expert", "uninvite_expert")),
    }


def _board(row: SharingRequest) -> str:
    return reverse("sharing:board", args=[row.council.slug, row.reference])


@council_view
def invite(request: CouncilRequest, reference: str) -> HttpResponse:
    """Ask somebody from outside."""
    row = one_request(request, reference)
    permit(request.user, row, "invite_expert").or_raise()
    may_open = Role.SECRETARY in request.roles
    step = Step(
        title=_("Ask an outside expert"),
        action=_("Invite"),
        back=_board(row),
        said=_("The expert is invited. The file opens to them once they have declared."),
        lead=_(
            "An expert reads this file alone, after declaring, and comments in writing: no seat, no vote."
        ),
        crumbs=crumbs(row),
    )

    def save(data: dict[str, Any]) -> None:
        user = accounts.Invited(data["email"], data["name"])
        verbs.invite(row, by=request.user, user=user, reason=data["reason"])

    return take(request, step, ExpertForm(request.POST or None, may_open_account=may_open), save)


@council_view
def uninvite(request: CouncilRequest, reference: str, pk: int) -> HttpResponse:
    """Take an invitation back."""
    row = one_request(request, reference)
    permit(request.user, row, "uninvite_expert").or_raise()
    review = current_review(row)
    expert = get_object_or_404(OutsideExpert.objects.select_related("user"), pk=pk, review=review)
    step = Step(
        title=_("Take the invitation of %(name)s back") % {"name": expert.user.name},
        action=_("Take back"),
        back=_board(row),
        said=_("The invitation is taken back; the file is closed to this person."),
        warning=_("The file closes to this person at once. What they have commented stays."),
        crumbs=crumbs(row),
    )
    form = ReasonForm(request.POST or None)
    return take(request, step, form, lambda data: verbs.uninvite(expert, by=request.user, **data))
