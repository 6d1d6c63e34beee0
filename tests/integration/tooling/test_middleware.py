"""A write while a GET is answered fails the test that asked."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse

from core.accounts.models import User
from tests.middleware import GetIsReadOnly, WroteOnGet, writing_allowed

pytestmark = pytest.mark.django_db


def visit(method: str) -> HttpResponse:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(str(User.objects.filter(email="nobody@example.jp").delete()))

    request = HttpRequest()
    request.method = method
    return GetIsReadOnly(view)(request)


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_reading_may_not_write(method: str) -> None:
    User.objects.create_user("nobody@example.jp")
    with pytest.raises(WroteOnGet, match=r"DELETE|UPDATE"):
        visit(method)


def test_a_verb_may(cast: object) -> None:
    assert visit("POST").status_code == 200


def test_a_reasoned_exception_may() -> None:
    with writing_allowed():
        assert visit("GET").status_code == 200
