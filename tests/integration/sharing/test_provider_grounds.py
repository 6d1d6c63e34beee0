"""The provider decides on its own legal ground; where it is not the request's, nothing flows until the two agree."""

from __future__ import annotations

from typing import Any

import pytest

from core import clock
from core.errors import DomainError, Invalid, NotNow
from governance.sharing.actions import approvals
from governance.sharing.documents.decisions import provider_decision
from governance.sharing.models import ProviderDecision
from governance.sharing.queries.grounds import fitting_grounds
from governance.sharing.queries.verdicts import judge
from governance.sharing.rules.verdict import Moment
from tests.cast import enter
from tests.integration.sharing.machine import CouncilAtWork
from tests.integration.sharing.test_clock import done

WORDS: Any = {"file_number": "汐健第1号", "harm": "none_feared", "reasons": "自ら判断した。"}


@pytest.fixture
def council(concluded: CouncilAtWork) -> CouncilAtWork:
    """The council has approved; the provider decides next."""
    done(concluded, "approve")
    return concluded


def page(council: CouncilAtWork, verb: str = "accept") -> str:
    return f"/c/shiomi/requests/{council.request.reference}/lines/1/{verb}/"


def other(council: CouncilAtWork) -> str:
    return next(one.code for one in fitting_grounds(council.line) if one.code != council.line.ground)


def said(council: CouncilAtWork) -> str:
    with clock.at(council.now):
        return str(judge(council.line, Moment.FLOW).verdict.check("provider_decision").reason)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_ground_of_the_request_is_chosen_beforehand(
    council: CouncilAtWork, client: Any, language: str
) -> None:
    with clock.at(council.now):
        enter(client, council.users["officer_mayor"])
        client.cookies["language"] = language
        text = client.get(page(council)).content.decode()
        assert f'value="{council.line.ground}" selected' in text
        assert f'value="{other(council)}"' in text
        sent = {**WORDS, "items": council.line.items, "ground": council.line.ground}
        assert client.post(page(council), sent).status_code == 302
    assert ProviderDecision.objects.get().ground == council.line.ground
    council.reload()
    assert said(council) == "decided"


def test_another_ground_is_told_and_decided_anew(council: CouncilAtWork, client: Any) -> None:
    ground = other(council)
    with clock.at(council.now):
        enter(client, council.users["officer_mayor"])
        sent = {**WORDS, "items": council.line.items, "ground": ground}
        assert client.post(page(council), sent).status_code == 302
    council.reload()
    made = ProviderDecision.objects.get()
    assert (made.ground, council.line.state) == (ground, "accepted")
    assert said(council) == "ground_differs"
    with clock.at(council.now):
        case = client.get(f"/c/shiomi/requests/{council.request.reference}/?tab=review").content.decode()
        assert "申請と異なる法的根拠" in case
        assert (
            "改めて決定する"
            in client.get(f"/c/shiomi/requests/{council.request.reference}/").content.decode()
        )
        assert "決定の法的根拠" in str(provider_decision(made))
        sent |= {"ground": council.line.ground, "file_number": "汐健第2号"}
        assert client.post(page(council), sent).status_code == 302
        council.reload()
        with pytest.raises(NotNow, match="grounds_agree"):
            approvals.accept_provision(council.line, by=council.users["officer_mayor"], **WORDS)
    assert said(council) == "decided"
    assert ProviderDecision.objects.count() == 2


def test_a_ground_that_the_law_does_not_know_for_the_line_is_refused(
    council: CouncilAtWork, client: Any
) -> None:
    by = council.users["officer_mayor"]
    with clock.at(council.now):
        for verb in (approvals.accept_provision, approvals.decline_provision):
            with pytest.raises(Invalid, match="ground_not_fitting"):
                verb(council.line, by=by, ground="made_up", **WORDS)
        enter(client, by)
        sent = {**WORDS, "items": council.line.items, "ground": "made_up"}
        answer = client.post(page(council), sent)
        assert answer.status_code == 422
        assert WORDS["reasons"] in answer.content.decode()
    assert not ProviderDecision.objects.exists()


def test_nobody_else_decides_for_the_provider(council: CouncilAtWork, client: Any) -> None:
    ground = other(council)
    with clock.at(council.now):
        approvals.accept_provision(council.line, by=council.users["officer_mayor"], ground=ground, **WORDS)
        council.reload()
        sent = {**WORDS, "items": council.line.items, "ground": council.line.ground}
        for name, status in (
            ("neighbour", 404),
            ("stranger", 404),
            ("secretary", 403),
            ("rep_university", 403),
        ):
            enter(client, council.users[name])
            assert client.post(page(council), sent).status_code == status, name
            with pytest.raises(DomainError):
                approvals.accept_provision(council.line, by=council.users[name], **WORDS)
    assert ProviderDecision.objects.count() == 1
