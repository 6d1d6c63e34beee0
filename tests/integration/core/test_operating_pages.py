"""Law tables, machines' addresses, organs and accounts: the pages of those who run the installation."""

from __future__ import annotations

import json

import pytest
from django.db import transaction

from core import clock
from core.access.queries import roles_on
from core.access.roles import Role
from core.accounts.enums import Regime
from core.accounts.models import User
from core.administration import actions
from core.errors import Invalid
from core.law.models import LawRow
from core.ledger.models import LedgerEntry
from core.numbering.actions import reference, take
from core.outbox import work
from core.outbox.actions import tell_machines
from core.outbox.models import Endpoint, Job
from tests.cast import Cast
from tests.integration.core.test_outbox import Ear, ear
from tests.integration.core.test_pages import client

__all__ = ["ear"]
BASE = "/administration"


def text(answer) -> str:
    return answer.content.decode()


def test_law_is_found_by_day_and_word_and_tells_its_history(cast: Cast) -> None:
    visitor = client(cast.operator)
    row = LawRow.objects.filter(kind="ground", valid_from__isnull=False).first()
    assert "該当する行はありません" in text(visitor.get("/law/?kind=ground&on=1980-01-01"))
    assert row.code in text(visitor.get(f"/law/?kind=ground&q={row.code}"))
    assert visitor.get("/law/?kind=ground&on=never").status_code == 200
    assert visitor.get("/law/?kind=mood").status_code == 404
    shown = text(visitor.get(f"/law/{row.pk}/"))
    assert row.source.split("、")[0][:8] in shown
    correct = f"{BASE}/law/{row.pk}/correct/"
    form = {
        name: value
        for name, value in visitor.get(correct).context["form"].initial.items()
        if value is not None
    }
    broken = visitor.post(correct, form | {"article": "twenty-seven", "source": "官報 号外"})
    assert broken.status_code == 422
    assert "官報 号外" in text(broken)
    fixed = form | {"source": "官報 号外", "confidence": "secondary"}
    assert visitor.post(correct, fixed).status_code == 302
    row.refresh_from_db()
    assert (row.source, row.confidence, row.origin) == ("官報 号外", "secondary", "operator")
    again = text(visitor.get(f"/law/{row.pk}/"))
    assert "官報 号外" in again
    assert cast.operator.name in again


def test_a_machine_is_told_and_its_key_is_shown_once(cast: Cast, ear: str) -> None:
    world = cast.shiomi
    visitor = client(world.users["rep_bus"])
    form = {"council": world.council.pk, "organisation": world.organisations["bus"].pk, "url": ear}
    assert "通知先はまだありません" in text(visitor.get(f"{BASE}/endpoints/"))
    assert visitor.post(f"{BASE}/endpoints/new/", form | {"url": "javascript:alert(1)"}).status_code == 422
    foreign = form | {"organisation": world.organisations["university"].pk}
    assert visitor.post(f"{BASE}/endpoints/new/", foreign).status_code == 422
    made = visitor.post(f"{BASE}/endpoints/new/", form)
    endpoint = Endpoint.objects.get()
    assert endpoint.secret in text(made)
    assert visitor.post(f"{BASE}/endpoints/new/", form).status_code == 409
    url = f"{BASE}/endpoints/{endpoint.pk}/"
    assert endpoint.secret not in text(visitor.get(url))
    assert visitor.post(f"{url}try/").status_code == 302
    assert work.perform(Job.objects.get(kind="webhook").pk) is True
    assert json.loads(Ear.heard[0][1])["event"] == "ping"
    assert "ping" in text(visitor.get(url))
    old = endpoint.secret
    rotated = text(visitor.post(f"{url}rotate/"))
    endpoint.refresh_from_db()
    assert endpoint.secret != old
    assert endpoint.secret in rotated
    assert visitor.post(f"{url}end/").status_code == 302
    for verb in ("rotate", "try", "end"):
        assert visitor.post(f"{url}{verb}/").status_code == 409
    assert LedgerEntry.objects.filter(event__startswith="administration.endpoint_").count() == 3
    assert old not in str(LedgerEntry.objects.values_list("content", flat=True))


def test_an_event_goes_to_the_organisations_own_addresses_in_that_council(cast: Cast) -> None:
    here, there = cast.worlds
    for world, name in ((here, "bus"), (here, "university"), (there, "bus")):
        actions.open_endpoint(
            world.council, world.organisations[name], url="https://machine.example/hook", by=None
        )
    with transaction.atomic():
        tell_machines(here.council, [here.organisations["bus"]], event="x", key="1", body={"about": "G-1"})
        tell_machines(here.council, [here.organisations["bus"]], event="x", key="1", body={"about": "G-1"})
    job = Job.objects.get(kind="webhook")
    assert Endpoint.objects.get(pk=job.payload["endpoint"]).organisation == here.organisations["bus"]


def test_plain_http_is_for_trying_out_only(cast: Cast, settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(Invalid) as refused:
        actions.open_endpoint(
            cast.shiomi.council, cast.shiomi.organisations["bus"], url="http://machine.example/", by=None
        )
    assert refused.value.code == "address_not_https"


def test_a_public_body_gets_an_organ_with_a_data_officer(cast: Cast) -> None:
    world, secretary = cast.shiomi, client(cast.shiomi.users["secretary"])
    city = world.organisations["city"]
    url = f"{BASE}/organisations/{city.pk}/"
    form = {"name_ja": "水道局", "regime": Regime.PUBLIC_BODY}
    assert secretary.post(f"{url}organs/new/", form | {"regime": "kingdom"}).status_code == 422
    assert secretary.post(f"{url}organs/new/", form).status_code == 302
    twice = secretary.post(f"{url}organs/new/", form)
    assert twice.status_code == 422
    assert "水道局" in text(twice)
    organ = city.organs.get(name_ja="水道局")
    add = f"{BASE}/organs/{organ.pk}/officers/"
    assert secretary.get(f"{add}new/").status_code == 403, "the city is a member of no council yet"
    operator = client(cast.operator)
    nameless = operator.post(f"{add}new/", {"email": "keeper@example.test"})
    assert nameless.status_code == 422
    assert operator.post(f"{add}new/", {"email": "keeper@example.test", "name": "保管 守"}).status_code == 302
    keeper = User.objects.get(email="keeper@example.test")
    assert roles_on(keeper, organ) == {Role.DATA_OFFICER}
    assert "保管 守" in text(operator.get(url))
    assert "保管 守" not in text(secretary.get(url)), "the city is looked after by nobody yet"
    assert operator.post(f"{add}{keeper.pk}/end/").status_code == 302
    assert roles_on(keeper, organ) == frozenset()


def test_an_account_is_closed_by_the_operator(cast: Cast) -> None:
    operator, leaver = client(cast.operator), cast.stranger
    assert leaver.email not in text(operator.get(f"{BASE}/accounts/"))
    assert leaver.email in text(operator.get(f"{BASE}/accounts/?q={leaver.email[:8]}"))
    inside = client(leaver)
    assert inside.get("/home/").status_code in {200, 302}
    assert operator.post(f"{BASE}/accounts/{leaver.pk}/close/").status_code == 302
    leaver.refresh_from_db()
    assert leaver.is_active is False
    assert "/accounts/login/" in inside.get("/home/", follow=True).request["PATH_INFO"]
    assert operator.post(f"{BASE}/accounts/{cast.operator.pk}/close/").status_code == 422


def test_who_may_not(cast: Cast) -> None:
    here, there = cast.worlds
    endpoint, _key = actions.open_endpoint(
        here.council, here.organisations["bus"], url="https://machine.example/", by=None
    )
    row = LawRow.objects.first()
    organ = here.organs["mayor"]
    neighbour = client(there.users["secretary"])
    for page in (f"law/{row.pk}/correct/", "accounts/", f"organs/{organ.pk}/officers/new/"):
        assert neighbour.get(f"{BASE}/{page}").status_code == 403, page
    assert neighbour.get(f"{BASE}/endpoints/{endpoint.pk}/").status_code == 404
    assert neighbour.post(f"{BASE}/endpoints/{endpoint.pk}/rotate/").status_code == 404
    officer = here.users["officer_mayor"]
    assert neighbour.post(f"{BASE}/organs/{organ.pk}/officers/{officer.pk}/end/").status_code == 403
    assert Role.DATA_OFFICER in roles_on(officer, organ)
    assert client(here.users["secretary"]).post(f"{BASE}/accounts/{officer.pk}/close/").status_code == 403
    for user in (here.users["chihiro"], cast.stranger):
        for page in ("endpoints/", "accounts/", f"organisations/{here.organisations['bus'].pk}/"):
            assert client(user).get(f"{BASE}/{page}").status_code in {403, 404}, page


def test_numbers_go_on_where_paper_left_off(cast: Cast) -> None:
    secretary = client(cast.shiomi.users["secretary"])
    url = f"{BASE}/councils/shiomi/numbering/"
    assert secretary.post(url, {"series": "X", "last": "17"}).status_code == 422
    assert secretary.post(url, {"series": "R", "last": "17"}).status_code == 302
    assert reference("R", "shiomi", on=clock.today()).endswith("-018")
    behind = secretary.post(url, {"series": "R", "last": "17"})
    assert behind.status_code == 422
    assert "番号 17 は" in text(behind)
    year = clock.fiscal_year(clock.today())
    for series in ("decision", "document"):
        given = take(f"shiomi:{series}:{year}")
        assert secretary.post(url, {"series": series, "last": given + 23}).status_code == 302
        assert take(f"shiomi:{series}:{year}") == given + 24
    assert client(cast.nagiura.users["secretary"]).get(url).status_code == 404
