"""Who may read what of a case: its file, its papers, its proofs."""

from __future__ import annotations

from typing import Any

from core.access.queries import Someone, roles_on
from core.access.roles import Role
from core.errors import ALLOWED, NotPermitted, Verdict, not_yours
from governance.sharing.models import Condition, Grant, RequestLine, SharingRequest
from governance.sharing.permissions.roles import roles_of
from governance.sharing.queries.books import Shown, barred_from
from governance.sharing.queries.experts import invitation
from governance.sharing.queries.panels import Standing, has_opened, membership, standing
from governance.sharing.queries.requests import visible_to


def reads_file(user: Someone, request: SharingRequest) -> Verdict:
    """May somebody who sees ``request`` read its papers? Not whoever is recused, nor a member of its panel who has not
    declared yet, unless they are a party to it."""
    stands = standing(user, request)
    if stands == Standing() or roles_of(user, request) & {"applicant", "provider"}:
        return ALLOWED
    if stands.seat is not None and stands.seat.declared_at is None:
        return Verdict(False, "sharing.declare_first", error=NotPermitted)
    return Verdict(False, "sharing.not_on_panel", error=NotPermitted) if stands.is_recused else ALLOWED


def reads_drafting(user: Someone, request: SharingRequest) -> bool:
    """Is what was typed into ``request`` before it was first handed in for ``user`` to read? It is the applicant's."""
    return "applicant" in roles_of(user, request)


def opens_files(user: Someone, request: SharingRequest) -> bool:
    """Does ``user`` see ``request`` and read its papers? A copy of a meeting's papers shows the case to more people
    (:func:`reads_in_copy`)."""
    if not reads_file(user, request):
        return False
    return visible_to(user, request.council).filter(pk=request.pk).exists()


def must_declare(user: Someone, request: SharingRequest) -> bool:
    """Is ``user`` here only as a panel member who has not declared an interest yet?"""
    member = membership(user, request)
    if member is None or member.declared_at is not None:
        return False
    return not roles_of(user, request) - {"panel", "presiding"}


def reads_as_expert(user: Someone, request: SharingRequest) -> Verdict:
    """May an outside expert read the file of ``request``? Once declared, without an interest, while invited."""
    found = invitation(user, request)
    if found is None or found.is_recused:
        return Verdict(False, "sharing.expert_not_invited", error=NotPermitted)
    if found.declared_at is None:
        return Verdict(False, "sharing.declare_first", error=NotPermitted)
    return ALLOWED


def sees_trade_secret(user: Someone, line: RequestLine) -> bool:
    """Applicant, provider of the line, secretariat, auditor, and the seated panel once it has declared."""
    if roles_of(user, line) & {"applicant", "provider", "secretary"} or has_opened(
        membership(user, line.request)
    ):
        return True
    return user.is_authenticated and Role.AUDITOR in roles_on(user, line.request.council)


def may_read_evidence(user: Someone, grant: Grant) -> Verdict:
    """Files of evidence are open to recipient, provider and secretariat; others who see the grant do not open them."""
    if roles_of(user, grant) & {"recipient", "provider", "secretary"}:
        return ALLOWED
    return Verdict(False, "sharing.evidence_not_for_you", error=NotPermitted)


def may_read_proof(user: Someone, condition: Condition, grant: Grant) -> Verdict:
    """Files that show how a condition is met are open to whoever owes or checks it, and as other evidence is."""
    if roles_of(user, condition) & {"owner", "checker"}:
        return ALLOWED
    return may_read_evidence(user, grant)


def may_draft_letter(user: Someone, request: SharingRequest) -> Verdict:
    """Letters are the secretariat's of the case: not of a secretary who acts for a party."""
    return ALLOWED if "secretary" in roles_of(user, request) else not_yours("draft_letter")


def reads_in_copy(user: Someone, request: SharingRequest, meeting: Any) -> bool:
    """Does the copy of ``meeting``'s papers for ``user`` show this case? Not to its parties, not to who is recused,
    not to a panel member who has not declared; else to who oversees the council or sits on the deciding body."""
    if roles_of(user, request) & {"applicant", "recipient", "provider"}:
        return False
    stands = standing(user, request)
    if stands != Standing():
        return has_opened(stands.seat)
    if visible_to(user, request.council).filter(pk=request.pk).exists():
        return True
    return bool(meeting.attendances.filter(user_id=user.pk or 0).exists())


def opinions_in_copy(user: Someone, request: SharingRequest) -> bool:
    """Members' own opinions are the panel's and the secretariat's to read, once they are open; whoever is on the panel
    declares first, whatever else they are."""
    member = membership(user, request)
    if member is not None:
        return has_opened(member)
    return bool(roles_of(user, request) & {"secretary", "chair"})


def may_take_copy(user: Someone, meeting: Any, shown: Shown | None) -> bool:
    """May ``user`` still read all that their copy of ``meeting``'s papers shows? Who was recused since, or lost a role,
    has it made anew."""
    if shown is None or shown.motions & barred_from(meeting, user):
        return False
    return all(
        reads_in_copy(user, case, meeting)
        and (case.pk not in shown.files or opens_files(user, case))
        and (case.pk not in shown.opinions or opinions_in_copy(user, case))
        for case in SharingRequest.objects.filter(pk__in=shown.cases).select_related("council")
    )


def may_take_agreement(user: Someone, line: RequestLine) -> Verdict:
    """May ``user`` read and take the agreement on ``line``, or its draft, in whichever form? The two parties and the
    secretariat; once there is a grant, nobody of it with an interest in the case."""
    grant: Grant | None = getattr(line, "grant", None)
    words = roles_of(user, line if grant is None else grant)
    if words & {"applicant", "recipient", "provider", "secretary"}:
        return ALLOWED
    return Verdict(False, "sharing.agreement_of_others", error=NotPermitted)
