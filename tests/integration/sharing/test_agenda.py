"""What an item of a meeting is about: chosen in words, from what waits for the body."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from config.demo import moments
from core import clock
from governance.assembly import actions as assembly
from governance.assembly import queries as bodies
from governance.rulebook import queries as rulebook
from governance.rulebook.actions import amendments
from governance.sharing.models import RequestLine
from governance.sharing.queries import matters
from tests.cast import Cast, enter
from tests.factories.sharing import reviewed

pytestmark = pytest.mark.usefixtures("demo")

ITEM = {"title_ja": "利用承認", "kind": "resolution", "matter": "ordinary"}


def _meeting(world: Any, code: str = "steering") -> Any:
    body = bodies.body(world.council, code)
    return assembly.plan_meeting(
        body, by=world.users["secretary"], starts_at=moments.story(12), place="会議室"
    )


def _options(answer: Any) -> dict[str, str]:
    """Values and labels of the choice of a matter."""
    (field,) = re.findall(r'<select name="about".*?</select>', answer.content.decode(), re.S)
    return dict(re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)</option>', field))


def test_what_waits_for_the_body_is_chosen_in_words(cast: Cast) -> None:
    world = cast.shiomi
    line = reviewed(world)
    secretary = enter(Client(), world.users["secretary"])
    with clock.at(moments.story(5)):
        path = f"/c/shiomi/meetings/{_meeting(world).pk}/items/new/"
        shown = secretary.get(path)
        options = _options(shown)
        subject = f"line:{line.reference}"
        assert line.request.title_ja in options[subject]
        assert line.reference in options[subject]
        assert options[""] == "特になし"
        assert "project:P-01" in options
        board = f"/c/shiomi/meetings/{_meeting(world, 'ethics_board').pk}/items/new/"
        assert subject not in _options(secretary.get(board)), "the rule names another body"
        made = secretary.post(path, ITEM | {"about": subject})
        assert made.status_code == 302
        motion = bodies.live_items(world.council, subject).get()
        assert [one.pk for one in motion.concerned.all()] == [line.request.applicant_id], "has no vote"
        assert subject not in _options(secretary.get(path)), "it is on an agenda"
        assembly.withdraw_motion(motion, by=world.users["secretary"])
        assert subject in _options(secretary.get(path)), "it was taken off"
        from_list = {"case": [line.request.reference], "meeting": path.split("/")[4]}
        for status in (302, 422):
            answer = secretary.post("/c/shiomi/requests/together/meeting/", from_list)
            assert answer.status_code == status, "once"
        again = bodies.live_items(world.council, subject).get()
        assert [one.pk for one in again.concerned.all()] == [line.request.applicant_id]


def _called(world: Any, line: RequestLine) -> Any:
    """A meeting of the steering body that is to decide on ``line``, with its notice sent."""
    secretary, body = world.users["secretary"], bodies.body(world.council, "steering")
    meeting = assembly.plan_meeting(body, by=secretary, starts_at=moments.story(30), place="会議室")
    words = {"title_ja": "利用承認", "about": f"line:{line.reference}"}
    assembly.table_motion(meeting, by=secretary, concerned=[line.request.applicant], **words)
    with clock.at(moments.story(6)):
        return assembly.convene(meeting, by=secretary)


def test_who_votes_on_a_line_reads_its_opinion(cast: Cast) -> None:
    world = cast.shiomi
    line, users = reviewed(world), world.users
    meeting = _called(world, line)
    path = f"/c/shiomi/meetings/{meeting.pk}/items/1/"
    with clock.at(moments.story(6)):
        voter = enter(Client(), users["steering_bus"])
        assert voter.get(f"/c/shiomi/requests/{line.request.reference}/").status_code == 404
        shown = voter.get(path).content.decode()
        assert line.outcomes.get().reasons in shown
        assert line.request.purpose_ja in shown
        assert f"/meetings/{meeting.pk}/book/" in shown
        barred = {"user": users["steering_bus"], "subjects": [f"line:{line.reference}"], "interest": "family"}
        assembly.exclude(world.council, by=users["chair"], **barred)
        assert voter.get(path).status_code == 404


def test_a_decision_leads_on_to_the_line_that_it_decides(cast: Cast) -> None:
    world = cast.shiomi
    line, users = reviewed(world), world.users
    secretary, meeting = users["secretary"], _called(world, line)
    with clock.at(moments.story(30)):
        for seat in meeting.attendances.all():
            assembly.record_attendance(seat, by=secretary, channel="in_person")
        assembly.open_meeting(meeting, by=secretary)
        assembly.no_objection(meeting.motions.get(), by=secretary)
        words = {"title_ja": "利用承認", "reasons_ja": "意見のとおり。"}
        case = f"/c/shiomi/requests/{line.request.reference}/"
        assert "承認を記録" not in enter(Client(), secretary).get(case).content.decode(), "no decision yet"
        made = assembly.record_decision(world.council, by=secretary, motion=meeting.motions.get(), **words)
        page = f"/c/shiomi/decisions/{made.pk}/"
        assert "決定を反映する" in enter(Client(), secretary).get(page).content.decode()
        assert "決定を反映する" not in enter(Client(), users["steering_city"]).get(page).content.decode()
        assert "承認を記録" in enter(Client(), secretary).get(case).content.decode()


def test_what_the_chair_decides_alone_leads_to_that_decision(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the rules of a council that leaves every class to the chair."""
    world, said = cast.shiomi, "規程により会長が専決できる案件です"
    line = reviewed(world)
    monkeypatch.setattr(matters, "sufficient_bodies", lambda *_asked: ("chair",))
    with clock.at(moments.story(5)):
        for who, leads in (("secretary", False), ("chair", True)):
            client = enter(Client(), world.users[who])
            page = client.get(f"/c/shiomi/requests/{line.request.reference}/?tab=content").content.decode()
            assert said in page
            assert (f"decisions/new/?about=line:{line.reference}" in page) is leads


def test_a_matter_named_by_the_page_that_leads_here_stays_chosen(cast: Cast) -> None:
    world = cast.shiomi
    line = RequestLine.objects.get(request__reference="R-2026-018", request__council=world.council)
    secretary = enter(Client(), world.users["secretary"])
    with clock.at(moments.story(5)):
        path = f"/c/shiomi/meetings/{_meeting(world).pk}/items/new/?about=line:{line.reference}"
        shown = secretary.get(path)
        assert line.request.title_ja in _options(shown)[f"line:{line.reference}"]
        assert f'<option value="line:{line.reference}" selected>' in shown.content.decode()
        refused = secretary.post(path, {**ITEM, "title_ja": "", "about": f"line:{line.reference}"})
        assert f'<option value="line:{line.reference}" selected>' in refused.content.decode()
        assert secretary.post(path, ITEM | {"about": f"line:{line.reference}"}).status_code == 302


@pytest.mark.parametrize(
    "about", ["line:R-2026-999-1", "line:nonsense", "nonsense", "amendment:", "project:P-99"]
)
def test_what_the_council_does_not_have_is_refused_in_words(cast: Cast, about: str) -> None:
    world = cast.shiomi
    secretary = enter(Client(), world.users["secretary"])
    with clock.at(moments.story(5)):
        path = f"/c/shiomi/meetings/{_meeting(world).pk}/items/new/"
        for answer in (secretary.post(path, ITEM | {"about": about}), secretary.get(f"{path}?about={about}")):
            assert answer.status_code == 422
            assert "この協議会にないか" in answer.content.decode()


def test_the_other_councils_matter_is_not_there(cast: Cast) -> None:
    line = RequestLine.objects.filter(
        request__council=cast.shiomi.council, request__state="concluded"
    ).first()
    world = cast.nagiura
    secretary = enter(Client(), world.users["secretary"])
    with clock.at(moments.story(5)):
        path = f"/c/nagiura/meetings/{_meeting(world, 'assembly').pk}/items/new/"
        assert secretary.get(path).status_code == 200
        assert secretary.post(path, ITEM | {"about": f"line:{line.reference}"}).status_code == 422


def test_nobody_is_offered_a_matter_from_which_they_are_kept(cast: Cast) -> None:
    world, line = cast.shiomi, reviewed(cast.shiomi)
    user = world.users["secretary"]
    subject = f"line:{line.reference}"
    with clock.at(moments.story(5)):
        path = f"/c/shiomi/meetings/{_meeting(world).pk}/items/new/"
        assert subject in _options(enter(Client(), user).get(path))
        assembly.exclude(world.council, by=user, user=user, subjects=[subject], interest="family")
        assert subject not in _options(enter(Client(), user).get(path))
        assert enter(Client(), user).get(f"{path}?about={subject}").status_code == 422


def test_a_matter_whose_meeting_was_called_off_waits_again(cast: Cast) -> None:
    world, line = cast.shiomi, reviewed(cast.shiomi)
    user = world.users["secretary"]
    with clock.at(moments.story(5)):
        meeting, other = _meeting(world), _meeting(world)
        assembly.table_motion(meeting, by=user, title_ja="承認", about=f"line:{line.reference}")
        page = f"/c/shiomi/requests/{line.request.reference}/"
        link = f"/c/shiomi/meetings/{other.pk}/items/new/"
        assert link not in enter(Client(), user).get(page).content.decode()
        assembly.cancel_meeting(meeting, by=user, reason="会場の都合")
        assert link in enter(Client(), user).get(page).content.decode()


def test_an_amendment_in_work_is_offered_and_voted_on_by_its_own_majority(cast: Cast) -> None:
    world = cast.shiomi
    secretary = enter(Client(), world.users["secretary"])
    bylaws = rulebook.instruments(world.council).order_by("pk").first()
    draft = amendments.draft_amendment(bylaws, by=world.users["secretary"])
    with clock.at(moments.story(5)):
        path = f"/c/shiomi/meetings/{_meeting(world, 'assembly').pk}/items/new/"
        about = f"amendment:{bylaws.code}-{draft.pk}"
        assert bylaws.title_ja in _options(secretary.get(path))[about]
        refused = secretary.post(path, ITEM | {"about": about})
        assert refused.status_code == 422
        told = refused.content.decode()
        label = re.search(r'<label[^>]*for="id_matter"[^>]*>\s*([^<\s]+)', told)
        assert label
        assert f"規程の改正についての議案です。「{label[1]}」で「規程の改正」を選んでください。" in told
        assert secretary.post(path, ITEM | {"about": about, "matter": "amendment"}).status_code == 302
        other = f"/c/nagiura/meetings/{_meeting(cast.nagiura, 'assembly').pk}/items/new/"
        foreign = enter(Client(), cast.nagiura.users["secretary"])
        assert foreign.post(other, ITEM | {"about": about, "matter": "amendment"}).status_code == 422
