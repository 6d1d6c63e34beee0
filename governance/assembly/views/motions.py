"""Items: the vote, recusal, the result and the decision on it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import ArticleRef, Invalid, Verdict
from core.http.acting import act, fill_in
from core.http.parts import Crumb
from core.http.texts import Text
from core.http.views import CouncilRequest, council_view, get_only, post_only
from governance.assembly import actions, queries
from governance.assembly.documents import meeting_name
from governance.assembly.enums import Choice, Interest, MotionKind, MotionState
from governance.assembly.forms import (
    BallotForm,
    CloseVoteForm,
    DecisionForm,
    OutcomeForm,
    ReasonForm,
    RecuseForm,
)
from governance.assembly.models import Motion
from governance.assembly.permissions import may_note, permit, permits, records_vote, runs_item
from governance.assembly.queries.meetings import attendances, own_attendances, rules_of, sat_for
from governance.assembly.queries.voting import presider_of, recused_users, takes_ballots, vote_may_end
from governance.assembly.views.finding import meeting_crumbs, motion_name, motion_of, motion_url

VERBS = (
    "edit",
    "put_to_vote",
    "no_objection",
    "carry",
    "cast_ballot",
    "defer",
    "withdraw",
    "recuse",
    "overrule",
)


@get_only
@council_view
def show(request: CouncilRequest, pk: int, number: int) -> HttpResponse:
    """One item: text, the rule it is voted by, the vote, the result with its article."""
    motion = motion_of(request, pk, number)
    meeting = motion.meeting
    votes = motion.state == "voting" and takes_ballots(meeting).allowed
    own = own_attendances(request.user, motion) if votes else []
    barred = motion.recusals.filter(attendance__user=request.user).exists()
    tally = getattr(motion, "tally", None)
    may = permits(request.user, motion, VERBS)
    context = {
        "motion": motion,
        "meeting": meeting,
        "name": motion_name(motion),
        "meeting_name": meeting_name(meeting),
        "matter": queries.matter_called(request.user, request.council, motion.subject),
        "may": may,
        "may_note": may_note(request.user, motion),
        "rules": rules_of(meeting, motion.matter),
        "own": own,
        "brief": None if barred else _brief(request, motion),
        "barred": barred,
        "tally": None if barred else tally,
        "article": ArticleRef(**tally.article) if tally and tally.article else None,
        "quorum_article": ArticleRef(**tally.quorum_article) if tally and tally.quorum_article else None,
        "overruling": getattr(motion, "overruling", None),
        "recusals": motion.recusals.select_related(
            "attendance__user", "attendance__membership__organisation"
        ),
        "ballots": motion.ballots.count(),
        "quorum": queries.quorum_of(meeting, motion) if meeting.state == "open" else None,
        "choices": Choice.choices,
        "may_end": vote_may_end(motion) if motion.state == "voting" else None,
        "before_opening": meeting.state in ("planned", "convened") and _changes(motion, may),
        "takes_place": meeting.state == "open" and not barred and _has_a_turn(motion, may),
        "presides": presider_of(motion) == request.user.pk,
        "decision": motion.decisions.first(),
        **_apart(request, motion, may),
        "crumbs": meeting_crumbs(meeting, Crumb(motion_name(motion))),
    }
    return render(request, "governance/assembly/motion/show.html", context)


def _may_record(request: CouncilRequest, motion: Motion) -> Verdict:
    """The secretariat records what a body decided."""
    return records_vote(request.user, request.council, motion.subject)


def _apart(request: CouncilRequest, motion: Motion, may: dict[str, Verdict]) -> dict[str, Verdict | None]:
    """May the reader record the decision; and ``apart``: why a colleague keeps the vote, where one does."""
    may_record = _may_record(request, motion)
    told = (one for one in (*may.values(), may_record) if one.code == "another_keeps")
    return {"may_record": may_record, "apart": next(told, None)}


def _brief(request: CouncilRequest, motion: Motion) -> queries.Brief | None:
    """What the reader reads before they vote; nothing to whoever takes no part in the item."""
    if request.user.pk in recused_users(motion):
        return None
    return queries.brief_of(request.user, motion)


def _changes(motion: Motion, may: dict[str, Verdict]) -> bool:
    """Can the reader change the item, or take it off?"""
    return motion.state == MotionState.TABLED and (may["edit"].allowed or may["withdraw"].allowed)


def _has_a_turn(motion: Motion, may: dict[str, Verdict]) -> bool:
    """Is the item in the vote, does it wait for one, or can the reader put it off or take it off?"""
    if motion.state == MotionState.TABLED:
        waits = motion.kind == MotionKind.RESOLUTION
        return waits or may["defer"].allowed or may["withdraw"].allowed
    return motion.state == MotionState.VOTING


def _button(action: Any, said: Text) -> Any:
    """A verb that needs no input."""

    @post_only
    @council_view
    def view(request: CouncilRequest, pk: int, number: int) -> HttpResponse:
        motion = motion_of(request, pk, number)
        return act(request, lambda: action(motion, by=request.user), done=motion_url(motion), said=said)

    return view


put_to_vote = _button(actions.put_to_vote, gettext_lazy("The vote has begun."))
no_objection = _button(actions.no_objection, gettext_lazy("Carried without objection."))
defer = _button(actions.defer_motion, gettext_lazy("The item is deferred."))
withdraw = _button(actions.withdraw_motion, gettext_lazy("The item is taken off the agenda."))


@post_only
@council_view
def vote(request: CouncilRequest, pk: int, number: int) -> HttpResponse:
    """Cast a ballot."""
    motion = motion_of(request, pk, number)
    permit(request.user, motion, "cast_ballot").or_raise()
    form = BallotForm(request.POST)
    if not form.is_valid():
        raise Invalid("ballot_incomplete")
    row = get_object_or_404(attendances(motion.meeting), pk=form.cleaned_data["attendance"])
    return act(
        request,
        lambda: actions.cast_ballot(
            motion, by=request.user, attendance=row, choice=Choice(form.cleaned_data["choice"])
        ),
        done=motion_url(motion),
        said=_("The vote has been cast."),
    )


@post_only
@council_view
def close_vote(request: CouncilRequest, pk: int, number: int) -> HttpResponse:
    """End the vote and count."""
    motion = motion_of(request, pk, number)
    form = CloseVoteForm(request.POST)
    given = form.cleaned_data["casting_vote"] if form.is_valid() else ""
    return act(
        request,
        lambda: actions.close_vote(motion, by=request.user, casting_vote=Choice(given) if given else None),
        done=motion_url(motion),
        said=_("The vote has been counted."),
    )


def _page(
    request: CouncilRequest,
    motion: Motion,
    form: Any,
    action: Any,
    *,
    title: str,
    said: str,
    warning: str = "",
) -> HttpResponse:
    return fill_in(
        request,
        form,
        action,
        template="governance/assembly/motion/verb.html",
        context={
            "motion": motion,
            "title": title,
            "warning": warning,
            "cancel_url": motion_url(motion),
            "crumbs": meeting_crumbs(
                motion.meeting, Crumb(motion_name(motion), motion_url(motion)), Crumb(title)
            ),
        },
        said=said,
    )


@council_view
def recuse(request: CouncilRequest, pk: int, number: int) -> HttpResponse:
    """Record that somebody takes no part in the item."""
    motion = motion_of(request, pk, number)
    permit(request.user, motion, "recuse").or_raise()
    rows = attendances(motion.meeting)
    if not runs_item(request.user, motion):
        rows = rows.filter(pk__in=[row.pk for row in sat_for(request.user, motion.meeting)])
    form = RecuseForm(request.POST or None)
    form.fields["attendance"].queryset = rows  # type: ignore[attr-defined]
    form.fields["attendance"].label_from_instance = lambda row: str(row.user)  # type: ignore[attr-defined]

    def action(data: dict[str, Any]) -> str:
        actions.recuse(
            motion, by=request.user, attendance=data["attendance"], interest=Interest(data["interest"])
        )
        return motion_url(motion)

    return _page(
        request, motion, form, action, title=_("Record a conflict of interest"), said=_("It is on record.")
    )


@council_view
def note(request: CouncilRequest, pk: int, number: int) -> HttpResponse:
    """Note what came of an item for discussion."""
    motion = motion_of(request, pk, number)
    may_note(request.user, motion).or_raise()

    def action(data: dict[str, Any]) -> str:
        actions.note_outcome(motion, by=request.user, outcome=data["outcome"])
        return motion_url(motion)

    form = OutcomeForm(request.POST or None)
    said = _("The outcome is noted, and the minutes print it.")
    return _page(request, motion, form, action, title=_("Note the outcome"), said=said)


@council_view
def overrule(request: CouncilRequest, pk: int, number: int) -> HttpResponse:
    """Set the counted result aside."""
    motion = motion_of(request, pk, number)
    permit(request.user, motion, "overrule").or_raise()

    def action(data: dict[str, Any]) -> str:
        actions.overrule(motion, by=request.user, reason=data["reason"])
        return motion_url(motion)

    return _page(
        request,
        motion,
        ReasonForm(request.POST or None),
        action,
        title=_("Set the result aside"),
        said=_("The result is set aside; the count stays on record."),
        warning=_("Only where the count does not show what the meeting decided. You answer for it by name."),
    )


@council_view
def decide(request: CouncilRequest, pk: int, number: int) -> HttpResponse:
    """Record the decision on a carried item."""
    motion = motion_of(request, pk, number)
    _may_record(request, motion).or_raise()
    if motion.decisions.exists():
        return redirect(motion_url(motion))
    start = {"title_ja": motion.title_ja, "title_en": motion.title_en, "visibility": "public"}

    def action(data: dict[str, Any]) -> str:
        made = actions.record_decision(request.council, by=request.user, motion=motion, **data)
        return reverse("assembly:decision", args=[request.council.slug, made.pk])

    return _page(
        request,
        motion,
        DecisionForm(request.POST or None, initial=start),
        action,
        title=_("Record the decision"),
        said=_("The decision has its number."),
        warning=_("A decision is never edited afterwards, only superseded by another."),
    )
