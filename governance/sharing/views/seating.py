"""Who sits on the panel of a case: excusing a member, calling in an alternate, whether the others can decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import Refused
from core.http.acting import act
from core.http.texts import sentence, spoken
from core.http.views import CouncilRequest, council_view, post_only
from governance.assembly.enums import Expertise
from governance.sharing.actions import seating as verbs
from governance.sharing.actions.counting import shortfall
from governance.sharing.forms.sittings import ExcuseForm
from governance.sharing.models import PanelCorrection, PanelMember, Review, SharingRequest
from governance.sharing.permissions import permit, permits, roles_of
from governance.sharing.queries.facts_decisions import whole_panel
from governance.sharing.queries.panels import current_review, waiting_for_board
from governance.sharing.queries.seats import (
    can_be_filled,
    can_declare_anew,
    can_sit_again,
    corrections_in,
    empty_seats,
    excused_of,
    vote_stands,
)
from governance.sharing.views.addresses import crumbs, one_request
from governance.sharing.views.step import Missing, Step, take

VERBS = ("excuse_member", "call_in", "reinstate_member", "reopen_declaration")


@dataclass(frozen=True, slots=True)
class Place:
    """One row of the panel's table."""

    member: PanelMember
    is_empty: bool
    can_be_filled: bool
    may_be_excused: bool
    has_voted: bool
    owes_declaration: bool
    may_be_reinstated: bool = False
    may_declare_anew: bool = False
    corrections: tuple[PanelCorrection, ...] = ()
    """What stood before it was set right, for those who keep the case or preside over it."""
    reason: str = ""
    """Why the member is excused, for those who keep the case or preside over it."""
    note: str = ""
    """What the member wrote to the declaration, for those who keep the case."""


def seating(request: CouncilRequest, row: SharingRequest, review: Review) -> dict[str, Any]:
    """Everybody who sits or sat on the panel, the seats that are empty, and what the rest lack for a quorum."""
    seated, empty = whole_panel(review), {one.pk for one in empty_seats(review)}
    gone = [one for one in excused_of(review) if one not in seated]
    is_open = review.closed_at is None
    may = {verb: bool(verdict) and is_open for verb, verdict in permits(request.user, row, VERBS).items()}
    closed = review.consolidated_at is None
    words = roles_of(request.user, row)
    told, keeps = bool(words & {"secretary", "presiding"}), "secretary" in words
    waits = waiting_for_board(row).exists()
    set_right = corrections_in(review) if told else {}
    places = []
    for one in sorted([*seated, *gone], key=lambda one: one.place):
        is_empty = one.pk in empty and may["call_in"]
        excusable = may["excuse_member"] and waits and one.judges()
        places.append(
            Place(
                one,
                is_empty=is_empty,
                can_be_filled=is_empty and can_be_filled(one),
                may_be_excused=excusable,
                has_voted=excusable and vote_stands(one),
                owes_declaration=is_open and one.judges() and one.declared_at is None,
                may_be_reinstated=closed and may["reinstate_member"] and can_sit_again(one),
                may_declare_anew=closed and may["reopen_declaration"] and can_declare_anew(one),
                corrections=tuple(set_right.get(one.pk, ())),
                reason=f"{one.get_excuse_display()} {one.excuse_note}".strip() if told else "",
                note=one.interest_note if keeps else "",
            )
        )
    return {"places": places, "keeps": keeps, "short": _short(row, review) if is_open else ""}


def _short(row: SharingRequest, review: Review) -> str:
    """What the members who remain lack, in a sentence; empty where they can decide, or no rule says how."""
    try:
        best = shortfall(review)
    except Refused as refusal:
        return sentence(refusal.code, refusal.params)
    if best is None:
        return ""
    if best.status == "seat_empty":
        words = {"expertise": spoken("expertise", best.expertise)}
        return _("Nobody with the expertise “%(expertise)s” is left who may judge.") % words
    words = {"left": best.present, "quorum": best.quorum}
    return _("%(left)s members are left who may judge; the quorum is %(quorum)s.") % words


def place_of(request: CouncilRequest, reference: str, pk: int) -> tuple[SharingRequest, PanelMember, str]:
    """The case, the member of its newest panel, and the page of the board."""
    row = one_request(request, reference)
    member = get_object_or_404(PanelMember, pk=pk, review=current_review(row))
    return row, member, reverse("sharing:board", args=[row.council.slug, row.reference])


def _stays(row: SharingRequest, member: PanelMember, back: str) -> Missing | None:
    """Why the member cannot be excused at this moment, in place of the form; None where they can."""
    if not member.judges() or not waiting_for_board(row).exists():
        code = "sharing.not_sitting"
    elif vote_stands(member):
        code = "sharing.vote_of_member_stands"
    else:
        return None
    title = _("%(name)s cannot be excused now") % {"name": member.user.name}
    return Missing(title, sentence(code), back, _("To the case"))


@council_view
def excuse(request: CouncilRequest, reference: str, pk: int) -> HttpResponse:
    """Excuse a member who cannot take part, or has not answered."""
    row, member, back = place_of(request, reference, pk)
    permit(request.user, row, "excuse_member").or_raise()
    expertise = (
        Expertise(member.expertise).label if member.expertise in Expertise.values else member.expertise
    )
    step = Step(
        title=_("Excuse %(name)s (%(expertise)s)") % {"name": member.user.name, "expertise": expertise},
        action=_("Excuse from this case"),
        back=back,
        said=_("The member is excused. The page says who sits for them, or what is lacking."),
        lead=_(
            "The alternate of the seat is called in. Without one the member counts as absent, and the "
            "case goes on as long "
            "as there is a quorum. For an interest in the case the member declares it instead."
        ),
        warning=_("The file closes for the member at once, and what they had begun to write is removed."),
        missing=_stays(row, member, back),
        crumbs=crumbs(row),
    )
    form = ExcuseForm(request.POST or None)
    return take(request, step, form, lambda data: verbs.excuse_member(member, by=request.user, **data))


@council_view
@post_only
def call_in(request: CouncilRequest, reference: str, pk: int) -> HttpResponse:
    """Call in somebody for an empty seat."""
    _row, member, back = place_of(request, reference, pk)
    said = _("The alternate is called in, and declares before the file opens.")
    return act(request, lambda: verbs.call_in(member, by=request.user), done=back, said=said)
