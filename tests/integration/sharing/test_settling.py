"""Who has left the council with data in hand: its grants, and what is to be done about them, stay open to it alone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from core import clock
from core.access.grants import take
from core.access.roles import Role
from governance.members import actions as members
from governance.members import queries as members_queries
from governance.sharing.models import Grant, OnwardCopy, Pursuit
from governance.sharing.permissions import permit
from tests.architecture.test_urls import ADDRESSES, ask
from tests.cast import enter
from tests.factories.decisions import decision_taken, decision_voted
from tests.integration.sharing.machine import CouncilAtWork
from tests.integration.sharing.test_clock import done
from tests.integration.sharing.test_leaving import leave

HOME = "/c/shiomi/"
STANDING = f"{HOME}standing/"


@pytest.fixture
def gone(prepared: CouncilAtWork) -> CouncilAtWork:
    """The data are to be disposed of, and the recipient has left."""
    done(prepared, "release")
    leave(prepared)
    done(prepared, "give_back")
    assert prepared.grant.state == "disposal_due"
    return prepared


def expulsion_of(held: Any) -> str:
    """The number of the vote on it."""
    return decision_voted(held.council, "expulsion", members_queries.membership_subject(held))


def client_of(council: CouncilAtWork, name: str = "rep_university") -> Client:
    return enter(Client(), council.users[name])


def get(council: CouncilAtWork, client: Client, path: str) -> Any:
    with clock.at(council.now):
        return client.get(path)


def post(council: CouncilAtWork, client: Client, path: str, **data: str) -> Any:
    with clock.at(council.now):
        return client.post(path, data)


def grant_page(grant: Grant | None) -> str:
    assert grant is not None
    return f"{HOME}grants/{grant.reference}/"


def links(page: Any) -> set[str]:
    """Where the page leads within councils."""
    found = re.findall(r'(?:href|action)="(/c/[^"#?]+)', page.content.decode())
    return set(found)


def test_the_first_page_leads_to_what_is_left_and_every_link_opens(gone: CouncilAtWork) -> None:
    council, client = gone, client_of(gone)
    assert get(council, client, "/home/").url == STANDING
    page = get(council, client, STANDING)
    assert grant_page(council.grant) in links(page)
    seen, ahead = set(), {STANDING}
    while ahead:
        path = ahead.pop()
        seen.add(path)
        answer = get(council, client, path)
        assert answer.status_code in {200, 405}, path
        if "html" in answer["Content-Type"] and answer.status_code == 200:
            ahead |= {link for link in links(answer) if "/rules/" not in link} - seen
    assert f"{grant_page(council.grant)}disposal/" in seen
    assert f"{HOME}deliveries/{council.delivery.reference}/" in seen


def test_the_certificate_is_filed_and_verified_and_the_door_closes(gone: CouncilAtWork) -> None:
    council, client = gone, client_of(gone)
    page = grant_page(council.grant)
    assert permit(council.users["rep_university"], council.grant, "file_disposal")
    words = {
        "method": "erase",
        "disposed_on": council.now.date().isoformat(),
        "witness": "情報管理者",
        "description": "すべて消去した。",
    }
    assert post(council, client, f"{page}disposal/", **words).status_code == 302
    assert get(council, client, page).status_code == 200, "until it is verified"
    done(council, "verify")
    for path in (STANDING, page, f"{HOME}grants/"):
        assert get(council, client, path).status_code == 404
    assert get(council, client, "/home/").status_code == 200


def test_copies_receipts_and_withdrawals_are_accounted_for(gone: CouncilAtWork) -> None:
    council, client = gone, client_of(gone)
    page, delivery = grant_page(council.grant), council.delivery
    assert post(council, client, f"{page}copies/new/", holder="分析委託先").status_code == 302
    copy = OnwardCopy.objects.get()
    assert post(council, client, f"{page}copies/{copy.pk}/", outcome="never_made").status_code == 302
    for number in range(12):
        council.somebody_withdraws(number)
    pursuit = Pursuit.objects.first()
    assert f'value="{pursuit.pk}"' in get(council, client, f"{HOME}withdrawals/").content.decode()
    path = f"{HOME}deliveries/{delivery.reference}/withdrawals/{pursuit.pk}/"
    assert get(council, client, path).status_code == 200
    several = f"{HOME}withdrawals/answer/?pursuits={pursuit.pk}"
    assert get(council, client, several).status_code == 200
    assert get(council, client, f"{HOME}deliveries/{delivery.reference}/confirm/").status_code == 200


def examples(council: CouncilAtWork) -> list[tuple[str, str]]:
    """Route and address of every page of the council, about what is there where a page is about something."""
    real = {
        "requests/": council.request.reference,
        "grants/": council.grant.reference,
        "deliveries/": council.delivery.reference,
        "datasets/": "D-01",
        "chain/": council.request.reference,
    }
    found = []
    for address in ADDRESSES:
        if not address.of_council:
            continue
        path = address.path
        for place, reference in real.items():
            path = path.replace(f"{HOME}{place}x/", f"{HOME}{place}{reference}/", 1)
        found.append((address.route.removeprefix("c/<slug:council>/"), path))
    return found


OPEN = {
    "standing/",
    "grants/",
    "grants/<slug:reference>/",
    "grants/<slug:reference>/copies/new/",
    "grants/<slug:reference>/disposal/",
    "deliveries/<slug:reference>/",
    "deliveries/<slug:reference>/confirm/",
    "deliveries/<slug:reference>/record.<str:form>",
    "withdrawals/",
    "withdrawals/answer/",
}
"""What opens to who has left; a member's own page, and applying again, are open to any representative."""
ANYBODY = {"members/apply/", "members/<int:pk>/"}


def test_no_other_page_of_the_council_opens(gone: CouncilAtWork) -> None:
    council, client = gone, client_of(gone)
    client.raise_request_exception = False
    opened = set()
    with clock.at(council.now):
        for route, path in examples(council):
            status, reason = ask(client, "get", path.replace("record.x", "record.pdf"))
            assert status < 500, (path, reason)
            if status not in {403, 404, 405}:
                opened.add(route)
    assert opened - ANYBODY == OPEN


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_comes_in_by_that_door(gone: CouncilAtWork, method: str) -> None:
    """Strangers, the other council, and who left without anything in hand."""
    council = gone
    with clock.at(council.now):
        member = members_queries.membership_of(council.world.council, council.world.organisations["delivery"])
        members.withdraw(member, by=council.users["rep_delivery"])
        for name in ("stranger", "neighbour", "rep_delivery"):
            client = client_of(council, name)
            client.raise_request_exception = False
            for route, path in examples(council):
                if route in OPEN:
                    assert ask(client, method, path)[0] in {404, 405}, (name, path)


def test_the_other_council_stays_closed(gone: CouncilAtWork) -> None:
    client = client_of(gone)
    for path in ("", "standing/", "grants/", f"grants/{gone.grant.reference}/", "withdrawals/"):
        assert get(gone, client, f"/c/nagiura/{path}").status_code == 404, path


def test_who_applies_again_settles_and_who_is_back_is_a_member(gone: CouncilAtWork) -> None:
    council, client = gone, client_of(gone)
    with clock.at(council.now):
        before = members_queries.membership_of(council.world.council, council.request.applicant)
        again = members.apply_for_membership(
            before.council,
            organisation=before.organisation,
            by=council.users["rep_university"],
            member_class=before.member_class,
        )
    assert get(council, client, STANDING).status_code == 200
    assert get(council, client, f"{HOME}requests/").status_code == 404
    with clock.at(council.now):
        members.accept_pledge(again, by=council.users["rep_university"], edition=1)
        number = decision_taken(again.council)
        members.admit(again, by=council.users["secretary"], decision_number=number)
    assert get(council, client, f"{HOME}requests/").status_code == 200
    assert grant_page(council.grant) in links(get(council, client, STANDING))


def test_who_was_expelled_settles_as_well(prepared: CouncilAtWork) -> None:
    council = prepared
    done(council, "release")
    with clock.at(council.now):
        held = members_queries.membership_of(council.world.council, council.request.applicant)
        members.expel(
            held,
            by=council.users["secretary"],
            reason="違反",
            decision_number=expulsion_of(held),
        )
    assert get(council, client_of(council), grant_page(council.grant)).status_code == 200


def test_a_provider_that_has_left_verifies_the_certificate(gone: CouncilAtWork) -> None:
    """Its officer acts for it in the council as well, and so lost the role with its membership."""
    council, officer = gone, gone.users["officer_mayor"]
    done(council, "file")
    client, page = client_of(council, "officer_mayor"), grant_page(council.grant)
    with clock.at(council.now):
        held = members_queries.membership_of(council.world.council, council.world.organisations["city"])
        members.expel(
            held,
            by=council.users["secretary"],
            reason="違反",
            decision_number=expulsion_of(held),
        )
        take(Role.MEMBER, officer, council.world.council)
    assert get(council, client, f"{HOME}requests/").status_code == 404
    assert page in links(get(council, client, STANDING))
    assert get(council, client, f"{HOME}deliveries/{council.delivery.reference}/list.csv").status_code == 200
    assert post(council, client, f"{page}disposal/verify/", note="確認した。").status_code == 302
    assert council.grant.state == "closed"
    assert get(council, client, STANDING).status_code == 404
