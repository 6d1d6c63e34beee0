"""Councils, people, roles and persons: who may, what is refused, what the ledger keeps."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from core import clock
from core.access import grants
from core.access.queries import holders, roles_held, roles_on
from core.access.roles import Role
from core.accounts.enums import Assurance, LinkMethod, Regime
from core.accounts.models import Council, IdentityReveal, Organ, Organisation, SubjectLink, User
from core.administration import actions, permissions
from core.errors import NotPermitted, Refused
from core.ledger.models import LedgerEntry
from core.numbering.actions import reference
from governance.members.models import Membership
from tests.cast import Cast, sign_in, signed_in


def last_entry(event: str) -> dict:
    entry = LedgerEntry.objects.filter(event=event).order_by("at").last()
    assert entry is not None
    return json.loads(bytes(entry.content))


def test_every_account_signs_in_with_its_own_factors(cast: Cast) -> None:
    for key in ("secretary", "reviewer_law", "chihiro"):
        sign_in(Client(), cast.shiomi.users[key])


def test_a_wrong_second_factor_keeps_the_door_shut(cast: Cast) -> None:
    client = Client()
    from tests.cast import password

    answer = client.post(
        "/accounts/login/", {"login": cast.shiomi.users["secretary"].email, "password": password()}
    )
    client.post(answer.url, {"code": "000000"})
    assert "_auth_user_id" not in client.session


def test_only_an_operator_founds_a_council(cast: Cast) -> None:
    names = {"slug": "third", "name_ja": "第三協議会", "name_en": "Third Council", "short_name_ja": "三協"}
    for user in (cast.shiomi.users["secretary"], cast.shiomi.users["chihiro"], cast.stranger):
        with pytest.raises(NotPermitted):
            actions.found_council(**names, by=user)
    assert not Council.objects.filter(slug="third").exists()
    actions.found_council(**names, by=cast.operator)
    assert last_entry("administration.council_founded")["subject"] == "council:third"
    with pytest.raises(Refused, match="council_slug_taken"):
        actions.found_council(**names, by=cast.operator)


def test_a_company_is_its_own_organ_and_a_public_body_names_its_organs(cast: Cast) -> None:
    secretary = cast.shiomi.users["secretary"]
    company = actions.register_organisation(name_ja="試験株式会社", regime=Regime.BUSINESS, by=secretary)
    town = actions.register_organisation(name_ja="試験町", regime=Regime.PUBLIC_BODY, by=secretary)
    assert [organ.name_ja for organ in company.organs.all()] == ["試験株式会社"]
    assert not town.organs.exists()
    actions.add_organ(town, name_ja="議会", regime=Regime.ASSEMBLY, by=secretary)
    with pytest.raises(Refused, match="organ_known"):
        actions.add_organ(town, name_ja="議会", by=secretary)
    with pytest.raises(NotPermitted):
        actions.add_organ(town, name_ja="町長", by=cast.shiomi.users["rep_bus"])


def test_who_stands_for_an_organ_is_named_and_changed_on_the_pages(demo: None, cast: Cast) -> None:
    education, secretary = cast.shiomi.organs["education"], signed_in(cast.shiomi.users["secretary"])
    here = f"/administration/organisations/{education.organisation_id}/"
    way = f"/administration/organs/{education.pk}/representative/"
    assert way in secretary.get(here).content.decode()
    secretary.post(way, {"representative": " 教育長 沖 明美 "})
    assert Organ.objects.get(pk=education.pk).head == "教育長 沖 明美"
    assert "教育長 沖 明美" in secretary.get(here).content.decode()
    assert "沖" not in str(last_entry("administration.representative_named"))
    secretary.post(way, {"representative": ""})
    assert Organ.objects.get(pk=education.pk).head == "", "a board of education is not headed by the mayor"
    secretary.post(f"{here}change/", {"address": "新町2-2", "representative": "市長 波多 誠"})
    assert Organ.objects.get(pk=cast.shiomi.organs["mayor"].pk).head == "市長 波多 誠"
    for key in ("rep_bus", "chihiro"):
        other = signed_in(cast.shiomi.users[key])
        assert {other.get(path).status_code for path in (way, f"{here}change/")} <= {403, 404}


def test_corporate_numbers_are_unique_but_may_be_unknown(cast: Cast) -> None:
    common = {"regime": Regime.BUSINESS, "by": cast.operator}
    actions.register_organisation(name_ja="甲", corporate_number="1234567890123", **common)
    with pytest.raises(Refused, match="organisation_known"):
        actions.register_organisation(name_ja="乙", corporate_number="1234567890123", **common)
    actions.register_organisation(name_ja="丙", **common)
    assert Organisation.objects.filter(name_ja__in=["甲", "乙", "丙"]).count() == 2


def test_a_secretary_gives_roles_in_the_own_council_only(cast: Cast) -> None:
    world, other = cast.worlds
    somebody = cast.stranger
    actions.grant_role(Role.MEMBER, somebody, world.council, by=world.users["secretary"])
    assert roles_on(somebody, world.council) == {Role.MEMBER}
    with pytest.raises(NotPermitted):
        actions.grant_role(Role.MEMBER, somebody, other.council, by=world.users["secretary"])
    with pytest.raises(NotPermitted):
        actions.grant_role(Role.SECRETARY, somebody, world.council, by=world.users["chair"])
    with pytest.raises(NotPermitted):
        actions.grant_role(
            Role.REPRESENTATIVE, somebody, other.organisations["bus"], by=world.users["secretary"]
        )
    assert roles_on(somebody, other.council) == frozenset()


def test_what_reaches_into_another_council_is_not_given_by_one_secretariat(cast: Cast) -> None:
    """An organisation that both councils know: neither secretariat alone names its people."""
    world, other = cast.worlds
    bus, secretary = world.organisations["bus"], world.users["secretary"]
    for one in cast.worlds:
        Membership.objects.create(
            council=one.council,
            organisation=bus,
            member_class="ordinary",
            state="admitted",
            applied_at=clock.now(),
            applied_by=cast.operator,
            admitted_on=clock.today(),
        )
    for held in (bus, bus.organs.get()):
        role = Role.REPRESENTATIVE if held is bus else Role.DATA_OFFICER
        for by in (secretary, other.users["secretary"]):
            with pytest.raises(NotPermitted, match="organisation_is_shared"):
                actions.grant_role(role, cast.stranger, held, by=by)
        with pytest.raises(NotPermitted):
            actions.grant_role(role, cast.stranger, held, by=cast.stranger)
        for by in (world.users["rep_bus"], cast.operator):
            actions.grant_role(role, cast.stranger, held, by=by)
            actions.revoke_role(role, cast.stranger, held, by=by)
    reader, organ = signed_in(world.users["rep_bus"]), bus.organs.get()
    page = reverse("administration:organisation", args=[bus.pk])
    naming = reverse("administration:add_officer", args=[organ.pk])
    for way in (f"/c/{world.council.slug}/standing/", reverse("administration:index")):
        assert page in reader.get(way).content.decode()
    assert naming in reader.get(page).content.decode()
    assert "利用登録" in reader.post(naming, {"email": "nobody@example.test"}).content.decode()
    assert reader.post(naming, {"email": cast.stranger.email}).status_code == 302
    actions.revoke_role(Role.DATA_OFFICER, cast.stranger, organ, by=world.users["rep_bus"])
    grants.give(Role.SECRETARY, secretary, other.council)
    actions.grant_role(Role.DATA_OFFICER, cast.stranger, bus.organs.get(), by=secretary)
    assert roles_on(cast.stranger, bus.organs.get()) == {Role.DATA_OFFICER}


def test_an_applicant_elsewhere_is_not_changed_by_another_secretariat(cast: Cast) -> None:
    world, other = cast.worlds
    bus = world.organisations["bus"]
    Membership.objects.create(
        council=world.council,
        organisation=bus,
        member_class="ordinary",
        applied_at=clock.now(),
        applied_by=cast.operator,
    )
    assert not permissions.keep_particulars(other.users["secretary"], bus)
    for by in (world.users["secretary"], world.users["rep_bus"], cast.operator):
        assert permissions.keep_particulars(by, bus.organs.get())


def test_a_role_is_held_only_where_it_means_something(cast: Cast) -> None:
    with pytest.raises(Refused, match="role_not_held_on_this"):
        actions.grant_role(Role.REPRESENTATIVE, cast.stranger, cast.shiomi.council, by=cast.operator)


def test_granting_twice_writes_one_entry_and_revoking_ends_it(cast: Cast) -> None:
    council, by = cast.shiomi.council, cast.shiomi.users["secretary"]
    before = LedgerEntry.objects.filter(event="administration.role_granted").count()
    actions.grant_role(Role.AUDITOR, cast.stranger, council, by=by)
    actions.grant_role(Role.AUDITOR, cast.stranger, council, by=by)
    assert LedgerEntry.objects.filter(event="administration.role_granted").count() == before + 1
    assert last_entry("administration.role_granted")["facts"] == {
        "on": f"accounts.council:{council.pk}",
        "role": "auditor",
    }
    actions.revoke_role(Role.AUDITOR, cast.stranger, council, by=by)
    assert roles_on(cast.stranger, council) == frozenset()


def test_the_last_secretary_stays(cast: Cast) -> None:
    world = cast.nagiura
    actions.revoke_role(Role.SECRETARY, world.users["secretary_2"], world.council, by=cast.operator)
    with pytest.raises(Refused, match="last_secretary"):
        actions.revoke_role(Role.SECRETARY, world.users["secretary"], world.council, by=cast.operator)


def test_roles_on_many_objects_are_those_on_each_and_one_statement_finds_them(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    things: list[Model] = [cast.shiomi.council, cast.nagiura.council]
    things += list(Organisation.objects.all()) + list(Organ.objects.all())
    granted = {(role, thing): set(holders(role, thing)) for role in Role for thing in things}
    for user in (*cast.shiomi.users.values(), *cast.nagiura.users.values(), cast.stranger, AnonymousUser()):
        with django_assert_num_queries(int(user.is_authenticated)):
            held = roles_held(user, *things)
        for thing in things:
            assert held[thing] == {role for role in Role if user in granted[role, thing]}, (user, thing)
    assert roles_held(cast.shiomi.users["secretary"], *things)[cast.nagiura.council] == frozenset()


def test_a_closed_account_holds_nothing(cast: Cast) -> None:
    user = cast.shiomi.users["auditor"]
    actions.deactivate_user(user, by=cast.operator)
    user.refresh_from_db()
    assert roles_on(user, cast.shiomi.council) == frozenset()
    with pytest.raises(Refused, match="account_closed"):
        actions.grant_role(Role.MEMBER, user, cast.shiomi.council, by=cast.operator)
    with pytest.raises(Refused, match="not_oneself"):
        actions.deactivate_user(cast.operator, by=cast.operator)


def test_an_address_has_one_account(cast: Cast) -> None:
    with pytest.raises(Refused, match="email_taken"):
        actions.create_user(email="SECRETARY@shiomi.example", name="", by=cast.operator)
    with pytest.raises(NotPermitted):
        actions.create_user(
            email="new@shiomi.example", name="", is_operator=True, by=cast.shiomi.users["secretary"]
        )
    assert User.objects.filter(email="new@shiomi.example").count() == 0


def test_a_person_is_one_per_council_and_different_in_each(cast: Cast) -> None:
    citizen = cast.shiomi.users["chihiro"]
    again = actions.enrol_person(cast.shiomi.council, user=citizen, by=citizen)
    assert again == cast.shiomi.persons["chihiro"]
    elsewhere = actions.enrol_person(cast.nagiura.council, user=citizen, by=citizen)
    assert elsewhere.key != again.key
    with pytest.raises(NotPermitted):
        actions.enrol_person(cast.shiomi.council, user=cast.stranger, by=citizen)


def test_identifiers_are_sealed_and_stay_out_of_the_ledger(cast: Cast) -> None:
    from django.db import connection

    person = cast.shiomi.persons["tomi"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT identifiers FROM accounts_person WHERE id = %s", [person.pk])
        stored = bytes(cursor.fetchone()[0])
    assert "トミ".encode() not in stored
    assert person.identifiers["name"] == "森川 トミ"
    everything = b"".join(bytes(entry.content) for entry in LedgerEntry.objects.all())
    for secret in ("トミ", "KP-000005", "@shiomi.example", "汐見市本町"):
        assert secret.encode() not in everything


@pytest.mark.parametrize(
    ("identifiers", "code"),
    [({"shoe_size": "24"}, "identifier_unknown"), ({"birth_date": "昭和23年"}, "birth_date_malformed")],
)
def test_identifiers_are_checked(cast: Cast, identifiers: dict[str, str], code: str) -> None:
    with pytest.raises(Refused, match=code):
        actions.enrol_person(cast.shiomi.council, identifiers=identifiers, by=None)


def test_a_holders_id_leads_to_one_person(cast: Cast) -> None:
    world = cast.shiomi
    common = {"method": LinkMethod.COUNTER, "assurance": Assurance.HIGH}
    by = world.users["officer_education"]
    link = actions.link_subject(
        world.persons["ren"], holder=world.organs["education"], holder_id="T-1", by=by, **common
    )
    for person, number in (("hina", "T-1"), ("ren", "T-2")):
        with pytest.raises(Refused, match="already_linked"):
            actions.link_subject(
                world.persons[person], holder=world.organs["education"], holder_id=number, by=by, **common
            )
    with pytest.raises(NotPermitted):
        actions.unlink_subject(link, by=world.users["officer_mayor"])
    actions.unlink_subject(link, by=by)
    actions.link_subject(
        world.persons["hina"], holder=world.organs["education"], holder_id="T-1", by=by, **common
    )
    assert SubjectLink.objects.filter(holder=world.organs["education"], unlinked_at=None).count() == 1


def test_a_person_links_themselves_only_from_the_holders_app(cast: Cast) -> None:
    world = cast.shiomi
    with pytest.raises(NotPermitted):
        actions.link_subject(
            world.persons["ken"],
            holder=world.organs["education"],
            holder_id="T-9",
            method=LinkMethod.COUNTER,
            assurance=Assurance.LOW,
            by=world.users["ken"],
        )


def test_looking_at_an_identity_needs_a_reason_and_leaves_a_trace(cast: Cast) -> None:
    world = cast.shiomi
    person, secretary = world.persons["chihiro"], world.users["secretary"]
    with pytest.raises(Refused, match="reason_missing"):
        actions.reveal_identity(person, reason="  ", by=secretary)
    for stranger in (cast.nagiura.users["secretary"], cast.operator, world.users["officer_mayor"]):
        with pytest.raises(NotPermitted):
            actions.reveal_identity(person, reason="照会", by=stranger)
    assert IdentityReveal.objects.count() == 0
    assert actions.reveal_identity(person, reason="本人からの電話照会", by=secretary)["name"] == "森川 千尋"
    assert last_entry("administration.identity_revealed")["actor"] == f"user:{secretary.pk}"
    assert IdentityReveal.objects.get().reason == "本人からの電話照会"


def test_a_signed_in_client_is_who_it_says(cast: Cast) -> None:
    client = signed_in(cast.shiomi.users["rep_bus"])
    assert client.session["_auth_user_id"] == str(cast.shiomi.users["rep_bus"].pk)


def test_numbering_goes_on_where_paper_left_off_and_never_back(cast: Cast) -> None:
    council, secretary = cast.shiomi.council, cast.shiomi.users["secretary"]
    today = clock.today()
    actions.continue_numbering(council, "R", by=secretary, last=17)
    assert reference("R", council.slug, on=today).endswith("-018")
    for last in (5, 18):
        with pytest.raises(Refused) as refused:
            actions.continue_numbering(council, "R", by=secretary, last=last)
        assert refused.value.code == "number_given_already"
    assert reference("R", cast.nagiura.council.slug, on=today).endswith("-001")
    with pytest.raises(NotPermitted):
        actions.continue_numbering(council, "R", by=cast.nagiura.users["secretary"], last=40)
    entry = LedgerEntry.objects.get(event="administration.numbering_continued")
    assert entry.council == council.slug


def test_another_councils_secretary_adds_no_organ_and_reads_no_officers(demo: None, cast: Cast) -> None:
    """What councils share is registered by any of them; what one knows is its own."""
    education, officer = cast.shiomi.organs["education"], cast.shiomi.users["officer_education"]
    organisation = education.organisation
    here = f"/administration/organisations/{organisation.pk}/"
    own, other = (signed_in(world.users["secretary"]) for world in (cast.shiomi, cast.nagiura))
    shown = own.get(here).content.decode()
    assert officer.name in shown
    assert f"{here}organs/new/" in shown
    shown = other.get(here).content.decode()
    assert education.name_ja in shown
    assert officer.name not in shown
    assert f"{here}organs/new/" not in shown
    form = {"name_ja": "水道局", "regime": Regime.PUBLIC_BODY}
    assert other.get(f"{here}organs/new/").status_code == 403
    assert other.post(f"{here}organs/new/", form).status_code == 403
    with pytest.raises(NotPermitted):
        actions.add_organ(organisation, name_ja="水道局", by=cast.nagiura.users["secretary"])
    assert not organisation.organs.filter(name_ja="水道局").exists()
    assert own.post(f"{here}organs/new/", form).status_code == 302
