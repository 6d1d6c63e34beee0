"""Today of a council that has nothing yet says how to begin; once it runs, only what waits."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from core.access.grants import give
from core.access.queries import roles_on
from core.access.roles import Role
from core.accounts.models import User
from governance.assembly import actions as assembly
from governance.desk.queries.others import waits_for_others
from governance.desk.queries.works import today
from governance.members.models import Membership
from governance.sharing.models import Condition, Delivery, Grant, PanelMember, Pursuit, SharingRequest
from tests.cast import Cast, World, enter, signed_in
from tests.integration.desk.test_deadlines import feed_of


def test_a_new_council_is_told_how_to_begin(cast: Cast) -> None:
    secretary = signed_in(cast.shiomi.users["secretary"])
    page = secretary.get("/c/shiomi/today/").content.decode()
    assert "待っている作業はありません" not in page
    asked = {
        "rules": "規程を登録する",
        "members": "会員を受け入れる",
        "bodies": "会議体を設ける",
        "datasets": "データ資産を見る",
    }
    for step, words in asked.items():
        assert words in page
        assert secretary.get(f"/c/shiomi/{step}/").status_code == 200
    assert reverse("administration:register") in secretary.get("/c/shiomi/members/").content.decode()
    row = {"organisation": cast.shiomi.organisations["bus"], "member_class": "full"}
    row |= {"applied_at": clock.now(), "applied_by": cast.shiomi.users["rep_bus"]}
    membership = Membership.objects.create(council=cast.shiomi.council, **row)
    again = secretary.get("/c/shiomi/today/").content.decode()
    for words in (asked["members"], "データ管理担当者を登録する"):
        assert words in again, "an application is no member yet"
    assert f"/c/shiomi/members/{membership.pk}/" in again
    elsewhere = signed_in(cast.nagiura.users["secretary"]).get("/c/nagiura/today/").content.decode()
    assert f"/members/{membership.pk}/" not in elsewhere


def test_who_does_not_run_the_council_is_not_asked_to_begin(cast: Cast) -> None:
    assert "はじめに" not in signed_in(cast.shiomi.users["auditor"]).get("/c/shiomi/today/").content.decode()


@pytest.mark.usefixtures("demo")
def test_a_council_that_runs_is_no_longer_told(cast: Cast) -> None:
    assert (
        "はじめに" not in signed_in(cast.shiomi.users["secretary"]).get("/c/shiomi/today/").content.decode()
    )


STAFF = ("secretary", "chair", "approver", "auditor", "assessor")
OTHERS = ("rep_university", "rep_chamber", "officer_mayor", "reviewer_law")


@pytest.mark.usefixtures("demo")
def test_today_is_the_page_of_those_who_run_the_council(cast: Cast, client: Client) -> None:
    for who in STAFF:
        assert enter(client, cast.shiomi.users[who]).get("/c/shiomi/today/").status_code == 200, who
    for who in OTHERS:
        assert enter(client, cast.shiomi.users[who]).get("/c/shiomi/today/").status_code == 403, who


def recused(world: World, user: User) -> list[SharingRequest]:
    """Whatever was reviewed: ``user`` has declared an interest in it."""
    found = list(SharingRequest.objects.filter(council=world.council, reviews__isnull=False).distinct())
    for row in found:
        review = row.reviews.order_by("-turn").first()
        words = {"interest": "family", "declared_at": clock.now(), "is_recused": True}
        PanelMember.objects.create(review=review, user=user, expertise="law", **words)
        names = [f"request:{row.reference}", *(f"line:{line.reference}" for line in row.lines.all())]
        assembly.exclude(world.council, by=user, user=user, subjects=names, interest="family")
    return found


@pytest.mark.usefixtures("demo")
def test_whoever_is_recused_finds_nothing_of_the_case_among_works_and_deadlines(
    cast: Cast, client: Client
) -> None:
    """Neither the request nor its lines, grants, conditions, deliveries and withdrawals, on the pages or in the
    calendar."""
    world, user = cast.shiomi, cast.shiomi.users["secretary"]
    give(Role.CHAIR, user, world.council)
    delivery = Delivery.objects.filter(
        grant__council=world.council, grant__state="active", state="released"
    ).first()
    grant, day = delivery.grant, clock.today()
    Grant.objects.filter(pk=grant.pk).update(state="disposal_due", disposal_due_on=day)
    person, organisation = world.persons["chihiro"], world.organisations["university"]
    Pursuit.objects.create(
        delivery=delivery, person=person, recipient=organisation, opened_at=clock.now(), due_on=day
    )
    case = grant.line.request.reference
    works = [work for work in today(world.council, user, roles_on(user, world.council)) if work.case == case]
    assert len(works) >= 2, "the disposal, and the withdrawal"
    rows = recused(world, user)
    references = [
        *(row.reference for row in rows),
        *Grant.objects.filter(line__request__in=rows).values_list("reference", flat=True),
        *Delivery.objects.filter(grant__line__request__in=rows).values_list("reference", flat=True),
        *Condition.objects.filter(line__request__in=rows).values_list("reference", flat=True),
    ]
    assert case in references
    enter(client, user)
    shown = [client.get(f"/c/shiomi/{path}/").content.decode() for path in ("today", "deadlines")]
    shown.append(Client().get(feed_of(shown[1])).content.decode())
    for text in shown:
        assert not [one for one in references if one in text]
        assert not [row for row in rows if row.title_ja in text]


@pytest.mark.usefixtures("demo")
def test_what_waits_for_others_says_for_whom_and_since_when(cast: Cast, client: Client) -> None:
    """Each row leads to a page; several withdrawals of a delivery are one row; nothing of a case that bars them."""
    world, user = cast.shiomi, cast.shiomi.users["secretary"]
    delivery = Delivery.objects.filter(grant__council=world.council, state="released").first()
    for key in ("chihiro", "tomi"):
        words = {"person": world.persons[key], "recipient": world.organisations["university"]}
        Pursuit.objects.create(delivery=delivery, opened_at=clock.now(), due_on=clock.today(), **words)
    found = waits_for_others(world.council, user, roles_on(user, world.council))
    assert {str(one.kind) for one in found} >= {"撤回への回答", "条件を満たした証拠の提出"}
    (told,) = [one for one in found if one.kind == "撤回への回答"]
    assert (told.title, told.ref, told.since) == ("2名", delivery.reference, clock.today())
    enter(client, user)
    for one in found:
        assert client.get(one.url).status_code == 200, one
    page = client.get("/c/shiomi/today/").content.decode()
    assert "/c/shiomi/today/others/" in page
    shown = client.get("/c/shiomi/today/others/?sort=-since").content.decode()
    assert all(one.url in shown.replace("&amp;", "&") for one in found[:50])
    rows = recused(world, user)
    assert not [
        one
        for one in waits_for_others(world.council, user, roles_on(user, world.council))
        if one.case in {row.reference for row in rows}
    ]
    assert enter(client, world.users["rep_university"]).get("/c/shiomi/today/others/").status_code == 403
