"""Who of the secretariat has an interest in a case, and what a second person has checked."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, Q, QuerySet

from core.access.queries import Someone, holders
from core.access.roles import Role
from core.accounts.models import Council, Organisation, User
from core.reading import once_a_page
from governance.members.queries.own import own_memberships, own_organisations
from governance.sharing.enums import RequestState
from governance.sharing.models import (
    CaseKeeper,
    Incident,
    RequestLine,
    SecondCheck,
    SharingRequest,
    StaffInterest,
)
from governance.sharing.queries.incidents import own_part_in


def own_parties(user: Someone, request: SharingRequest) -> QuerySet[Organisation]:
    """The parties of the case, applicant and providers, whose own people ``user`` is one of."""
    providers = RequestLine.objects.filter(request=request).values("dataset__provider__organisation")
    parties = Q(pk=request.applicant_id) | Q(pk__in=providers)
    return own_organisations(user, request.council).filter(parties)


@once_a_page
def has_interest(user: Someone, request: SharingRequest) -> bool:
    """Has ``user`` an interest in the case: on record, or as one of the own people of a party?"""
    recorded = Exists(StaffInterest.objects.filter(request=request, user_id=user.pk or 0))
    mine = User.objects.filter(pk=user.pk or 0)
    return mine.filter(Q(recorded) | Q(Exists(own_parties(user, request)))).exists()


def has_interest_in(user: Someone, council: Council, subject: str) -> bool:
    """The same of what an item or a paper about ``subject`` belongs to: the case of its line, its request or a letter
    of it; an incident, or a membership, of one of whose parties ``user`` is."""
    kind, _colon, name = subject.partition(":")
    if kind == "incident":
        incident = Incident.objects.filter(council=council, reference=name).first()
        return incident is not None and own_part_in(user, incident).exists()
    if kind == "membership":
        return subject in own_memberships(user, council)
    reference = {"line": name.rpartition("-")[0], "request": name.partition("/")[0]}.get(kind)
    row = SharingRequest.objects.filter(council=council, reference=reference).first() if reference else None
    return row is not None and has_interest(user, row)


def is_on_record(user: Someone, request: SharingRequest) -> bool:
    """Is an interest of ``user`` in the case on record?"""
    return StaffInterest.objects.filter(request=request, user_id=user.pk or 0).exists()


def staff_of_parties(request: SharingRequest) -> list[tuple[User, list[Organisation]]]:
    """Who of the secretariat is one of the own people of which parties, without being put on record."""
    found = []
    for user in holders(Role.SECRETARY, request.council).order_by("pk"):
        parties = list(own_parties(user, request).order_by("pk"))
        if parties:
            found.append((user, parties))
    return found


def keeper_of(request: SharingRequest) -> User | None:
    """Who of the secretariat looks after the case."""
    row = CaseKeeper.objects.filter(request=request).select_related("user").first()
    return row.user if row is not None else None


def keepers_in(council: Council, references: Collection[str]) -> dict[str, User]:
    """Who looks after which of these cases, by their numbers; those of nobody are left out."""
    rows = CaseKeeper.objects.filter(request__council=council, request__reference__in=references)
    return {row.request.reference: row.user for row in rows.select_related("request", "user")}


def besides(request: SharingRequest, barred: Collection[int]) -> list[User]:
    """Who of the secretariat may be put in charge of the case: all but those with these keys."""
    return list(holders(Role.SECRETARY, request.council).exclude(pk__in=barred).order_by("name", "pk"))


def checked(
    user: Someone, request: SharingRequest, verb: str, line: RequestLine | None
) -> QuerySet[SecondCheck]:
    """The check by another person that ``user`` does ``verb`` on this submission, where there is one that was not used
    yet."""
    rows = SecondCheck.objects.filter(request=request, turn=request.turn, verb=verb, line=line)
    return rows.filter(asked_by_id=user.pk or 0, checked_at__isnull=False, used_at__isnull=True)


def interests_of(request: SharingRequest) -> QuerySet[StaffInterest]:
    """The interests of staff on record in the case."""
    return StaffInterest.objects.filter(request=request).select_related("user").order_by("pk")


def checks_of(request: SharingRequest) -> QuerySet[SecondCheck]:
    """What was asked to be checked in the case, the oldest first."""
    rows = SecondCheck.objects.filter(request=request)
    return rows.select_related("line", "asked_by", "checked_by").order_by("pk")


def waiting_checks(council: Council) -> QuerySet[SecondCheck]:
    """Acts that wait for a second person, in cases that are not over."""
    over = (RequestState.WITHDRAWN, RequestState.LAPSED)
    rows = SecondCheck.objects.filter(request__council=council, checked_at__isnull=True)
    return rows.exclude(request__state__in=over).select_related("request", "asked_by").order_by("pk")
