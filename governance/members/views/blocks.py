"""Blocks of a member by decision, and its appeal: seen and done by the secretariat and the organisation only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy

from core.errors import Verdict
from core.http.acting import fill_in
from core.http.parts import Crumb
from core.http.templatetags.sekisho import local
from core.http.texts import Text
from core.http.views import CouncilRequest, View
from governance.members import actions, queries
from governance.members.forms import AppealForm, BlockForm, OutcomeForm
from governance.members.models import Block, Membership
from governance.members.permissions import may_block, permit_block, permits_block, sees_blocks
from governance.members.views.finding import address, crumbs, member_view

BLOCK_VERBS = ("appeal", "uphold", "lift")


def block_rows(request: CouncilRequest, membership: Membership) -> list[tuple[Block, dict[str, Verdict]]]:
    """The blocks of a member and what the reader may do to each; nothing for those they do not concern."""
    if not sees_blocks(request.user, membership):
        return []
    rows = queries.blocks_of(membership)
    return [(row, permits_block(request.user, row, BLOCK_VERBS)) for row in rows]


def _page(
    request: CouncilRequest,
    membership: Membership,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Any],
    words: tuple[Text, Text, Text],
    block: Block | None = None,
) -> HttpResponse:
    """A page that asks, says what it does, and does it. ``words``: title, what it does, what was done."""
    title, warning, said = words
    trail = (Crumb(local(membership.organisation, "name"), address(membership)), Crumb(title))
    goal = address(membership) + "#blocks"

    def do(data: dict[str, Any]) -> str:
        act(data)
        return goal

    context = {
        "membership": membership,
        "title": title,
        "warning": warning,
        "follows": [],
        "held": block,
        "cancel_url": goal,
        "crumbs": crumbs(membership.council, *trail, inside=bool(request.roles)),
    }
    template = "governance/members/membership/verb.html"
    return fill_in(request, form, do, template=template, context=context, said=said)


@member_view
def new(request: CouncilRequest, membership: Membership) -> HttpResponse:
    """Enter a block that the council decided."""
    may_block(request.user, membership).or_raise()
    words = (
        gettext_lazy("Block the organisation"),
        gettext_lazy("On its days the gate lets nothing flow. The organisation is told, and may appeal."),
        gettext_lazy("The block is on record; the organisation is told."),
    )
    form = BlockForm(request.POST or None)
    return _page(
        request, membership, form, lambda data: actions.block(membership, by=request.user, **data), words
    )


def _about(
    verb: str, form_class: type[forms.Form], action: Callable[..., Block], words: tuple[Text, Text, Text]
) -> View:
    @member_view
    def view(request: CouncilRequest, membership: Membership, block: int) -> HttpResponse:
        row = queries.blocks_of(membership).filter(pk=block).first()
        if row is None or not sees_blocks(request.user, membership):
            raise Http404
        permit_block(request.user, row, verb).or_raise()
        form = form_class(request.POST or None)
        return _page(request, membership, form, lambda data: action(row, by=request.user, **data), words, row)

    return view


appeal = _about(
    "appeal",
    AppealForm,
    actions.appeal,
    (
        gettext_lazy("Appeal against the block"),
        gettext_lazy("The council decides by another decision. Until then the block holds."),
        gettext_lazy("The appeal is on record; the secretariat puts it before the council."),
    ),
)
uphold = _about(
    "uphold",
    OutcomeForm,
    actions.uphold,
    (
        gettext_lazy("Uphold the block"),
        gettext_lazy("The block stands up to its last day. The organisation is told why."),
        gettext_lazy("The block is upheld; the organisation is told."),
    ),
)
lift = _about(
    "lift",
    OutcomeForm,
    actions.lift,
    (
        gettext_lazy("Lift the block"),
        gettext_lazy("From this moment the block holds no longer. The organisation is told why."),
        gettext_lazy("The block is lifted; the organisation is told."),
    ),
)
