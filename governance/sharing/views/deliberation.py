"""The board's deliberation on one line: notes, the common draft, dissent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.access.queries import Someone
from core.http.texts import spoken
from core.http.views import CouncilRequest, council_view
from core.rulebook.provider import in_force
from governance.sharing.actions import deliberation as verbs
from governance.sharing.documents.conditions import told, within
from governance.sharing.forms.deliberation import DissentForm, NoteForm, ProposalForm
from governance.sharing.models import PanelMember, RequestLine, Review, SharingRequest
from governance.sharing.permissions import permit, reads_file
from governance.sharing.queries.panels import (
    current_review,
    has_opened,
    membership,
    opened_opinions,
    owes_opinion,
    reviews_recused_from,
)
from governance.sharing.views.addresses import crumbs, one_line
from governance.sharing.views.step import Reading, Step, take


def weight_of_opinion(row: SharingRequest) -> str:
    """What the board's opinion weighs by the rule in force, in a sentence; empty where no rule says."""
    rule = in_force(row.council, clock.today()).get("board_authority")
    words = {
        "advice": _("The opinion advises: the deciding body may depart from it only as the rule says."),
        "required": _("The opinion is required: nothing is approved against it."),
        "decides": _("The opinion decides: no other body approves."),
    }
    return words[rule.weight] if rule is not None else ""


def deliberated(line: RequestLine, review: Review) -> dict[str, Any]:
    """What the panel has written on ``line`` since the opinions were opened."""
    notes = list(line.deliberation_notes.filter(member__review=review).select_related("member"))
    proposal = line.proposals.filter(review=review).first()
    dissents = list(line.dissents.filter(review=review).select_related("member__user"))
    said = bool(notes or proposal or dissents)
    asked = [told(one, within(one)) for one in proposal.conditions] if proposal else []
    return {
        "notes": notes,
        "proposal": proposal,
        "conditions": asked,
        "dissents": dissents,
        "said": said,
    }


def common_draft(line: RequestLine, review: Review, member: PanelMember) -> tuple[Reading, ...]:
    """The draft that ``member`` votes on: its reasons, remark and conditions; nothing of it to whoever has not declared
    yet, or owes an opinion of their own first."""
    if not has_opened(member) or review.consolidated_at is None or owes_opinion(member, line):
        return ()
    written = deliberated(line, review)
    proposal = written["proposal"]
    if proposal is None:
        text = _("Nobody has written one yet. The vote is on the finding alone.")
        return (Reading(_("Draft of the opinion"), text),)
    remark = (Reading(_("Remark"), proposal.remark),) if proposal.remark else ()
    return (Reading(_("Draft of the opinion"), proposal.reasons, tuple(written["conditions"])), *remark)


def individual(line: RequestLine, reader: Someone) -> tuple[Reading, ...]:
    """What members wrote on ``line`` in this submission, once it is open to ``reader``, who sums it up."""
    member = membership(reader, line.request)
    if member is not None and not has_opened(member):
        return ()
    rows = opened_opinions(line.request, reader).filter(
        line=line, member__review=current_review(line.request)
    )
    title = _("Individual opinion: %(expertise)s")
    return tuple(
        Reading(
            title % {"expertise": spoken("expertise", row.member.expertise)},
            row.text,
            state=row.judgement,
            state_label=row.get_judgement_display(),
        )
        for row in rows
    )


def _step(
    request: CouncilRequest,
    line: RequestLine,
    form: Form,
    call: Callable[..., Any],
    words: tuple[str, str, str],
    lead: str,
    readings: tuple[Reading, ...] = (),
) -> HttpResponse:
    row = line.request
    title, action, said = words
    back = reverse("sharing:board", args=[row.council.slug, row.reference])
    step = Step(
        title=title,
        action=action,
        back=back,
        said=said,
        lead=lead,
        readings=readings,
        crumbs=crumbs(row),
    )
    return take(request, step, form, lambda data: call(line, by=request.user, **data))


@council_view
def note(request: CouncilRequest, reference: str, number: int) -> HttpResponse:
    """Write a note to the other members."""
    line = one_line(request, reference, number)
    permit(request.user, line.request, "deliberate").or_raise()
    words = (_("Note on %(line)s") % {"line": line.reference}, _("Send the note"), _("The note is kept."))
    lead = _("The members who sit on the case and the secretariat read it; nobody else does.")
    return _step(request, line, NoteForm(request.POST or None), verbs.write_note, words, lead)


@council_view
def propose(request: CouncilRequest, reference: str, number: int) -> HttpResponse:
    """Write the common draft of the opinion."""
    line = one_line(request, reference, number)
    permit(request.user, line.request, "propose_opinion").or_raise()
    reads_file(request.user, line.request).or_raise()
    last = line.proposals.exclude(review__in=reviews_recused_from(request.user)).order_by("-pk").first()
    member = membership(request.user, line.request)
    if member is not None and owes_opinion(member, line):
        last = None
    initial = {"reasons": last.reasons, "remark": last.remark} if last else None
    form = ProposalForm(
        request.POST or None, line=line, given=last.conditions if last else (), initial=initial
    )
    words = (
        _("Draft of the opinion on %(line)s") % {"line": line.reference},
        _("Save this draft"),
        _("The draft is saved."),
    )
    lead = _("The opinion is fixed from this draft once the votes have carried it.")
    return _step(request, line, form, verbs.propose, words, lead, individual(line, request.user))


@council_view
def dissent(request: CouncilRequest, reference: str, number: int) -> HttpResponse:
    """Put a dissenting opinion on record."""
    line = one_line(request, reference, number)
    permit(request.user, line.request, "deliberate").or_raise()
    words = (
        _("Dissent on %(line)s") % {"line": line.reference},
        _("Put it on record"),
        _("Your dissent is on record."),
    )
    lead = _("It is printed with the board's opinion, without your name unless you ask for it.")
    return _step(request, line, DissentForm(request.POST or None), verbs.dissent, words, lead)
