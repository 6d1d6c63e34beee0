"""A request of which one line is decided and the other is not."""

from __future__ import annotations

from config.demo import moments, procedure
from config.demo import requests as demo
from core import clock
from governance.sharing.actions import approvals, requests, reviews
from governance.sharing.models import SharingRequest
from governance.sharing.queries.requests import line as load_line
from tests.cast import World
from tests.factories import sharing


def before_the_board(world: World) -> SharingRequest:
    """Two lines, both on D-01, checked and before the board."""
    user, secretary = world.users["rep_university"], world.users["secretary"]
    with clock.at(moments.story(0)):
        made = requests.draft(world.council, by=user, recipient=world.organs["university"], **demo.RESEARCH)
        for _ in range(2):
            asked = {**demo.CONSENTED, **procedure.asked()}
            requests.add_line(made, procedure.registered(world, "D-01"), by=user, **asked)
        procedure.prove(made, by=user)
    with clock.at(moments.story(1)):
        made = requests.submit(made, by=user)
    with clock.at(moments.story(2)):
        return requests.pass_formal_check(made, by=secretary)


def partly_granted(world: World) -> SharingRequest:
    """Of two such lines the first is granted; the second is still before the board."""
    made, secretary = before_the_board(world), world.users["secretary"]
    with clock.at(moments.story(3)):
        procedure.review(world, made, {1: "suitable", 2: "suitable"})
    line = load_line(made.lines.get(number=1).pk)
    with clock.at(moments.story(4)):
        reviews.give_opinion(line, by=secretary, reasons="同意の範囲内である。")
        procedure.sign_all(world, line)
    procedure.steering_decision(world, line, step=5)
    with clock.at(moments.story(6)):
        words = {"file_number": "汐健第112号", "harm": "none_feared", "reasons": "同意がある。"}
        approvals.accept_provision(load_line(line.pk), by=world.users["officer_mayor"], **words)
        sharing.agree(world, load_line(line.pk))
    return SharingRequest.objects.get(pk=made.pk)


def send_back(world: World, made: SharingRequest) -> SharingRequest:
    """The board sends it back because of the second line."""
    with clock.at(moments.story(7)):
        reason = "明細2の説明が足りない。"
        return requests.return_to_applicant(made, by=world.users["secretary"], reason=reason)
