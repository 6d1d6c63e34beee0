"""What happens elsewhere after an event: the one list of upward and sideways effects.

``NOW`` runs in the acting transaction, depth one. ``LATER`` runs from the outbox, at least once.
No fail of the gate may depend on a later reaction.
Each maps an event name to dotted names of functions ``f(event: str, payload: dict[str, Any]) -> None``.
"""

from __future__ import annotations

from collections.abc import Mapping

NOW: Mapping[str, tuple[str, ...]] = {
    "administration.role_granted": ("governance.assembly.actions.seat_roles.officer_changed",),
    "administration.role_revoked": ("governance.assembly.actions.seat_roles.officer_changed",),
    "consent.withdrawn": ("governance.sharing.actions.withdrawals.pursue",),
    "consent.revoked": ("governance.sharing.actions.withdrawals.pursue",),
    "consent.invalidated": ("governance.sharing.actions.withdrawals.pursue",),
    "consent.narrowed": ("governance.sharing.actions.withdrawals.narrow",),
    "consent.notice_defective": ("governance.sharing.actions.withdrawals.hold_back",),
    "consent.hold_placed": ("governance.sharing.actions.withdrawals.stop",),
    "assembly.appointment_ended": ("governance.sharing.actions.departing.finish_or_leave",),
    "members.place_left": ("governance.assembly.actions.seat_roles.place_left",),
    "assembly.meeting_planned": ("governance.sharing.actions.sittings.report_to",),
    "sharing.grant_activated": ("governance.sharing.actions.succeeding.succeed",),
    "pia.outdated": ("governance.sharing.actions.assessments.suspend_unassessed",),
}
LATER: Mapping[str, tuple[str, ...]] = {
    f"members.membership_{change}": ("governance.sharing.actions.suspensions.member_changed",)
    for change in ("suspended", "reinstated", "withdrawn", "expelled")
}
HANDLERS: Mapping[str, str] = {
    "ask_again": "consent.tasks.ask_again",
    "defective_notice": "consent.tasks.defective_notice",
    "document": "governance.assembly.tasks.document",
    "meeting_book": "governance.sharing.tasks.meeting_book",
    "release_list": "governance.sharing.tasks.release_list",
    "policy_replay": "governance.sharing.tasks.policy_replay",
    "person_records": "governance.sharing.tasks.person_records",
    "record_book": "governance.sharing.tasks.record_book",
    "pia_report": "pia.tasks.report",
    "take_over": "consent.tasks.take_over",
}
"""Outbox kind -> dotted name of its handler, besides mail, webhook and reaction that core.outbox brings."""
MAILS: Mapping[str, str] = {
    "core/invitation": "core.administration.invitations.words",
    **{
        f"governance/assembly/{template}": "governance.assembly.notices.words_of_meeting"
        for template in ("meeting_convened", "meeting_moved", "agenda_changed")
    },
}
"""Template of a mail -> dotted name of ``f(user, context) -> dict`` that adds what it says when it is sent."""

MATTERS: tuple[str, ...] = (
    "governance.sharing.queries.matters.waiting_for",
    "governance.sharing.queries.incidents.waiting_for_vote",
)
"""Dotted names of ``f(user, council, body) -> matters``: what a body (its code; any when empty) is asked to decide."""
UNFINISHED: tuple[str, ...] = ("governance.sharing.queries.sittings.unfixed_at",)
"""Dotted names of ``f(meeting) -> list of names``: what was voted on at a meeting and has to end before its minutes are
approved."""
REDRAFTS: Mapping[str, str] = {
    "opinion": "governance.sharing.actions.papers.opinion_again",
    "approval": "governance.sharing.actions.papers.approval_notice_again",
    "refusal": "governance.sharing.actions.papers.approval_notice_again",
}
"""Kind of document -> dotted name of ``f(draft, *, by, note) -> draft``: drafts one that was returned anew."""
REDRAFTED_WHILE = "governance.sharing.queries.drafted.is_still_told"
"""Dotted name of ``f(draft) -> bool``: is what a returned draft of those kinds told still to be told?"""
INTEREST = "governance.sharing.queries.handling.has_interest_in"
"""Dotted name of ``f(user, council, subject) -> bool``: has ``user`` an interest in the case that a paper is about?"""
PLACES: tuple[str, ...] = ("governance.sharing.queries.matters.places_of",)
"""Dotted names of ``f(reader, user, council, body) -> places``: panels of open reviews of a body (its code) on which
``user`` sits."""
TO_BE_HEARD: tuple[str, ...] = ("governance.sharing.queries.matters.to_be_heard",)
"""Dotted names of ``f(user, council, body) -> places``: what waits for a body (its code) and is put before a meeting on
a page of its own."""
ADMITS_BY_DECISION = "governance.assembly.queries.bodies.steering_sits"
"""Dotted name of ``f(council) -> bool``: does a body sit that decides on applicants?"""
SEATS_OF = "governance.assembly.queries.bodies.seats_held"
"""Dotted name of ``f(council, start, end) -> days by code, by key of the user``: the bodies on which everybody sits
some day of a term (with no ``end``: from ``start`` on), and since when."""
ROLE_TO_BE_GIVEN = "governance.members.actions.overlaps.role_to_be_given"
"""Dotted name of ``f(council, role, user, *, by, reason) -> bool``: refuses a role on a council that is better kept
apart from what the person has, or keeps the reason; was one kept?"""
MATTER_NAMES: Mapping[str, str] = {
    "line": "governance.sharing.queries.matters.line_called",
    "request": "governance.sharing.queries.matters.request_called",
    "incident": "governance.sharing.queries.incidents.incident_called",
}
"""Kind of subject -> dotted name of ``f(user, council, reference) -> matter or None``: what people call it."""
BRIEFS: Mapping[str, str] = {"line": "governance.sharing.documents.briefs.brief_of_line"}
"""Kind of subject -> dotted name of ``f(reader, meeting, reference) -> brief or None``: what whoever votes on it reads
beside the buttons."""
