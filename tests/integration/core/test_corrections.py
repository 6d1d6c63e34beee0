"""What was registered wrongly is put right by whom it is for: councils, organisations, organs."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client

from core import clock
from core.accounts.enums import Regime
from core.accounts.models import Council, Organ, Organisation, User
from core.administration import actions
from core.errors import NotPermitted, Refused
from core.ledger.models import Epoch, LedgerEntry
from governance.sharing.queries import requests
from tests.cast import Cast, enter

BASE = "/administration"


def client(user: User) -> Client:
    return enter(Client(), user)


def facts(event: str) -> dict:
    return json.loads(
        bytes(LedgerEntry.objects.filter(event=f"administration.{event}").latest("at").content)
    )["facts"]


def epoch(scope: str) -> int:
    return Epoch.objects.filter(scope=scope).values_list("value", flat=True).first() or 0


def sent(page: Client, url: str) -> dict[str, str]:
    """What a browser sends when nothing is changed."""
    form = page.get(url).context["form"]
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: str(value) for name, value in values.items() if value not in (None, False)}


def test_a_councils_own_secretary_changes_its_particulars(cast: Cast) -> None:
    own, other = (client(world.users["secretary"]) for world in cast.worlds)
    url = f"{BASE}/councils/shiomi/particulars/"
    assert url in own.get(f"{BASE}/councils/shiomi/roles/").content.decode()
    form = sent(own, url)
    assert form["name_ja"] == cast.shiomi.council.name_ja
    assert "slug" not in form
    form |= {"address_ja": "〒000-0001 汐見市新町1番1号", "contact": "new@shiomi.example"}
    assert other.get(url).status_code == other.post(url, form).status_code == 404
    assert client(cast.shiomi.users["chair"]).post(url, form).status_code == 404
    assert own.post(url, form | {"contact": "nobody"}).status_code == 422
    before = epoch("shiomi")
    saved = own.post(url, form, follow=True).content.decode()
    assert all(word in saved for word in ("保存しました", form["address_ja"], form["contact"]))
    council = Council.objects.get(slug="shiomi")
    assert (council.address_ja, council.contact) == ("〒000-0001 汐見市新町1番1号", "new@shiomi.example")
    assert council.name_ja == cast.shiomi.council.name_ja
    said = facts("council_changed")
    assert set(said["is"]) == {"address_ja", "contact"}
    assert said["was"]["address_ja"] == cast.shiomi.council.address_ja
    assert epoch("shiomi") > before
    with pytest.raises(NotPermitted):
        actions.change_council(council, by=cast.nagiura.users["secretary"], name_ja="別")


def test_an_organisation_is_corrected_and_its_own_organ_follows(demo: None, cast: Cast) -> None:
    """The gate reads the regime and the academic flag: the epoch of everybody moves."""
    university = cast.shiomi.organisations["university"]
    itself = university.organs.get(name_ja=university.name_ja)
    visitor, url = client(cast.operator), f"{BASE}/organisations/{university.pk}/correct/"
    assert url in visitor.get(f"{BASE}/organisations/{university.pk}/").content.decode()
    was, before = university.name_ja, epoch("*")
    form = sent(visitor, url) | {"name_ja": "汐見総合大学", "regime": Regime.BUSINESS}
    form.pop("is_academic", None)
    assert visitor.post(url, form | {"corporate_number": "12"}).status_code == 422
    assert (
        "国コードを入力してください（例　JP）"
        in visitor.post(url, form | {"country": "日本"}).content.decode()
    )
    taken = cast.shiomi.organisations["bus"].corporate_number or "1234567890123"
    Organisation.objects.filter(pk=cast.shiomi.organisations["bus"].pk).update(corporate_number=taken)
    assert visitor.post(url, form | {"corporate_number": taken}).status_code == 422
    assert visitor.post(url, form | {"country": "jp"}).status_code == 302
    university.refresh_from_db()
    itself.refresh_from_db()
    assert (university.name_ja, university.regime, university.is_academic) == (
        "汐見総合大学",
        "business",
        False,
    )
    assert (itself.name_ja, itself.regime) == ("汐見総合大学", "business")
    said = facts("organisation_corrected")
    assert (said["was"]["name_ja"], said["is"]["name_ja"], said["organ"]) == (was, "汐見総合大学", itself.pk)
    assert "country" not in said["is"]
    assert epoch("*") > before


def test_an_organ_is_corrected(demo: None, cast: Cast) -> None:
    education = cast.shiomi.organs["education"]
    visitor, url = client(cast.operator), f"{BASE}/organs/{education.pk}/correct/"
    assert url in visitor.get(f"{BASE}/organisations/{education.organisation_id}/").content.decode()
    form = sent(visitor, url) | {"name_ja": "汐見市教育委員会事務局"}
    mayor = cast.shiomi.organs["mayor"]
    assert visitor.post(url, form | {"name_ja": mayor.name_ja}).status_code == 422
    assert visitor.post(url, form).status_code == 302
    assert Organ.objects.get(pk=education.pk).name_ja == "汐見市教育委員会事務局"
    said = facts("organ_corrected")
    assert said["is"] == {"name_ja": "汐見市教育委員会事務局"}


def test_an_organ_has_a_last_day_and_may_go_on_after_all(demo: None, cast: Cast) -> None:
    education = cast.shiomi.organs["education"]
    visitor, url = client(cast.shiomi.users["secretary"]), f"{BASE}/organs/{education.pk}/end/"
    here, before = f"{BASE}/organisations/{education.organisation_id}/", epoch("*")
    assert url in visitor.get(here).content.decode()
    assert visitor.post(url, {"last_on": "2099-03-31"}).status_code == 422
    today = clock.today()
    assert visitor.post(url, {"last_on": today.isoformat()}).status_code == 302
    assert Organ.objects.get(pk=education.pk).last_on == today
    assert epoch("*") > before
    assert facts("organ_ended")["is"] == today.isoformat()
    officer = cast.shiomi.users["officer_education"]
    assert education in requests.organs_beginning(officer)
    with clock.at(clock.now() + timedelta(days=1)):
        assert education in requests.organs_of(officer)
        assert education not in requests.organs_beginning(officer)
    assert visitor.post(url, {"last_on": ""}).status_code == 302
    assert Organ.objects.get(pk=education.pk).last_on is None
    with pytest.raises(NotPermitted):
        actions.end_organ(education, last_on=today, by=cast.nagiura.users["secretary"])


def test_who_may_correct_what_the_gate_reads(demo: None, cast: Cast) -> None:
    """The secretariat of every council that knows it, or the operator; not a stranger's, and nobody for their own."""
    city = cast.shiomi.organisations["city"]
    education = cast.shiomi.organs["education"]
    urls = (f"{BASE}/organisations/{city.pk}/correct/", f"{BASE}/organs/{education.pk}/correct/")
    urls += (f"{BASE}/organs/{education.pk}/end/",)
    own = client(cast.shiomi.users["secretary"])
    for url in urls:
        assert own.get(url).status_code == 200
        for user in (cast.nagiura.users["secretary"], cast.shiomi.users["rep_city"], cast.stranger):
            assert client(user).get(url).status_code == 403, url
            assert client(user).post(url, {"name_ja": "別"}).status_code == 403, url
    shown = client(cast.nagiura.users["secretary"]).get(f"{BASE}/organisations/{city.pk}/").content.decode()
    assert urls[0] not in shown
    words = {"name_ja": "別", "regime": Regime.PUBLIC_BODY}
    with pytest.raises(NotPermitted):
        actions.correct_organisation(city, by=cast.nagiura.users["secretary"], **words)
    with pytest.raises(NotPermitted):
        actions.correct_organ(education, by=cast.nagiura.users["secretary"], **words)


def test_what_two_councils_know_neither_corrects_alone(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    bus = cast.shiomi.organisations["bus"]
    both = [world.council for world in cast.worlds]
    monkeypatch.setattr("core.administration.permissions.councils_knowing", lambda _obj: both)
    words = {"name_ja": "別", "regime": Regime.BUSINESS}
    for user in (cast.shiomi.users["secretary"], cast.nagiura.users["secretary"]):
        with pytest.raises(NotPermitted) as refused:
            actions.correct_organisation(bus, by=user, **words)
        assert refused.value.code == "identity_is_shared"
    with pytest.raises(NotPermitted) as refused:
        actions.correct_organisation(bus, by=cast.shiomi.users["rep_bus"], **words)
    assert refused.value.code == "administration_not_yours"
    actions.correct_organisation(bus, by=cast.operator, **words)


def test_a_corporate_number_is_one_organisations(cast: Cast) -> None:
    bus = cast.shiomi.organisations["bus"]
    Organisation.objects.exclude(pk=bus.pk).filter(pk=cast.shiomi.organisations["city"].pk).update(
        corporate_number="1000000000001"
    )
    with pytest.raises(Refused) as refused:
        actions.correct_organisation(
            bus, by=None, name_ja=bus.name_ja, regime=Regime(bus.regime), corporate_number="1000000000001"
        )
    assert refused.value.code == "organisation_known"
