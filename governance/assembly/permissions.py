"""Who may do what: roles held, the workflow tables, and the line of approval."""

from __future__ import annotations

from collections.abc import Iterable
from functools import singledispatch

from django.db.models import Model

from core.access.permissions import holds
from core.access.queries import Someone, roles_held, roles_on
from core.access.roles import Role
from core.accounts.models import Council
from core.errors import ALLOWED, ArticleRef, NotNow, NotPermitted, Refused, Verdict, not_yours
from core.workflow import Workflow
from governance.assembly.enums import MeetingForm, MeetingState, MotionKind, MotionState
from governance.assembly.models import Attendance, Body, Draft, Meeting, Motion, Project
from governance.assembly.queries.exclusions import is_barred, items_kept_from
from governance.assembly.queries.interests import another_keeps, another_signs
from governance.assembly.queries.meetings import own_rows, voted_for
from governance.assembly.queries.voting import approves_minutes, may_put_off, presider_of, recused_users
from governance.assembly.rules.approval import may_sign
from governance.assembly.rules.bodies import BOARD
from governance.assembly.workflows import DRAFT, MEETING, MOTION, PROJECT

TABLES: dict[type[Model], Workflow] = {Project: PROJECT, Meeting: MEETING, Motion: MOTION, Draft: DRAFT}


ANOTHER_KEEPS = Verdict(False, "another_keeps", error=NotPermitted)

VOTE = frozenset({"put_to_vote", "no_objection", "carry", "lose"})
"""Verbs that begin a vote and count it."""


def keeps(user: Someone, council: Council, verb: str) -> Verdict:
    """May ``user`` do a verb of the secretariat that has no state (set up a body, appoint, record ...)?"""
    return holds(user, council, Role.SECRETARY, verb)


def chairs(user: Someone, council: Council, verb: str) -> Verdict:
    """May ``user`` do a verb that is the chair's alone?"""
    return holds(user, council, Role.CHAIR, verb)


def _on_council(user: Someone, council: Council) -> set[str]:
    return {"secretary"} if Role.SECRETARY in roles_on(user, council) else set()


@singledispatch
def roles_of(obj: Model, user: Someone | None) -> frozenset[str]:
    """The words of the case that ``user`` answers to on ``obj``."""
    raise TypeError(f"no roles on {type(obj).__name__}")


@roles_of.register
def _(obj: Project, user: Someone | None) -> frozenset[str]:
    return frozenset(_on_council(user, obj.council)) if user else frozenset({"system"})


@roles_of.register
def _(obj: Meeting, user: Someone | None) -> frozenset[str]:
    if user is None:
        return frozenset({"system"})
    held = _on_council(user, obj.body.council)
    if presides(user, obj):
        held.add("presider")
    if voted_for(user, obj):
        held.add("participant")
    if own_rows(user, obj).exists():
        held.add("invited")
    return frozenset(held)


@roles_of.register
def _(obj: Motion, user: Someone | None) -> frozenset[str]:
    if user is not None and is_barred(user, obj.meeting.body.council, obj.subject):
        return frozenset()
    held = roles_of(obj.meeting, user)
    if user is None or not held & {"presider", "participant"}:
        return held
    if obj.meeting.presided_by_id is None:
        return held - {"presider"} if user.pk in recused_users(obj) else held
    presides_here = {"presider"} if presider_of(obj) == user.pk else set()
    return held - {"presider"} | presides_here


@roles_of.register
def _(obj: Draft, user: Someone | None) -> frozenset[str]:
    if user is None:
        return frozenset({"system"})
    held = _on_council(user, obj.council)
    if obj.prepared_by_id == user.pk:
        held.add("drafter")
    if signing(user, obj):
        held.add("signer")
    return frozenset(held)


def records(user: Someone, council: Council, subject: str = "") -> Verdict:
    """May ``user`` record a decision about ``subject``: what the chair decides alone, or what a body decided?"""
    return records_alone(user, council, subject) or records_vote(user, council, subject)


def records_alone(user: Someone, council: Council, subject: str) -> Verdict:
    """May ``user`` record what the rules leave to the chair alone? The chair, but not about what they are excluded
    from. No colleague could do it instead of a chair who is of the secretariat as well and has an interest: whether the
    decision serves is asked where a step rests on it."""
    verb = "record_decision"
    return not_yours(verb) if is_barred(user, council, subject) else chairs(user, council, verb)


def records_vote(user: Someone, council: Council, subject: str) -> Verdict:
    """May ``user`` record what a body decided about ``subject``? The secretariat, but nobody about what they are
    excluded from, nor with an interest in it while a colleague has none."""
    verb = "record_decision"
    if is_barred(user, council, subject):
        return not_yours(verb)
    kept = keeps(user, council, verb)
    return ANOTHER_KEEPS if kept and another_keeps(user, council, subject) else kept


def enters_votes(user: Someone, motion: Motion) -> Verdict:
    """May ``user`` enter the votes of others that the secretariat has on paper?"""
    council = motion.meeting.body.council
    if not permit(user, motion.meeting, "record_attendance"):
        return Verdict(False, "not_your_ballot", error=NotPermitted)
    return ANOTHER_KEEPS if another_keeps(user, council, motion.subject) else ALLOWED


def presides(user: Someone, meeting: Meeting) -> bool:
    """Does ``user`` chair this meeting: named for it, chair of the body, or (the board excepted) of the council?"""
    presider = meeting.presided_by
    if presider is not None:
        if meeting.state == MeetingState.CLOSED:
            presider = approves_minutes(meeting)
        return presider is not None and presider == user
    body: Body = meeting.body
    held = roles_held(user, body, body.council)
    return Role.CHAIR in held[body] or (body.code != BOARD and Role.CHAIR in held[body.council])


def runs_item(user: Someone, motion: Motion) -> bool:
    """Does ``user`` keep or preside over the item, and so speak for others in it?"""
    return bool(roles_of(motion, user) & {"secretary", "presider"})


def answers_for(user: Someone, attendance: Attendance) -> Verdict:
    """May ``user`` say whether this voter comes: their own row, or that of a member they act for today?"""
    if own_rows(user, attendance.meeting).filter(pk=attendance.pk).exists():
        return ALLOWED
    return Verdict(False, "not_your_attendance", error=NotPermitted)


def signing(user: Someone, draft: Draft) -> Verdict:
    """Is the next signature of ``draft`` for ``user`` to give? Not where they have an interest in the case, and another
    holder of the office has none."""
    signers = list(draft.signatures.order_by("order").values_list("signed_by_id", flat=True))
    verdict = may_sign(
        draft.line,
        signers,
        drafter=draft.prepared_by_id,
        user=user.pk or 0,
        roles=roles_on(user, draft.council),
        article=ArticleRef(**draft.article) if draft.article else None,
    )
    if verdict and another_signs(user, draft):
        return Verdict(False, "another_signs", error=NotPermitted)
    return verdict


def permit(user: Someone | None, obj: Project | Meeting | Motion | Draft, verb: str) -> Verdict:
    """May ``user`` do ``verb`` to ``obj`` in its present state?"""
    return permits(user, obj, [verb])[verb]


def permits(
    user: Someone | None, obj: Project | Meeting | Motion | Draft, verbs: Iterable[str]
) -> dict[str, Verdict]:
    """:func:`permit` for each of ``verbs``, as a page with many buttons asks: who ``user`` is, is found once."""
    roles = roles_of(obj, user)
    return {verb: _verdict(user, obj, verb, roles) for verb in verbs}


def may_note(user: Someone, motion: Motion) -> Verdict:
    """May ``user`` write what came of an item for discussion: its meeting has begun, its minutes are not final?"""
    verdict = permit(user, motion, "note_outcome")
    if not verdict:
        return verdict
    if motion.kind != MotionKind.CONSULTATION:
        return Verdict(False, "not_for_discussion", error=Refused)
    if motion.meeting.state not in (MeetingState.OPEN, MeetingState.CLOSED):
        return Verdict(False, "outcome_with_the_meeting", error=NotNow)
    return ALLOWED


TELLS_ALL = frozenset({"draft_convocation", "write_minutes", "draft_minutes"})
"""Verbs of whoever reads and writes about every item of a meeting."""


def _hears_all(user: Someone, meeting: Meeting) -> Verdict:
    if items_kept_from(user, meeting).exists():
        return Verdict(False, "excluded_from_item", error=NotPermitted)
    return ALLOWED


def _votes(motion: Motion, verb: str) -> Verdict:
    """Is the item one to vote on, and in this way? Where papers go round nobody has asked whether anybody objects. A
    vote that has begun is put off only where it cannot be counted."""
    if verb == "defer":
        return ALLOWED if motion.state == MotionState.TABLED else may_put_off(motion)
    if motion.kind != MotionKind.RESOLUTION:
        return Verdict(False, "not_for_decision", error=Refused)
    if verb == "no_objection" and motion.meeting.form == MeetingForm.CIRCULATED:
        return Verdict(False, "papers_ask_everybody", error=Refused)
    return ALLOWED


def _of_a_party(user: Someone, motion: Motion, verb: str, roles: frozenset[str]) -> bool:
    """Is ``verb`` for a colleague to do: ``user`` begins or counts a vote for the secretariat, in a case in which they
    have an interest and a colleague has none? Whoever presides over the item runs it."""
    if verb not in VOTE or "presider" in roles:
        return False
    return another_keeps(user, motion.meeting.body.council, motion.subject)


def _verdict(
    user: Someone | None, obj: Project | Meeting | Motion | Draft, verb: str, roles: frozenset[str]
) -> Verdict:
    verdict = TABLES[type(obj)].permit(obj.state, verb, roles)
    if isinstance(obj, Motion) and verdict and user is not None and _of_a_party(user, obj, verb, roles):
        return ANOTHER_KEEPS
    if isinstance(obj, Motion) and verdict and verb in ("put_to_vote", "no_objection", "defer"):
        return _votes(obj, verb)
    if isinstance(obj, Motion) and user is not None and verb == "withdraw" and verdict:
        # whoever presides may take an item off beforehand; in the open meeting it is for those who brought it
        return keeps(user, obj.meeting.body.council, verb) if obj.meeting.state == "open" else verdict
    if isinstance(obj, Meeting) and user is not None and verb in TELLS_ALL and verdict:
        return _hears_all(user, obj)
    if isinstance(obj, Draft) and user is not None and verb in ("sign", "return") and verdict.error:
        reason = signing(user, obj)
        return verdict if reason or obj.state != "in_approval" else reason
    return verdict
