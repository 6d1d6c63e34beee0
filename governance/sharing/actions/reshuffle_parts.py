"""What somebody has in hand, and what becomes of each when a successor follows: the preview of a hand-over, and what
the hand-over does. It writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from core import canonical, clock
from core.access.queries import roles_on
from core.access.roles import Role
from core.accounts.models import Council, User
from governance.assembly import queries as assembly
from governance.assembly.enums import MeetingState
from governance.members import queries as members
from governance.members.enums import DelegateKind
from governance.sharing.models import PanelMember, SharingRequest
from governance.sharing.permissions import keeps_case, works_for, works_for_party
from governance.sharing.queries import reshuffle as found
from governance.sharing.queries.experts import invitation
from governance.sharing.queries.handling import has_interest
from governance.sharing.queries.panels import is_recused
from governance.sharing.queries.requests import visible_to
from governance.sharing.rules import reshuffle as rules
from governance.sharing.rules.reshuffle import Answer, Fate, Interests, Kind, Part

Found = tuple[Part, Any]
"""A part, and the row that moves with it."""


@dataclass(frozen=True)
class InHand:
    """What ``predecessor`` has in hand in ``council``, as ``by`` hands it over to ``successor``."""

    council: Council
    by: User
    predecessor: User
    successor: User
    fates: dict[Any, Fate] = field(default_factory=dict)
    """What becomes of the offices (by kind) and of the seats (by body) on which other parts rest."""

    @cached_property
    def rows(self) -> list[Found]:
        """Everything, what others rest on first."""
        places = (self._offices, self._posts, self._seats, self._panels)
        return [row for step in (*places, self._cases, self._drafts, self._checks) for row in step()]

    @property
    def parts(self) -> list[Part]:
        """The parts alone."""
        return [part for part, _row in self.rows]

    @property
    def digest(self) -> str:
        """Of the parts as they were shown."""
        return canonical.digest([told(part) for part in self.parts])

    @cached_property
    def _visible(self) -> set[int]:
        return set(visible_to(self.by, self.council).values_list("pk", flat=True))

    def _is_staff(self, user: User) -> bool:
        return Role.SECRETARY in roles_on(user, self.council)

    def _acts_for_another(self, organisation: int | None) -> bool:
        """Does the successor act for members, and not for this one?"""
        theirs = {one.organisation_id for one in members.acting_for(self.successor, self.council)}
        return organisation is not None and bool(theirs) and organisation not in theirs

    def _interests(self, request: SharingRequest) -> Interests:
        mover, successor = self.by, self.successor
        return Interests(
            mover=has_interest(mover, request) or not keeps_case(mover, request, "assign"),
            successor=has_interest(successor, request)
            or is_recused(successor, request)
            or works_for_party(successor, request)
            or invitation(successor, request) is not None,
        )

    def _of_case(self, kind: Kind, request: SharingRequest, row: Any, answer: Answer) -> Found:
        """A part of a case; one that is closed to who hands over is told without its number."""
        if request.pk not in self._visible:
            return Part(kind, "", "", *rules.CLOSED), None
        return Part(kind, request.reference, request.reference, *answer), row

    def _offices(self) -> Iterator[Found]:
        today = clock.today()
        to_staff = self._is_staff(self.successor) and not self._is_staff(self.predecessor)
        for row in members.ex_officio_offices(self.predecessor, self.council, today):
            again = members.offices(self.council, today).filter(kind=row.kind, user=self.successor)
            answer = rules.of_office(
                held_already=again.exists(),
                begun_today=row.from_on == today,
                to_staff=to_staff,
                to_another=self._acts_for_another(row.organisation_id),
            )
            self.fates[row.kind] = answer[0]
            yield Part(Kind.OFFICE, row.kind, "", *answer), row

    def _posts(self) -> Iterator[Found]:
        for row in members.ex_officio_places(self.predecessor, self.council):
            bound = row.kind == DelegateKind.REPRESENTATIVE and members.belongs_elsewhere(row.membership)
            again = members.delegates(row.membership).filter(user=self.successor)
            answer = rules.of_post(held_already=again.exists(), names_its_own=bound)
            yield Part(Kind.POST, str(row.membership_id), "", *answer), row

    def _seats(self) -> Iterator[Found]:
        today = clock.today()
        for row in assembly.ex_officio_seats(self.predecessor, self.council, today):
            body = row.seat.body
            there = assembly.appointments_of(body, today).filter(user=self.successor)
            open_now = assembly.meetings_to_come(body).filter(state=MeetingState.OPEN)
            answer = rules.of_seat(on_body=there.exists(), in_meeting=open_now.exists())
            self.fates[body.pk] = answer[0]
            yield Part(Kind.SEAT, body.code, "", *answer), row

    def _panels(self) -> Iterator[Found]:
        for row in found.panels_of(self.predecessor, self.council):
            request = row.review.request
            yield self._of_case(Kind.PANEL, request, row, self._panel(row))
            if row.declared_at is not None and request.pk in self._visible:
                yield self._of_case(Kind.SAID, request, row, rules.THEIRS)

    def _panel(self, row: PanelMember) -> Answer:
        return rules.of_panel(
            self.fates.get(row.review.body_id),
            self._interests(row.review.request),
            recused=row.is_recused,
            voted=found.has_voted(row),
            on_panel=row.review.panel.filter(user=self.successor).exists(),
        )

    def _cases(self) -> Iterator[Found]:
        staff = self._is_staff(self.successor)
        for request in found.cases_kept_by(self.predecessor, self.council):
            answer = rules.of_case(self._interests(request), of_staff=staff)
            yield self._of_case(Kind.CASE, request, request, answer)
            if request.pk not in self._visible:
                continue
            for row in found.evidence_to_check(request):
                owned = row.owner is not None and works_for(self.successor, row.owner, self.council)
                fate = rules.of_condition(answer[0], works_for_owner=owned)
                yield Part(Kind.CONDITION, row.reference, request.reference, *fate), row

    def _drafts(self) -> Iterator[Found]:
        seen = set(assembly.drafts_for(self.by, self.council).values_list("pk", flat=True))
        for row in assembly.to_sign(self.predecessor, self.council):
            if row.pk not in seen:
                continue
            signers = [one.signed_by_id for one in row.signatures.all()]
            office = self.fates.get(row.line[len(signers)])
            answer = rules.of_draft(
                office,
                drafted=row.prepared_by_id == self.successor.pk,
                signed=self.successor.pk in signers,
            )
            yield Part(Kind.DRAFT, str(row.pk), "", *answer), row

    def _checks(self) -> Iterator[Found]:
        for row in found.checks_asked_by(self.predecessor, self.council):
            if row.request_id in self._visible:
                yield self._of_case(Kind.CHECK, row.request, row, rules.OWN_ACT)


def told(part: Part) -> list[str]:
    """A part as the ledger keeps it."""
    return [part.kind.value, part.ref, part.request, part.fate.value, part.reason]
