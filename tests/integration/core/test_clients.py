"""Keys of machines: shown once, limited, ended at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import clock
from core.administration import actions
from core.clients import keys
from core.clients.enums import Scope
from core.clients.models import ApiClient
from core.errors import Invalid, NotNow, NotPermitted
from governance.members.models import Membership
from tests.cast import Cast, signed_in


def issue(cast: Cast, **options: object) -> tuple[ApiClient, str]:
    world = cast.shiomi
    given = {"name": "city OS", "scopes": [Scope.DECIDE], "by": world.users["rep_city"]} | options
    return actions.issue_client(world.council, world.organisations["city"], **given)


def test_a_key_is_kept_as_its_hash_and_leads_to_its_client(cast: Cast) -> None:
    client, key = issue(cast)
    assert key.startswith(client.prefix)
    assert keys.holder(key, at=clock.now()) == client
    assert key.encode() not in bytes(ApiClient.objects.get().key_hash)
    assert keys.may(client, Scope.DECIDE)
    assert not keys.may(client, Scope.RELEASE)


@pytest.mark.parametrize("change", ["", "x", "sk_00000000_" + "a" * 43])
def test_anything_else_leads_nowhere(cast: Cast, change: str) -> None:
    issue(cast)
    assert keys.holder(change, at=clock.now()) is None


def test_an_altered_key_leads_nowhere(cast: Cast) -> None:
    _client, key = issue(cast)
    assert keys.holder(key[:-1] + ("a" if key[-1] != "a" else "b"), at=clock.now()) is None


def test_a_key_ends_by_time_and_by_hand(cast: Cast) -> None:
    client, key = issue(cast, expires_at=clock.now() + timedelta(days=1))
    assert keys.holder(key, at=clock.now() + timedelta(days=1)) is None
    actions.revoke_client(client, by=cast.shiomi.users["secretary"])
    assert keys.holder(key, at=clock.now()) is None
    with pytest.raises(NotNow):
        actions.revoke_client(client, by=cast.shiomi.users["secretary"])


def test_only_the_organisation_or_the_secretariat_gives_keys(cast: Cast) -> None:
    for user in ("rep_bus", "officer_mayor", "chair", "chihiro"):
        with pytest.raises(NotPermitted):
            issue(cast, by=cast.shiomi.users[user])
    with pytest.raises(NotPermitted):
        issue(cast, by=cast.nagiura.users["secretary"])
    with pytest.raises(NotPermitted):
        issue(cast, by=cast.nagiura.users["rep_city"])
    issue(cast, by=cast.shiomi.users["secretary"])
    assert ApiClient.objects.count() == 1


def test_the_secretariat_is_offered_the_organisations_of_its_council(cast: Cast) -> None:
    """Neither in the form of the keys nor in that of the addresses stand those of the other council alone."""
    here, there = cast.worlds
    for world, name in ((here, "bus"), (there, "university")):
        Membership.objects.create(
            council=world.council,
            organisation=world.organisations[name],
            member_class="ordinary",
            applied_at=clock.now(),
            applied_by=cast.operator,
        )
    for address in ("/administration/clients/new/", "/administration/endpoints/new/"):
        page = signed_in(here.users["secretary"]).get(address)
        offered = set(page.context["form"].fields["organisation"].queryset)
        assert offered == {here.organisations["bus"]}


def test_a_key_says_what_it_is_for_and_ends_later(cast: Cast) -> None:
    with pytest.raises(Invalid, match="client_scope_missing"):
        issue(cast, scopes=[])
    with pytest.raises(Invalid, match="end_has_passed"):
        issue(cast, expires_at=clock.now())


def test_a_client_has_its_share_of_each_minute(cast: Cast) -> None:
    client, _key = issue(cast, per_minute=3)
    other, _key = issue(cast)
    gauge = keys.Gauge()
    assert [gauge.admits(client, 60.0 + n) for n in range(5)] == [True, True, True, False, False]
    assert gauge.admits(other, 61.0)
    assert gauge.admits(client, 121.0)


@pytest.mark.parametrize(
    ("header", "key"),
    [("Bearer abc", "abc"), ("bearer  abc ", "abc"), ("Basic abc", ""), ("", ""), ("Bearer", "")],
)
def test_the_key_comes_as_a_bearer(header: str, key: str) -> None:
    assert keys.bearer(header) == key
