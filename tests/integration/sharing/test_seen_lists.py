"""Whoever oversees a council is shown all but a few; the others a few. Either way lists hold what may be seen."""

from __future__ import annotations

import pytest

from core import clock
from core.access.queries import objects_with, roles_on
from core.access.roles import Role
from core.accounts.models import Organ, Organisation, User
from core.http.paging import ByKey
from governance.sharing.models import Delivery, Grant, PanelMember, RequestLine, SharingRequest
from governance.sharing.queries.deliveries import deliveries_visible_to, grants_visible_to
from governance.sharing.queries.requests import count_public, public_requests, visible_to
from tests.cast import Cast

OVERSEE = {Role.SECRETARY, Role.CHAIR, Role.AUDITOR, Role.APPROVER}


def sees(user: User, row: SharingRequest) -> bool:
    """The same rule, told for one request."""
    roles = roles_on(user, row.council)
    if not roles:
        return False
    submitted = row.state != "drafted" or row.turn > 1
    if row.applicant_id in set(objects_with(user, Organisation, Role.REPRESENTATIVE)):
        return True
    organs = set(objects_with(user, Organ, Role.DATA_OFFICER))
    organisations = set(objects_with(user, Organisation, Role.DATA_OFFICER))
    providers = [line.dataset.provider for line in row.lines.select_related("dataset__provider")]
    if submitted and any(one.pk in organs or one.organisation_id in organisations for one in providers):
        return True
    seats = PanelMember.objects.filter(user=user, review__request=row)
    declared = seats.filter(declared_at__isnull=False).order_by("review__turn").last()
    if declared and declared.is_recused:
        return False
    if roles & OVERSEE:
        return submitted
    seated = seats.filter(is_recused=False, left_at=None, excused_at=None)
    return any(not one.is_alternate or one.sits_for_id for one in seated)


def test_lists_hold_what_each_may_see(demo: None, cast: Cast) -> None:
    """Everybody of both councils, in both councils; and somebody who oversees was recused from something."""
    recused = 0
    for world in (cast.shiomi, cast.nagiura):
        for seat in PanelMember.objects.filter(review__request__council=world.council).order_by("-pk")[:1]:
            PanelMember.objects.filter(pk=seat.pk).update(
                user=world.users["chair"], is_recused=True, interest="family", declared_at=clock.now()
            )
    people = {user.pk: user for world in (cast.shiomi, cast.nagiura) for user in world.users.values()}
    for world in (cast.shiomi, cast.nagiura):
        rows = list(SharingRequest.objects.filter(council=world.council).select_related("council"))
        for user in people.values():
            expected = {row.pk for row in rows if sees(user, row)}
            assert set(visible_to(user, world.council).values_list("pk", flat=True)) == expected, user
            grants = Grant.objects.filter(council=world.council, line__request__in=expected)
            found = set(grants_visible_to(user, world.council))
            assert found == set(grants), user
            deliveries = Delivery.objects.filter(council=world.council, grant__in=grants)
            assert set(deliveries_visible_to(user, world.council)) == set(deliveries), user
            if roles_on(user, world.council) & OVERSEE:
                recused += any(row.pk not in expected and row.state != "drafted" for row in rows)
    assert recused, "a chair is recused from something"


def test_the_register_counts_what_it_lists(demo: None, cast: Cast) -> None:
    for world in cast.worlds:
        listed = public_requests(world.council)
        assert count_public(world.council) == len(listed)
        assert RequestLine.objects.filter(request__council=world.council).count() > listed.count() > 0


@pytest.mark.parametrize("order", [["-pk"], ["state", "pk"], ["title_ja", "-pk"]])
def test_a_page_from_the_end_is_the_same_page(demo: None, cast: Cast, order: list[str]) -> None:
    rows = SharingRequest.objects.filter(council=cast.shiomi.council).order_by(*order)
    pages, all_ = ByKey(rows), list(rows)
    assert len(pages) == len(all_) >= 5
    for start in range(len(all_)):
        for stop in range(start, len(all_) + 1):
            assert pages[start:stop] == all_[start:stop]
