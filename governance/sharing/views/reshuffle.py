"""The hand-over of everything at a change of post: choose the two, look through what would move, do it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access.queries import holders
from core.access.roles import Role
from core.accounts.models import User
from core.http.acting import fill_in
from core.http.parts import Crumb
from core.http.views import CouncilRequest, council_view
from governance.sharing.actions.reshuffle import hand_over
from governance.sharing.actions.reshuffle_parts import InHand
from governance.sharing.documents.reshuffle import standing_of, tell
from governance.sharing.forms.reshuffle import ReshuffleForm
from governance.sharing.permissions import may_hand_over
from governance.sharing.queries.reshuffle import hand_overs
from governance.sharing.rules.reshuffle import Fate


def _form(request: CouncilRequest) -> ReshuffleForm:
    held = [holders(role, request.council).values("pk") for role in Role]
    people = User.objects.filter(pk__in=held[0].union(*held[1:])).order_by("name", "pk")
    standing = standing_of(request.council, holders(Role.SECRETARY, request.council))
    return ReshuffleForm(request.POST or request.GET or None, people=people, standing=standing)


def _preview(request: CouncilRequest, form: ReshuffleForm) -> dict[str, Any]:
    """What would move and what would not, once two people are chosen."""
    if not form.is_valid():
        return {}
    data = form.cleaned_data
    in_hand = InHand(request.council, request.user, data["predecessor"], data["successor"])
    return {
        "chosen": data,
        "digest": in_hand.digest,
        "parts": tell(in_hand.parts, request.council, request.user),
        "moving": sum(part.fate == Fate.MOVES for part in in_hand.parts),
    }


@council_view
def reshuffle(request: CouncilRequest) -> HttpResponse:
    """Hand over from one person to the successor in the post."""
    may_hand_over(request.user, request.council).or_raise()
    form = _form(request)
    goal = reverse("sharing:reshuffle", args=[request.council.slug])

    def action(data: dict[str, Any]) -> str:
        hand_over(request.council, by=request.user, **data)
        return goal + "#earlier"

    context = {
        "earlier": [
            (one, tell(one.parts, request.council, request.user)) for one in hand_overs(request.council)
        ],
        "crumbs": [
            Crumb(_("Officers"), reverse("members:offices", args=[request.council.slug])),
            Crumb(_("Hand-over at a change of post")),
        ],
        **_preview(request, form),
    }
    said = _("Handed over. Both have been told by mail, and the list below says what moved.")
    return fill_in(
        request, form, action, template="governance/sharing/reshuffle/show.html", context=context, said=said
    )
