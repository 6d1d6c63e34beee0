"""The members' pages, as those who use them."""

from __future__ import annotations

import pytest
from django.test import Client

from core import clock
from core.access.roles import Role
from core.errors import Refused
from governance.assembly import actions as assembly
from governance.members import actions, queries
from governance.members.models import Membership
from tests.cast import enter
from tests.factories import people
from tests.factories.decisions import decision_taken
from tests.factories.founding import adopt_model_documents


def page(user, path, **data):
    client = enter(Client(), user)
    return client.post(path, data) if data else client.get(path)


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def ruled(here, settings):
    """The council with its model documents, and the real provider."""
    settings.RULEBOOK_PROVIDER = "governance.rulebook.queries.in_force"
    words = {"city_ja": "市", "city_en": "City", "secretariat_ja": "事務局", "secretariat_en": "Office"}
    words |= {"office_ja": "市役所", "office_en": "City hall"}
    adopt_model_documents(here.council, by=here.secretary, on=clock.today(), placeholders=words)
    return here


def test_from_application_to_admission_on_the_pages(ruled):
    here, base = ruled, f"/c/{ruled.council.slug}/members"
    form = {"organisation": here.organisation.pk, "member_class": "full", "motive": "役立てたい"}
    answer = page(here.representative, f"{base}/apply/", **form)
    assert answer.status_code == 302
    url = answer["Location"]
    membership = Membership.objects.get(organisation=here.organisation)
    assert "承諾されていません" in text(page(here.representative, url))
    before = page(here.secretary, f"{url}admit/")
    assert "参加ルールが承諾されていないため、まだ承認できません" in text(before)
    assert "第6条第1項" in text(before)
    assert page(here.secretary, f"{url}admit/", go="1").status_code == 422
    shown = page(here.representative, f"{url}pledge/")
    assert "市民のデータを集める前に" in text(shown)
    accept = {**shown.context["form"].initial, "agree": "on"}
    assert page(here.representative, f"{url}pledge/", **{**accept, "edition": 7}).status_code == 409
    without = {key: value for key, value in accept.items() if key != "agree"}
    assert page(here.representative, f"{url}pledge/", **without).status_code == 422
    assert page(here.representative, f"{url}pledge/", **accept).status_code == 302
    assert f"{url}admit/" in text(page(here.secretary, url))
    assert page(here.secretary, f"{url}admit/", decision_number="協第99号").status_code == 422
    assert page(here.secretary, f"{url}admit/", go="1").status_code == 302
    assert "不足はありません" in text(page(here.representative, url))
    called = f"<code>organisation:{here.organisation.pk}</code>"
    assert called in text(page(here.representative, url)), "the decision API asks about it by this"
    assert called in text(page(here.secretary, url))
    assert len(queries.pledges_of(membership).get().text_digest) == 64
    assert page(here.representative, f"{base}/apply/").status_code == 404


def test_an_admission_names_its_decision_once_the_steering_body_sits(ruled, there):
    here, base = ruled, f"/c/{ruled.council.slug}/members"
    applying = f"{base}/apply/"
    assert "あなたが代表する" in text(page(here.representative, applying))
    assert "あなたが代表する" not in text(page(here.secretary, applying))
    membership = actions.apply_for_membership(
        here.council, by=here.representative, organisation=here.organisation, member_class="supporting"
    )
    actions.accept_pledge(membership, by=here.representative, edition=1)
    url = f"{base}/{membership.pk}/"
    assert "第6条第1項" in text(page(here.secretary, url))
    steering = assembly.set_up_body(here.council, by=here.secretary, code="steering", name_ja="幹事会")
    assert not queries.admits_by_decision(here.council), "nobody sits on it yet"
    seat = assembly.add_seat(steering, by=here.secretary, expertise="member")
    assembly.appoint(seat, by=here.secretary, user=here.stranger)
    assert not queries.admits_by_decision(there.council)
    shown = text(page(here.secretary, f"{url}admit/"))
    assert "議決権はありません" in shown
    assert "（任意）" not in shown
    assert page(here.secretary, f"{url}admit/", go="1").status_code == 422
    with pytest.raises(Refused, match="decision_needed") as refused:
        actions.admit(membership, by=here.secretary)
    assert refused.value.article.provision == "admission.main"
    number = decision_taken(here.council)
    assert page(here.secretary, f"{url}admit/", decision_number=number).status_code == 302


def test_verbs_with_a_reason(ruled):
    here = ruled
    membership = actions.apply_for_membership(
        here.council, by=here.representative, organisation=here.organisation, member_class="full"
    )
    actions.accept_pledge(membership, by=here.representative, edition=1)
    actions.admit(membership, by=here.secretary)
    url = f"/c/{here.council.slug}/members/{membership.pk}/"
    assert page(here.representative, f"{url}suspend/").status_code == 403
    assert page(here.secretary, f"{url}suspend/", reason="").status_code == 422
    day = clock.today().isoformat()
    unknown = page(
        here.secretary, f"{url}suspend/", reason="違反のおそれ", decision_number="協第99号", until_on=day
    )
    assert unknown.status_code == 422
    assert "協第99号という決定は記録されていません" in text(unknown)
    words = {"reason": "違反のおそれ", "decision_number": decision_taken(here.council)}
    assert page(here.secretary, f"{url}suspend/", **words).status_code == 422, "up to which day?"
    assert page(here.secretary, f"{url}suspend/", **words, until_on=day).status_code == 302
    assert "違反のおそれ" in text(page(here.secretary, url))
    assert page(here.secretary, f"{url}suspend/").status_code == 409
    assert page(here.secretary, f"{url}reinstate/", reason="是正").status_code == 302
    missing = page(here.secretary, f"{url}expel/", reason="違反", decision_number="")
    assert missing.status_code == 422
    assert "違反" in text(missing)
    dues = actions.charge_dues(membership, by=None, fiscal_year=2026, due_on=clock.today())
    assert dues.amount == 50000
    assert page(here.representative, f"{url}dues/2026/paid/", go="1").status_code == 403
    assert page(here.secretary, f"{url}dues/2026/paid/", go="1").status_code == 302
    unsure = page(here.representative, f"{url}withdraw/", reason="事業の終了")
    assert unsure.status_code == 422, "one tick says that what follows was read"
    assert page(here.representative, f"{url}withdraw/", reason="事業の終了", is_sure="on").status_code == 302


def test_members_see_each_other_but_not_dues_and_strangers_see_nothing(ruled, there):
    here = ruled
    membership = actions.apply_for_membership(
        here.council,
        by=here.representative,
        organisation=here.organisation,
        member_class="full",
        motive="秘めた動機",
    )
    url = f"/c/{here.council.slug}/members/{membership.pk}/"
    other = people.with_role("other-member", Role.MEMBER, here.council)
    assert page(other, f"/c/{here.council.slug}/members/").status_code == 200
    assert "秘めた動機" not in text(page(other, url))
    assert "秘めた動機" in text(page(here.representative, url))
    assert page(other, f"{url}pledge/").status_code == 200
    for nobody in (here.stranger, there.secretary):
        assert page(nobody, url).status_code == 404
        assert page(nobody, f"{url}pledge/").status_code == 404
        assert page(nobody, f"{url}admit/", go="1").status_code == 404
        assert page(nobody, f"/c/{here.council.slug}/members/apply/").status_code == 404
