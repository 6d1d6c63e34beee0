"""What is typed into an address or a form in place of a number is never a broken page."""

from __future__ import annotations

from typing import Any

import pytest

from governance.sharing.models import SharingRequest
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.usefixtures("demo")

ODD = ("²", "５", "9" * 30, "-1", "x")


@pytest.fixture
def request_(cast: Cast) -> Any:
    return SharingRequest.objects.get(council=cast.shiomi.council, reference="R-2026-031")


@pytest.mark.parametrize("odd", ODD)
def test_the_withdrawals_chosen(cast: Cast, odd: str) -> None:
    client = signed_in(cast.shiomi.users["rep_university"])
    at = "/c/shiomi/withdrawals/answer/"
    assert client.get(at, {"pursuits": odd}).status_code == 200
    assert client.post(at, {"pursuits": odd, "outcome": "deleted"}).status_code == 422


@pytest.mark.parametrize("odd", ODD)
def test_the_line_whose_step_a_colleague_checks(cast: Cast, request_: Any, odd: str) -> None:
    client = signed_in(cast.shiomi.users["secretary"])
    at = f"/c/shiomi/requests/{request_.reference}/checks/ask/"
    assert client.post(at, {"line": odd, "verb": "approve"}).status_code in (302, 403, 404, 422)


@pytest.mark.parametrize("odd", ODD)
def test_the_edition_of_a_rule_document(cast: Cast, odd: str) -> None:
    client = signed_in(cast.shiomi.users["secretary"])
    assert client.get("/c/shiomi/rules/crisis/", {"edition": "1"}).status_code == 200
    assert client.get("/c/shiomi/rules/crisis/", {"edition": odd}).status_code == 404
